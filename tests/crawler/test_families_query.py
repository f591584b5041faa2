"""Families whose lists are asked for with a query walk their simulated portals without a network.

Every report there is, each under its unit and year, at every address it has; and nothing but articles.
"""

from pathlib import Path

import pytest

from crawler.families.base import Entry
from settings.sites import load_sites
from tests.replica.counties import build_county
from tests.replica.groups.query import BUILDERS
from tests.replica.walking import read_reports, walk

SITES = load_sites(Path(__file__).parents[1] / "replica" / "rows")
HOSTS = sorted(BUILDERS)


@pytest.mark.parametrize("host", HOSTS)
def test_the_declared_columns_lead_to_every_report_of_a_portal(host: str) -> None:
    replica, site = build_county(host), SITES[host]
    found: dict[str, Entry] = {}
    listed = set[str]()
    for column in site.columns:
        walked = walk(replica, site, column)
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
    walked = walk(replica, site, site.column("towns"))
    owners = {
        url: document.unit for document in replica.county.documents.values() for url in replica.addresses(document)
    }
    assert {entry.unit for entry in walked.entries.values()} != {None}
    for url, entry in walked.entries.items():
        assert str(entry.unit).removeprefix(replica.county.name) == owners[url].name


@pytest.mark.parametrize("host", HOSTS)
def test_an_article_gives_the_whole_report_and_its_files(host: str) -> None:
    replica = build_county(host)
    for one in read_reports(replica, SITES[host]):
        assert [word for word in ("主办单位", "打印") if word in one.letters] == []
        assert one.article.posted is not None
        assert one.article.title == one.truth.title
        assert one.article.site_code == replica.portal.facts.code
        assert one.files == set(one.truth.files)
