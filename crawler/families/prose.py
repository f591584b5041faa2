"""The block of a page that holds its text, found without any name: where the sentences are.

Every line of the page is weighed: a sentence by its length, a line that ends none at a fraction of it, and what is the
page's own (links, bars, bylines, footers, its title) not at all. From the page down, the block is followed that holds
nearly all of the weight, as long as nothing of the text stays behind: no signature and date after it, no second box of
the same make with sentences of its own, no rows of a table that holds data.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from lxml import etree

from crawler.extract.blocks import leads_away
from crawler.extract.chrome import is_furniture
from crawler.families.markup import BLOCKS, UNSHOWN, Element, squeeze

#: A child that holds this share of a block's weight holds its text.
_SHARE = 0.8
#: What a line without a sentence's end weighs: a cell of a table, a heading, a headline of other news, a bar.
_PLAIN = 0.3
#: Less weight is no text: a page that says 详见附件 and links its file.
_LEAST = 20
_LEAST_TITLE = 8
#: A block of fewer lines is followed only where every other line is the page's own.
_SEVERAL = 2
#: Boxes of one make side by side, each with a headline that is a link, a summary and a date: other pages of the site.
_LEAST_TEASERS = 3
_MOST_OF_A_TEASER = 6
_LONGEST_CAPTION = 12
#: A row of several cells without a link weighs as sentences do, up to so many lines: a longer one is a layout's.
_MOST_CELLS = 16
_ENDS = re.compile("[。；？！]")
_NOT_BODY = re.compile(r"foot|copyright|crumb|friend|sidebar|navbar|topnav|share|related", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
#: A date alone, as a signature ends with; it stands among the first lines after the text.
_DATED = re.compile(
    r"[\d〇○零一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十元]{1,3}月[\d一二三四五六七八九十]{1,3}日[)）]?\Z"
)
_SIGNATURE = 4
_TABLE = frozenset({"table", "tbody", "thead", "tfoot", "tr"})
_SILENT = UNSHOWN | {"select", "button", "textarea"}

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without blanks, and whether it is a link, the page's own by its words, or a cell of a row of data."""

    text: str
    linked: bool
    own: bool
    in_row: bool = False


def prose_block(tree: Element, title: str = "", least: float = _LEAST) -> Element | None:
    """The block that holds the text of a page; None where it weighs less than `least`. `title` is the page's
    `<title>`."""
    page = _Weighed(*_read(tree, "".join(title.split())))
    node = next((node for node in tree.iter("body") if node in page.spans), tree)
    if node not in page.spans or page.weight(node) < least:
        return None
    while (child := _heaviest(page, node)) is not None and _holds_all(page, node, child):
        node = child
    return node


def _read(tree: Element, title: str) -> tuple[list[_Line], dict[Element, _Span], list[_Span]]:
    """The page's lines, which of them each block holds (from the first to before the last), and the spans that are
    probably beside the text: teasers of other pages, hidden boxes, boxes named for what stands around a text."""
    lines: list[_Line] = []
    spans: dict[Element, _Span] = {}
    beside: list[_Span] = []
    teasers: dict[tuple[Element | None, str, str | None], list[_Span]] = defaultdict(list)
    begun: dict[Element, int] = {}
    parts: list[str] = []
    links = linked = silent = 0

    def add(text: str | None) -> None:
        nonlocal linked
        if text and not silent:
            parts.append(text)
            linked += len("".join(text.split())) if links else 0

    def flush() -> None:
        nonlocal linked
        if not parts:
            return
        text = "".join(squeeze("".join(parts)).split())
        if text:
            is_link = linked * 2 > len(text)
            titled = len(text) >= _LEAST_TITLE and text in title
            lines.append(_Line(text, is_link, is_link or titled or is_furniture(text)))
        parts.clear()
        linked = 0

    for event, node in etree.iterwalk(tree, events=("start", "end", "comment")):
        if event == "comment":
            add(node.tail)
            continue
        tag = node.tag
        is_block = tag in BLOCKS or tag in ("br", "body")
        if event == "start":
            silent += tag in _SILENT
            if is_block and not silent:
                flush()
                begun[node] = len(lines)
            links += tag == "a" and leads_away(node.get("href"))
            add(node.text)
            continue
        links -= tag == "a" and leads_away(node.get("href"))
        if is_block and not silent:
            flush()
            span = spans[node] = begun.pop(node), len(lines)
            if tag == "tr" and 1 < span[1] - span[0] <= _MOST_CELLS and not any(map(_is_set, lines[span[0] :])):
                lines[span[0] :] = [replace(line, in_row=True) for line in lines[span[0] :]]
            if 1 < span[1] - span[0] <= _MOST_OF_A_TEASER and any(line.linked for line in lines[span[0] :]):
                teasers[node.getparent(), tag, node.get("class")].append(span)
            named = f"{node.get('class', '')} {node.get('id', '')}"
            if _NOT_BODY.search(named) or _HIDDEN.search(node.get("style", "")):
                beside.append(span)
        silent -= tag in _SILENT
        if node is not tree:
            add(node.tail)
    flush()
    beside += [(number, number + 1) for number in _captions(lines)]
    beside += [span for boxes in teasers.values() if len(boxes) >= _LEAST_TEASERS for span in boxes]
    return lines, spans, beside


