"""Hanweb jpage lists: the first block inside the column page, the rest from a proxy script in two dialects."""

import hashlib
import html
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from tests.replica.county import Document, Placement
from tests.replica.exchange import UTF8, Encoding, Request, Response, page
from tests.replica.portals.hanweb_articles import HanwebArticles

#: What an exhausted or encrypted second block answers, 54 bytes in all.
EMPTY_BLOCK = "<datastore><recordset>      </recordset>\n</datastore>\n"
PROXY = {"old": "/module/jpage/dataproxy.jsp", "new": "/module/web/jpage/dataproxy.jsp"}
SERVER_ROWS = 100
LARGEST_PERPAGE = 300

_COLUMN = re.compile(r"/col/col(?P<id>\d+)/index\.html\Z")


@dataclass(frozen=True)
class JpageColumn:
    """One list block. `unit` is its unitid; `encrypted` hides both ids in long blobs and empties deep blocks."""

    id: str
    unit: str
    name: str
    per_page: int = 15
    encrypted: bool = False
    encoding: Encoding = UTF8


class HanwebJpage(HanwebArticles):
    """Columns of `art:<id>` placements.

    `dialect` "old" answers POST with startrecord/endrecord, "new" answers GET with page; the other dialect's path is
    404. `follows` says whether page 1 of the new proxy follows the embedded block or repeats it.
    """

    def __init__(
        self,
        *parts: object,
        host: str,
        dialect: Literal["old", "new"],
        columns: tuple[JpageColumn, ...],
        webid: int,
        follows: bool = False,
    ) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._host, self._dialect, self._webid = host, dialect, webid
        self.columns = {column.id: column for column in columns}
        self.follows = follows

    def addresses(self, document: Document) -> list[str]:
        return []

    def files(self, document: Document) -> list[str]:
        return []

    def mirrors(self, document: Document) -> list[str]:
        return [
            f"http://{self._host}{self.art_path(place)}"
            for place in document.placements
            if place.column.removeprefix("art:") in self.columns
        ]

    def front_links(self) -> list[tuple[str, str]]:
        return [(column.name, f"/col/col{column.id}/index.html") for column in self.columns.values()]

    def serve(self, request: Request) -> Response | None:
        if found := _COLUMN.match(request.path):
            column = self.columns.get(found["id"])
            return self._column_page(request, column) if column else None
        if request.path == PROXY["old"] and self._dialect == "old":
            return self._old_block(request)
        if request.path == PROXY["new"] and self._dialect == "new":
            return self._new_block(request)
        if request.path in PROXY.values():
            return self.not_found()
        return super().serve(request)

    def rows(self, column: JpageColumn) -> list[tuple[Document, Placement]]:
        return self.county.listed(f"art:{column.id}")

    def _ids(self, column: JpageColumn) -> tuple[str, str]:
        """columnid and unitid as the page gives them."""
        if not column.encrypted:
            return column.id, column.unit
        first, second = (hashlib.sha384(value.encode()).hexdigest() for value in (column.id, column.unit))
        return first, second

    def _column_by(self, fields: dict[str, str]) -> JpageColumn | None:
        for column in self.columns.values():
            if (fields.get("columnid"), fields.get("unitid")) == self._ids(column):
                return column
        return None

    def _embedded(self, column: JpageColumn) -> int:
        """Rows in the page itself: three screens."""
        return 3 * column.per_page

    def _proxy_query(self, column: JpageColumn) -> str:
        columnid, unitid = self._ids(column)
        return (
            f"{PROXY[self._dialect]}?page=1&appid=1&webid={self._webid}&path=/&columnid={columnid}&unitid={unitid}"
            f"&webname={quote(self.facts.name)}&permissiontype=0"
        )

    def _column_page(self, request: Request, column: JpageColumn) -> Response:
        """The column as the server renders it: always its first block, whatever uid and pageNum ask for."""
        rows = [] if self.switch.on("empty", request.url) else self.rows(column)
        columnid, unitid = self._ids(column)
        store = self._datastore(column, rows, rows[: self._embedded(column)])
        if self.switch.on("broken_layout", request.url):
            store = "<div class='list-app'></div>"
        options = (
            f"totalRecord:{len(rows)},perPage:{column.per_page},groupSize:3,barPosition:'bottom',showMode:'full',"
            f"proxyUrl:'{PROXY[self._dialect]}',webid:{self._webid},appid:1,path:'/',columnid:{_js(columnid)},"
            f"unitid:'{unitid}',webname:'{self.facts.name}',sourceContentType:1,permissiontype:0"
        )
        inner = (
            f'<div class="position">当前位置：<a href="/">首页</a> &gt; {column.name}</div>'
            f'<div id="{unitid}" class="default_pgContainer"><script type="text/xml">{store}</script></div>'
            f"<script>jQuery('#{unitid}').jpage({{{options}}});</script>"
        )
        head = f"<title>{column.name}</title>\n{self.meta(None, None, column.name, None)}"
        return page(self.document_page(head, inner), column.encoding)

    def _old_block(self, request: Request) -> Response:
        if request.method != "POST":
            return Response(405, b"", (("Allow", "POST"),))
        column = self._column_by(request.form)
        fields = {**request.form, **request.query}
        if column is None:
            return page(EMPTY_BLOCK, self.encoding, "text/xml")
        first, last = _number(fields.get("startrecord"), 1), _number(fields.get("endrecord"), 45)
        return self._block(request, column, first - 1, last)

    def _new_block(self, request: Request) -> Response:
        fields = request.query if request.method == "GET" else {**request.query, **request.form}
        column = self._column_by(fields)
        if column is None:
            return page(EMPTY_BLOCK, self.encoding, "text/xml")
        index = max(1, _number(fields.get("page"), 1))
        size = min(_number(fields.get("perpage"), SERVER_ROWS), LARGEST_PERPAGE)
        start = (index - 1) * size + (self._embedded(column) if self.follows else 0)
        if column.encrypted and start + size > self._embedded(column) and index > 1:
            return page(EMPTY_BLOCK, self.encoding, "text/xml")
        return self._block(request, column, start, start + size)

    def _block(self, request: Request, column: JpageColumn, start: int, end: int) -> Response:
        rows = [] if self.switch.on("empty", request.url) else self.rows(column)
        if not rows[start:end]:
            return page(EMPTY_BLOCK, column.encoding, "text/xml")
        store = self._datastore(column, rows, rows[start:end], start)
        return page(
            f"<?xml version='1.0' encoding='{column.encoding.meta or 'utf-8'}'?>{store}", column.encoding, "text/xml"
        )

    def _datastore(
        self,
        column: JpageColumn,
        rows: list[tuple[Document, Placement]],
        shown: list[tuple[Document, Placement]],
        start: int = 0,
    ) -> str:
        pages = -(-len(rows) // SERVER_ROWS)
        records = "".join(
            f"<record><![CDATA[{self._row(place, start + number)}]]></record>"
            for number, (_, place) in enumerate(shown)
        )
        return (
            f"<datastore><totalrecord>{len(rows)}</totalrecord><totalpage>{pages}</totalpage>"
            f'<nextgroup><![CDATA[<a href="{self._proxy_query(column)}"></a>]]></nextgroup>'
            f"<recordset>{records}</recordset></datastore>"
        )

    def _row(self, place: Placement, number: int) -> str:
        """A row; a few are odd in the ways real ones are: no title, single quotes, protocol-relative, torn dates."""
        path, day = self.art_path(place), f"{place.posted:%Y-%m-%d}"
        title = html.escape(place.list_title)
        short = title if len(title) <= 14 else title[:12] + "…"
        match number % 26:
            case 3:
                return f'<li><a href="{path}" target="_blank">{title}</a><span>{day}</span></li>'
            case 7:
                return f"<li><a href='{path}' title='{title}' target='_blank'>{short}</a><b>{day}</b></li>"
            case 11:
                return f'<li><a href="//{self._host}{path}" title="{title}">{short}</a><span>[{day}]</span></li>'
            case 15:
                torn = day.replace("-", "-\n")
                return f'<li><a href="{path}" title="{title}">{short}</a><span>{torn}</span></li>'
            case 19:
                return f'<li style=<br/><li><a href="{path}" title="{title}">{short}</a><i>{day}</i></li>'
            case 23:
                return f'<table><tr><td><a href="{path}" title="{title}">{short}</a></td><td>{day}</td></tr></table>'
        return f'<li><a href="{path}" title="{title}" target="_blank">{short}</a><span>{day}</span></li>'


def _number(raw: str | None, default: int) -> int:
    return int(raw) if raw and raw.isdigit() else default


def _js(value: str) -> str:
    return value if value.isdigit() else f"'{value}'"
