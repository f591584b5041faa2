"""Lines of type to paragraphs: which line only continues the one above because the page was not wide enough.

A line continues when the line above had no room for what comes next. Chinese breaks between any two characters, so
"no room" is exact: the first character of the next line, with the marks that may not begin a line, would not have
fitted. A first line set in by two characters, another size of type or a wide gap begins a new paragraph whatever the
room was.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.extract.lines import close_up

_WORD = re.compile(r"[A-Za-z0-9@#%&_./:+\-]+")
#: Marks that may not begin a line; the character before them goes down with them.
_NOT_FIRST = "，。、；：？！）》」』】〕”’…—,.;:?!)]}%％"
_SENTENCE_END = re.compile(r"[。！？；：:;][”’）)]?\Z")
_SENTENCE = re.compile(r"[，。；]")
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．](?!\d)|第[一二三四五六七八九十]{1,3}[章节条部])"
)
#: Of a line's height: how far in a first line stands, how ragged an edge may be.
_INDENT = 0.8
_RAGGED = 0.45
_WIDE_GAP = 1.45


@dataclass(slots=True)
class PrintedLine:
    """One line of type. `size` is the width of a full character; `sheet` numbers its page."""

    text: str
    left: float
    right: float
    base: float
    size: float
    sheet: int


@dataclass(frozen=True, slots=True)
class Margins:
    """Where full lines begin and end, and how far apart they stand."""

    left: float
    right: float
    leading: float


def measure(lines: Sequence[PrintedLine], width: float) -> Margins:
    """The margins the lines themselves show; a page's `width` stands in where too few lines are full."""
    size = _median([line.size for line in lines])
    lefts = Counter(round(line.left / 3) for line in lines)
    least = max(2, len(lines) // 20)
    left = min((place for place, count in lefts.items() if count >= least), default=min(lefts, default=0)) * 3.0
    rights = sorted((line.right for line in lines), reverse=True)
    # An edge is where two lines or more end; one long line alone is only a long line.
    right = next((edge for edge, after in pairwise(rights) if edge - after <= size / 2), None)
    outer = width - min((line.left for line in lines), default=0.0)
    if right is None or right < 0.7 * outer:
        right = max(outer, rights[0] if rights else 0.0)
    gaps = [
        below.base - above.base
        for above, below in pairwise(lines)
        if above.sheet == below.sheet and 0 < below.base - above.base < 4 * above.size
    ]
    return Margins(left, right, _low_median(gaps) or 2 * size)


def continues(above: PrintedLine, below: PrintedLine, margins: Margins, *, inner: bool) -> bool:
    """Whether `below` is the next line of the paragraph that `above` belongs to. `inner`: `above` was one already."""
    size = max(above.size, below.size, 1.0)
    if abs(above.size - below.size) > 0.15 * size or not above.text or not below.text:
        return False
    if above.sheet == below.sheet and below.base - above.base > max(_WIDE_GAP * margins.leading, 1.1 * size):
        return False
    if _NUMBERED.match(below.text) and _SENTENCE_END.search(above.text):
        return False
    need = _width_of_first(below)
    if _is_centred(above, margins) and _is_centred(below, margins) and below.left > margins.left + 1.5 * size:
        # A title on two lines.
        return margins.right - margins.left - (above.right - above.left) < need + _RAGGED * size
    if margins.right - above.right >= need + _RAGGED * size:
        return False
    if below.left <= margins.left + _INDENT * size:
        return True
    return inner and above.left > margins.left + _INDENT * size and abs(below.left - above.left) < _RAGGED * size


def join(lines: Sequence[PrintedLine], margins: Margins) -> list[str]:
    """The paragraphs of lines that follow one another."""
    return [text for _, text in paragraphs(lines, margins)]


def paragraphs(lines: Sequence[PrintedLine], margins: Margins) -> list[tuple[PrintedLine, str]]:
    """The paragraphs of lines that follow one another, each with its first line."""
    found: list[tuple[PrintedLine, str]] = []
    inner = False
    for number, line in enumerate(lines):
        goes_on = number > 0 and continues(lines[number - 1], line, margins, inner=inner)
        if goes_on:
            first, text = found[-1]
            found[-1] = first, close_up(text, line.text)
        else:
            found.append((line, line.text))
        inner = goes_on
    return found


def _width_of_first(line: PrintedLine) -> float:
    """The room the shortest possible beginning of a line needs on the line above."""
    word = _WORD.match(line.text)
    end = word.end() if word else 1
    while end < len(line.text) and line.text[end] in _NOT_FIRST and end < 40:
        end += 1
    return min((line.right - line.left) * end / max(len(line.text), 1), end * line.size)


def _is_centred(line: PrintedLine, margins: Margins) -> bool:
    """Whether a line stands in the middle and is no part of a sentence, as only titles do."""
    middle = (margins.left + margins.right) / 2
    return abs((line.left + line.right) / 2 - middle) < 0.6 * line.size and not _SENTENCE.search(line.text)


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0


def _low_median(values: list[float]) -> float:
    """The usual distance of lines: the lower third, because paragraphs set apart only ever add to it."""
    return sorted(values)[len(values) // 3] if values else 0.0
