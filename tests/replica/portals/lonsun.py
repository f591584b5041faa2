"""Lonsun: catalogues whose rows a script asks a label for, ordinary columns, collections of a year."""

import html
import re
from dataclasses import dataclass
from typing import Literal

from tests.replica.county import Document, Placement, Unit
from tests.replica.exchange import Request, Response, page
from tests.replica.markup import render
from tests.replica.portals.portal import Dialect

#: The text of an empty list, which the script hands to the label.
NOTHING = "暂无相关信息"

_COLUMN = re.compile(r"/public/column/(?P<organ>\d+)\Z")
_PUBLIC = re.compile(r"/public/(?P<organ>\d+)/(?P<number>\d+)\.html\Z")
_FILE = re.compile(r"/group(?P<group>\d)/M00/(?P<place>[0-9A-F]{2}/[0-9A-F]{2})/wKg(?P<serial>\d+)\.(?P<kind>\w+)\Z")


@dataclass(frozen=True)
class Category:
    """A category of the catalogue, by its catId, which all organs share: the placements it lists."""

    cat_id: str
    column: str
    caption: str


@dataclass(frozen=True)
class Collection:
    """An ordinary column: `path` ends in a slash. `number` is its id where it is `/content/column/<id>`."""

    path: str
    column: str
    caption: str
    number: str = ""
    year: int | None = None


