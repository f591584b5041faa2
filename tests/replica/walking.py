"""The plainest walk over a simulated portal, without a network: what a family asks for, and what that leads to.

Fetch what the family asks for, follow what a list leads to, drop what was done.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from crawler.families.base import Article, Entry, Family, Fetch, Page, Scope
from crawler.families.registry import family_of
from settings.sites import Column, Site
from tests.replica.building import CountyReplica
from tests.replica.exchange import Request

SCOPE = Scope(2008, 2024)
MOST_FETCHES = 2000


@dataclass
class Walk:
    """What came of walking one column."""

    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    fetched: list[Fetch] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)


def fetch(replica: CountyReplica, wish: Fetch) -> Page:
    """The portal's answer to a wish, sent with its form or JSON and its referer."""
    body = urlencode(wish.form).encode() if wish.form is not None else (wish.json or "").encode()
    headers = {"Referer": wish.referer or "", "X-Requested-With": "XMLHttpRequest"}
    answer = replica.portal.respond(Request(wish.method, wish.url, headers, body))
    return Page(wish.url, answer.status, {name.lower(): value for name, value in answer.headers}, answer.body, wish)


def walk(replica: CountyReplica, site: Site, column: Column, scope: Scope = SCOPE) -> Walk:
    """Walk a column of a simulated portal to its end."""
    return walk_pages(lambda wish: fetch(replica, wish), site, column, scope)


def walk_pages(ask: Callable[[Fetch], Page], site: Site, column: Column, scope: Scope = SCOPE) -> Walk:
    """Walk a column to its end over the pages `ask` gives. A walk that does not end fails."""
    family, found = family_of(site, column), Walk()
    waiting, done = list(family.start(site, column, scope)), set[str]()
    while waiting:
        wish = waiting.pop(0)
        key = str(wish.to_json())
        if key in done:
            continue
        done.add(key)
        found.fetched.append(wish)
        assert len(found.fetched) < MOST_FETCHES, "the walk does not end"
        page = ask(wish)
        if page.status != 200:
            found.problems.append((f"status_{page.status}", wish.url))
            continue
        index = family.parse_index(page, site, column, scope)
        for entry in index.entries:
            found.entries.setdefault(entry.fetch.url, entry)
        found.problems += index.problems
        found.totals += [index.total] if index.total is not None else []
        waiting += index.more
    return found


def articles(replica: CountyReplica, site: Site, column: Column, found: Walk) -> Iterator[tuple[Entry, Article]]:
    """Every entry of a walk with its article, those that are gone left out."""
    family: Family = family_of(site, column)
    for entry in found.entries.values():
        page = fetch(replica, entry.fetch)
        if page.status == 200:
            yield entry, family.parse_article(page, site, column)


def letters(text: str) -> str:
    """A text without blanks and cell borders."""
    return re.sub(r"[\s|]", "", text)
