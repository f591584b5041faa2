"""`fangzhi probe` over every replica portal, from its home page alone: a row that then brings home what there is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.families.registry import family_of
from settings.sites import Site, load_sites
from tests.replica.counties import COUNTIES, FAMILY_COUNTIES
from tests.replica.county import ReportTruth
from tests.replica.proxy import running_county
from tests.whole.desk import ROWS, desk_on
from tests.whole.fidelity import archived_name


@dataclass(frozen=True)
class Probed:
    """What a probe said, the row it saved, and what a crawl with that row brought."""

    host: str
    county: str
    code: int
    said: dict[str, Any]
    site: Site
    crawled: dict[str, Any]
    reports: set[tuple[str, int]]
    truth: list[ReportTruth]
    peak: int


@pytest.fixture(scope="module", params=(*COUNTIES, *FAMILY_COUNTIES))
def probed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Probed]:
    host: str = request.param
    folder: Path = tmp_path_factory.mktemp("probe")
    portals, checkout = folder / "portals", folder / "checkout"
    portals.mkdir()
    (checkout / "tests" / "pages").mkdir(parents=True)
    with running_county(host) as replica:
        desk = desk_on(replica, folder / "var", FANGZHI_PORTALS=str(portals))
        home = f"http://{replica.counties[host].portal.hosts[0]}/"
        done = desk.run("probe", home, "--save", "--checkout", str(checkout), "--json")
        assert done.returncode in (0, 1), done.stderr.decode()[-2000:]
        said = json.loads(done.stdout)
        assert said["row"], said["reasons"]
        crawled = desk.crawl(host, expect=None)
        yield Probed(
            host=host,
            county=replica.counties[host].county.name,
            code=done.returncode,
            said=said,
            site=load_sites(portals)[host],
            crawled=crawled,
            reports={(name, year) for name, year, _ in desk.versions()},
            truth=replica.truth(host),
            peak=max(replica.log.peak.values()),
        )


def _declared(host: str) -> Site:
    """The row people wrote for the same portal."""
    return {**load_sites(), **load_sites(ROWS)}[host]


def test_families_are_those_people_found(probed: Probed) -> None:
    wanted = {column.family for column in _declared(probed.host).columns}
    assert wanted <= {column["family"] for column in probed.said["columns"]}


def test_facts_are_read_from_the_portal_itself(probed: Probed) -> None:
    declared = _declared(probed.host)
    assert probed.said["division"] == declared.division
    assert probed.said["name"]
    assert not probed.said["doubts"]


def test_every_column_is_understood_with_its_evidence(probed: Probed) -> None:
    for column in probed.said["columns"]:
        assert column["verdict"] == "understood", column
        assert column["evidence"] or column["family"] == "plain"
        assert [sample for sample in column["samples"] if sample["report"]]


def test_the_portal_is_understood_but_for_the_towns_a_small_replica_lacks(probed: Probed) -> None:
    others = [reason for reason in probed.said["reasons"] if "townships are named" not in reason]
    assert others == []
    assert probed.code == (1 if probed.said["reasons"] else 0)


def test_the_saved_row_is_accepted(probed: Probed) -> None:
    for column in probed.site.columns:
        family_of(probed.site, column)
        assert column.confidence == "evidenced"


def test_a_crawl_with_the_saved_row_finds_every_report_and_nothing_else(probed: Probed) -> None:
    truth = {(archived_name(report.unit, probed.county), report.year) for report in probed.truth}
    assert probed.crawled["state"] == "complete", probed.crawled
    assert (truth - probed.reports, probed.reports - truth) == (set(), set()), "missing, and not existing"


def test_never_two_requests_at_once_and_few_in_all(probed: Probed) -> None:
    assert probed.peak == 1
    assert probed.said["requests"] < 120
