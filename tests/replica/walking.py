"""The plainest walk over a simulated portal, without a network: what a family asks for, and what that leads to.

Fetch what the family asks for, follow what a list leads to, drop what was done; cookies are kept and redirects followed
as a crawl would.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin

from crawler.families.base import Article, Entry, Family, Fetch, Page, Scope, UnreadablePage
from crawler.families.markup import parse_html, text_of
from crawler.families.registry import family_of
from settings.sites import Column, Site
from tests.replica.building import CountyReplica
from tests.replica.county import ReportTruth
from tests.replica.exchange import Request

SCOPE = Scope(2008, 2024)
MOST_FETCHES, MOST_REDIRECTS = 500, 3


@dataclass
class Browser:
    """Asks a portal as the crawl does: a wish with its form or JSON and its referer."""

    replica: CountyReplica
    cookies: dict[str, str] = field(default_factory=dict)

    def fetch(self, wish: Fetch) -> Page:
        """The portal's answer to a wish."""
        method, url = wish.method, wish.url
        body = urlencode(wish.form).encode() if wish.form is not None else (wish.json or "").encode()
        for _ in range(MOST_REDIRECTS + 1):
            headers = {
                "Referer": wish.referer or "",
                "X-Requested-With": "XMLHttpRequest",
                "cookie": "; ".join(map("=".join, self.cookies.items())),
            }
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
    """What came of walking one column. A page that could not be read is a problem with the code "unreadable"."""

    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    fetched: list[Fetch] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        return [code for code, _ in self.problems]

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """The problems by which something of the column may be missing."""
        return [problem for problem in self.problems if problem[0].startswith(("incomplete", "status", "unreadable"))]


def fetch(replica: CountyReplica, wish: Fetch) -> Page:
    """The portal's answer to a visitor who comes for the first time."""
    return Browser(replica).fetch(wish)


def _pass(page: Page) -> None:
    return None


def walk(
    replica: CountyReplica,
    site: Site,
    column: Column,
    scope: Scope = SCOPE,
    after: Callable[[Page], None] = _pass,
) -> Walk:
    """Walk a column of a simulated portal to its end. `after` is told each page that was read."""
    return walk_pages(Browser(replica).fetch, site, column, scope, after)


def walk_pages(
    ask: Callable[[Fetch], Page],
    site: Site,
    column: Column,
    scope: Scope = SCOPE,
    after: Callable[[Page], None] = _pass,
) -> Walk:
    """Walk a column to its end over the pages `ask` gives: what goes stale is asked first, and begun again where lost.

    A walk that does not end fails.
    """
    family, found = family_of(site, column), Walk()
    waiting, done = list(family.start(site, column, scope)), set[str]()
    while waiting:
        wish = next((wish for wish in waiting if wish.begin_again is not None), waiting[0])
        waiting.remove(wish)
        key = str(wish.to_json())
        if key in done:
            continue
        done.add(key)
        found.fetched.append(wish)
        assert len(found.fetched) < MOST_FETCHES, "the walk does not end"
        page = ask(wish)
        try:
            index = family.parse_index(page, site, column, scope) if page.status == 200 else None
            problem = (f"status_{page.status}", wish.url)
        except UnreadablePage as error:
            index, problem = None, ("unreadable", f"{wish.url}: {error}")
        if index is None:
            if wish.begin_again is not None:
                waiting.append(wish.begin_again)
            else:
                found.problems.append(problem)
            continue
        for entry in index.entries:
            found.entries.setdefault(entry.fetch.url, entry)
        found.problems += index.problems
        found.totals += [index.total] if index.total is not None else []
        waiting += index.more
        after(page)
    return found


def articles(replica: CountyReplica, site: Site, column: Column, found: Walk) -> Iterator[tuple[Entry, Article]]:
    """Every entry of a walk with its article, those that are gone left out."""
    family: Family = family_of(site, column)
    browser = Browser(replica)
    for entry in found.entries.values():
        page = browser.fetch(entry.fetch)
        if page.status == 200:
            yield entry, family.parse_article(page, site, column)


@dataclass(frozen=True)
class ReadReport:
    """A report that a walk led to: its row of the list, its article, what it is, and its text without blanks."""

    entry: Entry
    article: Article
    truth: ReportTruth
    letters: str

    @property
    def files(self) -> set[str]:
        """Addresses of the files found on its page."""
        return {file.url for file in self.article.attachments}


def read_reports(replica: CountyReplica, site: Site) -> list[ReadReport]:
    """Every report of a portal, read at every address the columns of its site lead to; each must hold its every line.

    Fails unless each address of each report was come to.
    """
    truth = {url: report for report in replica.truth() for url in report.addresses}
    found = []
    for column in site.columns:
        for entry, article in articles(replica, site, column, walk(replica, site, column)):
            report = truth.get(entry.fetch.url)
            if report is None:
                continue
            text = letters(text_of(parse_html(article.markup))) if article.markup else ""
            for line in [] if report.only_attached else report.text.split("\n"):
                assert letters(line) in text, (entry.fetch.url, line)
            found.append(ReadReport(entry, article, report, text))
    assert truth
    assert {read.entry.fetch.url for read in found} == set(truth)
    return found


def letters(text: str) -> str:
    """A text without blanks and cell borders."""
    return re.sub(r"[\s|]", "", text)
