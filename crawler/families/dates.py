"""Printed dates and dates in addresses. Calendar dates in China; no clock."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

_CHINA = timedelta(hours=8)

# Blanks may stand between the parts: rows of Jiangsu Hanweb lists break the line there. The look-ahead keeps an index
# number (2026-02-00018) from being read as a date.
_PRINTED = re.compile(
    r"(?<![\d-])((?:19|20)\d{2})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})(?!\d)(?!-\d)\s*(?:日|号)?"
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
# The parts of one date in tags of their own, joined by one space: 14 2022-01, 2022-01 14, 01-14 2022, 2022 01/14.
_YEAR, _TWO, _JOIN = r"((?:19|20)\d{2})", r"(\d{1,2})", r"\s?[-/.年月]\s?"
_SPLIT = (
    (re.compile(rf"(?<![\d-]){_TWO}日? {_YEAR}{_JOIN}{_TWO}(?![\d-])月?"), (2, 3, 1)),
    (re.compile(rf"(?<![\d-]){_YEAR}{_JOIN}{_TWO}月? {_TWO}(?![\d-])"), (1, 2, 3)),
    (re.compile(rf"(?<![\d-]){_TWO}{_JOIN}{_TWO}日? {_YEAR}(?![\d-])"), (3, 1, 2)),
    (re.compile(rf"(?<![\d-]){_YEAR}年? {_TWO}{_JOIN}{_TWO}(?![\d-])"), (1, 2, 3)),
)
_ADDRESSES = (
    re.compile(r"/t((?:19|20)\d{2})(\d{2})(\d{2})_\d+\.\w+"),
    re.compile(r"/art/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/"),
)


def find_date(text: str | None) -> date | None:
    """The first date printed in `text`: 2018-03-07, 2018/3/7, 2018.3.7, 2018年3月7日, in brackets or with a time after.

    None when there is none that the calendar knows.
    """
    for match in _PRINTED.finditer(text or ""):
        if found := _valid(*match.groups()):
            return found
    return None


def find_split_date(parts: Iterable[str]) -> date | None:
    """The first date that a row prints in two tags, one after the other: 14 and 2022-01, 01-14 and 2022.

    Observed on VSB lists, whose themes set the day large and year and month small, in either order.
    """
    shown = [part for part in (" ".join(part.split()) for part in parts) if part]
    for first, second in pairwise(shown):
        if len(first) + len(second) > 14:
            continue
        for pattern, (year, month, day) in _SPLIT:
            if (match := pattern.fullmatch(f"{first} {second}")) and (
                found := _valid(match[year], match[month], match[day])
            ):
                return found
    return None


def without_date(text: str) -> str:
    """`text` with a date at its end taken off, brackets and time of day included: a title with the date glued to it.

    Only a full date goes; 甲镇2017年度报告 stays whole.
    """
    return re.sub(
        r"\s*[\[(（【]?\s*(?:19|20)\d{2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])）】]?\s*\Z",
        "",
        text,
    )


def date_of_url(url: str) -> date | None:
    """The date an address carries (`/201801/t20180122_5.html`, `/art/2018/1/22/art_5_6.html`).

    After a migration it is the day of the move, not of the publication: 兴华乡's report on 2010 at mhk.gov.cn carries
    2017-12-07 and shows 2011-01-01.
    """
    for pattern in _ADDRESSES:
        if match := pattern.search(url):
            return _valid(*match.groups())
    return None


def parse_compact(text: str) -> date | None:
    """The first date written as eight digits."""
    match = _COMPACT.search(text)
    return _valid(*match.groups()) if match else None


def date_of_epoch(seconds: object) -> date | None:
    """The day in China of a count of seconds since 1970, as gkmlpt rows carry it; None for 0, blanks and nonsense."""
    try:
        number = int(str(seconds))
    except ValueError:
        return None
    if not 0 < number < 10**11:
        return None
    return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=number) + _CHINA).date()


def _valid(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
