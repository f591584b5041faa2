"""Hanweb jpaas, the newest Hanweb platform: lists in blocks that an interface draws.

Recognise: `jpaas-publish-server` in the page, or an element with `queryData` (`querydata`) and `unitUrl`; scripts named
`unitbuild.js`; columns at `/col/col<C>/index.html`, `/col/col<C>/<slug>/index.html` or in plain folders
(`/zwgk/zfxxgk/zfxxgknb/2025/xzjdb/`); articles at `<column>/art/YYYY/art_<32 hex>.html`,
`/art/YYYY/art_<32 hex>.html` or, from before, `/art/Y/M/D/art_<C>_<N>.html`.

Set in the row: `start` is the column page; nothing else, because the page prints every id. Options:
- `layout`: "list" (default); "units": the start is a directory of units, each town a column of its own whose page
  links its report column (镇街公开 > 上溪镇 > 公开年报 at www.yw.gov.cn); "years": the start links a page a report
  year, which is a list or links lists of units (zfxxgknb/2025/xzjdb/ at www.xinghua.gov.cn).
- `captions`: with "units", the captions of the report columns, where they are not 年报 or 年度报告.
- `block`: the tagId (unitid) of the block that is the list, where a page holds several.

How it is walked: a drawn page shows its first rows, and its pager says how many there are. When that is more, the
interface is asked from page one on, 50 rows a page, because a drawn page may be older than the interface's answer. A
page without drawn rows has scripts that name their blocks; each is asked.

Evidenced: `GET /api-gateway/jpaas-publish-server/front/page/build/unit` with webId, pageId, parseType, pageType, tagId,
tplSetId and editType from queryData (www.zj.gov.cn, ggzyjy.jinhua.gov.cn, www.hhtz.gov.cn, www.miit.gov.cn, counties of
Taizhou and Yangzhou in Jiangsu); pageId is the column's number, a hash in nested columns; parseType is spelled
bulidstatic on most hosts, buildstatic on www.miit.gov.cn; paging by `paramJson` only, plain pageNo and rows give page
one; 50 rows a page are accepted; requests without Referer are 403 on some hosts; answers with success, data.html and
raw control characters; `count` and `rows` as attributes of the pager or within its queryData; a date glued to the
anchor's text; related readings hidden in rows; http only at Jinhua (https answers 410). Addresses of town reports at
www.yw.gov.cn and www.xinghua.gov.cn.
Inferred: that www.yw.gov.cn draws its lists by jpaas; how pages of years link lists; that a short column has a pager.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from crawler.families.addresses import below, folder_of
from crawler.families.base import Article, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.directory import follow_shell, is_report_caption, read_directory, read_unit
from crawler.families.hanweb_article import HANWEB_ARTICLE_RULES, read_hanweb_article
from crawler.families.jpaas_block import Block, block_rows, find_blocks, find_call, is_article
from crawler.families.jpaas_list import entries_of, first_call, parse_answer
from crawler.families.markup import Element, base_of, page_text, parse_html, select, shell_target, text_of
from crawler.families.metadata import parse_breadcrumb, parse_meta_tags
from crawler.families.options import read_options
from crawler.families.outline import Outline
from crawler.families.rows import link_target
from settings.sites import Column, Site

_STAGES = {"list": "list", "units": "directory", "years": "years"}
_COLUMN = re.compile(r"/col/col(\d+)/index\.html\Z")
_YEAR = re.compile(r"((?:19|20)\d{2})年?(?:度)?(?:政府信息公开)?(?:工作)?(?:年度报告|年报)?\Z")
#: Script blocks of one page that are asked; real pages have one to three.
_MOST_BLOCKS = 6


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a jpaas column."""

    layout: Literal["list", "units", "years"] = "list"
    captions: tuple[str, ...] = ()
    block: str | None = None


class HanwebJpaas:
    """The family of Hanweb jpaas columns."""

    name: ClassVar[str] = "hanweb_jpaas"
    rules: ClassVar[str] = f"hanweb_jpaas-1+{HANWEB_ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        options = read_options(Options, column.options)
        if options.captions and options.layout != "units":
            raise ValueError('option captions is for layout = "units"')

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        return [_index(url, stage=_STAGES[read_options(Options, column.options).layout]) for url in column.start]

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        options, text = read_options(Options, column.options), page_text(page, column)
        if "call" in page.fetch.context:
            return parse_answer(page, text, column)
        tree = parse_html(text)
        if target := shell_target(tree, page.url):
            return follow_shell(page, target)
        stage = page.fetch.context.get("stage", "list")
        if stage == "directory":
            return read_directory(page, tree, site)
        if stage == "unit":
            return _parse_unit(page, tree, site, column, options)
        if stage == "years":
            return _parse_years(page, tree, site, scope)
        return _parse_column(page, tree, site, column, options)

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        return read_hanweb_article(page, column)


