"""The frozen values the reading of figures speaks.

A Statement is one place of a text that states one value: never the truth, only what is stated and where. Offsets are
code points of the clean text the statement was read from, half open, so `text[start:end]` is the evidence.
"""

from dataclasses import dataclass
from decimal import Decimal

from archive.figures.values import Approximation, CheckOutcome, FigureScope, FigureSource, Polarity, StatedValue

__all__ = ["Approximation", "Cell", "Check", "Figures", "Headline", "Polarity", "Scope", "Source", "Statement"]

Scope = FigureScope
Source = FigureSource


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form by its official names: `row` and `column` are keys (received_new, natural_person), never
    positions. `block` tells the repeated parts of table A (article_20_1) and the groups of table C apart."""

    row: str
    column: str
    block: str = ""


@dataclass(frozen=True, slots=True)
class Statement(StatedValue):
    """One stated value as it is read; `cell` is the cell of a form it stands in, None in running text."""

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
    outcome: CheckOutcome
    where: str
    left: Decimal | None
    right: Decimal | None
    statements: tuple[Statement, ...]
    message: str
