"""Figures and checks as tables of an export: one row per figure, one per check, beside the rows of the reports.

Values are exact decimal text, so that a share of 0.830 comes out with every digit it was printed with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from archive.answers import ReportFilter
from archive.figures.across import check_across
from archive.figures.answers import CheckAnswer, FigureAnswer
from archive.figures.asking import checks_within, to_answer
from archive.figures.stored import (
    Shown,
    batched,
    bodies_of,
    checks_of,
    current_versions,
    figures_of,
    headlines_of,
    readings_of,
)
from archive.masking import mask


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One statement of one version, as exported. `archive.figures.answers.FigureAnswer` explains the columns.

    `headline` is True for the value shown for its key. The span counts code points of the version's exported text.
    """

    report_id: str
    version: int
    county_code: str | None
    county: str | None
    issuer: str | None
    year: int | None
    number: int
    key: str
    value: str | None
    stated: str
    unit: str
    unit_printed: str
    approximation: str
    low: str | None
    high: str | None
    scope: str
    source: str
    label: str
    part_of: str
    cue: str
    section: str
    cell_row: str
    cell_column: str
    cell_block: str
    conflict: bool
    headline: bool
    rule: str | None
    start: int
    end: int
    words: str
    text_digest: str
    rules: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check, as exported. `spans` are the places it is about, each as report:start-end, parted by blanks."""

    report_id: str
    version: int
    county: str | None
    issuer: str | None
    year: int | None
    check: str
    place: str
    outcome: str
    left: str | None
    right: str | None
    message: str
    spans: str


def lines(
    session: Session, wanted: ReportFilter, *, all_versions: bool, unmasked: bool
) -> Iterator[tuple[list[FigureLine], list[CheckLine]]]:
    """Figures and checks in batches of versions; at the end the checks across years."""
    for batch in batched(current_versions(session, wanted, all_versions=all_versions)):
        readings = readings_of(session, batch)
        figures, headlines = figures_of(session, readings.values()), headlines_of(session, readings.values())
        results, bodies = checks_of(session, readings.values()), bodies_of(session, batch)
        rows: list[FigureLine] = []
        checks: list[CheckLine] = []
        for shown in batch:
            if (reading := readings.get(shown.version.id)) is None:
                continue
            body = bodies[shown.version.text_digest]
            text = body if unmasked else mask(body)
            known = headlines[reading.id]
            for figure in figures[reading.id]:
                answer = to_answer(figure, text, known.get(figure.key), ())
                rows.append(_figure_line(shown, answer, reading.rules))
            found = checks_within(shown, figures[reading.id], results[reading.id], text)
            checks += map(_check_line, found)
        yield rows, checks
        session.expunge_all()
    yield [], [_check_line(check) for check in check_across(session, wanted, unmasked=unmasked)]


def _figure_line(shown: Shown, figure: FigureAnswer, rules: str) -> FigureLine:
    report = shown.report
    return FigureLine(
        report_id=report.id,
        version=shown.version.seq,
        county_code=report.county_code,
        county=report.county_name,
        issuer=shown.speaker,
        year=report.year,
        number=figure.number,
        key=figure.key,
        value=_exact(figure.value),
        stated=figure.stated,
        unit=figure.unit,
        unit_printed=figure.unit_printed,
        approximation=figure.approximation,
        low=_exact(figure.low),
        high=_exact(figure.high),
        scope=figure.scope,
        source=figure.source,
        label=figure.label,
        part_of=figure.part_of,
        cue=figure.cue,
        section=figure.section,
        cell_row=figure.cell_row,
        cell_column=figure.cell_column,
        cell_block=figure.cell_block,
        conflict=figure.conflict,
        headline=figure.headline is not None,
        rule=figure.headline,
        start=figure.start,
        end=figure.end,
        words=figure.words,
        text_digest=shown.version.text_digest,
        rules=rules,
    )


def _check_line(check: CheckAnswer) -> CheckLine:
    return CheckLine(
        report_id=check.report_id,
        version=check.version,
        county=check.county,
        issuer=check.issuer,
        year=check.year,
        check=check.id,
        place=check.where,
        outcome=check.outcome,
        left=_exact(check.left),
        right=_exact(check.right),
        message=check.message,
        spans=" ".join(f"{place.report_id}:{place.start}-{place.end}" for place in check.places),
    )


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
