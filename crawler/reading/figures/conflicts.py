"""Statements of one quantity that contradict each other, and the one value a report can be shown with.

The rule: statements of the year before unclear ones; an exact value before a hedged one that agrees; where values
differ, the statement under the heading 主动公开…情况 (requests, fees, disputes for theirs) before the one in the
overview; then the statement whose parts sum; else no value. The contradiction is kept either way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from crawler.reading.figures.sections import topic_of
from crawler.reading.figures.values import Headline, Statement

#: Keys of which a report states one value a year; two different ones contradict each other.
SINGLE = (
    "proactive_total",
    "fulltext_rate",
    "requests_received",
    "requests_answered",
    "granted",
    "partly",
    "denied",
    "not_exist",
    "not_held",
    "not_ours",
    "carried_in",
    "carried_out",
    "fees_collected",
    "fees_waived",
    "reconsideration",
    "litigation",
    "complaints",
)
#: Keys a report may state of several things: the trainings of the year, the views of each site.
SEVERAL = (
    "docs_issued",
    "docs_disclosed",
    "consultations",
    "page_views",
    "training_sessions",
    "trainees",
    "staff_full",
    "staff_part",
    "access_points",
    "budget",
)
_PARTS = ("proactive_by_category", "proactive_by_channel", "proactive_by_body")
#: How far apart, in characters, parts of one printed list stand at most: a long label and its share.
_APART = 120
#: Among how many parts before it a part may be printed once more.
_LAST = 20
PROSE_KEYS = (*SINGLE, *SEVERAL)
_SECTION_OF = {
    "proactive_total": "proactive",
    **dict.fromkeys(
        ("requests_received", "requests_answered", "granted", "partly", "denied", "not_exist", "not_ours"), "requests"
    ),
    **dict.fromkeys(("fees_collected", "fees_waived"), "fees"),
    **dict.fromkeys(("reconsideration", "litigation", "complaints"), "disputes"),
}


def group_conflicts(statements: Sequence[Statement]) -> list[Statement]:
    """The same statements, those that contradict each other joined by a group named after their key.

    Parts that make more than their whole contradict it and join its group, and so do parts whose printed shares have
    another base; parts that only make less leave something out, as 主要类别 do, and do not.
    """
    joined: dict[int, str] = {}
    for key in SINGLE:
        places = [index for index, statement in enumerate(statements) if _counts(statement, key)]
        if not _agree([statements[index] for index in places]):
            joined.update(dict.fromkeys(places, key))
    shares = shares_of(statements)
    for total, parts in _breakdowns(statements):
        whole = statements[total]
        for group in parts:
            added = _sum(statements, group)
            exact = whole.value is not None and whole.approximation == "exact"
            based = share_base(shares, whole, [statements[index] for index in group])
            if exact and whole.value is not None and (added > whole.value or based is not None):
                joined[total] = whole.key
                joined.update(dict.fromkeys(group, whole.key))
    return [replace(item, group=joined[index]) if index in joined else item for index, item in enumerate(statements)]


def pick_headlines(statements: Sequence[Statement]) -> tuple[Headline, ...]:
    """A headline for each key of the prose that is stated at all, by the rule of this module."""
    headlines = []
    for key in PROSE_KEYS:
        stated = [statement for statement in statements if statement.key == key and statement.source == "prose"]
        if not stated:
            continue
        if key in SEVERAL:
            values = {statement.value for statement in stated}
            single = stated[0] if len(values) == 1 else None
            headlines.append(
                Headline(key, single.value if single else None, "only" if single else "several", False, single)
            )
        else:
            headlines.append(_headline(key, stated, statements))
    return tuple(headlines)


def _headline(key: str, stated: list[Statement], statements: Sequence[Statement]) -> Headline:
    conflict = any(statement.group == key for statement in stated)
    candidates = [s for s in stated if s.scope in ("year", "year_to_date")]
    candidates = candidates or [s for s in stated if s.scope == "unclear"] or stated
    exact = [s for s in candidates if s.approximation == "exact"]
    if _agree(candidates):
        best = (exact or candidates)[0]
        return Headline(key, best.value, "only" if len(stated) == 1 else "agreed", conflict, best)
    inside = [s for s in candidates if topic_of(s.section) == _SECTION_OF.get(key, "") != ""]
    if inside and _agree(inside):
        return Headline(key, inside[0].value, "section", True, inside[0])
    among = {id(one) for one in inside or candidates}
    summed = [
        statements[total]
        for total, parts in (_breakdowns(statements) if key == "proactive_total" else ())
        if id(statements[total]) in among and any(_sum(statements, group) == statements[total].value for group in parts)
    ]
    if summed and _agree(summed):
        return Headline(key, summed[0].value, "parts", True, summed[0])
    return Headline(key, None, "none", True, None)


def parts_of(statements: Sequence[Statement]) -> list[tuple[Statement, list[Statement]]]:
    """Each total with the parts printed after it, one list of parts a breakdown."""
    return [
        (statements[total], [statements[index] for index in group])
        for total, groups in _breakdowns(statements)
        for group in groups
    ]


def _counts(statement: Statement, key: str) -> bool:
    return statement.key == key and statement.scope in ("year", "year_to_date") and statement.source == "prose"


def _agree(statements: Iterable[Statement]) -> bool:
    """Whether one value can satisfy every statement: 86 and 80余 agree, 86 and 57 do not."""
    low, high = Decimal(0), Decimal("Infinity")
    about: list[Decimal] = []
    for statement in statements:
        if statement.value is None:
            continue
        if statement.approximation == "exact":
            low, high = max(low, statement.value), min(high, statement.value)
        elif statement.approximation == "at_least":
            low = max(low, statement.value)
        elif statement.approximation == "range":
            low, high = max(low, statement.low or Decimal(0)), min(high, statement.high or Decimal("Infinity"))
        else:
            about.append(statement.value)
    if low > high:
        return False
    return all(
        low * Decimal("0.8") <= value and (high.is_infinite() or value * Decimal("0.8") <= high) for value in about
    )


def _breakdowns(statements: Sequence[Statement]) -> list[tuple[int, list[list[int]]]]:
    """For each total the places of the parts after it, a group a list: parts of one dimension printed close together.

    One part alone is no breakdown, and what a list of categories and channels makes together counts only where it makes
    the whole: the categories and the channels of a year overlap.
    """
    order = sorted(range(len(statements)), key=lambda index: (statements[index].start, statements[index].end))
    found: list[tuple[int, list[list[int]]]] = []
    for index in order:
        statement = statements[index]
        if statement.source != "prose":
            continue
        if statement.key == "proactive_total":
            found.append((index, []))
        elif statement.key in _PARTS and statement.part_of == "proactive_total" and statement.unit == "item" and found:
            if statement.key == "proactive_by_channel" and statements[found[-1][0]].label:
                # What a site shows is not made of what the accounts beside it issue.
                continue
            _place(statements, index, found[-1][1])
    for total, groups in found:
        groups[:] = [run for group in groups for run in _runs(statements, group, statements[total].value)]
        together = [index for group in groups for index in group]
        whole = statements[total].value
        groups[:] = [group for group in groups if len(group) > 1 and _sum(statements, group) != whole] + [
            group for group in groups if len(group) > 1 and _sum(statements, group) == whole
        ]
        if len(together) > 1 and together not in groups and _sum(statements, together) == whole:
            groups[:] = [together]
    return found


def _place(statements: Sequence[Statement], index: int, groups: list[list[int]]) -> None:
    for group in reversed(groups):
        last = statements[group[-1]]
        if last.key == statements[index].key:
            if statements[index].start - last.end <= _APART:
                if not any(_restates(statements[index], statements[other]) for other in group[-_LAST:]):
                    group.append(index)
                return
            break
    groups.append([index])


def _runs(statements: Sequence[Statement], group: list[int], whole: Decimal | None) -> list[list[int]]:
    """A list of parts as the breakdowns it holds: where some of it, printed in a row, makes the whole alone, the total
    is broken down more than once, by kind and then by subject."""
    if not whole or _sum(statements, group) <= whole:
        return [group]
    begin, added = 0, Decimal(0)
    for end, place in enumerate(group, start=1):
        added += statements[place].value or Decimal(0)
        while added > whole:
            added -= statements[group[begin]].value or Decimal(0)
            begin += 1
        if added == whole and end - begin > 1:
            return [run for run in (group[:begin], group[begin:end], group[end:]) if run]
    return [group]


def _restates(later: Statement, earlier: Statement) -> bool:
    """Whether a part is printed once more, as each channel is where 1、政府网站。… takes up a breakdown in turn."""
    return (
        (later.section != earlier.section or later.key == "proactive_by_channel")
        and bool(later.value)
        and later.value == earlier.value
        and later.label[-2:] == earlier.label[-2:]
    )


def _sum(statements: Sequence[Statement], places: Iterable[int]) -> Decimal:
    return sum((statements[index].value or Decimal(0) for index in places), Decimal(0))


def shares_of(statements: Iterable[Statement]) -> dict[tuple[str, str], Decimal]:
    """The printed share of each part, by the label and the key of the part."""
    return {
        (one.label, one.key.removesuffix("_share")): one.value
        for one in statements
        if one.key.endswith("_share") and one.value is not None
    }


def share_base(
    shares: Mapping[tuple[str, str], Decimal], total: Statement, parts: Sequence[Statement]
) -> Decimal | None:
    """The base the printed shares of a breakdown were computed on where it is not the total: 94% and 6% of 15 and 1
    have the base 16, whatever total is stated. None where the shares fit the total, or where no base fits."""
    known = [
        (part.value, shares[part.label, part.key])
        for part in parts
        if part.value is not None and (part.label, part.key) in shares
    ]
    added = sum((part.value or Decimal(0) for part in parts), Decimal(0))
    if len(known) < 2 or total.value is None or _fits(known, total.value):
        return None
    return added if _fits(known, added) else None


def _fits(pairs: Sequence[tuple[Decimal, Decimal]], base: Decimal) -> bool:
    """Whether every share is its count over a base, to the digits it is printed with (and one more for rounding)."""
    if base <= 0:
        return False
    for count, share in pairs:
        step = Decimal(1).scaleb(int(share.as_tuple().exponent)) if share != share.to_integral_value() else Decimal(1)
        if abs(count / base * 100 - share) > step:
            return False
    return True
