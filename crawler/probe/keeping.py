"""A fetcher that asks for no page twice within one probe and keeps what came: politeness, and the pages to save."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crawler.families.base import Fetch, Page, Role
from crawler.fetching import Fetcher, Look
from crawler.probe.hosts import PortalHosts, host_of

_REFUSALS = ("blocked", "challenge")


class HostSaysNo(Exception):
    """The portal answered with a challenge, or refused twice in a row. It is left alone; try again in some days."""

    def __init__(self, look: Look) -> None:
        super().__init__(f"{look.outcome}: {', '.join(look.reasons)}")


class Stopped(Exception):
    """The probe was told to stop. Nothing is lost that was looked at; start it again."""

    def __init__(self) -> None:
        super().__init__("stopped before the end; probe again")


class KeepingFetcher(Fetcher):
    """Fetches as every crawl does. A page had by a plain GET serves every later wish for the same address.

    Raises HostSaysNo where a crawl would leave the host alone, Stopped when `stopping` says so.
    """

    def __init__(self, *parts: Any, portal: PortalHosts, stopping: Callable[[], bool]) -> None:
        super().__init__(*parts)
        self._portal, self._stopping = portal, stopping
        self._kept: dict[tuple[str, str], Look] = {}
        self._refused = 0

    async def fetch(
        self, wish: Fetch, *, etag: str | None = None, last_modified: str | None = None, known_digest: str | None = None
    ) -> Look:
        plain = wish.method == "GET" and wish.role != "attachment"
        if plain and (known := self._kept.get((wish.role, wish.url))) is not None:
            page = known.page
            return replace(known, page=page and replace(page, fetch=wish))
        if self._stopping():
            raise Stopped
        look = await super().fetch(wish, etag=etag, last_modified=last_modified, known_digest=known_digest)
        self._refused = self._refused + 1 if look.outcome in _REFUSALS else 0
        if look.outcome == "challenge" or self._refused > 1:
            raise HostSaysNo(look)
        if look.page is not None:
            self._portal.seen.add(host_of(look.page.url))
        if plain:
            self._kept[wish.role, wish.url] = look
        return look

    def kept_page(self, role: Role, url: str) -> Page | None:
        """The page an address brought in this probe in that role, if one did."""
        look = self._kept.get((role, url))
        return look.page if look is not None else None
