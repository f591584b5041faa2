"""The 亳州 type: addresses of a class, a verb and numbers; a unit's own list links its annual reports."""

import html
import re

from tests.replica.county import Document, Placement, Unit
from tests.replica.exchange import Request, Response
from tests.replica.markup import render
from tests.replica.portals.portal import Dialect

_LIST = re.compile(r"/(?P<kind>\w+)/showList/(?P<unit>\d+)/(?:(?P<category>\d+)/)?page_(?P<page>\d+)\.html\Z")
_SHOW = re.compile(r"/(?P<kind>\w+)/show/(?P<number>\d+)\.html\Z")
_FILE = re.compile(r"/upload/files/(?P<serial>\d+)\.(?P<kind>\w+)\Z")
#: Which class shows the articles of a column, and its caption.
KINDS = {
    "annual": ("XxgkAnnualReport", "政府信息公开年报"),
    "other": ("XxgkContent", "信息公开目录"),
    "policy": ("XxgkPolicy", "政策文件"),
}


class XxgkContent(Dialect):
    """Units are told by number; `policy` is a list of the whole district, numbered POLICY."""

    POLICY = "650"
    ROOT = "/XxgkUnit/index.html"
    page_size = 10

    def __init__(self, *parts: object, host: str) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._host = host

    def front_links(self) -> list[tuple[str, str]]:
        return [
            ("乡镇街道信息公开", self.ROOT),
            (KINDS["policy"][1], f"/XxgkPolicy/showList/{self.POLICY}/page_1.html"),
        ]

    def addresses(self, document: Document) -> list[str]:
        return [f"https://{self._host}{self._path(place)}" for place in document.placements if place.column in KINDS]

    def files(self, document: Document) -> list[str]:
        return [f"https://{self._host}/upload/files/{item.serial}.{item.extension}" for item in document.attachments]

    def _path(self, place: Placement) -> str:
        return f"/{KINDS[place.column][0]}/show/{place.number}.html"

    def _district(self, unit: Unit) -> str:
        """A unit as this platform prints it: with the district before it."""
        return f"{self.county.name}{unit.name}"

    def serve(self, request: Request) -> Response | None:
        if request.path == self.ROOT:
            return self._directory(request)
        if found := _LIST.match(request.path):
            return self._list(request, found)
        if found := _SHOW.match(request.path):
            return self._show(request, found["kind"], int(found["number"]))
        if found := _FILE.match(request.path):
            return self.download(int(found["serial"]), found["kind"])
        return None

    def _directory(self, request: Request) -> Response:
        items = "".join(
            f'<li><a href="/XxgkContent/showList/{unit.code}/0/page_1.html">{self._district(unit)}</a></li>'
            for unit in self.county.units
        )
        if self.switch.on("broken_layout", request.url) or self.switch.on("empty", request.url):
            items = ""
        inner = f'<div class="m-units"><h3>乡镇街道</h3><ul>{items}</ul></div>'
        return self._whole(request, "乡镇街道信息公开", inner)

    def _list(self, request: Request, found: re.Match[str]) -> Response:
        """Page n of a list. Beyond its end the last page is shown again."""
        kind, unit = found["kind"], next((unit for unit in self.county.units if unit.code == found["unit"]), None)
        column = next((name for name, (known, _) in KINDS.items() if known == kind), None)
        if column is None or (unit is None and not (column == "policy" and found["unit"] == self.POLICY)):
            return self.not_found()
        rows = [] if self.switch.on("empty", request.url) else self.county.listed(column, unit)
        pages = max(-(-len(rows) // self.page_size), 1)
        number = min(max(int(found["page"]), 1), pages)
        shown = rows[(number - 1) * self.page_size : number * self.page_size]
        over = self.switch.on("overcount", request.url)
        listed = self._table(shown) if column == "policy" else self._items(shown)
        if self.switch.on("broken_layout", request.url):
            listed = "".join(f"<div data-id='{place.number}'>{place.list_title}</div>" for _, place in shown)
        stem = request.path[: request.path.rindex("_") + 1]
        pager = self._pager(stem, number, pages + over, len(rows) + over)
        tabs = self._tabs(unit) if unit else ""
        name = self._district(unit) if unit else self.facts.name
        inner = f'<div class="m-head"><h2>{name}</h2></div>{tabs}{listed}{pager}'
        return self._whole(request, KINDS[column][1], inner)

    def _tabs(self, unit: Unit) -> str:
        links = (
            (f"/XxgkContent/showList/{unit.code}/0/page_1.html", "法定主动公开内容"),
            (f"/XxgkAnnualReport/showList/{unit.code}/page_1.html", "政府信息公开年报"),
        )
        return (
            "<ul class='m-tabs'>" + "".join(f'<li><a href="{href}">{name}</a></li>' for href, name in links) + "</ul>"
        )

    def _items(self, shown: list[tuple[Document, Placement]]) -> str:
        items = "".join(
            f'<li><a href="{self._path(place)}" target="_blank" title="{html.escape(place.list_title)}">'
            f"{html.escape(place.list_title)}</a><span>{place.posted:%Y-%m-%d}</span></li>"
            for _, place in shown
        )
        return f'<section class="m-tglist"><ul>{items or "<li>暂无信息</li>"}</ul></section>'

    def _table(self, shown: list[tuple[Document, Placement]]) -> str:
        rows = "".join(
            f'<tr><td class="xh">{number}</td><td class="bt"><a href="{self._path(place)}">'
            f'{html.escape(place.list_title)}</a></td><td class="cwrq">{place.posted:%Y-%m-%d}</td></tr>'
            for number, (_, place) in enumerate(shown, start=1)
        )
        return f'<div class="search-list"><table><tbody>{rows}</tbody></table></div>'

    def _pager(self, stem: str, number: int, pages: int, total: int) -> str:
        near = range(max(1, number - 2), min(pages, number + 2) + 1)
        links = "".join(f'<a href="{stem}{n}.html">{n}</a>' if n != number else f"<span>{n}</span>" for n in near)
        following = f'<a href="{stem}{number + 1}.html">下一页</a>' if number < pages else ""
        return (
            f'<div class="pager"><a href="{stem}1.html">首页</a>{links}{following}<a href="{stem}{pages}.html">尾页</a>'
            f" 第{number}/{pages}页 共{total}条</div>"
        )

    def _show(self, request: Request, kind: str, number: int) -> Response:
        for column, (known, caption) in KINDS.items():
            if known == kind and (found := self.county.find(column, number)):
                document, place = found
                return self.vanished(place) or self._render(request, document, place, caption)
        return self.not_found()

    def _render(self, request: Request, document: Document, place: Placement, caption: str) -> Response:
        title, unit = html.escape(document.title), self._district(document.unit)
        files = "".join(
            f'<p><a href="/upload/files/{item.serial}.{item.extension}">{html.escape(item.name)}</a></p>'
            for item in document.attachments
        )
        files = f'<div class="m-file-download"><h4>附件：</h4>{files}</div>' if files else ""
        code = document.unit.code
        crumbs = (
            ("/", "网站首页"),
            (self.ROOT, "政府信息公开"),
            (f"/XxgkContent/showList/{code}/0/page_1.html", unit),
            (f"/XxgkAnnualReport/showList/{code}/page_1.html", caption),
        )
        links = " &gt; ".join(f'<a href="{href}">{name}</a>' for href, name in crumbs)
        inner = (
            f'<div class="m-head"><h2>{unit}</h2></div><div class="m-crumb">您现在所在的位置: {links}</div>'
            f'<div class="g-detail"><h1>{title}</h1><div class="m-byline">'
            f"<span>发布时间：{place.posted:%Y-%m-%d} 09:52</span><span>来源：{unit}</span>"
            f"<span>字体：[ <a href='#'>大</a> <a href='#'>小</a> ]</span></div>"
            f'<div class="g-detailbox">{render(document.body, "word")}</div>{files}</div>{self.share()}'
        )
        head = f"<title>{title}-{self.facts.name}</title>\n{self.meta(document.title, place, caption, document.unit)}"
        return self.finish(request, self.document_page(head, inner), place)

    def _whole(self, request: Request, title: str, inner: str) -> Response:
        head = f"<title>{title}-{self.facts.name}</title>\n{self.meta(None, None, title, None)}"
        return self.finish(request, self.document_page(head, inner))
