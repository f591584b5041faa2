"""A text as the sentences of its prose: without its tables, its headings, and the line breaks a page was printed with.

Figures inside rows of tables are read from tables. A sentence is folded (`folding`) and knows the section it stands in.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.reading.figures.folding import Folded, fold
from crawler.reading.figures.sections import Section, find_sections, line_heading

_CELL = re.compile(r"[-—－–/\\、]|[-—]?\d[\d,.]*%?|无|○")
_PAGE_NUMBER = re.compile(r"[-—－–]\s*\d{1,3}\s*[-—－–]|第\s*\d{1,3}\s*页.{0,12}")
#: Where a form or the statistics annex begins inside a line, in texts whose cells were run together.
_FORM_IN_LINE = re.compile(
    r"指标名称\s*计量|统计指标\s*单位|信息内容\s*本年(?:新?制|处理)|（本列数据的勾稽|第二十条第（一）项"
)
_ENDS = tuple("。；！？;!?：:")
_SENTENCE_END = re.compile(r"[。！？!?]+[”）)]?")
_UNIT_FIRST = re.compile(r"[余多]?(?:条|件|篇|份|项|宗|则|人|名|次|元|万|个|处|起|期|%|％|[，。；、])")
#: 公开政府信息11⏎36条: the rest of a number and its unit, behind what is no cell.
_REST_OF_COUNT = re.compile(r"[\d０-９]{1,6}\s?(?:余|多)?(?:条|件|篇|份|项|宗|人次|元)")
_SENTENCE = 8
_NUMBER_ALONE = re.compile(r"[\d０-９][\d０-９,，.]*\s?[%％]?")
_GOES_ON = re.compile(r"[，,。；;]|[余多]?(?:条|件|篇|份|项|宗|则|人次|人|名|次|万|个|处|起)[^|\d]")
_MARKED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[、）)是要]|[（(]?\d{1,2}[)）]?[、.．]|附件|附表)")


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence, folded, its words in the text, and its heading. `topic` is what the nearest heading is about that
    says so, `under` what the top heading is about."""

    folded: Folded
    heading: str
    topic: str
    under: str

    @property
    def text(self) -> str:
        return self.folded.text


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    bare: str


def read_passages(text: str) -> list[Passage]:
    """The sentences of a text's prose, in order."""
    sections = find_sections(text)
    starts = [section.start for section in sections]
    passages: list[Passage] = []
    for stretch in _stretches(text, sections):
        index = bisect_right(starts, stretch[0][0])
        before = sections[max(0, index - 40) : index]
        heading = before[-1].title if before else ""
        topic, under = _topics(before)
        folded = _join([fold(text, start, end) for start, end in stretch])
        for first, last in _sentences(folded.text):
            part = Folded(folded.text[first:last], folded.offsets[first:last])
            passages.append(Passage(part, heading, topic, under))
    return passages


def _join(parts: list[Folded]) -> Folded:
    if len(parts) == 1:
        return parts[0]
    return Folded("".join(part.text for part in parts), tuple(offset for part in parts for offset in part.offsets))


def _topics(before: list[Section]) -> tuple[str, str]:
    topic = ""
    for section in reversed(before):
        topic = topic or section.topic
        if section.top:
            return topic or section.topic, section.topic
    return topic, ""


