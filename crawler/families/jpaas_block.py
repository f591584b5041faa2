"""Blocks of a Hanweb jpaas page: which rows they show and whom the page's own script asks for more.

A block ("unit" in the platform's own words) is drawn by the server, with a pager element below its rows, or left to a
script element that asks the interface when the page is shown. Either carries what the interface wants to be asked:
its address (`unitUrl` or `url`) and `queryData`, an object literal in single quotes. A pager adds `count` (rows of the
whole column), `rows` (rows a page) and `pageNo`, as attributes or within `queryData`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families.addresses import canonical_url, on_scheme_of, resolve
from crawler.families.base import UnreadablePage
from crawler.families.javascript import object_fields, string_value
from crawler.families.markup import Element, select
from crawler.families.rows import Row, article_links, link_target, parse_row, row_of

_NUMBERS = frozenset({"count", "rows", "pageNo"})
_ARTICLE = re.compile(r"/art/(?:\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+|\d{4}/art_[0-9a-f]{32})\.html\Z")
_COLUMN = re.compile(r"(?:/|/index\.s?html?)\Z")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
#: More than this in a queryData is none.
_LONGEST_QUERY = 4_000
#: A pager's link and what a row hides lie this deep at most; a block's name stands this close around its pager.
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Block:
    """One block: the element that carries its settings, what the interface is asked with, and the printed numbers."""

    element: Element
    address: str | None
    query: Mapping[str, str]
    total: int | None
    size: int | None

    @property
    def drawn(self) -> bool:
        """Whether the server drew the block's rows into the page."""
        return self.element.tag != "script"

    @property
    def names(self) -> frozenset[str]:
        """What the block is called: its tagId, its element's unitid and id."""
        values = (self.query.get("tagId"), self.element.get("unitid"), self.element.get("id"))
        return frozenset(value for value in values if value)


def find_blocks(tree: Element, base: str) -> list[Block]:
    """Every block of a page or of an answer, in document order."""
    blocks = []
    for element in select(tree, "//*[@querydata or @uniturl or (@count and @rows)]"):
        query = _query_data(element.get("querydata") or "")
        address = resolve(base, element.get("uniturl") or element.get("url"))
        blocks.append(
            Block(
                element=element,
                address=on_scheme_of(base, address) if address else None,
                query=MappingProxyType({name: value for name, value in query.items() if name not in _NUMBERS}),
                total=_number(element.get("count") or query.get("count")),
                size=_number(element.get("rows") or query.get("rows")),
            )
        )
    return blocks


def find_call(block: Block, blocks: Sequence[Block]) -> tuple[str, Mapping[str, str]] | None:
    """The interface's address and the query for a block; None when the page does not give both.

    A pager may name its page only, and the script it was drawn by the rest: what it lacks is taken from the one with
    the same pageId or name.
    """
    address, query = block.address, dict(block.query)
    for other in blocks:
        kin = other.query.get("pageId") == query.get("pageId", other.query.get("pageId"))
        named = not block.names or not other.names or bool(block.names & other.names)
        if other is not block and kin and named:
            address, query = address or other.address, {**other.query, **query}
    return (address, query) if address and "webId" in query and "pageId" in query else None


def block_page(address: str, query: Mapping[str, str], number: int, size: int) -> str:
    """The address of one page of a block's rows.

    The page number counts within `paramJson` only: beside it the interface ignores it and answers page one.
    """
    parts = urlsplit(address)
    pairs = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **query}
    pairs["paramJson"] = json.dumps({"pageNo": number, "pageSize": size}, separators=(",", ":"))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(pairs), ""))


def block_rows(tree: Element, base: str, block: Block | None = None) -> list[Row]:
    """The rows of a drawn `block`, of the whole tree without one, repeats included.

    Links of pagers, links to columns and what a row hides (related readings) are no rows.
    """
    root = _root(tree, block)
    chosen: dict[Element, tuple[Element, str]] = {}
    for link in article_links(root):
        url = link_target(link, base)
        if url is None or _COLUMN.search(urlsplit(url).path) or _is_aside(link, root):
            continue
        around = row_of(link)
        if around not in chosen or (is_article(url) and not is_article(chosen[around][1])):
            chosen[around] = (link, url)
    found = (parse_row(element, link, base) for element, (link, _) in chosen.items())
    return [replace(row, url=canonical_url(on_scheme_of(base, row.url))) for row in found if row]


def is_article(url: str) -> bool:
    """Whether an address is that of a Hanweb article, old or new."""
    return _ARTICLE.search(urlsplit(url).path) is not None


def _root(tree: Element, block: Block | None) -> Element:
    """The element that holds a block's rows: the one named as the block around its pager, else the nearest with any."""
    if block is None:
        return tree
    around = list(islice(block.element.iterancestors(), _DEEPEST))
    for element in around:
        if element.get("id") in block.names:
            return element
    for element in around:
        if any(not _is_aside(link, element) for link in article_links(element)):
            return element
    return tree


def _is_aside(link: Element, root: Element) -> bool:
    """Whether a link belongs to a pager or is hidden within its row."""
    node: Element | None = link
    for _ in range(_DEEPEST):
        if node is None or node is root:
            return False
        pager = "querydata" in node.attrib or "uniturl" in node.attrib or {"count", "rows"} <= set(node.attrib)
        if pager or _HIDDEN.search(node.get("style") or ""):
            return True
        node = node.getparent()
    return False


def _query_data(source: str) -> dict[str, str]:
    """The fields of a queryData, `{'webId':'1','pageId':'22'}`; none when it is no object literal."""
    start = source.find("{")
    if start < 0 or len(source) > _LONGEST_QUERY:
        return {}
    try:
        fields = object_fields(source, start)
    except UnreadablePage:
        return {}
    return {name: string_value(value) for name, value in fields.items()}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
