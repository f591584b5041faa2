"""Where a VSB list stands among its pages: number, count, total and the next page, as its pager prints them.

Page one is `<name>.htm`, page two `<name>/<last - 1>.htm`, the last `<name>/1.htm`: files are numbered backwards, so
page k of n is file n + 1 - k, and every address shifts when a page is added. Printed (observed on many university
sites): 共52条 and 1/11 in `.p_t`, the page's own number in `.p_no_d`, links `.p_no a`, `.p_next a`, `.p_last a`; older
themes print 共288条 1/15 in a cell whose id begins with fanye, and links captioned 上页 and 下页.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.families.addresses import query_value
from crawler.families.markup import Element, select, short_text, text_of
from crawler.families.rows import link_target

_BOXES = (
    "//*[contains(@class,'pb_sys')]",
    "//*[starts-with(@id,'fanye')]",
    "//*[contains(@class,'p_pages')]/parent::*",
    "//*[contains(@class,'p_pages')]",
    "//*[contains(@class,'pagination') or contains(@class,'pages')]",
)
_OWN = "//*[contains(concat(' ',normalize-space(@class),' '),' p_no_d ')]"
_NEXT = "//*[contains(concat(' ',normalize-space(@class),' '),' p_next ')]//a[@href]"
_NUMBERED = "//*[contains(concat(' ',normalize-space(@class),' '),' p_no ')]//a[@href]"
_TOTAL = re.compile(r"共\s{0,3}(\d{1,7})\s{0,3}条")
_PLACE = re.compile(r"(?<![\d/-])(\d{1,5})\s{0,3}/\s{0,3}(\d{1,5})(?![\d/-])")
_FILE = re.compile(r"/(\d{1,5})\.htm\Z")
_CAPTIONS = frozenset({"下页", "下一页", "后页", "后一页"})
#: Elements looked at for a pager, and the characters one may hold.
_MOST_BOXES, _BOX_CHARACTERS = 20, 400


@dataclass(frozen=True, slots=True)
class Pager:
    """What a page's pager says; None where it does not. `count` is of pages, `total` of rows, `following` an address.
    `box` is the element that holds it."""

    number: int | None = None
    count: int | None = None
    total: int | None = None
    following: str | None = None
    box: Element | None = None


def read_pager(tree: Element, url: str, base: str, first: bool) -> Pager:
    """The pager of the list page found at `url`, which is the `first` of its list or a later one.

    `base` is what the page's addresses are resolved against.
    """
    box, text = next(_texts(tree), (None, ""))
    place, total = _PLACE.search(text), _TOTAL.search(text)
    shown = next((text_of(own) for own in select(tree, _OWN)), "")
    number = int(place.group(1)) if place else int(shown) if shown.isascii() and shown.isdigit() else None
    following = _following(tree, url, base)
    count = int(place.group(2)) if place else _count(tree, base, number or (1 if first else None), following)
    return Pager(number, count, int(total.group(1)) if total else None, following, box)


def _texts(tree: Element) -> Iterator[tuple[Element, str]]:
    """The boxes that may be the pager with their text, one that tells place and total before others."""
    found = [
        (box, text)
        for xpath in _BOXES
        for box in select(tree, xpath)[:_MOST_BOXES]
        if (text := short_text(box, _BOX_CHARACTERS)) is not None
    ]
    yield from (pair for pair in found if _PLACE.search(pair[1]) and _TOTAL.search(pair[1]))
    yield from (pair for pair in found if _PLACE.search(pair[1]) or _TOTAL.search(pair[1]))
    yield from found


def _following(tree: Element, url: str, base: str) -> str | None:
    """The next page: the pager's own link, else a link captioned so to a page of the same list."""
    for link in select(tree, _NEXT):
        target = link_target(link, base)
        if target and target != url and urlsplit(target).hostname == urlsplit(url).hostname:
            return target
    for link in select(tree, "//a[@href]"):
        if (short_text(link, 12) or "").strip("[]【】>» ") in _CAPTIONS:
            target = link_target(link, base)
            if target and target != url and _same_list(url, target):
                return target
    return None


def _same_list(url: str, target: str) -> bool:
    here, there = urlsplit(url), urlsplit(target)
    if tree := query_value(target, "wbtreeid"):
        return here.hostname == there.hostname and tree == query_value(url, "wbtreeid")
    folder = there.path.rpartition("/")[0]
    return _FILE.search(there.path) is not None and folder in (
        here.path.rpartition("/")[0],
        here.path.removesuffix(".htm"),
    )


def _count(tree: Element, base: str, number: int | None, following: str | None) -> int | None:
    """The count of pages where it is not printed: page k of n is file n + 1 - k, and the file after it n - k."""
    for link in select(tree, _NUMBERED)[:_MOST_BOXES]:
        target, caption = link_target(link, base), text_of(link)
        file = _FILE.search(urlsplit(target).path) if target else None
        if file and caption.isascii() and caption.isdigit():
            return int(caption) + int(file.group(1)) - 1
    file = _FILE.search(urlsplit(following).path) if following else None
    return int(file.group(1)) + number if file and number else None
