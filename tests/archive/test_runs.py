"""The run ledger, and what becomes of runs whose process died: also in the middle of writing a WARC record."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from warcio.checker import Checker

from archive.database import make_reader, reading
from archive.errors import NoSuchRun, SiteBusy
from archive.locks import site_lock
from archive.models import Blob, Capture, Issue
from archive.models import Run as RunRow
from archive.record import Record
from archive.values import Exchange, RunState
from archive.warcread import find_whole_end, repair
from tests.archive.fresh import fresh_record

T0 = datetime(2026, 11, 22, 2, 15, 0, 123000, tzinfo=UTC)
SITE = "tx.gov.cn"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = fresh_record(tmp_path)
    yield record
    record.close()


def rows(data: Path, table: Any) -> list[Any]:
    engine = make_reader(f"sqlite:///{data / 'archive.sqlite'}")
    with reading(engine) as session:
        found = list(session.scalars(select(table)))
    engine.dispose()
    return found


def look(record: Record, run_id: str, name: str, body: bytes) -> None:
    url = f"http://www.tx.gov.cn/{name}"
    record.record_exchange(run_id, SITE, Exchange(url, "GET", "article", T0, 200, (), body))


# The ledger


def test_run_from_opening_to_closing(record: Record, tmp_path: Path) -> None:
    run_id = record.open_run(SITE, "nightly", {"first_year": 2008}, T0, "")
    assert run_id.startswith("20261122T021500.123Z-tx.gov.cn-")
    run = record.last_run(SITE)
    assert run is not None
    assert (run.id, run.state, run.kind, run.pid, run.scope) == (
        run_id,
        "running",
        "nightly",
        os.getpid(),
        {"first_year": 2008},
    )
    record.heartbeat(run_id, T0 + timedelta(minutes=1))
    record.record_issue(run_id, SITE, "odd", "Something odd.", "http://x/", {"n": 1}, T0)
    record.close_run(run_id, "partial", "2 of 7 lists", {"new": 3}, T0 + timedelta(minutes=2))
    run = record.last_run(SITE)
    assert run is not None
    assert (run.state, run.reason, run.stats) == ("partial", "2 of 7 lists", {"new": 3})
    assert run.ended_at == run.heartbeat_at == T0 + timedelta(minutes=2)
    assert [(issue.code, issue.detail) for issue in rows(tmp_path, Issue)] == [("odd", {"n": 1})]


def test_last_and_last_good_run(record: Record) -> None:
    assert record.last_run(SITE) is None
    assert record.last_good_run(SITE) is None
    states: list[RunState] = ["complete", "partial", "held", "failed", "blocked"]
    for day, state in enumerate(states):
        run_id = record.open_run(SITE, "nightly", {}, T0 + timedelta(days=day), "")
        record.close_run(run_id, state, None, {}, T0 + timedelta(days=day, minutes=1))
    assert [run.state for run in record.runs_of(SITE)] == [*reversed(states)]
    assert [run.state for run in record.runs_of(SITE, 2)] == ["blocked", "failed"]
    good = record.last_good_run(SITE)
    assert good is not None
    assert good.state == "partial"


@pytest.mark.parametrize("call", ["heartbeat", "close"])
def test_closed_run_cannot_go_on(record: Record, call: str) -> None:
    run_id = record.open_run(SITE, "manual", {}, T0, "")
    record.close_run(run_id, "complete", None, {}, T0)
    with pytest.raises(NoSuchRun, match=run_id):
        record.heartbeat(run_id, T0) if call == "heartbeat" else record.close_run(run_id, "held", None, {}, T0)


def test_ledger_refuses_a_second_running_run(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    record.open_run(SITE, "manual", {}, T0, "")
    # As if the first had been entered between the burying and the entering.
    monkeypatch.setattr("archive.record.bury_dead_runs", lambda *_: ())
    with pytest.raises(SiteBusy, match=rf"process {os.getpid()} "):
        record.open_run(SITE, "manual", {}, T0, "")


def test_backfill_wishes(record: Record) -> None:
    wish = record.ask_backfill(SITE, 2008, 2018, T0)
    assert record.ask_backfill(SITE, 2008, 2018, T0) == wish, "the same open wish is one wish"
    other = record.ask_backfill("mhk.gov.cn", 2008, 2018, T0)
    assert [found.id for found in record.open_backfills()] == [wish, other]
    assert [(found.first_year, found.last_year) for found in record.open_backfills(SITE)] == [(2008, 2018)]
    record.finish_backfill(wish, T0)
    assert [found.id for found in record.open_backfills()] == [other]
    assert record.ask_backfill(SITE, 2008, 2018, T0) != wish


# Dead runs

CRAWL = """
import random, sys
from datetime import datetime, UTC
from pathlib import Path
from archive.locks import site_lock
from archive.record import Record
from archive.values import Exchange
data, now = Path(sys.argv[1]), datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
noise = random.Random(7)
record = Record.open(f"sqlite:///{data / 'archive.sqlite'}", data)
with site_lock(data, "tx.gov.cn", now):
    run = record.open_run("tx.gov.cn", "manual", {}, now, "")
    number = 0
    while True:
        number += 1
        body = noise.randbytes(noise.randrange(300_000)) if number % 3 else b"the same body " * 50
        url = f"http://www.tx.gov.cn/{number}"
        record.record_exchange(run, "tx.gov.cn", Exchange(url, "GET", "article", now, 200, (), body))
        print(number, flush=True)
