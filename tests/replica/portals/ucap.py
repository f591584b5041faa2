"""UCAP 开普云: columns printed in numbered files or drawn from a search interface, articles under hashes."""

import hashlib
import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from tests.replica.county import Attachment, Document, Placement, Unit
from tests.replica.exchange import Request, Response, file, page
from tests.replica.files import make_file
from tests.replica.markup import render
from tests.replica.moments import epoch
from tests.replica.portals.portal import Dialect

_PAGE = re.compile(r"(?P<name>\w+?)(?:_(?P<number>\d+))?\.shtml\Z")
_ARTICLE = re.compile(r"(?P<month>\d{6})/(?P<hash>[0-9a-f]{32})\.shtml\Z")
_FILE = re.compile(r"\d{6}/(?P<hash>[0-9a-f]{32})/files/(?P<name>[^/]+)\Z")
_SEARCH = "/common/search/"


@dataclass(frozen=True)
class UcapColumn:
    """A column: its directory, the file its list is named by, which placements it lists. `drawn` lists hold no row in
    their page: a script asks the search interface."""

    path: str
    name: str
    column: str
    caption: str
    unit: Unit | None = None
    drawn: bool = False
    crumbs: tuple[str, ...] = ()


@dataclass(frozen=True)
class LinkPage:
    """A page that only links on, under its caption."""

    path: str
    caption: str
    links: tuple[tuple[str, str], ...]


