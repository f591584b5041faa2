"""Portals whose lists come from a JSON interface, crawled by the real command: all there is and nothing else."""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.replica.county import ReportTruth
from tests.replica.groups.hanweb import BUILDERS
from tests.replica.proxy import running_county
from tests.whole.desk import ROOT, Desk
from tests.whole.fidelity import compare_lines


@dataclass(frozen=True)
class Crawled:
    """Two crawls of one county, what the archive held after the first, and the truth."""

    county: str
    truth: list[ReportTruth]
    first: dict[str, Any]
    second: dict[str, Any]
    rows: list[tuple[str, int, str]]
    versions_after: int


@pytest.fixture(scope="module", params=BUILDERS)
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    host: str = request.param
    data: Path = tmp_path_factory.mktemp("hanweb") / "var"
    with running_county(host) as replica:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("FANGZHI_")}
        portals = {"FANGZHI_PORTALS": str(ROOT / "tests" / "replica" / "rows")}
        desk = Desk(data, {**inherited, **replica.environment(data), **portals})
        first = desk.crawl(host)
        rows = _versions(data)
        second = desk.crawl(host)
        truth, county = replica.truth(host), replica.counties[host].county.name
    return Crawled(county, truth, first, second, rows, len(_versions(data)))


def _versions(data: Path) -> list[tuple[str, int, str]]:
    connection = sqlite3.connect(data / "archive.sqlite")
    try:
        return connection.execute(
            "SELECT issuer.name, report.year, text.body FROM version "
            "JOIN report ON report.id = version.report_id LEFT JOIN issuer ON issuer.id = report.issuer_id "
            "JOIN text ON text.digest = version.text_digest"
        ).fetchall()
    finally:
        connection.close()


def test_found_is_what_exists_and_nothing_else(crawled: Crawled) -> None:
    truth = {
        (report.unit.removesuffix("人民政府").removeprefix(crawled.county) or crawled.county, report.year)
        for report in crawled.truth
    }
    found = [(name, year) for name, year, _ in crawled.rows]
    assert crawled.first["state"] == "complete", crawled.first
    assert (truth - set(found), set(found) - truth) == (set(), set()), "missing, and not existing"
    assert len(found) == len(set(found)), "one version each"


def test_published_texts_are_the_reports_whole(crawled: Crawled) -> None:
    bodies = {(name, year): body for name, year, body in crawled.rows}
    for report in crawled.truth:
        name = report.unit.removesuffix("人民政府").removeprefix(crawled.county) or crawled.county
        differing = [one for one in compare_lines(report.text, bodies[name, report.year]) if not one.is_chrome]
        assert not differing, f"{name} {report.year}: " + "\n".join(map(str, differing[:10]))


def test_a_second_crawl_finds_no_new_version(crawled: Crawled) -> None:
    assert crawled.second["state"] == "complete", crawled.second
    assert crawled.versions_after == len(crawled.rows)
