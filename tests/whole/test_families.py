"""A county of every family, crawled by the real command: every report comes home, whole, once, and nothing else."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.bench.families import Score, rows_of, score
from tests.replica.counties import FAMILY_COUNTIES
from tests.replica.county import ReportTruth
from tests.replica.groups import static
from tests.replica.proxy import running_county
from tests.whole.desk import Desk, desk_on
from tests.whole.fidelity import archived_name, compare_lines

_CARRIERS = (
    "SELECT issuer.name, report.year, rendition.url FROM rendition JOIN report ON report.id = rendition.report_id "
    "JOIN issuer ON issuer.id = report.issuer_id WHERE rendition.ended_at IS NULL AND rendition.seq = 1"
)


@dataclass(frozen=True)
class Crawled:
    """Two crawls of one county, what the archive held after each, and the truth by unit and year."""

    truth: dict[tuple[str, int], ReportTruth]
    first: dict[str, Any]
    score: Score
    rows: list[tuple[str, int, str]]
    carriers: dict[tuple[str, int], set[str]]
    second: dict[str, Any]
    rows_after: list[tuple[str, int, str]]


@pytest.fixture(scope="module", params=FAMILY_COUNTIES)
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    host: str = request.param
    data: Path = tmp_path_factory.mktemp("family") / "var"
    with running_county(host) as replica:
        desk = desk_on(replica, data, **rows_of(host))
        first = desk.crawl(host, expect=None)
        found, rows, carriers = score(replica, host, data), desk.versions(), _carriers(desk)
        # Pages of a static portal keep their validators, so that only a look that insists reads them again.
        second = desk.crawl(host, *(("--full", "--recheck") if host in static.BUILDERS else ()), expect=None)
        name = replica.counties[host].county.name
        truth = {(archived_name(report.unit, name), report.year): report for report in replica.truth(host)}
    return Crawled(truth, first, found, rows, carriers, second, desk.versions())


def _carriers(desk: Desk) -> dict[tuple[str, int], set[str]]:
    """The addresses that stand for each report."""
    found: dict[tuple[str, int], set[str]] = {}
    for name, year, url in desk.ask(_CARRIERS):
        found.setdefault((name, year), set()).add(url)
    return found


def test_found_is_what_exists_and_nothing_else(crawled: Crawled) -> None:
    got = crawled.score
    assert crawled.first["state"] == "complete", crawled.first
    assert (got.missed, got.wrong) == ((), ())
    assert (got.right, got.found, got.precision) == (got.exist, got.exist, 1.0)
    assert got.files_right == got.files > 0
    assert sorted((name, year) for name, year, _ in crawled.rows) == sorted(crawled.truth), "one version each"


def test_published_texts_are_the_reports_whole(crawled: Crawled) -> None:
    assert crawled.rows
    for name, year, body in crawled.rows:
        differing = [one for one in compare_lines(crawled.truth[name, year].text, body) if not one.is_chrome]
        assert not differing, f"{name} {year}: " + "\n".join(map(str, differing[:10]))


def test_every_address_and_file_of_a_report_carries_its_one_version(crawled: Crawled) -> None:
    for key, report in crawled.truth.items():
        wanted = {*report.files} if report.only_attached else {*report.addresses, *report.files}
        assert crawled.carriers[key] == wanted, report.id


def test_a_second_crawl_finds_no_new_version(crawled: Crawled) -> None:
    second = crawled.second
    assert (second["state"], second["new_versions"], second["new_reports"]) == ("complete", 0, 0), second
    assert crawled.rows_after == crawled.rows