def _parse_unit(page: Page, tree: Element, site: Site, column: Column, options: Options) -> Index:
    """A unit's page: the report columns it links, or the report column itself where the directory links that."""
    index = read_unit(page, tree, site, options.captions)
    name = parse_meta_tags(tree).get("ColumnName") or next(reversed(parse_breadcrumb(Outline(tree))), "")
    if index.more or not is_report_caption(name, options.captions):
        return index
    return _parse_column(page, tree, site, column, options)


def _parse_years(page: Page, tree: Element, site: Site, scope: Scope) -> Index:
    """A page that links one page a report year, by caption (2025年, 2025年度报告)."""
    base = base_of(tree, page.url)
    found: dict[str, Fetch] = {}
    any_year = False
    for link in select(tree, "//a[@href or @onclick]"):
        named = _YEAR.match(text_of(link))
        url = link_target(link, base) if named else None
        if named is None or url is None or not site.owns(url):
            continue
        any_year = True
        if scope.first_year <= int(named.group(1)) <= scope.last_year:
            found.setdefault(url, _index(url, stage="year", year=named.group(1)))
    if not any_year:
        raise UnreadablePage("page of years: no link is captioned with a year")
    return Index((), more=tuple(found.values()))


def _parse_column(page: Page, tree: Element, site: Site, column: Column, options: Options) -> Index:
    """The page of a column: its drawn rows and the first page of its interface, or the blocks to ask for."""
    base = base_of(tree, page.url)
    blocks = find_blocks(tree, base)
    chosen = _choose(blocks, page, options.block)
    if not chosen:
        return _parse_plain(page, tree, base, site, column)
    if not chosen[0].drawn:
        return _ask_blocks(page, site, chosen, blocks)
    block = chosen[0]
    rows = block_rows(tree, base, block)
    entries = entries_of(rows, page, column, page.url)
    problems: list[tuple[str, str]] = []
    if not rows and not block.total:
        problems.append(("empty_list", "the column's block holds no row"))
    if block.total is not None and len(rows) >= block.total:
        return Index(entries, total=block.total, problems=tuple(problems))
    call = find_call(block, blocks)
    if call is None:
        problems.append(
            (
                "incomplete_no_call",
                f"{len(rows)} rows of {block.total or '?'} drawn, and no address to ask for the rest",
            )
        )
        return Index(entries, total=block.total, problems=tuple(problems))
    total = "" if block.total is None else str(block.total)
    more = (first_call(page, site, *call, {"total": total, "alone": "1"}),)
    return Index(entries, more=more, total=block.total, problems=tuple(problems))


def _choose(blocks: Sequence[Block], page: Page, name: str | None) -> list[Block]:
    """The block that is the column's list, drawn ones first; several only where scripts draw them all.

    Raises UnreadablePage when more than one drawn block may be the list.
    """
    own = [block for block in blocks if name is None or name in block.names]
    if name is not None and not own:
        raise UnreadablePage(f"column: none of {len(blocks)} blocks is called {name} (option block)")
    drawn = [block for block in own if block.drawn]
    if len(drawn) > 1:
        number = _COLUMN.search(urlsplit(page.url).path)
        drawn = [block for block in drawn if number and block.query.get("pageId") == number.group(1)] or drawn
    if len(drawn) > 1:
        names = ", ".join(sorted(name for block in drawn for name in block.names)) or "without names"
        raise UnreadablePage(f"column: {len(drawn)} blocks of rows ({names}); set the option block")
    return drawn or [block for block in own if block.query.get("pageId")][:_MOST_BLOCKS]


def _ask_blocks(page: Page, site: Site, chosen: Sequence[Block], blocks: Sequence[Block]) -> Index:
    calls = [call for block in chosen if (call := find_call(block, blocks))]
    if not calls:
        raise UnreadablePage(f"column: {len(chosen)} blocks, none with webId, pageId and an address to ask")
    alone = {"alone": "1"} if len(calls) == 1 else {}
    return Index((), more=tuple(first_call(page, site, *call, {"total": "", **alone}) for call in calls))


def _parse_plain(page: Page, tree: Element, base: str, site: Site, column: Column) -> Index:
    """A page without any block: of a year, the lists it links; else its plain links to articles."""
    context = page.fetch.context
    rows = [row for row in block_rows(tree, base) if is_article(row.url)]
    if not rows and context.get("stage") == "year":
        folder = folder_of(page.url)
        targets = dict.fromkeys(link_target(link, base) for link in select(tree, "//a[@href]"))
        lists = [url for url in targets if url and len(below(folder, url) or ()) == 1 and site.owns(url)]
        if lists:
            return Index((), more=tuple(_index(url, stage="list", year=context.get("year", "")) for url in lists))
    if not rows:
        raise UnreadablePage("column: wanted a block with queryData or links to /art/…, found neither")
    problem = ("incomplete_plain_links", "no block with a pager: only the links of the first screen were seen")
    return Index(entries_of(rows, page, column, page.url), problems=(problem,))


def _index(url: str, **context: str) -> Fetch:
    return Fetch(url, context=MappingProxyType({name: value for name, value in context.items() if value}))
