"""A family walks a whole simulated portal without a network: every report there is, each under its unit and year."""

from dataclasses import replace

import pytest

from crawler.families.base import Entry
from settings.sites import Column, Site, load_sites
from tests.replica.counties import COUNTIES, MY_COLUMN, MY_ENCRYPTED, TX_COLUMN, TX_MISLABELLED, build_county
from tests.replica.portals.hanweb_jpage import HanwebJpage
from tests.replica.walking import read_reports, walk

SITES = load_sites()


@pytest.mark.parametrize("host", sorted(COUNTIES))
def test_the_declared_columns_lead_to_every_report_of_a_portal(host: str) -> None:
    replica, site = build_county(host), SITES[host]
    found: dict[str, Entry] = {}
    for column in site.columns:
        walked = walk(replica, site, column)
        assert walked.gaps == []
        found |= {url: entry for url, entry in walked.entries.items() if url not in found}
    truth = replica.truth()
    assert truth
    missing = [report.addresses for report in truth if not set(report.addresses) <= set(found)]
    assert missing == []
    for report in truth:
        for url in report.addresses:
            assert found[url].year in (report.year, None), url
            if found[url].unit is not None:
                assert report.unit.removesuffix("人民政府") in str(found[url].unit), url


@pytest.mark.parametrize("host", sorted(COUNTIES))
def test_an_article_gives_the_whole_report_and_its_files(host: str) -> None:
    replica = build_county(host)
    for one in read_reports(replica, SITES[host]):
        assert [word for word in ("上一篇", "主办单位") if word in one.letters] == []
        assert one.article.site_code == replica.portal.facts.code
        if one.truth.only_attached:
            assert one.files >= set(one.truth.files)


def jpage_site(host: str, start: str) -> Site:
    column = Column(key="jpage", family="hanweb_jpage", start=(start,))
    return replace(SITES[host], columns=(column,))


@pytest.mark.parametrize("follows", [False, True], ids=["page 1 repeats the first block", "page 1 goes on after it"])
@pytest.mark.parametrize(
    ("host", "start"),
    [
        pytest.param("tx.gov.cn", f"http://www.tx.gov.cn/col/col{TX_COLUMN}/index.html", id="post"),
        pytest.param("tx.gov.cn", f"http://www.tx.gov.cn/col/col{TX_MISLABELLED}/index.html", id="gbk called utf-8"),
        pytest.param("bjmy.gov.cn", f"https://www.bjmy.gov.cn/col/col{MY_COLUMN}/index.html", id="get"),
        pytest.param("bjmy.gov.cn", f"https://www.bjmy.gov.cn/col/col{MY_ENCRYPTED}/index.html", id="encrypted ids"),
    ],
)
def test_a_jpage_column_is_walked_to_its_printed_total(host: str, start: str, follows: bool) -> None:
    replica, site = build_county(host), jpage_site(host, start)
    for dialect in replica.portal.dialects:
        if isinstance(dialect, HanwebJpage):
            dialect.follows = follows
    walked = walk(replica, site, site.columns[0])
    assert walked.gaps == []
    assert len(walked.entries) == walked.totals[-1]
