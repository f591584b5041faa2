"""Lines of text: what every reader makes of its pages and files, before any of it is judged."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

CELL_SEPARATOR = " | "

_SPACES = re.compile(r"[\s\u00a0\u3000\u2000-\u200a\u202f\u205f]+")
#: Marks that show nothing, and control characters, halves of pairs and noncharacters, which XML cannot even hold.
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’…—·○\U00020000-\U0003ffff]")

#: Where a cell lies: row, column (both from 0), rows spanned, columns spanned.
Spot = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a text.

    `cells` are the cells of a table row (empty for a paragraph), `spots` where each of them lies, `table` the table's
    number among those of its source, from 1. `linked` counts the visible characters that stand inside links. `label`
    is a list's number, which the line shows before its text and does not contain. `place` says where in the source the
    line comes from (a path, a page, a paragraph's number), `line` in which line of its markup, 0 where it has none.
    """

    text: str
    cells: tuple[str, ...] = ()
    linked: int = 0
    place: str = ""
    line: int = 0
    label: str = ""
    table: int = 0
    spots: tuple[Spot, ...] = ()

    @property
    def shown(self) -> str:
        """The line as a reader sees it."""
        return self.label + self.text


def visible(text: str) -> int:
    """How many characters of a text are not white space."""
    return len("".join(text.split()))


def tidy(text: str) -> str:
    """One line: zero-width characters gone, runs of spaces one space, none at the ends.

    A line break of the source inside Chinese text is no space; a space an author typed stays one.
    """
    text = _INVISIBLE.sub("", text)
    if "\n" not in text and "\r" not in text:
        return " ".join(text.split())
    return _SPACES.sub(lambda run: _space(text, run), text).strip(" ")


def is_cjk(character: str) -> bool:
    """Whether a character is set in a full square: an ideograph or a mark of Chinese type."""
    return _CJK.match(character) is not None


def close_up(text: str, more: str) -> str:
    """Two parts of a broken line as one: Chinese closes up, words keep a space between them."""
    joint = " " if text and more and not (is_cjk(text[-1]) or is_cjk(more[0])) else ""
    return text + joint + more


def join_cells(cells: Sequence[str]) -> tuple[str, list[int]]:
    """The text form of a row and where in it each cell begins; a blank cell leaves only its separators.

    Cells are tidy, and so is the row: nothing of it moves when it is tidied again.
    """
    text = ""
    starts: list[int] = []
    for number, cell in enumerate(cells):
        if number:
            text += " |" if text else "|"
        if cell and text:
            text += " "
        starts.append(len(text))
        text += cell
    return text, starts


def _space(text: str, run: re.Match[str]) -> str:
    if not ("\n" in run[0] or "\r" in run[0]):
        return " "
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    return "" if _CJK.match(before) or _CJK.match(after) else " "
