"""NFCMS: the site columns of Guangdong portals, and town sub-sites below them.

Recognise: articles at `/<folders>/content/post_<number>.html` (mobile twin `mpost_<number>.html`) without `/gkmlpt/`
in the address, attachments `a.nfw-cms-attachment`, `<meta name="ColumnId">` (often beside `<meta name="filing">`), a
script that asks for `/postmeta/i/<column>.json`.

Set in the row: `start` is the column, `/<folders>/` or its index.html; with layout = "units" a page that links towns.
Options:
- `layout`: "list" (default), or "units": the start is a directory of towns, each with a page of its own whose report
  column is found by caption. A report column below the town's own folder is taken before any other on its page.
- `captions`: with "units", the captions of the columns wanted; without it 年报, 年度报告 and 年度工作报告 count.
- `skip`: with "units", parts of addresses that are no towns.

How it is walked: rows are links to articles in the column's folder (or in one block with such). Page two is taken from
the pager's links. Where nothing tells how many pages there are, `index_1.html` and `index_2.html` are both asked for,
and a page counts only when it brings articles of this column that the page before had not: sources differ on which is
page two. A column drawn by script is read from the JSON the page names; its one answer lists the whole column. An
article without an address there is read from its own JSON.

Evidenced: the article addresses of towns (www.suixi.gov.cn `/gzzwz/jxzrmzf/zwgk/xxgknb/content/post_67513.html`) and of
all towns in one county column (www.gdhf.gov.cn `/gdhf/zwgk/gknb/content/post_1221498.html`); `div.conts-list span a`
with the date in the next span (Guangzhou), `th` with the date before `div.list_td a` (Yunfu); the byline
作者 | 来源 | 时间 | 点击数 | 分享到 (遂溪); file names in `alt`; bodies in div.article-content and div.content with
ucapcontent; `/postmeta/i/<column>.json` with id, name, publish_count, children and articles, `/postmeta/p/…/<id>.json`
with content and attachment (www.sz.gov.cn, www.zc.gov.cn, www.by.gov.cn, hrss.foshan.gov.cn, one answer holding up to
2,500 articles).
Inferred: index_2.html as page two (one note says index_1.html); that the pages of a column lie beside its first; the
names of an attachment's fields in the JSON; a county column that names its JSON and shows no row; printed counts
(共3页, 共35条).
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar
from urllib.parse import urljoin

from crawler.families.addresses import below, folder_of
from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Entry, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.directory import (
    UnitOptions,
    check_unit_options,
    first_pages,
    follow_shell,
    read_directory,
    read_unit,
)
from crawler.families.markup import Element, base_of, page_text, parse_html, shell_target
from crawler.families.nfcms_json import column_json, is_post_json, read_column_json, read_post_json
from crawler.families.nfcms_pager import is_article, new_among, printed_pages, printed_total, row_marks
from crawler.families.options import read_options
from crawler.families.rows import Row
from crawler.families.trs_pager import MOST_PAGES, next_page
from crawler.families.trs_rows import list_rows
from crawler.families.units import is_unit_name
from settings.sites import Column, Site

_BODIES = (
    (".article-content", "//*[contains(concat(' ',normalize-space(@class),' '),' article-content ')]"),
    ("ucapcontent", "//*[contains(concat(' ',normalize-space(@class),' '),' content ')]//ucapcontent"),
)


class Nfcms:
    """The family of NFCMS site columns."""

    name: ClassVar[str] = "nfcms"
    rules: ClassVar[str] = f"nfcms-1+{ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        check_unit_options(column)

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        return first_pages(column)

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        options = read_options(UnitOptions, column.options)
        context = page.fetch.context
        stage = context.get("stage", "list")
        text = page_text(page, column)
        if stage == "json":
            return read_column_json(page, text, column)
        if "guess" in context:
            return _parse_guess(page, text, column)
        tree = parse_html(text)
        if target := shell_target(tree, page.url):
            return follow_shell(page, target)
        if stage == "directory":
            return read_directory(page, tree, site, options.skip)
        if stage == "unit":
            return _own_columns(page, read_unit(page, tree, site, options.captions))
        return _parse_list(page, text, tree, column)

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        text = page_text(page, column)
        return read_post_json(page, text) if is_post_json(page.url) else read_article(page, text, _BODIES)


def _own_columns(page: Page, found: Index) -> Index:
    """Of a town's report columns those below the town's own folder, where there are any.

    The bar above every page links the county's column of the same name.
    """
    folder = folder_of(page.url)
    own = tuple(fetch for fetch in found.more if below(folder, fetch.url))
    return Index((), more=own or found.more, problems=found.problems)


def _parse_list(page: Page, text: str, tree: Element, column: Column) -> Index:
    context = page.fetch.context
    number = int(context.get("page", "1"))
    rows, problems = list_rows(page, tree, base_of(tree, page.url), is_article)
    total = printed_total(tree)
    own = any(below(folder_of(page.url), row.url) for row in rows)
    if number == 1 and not own and (answer := column_json(text, page.url)):
        # Drawn by script; links to articles of other columns are those of boxes around the list.
        return Index((), more=(_list(answer, context, stage="json", folder=folder_of(page.url)),), total=total)
    marks = row_marks(rows)
    following = next_page(tree, text, page.url, number)
    pages = printed_pages(tree)
    if not rows:
        if number > 1:
            return Index((), total=total, problems=(("incomplete_stub", f"page {number} holds no article link"),))
        if not pages and total is None and "暂无" not in text:
            raise UnreadablePage("list: no link to content/post_<number>.html, no page count and no JSON named")
        return Index((), total=total, problems=(*problems, ("empty_list", "the list shows no article")))
    if number > 1 and not new_among(marks, context.get("known", "")):
        problem = ("incomplete_repeat", f"page {number} shows the articles of the page before")
        return Index(_entries(rows, page, column), total=total, problems=(*problems, problem))
    more: tuple[Fetch, ...] = ()
    if following and number < MOST_PAGES:
        more = (_list(following, context, page=str(number + 1), known=marks),)
    elif pages and number < pages:
        problems.append(("incomplete_pager", f"page {number} of {pages} links no page after it"))
    elif number >= MOST_PAGES:
        problems.append(("incomplete_list", f"stopped after {number} pages"))
    elif number == 1 and not pages and (total is None or total > len(rows)):
        more = tuple(_guess(page, place, marks, marks) for place in (1, 2))
    return Index(_entries(rows, page, column), more=more, total=total, problems=tuple(problems))


def _parse_guess(page: Page, text: str, column: Column) -> Index:
    """A page that was guessed and may be anything: it counts when it brings new articles of this column.

    index_1 and index_2 are both guessed at first, and index_2 leads on: where index_1 is page two, index_2 is page
    three.
    """
    context = page.fetch.context
    place = int(context["guess"])
    if below(context["folder"], page.url) is None:
        # Led away: to the front page, or to another list.
        return Index(())
    try:
        tree = parse_html(text)
    except UnreadablePage:
        return Index(())
    rows, _ = list_rows(page, tree, base_of(tree, page.url), is_article)
    own = [row for row in rows if below(context["folder"], row.url) is not None]
    marks = row_marks(own)
    if not new_among(marks, f"{context['first']} {context['known']}"):
        return Index(())
    more: tuple[Fetch, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    if place >= MOST_PAGES:
        problems = (("incomplete_list", f"stopped after {place} pages"),)
    elif place > 1:
        more = (_guess(page, place + 1, context["first"], marks),)
    return Index(_entries(own, page, column), more=more, total=printed_total(tree), problems=problems)


def _guess(page: Page, place: int, first: str, known: str) -> Fetch:
    folder = page.fetch.context.get("folder") or folder_of(page.url)
    context = {"guess": str(place), "folder": folder, "first": first, "known": known, "open_end": "1"}
    return _list(urljoin(folder, f"index_{place}.html"), page.fetch.context, **context)


def _list(url: str, context: Mapping[str, str], **more: str) -> Fetch:
    kept = {name: value for name, value in context.items() if name != "hops"}
    return Fetch(url, context=MappingProxyType({**kept, **more}))


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
