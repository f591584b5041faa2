"""Dates as Chinese offices write them, read without repair: what is broken is accepted where it can only mean one day,
and said to be broken.
"""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

#: Signs for nought between numerals: ○ U+25CB is what seeds and portals print, 〇 U+3007 is the right one.
_DIGITS = {"○": 0, "◯": 0, "〇": 0, "零": 0, "０": 0, "O": 0, "Ｏ": 0, "o": 0, "0": 0, "Ο": 0, "О": 0, "◦": 0}
_DIGITS |= {numeral: value for value, numeral in enumerate("一二三四五六七八九", start=1)}
_DIGITS |= {"壹": 1, "贰": 2, "叁": 3, "两": 2, "元": 1} | {str(value): value for value in range(1, 10)}
_DIGITS |= {chr(0xFF10 + value): value for value in range(10)}

_NOUGHT = "○◯〇零０OＯo0ΟО◦"
_YEAR = rf"(?:[12１２二一][{_NOUGHT}1-9１-９一二三四五六七八九]{{3}})"
_ONES = "[一二三四五六七八九]"
_SMALL = rf"(?:[1-9１-９][0-9０-９]?|[0０][1-9１-９]|[一二三]?十{_ONES}?|廿{_ONES}?|卅一?|元|{_ONES})"
_WRITTEN = re.compile(rf"({_YEAR})\s*年\s*({_SMALL})\s*月\s*({_SMALL})\s*[日号]")
_PLAIN = re.compile(r"(?<!\d)(20\d\d)\s*[-－/.．]\s*(\d{1,2})\s*[-－/.．]\s*(\d{1,2})(?!\d)")
_LOST_YEAR = re.compile(r"(?<!\d)(20\d\d)(1[0-2]|[1-9])\s*月\s*(\d{1,2})\s*[日号]")
_DOUBLED_YEAR = re.compile(r"(?<!\d)(20\d\d)\d{1,3}\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_LOST_BOTH = re.compile(r"(?<!\d)(20\d\d)\s?(1[0-2]|[1-9])\s+(\d{1,2})\s*[日号]")
#: 20130220日, 201511日: 年 and 月 lost with the fonts they were set in. Read where the digits make one day only.
_LOST_SIGNS = re.compile(r"(?<!\d)(20\d\d)(\d{2,4})日")
#: 2018年1月3 at the end of a line.
_LOST_DAY_SIGN = re.compile(rf"({_YEAR})年({_SMALL})月({_SMALL})\s*\Z")
_TO = r"起?(?:至|到|—+|-+|~|～)"
_PERIOD = re.compile(
    rf"(?:统计|时限|期限|时间|数据|报告期)[^。；\n]{{0,40}}?[自从由]?(20[^。；\n]{{3,20}}?){_TO}(20[^。；\n]{{3,24}}?[日号])"
)
_SHORT_PERIOD = re.compile(
    rf"(?:统计|时限|期限|数据)[^。；\n]{{0,40}}?(20\d\d)年(\d{{1,2}})月(\d{{1,2}})日?{_TO}(\d{{1,2}})月(\d{{1,2}})日"
)
_UNTIL = re.compile(r"(?:截止|截至)(?:到|至)?\s*(20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号])")
_IN_URL = (
    re.compile(r"/t(20\d\d)(\d\d)(\d\d)_\d+"),
    re.compile(r"/(20\d\d)/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/(20\d\d)-(\d{1,2})[-/](\d{1,2})/"),
    re.compile(r"/(20\d\d)(\d\d)(\d\d)/"),
    re.compile(r"/(20\d\d)/(\d\d)(\d\d)/"),
)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A day, where it was found (`signature`, `head`, `page`, `PubDate`, `发布日期`, `url`, `period`, `until`), the
    words it was read from, and whether they are broken."""

    value: date
    source: str
    printed: str
    broken: bool = False


def parse_numeral(text: str) -> int | None:
    """A whole number below 10,000 in digits or Chinese numerals, None when it is none: 二○一八 → 2018, 廿三 → 23."""
    text = text.strip()
    if not text:
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    if not ten or any(character not in _DIGITS for character in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def find_dates(text: str, source: str) -> list[ReadDate]:
    """Every day written in a line, in order."""
    found: list[tuple[int, ReadDate]] = []
    taken: set[int] = set()
    for pattern, broken in (
        (_DOUBLED_YEAR, True), (_WRITTEN, False), (_PLAIN, False), (_LOST_YEAR, True), (_LOST_BOTH, True),
        (_LOST_DAY_SIGN, True),
    ):  # fmt: skip
        for match in pattern.finditer(text):
            day = _day(match[1], match[2], match[3])
            if day is not None and not taken.intersection(range(*match.span())):
                taken.update(range(*match.span()))
                found.append((match.start(), ReadDate(day, source, match[0], broken)))
    for match in _LOST_SIGNS.finditer(text):
        day = _only_day(match[1], match[2])
        if day is not None and not taken.intersection(range(*match.span())):
            found.append((match.start(), ReadDate(day, source, match[0], True)))
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def parse_date(text: str, source: str) -> ReadDate | None:
    """The first day in a text, None without one. An index number such as 2026-02-00018 is none."""
    return next(iter(find_dates(text, source)), None)


def find_period(text: str) -> tuple[ReadDate | None, ReadDate | None]:
    """The statistical period a report states: first and last day, only the last for 截止2017年11月25日."""
    for match in _PERIOD.finditer(text):
        first = match[1] if match[1].endswith(("日", "号")) else f"{match[1]}日"
        start, end = parse_date(first, "period"), parse_date(match[2], "period")
        if start and end:
            return start, end
    if short := _SHORT_PERIOD.search(text):
        opening, closing = _day(short[1], short[2], short[3]), _day(short[1], short[4], short[5])
        if opening and closing:
            return ReadDate(opening, "period", short[0]), ReadDate(closing, "period", short[0])
    if until := _UNTIL.search(text):
        return None, parse_date(until[1], "until")
    return None, None


def find_url_date(url: str) -> ReadDate | None:
    """The day an address carries in its path. It is the day of filing or of migration, not of the report."""
    path = unquote(urlsplit(url).path)
    for pattern in _IN_URL:
        if (match := pattern.search(path)) and (day := _day(match[1], match[2], match[3])):
            return ReadDate(day, "url", match[0])
    return None


def _only_day(year: str, digits: str) -> date | None:
    """The one day that a month and a day written without a sign between them can mean, None where they mean two."""
    parted = {_day(year, digits[:at], digits[at:]) for at in (1, 2) if 0 < len(digits) - at <= 2} - {None}
    return parted.pop() if len(parted) == 1 else None


def _day(year: str, month: str, day: str) -> date | None:
    numbers = [parse_numeral(part) for part in (year, month, day)]
    if None in numbers:
        return None
    try:
        return date(*(number or 0 for number in numbers))
    except ValueError:
        return None
