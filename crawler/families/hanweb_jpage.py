"""Hanweb JCMS lists drawn by the jpage plugin.

Recognise: `dataproxy.jsp`, `<script type="text/xml"><datastore>` or `.jpage(` in a page at `/col/col<C>/index.html`;
articles at `/art/Y/M/D/art_<C>_<N>.html`, month and day without leading zeros, or `art_<32 hex>.html`.

Set in the row: `start` is the column page. Options:
- `unit`: the id of the list's box, where a page holds several blocks that all belong to the column.

How it is walked: the column page holds the first block (45 rows and more). When its total is larger, the proxy is asked
from its first page on. Every id comes from the nextgroup link or the plugin's settings, never from us: `webid` is per
site, `unitid` per template block.
- POST dialect, `/module/jpage/dataproxy.jsp` or `/module/jslib/jquery/jpage/dataproxy.jsp`: startrecord, endrecord and
  perpage in the query, the ids as form fields; a window is three screens (perpage 15: 45 rows).
- GET dialect, `/module/web/jpage/dataproxy.jsp`: `page` counts, startrecord is ignored, about 100 rows a page.

Evidenced: both dialects, sizes and fields (Zhejiang 2018 to 2023, Jiangsu, Shandong); `?pageNum=N` on the column page
always shows the first block; rows without title, with single quotes, protocol-relative addresses, escaped quotes,
dates in span, b, i, em, brackets or the next cell, with line breaks inside, `<li style=<br/>` debris; encrypted ids
whose second block comes back empty: a column so cut short is reported as incomplete. Shandong columns whose proxy is
empty while the page links the articles plainly.
Sources differ on whether page 1 of the GET proxy repeats the embedded block; both are walked right: the count of rows
to come is corrected when the first proxy page begins as the embedded block does.
Inferred: `ajaxParam` as the name of the plugin's table of form fields.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

from crawler.families.base import Article, Entry, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.hanweb_article import HANWEB_ARTICLE_RULES, read_hanweb_article
from crawler.families.jpage_datastore import Datastore, Plugin, parse_datastores, parse_plugins, unescape_row
from crawler.families.jpage_proxy import first_call, next_call, proxy_address, window_size
from crawler.families.markup import page_text, parse_html, shell_target
from crawler.families.options import read_options
from crawler.families.rows import Row, article_links, entry_of, link_target, parse_row, row_of
from settings.sites import Column, Site

_ARTICLE = re.compile(r"/art/|/art_\w+\.html?|\.(?:s?html?|jsp)(?:\?|\Z)")
_PLAIN_ARTICLE = re.compile(r"/art/(?:\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+|\d{4}/art_[0-9a-f]{32})\.html")
_COLUMN = re.compile(r"/col/col(\d+)/")
#: Blocks of one walk; more is a proxy that never ends.
_MOST_BLOCKS = 400
#: An empty answer is this short (54 bytes observed) or an empty datastore.
_EMPTY_ANSWER = 200


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a jpage column."""

    unit: str | None = None


class HanwebJpage:
    """The family of Hanweb jpage columns."""

    name: ClassVar[str] = "hanweb_jpage"
    rules: ClassVar[str] = f"hanweb_jpage-1+{HANWEB_ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        read_options(Options, column.options)

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        return [Fetch(url) for url in column.start]

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        text = page_text(page, column)
        if "block" in page.fetch.context:
            return _parse_block(page, text, column)
        return _parse_first(page, text, column)

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        return read_hanweb_article(page, column)


def _parse_first(page: Page, text: str, column: Column) -> Index:
    """The column page: its embedded block, and the first call of the proxy when there is more."""
    stores, plugins = parse_datastores(text), parse_plugins(text)
    if not stores and not any(plugin.rows for plugin in plugins):
        return _parse_plain(page, text, column)
    store, plugin = _choose(stores, plugins, _column_number(page), read_options(Options, column.options).unit)
    embedded = store.rows if store else plugin.rows if plugin else ()
    entries, problems = _entries(embedded, page, column)
    total = _first_number(store.total if store else None, plugin.number("totalRecord") if plugin else None)
    if not embedded and not total:
        problems.append(("empty_list", "the column's block holds no row"))
    more: tuple[Fetch, ...] = ()
    if total is None or total > len(embedded):
        proxy = proxy_address(page, store, plugin)
        if proxy is None and total is not None:
            problems.append(("incomplete_no_proxy", f"{len(embedded)} rows of {total} embedded, and no proxy address"))
        elif proxy is not None:
            window = window_size(store, plugin, len(embedded), proxy)
            context = {
                "block": "1",
                "seen": "0",
                "embedded": str(len(embedded)),
                "first": " ".join(_mark([entry])[:6] for entry in entries),
                "window": str(window),
                "total": "" if total is None else str(total),
            }
            more = (first_call(proxy, page, plugin, 1, window, context),)
    return Index(tuple(entries), more=more, total=total, problems=tuple(problems))


