"""The static fallback walks whole simulated portals: every report there is, each under its unit and year."""

from pathlib import Path

import pytest

from crawler.families.markup import parse_html, text_of
from settings.sites import load_sites
from tests.replica.counties import build_county
from tests.replica.groups.plain import BUILDERS
from tests.replica.walking import articles, letters, walk

SITES = load_sites(Path(__file__).parents[1] / "replica" / "rows")


@pytest.mark.parametrize("host", sorted(BUILDERS))
def test_the_declared_column_leads_to_every_report_of_a_portal(host: str) -> None:
    replica, site = build_county(host), SITES[host]
    walked = walk(replica, site, site.columns[0])
    assert [problem for problem in walked.problems if problem[0].startswith("incomplete")] == []
    truth = replica.truth()
    assert truth
    assert [report.addresses for report in truth if not set(report.addresses) <= set(walked.entries)] == []
    for report in truth:
        for url in report.addresses:
            assert walked.entries[url].year in (report.year, None), url
            assert walked.entries[url].unit in (report.unit, None), url
    # Nothing but the declared column's own articles: no side box, no other column a guess landed on.
    listed = {
        url
        for document, place in replica.county.placed("annual")
        if place.listed
        for url in replica.addresses(document)
    }
    assert set(walked.entries) == listed


@pytest.mark.parametrize("host", sorted(BUILDERS))
def test_an_article_gives_the_whole_report_and_its_files(host: str) -> None:
    replica, site = build_county(host), SITES[host]
    truth = {url: report for report in replica.truth() for url in report.addresses}
    read = 0
    for entry, article in articles(replica, site, site.columns[0], walk(replica, site, site.columns[0])):
        report = truth.get(entry.fetch.url)
        if report is None:
            continue
        read += 1
        text = letters(text_of(parse_html(article.markup))) if article.markup else ""
        for line in [] if report.only_attached else report.text.split("\n"):
            assert letters(line) in text, (entry.fetch.url, line)
        assert "分享到" not in text
        assert "主办单位" not in text
        assert article.title == report.title
        if report.files:
            assert {file.url for file in article.attachments} & set(report.files)
    assert read == len(truth)
