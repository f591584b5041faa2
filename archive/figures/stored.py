"""From versions to the figures of their texts: which reading counts, and its rows. Reads only.

Of several readings of a text the one for the report's own year counts, and among those the newest.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.answers import ReportFilter
from archive.figures.models import CheckResult, Figure, FigureReading, HeadlineRow
from archive.lookup import conditions
from archive.models import Issuer, Report, StoredText, Version

#: Versions whose figures are in memory at a time: the tables of a report are some 250 figures.
BATCH = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """One version that is asked about, with its report and the name of its issuer."""

    version: Version
    report: Report
    issuer: str | None

    @property
    def speaker(self) -> str | None:
        """The issuer's full name, or its name as printed."""
        return self.issuer or self.report.issuer_printed


def current_versions(session: Session, wanted: ReportFilter, *, all_versions: bool = False) -> list[Shown]:
    """The published versions meant, of one county and issuer side by side, oldest year first."""
    is_shown = Version.published_at.is_not(None) if all_versions else Version.seq == Report.current_seq
    rows = session.execute(
        select(Version, Report, Issuer.name)
        .join(Report, Report.id == Version.report_id)
        .outerjoin(Issuer, Issuer.id == Report.issuer_id)
        .where(is_shown, conditions(session, wanted).bound())
        .order_by(Issuer.county, Issuer.name, Report.year, Report.kind, Report.id, Version.seq)
    )
    return [Shown(*row) for row in rows]


def batched(shown: Iterable[Shown]) -> Iterator[list[Shown]]:
    """Versions in pieces whose figures fit in memory."""
    rest = iter(shown)
    while batch := list(islice(rest, BATCH)):
        yield batch


def readings_of(session: Session, shown: Sequence[Shown]) -> dict[int, FigureReading]:
    """From version ids to the reading that counts; versions whose text was not read for figures are left out."""
    by_text: dict[str, list[FigureReading]] = defaultdict(list)
    digests = {one.version.text_digest for one in shown}
    for reading in session.scalars(select(FigureReading).where(FigureReading.text_digest.in_(digests))):
        by_text[reading.text_digest].append(reading)
    found = {}
    for one in shown:
        if readings := by_text.get(one.version.text_digest):
            year = one.report.year or 0
            found[one.version.id] = max(readings, key=lambda reading: (reading.year == year, reading.id))
    return found


def figures_of(session: Session, readings: Iterable[FigureReading], *keys: str) -> dict[int, list[Figure]]:
    """The figures of readings in the order of reading, of all keys or of some, by the reading's id."""
    found: dict[int, list[Figure]] = defaultdict(list)
    query = select(Figure).where(Figure.reading_id.in_({reading.id for reading in readings}))
    if keys:
        query = query.where(Figure.key.in_(keys))
    for figure in session.scalars(query.order_by(Figure.reading_id, Figure.number)):
        found[figure.reading_id].append(figure)
    return found


def headlines_of(session: Session, readings: Iterable[FigureReading]) -> dict[int, dict[str, HeadlineRow]]:
    """The headlines of readings by the reading's id and key."""
    found: dict[int, dict[str, HeadlineRow]] = defaultdict(dict)
    ids = {reading.id for reading in readings}
    for headline in session.scalars(select(HeadlineRow).where(HeadlineRow.reading_id.in_(ids))):
        found[headline.reading_id][headline.key] = headline
    return found


def checks_of(session: Session, readings: Iterable[FigureReading]) -> dict[int, list[CheckResult]]:
    """The sums tried on readings, in the order of trying, by the reading's id."""
    found: dict[int, list[CheckResult]] = defaultdict(list)
    ids = {reading.id for reading in readings}
    query = select(CheckResult).where(CheckResult.reading_id.in_(ids)).order_by(CheckResult.id)
    for check in session.scalars(query):
        found[check.reading_id].append(check)
    return found


def bodies_of(session: Session, shown: Iterable[Shown]) -> Mapping[str, str]:
    """The texts of versions by digest."""
    digests = {one.version.text_digest for one in shown}
    rows = session.execute(select(StoredText.digest, StoredText.body).where(StoredText.digest.in_(digests)))
    return {row.digest: row.body for row in rows}
