"""What every portal shares: robots.txt, home and disclosure pages, page chrome, missing pages, and validators."""

import html
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tests.replica.county import County, Document, Placement, Unit
from tests.replica.exchange import UTF8, Encoding, Request, Response, conditional, file, page
from tests.replica.files import make_file
from tests.replica.moments import epoch, with_weekday
from tests.replica.switchboard import Switchboard

Robots = Literal["missing", "allow", "delay", "html", "disallow", "403", "500"]
Validators = Literal["none", "etag", "modified", "both"]
#: How a portal's 政府信息公开 link leads to its disclosure page: at once, or by a page that only jumps there.
Shell = Literal["none", "script", "refresh"]

#: The disclosure page, and the address of the page that jumps to it.
DISCLOSURE, ENTRANCE = "/zwgk/", "/zwgk/zfxxgkzl/"


@dataclass(frozen=True)
class Facts:
    """What a portal's frame prints on every page."""

    name: str
    domain: str
    code: str
    organiser: str
    icp: str
    police: str
    email: str


class Dialect:
    """One CMS platform's way of serving a county's documents. `encoding` and `validators` hold for its pages."""

    encoding: Encoding = UTF8
    validators: Validators = "none"
    #: Whether the home page shows this dialect's front links too, and not the disclosure page alone.
    on_home = False

    def __init__(self, county: County, facts: Facts, switch: Switchboard) -> None:
        self.county, self.facts, self.switch = county, facts, switch
        self._views: dict[int, int] = {}
        self.home: Callable[[], Response] = lambda: page("", self.encoding)

    def serve(self, request: Request) -> Response | None:
        """The answer, or None when the address is not this dialect's."""
        raise NotImplementedError

    def addresses(self, document: Document) -> list[str]:
        """Canonical article addresses of the document that the declared site rows lead to."""
        raise NotImplementedError

    def files(self, document: Document) -> list[str]:
        """Addresses of its attachments."""
        raise NotImplementedError

    def mirrors(self, document: Document) -> list[str]:
        """Further addresses in columns that no site row declares."""
        return []

    def front_links(self) -> list[tuple[str, str]]:
        """Captions and addresses the portal's disclosure page shows for this dialect."""
        return []

    def views(self, number: int) -> int:
        """The view counter of an article: one more at every look, unless the county stands still."""
        if self.county.still:
            return number % 300 + 37 * self.county.epoch
        self._views[number] = self._views.get(number, number % 300) + 1
        return self._views[number] + 37 * self.county.epoch

    def today(self) -> date:
        """The day a header shows; `epoch` turns the page of the calendar."""
        return date.today() + timedelta(days=self.county.epoch)  # noqa: DTZ011 - a portal's own wall clock

    def finish(self, request: Request, text: str, place: Placement | None = None) -> Response:
        """Encode a page and answer a conditional request the way this host does."""
        answer = page(text, self.encoding)
        if place is None or self.validators == "none":
            return answer
        stamp = epoch(place.posted) + 3600 * (place.revision + self.county.epoch)
        tag = f'W/"{place.number:x}-{place.revision}-{self.county.epoch}"'
        return conditional(
            request,
            answer,
            tag if self.validators in ("etag", "both") else None,
            stamp if self.validators in ("modified", "both") else None,
        )

    def vanished(self, place: Placement) -> Response | None:
        """The answer at an address whose article is no more, None while it stands: 404, or the home page with 200."""
        if place.state == "soft":
            return self.home()
        if place.state == "gone":
            return self.not_found()
        return None

    def not_found(self) -> Response:
        head = f"<head>{self.encoding.meta_tag}<title>404</title></head>"
        text = f"<html>{head}<body>您访问的页面不存在或已删除</body></html>"
        return page(text, self.encoding, status=404)

    def download(self, serial: int, extension: str) -> Response:
        """The attachment of that number and type."""
        for document in self.county.documents.values():
            for item in document.attachments:
                if item.serial == serial and item.extension == extension:
                    return file(make_file(item.extension, item.blocks))
        return self.not_found()

    def meta(self, title: str | None, place: Placement | None, column: str, unit: Unit | None) -> str:
        """The national meta tags: site and column on every page, content on articles."""
        tags = [("SiteName", self.facts.name), ("SiteDomain", self.facts.domain), ("SiteIDCode", self.facts.code)]
        tags += [("ColumnName", column), ("ColumnDescription", column), ("ColumnKeywords", column)]
        tags += [("ColumnType", "政府信息公开")]
        if title is not None and place is not None:
            tags += [("ArticleTitle", title), ("PubDate", f"{place.posted:%Y-%m-%d} 09:30")]
            tags += [("ContentSource", unit.name if unit else "本站"), ("Keywords", "政府信息公开;年度报告")]
        return "\n".join(f'<meta name="{name}" content="{html.escape(value)}" />' for name, value in tags)

    def top(self) -> str:
        """The bar above every page: today's date changes daily."""
        return (
            f'<div class="top-bar"><span class="today">今天是{with_weekday(self.today())}</span>'
            '<a href="/">首页</a> <a href="/wza/">无障碍浏览</a> '
            '<a href="/login">登录</a> <a href="/reg">注册</a></div>'
        )

    def share(self) -> str:
        """A share bar whose token is another one at every look, unless the county stands still."""
        token = random.Random(self.county.epoch if self.county.still else None).getrandbits(64)
        return (
            f'<div class="share" id="share-{token:016x}">分享到：<a href="#" class="weixin" data-t="{token % 9973}">'
            '微信</a> <a href="#" class="weibo">微博</a></div>'
            '<div class="print"><a href="javascript:window.print()">打印本页</a> '
            '<a href="javascript:window.close()">关闭窗口</a></div>'
        )

    def footer(self) -> str:
        f = self.facts
        return (
            f'<div class="footer"><p>版权所有 {f.name} 主办单位:{f.organiser}</p><p>{f.police} 政府网站标识码:{f.code} '
            f"{f.icp}</p><p>电子信箱:{f.email} 联系我们 网站地图</p>"
            '<script type="text/javascript" src="https://dcs.conac.cn/js/00/000/0000/00000000/CA000.js"></script></div>'
        )

    def document_page(self, head: str, inner: str) -> str:
        """A whole page around `inner`."""
        return (
            "<!DOCTYPE html>\n<html>\n<head>\n"
            f"{self.encoding.meta_tag}\n{head}\n</head>\n<body>\n{self.top()}\n{inner}\n{self.footer()}\n</body>\n</html>\n"
        )


