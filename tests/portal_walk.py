"""A family walks a simulated portal without a network, as a crawl would: cookies kept, redirects followed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin

from crawler.families.base import Entry, Fetch, Page, Scope, UnreadablePage
from crawler.families.registry import family_of
from settings.sites import Column, Site
from tests.replica.building import CountyReplica
from tests.replica.exchange import Request

SCOPE = Scope(2008, 2024)


@dataclass
class Browser:
    """Asks a portal as the crawl does: cookies kept, redirects followed."""

    replica: CountyReplica
    cookies: dict[str, str] = field(default_factory=dict)

    def fetch(self, wish: Fetch) -> Page:
        method, url, body = wish.method, wish.url, urlencode(wish.form).encode() if wish.form is not None else b""
        for _ in range(4):
            headers = {"Referer": wish.referer or "", "cookie": "; ".join(map("=".join, self.cookies.items()))}
            answer = self.replica.portal.respond(Request(method, url, headers, body))
            if given := answer.header("Set-Cookie"):
                name, _, value = given.partition(";")[0].partition("=")
                self.cookies[name] = value
            if answer.status != 302:
                break
            method, url, body = "GET", urljoin(url, answer.header("Location") or ""), b""
        held = {name.lower(): value for name, value in answer.headers}
        return Page(url, answer.status, held, answer.body, wish)


@dataclass
class Walk:
    """What came of walking one column."""

    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    fetched: list[Fetch] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)


def _pass(page: Page) -> None:
    return None


def walk(
    browser: Browser,
    site: Site,
    column: Column,
    scope: Scope = SCOPE,
    after: Callable[[Page], None] = _pass,
) -> Walk:
    """The plainest walk: what goes stale is asked first, and begun again where lost. `after` is told each page."""
    family, found = family_of(site, column), Walk()
    waiting, done = list(family.start(site, column, scope)), set[str]()
    while waiting:
        wish = next((wish for wish in waiting if wish.begin_again is not None), waiting[0])
        waiting.remove(wish)
        if str(wish.to_json()) in done:
            continue
        done.add(str(wish.to_json()))
        found.fetched.append(wish)
        assert len(found.fetched) < 500, "the walk does not end"
        page = browser.fetch(wish)
        try:
            if page.status != 200:
                raise UnreadablePage(f"status {page.status}")
            index = family.parse_index(page, site, column, scope)
        except UnreadablePage as error:
            if wish.begin_again is not None:
                waiting.append(wish.begin_again)
            else:
                found.problems.append(("unreadable", f"{wish.url}: {error}"))
            continue
        for entry in index.entries:
            found.entries.setdefault(entry.fetch.url, entry)
        found.problems += index.problems
        found.totals += [index.total] if index.total is not None else []
        waiting += index.more
        after(page)
    return found
