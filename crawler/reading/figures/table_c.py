"""Table C, 四、政府信息公开行政复议、行政诉讼情况: fifteen figures in one row, in an order both forms share.

Its head is three rows of merged and often vertical cells and survives no conversion whole, so the table is told by the
characters the head is made of, in whatever order they come.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.reading.figures.cells import Run, TextCell
from crawler.reading.figures.fitting import fit
from crawler.reading.figures.form_rows import REVIEW_COLUMNS, REVIEW_GROUPS
from crawler.reading.figures.labels import squeeze_label
from crawler.reading.figures.stating import Problem, state
from crawler.reading.figures.values import Cell, Statement

_SIZE = len(REVIEW_GROUPS) * len(REVIEW_COLUMNS)
#: The head without the words every section on 复议 and 诉讼 has: a paragraph seldom holds all of them, and is followed
#: by no row of figures.
_HEAD = frozenset("结果维持纠正尚未审")
_HEAD_REACH = 260
_LEAST = 5


@dataclass(slots=True)
class ReviewTable:
    """What table C of a text states."""

    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_reviews(text: str, runs: Sequence[Run]) -> ReviewTable | None:
    """Table C of a text, None where it has none."""
    tables = [table for number in range(len(runs)) if (table := _at(runs, number)) is not None]
    if not tables:
        return None
    result = ReviewTable()
    whole = [values for values in tables if len(values) == _SIZE]
    if not whole:
        printed = " ".join(text[cell.start : cell.end].strip() or "·" for cell in tables[0])
        result.problems.append(
            (
                "columns_not_told",
                f"the table of reconsideration and litigation has {len(tables[0])} values for 15 columns: {printed}",
            )
        )
        return result
    if len(whole) > 1:
        result.problems.append(
            (
                "table_c_repeated",
                f"the text has {len(whole)} tables of reconsideration and litigation; the first is read",
            )
        )
    places = [(group, column) for group in REVIEW_GROUPS for column in REVIEW_COLUMNS]
    for (group, column), cell in zip(places, whole[0], strict=True):
        place = Cell(group, column, group)
        result.statements.append(state(text, cell, f"{group}_{column}", "table_c", place, unit="case"))
    return result


def _at(runs: Sequence[Run], number: int) -> list[TextCell] | None:
    """The values of a table whose head stands before a run, None where none does."""
    if len(runs[number].values) < _LEAST or not _is_head(squeeze_label(runs[number].label)[-_HEAD_REACH:]):
        return None
    values: list[TextCell] = []
    for at in range(number, min(number + len(REVIEW_GROUPS), len(runs))):
        # 行政复议 and 行政诉讼 as tables of their own: their figures follow each other, heads between them.
        if at > number and not _is_part(squeeze_label(runs[at].label)):
            break
        run = runs[at]
        fitted = fit(run, _SIZE)
        if at == number and fitted is not None:
            return fitted
        values += run.hard
        if len(values) >= _SIZE:
            break
    whole = fit(Run("", values), _SIZE)
    if whole is not None:
        return whole
    return values if sum(cell.kind != "blank" for cell in values) >= _LEAST else None


def _is_head(label: str) -> bool:
    return set(label) >= _HEAD and ("复议" in label or "诉讼" in label or set(label) >= set("复议诉讼"))


def _is_part(label: str) -> bool:
    """Whether words between figures are another part of the head and nothing else."""
    return len(label) <= 80 and set(label) >= _HEAD
