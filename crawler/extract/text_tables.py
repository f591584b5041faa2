"""The tables of a clean text: every cell with its place in the table and in the text, ready for export."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crawler.extract.lines import Block, join_cells


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell; a merged one is said once, where it begins. `text` is `clean.text[start:end]`, and a blank cell is the
    place between its separators (start == end). Rows and columns count from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of data in a clean text, its cells in reading order. `place` is where its first row stands in the source.

    Tables that only place what stands in them are none (crawler.extract.tables says how those are told).
    """

    cells: tuple[TableCell, ...]
    place: str = ""

    @property
    def rows(self) -> int:
        """How many rows it has, those without a cell of their own included."""
        return max((cell.row + cell.rowspan for cell in self.cells), default=0)

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return max((cell.column + cell.colspan for cell in self.cells), default=0)


def to_rows(table: TextTable, *, repeat: bool = False) -> Iterator[tuple[str, ...]]:
    """The table as a rectangle, row by row: each row has as many texts as the table has columns.

    The places under a merged cell are blank, or with `repeat` say what it says. Only one row is held at a time, so a
    table whose spans claim a vast area costs no more than its width.
    """
    width, height = table.columns, table.rows
    waiting = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    reaching: list[TableCell] = []
    at = 0
    for row in range(height):
        reaching = [cell for cell in reaching if cell.row + cell.rowspan > row]
        line = [""] * width
        if repeat:
            for cell in reaching:
                line[cell.column : cell.column + cell.colspan] = [cell.text] * cell.colspan
        while at < len(waiting) and waiting[at].row == row:
            cell = waiting[at]
            at += 1
            span = cell.colspan if repeat else 1
            line[cell.column : cell.column + span] = [cell.text] * span
            if cell.rowspan > 1:
                reaching.append(cell)
        yield tuple(line)


def gather_tables(lines: Sequence[Block], starts: Sequence[int]) -> tuple[TextTable, ...]:
    """The tables among the lines of a text, given where in the text each line begins.

    Where the first rows of a table were the page's own and are gone, its rows count from the first that is left.
    """
    tables: list[TextTable] = []
    cells: list[TableCell] = []
    number, first, place = 0, 0, ""
    for line, start in zip(lines, starts, strict=True):
        if not line.spots:
            continue
        if line.table != number:
            if cells:
                tables.append(TextTable(tuple(cells), place))
            cells, number, first, place = [], line.table, line.spots[0][0], line.place
        offsets = join_cells(line.cells)[1]
        for text, (row, column, rowspan, colspan), offset in zip(line.cells, line.spots, offsets, strict=True):
            at = start + len(line.label) + offset
            cells.append(TableCell(row - first, column, rowspan, colspan, text, at, at + len(text)))
    if cells:
        tables.append(TextTable(tuple(cells), place))
    return tuple(tables)


def moved(table: TextTable, by: int, place: str) -> TextTable:
    """The same table in a text that begins `by` characters earlier."""
    return TextTable(tuple(replace(cell, start=cell.start + by, end=cell.end + by) for cell in table.cells), place)


def table_facts(tables: Sequence[TextTable]) -> list[dict[str, Any]]:
    """Tables in JSON form without their words, which stand in the text: for each cell its row, column, start and end,
    and its spans where it has any."""
    return [
        {
            "rows": table.rows,
            "columns": table.columns,
            "place": table.place,
            "cells": [
                [cell.row, cell.column, cell.start, cell.end]
                + ([cell.rowspan, cell.colspan] if (cell.rowspan, cell.colspan) != (1, 1) else [])
                for cell in table.cells
            ],
        }
        for table in tables
    ]


def tables_of_facts(facts: Sequence[dict[str, Any]], text: str) -> tuple[TextTable, ...]:
    """The tables that `table_facts` described, with their words taken from the text they belong to."""
    return tuple(TextTable(tuple(_cell(text, *cell) for cell in table["cells"]), table["place"]) for table in facts)


def _cell(text: str, row: int, column: int, start: int, end: int, rowspan: int = 1, colspan: int = 1) -> TableCell:
    return TableCell(row, column, rowspan, colspan, text[start:end], start, end)
