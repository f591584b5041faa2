"""Tables in text: cells with their places, whatever shape the table took on its way into text.

A form reaches text as rows joined by `|` (with the phantom cells of merged ones), as one cell a line, with blank lines
or lines of a single `|` between them, with `| ` before every cell, as rows joined by tabs or runs of spaces, or as
the lines of a PDF, where a row is a run of figures. All of them are read into one thing: runs of value cells, each
with the words printed since the figures before it. What these words mean is not decided here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from crawler.reading.figures.units import UNITS

Kind = Literal["text", "number", "none", "not_applicable", "blank"]

#: No report has more: three forms and an annex make some 600 cells in 60 runs; prose adds a run for every number that
#: blanks set apart.
MOST_CELLS = 40_000
MOST_RUNS = 3_000
_MOST_IN_ROW = 120
_MOST_SOFT = 24
#: As much of the words before a row as can hold its label and the whole head of its table, the longest of which
#: (the applicants' table in vertical type) has some 200 characters.
_LABEL_REACH = 900

_LINE = re.compile(r"([^\r\n\u2028\u2029\x85]*)(?:\r\n|[\r\n\u2028\u2029\x85]|\Z)")
_BARS = "|｜│┃\t"
_BLANKS = " \u3000\xa0"
_SEPARATOR = re.compile(rf"[{_BARS}]")
#: What any cell other than words has: without it, a line is one cell of words.
_FIGURE = re.compile(r"[0-9０-９/／\\\-—–―─－−无零〇○没不Nn]")
_WORD = re.compile(r"\S+")
_FOLDED = str.maketrans("０１２３４５６７８９＋－−–﹣．，％／＼", "0123456789+----.,%/\\")
_UNITS = "|".join(sorted({re.escape(unit) for unit in UNITS} | {"亿元", "万元", "千元"}, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<number>[+-]? ?(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,12}})(?:\.\d{{1,6}})?)\s*(?P<unit>{_UNITS})?\Z"
)
_NOT_APPLICABLE = re.compile(r"(?:[-—―─]{1,4}|[/\\]|不适用|不涉及|[Nn]/?[Aa])\Z")
_NONE = frozenset({"无", "没有", "零", "〇", "○"})
#: Words that make the number before them one of a sentence, as PDF text and some typists set it apart: 3 件，2023 年.
_COUNTED = re.compile(rf"年|月|日|(?:{_UNITS})(?:[，。；、：,;）)]|\Z)")
#: What makes the number before it one of a list, in words set apart: 3 . 网 络.
_LISTED = re.compile(r"[.、．)）]")
#: A page number in its dashes, or the ruled line of a table typed in characters.
_FURNITURE = re.compile(
    r"\s*+(?:[-—–－~·]{1,3}\s*\d{1,4}\s*[-—–－~·]{1,3}|第\s*\d{1,4}\s*页.{0,20}"
    r"|(?=[^\n]*(?:---|──|━━|===))[-+|:=─━┼├┤│┃\s]+)\s*\Z"
)


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell at [start, end) of the text: its printed words without the blanks around them, or for a blank one the
    place between its separators. `soft` marks a blank that only a gap between lines suggests; `at` is its place in
    the line. `number` and `unit` are its figure in plain digits and its unit as printed."""

    kind: Kind
    start: int
    end: int
    at: int = 0
    soft: bool = False
    number: str = ""
    unit: str = ""


@dataclass(slots=True)
class Run:
    """Value cells that follow each other, and the words printed between the values before them and these."""

    label: str
    values: list[TextCell] = field(default_factory=list)

    @property
    def hard(self) -> list[TextCell]:
        """The values that are printed or stand between separators."""
        return [cell for cell in self.values if not cell.soft]


@dataclass(frozen=True, slots=True)
class Runs:
    """All runs of a text in order. `whole` is False where the text has more cells than any form and was left there."""

    runs: tuple[Run, ...]
    whole: bool


@dataclass(slots=True)
class _Row:
    cells: list[TextCell]
    #: Empty lines before it, or lines of a single bar where there are any, and whether it has bars of its own.
    gap: int = 0
    by_bars: bool = False
    barred: bool = False


