"""Small real workbooks: .xlsx, and .xls in BIFF8, which is also what WPS Office's .et holds."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from tests.replica.word97 import make_container

#: A cell: a text, a number, or nothing.
Value = str | float | None
Merge = tuple[tuple[int, int], tuple[int, int]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_xlsx(
    sheets: Mapping[str, Sequence[Sequence[Value]]],
    *,
    merged: Sequence[Merge] = (),
    dates: Sequence[tuple[int, int]] = (),
    hidden: Sequence[str] = (),
) -> bytes:
    """The bytes of an .xlsx. `merged` and `dates` (cells whose number is a day) are those of the first sheet."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if name in hidden else ''}/>"
        for number, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}<Relationship '
        f'Id="rId99" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/>'
        "</cellXfs></styleSheet>",
    }
    for number, rows in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows, merged if number == 1 else (), set(dates))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode())
    return buffer.getvalue()


def _sheet(rows: Sequence[Sequence[Value]], merged: Sequence[Merge], dates: set[tuple[int, int]]) -> str:
    out = []
    for number, row in enumerate(rows):
        cells = "".join(
            _cell(f"{_letters(column)}{number + 1}", value, (number, column) in dates)
            for column, value in enumerate(row)
            if value is not None
        )
        out.append(f'<row r="{number + 1}">{cells}</row>')
    spans = "".join(
        f'<mergeCell ref="{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"/>'
        for (top, left), (bottom, right) in merged
    )
    more = f'<mergeCells count="{len(merged)}">{spans}</mergeCells>' if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(out)}</sheetData>{more}</worksheet>'


def _cell(place: str, value: Value, is_date: bool) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}" s="{int(is_date)}"><v>{value!r}</v></c>'


def _letters(column: int) -> str:
    return ("" if column < 26 else _letters(column // 26 - 1)) + chr(ord("A") + column % 26)


def make_xls(name: str, rows: Sequence[Sequence[Value]], *, merged: Sequence[Merge] = ()) -> bytes:
    """The bytes of an .xls with one sheet."""
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    codepage = _record(0x0042, struct.pack("<H", 1200))
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    end = _record(0x000A, b"")
    start = len(begin) + len(codepage) + 4 + 6 + len(title) + len(end)
    globals_part = begin + codepage + _record(0x0085, struct.pack("<IBB", start, 0, 0) + title) + end
    cells = b"".join(
        _biff_cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None
    )
    width = max(map(len, rows), default=0)
    size = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    spans = b"".join(struct.pack("<HHHH", top, bottom, left, right) for (top, left), (bottom, right) in merged)
    spans = _record(0x00E5, struct.pack("<H", len(merged)) + spans) if merged else b""
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)) + size + cells + spans + end
    return make_container({"Workbook": globals_part + sheet})


def _biff_cell(row: int, column: int, value: Value) -> bytes:
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return _record(0x0204, struct.pack("<HHH", row, column, 0) + text)
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, float(value or 0)))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data
