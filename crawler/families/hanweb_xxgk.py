"""Hanweb's disclosure module (`/module/xxgk/`), home of township reports in Zhejiang and Shandong.

Recognise: `/module/xxgk/` in addresses and no `dataproxy.jsp`.

Set in the row: what `start` lists decides how a column is walked:
- `…/module/xxgk/tree.jsp?area=<unit>`: the unit tree. Every unit named there is asked for every year wanted.
- `…/module/xxgk/xxgkAnnualReport.jsp?area=<unit>&fbtime=<year>`: one unit, asked for every year wanted.
- `…/module/xxgk/search.jsp`: a catalogue list, asked by POST with the fields of the option `search`.
Options:
- `skip`: unit codes the tree may name but another column walks.
- `search`: the form of search.jsp as the portal's own page sends it (infotypeId, jdid, area, divid, …); never currpage.
- `narrow`: the number of a column, where search.jsp answers with the unit's whole catalogue: only rows whose address
  holds `art_<number>_` are kept.
- `first_page`: the number search.jsp gives its first page, 1 (default) or 0.

Evidenced: the report page takes unit and *report* year (`fbtime`), observed at www.tx.gov.cn, www.zoucheng.gov.cn and
for 永嘉; its text is title, 发布时间: date, body, file names, then 政府信息公开年报. A unit's code is a division code
with letters, a social-credit code, or fifteen digits. search.jsp rows: `tr.tr_main_value_odd|even` with
`a.bt_link[title]` and the date in the third cell, or `div.zfxxgk_list_con > ul > li > a + span`; its pager says
共 N 页; with an empty
infotypeId it returns the unit's whole catalogue; some hosts count pages from 0.
Inferred: the markup of report page and tree (crawler/families/xxgk_tree.py); a year without a report is a page of the
module without a body, read as an article with no markup.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import ClassVar
from urllib.parse import urlencode, urljoin, urlsplit

from crawler.families.addresses import canonical_url, query_value
from crawler.families.article import read_article
from crawler.families.base import Article, Entry, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.hanweb_article import HANWEB_ARTICLE_RULES, read_hanweb_article
from crawler.families.markup import Element, page_text, parse_html, select, text_of
from crawler.families.metadata import parse_meta_tags, parse_site_code
from crawler.families.options import read_options
from crawler.families.rows import Row, entry_of, parse_row
from crawler.families.xxgk_tree import parse_subtrees, parse_units
from settings.sites import Column, Site

_REPORT = "xxgkAnnualReport.jsp"
_AREA = re.compile(r"[\w-]{4,40}\Z")
_PAGES = re.compile(r"共\s*(?:<[^>]*>\s*)*(\d+)\s*(?:<[^>]*>\s*)*页")
_RECORDS = re.compile(r"共\s*(?:<[^>]*>\s*)*(\d+)\s*(?:<[^>]*>\s*)*(?:条|项)")
#: A body shorter than this with no file beside it is a notice that there is none, or nothing.
_SHORT = 60
_NOTHING_THERE = re.compile(r"暂无|没有相关|无相关|尚未发布|未找到|不存在")
_MOST_PAGES = 500


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a column of the disclosure module."""

    skip: tuple[str, ...] = ()
    search: Mapping[str, str] = field(default_factory=dict)
    narrow: str | None = None
    first_page: int = 1


class HanwebXxgk:
    """The family of Hanweb's disclosure module."""

    name: ClassVar[str] = "hanweb_xxgk"
    rules: ClassVar[str] = f"hanweb_xxgk-1+{HANWEB_ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        options = read_options(Options, column.options)
        kinds = {_kind(url) for url in column.start}
        if None in kinds:
            raise ValueError("start lists an address that is none of tree.jsp, xxgkAnnualReport.jsp, search.jsp")
        if ("search" in kinds) != bool(options.search):
            raise ValueError("search.jsp as a start and the option search go together")
        if options.first_page not in (0, 1):
            raise ValueError(f"option first_page is {options.first_page}; 0 or 1 is wanted")
        if options.narrow is not None and not options.narrow.isdigit():
            raise ValueError(f"option narrow is {options.narrow!r}; a column's number is wanted")
        if "currpage" in options.search:
            raise ValueError("option search holds currpage; pages are counted by the family")

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        options = read_options(Options, column.options)
        first = options.first_page
        return [_search(url, options, first) if _kind(url) == "search" else Fetch(url) for url in column.start]

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        options = read_options(Options, column.options)
        text = page_text(page, column)
        kind = _kind(page.fetch.url)
        if kind == "search":
            return _parse_search(page, text, column, options)
        if kind == "report":
            area = query_value(page.fetch.url, "area") or ""
            if not _AREA.match(area):
                raise UnreadablePage(f"unit page: wanted a unit code as area, found {area!r}")
            return Index(tuple(_years(page.fetch.url, area, column.unit or "", scope)))
        return _parse_tree(page, parse_html(text), options, scope)

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        if _REPORT not in urlsplit(page.fetch.url).path:
            return read_hanweb_article(page, column)
        return _parse_report(page, page_text(page, column))


