"""Where the parts of a text lie: lines lost on the way are found again, and what is appended to a report is told apart.

Copies of pages that passed through other tools come as one line of thousands of characters, with a blank where a
paragraph or a cell ended. Facts stand at the edges of such blocks: title, byline, signature, annex.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

#: A paragraph of a report seldom has a blank in it; a line longer than this with blanks in it lost its line ends.
_LOST_LINES = 160
#: A blank beside a digit is one of typesetting (2023 年, 第 3 条), unless a sentence ends before it.
_BLOCK_END = re.compile(
    r"(?<=[。；！？：:”》）)])[\s\u3000]+|(?<=[^\s0-9０-９|])[\s\u3000]+(?=[^\s0-9０-９|年月日])"
    # 2012-04-11 00:00 ends the byline of a page.
    r"|(?<=\d:\d\d)[\s\u3000]+(?=[^\s0-9])"
)
#: 附件1：…, 附表, 附：…, the annex of 2009-2018 by its title, and the head of its first column.
_APPENDED = re.compile(
    r"\A附(?:件|表|录|图)?[\d一二三四五六七八九十]*(?:[:：、.．（(]|\Z)|\A附(?:件|表|录)"
    r"|\A.{0,34}(?:情况|指标)?统计附?表(?:[（(].{0,10}[)）])?\Z|\A(?:统计)?指标(?:名称)?(?:\||\Z)"
)
_NUMERAL = "[一二三四五六七八九十]+"
#: The beginning of a heading: 一、 (二) 第三章.
CHAPTER = re.compile(rf"\A\s*(?:{_NUMERAL}[、.．]|[（(]{_NUMERAL}[)）]|第{_NUMERAL}[章条部])")
_MOST_BLOCKS = 20_000


def unfold(lines: Sequence[str]) -> list[str]:
    """The lines of a text, those that lost their line ends broken where a blank stands between two blocks."""
    blocks: list[str] = []
    for line in lines:
        if len(line) > _LOST_LINES and "|" not in line and len(blocks) < _MOST_BLOCKS:
            blocks += [block for block in _BLOCK_END.split(line) if block.strip()]
        else:
            blocks.append(line)
    return blocks


def appended_from(lines: Sequence[str]) -> int:
    """The number of the first line of what is appended to a report (annex, list of files), len(lines) without any.

    Lines are squeezed. The first quarter of a text holds its contents and its lead, which name the annex too.
    """
    ends = list(accumulate(map(len, lines)))
    whole = ends[-1] if ends else 0
    for number, line in enumerate(lines):
        if ends[number] - len(line) >= whole // 4 and _APPENDED.match(line):
            return number
    return len(lines)


def second_half_from(lines: Sequence[str], end: int) -> int:
    """The number of the first line that ends in the second half of the characters before line `end`."""
    ends = list(accumulate(map(len, lines[:end])))
    whole = ends[-1] if ends else 0
    return next((number for number, at in enumerate(ends) if 2 * at >= whole), end)
