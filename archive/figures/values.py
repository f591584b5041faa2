"""The figures of one text as the reading hands them over. No database types among them.

A figure belongs to a text under rules, never to a crawl: the same text read by the same rules states the same figures.
"""

from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any, ClassVar, Literal

#: How a value is stated. `stated_none`: in words (未收到申请, 未发生行政复议). An empty cell is `blank_cell`, a dash or
#: 不适用 `not_applicable`. `not_mentioned` is never a statement: it is what a key without one is.
Polarity = Literal["stated_number", "stated_none", "blank_cell", "not_applicable"]
#: exact 86条; at_least 24余条, 500条以上; about 约44条, 近百条; range 十余 (10 to 19), 数十.
Approximation = Literal["exact", "at_least", "about", "range"]
#: What stretch of time a count covers. A bare 累计 without a year is `unclear`.
FigureScope = Literal["year", "year_to_date", "all_time", "unclear"]
#: Where a statement stands: running text, a cell of one of the national forms (2019, 2021) or of the statistics annex.
FigureSource = Literal["prose", "table_a", "table_b", "table_c", "annex"]
CheckOutcome = Literal["passes", "fails", "uncertain", "not_assessable"]


class _Packed:
    """Goes from process to process as its values in order. What a frozen dataclass with slots does of its own accord
    asks its fields by name for every object: for the 60 figures of a text three times as long."""

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]]

    def __reduce__(self) -> tuple[type[Any], tuple[Any, ...]]:
        return type(self), attrgetter(*self.__match_args__)(self)


@dataclass(frozen=True, slots=True)
class StatedValue(_Packed):
    """One place of a text that states one value: never the truth, only what is stated and where.

    `key` is the quantity (proactive_total, requests_received; a table cell: its form's key). `value` is None for a
    blank cell and for what does not apply, 0 for what is denied in words (未收到申请). `start` and `end` count code
    points of the text, half open, so `text[start:end]` is the evidence; only a blank cell may be an empty span. `unit`
    is normalised (item, case, person, time, yuan, percent …), `unit_printed` as printed (条, 件, 万元). `low` and
    `high` bound a `range`. `label` is the printed category or channel of a part (政策法规类, 网站), `part_of` the key
    it is a part of. `cue` are the words that decided. `section` is the printed heading the statement stands under.
    `group` joins statements of one quantity that contradict each other.
    """

    key: str
    value: Decimal | None
    polarity: Polarity
    start: int
    end: int
    source: FigureSource = "prose"
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


@dataclass(frozen=True, slots=True)
class StatedFigure(StatedValue):
    """A stated value as the archive keeps it. `cell_row`, `cell_column` and `cell_block` name a cell of a form, empty
    in running text."""

    cell_row: str = ""
    cell_column: str = ""
    cell_block: str = ""


@dataclass(frozen=True, slots=True)
class HeadlineFigure(_Packed):
    """The value shown for a key and the rule that picked it; `figure` is the place of its figure among the figures.

    `value` is None where no rule could pick one. `conflict` stays True when one was picked.
    """

    key: str
    value: Decimal | None
    rule: str
    conflict: bool
    figure: int | None


@dataclass(frozen=True, slots=True)
class TriedCheck(_Packed):
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
    """The text of a version that was not read for figures, with the report's year and the level of its issuer, and
    the address its version was read from."""

    digest: str
    body: str
    year: int | None
    level: str | None
    version_id: int
    report_id: str
    url: str
