"""The run ledger: what ran, whoever started it, and how it ended; with it the wishes for backfills."""

import os
import secrets
import socket
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from archive.database import reading, writing
from archive.errors import NoSuchRun, SiteBusy
from archive.locks import site_lock
from archive.models import Backfill, Blob, Capture, Issue, Run
from archive.search import index_missing
from archive.values import BackfillWish, RunKind, RunState, RunSummary
from archive.versions import publish_versions
from archive.warc import OPEN_SUFFIX
from archive.warcread import repair

#: Runs whose findings are published. What the others brought is kept and waits for a run that passes its checks.
GOOD_STATES: tuple[RunState, ...] = ("complete", "partial")

#: Versions indexed per transaction, about 4 ms each.
_INDEX_BATCH = 50


def open_run(engine: Engine, site_id: str, kind: RunKind, scope: Mapping[str, Any], now: datetime) -> str:
    """Enter a run as running and return its id. The caller holds the site's lock and has buried the dead runs.

    Raises SiteBusy when the ledger still has a running one.
    """
    run_id = f"{now:%Y%m%dT%H%M%S}.{now.microsecond // 1000:03}Z-{site_id}-{secrets.token_hex(2)}"
    run = Run(
        id=run_id,
        site_id=site_id,
        kind=kind,
        state="running",
        started_at=now,
        heartbeat_at=now,
        host=socket.gethostname(),
        pid=os.getpid(),
        scope=dict(scope),
        stats={},
    )
    try:
        with writing(engine) as session:
            session.add(run)
    except IntegrityError:
        with reading(engine) as session:
            other = _running(session, site_id)
        if not other:
            raise
        raise SiteBusy(site_id, other[0].pid, other[0].host, other[0].started_at) from None
    return run_id


def bury_dead_runs(engine: Engine, warc_folder: Path, site_id: str, now: datetime) -> tuple[str, ...]:
    """Close the running rows of a site whose lock the caller holds: their processes are dead. Returns their ids.

    First each one's WARC file is mended, then its row becomes `killed`, so that dying in between loses nothing.
    """
    with reading(engine) as session:
        dead = _running(session, site_id)
    for run in dead:
        path = warc_folder / site_id / f"{run.id}.warc.gz{OPEN_SUFFIX}"
        if path.exists():
            repair(path, keep=_known_end(engine, f"{site_id}/{run.id}.warc.gz"))
        with writing(engine) as session:
            row = session.get_one(Run, run.id)
            row.state, row.ended_at = "killed", row.heartbeat_at
            row.reason = f"its process ended without closing it; found {now:%Y-%m-%d %H:%M:%S} UTC"
    return tuple(run.id for run in dead)


def reap(engine: Engine, data: Path, now: datetime) -> tuple[str, ...]:
    """Bury every running row whose site lock nobody holds, at any site. Returns the run ids; a live run is left alone.

    For whoever watches over all sites; a crawl buries the dead of its own site by itself.
    """
    with reading(engine) as session:
        sites = session.scalars(select(Run.site_id).where(Run.state == "running").distinct()).all()
    buried: list[str] = []
    for site_id in sites:
        try:
            with site_lock(data, site_id, now):
                buried.extend(bury_dead_runs(engine, data / "warc", site_id, now))
        except SiteBusy:
            continue
    return tuple(buried)


def heartbeat(engine: Engine, run_id: str, now: datetime, stats: Mapping[str, Any] | None = None) -> None:
    """Note that the run is alive, and with `stats` how far it is. Raises NoSuchRun when it is not running any more."""
    with writing(engine) as session:
        beat(session, run_id, now, stats)


def beat(session: Session, run_id: str, now: datetime, stats: Mapping[str, Any] | None = None) -> None:
    """`heartbeat` inside the caller's write transaction. Raises NoSuchRun."""
    run = _get_running(session, run_id)
    run.heartbeat_at = now
    if stats is not None:
        run.stats = dict(stats)


def close_run(
    engine: Engine, run_id: str, state: RunState, reason: str | None, stats: Mapping[str, Any], now: datetime
) -> None:
    """Enter the outcome. A complete or partial run publishes every version of its site that waits for it, also those
    that held and killed runs left.

    Raises NoSuchRun when the run is not running any more.
    """
    with writing(engine) as session:
        run = _get_running(session, run_id)
        run.state, run.reason, run.stats = state, reason, dict(stats)
        run.heartbeat_at = run.ended_at = now
        if state in GOOD_STATES:
            publish_versions(session, run.site_id, now)
        site_id = run.site_id
    if state in GOOD_STATES:
        _index(engine, site_id)


def publish_found(engine: Engine, site_id: str, now: datetime) -> int:
    """Publish what a replay found in captures that a good run of their site has vouched for since; what a held or
    killed run brought goes on waiting for one. Returns how many versions were published.
    """
    good = last_good_run(engine, site_id)
    if good is None or good.ended_at is None:
        return 0
    with writing(engine) as session:
        published = publish_versions(session, site_id, now, seen_until=good.ended_at)
    _index(engine, site_id)
    return published


