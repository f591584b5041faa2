"""An article page taken apart, for every family that serves HTML articles."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from types import MappingProxyType

from crawler.families.attachments import is_file_link, parse_attachments
from crawler.families.base import Article, Page, UnreadablePage
from crawler.families.containers import Body, find_body, heading_within, is_blank, trim_body
from crawler.families.dates import find_date
from crawler.families.markup import Element, anywhere, base_of, outer_html, parse_html, select, shell_target, text_of
from crawler.families.metadata import (
    grid_cells,
    grid_tables,
    parse_breadcrumb,
    parse_byline_date,
    parse_grid,
    parse_meta_tags,
    parse_site_code,
    table_cells,
)
from crawler.families.outline import Outline

#: Changes whenever the shared reading of articles could give another Article for the same bytes.
ARTICLE_RULES = "article-4"

_TITLE_CLASSES = re.compile("con-title|article_title|xxgk_title")


def read_article(page: Page, text: str, own: Sequence[tuple[str, str]] = (), titles: Sequence[str] = ()) -> Article:
    """What the article page with the decoded source `text` holds. `own` are the family's body containers,
    `titles` XPaths of its headings beyond those every portal uses.

    `markup` is "" when the page has the place for a body and nothing in it. Raises UnreadablePage when no part of the
    page can be taken for a body.
    """
    tree = parse_html(text)
    if target := shell_target(tree, page.url):
        raise UnreadablePage(f"not an article but a redirect shell that leads to {target}")
    outline = Outline(tree)
    body = find_body(outline, text, own) or _around_files(tree, base_of(tree, page.url))
    if body is None:
        raise UnreadablePage("body: found none of the known containers and no block of paragraphs")
    return _take_apart(page, text, outline, body, titles)


def _around_files(tree: Element, base: str) -> Body | None:
    """The block around the first file of a page that has no other body: 详见附件 and little else."""
    for link in anywhere(tree, "a"):
        block = next(link.iterancestors("div", "td"), None) if is_file_link(link, base) else None
        if block is not None:
            return Body("around files", block)
    return None


def _take_apart(page: Page, text: str, outline: Outline, body: Body, titles: Sequence[str]) -> Article:
    """The Article around a body that was found."""
    tree, outside, inside = outline.root, outline, body.element
    base = base_of(tree, page.url)
    if body.source is not None:
        outside = Outline(parse_html(text[: body.source[0]] + text[body.source[1] :]))
    attachments = parse_attachments(outside.root, inside, base)
    around = outside.text_of(outside.root, without=inside)
    grids = [cell for table in grid_tables(outside, inside) for cell in table_cells(table)]
    tags = parse_meta_tags(tree)
    grid = parse_grid(outside, [*grid_cells(outside, inside), *grids])
    title = _title(outside, inside, tags, grid, titles)
    crumbs = parse_breadcrumb(outside)
    code = parse_site_code(tags, around)
    heading = heading_within(outside, body, title)
    trimmed = trim_body(outside, body)
    if heading is not None and not is_blank(trimmed):
        trimmed.insert(0, _line_of(heading, trimmed))
    return Article(
        title=title,
        markup="" if is_blank(trimmed) else outer_html(trimmed),
        container=body.rule,
        posted=_posted(grid, tags, around),
        publisher=grid.get("发布机构") or tags.get("ContentSource") or grid.get("信息来源") or None,
        meta=MappingProxyType({**tags, **grid}),
        attachments=attachments,
        breadcrumb=crumbs,
        site_code=code,
    )


def _line_of(heading: Element, body: Element) -> Element:
    """A paragraph of the heading's words; the text that began the body follows it."""
    line = body.makeelement("p")
    line.text, line.tail, body.text = text_of(heading), body.text, None
    return line


def _title(
    page: Outline, inside: Element, tags: dict[str, str], grid: dict[str, str], titles: Sequence[str]
) -> str | None:
    """The title as printed: the page's own tag, else the heading that `<title>` repeats, else the grid's 名称.

    `<title>` itself comes last, because portals add their names to it.
    """
    if title := tags.get("ArticleTitle"):
        return title
    within = set(inside.iter())
    headings = [
        text
        for element in _headings(page, titles)
        if element not in within and (text := page.short_text(element, 150)) and len(text) >= 2
    ]
    repeated = [text for text in headings if text in tags.get("title", "")]
    if repeated:
        return max(repeated, key=len)
    return grid.get("名称") or (headings[0] if headings else tags.get("title"))


def _headings(page: Outline, titles: Sequence[str]) -> Iterator[Element]:
    """Where a page may print its title, best first: the places `titles` names, then those every portal uses."""
    for xpath in titles:
        yield from select(page.root, xpath)
    yield from anywhere(page.root, "ucaptitle")
    yield from (heading for heading in anywhere(page.root, "h1") if next(heading.iterdescendants("img"), None) is None)
    classed = [(element, names) for element in page.elements if (names := element.get("class"))]
    for element, names in classed:
        if " title " in f" {names} " and element.tag not in ("a", "title"):
            yield element
    yield from (element for element, names in classed if _TITLE_CLASSES.search(names))
    yield from anywhere(page.root, "h2")


def _posted(grid: dict[str, str], tags: dict[str, str], around: str) -> date | None:
    """The shown publication date; the tag only when the page shows none (it keeps the day of a migration)."""
    return parse_byline_date(around) or find_date(grid.get("发布日期")) or find_date(tags.get("PubDate"))
