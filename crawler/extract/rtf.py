"""Rich Text Format to lines, with table rows and cells ([MS-RTF 1.9.1]).

Chinese text comes in two shapes, often both at once: pairs of bytes in the code page of the font (WPS Office, Word),
and \\u numbers, each followed by as many stand-in characters as \\uc says, which are skipped. Groups are kept on a list
and never by recursion, so no depth of nesting can exhaust anything but the file itself.
"""

import re
from dataclasses import dataclass, field, replace

from crawler.extract.lines import Block, tidy
from crawler.extract.tables import Cell, Table
from crawler.extract.unread import BrokenDocument

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
#: A whole report has some fifty groups inside one another at most.
_DEEPEST = 2_000
_MOST_CHARACTERS = 8_000_000

_SKIPPED = frozenset(
    "fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf footnote "
    "annotation fldinst themedata colorschememapping datastore listtable listoverridetable rsidtbl xmlnstbl filetbl "
    "revtbl generator nonshppict latentstyles sp shprslt object bkmkstart bkmkend pgdsctbl fchars lchars template "
    "ftnsep ftnsepc aftnsep aftnsepc operator author title".split()
)
#: Destinations marked "skip if unknown" that hold text a reader sees.
_KEPT = frozenset({"shpinst", "shptxt", "listtext", "pntext", "nesttableprops", "result"})
_SYMBOLS = {
    "tab": " ", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "line": "\n", "lbr": "\n",
}  # fmt: skip
_CHARSETS = {128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs", 204: "cp1251", 238: "cp1250"}
_PAGES = {
    936: "gb18030",
    950: "big5hkscs",
    932: "cp932",
    949: "cp949",
    54936: "gb18030",
    65001: "utf-8",
    10008: "gb18030",
}
_WIDE = frozenset({"gb18030", "big5hkscs", "cp932", "cp949"})


@dataclass(slots=True)
class _Group:
    """What a closing brace restores."""

    skipped: bool = False
    hidden: bool = False
    font: int = -1
    skip_after_unicode: int = 1
    in_fonts: bool = False
    starred: bool = False


def read_rtf(body: bytes) -> tuple[list[Block], tuple[str, ...]]:
    """The lines of an RTF file and flags: `cut_off` where it ends before its outermost group does.

    Raises BrokenDocument.
    """
    reader = _Reader()
    reader.read(body)
    return reader.finish()


@dataclass(slots=True)
class _Row:
    """A table row being read: its cells, which of them only continue a merged one, and where the cells end."""

    cells: list[list[Block]] = field(default_factory=list)
    merged: list[bool] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    next_merged: bool = False
    start: int = 0


class _Reader:
    def __init__(self) -> None:
        self._lines: list[Block] = []
        self._table: Table | None = None
        self._tables = 0
        self._paragraphs = 0
        self._row = _Row()
        self._cell: list[Block] = []
        self._text: list[str] = []
        self._bytes = bytearray()
        self._codec = "cp1252"
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font_named = -1
        self._default_font = -1
        self._in_table = False
        self._to_skip = 0
        self._high: int | None = None
        self._size = 0
        self._group = _Group()
        self._groups: list[_Group] = []

    def read(self, body: bytes) -> None:
        at = 0
        while at < len(body):
            found = _TOKEN.match(body, at)
            if found is None:
                break
            at = found.end()
            word, number, pair, symbol, brace, text = found.groups()
            if text is not None:
                self._plain(text)
            elif word is not None:
                value = int(number) if number is not None else None
                if word == b"bin":
                    at += max(value or 0, 0)
                else:
                    self._word(word.decode("ascii"), value)
            elif pair is not None:
                self._byte(int(pair, 16))
            elif brace == b"{":
                self._open()
            elif brace == b"}":
                self._close()
                if not self._groups:
                    return
            elif symbol is not None:
                self._symbol(symbol)

    def finish(self) -> tuple[list[Block], tuple[str, ...]]:
        self._end_paragraph()
        self._end_table()
        return self._lines, ("cut_off",) if self._groups else ()

    def _open(self) -> None:
        self._flush()
        if len(self._groups) >= _DEEPEST:
            raise BrokenDocument(f"the .rtf nests deeper than {_DEEPEST} groups")
        self._groups.append(self._group)
        self._group = replace(self._group, starred=False)
        self._to_skip = 0

    def _close(self) -> None:
        self._flush()
        self._to_skip = 0
        if self._groups:
            self._group = self._groups.pop()
            self._set_codec()

    def _word(self, word: str, value: int | None) -> None:
        if self._to_skip and not self._group.skipped:
            # A control word counts as one stand-in character.
            self._to_skip -= 1
            if word not in ("u", "uc", "par", "cell", "row"):
                return
        group = self._group
        if group.starred:
            group.starred = False
            if word not in _KEPT:
                group.skipped = True
        if word in _SKIPPED:
            self._flush()
            group.in_fonts = word == "fonttbl"
            group.skipped = True
        if group.skipped:
            if group.in_fonts:
                self._font_table(word, value)
            return
        if word == "u":
            self._unicode((value or 0) & 0xFFFF)
        elif word == "uc":
            group.skip_after_unicode = min(max(value or 0, 0), 16)
        elif word in _SYMBOLS:
            self._say(_SYMBOLS[word])
        else:
            self._layout(word, value)

    def _layout(self, word: str, value: int | None) -> None:
        group = self._group
        if word in ("par", "sect", "page", "column"):
            self._end_paragraph()
        elif word == "pard":
            self._in_table = False
        elif word == "intbl":
            self._in_table = True
        elif word == "cell":
            self._end_cell()
        elif word == "row":
            self._end_row()
        elif word in ("nestcell", "nestrow"):
            self._in_table = True
            self._end_paragraph()
        elif word == "trowd":
            self._row.merged, self._row.edges, self._row.next_merged, self._row.start = [], [], False, 0
        elif word == "trleft":
            self._row.start = value or 0
        elif word in ("clvmrg", "clmrg"):
            self._row.next_merged = True
        elif word == "cellx":
            self._row.merged.append(self._row.next_merged)
            self._row.edges.append(value or 0)
            self._row.next_merged = False
        elif word in ("v", "deleted"):
            self._flush()
            group.hidden = value != 0
        elif word == "plain":
            self._flush()
            group.hidden, group.font = False, self._default_font
            self._set_codec()
        elif word == "f":
            self._flush()
            group.font = value if value is not None else -1
            self._set_codec()
        elif word == "deff":
            self._default_font = group.font = value if value is not None else -1
        elif word == "ansicpg":
            self._page = _PAGES.get(value or 0, f"cp{value}" if value in (1250, 1251, 1252) else "cp1252")
            self._set_codec()

    def _font_table(self, word: str, value: int | None) -> None:
        if word == "f" and value is not None:
            self._font_named = value
        elif word == "fcharset" and value in _CHARSETS and len(self._fonts) < 10_000:
            self._fonts[self._font_named] = _CHARSETS[value]

    def _set_codec(self) -> None:
        font = self._fonts.get(self._group.font, "")
        # A Latin font beside Chinese bytes is Word's habit: the bytes are the page's all the same.
        self._codec = font if font in _WIDE or (self._page == "cp1252" and font) else self._page

    def _symbol(self, symbol: bytes) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif symbol == b"*":
            self._group.starred = True
        elif symbol in b"\\{}":
            self._say(symbol.decode("ascii"))
        elif symbol == b"~":
            self._say(" ")
        elif symbol == b"_":
            self._say("-")
        elif symbol in b"\r\n" and not self._group.skipped:
            self._end_paragraph()

    def _plain(self, text: bytes) -> None:
        if self._group.skipped or self._group.hidden:
            return
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        self._grow(len(text))
        self._bytes += text

    def _byte(self, value: int) -> None:
        if self._group.skipped or self._group.hidden:
            return
        if self._to_skip:
            self._to_skip -= 1
            return
        self._grow(1)
        self._bytes.append(value)

    def _unicode(self, unit: int) -> None:
        self._flush()
        self._to_skip = self._group.skip_after_unicode
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
            return
        if 0xDC00 <= unit < 0xE000:
            unit = 0x10000 + ((self._high - 0xD800) << 10) + unit - 0xDC00 if self._high is not None else 0xFFFD
        self._high = None
        self._say(chr(unit))

    def _say(self, text: str) -> None:
        if self._group.skipped or self._group.hidden:
            return
        self._flush()
        self._grow(len(text))
        self._text.append(text)

    def _grow(self, count: int) -> None:
        self._size += count
        if self._size > _MOST_CHARACTERS:
            raise BrokenDocument(f"the .rtf holds more than {_MOST_CHARACTERS} characters")

    def _flush(self) -> None:
        if self._bytes:
            self._text.append(self._bytes.decode(self._codec, "replace"))
            self._bytes.clear()

    def _paragraph(self) -> list[Block]:
        self._flush()
        lines = [tidy(line) for line in "".join(self._text).split("\n")]
        self._text.clear()
        return [Block(line, place=f"p[{self._paragraphs}]") for line in lines if line]

    def _end_paragraph(self) -> None:
        self._paragraphs += not self._in_table
        lines = self._paragraph()
        if self._in_table:
            self._cell += lines
            return
        if self._cell:
            # Text of a cell that was never closed.
            lines, self._cell = self._cell + lines, []
        if lines:
            self._end_table()
            self._lines += lines

    def _end_cell(self) -> None:
        self._cell += self._paragraph()
        self._row.cells.append(self._cell)
        self._cell = []

    def _end_row(self) -> None:
        if self._table is None:
            self._tables += 1
            self._table = Table(self._tables)
        self._table.open_row(f"table[{self._tables}] > tr[{len(self._table.rows) + 1}]")
        edges = [self._row.start, *self._row.edges]
        known = len(edges) == len(self._row.cells) + 1
        for number, lines in enumerate(self._row.cells):
            left, right = (edges[number], edges[number + 1]) if known else (None, None)
            if lines or not (number < len(self._row.merged) and self._row.merged[number]):
                self._table.open_cell(Cell(lines, left=left, right=right))
            elif left is not None and (above := self._table.cell_above(left)) is not None:
                above.rowspan += 1
        self._row.cells = []

    def _end_table(self) -> None:
        if self._row.cells:
            self._end_row()
        if self._table is not None:
            self._lines += self._table.lines()
            self._table = None
