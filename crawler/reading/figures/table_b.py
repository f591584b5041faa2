"""Table B, 三、收到和处理政府信息公开申请情况: its rows told by their labels, its seven columns by their order.

The order is that of the head, or the form's where the head says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from crawler.reading.figures.cells import Run, TextCell, leave_out
from crawler.reading.figures.fitting import Begin, fit, usual_begin
from crawler.reading.figures.form_rows import (
    REQUEST_COLUMNS,
    REQUEST_HEAD,
    REQUEST_ROWS,
    REQUEST_ROWS_2019,
    REQUEST_ROWS_2021,
)
from crawler.reading.figures.heads import applicant_order, head_lines, is_review_head
from crawler.reading.figures.labels import LabelBook, Match, match_tail, squeeze_label
from crawler.reading.figures.stating import Problem, amount, state
from crawler.reading.figures.values import Cell, Statement

_COLUMNS = len(REQUEST_COLUMNS)
_BOOK = LabelBook(REQUEST_ROWS)
_FIRST = LabelBook({key: REQUEST_ROWS[key] for key in ("received_new", "carried_in")})
#: After this many runs without a row of the form the table is over, whatever its last row.
_MOST_STRANGE = 12
#: So many numbers in their order are those of rows and no figures.
_LEAST_NUMBERED = 6
#: The numbers of the labels under 不予公开, 无法提供, 不予处理 and 其他处理.
_LIST_NUMBERS = {
    key: number
    for group in ("denied_", "unable_", "unprocessed_", "other_")
    for number, key in enumerate((key for key in REQUEST_ROWS if key.startswith(group) and key != "other_2019"), 1)
}
#: The column of a value whose row printed fewer values than the form has columns and no separators between them.
UNPLACED = "unplaced"
_ORDERS = tuple(
    tuple(key for key in REQUEST_ROWS if key not in left_out) for left_out in (REQUEST_ROWS_2021, REQUEST_ROWS_2019)
)


@dataclass(slots=True)
class RequestTable:
    """What table B of a text states. `first` and `last` are the numbers of its runs, `form` by its rows: 2019, 2021,
    mixed where it has rows of both, "" where it has none that tells."""

    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    first: int = 0
    last: int = -1
    form: str = ""


@dataclass(slots=True)
class _Found:
    first: int
    last: int
    rows: list[tuple[Match | None, Run]]
    known: int = 0


def read_requests(text: str, runs: Sequence[Run]) -> RequestTable | None:
    """Table B of a text, None where it has none. Of several the fullest is read and the others are a problem."""
    tables = [table for table in _tables(runs) if table.known >= 2]
    if not tables:
        return None
    chosen = max(tables, key=lambda table: table.known)
    result = RequestTable(first=chosen.first, last=chosen.last)
    if len(tables) > 1:
        result.problems.append(
            ("table_b_repeated", f"the text has {len(tables)} tables of requests; the fullest is read")
        )
    _place(text, chosen, _head_order(text, runs, chosen), result)
    return result


def _head_order(text: str, runs: Sequence[Run], table: _Found) -> tuple[str, ...]:
    """The order of the columns: as the head of the table names them, else that of the form; () where the head has
    another that is not told whole."""
    row = next((at for at, (match, run) in enumerate(table.rows) if match is not None and run.hard), 0)
    named = applicant_order(head_lines(text, runs, table.first + row))
    return REQUEST_COLUMNS if named is None else named


def _tables(runs: Sequence[Run]) -> list[_Found]:
    tables: list[_Found] = []
    current: _Found | None = None
    strange = 0
    for number, run in enumerate(runs):
        label = squeeze_label(run.label)
        if current is None or (current.known > 2 and label.endswith(REQUEST_ROWS["received_new"])):
            if not _begins(label):
                continue
            current = _Found(number, number, [])
            tables.append(current)
            strange = 0
        if current.known > 2 and is_review_head(label):
            # The last row is blank and left no cell; its words stand before the head of the next table.
            del current.rows[len(current.rows) - strange :]
            current, strange = None, 0
            continue
        match = match_tail(label, _BOOK) if label else None
        if match is not None and match.key not in ("received_new", "carried_in") and not current.known:
            # 总计 and 其他 are heads of columns as well, and heads have phantom cells too.
            match = match if len(match.words) > 4 else None
        if match is not None and _is_head_again(label, match, run):
            match = None
        strange = strange + 1 if match is None else 0
        current.rows.append((match, run))
        if match is not None:
            current.last = number
            current.known += 1
        if strange > _MOST_STRANGE or (match is not None and match.key == "carried_out" and run.hard):
            del current.rows[len(current.rows) - strange :]
            current = None
    if current is not None and strange:
        del current.rows[len(current.rows) - strange :]
    return tables


def _is_head_again(label: str, match: Match, run: Run) -> bool:
    """Whether 其他 and 总计 with nothing but blanks are columns of a head printed again on the next page."""
    if match.key not in ("other_rest", "handled_total") or any(cell.kind != "blank" for cell in run.values):
        return False
    before = label.removesuffix(match.words)
    return before.endswith(("法律服务机构", "组织", "自然人", "申请人情况"))


def _begins(label: str) -> bool:
    if any(words in label for words in REQUEST_HEAD):
        return True
    if "申请" not in label[-16:]:
        return False
    return match_tail(label, _FIRST, fuzzy="数量" in label[-8:]) is not None


def _place(text: str, table: _Found, named: tuple[str, ...], result: RequestTable) -> None:
    table.rows = [*zip([match for match, _ in table.rows], _without_numbers(table.rows), strict=True)]
    runs = [run for _, run in table.rows]
    begin = usual_begin([(run, _COLUMNS) for match, run in table.rows if match is not None])
    fitted = [_fit_row(run, begin) for run in runs]
    keys = _keys(table, fitted, result)
    columns = _settled(named, [values for match, values in zip(keys, fitted, strict=True) if match and values])
    if not columns:
        result.problems.append(("columns_not_told", "the head of the table of requests has its columns in no order"))
        columns = (UNPLACED,) * _COLUMNS
    elif columns != REQUEST_COLUMNS:
        result.problems.append(("columns_reordered", f"the columns of the table of requests are {', '.join(columns)}"))
    short: list[tuple[Match, list[TextCell]]] = []
    seen: set[str] = set()
    for number, (match, run, values) in enumerate(zip(keys, runs, fitted, strict=True)):
        if match is None:
            continue
        if number + 1 < len(runs) and keys[number + 1] is None and _one_line(text, run, runs[number + 1]):
            seen.add(match.key)
            result.problems.append(("columns_not_told", f"the row {match.words} has words among its figures"))
            continue
        if match.key in seen:
            if run.hard:
                result.problems.append(("row_repeated", f"the row {match.words} stands twice in the table of requests"))
            continue
        if values is None and not run.hard:
            continue
        seen.add(match.key)
        if values is None:
            short.append((match, run.hard))
        else:
            for column, cell in zip(columns, values, strict=True):
                result.statements.append(_statement(text, match, column, cell))
    whole = any(values is not None for match, values in zip(keys, fitted, strict=True) if match is not None)
    _place_short(text, short, () if whole else tuple(column for column in columns if column != "total"), result)
    order = {key: at for at, key in enumerate(REQUEST_ROWS)}
    result.statements.sort(key=lambda statement: (order[statement.key], statement.start))
    old, new = bool(seen & set(REQUEST_ROWS_2019)), bool(seen & set(REQUEST_ROWS_2021))
    result.form = "mixed" if old and new else "2019" if old else "2021" if new else ""
    missing = [key for key in _order(result.form) if key not in seen]
    if missing:
        result.problems.append(("rows_not_found", f"rows of the table of requests not found: {', '.join(missing)}"))


def _without_numbers(rows: Sequence[tuple[Match | None, Run]]) -> list[Run]:
    """The runs without the numbers of rows, which flattened tables print before each label, so behind the figures of
    the row before: all rows counted through, or each label's own number in the form's lists."""
    runs = [run for _, run in rows]
    known = [at for at, (match, run) in enumerate(rows) if match is not None and run.hard]
    pairs = [(at, below) for at, below in pairwise(known) if below == at + 1]
    lasts = {at: runs[at].hard[-1] for at in known}
    counted = [
        int(lasts[below].number) - int(lasts[at].number)
        for at, below in pairs[:-1]
        if lasts[at].number.isdecimal() and lasts[below].number.isdecimal()
    ]
    drop: set[int] = set()
    if len(counted) >= _LEAST_NUMBERED and counted.count(1) * 10 >= 9 * (len(pairs) - 1):
        drop = set(known[:-1])
    else:
        listed = [(at, _LIST_NUMBERS.get(match.key, 0)) for at, below in pairs if (match := rows[below][0]) is not None]
        listed = [(at, number) for at, number in listed if number > 1]
        if len(listed) >= _LEAST_NUMBERED and all(lasts[at].number == str(number) for at, number in listed):
            drop = {at for at, _ in listed}
    return leave_out(runs, {at: lasts[at] for at in drop})


def _one_line(text: str, run: Run, following: Run) -> bool:
    """Whether two runs stand on one line: words in a cell (见附件) part the figures of a row."""
    return "\n" not in text[run.values[0].start : following.values[0].start]


def _settled(named: tuple[str, ...], rows: Sequence[Sequence[TextCell]]) -> tuple[str, ...]:
    """The order named, but for 总计 where the sums of the rows put it elsewhere: a head's cells slip, its sums do not.

    The order named stays where no other suits every row, and where fewer than two rows would tell.
    """
    if not named:
        return ()
    bodies = tuple(column for column in named if column != "total")
    for order in (named, (*bodies, "total"), ("total", *bodies)):
        at = order.index("total")
        turned = [[*values[:at], *values[at + 1 :], values[at]] for values in rows]
        stated = [values for values in turned if amount(values[-1])]
        if (order == named or len(stated) > 1) and all(_adds_up(values) for values in stated):
            return order
    return named


def _order(form: str) -> tuple[str, ...]:
    if form in ("2019", "2021"):
        return _ORDERS[form == "2021"]
    return tuple(key for key in REQUEST_ROWS if not key.startswith("other_"))


def _fit_row(run: Run, begin: Begin | None) -> list[TextCell] | None:
    values = fit(run, _COLUMNS, begin)
    hard = run.hard
    if values is None and len(hard) == _COLUMNS + 1 and _adds_up(hard[:_COLUMNS]):
        # A page number that stands alone on its line follows the last cell before the page's end.
        return hard[:_COLUMNS]
    return values


def _keys(table: _Found, fitted: list[list[TextCell] | None], result: RequestTable) -> list[Match | None]:
    """The rows' keys: by label, or, for whole rows whose label is beyond reading, by their place between two others."""
    keys = [match for match, _ in table.rows]
    known = [at for at, match in enumerate(keys) if match is not None]
    for before, after in pairwise(known):
        between = [at for at in range(before + 1, after) if fitted[at] is not None and table.rows[at][1].hard]
        above, below = keys[before], keys[after]
        if not between or above is None or below is None:
            continue
        for order in _ORDERS:
            if above.key not in order or below.key not in order:
                continue
            missing = order[order.index(above.key) + 1 : order.index(below.key)]
            if len(missing) == len(between):
                for at, key in zip(between, missing, strict=True):
                    words = squeeze_label(table.rows[at][1].label)[-20:]
                    keys[at] = Match(key, words, len(words))
                    result.problems.append(("row_told_by_place", f"the row {words!r} is read as {key} by its place"))
                break
    return keys