def _captions(lines: Sequence[_Line]) -> Iterator[int]:
    """Short lines right before two links: the caption of a list of them."""
    for number, (line, one, other) in enumerate(zip(lines, lines[1:], lines[2:], strict=False)):
        if not line.own and len(line.text) <= _LONGEST_CAPTION and one.linked and other.linked:
            yield number


class _Weighed:
    """The lines of a page with what they weigh, summed up so that any block is weighed at once."""

    def __init__(self, lines: Sequence[_Line], spans: dict[Element, _Span], beside: Sequence[_Span]) -> None:
        self.spans = spans
        sums = _sums(_weight(line) for line in lines)
        said = _sums("。" in line.text or line.in_row for line in lines)
        depth = [0] * (len(lines) + 1)
        for first, last in beside:
            # A box that holds half of all there is holds the text, whatever it is called; but a footer may outweigh a
            # text of one sentence, and says none itself.
            if (sums[last] - sums[first]) * 2 < sums[-1] or (said[-1] and said[first] == said[last]):
                depth[first] += 1
                depth[last] -= 1
        ours = [not line.own and around == 0 for line, around in zip(lines, accumulate(depth), strict=False)]
        self._texts = [line.text for line in lines]
        #: Numbers of the lines that may be of the text.
        self._numbers = [number for number, is_ours in enumerate(ours) if is_ours]
        self._weights = _sums(_weight(line) * is_ours for line, is_ours in zip(lines, ours, strict=True))
        self._ends = _sums(is_ours and "。" in line.text for line, is_ours in zip(lines, ours, strict=True))

    def weight(self, node: Element) -> float:
        """What a block weighs."""
        first, last = self.spans[node]
        return self._weights[last] - self._weights[first]

    def has_sentences(self, node: Element) -> bool:
        """Whether a block holds a whole sentence that may be of the text."""
        first, last = self.spans[node]
        return self._ends[last] > self._ends[first]

    def between(self, first: int, last: int) -> int:
        """How many of these lines may be of the text."""
        return bisect_left(self._numbers, last) - bisect_left(self._numbers, first)

    def next_lines(self, first: int, last: int) -> list[str]:
        """The first few of these lines that may be of the text."""
        start = bisect_left(self._numbers, first)
        return [self._texts[number] for number in self._numbers[start : start + _SIGNATURE] if number < last]


def _is_set(line: _Line) -> bool:
    return line.own or line.in_row


def _weight(line: _Line) -> float:
    if line.own:
        return 0.0
    return len(line.text) * (1.0 if line.in_row or _ENDS.search(line.text) else _PLAIN)


def _sums(values: Iterator[float]) -> list[float]:
    return [0.0, *accumulate(values)]


def _heaviest(page: _Weighed, node: Element) -> Element | None:
    """The block within a block that holds nearly all of its weight; of a table that only places, the cell."""
    least = _SHARE * page.weight(node)
    while True:
        child = next((child for child in _blocks_within(page, node) if page.weight(child) >= least), None)
        if child is None or child.tag not in _TABLE:
            return child
        node = child


def _blocks_within(page: _Weighed, node: Element) -> Iterator[Element]:
    """The blocks of a block that stand in no other block of it."""
    stack = list(node)[::-1]
    while stack:
        child = stack.pop()
        if child in page.spans and child.tag != "br":
            yield child
        elif isinstance(child.tag, str):
            stack += list(child)[::-1]


def _holds_all(page: _Weighed, node: Element, child: Element) -> bool:
    """Whether nothing of the text stays behind when only the child is taken."""
    (first, last), (start, stop) = page.spans[node], page.spans[child]
    if page.between(start, stop) < _SEVERAL:
        return not page.between(first, start) and not page.between(stop, last)
    if any(_DATED.search(line) for line in page.next_lines(stop, last)):
        return False
    around = child.getparent()
    return not any(
        other is not child and _is_like(other, child) and page.has_sentences(other)
        for other in _blocks_within(page, node if around is None else around)
    )


def _is_like(one: Element, other: Element) -> bool:
    return one.tag == other.tag and one.get("class") == other.get("class") and not one.get("id")
