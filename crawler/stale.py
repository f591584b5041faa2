"""List pages that soon go stale: which of a walk's pages is asked next, and what is asked in place of one that is lost.

A postback's wish holds hidden fields the page before it printed; a server takes them from the same session and, on many
portals, only once. So it is asked before everything else, which also keeps no more than one such form in the frontier,
and a walk that goes on in another process begins the list again instead.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

_AGAIN = "begin_again"

#: Takes a list page off the cursor and puts further ones on it, at once; the pages then pending.
Turn = Callable[[Mapping[str, Any], Sequence[Mapping[str, Any]]], Sequence[Mapping[str, Any]]]


def next_page(pending: Sequence[Mapping[str, Any]], put_off: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The list page to ask now: one that goes stale before the others, else the first; None when all were put off."""
    waiting = [page for page in pending if page not in put_off]
    return next((page for page in waiting if _AGAIN in page), waiting[0] if waiting else None)


def renew(pending: Sequence[Mapping[str, Any]], turn: Turn) -> Sequence[Mapping[str, Any]]:
    """The pending pages of an interrupted walk, those that went stale with its process replaced."""
    for page in [page for page in pending if _AGAIN in page]:
        pending = turn(page, [page[_AGAIN]])
    return pending


def begin_again(page: Mapping[str, Any], turn: Turn) -> Sequence[Mapping[str, Any]] | None:
    """The pages pending once a page that could not be had was replaced; None when nothing is to be asked instead."""
    return turn(page, [page[_AGAIN]]) if _AGAIN in page else None
