"""Which rows a question means, and their summaries: reports, versions, evidence, renditions. Reads only."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

from sqlalchemy import Select, TextClause, func, select, text
from sqlalchemy.orm import Session

from archive.answers import AsOf, Carrier, Evidence, ReportFilter, ReportSummary, VersionSummary
from archive.errors import AmbiguousReport, NoSuchReport, NoSuchVersion
from archive.masking import mask
from archive.models import Blob, Capture, Issuer, IssuerName, Reading, Rendition, Report, Version

#: Calendar days are days in China, where the reports are published.
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")

_ISSUER_AND_YEAR = re.compile(r"(.+?)\s*(\d{4})\s*年?(?:度)?\Z", re.DOTALL)
_MOST_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Conditions:
    """SQL conditions over the table `report` with their parameters."""

    clauses: tuple[str, ...]
    parameters: dict[str, Any]

    def bound(self) -> TextClause:
        """All of them with their parameters, for a select."""
        return text(" AND ".join(self.clauses)).bindparams(**self.parameters)


def conditions(session: Session, wanted: ReportFilter) -> Conditions:
    """What `wanted` means in this archive.

    A county is its whole lineage: asked for 密云县 or 110228, the reports of 密云区 (110118) belong to it.
    """
    clauses: list[str] = ["report.merged_into IS NULL"]
    parameters: dict[str, Any] = {}
    if wanted.year is not None:
        clauses.append("report.year = :year")
        parameters["year"] = wanted.year
    if wanted.site is not None:
        clauses.append("report.site_id = :site")
        parameters["site"] = wanted.site.strip().lower().removeprefix("www.")
    if wanted.county is not None:
        codes, lineages = _county(session, wanted.county.strip())
        clauses.append(
            f"(report.county_code IN ({_bind(parameters, 'code', codes)}) OR report.issuer_id IN "
            f"(SELECT issuer.id FROM issuer WHERE issuer.county IN ({_bind(parameters, 'lineage', lineages)})))"
        )
    if wanted.issuer is not None:
        issuers = _issuers(session, wanted.issuer.strip())
        if issuers:
            clauses.append(f"report.issuer_id IN ({_bind(parameters, 'issuer', issuers)})")
        else:
            clauses.append("report.issuer_printed = :printed")
            parameters["printed"] = wanted.issuer.strip()
    return Conditions(tuple(clauses), parameters)


def _bind(parameters: dict[str, Any], name: str, values: Iterable[str]) -> str:
    names = []
    for number, value in enumerate(values):
        parameters[f"{name}_{number}"] = value
        names.append(f":{name}_{number}")
    return ", ".join(names) or "NULL"


def _county(session: Session, wanted: str) -> tuple[set[str], set[str]]:
    if wanted.isascii() and wanted.isdigit():
        where = Report.county_code == wanted
        codes, lineages = {wanted}, {wanted}
    else:
        where = Report.county_name == wanted
        if session.scalar(select(Report.id).where(where).limit(1)) is None:
            where = Report.county_name.between(wanted, wanted + "\U0010ffff")
        codes, lineages = set(), set()
    seen = session.execute(
        select(Report.county_code, Issuer.county)
        .outerjoin(Issuer, Issuer.id == Report.issuer_id)
        .where(where)
        .distinct()
    )
    for code, lineage in seen:
        codes.update(filter(None, (code,)))
        lineages.update(filter(None, (lineage,)))
    return codes, lineages


def _issuers(session: Session, name: str) -> list[str]:
    exact = set(session.scalars(select(Issuer.id).where(Issuer.name == name)))
    exact |= set(session.scalars(select(IssuerName.issuer_id).where(IssuerName.name == name)))
    if not exact:
        exact |= set(session.scalars(select(Issuer.id).where(Issuer.name.startswith(name, autoescape=True)).limit(200)))
    return sorted(exact)


def summaries() -> Select[Any]:
    """A select whose rows `to_summary` turns into reports."""
    published = (
        select(func.count())
        .where(Version.report_id == Report.id, Version.published_at.is_not(None))
        .correlate(Report)
        .scalar_subquery()
    )
    return (
        select(Report, Issuer.name, Issuer.level, Version.title, Version.first_seen_at, Version.last_seen_at, published)
        .outerjoin(Issuer, Issuer.id == Report.issuer_id)
        .outerjoin(Version, (Version.report_id == Report.id) & (Version.seq == Report.current_seq))
    )


def to_summary(row: Sequence[Any]) -> ReportSummary:
    """One row of `summaries`, its printed words masked whoever asks: a list of reports is for everyone."""
    report, issuer, level, title, first_seen, last_seen, versions = row
    return ReportSummary(
        id=report.id,
        site=report.site_id,
        issuer=issuer,
        issuer_printed=report.issuer_printed and mask(report.issuer_printed),
        level=level,
        county=report.county_name,
        county_code=report.county_code,
        town_code=report.town_code,
        division=report.division,
        year=report.year,
        kind=report.kind,
        scope=report.scope,
        provisional=report.provisional,
        title=title and mask(title),
        current=report.current_seq,
        versions=versions,
        first_seen_at=first_seen,
        last_seen_at=last_seen,
    )


def find_reports(session: Session, wanted: ReportFilter, limit: int | None) -> list[ReportSummary]:
    """Published reports, newest report year first, then by county and issuer."""
    where = conditions(session, wanted)
    rows = session.execute(
        summaries()
        .where(where.bound(), Report.current_seq.is_not(None))
        .order_by(Report.year.desc(), Report.county_code, Issuer.name, Report.kind, Report.scope, Report.id)
        .limit(limit)
    )
    return [to_summary(row) for row in rows]


def find_report(session: Session, name: str) -> ReportSummary:
    """The report a person means: its id, the beginning of its id, or issuer and year (石门镇 2017).

    A merged report answers as the one it was merged into. Raises NoSuchReport, AmbiguousReport.
    """
    wanted = name.strip()
    found: list[ReportSummary] = []
    if wanted:
        found = _by_id(session, wanted)
        if not found and (parts := _ISSUER_AND_YEAR.match(wanted)):
            found = find_reports(session, ReportFilter(issuer=parts[1], year=int(parts[2])), _MOST_CANDIDATES)
    if not found:
        raise NoSuchReport(wanted)
    if len(found) > 1:
        raise AmbiguousReport(
            wanted,
            [f"{r.id}  {r.county or r.site} {r.issuer or r.issuer_printed} {r.year} {r.kind}" for r in found],
        )
    return found[0]


def _by_id(session: Session, beginning: str) -> list[ReportSummary]:
    targets: dict[str, None] = {}
    for row in session.execute(
        select(Report.id, Report.merged_into)
        .where(Report.id.between(beginning, beginning + "\U0010ffff"))
        .order_by(Report.id)
        .limit(_MOST_CANDIDATES)
    ):
        found, merged = row
        seen = {found}
        while merged is not None and merged not in seen:
            found = merged
            seen.add(found)
            merged = session.scalar(select(Report.merged_into).where(Report.id == found))
        targets[found] = None
        if row.id == beginning:
            targets = {found: None}
            break
    if not targets:
        return []
    return [to_summary(row) for row in session.execute(summaries().where(Report.id.in_(targets)).order_by(Report.id))]


def find_version(session: Session, report: ReportSummary, seq: int | None, as_of: AsOf | None) -> Version:
    """The published version numbered `seq`; or the one the archive showed at the end of the day, or at the moment,
    `as_of`; or the current one. Raises NoSuchVersion."""
    published = select(Version).where(Version.report_id == report.id, Version.published_at.is_not(None))
    if seq is not None:
        found = session.scalar(published.where(Version.seq == seq))
        wanted = str(seq)
    elif as_of is not None:
        moment = end_of(as_of)
        found = session.scalar(published.where(Version.first_seen_at <= moment).order_by(Version.seq.desc()).limit(1))
        wanted = f"seen by {as_of.isoformat()}"
    else:
        found = session.scalar(published.where(Version.seq == report.current))
        wanted = "published yet"
    if found is None:
        raise NoSuchVersion(report.id, wanted)
    return found


def published_versions(session: Session, report_id: str) -> list[Version]:
    """The published versions of a report, oldest first."""
    return list(
        session.scalars(
            select(Version)
            .where(Version.report_id == report_id, Version.published_at.is_not(None))
            .order_by(Version.seq)
        )
    )


def end_of(as_of: AsOf) -> datetime:
    """The last moment meant: a moment is itself, a day ends at midnight in China."""
    if isinstance(as_of, datetime):
        return as_of if as_of.tzinfo else as_of.replace(tzinfo=CHINA)
    following = datetime.combine(as_of + timedelta(days=1), time(), CHINA)
    return (following - timedelta(microseconds=1)).astimezone(UTC)


def to_version(version: Version) -> VersionSummary:
    """What a version says of itself."""
    return VersionSummary(
        report_id=version.report_id,
        seq=version.seq,
        title=version.title,
        text_digest=version.text_digest,
        comparison_digest=version.comparison_digest,
        first_seen_at=version.first_seen_at,
        last_seen_at=version.last_seen_at,
    )


def find_evidence(session: Session, versions: Sequence[int]) -> dict[int, Evidence]:
    """From version ids to the bytes they came from, in one query."""
    rows = session.execute(
        select(Version, Capture, Blob, Reading.rules)
        .join(Capture, Capture.id == Version.capture_id)
        .join(Reading, Reading.id == Version.reading_id)
        .join(Blob, Blob.digest == Reading.blob_digest)
        .where(Version.id.in_(versions))
    )
    return {
        version.id: Evidence(
            report_id=version.report_id,
            seq=version.seq,
            url=capture.url,
            captured_at=capture.at,
            status=capture.status,
            outcome=capture.outcome,
            digest=blob.digest,
            size=blob.size,
            media_type=capture.media_type,
            warc_file=blob.warc_file,
            warc_offset=blob.warc_offset,
            warc_length=blob.warc_length,
            capture_id=capture.id,
            capture_warc_file=capture.warc_file,
            capture_warc_offset=capture.warc_offset,
            run_id=capture.run_id,
            text_digest=version.text_digest,
            rules=rules,
        )
        for version, capture, blob, rules in rows
    }


def find_carriers(session: Session, report_id: str) -> list[Carrier]:
    """All renditions of a report, oldest first."""
    rows = session.scalars(
        select(Rendition).where(Rendition.report_id == report_id).order_by(Rendition.seq, Rendition.id)
    )
    return [
        Carrier(
            seq=row.seq,
            url=row.url,
            parent_url=row.parent_url,
            carrier=row.carrier,
            digest=row.blob_digest,
            same_text=row.same_text,
            first_seen_at=row.first_seen_at,
            last_seen_at=row.last_seen_at,
            ended_at=row.ended_at,
            end_reason=row.end_reason,
        )
        for row in rows
    ]
