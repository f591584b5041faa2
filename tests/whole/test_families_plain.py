"""The whole way with the real command over counties of plain lists: every report comes home, and nothing else."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.replica.groups.plain import BUILDERS
from tests.replica.proxy import running_county
from tests.whole.desk import Desk

ROWS = Path(__file__).parents[1] / "replica" / "rows"


def _reports(desk: Desk) -> list[tuple[str, int]]:
    connection = sqlite3.connect(desk.data / "archive.sqlite")
    try:
        return connection.execute(
            "SELECT issuer.name, report.year FROM report JOIN issuer ON issuer.id = report.issuer_id "
            "WHERE report.current_seq IS NOT NULL AND report.merged_into IS NULL ORDER BY 1, 2"
        ).fetchall()
    finally:
        connection.close()


def _versions(desk: Desk) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(desk.data / "archive.sqlite")
    try:
        return connection.execute("SELECT report_id, seq, text_digest FROM version ORDER BY 1, 2").fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize("host", sorted(BUILDERS))
def test_every_report_is_found_once_under_its_unit_and_year(host: str, open_desk: Callable[..., Desk]) -> None:
    with running_county(host) as replica:
        desk = open_desk(replica, FANGZHI_PORTALS=str(ROWS))
        outcome = desk.crawl(host)
        assert outcome["state"] == "complete", outcome
        expected = sorted((report.unit, report.year) for report in replica.truth(host))
        assert _reports(desk) == expected
        before = _versions(desk)
        assert desk.crawl(host)["state"] == "complete"
        assert _versions(desk) == before
