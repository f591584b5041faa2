"""Lonsun 龙讯: catalogues of organs whose rows come from a label call, and ordinary columns. Anhui above all.

Recognise: `/site/label/<number>` or `Ls.pagination(` in scripts; addresses `/public/column/<organId>?…catId=…`,
`/public/<organId>/<id>.html`, `/content/column/<id>`, `/content/article/<id>`, also below a prefix (/zwgk/, /openness/,
/zfxxgk/); bodies in `j-fontContent`.

Set in the row: `start` is a list (an organ's catalogue page of its report category, `/public/column/<organId>?type=4&
catId=<cat>&action=list`, or an ordinary column `/content/column/<id>`); nothing else is needed, the label's query, the
template and the page count are read from the page. Options:
- `layout`: "list" (default), or "units": the start is a directory of organs; each one's page is asked for its report
  category by caption.
- `captions`: with "units", the captions of the categories wanted; without it 年报 and 年度报告 count.
- `category`: with "units", the catId of the annual reports, for a portal whose organs draw their category tree by
  script. Categories are shared between the organs, even between the counties of a prefecture.
- `skip`: with "units", parts of addresses of organs to leave out.

Evidenced: the label call and its fields (www.ah.gov.cn, sthjt.ah.gov.cn, fzggw.ah.gov.cn, xsxxgk.huaibei.gov.cn,
www.lushan.gov.cn), GET and POST alike; pageIndex from 1, pageSize 13 to 20 and 50; `pageCount:<n>` in the page's script
(mpa.ah.gov.cn); rows ul > li > a[title] + span, older div.xxgk_navli with 索引号, link and date in an li each; the text
暂无相关信息 for an empty list; ordinary columns paged as /content/column/<id>?pageIndex=<n> (hrss.ah.gov.cn); article
bodies div.wzcon, div.ls-article-info, div.newscontnet and div.wenzhang_main, all with j-fontContent, div.contentxxgk;
files at /group<k>/M00/<aa>/<bb>/<name>. organId is the unit: 161054624 is 永丰镇 at www.tianchang.gov.cn. One catId,
170001861, was seen in 定远 and 明光, both of 滁州. The same report stands twice at www.tianchang.gov.cn, in the organ's
catalogue and in a collection of the year (/zwgk/2021nzfxxgkgzndbg/xznb/392297105.html), the titles in another order of
words.
Inferred: that organs and categories are plain links in the directory and on an organ's page; that rows drawn by the
server stand in the element the script fills later.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import ClassVar, Literal
from urllib.parse import urlsplit, urlunsplit

from crawler.families.addresses import query_value
from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.directory import follow_shell, read_directory, read_unit
from crawler.families.lonsun_label import Pages, find_label, page_address, read_pages, with_page
from crawler.families.markup import Element, base_of, page_text, parse_html, select, shell_target, text_of
from crawler.families.numbered_blocks import first_block, read_on, whole_number
from crawler.families.options import read_options
from crawler.families.rows import Row, article_links, entry_of, link_target, parse_row, row_of
from settings.sites import Column, Site

_ARTICLE = re.compile(r"/public/\d+/\d+\.html\Z|/content/article/\d+(?:\.html)?\Z|/\d{5,}\.html\Z")
_ORGAN = re.compile(r"/public/column/\d+\Z")
_NOTHING = re.compile(r"暂无|没有(?:相关|任何)?(?:信息|数据|内容|记录)")
#: The class of a row in the older form, at most so far above its link.
_BOX, _DEEPEST = "xxgk_navli", 6

_BODIES = (
    (".j-fontContent", "//*[contains(concat(' ', normalize-space(@class), ' '), ' j-fontContent ')]"),
    (".contentxxgk", "//div[contains(concat(' ', normalize-space(@class), ' '), ' contentxxgk ')]"),
    (".secnr", "//div[contains(concat(' ', normalize-space(@class), ' '), ' secnr ')]"),
)


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a Lonsun column."""

    layout: Literal["list", "units"] = "list"
    captions: tuple[str, ...] = ()
    category: str | None = None
    skip: tuple[str, ...] = ()


class Lonsun:
    """The family of Lonsun portals."""

    name: ClassVar[str] = "lonsun"
    rules: ClassVar[str] = f"lonsun-1+{ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        options = read_options(Options, column.options)
        if options.layout != "units" and (options.captions or options.category or options.skip):
            raise ValueError('options captions, category and skip are for layout = "units"')
        if options.captions and options.category:
            raise ValueError("options captions and category exclude each other: a known category needs no captions")
        if options.category and not options.category.isdigit():
            raise ValueError(f"option category is {options.category!r}; the digits of a catId are wanted")

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        stage = {"list": "list", "units": "directory"}[read_options(Options, column.options).layout]
        return [Fetch(url, context=MappingProxyType({"stage": stage})) for url in column.start]

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        options = read_options(Options, column.options)
        text = page_text(page, column)
        stage = page.fetch.context.get("stage", "list")
        if stage == "rows":
            return _parse_fragment(page, text, column)
        tree = parse_html(text)
        # A pager's script names an address too: a list with a pager is no redirect.
        if "Ls.pagination" not in text and (target := shell_target(tree, page.url)):
            return follow_shell(page, target)
        if stage == "directory":
            index = read_directory(page, tree, site, options.skip)
            return index if options.category is None else _with_category(index, options.category)
        if stage == "unit":
            return read_unit(page, tree, site, options.captions)
        index = _parse_list(page, tree, text, column)
        return index if options.layout == "list" else replace(index, total=None)

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        return read_article(page, page_text(page, column), _BODIES)


