"""UCAP 开普云: columns in pages of their own or drawn from a search interface, articles under 32 hexadecimal digits.

Recognise: articles at `/<site>/<column>/YYYYMM/<32 hex>.shtml` (Harbin: c01_<n>.shtml, 绥滨: <n>.shtml); columns named
list.shtml, common_list.shtml, xxgk_list.shtml, newxxgk_index.shtml, zfxxgk_list.shtml; `<meta name="channelId">`;
`createPageHTML('page_div', …)` with a quoted first argument; `/common/search/<32 hex>`, `/searchList/`, `_isAgg=`,
`_isJson=`; elements `<UCAPCONTENT>`, `<UCAPTITLE>`, `<PUBLISHTIME>`; `CMSPRO_`.

Set in the row: `start` is the column page. Options:
- `layout`: "list" (default): the start is a column. "units": the start is a page of towns, by caption; a town's page
  links its report column, by caption; or the start is a `…/getChannelList?channelCode=…` address, whose answer names
  the towns and their columns.
- `captions`: with "units", the captions of the columns wanted; without it 年报 and 年度报告 count.
- `search`: the list interface, where neither the page's scripts nor the usual /common/search/ tell it: a path
  ("/searchList/"), an address (Hunan: "https://api.hunan.gov.cn/search/common/search/", asked with a form), or the
  whole call with its channel id. A host other than the portal's must be one of the row's.

How it is walked: rows printed in the page are read, and the pager's call tells further pages and the total. A page
without rows is drawn by script: channel id and query are read from its meta tag and scripts, and the interface is asked
from page 1 to its total.

Evidenced: the pager's call (csrc.gov.cn, Zhenjiang, Suqian, Kunshan, Shaoyang); the interface's paths, query and answer
(Heilongjiang, Gansu, Hainan, 克拉玛依, csrc.gov.cn); the channel id in a meta tag (csrc.gov.cn, Gansu) or in a script
(Hunan); Hunan's form; getChannelList (Heilongjiang, csrc.gov.cn); values that are the words null and undefined;
addresses relative or without a scheme; publishedTime eight hours off, which is why publishedTimeStr alone is read;
towns under 会昌's 乡镇信息公开 (中村乡 > 政务信息公开年报); portals that want a token made by the browser, which are
reported and left; files beside the article, `<n>/files/<name>`.
Inferred: that a town's page links its report column by such a caption; that `channelName` of a result may be a town's;
that an interface asked for ready-made HTML has the JSON too; the path beside a getChannelList address.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar, Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

from crawler.families.addresses import canonical_url, resolve
from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Entry, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.dates import find_date
from crawler.families.directory import is_report_caption, read_directory, read_unit, read_unless_shell
from crawler.families.jsonp import plain_value
from crawler.families.markup import Element, base_of, page_text, parse_html, select, squeeze, text_of
from crawler.families.numbered_blocks import first_block, read_on
from crawler.families.options import read_options
from crawler.families.rows import Row, entry_of
from crawler.families.script_addresses import scripts_of, spelled_addresses
from crawler.families.ucap_pager import page_call
from crawler.families.ucap_rows import list_rows
from crawler.families.ucap_search import (
    built_search,
    channel_of,
    numbered,
    parse_answer,
    parse_channels,
    printed_search,
    search_beside,
)
from crawler.families.units import is_unit_name
from settings.sites import Column, Site

_CHANNELS = "getChannelList"


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a UCAP column."""

    layout: Literal["list", "units"] = "list"
    captions: tuple[str, ...] = ()
    search: str | None = None


class Ucap:
    """The family of UCAP portals."""

    name: ClassVar[str] = "ucap"
    rules: ClassVar[str] = f"ucap-1+{ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        options = read_options(Options, column.options)
        if options.captions and options.layout != "units":
            raise ValueError('option captions is for layout = "units"')
        if options.search is not None and not options.search.startswith(("/", "http://", "https://")):
            raise ValueError(f"option search is {options.search!r}; a path (/searchList/) or an address is wanted")

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        stage = {"list": "list", "units": "directory"}[read_options(Options, column.options).layout]
        return [_index(url, stage=_stage_of(url, stage)) for url in column.start]

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        options = read_options(Options, column.options)
        text = page_text(page, column)
        stage = page.fetch.context.get("stage", "list")
        if stage == "search":
            return _parse_answer(page, text, column)
        if stage == "channels":
            return _parse_channels(page, text, site, options)
        if "block" in page.fetch.context and not text.strip():
            return _last_page(page, ())
        tree = parse_html(text)
        reads: Mapping[str, Callable[[], Index]] = {
            "directory": lambda: _parse_directory(page, tree, site),
            "unit": lambda: read_unit(page, tree, site, options.captions),
        }
        return read_unless_shell(
            page, tree, reads.get(stage, lambda: _parse_list(page, tree, text, site, column, options))
        )

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        text = page_text(page, column)
        article = read_article(page, text)
        for element in select(parse_html(text), "//publishtime"):
            if posted := find_date(text_of(element)):
                return replace(article, posted=posted)
        return article


def _parse_directory(page: Page, tree: Element, site: Site) -> Index:
    """A page of towns; one whose links are drawn by script names the interface that has them."""
    try:
        return read_directory(page, tree, site)
    except UnreadablePage:
        for spelled in spelled_addresses(scripts_of(tree), (f"/{_CHANNELS}?",)):
            url = resolve(page.url, spelled)
            if url and "{" not in spelled and site.owns(url):
                return Index((), more=(_index(url, stage="channels"),))
        raise


