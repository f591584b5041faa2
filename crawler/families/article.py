"""An article page taken apart, for every family that serves HTML articles."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from html import unescape
from itertools import islice
from types import MappingProxyType

from crawler.families.attachments import is_file_link, parse_attachments
from crawler.families.base import Article, Page, UnreadablePage
from crawler.families.containers import Body, find_body, heading_within, is_blank, rest_after, trim_body
from crawler.families.dates import find_date
from crawler.families.javascript import string_value
from crawler.families.markup import (
    Element,
    anywhere,
    base_of,
    drop,
    outer_html,
    parse_html,
    select,
    shell_target,
    short_text,
    shows_more,
    squeeze,
    text_of,
    writable,
)
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
from crawler.families.prose import prose_block

#: Changes whenever the shared reading of articles could give another Article for the same bytes.
ARTICLE_RULES = "article-4"

_TITLE_CLASSES = re.compile("con-title|article_title|xxgk_title")
_LEAST_TITLE = 8
_LONGEST_TITLE = 150
#: Rules by which a box is found that may be the layout's and hold the page's heading with the text.
_OF_LAYOUT = frozenset({"densest block", ".main-txt", "#mainContent"})

#: A text that only a script shows is no shorter than this, has a sentence and the blocks of a text.
_LEAST_CARRIED = 50
_MOST_CARRIED = 5
#: Elements within a box whose text is escaped markup.
_MOST_AROUND = 5
_MARKED = re.compile(r"<(?:p|div|br|table|section|span)\b", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;(?:p|div|br|table|section|span)\b", re.IGNORECASE)
#: What a template leaves for its engine to fill.
_HOLE = re.compile(r"\{\{|<%|\$\{|\{%")
#: A literal that never ends takes the rest of the script: each character is looked at once.
_LITERAL = re.compile(r"\"(?:[^\"\\]|\\.)*+(?:\"|\Z)|'(?:[^'\\]|\\.)*+(?:'|\Z)", re.DOTALL)

#: A text in place of which a page shows one of these is yet to come, or will never.
_NOT_A_TEXT = re.compile("[加下]载|稍[候等后]|跳转|不存在|删除|过期|登录|权限|浏览器|script|404|出错", re.IGNORECASE)
_LEAST_WEIGHT = 3
#: Without a sentence it is a list or a table, and no shorter than this.
_LEAST_LISTED = 20
_CONTACT = re.compile("邮编|邮政编码|电话|邮箱|传真")


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
    body = find_body(outline, text, own)
    if body is None or is_blank(body.element):
        body = _carried(tree) or body or _around_files(tree, base_of(tree, page.url)) or _few_words(tree)
    if body is None:
        raise UnreadablePage("body: found none of the known containers and no block of paragraphs")
    body = _unescaped(outline, body)
    return _take_apart(page, text, outline, body, titles)


def _around_files(tree: Element, base: str) -> Body | None:
    """The block around the first file of a page that has no other body: 详见附件 and little else."""
    for link in anywhere(tree, "a"):
        block = next(link.iterancestors("div", "td"), None) if is_file_link(link, base) else None
        if block is not None:
            return Body("around files", block)
    return None


def _carried(tree: Element) -> Body | None:
    """The longest text that the page carries for a script to show: the value of a hidden field, what a text area or a
    script of markup holds, a string with markup in it. Asked only where the page shows no text of its own."""
    found = []
    for source in _hidden_sources(tree):
        markup = unescape(source) if not _MARKED.search(source) and _ESCAPED.search(source) else source
        if len(markup) >= _LEAST_CARRIED and "。" in markup and _MARKED.search(markup) and not _HOLE.search(markup):
            found.append(markup)
    bodies = [parse_html(f"<div>{markup}</div>") for markup in sorted(found, key=len, reverse=True)[:_MOST_CARRIED]]
    longest = max(bodies, key=lambda body: len(text_of(body)), default=None)
    if longest is None or not shows_more(longest, _LEAST_CARRIED):
        return None
    return Body("carried by the page", select(longest, "//body/*")[0], (0, 0))


def _unescaped(page: Outline, body: Body) -> Body:
    """The body with its text made markup where it is nothing but escaped markup, which a script unwraps."""
    text = page.text_of(body.element)
    if body.source is not None or not (text.endswith(">") and _MARKED.match(text)):
        return body
    if len(body.element.findall(".//*")) > _MOST_AROUND:
        return body
    inner = parse_html(f"<div>{text}</div>")
    return Body(body.rule, select(inner, "//body/*")[0], (0, 0))


def _hidden_sources(tree: Element) -> Iterator[str]:
    for field in anywhere(tree, "input"):
        yield field.get("value") or ""
    for area in anywhere(tree, "textarea"):
        yield (area.text or "") + "".join(outer_html(inner) + (inner.tail or "") for inner in area)
    for script in anywhere(tree, "script"):
        source = script.text or ""
        if (script.get("type") or "").lower() in ("text/html", "text/template", "text/plain"):
            yield source
        elif "。" in source or "\\u3002" in source:
            yield from (string_value(literal[0]) for literal in _LITERAL.finditer(source))


def _few_words(tree: Element) -> Body | None:
    """The sentence or two below the page's own title that are its whole text: 本年度无。"""
    title = next((squeeze(node.text) for node in anywhere(tree, "title")), "")
    block = prose_block(tree, title, _LEAST_WEIGHT)
    if block is None or block.tag in ("body", "html"):
        return None
    text = text_of(block)
    above = [
        *block.itersiblings("*", preceding=True),
        *(one for box in islice(block.iterancestors(), 2) for one in box.itersiblings("*", preceding=True)),
    ]
    headings = [short_text(one, _LONGEST_TITLE, 20) or "" for one in above]
    titled = any(len(heading) >= _LEAST_TITLE and heading in title for heading in headings)
    listed = len(text) >= _LEAST_LISTED and next(block.iter("a"), None) is None and not _CONTACT.search(text)
    is_text = "。" in text or listed
    return Body("few words", block) if titled and is_text and not _NOT_A_TEXT.search(text) else None


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
    rest = rest_after(outside, body)
    trimmed = trim_body(outside, body)
    if not is_blank(trimmed):
        trimmed.extend(rest)
    if body.rule in _OF_LAYOUT:
        _drop_page_heading(trimmed, tags.get("title", ""))
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


def _drop_page_heading(body: Element, title: str) -> None:
    """Take the page's heading out of a box that holds it and the text: an h1 before all else that `<title>` repeats."""
    if squeeze(body.text):
        return
    for node in body.iterdescendants():
        if node.tag == "h1":
            heading = text_of(node)
            if len(heading) >= _LEAST_TITLE and heading in title:
                drop(node)
            return
        if squeeze(node.tail) or (isinstance(node.tag, str) and squeeze(node.text)):
            return


def _line_of(heading: Element, body: Element) -> Element:
    """A paragraph of the heading's words; the text that began the body follows it."""
    line = body.makeelement("p")
    line.text, line.tail, body.text = writable(text_of(heading)), writable(body.text or ""), None
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
