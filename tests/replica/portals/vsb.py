"""博达 VSB: lists whose page files are numbered backwards, their dynamic twins, downloads guarded by a captcha."""

import html
import posixpath
import re
from dataclasses import dataclass
from typing import Literal

from tests.replica.county import County, Document, Placement, Unit
from tests.replica.exchange import Request, Response, file, page
from tests.replica.files import make_file
from tests.replica.markup import render
from tests.replica.portals.portal import Dialect, Facts
from tests.replica.switchboard import Switchboard

#: "static" is `/<folders>/<name>.htm` with li#line_u rows; "dynamic" is list.jsp with the old county theme.
Form = Literal["static", "dynamic"]

_INFO = re.compile(r"/info/(?P<tree>\d+)/(?P<number>\d+)\.htm\Z")
_DOWNLOAD = "/system/_content/download.jsp"
_CAPTCHA = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>附件下载</title></head><body><form method="get">'
    '<p>请输入验证码：<input name="codeValue" size="4"/>'
    '<img src="/system/resource/js/filedownload/createimage.jsp"/></p>'
    '<input type="button" value="确 定"/></form></body></html>'
)
_NOTICE = "<p>系统提示</p><p>对不起，您没有权限访问该信息。</p>"


@dataclass(frozen=True)
class VsbColumn:
    """A column: its place in the site's tree, which placements it lists, and how.

    `path` is that of a static column without .htm; `block` the number its template writes into ids and classes.
    """

    tree: int
    column: str
    caption: str
    path: str = ""
    unit: Unit | None = None
    form: Form = "static"
    block: int = 5

    @property
    def start(self) -> str:
        return f"{self.path}.htm" if self.form == "static" else f"/list.jsp?{_list_query(self.tree)}"


