"""Hanweb jpaas: lists in blocks, the first screen drawn into the page or left to a script, more from an interface."""

import hashlib
import html
import json
import re
from dataclasses import dataclass
from typing import Any, Literal

from tests.replica.county import Document, Placement, Unit
from tests.replica.exchange import Request, Response, page
from tests.replica.portals.hanweb_articles import HanwebArticles

INTERFACE = "/api-gateway/jpaas-publish-server/front/page/build/unit"
DOWNLOAD = "/api-gateway/jpaas-web-server/front/document/file-download"
#: The interface gives no more rows a page than this, whatever it is asked.
LARGEST_PAGE = 100
#: Articles of numbered columns filed before this year keep the address the platform before gave them.
HEX_SINCE = 2018

_HEX_ARTICLE = re.compile(r"(?P<folder>/.*)?/art/(?P<year>\d{4})/art_(?P<hex>[0-9a-f]{32})\.html\Z")


@dataclass(frozen=True)
class JpaasColumn:
    """One column: its folder, the placements it lists, its caption.

    `page_id` is the column's number, or a hash for nested ones. `drawn` says who draws the first screen: the server, or
    a script. `stale` is how many of the newest rows a drawn page does not know yet.
    """

    folder: str
    placements: str
    name: str
    page_id: str
    unit: Unit | None = None
    per_page: int = 15
    drawn: bool = True
    stale: int = 0

    @property
    def tag(self) -> str:
        """The name of its block."""
        return f"{self.name}_list"


@dataclass(frozen=True)
class LinkPage:
    """A page that only links others: captions and addresses."""

    folder: str
    name: str
    links: tuple[tuple[str, str], ...]


def page_hash(*parts: str) -> str:
    """A nested column's pageId: 32 hexadecimal digits."""
    return hashlib.md5("/".join(parts).encode()).hexdigest()