def _parse_channels(page: Page, text: str, site: Site, options: Options) -> Index:
    """The child columns of a channel: towns lead on to their own children, report columns to the list interface."""
    unit = page.fetch.context.get("unit", "")
    found: dict[str, Fetch] = {}
    for child in parse_channels(text):
        caption = plain_value(child.get("displayName"))
        channel, code = plain_value(child.get("channelId")), plain_value(child.get("channelCode"))
        if is_unit_name(caption) and code and not unit:
            parts = urlsplit(page.url)
            url = urlunsplit(parts._replace(query=urlencode({"channelCode": code})))
            found.setdefault(url, _index(url, stage="channels", unit=caption))
        elif channel and is_report_caption(caption, options.captions):
            wish = built_search(channel, page.url, options.search or search_beside(page.url))
            if wish is not None and site.owns(wish.url):
                found.setdefault(wish.url, first_block(wish, stage="search", unit=unit))
    if found:
        return Index((), more=tuple(found.values()))
    wanted = ", ".join(options.captions) or "年报, 年度报告"
    return Index((), problems=(("no_column", f"{unit or page.url} has no child column named {wanted}, nor a town"),))


def _parse_list(page: Page, tree: Element, text: str, site: Site, column: Column, options: Options) -> Index:
    """A column page: its printed rows and the page after it, or the first call of the interface that draws it."""
    rows = list_rows(page, tree, base_of(tree, page.url))
    entries = [_entry(row, page, column) for row in rows]
    call = page_call(text)
    if call is None and "block" in page.fetch.context:
        return _last_page(page, entries)
    if call is not None and (rows or 0 in (call.rows, call.pages) or "block" in page.fetch.context):

        def ask(number: int) -> Fetch:
            return Fetch(call.address(page.url, number), referer=page.url)

        return read_on(page, entries, len(rows), call.rows, (), ask, pages=call.pages)
    printed = printed_search(tree, page.url)
    channel = channel_of(tree)
    wish = printed
    if options.search and (channel or not printed):
        wish = built_search(channel or "", page.url, options.search)
    if wish is None and not rows and channel:
        wish = built_search(channel, page.url)
    if wish is not None:
        return _ask(wish, page, site, entries)
    if rows:
        problem = ("no_page_count", f"{len(rows)} rows and no pager: further pages, if there are any, were not seen")
        return Index(tuple(entries), problems=(problem,))
    if "暂无" in text:
        return Index((), problems=(("empty_list", "the list shows no article"),))
    raise UnreadablePage("column: no row with an article address, no pager and no channel id")


def _last_page(page: Page, entries: Sequence[Entry]) -> Index:
    """A page that the pager promised and that numbers no further ones: a stub, or the end."""
    block = int(page.fetch.context["block"])
    return read_on(page, entries, len(entries), None, (), lambda number: page.fetch, pages=block)


def _ask(wish: Fetch, page: Page, site: Site, entries: Sequence[Entry]) -> Index:
    if not site.owns(wish.url):
        problem = ("incomplete_search_off_site", f"the list is asked from {wish.url}, on none of the row's hosts")
        return Index(tuple(entries), problems=(problem,))
    context = {name: value for name, value in page.fetch.context.items() if name != "hops"}
    asked = first_block(replace(wish, referer=page.url), **{**context, "stage": "search"})
    return Index(tuple(entries), more=(asked,))


def _parse_answer(page: Page, text: str, column: Column) -> Index:
    answer = parse_answer(text)
    entries: dict[str, Entry] = {}
    problems: list[tuple[str, str]] = []
    for result in answer.results:
        entry = _result(result, page, column)
        if entry is None:
            title = plain_value(result.get("title"))
            problems.append(("row_without_address", f"a result has no title or no address: {title[:80]}"))
        else:
            entries.setdefault(entry.fetch.url, entry)
    return read_on(
        page,
        list(entries.values()),
        len(answer.results),
        answer.total,
        problems,
        lambda number: numbered(page.fetch, number),
    )


def _result(result: Mapping[str, Any], page: Page, column: Column) -> Entry | None:
    """A result as an entry. Titles may carry marks of the search (<em>)."""
    address = plain_value(result.get("url"))
    base = page.fetch.referer or page.url
    url = resolve(base, address)
    title = plain_value(result.get("title"))
    if "<" in title:
        title = text_of(parse_html(title))
    if url is None or not squeeze(title):
        return None
    stamp = plain_value(result.get("publishedTimeStr"))
    row = Row(canonical_url(url), squeeze(title), find_date(stamp))
    entry = _entry(row, page, column)
    channel = plain_value(result.get("channelName"))
    if entry.unit is None and is_unit_name(channel):
        entry = replace(entry, unit=channel)
    return replace(entry, state=stamp)


def _entry(row: Row, page: Page, column: Column) -> Entry:
    referer = page.fetch.referer if page.fetch.context.get("stage") == "search" else page.url
    entry = entry_of(row, column, referer)
    unit = page.fetch.context.get("unit")
    return replace(entry, unit=unit) if unit else entry


def _stage_of(url: str, stage: str) -> str:
    return "channels" if urlsplit(url).path.endswith(f"/{_CHANNELS}") else stage


def _index(url: str, **context: str) -> Fetch:
    return Fetch(url, context=MappingProxyType({name: value for name, value in context.items() if value}))
