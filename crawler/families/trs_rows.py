"""The rows of a TRS list, told from the boxes around it."""

import re
from collections.abc import Callable
from itertools import islice
from urllib.parse import urlsplit

from crawler.families.addresses import below, folder_of
from crawler.families.attachments import leads_to_a_file
from crawler.families.base import Page
from crawler.families.markup import Element
from crawler.families.rows import Row, article_links, link_target, parse_row, row_of

_ARTICLE = re.compile(r"/t(?:19|20)\d{6}_\d+\.s?html?\Z")

#: A box of related links lies one or two rows deep.
_DEEPEST = 3


def is_article(url: str) -> bool:
    """Whether an address is a TRS article's: tYYYYMMDD_<number>.html, .htm or .shtml."""
    return _ARTICLE.search(urlsplit(url).path) is not None


def list_rows(
    page: Page, tree: Element, base: str, is_article: Callable[[str], bool] = is_article
) -> tuple[list[Row], list[tuple[str, str]]]:
    """The rows of the list itself: links to articles in its directory, and others in the same block of rows.

    A `li` inside another row is a box of related links (observed on ndrc.gov.cn) and no row. Where no article lies in
    the directory, dated rows count, and a problem says so. A row of the block that leads straight to a file is one
    too: some towns list the file itself. `is_article` tells the family's article addresses.
    """
    folder = folder_of(page.url)
    found: list[tuple[Element, Row, bool]] = []
    for link in article_links(tree):
        url = link_target(link, base)
        is_file = url is not None and leads_to_a_file(url)
        if not url or not (is_article(url) or is_file):
            continue
        element = row_of(link)
        if any(True for _ in element.iterancestors("li")) and _holds_article(element, base, is_article):
            continue
        if row := parse_row(element, link, base):
            # Beside a list files are forms and notices; only among its rows is one of them a row.
            found.append((element, row, below(folder, url) is not None and not is_file))
    blocks = {element.getparent() for element, _, inside in found if inside}
    problems: list[tuple[str, str]] = []
    if blocks:
        kept = [
            row for element, row, inside in found if inside or (element.tag != "a" and element.getparent() in blocks)
        ]
    else:
        kept = [row for _, row, _ in found if row.posted and is_article(row.url)]
        if kept:
            problems.append(("rows_elsewhere", f"no article of the list lies below {folder}"))
    unique: dict[str, Row] = {}
    for row in kept:
        unique.setdefault(row.url, row)
    return list(unique.values()), problems


def _holds_article(element: Element, base: str, is_article: Callable[[str], bool]) -> bool:
    """Whether a row stands within another row that has an article link of its own before it."""
    for ancestor in islice(element.iterancestors("li"), _DEEPEST):
        first = next((link for link in ancestor.iter("a") if link.get("href")), None)
        if first is not None and row_of(first) is ancestor:
            url = link_target(first, base)
            if url and is_article(url):
                return True
    return False