class HanwebJpaas(HanwebArticles):
    """Columns of `art:<key>` placements.

    `spelling` is how the installation spells parseType; any other spelling is refused. Over https the host answers 410
    when it is `http_only`.
    """

    def __init__(
        self,
        *parts: object,
        host: str,
        columns: tuple[JpaasColumn, ...],
        pages: tuple[LinkPage, ...],
        front: tuple[tuple[str, str], ...],
        web_id: str,
        spelling: Literal["bulidstatic", "buildstatic"] = "bulidstatic",
        http_only: bool = False,
    ) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._host, self._web_id, self._spelling, self._http_only = host, web_id, spelling, http_only
        self._front = front
        self.columns = {column.folder: column for column in columns}
        self._by_page = {column.page_id: column for column in columns}
        self._by_key = {column.placements: column for column in columns}
        self._pages = {link_page.folder: link_page for link_page in pages}
        #: Articles a column lists besides its own, by its folder: one article in two lists.
        self.listed_too: dict[str, tuple[Placement, ...]] = {}

    def front_links(self) -> list[tuple[str, str]]:
        return list(self._front)

    def addresses(self, document: Document) -> list[str]:
        return [
            f"http://{self._host}{self.art_path(place)}"
            for place in document.placements
            if place.column in self._by_key
        ]

    def files(self, document: Document) -> list[str]:
        return [f"http://{self._host}{self.file_path(item.serial, item.extension)}" for item in document.attachments]

    def art_path(self, place: Placement) -> str:
        """The article's address: the old kind before HEX_SINCE, then a hash, below its column or at the root."""
        column = self._by_key[place.column]
        if place.filed.year < HEX_SINCE and column.page_id.isdigit():
            return super().art_path(place)
        folder = column.folder.rstrip("/") if place.number % 2 or not column.page_id.isdigit() else ""
        return f"{folder}/art/{place.filed.year}/art_{page_hash(column.page_id, str(place.number))}.html"

    def file_path(self, serial: int, extension: str) -> str:
        """Newer files lie behind the platform's own download, every third behind the old script."""
        if serial % 3 == 0:
            return super().file_path(serial, extension)
        return (
            f"{DOWNLOAD}?fileUrl=/cms_files/jcms1/web{self._web_id}/site/attach/0/{self.file_name(serial, extension)}"
        )

    def serve(self, request: Request) -> Response | None:
        if self._http_only and request.url.startswith("https:"):
            return page("<html><body>410 Gone</body></html>", status=410)
        if request.path == INTERFACE:
            return self._interface(request)
        if request.path == DOWNLOAD:
            return self.download(request.query.get("fileUrl", "").rpartition("/")[2])
        if found := _HEX_ARTICLE.match(request.path):
            return self._hex_article(request, found["hex"])
        folder = request.path.removesuffix("index.html")
        if column := self.columns.get(folder):
            return self._column_page(request, column)
        if link_page := self._pages.get(folder):
            return self._link_page(link_page)
        return super().serve(request)

    def rows(self, column: JpaasColumn) -> list[tuple[Document, Placement]]:
        rows = self.county.listed(column.placements)
        for place in self.listed_too.get(column.folder, ()):
            document = next(row[0] for row in self.county.listed(place.column) if row[1] is place)
            rows.append((document, place))
        return sorted(rows, key=lambda row: (row[1].posted, row[1].number), reverse=True)

    def _hex_article(self, request: Request, name: str) -> Response:
        for column in self.columns.values():
            for _, place in self.county.placed(column.placements):
                if page_hash(column.page_id, str(place.number)) == name:
                    return self.article(request, place.column.removeprefix("art:"), place.number)
        return self.not_found()

    def grid(self, document: Document, place: Placement) -> str:
        """Label and value in list items, as the articles of www.yw.gov.cn print them."""
        signed = f"{document.signed:%Y-%m-%d}" if document.signed else ""
        pairs = (
            ("信息索引号", self.index_number(document, place)),
            ("文件名称", ""),
            ("信息名称", html.escape(document.title)),
            ("发布机构", document.unit.name),
            ("成文日期", signed),
            ("公开方式", "主动公开"),
        )
        items = "".join(f"<li><b>{label}：</b><p>{value}</p></li>" for label, value in pairs)
        return f'<ul class="xxgk-head">{items}</ul>'

    def crumbs(self, document: Document, place: Placement) -> str:
        column = self._by_key[place.column]
        unit = f"<a href='#'>{column.unit.name}</a> &gt; " if column.unit else ""
        return (
            '<div class="position">您当前所在位置：<a href="/">首页</a> &gt; <a href="#">政务公开</a> &gt; '
            f"{unit}{column.name}</div>"
        )

    def _query(self, column: JpaasColumn) -> str:
        """queryData as pages print it: an object in single quotes."""
        fields = {
            "webId": self._web_id,
            "pageId": column.page_id,
            "parseType": self._spelling,
            "pageType": "column",
            "tagId": column.tag,
            "tplSetId": page_hash(self._web_id)[:21],
            "editType": "null",
        }
        return "{" + ",".join(f"'{name}':'{value}'" for name, value in fields.items()) + "}"

    def _column_page(self, request: Request, column: JpaasColumn) -> Response:
        """The column as the server last built it: always its first screen, whatever the query asks for."""
        rows = [] if self.switch.on("empty", request.url) else self.rows(column)
        rows = rows[column.stale :]
        total = len(rows) + (7 if self.switch.on("overcount", request.url) else 0)
        block = self._fragment(column, rows[: column.per_page], total, 1)
        if not column.drawn:
            block = (
                f'<script src="/cms_files/default/script/AuthorizedRead/unitbuild.js" webId="{self._web_id}" '
                f'parseType="{self._spelling}" url="{INTERFACE}" queryData="{self._query(column)}"></script>'
            )
        if self.switch.on("broken_layout", request.url):
            block = "<div class='list-app' data-src='/new/list'></div>"
        inner = (
            f'<div class="position">当前位置：<a href="/">首页</a> &gt; {column.name}</div>'
            f'<div class="main"><h2>{column.name}</h2>{block}</div>'
        )
        head = f"<title>{column.name}</title>\n{self.meta(None, None, column.name, column.unit)}"
        return page(self.document_page(head, inner), self.encoding)

    def _link_page(self, link_page: LinkPage) -> Response:
        items = "".join(f'<li><a href="{href}">{caption}</a></li>' for caption, href in link_page.links)
        head = f"<title>{link_page.name}</title>\n{self.meta(None, None, link_page.name, None)}"
        here = f'<div class="position">当前位置：<a href="/">首页</a> &gt; {link_page.name}</div>'
        inner = f'{here}<ul class="tree">{items}</ul>'
        return page(self.document_page(head, inner), self.encoding)

    def _interface(self, request: Request) -> Response:
        """Rows as HTML in JSON. Page number and size count within paramJson only; without Referer it is forbidden."""
        if not request.headers.get("referer") and not request.headers.get("Referer"):
            return page("<html><body>403 Forbidden</body></html>", status=403)
        query = request.query
        column = self._by_page.get(query.get("pageId", ""))
        wanted = {"webId": self._web_id, "parseType": self._spelling, "pageType": "column"}
        if column is None or query.get("tagId") != column.tag or any(query.get(k) != v for k, v in wanted.items()):
            return _answer({"success": False, "code": "500", "data": None, "message": "生成失败"})
        asked = json.loads(query.get("paramJson") or "{}")
        number = max(1, int(asked.get("pageNo", 1)))
        size = max(1, min(int(asked.get("pageSize", column.per_page)), LARGEST_PAGE))
        rows = [] if self.switch.on("empty", request.url) else self.rows(column)
        total = len(rows) + (7 if self.switch.on("overcount", request.url) else 0)
        fragment = self._fragment(column, rows[(number - 1) * size : number * size], total, number, size)
        if self.switch.on("broken_layout", request.url):
            fragment = "<div class='list-app' data-src='/new/list'></div>"
        return _answer({"success": True, "code": "200", "data": {"html": fragment}, "message": "生成成功"})

    def _fragment(
        self,
        column: JpaasColumn,
        rows: list[tuple[Document, Placement]],
        total: int,
        number: int,
        size: int | None = None,
    ) -> str:
        size = size or column.per_page
        items = "\n\t".join(self._row(place, index) for index, (_, place) in enumerate(rows))
        pager = (
            f'<div class="pagination" querydata="{self._query(column)}" unitid="{column.tag}" rows="{size}" '
            f'count="{total}" pageNo="{number}" unitUrl="{INTERFACE}"><a href="javascript:;" data-page="2">2</a>'
            f'<a class="layui-laypage-last" href="{column.folder}index.html?pageNum={-(-total // size)}">尾页</a></div>'
        )
        return f"<div id='{column.tag}'><ul class='page-content'>\n\t{items}\n</ul>{pager}</div>"

    def _row(self, place: Placement, number: int) -> str:
        """A row; some have the date glued to the anchor's text, a foreign scheme, a hidden box of readings."""
        path, day, title = self.art_path(place), f"{place.posted:%Y-%m-%d}", html.escape(place.list_title)
        short = title if len(title) <= 14 else title[:12] + "…"
        match number % 9:
            case 1:
                return f'<li><a href="{path}">{title}{day}</a></li>'
            case 4:
                absolute = f"http{'s' if self._http_only else ''}://{self._host}{path}"
                return f"<li class='cf'><a href='{absolute}' title='{title}'><i></i>{short}</a><span>{day}</span></li>"
            case 7:
                return (
                    f'<li><a href="{path}" title="{title}">{short}</a><span>{day}</span><dl style="display:none;">'
                    f'<dt>相关解读</dt><dd><a href="/art/2020/art_{page_hash(path)}.html">解读</a></dd></dl></li>'
                )
        return f'<li><a class="news" href="{path}" title="{title}">{short}</a><span class="time">{day}</span></li>'


def _answer(value: dict[str, Any]) -> Response:
    """JSON as this interface writes it: line breaks and tabs raw inside its strings."""
    text = json.dumps(value, ensure_ascii=False).replace("\\n", "\n").replace("\\t", "\t")
    return page(text, kind="application/json")
