"""The sums of the national forms as data: what must equal what, named as reports on them are."""

from dataclasses import dataclass
from typing import Final

from crawler.reading.figures.form_rows import (
    APPLICANTS,
    OUTCOMES,
    REQUEST_COLUMNS,
    REQUEST_ROWS,
    REQUEST_ROWS_2019,
    REQUEST_ROWS_2021,
    REVIEW_COLUMNS,
    REVIEW_GROUPS,
)
from crawler.reading.figures.values import Cell

#: What a check of one report is called, in the order checks are listed.
CHECK_IDS: Final = ("B1", "B2", "B3", "C1", "C2", "C3", "X2", "A1", "X1", "X3")


@dataclass(frozen=True, slots=True)
class Identity:
    """One sum: its name, the column, row or group it stands for, and the cells of its two sides."""

    id: str
    where: str
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]


def request_identities(rows: frozenset[str]) -> tuple[Identity, ...]:
    """B1 and B2 of every column, B3 of every row in table B. `rows` are the rows the table has: which rows are summed
    depends on its form, and a row neither form's table has is not missing."""
    others = [key for key in REQUEST_ROWS_2021 if key in rows] or [key for key in REQUEST_ROWS_2019 if key in rows]
    if set(rows) & set(REQUEST_ROWS_2021):
        others = [*(key for key in REQUEST_ROWS_2019 if key in rows), *REQUEST_ROWS_2021]
    outcomes = (*OUTCOMES, *(others or REQUEST_ROWS_2019))
    sums = [
        Identity(
            "B1",
            column,
            (Cell("received_new", column), Cell("carried_in", column)),
            (Cell("handled_total", column), Cell("carried_out", column)),
        )
        for column in REQUEST_COLUMNS
    ]
    sums += [
        Identity("B2", column, (Cell("handled_total", column),), tuple(Cell(row, column) for row in outcomes))
        for column in REQUEST_COLUMNS
    ]
    sums += [
        Identity("B3", row, (Cell(row, "total"),), tuple(Cell(row, column) for column in APPLICANTS))
        for row in REQUEST_ROWS
        if row in rows
    ]
    return tuple(sums)


def review_identities() -> tuple[Identity, ...]:
    """C1 to C3: the total of each group of table C."""
    return tuple(
        Identity(
            f"C{number}",
            group,
            (Cell(group, "total", group),),
            tuple(Cell(group, column, group) for column in REVIEW_COLUMNS[:-1]),
        )
        for number, group in enumerate(REVIEW_GROUPS, start=1)
    )
