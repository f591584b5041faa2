"""The tables that ruled lines draw: from lines on a page to cells, merged ones included.

The crossing lines of one drawing cut the plane into small boxes; boxes with no line between them are one cell, and
boxes that are open to the outside are none. So a cell may span rows and columns, and a missing border merges cells
exactly where the eye would.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.extract.printed import Rule

#: Lines nearer than this are one line drawn twice; ends nearer than this to a line meet it.
_SNAP = 2.5
_SHORTEST = 4.0
#: No form has more. Beyond, the drawing is a picture, and the page's text is read without a grid.
MOST_RULES = 6_000
_MOST_BOXES = 40_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its box in points and how many of the table's rows it spans."""

    row: int
    left: float
    top: float
    right: float
    bottom: float
    rows: int


@dataclass(slots=True)
class Grid:
    """One drawn table. `cells` are in reading order: by the row they begin in, then from the left."""

    cells: list[GridCell]
    left: float
    top: float
    right: float
    bottom: float
    _xs: list[float]
    _ys: list[float]
    _places: dict[tuple[int, int], int]

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell that holds a point, None outside of all."""
        return self._places.get((bisect_right(self._xs, x) - 1, bisect_right(self._ys, y) - 1))


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """The tables on a page, from the top down. Frames around one text are no tables and are left out."""
    if not 4 <= len(rules) <= MOST_RULES:
        return []
    lines = [*_merged(rule for rule in rules if rule.level), *_merged(rule for rule in rules if not rule.level)]
    grids = [grid for group in _groups(lines) if (grid := _grid(group)) is not None]
    return sorted(grids, key=lambda grid: (grid.top, grid.left))


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines of one direction, those at one height put at the same height and touching pieces joined."""
    pieces = sorted(rules, key=lambda rule: rule.at)
    merged: list[Rule] = []
    start = 0
    for number in range(1, len(pieces) + 1):
        if number < len(pieces) and pieces[number].at - pieces[number - 1].at <= _SNAP:
            continue
        cluster = sorted(pieces[start:number], key=lambda rule: rule.start)
        start = number
        at = sum(rule.at for rule in cluster) / len(cluster)
        first = len(merged)
        for rule in cluster:
            if len(merged) > first and rule.start <= merged[-1].end + _SNAP:
                merged[-1].end = max(merged[-1].end, rule.end)
            else:
                merged.append(Rule(rule.level, at, rule.start, rule.end))
    return [rule for rule in merged if rule.end - rule.start >= _SHORTEST]


def _groups(lines: list[Rule]) -> list[list[Rule]]:
    """Lines that cross or touch, together: one group a drawing."""
    level = sorted((line for line in lines if line.level), key=lambda line: line.at)
    heights = [line.at for line in level]
    parents = {id(line): line for line in lines}

    def root(line: Rule) -> Rule:
        while parents[id(line)] is not line:
            parents[id(line)] = parents[id(parents[id(line)])]
            line = parents[id(line)]
        return line

    for upright in lines:
        if upright.level:
            continue
        first = bisect_right(heights, upright.start - 2 * _SNAP)
        last = bisect_right(heights, upright.end + 2 * _SNAP)
        for line in level[first:last]:
            if line.start - 2 * _SNAP <= upright.at <= line.end + 2 * _SNAP:
                parents[id(root(upright))] = root(line)
    groups: dict[int, list[Rule]] = {}
    for line in lines:
        groups.setdefault(id(root(line)), []).append(line)
    return list(groups.values())


def _grid(lines: list[Rule]) -> Grid | None:
    lines = _closed(lines)
    xs = sorted({line.at for line in lines if not line.level})
    ys = sorted({line.at for line in lines if line.level})
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows < 2 or columns * rows > _MOST_BOXES:
        return None
    boxes = _Boxes(columns, rows)
    for column in range(columns + 1):
        spans = [(line.start, line.end) for line in lines if not line.level and line.at == xs[column]]
        for row in range(rows):
            if not _covered(spans, (ys[row] + ys[row + 1]) / 2):
                boxes.join((column - 1, row), (column, row))
    for row in range(rows + 1):
        spans = [(line.start, line.end) for line in lines if line.level and line.at == ys[row]]
        for column in range(columns):
            if not _covered(spans, (xs[column] + xs[column + 1]) / 2):
                boxes.join((column, row - 1), (column, row))
    regions = boxes.closed()
    if len(regions) < 2:
        return None
    cells: list[GridCell] = []
    places: dict[tuple[int, int], int] = {}
    for region in sorted(regions, key=lambda region: (min(row for _, row in region), min(region))):
        low, high = min(column for column, _ in region), max(column for column, _ in region)
        first, last = min(row for _, row in region), max(row for _, row in region)
        places.update(dict.fromkeys(region, len(cells)))
        cells.append(GridCell(first, xs[low], ys[first], xs[high + 1], ys[last + 1], last - first + 1))
    return Grid(cells, xs[0], ys[0], xs[-1], ys[-1], xs, ys, places)


def _closed(lines: list[Rule]) -> list[Rule]:
    """The lines, with the outline closed where two of them or more run out to it.

    A table cut by the page's end has no line there (observed in WPS Office's PDF), and many are open at the sides.
    """
    closed = list(lines)
    for level in (True, False):
        across = [line for line in lines if line.level is not level]
        along = [line.at for line in lines if line.level is level]
        for end in (False, True):
            reach = [line.end if end else line.start for line in across]
            outer = (max if end else min)(reach, default=0.0)
            there = [line.at for line, at in zip(across, reach, strict=True) if abs(at - outer) <= 2 * _SNAP]
            if len(there) < 2:
                continue
            # A line that is nearly there is the outline, and is only too short.
            at = min(along, key=lambda known: abs(known - outer), default=outer)
            closed.append(Rule(level, at if abs(at - outer) <= 2 * _SNAP else outer, min(there), max(there)))
    return closed


def _covered(spans: list[tuple[float, float]], at: float) -> bool:
    return any(start <= at <= end for start, end in spans)


class _Boxes:
    """Boxes between the lines, joined where no line parts them. Everything outside is one more box."""

    def __init__(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self._parents = list(range(columns * rows + 1))

    def _number(self, box: tuple[int, int]) -> int:
        column, row = box
        inside = 0 <= column < self._columns and 0 <= row < self._rows
        return row * self._columns + column if inside else self._columns * self._rows

    def _root(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def join(self, one: tuple[int, int], other: tuple[int, int]) -> None:
        self._parents[self._root(self._number(one))] = self._root(self._number(other))

    def closed(self) -> list[list[tuple[int, int]]]:
        """The regions that lines close in on every side."""
        outside = self._root(self._columns * self._rows)
        regions: dict[int, list[tuple[int, int]]] = {}
        for number in range(self._columns * self._rows):
            if (root := self._root(number)) != outside:
                regions.setdefault(root, []).append((number % self._columns, number // self._columns))
        return list(regions.values())
