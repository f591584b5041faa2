"""The portals of 亳州, vendor unknown: addresses made of a class, a verb and numbers (`/XxgkContent/showList/989/0/
page_1.html`). Seen in four prefectures of Anhui.

Recognise: addresses `/<Class>/showList/<unit>/<category>/page_<n>.html` and `/<Class>/show/<id>.html`, the class one of
XxgkContent, XxgkAnnualReport, XxgkPolicy, Xxgknb, OpennessAnnualReport, News; body div.g-detailbox.

Set in the row: `start` is a list of annual reports, or a unit's own list, `/XxgkContent/showList/<unit>/0/page_1.html`,
whose link 政府信息公开年报 is followed. Options:
- `layout`: "list" (default), or "units": the start is a directory of units, each linked to its own list.
- `captions`: the captions of the wanted columns on a unit's page; without it 年报 and 年度报告 count.
- `skip`: with "units", parts of addresses of units to leave out.

Evidenced: `/XxgkAnnualReport/show/<id>.html` at www.bzqc.gov.cn (谯城区) and www.gy.gov.cn (涡阳), breadcrumb
网站首页 > 政府信息公开 > unit > 政府信息公开年报, byline 发布时间, 来源, 字体, units named with the district before
them (谯城区十八里镇); a unit's list /XxgkContent/showList/989/0/page_1.html, which reports name as the place of their
column 政府信息公开年报 (989 is 十八里镇, 993 颜集镇, 996 芦庙镇). At wjw.xuancheng.gov.cn lists of a category,
/XxgkContent/showList/174/105276/page_1.html, with rows section.m-tglist ul > li > a + span or div.search-list tr with
td.bt > a and td.cwrq, bodies div.g-detailbox (news: div.newscontnet .text), files in .m-file-download. Relatives:
/XxgkPolicy/showList/<n>/page_1.html, /openness/OpennessAnnualReport/show/2396.html (tljq.gov.cn), and on
www.ahshitai.gov.cn /Xxgknb/show/2535.html.
Inferred: the address of the list of annual reports, which is therefore only taken from links; the form of the pager.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import ClassVar
from urllib.parse import urlsplit

from crawler.families.addresses import resolve
from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.directory import UnitOptions, follow_shell, read_directory, read_unit
from crawler.families.markup import Element, base_of, page_text, parse_html, select, shell_target, text_of
from crawler.families.numbered_blocks import read_on
from crawler.families.options import read_options
from crawler.families.rows import Row, article_links, entry_of, parse_row, row_of
from settings.sites import Column, Site

_ARTICLE = re.compile(r"/[A-Za-z]\w*/show/\d+\.html\Z")
_LIST_PAGE = re.compile(r"(.*/showList/(?:\d+/)+page_)(\d{1,5})(\.html)\Z")
#: A unit's own list: all its categories, which the number 0 stands for.
_UNIT_LIST = re.compile(r"/XxgkContent/showList/\d+/0/page_\d+\.html\Z")
_NOTHING = re.compile(r"暂无|没有(?:相关|任何)?(?:信息|数据|内容|记录)")
_PAGES = re.compile(r"共\s*(\d{1,5})\s*页|(?:第|页次|页码)\s*[:：]?\s*\d{1,5}\s*页?\s*/\s*共?\s*(\d{1,5})\s*页?")
_TOTAL = re.compile(r"共(?:有|计)?\s*(\d{1,6})\s*(?:条|篇|项)")
#: 共 N 条 is the pager's own only this close to its count of pages.
_NEAR = 40
#: No address of this platform is near this long; a longer one is not taken apart.
_LONGEST = 500

_BODIES = (
    (".g-detailbox", "//*[contains(concat(' ', normalize-space(@class), ' '), ' g-detailbox ')]"),
    (".newscontnet", "//*[contains(concat(' ', normalize-space(@class), ' '), ' newscontnet ')]"),
)


class XxgkContent:
    """The family of portals of the 亳州 type."""

    name: ClassVar[str] = "xxgk_content"
    rules: ClassVar[str] = f"xxgk_content-1+{ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        options = read_options(UnitOptions, column.options)
        if options.layout != "units" and options.skip:
            raise ValueError('option skip is for layout = "units"')

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        units = read_options(UnitOptions, column.options).layout == "units"
        return [Fetch(url, context=MappingProxyType({"stage": _first_stage(url, units)})) for url in column.start]

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        options = read_options(UnitOptions, column.options)
        text = page_text(page, column)
        tree = parse_html(text)
        if target := shell_target(tree, page.url):
            return follow_shell(page, target)
        stage = page.fetch.context.get("stage", "list")
        if stage == "directory":
            return read_directory(page, tree, site, options.skip)
        if stage == "unit":
            return read_unit(page, tree, site, options.captions)
        return _parse_list(page, tree, column)

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        return read_article(page, page_text(page, column), _BODIES)


def _first_stage(url: str, units: bool) -> str:
    if units:
        return "directory"
    return "unit" if _UNIT_LIST.search(urlsplit(url).path) else "list"


def _parse_list(page: Page, tree: Element, column: Column) -> Index:
    """A list page and the way to the next: a printed link, else the printed count by the address's own form."""
    base, shown, unit = base_of(tree, page.url), text_of(tree), page.fetch.context.get("unit")
    rows = _rows(tree, base)
    block = int(page.fetch.context.get("block", "1"))
    count, total = _counts(shown)
    following, linked = _following(tree, base, page.url, block)
    pages = max(count or 1, linked or 1)
    if not rows and block == 1 and count is None and linked is None and not _NOTHING.search(shown):
        raise UnreadablePage("list: no link to /<Class>/show/<id>.html, no pager, no sentence that there is none")
    entries = [entry_of(row, column, page.url) for row in rows]
    index = read_on(
        page,
        [replace(entry, unit=unit or entry.unit) for entry in entries],
        len(rows),
        # Before the last page a reached total would end the walk, and a side box may have helped to reach it.
        total if block >= pages else None,
        (),
        lambda number: Fetch(following or _numbered(page.url, number) or page.url),
        # Without a row nor a second page the list is empty, not cut short.
        pages=pages if rows or total or pages > 1 else None,
    )
    return replace(index, total=total if unit is None else None)


