"""The figures of a text: prose and tables read apart, joined under one rule for what is shown."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from crawler.reading.figures.checks import SAME_QUANTITY, cells_of, check_figures
from crawler.reading.figures.conflicts import PROSE_KEYS, pick_headlines
from crawler.reading.figures.prose import read_prose
from crawler.reading.figures.tables import read_tables
from crawler.reading.figures.values import Figures, Headline, Statement

#: Changed with any rule under which a text would be read otherwise.
FIGURE_RULES = "figures-2"
#: Before a table's first figure stand at least so many characters of its head; between two figures never more than so
#: many of labels and heads, else what lies between is no part of it.
_FIRST_LABEL = 30
_WIDEST_HEAD = 400
_OTHER = re.compile(r"[^\n]")


def read_figures(text: str, year: int | None, level: str | None) -> Figures:
    """Everything a clean text states. `year` is the report's, `level` its issuer's, each None where unknown.

    Headlines are those of the prose (`conflicts`). Where a form of 2019 or 2021 states the same quantity it stands in
    for prose that does not, and a difference between the two, or between its total and the sum of its parts, is a
    conflict; a headline is then shown only where the form's own sums vouch for its total.
    """
    tables, form, annex, odd = read_tables(text)
    prose, problems = read_prose(_without_tables(text, tables), year)
    statements = _in_order([*prose, *tables])
    headlines = {headline.key: headline for headline in pick_headlines(prose)}
    _join_tables(headlines, tables, level)
    _join_annex(headlines, tables)
    said = {*headlines, *(one.key for one in statements if one.source == "prose")}
    return Figures(
        statements=statements,
        headlines=tuple(headlines[key] for key in PROSE_KEYS if key in headlines),
        form=form,
        annex=annex,
        not_mentioned=tuple(key for key in PROSE_KEYS if key not in said),
        problems=(*problems, *odd),
    )


def _without_tables(text: str, tables: Sequence[Statement]) -> str:
    """The text with its tables blanked out and every offset kept: 相同信息计1条 in a row's label is no count."""
    parts: list[str] = []
    done = 0
    last: dict[str, int] = {}
    for one in sorted(tables, key=lambda found: found.start):
        before = last.get(one.source, one.start - _FIRST_LABEL)
        start = one.start - _FIRST_LABEL if one.start - before > _WIDEST_HEAD else before
        last[one.source] = one.end
        if one.end > done:
            start = max(start, done)
            parts += [text[done:start], _OTHER.sub(" ", text[start : one.end])]
            done = one.end
    return "".join([*parts, text[done:]])


def _in_order(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(statements, key=lambda one: (one.start, one.end, one.key)))


def _join_tables(headlines: dict[str, Headline], tables: Sequence[Statement], level: str | None) -> None:
    cells = cells_of(tables)
    failed = [check for check in check_figures(Figures(tuple(tables), ()), level) if check.outcome == "fails"]
    for key, places in SAME_QUANTITY.items():
        stated = [cells[place] for place in places if place in cells]
        if len(stated) < len(places) or any(one.value is None for one in stated):
            continue
        value = sum((one.value for one in stated if one.value is not None), Decimal(0))
        contradicted = any(one in check.statements for check in failed for one in stated)
        headlines[key] = _joined(headlines.get(key), key, value, stated, contradicted)


def _joined(
    prose: Headline | None, key: str, value: Decimal, stated: Sequence[Statement], contradicted: bool
) -> Headline:
    one = stated[0] if len(stated) == 1 else max(stated, key=lambda found: found.value or Decimal(0))
    if prose is None:
        return Headline(key, None if contradicted else value, "none" if contradicted else "table", contradicted, one)
    if prose.value == value:
        return Headline(key, value, prose.rule, prose.conflict or contradicted, prose.statement)
    if contradicted:
        return Headline(key, None, "none", True, None)
    return Headline(key, value, "table", prose.conflict or not _allows(prose, value), one)


def _join_annex(headlines: dict[str, Headline], tables: Sequence[Statement]) -> None:
    """The annex stands in for prose that does not state a key, and contradicts prose that states another value."""
    stated: Mapping[str, Statement] = {
        one.key: one for one in tables if one.source == "annex" and one.scope == "year" and one.value is not None
    }
    for key in PROSE_KEYS:
        found, prose = stated.get(key), headlines.get(key)
        if found is None:
            continue
        if prose is None:
            headlines[key] = Headline(key, found.value, "annex", False, found)
        elif prose.value is None and prose.conflict and prose.rule == "none":
            headlines[key] = Headline(key, found.value, "annex", True, found)
        elif prose.value != found.value and not _hedges(prose):
            headlines[key] = Headline(key, prose.value, prose.rule, True, prose.statement)


def _allows(headline: Headline, value: Decimal) -> bool:
    """Whether what prose states in round words is this value: 20余 is 21, 约20 is too, 20 is not."""
    said = headline.statement
    if said is None or said.value is None or said.approximation == "exact":
        return False
    if said.approximation == "at_least":
        return value >= said.value
    if said.approximation == "range" and said.low is not None and said.high is not None:
        return said.low <= value <= said.high
    return abs(value - said.value) * 5 <= said.value


def _hedges(headline: Headline) -> bool:
    return headline.statement is not None and headline.statement.approximation != "exact"
