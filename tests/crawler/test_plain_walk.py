"""The static fallback walks whole simulated portals: every report there is, each under its unit and year."""

from pathlib import Path

import pytest

from settings.sites import load_sites
from tests.replica.counties import build_county
from tests.replica.groups.plain import BUILDERS
from tests.replica.walking import read_reports, walk

SITES = load_sites(Path(__file__).parents[1] / "replica" / "rows")


@pytest.mark.parametrize("host", sorted(BUILDERS))
def test_the_declared_column_leads_to_every_report_of_a_portal(host: str) -> None:
    replica, site = build_county(host), SITES[host]
    walked = walk(replica, site, site.columns[0])
    assert [problem for problem in walked.gaps if problem[0] != "status_404"] == [], "a guessed page may be none"
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
    read = read_reports(build_county(host), SITES[host])
    for one in read:
        assert [word for word in ("分享到", "主办单位") if word in one.letters] == []
        assert one.article.title == one.truth.title
        if one.truth.files:
            assert one.files & set(one.truth.files)
    assert len(read) == len({one.entry.fetch.url for one in read})
