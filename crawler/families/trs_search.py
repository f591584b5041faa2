"""TRS WCM sites whose lists come from a search layer: govsearch with tables, govsearch with data, WAS.

Recognise: `govsearch/searPage.jsp`, `govsearch/jsonp/`, `was5/web/`, `m_nRecordCount`, `xxgkall.html?ClassInfoId=`,
`PageContext.PageNav`; articles are TRS's (tYYYYMMDD_<number>.html).

Set in the row: `start` is the catalogue page of the column, or the search's own address with its query. Hosts of the
search and of the articles must be among the row's (`hosts`); ports do not count. Options:
- `layout`: "list" (default): the start is a column. "units": the start is a page of towns, by caption; a town's page
  links its report column, by caption.
- `captions`: with "units", the captions of the columns wanted; without it 年报 and 年度报告 count.

How it is walked: the catalogue page's frames, links and scripts name the search with its parameters (schn, sinfo, surl,
curpos, lb, channelId …); it is asked from page 1 to its total. Rows printed in the catalogue page count too. Without a
search the catalogue's own static pages are followed (m_sPageName, m_sPageExt).

Evidenced: searPage.jsp's parameters and pages from 1, its table with the link in the second cell (class titl_lk), date
and number as a list in the third, m_nRecordCount, m_nPageSize and m_nCurrPage from 0 in its script; it lies on another
host or port at the Ministry of Transport (:8080, :9000), on the portal's own at Haikou, where 秀英区 is a catalogue
/pub/root9/xyqzf/; catalogue pages whose first pages are static and whose others come from the search (Ministry of
Culture). Data with a callback: Jilin's province (zf_jd_list.jsp: data; gkml_….jsp: list; was5: data with pageIndex from
1), Changchun and its county 农安 (num: rows in all, nPage: the page, 16 rows a page); blank lines and a byte order mark
before the callback; values in %uXXXX or in a wrong charset. Hainan's catalogue shells (保亭, 陵水, 白沙) draw their
rows by a script that names no address: nothing can be read there but the shell, and that is said.
Inferred: that a catalogue page spells its search's address in its own source rather than in a script file; names of
totals other than num; that `publisher` names a unit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar, Literal
from urllib.parse import urljoin

from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Entry, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.directory import read_directory, read_unit, read_unless_shell
from crawler.families.markup import Element, base_of, page_text, parse_html, select
from crawler.families.numbered_blocks import first_block, read_on
from crawler.families.options import read_options
from crawler.families.rows import Row, entry_of
from crawler.families.trs_pager import next_page, page_count
from crawler.families.trs_search_kinds import asked_size, find_searches, numbered, search_kind
from crawler.families.trs_search_rows import Counts, parse_counts, parse_data, table_rows
from crawler.families.units import is_unit_name
from settings.sites import Column, Site

_SHELL_MARKS = ("xxgkall", "PageContext.PageNav", 'id="tablist"', "govsearch/", "was5/web/")


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a column behind a TRS search layer."""

    layout: Literal["list", "units"] = "list"
    captions: tuple[str, ...] = ()


class TrsSearch:
    """The family of TRS search layers."""

    name: ClassVar[str] = "trs_search"
    rules: ClassVar[str] = f"trs_search-1+{ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        options = read_options(Options, column.options)
        if options.captions and options.layout != "units":
            raise ValueError('option captions is for layout = "units"')

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        stage = {"list": "list", "units": "directory"}[read_options(Options, column.options).layout]
        return [_start(url, stage) for url in column.start]

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        options = read_options(Options, column.options)
        text = page_text(page, column)
        stage = page.fetch.context.get("stage", "list")
        if stage == "data":
            return _parse_data(page, text, column)
        tree = parse_html(text)
        if stage == "table":
            return _parse_table(page, tree, text, column)
        reads: Mapping[str, Callable[[], Index]] = {
            "directory": lambda: read_directory(page, tree, site),
            "unit": lambda: read_unit(page, tree, site, options.captions),
        }
        return read_unless_shell(page, tree, reads.get(stage, lambda: _parse_catalogue(page, tree, text, site, column)))

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        return read_article(page, page_text(page, column))


def _start(url: str, stage: str) -> Fetch:
    kind = search_kind(url)
    if kind is not None:
        return first_block(Fetch(url), stage=kind)
    return Fetch(url, context=MappingProxyType({"stage": stage}))


