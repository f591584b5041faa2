"""From a wish to a recorded look: the only place that asks a portal for anything.

Every attempt and every hop becomes a capture before anybody reads it. A host's robots.txt is asked first and recorded
like any page. Requests never leave the row's hosts and never reach a private address. Scrapy's downloader below keeps
the pace (one request at a time, a delay per host), the time and size limits, TLS and the proxy.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response

from archive.record import Record
from archive.values import CaptureOutcome, CaptureRef, Exchange
from crawler.content import ACCEPT_ENCODING, decode_content
from crawler.families.base import Fetch, Page
from crawler.quality import is_home, is_same_page, judge_page
from crawler.resolver import PrivateAddress, is_public, literal_address
from crawler.robots import RobotsPolicy, parse_robots
from settings.env import Env
from settings.sites import Site

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_HOPS = 6
#: Waits before a second and a third try, in units of the pace.
RETRY_WAITS = (2.0, 6.0)
_TRY_AGAIN = frozenset({408, 500, 502, 503, 504})

Download = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Look:
    """What came of one wish. `page` is there when the portal answered with a real page (outcome ok), or with the very
    bytes it had before (unchanged, unless it said so by a bodiless 304). `capture` is the last hop's record."""

    outcome: CaptureOutcome
    reasons: tuple[str, ...]
    capture: CaptureRef | None
    page: Page | None = None
    hops: tuple[str, ...] = ()


class RobotsUnavailable(Exception):
    """robots.txt of a host cannot be had now, so nothing of that host may be asked. Run the crawl again later."""


