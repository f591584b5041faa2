"""Table A, 二、主动公开政府信息情况: four or five blocks named after items of article 20, each with a head of its own.

A row is told by its label, its columns by the head above it. The head is what tells the forms apart: 2019 counts made,
disclosed and all disclosed documents and the change of items, 2021 issued, repealed and valid ones and a fee.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crawler.reading.figures.cells import Run
from crawler.reading.figures.fitting import Begin, fit, usual_begin
from crawler.reading.figures.form_rows import (
    DISCLOSURE_COLUMNS,
    DISCLOSURE_ROWS,
    DISCLOSURE_ROWS_2019,
    NORMATIVE_2021,
)
from crawler.reading.figures.labels import LabelBook, Match, find_within, match_tail, squeeze_label
from crawler.reading.figures.stating import Problem, state
from crawler.reading.figures.values import Cell, Statement

_LABELS = LabelBook({key: labels for key, (_, labels) in DISCLOSURE_ROWS.items()})
_BLOCK = re.compile(r"第?二十条第?[一五六八九]项")
#: A head by its words, wherever the block's title is lost.
_HEAD = re.compile(r"信息内容|处理决定数量|现行有效件数|本年制发|本年废止|新公开数量|新制作数量|项目数量|收费金额")
#: The unit of a column of money, through a typo in 单位.
_UNIT = re.compile(r"(?:单位|金额[^元]{0,3}?)(亿元|万元|千元|元)")
#: The rows of a block stand together: after this many runs that are none, the table is over.
_MOST_STRANGE = 8


@dataclass(slots=True)
class DisclosureTable:
    """What table A of a text states. `forms` is what tells its form, each with the block or row that told it."""

    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    forms: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    match: Match
    run: Run
    #: The words since the last figures, the head of the block among them where this is its first row.
    head: str


def read_disclosures(text: str, runs: Sequence[Run]) -> DisclosureTable | None:
    """Table A of a text, None where it has none."""
    result = DisclosureTable()
    rows = list(_rows(runs, result))
    if not rows:
        return None
    heads: dict[str, tuple[str, dict[str, int]]] = {}
    for row in rows:
        block = DISCLOSURE_ROWS[row.match.key][0]
        found = _columns(block, row.head)
        if found and (block not in heads or len(found) > len(heads[block][1])):
            heads[block] = (row.head, found)
    told: dict[str, str] = {}
    for row in rows:
        block = DISCLOSURE_ROWS[row.match.key][0]
        head, found = heads.get(block, ("", {}))
        if form := _form(block, found):
            told[block] = form
    usual = max(set(told.values()), key=list(told.values()).count, default="")
    result.forms += [(form, block) for block, form in told.items()]
    columns = {
        row.match.key: _as_headed(_columns_of(row, told, usual), heads.get(DISCLOSURE_ROWS[row.match.key][0]))
        for row in rows
    }
    sizes = {len(names) for names in columns.values() if names}
    begins = {
        size: usual_begin([(row.run, size) for row in rows if len(columns[row.match.key]) == size]) for size in sizes
    }
    for row in rows:
        head, _ = heads.get(DISCLOSURE_ROWS[row.match.key][0], ("", {}))
        names = columns[row.match.key]
        _place(text, row, head, names, begins.get(len(names)), result)
    _told_by_rows(rows, told, result)
    return result


def _rows(runs: Sequence[Run], result: DisclosureTable) -> list[_Row]:
    rows: list[_Row] = []
    seen: set[str] = set()
    inside = False
    strange = 0
    for run in runs:
        head = squeeze_label(run.label)
        if not inside and (_BLOCK.search(head) or _HEAD.search(head)):
            inside, strange = True, 0
        if not inside or not run.values:
            continue
        match = match_tail(head, _LABELS)
        # 规章 and 行政许可 are words of any paragraph: only a row's own label ends right before its figures.
        if match is None or (match.errors and len(match.words) < 4):
            strange += 1
            inside = strange <= _MOST_STRANGE
            continue
        strange = 0
        if match.key in seen:
            if run.hard:
                result.problems.append(("row_repeated", f"the row {match.words} stands twice in table A"))
            continue
        if not run.hard and len(run.values) < 1:
            continue
        seen.add(match.key)
        rows.append(_Row(match, run, head[: len(head) - len(match.words)]))
    return rows


def _columns(block: str, head: str) -> dict[str, int]:
    """The columns a block's head names, with where each is named. Only what follows the block's own title counts."""
    titles = list(_BLOCK.finditer(head))
    head = head[titles[-1].end() :] if titles else head[-60:]
    found: dict[str, int] = {}
    for columns in DISCLOSURE_COLUMNS[block].values():
        for column, labels in columns.items():
            at = max(find_within(label, head) for label in labels)
            if at >= 0:
                found[column] = max(at, found.get(column, -1))
    return found


def _form(block: str, found: dict[str, int]) -> str:
    """The form whose columns a head names, "" where it names none or as many of both."""
    scores = {form: len(columns.keys() & found.keys()) for form, columns in DISCLOSURE_COLUMNS[block].items()}
    if len(scores) == 1:
        return next(iter(scores)) if any(scores.values()) else ""
    if scores["2019"] == scores["2021"]:
        # 处理决定数量 alone is the 2021 form: that of 2019 has two more columns before it.
        return "2021" if scores["2021"] and set(found) == set(DISCLOSURE_COLUMNS[block]["2021"]) else ""
    return max(scores, key=lambda form: scores[form])


def _columns_of(row: _Row, told: Mapping[str, str], usual: str) -> list[str]:
    """The columns of a row: those of the form its head is of, or the other blocks' where its head says nothing, or
    those its figures are as many as. Heads break; of two forms only one can have as many columns."""
    block = DISCLOSURE_ROWS[row.match.key][0]
    forms = DISCLOSURE_COLUMNS[block]
    names = list(forms.get(told.get(block, usual), {}))
    if names and (block in told or fit(row.run, len(names)) is not None):
        return names
    fitting = [list(columns) for columns in forms.values() if fit(row.run, len(columns)) is not None]
    return fitting[0] if len(fitting) == 1 else names


def _as_headed(names: list[str], head: tuple[str, dict[str, int]] | None) -> list[str]:
    """The columns in the order their head names them, where it names every one: offices exchange columns. None, where
    it names some in another order than the form's and not all."""
    if head is None:
        return names
    told = [name for name in names if name in head[1]]
    headed = sorted(told, key=lambda name: head[1][name])
    if len(told) == len(names):
        return headed
    return names if headed == told else []


