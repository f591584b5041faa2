"""What an NFCMS list says of its articles and pages."""

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.families.markup import Element, select, short_text
from crawler.families.rows import Row

_ARTICLE = re.compile(r"/content/(?:\d+/\d+/)?m?post_\d+\.s?html?\Z")
_PAGES = re.compile(
    r"共\s{0,3}(\d{1,5})\s{0,3}页|第?\s{0,3}\d{1,5}\s{0,3}页?\s{0,3}/\s{0,3}共?\s{0,3}(\d{1,5})\s{0,3}页"
)
_TOTAL = re.compile(r"共\s{0,3}(?:有\s{0,3})?(\d{1,7})\s{0,3}(?:条|篇|个?记录)")
_BOX = (
    "//*[contains(@class,'page') or contains(@class,'Page') or contains(@id,'page') or contains(@class,'pagination')]"
)
#: Boxes looked at for a pager; its text is short.
_MOST_BOXES, _BOX_CHARACTERS = 40, 200
#: Characters of an article's mark: six of them tell the rows of two pages apart.
_MARK = 6
#: Rows of a page that are remembered.
_MOST_MARKS = 200


def is_article(url: str) -> bool:
    """Whether an address is an article's, mobile twins and those of the disclosure catalogue (gkmlpt) included: columns
    of the site list both (inferred)."""
    return _ARTICLE.search(urlsplit(url).path) is not None


def printed_pages(tree: Element) -> int | None:
    """The number of pages the pager prints; None when it prints none (inferred: 共3页, 1/3页)."""
    for text in _pager_texts(tree):
        if match := _PAGES.search(text):
            return int(match.group(1) or match.group(2))
    return None


def printed_total(tree: Element) -> int | None:
    """The number of rows the pager prints for the whole column; None when it prints none (inferred: 共35条)."""
    for text in _pager_texts(tree):
        if match := _TOTAL.search(text):
            return int(match.group(1))
    return None


def row_marks(rows: Sequence[Row]) -> str:
    """Short marks of the articles a page shows, to know them again on another."""
    return " ".join(hashlib.sha256(row.url.encode()).hexdigest()[:_MARK] for row in rows[:_MOST_MARKS])


def new_among(marks: str, known: str) -> bool:
    """Whether one of `marks` is not among the `known` ones."""
    return bool(set(marks.split()) - set(known.split()))


def _pager_texts(tree: Element) -> list[str]:
    texts = (short_text(box, _BOX_CHARACTERS) for box in select(tree, _BOX)[:_MOST_BOXES])
    return [text for text in texts if text]
