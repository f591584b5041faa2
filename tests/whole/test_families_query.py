"""Counties whose lists are asked for with a query, crawled by the real command: every report and nothing else."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from tests.replica.groups.query import BUILDERS
from tests.replica.proxy import running_county
from tests.whole.desk import ROOT, Desk

ROWS = {"FANGZHI_PORTALS": str(ROOT / "tests" / "replica" / "rows")}
_VERSIONS = (
    "SELECT issuer.name, report.year, report.id, version.seq, text.body FROM report "
    "JOIN issuer ON issuer.id = report.issuer_id JOIN version ON version.report_id = report.id "
    "JOIN text ON text.digest = version.text_digest"
)
_RENDITIONS = "SELECT url FROM rendition WHERE report_id = ? AND seq = ? AND ended_at IS NULL"


def ask(desk: Desk, statement: str, *values: object) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(desk.data / "archive.sqlite")
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


def letters(text: str) -> str:
    return "".join(text.replace("|", "").split())


@pytest.mark.parametrize("host", sorted(BUILDERS))
def test_every_report_is_found_under_its_unit_and_year_and_nothing_else(
    host: str, open_desk: Callable[..., Desk]
) -> None:
    with running_county(host) as replica:
        desk = open_desk(replica, **ROWS)
        outcome = desk.crawl(host)
        assert outcome["state"] == "complete", json.dumps(outcome, ensure_ascii=False)
        found = {(name, year): rest for name, year, *rest in ask(desk, _VERSIONS)}
        truth = replica.truth(host)
        assert sorted(found) == sorted((report.unit, report.year) for report in truth)
        assert ask(desk, "SELECT count(*) FROM version") == [(len(truth),)]
        for report in truth:
            key, seq, body = found[report.unit, report.year]
            assert letters(report.text) in letters(body), report.id
            # The same report at two addresses is one version with two renditions; files carry it too.
            carriers = {url for (url,) in ask(desk, _RENDITIONS, key, seq)}
            wanted = {*report.files} if report.only_attached else {*report.addresses, *report.files}
            assert carriers == wanted, report.id
        again = desk.crawl(host)
        assert (again["state"], again["new_versions"], again["new_reports"]) == ("complete", 0, 0)
        assert ask(desk, "SELECT count(*) FROM version") == [(len(truth),)]
