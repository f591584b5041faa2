"""Where in its source every line of a clean text comes from, kept beside the text and never in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crawler.extract.lines import Block

_LAST_NUMBER = re.compile(r"\A(.*)\[(\d+)\]\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One line of a clean text, `clean.text[start:end]`, and its source.

    `place` is for a page the path of block elements from the container down (`div#zoom > p[3]`: the third p right
    inside, inline elements between them aside), for print `page 3`, for Word `p[12]` or `table[2] > tr[3]`, for a
    workbook `sheet[1] > row[5]`, "" where the source has no places. `line` is, for a page, the line of the container's
    markup in which the last block element before it begins, for a plain text its own line, and 0 without either.
    """

    start: int
    end: int
    place: str = ""
    line: int = 0


def set_text(lines: Sequence[Block]) -> tuple[str, tuple[TextBlock, ...]]:
    """The text of lines, one a line, and the source of each."""
    found: list[TextBlock] = []
    shown: list[str] = []
    at = 0
    for line in lines:
        text = line.shown
        shown.append(text)
        found.append(TextBlock(at, at + len(text), line.place, line.line))
        at += len(text) + 1
    return "\n".join(shown), tuple(found)


def place_facts(blocks: Sequence[TextBlock]) -> list[list[Any]]:
    """The sources of a text's lines in JSON form, in the order of the lines: [place, line of markup, how many].

    Lines whose places count up by one (p[3], p[4], p[5]) or stay the same are one entry, so a report of a hundred
    paragraphs is a handful of entries; the line of markup is that of the first. A fourth value, 0, says that a place
    with a number stays the same. Where a text's line begins is not said again: lines end at line breaks.
    """
    packed: list[list[Any]] = []
    stem, number, step = "", -1, 0
    for block in blocks:
        match = _LAST_NUMBER.match(block.place)
        own, at = (match[1], int(match[2])) if match else (block.place, -1)
        if packed and own == stem:
            wanted = at - number
            if (packed[-1][2] == 1 and wanted in (0, 1)) or (packed[-1][2] > 1 and wanted == step):
                packed[-1][2] += 1
                number, step = at, wanted
                packed[-1][3:] = [step] if step == 0 and at >= 0 else []
                continue
        packed.append([block.place, block.line, 1])
        stem, number, step = own, at, 0
    return packed


def places_of_facts(packed: Sequence[Sequence[Any]]) -> list[str]:
    """The place of every line of the text, as `place_facts` packed them."""
    places: list[str] = []
    for place, _, count, *same in packed:
        match = _LAST_NUMBER.match(place)
        if match is None or same:
            places += [place] * count
        else:
            places += [f"{match[1]}[{int(match[2]) + number}]" for number in range(count)]
    return places