def _index(engine: Engine, site_id: str) -> None:
    """Make what was published findable, in transactions short enough that other crawls hardly wait.

    Whoever is killed in here leaves versions that are published and not indexed; the next good run indexes them.
    """
    more = True
    while more:
        with writing(engine) as session:
            more = index_missing(session, site_id, _INDEX_BATCH) == _INDEX_BATCH


def record_issue(
    engine: Engine,
    run_id: str,
    site_id: str,
    code: str,
    message: str,
    url: str | None,
    detail: Mapping[str, Any],
    now: datetime,
) -> None:
    """Note one oddity of a run. `code` is a short stable word, `message` a sentence for a person."""
    with writing(engine) as session:
        add_issue(session, run_id, site_id, code, message, url, detail, now)


def add_issue(
    session: Session,
    run_id: str,
    site_id: str,
    code: str,
    message: str,
    url: str | None,
    detail: Mapping[str, Any],
    now: datetime,
) -> None:
    """`record_issue` inside the caller's write transaction."""
    session.add(Issue(run_id=run_id, site_id=site_id, at=now, code=code, url=url, message=message, detail=dict(detail)))


def last_run(engine: Engine, site_id: str) -> RunSummary | None:
    """The site's newest run, running ones included."""
    return next(iter(runs_of(engine, site_id, 1)), None)


def last_good_run(engine: Engine, site_id: str) -> RunSummary | None:
    """The site's newest run that ended complete or partial."""
    return next(iter(_runs(engine, site_id, 1, GOOD_STATES)), None)


def runs_of(engine: Engine, site_id: str, limit: int) -> Sequence[RunSummary]:
    """The site's newest runs, newest first."""
    return _runs(engine, site_id, limit, ())


def ask_backfill(engine: Engine, site_id: str, first_year: int, last_year: int, now: datetime) -> int:
    """Wish for the site's missing reports of these years; the same open wish is not entered twice. Returns its id."""
    with writing(engine) as session:
        known = session.scalar(
            select(Backfill.id).where(
                Backfill.site_id == site_id,
                Backfill.first_year == first_year,
                Backfill.last_year == last_year,
                Backfill.finished_at.is_(None),
            )
        )
        if known is not None:
            return known
        wish = Backfill(site_id=site_id, first_year=first_year, last_year=last_year, asked_at=now)
        session.add(wish)
        session.flush()
        return wish.id


def open_backfills(engine: Engine, site_id: str | None = None) -> Sequence[BackfillWish]:
    """The wishes not yet fulfilled, oldest first."""
    query = select(Backfill).where(Backfill.finished_at.is_(None)).order_by(Backfill.id)
    if site_id is not None:
        query = query.where(Backfill.site_id == site_id)
    with reading(engine) as session:
        return tuple(
            BackfillWish(row.id, row.site_id, row.first_year, row.last_year, row.asked_at, row.finished_at)
            for row in session.scalars(query)
        )


def finish_backfill(engine: Engine, wish_id: int, now: datetime) -> None:
    """Note that a wish is fulfilled; nothing happens when it was already."""
    with writing(engine) as session:
        wish = session.get(Backfill, wish_id)
        if wish is not None and wish.finished_at is None:
            wish.finished_at = now


def _runs(engine: Engine, site_id: str, limit: int, states: Sequence[RunState]) -> Sequence[RunSummary]:
    query = select(Run).where(Run.site_id == site_id).order_by(Run.started_at.desc(), Run.id.desc()).limit(limit)
    if states:
        query = query.where(Run.state.in_(states))
    with reading(engine) as session:
        return tuple(_summary(run) for run in session.scalars(query))


def _running(session: Session, site_id: str) -> Sequence[Run]:
    return session.scalars(select(Run).where(Run.site_id == site_id, Run.state == "running")).all()


def _get_running(session: Session, run_id: str) -> Run:
    run = session.get(Run, run_id, with_for_update=True)
    if run is None or run.state != "running":
        raise NoSuchRun(run_id)
    return run


def _known_end(engine: Engine, warc_file: str) -> int:
    """The end of the last record in a WARC file that the archive knows of; a revisit's end is taken as its start."""
    with reading(engine) as session:
        blobs = session.scalar(select(func.max(Blob.warc_offset + Blob.warc_length)).where(Blob.warc_file == warc_file))
        looks = session.scalar(select(func.max(Capture.warc_offset)).where(Capture.warc_file == warc_file))
    return max(blobs or 0, 0 if looks is None else looks + 1)


def _summary(run: Run) -> RunSummary:
    return RunSummary(
        id=run.id,
        site_id=run.site_id,
        kind=cast(RunKind, run.kind),
        state=cast(RunState, run.state),
        started_at=run.started_at,
        heartbeat_at=run.heartbeat_at,
        ended_at=run.ended_at,
        reason=run.reason,
        host=run.host,
        pid=run.pid,
        scope=run.scope,
        stats=run.stats,
    )