def _place_short(
    text: str, rows: list[tuple[Match, list[TextCell]]], applicants: Sequence[str], result: RequestTable
) -> None:
    """Rows that print fewer values than there are columns: blank cells left no trace, or cells are merged or lost.

    Where the last value of every such row is the sum of those before it, it is the total. Where no row of the table is
    whole and all have six values that do not add up, the column of totals is left out and they are the `applicants`
    (none are given where some row is whole). Nothing else is certain.
    """
    if not rows:
        return
    totals = all(len(values) >= 2 and _adds_up(values) for _, values in rows)
    placed = not totals and bool(applicants) and all(len(values) == len(applicants) for _, values in rows)
    for match, values in rows:
        columns = list(applicants) if placed else [UNPLACED] * len(values)
        if totals:
            columns[-1] = "total"
        for column, cell in zip(columns, values, strict=True):
            result.statements.append(_statement(text, match, column, cell))
    how = (
        "the last is the sum of the others and read as the total"
        if totals
        else "read as the six applicants without a total"
        if placed
        else "their columns cannot be told"
    )
    result.problems.append(
        ("columns_not_told", f"{len(rows)} rows of the table of requests have fewer than {_COLUMNS} values; {how}")
    )


def _adds_up(values: Sequence[TextCell]) -> bool:
    *parts, total = (amount(cell) for cell in values)
    return total == sum((part or Decimal(0) for part in parts), Decimal(0))


def _statement(text: str, match: Match, column: str, cell: TextCell) -> Statement:
    return state(text, cell, match.key, "table_b", Cell(match.key, column), unit="item", cue=match.words)
