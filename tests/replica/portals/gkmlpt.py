"""gkmlpt, Guangdong's 信息公开目录平台: a mini-site for each unit under one host, lists as JSON."""

import html
import json
import re
from typing import Any

from tests.replica.county import County, Document, Placement, Unit
from tests.replica.exchange import Request, Response, file, page
from tests.replica.files import make_file
from tests.replica.markup import render
from tests.replica.moments import epoch
from tests.replica.portals.portal import Dialect, Facts
from tests.replica.switchboard import Switchboard

SERVER_PAGE = 100

_CONTENT = re.compile(r"/(?P<unit>\w+)/gkmlpt/content/(\d+)/(\d+)/(?P<twin>m?)post_(?P<number>\d+)\.html\Z")
_API = re.compile(r"/(?P<unit>\w+)/gkmlpt/api/all/(?P<column>\d+)\Z")
_TAB = re.compile(r"/(?P<unit>\w+)/gkmlpt/(?P<tab>index|annualreport|policy|guide)/?\Z")
_FILE = re.compile(r"/(?P<unit>\w+)/attachment/\d+/\d+/(?P<serial>\d+)/(?P<number>\d+)\.(?P<extension>\w+)\Z")

#: Placement columns by the caption they have in a unit's tree.
CAPTIONS = {"annual": "政府信息公开年报", "news": "工作动态", "plans": "工作总结"}


