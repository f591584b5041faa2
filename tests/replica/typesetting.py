"""A report set in type as an office program prints it: A4, first lines set in, tables ruled, pages numbered.

What .pdf and .ofd files are written from. Lengths are points from the upper left corner of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.replica.county import Block, Cell, Paragraph, Table

WIDTH, HEIGHT = 595.0, 842.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 85.0, 85.0 + 26 * 16.0, 96.0, 760.0
_SIZE, _LEADING = 16.0, 28.0
_CELL_SIZE, _CELL_LEADING, _CELL_PAD = 10.0, 13.0, 4.0
_NOT_FIRST = "，。、；：？！）》」』】〕”’…%％"


@dataclass
class Sheet:
    """One page: runs of text as (left, baseline, size, text) and lines as (x1, y1, x2, y2)."""

    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)


def text_width(text: str, size: float) -> float:
    """Latin letters and digits take half the room of a Chinese character."""
    return sum(size / 2 if character.isascii() else size for character in text)


def set_type(blocks: Sequence[Block], *, header: str = "", numbered: bool = True) -> list[Sheet]:
    """The pages of a document. `header` stands at the head of every page but the first, page numbers at the foot."""
    press = _Press()
    title = next((block.text for block in blocks if isinstance(block, Paragraph) and block.text.strip()), "")
    for block in blocks:
        if isinstance(block, Table):
            press.table(block)
        else:
            press.paragraph(block.text, centred=block.text == title and len(title) < 40 and not title.endswith("。"))
    for number, sheet in enumerate(press.sheets, start=1):
        if header and number > 1:
            sheet.texts.append((_LEFT, 60.0, 9.0, header))
        if numbered:
            sheet.texts.append((280.0, 800.0, 14.0, f"— {number} —"))
    return press.sheets


class _Press:
    def __init__(self) -> None:
        self.sheets = [Sheet()]
        self._y = _TOP

    def _turn(self) -> None:
        self.sheets.append(Sheet())
        self._y = _TOP

    def paragraph(self, text: str, *, centred: bool) -> None:
        text = text.strip(" 　\t")
        if not text:
            return
        room = _RIGHT - _LEFT
        indent = 0.0 if centred else 2 * _SIZE
        for number, line in enumerate(_wrapped(text, room, _SIZE, indent)):
            if self._y > _BOTTOM:
                self._turn()
            self._y += _LEADING
            left = _LEFT + (indent if number == 0 else 0.0)
            if centred:
                left = _LEFT + (room - text_width(line, _SIZE)) / 2
            self.sheets[-1].texts.append((left, self._y, _SIZE, line))

    def table(self, table: Table) -> None:
        placed, columns = place_cells(table)
        widths = _widths(placed, columns)
        edges = [_LEFT + sum(widths[:number]) for number in range(columns + 1)]
        heights = [_CELL_LEADING + 2 * _CELL_PAD] * len(table.rows)
        for row, column, cell in placed:
            lines = _wrapped(cell.text, edges[column + cell.colspan] - edges[column] - 2 * _CELL_PAD, _CELL_SIZE, 0)
            high = len(lines) * _CELL_LEADING + 2 * _CELL_PAD
            if cell.rowspan == 1:
                heights[row] = max(heights[row], high)
        self._y += 8
        start = 0
        while start < len(heights):
            end, high = start, 0.0
            while end < len(heights) and (end == start or self._y + high + heights[end] <= _BOTTOM + 20):
                high += heights[end]
                end += 1
            if end == start + 1 and self._y > _TOP and self._y + high > _BOTTOM + 20:
                self._turn()
                continue
            self._rows(placed, edges, heights, start, end)
            self._y += high
            start = end
            if start < len(heights):
                self._turn()
        self._y += 8

    def _rows(
        self,
        placed: list[tuple[int, int, Cell]],
        edges: list[float],
        heights: list[float],
        start: int,
        end: int,
    ) -> None:
        """The rows of a table that this page has room for; a merged cell that goes on is drawn open and goes on."""
        sheet = self.sheets[-1]
        for row, column, cell in placed:
            first, last = max(row, start), min(row + cell.rowspan, end)
            if first >= last:
                continue
            left, right = edges[column], edges[column + cell.colspan]
            top = self._y + sum(heights[start:first])
            bottom = self._y + sum(heights[start:last])
            for line in ((left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom)):
                sheet.lines.append(line)
            sheet.lines.append((right, top, right, bottom))
            if row < start:
                continue
            lines = _wrapped(cell.text, right - left - 2 * _CELL_PAD, _CELL_SIZE, 0)
            y = (top + bottom) / 2 - len(lines) * _CELL_LEADING / 2 + _CELL_SIZE
            for number, text in enumerate(lines):
                if text:
                    sheet.texts.append((left + _CELL_PAD, y + number * _CELL_LEADING, _CELL_SIZE, text))


def place_cells(table: Table) -> tuple[list[tuple[int, int, Cell]], int]:
    """Row, column and cell of each cell, columns counted under spans, and how many columns there are."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            placed.append((row, column, cell))
            taken |= {(row + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)}
    return placed, 1 + max(column for _, column in taken)


def _widths(placed: list[tuple[int, int, Cell]], columns: int) -> list[float]:
    """Room for each column: a character at least, and more for those with long texts."""
    wants = [2 * _CELL_SIZE] * columns
    for _, column, cell in placed:
        if cell.colspan == 1:
            wants[column] = max(wants[column], min(text_width(cell.text, _CELL_SIZE), 12 * _CELL_SIZE))
    scale = (_RIGHT - _LEFT) / sum(wants)
    return [want * scale for want in wants]


def _wrapped(text: str, room: float, size: float, indent: float) -> list[str]:
    """The lines of a paragraph: words whole but for those no line has room for, no mark of punctuation first."""
    lines, line, used = [], "", indent
    for word in _fitting(_words(text), room, size):
        width = text_width(word, size)
        if used + width > room + 0.01 and line:
            lines.append(line)
            line, used = "", 0.0
        line += word
        used += width
    return [*lines, line] if line else lines or [""]


def _fitting(words: list[str], room: float, size: float) -> list[str]:
    """The words, a figure wider than its column in pieces: office programs break it where the column ends."""
    pieces: list[str] = []
    for word in words:
        most = max(int((room + 0.01) / (size / 2)), 1)
        wide = word.isascii() and len(word) > most
        pieces += [word[at : at + most] for at in range(0, len(word), most)] if wide else [word]
    return pieces


def _words(text: str) -> list[str]:
    """Characters by themselves, Latin words and figures whole with the marks inside them."""
    words: list[str] = []
    for character in text:
        runs = words and words[-1][-1].isascii() and character.isascii()
        runs = runs and (
            (character.isalnum() and (words[-1][-1].isalnum() or words[-1][:1].isdigit()))
            or (character in ",." and words[-1][-1].isdigit())
        )
        if words and (runs or character in _NOT_FIRST):
            words[-1] += character
        else:
            words.append(character)
    return words
