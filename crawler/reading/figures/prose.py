"""Figures stated in running prose: each count and each denial, with the words it stands in.

A count's key is read from the words nearest to it (`phrases`, `publication`), its polarity, hedge and scope from its
sentence. What counts something else (lists, statutes, deadlines, plans, differences, other years) is no statement.
"""

import re
from decimal import Decimal

from crawler.reading.figures.conflicts import group_conflicts
from crawler.reading.figures.listing import Context, Meaning
from crawler.reading.figures.matters import DISPUTES, denial_holds
from crawler.reading.figures.meanings import meanings_of
from crawler.reading.figures.negations import find_denials
from crawler.reading.figures.passages import Passage, read_passages
from crawler.reading.figures.phrases import hits_in
from crawler.reading.figures.quantities import Quantity, find_quantities
from crawler.reading.figures.scopes import is_difference, is_planned, other_year, read_scope
from crawler.reading.figures.totals import promote, sum_problems
from crawler.reading.figures.values import Scope, Statement

#: How far back the words that set the stretch of a count stand at most.
_REACH = 240
_OF_DISCLOSURE = re.compile(
    r"^其中(?:，|有)?(?:因|涉及|涉|关于|属于)?(?:政府|政务)?信息公开(?:类|方面|引发|引起|领域|工作)*(?:的)?(?:行政)?(?:复议"
    r"|诉讼|应诉)?(?:案件|案|事项|申请)?(?:为|有|共)?$"
)


def read_prose(text: str, year: int | None) -> tuple[list[Statement], list[tuple[str, str]]]:
    """Every value the prose of a text states, in order, contradictions grouped; and oddities as (code, sentence).

    `year` is the report's, None where unknown: counts of earlier years are then not told from its own.
    """
    statements: list[Statement] = []
    ranks: dict[int, int] = {}
    problems: list[tuple[str, str]] = []
    context = Context()
    for passage in read_passages(text):
        if passage.under == "problems" or (passage.under == "" and passage.topic == "problems"):
            context = Context()
            continue
        _read_passage(passage, year, context, statements, ranks, problems)
    statements = promote(statements, ranks)
    statements = _settle(statements)
    statements.sort(key=lambda statement: (statement.start, statement.end, statement.key))
    problems += sum_problems(statements)
    return group_conflicts(statements), problems


def _read_passage(
    passage: Passage,
    year: int | None,
    context: Context,
    statements: list[Statement],
    ranks: dict[int, int],
    problems: list[tuple[str, str]],
) -> None:
    sentence = passage.text
    counted: set[str] = set()
    quantities = find_quantities(sentence)
    context.begin(passage, quantities)
    previous: Statement | None = None
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        if is_difference(quantity.clause) or is_planned(sentence, quantity.start, quantity.clause):
            continue
        if quantity.unit == "percent":
            share = _share(passage, quantity, previous)
            if share:
                statements.append(share)
            continue
        context.take(quantity)
        if previous in statements[-1:] and _about_disclosure(quantity, previous):
            statement = _statement(passage, quantity, Meaning(previous.key), year)
            statements[-1] = previous = statement
            continue
        for meaning in meanings_of(passage, quantity, following, context, problems):
            statement = _statement(passage, quantity, meaning, year)
            if meaning.rank:
                ranks[len(statements)] = meaning.rank
            statements.append(statement)
            previous = statement
            if statement.value and statement.scope != "unclear":
                counted.add(statement.key)
    statements += [one for one in _denied(passage) if one.key not in counted]


def _about_disclosure(quantity: Quantity, previous: Statement | None) -> bool:
    """Whether a count is what of the disputes before it is about disclosure: 行政应诉5件，其中信息公开1件 are one."""
    return previous is not None and previous.key in DISPUTES and _OF_DISCLOSURE.match(quantity.clause) is not None


def _denied(passage: Passage) -> list[Statement]:
    """What a sentence states to be none. What it counts as well is not: 收到3件，未产生依申请公开案例 is three."""
    sentence = passage.text
    statements: list[Statement] = []
    for denial in find_denials(sentence, passage.heading):
        before = sentence[max(0, denial.start - _REACH) : denial.end]
        if not denial_holds(passage, denial.key) or is_planned(sentence, denial.start, ""):
            continue
        scope, _ = read_scope(before)
        start, end = passage.folded.span(denial.start, denial.end)
        statements.append(
            Statement(
                denial.key, Decimal(0), "stated_none", start, end, scope=scope, cue=denial.cue, section=passage.heading
            )
        )
    return statements


def _statement(passage: Passage, quantity: Quantity, meaning: Meaning, year: int | None) -> Statement:
    before = passage.text[max(0, quantity.start - _REACH) : quantity.start]
    scope: Scope
    scope, cue = read_scope(before)
    if meaning.running and scope != "all_time":
        scope, cue = "unclear", "累计"
    if other := other_year(before, quantity.clause, year):
        scope, cue = "unclear", other
    start, end = passage.folded.span(quantity.start, quantity.end)
    number = quantity.number
    return Statement(
        meaning.key,
        number.value,
        "stated_number",
        start,
        end,
        unit=quantity.unit or "item",
        unit_printed=quantity.printed,
        approximation=quantity.approximation,
        scope=scope,
        low=number.low,
        high=number.high,
        label=meaning.label,
        part_of=meaning.part_of,
        cue=cue,
        section=passage.heading,
    )


def _share(passage: Passage, quantity: Quantity, previous: Statement | None) -> Statement | None:
    start, end = passage.folded.span(quantity.start, quantity.end)
    hits = hits_in(quantity.clause, "percent")
    if any(hit[0] == len(quantity.clause) and hit[2] == "fulltext_rate" for hit in hits):
        key, label, part_of = "fulltext_rate", "", ""
    elif previous and previous.key.startswith("proactive_by_") and re.search(r"占|比例|比重", quantity.lead):
        key, label, part_of = f"{previous.key}_share", previous.label, previous.part_of
    else:
        return None
    return Statement(
        key,
        quantity.number.value,
        "stated_number",
        start,
        end,
        unit="percent",
        unit_printed=quantity.printed,
        approximation=quantity.approximation,
        label=label,
        part_of=part_of,
        section=passage.heading,
    )


def _settle(statements: list[Statement]) -> list[Statement]:
    """Each figure once from the same words."""
    kept: list[Statement] = []
    seen: set[tuple[str, int, int]] = set()
    for statement in statements:
        place = (statement.key, statement.start, statement.end)
        if place not in seen:
            seen.add(place)
            kept.append(statement)
    return kept
