"""The year a report is about, which is neither the year it was signed nor the year it was posted.

Offices name other years too: the plan for the next one, the plan period, last year's figures. So the places are asked
in the order of their worth, and the last year mentioned never wins.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crawler.reading.dates import ReadDate, parse_numeral

_FIRST = 2008
_LAST = 2100
_DIGITS = r"20\d\d|２０[０-９]{2}|二[○◯〇零0０OＯo][一二○◯〇零0０OＯo][一二三四五六七八九○◯〇零0０OＯo]"
_OF_YEAR = re.compile(rf"(?<!\d)({_DIGITS})(?:年度|年|度)?(?!\d)")
_SPAN = re.compile(r"(?:20\d\d)年?\s*[-—–至~～]+\s*(?:20\d\d)年")
_DATE = re.compile(
    rf"(?:{_DIGITS})\s*[年./-]\s*(?:\d{{1,2}}|十?[一二三四五六七八九十])\s*[月./-]\s*(?:\d|[一二三廿十])+\s*[日号]?"
)
_OURS = re.compile(
    r"(?<!\d)(20\d\d)\s*(?:年度|年)[，,]?(?:度)?(?:我|本|全|镇|乡|街道|区|县|市|共|[^，。；\n]{1,10}(?:镇|乡|街道|政府))"
)


@dataclass(frozen=True, slots=True)
class ReportYear:
    """The year and what decided: `title`, `entry_title`, `period`, `list`, `body`, `signed`. `flags`: `year_conflict`
    where places of worth disagree, `title_names_two_years`."""

    year: int | None
    basis: str | None
    flags: tuple[str, ...] = ()


def years_in_title(title: str) -> list[int]:
    """The years a title names, in order, without those of full dates; 年度 years come first."""
    bare = _DATE.sub(" ", _SPAN.sub(" ", title))
    found: list[tuple[bool, int]] = []
    for match in _OF_YEAR.finditer(bare):
        year = parse_numeral(match[1])
        if year is not None and _FIRST <= year <= _LAST:
            found.append((not match[0].endswith("度"), year))
    return list(dict.fromkeys(year for _, year in sorted(found, key=lambda pair: pair[0])))


def read_year(
    titles: Sequence[tuple[str, str]],
    lines: Sequence[str],
    period: tuple[ReadDate | None, ReadDate | None],
    signed: ReadDate | None,
    listed: int | None,
) -> ReportYear:
    """The report year. `titles` are (basis, title) in order of worth, `listed` the year the list or folder names."""
    candidates: list[tuple[str, int]] = []
    flags: list[str] = []
    for basis, title in titles:
        years = years_in_title(title)
        if len(years) > 1 and not candidates:
            flags.append("title_names_two_years")
        if years:
            candidates.append((basis, years[0]))
    if (year := _period_year(period)) is not None:
        candidates.append(("period", year))
    if listed is not None and _FIRST <= listed <= _LAST:
        candidates.append(("list", listed))
    worth = len({year for _, year in candidates}) > 1
    if (year := _body_year(lines, signed.value if signed else None)) is not None:
        candidates.append(("body", year))
    if signed is not None:
        candidates.append(("signed", signed.value.year if signed.value.month >= 11 else signed.value.year - 1))
    if worth:
        flags.append("year_conflict")
    if not candidates:
        return ReportYear(None, None, tuple(flags))
    basis, year = candidates[0]
    return ReportYear(year, basis, tuple(flags))


def _period_year(period: tuple[ReadDate | None, ReadDate | None]) -> int | None:
    start, end = period
    if end is None or end.broken:
        return start.value.year if start and not start.broken else None
    if start is None:
        # 截止2017年11月25日 bounds the figures and says nothing sure of the year.
        return None
    # A year that runs from October on belongs to the year most of it lies in.
    middle = start.value + (end.value - start.value) / 2
    return middle.year


def _body_year(lines: Sequence[str], signed: date | None) -> int | None:
    counts = Counter(int(year) for line in lines for year in _OURS.findall(line))
    plausible = {year: count for year, count in counts.items() if _FIRST <= year <= _LAST}
    if signed is not None:
        plausible = {
            year: count for year, count in plausible.items() if signed.year - 1 <= year <= signed.year
        } or plausible
    if not plausible:
        return None
    most = max(plausible.values())
    return min(year for year, count in plausible.items() if count == most)
