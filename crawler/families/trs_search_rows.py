"""What TRS search layers answer: rows of a table, or data for a callback."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.families.addresses import canonical_url, resolve
from crawler.families.base import UnreadablePage
from crawler.families.dates import find_date
from crawler.families.jsonp import plain_value, read_jsonp
from crawler.families.markup import Element, parse_html, squeeze, text_of
from crawler.families.numbered_blocks import whole_number
from crawler.families.rows import Row, article_links, link_target, parse_row, row_of
from crawler.families.trs_rows import is_article

_COUNT = re.compile(r"""\bm_nRecordCount\s{0,9}=\s{0,9}['"]?(\d{1,9})""")
_SIZE = re.compile(r"""\bm_nPageSize\s{0,9}=\s{0,9}['"]?(\d{1,6})""")
_NAME = re.compile(r"""\bm_sPageName\s{0,9}=\s{0,9}['"]([\w-]{1,80})['"]""")
_EXTENSION = re.compile(r"""\bm_sPageExt\s{0,9}=\s{0,9}['"](\w{1,9})['"]""")
_ADDRESSES = ("puburl", "docpuburl", "url")
_TITLES = ("title", "doctitle")
_DATES = ("dates", "pubdate", "RELEASEDATE", "docreltime")
_TOTALS = ("num", "total", "count", "recordCount")


@dataclass(frozen=True, slots=True)
class Counts:
    """What a page's script says of its column: rows in all, rows a page, base name and suffix of the static pages."""

    total: int | None
    size: int | None
    name: str | None
    suffix: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One row of an answer. `publisher` is the body the row names, `state` its dates as sent."""

    row: Row
    publisher: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Data:
    """One answer of a search that hands over data. `rows` counts those without an address too."""

    items: tuple[Item, ...]
    rows: int
    total: int | None


def parse_counts(text: str) -> Counts:
    """The counts a catalogue page or a table answer carries in its script."""
    count, size, name, extension = (pattern.search(text) for pattern in (_COUNT, _SIZE, _NAME, _EXTENSION))
    return Counts(
        int(count.group(1)) if count else None,
        int(size.group(1)) if size else None,
        name.group(1) if name else None,
        extension.group(1) if extension else None,
    )


def table_rows(tree: Element, base: str) -> list[Row]:
    """The rows of a catalogue or a table answer: table rows and list rows that link a TRS article, each article once.

    The title's cell is followed by one that repeats title, date and number as a list, so the nearest `tr` is the row.
    """
    links = [(link, url) for link in article_links(tree) if (url := link_target(link, base)) and is_article(url)]
    lines = [next(link.iterancestors("tr"), None) for link, _ in links]
    held: dict[Element | None, set[str]] = {}
    for line, (_, url) in zip(lines, links, strict=True):
        held.setdefault(line, set()).add(url)
    found: dict[str, Row] = {}
    for line, (link, url) in zip(lines, links, strict=True):
        if url in found:
            continue
        element = line if line is not None and len(held[line]) == 1 else row_of(link)
        if row := parse_row(element, link, base):
            found[url] = row
    return list({row.url: row for row in found.values()}.values())


def parse_data(text: str, base: str) -> Data:
    """The rows of a data answer: `data` or `list`, with their text values made readable. Raises UnreadablePage."""
    raw = read_jsonp(text, "search")
    fields: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    rows = next((fields[name] for name in ("data", "list") if isinstance(fields.get(name), list)), None)
    if rows is None:
        raise UnreadablePage("search: wanted data or list, an array of rows; found neither")
    items = [item for row in rows if isinstance(row, Mapping) and (item := _item(row, base)) is not None]
    totals = (whole_number(fields.get(name)) for name in _TOTALS)
    return Data(tuple(items), len(rows), next((total for total in totals if total is not None), None))


def _item(row: Mapping[str, Any], base: str) -> Item | None:
    tip = row.get("tip")
    # The tip holds the whole title where the row's own is cut.
    sources: Sequence[Mapping[str, Any]] = (tip, row) if isinstance(tip, Mapping) else (row,)
    url = resolve(base, _first(sources, _ADDRESSES))
    title = _first(sources, _TITLES)
    if "<" in title:
        title = text_of(parse_html(title))
    if url is None or not squeeze(title):
        return None
    stamp = _first(sources, _DATES)
    publisher = _first(sources, ("publisher",)) or None
    state = " ".join(part for part in (stamp, _first(sources, ("filenum",))) if part)
    return Item(Row(canonical_url(url), squeeze(title), find_date(stamp)), publisher, state)


def _first(sources: Sequence[Mapping[str, Any]], names: Sequence[str]) -> str:
    """The first readable value under one of the names, in any case of letters."""
    wanted = [name.lower() for name in names]
    for source in sources:
        folded = {str(name).lower(): value for name, value in source.items()}
        for name in wanted:
            if value := plain_value(folded.get(name)):
                return value
    return ""
