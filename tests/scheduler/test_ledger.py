"""What the plan reads of the run ledger, from a real archive."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive.database import make_writer
from archive.runs import close_run, open_run
from archive.schema import prepare
from archive.values import RunKind, RunState
from scheduler.ledger import DEPTH, load_ledger
from scheduler.policy import FAILING

NOON = datetime(2026, 1, 10, 4, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Engine]:
    engine = make_writer(f"sqlite:///{tmp_path}/archive.sqlite")
    prepare(engine)
    yield engine
    engine.dispose()


def record(engine: Engine, site: str, kind: RunKind, state: RunState, hours: int, reason: str | None = None) -> str:
    began = NOON + timedelta(hours=hours)
    run_id = open_run(engine, site, kind, {}, began)
    if state != "running":
        close_run(engine, run_id, state, reason, {}, began + timedelta(minutes=2))
    return run_id


def test_an_archive_without_runs(archive: Engine) -> None:
    assert load_ledger(archive) == {}


def test_runs_come_by_site_newest_first(archive: Engine) -> None:
    first = record(archive, "a.gov.cn", "manual", "complete", 0)
    second = record(archive, "a.gov.cn", "nightly", "partial", 1, "time limit reached")
    third = record(archive, "b.gov.cn", "nightly", "running", 2)
    ledger = load_ledger(archive)
    assert {site: [run.id for run in runs] for site, runs in ledger.items()} == {
        "a.gov.cn": [second, first],
        "b.gov.cn": [third],
    }
    newest = ledger["a.gov.cn"][0]
    assert (newest.kind, newest.state, newest.reason) == ("nightly", "partial", "time limit reached")
    assert (newest.started_at, newest.ended_at) == (
        NOON + timedelta(hours=1),
        NOON + timedelta(hours=1, minutes=2),
    )
    assert ledger["b.gov.cn"][0].ended_at is None


def test_only_the_newest_runs_are_read_and_enough_to_call_a_site_failing(archive: Engine) -> None:
    ids = [record(archive, "a.gov.cn", "nightly", "failed", hours) for hours in range(DEPTH + 5)]
    assert [run.id for run in load_ledger(archive)["a.gov.cn"]] == ids[: -DEPTH - 1 : -1]
    assert DEPTH >= FAILING


def test_the_slices_of_a_backfill_do_not_hide_the_looks_before_them(archive: Engine) -> None:
    look = record(archive, "a.gov.cn", "nightly", "complete", 0)
    slices = [record(archive, "a.gov.cn", "backfill", "partial", hours) for hours in range(1, DEPTH + 5)]
    runs = [run.id for run in load_ledger(archive)["a.gov.cn"]]
    assert runs[0] == slices[-1], "the newest run of any kind leads"
    assert runs[-1] == look
    assert len(runs) == DEPTH + 1
