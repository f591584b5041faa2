"""Numbers as offices print them: digits, full-width digits, Chinese numerals, both mixed, with scale words and hedges.

Read from folded text (`folding.fold`), where a number is never broken. ○ (U+25CB) is what offices type for 〇; it has
no numeric value in Unicode and is a nought only among numerals.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from crawler.reading.figures.values import Approximation

_NOUGHT = "零〇○◯"
_ONES = {**dict.fromkeys(_NOUGHT, 0), "两": 2, "俩": 2} | {c: i for i, c in enumerate("一二三四五六七八九", start=1)}
_ONES |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SCALE = {"万": 10**4, "亿": 10**8}
_TWENTIES = {"廿": 20, "卅": 30}
_CHINESE = "".join(_ONES) + "".join(_TENS) + "".join(_SCALE) + "".join(_TWENTIES)
_HEDGE_AFTER = "余|多|数"
#: 1 234条: a blank parts thousands only where the groups are whole and a counting word follows.
_BLANKS = r"(?<![\d ,.])[1-9]\d{0,2}(?: \d{3})+(?=[余多]?(?:条|件|篇|份|项|宗|则|人次|次|元))"
_DIGITS = rf"{_BLANKS}|"
_DIGITS += r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
#: 预约3次, 最近3年 and 网上8条 hold no hedge: the character belongs to the word before.
_LESS = "不足|不到|将近|接近|(?<!最)近|大约|大概|(?<![节预签合条契制公违])约|差不多"
_MORE = "不少于|不低于|至少|超过|突破|逾|超|多达|(?<![网以线会台栏面])上(?=[百千万])"
#: No count is printed longer; what is, is an index number or hostile.
_LONGEST = 24
_NUMBER = re.compile(
    rf"(?P<before>{_LESS}|{_MORE})?"
    rf"(?:(?P<several>[数几])(?P<rounds>[十百千万亿]+)(?![{''.join(_ONES)}\\d])"
    rf"|(?P<digits>{_DIGITS})(?P<early>{_HEDGE_AFTER})?(?P<scale>[百千万亿]{{0,2}})"
    rf"|(?P<chinese>[{_CHINESE}]+)(?P<middle>{_HEDGE_AFTER})?(?P<tail>[万亿]?))"
    rf"(?P<after>{_HEDGE_AFTER})?"
)
#: 236余条以上, 44条左右: hedges behind the unit.
AFTER_UNIT_MORE = re.compile(r"及?以上|之多")
AFTER_UNIT_ABOUT = re.compile(r"左右|上下")


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number at [start, end) of the folded text, hedges included; `low` and `high` only for a range.
    `core` is where its own digits begin, behind a hedge such as 约, `chinese` that it has no digit."""

    start: int
    end: int
    value: Decimal
    approximation: Approximation = "exact"
    low: Decimal | None = None
    high: Decimal | None = None
    core: int = 0
    chinese: bool = False


def parse_chinese(text: str) -> int | None:
    """A whole number in Chinese numerals, None when the characters make none: 一百零五 → 105, 二○一八 → 2018, 廿三 →
    23, 三万五 → 35000, 十 → 10. 二百五 is 250, as it is said."""
    if not text or any(character not in _CHINESE for character in text):
        return None
    if all(character in _ONES for character in text):
        return int("".join(str(_ONES[character]) for character in text))
    total = section = 0
    digit: int | None = None
    last = 0
    for character in text:
        if character in _ONES:
            if digit not in (None, 0):
                return None
            digit = _ONES[character]
            if digit == 0:
                last = 0
        elif character in _TWENTIES:
            if digit not in (None, 0):
                return None
            section, digit, last = section + _TWENTIES[character], None, 10
        elif character in _TENS:
            size = _TENS[character]
            if digit == 0 and section == 0 and total == 0:
                return None
            section, digit, last = section + (digit or 1) * size, None, size
        else:
            size = _SCALE[character]
            section += digit or (0 if section or total else 1)
            if size == 10**8:
                total, section = (total + section) * size, 0
            else:
                total, section = total + section * size, 0
            digit, last = None, size
    if digit and last >= 100:
        return total + section + digit * last // 10
    return total + section + (digit or 0)


def find_numbers(folded: str) -> list[Number]:
    """Every number of a folded text, in order. Whether it counts anything is for its unit and its sentence to say."""
    found = []
    for match in _NUMBER.finditer(folded):
        number = _read(match)
        if number is not None:
            found.append(number)
    return found


def _read(match: re.Match[str]) -> Number | None:
    core = match.end("before") if match["before"] else match.start()
    if match.end() - match.start() > _LONGEST:
        return None
    if match["several"]:
        size = _rounds(match["rounds"])
        return _range(match, 2 * size, 10 * size - 1)
    hedge = bool(match["after"] or match["early"] or match["middle"])
    if match["digits"]:
        scale = _rounds(match["scale"])
        value = Decimal(match["digits"].replace(",", "").replace(" ", "")) * scale
    else:
        whole = parse_chinese(match["chinese"])
        if whole is None:
            return None
        value = Decimal(whole) * _rounds(match["tail"])
        # 十余 is one of eleven to nineteen, 二十余 has no such bound above: a teller of the second says "more than".
        if hedge and value == 10 and match["before"] is None:
            return _range(match, 10, 19)
    approximation: Approximation = "exact"
    if match["before"] and re.fullmatch(_LESS, match["before"]):
        approximation = "about"
    elif hedge or match["before"]:
        approximation = "at_least"
    return Number(match.start(), match.end(), value, approximation, None, None, core, match["digits"] is None)


def _range(match: re.Match[str], low: int, high: int) -> Number:
    return Number(match.start(), match.end(), Decimal(low), "range", Decimal(low), Decimal(high), match.start(), True)


def _rounds(scale: str | None) -> int:
    size = 1
    for character in scale or "":
        size *= _TENS.get(character) or _SCALE[character]
    return size
