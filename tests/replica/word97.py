"""A small real Word 97 file: OLE2 container, file information block, piece table, paragraph properties.

Enough of the format ([MS-CFB], [MS-DOC]) for readers of Word files to find the text and the table rows; no styles, no
fonts. Nothing here is used outside the tests and the simulated portals.
"""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass

#: A cell's text, and where it is not one how many columns it spans.
WordCell = str | tuple[str | None, int] | None


@dataclass(frozen=True)
class Listed:
    """A paragraph that Word numbers itself: by the list of that number, from 1, at a level; or by its style."""

    text: str
    number: int | None = None
    level: int = 0
    style: int = 0


@dataclass(frozen=True)
class WordList:
    """A list: for each level its first number, the code of its number format and its text, in which %1 is the number of
    the first level; the style its first level belongs to; and where the list of `like` number begins anew."""

    levels: tuple[tuple[int, int, str], ...] = ()
    style: int = 0x0FFF
    like: int = 0
    restart: int | None = None


#: Begins a cell merged across by flags, as older Word has it, and not by being as wide as several.
ACROSS = "\x1d"
_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_TEXT_AT = 1024
_NORMAL = struct.pack("<H", 0)
_IN_TABLE = struct.pack("<HB", 0x2416, 1)
_ROW_END = _IN_TABLE + struct.pack("<HB", 0x2417, 1)


def make_doc(
    paragraphs: Sequence[str], tables: Sequence[Sequence[Sequence[str]]] = (), *, header: Sequence[str] = ()
) -> bytes:
    """The bytes of a .doc: the paragraphs, then the tables (rows of cells), one after another.

    `header` are paragraphs of the page header's own story, which a reader of the report must leave out.
    """
    return make_doc_in_order([*paragraphs, *tables], header=header)