def _place(
    text: str, row: _Row, head: str, columns: Sequence[str], begin: Begin | None, result: DisclosureTable
) -> None:
    values = fit(row.run, len(columns), begin) if columns else None
    block = DISCLOSURE_ROWS[row.match.key][0]
    key = row.match.key
    if values is None:
        if not row.run.hard:
            return
        printed = " ".join(text[cell.start : cell.end].strip() or "·" for cell in row.run.hard)
        wanted = len(columns) or "an unknown number of"
        result.problems.append(
            (
                "columns_not_told",
                f"the row {row.match.words} has {len(row.run.hard)} values for {wanted} columns: {printed}",
            )
        )
        return
    for column, cell in zip(columns, values, strict=True):
        unit, printed = "item", ""
        if column == "amount":
            unit = "yuan"
            named = _UNIT.search(head)
            printed = named[1] if named else ""
        statement = state(
            text,
            cell,
            f"{key}_{column}",
            "table_a",
            Cell(key, column, block),
            unit=unit,
            printed=printed,
            cue=row.match.words,
        )
        if unit == "yuan" and statement.value and not statement.unit:
            result.problems.append(("unit_not_printed", f"{row.match.words} states money without its unit"))
        result.statements.append(statement)


def _told_by_rows(rows: Sequence[_Row], told: dict[str, str], result: DisclosureTable) -> None:
    """What rows say of the form: those of 2019 alone, and which of two names the documents row has."""
    for row in rows:
        key, words = row.match.key, row.match.words
        if key in DISCLOSURE_ROWS_2019:
            result.forms.append(("2019", words))
        if key == "normative_documents" and not row.match.errors:
            result.forms.append(("2021" if words == NORMATIVE_2021 else "2019", words))
