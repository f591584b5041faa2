"""TRS sites whose lists come from a search layer: data for a callback (Changchun), a table (Haikou)."""

import html
import json
from typing import Any
from urllib.parse import quote

from tests.replica.county import Document, Placement
from tests.replica.exchange import Request, Response, page
from tests.replica.portals.trs import Folder, TownsTrs


class SearchedTrs(TownsTrs):
    """Folders of towns whose catalogue pages ask a search. `search_hosts` answer it."""

    search_host = ""
    search_path = ""

    def front_links(self) -> list[tuple[str, str]]:
        return [("乡镇街道信息公开", f"http://{self._host}{self.root}")]

    def serve(self, request: Request) -> Response | None:
        if request.host == self.search_host and request.path == self.search_path:
            return self.search(request)
        return super().serve(request)

    def search(self, request: Request) -> Response:
        raise NotImplementedError

    def number(self, folder: Folder) -> int:
        """The number the search knows a folder by."""
        return 58000 + 17 * self.folders().index(folder)

    def found(self, request: Request, number: str | None) -> tuple[Folder | None, list[tuple[Document, Placement]]]:
        folder = next((folder for folder in self.folders() if str(self.number(folder)) == number), None)
        if folder is None or self.switch.on("empty", request.url):
            return folder, []
        return folder, self._rows(folder)

    def asked_page(self, request: Request) -> int:
        asked = request.query.get("page", "1")
        return max(1, int(asked)) if asked.isdigit() else 1


class ChangchunData(SearchedTrs):
    """Catalogue pages without a row: a script asks the city's interface, which hands data to a callback.

    Blank lines and a byte order mark stand before the callback, how many differs; one town's texts are written with
    `escape`, one town's are UTF-8 read as Latin-1. The tip holds the whole title.
    """

    root = "/na/xzjd/"
    captions = {"annual": ("xxgknb", "政府信息公开年报"), "work": ("gzdt", "工作动态")}
    search_host = "infogate.changchun.gov.cn"
    search_path = "/govsearch/jsonp/gkml/zf_list.jsp"
    per_page = 16

    def _list(self, request: Request, folder: Folder, number: int) -> Response:
        if number:
            return self.not_found()
        call = (
            f'var lb = "{self.number(folder)}";\nfunction load(page) {{\n  $.ajax({{dataType: "jsonp", url: '
            f'"http://{self.search_host}{self.search_path}?page=" + page + "&lb=" + lb + "&sword=&searchColumn=all'
            f"&searchYear=all&pubURL={quote(f'http://{self._host}/na', safe='')}&SType=1&searchColumnYear=all"
            '&searchYear=all&pubURL=&SType=1&channelId=" + lb + "&callback=result"});\n}\nload(1);'
        )
        if self.switch.on("broken_layout", request.url):
            call = 'require(["/js/list.min.js"]);'
        inner = (
            f'<div class="position">当前位置：<a href="/na/">首页</a> &gt; {folder.caption}</div><div class="main"><h2>'
            f'{folder.caption}</h2><ul id="list"></ul><div id="page"></div></div><script>\n{call}\n</script>'
        )
        head = f"<title>{folder.caption}_{self.facts.name}</title>\n{self.meta(None, None, folder.caption, None)}"
        return page(self.document_page(head, inner), self.encoding)

    def search(self, request: Request) -> Response:
        folder, rows = self.found(request, request.query.get("lb"))
        number = self.asked_page(request)
        shown = rows[(number - 1) * self.per_page : number * self.per_page]
        data = [self._row(folder, document, place) for document, place in shown if folder]
        answer: dict[str, Any] = {"num": len(rows), "nPage": number, "data": data}
        if self.switch.on("broken_layout", request.url):
            answer = {"state": "ok", "rows": [row["title"] for row in data]}
        before = "\r\n" * (6 + number % 3) + "\ufeff" + "\r\n" * (12 + number)
        call = request.query.get("callback") or "callback"
        text = f"{before}{call}({json.dumps(answer, ensure_ascii=False)});\r\n"
        return page(text, self.encoding, kind="text/javascript")

    def _row(self, folder: Folder, document: Document, place: Placement) -> dict[str, Any]:
        title = place.list_title
        short = title if len(title) <= 20 else f"{title[:20]}..."
        url = f"http://{self._host}{folder.path}{self.article_name(place)}"
        tip = {"title": title, "dates": f"{place.posted:%Y-%m-%d}", "filenum": "", "publisher": document.unit.name}
        written = {name: self._written(folder, value) for name, value in tip.items()}
        return {
            "MetaDataId": str(place.number),
            "title": self._written(folder, short),
            "puburl": url,
            "efectdate": "",
            "tip": written,
        }

    def _written(self, folder: Folder, text: str) -> str:
        place = self.county.units.index(folder.unit) if folder.unit else 0
        if place % 3 == 1:
            return "".join(c if c.isascii() and c != "%" else f"%u{ord(c):04X}" for c in text)
        return text.encode().decode("latin-1") if place % 3 == 2 else text


