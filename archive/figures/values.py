"""The figures of one text as the reading hands them over. No database types among them.

A figure belongs to a text under rules, never to a crawl: the same text read by the same rules states the same figures.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Polarity = Literal["stated_number", "stated_none", "blank_cell", "not_applicable"]
Approximation = Literal["exact", "at_least", "about", "range"]
FigureScope = Literal["year", "year_to_date", "all_time", "unclear"]
CheckOutcome = Literal["passes", "fails", "uncertain", "not_assessable"]


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """One place of a text that states one value: never the truth, only what is stated and where.

    `value` is None for a blank cell and for what does not apply, 0 for what is denied in words (未收到申请). `unit` is
    normalised (item, case, person, time, yuan, percent), `unit_printed` as printed. `low` and `high` bound a range.
    `cell_row`, `cell_column` and `cell_block` name a cell of a form, empty in running text. `start` and `end` count
    code points of the text, half open; only a blank cell may be an empty span.
    """

    key: str
    value: Decimal | None
    polarity: Polarity
    start: int
    end: int
    source: str = "prose"
    unit: str = ""
    unit_printed: str = ""
    approximation: Approximation = "exact"
    scope: FigureScope = "year"
    low: Decimal | None = None
    high: Decimal | None = None
    label: str = ""
    part_of: str = ""
    cue: str = ""
    section: str = ""
    group: str = ""
    cell_row: str = ""
    cell_column: str = ""
    cell_block: str = ""


@dataclass(frozen=True, slots=True)
class HeadlineFigure:
    """The value shown for a key and the rule that picked it; `figure` is the place of its figure among the figures.

    `value` is None where no rule could pick one. `conflict` stays True when one was picked.
    """

    key: str
    value: Decimal | None
    rule: str
    conflict: bool
    figure: int | None


@dataclass(frozen=True, slots=True)
class TriedCheck:
    """One sum of a text tried. `figures` are the places, among the figures, of those it is about."""

    id: str
    outcome: CheckOutcome
    where: str
    left: Decimal | None
    right: Decimal | None
    message: str
    figures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFigures:
    """Everything one text states, read for this report `year` and this `level` of issuer, None where unknown.

    `form` is 2019, 2021, mixed or "" for none. `not_mentioned` are the keys the text never touches.
    """

    rules: str
    year: int | None
    level: str | None
    figures: tuple[StatedFigure, ...] = ()
    headlines: tuple[HeadlineFigure, ...] = ()
    checks: tuple[TriedCheck, ...] = ()
    form: str = ""
    annex: bool = False
    not_mentioned: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadText:
    """The text of a version that was not read for figures, with the report's year and the level of its issuer."""

    digest: str
    body: str
    year: int | None
    level: str | None