def _parse_block(page: Page, text: str, column: Column) -> Index:
    """One answer of the proxy.

    Rows are counted through the context; the walk ends when the printed total is reached, when a block repeats the one
    before, when one is empty, and at the latest after a fixed number of blocks.
    """
    context = page.fetch.context
    stores = parse_datastores(text)
    if not stores and len(text) > _EMPTY_ANSWER:
        raise UnreadablePage("proxy: wanted a datastore or an empty answer, found neither")
    rows = stores[0].rows if stores else ()
    entries, problems = _entries(rows, page, column)
    block, seen, embedded = int(context["block"]), int(context["seen"]), int(context["embedded"])
    total = _first_number(stores[0].total if stores else None, int(context["total"]) if context.get("total") else None)
    if block == 1 and page.fetch.form is None and entries:
        first = context.get("first", "").split()
        if not any(_mark([entry])[:6] in first for entry in entries):
            # The proxy goes on after the embedded block instead of repeating it.
            seen += embedded
    mark = _mark(entries)
    repeated = bool(rows) and mark == context.get("last")
    if not repeated:
        seen += len(rows)
    # The embedded block counts when the proxy gave nothing at all.
    known = max(seen, embedded)
    if total is not None and known >= total:
        return Index(tuple(entries), total=total, problems=tuple(problems))
    if not rows or repeated or block >= _MOST_BLOCKS:
        if total is not None:
            what = "is empty" if not rows else "repeats the one before" if repeated else "is the last one asked for"
            problems.append(
                ("incomplete_block", f"{known} rows seen of {total}, and block {block} of the proxy {what}")
            )
        return Index(tuple(entries), total=total, problems=tuple(problems))
    following = {
        **{name: value for name, value in context.items() if name != "first"},
        "block": str(block + 1),
        "seen": str(seen),
        "last": mark,
        "total": "" if total is None else str(total),
    }
    return Index(
        tuple(entries), more=(next_call(page.fetch, block + 1, following),), total=total, problems=tuple(problems)
    )


def _parse_plain(page: Page, text: str, column: Column) -> Index:
    """A column page without any datastore: its plain links, with a word that paging was not seen."""
    tree = parse_html(text)
    if (target := shell_target(tree, page.url)) and target != page.url and "hops" not in page.fetch.context:
        return Index((), more=(Fetch(target, context=MappingProxyType({"hops": "1"})),))
    found: dict[str, Row] = {}
    for link in article_links(tree):
        url = link_target(link, page.url)
        if url and _PLAIN_ARTICLE.search(url) and (row := parse_row(row_of(link), link, page.url)):
            found.setdefault(row.url, row)
    if not found:
        raise UnreadablePage("column: wanted a datastore, a dataStore array or links to /art/…, found none")
    problem = ("incomplete_plain_links", "no datastore: only the links of the first screen were seen")
    return Index(
        tuple(entry_of(row, column, page.fetch.referer or page.url) for row in found.values()), problems=(problem,)
    )


def _choose(
    stores: Sequence[Datastore], plugins: Sequence[Plugin], number: str | None, unit: str | None
) -> tuple[Datastore | None, Plugin | None]:
    """The block of the column and its plugin's settings, among those of side boxes. Raises UnreadablePage."""

    def ids(store: Datastore) -> dict[str, str]:
        # Taken apart by hand: the address is as printed, and a broken one has no parts.
        return dict(parse_qsl((store.proxy or "").partition("?")[2].partition("#")[0]))

    def fits(values: Mapping[str, str], box: str | None) -> bool:
        if unit is not None:
            return unit in (values.get("unitid"), box)
        return number is None or values.get("columnid") in (None, number)

    # A page without an embedded block of XML carries its rows in the plugin's own call.
    settings = [plugin for plugin in plugins if fits(plugin.values, plugin.values.get("unitid"))]
    chosen = [store for store in stores if fits(ids(store), store.unit)] or ([] if unit else list(stores))
    if len(chosen) > 1:
        chosen = [store for store in chosen if ids(store).get("columnid") == number] or chosen
    if len(chosen) > 1:
        boxes = ", ".join(store.unit or "?" for store in chosen)
        raise UnreadablePage(f"column: {len(chosen)} blocks of rows (boxes {boxes}); set the option unit")
    if not chosen:
        own = [plugin for plugin in settings if plugin.rows]
        if len(own) != 1:
            raise UnreadablePage(f"column: wanted one block of rows, found {len(stores)} and {len(own)} that fit")
        return None, own[0]
    box = ids(chosen[0]).get("unitid") or chosen[0].unit
    same = [plugin for plugin in settings if plugin.values.get("unitid") in (None, box)]
    return chosen[0], same[0] if len(same) == 1 else next(iter(settings), None) if len(settings) == 1 else None


def _entries(rows: Sequence[str], page: Page, column: Column) -> tuple[list[Entry], list[tuple[str, str]]]:
    found: dict[str, Entry] = {}
    problems: list[tuple[str, str]] = []
    for source in rows:
        row = _parse(source, page.fetch.referer or page.url)
        if row is None:
            problems.append(("row_without_address", f"a row has no article address: {source.strip()[:80]}"))
        else:
            found.setdefault(row.url, entry_of(row, column, page.fetch.referer or page.url))
    if rows and not found:
        raise UnreadablePage(f"rows: {len(rows)} in the block, none with an article address")
    return list(found.values()), problems


def _parse(source: str, base: str) -> Row | None:
    if not source.strip():
        return None
    # A bare <tr> or <td> loses its tags outside a table.
    wrapped = f"<table>{source}</table>" if re.match(r"\s*<t[rd]\b", source, re.IGNORECASE) else f"<div>{source}</div>"
    tree = parse_html(unescape_row(wrapped))
    for link in article_links(tree):
        url = link_target(link, base)
        if url and _ARTICLE.search(url) and (row := parse_row(tree, link, base)):
            return row
    return None


def _first_number(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)


def _mark(entries: Sequence[Entry]) -> str:
    """A short mark of which articles a block holds, to know the same block again."""
    return hashlib.sha256("\n".join(entry.fetch.url for entry in entries).encode()).hexdigest()[:16] if entries else ""


def _column_number(page: Page) -> str | None:
    match = _COLUMN.search(urlsplit(page.url).path) or _COLUMN.search(urlsplit(page.fetch.url).path)
    return match.group(1) if match else None