class HaikouTable(SearchedTrs):
    """Catalogue pages that print their first rows; all of them come from searPage.jsp on another port, in a table."""

    root = "/pub/root9/xyqzf/"
    suffix = "htm"
    captions = {"annual": ("216", "政府信息公开年报"), "work": ("108", "工作总结")}
    search_path = "/govsearch/searPage.jsp"
    per_page = 20
    #: A catalogue of the newest kind, whose rows a script draws from nobody knows where.
    shell_host = "xyqzf.haikou.gov.cn"

    def __init__(self, *parts: object, scheme: str, host: str) -> None:
        super().__init__(*parts, scheme=scheme, host=host)
        self.search_host = host

    def serve(self, request: Request) -> Response | None:
        if request.host == self.shell_host and request.path == "/xxgkall.html":
            return self._shell()
        return super().serve(request)

    def _counts(self, total: int, number: int) -> str:
        return f"var m_nRecordCount = {total};\nvar m_nPageSize = {self.per_page};\nvar m_nCurrPage = {number};\n"

    def _list(self, request: Request, folder: Folder, number: int) -> Response:
        if number:
            return self.not_found()
        rows = [] if self.switch.on("empty", request.url) else self._rows(folder)
        site = f"http://{self._host}/pub/root9/"
        position = quote("信息分类")
        query = f"&pubURL={site}&sinfo={self.number(folder)}&surl=http://{self._host}{folder.path}index.htm"
        call = (
            f'function go(n) {{\n  location.href = "http://{self.search_host}:8080{self.search_path}?page=" + n + '
            f'"{query}&curpos={position}";\n}}\n'
        )
        body = self._table(folder, rows[: self.per_page])
        if self.switch.on("broken_layout", request.url):
            body, call = "<div class='app-root'></div>", ""
        inner = (
            f'<div class="position">当前位置：<a href="/">首页</a> &gt; {folder.caption}</div>{body}'
            f"<script>\n{self._counts(len(rows), 0)}{call}</script>"
        )
        head = f"<title>{folder.caption}_{self.facts.name}</title>\n{self.meta(None, None, folder.caption, None)}"
        return page(self.document_page(head, inner), self.encoding)

    def search(self, request: Request) -> Response:
        folder, rows = self.found(request, request.query.get("sinfo"))
        number = self.asked_page(request)
        shown = rows[(number - 1) * self.per_page : number * self.per_page]
        body = self._table(folder, shown) if folder else ""
        counts = self._counts(len(rows), number - 1)
        if self.switch.on("broken_layout", request.url):
            body, counts = "<div class='app-root'></div>", ""
        return page(self.document_page("<title>检索结果</title>", f"{body}<script>\n{counts}</script>"), self.encoding)

    def _table(self, folder: Folder, rows: list[tuple[Document, Placement]]) -> str:
        """Number, title, and a box that repeats the title with the date: the shape the third cell was seen in."""
        lines = []
        for number, (_, place) in enumerate(rows, start=1):
            title = html.escape(place.list_title)
            url = f"http://{self._host}{folder.path}{self.article_name(place)}"
            lines.append(
                f'<tr><td align="center">{number}</td>'
                f'<td><a class="titl_lk" href="{url}" target="_blank">{title}</a></td>'
                f"<td><ul><li>{place.posted:%Y年%m月%d日}</li><li>{title}</li><li></li></ul></td></tr>"
            )
        head = "<tr><th>序号</th><th>信息名称</th><th>发布日期</th></tr>"
        return f'<table width="100%" class="listbg"><tbody>{head}{"".join(lines)}</tbody></table>'

    def _shell(self) -> Response:
        inner = (
            '<div class="position">信息公开目录</div><div class="xly"><table id="tablist"><tbody><tr><th>序号</th>'
            '<th>标题</th><th>发布日期</th></tr></tbody></table><span class="nav_pagenum"></span></div>'
            '<script src="/js/xxgkall.js"></script><script>PageContext.PageNav.go(1, 1);</script>'
        )
        return page(self.document_page(f"<title>信息公开目录_{self.facts.name}</title>", inner), self.encoding)
