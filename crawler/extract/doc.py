"""Word 97–2003 .doc (and WPS Office's .wps, the same format) to lines, with table rows and cells.

legacy-doc opens the OLE2 container; the text is put together here, because cells, field codes and the bounds of the
main story are lost in its plain text: page headers, footnotes and text boxes are stories of their own after the main
one and no part of the report.
"""

import bisect
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from legacy_doc import ExtractionOptions, LegacyDocError
from legacy_doc.ole import OleReader

from crawler.extract.doc_lists import read_lists
from crawler.extract.lines import Block, tidy
from crawler.extract.tables import Cell, Table
from crawler.extract.unread import BrokenDocument, UnreadDocument

_MAGIC, _WORD_97 = 0xA5EC, 0x00C1
_ENCRYPTED, _TABLE_ONE = 0x0100, 0x0200
_CCP_TEXT, _FC_CLX, _FC_PAPX = 0x4C, 0x1A2, 0x102
_IN_TABLE, _ROW_END, _LIST, _LIST_LEVEL, _TABLE = 0x2416, 0x2417, 0x460B, 0x260A, 0xD608
#: A paragraph that was taken out of its list keeps no number.
_NO_LIST = (0, 0xF801)
#: Of a cell's flags: it belongs to a vertical merge, and it is the first of one.
_MERGED, _MERGED_FIRST, _MERGED_ACROSS, _CELL_BYTES = 0x20, 0x40, 0x03, 20
_COMPRESSED = 0x40000000
_PAGE = 512
_MOST_BYTES = 64 * 1024 * 1024
_MOST_CHARACTERS = 8_000_000
#: Operand sizes of a property by the top three bits of its code; 6 is variable.
_OPERANDS = (1, 1, 2, 4, 2, 2, 0, 3)
_UNSEEN = dict.fromkeys(map(ord, "\x00\x01\x02\x03\x04\x05\x06\x08\x1f"))
_SEEN_AS = {0x0B: "\n", 0x0C: "\n", 0x0E: "\n", 0x1E: "-"}


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Properties of the paragraph that ends at a file offset. `merged`: which cells of the row that ends here continue
    one above; `beside`: which the one on their left; `edges`: where they begin and end, in twentieths of a point.
    `listed`: its list and level, None where it names none; then its `style` may.
    """

    in_table: bool = False
    row_end: bool = False
    listed: tuple[int, int] | None = None
    style: int = 0
    merged: tuple[bool, ...] = ()
    beside: tuple[bool, ...] = ()
    edges: tuple[int, ...] = ()


_PLAIN = _Paragraph()


def read_doc(body: bytes, name: str = "") -> tuple[list[Block], tuple[str, ...]]:
    """The lines of a .doc with the numbers Word prints before them, and flags: `auto_numbers` where the file does not
    declare the lists its paragraphs are of, so that their numbers are missing.

    Raises BrokenDocument, and UnreadDocument for encrypted files and those of Word before 97.
    """
    try:
        ole = OleReader(body, options=ExtractionOptions(max_file_bytes=_MOST_BYTES))
        word = ole.read_stream("WordDocument")
        magic, version, flags = _u16(word, 0), _u16(word, 2), _u16(word, 0x0A)
        if magic != _MAGIC or version < _WORD_97:
            raise UnreadDocument("doc of Word 95 or older", name)
        if flags & _ENCRYPTED:
            raise UnreadDocument("encrypted doc", name)
        table = ole.read_stream("1Table" if flags & _TABLE_ONE else "0Table")
        text, offsets = _text(word, table)
        paragraphs = _paragraphs(word, table)
        lists = read_lists(word, table)
    except (LegacyDocError, struct.error, MemoryError) as error:
        raise BrokenDocument(f"the .doc cannot be read: {error}") from None
    properties = [paragraphs.at(offset) for offset in offsets]
    missing: list[_Paragraph] = []

    def label(paragraph: _Paragraph) -> str:
        place = lists.styles.get(paragraph.style) if paragraph.listed is None else paragraph.listed
        if place is None or place[0] in _NO_LIST:
            return ""
        found = lists.label(place)
        if found is None:
            missing.append(paragraph)
        return found or ""

    lines = list(_lines(text, properties, paragraphs.known, label))
    return lines, ("auto_numbers",) if missing else ()


def _u16(data: bytes, offset: int) -> int:
    return int(struct.unpack_from("<H", data, offset)[0])


def _u32(data: bytes, offset: int) -> int:
    return int(struct.unpack_from("<I", data, offset)[0])


def _text(word: bytes, table: bytes) -> tuple[str, list[int]]:
    """The main story, field codes gone, and for each paragraph or cell mark in it its offset in the file."""
    length = _u32(word, _CCP_TEXT)
    if not 0 < length <= _MOST_CHARACTERS:
        raise LegacyDocError(f"the main text claims {length} characters")
    pieces: list[str] = []
    marks: list[int] = []
    at = 0
    for start, end, offset, width in _pieces(word, table):
        if start != at or at >= length:
            break
        count = min(end, length) - start
        raw = word[offset : offset + count * width]
        if len(raw) < count * width:
            raise LegacyDocError("the text is cut off")
        piece = raw.decode("cp1252" if width == 1 else "utf-16-le", "replace" if width == 1 else "surrogatepass")
        # A character outside the basic plane fills two places, so marks are counted in the raw units.
        units = tuple(map(ord, piece)) if len(piece) == count else struct.unpack(f"<{count}H", raw)
        marks += [offset + number * width for number, unit in enumerate(units) if unit in (0x0D, 0x07, 0x0C)]
        pieces.append(piece)
        at = min(end, length)
    if at < length:
        raise LegacyDocError("the piece table does not cover the text")
    return "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), marks


def _pieces(word: bytes, table: bytes) -> Iterator[tuple[int, int, int, int]]:
    """First and last character, file offset and bytes per character of each piece of text."""
    start, size = _u32(word, _FC_CLX), _u32(word, _FC_CLX + 4)
    clx = table[start : start + size]
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + _u16(clx, at + 1)
    if at >= len(clx) or clx[at] != 2:
        raise LegacyDocError("the piece table is missing")
    count = (_u32(clx, at + 1) - 4) // 12
    base = at + 5
    for number in range(count):
        first, last = _u32(clx, base + 4 * number), _u32(clx, base + 4 * number + 4)
        place = _u32(clx, base + 4 * (count + 1) + 8 * number + 2)
        if last < first:
            raise LegacyDocError("the piece table runs backwards")
        narrow = bool(place & _COMPRESSED)
        offset = (place & (_COMPRESSED - 1)) // 2 if narrow else place & (_COMPRESSED - 1)
        yield first, last, offset, 1 if narrow else 2


class _Paragraphs:
    """Paragraph properties by file offset. `known` is False for a file that has none: rows are then guessed."""

    def __init__(self, runs: list[tuple[int, int, _Paragraph]]) -> None:
        runs.sort(key=lambda run: run[0])
        self._starts = [run[0] for run in runs]
        self._runs = runs
        self.known = any(run[2].in_table for run in runs)

    def at(self, offset: int) -> _Paragraph:
        number = bisect.bisect_right(self._starts, offset) - 1
        if number < 0 or offset >= self._runs[number][1]:
            return _PLAIN
        return self._runs[number][2]


def _paragraphs(word: bytes, table: bytes) -> _Paragraphs:
    start, size = _u32(word, _FC_PAPX), _u32(word, _FC_PAPX + 4)
    index = table[start : start + size]
    count = (len(index) - 4) // 8
    runs: list[tuple[int, int, _Paragraph]] = []
    for number in range(max(count, 0)):
        at = (_u32(index, 4 * (count + 1) + 4 * number) & 0x3FFFFF) * _PAGE
        page = word[at : at + _PAGE]
        if len(page) == _PAGE:
            runs += _page_runs(page)
    return _Paragraphs(runs)


def _page_runs(page: bytes) -> Iterator[tuple[int, int, _Paragraph]]:
    count = page[-1]
    if 4 * (count + 1) + 13 * count > _PAGE - 1:
        return
    for number in range(count):
        at = page[4 * (count + 1) + 13 * number] * 2
        yield _u32(page, 4 * number), _u32(page, 4 * number + 4), _properties(page, at) if at else _PLAIN


def _properties(page: bytes, at: int) -> _Paragraph:
    size = page[at]
    start = at + 1
    length = 2 * size - 1
    if size == 0:
        start, length = at + 2, 2 * page[at + 1] if at + 1 < _PAGE else 0
    style = _u16(page, start) if start + 2 <= _PAGE else 0
    data = page[start + 2 : min(start + length, _PAGE)]
    values: dict[int, int] = {}
    merged: tuple[bool, ...] = ()
    beside: tuple[bool, ...] = ()
    edges: tuple[int, ...] = ()
    at = 0
    while at + 2 < len(data):
        code = _u16(data, at)
        width = _OPERANDS[code >> 13]
        if not width:
            # Variable: the length byte counts what follows it; a table definition has two of them and counts one less.
            width = _u16(data, at + 2) + 1 if code == _TABLE and at + 4 <= len(data) else data[at + 2] + 1
        if code == _TABLE:
            merged, beside, edges = _cells_of(data[at + 2 : at + 2 + width])
        values[code] = int.from_bytes(data[at + 2 : at + 2 + width], "little")
        at += 2 + width
    listed = (values[_LIST], values.get(_LIST_LEVEL, 0)) if _LIST in values else None
    return _Paragraph(bool(values.get(_IN_TABLE)), bool(values.get(_ROW_END)), listed, style, merged, beside, edges)


def _cells_of(definition: bytes) -> tuple[tuple[bool, ...], tuple[bool, ...], tuple[int, ...]]:
    """Which cells of a row only continue a merged one above, which one on their left, and the edges of all ([MS-DOC]
    TDefTableOperand)."""
    count = definition[2] if len(definition) > 2 else 0
    first = 3 + 2 * (count + 1)
    if len(definition) < first:
        return (), (), ()
    flags = [(definition[first + _CELL_BYTES * number :][:1] or b"\0")[0] for number in range(count)]
    merged = tuple(flag & _MERGED > 0 and not flag & _MERGED_FIRST for flag in flags)
    return (
        merged,
        _continuing([flag & _MERGED_ACROSS for flag in flags]),
        struct.unpack_from(f"<{count + 1}h", definition, 3),
    )


def _continuing(marks: list[int]) -> tuple[bool, ...]:
    """Which cells continue the one on their left, by their two bits of horizontal merging.

    Descriptions of the format differ in which value is the first cell's and which the others'; that which comes first
    in the row after an unmerged cell is.
    """
    found: list[bool] = []
    opening = 0
    for before, mark in zip([0, *marks], marks, strict=False):
        if not before:
            opening = mark
        found.append(bool(mark) and bool(before) and (mark == 1) != (opening == 1))
    return tuple(found)


def _lines(text: str, properties: list[_Paragraph], known: bool, label: Callable[[_Paragraph], str]) -> Iterator[Block]:
    """Lines of the story: each ends at a mark, whose properties say whether it closes a cell or a row, and which
    `label` its list prints before it."""
    marks = iter(properties)
    table: Table | None = None
    tables = paragraphs = 0
    cell: list[Block] = []
    fresh = True
    part: list[str] = []
    for character in text:
        if character not in "\r\x07\x0c":
            part.append(character)
            continue
        mark = next(marks, _PLAIN)
        inside = character == "\x07" or (table is not None and known and mark.in_table)
        paragraphs += not inside
        lines = _tidied("".join(part), "" if inside else f"p[{paragraphs}]")
        if lines:
            lines[0] = replace(lines[0], text=label(mark) + lines[0].text)
        part.clear()
        if character != "\x07":
            if inside:
                cell += lines
                continue
            if table is not None:
                yield from table.lines()
                table = None
            yield from lines
            continue
        if table is None:
            tables += 1
            table, fresh = Table(tables), True
        if mark.row_end or (
            not known and not lines and not cell and not fresh and table.in_cell and table.rows[-1].cells
        ):
            fresh = True
            table.in_cell = False
            _set_row(table, mark)
            continue
        if fresh:
            table.open_row(f"table[{tables}] > tr[{len(table.rows) + 1}]")
            fresh = False
        table.open_cell()
        table.sink.extend(replace(line, place=table.rows[-1].place) for line in cell + lines)
        cell = []
    if table is not None:
        yield from table.lines()
    yield from _tidied("".join(part), f"p[{paragraphs + 1}]")


def _set_row(table: Table, mark: _Paragraph) -> None:
    """Give the cells of the row just read their edges, and leave out the empty ones that only continue a merged one."""
    if not table.rows or len(mark.merged) != len(table.rows[-1].cells):
        return
    kept: list[Cell] = []
    for number, (cell, continues) in enumerate(zip(table.rows[-1].cells, mark.merged, strict=True)):
        cell.left, cell.right = mark.edges[number], mark.edges[number + 1]
        if mark.beside[number] and not cell.lines and kept:
            kept[-1].right = cell.right
        elif cell.lines or not continues:
            kept.append(cell)
        elif (above := table.cell_above(cell.left)) is not None:
            above.rowspan += 1
    table.rows[-1].cells = kept


def _tidied(raw: str, place: str) -> list[Block]:
    text = _without_fields(raw).translate(_UNSEEN).translate(_SEEN_AS)
    return [Block(line, place=place) for line in map(tidy, text.split("\n")) if line]


def _without_fields(text: str) -> str:
    """Field codes (`HYPERLINK "…"`) gone, their results kept."""
    if "\x13" not in text and "\x14" not in text and "\x15" not in text:
        return text
    kept: list[str] = []
    in_code: list[bool] = []
    for character in text:
        if character == "\x13":
            in_code.append(True)
        elif character == "\x14" and in_code:
            in_code[-1] = False
        elif character == "\x15" and in_code:
            in_code.pop()
        elif not any(in_code) and character not in "\x14\x15":
            kept.append(character)
    return "".join(kept)
