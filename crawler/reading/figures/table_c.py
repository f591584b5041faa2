"""Table C, 四、政府信息公开行政复议、行政诉讼情况: three groups of five figures, in one row, in three, or turned.

Its head is three rows of merged and often vertical cells and survives few conversions whole, so the table is told by
the characters the head is made of, in whatever order they come, and its columns are the form's unless the head stands
in cells that name others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.reading.figures.cells import Run, TextCell
from crawler.reading.figures.fitting import fit
from crawler.reading.figures.form_rows import REVIEW_COLUMNS, REVIEW_GROUPS
from crawler.reading.figures.heads import (
    group_order,
    head_lines,
    is_review_head,
    outcome_order,
    review_group,
    review_order,
    review_outcome,
)
from crawler.reading.figures.labels import squeeze_label
from crawler.reading.figures.stating import Problem, amount, state
from crawler.reading.figures.values import Cell, Statement

_SIZE = len(REVIEW_GROUPS) * len(REVIEW_COLUMNS)
_HEAD_REACH = 260
_LEAST = 5
#: As much of a row's label as can hold 行政诉讼（未经复议直接起诉）.
_LABEL_REACH = 16
_OFFICIAL = tuple((group, column) for group in REVIEW_GROUPS for column in REVIEW_COLUMNS)
_Places = Sequence[tuple[str, str]]


@dataclass(slots=True)
class ReviewTable:
    """What table C of a text states."""

    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_reviews(text: str, runs: Sequence[Run], numbers: range) -> ReviewTable | None:
    """Table C among those runs of a text that have one of the `numbers`, None where it has none."""
    tables: list[tuple[_Places, list[TextCell]]] = []
    labels = [squeeze_label(run.label) for run in runs]
    for number in numbers:
        found = (
            _by_rows(text, runs, labels, number)
            or _turned(text, runs, labels, number)
            or _at(text, runs, labels, number)
        )
        if found is not None:
            tables.append(found)
    if not tables:
        return None
    result = ReviewTable()
    whole = [(places, values) for places, values in tables if len(values) == _SIZE]
    if not whole:
        values = tables[0][1]
        printed = " ".join(text[cell.start : cell.end].strip() or "·" for cell in values)
        result.problems.append(
            (
                "columns_not_told",
                f"the table of reconsideration and litigation has {len(values)} values for 15 columns: {printed}",
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
    if not whole[0][0]:
        message = "the head of the table of reconsideration and litigation has its columns in no order"
        result.problems.append(("columns_not_told", message))
        return result
    for (group, column), cell in sorted(zip(*whole[0], strict=True), key=lambda pair: _OFFICIAL.index(pair[0])):
        place = Cell(group, column, group)
        result.statements.append(state(text, cell, f"{group}_{column}", "table_c", place, unit="case"))
    return result


def _at(text: str, runs: Sequence[Run], labels: Sequence[str], number: int) -> tuple[_Places, list[TextCell]] | None:
    """The places and values of a table whose head stands before a run, None where none does."""
    if len(runs[number].values) < _LEAST or not is_review_head(labels[number][-_HEAD_REACH:]):
        return None
    values: list[TextCell] = []
    for at in range(number, min(number + len(REVIEW_GROUPS), len(runs))):
        # 行政复议 and 行政诉讼 as tables of their own: their figures follow each other, heads between them.
        if at > number and not _is_part(labels[at]):
            break
        run = runs[at]
        fitted = fit(run, _SIZE)
        if at == number and fitted is not None:
            return _settled(review_order(head_lines(text, runs, number)), fitted), fitted
        values += run.hard
        if len(values) >= _SIZE:
            break
    whole = fit(Run("", values), _SIZE)
    if whole is not None:
        return _OFFICIAL, whole
    return (_OFFICIAL, values) if sum(cell.kind != "blank" for cell in values) >= _LEAST else None


def _settled(named: _Places | None, values: Sequence[TextCell]) -> _Places:
    """The order that the head names, or the form's, or that with 总计 before its parts: the first whose sums hold. The
    order named, or else the form's, where none do; () where the head has another that is not told whole."""
    if named is not None and not named:
        return ()
    first = [(group, column) for group in REVIEW_GROUPS for column in ("total", *REVIEW_COLUMNS[:-1])]
    orders = [*([] if named is None else [named]), _OFFICIAL, first]
    return next((order for order in orders if _adds_up(order, values)), orders[0])


def _adds_up(places: _Places, values: Sequence[TextCell]) -> bool:
    for group in REVIEW_GROUPS:
        parts = [amount(cell) for place, cell in zip(places, values, strict=True) if place[0] == group]
        whole = [amount(cell) for place, cell in zip(places, values, strict=True) if place == (group, "total")]
        if whole[0] is not None and 2 * whole[0] != sum(part or 0 for part in parts):
            return False
    return True


def _by_rows(
    text: str, runs: Sequence[Run], labels: Sequence[str], number: int
) -> tuple[_Places, list[TextCell]] | None:
    """A row for each group under one head of five outcomes."""
    rows = runs[number : number + len(REVIEW_GROUPS)]
    groups = [review_group(label[-_LABEL_REACH:]) for label in labels[number : number + len(REVIEW_GROUPS)]]
    if set(groups) != set(REVIEW_GROUPS):
        return None
    outcomes = outcome_order(head_lines(text, runs, number))
    fitted = [fit(run, len(REVIEW_COLUMNS)) for run in rows]
    if outcomes is None or any(values is None for values in fitted):
        return None
    return [(group, outcome) for group in groups for outcome in outcomes], [one for row in fitted for one in row or []]


def _turned(
    text: str, runs: Sequence[Run], labels: Sequence[str], number: int
) -> tuple[_Places, list[TextCell]] | None:
    """A row for each outcome under one head of three groups."""
    rows = runs[number : number + len(REVIEW_COLUMNS)]
    outcomes = [review_outcome(label) for label in labels[number : number + len(REVIEW_COLUMNS)]]
    if set(outcomes) != set(REVIEW_COLUMNS):
        return None
    groups = group_order(head_lines(text, runs, number))
    fitted = [fit(run, len(REVIEW_GROUPS)) for run in rows]
    if groups is None or any(values is None for values in fitted):
        return None
    return [(group, outcome) for outcome in outcomes for group in groups], [one for row in fitted for one in row or []]


def _is_part(label: str) -> bool:
    """Whether words between figures are another part of the head and nothing else."""
    return len(label) <= 80 and is_review_head(f"{label}复议诉讼")
