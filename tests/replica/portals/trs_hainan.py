"""Hainan's table-layout era: lists list.htm and list_1.htm, nested tables in capitals, a metadata grid, GB2312."""

import html
from collections.abc import Mapping

from tests.replica.county import Document, Placement
from tests.replica.markup import Style, render
from tests.replica.moments import plain
from tests.replica.portals.trs import Folder, Trs


class HainanTrs(Trs):
    """Town directories on the province's platform, and a numbered directory on the county's own host.

    The footer prints what stood below 和平镇's report on 2016: owner, organiser, police number, site code, e-mail.
    """

    root = "/qzxxgk/"
    policy = "/xxgk/0500/"
    base = "list"
    suffix = "htm"
    style: Style = "breaks"
    captions: Mapping[str, tuple[str, str]] = {
        "annual": ("gkml/gknb", "政府信息公开年报"),
        "work": ("gkml/gzzj", "工作总结"),
        "other": ("zcwj/tzgg", "通知公告"),
    }

    def __init__(self, *parts: object, scheme: str, host: str, county_host: str) -> None:
        super().__init__(*parts, scheme=scheme, host=host)
        self._county_host = county_host

    def folders(self) -> list[Folder]:
        towns = [
            Folder(f"{self.root}{unit.code}/{name}/", column, caption, unit=unit)
            for unit in self.county.units
            for column, (name, caption) in self.captions.items()
        ]
        return [*towns, Folder(self.policy, "policy", "政策文件")]

    def host_of(self, folder: Folder) -> str:
        return self._county_host if folder.column == "policy" else self._host

    def bare(self, host: str) -> str:
        return host.removeprefix("www.")

    def front_links(self) -> list[tuple[str, str]]:
        return [("政策文件", self.policy), ("信息公开目录", f"http://{self._host}{self.root}")]

    def directory(self, path: str) -> str | None:
        if path == self.root:
            cells = "".join(
                f'<TR><TD width=180><A href="./{unit.code}/"><FONT color=#333333>{unit.name}</FONT></A></TD></TR>'
                for unit in self.county.units
            )
            return f"<TABLE border=0><TBODY><TR><TD>各乡镇</TD></TR>{cells}</TBODY></TABLE>"
        for unit in self.county.units:
            if path == f"{self.root}{unit.code}/":
                cells = "".join(
                    f'<TR><TD><A href="./{name}/{self.base}.{self.suffix}">{text}</A></TD></TR>'
                    for name, text in self.captions.values()
                )
                return f"<TABLE border=0><TBODY><TR><TD>{unit.name}信息公开目录</TD></TR>{cells}</TBODY></TABLE>"
        return None

    def list_rows(self, folder: Folder, shown: list[tuple[Document, Placement]]) -> str:
        rows = "".join(
            f'<TR><TD height=24>·<A href="./{self.article_name(place)}" target=_blank>{html.escape(place.list_title)}'
            f"</A></TD><TD align=right>{place.posted:%Y-%m-%d}</TD></TR>"
            for _, place in shown
        )
        return f"<TABLE width=700 border=0><TBODY>{rows}</TBODY></TABLE>"

    def list_frame(self, folder: Folder, rows: str, count: int, number: int) -> str:
        pager = f'createPageHTML({count}, {number}, "{self.base}", "{self.suffix}");'
        return (
            f"<TABLE width=960 align=center><TBODY><TR><TD>您当前的位置：{folder.caption}</TD></TR>"
            f"<TR><TD>{rows}</TD></TR>"
            f"<TR><TD align=center><SCRIPT>{pager}</SCRIPT></TD></TR></TBODY></TABLE>"
        )

    def article(self, folder: Folder, document: Document, place: Placement) -> str:
        signed = plain(document.signed) if document.signed else ""
        number = f"0082{self.county.units.index(document.unit):04d}-3/{place.filed.year}-{place.number % 100000:05d}"
        title = html.escape(document.title)
        grid = (
            "<TABLE class=grid width=700 border=0><TBODY>"
            f"<TR><TD colSpan=2>索 引 号: {number}</TD><TD colSpan=2>分 类: {folder.caption}</TD></TR>"
            f"<TR><TD colSpan=2>发文机关: {document.unit.name}</TD><TD colSpan=2>成文日期: {signed}</TD></TR>"
            f"<TR><TD colSpan=4><B>名 称:</B> {title}</TD></TR>"
            f"<TR><TD colSpan=2>文 号: </TD><TD colSpan=2>发布日期: {plain(place.posted)}</TD></TR>"
            "<TR><TD colSpan=4>主 题 词: </TD></TR></TBODY></TABLE>"
        )
        style = "<style type=text/css>.TRS_Editor P{margin-top:0;line-height:1.5;font-size:12pt}</style>"
        return (
            "<TABLE width=960 align=center border=0><TBODY>"
            "<TR><TD>您当前的位置：<A href='/'>首页</A> &gt; "
            f"<A href='../{self.base}.{self.suffix}'>{folder.caption}</A></TD></TR><TR><TD>{grid}</TD></TR>"
            f"<TR><TD align=center>浏览次数：{self.views(place.number)} 【打印】【关闭】</TD></TR>"
            f"<TR><TD class=content><DIV class=TRS_Editor>{style}{render(document.body, self.style)}</DIV></TD></TR>"
            f"<TR><TD>{self.file_links(document, place)}</TD></TR></TBODY></TABLE>"
        )

    def footer(self) -> str:
        f = self.facts
        return (
            "<TABLE width=960 align=center class=footer><TBODY><TR><TD align=center>"
            f"版权所有 {f.name} 主办单位:{f.organiser}<BR>{f.police} 政府网站标识码:{f.code} {f.icp}<BR>"
            f"电子信箱:{f.email} 运行维护:{f.name.removesuffix('网')}网站管理中心</TD></TR></TBODY></TABLE>"
        )
