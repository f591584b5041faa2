"""TRS WCM static sites: a column is a directory, its pages count from index.html to index_1.html, which is page two."""

import html
import re
from dataclasses import dataclass

from tests.replica.county import Attachment, Document, Placement, Unit
from tests.replica.exchange import GBK_CALLED_UTF8, Encoding, Request, Response, file, page
from tests.replica.files import make_file
from tests.replica.markup import Style, render
from tests.replica.portals.portal import Dialect

_PAGE_NAME = re.compile(r"(?:(?P<base>index|list)(?:_(?P<number>\d+))?\.(?P<suffix>s?html?))?\Z")
_ARTICLE = re.compile(r"(?P<month>\d{6})/t(?P<day>\d{8})_(?P<number>\d+)\.(?P<suffix>html?)\Z")
_FILE = re.compile(r"\d{6}/P0(?P<day>\d{8})(?P<serial>\d{12})\.(?P<extension>\w+)\Z")


@dataclass(frozen=True)
class Folder:
    """A column directory: which placements it lists."""

    path: str
    column: str
    caption: str
    unit: Unit | None = None
    year: int | None = None


class Trs(Dialect):
    """Common to TRS portals; each tells its folders and the pages above them."""

    base = "index"
    suffix = "html"
    style: Style = "word"
    per_page = 15
    editor_class = "TRS_Editor"

    def __init__(self, *parts: object, scheme: str, host: str) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._scheme, self._host = scheme, host
        self.mislabelled: set[str] = set()

    def folders(self) -> list[Folder]:
        raise NotImplementedError

    def directory(self, path: str) -> str | None:
        """The inside of a page that only links to folders, None when the path is none."""
        raise NotImplementedError

    def heading(self, document: Document, place: Placement) -> str:
        return document.title

    def page_title(self, document: Document, place: Placement) -> str:
        return f"{self.heading(document, place)}_{self.facts.name}"

    def folder_of(self, document: Document, place: Placement) -> Folder:
        for folder in self.folders():
            if folder.column != place.column:
                continue
            if folder.unit in (None, document.unit) and folder.year in (None, document.year):
                return folder
        raise LookupError(f"{document.id} is placed in {place.column}, which no folder lists")

    def host_of(self, folder: Folder) -> str:
        return self._host

    def addresses(self, document: Document) -> list[str]:
        found = []
        for place in self._own(document):
            folder = self.folder_of(document, place)
            found.append(f"{self._scheme}://{self.host_of(folder)}{folder.path}{self.article_name(place)}")
        return found

    def files(self, document: Document) -> list[str]:
        found = []
        for place in self._own(document):
            folder = self.folder_of(document, place)
            base = f"{self._scheme}://{self.host_of(folder)}{folder.path}{place.filed:%Y%m}/"
            found += [base + self.file_name(place, item) for item in document.attachments]
        return found

    def _own(self, document: Document) -> list[Placement]:
        columns = {folder.column for folder in self.folders()}
        return [place for place in document.placements if place.column in columns]

    def article_name(self, place: Placement) -> str:
        return f"{place.filed:%Y%m}/t{place.filed:%Y%m%d}_{place.number}.{self.suffix}"

    def file_name(self, place: Placement, item: Attachment) -> str:
        return f"P0{place.filed:%Y%m%d}{item.serial:012d}.{item.extension}"

    def front_links(self) -> list[tuple[str, str]]:
        return [("政府信息公开", "/zwgk/")]

    def serve(self, request: Request) -> Response | None:
        path = request.path
        inner = self.directory(path.removesuffix(f"{self.base}.{self.suffix}"))
        if inner is not None:
            if self.switch.on("broken_layout", request.url):
                inner = "<div class='app-root'></div>"
            return page(self.document_page(f"<title>{self.facts.name}</title>", inner), self.encoding)
        for folder in self.folders():
            if not path.startswith(folder.path) or self.host_of(folder) != self.bare(request.host):
                continue
            rest = path.removeprefix(folder.path)
            if found := _PAGE_NAME.match(rest):
                return self._list(request, folder, int(found["number"] or 0))
            if found := _ARTICLE.match(rest):
                return self._article(request, folder, int(found["number"]), rest)
            if found := _FILE.match(rest):
                return self._download(folder, int(found["serial"]), found["extension"])
        return None

    def bare(self, host: str) -> str:
        """Which of the portal's hosts a request means: www and the bare name are one."""
        return host if host == self._host or f"www.{host}" != self._host else self._host

    def encoding_of(self, folder: Folder) -> Encoding:
        return GBK_CALLED_UTF8 if folder.unit and folder.unit.code in self.mislabelled else self.encoding

    def _rows(self, folder: Folder) -> list[tuple[Document, Placement]]:
        return self.county.listed(folder.column, folder.unit, folder.year)

    def _list(self, request: Request, folder: Folder, number: int) -> Response:
        """Page `number` counted from 0. Beyond the end come a few stubs with status 200, then 404."""
        rows = [] if self.switch.on("empty", request.url) else self._rows(folder)
        pages = -(-len(rows) // self.per_page)
        if number >= max(pages, 1):
            if number < pages + 3:
                stub = "<html><head><title></title></head><body><!-- " + "-" * 260 + " --></body></html>"
                return page(stub, self.encoding_of(folder))
            return self.not_found()
        shown = rows[number * self.per_page : (number + 1) * self.per_page]
        count = pages + 1 if self.switch.on("overcount", request.url) else pages
        body = self.list_rows(folder, shown)
        if self.switch.on("broken_layout", request.url):
            body = "".join(f'<div class="row" data-id="{place.number}">{place.list_title}</div>' for _, place in shown)
        inner = self.list_frame(folder, body, count, number)
        head = f"<title>{folder.caption}_{self.facts.name}</title>\n{self.meta(None, None, folder.caption, None)}"
        return page(self.document_page(head, inner), self.encoding_of(folder))

    def list_rows(self, folder: Folder, shown: list[tuple[Document, Placement]]) -> str:
        items = []
        for number, (_, place) in enumerate(shown):
            title, day = html.escape(place.list_title), f"{place.posted:%Y-%m-%d}"
            name = self.article_name(place)
            if number % 5 == 3:
                items.append(f'<li><a href="./{name}" target="_blank">{title}<span>{day}</span></a></li>')
            else:
                items.append(
                    f'<li><a href="./{name}" title="{title}" target="_blank">{title}</a><span>{day}</span></li>'
                )
        return f'<ul class="list">{"".join(items)}</ul>'

    def list_frame(self, folder: Folder, rows: str, count: int, number: int) -> str:
        pager = f'createPageHTML({count}, {number}, "{self.base}", "{self.suffix}");'
        return (
            f'<div class="position">当前位置：<a href="/">首页</a> &gt; {folder.caption}</div><div class="main"><h2>'
            f'{folder.caption}</h2>{rows}<div class="page"><script language="JavaScript">{pager}</script></div></div>'
        )

    def _article(self, request: Request, folder: Folder, number: int, rest: str) -> Response:
        for document, place in self.county.placed(folder.column):
            if place.number != number or folder.unit not in (None, document.unit):
                continue
            if folder.year not in (None, document.year) or self.article_name(place) != rest:
                continue
            if gone := self.vanished(place):
                return gone
            return self._render(request, folder, document, place)
        return self.not_found()

    def _render(self, request: Request, folder: Folder, document: Document, place: Placement) -> Response:
        title = html.escape(self.page_title(document, place))
        tags = self.meta(self.heading(document, place), place, folder.caption, document.unit)
        text = self.document_page(f"<title>{title}</title>\n{tags}", self.article(folder, document, place))
        encoding, self.encoding = self.encoding, self.encoding_of(folder)
        try:
            return self.finish(request, text, place)
        finally:
            self.encoding = encoding

    def article(self, folder: Folder, document: Document, place: Placement) -> str:
        before, after = self.county.neighbours(folder.column, folder.unit, place.number)
        near = f"上一篇：{before.title if before else '没有了'}</p><p>下一篇：{after.title if after else '没有了'}"
        return (
            f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="../">{folder.caption}</a></div>'
            f'<div class="article-box"><h1>{html.escape(self.heading(document, place))}</h1>'
            f'<div class="byline">{self.byline(place)}</div>'
            f'<div class="view {self.editor_class}" id="zoom">{render(document.body, self.style)}</div>'
            f"{self.file_links(document, place)}</div>{self.share()}<div class='near'><p>{near}</p></div>"
        )

    def byline(self, place: Placement) -> str:
        return f"发布日期:{place.posted:%Y-%m-%d}  点击数:<script src='/hits?id={place.number}'></script>"

    def file_links(self, document: Document, place: Placement) -> str:
        if not document.attachments:
            return ""
        items = "".join(
            f'<li><a href="./{self.file_name(place, item)}">{html.escape(item.name)}</a></li>'
            for item in document.attachments
        )
        return f'<div class="files"><h4>附件下载：</h4><ul>{items}</ul></div>'

    def _download(self, folder: Folder, serial: int, extension: str) -> Response:
        for document, _ in self.county.placed(folder.column):
            for item in document.attachments:
                if item.serial == serial and item.extension == extension:
                    return file(make_file(item.extension, item.blocks))
        return self.not_found()


class MiyunTrs(Trs):
    """Year folders gknb<YEAR> with all units together; rows and titles may hold the town only."""

    root = "/zwgk/zfxxgk/zfxxgknb/"
    per_page = 10

    def folders(self) -> list[Folder]:
        years = {document.year for document, _ in self.county.placed("annual")} | set(self.county.years)
        return [
            Folder(f"{self.root}gknb{year}/", "annual", f"{year}年", year=year) for year in sorted(years, reverse=True)
        ]

    def front_links(self) -> list[tuple[str, str]]:
        return [("政府信息公开", "/zwgk/zfxxgk/")]

    def heading(self, document: Document, place: Placement) -> str:
        return place.list_title

    def page_title(self, document: Document, place: Placement) -> str:
        return f"{place.list_title}_{document.year}年_{self.facts.name}"

    def directory(self, path: str) -> str | None:
        if path == "/zwgk/zfxxgk/":
            return f'<script>window.location.replace("{self.root}");</script>'
        if path != self.root:
            return None
        links = "".join(f'<li><a href="./gknb{folder.year}/">{folder.caption}</a></li>' for folder in self.folders())
        return f'<div class="position">政府信息公开年报</div><div class="years"><ul>{links}</ul></div>'

    def byline(self, place: Placement) -> str:
        return f"日期：{place.posted:%Y-%m-%d} 来源：本站 字号：<a>大</a> <a>中</a> <a>小</a>"


class TownsTrs(Trs):
    """A folder a town under `root`, in it a folder for each column of `captions`: its name and what links say."""

    root = "/"
    captions: dict[str, tuple[str, str]] = {}
    position = "乡镇街道"

    def folders(self) -> list[Folder]:
        return [
            Folder(f"{self.root}{unit.code}/{name}/", column, caption, unit=unit)
            for unit in self.county.units
            for column, (name, caption) in self.captions.items()
        ]

    def directory(self, path: str) -> str | None:
        if path == self.root:
            links = "".join(f'<li><a href="./{unit.code}/">{unit.name}</a></li>' for unit in self.county.units)
            return f'<div class="position">{self.position}</div><div class="towns"><ul>{links}</ul></div>'
        for unit in self.county.units:
            if path == f"{self.root}{unit.code}/":
                links = "".join(f'<li><a href="./{name}/">{text}</a></li>' for name, text in self.captions.values())
                return f'<div class="position">{unit.name}</div><div class="columns"><ul>{links}</ul></div>'
        return None


class TownFolderTrs(TownsTrs):
    """A folder a town, in it the column of reports (ndbg) and the column of summaries (gzzj)."""

    root = "/zwgk/xxgk/xzj/"
    style: Style = "editor"
    editor_class = "zlyxwz_t2a TRS_UEDITOR"
    captions = {"annual": ("ndbg", "年度报告"), "work": ("gzzj", "工作总结")}
    position = "乡镇街"

    def front_links(self) -> list[tuple[str, str]]:
        return [("乡镇（街道）信息公开", self.root)]
