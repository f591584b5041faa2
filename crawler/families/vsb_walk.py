"""Walking pages whose addresses shift: what each page must agree with, and what to do when it does not.

A walk keeps in the context of its next page: the list's first address, how many pages and rows the pager printed, marks
of the rows seen last. All of it lies in the archive's frontier between two pages, so a walk that was interrupted
notices just as well that pages have moved meanwhile.
"""

import hashlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from crawler.families.base import Fetch, Page
from crawler.families.rows import Row
from crawler.families.vsb_pager import Pager

#: How often a list is begun in one walk.
MOST_ROUNDS = 4
_MARK, _MOST_MARKS = 6, 100
#: What a walk begun again takes with it.
_LASTING = ("stage", "unit")


def moved(context: Mapping[str, str], pager: Pager, rows: Sequence[Row], number: int) -> str | None:
    """In words, how a page disagrees with the ones before it; None where it does not.

    `number` is the page's place by count of steps. Pages that print the same disagreement again after the list was
    begun anew, while its first page stands as it stood, are stale copies and no sign of moving.
    """
    if "closing" in context:
        pages = context.get("pages", "")
        same = not pages or pager.count is None or pages == str(pager.count)
        return None if same and _marks(rows)[:_MARK] == context.get("head") else "its rows changed during the walk"
    if number == 1:
        return None
    found: list[str] = []
    if pager.number is not None and pager.number != number:
        found.append(f"page {number} was expected and {pager.number} found")
    for name, now in (("pages", pager.count), ("rows", pager.total)):
        before = context.get(name, "")
        if before and now is not None and before != str(now):
            found.append(f"{before} {name} were printed and are {now} now")
    change = ", ".join(found)
    return change if change and _digest(change) not in context.get("stale", "").split() else None


def begin_again(context: Mapping[str, str], change: str) -> Fetch | None:
    """The list's first page once more; None when that was done often enough."""
    rounds = int(context.get("round", "1"))
    if rounds >= MOST_ROUNDS or "first" not in context:
        return None
    stale = f"{context.get('stale', '')} {_digest(change)}".strip()
    # The round makes it another wish than the first one, which this walk has done.
    return _fetch(context["first"], {**_lasting(context), "round": str(rounds + 1), "stale": stale})


def repeats(context: Mapping[str, str], rows: Sequence[Row]) -> bool:
    """Whether a page shows nothing but rows of the page before it."""
    return "known" in context and not set(_marks(rows).split()) - set(context["known"].split())


def next_wish(page: Page, pager: Pager, rows: Sequence[Row], number: int) -> Fetch | None:
    """The next page as the pager links it, with what it must agree with; None where the pager links none."""
    if pager.following is None:
        return None
    dropped = ("hops", "closing")
    carried = {name: value for name, value in page.fetch.context.items() if name not in dropped}
    carried |= {"page": str(number + 1), "known": _marks(rows)}
    if number == 1:
        carried |= {"first": page.fetch.url, "head": _marks(rows)[:_MARK]}
    for name, value in (("pages", pager.count), ("rows", pager.total)):
        if value is not None:
            # What the first page prints stays the measure; a later one may be a stale copy.
            carried.setdefault(name, str(value))
    if number > 1 and _tells_nothing(pager):
        carried["blind"] = "1"
    return _fetch(pager.following, carried)


def closing_look(context: Mapping[str, str], pager: Pager, number: int) -> Fetch | None:
    """A last look at the first page of a list whose pager told nothing to check by."""
    if number == 1 or not ("blind" in context or _tells_nothing(pager)):
        return None
    names = ("round", "first", "head", "pages", "stale")
    kept = {name: context[name] for name in names if name in context}
    return _fetch(context["first"], {**_lasting(context), **kept, "closing": "1"})


def _tells_nothing(pager: Pager) -> bool:
    return pager.number is None and pager.total is None and pager.count is None


def _lasting(context: Mapping[str, str]) -> dict[str, str]:
    return {name: context[name] for name in _LASTING if name in context}


def _fetch(url: str, context: Mapping[str, str]) -> Fetch:
    return Fetch(url, context=MappingProxyType(dict(context)))


def _marks(rows: Sequence[Row]) -> str:
    return " ".join(_digest(row.url) for row in rows[:_MOST_MARKS])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK]
