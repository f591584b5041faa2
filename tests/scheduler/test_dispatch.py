"""The embedded pool: never more than its workers, never a site twice, every end told."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.values import RunState
from scheduler.dispatch import AlreadyActive, Dispatcher, NoWorkerFree, Pool
from scheduler.launch import Command, Outcome
from scheduler.plan import Job

NOW = datetime(2026, 1, 10, 15, 0, tzinfo=UTC)
WAIT = "import signal; signal.pause()"


def job(site: str) -> Job:
    return Job(site, "nightly", "test", NOW, None)


class Bench:
    """A pool whose jobs run small programs, with what it told."""

    def __init__(self, folder: Path, workers: int, program: str, state: RunState | None = "complete") -> None:
        self.outcomes: list[Outcome] = []
        self.one_ended = asyncio.Event()
        self._folder, self._program = folder, program
        self.pool = Pool(workers, self._command_of, lambda _: state, self._note)
        self.dispatcher: Dispatcher = self.pool

    def _note(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self.one_ended.set()

    def _command_of(self, job: Job) -> Command:
        log = self._folder / "logs" / f"{job.site}.log"
        return Command((sys.executable, "-c", self._program), self._folder, dict(os.environ), log, 60)


def test_a_job_runs_and_its_outcome_is_told(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 1, "raise SystemExit(1)", "partial")

    async def scene() -> None:
        bench.dispatcher.submit(job("a.gov.cn"))
        assert list(bench.dispatcher.active()) == ["a.gov.cn"]
        await bench.pool.drain()
        assert bench.dispatcher.active() == {}

    asyncio.run(scene())
    (outcome,) = bench.outcomes
    assert (outcome.job, outcome.exit_code, outcome.state) == (job("a.gov.cn"), 1, "partial")
    assert (outcome.stopped, outcome.log) == (None, tmp_path / "logs" / "a.gov.cn.log")


def test_a_site_at_work_and_a_full_pool_are_refused(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 2, WAIT)

    async def scene() -> None:
        bench.pool.submit(job("a.gov.cn"))
        with pytest.raises(AlreadyActive, match=r"a\.gov\.cn"):
            bench.pool.submit(job("a.gov.cn"))
        bench.pool.submit(job("b.gov.cn"))
        with pytest.raises(NoWorkerFree, match="all 2"):
            bench.pool.submit(job("c.gov.cn"))
        await bench.pool.stop()

    asyncio.run(scene())
    assert sorted(outcome.job.site for outcome in bench.outcomes) == ["a.gov.cn", "b.gov.cn"]
    assert {outcome.stopped for outcome in bench.outcomes} == {"on request"}


def test_cancel_ends_one_job_and_leaves_the_others(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 2, WAIT)

    async def scene() -> None:
        bench.pool.submit(job("a.gov.cn"))
        bench.pool.submit(job("b.gov.cn"))
        assert bench.pool.cancel("a.gov.cn")
        assert not bench.pool.cancel("c.gov.cn")
        await bench.one_ended.wait()
        assert list(bench.pool.active()) == ["b.gov.cn"]
        bench.pool.kill()
        await bench.pool.drain()

    asyncio.run(scene())
    assert [(outcome.job.site, outcome.exit_code) for outcome in bench.outcomes] == [
        ("a.gov.cn", -signal.SIGTERM),
        ("b.gov.cn", -signal.SIGKILL),
    ]


def test_jobs_submitted_when_one_ends_are_waited_for_too(tmp_path: Path) -> None:
    left = [job("b.gov.cn"), job("c.gov.cn")]
    bench = Bench(tmp_path, 1, "")
    ended: list[str] = []

    def go_on(outcome: Outcome) -> None:
        ended.append(outcome.job.site)
        if left:
            pool.submit(left.pop(0))

    pool = Pool(1, bench._command_of, lambda _: "complete", go_on)

    async def scene() -> None:
        pool.submit(job("a.gov.cn"))
        await pool.drain()

    asyncio.run(scene())
    assert ended == ["a.gov.cn", "b.gov.cn", "c.gov.cn"]


def test_a_crawl_that_cannot_be_started_is_an_outcome_without_a_run(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    bench = Bench(tmp_path, 1, "")

    async def scene() -> None:
        bench.pool.submit(job("a.gov.cn"))
        await bench.pool.drain()

    asyncio.run(scene())
    assert [(outcome.state, outcome.stopped) for outcome in bench.outcomes] == [(None, "not started")]