#: Pages every portal links and that hold no reports.
_OTHER_PAGES = {
    "/xwzx": "新闻中心",
    "/bsfw": "办事服务",
    "/zmhd": "政民互动",
    "/xxgkzn": "政府信息公开指南",
    "/xxgkzd": "政府信息公开制度",
    "/ysqgk": "依申请公开",
    "/tjnb": "统计年报",
}
_FILLER = "本栏目内容由相关单位负责维护，如有疑问请与承办单位联系。"


def _items(links: Sequence[tuple[str, str]]) -> str:
    rows = "\n".join(f'<li><a href="{html.escape(href)}">{caption}</a></li>' for caption, href in links)
    return f"<ul>\n{rows}\n</ul>"


class Portal:
    """One county's portal: its hosts, its dialects in the order they are asked, its robots.txt."""

    def __init__(
        self,
        county: County,
        facts: Facts,
        hosts: Sequence[str],
        dialects: Sequence[Dialect],
        robots: dict[str, Robots],
        compress: bool = False,
        shell: Shell = "none",
    ) -> None:
        self.county, self.facts, self.hosts, self.dialects = county, facts, tuple(hosts), tuple(dialects)
        self.shell: Shell = shell
        self.robots: dict[str, Robots] = {host: robots.get(host, "missing") for host in hosts}
        self.crawl_delay = "0.1"
        self._compress = compress
        for dialect in dialects:
            dialect.home = self.home

    def respond(self, request: Request) -> Response:
        if request.path == "/robots.txt":
            return self._robots(request)
        if request.path in ("/", "/index.html"):
            return self.home()
        for dialect in self.dialects:
            answer = dialect.serve(request)
            if answer is not None:
                return self._dress(answer)
        if request.path in (DISCLOSURE, f"{DISCLOSURE}index.html"):
            return self.disclosure()
        if request.path == ENTRANCE and self.shell != "none":
            return self._entrance()
        if request.path.rstrip("/") in _OTHER_PAGES:
            return self._other(_OTHER_PAGES[request.path.rstrip("/")])
        return self.dialects[0].not_found()

    def home(self) -> Response:
        """The front page, which soft 404s also answer with."""
        links = [link for dialect in self.dialects if dialect.on_home for link in dialect.front_links()]
        units = f'<div class="quick"><h3>信息公开单位</h3>{_items(links)}</div>' if links else ""
        entrance = DISCLOSURE if self.shell == "none" else ENTRANCE
        news = _items([(f"{self.county.name}召开经济运行分析会", "/xwzx/"), ("关于开展专项检查的通知", "/xwzx/")])
        guides = _items([("政府信息公开指南", "/xxgkzn/"), ("依申请公开", "/ysqgk/"), ("统计年报", "/tjnb/")])
        inner = (
            f'<div class="banner">{self.facts.name}</div>'
            f'<div class="nav"><a href="/">网站首页</a> <a href="{DISCLOSURE}">政务公开</a> '
            '<a href="/xwzx/">新闻中心</a> <a href="/bsfw/">办事服务</a> <a href="/zmhd/">政民互动</a></div>'
            f'<div class="news"><h3><a href="/xwzx/">今日要闻</a></h3>{news}</div>'
            f'<div class="quick"><h3><a href="{entrance}">政府信息公开</a></h3>{guides}</div>{units}'
        )
        return self._framed("首页", inner)

    def disclosure(self) -> Response:
        """The government-disclosure page: the four blocks of the national platform and what the dialects keep."""
        links = [link for dialect in self.dialects for link in dialect.front_links()]
        blocks = [("政府信息公开指南", "/xxgkzn/"), ("政府信息公开制度", "/xxgkzd/"), ("法定主动公开内容", DISCLOSURE)]
        inner = (
            '<div class="position">当前位置：<a href="/">首页</a> &gt; 政府信息公开</div>'
            f'<div class="platform"><h2>政府信息公开</h2>{_items(blocks)}</div>'
            f'<div class="catalogue">{_items(links)}</div>'
        )
        return self._framed("政府信息公开", inner)

    def _entrance(self) -> Response:
        jump = (
            f'<script>window.location.href="{DISCLOSURE}";</script>'
            if self.shell == "script"
            else f'<meta http-equiv="refresh" content="0; url={DISCLOSURE}">'
        )
        return page(f"<html><head>{jump}</head><body></body></html>", self.dialects[0].encoding)

    def _other(self, caption: str) -> Response:
        here = f'<div class="position">当前位置：<a href="/">首页</a> &gt; {caption}</div>'
        return self._framed(caption, f"{here}<h2>{caption}</h2><p>{_FILLER}</p>")

    def _framed(self, caption: str, inner: str) -> Response:
        first = self.dialects[0]
        tags = first.meta(None, None, caption, None).split("\n")
        title = self.facts.name if caption == "首页" else f"{caption}_{self.facts.name}"
        shown = tags[:3] if caption == "首页" else tags
        head = f"<title>{title}</title>\n" + "\n".join(shown)
        return page(first.document_page(head, inner), first.encoding)

    def _dress(self, answer: Response) -> Response:
        kind = answer.header("Content-Type") or ""
        headers = (("Server", "nginx"), *answer.headers)
        if self._compress and kind.startswith("text/html"):
            headers = (*headers, ("X-Replica-Gzip", "1"))
        return replace(answer, headers=headers)

    def _robots(self, request: Request) -> Response:
        variant = self.robots[request.host]
        plain = {
            "allow": "User-agent: *\nDisallow: /login\nDisallow: /admin/\n",
            "delay": f"User-agent: *\nCrawl-delay: {self.crawl_delay}\nDisallow: /login\n",
            "disallow": "User-agent: *\nDisallow: /\n",
        }
        if variant in plain:
            return page(plain[variant], kind="text/plain")
        if variant == "html":
            return self.home()
        if variant == "403":
            return page("<html><body>403 Forbidden</body></html>", status=403)
        if variant == "500":
            return page("<html><body>服务器内部错误</body></html>", status=500)
        return self.dialects[0].not_found()
