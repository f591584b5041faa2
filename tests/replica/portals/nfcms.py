"""NFCMS, the site columns of Guangdong portals: static lists, town sub-sites, columns drawn from JSON."""

import html
import json
import re
from dataclasses import dataclass
from typing import Any, Literal

from tests.replica.county import County, Document, Placement, Unit
from tests.replica.exchange import Request, Response, page
from tests.replica.markup import render
from tests.replica.portals.portal import Dialect, Facts
from tests.replica.switchboard import Switchboard

#: Rows of list pages: Guangzhou's spans, Yunfu's table with the date in front, plain items, and none (drawn by script).
Theme = Literal["spans", "cells", "items", "script"]
#: How pages are linked: by the pager, or only by a script nobody runs.
Pager = Literal["links", "none"]

_PAGE = re.compile(r"(?:index(?:_(?P<number>\d+))?\.html)?\Z")
_ARTICLE = re.compile(r"content/(?P<twin>m?)post_(?P<number>\d+)\.html\Z")
_FILE = re.compile(r"/attachment/\d+/\d+/(?P<serial>\d+)/\d+\.(?P<extension>\w+)\Z")
_COLUMN_JSON = re.compile(r"/postmeta/i/(?P<number>\d+)\.json\Z")
_POST_JSON = re.compile(r"/postmeta/p/\d+/\d+/(?P<number>\d+)\.json\Z")


@dataclass(frozen=True)
class NfcmsColumn:
    """A column's folder: which placements it lists, and how. `number` is its ColumnId."""

    path: str
    column: str
    caption: str
    number: int
    unit: Unit | None = None
    theme: Theme = "items"


