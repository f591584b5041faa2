"""From versions to the figures of their texts: which reading counts, and its rows. Reads only.

The figures of a version are those of the text it shows, which stays as it was first read: newer rules of figures read
that very text again, so that every span fits the text beside it. Of several readings of a text the one for the report's
own year counts, and among those the newest. What newer rules of cleaning make of a version's bytes is another text,
with figures of its own that are never mixed with these (`archive.readings`).

An archive is walked in batches: in memory are one of them and the ids of the versions that are meant.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from sqlalchemy import ColumnElement, Select, TextClause, select
from sqlalchemy.orm import Session

from archive.answers import ReportFilter
from archive.figures.models import CheckResult, Figure, FigureReading, HeadlineRow
from archive.lookup import conditions
from archive.masking import mask
from archive.models import Issuer, Report, StoredText, Version

#: Versions whose figures are in memory at a time: the tables of a report are some 250 figures.
BATCH = 200

#: Which checks are looked up: none, all, or those that differ, with the figures of just the texts that have any.
WhichChecks = Literal["none", "all", "differing"]

_Row = TypeVar("_Row", Figure, HeadlineRow)


@dataclass(frozen=True, slots=True)
class Shown:
    """One version that is asked about, with its report and the name of its issuer. `text_digest` names the text whose
    figures are meant: the one the version shows, unless another reading of its bytes is asked for."""

    version: Version
    report: Report
    issuer: str | None
    text_digest: str

    @property
    def speaker(self) -> str | None:
        """The issuer's full name, or its name as printed."""
        return self.issuer or (self.report.issuer_printed and mask(self.report.issuer_printed))


@dataclass(frozen=True, slots=True)
class Stated:
    """What the text of one version states. `reading` is None where the text was not read for figures, and then there
    are none. `text` is as it may be shown: masked, unless it was asked for unmasked."""

    shown: Shown
    text: str
    reading: FigureReading | None
    figures: Sequence[Figure]
    headlines: Mapping[str, HeadlineRow]
    results: Sequence[CheckResult]
    unmasked: bool

    def told(self, words: str) -> str:
        """Printed words that were kept beside the text, as they may be shown."""
        return words if self.unmasked else mask(words)


def stated_in(
    session: Session,
    wanted: ReportFilter,
    *keys: str,
    all_versions: bool = False,
    checks: WhichChecks = "none",
    unmasked: bool = False,
) -> Iterator[list[Stated]]:
    """What the published versions meant state, of all `keys` or of some, in batches; issuers of one county side by
    side, oldest year first. A batch is let go of when the next one is asked for."""
    ids = _version_ids(session, wanted, all_versions=all_versions)
    for start in range(0, len(ids), BATCH):
        places = {version_id: place for place, version_id in enumerate(ids[start : start + BATCH])}
        shown = shown_where(session, Version.id.in_(places))
        shown.sort(key=lambda one: places[one.version.id])
        yield stated_of(session, shown, *keys, checks=checks, unmasked=unmasked)
        session.expunge_all()


def shown_where(session: Session, *meant: ColumnElement[bool] | TextClause) -> list[Shown]:
    """The versions meant, in no order."""
    rows = session.execute(_joined(Version, Report, Issuer.name).where(*meant))
    return [Shown(version, report, issuer, version.text_digest) for version, report, issuer in rows]


def stated_of(
    session: Session, shown: Sequence[Shown], *keys: str, checks: WhichChecks = "none", unmasked: bool = False
) -> list[Stated]:
    """What a few versions state, in their order; of all `keys` or of some."""
    readings = _readings(session, shown)
    ids = {reading.id for reading in readings.values()}
    if checks == "differing":
        ids = _differing(session, ids)
    figures: dict[int, list[Figure]] = defaultdict(list)
    for figure in session.scalars(_of_keys(Figure, ids, keys).order_by(Figure.reading_id, Figure.number)):
        figures[figure.reading_id].append(figure)
    headlines: dict[int, dict[str, HeadlineRow]] = defaultdict(dict)
    for headline in session.scalars(_of_keys(HeadlineRow, ids, keys)):
        headlines[headline.reading_id][headline.key] = headline
    results: dict[int, list[CheckResult]] = defaultdict(list)
    if checks != "none":
        tried = select(CheckResult).where(CheckResult.reading_id.in_(ids)).order_by(CheckResult.id)
        if checks == "differing":
            tried = tried.where(CheckResult.outcome == "fails")
        for result in session.scalars(tried):
            results[result.reading_id].append(result)
    texts = _texts(session, {one.text_digest for one in shown}, unmasked=unmasked)
    found = []
    for one in shown:
        reading = readings.get(one.version.id)
        number = reading.id if reading else 0
        found.append(
            Stated(one, texts[one.text_digest], reading, figures[number], headlines[number], results[number], unmasked)
        )
    return found


def _differing(session: Session, ids: set[int]) -> set[int]:
    """The readings with a sum that differs or a quantity that is stated with different values."""
    failing = select(CheckResult.reading_id).where(CheckResult.reading_id.in_(ids), CheckResult.outcome == "fails")
    conflicting = select(Figure.reading_id).where(Figure.reading_id.in_(ids), Figure.conflict_group != "")
    return {*session.scalars(failing), *session.scalars(conflicting.distinct())}


def _version_ids(session: Session, wanted: ReportFilter, *, all_versions: bool) -> list[int]:
    is_shown = Version.published_at.is_not(None) if all_versions else Version.seq == Report.current_seq
    query = _joined(Version.id).where(is_shown, conditions(session, wanted).bound())
    in_order = (Issuer.county, Issuer.name, Report.year, Report.kind, Report.id, Version.seq)
    return list(session.scalars(query.order_by(*in_order)))


def _joined(*columns: Any) -> Select[Any]:
    joined = select(*columns).join_from(Version, Report, Report.id == Version.report_id)
    return joined.outerjoin(Issuer, Issuer.id == Report.issuer_id)


def _of_keys(table: type[_Row], ids: Iterable[int], keys: Sequence[str]) -> Select[_Row]:
    query = select(table).where(table.reading_id.in_(ids))
    return query.where(table.key.in_(keys)) if keys else query


def _readings(session: Session, shown: Sequence[Shown]) -> dict[int, FigureReading]:
    """From version ids to the reading that counts; versions whose text was not read for figures are left out."""
    by_text: dict[str, list[FigureReading]] = defaultdict(list)
    digests = {one.text_digest for one in shown}
    for reading in session.scalars(select(FigureReading).where(FigureReading.text_digest.in_(digests))):
        by_text[reading.text_digest].append(reading)
    found = {}
    for one in shown:
        if readings := by_text.get(one.text_digest):
            year = one.report.year or 0
            found[one.version.id] = max(readings, key=lambda reading: (reading.year == year, reading.id))
    return found


def _texts(session: Session, digests: Iterable[str], *, unmasked: bool) -> dict[str, str]:
    rows = session.execute(select(StoredText.digest, StoredText.body).where(StoredText.digest.in_(digests)))
    return {digest: body if unmasked else mask(body) for digest, body in rows}
