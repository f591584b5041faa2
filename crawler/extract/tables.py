"""Tables while they are read: which of them hold data, and where each cell of those lies.

Layout tables, on which whole pages of the 2000s stand, are taken apart into the lines of their cells; tables that hold
data keep their rows. A table is layout when

- it contains a table: a form holds none, and what holds one holds it to place it;
- it has one column: its rows are paragraphs with a line round them;
- only one cell of each row says anything, and never the first: it sets a signature to the right;
- one cell has more than 60 % of its text: that cell is the page's body and the others are its columns and heads. A form
  with one long answer is told from it by its other rows: two or more that are filled in two cells or more, and an
  answer of a few paragraphs at most.
"""

from bisect import bisect_left
from dataclasses import dataclass, field

from crawler.extract.lines import Block, close_up, join_cells, visible

_LAYOUT_SHARE = 0.6
_MOST_PARAGRAPHS_OF_AN_ANSWER = 3
_LEAST_OTHER_ROWS = 2
#: Edges of cells nearer than this share of the table's width are one: some 5 points, a fifth of the narrowest column.
_SNAP_SHARE = 0.012
#: HTML's own bound on colspan.
_MOST_SPAN = 1_000
#: Beyond this many places looked at, spans no longer count: no form has as many.
_MOST_PLACES = 2_000_000


@dataclass(slots=True)
class Cell:
    """A cell being read: its lines and what is known of its place.

    `column` is None where only order and spans are known, as in HTML. `left` and `right` are its edges in any unit,
    where the source gives edges and not columns. `rowspan` 0 runs to the table's end.
    """

    lines: list[Block] = field(default_factory=list)
    rowspan: int = 1
    colspan: int = 1
    column: int | None = None
    left: float | None = None
    right: float | None = None


@dataclass(slots=True)
class Row:
    """A row being read, and where in the source it stands."""

    cells: list[Cell] = field(default_factory=list)
    place: str = ""
    line: int = 0

    def is_blank(self) -> bool:
        """Whether none of its cells says anything."""
        return not any(cell.lines for cell in self.cells)


@dataclass(slots=True)
class Table:
    """A table being read. `number` tells the tables of one source apart, from 1."""

    number: int = 1
    rows: list[Row] = field(default_factory=list)
    outside: list[Block] = field(default_factory=list)
    in_cell: bool = False
    nests: bool = False

    def open_row(self, place: str = "", line: int = 0) -> None:
        """Begin the next row."""
        self.in_cell = False
        self.rows.append(Row([], place, line))

    def open_cell(self, cell: Cell | None = None) -> None:
        """Begin the next cell of the row."""
        if not self.rows:
            self.rows.append(Row())
        self.rows[-1].cells.append(cell or Cell())
        self.in_cell = True

    def cell_above(self, left: float) -> Cell | None:
        """The cell in an earlier row, the nearest, that begins at the edge `left` (or in the column, without edges)."""
        for row in reversed(self.rows[:-1]):
            for cell in row.cells:
                edge = cell.column if cell.left is None else cell.left
                if edge is not None and abs(edge - left) < 1:
                    return cell
        return None

    @property
    def sink(self) -> list[Block]:
        """Where lines that come now belong."""
        return self.rows[-1].cells[-1].lines if self.in_cell else self.outside

    def lines(self) -> list[Block]:
        """What the table says: rows if it holds data, the lines of its cells if it only places them."""
        if self.is_layout():
            return self.outside + [line for row in self.rows for cell in row.cells for line in cell.lines]
        spots = _spots(self.rows)
        return self.outside + [
            _row(row, self.number, tuple(spots[id(cell)] for cell in row.cells))
            for row in self.rows
            if not row.is_blank()
        ]

    def is_layout(self) -> bool:
        """Whether the table only places what stands in it (the module says by which reasons)."""
        if self.nests or max((len(row.cells) for row in self.rows), default=0) < 2:
            return True
        if not any(
            row.cells[0].lines or sum(bool(cell.lines) for cell in row.cells) > 1 for row in self.rows if row.cells
        ):
            return True
        sizes = [(sum(visible(line.text) for line in cell.lines), cell) for row in self.rows for cell in row.cells]
        most, largest = max(sizes, key=lambda pair: pair[0])
        if most <= _LAYOUT_SHARE * sum(size for size, _ in sizes):
            return False
        if len(largest.lines) > _MOST_PARAGRAPHS_OF_AN_ANSWER:
            return True
        others = [row for row in self.rows if all(cell is not largest for cell in row.cells)]
        return sum(sum(bool(cell.lines) for cell in row.cells) > 1 for row in others) < _LEAST_OTHER_ROWS


def _row(row: Row, number: int, spots: tuple[tuple[int, int, int, int], ...]) -> Block:
    texts = tuple(_text(cell) for cell in row.cells)
    linked = sum(line.linked for cell in row.cells for line in cell.lines)
    first = next((line for cell in row.cells for line in cell.lines), None)
    place, line = (row.place, row.line) if row.place or first is None else (first.place, first.line)
    return Block(join_cells(texts)[0], texts, linked, place, line, "", number, spots)


def _text(cell: Cell) -> str:
    """The paragraphs of one cell on one line; those of Chinese text close up, as the cell only broke them to fit."""
    text = ""
    for line in cell.lines:
        text = close_up(text, line.shown)
    return text


def _spots(rows: list[Row]) -> dict[int, tuple[int, int, int, int]]:
    """Row, column and spans of every cell, by the cell's id."""
    cells = [cell for row in rows for cell in row.cells]
    if cells and all(cell.left is not None and cell.right is not None for cell in cells):
        _columns_of_edges(cells)
    spots: dict[int, tuple[int, int, int, int]] = {}
    taken: list[int] = []
    places = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            rowspan = len(rows) - number if cell.rowspan < 1 else min(cell.rowspan, len(rows) - number)
            colspan = max(1, min(cell.colspan, _MOST_SPAN)) if places < _MOST_PLACES else 1
            if cell.column is not None:
                column = cell.column
            else:
                while column < len(taken) and taken[column] > number and places < _MOST_PLACES:
                    column += 1
                    places += 1
            if column + colspan > len(taken):
                taken += [0] * (column + colspan - len(taken))
            taken[column : column + colspan] = [number + rowspan] * colspan
            spots[id(cell)] = number, column, rowspan, colspan
            column += colspan
            places += colspan
    return spots


def _columns_of_edges(cells: list[Cell]) -> None:
    """Columns for cells known by their edges: every edge of any row is one of the table's."""
    edges = sorted({edge for cell in cells for edge in (cell.left or 0.0, cell.right or 0.0)})
    snap = _SNAP_SHARE * (edges[-1] - edges[0])
    known: list[float] = []
    for edge in edges:
        if not known or edge - known[-1] > snap:
            known.append(edge)
    for cell in cells:
        first = bisect_left(known, (cell.left or 0.0) - snap)
        last = bisect_left(known, (cell.right or 0.0) - snap)
        cell.column, cell.colspan = min(first, len(known) - 1), max(1, last - first)
