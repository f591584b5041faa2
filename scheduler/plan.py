"""What to crawl, in which order, and what waits for what: a pure function from sites, ledger and time to jobs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from archive.values import BackfillWish, RunKind
from scheduler.policy import (
    FAILING,
    Due,
    PastRun,
    due_backfill,
    due_look,
    failures_in_a_row,
    may_start,
    window_left,
)
from settings.sites import Site

#: Runs by site host, newest first.
Ledger = Mapping[str, Sequence[PastRun]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one scheduler may do at once.

    `workers` crawls run side by side; with four of them, each a process of some 80 MB that mostly waits for its
    portal, some 3,000 looks of 40 seconds fit in one window. `any_hour` lets crawls begin outside the window.
    `look_seconds` and `slice_seconds` bound one nightly run and one slice of a backfill; an hour keeps the nightly look
    of the same site from waiting longer than that.
    """

    workers: int = 4
    any_hour: bool = False
    look_seconds: int = 2 * 3600
    slice_seconds: int = 3600

    @property
    def backfill_workers(self) -> int:
        """How many workers backfills may fill: one stays free for nightly looks where there is more than one."""
        return max(1, self.workers - 1)


@dataclass(frozen=True, slots=True)
class Job:
    """One crawl of one site: to be started when it is due, shown with its reason when it is not.

    `site` is the bare host. `due_at` is None where no clock makes it due (disabled, running, waiting for another
    job). `expect_last_run` is the id of the newest run the plan was made from: the crawl does nothing when it finds
    another one once it holds the host's lock. `first_year` and `last_year` are a backfill's, None for a look at the
    whole site. `time_limit` is in seconds. `failures` counts the looks since the last complete one.
    """

    site: str
    kind: RunKind
    reason: str
    due_at: datetime | None
    expect_last_run: str | None
    first_year: int | None = None
    last_year: int | None = None
    time_limit: int = 0
    failures: int = 0

    @property
    def failing(self) -> bool:
        """Whether a person should look at the site: it has failed too often in a row."""
        return self.failures >= FAILING


@dataclass(frozen=True, slots=True)
class Plan:
    """Every site's next job as of `made_at`: what is due in the order it should start, then the rest by its time."""

    made_at: datetime
    jobs: tuple[Job, ...]

    @property
    def due(self) -> tuple[Job, ...]:
        """The jobs to start now, in order."""
        return tuple(job for job in self.jobs if job.due_at is not None and job.due_at <= self.made_at)

    @property
    def waiting(self) -> tuple[Job, ...]:
        """The jobs that are not due, soonest first, those without a time last."""
        return tuple(job for job in self.jobs if job.due_at is None or job.due_at > self.made_at)


def plan_crawls(
    sites: Mapping[str, Site], ledger: Ledger, backfills: Iterable[BackfillWish], now: datetime, limits: Limits
) -> Plan:
    """The jobs of every site at `now`.

    A due look goes before every backfill, and a backfill waits for the due look at its own site. Of several wishes for
    one site the oldest is worked on. Rows that share a host name are never due together, since one portal is asked by
    one crawl at a time.
    """
    wishes: dict[str, BackfillWish] = {}
    for wish in sorted(backfills, key=lambda wish: wish.asked_at):
        wishes.setdefault(wish.site_id, wish)
    looks: list[Job] = []
    slices: list[Job] = []
    busy: dict[str, str] = {}
    for site in sites.values():
        history = ledger.get(site.host, ())
        if any(run.state == "running" for run in history):
            busy |= dict.fromkeys(site.hosts | site.old_hosts, site.host)
        look = _job(site, "nightly", due_look(site, history, now, any_hour=limits.any_hour), history, limits)
        looks.append(look)
        if site.host in wishes:
            wish = wishes[site.host]
            due = due_backfill(site, wish, history, now, any_hour=limits.any_hour)
            if _is_due(look, now) and due.at is not None:
                due = Due(None, f"backfill of {wish.first_year} to {wish.last_year}, after the look that is due")
            slices.append(_job(site, "backfill", due, history, limits, wish))
    for host, wish in wishes.items():
        if host in sites:
            continue
        reason = f"backfill of {wish.first_year} to {wish.last_year}, but no site row declares this host"
        slices.append(Job(host, "backfill", reason, None, None, wish.first_year, wish.last_year))
    due_first = [_apart(job, sites, busy) for group in (looks, slices) for job in _by_time(group) if _is_due(job, now)]
    others = [job for job in (*looks, *slices) if not _is_due(job, now)]
    postponed = [job for job in due_first if not _is_due(job, now)]
    return Plan(now, (*(job for job in due_first if _is_due(job, now)), *_by_time([*others, *postponed])))


def next_jobs(
    jobs: Iterable[Job], active: Collection[Job], now: datetime, limits: Limits, *, resting: Collection[str] = ()
) -> tuple[Job, ...]:
    """Which of the due `jobs`, in their order, to start at `now` beside the `active` ones: none once the window shuts.

    Their time limits are cut to what is left of the window. Sites named in `resting` are passed over.
    """
    if not limits.any_hour and not may_start(now):
        return ()
    taken = {job.site for job in active} | set(resting)
    free = limits.workers - len(active)
    free_slices = limits.backfill_workers - sum(job.kind == "backfill" for job in active)
    chosen: list[Job] = []
    for job in jobs:
        if len(chosen) == free:
            break
        if job.site in taken:
            continue
        if job.kind == "backfill":
            if free_slices < 1:
                continue
            free_slices -= 1
        taken.add(job.site)
        chosen.append(job if limits.any_hour else replace(job, time_limit=_fit(job.time_limit, now)))
    return tuple(chosen)


def _job(
    site: Site,
    kind: RunKind,
    due: Due,
    history: Sequence[PastRun],
    limits: Limits,
    wish: BackfillWish | None = None,
) -> Job:
    return Job(
        site=site.host,
        kind=kind,
        reason=due.reason,
        due_at=due.at,
        expect_last_run=history[0].id if history else None,
        first_year=wish.first_year if wish else None,
        last_year=wish.last_year if wish else None,
        time_limit=limits.look_seconds if wish is None else limits.slice_seconds,
        failures=failures_in_a_row(history),
    )


def _fit(seconds: int, now: datetime) -> int:
    return min(seconds, window_left(now) // timedelta(seconds=1))


def _apart(job: Job, sites: Mapping[str, Site], busy: dict[str, str]) -> Job:
    """`job`, or the same one waiting where a host name of it is taken by an earlier one; takes the names else."""
    site = sites[job.site]
    for name in sorted(site.hosts | site.old_hosts):
        if busy.get(name, job.site) != job.site:
            return replace(job, due_at=None, reason=f"{job.reason}; waits for {busy[name]}, also at {name}")
    busy |= dict.fromkeys(site.hosts | site.old_hosts, job.site)
    return job


def _is_due(job: Job, now: datetime) -> bool:
    return job.due_at is not None and job.due_at <= now


def _by_time(jobs: Sequence[Job]) -> list[Job]:
    timed = [job for job in jobs if job.due_at is not None]
    timeless = [job for job in jobs if job.due_at is None]
    return [
        *sorted(timed, key=lambda job: (job.due_at, job.kind != "nightly", job.site)),
        *sorted(timeless, key=lambda job: (job.site, job.kind)),
    ]
