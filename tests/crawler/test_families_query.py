"""Families whose lists are asked for with a query walk their simulated portals without a network.

Every report there is, each under its unit and year, at every address it has; and nothing but articles.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.families.base import Article, Entry
from crawler.families.markup import parse_html, text_of
from crawler.families.registry import family_of
from settings.sites import Column, Site, load_sites
from tests.portal_walk import Browser, Walk, walk
from tests.replica.counties import build_county
from tests.replica.groups.query import BUILDERS

SITES = load_sites(Path(__file__).parents[1] / "replica" / "rows")
HOSTS = sorted(BUILDERS)


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