def _with_category(index: Index, category: str) -> Index:
    """A directory's organs with their report category in place of their own pages."""
    more: dict[str, Fetch] = {}
    odd: list[tuple[str, str]] = []
    for fetch in index.more:
        parts = urlsplit(fetch.url)
        if not _ORGAN.search(parts.path):
            odd.append(("not_an_organ", f"{fetch.context['unit']} links to {fetch.url}, no catalogue of an organ"))
            continue
        url = urlunsplit((parts.scheme, parts.netloc, parts.path, f"type=4&catId={category}&action=list", ""))
        more.setdefault(url, Fetch(url, context=MappingProxyType({**fetch.context, "stage": "list"})))
    return Index((), more=tuple(more.values()), problems=(*index.problems, *odd))


def _parse_list(page: Page, tree: Element, text: str, column: Column) -> Index:
    """A page with a list: a catalogue that asks a label for its rows, or a column that holds them."""
    base, pages = base_of(tree, page.url), read_pages(text)
    label = find_label(tree, page.url)
    if label is None:
        rows = _rows(tree, base, whole_page=True)
        if not rows and pages.count is None and not _NOTHING.search(text):
            raise UnreadablePage("list: no label call, no row with an article's address and no page count")
        return _read_on(page, rows, pages, column, text)
    holders = select(tree, "//*[@id=$name]", name=label.holder) if label.holder else []
    drawn = _rows(holders[0], base, whole_page=True) if holders else []
    context = {name: value for name, value in page.fetch.context.items() if name in ("unit", "year")}
    context |= {"stage": "rows", **({"pages": str(pages.count)} if pages.count is not None else {})}
    wish = first_block(Fetch(label.url, referer=page.url), **context, total=str(pages.total or ""))
    if not drawn:
        return Index((), more=(wish,), total=None if "unit" in context else pages.total)
    # The server drew the first block itself: the page stands for the label's first answer.
    return _read_on(replace(page, fetch=wish), drawn, pages, column, text)


def _parse_fragment(page: Page, text: str, column: Column) -> Index:
    """An answer of the label: rows and nothing else, or the sentence that there are none."""
    pages = read_pages(text)
    rows = _rows(parse_html(text), page.fetch.referer or page.url, whole_page=False) if text.strip() else []
    if not rows and page.fetch.context.get("block") == "1" and not _is_empty(page, text):
        raise UnreadablePage("label: wanted rows or the sentence that there are none, found neither")
    return _read_on(page, rows, pages, column, text)


def _read_on(page: Page, rows: list[Row], pages: Pages, column: Column, text: str) -> Index:
    """A block's entries, and the next block: the same call, or the same column, with the next page number."""
    context = page.fetch.context
    unit = context.get("unit")
    entries = [entry_of(row, column, page.fetch.referer or page.url) for row in rows]
    count = pages.count if pages.count is not None else whole_number(context.get("pages"))

    def ask(number: int) -> Fetch:
        if context.get("stage") == "rows":
            return Fetch(with_page(page.fetch.url, number), referer=page.fetch.referer)
        return Fetch(page_address(text, page.url, number) or page.url)

    if context.get("stage") != "rows" and count is None:
        # A column that prints no pager is one page.
        count = 1
    if not rows and not pages.total and (count or 0) <= 1:
        # No page is promised: the list is empty, not cut short.
        count = None
    # Before the last page a reached total would end the walk, and a side box may have helped to reach it.
    total = pages.total if count is None or int(context.get("block", "1")) >= count else None
    index = read_on(
        page,
        [replace(entry, unit=unit or entry.unit) for entry in entries],
        len(rows),
        total,
        (),
        ask,
        pages=count,
    )
    return replace(index, total=pages.total if unit is None else None)


def _rows(root: Element, base: str, *, whole_page: bool) -> list[Row]:
    """The rows below an element; on a whole page only links to articles, because navigation stands there too."""
    found: dict[str, Row] = {}
    for link in article_links(root):
        target = link_target(link, base)
        if target is None or (whole_page and not _ARTICLE.search(urlsplit(target).path)):
            continue
        box = next((node for node in islice(link.iterancestors(), _DEEPEST) if _BOX in (node.get("class") or "")), None)
        row = parse_row(row_of(link) if box is None else box, link, base)
        if row is None:
            continue
        if "/public/column/" in row.url or len(row.title) < 2:
            continue
        found.setdefault(row.url, row)
    return list(found.values())


def _is_empty(page: Page, text: str) -> bool:
    shown = text_of(parse_html(text)) if text.strip() else ""
    sentence = query_value(page.fetch.url, "result")
    return _NOTHING.search(shown) is not None or bool(sentence and sentence in shown)
