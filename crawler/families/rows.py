"""Rows of lists: an address, a title, a date, in the many shapes portals print them."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice

from crawler.families.addresses import canonical_url, resolve
from crawler.families.base import Entry, Fetch
from crawler.families.dates import find_date, find_split_date, without_date
from crawler.families.markup import Element, select, short_text, squeeze, text_of
from settings.sites import Column

_ELLIPSIS = re.compile(r"(…+|\.{3,}|。{3,})\s*\Z")
_IN_SCRIPT = re.compile(r"""['"]([^'"\s]+\.(?:s?html?|jsp)(?:\?[^'"]*)?)['"]""")
#: A row that holds more than this is a box of rows, and the first date in it may be another row's.
_ROW_CHARACTERS, _ROW_NODES = 2_000, 300
#: A date in a cell of its own, with a label or brackets.
_DATE_CELL = 30
#: Wrappers climbed from a link in search of its date: cell, row and table of a table set for one row.
_MOST_WRAPPERS = 6
#: What stands between a link and the block that is its row.
_WRAPPERS = frozenset({"span", "b", "strong", "font", "em", "i", "h2", "h3", "h4", "h5"})
_BULLET = re.compile(r"\A[\s·•◆■►▪\-]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as printed. `url` is canonical."""

    url: str
    title: str
    posted: date | None


def link_target(link: Element, base: str) -> str | None:
    """Where a row's link leads: its href, or the address a script call in href or onclick takes as argument."""
    href = link.get("href") or ""
    if href.strip().lower().startswith("javascript:") or not href.strip() or href.strip().startswith("#"):
        for source in (link.get("onclick") or "", href):
            if match := _IN_SCRIPT.search(source):
                return resolve(base, match.group(1))
        return None
    return resolve(base, href)


def row_title(link: Element) -> str:
    """The untruncated title: the `title` attribute where there is one, else the anchor's text without its date."""
    given = squeeze(link.get("title"))
    shown = without_date(_BULLET.sub("", text_of(link))).strip()
    if not given or (_ELLIPSIS.search(given) and not _ELLIPSIS.search(shown)):
        return shown
    return without_date(given).strip() or shown


def parse_row(row: Element, link: Element, base: str) -> Row | None:
    """The row that `link` leads from; None when it has no address or no title.

    The date is the one printed outside the link, wherever in the row that is (span, b, i, em, brackets, the next
    cell, two tags of its own), else one glued to the anchor's text, else one that stands beside the row's wrapper.
    """
    url = link_target(link, base)
    title = row_title(link)
    if url is None or not title:
        return None
    beside = short_text(row, _ROW_CHARACTERS, _ROW_NODES, without=link) if row is not link else None
    posted = find_date(beside) or find_date(link.get("title")) or find_date(text_of(link)[-24:])
    if posted is None and beside is not None:
        posted = find_split_date(_texts(row, link))
    posted = posted or _date_beside(row)
    return Row(canonical_url(url), title, posted)


def _texts(row: Element, link: Element) -> list[str]:
    """The row's pieces of text outside its link, a tag a piece."""
    within = set(link.iter())
    pieces: list[str] = []
    for node in row.iter():
        if node not in within and isinstance(node.tag, str):
            pieces.append(node.text or "")
        if node is not row and (node not in within or node is link):
            pieces.append(node.tail or "")
    return pieces


def _date_beside(row: Element) -> date | None:
    """The date after a row whose link has a wrapper of its own: div.title + div.date, a cell, text before a br.

    Observed on Guangzhou's NFCMS lists (span with the link, span with the date). Only what stands between the row and
    the next link counts.
    """
    node = row
    for _ in range(_MOST_WRAPPERS):
        text = node.tail or ""
        for sibling in node.itersiblings():
            if not isinstance(sibling.tag, str):
                continue
            if sibling.tag == "a" or next(sibling.iter("a"), None) is not None:
                break
            text += " " + (short_text(sibling, _DATE_CELL) or "") + (sibling.tail or "")
            if len(text) > _ROW_CHARACTERS:
                break
        if found := find_date(text):
            return found
        parent = node.getparent()
        if parent is None or len(list(islice(parent.iter("a"), 2))) > 1:
            return None
        node = parent
    return None


def entry_of(row: Row, column: Column, referer: str | None) -> Entry:
    """A row as an entry, unit and year as the column declares them."""
    return Entry(
        Fetch(row.url, "article", referer=referer), row.title, posted=row.posted, unit=column.unit, year=column.year
    )


def row_of(link: Element) -> Element:
    """The element that makes the row of a link: its nearest li, tr, dd or dl, else a div or p around it alone, whatever
    else wraps the link within that, else the link itself."""
    for ancestor in link.iterancestors("li", "tr", "dd", "dl"):
        return ancestor
    for parent in islice(link.iterancestors(), _MOST_WRAPPERS):
        if len(list(islice(parent.iter("a"), 2))) > 1:
            break
        if parent.tag in ("div", "p"):
            return parent
        if parent.tag not in _WRAPPERS:
            break
    return link


def article_links(element: Element) -> list[Element]:
    """Every link that may lead to an article, script links included, in document order."""
    return select(element, ".//a[@href or @onclick]")