def _kind(url: str) -> str | None:
    names = {"tree.jsp": "tree", _REPORT: "report", "search.jsp": "search"}
    return names.get(urlsplit(url).path.rsplit("/", 1)[-1])


def _parse_tree(page: Page, tree: Element, options: Options, scope: Scope) -> Index:
    units = parse_units(tree)
    further = [url for url in parse_subtrees(tree, page.url) if canonical_url(url) != canonical_url(page.url)]
    if not units and not further and "within" not in page.fetch.context:
        raise UnreadablePage("unit tree: no link or node with a unit code (area=…) and a name")
    problems = () if units or further else (("no_units", "a group's tree names no unit"),)
    entries = [
        entry
        for unit in units
        if unit.area not in options.skip
        for entry in _years(page.url, unit.area, unit.name, scope)
    ]
    within = MappingProxyType({"within": "tree"})
    return Index(tuple(entries), more=tuple(Fetch(url, context=within) for url in further), problems=problems)


def _years(module: str, area: str, unit: str, scope: Scope) -> list[Entry]:
    """A unit's report pages, the newest year first, because that is the one most likely to change."""
    context = MappingProxyType({"area": area, **({"unit": unit} if unit else {})})
    return [
        Entry(
            Fetch(
                urljoin(module, f"{_REPORT}?{urlencode({'area': area, 'fbtime': year})}"),
                "article",
                referer=module,
                context=context,
            ),
            title=unit or area,
            unit=unit or None,
            year=year,
        )
        for year in range(scope.last_year, scope.first_year - 1, -1)
    ]


def _search(url: str, options: Options, number: int) -> Fetch:
    form = (*options.search.items(), ("currpage", str(number)))
    return Fetch(url, form=form, referer=url, context=MappingProxyType({"page": str(number)}))


def _parse_search(page: Page, text: str, column: Column, options: Options) -> Index:
    tree = parse_html(text)
    rows = _search_rows(tree, page.fetch.referer or page.url)
    pages, records = _PAGES.search(text), _RECORDS.search(text)
    if not rows and pages is None and "暂无" not in text:
        raise UnreadablePage("search.jsp: no row in either style and no pager (共 N 页)")
    number = int(page.fetch.context.get("page", str(options.first_page)))
    place = number - options.first_page + 1
    last = int(pages.group(1)) if pages else 1
    problems: list[tuple[str, str]] = []
    more: tuple[Fetch, ...] = ()
    if place < last:
        if rows and place < _MOST_PAGES:
            more = (_search(page.fetch.url, options, number + 1),)
        else:
            problems.append(("incomplete_page", f"page {place} of {last} holds no row or is the last one asked for"))
    kept = [row for row in rows if options.narrow is None or f"/art_{options.narrow}_" in row.url]
    return Index(
        tuple(entry_of(row, column, page.fetch.referer) for row in kept),
        more=more,
        total=int(records.group(1)) if records and options.narrow is None else None,
        problems=tuple(problems),
    )


def _search_rows(tree: Element, base: str) -> list[Row]:
    odd_even = "//tr[contains(@class,'tr_main_value')]"
    newer = "//*[contains(@class,'zfxxgk_list_con')]//li"
    older = "//table[contains(@class,'tb_main')]//tr[position()>1]"
    found: dict[str, Row] = {}
    for element in select(tree, f"{odd_even}|{newer}|{older}"):
        for link in select(element, ".//a[@href or @onclick]"):
            # The first generation keeps the whole title in an attribute of its own.
            if link.get("mc"):
                link.set("title", link.get("mc", ""))
            if row := parse_row(element, link, base):
                found.setdefault(row.url, row)
                break
    return list(found.values())


def _parse_report(page: Page, text: str) -> Article:
    """A unit's report of one year.

    No markup when the page shows that there is none: an empty body container, a notice, or the page's frame (发布时间:
    and 政府信息公开年报) around nothing. A page that shows neither is unreadable and not a year without a report.
    """
    tree = parse_html(text)
    try:
        article = read_article(page, text)
    except UnreadablePage:
        if not _says_none(text_of(tree)):
            raise
        tags = parse_meta_tags(tree)
        return Article(None, "", "none", meta=MappingProxyType(tags), site_code=parse_site_code(tags, text_of(tree)))
    body = text_of(parse_html(article.markup)) if article.markup else ""
    if not article.markup or article.attachments or (len(body) >= _SHORT and "公开" in body and not _notice(body)):
        return article
    if not _notice(body) and not _says_none(text_of(tree)):
        raise UnreadablePage(f"report page: wanted a report, a notice or an empty body, found {len(body)} characters")
    return replace(article, markup="")


def _notice(body: str) -> bool:
    return len(body) < 200 and _NOTHING_THERE.search(body) is not None


def _says_none(shown: str) -> bool:
    return _NOTHING_THERE.search(shown) is not None or ("发布时间" in shown and "年报" in shown)
