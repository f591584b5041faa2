"""The scheduler at work: a clock that plans, a pool that crawls, and an orderly end.

The only module that knows APScheduler, which decides *when* and nothing else. Its handful of jobs are built from code
at every start and kept in memory: what is due stands in the archive, and nothing here is worth keeping. A crawl never
runs in this process.
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime, timedelta

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Engine

from archive.database import make_reader, make_writer
from archive.errors import ArchiveError
from archive.locks import leader_lock
from archive.rest import BEIJING
from archive.runs import last_run, open_backfills, reap
from archive.schema import prepare
from archive.values import RunState
from scheduler.dispatch import Pool
from scheduler.launch import WITHOUT_A_RUN, Command, Outcome, prune_logs
from scheduler.ledger import load_ledger
from scheduler.plan import Job, Limits, Plan, next_jobs, plan_crawls
from settings.env import Env
from settings.sites import Site

logger = logging.getLogger(__name__)

#: Seconds between two plans, and between two looks for runs whose process is gone.
PLAN_EVERY = 60.0
REAP_EVERY = 60.0

#: Crawl logs are kept for a month: long enough to look into seven failures in a row.
KEEP_LOGS = timedelta(days=30)

#: A crawl that left nothing in the ledger (site busy, a broken installation) is not tried again for so long, doubled
#: each time it happens again, else a site that cannot start would be started in a circle.
REST, LONGEST_REST = timedelta(minutes=5), timedelta(hours=1)


class Service:
    """One scheduler over one archive: `run` until stopped, or `run_once`.

    `clock` tells the time, `command_of` how to run a job, `on_end` is told what became of each; `plan_every` is in
    seconds. Both ways take the leader lock and raise SchedulerBusy when another scheduler holds it. They take over
    SIGTERM and SIGINT: at the first, planning stops and the crawls at work are asked to end; at the second they are
    killed.
    """

    def __init__(
        self,
        env: Env,
        sites: Mapping[str, Site],
        limits: Limits,
        clock: Callable[[], datetime],
        command_of: Callable[[Job, datetime], Command],
        on_end: Callable[[Outcome], None],
        plan_every: float = PLAN_EVERY,
    ) -> None:
        self._env, self._sites, self._limits, self._clock = env, sites, limits, clock
        self._on_end, self._plan_every = on_end, plan_every
        self._writer: Engine = make_writer(env.database)
        self._reader: Engine = make_reader(env.database)
        self._pool = Pool(limits.workers, lambda job: command_of(job, clock()), self._state_of, self._note_end)
        self._waiting: list[Job] = []
        self._moved: set[str] = set()
        self._rests: dict[str, tuple[timedelta, datetime]] = {}
        self._failing: dict[str, int] = {}
        self._stop: asyncio.Event | None = None

    def run(self) -> None:
        """Plan and crawl until told to stop. Raises SchedulerBusy and the errors of archive.schema.prepare."""
        self._lead(self._serve)

    def run_once(self) -> None:
        """Plan once, crawl what is due and return when it has ended. Raises like `run`."""
        self._lead(self._serve_once)

    def _lead(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        try:
            with leader_lock(self._env.data, self._clock()):
                prepare(self._writer)
                asyncio.run(work())
        finally:
            self._writer.dispose()
            self._reader.dispose()

    async def _serve(self) -> None:
        stop = self._heed_signals()
        await self._reap()
        await self._plan()
        scheduler = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()},
            timezone=BEIJING,
            # A late plan is worth as much as one in time, and one plan stands for all that were missed.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        scheduler.add_job(self._plan, "interval", seconds=self._plan_every, id="plan")
        scheduler.add_job(self._reap, "interval", seconds=REAP_EVERY, id="reap")
        scheduler.add_job(self._prune, "cron", hour=12, id="prune")
        scheduler.start()
        try:
            await stop.wait()
        finally:
            scheduler.shutdown(wait=False)
            await self._pool.stop()

    async def _serve_once(self) -> None:
        stop = self._heed_signals()
        await self._reap()
        await self._plan()
        idle = asyncio.create_task(self._pool.drain())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({idle, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        await self._pool.stop()
        await idle

    def _heed_signals(self) -> asyncio.Event:
        self._stop = stop = asyncio.Event()
        loop = asyncio.get_running_loop()

        def heed(number: signal.Signals) -> None:
            if stop.is_set():
                logger.warning("%s again: killing %d crawls", number.name, len(self._pool.active()))
                self._pool.kill()
            else:
                logger.info("%s: no more crawls start, %d are asked to end", number.name, len(self._pool.active()))
                stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, heed, number)
        return stop

    async def _plan(self) -> None:
        self._moved.clear()
        try:
            # In a thread, so that signals and ends of crawls are heeded while a whole country's ledger is read.
            plan = await asyncio.to_thread(self._make_plan)
        except ArchiveError as error:
            logger.error("no plan this time: %s", error)
            return
        self._warn_of_failing(plan)
        # Of a crawl that is at work, or ended while the ledger was read, the plan may not know yet.
        known = self._pool.active().keys() | self._moved
        self._waiting = [job for job in plan.due if job.site not in known]
        self._start_due()

    def _make_plan(self) -> Plan:
        ledger, wishes = load_ledger(self._reader), open_backfills(self._reader)
        return plan_crawls(self._sites, ledger, wishes, self._clock(), self._limits)

    async def _reap(self) -> None:
        try:
            for run_id in await asyncio.to_thread(reap, self._writer, self._env.data, self._clock()):
                logger.warning("%s: its process is gone, now killed in the ledger", run_id)
        except ArchiveError as error:
            logger.error("dead runs were not looked for: %s", error)

    async def _prune(self) -> None:
        prune_logs(self._env.data, self._clock() - KEEP_LOGS)

    def _start_due(self) -> None:
        """Fill the free workers, in the event loop and so in the main thread, to which the kernel ties the children."""
        if self._stop is None or self._stop.is_set():
            return
        now = self._clock()
        resting = {site for site, (_, until) in self._rests.items() if until > now}
        for job in next_jobs(self._waiting, self._pool.active().values(), now, self._limits, resting=resting):
            self._waiting = [other for other in self._waiting if other.site != job.site]
            logger.info("%s: %s crawl starts (%s)", job.site, job.kind, job.reason)
            self._pool.submit(job)

    def _state_of(self, job: Job) -> RunState | None:
        """What the ledger says of a job whose process is gone; None when it holds no run that is the job's."""
        try:
            run = last_run(self._reader, job.site)
            if run is not None and run.state == "running":
                reap(self._writer, self._env.data, self._clock())
                run = last_run(self._reader, job.site)
        except ArchiveError as error:
            logger.error("%s: its run cannot be read: %s", job.site, error)
            return None
        # A run of another kind is not the job's: somebody else was faster.
        ours = run is not None and run.id != job.expect_last_run and run.kind == job.kind
        return run.state if run is not None and ours else None

    def _note_end(self, outcome: Outcome) -> None:
        self._moved.add(outcome.job.site)
        job, why = outcome.job, f" ({outcome.stopped})" if outcome.stopped else ""
        if outcome.state is None:
            rest = min(2 * self._rests[job.site][0], LONGEST_REST) if job.site in self._rests else REST
            self._rests[job.site] = (rest, self._clock() + rest)
            meaning = WITHOUT_A_RUN.get(outcome.exit_code, f"no run, exit code {outcome.exit_code}")
            logger.warning("%s: %s%s, see %s", job.site, meaning, why, outcome.log)
        else:
            self._rests.pop(job.site, None)
            logger.info("%s: %s after %.0f s%s", job.site, outcome.state, outcome.seconds, why)
        self._on_end(outcome)
        self._start_due()

    def _warn_of_failing(self, plan: Plan) -> None:
        failing = {job.site: job.failures for job in plan.jobs if job.failing}
        for site, failures in failing.items():
            if self._failing.get(site) != failures:
                logger.warning("%s: %d looks in a row not complete, somebody should look at it", site, failures)
        self._failing = failing
