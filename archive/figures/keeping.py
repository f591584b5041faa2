"""Keeping the figures of a text, once for each set of rules. Works inside the caller's write transaction."""

from collections.abc import Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, get_args

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from archive.database import insert_new, insert_rows
from archive.figures.models import CheckResult, Figure, FigureReading, HeadlineRow
from archive.figures.values import (
    CheckOutcome,
    HeadlineFigure,
    ReadFigures,
    StatedFigure,
    TriedCheck,
    UnreadText,
)
from archive.models import Issuer, Reading, Report, StoredText, Version

#: Fields of a figure that its row keeps under another name.
_RENAMED = {"group": "conflict_group"}
#: Columns of a figure that were handed over, each with its field.
_FIGURE_COLUMNS = {_RENAMED.get(field.name, field.name): field.name for field in fields(StatedFigure)}
_figure_values = attrgetter(*_FIGURE_COLUMNS.values())
_OUTCOMES: Mapping[str, CheckOutcome] = {outcome: outcome for outcome in get_args(CheckOutcome)}


_READING_ID = select(FigureReading.id).where(
    *(getattr(FigureReading, name) == bindparam(name) for name in ("text_digest", "rules", "year", "level"))
)


def store_figures(session: Session, text_digest: str, read: ReadFigures, body: str | None = None) -> bool:
    """Keep what a stored text states; tell whether these rules read it for the first time. `body` is the text, looked
    up where it is not at hand.

    A reading is never rewritten. Raises ValueError for a figure whose span shows no words of the text, and for a
    headline or check that names a figure which is not there.
    """
    same = {
        "text_digest": text_digest,
        "rules": read.rules,
        "year": read.year or 0,
        "level": read.level or "",
    }
    if body is None:
        body = session.get_one(StoredText, text_digest).body
    _check(read, len(body))
    is_new = insert_new(
        session,
        FigureReading,
        **same,
        form=read.form,
        annex=read.annex,
        not_mentioned=list(read.not_mentioned),
        problems=[list(problem) for problem in read.problems],
    )
    if not is_new:
        return False
    reading_id = session.connection().execute(_READING_ID, same).scalar_one()
    of = {"reading_id": reading_id, "text_digest": text_digest, "rules": read.rules}
    rows: list[tuple[type[Any], list[dict[str, Any]]]] = [
        (Figure, [of | _row(number, figure, body) for number, figure in enumerate(read.figures)]),
        (
            HeadlineRow,
            [
                of | {"key": h.key, "value": h.value, "rule": h.rule, "conflict": h.conflict, "figure_number": h.figure}
                for h in read.headlines
            ],
        ),
        (
            CheckResult,
            [
                of
                | {"check_id": c.id, "outcome": c.outcome, "place": c.where, "left": c.left, "right": c.right}
                | {"message": c.message, "figures": list(c.figures)}
                for c in read.checks
            ],
        ),
    ]
    for table, values in rows:
        insert_rows(session, table, values)
    return True


def has_figures(session: Session, text_digest: str, rules: str) -> bool:
    """Whether these rules have read this text for its figures."""
    query = select(FigureReading.id).where(FigureReading.text_digest == text_digest, FigureReading.rules == rules)
    return session.scalar(query.limit(1)) is not None


def read_back(session: Session, text_digest: str, year: int | None, level: str | None) -> ReadFigures | None:
    """What the newest rules read of a text for a report of this year by an issuer of this level, as it was handed over.
    None where no rules read it for its figures."""
    readings = session.scalars(select(FigureReading).where(FigureReading.text_digest == text_digest)).all()
    if not readings:
        return None
    of = (year or 0, level or "")
    reading = max(readings, key=lambda one: ((one.year, one.level) == of, one.year == of[0], one.id))
    columns = [column for column in Figure.__table__.columns if column.name in _FIGURE_COLUMNS]
    rows = session.execute(select(*columns).where(Figure.reading_id == reading.id).order_by(Figure.number)).mappings()
    headlines = select(HeadlineRow).where(HeadlineRow.reading_id == reading.id).order_by(HeadlineRow.key)
    checks = select(CheckResult).where(CheckResult.reading_id == reading.id).order_by(CheckResult.id)
    return ReadFigures(
        rules=reading.rules,
        year=reading.year or None,
        level=reading.level or None,
        figures=tuple(StatedFigure(**{name: row[column] for column, name in _FIGURE_COLUMNS.items()}) for row in rows),
        headlines=tuple(
            HeadlineFigure(one.key, one.value, one.rule, one.conflict, one.figure_number)
            for one in session.scalars(headlines)
        ),
        checks=tuple(
            TriedCheck(
                one.check_id, _OUTCOMES[one.outcome], one.place, one.left, one.right, one.message, tuple(one.figures)
            )
            for one in session.scalars(checks)
        ),
        form=reading.form,
        annex=reading.annex,
        not_mentioned=tuple(reading.not_mentioned),
        problems=tuple((str(code), str(message)) for code, message in reading.problems),
    )


def texts_without_figures(session: Session, site_id: str, rules: str, limit: int, after: int = 0) -> list[UnreadText]:
    """Texts of a site's versions that these rules did not read for figures, oldest first, at most `limit`, of versions
    beyond the id `after`."""
    read = select(FigureReading.id).where(
        FigureReading.text_digest == Version.text_digest, FigureReading.rules == rules
    )
    rows = session.execute(
        select(
            Version.text_digest, StoredText.body, Report.year, Issuer.level, Version.id, Version.report_id, Reading.url
        )
        .join(StoredText, StoredText.digest == Version.text_digest)
        .join(Report, Report.id == Version.report_id)
        .join(Reading, Reading.id == Version.reading_id)
        .outerjoin(Issuer, Issuer.id == Report.issuer_id)
        .where(Version.site_id == site_id, Version.id > after, ~read.exists())
        .order_by(Version.id)
        .limit(limit)
    )
    return [UnreadText(*row) for row in rows]


def _row(number: int, figure: StatedFigure, body: str) -> dict[str, Any]:
    values = dict(zip(_FIGURE_COLUMNS, _figure_values(figure), strict=True))
    return values | {"number": number, "words": body[figure.start : figure.end]}


def _check(read: ReadFigures, length: int) -> None:
    for figure in read.figures:
        least = 0 if figure.polarity == "blank_cell" else 1
        if not 0 <= figure.start <= figure.end <= length or figure.end - figure.start < least:
            raise ValueError(f"{figure.key} at [{figure.start}, {figure.end}) shows no words of a text of {length}")
    named = [h.figure for h in read.headlines if h.figure is not None]
    for number in [*named, *(number for check in read.checks for number in check.figures)]:
        if not 0 <= number < len(read.figures):
            raise ValueError(f"figure {number} of {len(read.figures)} is not there")
