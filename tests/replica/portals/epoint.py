"""Epoint's disclosure platform: frame pages, a script that names the site, and an interface that answers in JSON."""

import hashlib
import html
import json
import re
import uuid
from typing import Any
from urllib.parse import urlencode

from tests.replica.county import Document, Placement, Unit
from tests.replica.exchange import Request, Response, file, page
from tests.replica.files import make_file
from tests.replica.markup import Style, render
from tests.replica.portals.portal import Dialect, Validators

FRAME = "/dynamic/zwgk/govInfoPub.html"
#: The interface gives no more rows a page than this, whatever it is asked.
LARGEST_PAGE = 50

_ARTICLE = re.compile(r"/zwgk/(?P<category>\d+)/(?P<day>\d{8})/(?P<guid>[0-9a-f-]{36})\.html\Z")
_KINDS = {"pdf": "application/pdf", "doc": "application/msword"}


class Epoint(Dialect):
    """Lists of `cat:<categorynum>` placements, of one unit (deptcode) or of all.

    `script` is the file that names the site, `project` the interface's root. The interface counts pages from
    `first_page`, and reads its values within "params" when `wrapped`. A directory of units stands at `directory`.
    """

    style: Style = "word"
    validators: Validators = "modified"

    def __init__(
        self, *parts: object, host: str, categories: dict[str, str], directory: str, script: str = "webBuilderCommon.js"
    ) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._host, self._directory, self._script = host, directory, script
        #: Captions by categorynum; the first is the report column.
        self.categories = categories
        self.project, self.wrapped, self.first_page = "/EWB-FRONT", False, 0
        self.guid = str(uuid.UUID(hashlib.md5(host.encode()).hexdigest()))

    @property
    def report_category(self) -> str:
        return next(iter(self.categories))

    def front_links(self) -> list[tuple[str, str]]:
        county = next(unit for unit in self.county.units if unit.level == "county")
        return [
            ("政府信息公开年报", self.frame_path(self.report_category, county)),
            ("乡镇信息公开", self._directory),
        ]

    def frame_path(self, category: str, unit: Unit | None) -> str:
        """A column's page: what it lists is in its query."""
        return f"{FRAME}?{urlencode({'categorynum': category, 'deptcode': unit.code if unit else ''})}"

    def article_path(self, place: Placement) -> str:
        category = place.column.removeprefix("cat:")
        name = uuid.UUID(hashlib.md5(f"{self._host}/{category}/{place.number}".encode()).hexdigest())
        return f"/zwgk/{category}/{place.filed:%Y%m%d}/{name}.html"

    def addresses(self, document: Document) -> list[str]:
        return [
            f"http://{self._host}{self.article_path(place)}"
            for place in document.placements
            if place.column == f"cat:{self.report_category}"
        ]

    def files(self, document: Document) -> list[str]:
        return [f"http://{self._host}{self.file_path(document, item.serial)}" for item in document.attachments]

    def file_path(self, document: Document, serial: int) -> str:
        """Every second file lies beside its article's day, the others behind the download script."""
        if serial % 2:
            extension = next(item.extension for item in document.attachments if item.serial == serial)
            return f"/uploadfile/{document.placements[0].filed:%Y%m%d}/{serial}.{extension}"
        query = {"attachGuid": self._file_guid(serial), "appUrlFlag": "xxgk001", "siteGuid": self.guid}
        return f"{self.project}/WebbuilderMIS/attach/downloadZtbAttach.jspx?{urlencode(query)}"

    def serve(self, request: Request) -> Response | None:
        if request.path == f"/js/{self._script}":
            return page(self._site_script(), self.encoding, "application/javascript")
        if request.path == f"{self.project}/rest/lightfrontaction/getgovinfolist":
            return self._interface(request)
        if request.path == FRAME:
            return self._frame(request)
        if request.path == self._directory:
            return self._units()
        if found := _ARTICLE.match(request.path):
            return self._article(request, found["category"])
        if request.path.startswith("/uploadfile/") or request.path.endswith("/downloadZtbAttach.jspx"):
            return self._file(request)
        return None

    def rows(self, category: str, code: str) -> list[tuple[Document, Placement]]:
        """What a category lists, of the unit with that code or, without one, of all."""
        unit = next((unit for unit in self.county.units if unit.code == code), None)
        if code and unit is None:
            return []
        return self.county.listed(f"cat:{category}", unit)

    def _site_script(self) -> str:
        """The script every page loads: the site's names first, then loops and cookies of its own."""
        info = json.dumps({"siteGuid": self.guid, "projectName": self.project})
        if self._script != "webBuilderCommon.js":
            # ajaxReq.js gives the site's guid with every call and has no siteInfo.
            return (
                "function getList(category, dept, page, done) {\n"
                f'  var url = "{self.project}/rest/lightfrontaction/getgovinfolist";\n'
                f'  var data = {{"deptcode": dept, "categorynum": category, "siteGuid": "{self.guid}"}};\n'
                "  for (var i = 0; i<page.length; i++) { data[page[i].name] = page[i].value; }\n"
                '  $.ajax({type: "post", url: url, data: JSON.stringify(data), success: done});\n}\n'
            )
        return (
            f"var siteInfo = {info};\nvar cookies = document.cookie.split(';');\n"
            "for (var i = 0; i<cookies.length; i++) { useTheme(cookies[i]); }\n"
        )

    def _frame(self, request: Request) -> Response:
        """A column's page: a tree of columns, and a table that the script fills. Without rows of its own."""
        category, code = request.query.get("categorynum", ""), request.query.get("deptcode", "")
        unit = next((unit for unit in self.county.units if unit.code == code), None)
        tree = "".join(
            f'<li><a href="{html.escape(self.frame_path(number, unit))}">{caption}</a></li>'
            for number, caption in reversed(self.categories.items())
        )
        caption = self.categories.get(category, unit.name if unit else "政府信息公开")
        body = '<table class="ewb-catalog-table"><thead><tr><th>信息名称</th><th>生成日期</th></tr></thead><tbody>'
        if self.switch.on("broken_layout", request.url):
            body = "<table><tbody>"
        inner = f'<ul class="ewb-tree">{tree}</ul>{body}</tbody></table>'
        scripts = f'<script src="/js/lib/jquery.min.js"></script><script src="/js/{self._script}"></script>'
        head = f"<title>{caption}</title>\n{self.meta(None, None, caption, unit)}\n{scripts}"
        return page(self.document_page(head, inner), self.encoding)

    def _units(self) -> Response:
        units = "".join(
            f'<li><a href="{FRAME}?deptcode={unit.code}" title="{unit.name}">{unit.name}</a></li>'
            for unit in self.county.units
            if unit.level == "town"
        )
        head = f"<title>乡镇信息公开</title>\n{self.meta(None, None, '乡镇信息公开', None)}"
        scripts = f'<script src="/js/{self._script}"></script>'
        return page(self.document_page(head, f'<ul class="ewb-units">{units}</ul>{scripts}'), self.encoding)

    def _interface(self, request: Request) -> Response:
        """Rows of a page. Anything but a POST of the expected JSON is answered with a status and no custom."""
        try:
            sent = json.loads(request.body or b"null")
        except ValueError:
            sent = None
        asked = sent.get("params") if self.wrapped and isinstance(sent, dict) else sent
        if request.method != "POST" or not isinstance(asked, dict) or asked.get("siteGuid") != self.guid:
            return _answer({"custom": None, "status": {"code": 0, "text": "参数错误"}})
        number = max(0, int(asked.get("pageIndex", 0)) - self.first_page)
        size = max(1, min(int(asked.get("pageSize", 15)), LARGEST_PAGE))
        url = f"{request.url}#{asked.get('categorynum')}"
        rows = (
            [] if self.switch.on("empty", url) else self.rows(asked.get("categorynum", ""), asked.get("deptcode", ""))
        )
        total = len(rows) + (7 if self.switch.on("overcount", url) else 0)
        data = [self._row(document, place, index) for index, (document, place) in enumerate(rows)]
        shown = data[number * size : (number + 1) * size]
        if self.switch.on("broken_layout", url):
            return _answer({"custom": {"records": shown}, "status": {"code": 1, "text": ""}})
        return _answer({"custom": {"total": total, "data": shown}, "status": {"code": 1, "text": ""}})

    def _row(self, document: Document, place: Placement, number: int) -> dict[str, Any]:
        """A row; some have a marked title, no realtitle, a date under another name, a foreign scheme."""
        path, day, title = self.article_path(place), f"{place.posted:%Y-%m-%d}", place.list_title
        row: dict[str, Any] = {
            "infourl": path,
            "title": title if len(title) <= 14 else f"{title[:12]}...",
            "realtitle": title,
            "infodate": day,
            "indexnum": f"014{place.number:06d}/{place.filed:%Y%m}",
            "deptname": document.unit.name,
        }
        match number % 5:
            case 1:
                row |= {"title": f"<font color='red'>{html.escape(title)}</font>", "realtitle": ""}
            case 2:
                row |= {"infodate": "", "handsdate": f"{day} 09:30:00"}
            case 3:
                row |= {"infourl": "", "visiturl": f"https://{self._host}{path}"}
        return row

    def _article(self, request: Request, category: str) -> Response:
        found = next(
            (row for row in self.county.placed(f"cat:{category}") if self.article_path(row[1]) == request.path), None
        )
        if found is None:
            return self.not_found()
        document, place = found
        if gone := self.vanished(place):
            return gone
        title = html.escape(document.title)
        caption = self.categories[category]
        head = f"<title>{title}</title>\n{self.meta(document.title, place, caption, document.unit)}"
        signed = f"{document.signed:%Y-%m-%d}" if document.signed else ""
        grid = (
            '<div class="ewb-drop-detail"><ul>'
            f"<li><label>索 引 号：</label><p>014{place.number:06d}/{place.filed:%Y%m}</p></li>"
            f"<li><label>信息分类：</label><p>{caption}</p></li>"
            f"<li><label>发布机构：</label><p><b>{document.unit.name}</b></p></li>"
            f"<li><label>生成日期：</label><p>{signed}</p></li></ul></div>"
        )
        files = "".join(
            f'<p>附件：<a href="{html.escape(self.file_path(document, item.serial))}">{html.escape(item.name)}</a></p>'
            for item in document.attachments
        )
        here = '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="#">政府信息公开</a> &gt; '
        inner = (
            f'{here}{caption}</div>{grid}<h1 class="ewb-article-title">{title}</h1>'
            f'<div class="byline">发布时间：{place.posted:%Y-%m-%d} 浏览次数：{self.views(place.number)}</div>'
            f'<div class="ewb-article-content" id="infoContent">{render(document.body, self.style)}{files}</div>'
            f'{self.share()}<script src="/js/{self._script}"></script>'
        )
        return self.finish(request, self.document_page(head, inner), place)

    def _file_guid(self, serial: int) -> str:
        return str(uuid.UUID(hashlib.md5(f"{self._host}/file/{serial}".encode()).hexdigest()))

    def _file(self, request: Request) -> Response:
        for document in self.county.documents.values():
            for item in document.attachments:
                path, _, query = self.file_path(document, item.serial).partition("?")
                if request.path == path and (not query or request.query.get("attachGuid") in query):
                    kind = _KINDS.get(item.extension, "application/octet-stream")
                    return file(make_file(item.extension, item.blocks), kind, item.name)
        return self.not_found()


def _answer(value: dict[str, Any]) -> Response:
    return page(json.dumps(value, ensure_ascii=False), kind="application/json")
