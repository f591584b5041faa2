"""Lists of the jpaas interface: how a page of a block is asked for, and what an answer holds.

The answer is JSON with raw control characters: `success`, and in `data.html` the block drawn anew, its pager included.
crawler/families/hanweb_jpaas.py says which of this was observed where.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import parse_qsl, urlsplit

from crawler.families.base import Entry, Fetch, Index, Page, UnreadablePage
from crawler.families.javascript import json_value
from crawler.families.jpaas_block import block_page, block_rows, find_blocks, is_article
from crawler.families.markup import parse_html
from crawler.families.rows import Row, entry_of
from settings.sites import Column, Site

_PAGE_SIZE = 50
#: Pages of one block; more is an interface that never ends.
_MOST_PAGES = 200


def parse_answer(page: Page, text: str, column: Column) -> Index:
    """One answer of the interface.

    The walk over a block ends when the printed count is reached; before that, an empty page, one that repeats the page
    before it, and the last page allowed are reported as incomplete.
    """
    context = page.fetch.context
    referer = page.fetch.referer or page.url
    fragment = _answer_html(text)
    number, seen = int(context["call"]), int(context["seen"])
    total = int(context["total"]) if context.get("total") else None
    rows: list[Row] = []
    if fragment.strip():
        tree = parse_html(fragment)
        rows = block_rows(tree, referer)
        total = next((block.total for block in find_blocks(tree, referer) if block.total is not None), total)
    mark = hashlib.sha256("\n".join(row.url for row in rows).encode()).hexdigest()[:16]
    entries = entries_of(rows, page, column, referer)
    if "alone" not in context and total is None:
        return _aside(rows, page, column, referer)
    if number == 1 and not rows and not total:
        return Index((), total=total, problems=(("empty_list", "the interface knows no row"),))
    repeated = bool(rows) and mark == context.get("last")
    seen += 0 if repeated else len(rows)
    done = total is not None and seen >= total
    if done or (total is None and not rows):
        return Index(entries, total=total)
    if not rows or repeated or number >= _MOST_PAGES:
        what = "repeats the one before" if repeated else "is empty" if not rows else "is the last one asked for"
        problem = ("incomplete_block", f"{seen} rows seen of {total or '?'}, and page {number} of the interface {what}")
        return Index(entries, total=total, problems=(problem,))
    counts = {"call": str(number + 1), "seen": str(seen), "last": mark, "total": "" if total is None else str(total)}
    return Index(entries, more=(_next_call(page.fetch, number + 1, counts),), total=total)


def _aside(rows: Sequence[Row], page: Page, column: Column, referer: str) -> Index:
    """What one of several blocks without a count holds: navigation mostly, of which only links to articles are rows."""
    articles = [row for row in rows if is_article(row.url)]
    if not articles:
        return Index(())
    said = f"a block without a count shows {len(articles)} articles; set the option block if the list is another"
    return Index(entries_of(articles, page, column, referer), problems=(("rows_without_count", said),))


def _answer_html(text: str) -> str:
    """The rows' HTML in an answer. Raises UnreadablePage when it says no or has none."""
    answer = json_value(text.lstrip("\ufeff \t\r\n"), "the interface's answer")
    if not isinstance(answer, dict):
        raise UnreadablePage("the interface's answer is no object")
    data = answer.get("data")
    if answer.get("success") is False:
        said = str(answer.get("message") or answer.get("msg") or "no reason given")[:80]
        raise UnreadablePage(f"the interface says success: false ({said}); compare the query with the page's queryData")
    if not isinstance(data, dict) or not isinstance(data.get("html"), str):
        raise UnreadablePage("the interface's answer has no data.html")
    return str(data["html"])


def first_call(page: Page, site: Site, address: str, query: Mapping[str, str], counts: Mapping[str, str]) -> Fetch:
    """The fetch of a block's first page; `counts` are the printed count and whether the block is alone on its page.

    Raises UnreadablePage for an interface that is not the site's own.
    """
    if not site.owns(address):
        raise UnreadablePage(f"the block's interface is {address}, on none of the row's hosts")
    kept = {name: value for name, value in page.fetch.context.items() if name in ("unit", "year")}
    context = MappingProxyType({**kept, **counts, "call": "1", "seen": "0"})
    return Fetch(block_page(address, query, 1, _PAGE_SIZE), referer=page.url, context=context)


def _next_call(fetch: Fetch, number: int, counts: Mapping[str, str]) -> Fetch:
    query = dict(parse_qsl(urlsplit(fetch.url).query, keep_blank_values=True))
    address = fetch.url.partition("?")[0]
    context = MappingProxyType({**fetch.context, **counts})
    return replace(fetch, url=block_page(address, query, number, _PAGE_SIZE), context=context)


def entries_of(rows: Sequence[Row], page: Page, column: Column, referer: str) -> tuple[Entry, ...]:
    """Rows as entries, each address once, with the unit and the year of the page they stand on."""
    context = page.fetch.context
    year = int(context["year"]) if "year" in context else None
    found: dict[str, Entry] = {}
    for row in rows:
        entry = entry_of(row, column, referer)
        found.setdefault(row.url, replace(entry, unit=context.get("unit") or entry.unit, year=year or entry.year))
    return tuple(found.values())
