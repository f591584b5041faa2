"""Excel workbooks (.xls, .xlsx) and WPS Office's .et, which is an .xls, to lines: each sheet's name and its rows.

python-calamine reads the cells; it does not read number formats, so numbers are printed as whole or as short as they
are and dates as dates. A cell merged over others is said once, where it begins. Runs in a process of its own (aside).
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
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
#: A row of one text that is no label of a table: a sentence, a note of the unit, the title of a section.
_PROSE = re.compile(r"[。；：:]|(?:情况|事项|报告|说明)\Z|附(?:件|表)|第.{1,4}页|\A[\d\s—–-]+\Z")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．]")


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


@dataclass(frozen=True, slots=True)
class _SheetRow:
    """A row of a sheet that says something: its cells but for those under a merged one, with their columns."""

    number: int
    place: str
    cells: tuple[tuple[str, int], ...]

    @property
    def shown(self) -> list[str]:
        return [text for text, _ in self.cells if text]


def _lines(sheet: Any, sheet_number: int) -> list[Block]:
    merged = sheet.merged_cell_ranges or []
    covered = _covered(merged)
    spans = {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in merged}
    rows: list[_SheetRow] = []
    for number, row in enumerate(sheet.to_python(skip_empty_area=False)):
        if len(rows) >= _MOST_LINES:
            break
        cells = tuple(
            (tidy(print_cell(value)), column)
            for column, value in enumerate(row[:_MOST_COLUMNS])
            if (number, column) not in covered
        )
        if any(text for text, _ in cells):
            rows.append(_SheetRow(number, f"sheet[{sheet_number}] > row[{number + 1}]", cells))
    lines: list[Block] = []
    table: list[_SheetRow] = []
    for at, one in enumerate(rows):
        if _is_of_table(one, table, rows[at + 1] if at + 1 < len(rows) else None):
            table.append(one)
            continue
        # A title or a note beside the table, laid over its whole width.
        lines += _table_lines(table, spans, sheet_number)
        table = []
        lines.append(Block(one.shown[0], place=one.place))
    return lines + _table_lines(table, spans, sheet_number)


def _is_of_table(row: _SheetRow, table: list[_SheetRow], following: _SheetRow | None) -> bool:
    """Whether a row belongs to the table above it, or begins one: a row of one text does where it only labels cells
    left blank or a block of rows, between rows of the table."""
    if len(row.shown) > 1:
        return True
    if not table:
        return False
    if row.cells[0][0] == "":
        return True
    if table[-1].number != row.number - 1 or _PROSE.search(row.shown[0]):
        return False
    # What ends a table by itself is a signature or a note, unless it is numbered as its rows are.
    between = following is not None and following.number == row.number + 1 and len(following.shown) > 1
    return between or _NUMBERED.match(row.shown[0]) is not None


def _table_lines(
    rows: list[_SheetRow], spans: Mapping[tuple[int, int], tuple[int, int]], sheet_number: int
) -> list[Block]:
    """The lines of a table, whose rows all reach as far as the widest: what ends a row blank is a blank cell."""
    if not rows:
        return []
    width = max(
        column + spans.get((row.number, column), (1, 1))[1] for row in rows for text, column in row.cells if text
    )
    # Tables of one workbook are told apart by the row they begin in and their sheet.
    table = Table(sheet_number * _MOST_LINES + rows[0].number)
    for row in rows:
        table.open_row(row.place)
        for text, column in row.cells:
            if column < width:
                down, across = spans.get((row.number, column), (1, 1))
                table.open_cell(Cell([], down, across, column))
                if text:
                    table.sink.append(Block(text, place=row.place))
    return table.lines()


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