def _sentences(folded: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(folded):
        if match.end() > start + 1:
            yield start, match.end()
        start = match.end()
    if start < len(folded):
        yield start, len(folded)


def _stretches(text: str, sections: list[Section]) -> Iterator[list[tuple[int, int]]]:
    """The running prose, each stretch as the ranges it stands in: lines a page broke are one stretch, and page numbers
    between them, headings and tables are in none."""
    lines = [_Line(*span) for span in _lines(text)]
    broken = _broken_out(lines)
    tabular = _tabular(lines, broken)
    width = _width(lines)
    starts = [section.start for section in sections]
    held: list[tuple[int, int]] = []
    last = ""
    for number, line in enumerate(lines):
        if not line.bare or _PAGE_NUMBER.fullmatch(line.bare):
            continue
        if number in tabular:
            if held:
                yield held
            held = []
            continue
        for start, end in _without_headings(line, sections, starts, text):
            if held and start == line.start and (number in broken or _continues(last, line.bare, width)):
                held.append((start, end))
                continue
            if held:
                yield held
            held = [(start, end)]
        last = line.bare
        if held and line_heading(line.bare):
            yield held
            held = []
    if held:
        yield held


def _continues(before: str, line: str, width: int) -> bool:
    """Whether a line goes on in the next one: cut at the width of the page, or between a number and its unit."""
    if not before or before.endswith(_ENDS) or _MARKED.match(line):
        return False
    if before[-1].isdigit() and (_UNIT_FIRST.match(line) or (len(before) >= _SENTENCE and _REST_OF_COUNT.match(line))):
        return True
    if before.endswith(("，", "、", ",")) or line.startswith(("，", "。", "、", "；", "）")):
        return True
    return 0 < width <= 70 and len(before) >= 0.75 * width


def _width(lines: list[_Line]) -> int:
    """The width lines were broken at, 0 where they are paragraphs: most long lines are about as long as the longest."""
    lengths = sorted(len(line.bare) for line in lines if len(line.bare) >= 16)
    if len(lengths) < 6:
        return 0
    wide = lengths[int(len(lengths) * 0.9)]
    return wide if sum(length >= 0.8 * wide for length in lengths) >= 0.5 * len(lengths) else 0


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    position = 0
    for line in text.splitlines(keepends=True):
        yield position, position + len(line.rstrip("\r\n")), line.strip()
        position += len(line)


def _broken_out(lines: list[_Line]) -> set[int]:
    """Lines that are a number out of the middle of a sentence, as where a page sets each figure apart: what goes before
    breaks off and what follows begins with its unit or a mark and goes on."""
    found: set[int] = set()
    filled = [number for number, line in enumerate(lines) if line.bare]
    for before, number, after in zip(filled, filled[1:], filled[2:], strict=False):
        bare, following = lines[number].bare, lines[after].bare
        if (
            _NUMBER_ALONE.fullmatch(bare)
            and _GOES_ON.match(following)
            and not lines[before].bare.endswith(_ENDS)
            and not _CELL.fullmatch(lines[before].bare)
            and (len(following) > 2 or after + 1 >= len(lines))
        ):
            found.add(number)
    return found


def _tabular(lines: list[_Line], broken: set[int]) -> set[int]:
    """Lines that are rows or bare cells. Cells are known by their company: three or more lines that are nothing but a
    number or a dash, with nothing between them that ends as a sentence does or counts in its own words."""
    rows: set[int] = {
        n for n, line in enumerate(lines) if line.bare.startswith("|") or " | " in line.bare or "\t" in line.bare
    }
    run: list[int] = []
    for number, line in enumerate([*lines, _Line(0, 0, "。")]):
        bare = line.bare
        if not bare or _PAGE_NUMBER.fullmatch(bare) or number in rows or number in broken:
            continue
        if _CELL.fullmatch(bare):
            run.append(number)
        elif "。" in bare or len(bare) > 60 or re.search(r"\d(?:余|多)?(?:条|件|名|元|次|篇|份)(?!数)", bare):
            if len(run) >= 3:
                rows.update(range(run[0], run[-1] + 1))
            run = []
    return rows


def _without_headings(line: _Line, sections: list[Section], starts: list[int], text: str) -> Iterator[tuple[int, int]]:
    position, end = line.start, line.end
    form = _FORM_IN_LINE.search(text, position, end)
    if form:
        end = form.start()
    index = bisect_right(starts, position - 1)
    while index < len(sections) and sections[index].start < end:
        if position < sections[index].start and text[position : sections[index].start].strip():
            yield position, sections[index].start
        position = min(sections[index].end, end)
        index += 1
    if text[position:end].strip():
        yield position, end