class Vsb(Dialect):
    """Columns, and a directory of towns when there is one.

    `captcha_after` is how many files a visit may have before every download shows a captcha; None: all of them.
    `restricted` holds documents shown to nobody; `pinned` those listed once more on their list's first page by their
    dynamic address; `silent` columns print neither place nor total.
    """

    per_page = 15

    def __init__(
        self,
        county: County,
        facts: Facts,
        switch: Switchboard,
        host: str,
        columns: tuple[VsbColumn, ...],
        directory: str | None = None,
        owner: int = 1412600001,
    ) -> None:
        super().__init__(county, facts, switch)
        self._host, self.columns, self._directory, self._owner = host, columns, directory, owner
        self.captcha_after: int | None = None
        self.downloads = 0
        self.restricted: set[str] = set()
        self.pinned: set[str] = set()
        self.silent: set[int] = set()

    def addresses(self, document: Document) -> list[str]:
        return [f"http://{self._host}{self._article_path(column, place)}" for column, place in self._placed(document)]

    def files(self, document: Document) -> list[str]:
        if not self._placed(document):
            return []
        return [f"http://{self._host}{self._file_path(item.serial)}" for item in document.attachments]

    def front_links(self) -> list[tuple[str, str]]:
        links = [(column.caption, column.start) for column in self.columns if column.unit is None]
        return [*links, ("乡镇信息公开", f"{self._directory}.htm")] if self._directory else links

    def serve(self, request: Request) -> Response | None:
        if self._directory and (answer := self._pages_above(request)):
            return answer
        if request.path == _DOWNLOAD:
            return self._download(request)
        if found := _INFO.match(request.path):
            return self._article(request, int(found["tree"]), int(found["number"]))
        if request.path == "/content.jsp":
            tree, number = (request.query.get(name, "") for name in ("wbtreeid", "wbnewsid"))
            return self._article(request, int(tree), int(number)) if tree.isdigit() and number.isdigit() else None
        for column in self.columns:
            place = self._place(request, column)
            if place is not None:
                return self._list(request, column, place)
        return None

    def page_path(self, column: VsbColumn, number: int, pages: int) -> str:
        """The address of page `number` of `pages`: files count backwards, so the last is always 1.htm."""
        if column.form == "dynamic":
            more = f"&a{column.block}p={number}&a{column.block}t={pages}" if number > 1 else ""
            return f"/list.jsp?{_list_query(column.tree)}{more}"
        return f"{column.path}.htm" if number == 1 else f"{column.path}/{pages + 1 - number}.htm"

    def _placed(self, document: Document) -> list[tuple[VsbColumn, Placement]]:
        if document.id in self.restricted:
            return []
        return [
            (column, place)
            for place in document.placements
            for column in self.columns
            if column.column == place.column and column.unit in (None, document.unit)
        ]

    def _article_path(self, column: VsbColumn, place: Placement, form: Form | None = None) -> str:
        if (form or column.form) == "static":
            return f"/info/{column.tree}/{place.number}.htm"
        return f"/content.jsp?urltype=news.NewsContentUrl&wbtreeid={column.tree}&wbnewsid={place.number}"

    def _file_path(self, serial: int) -> str:
        return f"{_DOWNLOAD}?urltype=news.DownloadAttachUrl&owner={self._owner}&wbfileid={serial}"

    def _pages_above(self, request: Request) -> Response | None:
        """The directory of towns, and each town's own page; the county's column stands in the bar above both."""
        county = self.columns[0]
        bar = f'<div class="nav"><a href="{county.start}">{county.caption}</a> <a href="/zwgk.htm">政务公开</a></div>'
        if request.path == f"{self._directory}.htm":
            name = str(self._directory).rpartition("/")[2]
            links = "".join(f'<li><a href="{name}/{unit.code}.htm">{unit.name}</a></li>' for unit in self.county.units)
            inner = f'{bar}<div class="towns"><ul>{links}</ul></div>'
        else:
            units = {f"{self._directory}/{unit.code}.htm": unit for unit in self.county.units}
            unit = units.get(request.path)
            if unit is None:
                return None
            own = [column for column in self.columns if column.unit == unit]
            links = "".join(f'<li><a href="{html.escape(column.start)}">{column.caption}</a></li>' for column in own)
            inner = f'{bar}<h2>{unit.name}</h2><ul><li><a href="{unit.code}/jgzn.htm">机构职能</a></li>{links}</ul>'
        if self.switch.on("broken_layout", request.url):
            inner = '<div id="app"></div>'
        return page(self.document_page(f"<title>{self.facts.name}</title>", inner), self.encoding)

    def _place(self, request: Request, column: VsbColumn) -> int | None:
        """Which page of a column a request means today; 0 for a file that is none."""
        if column.form == "dynamic":
            if request.path != "/list.jsp" or request.query.get("wbtreeid") != str(column.tree):
                return None
            asked = request.query.get(f"a{column.block}p", "1")
            return int(asked) if asked.isdigit() else 1
        if request.path == f"{column.path}.htm":
            return 1
        found = re.match(rf"{re.escape(column.path)}/(\d+)\.htm\Z", request.path)
        if found is None:
            return None
        number = self._pages(column) + 1 - int(found[1])
        return number if 1 < number <= self._pages(column) else 0

    def _pages(self, column: VsbColumn) -> int:
        return max(-(-len(self.county.listed(column.column, column.unit)) // self.per_page), 1)

    def _list(self, request: Request, column: VsbColumn, number: int) -> Response:
        pages = self._pages(column)
        if not 1 <= number <= pages:
            return self.not_found()
        rows = self.county.listed(column.column, column.unit)
        total = len(rows)
        shown = (
            [] if self.switch.on("empty", request.url) else rows[(number - 1) * self.per_page : number * self.per_page]
        )
        up = "../" * (request.path.count("/") - 1)
        pinned = [row for row in rows if row[0].id in self.pinned] if number == 1 else []
        body = self._items(column, shown, pinned, up) if column.form == "static" else self._table(column, shown)
        if self.switch.on("broken_layout", request.url):
            body = "".join(f'<div class="row" data-id="{place.number}">{place.list_title}</div>' for _, place in shown)
        pages += self.switch.on("overcount", request.url)
        side = (
            f'<div class="hot"><h3>热点</h3><ul><li id="line_u9_0"><a href="{up}info/1001/77{column.tree}.htm">'
            "县里召开会议</a><span>2024-01-05</span></li></ul></div>"
        )
        pager = self._pager(column, number, pages, total) if pages > 1 or column.tree not in self.silent else ""
        inner = (
            f'<div class="position">当前位置：<a href="/">首页</a> &gt; {column.caption}</div>{side}'
            f'<div class="main"><h2>{column.caption}</h2>{body}{pager}</div>{self._counter(column, 0)}'
        )
        head = (
            f"<title>{column.caption}-{self.facts.name}</title>\n{self.meta(None, None, column.caption, column.unit)}"
        )
        return page(self.document_page(head, inner), self.encoding)

    def _items(
        self,
        column: VsbColumn,
        shown: list[tuple[Document, Placement]],
        pinned: list[tuple[Document, Placement]],
        up: str,
    ) -> str:
        """Rows of today's themes; the date in two tags, day and month of the year, in every second row."""
        items = []
        for number, (_, place) in enumerate([*pinned, *shown]):
            form: Form = "dynamic" if number < len(pinned) else "static"
            href = html.escape(up + self._article_path(column, place, form).lstrip("/"))
            title = html.escape(place.list_title)
            day = f'<span class="date">{place.posted:%Y-%m-%d}</span>'
            if number % 2:
                day = f'<div class="date"><b>{place.posted:%d}</b><i>{place.posted:%Y-%m}</i></div>'
            link = f'<a href="{href}" target="_blank" title="{title}">{title[:14]}...</a>'
            items.append(f'<li id="line_u{column.block}_{number}">{day}{link}</li>')
        return f"<ul>{''.join(items)}</ul>"

    def _table(self, column: VsbColumn, shown: list[tuple[Document, Placement]]) -> str:
        """Rows of the old county theme."""
        block = column.block
        rows = "".join(
            f'<tr height="25" id="lineu{block}_{number}"><td width="2%"><span class="leaderfont{block}">·</span></td>'
            f'<td align="left"><a class="c{block}" href="{html.escape(self._article_path(column, place))}" '
            f'title="{html.escape(place.list_title)}">{html.escape(place.list_title)}</a></td><td width="1%" nowrap>'
            f'<span class="timestyle{block}">{place.posted:%Y/%m/%d}&nbsp;</span></td></tr>'
            for number, (_, place) in enumerate(shown)
        )
        return f'<table class="winstyle{block}" width="100%" cellspacing="0" cellpadding="0">{rows}</table>'

    def _pager(self, column: VsbColumn, number: int, pages: int, total: int) -> str:
        def link(place: int, kind: str, caption: str) -> str:
            if not 1 <= place <= pages or place == number:
                return f'<span class="{kind}_d">{caption}</span>'
            href = self.page_path(column, place, pages)
            if column.form == "static":
                href = posixpath.relpath(href, posixpath.dirname(self.page_path(column, number, pages)))
            return f'<span class="{kind}"><a href="{html.escape(href)}">{caption}</a></span>'

        silent = column.tree in self.silent
        if column.form == "dynamic":
            told = "" if silent else f"共{total}条&nbsp;&nbsp;{number}/{pages}&nbsp;"
            after = link(number + 1, "Next", "下页")
            return f'<table><tr><td nowrap id="fanye{column.block}">{told}</td><td>{after}</td></tr></table>'
        if silent:
            after = link(number + 1, "p_next p_fun", "下页")
            return f'<div class="pb_sys_common"><span class="p_pages">{after}</span></div>'
        places = "".join(link(place, "p_no", str(place)) for place in range(1, pages + 1))
        ends = link(number + 1, "p_next p_fun", "下页") + link(pages, "p_last p_fun", "尾页")
        return (
            f'<div class="pb_sys_common pb_sys_normal pb_sys_style1"><span class="p_t">共{total}条</span> '
            f'<span class="p_pages">{link(number - 1, "p_prev p_fun", "上页")}{places}{ends}</span> '
            f'<span class="p_t">{number}/{pages}</span></div>'
        )

    def _counter(self, column: VsbColumn, number: int) -> str:
        return f"<script>_jsq_({column.tree},'{column.start}',{number or -1},{self._owner})</script>"

    def _article(self, request: Request, tree: int, number: int) -> Response:
        column = next((column for column in self.columns if column.tree == tree), None)
        found = column and self.county.find(column.column, number)
        if column is None or not found or column.unit not in (None, found[0].unit):
            return self.not_found()
        document, place = found
        if gone := self.vanished(place):
            return gone
        if document.id in self.restricted:
            return page(
                self.document_page(f"<title>{self.facts.name}</title>", f'<div class="tip">{_NOTICE}</div>'),
                self.encoding,
            )
        title = html.escape(document.title)
        inner = self._old_body(column, document, place) if column.form == "dynamic" else self._body(document, place)
        head = f"<title>{title}-{self.facts.name}</title>"
        if column.form == "static":
            head += f"\n{self.meta(document.title, place, column.caption, document.unit)}"
        before, after = self.county.neighbours(column.column, column.unit, place.number)
        near = f"上一条：{before.title if before else '无'}</p><p>下一条：{after.title if after else '无'}"
        inner = (
            f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="{html.escape(column.start)}">'
            f"{column.caption}</a></div>{inner}{self.share()}<div class='near'><p>{near}</p></div>"
            f"{self._counter(column, number)}"
        )
        return self.finish(request, self.document_page(head, inner), place)

    def _body(self, document: Document, place: Placement) -> str:
        byline = f"发布时间：{place.posted:%Y-%m-%d} 来源：{document.unit.name} 浏览次数：<span id='dynclicks'></span>"
        return (
            f'<form name="_newscontent_fromname"><h1>{html.escape(document.title)}</h1>'
            f'<div class="info">{byline}</div><div id="vsb_content" class="text">'
            f'<div class="v_news_content">{render(document.body, "word")}</div></div>'
            f"{self._attached(document)}</form>"
        )

    def _old_body(self, column: VsbColumn, document: Document, place: Placement) -> str:
        block = column.block + 1
        return (
            f'<table class="winstyle{block}"><tr><td class="titlestyle{block}">{html.escape(document.title)}</td></tr>'
            f'<tr><td align="center"><span class="timestyle{block}">{place.posted:%Y-%m-%d} 09:30</span> '
            f'<span class="authorstyle{block}">{document.unit.name}</span></td></tr>'
            f'<tr><td class="contentstyle{block}"><div id="vsb_content_2">{render(document.body, "breaks")}</div></td>'
            f"</tr><tr><td>{self._attached(document)}</td></tr></table>"
        )

    def _attached(self, document: Document) -> str:
        items = "".join(
            f'<li>附件【<a href="{html.escape(self._file_path(item.serial))}" target="_blank">'
            f"{html.escape(item.name)}</a>】"
            f'已下载<span id="nattach{item.serial}">{item.serial % 90}</span>次</li>'
            for item in document.attachments
        )
        return f'<p></p><ul style="list-style-type:none;">{items}</ul>' if items else ""

    def _download(self, request: Request) -> Response:
        for document in self.county.documents.values():
            for item in document.attachments:
                if str(item.serial) == request.query.get("wbfileid"):
                    if self.captcha_after is not None and self.downloads >= self.captcha_after:
                        return page(_CAPTCHA, self.encoding)
                    self.downloads += 1
                    return file(make_file(item.extension, item.blocks), name=item.name)
        return self.not_found()


def _list_query(tree: int) -> str:
    return f"urltype=tree.TreeTempUrl&wbtreeid={tree}"
