"""Hanweb's disclosure module under `/module/xxgk/`: a report a unit and year, the unit tree, the catalogue search."""

import html
import re

from tests.replica.county import Document, Placement, Unit
from tests.replica.exchange import Request, Response, page
from tests.replica.portals.hanweb_articles import HanwebArticles

ROWS_PER_PAGE = 15
#: Catalogue codes: what a unit's tree calls its annual reports and its other articles.
CATALOGUE = {"A001": "政府信息公开年报", "A002": "工作动态"}

_MODULE = re.compile(r"/module/xxgk/(?P<name>xxgkAnnualReport|tree|search)\.jsp\Z")


class HanwebXxgk(HanwebArticles):
    """`xxgkAnnualReport.jsp` takes the unit's code as `area` and the report year as `fbtime`; a year without a report
    answers with the same page and an empty body. Placements: `annual`, and `art:<n>` for what the catalogue lists.
    """

    def __init__(self, *parts: object, host: str, root: str, catalogue_column: str, groups: dict[str, str]) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._host, self._root, self._column, self._groups = host, root, f"art:{catalogue_column}", groups

    def _annual_path(self, unit: Unit, year: int) -> str:
        return f"/module/xxgk/xxgkAnnualReport.jsp?area={unit.code}&fbtime={year}"

    def addresses(self, document: Document) -> list[str]:
        if document.place("annual") is None:
            return []
        return [f"http://{self._host}{self._annual_path(document.unit, document.year)}"]

    def mirrors(self, document: Document) -> list[str]:
        return [
            f"http://{self._host}{self.art_path(place)}"
            for place in document.placements
            if place.column.startswith("art:")
        ]

    def files(self, document: Document) -> list[str]:
        return [f"http://{self._host}{self.file_path(item.serial, item.extension)}" for item in document.attachments]

    def front_links(self) -> list[tuple[str, str]]:
        return [("政府信息公开", f"/module/xxgk/tree.jsp?area={self._root}")]

    def serve(self, request: Request) -> Response | None:
        found = _MODULE.match(request.path)
        if found is None:
            return super().serve(request)
        if found["name"] == "tree":
            return self._tree(request)
        if found["name"] == "search":
            return self._search(request)
        return self._annual(request)

    def _unit(self, code: str | None) -> Unit | None:
        return next((unit for unit in self.county.units if unit.code == code), None)

    def _annual(self, request: Request) -> Response:
        unit, year = self._unit(request.query.get("area")), request.query.get("fbtime", "")
        place: Placement | None = None
        document: Document | None = None
        for candidate, where in self.county.placed("annual"):
            if candidate.unit == unit and str(candidate.year) == year and where.state != "unlisted":
                document, place = candidate, where
        if place and (gone := self.vanished(place)):
            return gone
        if document is None or place is None or self.switch.on("empty", request.url):
            content, title = self._frame(unit, "", "", ""), f"{unit.name if unit else ''}政府信息公开年报"
        else:
            title = document.title
            stamp = f"发布时间：{place.posted:%Y-%m-%d} 18:20:44"
            content = self._frame(unit, html.escape(title), stamp, self.body(document))
        if self.switch.on("broken_layout", request.url):
            content = f'<div class="empty-app" data-src="/api/report?area={unit.code if unit else ""}"></div>'
        head = f"<title>{html.escape(title)}</title>"
        return self.finish(request, self.document_page(head, content))

    def _frame(self, unit: Unit | None, title: str, stamp: str, body: str) -> str:
        links = (
            "".join(
                f'<li><a href="{html.escape(self._annual_path(unit, year))}">{year}年</a></li>'
                for year in self.county.years
            )
            if unit
            else ""
        )
        body = body or '<div id="zoom"><!--ZJEG_RSS.content.begin--><!--ZJEG_RSS.content.end--></div>'
        return (
            '<div class="position">当前位置：<a href="/">首页</a> &gt; 政府信息公开</div>'
            f'<div class="xxgk-annual"><div class="years"><ul>{links}</ul></div><div class="main-txt">'
            f'<h1 class="title">{title}</h1>'
            f'<div class="byline">{stamp}</div>{body}</div></div><div class="tail">政府信息公开年报</div>{self.share()}'
        )

    def _tree(self, request: Request) -> Response:
        unit = self._unit(request.query.get("area"))
        if unit is None:
            return self.not_found()
        if unit.code == self._root:
            inner = self._unit_tree(request)
        else:
            years = [year for year in self.county.years if self._report(unit, year)] or list(self.county.years[:1])
            inner = (
                f'<div class="tree" id="tree-{unit.code}"><h3>{unit.name}</h3><ul>'
                f'<li><a href="javascript:void(0)" infotypeId="">法定主动公开内容</a><ul>'
                + "".join(
                    f'<li><a href="/col/col{self._column[4:]}/index.html?number={code}" infotypeId="{code}">'
                    f"{name}</a></li>"
                    for code, name in CATALOGUE.items()
                )
                + f'</ul></li><li><a href="{html.escape(self._annual_path(unit, years[-1]))}">政府信息公开年报</a></li>'
                "</ul></div>"
            )
        return self.finish(request, self.document_page("<title>信息公开目录</title>", inner))

    def _report(self, unit: Unit, year: int) -> bool:
        return any(document.unit == unit and document.year == year for document, _ in self.county.placed("annual"))

    def _unit_tree(self, request: Request) -> str:
        groups: dict[str, list[Unit]] = {}
        for unit in self.county.units:
            groups.setdefault(self._groups[unit.level], []).append(unit)
        if self.switch.on("empty", request.url):
            groups = {}
        items = []
        for caption, units in groups.items():
            leaves = "".join(
                f'<li class="leaf" id="u_{unit.code}"><a href="/module/xxgk/tree.jsp?area={unit.code}" '
                f'title="{unit.name}">{unit.name}</a></li>'
                for unit in units
            )
            items.append(f'<li class="folder"><span>{caption}</span><ul>{leaves}</ul></li>')
        if self.switch.on("broken_layout", request.url):
            items = ["<li>加载中…</li>"]
        return f'<div class="tree"><h3>部门目录</h3><ul>{"".join(items)}</ul></div>'

    def _search(self, request: Request) -> Response:
        """The catalogue's rows as an HTML fragment; fields come in the form, the query or both."""
        if request.method != "POST":
            return Response(405, b"", (("Allow", "POST"),))
        fields = {**request.query, **request.form}
        unit = self._unit(fields.get("area"))
        wanted = fields.get("infotypeId", "")
        rows = [
            (document, place)
            for document, place in self.county.listed(self._column)
            if (unit is None or document.unit == unit)
            and (wanted in ("", "0") or (wanted == "A001") == document.is_report)
            and fields.get("vc_title", "") in document.title
        ]
        if self.switch.on("empty", request.url):
            rows = []
        asked = fields.get("currpage", "1")
        index = max(1, int(asked)) if asked.isdigit() else 1
        shown = rows[(index - 1) * ROWS_PER_PAGE : index * ROWS_PER_PAGE]
        pages = max(1, -(-len(rows) // ROWS_PER_PAGE))
        fragment = self._list_rows(shown) if fields.get("standardXxgk") == "1" else self._table_rows(shown)
        if self.switch.on("broken_layout", request.url):
            fragment = "<div class='vue-root'></div>"
        return page(
            f'{fragment}<div class="pager">共 {len(rows)} 条 共 {pages} 页 当前第 {index} 页</div>', self.encoding
        )

    def _table_rows(self, rows: list[tuple[Document, Placement]]) -> str:
        lines = []
        for number, (_, place) in enumerate(rows):
            style = "odd" if number % 2 == 0 else "even"
            title = html.escape(place.list_title)
            short = title if len(title) < 24 else title[:22] + "…"
            lines.append(
                f'<tr class="tr_main_value_{style}"><td>{number + 1}</td><td>'
                f'<a class="bt_link" href="{self.art_path(place)}" title="{title}" target="_blank">{short}</a></td>'
                f"<td>{place.posted:%Y-%m-%d}</td></tr>"
            )
        return f'<table class="tb_main">{"".join(lines)}</table>'

    def _list_rows(self, rows: list[tuple[Document, Placement]]) -> str:
        items = "".join(
            f'<li><a href="{self.art_path(place)}" target="_blank">{html.escape(place.list_title)}</a>'
            f"<span>{place.posted:%Y-%m-%d}</span></li>"
            for _, place in rows
        )
        return f'<div class="zfxxgk_list_con"><ul>{items}</ul></div>'
