"""Old ASP.NET and ASP portals: lists paged by postback or by a number in the query, pages made of tables.

Recognise: `__VIEWSTATE`, `__doPostBack(` in links, addresses that end in .aspx or .asp with ids in the query
(`year_details.aspx?dept=158&id=31175`, `InfoPublic.aspx?cid=1019&pid=971&page=1&kw=`, `class.asp?class=1150`,
`index.aspx?lanmuid=76&sublanmuid=973`), tag names in capitals, attributes without quotes, often GBK.

Set in the row: `start` is the list; how it is paged is read from the page. Options:
- `layout`: "list" (default), or "units": the start is a directory of units; each one's page links its column of annual
  reports, or is the list itself.
- `captions`: with "units", the captions of the wanted columns; without it 年报 and 年度报告 count.
- `skip`: with "units", parts of addresses of units to leave out.
- `articles`: text that every article's address holds and no other link's ("year_details.aspx"), where nothing else
  tells them apart.

Postback (crawler/families/postback.py): the form goes back to its own address with every field of the answer before it.
Session cookies (ASP.NET_SessionId, __CSRFCOOKIE) are ordinary HTTP state and live as long as the crawl's process. A
walk that was cut off in the middle of a list, or whose form the server no longer takes, begins that list again at its
start page and passes over the rows it had recorded; an answer that shows another page than the one asked for counts as
refused.

Evidenced: query paging at the three hosts of 云南人社, 清丰 and 范县; __EVENTTARGET with `$` separators
(MoreInfoList1$Pager), the page number as text in __EVENTARGUMENT, __CSRFTOKEN with its cookie, `<pager>_input`, bodies
in td#TDContent, counts as 记录总数, 总页数, 当前页 (procurement sites of this make); articles
gk.ziyang.gov.cn/year_details.aspx?dept=&id=, `dept` a unit (158 is 南薰乡). Some servers take the first page's hidden
fields all along.
Inferred: that others do not; the directory of units and the lists behind the articles at gk.ziyang.gov.cn; Page$<n> of
a GridView; bodies in spans named lblContent and the like.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from crawler.families.addresses import folder_of
from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Entry, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.directory import follow_shell, read_directory, read_unit
from crawler.families.markup import Element, base_of, page_text, parse_html, shell_target
from crawler.families.numbered_blocks import read_on
from crawler.families.options import read_options
from crawler.families.plain_pager import read_pager
from crawler.families.plain_rows import list_rows
from crawler.families.postback import Step, form_address, form_fields, next_step, read_counts
from crawler.families.rows import Row, entry_of
from crawler.families.units import is_unit_name
from settings.sites import Column, Site

#: How often one list is begun again within a walk; a portal that refuses every form would be asked for ever.
_MOST_TURNS = 8
_NOTHING = ("暂无", "没有相关", "没有记录", "没有数据", "没有信息", "没有符合")
#: What goes along from page to page of one list.
_KEPT = frozenset({"stage", "unit", "first", "shape", "turn", "resume"})

_LOWER = "translate(@id,'ABCDEFGHIJKLMNOPQRSTUVWXYZ','abcdefghijklmnopqrstuvwxyz')"
#: Ids end so: a ContentPlaceHolder1 is part of nearly every id below it.
_BODIES = (
    ("#TDContent", f"//td[{_LOWER}='tdcontent']"),
    ("#…Content", f"//*[self::span or self::div or self::td][substring({_LOWER},string-length(@id)-6)='content']"),
)


@dataclass(frozen=True, slots=True)
class Options:
    """Options of an ASP.NET or ASP column."""

    layout: Literal["list", "units"] = "list"
    captions: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    articles: str | None = None


class Aspnet:
    """The family of old ASP.NET and ASP portals."""

    name: ClassVar[str] = "aspnet"
    rules: ClassVar[str] = f"aspnet-1+{ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        options = read_options(Options, column.options)
        if options.layout != "units" and (options.captions or options.skip):
            raise ValueError('options captions and skip are for layout = "units"')
        if options.articles is not None and not options.articles.strip():
            raise ValueError("option articles is blank; text that every article's address holds is wanted")

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        stage = {"list": "list", "units": "directory"}[read_options(Options, column.options).layout]
        return [Fetch(url, context=MappingProxyType({"stage": stage})) for url in column.start]

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        options = read_options(Options, column.options)
        text = page_text(page, column)
        tree = parse_html(text)
        if target := shell_target(tree, page.url):
            return follow_shell(page, target)
        stage = page.fetch.context.get("stage", "list")
        if stage == "directory":
            return read_directory(page, tree, site, options.skip)
        if stage == "unit":
            columns = read_unit(page, tree, site, options.captions)
            # Chrome links the county's own column on every page; a unit's own carries the unit's parameter.
            if own := tuple(fetch for fetch in columns.more if _pairs(fetch.url) & _pairs(page.url)):
                return replace(columns, more=own)
            try:
                return _parse_list(page, tree, text, column, options)
            except UnreadablePage:
                return columns
        return _parse_list(page, tree, text, column, options)

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        return read_article(page, page_text(page, column), _BODIES)


def _parse_list(page: Page, tree: Element, text: str, column: Column, options: Options) -> Index:
    """One page of a list, by whatever pager it has."""
    context = page.fetch.context
    block, counts = int(context.get("block", "1")), read_counts(tree)
    if counts.current is not None and counts.current != block:
        raise UnreadablePage(f"list: page {block} was asked for and the answer shows page {counts.current}")
    base, first = base_of(tree, page.url), context.get("first", page.url)
    rows: tuple[Row, ...] = ()
    shape = context.get("shape")
    try:
        found = list_rows(tree, base, folder_of(page.url), options.articles, shape)
        rows, shape = found.rows, found.shape
    except UnreadablePage:
        if block == 1 and counts.total != 0 and not any(sentence in text for sentence in _NOTHING):
            raise
    kept = {name: value for name, value in context.items() if name in _KEPT} | {"stage": "list", "first": first}
    kept |= {"shape": shape} if shape else {}
    if "resume" in kept and block >= int(kept["resume"]):
        del kept["resume"]
    # Rows before the page a walk was cut off at were recorded then: shown again, they would look like a list that
    # holds nothing new.
    entries = [] if "resume" in kept else [_entry(row, page, column) for row in rows]
    step = next_step(tree, block)
    pager = read_pager(tree, text, base, first, page.url, block) if step is None else None
    address = pager.following[0] if pager and pager.following else None
    pages, total, problems = counts.pages, counts.total, list[tuple[str, str]]()
    if pages is None and (step or address):
        # Nothing says how long the list is, but there is a way on.
        pages = block + 1
    if step is None and address is None:
        if pages is not None and pages > block:
            problems.append(("incomplete_pager", f"page {block} of {pages} leads to no next page"))
        pages = block

    def ask(number: int) -> Fetch:
        return _postback(step, base, page, first, number) if step else Fetch(address or page.url)

    carried = replace(page, fetch=replace(page.fetch, context=MappingProxyType({**_counted(page), **kept})))
    if not rows and not total and (pages or 0) <= 1:
        # Without a row nor a second page the list is empty, not cut short.
        pages = None
    # Before the last page a reached total would end the walk, and a side box may have helped to reach it.
    counted = total if pages is None or block >= pages else None
    index = read_on(carried, entries, len(rows), counted, problems, ask, pages=pages)
    return replace(index, total=total if options.layout == "list" and len(column.start) == 1 else None)


def _pairs(url: str) -> set[str]:
    return {pair for pair in urlsplit(url).query.split("&") if pair}


def _counted(page: Page) -> dict[str, str]:
    """What the walk over the list counts, without what only this page was asked with."""
    return {name: value for name, value in page.fetch.context.items() if name in ("block", "seen", "total", "last")}


def _postback(step: Step, base: str, page: Page, first: str, number: int) -> Fetch:
    """The wish for the next page by its form, and in case that is refused, for the list from its start page again."""
    context = page.fetch.context
    turn = int(context.get("turn", "0")) + 1
    resume = max(number, int(context.get("resume", "0")))
    again = {"stage": "list", "first": first, "resume": str(resume), "turn": str(turn)}
    again |= {"unit": context["unit"]} if "unit" in context else {}
    return Fetch(
        form_address(step, base, page.url),
        form=form_fields(step),
        referer=page.url,
        begin_again=Fetch(first, context=MappingProxyType(again)) if turn <= _MOST_TURNS else None,
    )


def _entry(row: Row, page: Page, column: Column) -> Entry:
    entry = entry_of(row, column, page.url)
    unit = page.fetch.context.get("unit") or entry.unit or (row.title if is_unit_name(row.title) else None)
    return replace(entry, unit=unit)
