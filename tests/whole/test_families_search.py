"""Portals whose lists come from a search interface, crawled by the real command: all there is and nothing else."""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.bench.families import Score, rows_of, score
from tests.replica.county import ReportTruth
from tests.replica.groups.search import BUILDERS
from tests.replica.proxy import running_county
from tests.whole.desk import Desk
from tests.whole.fidelity import compare_lines


@dataclass(frozen=True)
class Crawled:
    """Two crawls of one county, what the archive held after the first, and the truth."""

    truth: list[ReportTruth]
    first: dict[str, Any]
    score: Score
    rows: list[tuple[str, int, str]]
    second: dict[str, Any]
    rows_after: list[tuple[str, int, str]]


@pytest.fixture(scope="module", params=BUILDERS)
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    host: str = request.param
    data: Path = tmp_path_factory.mktemp("search") / "var"
    with running_county(host) as replica:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("FANGZHI_")}
        desk = Desk(data, {**inherited, **replica.environment(data), **rows_of(host)})
        first = desk.crawl(host)
        found, rows = score(replica, host, data), _versions(data)
        second = desk.crawl(host)
        truth = replica.truth(host)
    return Crawled(truth, first, found, rows, second, _versions(data))


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
    got = crawled.score
    assert crawled.first["state"] == "complete", crawled.first
    assert (got.missed, got.wrong) == ((), ())
    assert (got.right, got.found, got.precision) == (got.exist, got.exist, 1.0)
    assert got.files_right == got.files > 0
    assert len(crawled.rows) == got.exist, "one version each"


def test_published_texts_are_the_reports_whole(crawled: Crawled) -> None:
    bodies = {(name, year): body for name, year, body in crawled.rows}
    for report in crawled.truth:
        differing = [one for one in compare_lines(report.text, bodies[report.unit, report.year]) if not one.is_chrome]
        assert not differing, f"{report.unit} {report.year}: " + "\n".join(map(str, differing[:10]))


def test_a_second_crawl_finds_no_new_version(crawled: Crawled) -> None:
    assert crawled.second["state"] == "complete", crawled.second
    assert crawled.rows_after == crawled.rows
