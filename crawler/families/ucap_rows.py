"""The rows of a static UCAP list, told from the boxes around it."""

import re
from urllib.parse import urlsplit

from crawler.families.addresses import below, folder_of
from crawler.families.base import Page
from crawler.families.markup import Element
from crawler.families.rows import Row, article_links, link_target, parse_row, row_of

# <32 hex>.shtml everywhere, c01_<n>.shtml (Harbin), <n>.shtml (绥滨), c<n>/content.shtml (csrc.gov.cn),
# t<date>_<n>.html (Hunan's portals on the same system).
_ARTICLE = re.compile(r"/\d{6}/(?:[0-9a-f]{32}|c\d+_\d+|\d{3,}|t\d{8}_\d+)\.s?html?\Z|/c\d+/content\.s?html?\Z")


def is_article(url: str) -> bool:
    """Whether an address is a UCAP article's."""
    return _ARTICLE.search(urlsplit(url).path) is not None


def list_rows(page: Page, tree: Element, base: str) -> list[Row]:
    """The rows of the list: of every block that holds articles of the column's own directory, else of the block with
    the most dated ones (a column that gathers others' articles). A dated row of such a block counts whatever its
    address, because the column's printed total counts it too."""
    folder = folder_of(page.url)
    found: list[tuple[Element, Row, bool, bool]] = []
    for link in article_links(tree):
        url = link_target(link, base)
        element = row_of(link)
        if url is None or (row := parse_row(element, link, base)) is None:
            continue
        shaped = is_article(url)
        found.append((element, row, shaped, shaped and below(folder, url) is not None))
    blocks = {element.getparent() for element, _, _, inside in found if inside}
    if not blocks:
        dated: dict[Element | None, int] = {}
        for element, row, shaped, _ in found:
            if shaped and row.posted is not None:
                dated[element.getparent()] = dated.get(element.getparent(), 0) + 1
        blocks = {max(dated, key=lambda block: dated[block])} if dated else set()
    rows: dict[Element, tuple[bool, Row]] = {}
    for element, row, shaped, _ in found:
        if element.getparent() not in blocks or not (shaped or (row.posted is not None and element.tag != "a")):
            continue
        # One row may link its file or its explanation beside the article.
        if element not in rows or (shaped and not rows[element][0]):
            rows[element] = (shaped, row)
    unique: dict[str, Row] = {}
    for _, row in rows.values():
        unique.setdefault(row.url, row)
    return list(unique.values())
