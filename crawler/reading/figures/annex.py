"""The statistics annex 《政府信息公开情况统计表》: rows of an indicator, its unit and one figure or two.

Two figures are the year's and that since 2008 (历年累计), or the period's and the year's (本期实际, 本年累计). An annex
whose cells lost every separator (主动公开信息数条20263542) is read where its figures can be parted in one way only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from crawler.reading.figures.annex_rows import ANNEX_ROWS, OUTCOME_ROWS, AnnexRow
from crawler.reading.figures.cells import Run, TextCell, leave_out, read_runs
from crawler.reading.figures.fitting import fit
from crawler.reading.figures.labels import LabelBook, Match, ends_with_errors, find_within, match_tail, squeeze_label
from crawler.reading.figures.stating import Problem, state
from crawler.reading.figures.values import Cell, Scope, Statement

_TITLE = re.compile(
    "|".join(r"\s*".join(words) for words in ("信息公开情况统计", "信息公开工作情况统计", "指标名称", "统计指标"))
)
_HEAD = re.compile(r"指标名称|统计指标|计量单位|统计(?:报)?表")
#: No annex is longer, in whatever shape.
_REACH = 12_000
_MOST_TITLES = 6
_UNIT = re.compile(r"(?:人次|万元|[条件次篇个人元])\Z")
_LEAST_ROWS = 3
_MOST_STRANGE = 30
#: So many figures that count up are no accident.
_LEAST_NUMBERED = 4
#: 不同意公开 is no 同意公开 with a typo: what a longer label adds must be more than that.
_LEAST_ADDED = 3
_ROW_LABELS = {key: row.labels for key, row in ANNEX_ROWS.items()}
_BOOK = LabelBook({**_ROW_LABELS, **OUTCOME_ROWS})
#: Before 行政复议数量 no row is an outcome, and 法律法规规定的其他情形 is none that lost its head.
_BOOK_WITHOUT_OUTCOMES = LabelBook(_ROW_LABELS)
_FLAT_LABELS = {label: key for key, row in ANNEX_ROWS.items() for label in row.labels}
_FLAT = re.compile(
    rf"(?P<label>{'|'.join(sorted(map(re.escape, _FLAT_LABELS), key=len, reverse=True))})"
    r"(?P<unit>条|件|次|篇|个|人次|人|万元|元)(?P<digits>\d{1,20})(?P<list>[.．、])?"
)


@dataclass(slots=True)
class Annex:
    """What the annex of a text states."""

    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row recognised: what its label means, its printed words and unit, its values, and the row it stands under
    where that one has rows of outcomes."""

    key: str
    words: str
    unit: str
    run: Run
    group: str


def read_annex(text: str) -> Annex | None:
    """The annex of a text, None where it has none: a mention of the table in a paragraph is none."""
    # The preamble of a report names its annex too, and an annex cut in two has its head twice: the fullest reading
    # counts, and of two as full the later one.
    fullest: Annex | None = None
    for title in [match.start() for match in _TITLE.finditer(text)][-_MOST_TITLES:][::-1]:
        region = text[title : title + _REACH]
        annex = _from_runs(region) or _from_flat(region)
        if annex is not None and (fullest is None or len(annex.statements) > len(fullest.statements)):
            moved = [replace(one, start=one.start + title, end=one.end + title) for one in annex.statements]
            fullest = Annex(moved, annex.problems)
    return fullest


def _scopes(head: str) -> tuple[Scope, ...]:
    if "历年累计" in head:
        return ("year", "all_time")
    if "本期实际" in head and "本年累计" in head:
        return ("unclear", "year")
    return ("year",)


def _from_runs(region: str) -> Annex | None:
    rows, unknown = _rows(region)
    if len(rows) < _LEAST_ROWS:
        return None
    head = squeeze_label(region[: rows[0].run.values[0].start])
    if not _HEAD.search(head):
        return None
    annex = Annex()
    scopes = _scopes(head)
    coded = "代码" in head
    seen: set[str] = set()
    for row in rows:
        key, kind = row.key, ANNEX_ROWS.get(row.key)
        if kind is None:
            if not row.group:
                annex.problems.append(("row_without_group", f"the annex row {row.words} stands under no group"))
                continue
            key, kind = f"{row.group}_{row.key}", AnnexRow((), ANNEX_ROWS[row.group].unit, row.group)
        if key in seen:
            if row.run.hard:
                annex.problems.append(("row_repeated", f"the row {row.words} stands twice in the annex"))
            continue
        values = fit(row.run, len(scopes) + coded)
        if values is None:
            if row.run.hard:
                printed = " ".join(region[cell.start : cell.end].strip() or "·" for cell in row.run.hard)
                annex.problems.append(("columns_not_told", f"{row.words} in the annex has other columns: {printed}"))
            continue
        seen.add(key)
        for scope, cell in zip(scopes, values[coded:], strict=True):
            annex.statements.append(_statement(region, cell, key, kind, scope, row.words, row.unit))
    if unknown:
        annex.problems.append(("rows_not_known", f"rows of the annex of no known indicator: {', '.join(unknown)}"))
    return annex


