"""ASP.NET and ASP of the table era: postback lists whose hidden fields hold for one answer, and query lists."""

import html
import re
import string
from dataclasses import dataclass
from random import Random

from tests.replica.county import Document, Placement
from tests.replica.exchange import Request, Response, page, redirect
from tests.replica.markup import render
from tests.replica.portals.portal import Dialect

_FILE = re.compile(r"/UploadFile/(?P<serial>\d+)\.(?P<kind>\w+)\Z")
#: What the pager and the search box of a list are called.
PAGER, SEARCH = "MoreInfoList1$Pager", "MoreInfoList1$txtTitle"
_BASE64 = string.ascii_letters + string.digits + "+/"
HIDDEN = ("__VIEWSTATE", "__VIEWSTATEGENERATOR", "__EVENTVALIDATION", "__CSRFTOKEN")
#: Day one of 2026 as an ASP.NET calendar counts days: its links carry such numbers under small captions.
_CALENDAR = 9497


@dataclass(frozen=True)
class QueryList:
    """A list of the whole county paged by the query. `page_name` is its parameter; `show` shows its articles."""

    path: str
    query: str
    column: str
    caption: str
    show: str
    page_name: str = "page"


class Aspnet(Dialect):
    """`silent`: a form that no longer holds is answered with page one instead of an error."""

    ROOT = "/year_dept.aspx"
    page_size = 10
    silent = False

    def __init__(self, *parts: object, host: str, lists: tuple[QueryList, ...]) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._host, self._lists = host, lists
        self._answers = 0
        # The one form each session may still send: its hidden fields.
        self._live: dict[str, dict[str, str]] = {}

    def front_links(self) -> list[tuple[str, str]]:
        return [
            ("乡镇政府信息公开", self.ROOT),
            *((found.caption, f"{found.path}?{found.query}") for found in self._lists),
        ]

    def forget_sessions(self) -> None:
        """What a restart of the server does: no session and no form of before holds any more."""
        self._live.clear()

    def addresses(self, document: Document) -> list[str]:
        paths = [self._path(document, place) for place in document.placements]
        return [f"http://{self._host}{path}" for path in paths if path]

    def files(self, document: Document) -> list[str]:
        return [f"http://{self._host}/UploadFile/{item.serial}.{item.extension}" for item in document.attachments]

    def _path(self, document: Document, place: Placement) -> str | None:
        if place.column == "annual":
            return f"/year_details.aspx?dept={document.unit.code}&id={place.number}"
        found = next((found for found in self._lists if found.column == place.column), None)
        return f"{found.show}?id={place.number}" if found else None

    def serve(self, request: Request) -> Response | None:
        if request.path == self.ROOT:
            return self._directory(request)
        if request.path == "/year_list.aspx":
            return self._postback_list(request)
        if request.path == "/year_details.aspx":
            return self._show(request, "annual")
        if found := _FILE.match(request.path):
            return self.download(int(found["serial"]), found["kind"])
        for listed in self._lists:
            if request.path == listed.path and self._asked(listed).items() <= request.query.items():
                return self._query_list(request, listed)
            if request.path == listed.show and self._find(listed.column, request) is not None:
                return self._show(request, listed.column)
        return None

    def _directory(self, request: Request) -> Response:
        cells = "".join(
            f"<TR><TD><IMG src=images/dot.gif><A href=year_list.aspx?dept={unit.code} target=_blank>"
            f"<FONT color=#003399>{unit.name}</FONT></A></TD></TR>"
            for unit in self.county.units
        )
        if self.switch.on("empty", request.url) or self.switch.on("broken_layout", request.url):
            cells = "<TR><TD>loading</TD></TR>"
        return self._table_page(request, "乡镇政府信息公开", f"<TABLE width=200>{cells}</TABLE>")

    def _postback_list(self, request: Request) -> Response:
        """A unit's list. A form that is not the session's last one is refused as ASP.NET does."""
        unit = next((unit for unit in self.county.units if unit.code == request.query.get("dept")), None)
        if unit is None:
            return self.not_found()
        rows = [] if self.switch.on("empty", request.url) else self.county.listed("annual", unit)
        pages = max(-(-len(rows) // self.page_size), 1)
        number, session = 1, self._session(request)
        if request.method == "POST":
            form = request.form
            holds = session is not None and all(form.get(name) == value for name, value in self._live[session].items())
            holds = holds and form.get("__EVENTTARGET") == PAGER and form.get(f"{PAGER}_input", "").isdigit()
            wanted = form.get("__EVENTARGUMENT", "")
            if not holds and not self.silent:
                text = "<html><head><title>运行时错误</title></head><body>验证视图状态 MAC 失败。</body></html>"
                return page(text, self.encoding, status=500)
            number = int(wanted) if holds and wanted.isdigit() and 1 <= int(wanted) <= pages else 1
        elif session is None:
            # A browser without a session is given one and sent to the same address again.
            return redirect(request.url).with_header(
                "Set-Cookie", f"ASP.NET_SessionId={self._open_session()}; path=/; HttpOnly"
            )
        session = session or self._open_session()
        hidden = self._live[session] = self._hidden()
        shown = rows[(number - 1) * self.page_size : number * self.page_size]
        over = self.switch.on("overcount", request.url)
        inner = self._form(request, hidden, number, pages + over, len(rows) + over, shown)
        return self._table_page(request, f"{unit.name}政府信息公开年报", inner)

    def _open_session(self) -> str:
        self._answers += 1
        fresh = f"{Random(self._answers).getrandbits(96):024x}"
        self._live[fresh] = {}
        return fresh

    def _session(self, request: Request) -> str | None:
        found = re.search(r"ASP\.NET_SessionId=(\w+)", request.headers.get("cookie", ""))
        return found[1] if found and found[1] in self._live else None

    def _hidden(self) -> dict[str, str]:
        """Hidden fields for one answer, of the usual size: the view state grows with the list."""
        self._answers += 1
        rng = Random(f"{self.county.host}/{self._answers}")
        state = "/wEPDwUK" + "".join(
            rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", k=4000)
        )
        return dict(
            zip(
                HIDDEN,
                (f"{state}==", f"{rng.getrandbits(32):08X}", state[8:88], f"{rng.getrandbits(64):x}"),
                strict=True,
            )
        )

    def _form(
        self,
        request: Request,
        hidden: dict[str, str],
        number: int,
        pages: int,
        total: int,
        shown: list[tuple[Document, Placement]],
    ) -> str:
        lines = "".join(
            "<TR height=30px><TD width=10 align=center>&#8226;</TD><TD align=left>"
            f"<A title='{html.escape(place.list_title)}' href=\"{html.escape(self._path(document, place) or '')[1:]}\" "
            f"target=_blank>{html.escape(place.list_title)}</A><FONT color=red></FONT></TD>"
            f"<TD width=80 align=right>{place.posted:%Y-%m-%d}&nbsp;</TD></TR>"
            for document, place in shown
        )
        if self.switch.on("broken_layout", request.url):
            lines = "<TR><TD><DIV id=app></DIV></TD></TR>"
        fields = "".join(
            f'<INPUT type=hidden name="{name}" id="{name}" value="{value}">' for name, value in hidden.items()
        )
        days = "".join(
            f"<TD><A href=\"javascript:__doPostBack('Calendar1','{_CALENDAR + day}')\">{day}</A></TD>"
            for day in range(1, 8)
        )
        action = html.escape(request.url.split(request.host)[1][1:])
        return (
            f'<FORM name=Form1 method=post action="{action}" id=Form1>{fields}'
            '<INPUT type=hidden name="__EVENTTARGET" value=""><INPUT type=hidden name="__EVENTARGUMENT" value="">'
            f'<INPUT type=text name="{SEARCH}"><INPUT type=submit name="MoreInfoList1$btn" value="搜索">'
            f"<TABLE id=Calendar1><TR>{days}</TR></TABLE>"
            "<TABLE id=MoreInfoList1_DataGrid1 width=100%><TBODY>"
            f"{lines or '<TR><TD>暂无信息</TD></TR>'}</TBODY></TABLE>"
            f"{self._pager(number, pages, total)}</FORM>"
        )

    def _pager(self, number: int, pages: int, total: int) -> str:
        def call(wanted: int, caption: str) -> str:
            return f"<A href=\"javascript:__doPostBack('{PAGER}','{wanted}')\">{caption}</A>&nbsp;"

        near = "".join(
            call(n, str(n)) if n != number else f"<FONT color=red><B>{n}</B></FONT>&nbsp;"
            for n in range(max(1, number - 1), number)
        )
        # Numbers ahead are not linked: 下一页 is a picture.
        following = call(number + 1, '<IMG src=images/next.gif alt="下一页" border=0>') if number < pages else ""
        return (
            f"<DIV id=MoreInfoList1_Pager><TABLE><TR><TD>记录总数：<FONT color=blue><B>{total}</B></FONT>&nbsp;总页数："
            f"<FONT color=blue><B>{pages}</B></FONT>&nbsp;当前页：<FONT color=red><B>{number}</B></FONT></TD><TD>{near}"
            f'{following}<INPUT type=text size=3 name="{PAGER}_input" value="{number}"></TD></TR></TABLE></DIV>'
        )

    @staticmethod
    def _asked(listed: QueryList) -> dict[str, str]:
        """The parameters that tell a list, without the page."""
        pairs = (pair.partition("=") for pair in listed.query.split("&"))
        return {name: value for name, _, value in pairs if name != listed.page_name}

    def _query_list(self, request: Request, listed: QueryList) -> Response:
        """A list whose pages are numbered in the query; every row is a table of its own, the date in the next cell."""
        rows = [] if self.switch.on("empty", request.url) else self.county.listed(listed.column)
        asked = request.query.get(listed.page_name, "1")
        pages = max(-(-len(rows) // self.page_size), 1)
        number = min(max(int(asked), 1), pages) if asked.isdigit() else 1
        over = self.switch.on("overcount", request.url)
        printed = pages + over
        shown = rows[(number - 1) * self.page_size : number * self.page_size]
        lines = "".join(
            "<TABLE width=98% border=0 cellspacing=0><TR><TD width=80%><FONT size=2>·"
            f"<A href={self._path(document, place)} class=a1>{html.escape(place.list_title)}</A></FONT></TD>"
            f"<TD><FONT color=#999999>[{place.posted:%Y-%m-%d}]</FONT></TD></TR></TABLE>"
            for document, place in shown
        )
        if self.switch.on("broken_layout", request.url):
            lines = "<TABLE><TR><TD><IFRAME></IFRAME></TD></TR></TABLE>"
        stem = f"{listed.path}?" + "&".join(f"{name}={value}" for name, value in self._asked(listed).items())
        following = f"<A href={stem}&{listed.page_name}={number + 1}>下一页</A>" if number < printed else "下一页"
        pager = (
            f"<P align=center>共{len(rows) + over}条 页次：{number}/{printed}页 "
            f"<A href={stem}&{listed.page_name}=1>首页</A> "
            f"{following} <A href={stem}&{listed.page_name}={printed}>尾页</A></P>"
        )
        return self._table_page(request, listed.caption, f"<TABLE><TR><TD>{lines}</TD></TR></TABLE>{pager}")

    def _find(self, column: str, request: Request) -> tuple[Document, Placement] | None:
        number = request.query.get("id", "")
        return self.county.find(column, int(number)) if number.isdigit() else None

    def _show(self, request: Request, column: str) -> Response:
        found = self._find(column, request)
        if found is None or (column == "annual" and found[0].unit.code != request.query.get("dept")):
            return self.not_found()
        document, place = found
        if gone := self.vanished(place):
            return gone
        title = html.escape(document.title)
        files = "".join(
            f"<BR>附件：<A href=/UploadFile/{item.serial}.{item.extension}>{html.escape(item.name)}</A>"
            for item in document.attachments
        )
        inner = (
            "<TABLE width=100%><TR><TD height=60 align=center><FONT size=5 color=#CC0000><B>"
            f"{title}</B></FONT></TD></TR><TR><TD align=center>发布时间：{place.posted:%Y-%m-%d}　"
            f"来源：{document.unit.name}　点击数：{self.views(place.number)}</TD></TR>"
            f"<TR><TD id=TDContent style='line-height:200%'><FONT size=3>{render(document.body, 'breaks')}</FONT>"
            f"{files}</TD></TR></TABLE>"
        )
        head = f"<TITLE>{title}</TITLE>"
        return self.finish(request, self._tables(head, inner), place)

    def _table_page(self, request: Request, title: str, inner: str) -> Response:
        return self.finish(request, self._tables(f"<TITLE>{title}-{self.facts.name}</TITLE>", inner))

    def _tables(self, head: str, inner: str) -> str:
        """A page of nested tables: a column of links at the left, the content at the right, the footer below."""
        links = "".join(f"<TR><TD><A href={href}>{caption}</A></TD></TR>" for caption, href in self.front_links())
        f = self.facts
        return (
            f"<HTML><HEAD>{self.encoding.meta_tag}{head}<META name=SiteIDCode content={f.code}></HEAD>"
            "<BODY bgcolor=#ffffff><TABLE width=980 align=center>"
            f"<TR><TD colspan=2><A href=/>网站首页</A> {f.name}</TD></TR>"
            f"<TR><TD width=180 valign=top><TABLE>{links}</TABLE></TD><TD valign=top>{inner}</TD></TR>"
            f"<TR><TD colspan=2 align=center>主办单位:{f.organiser} 政府网站标识码:{f.code} {f.icp}</TD></TR></TABLE>"
            "</BODY></HTML>"
        )
