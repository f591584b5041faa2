"""Portals of no known platform: plain lists with pagers, articles and layouts of their own.

What is faithful: the article addresses of 沅江, 海城 and 大兴, an iframe around the true list, year folders with groups
of units, guessed addresses that lead to page one or to another column. How their lists look and count pages is invented
in the manner of such sites.
"""

import html
from dataclasses import dataclass

from tests.replica.county import Attachment, Document, Placement, Unit
from tests.replica.exchange import Request, Response, file, page
from tests.replica.files import make_file
from tests.replica.markup import Style, render
from tests.replica.portals.portal import Dialect


@dataclass(frozen=True)
class PlainList:
    """One list: the address of its first page without the host, and which placements it shows."""

    path: str
    column: str
    caption: str
    unit: Unit | None = None
    year: int | None = None


@dataclass(frozen=True)
class LinkPage:
    """A page that only links others: caption and address."""

    path: str
    caption: str
    links: tuple[tuple[str, str], ...] = ()
    shell: str = ""
    frame: str = ""


class PlainSite(Dialect):
    """Common to plain portals; each tells its lists, its pages above them, its addresses and its pager."""

    style: Style = "word"
    per_page = 10

    def __init__(self, *parts: object, scheme: str, host: str) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._scheme, self._host = scheme, host

    def lists(self) -> list[PlainList]:
        raise NotImplementedError

    def link_pages(self) -> list[LinkPage]:
        return []

    def page_path(self, found: PlainList, number: int) -> str:
        """The address of page `number` (from 1) of a list."""
        raise NotImplementedError

    def other_page(self, found: PlainList, path: str) -> int | None:
        """The page an address shows that no pager prints; None when it is no page of the list."""
        return None

    def article_path(self, found: PlainList, document: Document, place: Placement) -> str:
        raise NotImplementedError

    def rows(self, found: PlainList, shown: list[tuple[Document, Placement]]) -> str:
        raise NotImplementedError

    def pager(self, found: PlainList, number: int, count: int, rows: int) -> str:
        raise NotImplementedError

    def frame(self, found: PlainList, rows: str, pager: str) -> str:
        """The inside of a list page."""
        return f"<div class='where'>当前位置：<a href='/'>首页</a> &gt; {found.caption}</div>{rows}{pager}"

    def file_path(self, item: Attachment, place: Placement) -> str:
        return f"/upload/{place.filed:%Y%m}/{item.serial}.{item.extension}"

    def list_of(self, document: Document, place: Placement) -> PlainList | None:
        for found in self.lists():
            if found.column != place.column or found.unit not in (None, document.unit):
                continue
            if found.year in (None, document.year):
                return found
        return None

    def addresses(self, document: Document) -> list[str]:
        origin = f"{self._scheme}://{self._host}"
        lists = [(place, self.list_of(document, place)) for place in document.placements]
        return [origin + self.article_path(found, document, place) for place, found in lists if found]

    def files(self, document: Document) -> list[str]:
        origin = f"{self._scheme}://{self._host}"
        places = [place for place in document.placements if self.list_of(document, place)]
        return [origin + self.file_path(item, place) for place in places for item in document.attachments]

    def serve(self, request: Request) -> Response | None:
        asked = request.url.split("://", 1)[1].partition("/")[2]
        path = f"/{asked}"
        for shown in self.link_pages():
            if path in (shown.path, f"{shown.path}index.html"):
                return self._link_page(request, shown)
        for found in self.lists():
            for number in range(1, self._count(found) + 1):
                if path == self.page_path(found, number):
                    return self._list(request, found, number)
            other = self.other_page(found, path)
            if other is not None:
                return self._list(request, found, other)
        return self._article(request, path)

    def _rows_of(self, found: PlainList) -> list[tuple[Document, Placement]]:
        return self.county.listed(found.column, found.unit, found.year)

    def _count(self, found: PlainList) -> int:
        return max(-(-len(self._rows_of(found)) // self.per_page), 1)

    def _link_page(self, request: Request, shown: LinkPage) -> Response:
        if shown.shell:
            return page(self.document_page("", f"<script>window.location.replace('{shown.shell}');</script>"))
        links = "".join(f'<li><a href="{href}">{caption}</a></li>' for caption, href in shown.links)
        inner = f'<div class="crumb">{shown.caption}</div><div class="tree"><ul>{links}</ul></div>'
        if shown.frame:
            inner += f'<iframe src="{shown.frame}" width="700" height="900" frameborder="0"></iframe>'
        if self.switch.on("broken_layout", request.url):
            inner = "<div id='app'></div>"
        return page(self.document_page(f"<title>{shown.caption}_{self.facts.name}</title>", inner), self.encoding)

    def _list(self, request: Request, found: PlainList, number: int) -> Response:
        rows = [] if self.switch.on("empty", request.url) else self._rows_of(found)
        shown = rows[(number - 1) * self.per_page : number * self.per_page]
        count = self._count(found) + (1 if self.switch.on("overcount", request.url) else 0)
        body = self.rows(found, shown) if rows else "<p>暂无内容</p>"
        if self.switch.on("broken_layout", request.url):
            body = "".join(f"<div class='card' data-id='{place.number}'>{place.list_title}</div>" for _, place in shown)
        inner = self.frame(found, body, self.pager(found, number, count, len(rows)))
        head = f"<title>{found.caption}_{self.facts.name}</title>\n{self.meta(None, None, found.caption, None)}"
        return page(self.document_page(head, inner), self.encoding)

    def _article(self, request: Request, path: str) -> Response | None:
        for document in self.county.documents.values():
            for place in document.placements:
                found = self.list_of(document, place)
                if found is None:
                    continue
                for item in document.attachments:
                    if path == self.file_path(item, place):
                        return file(make_file(item.extension, item.blocks))
                if path == self.article_path(found, document, place):
                    return self.vanished(place) or self._render(request, found, document, place)
        return None

    def _render(self, request: Request, found: PlainList, document: Document, place: Placement) -> Response:
        title = html.escape(document.title)
        tags = self.meta(document.title, place, found.caption, document.unit)
        text = self.document_page(
            f"<title>{title}_{self.facts.name}</title>\n{tags}", self.article(found, document, place)
        )
        return self.finish(request, text, place)

    def article(self, found: PlainList, document: Document, place: Placement) -> str:
        body, files = render(document.body, self.style), self.file_links(document, place)
        return (
            f'<div class="where">当前位置：<a href="/">首页</a> &gt; <a href="{found.path}">{found.caption}</a></div>'
            f'<h1>{html.escape(document.title)}</h1><div class="info">发布时间：{place.posted:%Y-%m-%d} '
            f"来源：{document.unit.name} 浏览次数：{self.views(place.number)}</div>"
            f'<div class="pageContent">{body}</div>{files}{self.share()}'
        )

    def file_links(self, document: Document, place: Placement) -> str:
        items = "".join(
            f'<p>附件：<a href="{self.file_path(item, place)}">{html.escape(item.name)}</a></p>'
            for item in document.attachments
        )
        return f'<div class="files">{items}</div>' if items else ""


class OldTables(PlainSite):
    """沅江: towns as numbered folders that are their report lists; nested tables, capitals, a pager of words.

    Article addresses `/36024/…/content_<number>.html` are observed; page two is index_2.html here, as on hosts that
    count from two.
    """

    root = "/36024/36025/36035/36051/"
    style: Style = "breaks"

    def lists(self) -> list[PlainList]:
        return [PlainList(f"{self.root}{unit.code}/", "annual", f"{unit.name}年报", unit) for unit in self.county.units]

    def link_pages(self) -> list[LinkPage]:
        towns = tuple((unit.name, f"{self.root}{unit.code}/") for unit in self.county.units)
        return [LinkPage(self.root, "乡镇信息公开", towns), LinkPage("/36024/", "政务公开", shell=self.root)]

    def front_links(self) -> list[tuple[str, str]]:
        return [("乡镇信息公开", self.root)]

    def page_path(self, found: PlainList, number: int) -> str:
        return found.path if number == 1 else f"{found.path}index_{number}.html"

    def article_path(self, found: PlainList, document: Document, place: Placement) -> str:
        return f"{found.path}content_{place.number}.html"

    def rows(self, found: PlainList, shown: list[tuple[Document, Placement]]) -> str:
        cells = "".join(
            "<TABLE width=100%><TR><TD align=left><FONT color=#333333>·"
            f"<A href={self.article_path(found, document, place)} target=_blank>{html.escape(place.list_title)}</A>"
            f"</FONT></TD><TD width=90 align=right>[{place.posted:%Y-%m-%d}]</TD></TR></TABLE>"
            for document, place in shown
        )
        return (
            f"<TABLE border=0><TR><TD class=lm_left>{self._box(found)}</TD><TD class=lm_right>{cells}</TD></TR></TABLE>"
        )

    def _box(self, found: PlainList) -> str:
        """Reports of other towns beside every list: rows, but not this list's."""
        others = [
            (document, place)
            for document, place in self.county.listed("annual")
            if document.unit != found.unit and document.kind == "report"
        ]
        links = "".join(
            f"<TR><TD><A href={self.root}{document.unit.code}/content_{place.number}.html>{place.list_title}</A></TD>"
            "</TR>"
            for document, place in others[:6]
        )
        return f"<TABLE class=rdxx><TR><TH>热点信息</TH></TR>{links}</TABLE>"

    def pager(self, found: PlainList, number: int, count: int, rows: int) -> str:
        def link(target: int, caption: str) -> str:
            active = 1 <= target <= count and target != number
            return f"<A href='{self.page_path(found, target)}'>{caption}</A> " if active else f"{caption} "

        words = link(1, "首页") + link(number - 1, "上一页") + link(number + 1, "下一页") + link(count, "尾页")
        return f"<CENTER>共{count}页 第{number}页 {words}</CENTER>"

    def article(self, found: PlainList, document: Document, place: Placement) -> str:
        body = render(document.body, self.style)
        return (
            f"<TABLE width=960><TR><TD class=bt>{html.escape(document.title)}</TD></TR><TR><TD align=center>"
            f"发布时间：{place.posted:%Y-%m-%d} 作者：{document.unit.name} "
            f"浏览次数：{self.views(place.number)}</TD></TR><TR><TD class=nr>{body}</TD></TR>"
            f"<TR><TD>{self.file_links(document, place)}</TD></TR></TABLE>{self.share()}"
        )


class FramedQuery(PlainSite):
    """海城: the column's page holds an iframe with the true list, one script for all lists, all towns mixed.

    Article addresses `/html/HCS/YYYYMM/<16 digits>.html` are observed; the list behind the frame is invented: a count
    of rows and pages, a jump menu and no 下一页. The menu's addresses name every parameter.
    """

    root = "/zwgk/xxgknb/"
    style: Style = "editor"

    def lists(self) -> list[PlainList]:
        return [
            PlainList("/channel/list.jsp?channel=HCSNB", "annual", "政府信息公开年报"),
            PlainList("/channel/list.jsp?channel=HCSTZ", "notices", "通知公告"),
        ]

    def link_pages(self) -> list[LinkPage]:
        return [LinkPage(self.root, "政府信息公开年报", (("公开指南", "/zwgk/zn/"),), frame=self.lists()[0].path)]

    def front_links(self) -> list[tuple[str, str]]:
        return [("政府信息公开年报", self.root)]

    def page_path(self, found: PlainList, number: int) -> str:
        return found.path if number == 1 else f"{found.path}&pageSize=10&page={number}"

    def other_page(self, found: PlainList, path: str) -> int | None:
        return 1 if path == f"{found.path}&pageSize=10&page=1" else None

    def article_path(self, found: PlainList, document: Document, place: Placement) -> str:
        return f"/html/HCS/{place.filed:%Y%m}/{place.number:016d}.html"

    def rows(self, found: PlainList, shown: list[tuple[Document, Placement]]) -> str:
        items = []
        for number, (document, place) in enumerate(shown):
            title = html.escape(place.list_title)
            short = title if len(title) < 18 else f"{title[:16]}..."
            href = self.article_path(found, document, place)
            link = f'<a href="{href}" title="{title}">{short}</a>'
            if number % 4 == 2:
                link = f'<a href="javascript:void(0)" onclick="openNews(\'{href}\')" title="{title}">{short}</a>'
            items.append(f'<dl class="row{number % 2}"><dt>{link}</dt><dd>{place.posted:%Y.%m.%d}</dd></dl>')
        return f'<div class="newslist">{"".join(items)}</div>'

    def pager(self, found: PlainList, number: int, count: int, rows: int) -> str:
        chosen = {number: " selected"}
        options = "".join(
            f'<option value="{html.escape(self.page_path(found, other))}"{chosen.get(other, "")}>{other}</option>'
            for other in range(1, count + 1)
        )
        return (
            f'<div class="turn">共 {rows} 条记录 第 {number} 页/共 {count} 页 转到'
            f'<select onchange="location=this.value">{options}</select></div>'
        )


class YearFolders(PlainSite):
    """大兴: a folder a year, in it groups of units, articles in folders of their own number; no pager is printed.

    Observed: /2016n/xzjd49/735093/index.html. Its lists print no pager here: index_1.html is page one once more,
    index_2.html page two, and /2/ a column of its own with the same look.
    """

    root = "/bjsdxqrmzf/zwfw/zfxxgk/zfxxgknb/"
    per_page = 8

    def lists(self) -> list[PlainList]:
        found = [
            PlainList(f"{self.root}{year}n/xzjd49/", "annual", f"{year}年街镇年报", year=year)
            for year in self.county.years
        ]
        return [*found, PlainList(f"{self.root}{self.county.years[0]}n/xzjd49/2/", "notices", "便民公告")]

    def link_pages(self) -> list[LinkPage]:
        years = tuple((f"{year}年", f"./{year}n/index.html") for year in reversed(self.county.years))
        pages = [LinkPage(self.root, "政府信息公开年报", years)]
        groups = (("街道、镇", "./xzjd49/"), ("公开指南", "/zwgk/zn/"))
        pages += [LinkPage(f"{self.root}{year}n/", f"{year}年", groups) for year in self.county.years]
        return pages

    def front_links(self) -> list[tuple[str, str]]:
        return [("政府信息公开年报", self.root)]

    def page_path(self, found: PlainList, number: int) -> str:
        return found.path if number == 1 else f"{found.path}index_{number}.html"

    def other_page(self, found: PlainList, path: str) -> int | None:
        return 1 if path == f"{found.path}index_1.html" else None

    def article_path(self, found: PlainList, document: Document, place: Placement) -> str:
        return f"{found.path}{place.number}/index.html"

    def rows(self, found: PlainList, shown: list[tuple[Document, Placement]]) -> str:
        items = "".join(
            f'<li><em>{place.posted:%Y-%m-%d}</em><a href="./{place.number}/index.html">'
            f"{html.escape(place.list_title)}</a></li>"
            for _, place in shown
        )
        return f'<div class="gl_list"><ul>{items}</ul></div>'

    def pager(self, found: PlainList, number: int, count: int, rows: int) -> str:
        return '<div id="pages"></div><script src="/static/pages.js"></script>'
