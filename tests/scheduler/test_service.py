"""The scheduler at work over a real archive, with real processes: what must never happen twice, and how it stops."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest

from archive.database import make_reader, make_writer
from archive.runs import ask_backfill, close_run, finish_backfill, open_backfills, open_run, runs_of
from archive.schema import prepare
from archive.values import RunState
from scheduler.launch import Outcome
from scheduler.plan import Limits
from scheduler.policy import BEIJING
from settings.env import load_env
from tests.scheduler.stand_ins import ROOT, Ears, make_service

A, B = "a.gov.cn", "b.gov.cn"
NIGHT = datetime(2026, 1, 10, 22, 30, tzinfo=BEIJING)

only_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")


@pytest.fixture
def ears() -> Iterator[Ears]:
    ears = Ears()
    yield ears
    ears.close()


def database(data: Path) -> str:
    return load_env({"FANGZHI_DATA": str(data)}).database


def record_run(data: Path, site: str, state: RunState, ended: datetime) -> None:
    engine = make_writer(database(data))
    prepare(engine)
    run_id = open_run(engine, site, "nightly", {}, ended - timedelta(minutes=2))
    close_run(engine, run_id, state, None, {}, ended)
    engine.dispose()


def runs(data: Path, site: str) -> list[tuple[str, str]]:
    """Kind and state of every run of a site, oldest first."""
    engine = make_reader(database(data))
    found: list[tuple[str, str]] = [(run.kind, run.state) for run in reversed(runs_of(engine, site, 100))]
    engine.dispose()
    return found


def run_once(
    data: Path, now: datetime, behaviour: str, *hosts: str, port: int = 0, any_hour: bool = False
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    limits = Limits(any_hour=any_hour)
    make_service(data, hosts, lambda: now, behaviour, outcomes.append, port=port, limits=limits).run_once()
    return outcomes


def scheduler(data: Path, behaviour: str, ears: Ears, *hosts: str) -> subprocess.Popen[str]:
    """A scheduler in a process of its own, over the same archive, at the time NIGHT."""
    argv = [sys.executable, "-m", "tests.scheduler.stand_ins", str(data), behaviour, str(ears.port)]
    argv += [NIGHT.isoformat(), *hosts]
    return subprocess.Popen(argv, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def read_until(stream: IO[str] | None, words: str) -> None:
    assert stream is not None
    for line in stream:
        if words in line:
            return
    raise AssertionError(f"the scheduler ended without saying {words!r}")


def test_five_missed_nights_are_caught_up_by_one_crawl(tmp_path: Path) -> None:
    record_run(tmp_path, A, "complete", NIGHT - timedelta(days=5))
    assert [outcome.state for outcome in run_once(tmp_path, NIGHT, "complete", A)] == ["complete"]
    assert run_once(tmp_path, NIGHT + timedelta(hours=5), "complete", A) == []
    assert runs(tmp_path, A) == [("nightly", "complete"), ("nightly", "complete")]


def test_by_day_nothing_starts_unless_asked(tmp_path: Path) -> None:
    noon = NIGHT.replace(hour=12)
    assert run_once(tmp_path, noon, "complete", A) == []
    assert [outcome.state for outcome in run_once(tmp_path, noon, "complete", A, any_hour=True)] == ["complete"]


def test_more_sites_than_workers_are_all_crawled_once(tmp_path: Path) -> None:
    hosts = [f"county{number}.gov.cn" for number in range(6)]
    outcomes = run_once(tmp_path, NIGHT, "complete", *hosts)
    assert sorted(outcome.job.site for outcome in outcomes) == hosts
    assert {outcome.state for outcome in outcomes} == {"complete"}


@pytest.mark.parametrize("state", ["partial", "held", "failed", "blocked"])
def test_the_outcome_is_what_the_ledger_says(tmp_path: Path, state: str) -> None:
    assert [(end.state, end.exit_code) for end in run_once(tmp_path, NIGHT, state, A)] == [(state, 1)]


def test_a_crawl_that_dies_is_killed_in_the_ledger_at_once(tmp_path: Path) -> None:
    outcomes = run_once(tmp_path, NIGHT, "die", A)
    assert [(outcome.state, outcome.exit_code) for outcome in outcomes] == [("killed", -signal.SIGKILL)]
    assert runs(tmp_path, A) == [("nightly", "killed")]


def test_a_due_look_comes_before_the_backfill_of_its_site(tmp_path: Path) -> None:
    record_run(tmp_path, A, "complete", NIGHT - timedelta(days=2))
    engine = make_writer(database(tmp_path))
    wish = ask_backfill(engine, A, 2008, 2010, NIGHT - timedelta(days=1))
    states: list[list[tuple[str, str]]] = []
    for minutes in (0, 5, 10):
        run_once(tmp_path, NIGHT + timedelta(minutes=minutes), "complete", A)
        states.append(runs(tmp_path, A)[1:])
    assert states[0] == [("nightly", "complete")]
    assert states[1] == [("nightly", "complete"), ("backfill", "complete")]
    assert states[2] == states[1], "a slice that ended by itself waits for the next night"
    finish_backfill(engine, wish, NIGHT)
    assert open_backfills(engine) == ()
    assert run_once(tmp_path, NIGHT + timedelta(days=1, hours=7), "complete", A) != []
    engine.dispose()
    assert runs(tmp_path, A)[-1] == ("nightly", "complete")


def test_a_crawl_that_cannot_begin_rests_before_it_is_tried_again(tmp_path: Path) -> None:
    """Hours of planning go by in moments: every look at the clock is half a minute later."""
    looks = 0
    tried: list[datetime] = []

    def clock() -> datetime:
        nonlocal looks
        looks += 1
        return NIGHT + timedelta(seconds=30) * looks

    def on_end(outcome: Outcome) -> None:
        assert (outcome.state, outcome.exit_code) == (None, 2)
        tried.append(NIGHT + timedelta(seconds=30) * looks)
        if len(tried) == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    make_service(tmp_path, [A], clock, "broken", on_end, plan_every=0.01).run()
    assert len(tried) == 3
    assert tried[1] - tried[0] >= timedelta(minutes=5)
    assert tried[2] - tried[1] >= timedelta(minutes=10)


def test_a_second_scheduler_exits_at_once_and_says_why(tmp_path: Path, ears: Ears) -> None:
    with scheduler(tmp_path, "ask", ears, A) as first:
        ears.hear()
        second = subprocess.run(
            [sys.executable, "-m", "fangzhi", "schedule", "run", "--once"],
            cwd=ROOT,
            env={**os.environ, "FANGZHI_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 1
        assert second.stderr.startswith(f"fangzhi: a scheduler runs already: process {first.pid} ")
        assert second.stderr.count("\n") == 1
        ears.say(A, "complete")
        ears.wait_until_gone(A)
        first.send_signal(signal.SIGTERM)
        first.communicate()
    assert first.returncode == 0
    assert runs(tmp_path, A) == [("nightly", "complete")]


def test_the_first_signal_asks_the_crawls_to_end(tmp_path: Path, ears: Ears) -> None:
    with scheduler(tmp_path, "ask", ears, A, B) as process:
        assert {ears.hear()[0], ears.hear()[0]} == {A, B}
        process.send_signal(signal.SIGINT)
        process.communicate()
    assert process.returncode == 0
    assert runs(tmp_path, A) == runs(tmp_path, B) == [("nightly", "partial")]


def test_the_second_signal_kills_them(tmp_path: Path, ears: Ears) -> None:
    with scheduler(tmp_path, "deaf", ears, A) as process:
        ears.hear()
        process.send_signal(signal.SIGTERM)
        read_until(process.stderr, "SIGTERM: no more crawls start, 1 are asked to end")
        process.send_signal(signal.SIGTERM)
        process.communicate()
    assert process.returncode == 0
    ears.wait_until_gone(A)
    assert runs(tmp_path, A) == [("nightly", "killed")]


@only_linux
def test_when_the_scheduler_is_killed_its_crawls_end_and_nothing_runs_twice(tmp_path: Path, ears: Ears) -> None:
    with scheduler(tmp_path, "ask", ears, A, B) as process:
        assert {ears.hear()[0], ears.hear()[0]} == {A, B}
        process.kill()
        process.communicate()
    ears.wait_until_gone(A)
    ears.wait_until_gone(B)
    assert runs(tmp_path, A) == runs(tmp_path, B) == [("nightly", "partial")]
    outcomes = run_once(tmp_path, NIGHT + timedelta(hours=2), "complete", A, B)
    assert sorted((outcome.job.site, outcome.state) for outcome in outcomes) == [(A, "complete"), (B, "complete")]
    assert runs(tmp_path, A) == runs(tmp_path, B) == [("nightly", "partial"), ("nightly", "complete")]


def test_crawls_that_outlive_a_killed_scheduler_are_left_alone_and_counted_once(tmp_path: Path, ears: Ears) -> None:
    with scheduler(tmp_path, "deaf", ears, A, B) as process:
        pids = dict([ears.hear(), ears.hear()])
        process.kill()
        process.communicate()
    later = NIGHT + timedelta(hours=2)
    assert run_once(tmp_path, later, "complete", A, B) == [], "both orphans hold their sites"
    os.kill(pids[A], signal.SIGKILL)
    ears.wait_until_gone(A)
    ears.say(B, "complete")
    ears.wait_until_gone(B)
    outcomes = run_once(tmp_path, later, "complete", A, B)
    assert [(outcome.job.site, outcome.state) for outcome in outcomes] == [(A, "complete")]
    assert runs(tmp_path, A) == [("nightly", "killed"), ("nightly", "complete")]
    assert runs(tmp_path, B) == [("nightly", "complete")]


def test_the_logs_of_all_crawls_lie_in_the_data_folder(tmp_path: Path) -> None:
    run_once(tmp_path, NIGHT, "complete", A)
    stamp = NIGHT.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    assert [path.name for path in (tmp_path / "logs").iterdir()] == [f"{stamp}-{A}-nightly.log"]
