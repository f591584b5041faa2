"""What the plan needs from the archive: the last runs of every site and the open backfills. Reads only."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import CTE, Engine, Row, Select, func, select
from sqlalchemy.orm import aliased

from archive.database import reading
from archive.models import Backfill, Run
from scheduler.policy import RunSummary, Wish

#: Newest runs that are read per site, and newest looks: enough to count seven failures in a row.
DEPTH = 8

_RunRow = tuple[str, str, str, str, datetime, datetime | None, str | None]
_COLUMNS = (Run.site_id, Run.id, Run.kind, Run.state, Run.started_at, Run.ended_at, Run.reason)


def load_ledger(engine: Engine) -> Mapping[str, tuple[RunSummary, ...]]:
    """The newest runs of every site that has any, by host, newest first.

    The site list and the runs are both found by seeking in the index over (site, time), so the cost grows with the
    number of sites and not with the years the ledger covers. Raises the errors of archive.database.reading.
    """
    ledger: dict[str, list[RunSummary]] = {}
    with reading(engine) as session:
        for row in session.execute(_newest()):
            ledger.setdefault(row.site_id, []).append(_summary(row))
        # The many slices of a backfill push the looks out of the newest few: fetch the looks behind them.
        crowded = [host for host, runs in ledger.items() if any(run.kind == "backfill" for run in runs)]
        if crowded:
            known = {run.id for host in crowded for run in ledger[host]}
            for row in session.execute(_newest(looks_of=crowded)):
                if row.id not in known:
                    ledger[row.site_id].append(_summary(row))
    for runs in ledger.values():
        runs.sort(key=lambda run: (run.started_at, run.id), reverse=True)
    return {host: tuple(runs) for host, runs in ledger.items()}


def load_last_run(engine: Engine, host: str) -> RunSummary | None:
    """The newest run of one site, None when it was never crawled."""
    with reading(engine) as session:
        newest = select(*_COLUMNS).where(Run.site_id == host).order_by(Run.started_at.desc(), Run.id.desc()).limit(1)
        row = session.execute(newest).one_or_none()
        return None if row is None else _summary(row)


def load_wishes(engine: Engine) -> tuple[Wish, ...]:
    """The backfills that are not done yet, in the order they were asked for."""
    with reading(engine) as session:
        rows = session.scalars(select(Backfill).where(Backfill.finished_at.is_(None)).order_by(Backfill.id))
        return tuple(Wish(row.site_id, row.first_year, row.last_year, row.asked_at) for row in rows)


def _newest(looks_of: Sequence[str] | None = None) -> Select[*_RunRow]:
    """The newest runs of every site, or those of the given sites that are no backfills."""
    sites, run = _sites_with_runs(), aliased(Run)
    newest = select(run.id).where(run.site_id == sites.c.site_id)
    if looks_of is not None:
        newest = newest.where(run.kind != "backfill")
    newest = newest.order_by(run.started_at.desc()).limit(DEPTH).correlate(sites)
    runs = select(*_COLUMNS).select_from(sites).join(Run, Run.id.in_(newest))
    return runs if looks_of is None else runs.where(sites.c.site_id.in_(looks_of))


def _sites_with_runs() -> CTE:
    """Every distinct site of the ledger, each found by one seek behind the one before."""
    sites = select(func.min(Run.site_id).label("site_id")).cte("sites", recursive=True)
    behind = select(func.min(Run.site_id)).where(Run.site_id > sites.c.site_id).scalar_subquery()
    return sites.union_all(select(behind).where(sites.c.site_id.is_not(None)))


def _summary(row: Row[*_RunRow]) -> RunSummary:
    return RunSummary(row.id, row.kind, row.state, row.started_at, row.ended_at, row.reason)
