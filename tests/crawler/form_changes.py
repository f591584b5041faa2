"""Changes of a form by its tables, its words and its figures: what every mutation of one is made of."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.crawler.printed_forms import request_rows
from tests.crawler.true_forms import Draft, Place, compose
from tests.replica.county import Cell, Table
from tests.replica.typesetting import place_cells

_FIGURE = re.compile(r"\s*(?:[-+]?[0-9０-９.,．]+\s*(?:件|万?元)?|无|[-/\\－]|—{1,2})?\s*")
Mutation = Callable[[Random, Draft], None]
Rows = list[list[Cell]]
#: The keys of the rows of table B.
REQUESTS = {key for form in ("2019", "2021") for key, _ in request_rows(form)}


def each_table(draft: Draft, change: Callable[[Rows, str], Rows]) -> None:
    """Change every table's rows; the second argument tells which it is: disclosures, requests, reviews, annex."""
    for number, table in enumerate(draft.tables()):
        name = "annex" if draft.form == "annex" else ("disclosures", "requests", "reviews")[min(number, 2)]
        rows = change([list(row) for row in table.rows], name)
        draft.replace(table, Table(tuple(tuple(row) for row in rows)))


def each_word(draft: Draft, change: Callable[[str], str]) -> None:
    """Change the words of every cell that is no figure."""

    def words(rows: Rows, _: str) -> Rows:
        return [
            [cell if is_figure(cell.text) else replace(cell, text=change(cell.text)) for cell in row] for row in rows
        ]

    each_table(draft, words)


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure, one with its unit, a mark for none, or nothing; and not words."""
    return _FIGURE.fullmatch(text) is not None


def reprint(draft: Draft, change: Callable[[Place, str], str]) -> None:
    """Print figures another way."""
    draft.printed = {place: change(place, text) for place, text in draft.printed.items()}
    draft.blocks = compose(draft.form, draft.printed, draft.applicants)


def unmerged(rows: Rows, *, repeat: bool) -> Rows:
    """Rows without merged cells: what one said stands in its first piece, or with `repeat` in every one."""
    placed, width = place_cells(Table(tuple(map(tuple, rows))))
    grid = [[Cell("")] * width for _ in rows]
    for row, column, cell in placed:
        for down in range(min(cell.rowspan, len(rows) - row)):
            for right in range(cell.colspan):
                said = repeat and not is_figure(cell.text)
                grid[row + down][column + right] = Cell(cell.text if said or not (down or right) else "")
    return grid
