"""Printed pages to lines of text: rows of tables as rows, paragraphs whole, running heads and page numbers gone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crawler.extract.grids import Grid, GridCell, find_grids
from crawler.extract.lines import Block, is_cjk, tidy
from crawler.extract.paragraphs import Margins, PrintedLine, join, measure, paragraphs
from crawler.extract.printed import Glyph, Sheet
from crawler.extract.running_heads import find_running
from crawler.extract.tables import Cell, Table

_DIGITS = re.compile(r"[0-9０-９.,．，]+")
_LAST_DIGITS = re.compile(r"[0-9０-９.,．，]*[件条次人个元万]{0,2}")
#: What both margins of a cell take in points: Word's are 5.4 each.
_CELL_MARGINS = 12.0


@dataclass(slots=True)
class _Drawn:
    """A table on a sheet: its grid and, for each cell, the paragraphs in it."""

    grid: Grid
    texts: list[list[str]]
    sheet: int


@dataclass(slots=True)
class _Flow:
    """What a sheet shows from the top down."""

    sheet: Sheet
    items: list[PrintedLine | _Drawn] = field(default_factory=list)

    def lines(self) -> list[PrintedLine]:
        return [item for item in self.items if isinstance(item, PrintedLine)]


def set_pages(sheets: Sequence[Sheet]) -> list[Block]:
    """The paragraphs and table rows of a document's pages, in reading order."""
    flows = [_flow(sheet, number) for number, sheet in enumerate(sheets)]
    running = find_running(
        [
            (flow.sheet.height, [item if isinstance(item, PrintedLine) else None for item in flow.items])
            for flow in flows
        ]
    )
    for flow in flows:
        flow.items = [item for item in flow.items if id(item) not in running]
    margins = _margins(flows)
    pages = [f"page {sheet.number or place}" for place, sheet in enumerate(sheets, start=1)]
    blocks: list[Block] = []
    run: list[PrintedLine] = []
    tables: list[_Drawn] = []
    for flow in flows:
        for item in flow.items:
            if isinstance(item, PrintedLine):
                _close_tables(tables, pages, blocks)
                run.append(item)
            else:
                _close_run(run, margins, pages, blocks)
                if tables and not _goes_on(tables[-1], item):
                    _close_tables(tables, pages, blocks)
                tables.append(item)
    _close_run(run, margins, pages, blocks)
    _close_tables(tables, pages, blocks)
    return blocks


def _flow(sheet: Sheet, number: int) -> _Flow:
    grids = find_grids(sheet.rules)
    outside: list[Glyph] = []
    inside: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in sheet.glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.base - 0.3 * glyph.size
        place = next(
            (
                (index, cell)
                for index, grid in enumerate(grids)
                if grid.top <= y <= grid.bottom and (cell := grid.cell_at(x, y)) is not None
            ),
            None,
        )
        (outside if place is None else inside.setdefault(place, [])).append(glyph)
    flow = _Flow(sheet)
    placed: list[tuple[float, PrintedLine | _Drawn]] = [(line.base, line) for line in _lines(outside, number)]
    for index, grid in enumerate(grids):
        cells = enumerate(grid.cells)
        texts = [_cell_text(_lines(inside.get((index, at), []), number), cell) for at, cell in cells]
        if any(texts):
            placed.append((grid.top, _Drawn(grid, texts, number)))
    flow.items = [item for _, item in sorted(placed, key=lambda pair: pair[0])]
    return flow


def _cell_text(lines: list[PrintedLine], cell: GridCell) -> list[str]:
    if len(lines) < 2:
        return [line.text for line in lines]
    if _is_one_figure(lines, cell):
        return ["".join(line.text for line in lines)]
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    return join(lines, Margins(left, max(right, cell.right - (left - cell.left)), 2 * lines[0].size))


def _is_one_figure(lines: list[PrintedLine], cell: GridCell) -> bool:
    """Whether lines of digits are one figure wider than its column: office programs break it where no digit more has
    room. Figures that stand below each other leave room beside them, and none of several digits begins with a nought.
    """
    if not all(_DIGITS.fullmatch(line.text) for line in lines[:-1]) or not _LAST_DIGITS.fullmatch(lines[-1].text):
        return False
    if lines[0].text in ("0", "０"):
        return False
    for line in lines[:-1]:
        digit = (line.right - line.left) / len(line.text)
        if cell.right - cell.left - (line.right - line.left) > digit + _CELL_MARGINS:
            return False
    return True