class Gkmlpt(Dialect):
    """Unit roots `/<code>/gkmlpt/…`. A post listed in a second column of its unit keeps its one address (cross-post).

    `cross` holds the documents also listed under 工作总结, `links` unit codes whose report column has an external row.
    """

    on_home = True

    def __init__(self, county: County, facts: Facts, switch: Switchboard, host: str, prefecture: str) -> None:
        super().__init__(county, facts, switch)
        self._host, self._prefecture = host, prefecture
        self.cross: set[str] = set()
        self.links: set[str] = set()

    def sid(self, unit: Unit) -> str:
        return str(763001 + self.county.units.index(unit))

    def column_id(self, unit: Unit, column: str) -> int:
        return 4700 + 40 * self.county.units.index(unit) + {"annual": 11, "news": 3, "plans": 4}[column]

    def url(self, unit: Unit, number: int) -> str:
        return f"http://{self._host}/{unit.code}/gkmlpt/content/{number // 10**6}/{number // 1000}/post_{number}.html"

    def addresses(self, document: Document) -> list[str]:
        return [self.url(document.unit, place.number) for place in document.placements if place.column == "annual"]

    def files(self, document: Document) -> list[str]:
        place = document.placements[0]
        return [f"http://{self._host}{self._file_path(document, place, item.serial)}" for item in document.attachments]

    def front_links(self) -> list[tuple[str, str]]:
        return [(unit.name, f"/{unit.code}/gkmlpt/index") for unit in self.county.units]

    def serve(self, request: Request) -> Response | None:
        if found := _TAB.match(request.path):
            return self._tab(found["unit"], found["tab"])
        if found := _API.match(request.path):
            return self._list(request, found["unit"], int(found["column"]))
        if found := _CONTENT.match(request.path):
            return self._article(request, found["unit"], int(found["number"]), bool(found["twin"]))
        if found := _FILE.match(request.path):
            return self._download(found["unit"], int(found["serial"]))
        return None

    def _unit(self, code: str) -> Unit | None:
        return next((unit for unit in self.county.units if unit.code == code), None)

    def _rows(self, unit: Unit, column: str) -> list[tuple[Document, Placement]]:
        rows = self.county.listed(column, unit)
        if column == "plans":
            rows += [row for row in self.county.listed("annual", unit) if row[0].id in self.cross]
        return rows

    def _tree(self, unit: Unit) -> list[dict[str, Any]]:
        base = 4700 + 40 * self.county.units.index(unit)

        def node(number: int, name: str, parent: int, posts: int, **more: Any) -> dict[str, Any]:
            return {
                "id": number,
                "name": name,
                "parent": parent,
                "children": [],
                "jump_url": "",
                "post_count": posts,
                **more,
            }

        content = node(base + 1, "法定主动公开内容", 0, 0)
        for column in ("news", "plans"):
            number = self.column_id(unit, column)
            content["children"].append(node(number, CAPTIONS[column], base + 1, len(self._rows(unit, column)) + 31))
        annual = self.column_id(unit, "annual")
        return [
            node(base + 9, "政府信息公开指南", 0, 1),
            node(base + 10, "政府信息公开制度", 0, 0, jump_url="http://www.gov.cn/zhengce/xxgk/"),
            content,
            node(annual, CAPTIONS["annual"], 0, len(self._rows(unit, "annual")) + 12),
        ]

    def _config(self, unit: Unit, action: str, detail: dict[str, Any] | None = None) -> str:
        """The page's settings: a JavaScript object with bare keys around strict JSON values."""
        lines = [f"        SID: '{self.sid(unit)}',", f"        ACTION: '{action}',"]
        if detail is not None:
            lines.append(f"        DETAIL: {_script_json(detail)},")
        lines.append(f"        TREE: {_script_json(self._tree(unit))},")
        lines.append(f"        SERVICE_AREA_ID: {int(self.sid(unit)) // 1000},")
        return "<script>\n    window._CONFIG = {\n" + "\n".join(lines) + "\n        IS_MOBILE: false\n    };\n</script>"

    def _banner(self, unit: Unit) -> str:
        body = unit.issuer if unit.level != "town" else f"{self._prefecture}{self.county.name}{unit.issuer}"
        return f'<div class="tabs"><a>政府信息公开</a> <a>规章库</a></div><div class="banner">{body}信息公开</div>'

    def _tab(self, code: str, tab: str) -> Response:
        unit = self._unit(code)
        if unit is None:
            return self.not_found()
        head = f"<title>{unit.name} - 政府信息公开目录</title>\n{self.meta(None, None, '政府信息公开', unit)}"
        inner = (
            f'{self._banner(unit)}<div id="app"><table class="table-content"><tbody></tbody></table></div>'
            f'{self._config(unit, tab)}<script src="/gkmlpt/static/js/app.js"></script>'
        )
        return page(self.document_page(head, inner), self.encoding)

    def _list(self, request: Request, code: str, number: int) -> Response:
        unit = self._unit(code)
        columns = {self.column_id(unit, column): column for column in CAPTIONS} if unit else {}
        if unit is None or number not in columns:
            return self.not_found()
        column = columns[number]
        rows = [self._row(document, place, number) for document, place in self._rows(unit, column)]
        if column == "annual" and unit.code in self.links:
            rows.insert(1, self._external(unit, number))
        if self.switch.on("empty", request.url):
            rows = []
        asked = request.query.get("page", "1")
        index = max(1, int(asked)) if asked.isdigit() else 1
        start = (index - 1) * SERVER_PAGE
        if start >= len(rows) and index > 1:
            return self.not_found()
        caption = CAPTIONS[column]
        answer: dict[str, Any] = {
            "classify": {
                "id": number,
                "name": caption,
                "parent": 0,
                "post_count": len(rows) + 12,
                "theme_count": len(rows),
                "jump_url": "",
            },
            "total": len(rows),
            "offset": start,
            "articles": rows[start : start + SERVER_PAGE],
        }
        if self.switch.on("broken_layout", request.url):
            answer = {"code": 0, "result": {"list": [{"name": row["title"]} for row in rows]}}
        return page(json.dumps(answer, ensure_ascii=False), self.encoding, kind="application/json")

    def _row(self, document: Document, place: Placement, column: int) -> dict[str, Any]:
        signed = document.signed or place.posted
        return {
            "id": place.number,
            "identifier": "",
            "title": place.list_title,
            "document_number": "",
            "publisher": document.unit.name,
            "keywords": "",
            "abstract": "",
            "date": epoch(signed, 0, 0),
            "create_time": epoch(place.posted),
            "display_publish_time": epoch(place.posted),
            "first_publish_time": epoch(place.posted),
            "created_at": f"{place.filed:%Y-%m-%d} 10:20:00",
            "classify_main": column,
            "classify_main_name": CAPTIONS["annual"],
            "classify_genre_name": "",
            "classify_theme_name": "",
            "url": self.url(document.unit, place.number),
            "post_url": "",
            "type": "normal",
            "is_expired": 0,
            "is_abolished": 0,
            "attachment": [],
            "relation": [],
        }

    def _external(self, unit: Unit, column: int) -> dict[str, Any]:
        return {
            "id": 990000 + column,
            "identifier": "",
            "title": f"一图读懂{unit.name}政府信息公开工作",
            "publisher": unit.name,
            "date": 1548172800,
            "create_time": 1548210000,
            "created_at": "2019-01-23 10:20:00",
            "classify_main": column,
            "url": "https://mp.weixin.qq.com/s/replica",
            "post_url": "",
            "type": "url",
            "attachment": [],
        }

    def _article(self, request: Request, code: str, number: int, twin: bool) -> Response:
        unit = self._unit(code)
        found = unit and next(
            (row for column in CAPTIONS if (row := self.county.find(column, number)) and row[0].unit == unit), None
        )
        if unit is None or not found:
            return self.not_found()
        document, place = found
        if gone := self.vanished(place):
            return gone
        content = render(document.body, "word") + self._anchors(document, place)
        detail = self._row(document, place, self.column_id(unit, "annual")) | {"content": content}
        title = html.escape(document.title)
        head = f"<title>{title}</title>\n{self.meta(document.title, place, CAPTIONS['annual'], unit)}"
        byline = f"发布日期：{place.posted:%Y-%m-%d} 09:30:00 <span>浏览次数：<i id='views'>-</i></span>"
        inner = (
            self._banner(unit)
            + ("" if twin else self._grid(document, place))
            + (
                f'<div class="content"><h1 class="title">{title}</h1><div class="date-row">{byline}</div>'
                f'<div class="share-row">( )</div><div class="article-content">{content}</div>'
                f"</div>{self.share()}{self._config(unit, 'content', detail)}"
            )
        )
        return self.finish(request, self.document_page(head, inner), place)

    def _grid(self, document: Document, place: Placement) -> str:
        signed = f"{document.signed:%Y-%m-%d}" if document.signed else ""
        rows = [
            (("索引号:", ""), ("分类:", CAPTIONS["annual"])),
            (("发布机构:", document.unit.name), ("成文日期:", signed)),
            (("名称:", document.title),),
            (("文号:", ""), ("发布日期:", f"{place.posted:%Y-%m-%d}")),
            (("主题词:", ""),),
        ]
        cells = "".join(
            "<tr>"
            + "".join(
                f'<td class="td-label">{label}</td><td class="{"td-value-xl" if len(row) == 1 else "td-value"}">'
                f"<span>{html.escape(value)}</span></td>"
                for label, value in row
            )
            + "</tr>"
            for row in rows
        )
        tools = '<div class="tools">【打印】 【字体：大 中 小】</div>'
        return f'<table class="content-table"><tbody>{cells}</tbody></table>{tools}'

    def _file_path(self, document: Document, place: Placement, serial: int) -> str:
        item = next(item for item in document.attachments if item.serial == serial)
        number = place.number
        return f"/{document.unit.code}/attachment/{serial // 10**6}/{serial // 1000}/{serial}/{number}.{item.extension}"

    def _anchors(self, document: Document, place: Placement) -> str:
        return "".join(
            f'<p><a class="nfw-cms-attachment" attachment-id="{item.serial}" alt="{html.escape(item.name)}" '
            f'href="{self._file_path(document, place, item.serial)}"><img src="/images/{item.extension}.gif" /></a></p>'
            for item in document.attachments
        )

    def _download(self, code: str, serial: int) -> Response:
        for document in self.county.documents.values():
            for item in document.attachments:
                if item.serial == serial and document.unit.code == code:
                    return file(make_file(item.extension, item.blocks))
        return self.not_found()


def _script_json(value: Any) -> str:
    """JSON inside a script element: markup characters are written as \\u003C, \\u003E and \\u0026."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")