class Lonsun(Dialect):
    """`plain` draws fragments as ul > li, `boxes` as div.xxgk_navli, the older habit. `drawn`: the server draws the
    first block into the catalogue page. Any of the label's fields but the usual ones makes it answer with nothing.
    """

    label = "/site/label/8888"
    template = "/tianchang/xxgk/publicInfoList_newest2020"
    page_size = 20
    rows: Literal["plain", "boxes"] = "plain"
    drawn = False

    def __init__(
        self,
        *parts: object,
        host: str,
        site_id: str,
        root: str,
        categories: tuple[Category, ...],
        collections: tuple[Collection, ...],
    ) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._host, self._site_id, self._root = host, site_id, root
        self._categories, self._collections = categories, collections

    def front_links(self) -> list[tuple[str, str]]:
        links = [("乡镇信息公开目录", f"/public/column/{self._root}?type=4&action=list")]
        return links + [(collection.caption, self._front(collection)) for collection in self._collections]

    def _front(self, collection: Collection) -> str:
        return (
            f"/content/column/{collection.number}?pageIndex=1" if collection.number else f"{collection.path}index.html"
        )

    def _path(self, document: Document, place: Placement) -> str | None:
        for category in self._categories:
            if category.column == place.column:
                return f"/public/{document.unit.code}/{place.number}.html"
        for collection in self._collections:
            if collection.column == place.column and collection.year in (None, document.year):
                if collection.number:
                    return f"/content/article/{place.number}"
                return f"{collection.path}{place.number}.html"
        return None

    def addresses(self, document: Document) -> list[str]:
        paths = [self._path(document, place) for place in document.placements]
        return [f"https://{self._host}{path}" for path in paths if path]

    def files(self, document: Document) -> list[str]:
        return [f"https://{self._host}{self._file(item.serial, item.extension)}" for item in document.attachments]

    def _file(self, serial: int, extension: str) -> str:
        return f"/group{serial % 6 + 1}/M00/{serial % 256:02X}/{serial // 256 % 256:02X}/wKg{serial}.{extension}"

    def serve(self, request: Request) -> Response | None:
        if request.path == self.label:
            return self._fragment(request)
        if found := _COLUMN.match(request.path):
            return self._catalogue(request, found["organ"])
        if found := _FILE.match(request.path):
            return self.download(int(found["serial"]), found["kind"])
        for collection in self._collections:
            if collection.number and request.path == f"/content/column/{collection.number}":
                return self._column(request, collection)
            if not collection.number and request.path in (collection.path, f"{collection.path}index.html"):
                return self._column(request, collection)
        return self._article(request)

    def _unit(self, code: str | None) -> Unit | None:
        return next((unit for unit in self.county.units if unit.code == code), None)

    def _catalogue(self, request: Request, organ: str) -> Response:
        """An organ's catalogue: its tree of categories and the script that asks for the rows of one of them."""
        if organ == self._root:
            return self._directory(request)
        unit = self._unit(organ)
        if unit is None:
            return self.not_found()
        wanted = request.query.get("catId", "")
        category = next((found for found in self._categories if found.cat_id == wanted), None)
        tree = "".join(
            f'<li><a href="/public/column/{organ}?type=4&amp;catId={found.cat_id}&amp;action=list" '
            f'title="{found.caption}">{found.caption}</a></li>'
            for found in self._categories
        )
        rows = self._listed(unit, wanted, request)
        over = self.switch.on("overcount", request.url)
        pages = -(-len(rows) // self.page_size) + over
        inside = self._rows(rows[: self.page_size]) if self.drawn and category else ""
        script = self._script(organ, wanted, pages, len(rows) + over)
        if self.switch.on("broken_layout", request.url):
            script, inside = '<script src="/assets/app.js"></script>', ""
        inner = (
            f'<div class="organ"><h2>{unit.name}</h2></div><ul id="organ_class_{organ}_tree">{tree}</ul>'
            f'<div class="xxgk_lm"><h3>{category.caption if category else "信息公开目录"}</h3>'
            f'<div id="xxgk_lmcon">{inside}</div><div id="page_public_info" class="page"></div></div>{script}'
        )
        return self._whole(request, f"{unit.name}信息公开目录", inner)

    def _script(self, organ: str, category: str, pages: int, total: int) -> str:
        return (
            '<script type="text/javascript">$(function () { var organId = \''
            f"{organ}'; var show = function (pageIndex) {{\n"
            f' Ls.ajax({{ dataType : "html", url : "{self.label}", data : {{'
            f' labelName : "publicInfoList", siteId : "{self._site_id}", pageSize : "{self.page_size}", '
            'pageIndex : pageIndex, action : "list", isDate : "true", dateFormat : "yyyy-MM-dd", length : "46",\n'
            f' organId : organId, type : "4", catId : "{category}", cId : "", fuzzySearch : false, fromCode : "title", '
            f'keyWords : $("#keyWords").val(), sortType : 1, result : "{NOTHING}", file : "{self.template}"\n'
            ' } }).done(function (html) { $("#xxgk_lmcon").html(html); }); };\n'
            f' Ls.pagination("#page_public_info", show, {{ currPage: (0+1), pageCount:{pages}, total: {total} }});\n'
            f"{'' if self.drawn else ' show(1);'} }});</script>"
        )

    def _listed(self, unit: Unit, cat_id: str, request: Request) -> list[tuple[Document, Placement]]:
        category = next((found for found in self._categories if found.cat_id == cat_id), None)
        if category is None or self.switch.on("empty", request.url):
            return []
        return self.county.listed(category.column, unit)

    def _fragment(self, request: Request) -> Response:
        """What the label answers: a fragment, by GET or POST alike. Without its template or site it is the notice."""
        fields = {**request.query, **request.form}
        unit, number = self._unit(fields.get("organId")), fields.get("pageIndex", "1")
        size = fields.get("pageSize", "")
        whole = fields.get("file") == self.template and fields.get("siteId") == self._site_id
        known = fields.get("labelName") == "publicInfoList" and size.isdigit() and number.isdigit()
        notice = f"<p class='nodata'>{html.escape(fields.get('result', ''))}</p>"
        if unit is None or not whole or not known:
            return page(notice, self.encoding)
        rows = self._listed(unit, fields.get("catId", ""), request)
        at = (max(int(number), 1) - 1) * int(size)
        shown = rows[at : at + int(size)]
        if self.switch.on("broken_layout", request.url):
            return page("<div class='vue-root'></div>", self.encoding)
        return page(self._rows(shown) if shown else notice, self.encoding)

    def _rows(self, shown: list[tuple[Document, Placement]]) -> str:
        lines = []
        for number, (document, place) in enumerate(shown):
            title, path = html.escape(place.list_title), self._path(document, place)
            short = title if len(title) < 23 else f"{title[:22]}..."
            link = f'<a href="https://{self._host}{path}" target="_blank" title="{title}">{short}</a>'
            day = f"{place.posted:%Y-%m-%d}"
            if self.rows == "boxes":
                syh = f"{document.unit.code}/{place.posted:%Y%m}-{place.number % 100000:05d}"
                lines.append(
                    f'<div class="xxgk_navli"><ul><li class="xh">{number + 1}</li><li class="syh">{syh}</li>'
                    f'<li class="mc">{link}</li><li class="rq"><span class=\'date\'>\r\n\t\t{day}\t</span>'
                    "</li></ul></div>"
                )
            else:
                lines.append(
                    f'<li class="{"odd" if number % 2 else "even"}">{link}<span class="right date">{day}</span></li>'
                )
        return "".join(lines) if self.rows == "boxes" else f'<ul class="clearfix xxgk_nav_list">{"".join(lines)}</ul>'

    def _directory(self, request: Request) -> Response:
        items = "".join(
            f'<li><a href="/public/column/{unit.code}?type=4&amp;action=list&amp;nav=3" title="{unit.name}">'
            f"{unit.name}</a></li>"
            for unit in self.county.units
        )
        if self.switch.on("empty", request.url) or self.switch.on("broken_layout", request.url):
            items = "<li>加载中</li>"
        return self._whole(
            request, "乡镇信息公开目录", f'<div class="organ_list"><h3>乡镇街道</h3><ul>{items}</ul></div>'
        )

    def _column(self, request: Request, collection: Collection) -> Response:
        """An ordinary column, drawn by the server; the pager jumps to another pageIndex."""
        rows = self.county.listed(collection.column, None, collection.year)
        if self.switch.on("empty", request.url):
            rows = []
        number = request.query.get("pageIndex", "1")
        index = max(int(number), 1) if number.isdigit() else 1
        pages = max(-(-len(rows) // self.page_size), 1) + self.switch.on("overcount", request.url)
        items = []
        for document, place in rows[(index - 1) * self.page_size : index * self.page_size]:
            title = html.escape(place.list_title)
            items.append(
                f'<li class="odd"><a class="left" href="https://{self._host}{self._path(document, place)}" '
                f'title="{title}">{title}</a><span class="right date">{place.posted:%Y-%m-%d}</span></li>'
                '<li class="lm_line"></li>'
            )
        if self.switch.on("broken_layout", request.url):
            items = ["<li data-id='1'></li>"]
        name = collection.number or "398001"
        script = (
            f'<script>Ls.pagination("#page_{name}", function(pageIndex){{ location.href=\'https://{self._host}'
            f"{request.path}?pageIndex=' + pageIndex;}},{{currPage: ({index - 1}+1),pageCount:{pages}}});</script>"
        )
        body = "".join(items) or f"<li>{NOTHING}</li>"
        listed = f'<ul class="doc_list list-{name}">{body}</ul><div id="page_{name}"></div>'
        inner = f"<h2>{collection.caption}</h2>{listed}{script}"
        return self._whole(request, collection.caption, inner)

    def _article(self, request: Request) -> Response | None:
        for document in self.county.documents.values():
            for place in document.placements:
                if self._path(document, place) == request.path:
                    return self.vanished(place) or self._render(request, document, place)
        return self.not_found() if _PUBLIC.match(request.path) else None

    def _render(self, request: Request, document: Document, place: Placement) -> Response:
        title = html.escape(document.title)
        files = "".join(
            f'<p><a href="https://{self._host}{self._file(item.serial, item.extension)}" target="_blank">'
            f"{html.escape(item.name)}</a></p>"
            for item in document.attachments
        )
        grid = ""
        if place.number % 2:
            rows = (
                ("索&nbsp;引&nbsp;号：", f"{document.unit.code}/{place.posted:%Y%m}-{place.number % 100000:05d}"),
                ("组配分类：", "政府信息公开年报"),
                ("发布机构：", document.unit.name),
                ("发布日期：", f"{place.posted:%Y-%m-%d} 11:19"),
            )
            cells = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in rows)
            grid = f'<div class="xxgk_wz_top"><table><tbody>{cells}</tbody></table></div>'
        inner = (
            '<div class="wzbjj"><div class="position">当前位置：<a href="/">首页</a> &gt; '
            '<a href="/zwgk/">政府信息公开</a>'
            f' &gt; <a href="/public/column/{document.unit.code}">{document.unit.name}</a></div>{grid}'
            f'<h1 class="wztit">{title}</h1><div class="wzfbxx">'
            f'<span class="fbsj">发布时间：{place.posted:%Y-%m-%d} 11:19</span>'
            f'<span class="res">来源：{self.county.name}{document.unit.name}</span><span>【字体：<a href="#">大</a> '
            f'<a href="#">中</a> <a href="#">小</a>】</span><a href="javascript:window.print()">打印</a></div>'
            f'<div class="wzcon j-fontContent clearfix">{render(document.body, "editor")}{files}</div></div>'
            f"{self.share()}"
        )
        head = f"<title>{title}_{self.facts.name}</title>\n" + self.meta(
            document.title, place, "政府信息公开年报", document.unit
        )
        return self.finish(request, self.document_page(head, inner), place)

    def _whole(self, request: Request, title: str, inner: str) -> Response:
        head = f"<title>{title}_{self.facts.name}</title>\n{self.meta(None, None, title, None)}"
        return self.finish(request, self.document_page(head, inner))
