"""The frozen values the reading of figures speaks.

A Statement is one place of a text that states one value: never the truth, only what is stated and where. Offsets are
code points of the clean text the statement was read from, half open, so `text[start:end]` is the evidence.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

#: How a value is stated. `stated_none`: in words (未收到申请, 未发生行政复议). An empty cell is `blank_cell`, a dash or
#: 不适用 `not_applicable`. `not_mentioned` is never a statement: it is what a key without one is.
Polarity = Literal["stated_number", "stated_none", "blank_cell", "not_applicable"]
#: exact 86条; at_least 24余条, 500条以上; about 约44条, 近百条; range 十余 (10 to 19), 数十.
Approximation = Literal["exact", "at_least", "about", "range"]
#: What stretch of time a count covers. A bare 累计 without a year is `unclear`.
Scope = Literal["year", "year_to_date", "all_time", "unclear"]
#: Where a statement stands: running text, a cell of one of the national forms (2019, 2021) or of the statistics annex.
Source = Literal["prose", "table_a", "table_b", "table_c", "annex"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form by its official names: `row` and `column` are keys (received_new, natural_person), never
    positions. `block` tells the repeated parts of table A (article_20_1) and the groups of table C apart."""

    row: str
    column: str
    block: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One stated value.

    `key` is the quantity (proactive_total, requests_received; a table cell: its form's key). `value` is None for blank
    and not applicable; 0 for `stated_none`. `unit` is the normalised unit (item, case, person, time, yuan, percent …),
    `unit_printed` as printed (条, 件, 万元). `low` and `high` bound a `range`. `label` is the printed category or
    channel of a part (政策法规类, 网站), `part_of` the key it is a part of. `cue` are the words that decided. `section`
    is the printed heading the statement stands under. `group` joins statements of one quantity that contradict each
    other.
    """

    key: str
    value: Decimal | None
    polarity: Polarity
    start: int
    end: int
    source: Source = "prose"
    unit: str = ""
    unit_printed: str = ""
    approximation: Approximation = "exact"
    scope: Scope = "year"
    low: Decimal | None = None
    high: Decimal | None = None
    label: str = ""
    part_of: str = ""
    cue: str = ""
    section: str = ""
    group: str = ""
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """The value shown for a key, by the documented rule that picked it; `value` is None where no rule could, and
    `conflict` is True whenever statements of the key contradict each other, whether or not one was picked."""

    key: str
    value: Decimal | None
    rule: str
    conflict: bool
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a text states. `form` is 2019, 2021, mixed or "" for none, told by columns and rows, never by year.
    `not_mentioned` are the keys of the prose that the text never touches, `problems` oddities as (code, sentence)."""

    statements: tuple[Statement, ...]
    headlines: tuple[Headline, ...]
    form: str = ""
    annex: bool = False
    not_mentioned: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One identity tried on one report: B1 (per column), B2, B3 (per row), C1 to C3, X2, A1.

    `outcome`: passes, fails, uncertain (only with blanks read as zero), not_assessable (a cell lacks). `left` and
    `right` are the two sides, `cells` the statements involved, `message` one sentence: "differs", never "false".
    """

    id: str
    outcome: Literal["passes", "fails", "uncertain", "not_assessable"]
    where: str
    left: Decimal | None
    right: Decimal | None
    statements: tuple[Statement, ...]
    message: str
