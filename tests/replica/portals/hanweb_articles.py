"""Hanweb's static articles (`/art/Y/M/D/art_C_N.html`) and its download script, shared by the list dialects."""

import hashlib
import html
import re

from tests.replica.county import Document, Placement
from tests.replica.exchange import Request, Response, file
from tests.replica.files import make_file
from tests.replica.markup import Style, render
from tests.replica.portals.portal import Dialect, Validators

_ARTICLE = re.compile(r"/art/(\d+)/(\d+)/(\d+)/art_(?P<column>\d+)_(?P<number>\d+)\.html\Z")
_KINDS = {"pdf": "application/pdf", "doc": "application/msword"}


class HanwebArticles(Dialect):
    """Articles of all `art:<column id>` placements; month and day in the address carry no zero."""

    validators: Validators = "both"
    style: Style = "editor"

    def art_path(self, place: Placement) -> str:
        day = place.filed
        column = place.column.removeprefix("art:")
        return f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{place.number}.html"

    def serve(self, request: Request) -> Response | None:
        if found := _ARTICLE.match(request.path):
            return self.article(request, found["column"], int(found["number"]))
        if request.path in ("/module/download/downfile.jsp", "/module/xxgk/downfile.jsp"):
            return self.download(request.query.get("filename", ""))
        return None

    def file_name(self, serial: int, extension: str) -> str:
        """The name the download script knows a file by: 32 hexadecimal digits."""
        return f"{hashlib.md5(f'{self.county.host}/{serial}'.encode()).hexdigest()}.{extension}"

    def file_path(self, serial: int, extension: str) -> str:
        return f"/module/download/downfile.jsp?classid=0&filename={self.file_name(serial, extension)}"

    def attachment_list(self, document: Document) -> str:
        return "".join(
            f'<p><img src="/module/jslib/icons/{item.extension}.png" /><a href="'
            f'{html.escape(self.file_path(item.serial, item.extension))}">{html.escape(item.name)}</a></p>'
            for item in document.attachments
        )

    def body(self, document: Document) -> str:
        """The body between the platform's own comments."""
        return (
            '<meta name="ContentStart" /><div id="zoom"><!--ZJEG_RSS.content.begin-->'
            f"{render(document.body, self.style)}{self.attachment_list(document)}"
            '<!--ZJEG_RSS.content.end--></div><meta name="ContentEnd" />'
        )

    def crumbs(self, document: Document, place: Placement) -> str:
        """The line that says where the article stands."""
        return (
            '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="#">政府信息公开</a> '
            "&gt; 信息公开年报</div>"
        )

    def grid(self, document: Document, place: Placement) -> str:
        """The metadata above an article."""
        signed = f"{document.signed:%Y-%m-%d}" if document.signed else ""
        return (
            '<table class="xxgk_table"><caption>信息公开元数据</caption>'
            f"<tr><td>索引号</td><td>{self.index_number(document, place)}</td>"
            "<td>组配分类</td><td>政府信息公开年报</td></tr>"
            f"<tr><td>发布机构</td><td>{document.unit.name}</td><td>生成日期</td><td>{signed}</td></tr>"
            "<tr><td>文件编号</td><td></td><td>有效性</td><td>有效</td></tr></table>"
        )

    def article(self, request: Request, column: str, number: int) -> Response:
        """The page of an article of the placements `art:<column>`."""
        found = self.county.find(f"art:{column}", number)
        if found is None:
            return self.not_found()
        document, place = found
        if gone := self.vanished(place):
            return gone
        title = html.escape(document.title)
        head = (
            f"<title>{title}</title>\n{self.meta(document.title, place, '信息公开年报', document.unit)}\n"
            f'<meta name="Maketime" content="{place.filed:%Y-%m-%d} 09:31:07" />\n'
            f'<meta name="i_columnid" content="{column}" /><meta name="i_articleid" content="{number}" />'
        )
        byline = (
            f'<div class="byline">发布时间：{place.posted:%Y-%m-%d} 09:30 浏览次数：{self.views(number)} '
            f"信息来源：<!--<$[信息来源]>begin-->{document.unit.name}<!--<$[信息来源]>end--> 字体：[大 中 小]</div>"
        )
        before, after = self.county.neighbours(place.column, None, number)
        inner = (
            f'{self.crumbs(document, place)}<div class="main-txt">{self.grid(document, place)}'
            f'<h1 class="title">{title}</h1>{byline}{self.body(document)}</div>'
            f"{self.share()}<div class='near'>上一篇：{html.escape(before.title) if before else '没有了'} "
            f"下一篇：{html.escape(after.title) if after else '没有了'}</div>"
        )
        return self.finish(request, self.document_page(head, inner), place)

    def index_number(self, document: Document, place: Placement) -> str:
        """The article's 索引号."""
        return f"00100800{self.county.units.index(document.unit):04d}/{place.filed.year}-{place.number % 100000:05d}"

    def download(self, name: str) -> Response:
        """The file of that name, raw name in the header."""
        for document in self.county.documents.values():
            for item in document.attachments:
                if self.file_name(item.serial, item.extension) == name:
                    return file(
                        make_file(item.extension, item.blocks),
                        _KINDS.get(item.extension, "application/octet-stream"),
                        item.name,
                    )
        return self.not_found()