class Nfcms(Dialect):
    """Columns, and a directory of town sub-sites when there is one.

    Page two is `index_2.html`, or `index_1.html` with `second` = 1. `beyond` is what a page past the end answers: 404,
    or the last page once more. `twins` holds documents listed twice, once as mpost; `bare` those whose row in the
    column's JSON has no address.
    """

    per_page = 15
    pager: Pager = "links"
    second = 2
    beyond: Literal["gone", "last"] = "gone"

    def __init__(
        self,
        county: County,
        facts: Facts,
        switch: Switchboard,
        host: str,
        columns: tuple[NfcmsColumn, ...],
        directory: str | None = None,
    ) -> None:
        super().__init__(county, facts, switch)
        self._host, self.columns, self._directory = host, columns, directory
        self.twins: set[str] = set()
        self.bare: set[str] = set()

    def addresses(self, document: Document) -> list[str]:
        return [self._address(column, document, place) for column, place in self._placed(document)]

    def files(self, document: Document) -> list[str]:
        return [
            f"http://{self._host}{self._file_path(place, item.serial, item.extension)}"
            for _, place in self._placed(document)
            for item in document.attachments
        ]

    def front_links(self) -> list[tuple[str, str]]:
        links = [(column.caption, column.path) for column in self.columns if column.unit is None]
        return [*links, ("乡镇信息公开", self._directory)] if self._directory else links

    def town_path(self, unit: Unit) -> str:
        return f"{self._directory}{unit.code}/"

    def serve(self, request: Request) -> Response | None:
        if self._directory and (answer := self._pages_above(request)):
            return answer
        if found := _COLUMN_JSON.match(request.path):
            return self._column_json(request, int(found["number"]))
        if found := _POST_JSON.match(request.path):
            return self._post_json(int(found["number"]))
        if found := _FILE.match(request.path):
            return self.download(int(found["serial"]), found["extension"])
        for column in self.columns:
            if not request.path.startswith(column.path):
                continue
            rest = request.path.removeprefix(column.path)
            if found := _PAGE.match(rest):
                return self._list(request, column, int(found["number"]) if found["number"] else None)
            if found := _ARTICLE.match(rest):
                return self._article(request, column, int(found["number"]))
        return None

    def _placed(self, document: Document) -> list[tuple[NfcmsColumn, Placement]]:
        return [
            (column, place)
            for place in document.placements
            for column in self.columns
            if column.column == place.column and column.unit in (None, document.unit)
        ]

    def _address(self, column: NfcmsColumn, document: Document, place: Placement) -> str:
        if document.id in self.bare:
            return f"http://{self._host}{_post_path(place.number)}"
        return f"http://{self._host}{column.path}content/post_{place.number}.html"

    def _pages_above(self, request: Request) -> Response | None:
        """The directory of towns, and each town's own front page; both under the county's bar of links."""
        assert self._directory is not None
        path = request.path.removesuffix("index.html")
        bar = "".join(f'<li><a href="{column.path}">{column.caption}</a></li>' for column in self.columns[:1])
        head = f'<div class="nav"><ul>{bar}<li><a href="/zwgk/">政务公开</a></li></ul></div>'
        if path == self._directory:
            towns = "".join(
                f'<li><a href="{self.town_path(unit)}index.html" target="_blank">{unit.name}</a></li>'
                for unit in self.county.units
            )
            inner = f'{head}<div class="towns"><h2>各镇人民政府</h2><ul>{towns}</ul></div>'
        else:
            unit = next((unit for unit in self.county.units if path == self.town_path(unit)), None)
            if unit is None:
                return None
            links = "".join(
                f'<li><a href="{column.path}index.html">{column.caption}</a></li>'
                for column in self.columns
                if column.unit == unit
            )
            about = '<li><a href="./zwgk/jgzn/">机构职能</a></li><li><a href="./zwgk/xxgkzn/">信息公开指南</a></li>'
            inner = f'{head}<div class="banner">{unit.issuer}</div><div class="columns"><ul>{about}{links}</ul></div>'
        if self.switch.on("broken_layout", request.url):
            inner = '<div id="app"></div>'
        return page(self.document_page(f"<title>{self.facts.name}</title>", inner), self.encoding)

    def _rows(self, column: NfcmsColumn) -> list[tuple[Document, Placement, bool]]:
        """What a column lists; True marks the second row of a document listed as mpost too."""
        rows: list[tuple[Document, Placement, bool]] = []
        for document, place in self.county.listed(column.column, column.unit):
            rows.append((document, place, False))
            if document.id in self.twins:
                rows.append((document, place, True))
        return rows

    def _list(self, request: Request, column: NfcmsColumn, asked: int | None) -> Response:
        rows = [] if self.switch.on("empty", request.url) else self._rows(column)
        pages = max(-(-len(rows) // self.per_page), 1)
        number = 1 if asked is None else asked - self.second + 2
        if number < 1 or (asked is not None and number < 2) or number > pages:
            if self.beyond == "gone" or asked is None or number < 2:
                return self.not_found()
            number = pages
        shown = [] if column.theme == "script" else rows[(number - 1) * self.per_page : number * self.per_page]
        body = self._markup(column, shown)
        if self.switch.on("broken_layout", request.url):
            body = "".join(
                f'<div class="row" data-id="{place.number}">{place.list_title}</div>' for _, place, _ in shown
            )
        count = pages + 1 if self.switch.on("overcount", request.url) else pages
        pager = self._links(number, count) if self.pager == "links" and column.theme != "script" else ""
        script = f"<script>NFC_LIST.load('/postmeta/i/{column.number}.json', '#list');</script>"
        inner = (
            f'<div class="side"><h3>最新动态</h3><ul><li><a href="/xwzx/gdyw/content/post_9{column.number}.html">'
            "县里召开会议</a><span>2024-01-05</span></li></ul></div>"
            f'<div class="position">当前位置：<a href="/">首页</a> &gt; {column.caption}</div>'
            f'<div id="list">{body}</div>{pager}{script if column.theme == "script" else ""}'
        )
        head = f"<title>{column.caption}_{self.facts.name}</title>\n{self._tags(column)}"
        return page(self.document_page(head, inner), self.encoding)

    def _links(self, number: int, count: int) -> str:
        """The pager: numbers and 下一页, page one without a number in its name."""
        name = ["index.html", *(f"index_{place + self.second}.html" for place in range(count))]
        numbers = "".join(
            f"<span>{place}</span>" if place == number else f'<a href="./{name[place - 1]}">{place}</a>'
            for place in range(1, count + 1)
        )
        after = f'<a href="./{name[number]}" class="next">下一页</a>' if number < count else ""
        return f'<div class="page">{numbers}{after}</div>'

    def _markup(self, column: NfcmsColumn, shown: list[tuple[Document, Placement, bool]]) -> str:
        items = []
        for number, (_, place, twin) in enumerate(shown):
            title, day = html.escape(place.list_title), f"{place.posted:%Y-%m-%d}"
            name = f"{'m' if twin else ''}post_{place.number}.html"
            href = f"http://{self._host}{column.path}content/{name}" if number % 2 else f"./content/{name}"
            short = title if number % 3 else f"{title[:12]}…"
            if column.theme == "spans":
                link = f'<a href="{href}" title="{title}" target="_blank">{short}</a>'
                items.append(f'<div class="conts-list"><span>{link}</span><span class="time">{day}</span></div>')
            elif column.theme == "cells":
                link = f'<a href="{href}" title="{title}">{short}</a>'
                items.append(f'<tr><th>{day}</th><td><div class="list_td">{link}</div></td></tr>')
            else:
                items.append(f'<li><a href="{href}">{title}</a><span>{day}</span></li>')
        wrap = {"spans": "<div>{}</div>", "cells": '<table class="list">{}</table>'}.get(column.theme, "<ul>{}</ul>")
        return wrap.format("\n".join(items))

    def _tags(self, column: NfcmsColumn, title: str | None = None, place: Placement | None = None) -> str:
        own = f'<meta name="ColumnId" content="{column.number}" />\n<meta name="filing" content="{self.facts.icp}" />'
        return f"{self.meta(title, place, column.caption, column.unit)}\n{own}"

    def _article(self, request: Request, column: NfcmsColumn, number: int) -> Response:
        found = self.county.find(column.column, number)
        if found is None or column.unit not in (None, found[0].unit):
            return self.not_found()
        document, place = found
        if gone := self.vanished(place):
            return gone
        title = html.escape(document.title)
        byline = (
            f"<span>作者：本网</span> | <span>来源：{document.unit.name}</span> | "
            f"<span>时间：{place.posted:%Y-%m-%d}</span> | "
            "<span>点击数：<i id='hits'>-</i></span> | <span>分享到</span>"
        )
        before, after = self.county.neighbours(column.column, column.unit, place.number)
        near = f"上一篇：{before.title if before else '没有了'}</p><p>下一篇：{after.title if after else '没有了'}"
        inner = (
            f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="../">{column.caption}</a></div>'
            f'<div class="content"><h1 class="title">{title}</h1><div class="date-row">{byline}</div>'
            f'<div class="article-content">{self._content(document, place)}</div></div>'
            f'{self.share()}<div class="near"><p>{near}</p></div>'
        )
        head = f"<title>{title}_{self.facts.name}</title>\n{self._tags(column, document.title, place)}"
        return self.finish(request, self.document_page(head, inner), place)

    def _content(self, document: Document, place: Placement) -> str:
        files = "".join(
            f'<p><a class="nfw-cms-attachment" attachment-id="{item.serial}" alt="{html.escape(item.name)}" '
            f'href="{self._file_path(place, item.serial, item.extension)}">附件下载</a></p>'
            for item in document.attachments
        )
        return render(document.body, "word") + files

    def _file_path(self, place: Placement, serial: int, extension: str) -> str:
        return f"/attachment/{serial // 10**6}/{serial // 1000}/{serial}/{place.number}.{extension}"

    def _column_json(self, request: Request, number: int) -> Response:
        column = next((column for column in self.columns if column.number == number), None)
        if column is None:
            return self.not_found()
        rows = [] if self.switch.on("empty", request.url) else self.county.listed(column.column, column.unit)
        articles = [self._json_row(column, document, place) for document, place in rows]
        answer: dict[str, Any] = {"id": number, "name": column.caption, "publish_count": len(rows), "children": []}
        answer["items" if self.switch.on("broken_layout", request.url) else "articles"] = articles
        return page(json.dumps(answer, ensure_ascii=False), self.encoding, kind="application/json")

    def _json_row(self, column: NfcmsColumn, document: Document, place: Placement) -> dict[str, Any]:
        address = (
            "" if document.id in self.bare else f"http://{self._host}{column.path}content/post_{place.number}.html"
        )
        return {
            "id": place.number,
            "title": place.list_title,
            "url": address,
            "date": f"{place.posted:%Y-%m-%d}",
            "source": document.unit.name,
            "visible_publish_time": f"{place.posted:%Y-%m-%d} 09:30",
            "abstract": "",
            "json_ext": '{"EXT_zh":""}',
        }

    def _post_json(self, number: int) -> Response:
        for document in self.county.documents.values():
            place = next((place for place in document.placements if place.number == number), None)
            if place is None:
                continue
            if gone := self.vanished(place):
                return gone
            answer = {
                "id": number,
                "title": document.title,
                "content": self._content(document, place),
                "attachment": [],
                "source": document.unit.name,
                "publish_time": f"{place.posted:%Y-%m-%d} 09:30:00",
                "display_publish_time": f"{place.posted:%Y-%m-%d} 09:30:00",
                "origin_url": "",
                "gkml_url": "",
                "gkml_data": "{}",
            }
            return page(json.dumps(answer, ensure_ascii=False), self.encoding, kind="application/json")
        return self.not_found()


def _post_path(number: int) -> str:
    return f"/postmeta/p/{number // 10**6}/{number // 1000}/{number}.json"
