"""Word's automatic numbers: 一、 （一） 1. that stand in no paragraph's text and only in numbering.xml.

A report whose chapters are numbered by Word reads without its chapter numbers in every plain reader, so they are
computed here as Word does: a counter per level of a list, deeper levels starting over.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_CHINESE = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int
    style: str
    pattern: str


@dataclass(slots=True)
class Numbering:
    """The lists of one document and their counters. `label` is called once for each numbered paragraph, in order."""

    _levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _seen: set[str] = field(default_factory=set)

    def declare(self, number_id: str, abstract: str, levels: Mapping[int, Level], restarts: Mapping[int, int]) -> None:
        """Add a list: its levels under the name of what it shares its counters with, and where levels begin anew."""
        self._levels.setdefault(abstract, dict(levels))
        self._lists[number_id] = abstract
        self._restarts[number_id] = dict(restarts)

    def knows(self, number_id: str, depth: int) -> bool:
        """Whether the document declares this level of a list."""
        return depth in self._levels.get(self._lists.get(number_id, ""), {})

    def label(self, number_id: str, depth: int) -> str:
        """The number printed before the next paragraph of the list, "" for bullets and unknown lists."""
        abstract = self._lists.get(number_id)
        levels = self._levels.get(abstract or "")
        if abstract is None or not levels or depth not in levels:
            return ""
        counters = self._counters[abstract]
        if number_id not in self._seen:
            self._seen.add(number_id)
            for level, start in self._restarts.get(number_id, {}).items():
                counters[level] = start - 1
        counters[depth] = counters.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counters if level > depth]:
            del counters[deeper]
        text = levels[depth].pattern
        if levels[depth].style in ("bullet", "none"):
            return ""
        for level, rule in levels.items():
            if f"%{level + 1}" in text:
                text = text.replace(f"%{level + 1}", format_number(counters.get(level, rule.start), rule.style))
        return text


def read_numbering(root: Any) -> Numbering:
    """The lists a numbering part declares. `root` is its parsed XML, None when the document has none."""
    numbering = Numbering()
    if root is None:
        return numbering
    for abstract in root.iter(f"{W}abstractNum"):
        numbering._levels[_value(abstract, "abstractNumId")] = _read_levels(abstract)
    for number in root.iter(f"{W}num"):
        number_id = _value(number, "numId")
        numbering._lists[number_id] = _child(number, "abstractNumId")
        restarts = {}
        for override in number.iter(f"{W}lvlOverride"):
            start = _child(override, "startOverride")
            if start:
                restarts[_number(_value(override, "ilvl"))] = _number(start)
        numbering._restarts[number_id] = restarts
    return numbering


def format_number(number: int, style: str) -> str:
    """A number in one of Word's number formats; unknown formats are decimal."""
    if style.startswith(("chinese", "taiwanese", "japanese", "ideographDigital", "koreanDigital")):
        return _legal(number) if "legal" in style.lower() else _chinese(number)
    if style == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if style == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if style.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if style == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if style == "decimalZero":
        return f"{number:02d}"
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman"):
        return _roman(number) if style == "lowerRoman" else _roman(number).upper()
    return str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return "".join(_CHINESE[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _CHINESE[tens]) + "十" if tens else ""
    return head + (_CHINESE[ones] if ones else "")


def _legal(number: int) -> str:
    if not 0 < number < 100:
        return "".join(_LEGAL[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return (f"{_LEGAL[tens]}拾" if tens else "") + (_LEGAL[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(max(number, 0), value)
        text += letters * min(count, 10)
    return text


def _read_levels(abstract: Any) -> dict[int, Level]:
    return {
        _number(_value(level, "ilvl")): Level(
            _number(_child(level, "start") or "1"), _child(level, "numFmt") or "decimal", _child(level, "lvlText")
        )
        for level in abstract.iter(f"{W}lvl")
    }


def _value(element: Any, name: str) -> str:
    attributes: Mapping[str, str] = element.attrib
    return attributes.get(f"{W}{name}", "")


def _child(element: Any, name: str) -> str:
    child = element.find(f"{W}{name}")
    return "" if child is None else _value(child, "val")


def _number(text: str) -> int:
    try:
        return min(max(int(text), 0), 100_000)
    except ValueError:
        return 0
