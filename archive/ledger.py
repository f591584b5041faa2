"""What ran and how it stands: runs, issues and the one-screen status. Counts come from indexes, so they are instant."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from archive.answers import IssueSummary, RunSummary, SiteStatus, Status
from archive.locks import REPLAY
from archive.masked import masked_words
from archive.masking import mask
from archive.models import Blob, Capture, Issue, Report, Run, Version

#: Runs whose outcome moved what the archive shows.
GOOD = ("complete", "partial")


def find_runs(session: Session, site: str | None, limit: int | None) -> list[RunSummary]:
    """Runs, newest first, of one site or of all."""
    runs = select(Run).order_by(Run.started_at.desc(), Run.id.desc()).limit(limit)
    if site is not None:
        runs = runs.where(Run.site_id == site)
    return _to_runs(session, session.scalars(runs).all())


def find_issues(session: Session, site: str | None, run_id: str | None, limit: int | None) -> list[IssueSummary]:
    """Recorded oddities, newest first: of one run, of the newest run of one site, or of the newest run of each site."""
    issues = select(Issue).order_by(Issue.id.desc()).limit(limit)
    if run_id is not None:
        issues = issues.where(Issue.run_id == run_id)
    else:
        newest = [run.id for run in _last_runs(session, site)]
        issues = issues.where(Issue.run_id.in_(newest))
    return [
        IssueSummary(
            id=issue.id,
            run_id=issue.run_id,
            site=issue.site_id,
            at=issue.at,
            code=issue.code,
            url=issue.url,
            message=mask(issue.message),
            detail=masked_words(issue.detail),
        )
        for issue in session.scalars(issues)
    ]


def find_sites(session: Session) -> list[SiteStatus]:
    """Every site that was ever crawled, by name."""
    years = {
        site: (reports, first, last)
        for site, reports, first, last in session.execute(
            select(Report.site_id, func.count(), func.min(Report.year), func.max(Report.year))
            .where(Report.current_seq.is_not(None), Report.merged_into.is_(None))
            .group_by(Report.site_id)
        )
    }
    versions = _counts(
        session,
        select(Version.site_id, func.count()).where(Version.published_at.is_not(None)).group_by(Version.site_id),
    )
    runs = {run.site: run for run in _to_runs(session, _last_runs(session)) if run.site != REPLAY}
    good = _newest_good(session)
    found = []
    for site in sorted({*years, *runs}):
        reports, first, last = years.get(site, (0, None, None))
        run = runs.get(site)
        found.append(
            SiteStatus(
                site=site,
                reports=reports,
                versions=versions.get(site, 0),
                first_year=first,
                last_year=last,
                last_run=run,
                last_good_at=good.get(site),
                open_issues=run.issues if run else 0,
            )
        )
    return found


def _newest_good(session: Session) -> dict[str, datetime | None]:
    rows = session.execute(select(Run.site_id, func.max(Run.ended_at)).where(Run.state.in_(GOOD)).group_by(Run.site_id))
    return dict(rows.all())


def find_status(session: Session, location: str) -> Status:
    """The archive on one screen."""
    sites = find_sites(session)
    running = session.scalars(select(Run).where(Run.state == "running").order_by(Run.started_at)).all()
    return Status(
        location=location,
        reports=sum(site.reports for site in sites),
        versions=sum(site.versions for site in sites),
        captures=session.scalar(select(func.count()).select_from(Capture)) or 0,
        payload_bytes=session.scalar(select(func.sum(Blob.size))) or 0,
        running=tuple(_to_runs(session, running)),
        sites=tuple(sites),
    )


def _last_runs(session: Session, site: str | None = None) -> Sequence[Run]:
    """The newest run of each site, one index look-up a site."""
    known = (
        [site]
        if site is not None
        else list(
            session.scalars(
                text(
                    "WITH RECURSIVE known(site) AS (SELECT min(site_id) FROM run UNION ALL "
                    "SELECT (SELECT min(run.site_id) FROM run WHERE run.site_id > known.site) FROM known "
                    "WHERE known.site IS NOT NULL) SELECT site FROM known WHERE site IS NOT NULL"
                )
            )
        )
    )
    runs = [
        session.scalar(select(Run).where(Run.site_id == name).order_by(Run.started_at.desc(), Run.id.desc()).limit(1))
        for name in known
    ]
    return [run for run in runs if run is not None]


def _to_runs(session: Session, runs: Sequence[Run]) -> list[RunSummary]:
    issues: dict[str, int] = defaultdict(int)
    for start in range(0, len(runs), 500):
        ids = [run.id for run in runs[start : start + 500]]
        issues |= _counts(
            session, select(Issue.run_id, func.count()).where(Issue.run_id.in_(ids)).group_by(Issue.run_id)
        )
    return [
        RunSummary(
            id=run.id,
            site=run.site_id,
            kind=run.kind,
            state=run.state,
            started_at=run.started_at,
            heartbeat_at=run.heartbeat_at,
            ended_at=run.ended_at,
            reason=run.reason and mask(run.reason),
            stats=masked_words(run.stats),
            warc_file=run.warc_file,
            issues=issues.get(run.id, 0),
        )
        for run in runs
    ]


def _counts(session: Session, statement: Any) -> dict[str, int]:
    return dict(session.execute(statement).all())