def make_doc_in_order(
    story: Sequence[str | Listed | Sequence[Sequence[WordCell]]],
    *,
    header: Sequence[str] = (),
    lists: Sequence[WordList] = (),
) -> bytes:
    """The bytes of a .doc of paragraphs and tables in this order. A cell of None continues the one above; a cell with a
    number is as wide as that many others, and one that begins with ACROSS is a set of as many merged cells."""
    runs: list[tuple[str, bytes]] = []
    for item in story:
        if isinstance(item, Listed):
            own = b"" if item.number is None else struct.pack("<HBHH", 0x260A, item.level, 0x460B, item.number)
            runs.append((f"{item.text}\r", struct.pack("<H", item.style) + own))
            continue
        if isinstance(item, str):
            runs.append((f"{item}\r", b""))
            continue
        for row in item:
            row = [part for cell in row for part in _parts(cell)]
            runs += [(f"{(_text(cell) or '').strip(ACROSS)}\x07", _NORMAL + _IN_TABLE) for cell in row]
            runs.append(("\x07", _NORMAL + _ROW_END + _definition(row)))
        runs.append(("\r", b""))
    body = "".join(text for text, _ in runs)
    heads = "".join(f"{paragraph}\r" for paragraph in header)
    text = (body + heads).encode("utf-16-le")
    runs += [(f"{paragraph}\r", b"") for paragraph in header]

    pages = _property_pages(runs)
    first_page = -(-(_TEXT_AT + len(text)) // _SECTOR)
    piece_table = struct.pack("<II", 0, len(text) // 2) + struct.pack("<HIH", 0, _TEXT_AT, 0)
    clx = b"\x02" + struct.pack("<I", len(piece_table)) + piece_table
    bounds = [page[0] for page in pages] + [pages[-1][1]]
    bte = b"".join(struct.pack("<I", bound) for bound in bounds)
    bte += b"".join(struct.pack("<I", first_page + number) for number in range(len(pages)))

    fib = bytearray(_TEXT_AT)
    struct.pack_into("<HHHHH", fib, 0, 0xA5EC, 0x00C1, 0, 0x0804, 0)
    struct.pack_into("<HHI", fib, 0x0A, 0x0200 | 0x1000, 0x00BF, 0)
    struct.pack_into("<II", fib, 0x18, _TEXT_AT, _TEXT_AT + len(text))
    struct.pack_into("<H", fib, 0x20, 14)
    struct.pack_into("<H", fib, 0x3E, 22)
    struct.pack_into("<I", fib, 0x4C, len(body.encode("utf-16-le")) // 2)
    struct.pack_into("<I", fib, 0x54, len(heads.encode("utf-16-le")) // 2)
    struct.pack_into("<H", fib, 0x98, 93)
    struct.pack_into("<II", fib, 0x1A2, 0, len(clx))
    struct.pack_into("<II", fib, 0x102, len(clx), len(bte))
    definitions, levels, overrides = _lists(lists)
    at = len(clx) + len(bte)
    struct.pack_into("<II", fib, 0x2E2, at, len(definitions))
    struct.pack_into("<II", fib, 0x2EA, at + len(definitions) + len(levels), len(overrides))

    word = bytes(fib) + text
    word = word.ljust(first_page * _SECTOR, b"\0") + b"".join(page[2] for page in pages)
    struct.pack_into("<I", fib, 0x40, len(word))
    return make_container(
        {"WordDocument": bytes(fib) + word[_TEXT_AT:], "1Table": clx + bte + definitions + levels + overrides}
    )


def _lists(lists: Sequence[WordList]) -> tuple[bytes, bytes, bytes]:
    """List definitions, the levels that follow them, and the overrides by whose number paragraphs name a list."""
    defined = [(number, one) for number, one in enumerate(lists, start=1) if not one.like]
    definitions = struct.pack("<H", len(defined))
    levels = b""
    for number, one in defined:
        styles = [one.style, *[0x0FFF] * 8]
        definitions += struct.pack("<iI9HBB", number, 0, *styles, int(len(one.levels) == 1), 0)
        for start, code, pattern in one.levels if len(one.levels) == 1 else (*one.levels, *[(1, 0, "")] * 9)[:9]:
            text = re.sub(r"%(\d)", lambda found: chr(int(found[1]) - 1), pattern)
            levels += struct.pack("<iBB9sBIIBBBB", start, code, 0, b"", 0, 0, 0, 2, 3, 0, 0) + bytes(5)
            levels += struct.pack("<H", len(text)) + text.encode("utf-16-le")
    overrides = struct.pack("<I", len(lists))
    data = b""
    for number, one in enumerate(lists, start=1):
        overrides += struct.pack("<iIIBBBB", one.like or number, 0, 0, int(one.restart is not None), 0, 0, 0)
        data += struct.pack("<I", 0xFFFFFFFF)
        if one.restart is not None:
            data += struct.pack("<iI", one.restart, 0x10)
    return definitions, levels, overrides + data


def _parts(cell: WordCell) -> list[WordCell]:
    """A cell as Word keeps it: those merged across with flags of theirs stand there one by one, all but one empty."""
    if isinstance(cell, tuple) and cell[0] is not None and cell[0].startswith(ACROSS):
        return [cell[0], *[ACROSS * 2] * (cell[1] - 1)]
    return [cell]


def _flags(cell: WordCell) -> int:
    text = _text(cell)
    if text is None:
        return 0x20
    return 1 if text == ACROSS * 2 else 2 if text.startswith(ACROSS) else 0


def _text(cell: WordCell) -> str | None:
    return cell[0] if isinstance(cell, tuple) else cell


def _definition(row: Sequence[WordCell]) -> bytes:
    """The row's table definition: its cells' edges, and that those of None continue the cell above."""
    at = 0
    edges = struct.pack("<h", 0)
    for cell in row:
        at += 600 * (cell[1] if isinstance(cell, tuple) else 1)
        edges += struct.pack("<h", at)
    cells = b"".join(struct.pack("<H18x", _flags(cell)) for cell in row)
    operand = struct.pack("<B", len(row)) + edges + cells
    return struct.pack("<HH", 0xD608, len(operand) + 1) + operand


def _property_pages(runs: Sequence[tuple[str, bytes]]) -> list[tuple[int, int, bytes]]:
    """Pages of paragraph properties: first file offset covered, last, and the 512 bytes."""
    pages = []
    at, start = _TEXT_AT, 0
    while start < len(runs):
        end = start + 1
        while end < len(runs) and _room(runs[start : end + 1]) <= _SECTOR - 2:
            end += 1
        chunk, start = runs[start:end], end
        page = bytearray(_SECTOR)
        places: dict[bytes, int] = {b"": 0}
        free = _SECTOR - 2
        for _, properties in chunk:
            if properties not in places:
                stored = _stored(properties)
                free = (free - len(stored)) & ~1
                page[free : free + len(stored)] = stored
                places[properties] = free // 2
        first = at
        for number, (text, properties) in enumerate(chunk):
            struct.pack_into("<I", page, 4 * number, at)
            page[4 * (len(chunk) + 1) + 13 * number] = places[properties]
            at += len(text.encode("utf-16-le"))
        struct.pack_into("<I", page, 4 * len(chunk), at)
        page[-1] = len(chunk)
        pages.append((first, at, bytes(page)))
    return pages


def _stored(properties: bytes) -> bytes:
    """Style index, then the properties; one size byte says an odd length, a zero and a second an even one."""
    size = len(properties)
    return bytes([(size + 1) // 2] if size % 2 else [0, size // 2]) + properties


def _room(chunk: Sequence[tuple[str, bytes]]) -> int:
    """Bytes that runs take of a page, with one to spare for each set of properties that begins on an even one."""
    sets = {properties for _, properties in chunk if properties}
    return 4 * (len(chunk) + 1) + 13 * len(chunk) + sum(len(_stored(properties)) + 1 for properties in sets)


def make_container(streams: dict[str, bytes]) -> bytes:
    """An OLE2 file whose streams are all long enough to lie in whole sectors."""
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    chains: list[int] = []
    starts: dict[str, int] = {}
    payload = b""
    for name, data in padded.items():
        starts[name] = len(chains)
        count = -(-len(data) // _SECTOR)
        chains += [*range(len(chains) + 1, len(chains) + count), _END]
        payload += data.ljust(count * _SECTOR, b"\0")
    directory_at = len(chains)
    chains.append(_END)
    payload += _directory(padded, starts)
    fat_count = 1
    while (len(chains) + fat_count) * 4 > fat_count * _SECTOR:
        fat_count += 1
    if fat_count > 109:
        raise ValueError("a test document of this size is not made; the sector list would not fit the header")
    fat_at = len(chains)
    table = [*chains, *[_FAT] * fat_count]
    table += [_FREE] * (fat_count * _SECTOR // 4 - len(table))
    header = bytearray(_SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 0x18, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 0x2C, fat_count, directory_at, 0, 4096, _END, 0, _END, 0, fat_at)
    for number in range(109):
        struct.pack_into("<I", header, 0x4C + 4 * number, fat_at + number if number < fat_count else _FREE)
    return bytes(header) + payload + struct.pack(f"<{len(table)}I", *table)


def _directory(streams: dict[str, bytes], starts: dict[str, int]) -> bytes:
    entries = [("Root Entry", 5, _END, 0, 1)]
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    entries += [(name, 2, starts[name], len(streams[name]), _FREE) for name in names]
    sector = b""
    for number, (name, kind, start, size, child) in enumerate(entries):
        encoded = name.encode("utf-16-le") + b"\0\0"
        right = number + 1 if 0 < number < len(entries) - 1 else _FREE
        entry = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, right, child)
        entry = entry.ljust(116, b"\0") + struct.pack("<IQ", start, size)
        sector += entry
    return sector.ljust(_SECTOR, b"\0")
