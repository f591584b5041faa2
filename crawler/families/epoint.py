"""Epoint 新点, the disclosure platform "EWB": a page that is a frame, and an interface that answers in JSON.

Recognise: `EWB-FRONT`, `govInfoPub` or `webBuilderCommon.js` in the page; columns at
`/dynamic/zwgk/govInfoPub.html?categorynum=<digits>&deptcode=<digits>`; articles at `…/YYYYMMDD/<uuid>.html`.

Set in the row: `start` is the column page, its categorynum (and deptcode, for one unit's) in the address. Options:
- `layout`: "list" (default), or "units": the start is a directory of units, whose pages link their report columns.
- `captions`: with "units", the captions of the report columns, where they are not 年报 or 年度报告.
- `category`, `department`: categorynum and deptcode, where neither the column's address nor its page says them.

How it is walked: the column page, then the script that names the site (siteGuid, projectName), then the interface,
20 rows a page from pageIndex 0, until the printed total is reached.

Evidenced (www.px.gov.cn, www.xzjw.gov.cn, www.xz.gov.cn and its bureaus, sthj.fushun.gov.cn, www.yingkou.gov.cn):
`POST <project>/rest/lightfrontaction/getgovinfolist` with a JSON body of deptcode (may be empty), categorynum,
siteGuid, pageIndex and pageSize (15, 20 and 50 seen), at Yingkou the same within `params`; siteGuid in
/js/webBuilderCommon.js (`var siteInfo = {…}` with projectName, /EWB-FRONT), at 沛县 and 贾汪 in /js/ajaxReq.js;
pageIndex counts from 0 at most hosts, one source counts from 1; `custom.total`, rows in `custom.data` with infourl
(else visiturl, linkurl), title, realtitle, infodate or handsdate; bodies in .mian-cont (sic), .ewb-article-content and
.epoint-article-content; https answers 403 at a host of Xuzhou's that serves http; categorynum and deptcode in the
column's address.
Inferred: that a page without them holds the column in a frame or names them in a script; that directories of units and
columns of a unit are plain links (`layout = "units"`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar, Literal
from urllib.parse import urljoin, urlsplit

from crawler.families.addresses import on_scheme_of, query_value, resolve
from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.directory import follow_shell, read_directory, read_unit
from crawler.families.epoint_list import first_page, parse_answer
from crawler.families.markup import Element, base_of, page_text, parse_html, select, shell_target
from crawler.families.options import read_options
from settings.sites import Column, Site

_GUID = re.compile(r"""siteGuid["']?\s{0,8}[:=]\s{0,8}["']([0-9A-Za-z-]{8,64})["']""")
_PROJECT = re.compile(r"""projectName["']?\s{0,8}[:=]\s{0,8}["'](/?[\w.-]{1,60})/?["']""")
_PROJECT_IN_USE = re.compile(r"""["'/](E(?:WB|point)[\w-]{0,60})(?:/rest)?/""")
_SCRIPT = re.compile(r"/(?:webBuilderCommon|ajaxReq)(?:\.min)?\.js\Z")
_CATEGORY = re.compile(r"""categorynum["']?\s{0,8}[:=]\s{0,8}["'](\d{3,30})["']""", re.IGNORECASE)
_DEPARTMENT = re.compile(r"""deptcode["']?\s{0,8}[:=]\s{0,8}["'](\d{3,30})["']""", re.IGNORECASE)
_USUAL_SCRIPT = "/js/webBuilderCommon.js"
_BODIES = (
    (".mian-cont", "//*[contains(concat(' ',normalize-space(@class),' '),' mian-cont ')]"),
    (".ewb-article-content", "//*[contains(concat(' ',normalize-space(@class),' '),' ewb-article-content ')]"),
    (".epoint-article-content", "//*[contains(concat(' ',normalize-space(@class),' '),' epoint-article-content ')]"),
)
#: Notes handed on from page to page.
_HANDED_ON = ("unit", "year")


@dataclass(frozen=True, slots=True)
class Options:
    """Options of an Epoint column."""

    layout: Literal["list", "units"] = "list"
    captions: tuple[str, ...] = ()
    category: str | None = None
    department: str | None = None


class Epoint:
    """The family of Epoint disclosure columns."""

    name: ClassVar[str] = "epoint"
    rules: ClassVar[str] = f"epoint-1+{ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        options = read_options(Options, column.options)
        if options.captions and options.layout != "units":
            raise ValueError('option captions is for layout = "units"')
        for name, value in (("category", options.category), ("department", options.department)):
            if value is not None and not value.isdigit():
                raise ValueError(f"option {name} is {value!r}; digits are wanted")

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        units = read_options(Options, column.options).layout == "units"
        return [_index(url, stage="directory" if units else "list") for url in column.start]

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        options, text = read_options(Options, column.options), page_text(page, column)
        context = page.fetch.context
        if "call" in context:
            return parse_answer(page, text, column)
        if context.get("stage") == "script":
            return _parse_script(page, text)
        tree = parse_html(text)
        if target := shell_target(tree, page.url):
            return follow_shell(page, target)
        stage = context.get("stage", "list")
        if stage == "list":
            return _parse_column(page, tree, text, site, options)
        if "guid" not in context:
            # The site's names are asked for once, before the units, and handed on.
            return Index((), more=(_ask_script(page, tree, text, {"then": stage, "page": page.url}),))
        index = (
            read_directory(page, tree, site) if stage == "directory" else read_unit(page, tree, site, options.captions)
        )
        return replace(index, more=tuple(_handed_on(fetch, context) for fetch in index.more))

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        return read_article(page, page_text(page, column), _BODIES)