class Ucap(Dialect):
    """The columns and link pages of one host."""

    per_page = 20

    def __init__(
        self,
        *parts: object,
        host: str,
        columns: Sequence[UcapColumn],
        pages: Sequence[LinkPage],
        front: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._host, self._columns, self._pages, self._front = host, tuple(columns), tuple(pages), list(front)

    def channel(self, column: UcapColumn) -> str:
        """The channel's id: 32 hexadecimal digits."""
        return hashlib.md5(f"{self.county.host}{column.path}".encode()).hexdigest()

    def article_path(self, column: UcapColumn, place: Placement) -> str:
        return f"{column.path}{place.filed:%Y%m}/{self._hash(place)}.shtml"

    def file_path(self, column: UcapColumn, place: Placement, item: Attachment) -> str:
        return f"{column.path}{place.filed:%Y%m}/{self._hash(place)}/files/{quote(item.name)}"

    def addresses(self, document: Document) -> list[str]:
        return [f"http://{self._host}{self.article_path(column, place)}" for column, place in self._own(document)]

    def files(self, document: Document) -> list[str]:
        return [
            f"http://{self._host}{self.file_path(column, place, item)}"
            for column, place in self._own(document)
            for item in document.attachments
        ]

    def front_links(self) -> list[tuple[str, str]]:
        return self._front

    def serve(self, request: Request) -> Response | None:
        path = request.path
        for linked in self._pages:
            if path == linked.path:
                return self._links(request, linked)
        if path.startswith(_SEARCH):
            return self._search(request, path.removeprefix(_SEARCH))
        for column in self._columns:
            rest = path.removeprefix(column.path) if path.startswith(column.path) else ""
            if (found := _PAGE.match(rest)) and found["name"] == column.name:
                return self._list(request, column, int(found["number"] or 1))
            if found := _ARTICLE.match(rest):
                return self._article(request, column, found["hash"])
            if found := _FILE.match(rest):
                return self._download(column, found["hash"], unquote(found["name"]))
        return None

    def _hash(self, place: Placement) -> str:
        return hashlib.md5(f"{self.county.host}/{place.column}/{place.number}".encode()).hexdigest()

    def _own(self, document: Document) -> list[tuple[UcapColumn, Placement]]:
        return [
            (column, place)
            for place in document.placements
            for column in self._columns
            if column.column == place.column and column.unit in (None, document.unit)
        ]

    def _rows(self, request: Request, column: UcapColumn) -> list[tuple[Document, Placement]]:
        return [] if self.switch.on("empty", request.url) else self.county.listed(column.column, column.unit)

    def _frame(self, title: str, caption: str, inner: str, head: str = "") -> Response:
        tags = self.meta(None, None, caption, None)
        text = self.document_page(f"{head}{tags}\n<title>{html.escape(title)}_{self.facts.name}</title>", inner)
        return page(text, self.encoding)

    def _links(self, request: Request, linked: LinkPage) -> Response:
        items = "".join(f'<li><a href="{href}" title="{name}">{name}</a></li>' for name, href in linked.links)
        inner = f'<div class="position">{linked.caption}</div><div class="xxgk-navs"><ul>{items}</ul></div>'
        if self.switch.on("broken_layout", request.url):
            inner = "<div class='app-root'></div>"
        return self._frame(linked.caption, linked.caption, inner)

    def _list(self, request: Request, column: UcapColumn, number: int) -> Response:
        rows = self._rows(request, column)
        count = -(-len(rows) // self.per_page)
        if number > max(count, 1) or (column.drawn and number > 1):
            return self.not_found()
        if column.drawn:
            return self._drawn(request, column)
        shown = rows[(number - 1) * self.per_page : number * self.per_page]
        items = "".join(self._row(column, document, place) for document, place in shown)
        if self.switch.on("broken_layout", request.url):
            items = "".join(f'<div data-id="{place.number}">{place.list_title}</div>' for _, place in shown)
        claimed = count + self.switch.on("overcount", request.url)
        call = f"createPageHTML('page_div',{claimed}, {number},'{column.name}','shtml',{len(rows)});"
        inner = (
            f'{self._position(column)}<div class="list"><ul class="pageList newsList">{items}</ul>'
            f'<div id="page_div"></div><script>{call}</script></div>{self._side_box()}'
        )
        return self._frame(column.caption, column.caption, inner)

    def _row(self, column: UcapColumn, document: Document, place: Placement) -> str:
        title = html.escape(place.list_title)
        return (
            f'<li><a href="{self.article_path(column, place)}" target="_blank" title="{title}">{title[:24]}'
            f'{"..." if len(title) > 24 else ""}</a><span class="time">{place.posted:%Y-%m-%d}</span></li>'
        )

    def _side_box(self) -> str:
        """Hot articles of elsewhere, beside every list."""
        day = self.today()
        items = "".join(
            f'<li><a href="/hcxxxgk/rdxx/{day:%Y%m}/{hashlib.md5(str(n).encode()).hexdigest()}.shtml" '
            f'title="全县重点工作推进会召开（{n}）">全县重点工作推进会召开（{n}）</a><span>{day:%Y-%m-%d}</span></li>'
            for n in range(1, 4)
        )
        return f'<div class="hot"><h3>热点信息</h3><ul>{items}</ul></div>'

    def _drawn(self, request: Request, column: UcapColumn) -> Response:
        """A column whose rows a script draws: the id is in a meta tag, the call in the script."""
        query = (
            "?_isAgg=true&_isJson=true&_pageSize=' + pageSize + '&_template=index&_rangeTimeGte=&_channelName=&page="
        )
        script = (
            "<script>\nvar channelId = $('meta[name=channelId]').attr('content');\n"
            f"var pageSize = {self.per_page};\nfunction load(page) {{\n"
            f"  $.getJSON('{_SEARCH}' + channelId + '{query}' + page, draw);\n}}\nload(1);\n</script>"
        )
        inner = f'{self._position(column)}<div class="list"><ul id="list-data"></ul></div>{script}'
        if self.switch.on("broken_layout", request.url):
            return self._frame(column.caption, column.caption, "<div class='app-root'></div>")
        meta = f'<meta name="channelId" content="{self.channel(column)}">\n'
        return self._frame(column.caption, column.caption, inner, meta)

    def _search(self, request: Request, channel: str) -> Response:
        column = next((column for column in self._columns if self.channel(column) == channel), None)
        rows = self._rows(request, column) if column else []
        asked = request.query
        if asked.get("_isJson") != "true":
            return page("<ul></ul>", self.encoding)
        number = int(asked.get("page", "1")) if asked.get("page", "1").isdigit() else 1
        size = min(int(asked.get("_pageSize", "10")), self.per_page)
        shown = rows[(number - 1) * size : number * size]
        results = [self._result(column, document, place) for document, place in shown if column]
        data: dict[str, Any] = {"total": len(rows), "page": number, "rows": size, "channelId": channel}
        data["results"] = results
        answer: dict[str, Any] = {"data": data}
        if self.switch.on("broken_layout", request.url):
            answer = {"code": 0, "list": [{"name": result["title"]} for result in results]}
        return page(json.dumps(answer, ensure_ascii=False), self.encoding, kind="application/json")

    def _result(self, column: UcapColumn, document: Document, place: Placement) -> dict[str, Any]:
        path = self.article_path(column, place)
        metas = [("indexnumber", f"X/{place.filed.year}-{place.number}"), ("refno", "undefined"), ("source", "null")]
        return {
            "title": place.list_title,
            "subTitle": "null",
            "url": f"//{self._host}{path}" if place.number % 2 else path,
            "content": "undefined",
            "contentHtml": "null",
            # Eight hours early, as observed.
            "publishedTime": (epoch(place.posted) - 8 * 3600) * 1000,
            "publishedTimeStr": f"{place.posted:%Y-%m-%d} 09:30:00",
            "channelName": column.caption,
            "domainMetaList": [{"resultList": [{"key": key, "value": value} for key, value in metas]}],
        }

    def _position(self, column: UcapColumn) -> str:
        names = ("首页", *column.crumbs, column.caption)
        links = " &gt; ".join(f'<a href="#">{name}</a>' for name in names)
        return f'<div class="position">当前位置：{links}</div>'

    def _article(self, request: Request, column: UcapColumn, name: str) -> Response:
        for document, place in self.county.placed(column.column):
            if self._hash(place) != name or column.unit not in (None, document.unit):
                continue
            if gone := self.vanished(place):
                return gone
            title = html.escape(document.title)
            head = f"<title>{title}_{self.facts.name}</title>\n{self.meta(document.title, place, column.caption, None)}"
            inner = (
                f"{self._position(column)}{self._grid(column, document, place)}"
                f'<div class="xxgkArticle"><h1 class="article-title"><UCAPTITLE>{title}</UCAPTITLE></h1>'
                f'<div class="info">时间：<PUBLISHTIME>{place.posted:%Y-%m-%d} 09:30</PUBLISHTIME> '
                f"浏览次数：<i id='hits'>{self.views(place.number)}</i></div>"
                f'<div class="article-content" id="zoomcon"><UCAPCONTENT>{render(document.body, "word")}</UCAPCONTENT>'
                f"</div></div>{self.share()}"
            )
            return self.finish(request, self.document_page(head, inner), place)
        return self.not_found()

    def _grid(self, column: UcapColumn, document: Document, place: Placement) -> str:
        links = "<br />".join(
            f'<a href="{self._hash(place)}/files/{quote(item.name)}">{html.escape(item.name)}</a>'
            for item in document.attachments
        )
        rows = (
            f'<tr><td class="c1">名称</td><td colspan="3">{html.escape(document.title)}</td></tr>'
            f'<tr><td class="c1">索引号</td><td>X/{place.filed.year}-{place.number}</td>'
            f'<td class="c1">分类</td><td>{column.caption}</td></tr>'
            f'<tr><td class="c1">发布机构</td><td>{document.unit.name}</td>'
            f'<td class="c1">公开日期</td><td>{place.posted:%Y-%m-%d}</td></tr>'
            f'<tr><td class="c1">文件下载</td><td colspan="3">{links}</td></tr>'
        )
        return f'<table class="table_content"><tbody>{rows}</tbody></table>'

    def _download(self, column: UcapColumn, name: str, printed: str) -> Response:
        for document, place in self.county.placed(column.column):
            if self._hash(place) == name:
                for item in document.attachments:
                    if item.name == printed:
                        return file(make_file(item.extension, item.blocks))
        return self.not_found()