"""


def kill_a_crawl(data: Path, after: int) -> int:
    """Start a crawl, kill it once it has recorded `after` looks; how many it had told of by then."""
    crawl = subprocess.Popen([sys.executable, "-c", CRAWL, str(data)], stdout=subprocess.PIPE)
    assert crawl.stdout is not None
    for _ in range(after):
        assert crawl.stdout.readline()
    crawl.send_signal(signal.SIGKILL)
    told = after + len(crawl.stdout.read().split())
    crawl.wait()
    crawl.stdout.close()
    return told


class Inputs:
    verbose = False

    def __init__(self, files: list[Path]) -> None:
        self.inputs = [str(file) for file in files]


def assert_archive_is_whole(record: Record, data: Path) -> None:
    files = list((data / "warc").rglob("*.warc.gz*"))
    assert [file for file in files if file.suffix == ".open"] == []
    assert Checker(Inputs(files)).process_all() == 0
    for blob in rows(data, Blob):
        assert len(record.load_payload(blob.digest)) == blob.size
    for capture in rows(data, Capture):
        assert len(record.load_payload(capture.digest)) == capture.size


@pytest.mark.parametrize("after", [1, 4, 9])
def test_killed_crawl_loses_nothing_it_told_of(tmp_path: Path, after: int) -> None:
    told = kill_a_crawl(tmp_path, after)
    record = Record.open(f"sqlite:///{tmp_path / 'archive.sqlite'}", tmp_path)
    with site_lock(tmp_path, SITE, T0):
        record.open_run(SITE, "manual", {}, T0, "")
    dead, alive = rows(tmp_path, RunRow)
    assert (dead.state, alive.state) == ("killed", "running")
    assert dead.ended_at == dead.heartbeat_at
    assert "2026-11-22 02:15:00" in dead.reason
    assert told <= len(rows(tmp_path, Capture)) <= told + 1
    assert_archive_is_whole(record, tmp_path)
    record.close()


def test_reap_buries_the_dead_and_leaves_the_living(tmp_path: Path) -> None:
    kill_a_crawl(tmp_path, 1)
    record = Record.open(f"sqlite:///{tmp_path / 'archive.sqlite'}", tmp_path)
    with site_lock(tmp_path, "mhk.gov.cn", T0):
        alive = record.open_run("mhk.gov.cn", "manual", {}, T0, "")
        assert len(record.reap(T0)) == 1
        assert record.reap(T0) == ()
        record.heartbeat(alive, T0)
    assert_archive_is_whole(record, tmp_path)
    record.close()


def test_run_left_open_by_this_very_process_is_buried_too(record: Record, tmp_path: Path) -> None:
    first = record.open_run(SITE, "manual", {}, T0, "")
    look(record, first, "1", b"one")
    second = record.open_run(SITE, "manual", {}, T0 + timedelta(seconds=1), "")
    look(record, second, "2", b"two")
    record.close_run(second, "complete", None, {}, T0)
    assert [run.state for run in record.runs_of(SITE)] == ["complete", "killed"]
    assert_archive_is_whole(record, tmp_path)


# Mending a file


def a_file(record: Record, data: Path) -> tuple[Path, int]:
    """An open WARC file with three looks, and where the last response ends."""
    run_id = record.open_run(SITE, "manual", {}, T0, "")
    for name in ("1", "2", "3"):
        look(record, run_id, name, name.encode() * 500)
    (file,) = (data / "warc").rglob("*.open")
    return file, max(blob.warc_offset + blob.warc_length for blob in rows(data, Blob))


@pytest.mark.parametrize(
    "tail",
    [b"", b"\x1f", b"\x1f\x8b\x08\x00\x00", b"\0" * 4096, b"garbage", "half a member"],
    ids=["nothing", "one byte", "a header", "zeros", "garbage", "half a member"],
)
def test_torn_tail_is_cut_back_to_the_last_whole_record(record: Record, tmp_path: Path, tail: bytes | str) -> None:
    file, known = a_file(record, tmp_path)
    whole = file.read_bytes()
    with file.open("ab") as stream:
        stream.write(whole[: len(whole) // 9] if isinstance(tail, str) else tail)
    final = repair(file, keep=known)
    assert final is not None
    assert not file.exists()
    assert final.read_bytes() == whole
    assert Checker(Inputs([final])).process_all() == 0


def test_every_length_of_a_torn_file_is_mended(record: Record, tmp_path: Path) -> None:
    file, _ = a_file(record, tmp_path)
    whole = file.read_bytes()
    ends = set()
    for length in (*range(0, len(whole), 17), len(whole)):
        torn = tmp_path / "torn.warc.gz.open"
        torn.write_bytes(whole[:length])
        end = find_whole_end(torn)
        assert end <= length
        ends.add(end)
        if (final := repair(torn)) is not None:
            assert final.read_bytes() == whole[:end]
            assert Checker(Inputs([final])).process_all() == 0
    assert len(ends) == 8, "nothing, after warcinfo, and after each of six records"


def test_damage_before_known_records_cuts_nothing(record: Record, tmp_path: Path) -> None:
    file, known = a_file(record, tmp_path)
    damaged = bytearray(file.read_bytes())
    damaged[known // 2] ^= 0xFF
    file.write_bytes(damaged)
    final = repair(file, keep=known)
    assert final is not None
    assert final.read_bytes() == damaged


def test_file_without_one_whole_record_is_removed(tmp_path: Path) -> None:
    file = tmp_path / "x.warc.gz.open"
    file.write_bytes(b"\x1f\x8b")
    assert repair(file) is None
    assert list(tmp_path.iterdir()) == []
