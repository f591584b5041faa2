"""What the plan needs of the run ledger: the last runs of every site, in one read."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import CTE, Engine, Row, Select, func, select
from sqlalchemy.orm import aliased

from archive.database import reading
from archive.models import Run
from scheduler.policy import PastRun

#: Newest runs that are read per site, and newest looks: enough to count seven failures in a row.
DEPTH = 8

_RunRow = tuple[str, str, str, str, datetime, datetime | None, str | None]
_COLUMNS = (Run.site_id, Run.id, Run.kind, Run.state, Run.started_at, Run.ended_at, Run.reason)


def load_ledger(engine: Engine) -> Mapping[str, tuple[PastRun, ...]]:
    """The newest runs of every site that has any, by host, newest first.

    The site list and the runs are both found by seeking in the index over (site, time), so the cost grows with the
    number of sites and not with the years the ledger covers. Raises the errors of archive.database.reading.
    """
    ledger: dict[str, list[PastRun]] = {}
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


def _summary(row: Row[*_RunRow]) -> PastRun:
    return PastRun(row.id, row.kind, row.state, row.started_at, row.ended_at, row.reason)