class Fetcher:
    """Fetches for one run of one site. `requests` counts what was sent, robots.txt included."""

    def __init__(
        self,
        site: Site,
        env: Env,
        record: Record,
        run_id: str,
        download: Download,
        clock: Callable[[], datetime],
        set_delay: Callable[[str, float], None],
    ) -> None:
        self._site, self._env, self._record, self._run_id = site, env, record, run_id
        self._download, self._clock, self._set_delay = download, clock, set_delay
        self._policies: dict[str, RobotsPolicy] = {}
        self._homes: dict[str, bytes | None] = {}
        self.requests = 0
        self.bytes = 0

    async def fetch(
        self, wish: Fetch, *, etag: str | None = None, last_modified: str | None = None, known_digest: str | None = None
    ) -> Look:
        """Ask for `wish`, following redirects within the row's hosts.

        `etag` and `last_modified` of an earlier answer make it conditional; `known_digest` is that answer's payload.
        Raises RobotsUnavailable.
        """
        conditions: dict[str, str] = {}
        if etag:
            conditions["If-None-Match"] = etag
        if last_modified:
            conditions["If-Modified-Since"] = last_modified
        hops: list[str] = []
        while True:
            if refusal := self._refusal(wish.url):
                return self._not_sent(wish, "not_fetched", refusal, hops)
            policy = await self._policy(wish.url)
            if policy.access == "later":
                raise RobotsUnavailable(f"{urlsplit(wish.url).netloc}: {policy.basis}")
            if not policy.allows(wish.url):
                return self._not_sent(wish, "refused_robots", policy.basis, hops)
            look, target = await self._attempts(wish, conditions, known_digest, redirected=bool(hops))
            look = replace(look, hops=tuple(hops))
            if target is None:
                return look
            hops.append(wish.url)
            if len(hops) >= MOST_HOPS:
                return replace(look, outcome="error", reasons=(f"more than {MOST_HOPS} redirects",))
            wish = replace(wish, url=urljoin(wish.url, target), form=None, json=None)

    async def answers_with_home(self, page: Page) -> bool:
        """Whether a page is its host's home page under another address. The home page is asked for once a run."""
        parts = urlsplit(page.url)
        home = f"{parts.scheme}://{parts.netloc}/"
        if page.url == home:
            return False
        if home not in self._homes:
            look = await self.fetch(Fetch(home))
            self._homes[home] = look.page.body if look.page is not None else None
        body = self._homes[home]
        return body is not None and is_same_page(body, page.body, page.headers.get("content-type"))

    def _refusal(self, url: str) -> str | None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            return f"{parts.scheme or 'no'} scheme: only http and https are fetched"
        host = (parts.hostname or "").lower()
        if not self._site.owns(url):
            return f"{host} is not one of the row's hosts"
        address = literal_address(host)
        if address is not None and not is_public(address) and host not in self._env.private_hosts:
            return f"{host} is a private address"
        return None

    def _not_sent(self, wish: Fetch, outcome: CaptureOutcome, reason: str, hops: list[str]) -> Look:
        exchange = Exchange(
            url=wish.url,
            method=wish.method,
            role=wish.role,
            at=self._clock(),
            status=None,
            headers=(),
            body=None,
            outcome=outcome,
            reasons=(reason,),
        )
        capture = self._record.record_exchange(self._run_id, self._site.host, exchange)
        return Look(outcome, (reason,), capture, hops=tuple(hops))

    async def _policy(self, url: str) -> RobotsPolicy:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        if origin not in self._policies:
            wish = Fetch(url=f"{origin}/robots.txt")
            response: Exchange | None = None
            for _ in range(MOST_HOPS):
                response, _ = await self._exchange(wish, "robots", {})
                self._record.record_exchange(self._run_id, self._site.host, response)
                target = {name.lower(): value for name, value in response.headers}.get("location")
                if response.status not in REDIRECTS or not target:
                    break
                wish = replace(wish, url=urljoin(wish.url, target))
                if self._refusal(wish.url):
                    break
            assert response is not None
            policy = parse_robots(
                response.status,
                {name.lower(): value for name, value in response.headers}.get("content-type", ""),
                response.body or b"",
            )
            if policy.crawl_delay is not None:
                self._set_delay(parts.hostname or "", policy.crawl_delay)
            self._policies[origin] = policy
        return self._policies[origin]

    async def _attempts(
        self, wish: Fetch, conditions: Mapping[str, str], known_digest: str | None, *, redirected: bool
    ) -> tuple[Look, str | None]:
        """Try, and try again where waiting may help. Gives the look and, for a redirect, where it points."""
        for wait in (*RETRY_WAITS, None):
            exchange, may_help = await self._exchange(wish, wish.role, conditions)
            exchange, target = self._judged(exchange, wish)
            if redirected and exchange.outcome == "ok" and wish.role != "index" and is_home(exchange.url):
                # Portals send a missing article to their front page (observed at 门头沟).
                exchange = replace(exchange, outcome="soft_404", reasons=("redirected_to_home",))
            capture = self._record.record_exchange(self._run_id, self._site.host, exchange)
            if wait is None or not may_help:
                break
            await asyncio.sleep(wait * self._env.delay)
        outcome = exchange.outcome
        if outcome == "ok" and capture.digest is not None and capture.digest == known_digest:
            outcome = "unchanged"
        page = None
        if outcome in ("ok", "unchanged") and exchange.body is not None and exchange.status != 304:
            headers = {name.lower(): value for name, value in exchange.headers}
            page = Page(exchange.url, exchange.status or 0, headers, exchange.body, wish)
        return Look(outcome, exchange.reasons, capture, page), target

    def _judged(self, exchange: Exchange, wish: Fetch) -> tuple[Exchange, str | None]:
        headers = {name.lower(): value for name, value in exchange.headers}
        if exchange.status is None or exchange.body is None or exchange.outcome != "ok":
            return exchange, None
        if exchange.status == 304:
            return replace(exchange, outcome="unchanged", reasons=("304",)), None
        if exchange.status in REDIRECTS and headers.get("location"):
            return replace(exchange, outcome="redirected", reasons=(f"{exchange.status}",)), headers["location"]
        try:
            quality = judge_page(exchange.status, headers, exchange.body, exchange.url, kind=wish.role)
        except Exception as error:  # noqa: BLE001 - a fault in judging must never cost the evidence
            return replace(exchange, outcome="error", reasons=(f"judging failed: {error!r}",)), None
        judged = replace(exchange, outcome=quality.outcome, reasons=quality.reasons)
        return judged, quality.target if quality.outcome == "redirected" else None

    async def _exchange(self, wish: Fetch, role: str, conditions: Mapping[str, str]) -> tuple[Exchange, bool]:
        """Send one request and describe what happened, and whether asking again at once may help.

        Never raises for what a portal or the network does.
        """
        form = None if wish.form is None else urlencode(wish.form, errors="replace").encode("ascii")
        if wish.json is not None:
            form = wish.json.encode("utf-8", "replace")
        headers = {
            "User-Agent": self._env.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
            "Accept-Encoding": ACCEPT_ENCODING,
            **conditions,
        }
        if wish.referer:
            headers["Referer"] = wish.referer
        if form is not None:
            plain = "application/x-www-form-urlencoded; charset=UTF-8"
            headers["Content-Type"] = plain if wish.json is None else "application/json; charset=UTF-8"
            headers["X-Requested-With"] = "XMLHttpRequest"
        meta = {"proxy": self._env.proxy} if self._env.proxy else {}
        request = Request(wish.url, method=wish.method, headers=headers, body=form, meta=meta, dont_filter=True)
        blank = Exchange(
            url=wish.url,
            method=wish.method,
            role=role,
            at=self._clock(),
            status=None,
            headers=(),
            body=None,
            request_headers=tuple(headers.items()),
            form=form,
        )
        self.requests += 1
        try:
            response = await self._download(request)
        except PrivateAddress as error:
            return replace(blank, outcome="not_fetched", reasons=(str(error),)), False
        except Exception as error:  # noqa: BLE001 - whatever the transport raises is the outcome of this look
            too_large = isinstance(error, DownloadCancelledError)
            reason = f"body over {self._env.max_body} bytes" if too_large else _transport_reason(error)
            return replace(blank, outcome="error", reasons=(reason,)), not too_large
        self.bytes += len(response.body)
        received = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name in response.headers
            for value in response.headers.getlist(name)
        )
        encodings = [value for name, value in received if name.lower() == "content-encoding"]
        textual = role != "attachment"
        payload = decode_content(response.body, encodings, self._env.max_body, sniff_gzip=textual)
        exchange = replace(
            blank,
            status=response.status,
            headers=received,
            body=payload.body,
            ip=str(response.ip_address) if response.ip_address and not self._env.proxy else None,
        )
        if "dataloss" in response.flags or payload.problem in ("torn", "too_large"):
            reason = "connection lost before the end" if "dataloss" in response.flags else f"body {payload.problem}"
            return replace(exchange, outcome="truncated", reasons=(reason,)), payload.problem != "too_large"
        if payload.problem:
            return replace(exchange, outcome="error", reasons=(payload.problem,)), False
        return exchange, response.status in _TRY_AGAIN


def _transport_reason(error: Exception) -> str:
    reasons = getattr(error, "reasons", None)
    inner = getattr(reasons[0], "value", error) if reasons else error
    text = " ".join(str(inner).split()) or type(inner).__name__
    return f"{type(inner).__name__}: {text}"[:300]
