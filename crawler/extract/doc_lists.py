"""The lists of a Word 97–2003 .doc: the numbers Word prints before paragraphs, which stand in no paragraph's text.

The table stream holds list definitions (LSTF, each with one level or nine), and after them overrides (LFO), by whose
number a paragraph names its list ([MS-DOC] 2.9.131, 2.9.150, 2.9.147). They are turned into the same rules as those of
a .docx, so both count alike.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.extract.numbering import Level, Numbering

_FC_LISTS, _FC_OVERRIDES = 0x2E2, 0x2EA
_LIST_BYTES, _LEVEL_BYTES, _OVERRIDE_BYTES = 28, 28, 16
_SIMPLE = 0x01
_STARTS, _FORMATS = 0x10, 0x20
_NO_STYLE = 0x0FFF
#: Documents have some dozens; Word itself writes a few hundred into files that were pasted together for years.
_MOST_LISTS = 4_000
#: Number formats by their MSONFC, named as in a .docx. Others are decimal there too.
_FORMATS_BY_CODE = {
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    16: "japaneseLegal",
    18: "decimalEnclosedCircle",
    19: "decimalFullWidth",
    22: "decimalZero",
    23: "bullet",
    28: "decimalEnclosedCircleChinese",
    30: "ideographTraditional",
    31: "ideographZodiac",
    33: "taiwaneseCounting",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    255: "none",
}


@dataclass(slots=True)
class DocLists:
    """The lists of one document. `styles` are list and level of the paragraph styles that carry one."""

    numbering: Numbering = field(default_factory=Numbering)
    styles: dict[int, tuple[int, int]] = field(default_factory=dict)

    def label(self, place: tuple[int, int]) -> str | None:
        """The number before the next paragraph of a list (its number from 1, its level), "" for a bullet, None for a
        list that the document does not declare."""
        number, depth = str(place[0]), place[1]
        return self.numbering.label(number, depth) if self.numbering.knows(number, depth) else None


def read_lists(word: bytes, table: bytes) -> DocLists:
    """The lists a .doc declares; none where their tables are damaged, for the text does not hang on them."""
    try:
        levels, styles = _definitions(table, *_place(word, _FC_LISTS))
        return _overrides(table, _place(word, _FC_OVERRIDES), levels, styles)
    except (struct.error, ValueError, IndexError):
        return DocLists()


def _place(word: bytes, at: int) -> tuple[int, int]:
    """Where in the table stream something begins, and its size."""
    start, size = struct.unpack_from("<II", word, at)
    return int(start), int(size)


def _definitions(table: bytes, start: int, size: int) -> tuple[dict[int, dict[int, Level]], dict[int, dict[int, int]]]:
    """Levels of each list by its id, and the levels its styles have by the style's number."""
    if size < 2:
        return {}, {}
    (count,) = struct.unpack_from("<H", table, start)
    if count > _MOST_LISTS:
        raise ValueError("more lists than any document has")
    levels: dict[int, dict[int, Level]] = {}
    styles: dict[int, dict[int, int]] = {}
    at = start + 2 + count * _LIST_BYTES
    for number in range(count):
        place = start + 2 + number * _LIST_BYTES
        name, *linked = struct.unpack_from("<i4x9H", table, place)
        styles[name] = {style: depth for depth, style in enumerate(linked) if style != _NO_STYLE}
        levels[name] = {}
        for depth in range(1 if table[place + 26] & _SIMPLE else 9):
            levels[name][depth], at = _level(table, at)
    return levels, styles


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """A level and where the next begins. Of its text, characters below nine stand for the levels' numbers."""
    start, code = struct.unpack_from("<iB", table, at)
    characters, paragraph = table[at + 24], table[at + 25]
    at += _LEVEL_BYTES + paragraph + characters
    (length,) = struct.unpack_from("<H", table, at)
    raw = table[at + 2 : at + 2 + 2 * length]
    if len(raw) < 2 * length:
        raise ValueError("a level's text is cut off")
    text = raw.decode("utf-16-le", "replace")
    pattern = "".join(f"%{ord(character) + 1}" if character < "\t" else character for character in text)
    return Level(min(max(start, 0), 100_000), _FORMATS_BY_CODE.get(code, "decimal"), pattern), at + 2 + 2 * length


def _overrides(
    table: bytes,
    place: tuple[int, int],
    levels: Mapping[int, Mapping[int, Level]],
    styles: Mapping[int, Mapping[int, int]],
) -> DocLists:
    start, size = place
    lists = DocLists()
    if size < 4:
        return lists
    (count,) = struct.unpack_from("<I", table, start)
    if count > _MOST_LISTS:
        raise ValueError("more lists than any document has")
    at = start + 4 + count * _OVERRIDE_BYTES
    for number in range(1, count + 1):
        name, changed = struct.unpack_from("<i8xB", table, start + 4 + (number - 1) * _OVERRIDE_BYTES)
        at += 4
        own = dict(levels.get(name, {}))
        restarts: dict[int, int] = {}
        for _ in range(changed):
            begins, marks = struct.unpack_from("<iI", table, at)
            at += 8
            depth = marks & 0x0F
            if marks & _FORMATS:
                own[depth], at = _level(table, at)
            elif marks & _STARTS:
                restarts[depth] = min(max(begins, 0), 100_000)
        # A list that formats its levels itself counts by itself.
        abstract = str(name) if own == levels.get(name) else f"{name} by {number}"
        lists.numbering.declare(str(number), abstract, own, restarts)
        for style, depth in styles.get(name, {}).items():
            lists.styles.setdefault(style, (number, depth))
    return lists
