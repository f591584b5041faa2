"""博达 VSB (Visual SiteBuilder): static lists whose pages are numbered backwards, and their dynamic twins.

Recognise: `vsb_content`, `v_news_content`, `winstyle<N>`, `wbtreeid=`, `_vsb`, `/system/_content/download.jsp`;
articles at `/info/<tree>/<number>.htm` or `content.jsp?urltype=news.NewsContentUrl&wbtreeid=<tree>&wbnewsid=<number>`;
pagers `.pb_sys_common` with `.p_pages`.

Set in the row: `start` is the column, `/<folders>/<name>.htm` or `list.jsp?urltype=tree.TreeTempUrl&wbtreeid=<tree>`;
with layout = "units" a page that links the towns. Options:
- `layout`: "list" (default), or "units": the start is a directory of towns, each with a page of its own whose report
  column is found by caption. A report column below the town's own page is taken before any other on it.
- `captions`: with "units", the captions of the columns wanted; without it 年报, 年度报告 and 年度工作报告 count.
- `skip`: with "units", parts of addresses that are no towns.

How it is walked: by the pager's links, never by computed addresses. Page k of n is `<name>/<n + 1 - k>.htm`, so when
rows are added or taken away between two looks, an address may show another page, and rows would be lost. Every later
page is therefore held against what the pages before printed (number, pages, rows); where they disagree the list is
begun again from its first page, a few times at most, also when an interrupted walk is gone on with. A pager that prints
nothing of the kind is checked by a last look at the first page.

One article, one address: a page that links articles as `/info/…` has its dynamic links folded to that form.

Evidenced: the backward numbers, the pager and the rows `li#line_u<k>_<i>` (university sites), `table.winstyle<N>` with
`tr[id] td a` and the date in the next cell's span.timestyle<N> (滑县, www.hnhx.gov.cn), the dynamic list with page
parameter `a<block>p=<n>` and, older, `totalpage=&PAGENUM=`, templates other than list.jsp (xzxx.jsp, list_pt.jsp);
bodies in #vsb_content .v_news_content, div.govitemcontentdetal; files outside the body as 附件【…】 with the name in
the anchor only; dates in two tags; a permission notice with status 200 in place of an article.
Inferred: #vsb_content_2, _4, _501 as further ids of the body, td.contentstyle<N> and td.titlestyle<N> of old themes on
county portals, a total counted over a list's own rows, and after some downloads a page with an image captcha in place
of the file: left alone, never solved.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar
from urllib.parse import urlsplit

from crawler.families.addresses import query_value
from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Entry, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.dates import find_date
from crawler.families.directory import (
    UnitOptions,
    check_unit_options,
    first_pages,
    follow_shell,
    read_directory,
    read_unit,
)
from crawler.families.markup import Element, base_of, page_text, parse_html, select, shell_target, short_text, text_of
from crawler.families.options import read_options
from crawler.families.rows import Row
from crawler.families.units import is_unit_name
from crawler.families.vsb_pager import Pager, read_pager
from crawler.families.vsb_rows import list_rows
from crawler.families.vsb_walk import MOST_ROUNDS, begin_again, closing_look, moved, next_wish, repeats
from settings.sites import Column, Site

_BODIES = (
    (".v_news_content", "//*[contains(concat(' ',normalize-space(@class),' '),' v_news_content ')]"),
    ("#vsb_content", "//*[starts-with(@id,'vsb_content')]"),
    ("td.contentstyle", "//*[starts-with(normalize-space(@class),'contentstyle')]"),
    (".govitemcontentdetal", "//*[contains(@class,'govitemcontentdetal')]"),
)
_TITLES = ("//*[starts-with(normalize-space(@class),'titlestyle')]",)
_TIMES = "//*[starts-with(normalize-space(@class),'timestyle')]"
_NOTICE = re.compile(
    r"(?:没有|无|暂无)(?:访问|查看|浏览|阅读)?权限|无权(?:访问|查看|浏览|阅读)|不在(?:允许|可)?访问(?:的)?范围"
)
#: Characters shown by a page that withholds its article, the portal's chrome included.
_NOTICE_PAGE = 1_500
_MOST_TIMES = 5
#: Pages of one list; more is a fault of the portal.
MOST_PAGES = 500


class Vsb:
    """The family of 博达 VSB portals."""

    name: ClassVar[str] = "vsb"
    rules: ClassVar[str] = f"vsb-1+{ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        check_unit_options(column)

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        return first_pages(column)

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        options = read_options(UnitOptions, column.options)
        stage = page.fetch.context.get("stage", "list")
        text = page_text(page, column)
        tree = parse_html(text)
        if target := shell_target(tree, page.url):
            return follow_shell(page, target)
        if stage == "directory":
            return read_directory(page, tree, site, options.skip)
        if stage == "unit":
            return _own_columns(page, read_unit(page, tree, site, options.captions))
        return _parse_list(page, tree, text, column)

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        text = page_text(page, column)
        if notice := _notice(text):
            problem = ("permission_notice", f"the portal keeps the article to itself: {notice}")
            return Article(None, "", "permission notice", problems=(problem,))
        article = read_article(page, text, _BODIES, _TITLES)
        if article.posted is not None:
            return article
        times = select(parse_html(text), _TIMES)[:_MOST_TIMES]
        return replace(article, posted=next((day for time in times if (day := find_date(short_text(time)))), None))


def _own_columns(page: Page, found: Index) -> Index:
    """Of a town's report columns those below the town's own page, where there are any.

    The bar above every page links the county's column of the same name. A dynamic page has nothing below it.
    """
    if query_value(page.url, "wbtreeid"):
        return found
    folder = urlsplit(page.url).path.removesuffix(".htm").removesuffix("/index").rstrip("/") + "/"
    own = tuple(fetch for fetch in found.more if urlsplit(fetch.url).path.startswith(folder))
    return replace(found, more=own or found.more)


def _parse_list(page: Page, tree: Element, text: str, column: Column) -> Index:
    context = page.fetch.context
    number = int(context.get("page", "1"))
    base = base_of(tree, page.url)
    pager = read_pager(tree, page.url, base, first=number == 1)
    rows, problems = list_rows(tree, base, pager.box)
    entries = _entries(rows, page, column)
    change = moved(context, pager, rows, number)
    if change and (again := begin_again(context, change)):
        # Without its rows: a page of known rows would end a walk that stops early before the list is begun again.
        return Index((), more=(again,), problems=(("pages_moved", f"{change}; the list is begun again"),))
    if change:
        problems.append(("incomplete_moving", f"{change}, after the list was begun {MOST_ROUNDS} times"))
    if "closing" in context:
        return Index(entries, total=pager.total, problems=tuple(problems))
    if not rows:
        return _no_rows(number, pager, text, problems)
    more: Fetch | None = None
    if repeats(context, rows):
        problems.append(("incomplete_repeat", f"page {number} shows the articles of the page before"))
    elif number >= MOST_PAGES:
        problems.append(("incomplete_list", f"stopped after {number} pages"))
    else:
        more = next_wish(page, pager, rows, number) or closing_look(context, pager, number)
        if pager.following is None and pager.count is not None and number < pager.count:
            problems.append(("incomplete_pager", f"page {number} of {pager.count} links no page after it"))
    return Index(entries, more=(more,) if more else (), total=pager.total, problems=tuple(problems))


def _no_rows(number: int, pager: Pager, text: str, problems: list[tuple[str, str]]) -> Index:
    if number > 1:
        stub = ("incomplete_stub", f"page {number} holds no article link")
        return Index((), total=pager.total, problems=(*problems, stub))
    if pager.total is None and pager.count is None and "暂无" not in text:
        raise UnreadablePage("list: no link to info/<tree>/<number>.htm or with wbnewsid=, and no pager")
    return Index((), total=pager.total, problems=(*problems, ("empty_list", "the list shows no article")))


def _entries(rows: Sequence[Row], page: Page, column: Column) -> tuple[Entry, ...]:
    unit = page.fetch.context.get("unit") or column.unit
    return tuple(
        Entry(
            Fetch(row.url, "article", referer=page.url),
            row.title,
            posted=row.posted,
            unit=unit or (row.title if is_unit_name(row.title) else None),
            year=column.year,
        )
        for row in rows
    )


def _notice(text: str) -> str | None:
    """The words by which an access-limited article is withheld; None for a page with a body, and for a long one."""
    match = _NOTICE.search(text)
    if match is None:
        return None
    tree = parse_html(text)
    if len(text_of(tree)) > _NOTICE_PAGE:
        return None
    if any(text_of(body) for _, xpath in _BODIES for body in select(tree, xpath)[:_MOST_TIMES]):
        return None
    return match.group()
