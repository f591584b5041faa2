"""Lines of text and the tables that hold or place them.

Layout tables, on which whole pages of the 2000s stand, are taken apart; tables that hold data keep their rows. A table
is layout when it contains a table, has one column, or has one cell with more than 60 % of its text.
"""

import re
from dataclasses import dataclass, field

CELL_SEPARATOR = " | "

_SPACES = re.compile(r"[\s\u00a0\u3000\u2000-\u200a\u202f\u205f]+")
_INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’…—·○\U00020000-\U0003ffff]")
_LAYOUT_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a text. `cells` are the cells of a table row (empty for a paragraph); `linked` counts the visible
    characters that stand inside links."""

    text: str
    cells: tuple[str, ...] = ()
    linked: int = 0


def visible(text: str) -> int:
    """How many characters of a text are not white space."""
    return len(_SPACES.sub("", text))


def tidy(text: str) -> str:
    """One line: zero-width characters gone, runs of spaces one space, none at the ends.

    A line break of the source inside Chinese text is no space; a space an author typed stays one.
    """
    text = _INVISIBLE.sub("", text)
    return _SPACES.sub(lambda run: _space(text, run), text).strip(" ")


def is_cjk(character: str) -> bool:
    """Whether a character is set in a full square: an ideograph or a mark of Chinese type."""
    return _CJK.match(character) is not None


def close_up(text: str, more: str) -> str:
    """Two parts of a broken line as one: Chinese closes up, words keep a space between them."""
    joint = " " if text and more and not (is_cjk(text[-1]) or is_cjk(more[0])) else ""
    return text + joint + more


@dataclass(slots=True)
class Table:
    """A table being read: rows of cells of lines."""

    rows: list[list[list[Block]]] = field(default_factory=list)
    outside: list[Block] = field(default_factory=list)
    in_cell: bool = False
    nests: bool = False

    def open_row(self) -> None:
        self.in_cell = False
        self.rows.append([])

    def open_cell(self) -> None:
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append([])
        self.in_cell = True

    @property
    def sink(self) -> list[Block]:
        return self.rows[-1][-1] if self.in_cell else self.outside

    def lines(self) -> list[Block]:
        """What the table says: rows if it holds data, the lines of its cells if it only places them."""
        if self.nests or max((len(row) for row in self.rows), default=0) < 2:
            return self._unwrapped()
        sizes = [sum(visible(line.text) for line in cell) for row in self.rows for cell in row]
        if max(sizes) > _LAYOUT_SHARE * sum(sizes):
            return self._unwrapped()
        return self.outside + [_row(row) for row in self.rows if any(row)]

    def _unwrapped(self) -> list[Block]:
        return self.outside + [line for row in self.rows for cell in row for line in cell]


def _row(cells: list[list[Block]]) -> Block:
    texts = tuple(_cell(cell) for cell in cells)
    linked = sum(line.linked for cell in cells for line in cell)
    return Block(tidy(CELL_SEPARATOR.join(texts)), texts, linked)


def _cell(lines: list[Block]) -> str:
    """The paragraphs of one cell on one line; those of Chinese text close up, as the cell only broke them to fit."""
    text = ""
    for line in lines:
        text = close_up(text, line.text)
    return text


def _space(text: str, run: re.Match[str]) -> str:
    if not ("\n" in run[0] or "\r" in run[0]):
        return " "
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    return "" if _CJK.match(before) or _CJK.match(after) else " "