def _lines(glyphs: Iterable[Glyph], sheet: int) -> list[PrintedLine]:
    """Characters to lines: what stands on one baseline, from the left."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if rows and glyph.base - rows[-1][0].base <= 0.4 * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    found = (_line(sorted(row, key=lambda glyph: glyph.left), sheet) for row in rows)
    return [line for line in found if line is not None]


def _line(row: list[Glyph], sheet: int) -> PrintedLine | None:
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in row:
        if last is not None:
            size = max(glyph.size, last.size)
            # Bold made by printing twice, a hair apart.
            if glyph.text == last.text and abs(glyph.left - last.left) < 0.2 * size:
                continue
            wide = 1.0 if is_cjk(last.text[-1:]) and is_cjk(glyph.text[:1]) else 0.3
            if glyph.left - last.right > wide * size and glyph.text != " " and last.text != " ":
                parts.append(" ")
        parts.append(glyph.text)
        last = glyph
    shown = [glyph for glyph in row if glyph.text.strip()]
    text = tidy("".join(parts))
    if not text or not shown:
        return None
    full = sorted(glyph.right - glyph.left for glyph in shown if len(glyph.text) == 1 and is_cjk(glyph.text))
    size = full[len(full) // 2] if full else 0.85 * max(glyph.size for glyph in shown)
    right = max(glyph.right for glyph in shown)
    return PrintedLine(text, shown[0].left, right, max(glyph.base for glyph in shown), size, sheet)


def _margins(flows: Sequence[_Flow]) -> dict[int, Margins]:
    """Margins by sheet; sheets of one width share theirs, and a turned sheet has its own."""
    margins: dict[int, Margins] = {}
    widths: dict[int, list[int]] = {}
    for number, flow in enumerate(flows):
        widths.setdefault(round(flow.sheet.width / 10), []).append(number)
    for numbers in widths.values():
        lines = [line for number in numbers for line in flows[number].lines()]
        margins.update(dict.fromkeys(numbers, measure(lines, flows[numbers[0]].sheet.width)))
    return margins


def _close_run(run: list[PrintedLine], margins: dict[int, Margins], pages: Sequence[str], blocks: list[Block]) -> None:
    start = 0
    for number in range(1, len(run) + 1):
        # Sheets of another width are set anew.
        if number == len(run) or margins[run[number].sheet] is not margins[run[start].sheet]:
            blocks += [
                Block(text, place=pages[first.sheet])
                for first, text in paragraphs(run[start:number], margins[run[start].sheet])
            ]
            start = number
    run.clear()


def _goes_on(table: _Drawn, below: _Drawn) -> bool:
    """Whether a table is the rest of one that the page's end cut."""
    one, other = table.grid, below.grid
    if table.sheet + 1 != below.sheet:
        return False
    return abs(one.left - other.left) < 6 and abs(one.right - other.right) < 6


def _close_tables(tables: list[_Drawn], pages: Sequence[str], blocks: list[Block]) -> None:
    if not tables:
        return
    # The block it begins at tells a table from every other.
    whole = Table(len(blocks) + 1)
    heads = [" ".join(texts) for _, texts in _rows(tables[0])[0]]
    for number, drawn in enumerate(tables):
        rows = _rows(drawn)
        begun = [row[0][0].row for row in rows]
        if number:
            if len(rows) > 1 and any(heads) and [" ".join(texts) for _, texts in rows[0]] == heads:
                rows, begun = rows[1:], begun[1:]
            elif rows:
                _mend_cut(whole, tables[number - 1], rows[0], begun)
        for row in rows:
            whole.open_row(pages[drawn.sheet])
            for cell, texts in row:
                lines = [Block(text, place=pages[drawn.sheet]) for text in texts]
                whole.open_cell(Cell(lines, _rows_of(cell, begun), 1, None, cell.left, cell.right))
    tables.clear()
    blocks += whole.lines()


def _rows_of(cell: GridCell, begun: list[int]) -> int:
    """How many rows a cell spans of those in which cells begin: a line that only some columns have begins none."""
    return max(sum(cell.row <= row < cell.row + cell.rows for row in begun), 1)


def _rows(drawn: _Drawn) -> list[list[tuple[GridCell, list[str]]]]:
    rows: dict[int, list[tuple[GridCell, list[str]]]] = {}
    for cell, texts in zip(drawn.grid.cells, drawn.texts, strict=True):
        rows.setdefault(cell.row, []).append((cell, texts))
    return [rows[number] for number in sorted(rows)]


def _mend_cut(whole: Table, above: _Drawn, first: list[tuple[GridCell, list[str]]], begun: list[int]) -> None:
    """A merged cell that the page's end cut in two is one cell, said where it began.

    Captions merge down, and figures do not: an empty cell behind the words of a row of figures is a blank one, though
    the head above it ended with the page.
    """
    bottom = above.grid.bottom
    figures = any(len(texts) == 1 and _DIGITS.fullmatch(texts[0]) for _, texts in first)
    words = next((cell.left for cell, texts in first if texts), 0.0)
    ended = [
        (cell, texts)
        for cell, texts in zip(above.grid.cells, above.texts, strict=True)
        if abs(cell.bottom - bottom) < 3
    ]
    for cell, texts in list(first):
        if figures and cell.left > words:
            continue
        upper = next(
            (old for old, _ in ended if abs(old.left - cell.left) < 3 and abs(old.right - cell.right) < 3), None
        )
        if upper is None or (texts and any(said for old, said in ended if old is upper)):
            continue
        if max(upper.rows, cell.rows) < 2:
            continue
        _lengthen(whole, above, upper, texts, _rows_of(cell, begun))
        first.remove((cell, texts))


def _lengthen(whole: Table, above: _Drawn, cell: GridCell, texts: list[str], rows_below: int) -> None:
    rows = _rows(above)
    back = next(len(rows) - at for at, row in enumerate(rows) if any(old is cell for old, _ in row))
    place = next(at for at, (old, _) in enumerate(rows[-back]) if old is cell)
    if back <= len(whole.rows) and place < len(whole.rows[-back].cells):
        upper = whole.rows[-back].cells[place]
        upper.rowspan += rows_below
        if texts:
            upper.lines[:] = [Block(text, place=whole.rows[-back].place) for text in texts]
