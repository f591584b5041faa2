"""Figures and checks as tables of an export: one row per figure, one per check, beside the rows of the reports.

Values are exact decimal text, so that a share of 0.830 comes out with every digit it was printed with.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from archive.answers import ReportFilter
from archive.figures.across import check_across
from archive.figures.answers import CheckAnswer, FigureAnswer
from archive.figures.asking import checks_within, to_answer
from archive.figures.stored import BATCH, Stated, stated_in


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


#: What an export tells of a figure as `show` does; the headline is told by a word and its rule.
_SHARED = ({field.name for field in fields(FigureAnswer)} & {field.name for field in fields(FigureLine)}) - {"headline"}


def lines(
    session: Session, wanted: ReportFilter, *, all_versions: bool, unmasked: bool
) -> Iterator[tuple[list[FigureLine], list[CheckLine]]]:
    """Figures and checks in batches of versions; at the end the checks across years."""
    for batch in stated_in(session, wanted, all_versions=all_versions, checks="all", unmasked=unmasked):
        yield (
            [_figure_line(stated, to_answer(stated, figure)) for stated in batch for figure in stated.figures],
            [_check_line(check) for stated in batch for check in checks_within(stated)],
        )
    across = map(_check_line, check_across(session, wanted, unmasked=unmasked))
    while some := list(islice(across, BATCH)):
        yield [], some


def _figure_line(stated: Stated, figure: FigureAnswer) -> FigureLine:
    shown, report = stated.shown, stated.shown.report
    shared: dict[str, Any] = {name: _exact(getattr(figure, name)) for name in _SHARED}
    return FigureLine(
        report_id=report.id,
        version=shown.version.seq,
        county_code=report.county_code,
        county=report.county_name,
        issuer=shown.speaker,
        year=report.year,
        headline=figure.headline is not None,
        rule=figure.headline,
        text_digest=shown.text_digest,
        rules=stated.reading.rules if stated.reading else "",
        **shared,
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


def _exact(value: Any) -> Any:
    """A decimal as text with every digit; what is none as it is."""
    return f"{value:f}" if isinstance(value, Decimal) else value
