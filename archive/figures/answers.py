"""The frozen values that questions about figures are answered with. No database types among them.

Spans are [start, end) in code points of the version's text; `words` is what stands there, `sentence` the words around.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from archive.answers import ReportSummary, VersionSummary

#: How a value is stated. number, zero: printed. none: in words (未收到申请). blank: an empty cell. not_applicable:
#: a dash or 不适用. undecided: several values and no rule that picks one. not_mentioned: the text never touches it.
#: not_read: the text was not read for figures yet.
StatedWord = Literal["number", "zero", "none", "blank", "not_applicable", "undecided", "not_mentioned", "not_read"]
#: differs: the two sides are stated, and are not equal. holds: they are. unsure: they are only if blanks are read as
#: zero. not_assessable: something to compare lacks.
Outcome = Literal["holds", "differs", "unsure", "not_assessable"]


@dataclass(frozen=True, slots=True)
class Place:
    """One statement of a text: where it stands, what it states, in which words."""

    report_id: str
    version: int
    year: int | None
    key: str
    value: Decimal | None
    stated: StatedWord
    unit_printed: str
    start: int
    end: int
    words: str
    sentence: str
    label: str = ""
    section: str = ""
    cell_row: str = ""
    cell_column: str = ""


@dataclass(frozen=True, slots=True)
class FigureAnswer:
    """One statement of a version with all that is known of it. `archive.figures.values.StatedFigure` explains most.

    `headline` is the rule that picked it as the value shown for its key, None when it is not that one. `conflict` tells
    that the text states it otherwise elsewhere. `checks` are (id, outcome) of the sums it takes part in.
    """

    number: int
    key: str
    value: Decimal | None
    stated: StatedWord
    unit: str
    unit_printed: str
    approximation: str
    low: Decimal | None
    high: Decimal | None
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
    headline: str | None
    start: int
    end: int
    words: str
    sentence: str
    checks: tuple[tuple[str, Outcome], ...]


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """One sum or comparison with both sides and the places they stand in; across years, places of two reports.

    `id` is B1 to B3, C1 to C3, X2, A1 within a report, `conflict` for one quantity stated with different values, X1 and
    X3 across consecutive years. `report_id`, `year` are those of the later report.
    """

    report_id: str
    version: int
    county: str | None
    issuer: str | None
    year: int | None
    id: str
    where: str
    outcome: Outcome
    left: Decimal | None
    right: Decimal | None
    message: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class StatedFigures:
    """What one text of a version states. `read` is False when it was not read for figures; then nothing is known.
    `text_digest` names the text that the spans count in: what the version shows, unless another reading was asked for.
    """

    report: ReportSummary
    version: VersionSummary
    read: bool
    rules: str | None
    form: str
    figures: tuple[FigureAnswer, ...]
    checks: tuple[CheckAnswer, ...]
    not_mentioned: tuple[str, ...]
    problems: tuple[tuple[str, str], ...]
    text_digest: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One report's answer for one key. `rule` picked the value among several statements; `others` counts the further
    statements of the key in the same text. The span is None where nothing is stated."""

    report_id: str
    version: int
    county: str | None
    county_code: str | None
    issuer: str | None
    year: int | None
    key: str
    value: Decimal | None
    stated: StatedWord
    unit: str = ""
    unit_printed: str = ""
    approximation: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    scope: str = ""
    source: str = ""
    cell_row: str = ""
    cell_column: str = ""
    label: str = ""
    conflict: bool = False
    rule: str = ""
    others: int = 0
    start: int | None = None
    end: int | None = None
    words: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    """One quantity that can be asked for: what it means, its unit, and how many reports of the archive state it."""

    key: str
    meaning: str
    unit: str
    reports: int
