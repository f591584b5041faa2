"""Families whose lists are asked for with a query walk their simulated portals without a network.

Every report there is, each under its unit and year, at every address it has; and nothing but articles.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest

from crawler.families.base import Article, Entry, Fetch, Page, Scope, UnreadablePage
from crawler.families.markup import parse_html, text_of
from crawler.families.registry import family_of
from settings.sites import Column, Site, load_sites
from tests.replica.counties import CountyReplica, build_county
from tests.replica.exchange import Request
from tests.replica.groups.query import BUILDERS

SITES = load_sites(Path(__file__).parents[1] / "replica" / "rows")
HOSTS = sorted(BUILDERS)
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


def walk(browser: Browser, site: Site, column: Column, after: Callable[[Walk], None] = lambda found: None) -> Walk:
    """The plainest walk that asks what goes stale first and begins again where it is lost. `after` follows each page."""
    family, found = family_of(site, column), Walk()
    waiting, done = list(family.start(site, column, SCOPE)), set[str]()
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
            index = family.parse_index(page, site, column, SCOPE)
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
        after(found)
    return found


def articles(browser: Browser, site: Site, column: Column, found: Walk) -> Iterator[tuple[Entry, Article]]:
    family = family_of(site, column)
    for entry in found.entries.values():
        page = browser.fetch(entry.fetch)
        assert page.status == 200, entry.fetch.url
        yield entry, family.parse_article(page, site, column)


@pytest.mark.parametrize("host", HOSTS)
def test_the_declared_columns_lead_to_every_report_of_a_portal(host: str) -> None:
    replica, site = build_county(host), SITES[host]
    found: dict[str, Entry] = {}
    listed = set[str]()
    for column in site.columns:
        walked = walk(Browser(replica), site, column)
        assert walked.problems == [], column.key
        found |= {url: entry for url, entry in walked.entries.items() if url not in found}
        listed |= set(walked.entries)
    truth = replica.truth()
    assert truth
    for report in truth:
        assert set(report.addresses) <= set(found), report.id
        for url in report.addresses:
            assert found[url].year in (report.year, None), url
            if found[url].unit is not None:
                assert report.unit in str(found[url].unit), url
    everything = {url for document in replica.county.documents.values() for url in replica.addresses(document)}
    assert listed <= everything, "an entry that is no article"


@pytest.mark.parametrize("host", HOSTS)
def test_the_units_of_a_directory_are_carried_to_their_entries(host: str) -> None:
    replica, site = build_county(host), SITES[host]
    walked = walk(Browser(replica), site, site.column("towns"))
    owners = {
        url: document.unit for document in replica.county.documents.values() for url in replica.addresses(document)
    }
    assert {entry.unit for entry in walked.entries.values()} != {None}
    for url, entry in walked.entries.items():
        assert str(entry.unit).removeprefix(replica.county.name) == owners[url].name


@pytest.mark.parametrize("host", HOSTS)
def test_an_article_gives_the_whole_report_and_its_files(host: str) -> None:
    replica, site = build_county(host), SITES[host]
    browser = Browser(replica)
    truth = {url: report for report in replica.truth() for url in report.addresses}
    read = 0
    for column in site.columns:
        for entry, article in articles(browser, site, column, walk(browser, site, column)):
            report = truth.get(entry.fetch.url)
            if report is None:
                continue
            read += 1
            text = "".join(text_of(parse_html(article.markup)).split()) if article.markup else ""
            for line in [] if report.only_attached else report.text.replace(" | ", "\n").split("\n"):
                assert "".join(line.split()) in text, (entry.fetch.url, line)
            assert "主办单位" not in text
            assert "打印" not in text
            assert article.posted is not None
            assert article.title == report.title
            assert article.site_code == replica.portal.facts.code
            assert {file.url for file in article.attachments} == set(report.files)
    assert read >= len(replica.truth())
