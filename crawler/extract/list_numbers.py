"""The numbers of `<ol>`, which stand in no text and which every browser shows before the items."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.extract.events import ITEMS
from crawler.extract.numbering import format_number

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]{0,120})", re.IGNORECASE)
#: CSS counter styles by Word's names for the same numbers.
_CSS = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-decimal": "chineseCounting",
    "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
    "simp-chinese-formal": "chineseLegalSimplified",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
}
_NO_NUMBER = frozenset({"none", "disc", "circle", "square"})
_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
#: A number or mark the author typed: his list is numbered already, and the portal's style sheet hides the browser's.
_TYPED = re.compile(
    r"[(（【\[]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[a-zA-Z]|[ivxIVX]{1,5})[)）】\]、.．:：](?!\d)|第[一二三四五六七八九十百\d]{1,4}[章节条项]"
    r"|[①-⓿❶-➓⒈-⒛•·●○■□◆◇★☆▲△►▶※＊*-]"
)
_INTEGER = re.compile(r"\s*([+-]?\d{1,9})")


@dataclass(slots=True)
class _List:
    """One open list: the next item's number, its step, and how numbers are written; "" for a list without."""

    number: int
    step: int
    style: str


class ListNumbers:
    """The lists that are open at a place of a page, and the numbers their items bear."""

    def __init__(self) -> None:
        self._lists: list[_List] = []

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """A list (`ol`, `ul`, `dir`, `menu`) begins."""
        style = _TYPES.get(attributes.get("type", "1").strip(), "decimal") if name == "ol" else ""
        start, step = _integer(attributes.get("start")), 1
        if "reversed" in attributes:
            items = _integer(attributes.get(ITEMS))
            step = -1
            if start is None and items is None:
                # Markup without a tree: how far down it counts is not known.
                style = ""
            start = items if start is None else start
        self._lists.append(_List(1 if start is None else start, step, _styled(attributes, style)))

    def close(self) -> None:
        """The innermost list ends."""
        if self._lists:
            self._lists.pop()

    def label(self, attributes: Mapping[str, str]) -> str:
        """What a browser shows before the item (`li`) that begins here, "" for nothing."""
        if not self._lists:
            return ""
        innermost = self._lists[-1]
        value = _integer(attributes.get("value")) if innermost.style else None
        number = innermost.number if value is None else value
        innermost.number = number + innermost.step
        style = innermost.style
        if style and "type" in attributes:
            style = _TYPES.get(attributes["type"].strip(), style)
        style = _styled(attributes, style) if style else ""
        if not style:
            return ""
        if number < 1 and style != "decimal":
            # Letters, Roman and Chinese counters begin at one; a browser falls back to figures.
            style = "decimal"
        return f"{format_number(number, style)}{'、' if style.startswith(('chinese', 'ideograph')) else '. '}"


def is_numbered(text: str) -> bool:
    """Whether an item's text begins with a number or mark of its own."""
    return _TYPED.match(text) is not None


def _styled(attributes: Mapping[str, str], style: str) -> str:
    declared = attributes.get("style", "")
    if "list-style" not in declared.lower():
        return style
    for found in _STYLE.finditer(declared):
        for word in found[1].lower().split():
            if word in _NO_NUMBER:
                style = ""
            elif word in _CSS:
                style = _CSS[word]
    return style


def _integer(value: str | None) -> int | None:
    found = _INTEGER.match(value or "")
    return int(found[1]) if found else None
