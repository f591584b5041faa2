"""Excel workbooks (.xls, .xlsx) and WPS Office's .et, which is an .xls, to lines: each sheet's name and its rows.

python-calamine reads the cells; it does not read number formats, so numbers are printed as whole or as short as they
are and dates as dates. A cell merged over others is said once, where it begins. Runs in a process of its own (aside).
"""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from crawler.extract.lines import Block, tidy
from crawler.extract.packs import DAMAGE, check_pack, check_parts, open_pack
from crawler.extract.tables import Cell, Table
from crawler.extract.unread import BrokenDocument, UnfoldsTooFar, UnreadDocument

MOST_SHEETS = 60
#: Of one sheet, its empty cells included: calamine lays a sheet out whole, so a far cell costs its whole rectangle.
MOST_CELLS = 2_000_000
_MOST_LINES = 100_000
_MOST_COLUMNS = 400


def read_spreadsheet(body: bytes, name: str = "") -> tuple[list[Block], tuple[str, ...]]:
    """The lines of a workbook and flags: `sheets:N` for more than one with text, `hidden_sheets` for sheets left out
    because the workbook hides them, `rows_cut`.

    Raises UnreadDocument for an encrypted workbook, UnfoldsTooFar and BrokenDocument.
    """
    if body.startswith(b"PK"):
        _check(body)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(body)) as workbook:
            return _read(workbook)
    except PasswordError:
        raise UnreadDocument("encrypted workbook", name) from None
    except (CalamineError, ValueError, OSError) as error:
        if isinstance(error, UnfoldsTooFar):
            raise
        raise BrokenDocument(f"the workbook cannot be read: {error}") from None


def _check(body: bytes) -> None:
    try:
        with open_pack(body) as archive:
            check_pack(archive)
            check_parts(archive)
    except (UnfoldsTooFar, BrokenDocument):
        raise
    except DAMAGE as error:
        raise BrokenDocument(f"the workbook cannot be unpacked: {error}") from None


def _read(workbook: CalamineWorkbook) -> tuple[list[Block], tuple[str, ...]]:
    found: list[tuple[str, list[Block]]] = []
    flags: list[str] = []
    for about in workbook.sheets_metadata[:MOST_SHEETS]:
        if about.visible is not SheetVisibleEnum.Visible:
            flags.append("hidden_sheets")
            continue
        try:
            sheet = workbook.get_sheet_by_name(about.name)
        except CalamineError:
            # A chart, or a sheet of macros.
            continue
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise UnfoldsTooFar(f"the sheet {about.name} spans {sheet.total_height} by {sheet.total_width} cells")
        lines = _lines(sheet, len(found) + 1)
        if len(lines) >= _MOST_LINES:
            flags.append("rows_cut")
        if lines:
            found.append((about.name, lines))
    if len(found) > 1:
        flags.append(f"sheets:{len(found)}")
    blocks: list[Block] = []
    for title, lines in found:
        # A lone sheet is the document; its name is mostly Sheet1.
        blocks += ([Block(tidy(title))] if len(found) > 1 else []) + lines
    return blocks, tuple(dict.fromkeys(flags))


def _lines(sheet: Any, sheet_number: int) -> list[Block]:
    merged = sheet.merged_cell_ranges or []
    covered = _covered(merged)
    spans = {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in merged}
    lines: list[Block] = []
    # Tables of one workbook are told apart by the row they begin in and their sheet.
    table = Table()
    for number, row in enumerate(sheet.to_python(skip_empty_area=False)):
        if len(lines) + len(table.rows) >= _MOST_LINES:
            break
        cells = [
            (tidy(print_cell(value)), column)
            for column, value in enumerate(row[:_MOST_COLUMNS])
            if (number, column) not in covered
        ]
        while cells and not cells[-1][0]:
            cells.pop()
        shown = [cell for cell, _ in cells if cell]
        place = f"sheet[{sheet_number}] > row[{number + 1}]"
        if len(shown) > 1 or (shown and table.rows and cells[0][0] == ""):
            if not table.rows:
                table.number = sheet_number * _MOST_LINES + number
            table.open_row(place)
            for cell, column in cells:
                rows, columns = spans.get((number, column), (1, 1))
                table.open_cell(Cell([], rows, columns, column))
                if cell:
                    table.sink.append(Block(cell, place=place))
        elif shown:
            # A title or a note beside the table, laid over its whole width.
            lines += table.lines()
            table = Table()
            lines.append(Block(shown[0], place=place))
    return lines + table.lines()


def _covered(merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> set[tuple[int, int]]:
    """Cells that lie under a merged one and are said with it."""
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in merged:
        for row in range(top, min(bottom, top + 2_000) + 1):
            covered.update((row, column) for column in range(left, min(right, _MOST_COLUMNS) + 1))
        covered.discard((top, left))
        if len(covered) > MOST_CELLS:
            raise UnfoldsTooFar("the sheet merges more cells than any form has")
    return covered


def print_cell(value: Any) -> str:
    """A cell's value as a reader sees it: 16 and not 16.0, 2.5 and not 2.50000001, 2024-01-31 and not its number."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Excel shows fifteen digits; what lies beyond is the binary fraction's.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return str(value)