def leave_out(runs: Sequence[Run], dropped: Mapping[int, TextCell]) -> list[Run]:
    """The runs, each without the cell that is dropped of it, by the run's number: it belongs to no row, as the number
    of the next one does that a flattened table prints behind the figures of this."""
    return [Run(run.label, [cell for cell in run.values if cell is not dropped.get(at)]) for at, run in enumerate(runs)]


def classify(text: str, start: int, end: int, at: int = 0) -> TextCell:
    """The cell that text[start:end] is, the blanks at its ends set aside."""
    piece = text[start:end]
    inner = piece.strip()
    if not inner:
        return TextCell("blank", start, end, at)
    start += len(piece) - len(piece.lstrip())
    end = start + len(inner)
    if end - start <= 40:
        folded = inner.translate(_FOLDED)
        if match := _NUMBER.match(folded):
            return TextCell("number", start, end, at, number=match["number"].replace(" ", ""), unit=match["unit"] or "")
        if _NOT_APPLICABLE.match(folded):
            return TextCell("not_applicable", start, end, at)
        if inner in _NONE:
            return TextCell("none", start, end, at, number="0")
    return TextCell("text", start, end, at)


def read_runs(text: str) -> Runs:
    """The runs of value cells in a text. Beyond MOST_CELLS or MOST_RUNS the rest is not read, and `whole` says so."""
    rows, whole = _rows(text)
    runs = tuple(islice(_runs(text, rows, _usual_gaps(rows)), MOST_RUNS + 1))
    return Runs(runs[:MOST_RUNS], whole and len(runs) <= MOST_RUNS)


def _rows(text: str) -> tuple[list[_Row], bool]:
    rows: list[_Row] = []
    count = empty = bars = 0
    for line in _LINE.finditer(text):
        start, end = line.span(1)
        if start == end:
            if line.end() == len(text) == start:
                break
            empty += 1
            continue
        found = _SEPARATOR.search(text, start, end)
        if found is None and text[start:end].isspace():
            empty += 1
            continue
        if end - start <= 2_000 and _FURNITURE.match(text, start, end):
            continue
        if found and not text[start:end].strip(_BARS + _BLANKS):
            bars += found.end() == end or not _SEPARATOR.search(text, found.end(), end)
            continue
        cells = _separated(text, start, end) if found else _spaced(text, start, end)
        rows.append(_Row(cells, bars or empty, bars > 0, found is not None))
        empty = bars = 0
        count += len(cells)
        if count >= MOST_CELLS:
            return rows, False
    if empty or bars:
        rows.append(_Row([], bars or empty, bars > 0))
    return rows, True


def _separated(text: str, start: int, end: int) -> list[TextCell]:
    pieces: list[tuple[int, int]] = []
    for found in _SEPARATOR.finditer(text, start, end):
        pieces.append((start, found.start()))
        start = found.end()
        if len(pieces) > _MOST_IN_ROW:
            return []
    pieces.append((start, end))
    cells = [classify(text, left, right, at) for at, (left, right) in enumerate(pieces)]
    if len(cells) == 2 and (cells[0].kind == "blank") != (cells[1].kind == "blank"):
        # `| 3` and `3 |` are one cell a line with its separator: the other side may be a blank cell and mostly is none.
        if cells[0].kind == "blank":
            return cells[1:]
        return [cells[0], TextCell("blank", cells[1].start, cells[1].end, 1, soft=True)]
    return cells