def _rows(tree: Element, base: str) -> list[Row]:
    found: dict[str, Row] = {}
    for link in article_links(tree):
        row = parse_row(row_of(link), link, base)
        if row is not None and _ARTICLE.search(urlsplit(row.url).path):
            found.setdefault(row.url, row)
    return list(found.values())


def _counts(shown: str) -> tuple[int | None, int | None]:
    """The pages and the rows a pager prints, each None where it prints none."""
    pages = _PAGES.search(shown)
    if pages is None:
        return None, None
    total = _TOTAL.search(shown[max(0, pages.start() - _NEAR) : pages.end() + _NEAR])
    return int(pages.group(1) or pages.group(2)), int(total.group(1)) if total else None


def _following(tree: Element, base: str, url: str, number: int) -> tuple[str | None, int | None]:
    """The printed address of the next page, and the highest page number any link of this list names."""
    here = _LIST_PAGE.match(urlsplit(url).path)
    if here is None:
        return None, None
    following, highest = None, None
    for link in select(tree, "//a[@href]"):
        target = resolve(base, link.get("href"))
        there = _LIST_PAGE.match(urlsplit(target).path) if target and len(target) <= _LONGEST else None
        if there is None or there.group(1) != here.group(1):
            continue
        found = int(there.group(2))
        highest = max(found, highest or 0)
        if found == number + 1:
            following = following or target
    return following, highest


def _numbered(url: str, number: int) -> str | None:
    parts = urlsplit(url)
    path = _LIST_PAGE.match(parts.path)
    return parts._replace(path=f"{path.group(1)}{number}{path.group(3)}").geturl() if path else None