def _rows(region: str) -> tuple[list[_Row], list[str]]:
    """The rows recognised, and the labels of others that state a figure with a unit: indicators of an office's own,
    and labels too damaged to be told from two."""
    rows: list[_Row] = []
    unknown: list[str] = []
    strange = 0
    headed, group = False, ""
    for run in _without_numbers(read_runs(region).runs):
        label = squeeze_label(run.label)
        headed = headed or _HEAD.search(label) is not None
        unit = _UNIT.search(label)
        printed = unit[0] if unit else ""
        # Where its own figure is blank the row that has outcomes is only words before the first of them.
        group = _last_group(label) or group
        book = _BOOK if group else _BOOK_WITHOUT_OUTCOMES
        words = label.removesuffix(printed)
        match = _match(label, book) or _match(words, book) or match_tail(words, book, fuzzy=headed and strange < 4)
        if match is not None:
            strange = 0
            if match.key in ANNEX_ROWS and ANNEX_ROWS[match.key].opens:
                group = match.key
            rows.append(_Row(match.key, match.words, printed, run, group))
            continue
        strange += 1
        if strange > _MOST_STRANGE:
            break
        if printed and rows and any(cell.kind == "number" for cell in run.values):
            unknown.append(words[-20:])
    return rows, unknown


def _match(label: str, book: LabelBook) -> Match | None:
    """The row whose label is printed in full at the end of these words. Where a longer one with the same end is there
    but for a typo, it is that: 主要负责同志参加政府网站在线访谈次数 has a mistyped beginning more often than none."""
    match = match_tail(label, book, fuzzy=False)
    if match is None:
        return None
    for name, key in book.names:
        if key != match.key and name.endswith(match.words) and len(name) > len(match.words) + _LEAST_ADDED:
            errors = ends_with_errors(name, label[-len(name) - 2 :])[-1]
            if errors <= len(name) // 6:
                return Match(key, label[-len(name) :], errors)
    return match


def _last_group(label: str) -> str:
    """The last row named in a label that has rows of outcomes, "" for none."""
    places = {key: max(find_within(name, label) for name in row.labels) for key, row in ANNEX_ROWS.items() if row.opens}
    last = max(places, key=lambda key: places[key])
    return last if places[last] >= 0 else ""


def _without_numbers(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs without the numbers of rows, which flattened tables print before each label: behind the figures of the
    row before. They count up by one or begin again at one; figures that did so in every row would be no figures."""
    numbered = [(at, run.hard[-1]) for at, run in enumerate(runs[:-1]) if run.hard and run.hard[-1].number.isdecimal()]
    through = [int(below.number) - int(above.number) for (_, above), (_, below) in pairwise(numbered)]
    if through.count(1) > _LEAST_NUMBERED and through.count(1) * 10 >= 9 * len(through):
        # Counted through the whole table, so that rows of a blank figure have nothing but their successor's number.
        return leave_out(runs, dict(numbered))
    extra = [
        (number, int(run.hard[-1].number))
        for number, run in enumerate(runs[:-1])
        if len(run.hard) > 1 and run.hard[-1].kind == "number" and run.hard[-1].number.isdecimal()
    ]
    steps = [after in (before + 1, 1, 2) for (_, before), (_, after) in pairwise(extra)]
    counted = sum(after == before + 1 for (_, before), (_, after) in pairwise(extra))
    if counted < _LEAST_NUMBERED or not all(steps):
        return runs
    return leave_out(runs, {number: runs[number].hard[-1] for number, _ in extra})


def _statement(text: str, cell: TextCell, key: str, row: AnnexRow, scope: Scope, words: str, printed: str) -> Statement:
    place = Cell(key, "period" if scope == "unclear" else scope)
    return state(
        text, cell, key, "annex", place, unit=row.unit, printed=printed, cue=words, scope=scope, part_of=row.part_of
    )


def _from_flat(region: str) -> Annex | None:
    found = list(_FLAT.finditer(region))
    if len(found) < _LEAST_ROWS:
        return None
    annex = Annex()
    scopes = _scopes(squeeze_label(region[: found[0].start()]))
    seen: set[str] = set()
    unread: list[str] = []
    for match in found:
        key, label, digits = _FLAT_LABELS[match["label"]], match["label"], match["digits"]
        if match["list"] and len(digits) > 1:
            # The number of the next line in its list follows without a blank.
            digits = digits[:-1]
        if key in seen:
            continue
        seen.add(key)
        parts = _parted(digits, len(scopes))
        if parts is None:
            unread.append(f"{label} {digits}")
            continue
        at = match.start("digits")
        for scope, part in zip(scopes, parts, strict=True):
            cell = TextCell("number", at, at + len(part), number=part)
            at += len(part)
            annex.statements.append(_statement(region, cell, key, ANNEX_ROWS[key], scope, label, match["unit"]))
    if unread:
        message = f"annex figures run into each other and part in several ways: {'; '.join(unread)}"
        annex.problems.append(("columns_not_told", message))
    return annex


def _parted(digits: str, size: int) -> tuple[str, ...] | None:
    """Digits as the year's figure and that of all years, which is not smaller; None where several ways are open."""
    if size == 1:
        return (digits,)
    ways = [
        (digits[:at], digits[at:])
        for at in range(1, len(digits))
        if not any(len(part) > 1 and part[0] == "0" for part in (digits[:at], digits[at:]))
        and int(digits[:at]) <= int(digits[at:])
    ]
    return ways[0] if len(ways) == 1 else None