def _spaced(text: str, start: int, end: int) -> list[TextCell]:
    """The cells of a line that only spaces part: figures by themselves, words together."""
    cells: list[TextCell] = []
    if not _FIGURE.search(text, start, end):
        return [TextCell("text", start, end)]
    words = list(islice(_WORD.finditer(text, start, end), MOST_CELLS))
    if len(words) == 1:
        return [classify(text, start, end)]
    numbered = False
    for word in words:
        cell = classify(text, word.start(), word.end(), len(cells))
        counted = _COUNTED.match(text, *word.span()) or _LISTED.match(text, *word.span())
        if cell.kind == "text" and cells and cells[-1].kind == "number" and counted:
            cells[-1] = TextCell("text", cells[-1].start, cells[-1].end, len(cells) - 1)
            if len(cells) > 1 and cells[-2].kind == "text":
                cells[-2:] = [TextCell("text", cells[-2].start, cells[-1].end, len(cells) - 2)]
        numbered = numbered or cell.kind == "number"
        if cell.kind == "text" and cells and cells[-1].kind == "text":
            cells[-1] = TextCell("text", cells[-1].start, cell.end, len(cells) - 1)
        else:
            cells.append(cell)
    if numbered or all(cell.kind != "text" for cell in cells):
        return cells
    # 无 and dashes within words are words, but for those that end a line: a row of dashes behind its label.
    last = max(at for at, cell in enumerate(cells) if cell.kind == "text")
    return [TextCell("text", cells[0].start, cells[last].end), *cells[last + 1 :]]


def _usual_gaps(rows: list[_Row]) -> tuple[int, int]:
    """How many empty lines, and lines of a single bar, stand before a figure on a line of its own where no cell between
    is blank."""
    empty: Counter[int] = Counter()
    bars: Counter[int] = Counter()
    for row in rows:
        if row.cells and row.cells[0].kind not in ("text", "blank"):
            if not row.by_bars:
                empty[row.gap] += 1
            elif not row.barred:
                bars[row.gap] += 1
    return _least(empty), _least(bars) if bars.total() > empty.total() else 0


def _least(gaps: Counter[int]) -> int:
    """The smallest gap that is no exception: wider ones have blank cells in them, of which a table may be full."""
    return min((gap for gap, count in gaps.items() if count * 10 >= gaps.total()), default=0)


def _blanks_of(row: _Row, gaps: tuple[int, int]) -> int:
    usual, barred = gaps
    if row.by_bars:
        # A line with its own bar before it needs none between: each lone bar is a blank cell.
        return min(max(row.gap - (0 if row.barred else barred), 0), _MOST_SOFT)
    return min(max(row.gap - usual, 0) // (usual + 1), _MOST_SOFT)


def _runs(text: str, rows: list[_Row], gaps: tuple[int, int]) -> Iterator[Run]:
    label: list[str] = []
    reach = 0
    values: list[TextCell] = []
    for row in rows:
        place = row.cells[0].start if row.cells else len(text)
        if len(row.cells) > 1 and _only_blank(values) and not any(cell.kind == "text" for cell in row.cells):
            # What stands blank behind the last row of a head is the rest of a merged cell, not the first of this row.
            values = []
        if values or label:
            values.extend(TextCell("blank", place, place, soft=True) for _ in range(_blanks_of(row, gaps)))
        cells = row.cells
        if any(cell.kind == "text" for cell in cells):
            # Before the first words of a row stand phantoms of what is merged down, or its number in a list.
            while cells[0].kind == "blank" or (row.barred and cells[0].kind != "text"):
                cells = cells[1:]
        for index, cell in enumerate(cells):
            if cell.kind != "text" and not _slash_of_a_head(text, label, cell):
                values.append(cell)
                continue
            if values:
                if any(not value.soft for value in values) and index and _only_blank(values):
                    # Blanks between two labels of one row are the rest of a merged cell.
                    values = []
                elif any(value.kind != "blank" for value in values):
                    yield Run("".join(label), values)
                    label, reach, values = [], 0, []
                else:
                    yield Run("".join(label), values)
                    values = []
            words = text[max(cell.start, cell.end - _LABEL_REACH) : cell.end]
            label.append(words)
            reach += len(words)
            while reach - len(label[0]) > _LABEL_REACH:
                reach -= len(label.pop(0))
    if values:
        yield Run("".join(label), values)


def _only_blank(values: list[TextCell]) -> bool:
    return all(value.kind == "blank" for value in values)


def _slash_of_a_head(text: str, label: list[str], cell: TextCell) -> bool:
    """Whether a lone slash is that of 本年增/减, broken over lines."""
    return (
        cell.kind == "not_applicable"
        and text[cell.start : cell.end] in "/／"
        and bool(label)
        and label[-1][-1:] == "增"
    )
