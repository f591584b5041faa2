"""What stands on page after page and is no part of the text: running heads, feet and page numbers.

A line is one of these only at the edge of a page. It repeats, its figures aside, and stands apart from the text, or it
stands where no text ever does; or it is a number such as — 3 — or 第3页 共9页.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from crawler.extract.paragraphs import PrintedLine

_DASHES = r"[-—–－―─‐·~\s]*"
_PAGE_NUMBER = re.compile(
    rf"{_DASHES}\d{{1,4}}{_DASHES}\Z|第?\s*\d{{1,4}}\s*页?\s*[/／,，]?\s*共\s*\d{{1,4}}\s*页\Z|"
    r"第\s*\d{1,4}\s*页\Z|共\s*\d{1,4}\s*页\s*[/／,，]?\s*第\s*\d{1,4}\s*页\Z|\d{1,4}\s*[/／]\s*\d{1,4}\Z|"
    r"page\s*\d{1,4}(?:\s*of\s*\d{1,4})?\Z",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
#: Shares of a page's height within which heads and numbers stand, and within which nothing else does.
_HEAD_ZONE, _FOOT_ZONE = 0.12, 0.87
_HEAD_MARGIN, _FOOT_MARGIN = 0.085, 0.925
#: How many lines a head or foot may have, and how far from the text it stands, in distances of lines.
_MOST = 2
_APART = 1.3

#: A page: its height, and from the top down its lines, with None where a table stands.
Page = tuple[float, Sequence[PrintedLine | None]]


def find_running(pages: Sequence[Page]) -> set[int]:
    """The lines that run from page to page, by `id`."""
    leading = _leading(pages)
    edges = [(number, height, *edge) for number, (height, items) in enumerate(pages) for edge in _edges(items, leading)]
    seen = Counter({(where, _plain(line), number) for number, _, where, line, _ in edges})
    times = Counter((where, text) for where, text, _ in seen)
    found: set[int] = set()
    for number, height, where, line, apart in edges:
        share = line.base / max(height, 1.0)
        if _HEAD_ZONE <= share <= _FOOT_ZONE:
            continue
        again = times[where, _plain(line)]
        in_margin = share < _HEAD_MARGIN or share > _FOOT_MARGIN
        if (again > 2 and apart) or (again > 1 and in_margin) or _is_page_number(line.text, number):
            found.add(id(line))
    return found


def _edges(items: Sequence[PrintedLine | None], leading: float) -> Iterator[tuple[str, PrintedLine, bool]]:
    """The outermost lines of a page, each with whether it, or the head it belongs to, stands apart from the text."""
    for where, inward in (("head", list(items)), ("foot", list(reversed(items)))):
        lines = []
        for item in inward[:_MOST]:
            if item is None:
                break
            lines.append(item)
        apart = False
        marked = []
        for place in reversed(range(len(lines))):
            after = inward[place + 1] if place + 1 < len(inward) else None
            apart = apart or after is None or abs(after.base - lines[place].base) > _APART * leading
            marked.append((where, lines[place], apart))
        yield from reversed(marked)


def _leading(pages: Sequence[Page]) -> float:
    """The usual distance between lines: what a third of them are nearer than."""
    gaps = sorted(
        below.base - above.base
        for _, items in pages
        for above, below in pairwise(items)
        if above is not None and below is not None and below.base - above.base > 1
    )
    return gaps[len(gaps) // 3] if gaps else 20.0


def _plain(line: PrintedLine) -> str:
    return _DIGITS.sub("#", line.text.replace(" ", ""))


def _is_page_number(text: str, sheet: int) -> bool:
    if not _PAGE_NUMBER.match(text):
        return False
    # Bare digits are a page's number only if they could be this page's.
    return not text.isdigit() or abs(int(text) - sheet - 1) <= 20