def _parse_column(page: Page, tree: Element, text: str, site: Site, options: Options) -> Index:
    """A column's page: which list it stands for, and the script that names the site."""
    category = query_value(page.url, "categorynum") or options.category
    department = query_value(page.url, "deptcode") or options.department
    if not category and (frame := _frame(page, tree, site)):
        return Index((), more=(_index(frame, **{**page.fetch.context, "stage": "list"}),))
    if not category and (named := _CATEGORY.search(text)):
        category = named.group(1)
        department = department or (match.group(1) if (match := _DEPARTMENT.search(text)) else None)
    if not category:
        raise UnreadablePage("column: no categorynum in its address, in a frame or in a script; set option category")
    asked = {"category": category, "department": department or ""}
    if "guid" in page.fetch.context:
        return Index((), more=(first_page(page.url, asked, page.fetch.context, page.fetch.context),))
    return Index((), more=(_ask_script(page, tree, text, {"then": "list", "page": page.url, **asked}),))


def _frame(page: Page, tree: Element, site: Site) -> str | None:
    """The address of a frame that holds the column."""
    base = base_of(tree, page.url)
    for frame in select(tree, "//iframe[@src]|//frame[@src]"):
        url = resolve(base, frame.get("src"))
        if url and url != page.url and site.owns(url) and query_value(url, "categorynum"):
            return url
    return None


def _ask_script(page: Page, tree: Element, text: str, then: Mapping[str, str]) -> Fetch:
    """The fetch of the script that names the site: those the page loads, else the one at its usual place."""
    base = base_of(tree, page.url)
    host = urlsplit(page.url).netloc
    loaded = [resolve(base, script.get("src")) for script in select(tree, "//script[@src]")]
    scripts = [url for url in loaded if url and _SCRIPT.search(urlsplit(url).path) and urlsplit(url).netloc == host]
    first, *others = dict.fromkeys(on_scheme_of(page.url, url) for url in scripts or [urljoin(page.url, _USUAL_SCRIPT)])
    hint = _PROJECT_IN_USE.search(text)
    context = {**_notes(page), **then, "others": " ".join(others), "hint": f"/{hint.group(1)}" if hint else ""}
    return replace(_index(first, stage="script", **context), referer=page.url)


def _parse_script(page: Page, text: str) -> Index:
    """The script that names the site, and what was waiting for it: the list's first page, or a page of units."""
    context = page.fetch.context
    guid, project = _GUID.search(text), _PROJECT.search(text)
    others = context.get("others", "").split()
    if guid is None and others:
        kept = {**context, "others": " ".join(others[1:])}
        return Index((), more=(replace(_index(others[0], **kept), referer=page.fetch.referer),))
    if guid is None:
        raise UnreadablePage("script: wanted siteGuid, found none; the site names itself in another script")
    used = None if project else _PROJECT_IN_USE.search(text)
    name = project.group(1) if project else used.group(1) if used else context.get("hint", "")
    if not name:
        raise UnreadablePage("script: siteGuid without projectName, and neither script nor page uses an interface")
    origin, site = context.get("page", page.url), {"guid": guid.group(1), "project": f"/{name.strip('/')}"}
    if context.get("then") == "list":
        return Index((), more=(first_page(origin, context, site, context),))
    return Index((), more=(_index(origin, stage=context.get("then", ""), **_notes(page), **site),))


def _notes(page: Page) -> dict[str, str]:
    return {name: value for name, value in page.fetch.context.items() if name in _HANDED_ON}


def _handed_on(fetch: Fetch, context: Mapping[str, str]) -> Fetch:
    """A page that a directory or a unit leads to, with the site's names; of a list that its address says, the rows."""
    if fetch.context.get("stage") == "list" and (category := query_value(fetch.url, "categorynum")):
        asked = {"category": category, "department": query_value(fetch.url, "deptcode") or ""}
        return first_page(fetch.url, asked, context, fetch.context)
    names = {name: context[name] for name in ("guid", "project")}
    return replace(fetch, context=MappingProxyType({**fetch.context, **names}))


def _index(url: str, **context: str) -> Fetch:
    return Fetch(url, context=MappingProxyType({name: value for name, value in context.items() if value}))