def _parse_catalogue(page: Page, tree: Element, text: str, site: Site, column: Column) -> Index:
    """A catalogue page: its printed rows, and the search that has them all."""
    rows = table_rows(tree, base_of(tree, page.url))
    entries = [_entry(row, page, column) for row in rows]
    counts = parse_counts(text)
    if "block" in page.fetch.context or (counts.total is not None and counts.total <= len(rows)):
        return _go_on(page, tree, text, entries, counts)
    searches, unknown = find_searches(tree, page.url)
    if len(searches) > 1:
        raise UnreadablePage(
            f"catalogue: {len(searches)} searches ({', '.join(wish.url for wish in searches)}); start at the right one"
        )
    if searches and site.owns(searches[0].url):
        kind = search_kind(searches[0].url) or "table"
        context = {name: value for name, value in page.fetch.context.items() if name != "hops"}
        wish = first_block(searches[0], **{**context, "stage": kind})
        return Index(tuple(entries), more=(wish,), total=counts.total)
    if searches:
        index = _go_on(page, tree, text, entries, counts)
        problem = (
            "incomplete_search_off_site",
            f"the list is asked from {searches[0].url}, on none of the row's hosts",
        )
        return replace(index, problems=(*index.problems, problem))
    if rows:
        return _go_on(page, tree, text, entries, counts)
    if unknown or any(mark in text or mark in page.url for mark in _SHELL_MARKS):
        what = f"asks {unknown[0]}" if unknown else "names no address in the page"
        problem = ("incomplete_drawn_by_script", f"the rows are drawn by a script that {what}")
        return Index((), problems=(problem,))
    if "暂无" in text:
        return Index((), problems=(("empty_list", "the list shows no article"),))
    raise UnreadablePage("catalogue: no row with an article address and no search")


def _go_on(page: Page, tree: Element, text: str, entries: Sequence[Entry], counts: Counts) -> Index:
    """The static pages of a catalogue: name.htm, then name_1.htm, which is page two."""
    block = int(page.fetch.context.get("block", "1"))
    pages = -(-counts.total // counts.size) if counts.total is not None and counts.size else None
    following = next_page(tree, text, page.url, block)
    if following is None and counts.name and counts.suffix:
        following = urljoin(page.url, f"{counts.name}_{block}.{counts.suffix}")

    def ask(number: int) -> Fetch:
        return Fetch(following or page.url, referer=page.url)

    said: list[tuple[str, str]] = []
    if _is_drawn(tree, following):
        said.append(("incomplete_drawn_by_script", "further rows are drawn by a script"))
    elif following is None and counts.total is None and block == 1 and page_count(text) is None:
        said.append(("no_page_count", "no pager and no search: further pages, if there are any, were not seen"))
    return read_on(page, entries, len(entries), counts.total, said, ask, pages=block if following is None else pages)


def _is_drawn(tree: Element, following: str | None) -> bool:
    """Whether Hainan's catalogue shows its first screen only: span.nav_pagenum prints more than one page."""
    numbers = [(element.text or "").strip() for element in select(tree, "//*[contains(@class,'nav_pagenum')]")]
    return following is None and any(number.isdecimal() and int(number) > 1 for number in numbers)


def _parse_table(page: Page, tree: Element, text: str, column: Column) -> Index:
    rows = table_rows(tree, base_of(tree, page.url))
    counts = parse_counts(text)
    if not rows and counts.total is None and "last" not in page.fetch.context:
        raise UnreadablePage("search: no row with an article address and no m_nRecordCount")
    entries = [_entry(row, page, column) for row in rows]
    return read_on(
        page,
        entries,
        len(rows),
        counts.total,
        (),
        lambda number: numbered(page.fetch, number),
        size=counts.size,
    )


def _parse_data(page: Page, text: str, column: Column) -> Index:
    data = parse_data(text, page.url)
    entries: dict[str, Entry] = {}
    for item in data.items:
        entry = replace(_entry(item.row, page, column), state=item.state)
        if entry.unit is None and item.publisher and is_unit_name(item.publisher):
            entry = replace(entry, unit=item.publisher)
        entries.setdefault(entry.fetch.url, entry)
    lost = data.rows - len(data.items)
    problems = [("row_without_address", f"{lost} rows have no title or no address")] if lost else []
    return read_on(
        page,
        list(entries.values()),
        data.rows,
        data.total,
        problems,
        lambda number: numbered(page.fetch, number),
        size=asked_size(page.fetch.url),
    )


def _entry(row: Row, page: Page, column: Column) -> Entry:
    context: Mapping[str, str] = page.fetch.context
    entry = entry_of(row, column, page.fetch.referer if context.get("stage") == "data" else page.url)
    return replace(entry, unit=context["unit"]) if "unit" in context else entry
