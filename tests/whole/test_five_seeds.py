"""The five seed reports, served in their portals' own dialect and addresses, come home whole and rightly named."""

from pathlib import Path

import pytest

from archive import Archive
from tests.replica.counties import COUNTIES
from tests.replica.proxy import running_county
from tests.whole.desk import Desk, desk_on
from tests.whole.fidelity import compare_lines

#: Seed file's number: issuer, county code valid in the year, town code, division path, report year.
EXPECTED = {
    "000": ("石门镇", "330483", "330483103", "浙江省嘉兴市桐乡市石门镇", 2017),
    "001": ("和平镇", "469030", "469030103", "海南省琼中黎族苗族自治县和平镇", 2016),
    "002": ("不老屯镇", "110228", "110228109", "北京市密云县不老屯镇", 2013),
    "003": ("大路边镇", "441882", "441882102", "广东省清远市连州市大路边镇", 2017),
    "004": ("湾龙镇", "220581", "220581113", "吉林省通化市梅河口市湾龙镇", 2017),
}


@pytest.fixture(scope="module")
def seeds(test_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An archive of all five counties with the seed reports among their reports."""
    data = tmp_path_factory.mktemp("seeds") / "var"
    with running_county(*COUNTIES, texts=test_data / "seeds") as replica:
        desk = desk_on(replica, data)
        for host in COUNTIES:
            outcome = desk.crawl(host)
            assert outcome["state"] == "complete", outcome
    return desk


def _found(desk: Desk, issuer: str, year: int) -> tuple[str, str, str, str, str]:
    rows = desk.ask(
        "SELECT report.id, county_code, town_code, division, text.body FROM report "
        "JOIN issuer ON issuer.id = report.issuer_id "
        "JOIN version ON version.report_id = report.id AND version.seq = report.current_seq "
        "JOIN text ON text.digest = version.text_digest "
        "WHERE issuer.name = ? AND report.year = ? AND report.kind IN ('annual_report', 'self_check')",
        issuer,
        year,
    )
    assert len(rows) == 1, f"{issuer} {year}: {len(rows)} reports"
    found: tuple[str, str, str, str, str] = rows[0]
    return found


@pytest.mark.parametrize("number", EXPECTED)
def test_archived_under_the_right_issuer_division_and_year(seeds: Desk, number: str) -> None:
    issuer, county, town, division, year = EXPECTED[number]
    _, found_county, found_town, found_division, _ = _found(seeds, issuer, year)
    assert (found_county, found_town, found_division) == (county, town, division)


@pytest.mark.parametrize("number", EXPECTED)
def test_published_text_equals_the_seed_but_for_chrome(seeds: Desk, test_data: Path, number: str) -> None:
    issuer, _, _, _, year = EXPECTED[number]
    body = _found(seeds, issuer, year)[4]
    seed = next((test_data / "seeds").glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    differing = [difference for difference in compare_lines(seed, body) if not difference.is_chrome]
    assert not differing, "\n".join(map(str, differing))


def test_both_stated_totals_of_shimen_are_reachable_from_its_text(seeds: Desk) -> None:
    with Archive.open(seeds.data) as archive:
        for stated in ("主动公开政府信息共86条", "主动公开政府信息57条"):
            hits = archive.search(f'"{stated}"', year=2017)
            assert [hit.report.issuer for hit in hits.hits] == ["石门镇"], stated
            snippet = hits.hits[0].snippets[0]
            start, end = snippet.marks[0]
            assert snippet.text[start - snippet.start : end - snippet.start] == stated
            assert archive.text(hits.hits[0].report.id)[start:end] == stated
