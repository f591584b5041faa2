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

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar, Literal
from urllib.parse import urljoin, urlsplit

from crawler.families.addresses import canonical_url, on_scheme_of, query_value, resolve
from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Entry, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.dates import find_date
from crawler.families.directory import follow_shell, read_directory, read_unit
from crawler.families.javascript import json_value
from crawler.families.markup import Element, base_of, page_text, parse_html, select, shell_target, squeeze, text_of
from crawler.families.options import read_options
from settings.sites import Column, Site

_GUID = re.compile(r"""siteGuid["']?\s{0,8}[:=]\s{0,8}["']([0-9A-Za-z-]{8,64})["']""")
_PROJECT = re.compile(r"""projectName["']?\s{0,8}[:=]\s{0,8}["'](/?[\w.-]{1,60})/?["']""")
_PROJECT_IN_USE = re.compile(r"""["'/](E(?:WB|point)[\w-]{0,60})(?:/rest)?/""")
_SCRIPT = re.compile(r"/(?:webBuilderCommon|ajaxReq)(?:\.min)?\.js\Z")
_CATEGORY = re.compile(r"""categorynum["']?\s{0,8}[:=]\s{0,8}["'](\d{3,30})["']""", re.IGNORECASE)
_DEPARTMENT = re.compile(r"""deptcode["']?\s{0,8}[:=]\s{0,8}["'](\d{3,30})["']""", re.IGNORECASE)
_USUAL_SCRIPT = "/js/webBuilderCommon.js"
_PAGE_SIZE = 20
#: Pages of one list; more is an interface that never ends.
_MOST_PAGES = 500
_BODIES = (
    (".mian-cont", "//*[contains(concat(' ',normalize-space(@class),' '),' mian-cont ')]"),
    (".ewb-article-content", "//*[contains(concat(' ',normalize-space(@class),' '),' ewb-article-content ')]"),
    (".epoint-article-content", "//*[contains(concat(' ',normalize-space(@class),' '),' epoint-article-content ')]"),
)
#: Notes handed on from page to page: the unit and the year of a list, the site's names in the interface.
_HANDED_ON = ("unit", "year", "guid", "project")


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
            return _parse_answer(page, text, column)
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
    guid, project = page.fetch.context.get("guid"), page.fetch.context.get("project")
    if guid and project:
        return Index((), more=(_call(page, page.url, asked, guid, project),))
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
    origin, root = context.get("page", page.url), f"/{name.strip('/')}"
    if context.get("then") == "list":
        asked = {name: context.get(name, "") for name in ("category", "department")}
        return Index((), more=(_call(page, origin, asked, guid.group(1), root),))
    return Index(
        (), more=(_index(origin, stage=context.get("then", ""), **_notes(page), guid=guid.group(1), project=root),)
    )


def _call(page: Page, origin: str, asked: Mapping[str, str], guid: str, project: str) -> Fetch:
    """The first page of a list."""
    context = {name: value for name, value in page.fetch.context.items() if name in ("unit", "year") and value} | {
        "call": "0",
        "seen": "0",
    }
    body = {"deptcode": asked["department"], "categorynum": asked["category"], "siteGuid": guid}
    fetch = Fetch(urljoin(origin, f"{project}/rest/lightfrontaction/getgovinfolist"), referer=origin)
    return _page(replace(fetch, context=MappingProxyType(context)), body, 0)


def _page(fetch: Fetch, body: Mapping[str, Any], number: int, **notes: str) -> Fetch:
    """`fetch` for another page of the list, its notes changed."""
    asked = {**body, "pageIndex": number, "pageSize": _PAGE_SIZE}
    context = {**fetch.context, **notes, "call": str(number)}
    sent = {"params": asked} if "wrapped" in context else asked
    source = json.dumps(sent, ensure_ascii=False, separators=(",", ":"))
    return replace(fetch, json=source, context=MappingProxyType(context))


def _parse_answer(page: Page, text: str, column: Column) -> Index:
    """One page of a list.

    The walk ends when the printed total is reached; an empty page before that, and one that repeats the page before it,
    are reported as incomplete. The second page may repeat the first: then pages count from one.
    """
    context = page.fetch.context
    number, seen = int(context["call"]), int(context["seen"])
    sent = json.loads(page.fetch.json or "{}")
    body = sent.get("params", sent)
    custom = _custom(text)
    if custom is None:
        if "wrapped" in context or number:
            raise UnreadablePage(f"the interface's answer has no custom.data: {squeeze(text)[:120]}")
        return Index((), more=(_page(page.fetch, body, 0, wrapped="1"),))
    rows, total = custom
    entries, problems = _entries(rows, page, column)
    mark = hashlib.sha256("\n".join(entry.fetch.url for entry in entries).encode()).hexdigest()[:16]
    repeated = bool(rows) and mark == context.get("last")
    seen += 0 if repeated else len(rows)
    if (total is not None and seen >= total) or (total is None and not rows):
        if not total and not seen:
            problems.append(("empty_list", "the interface knows no row"))
        return Index(entries, total=total, problems=tuple(problems))
    counts_from_one = number <= 1 and (repeated or (not rows and number == 0))
    if ((repeated or not rows) and not counts_from_one) or number >= _MOST_PAGES:
        what = "repeats the one before" if repeated else "is empty" if not rows else "is the last one asked for"
        problems.append(("incomplete_list", f"{seen} rows seen of {total or '?'}, and page {number} {what}"))
        return Index(entries, total=total, problems=tuple(problems))
    following = _page(page.fetch, body, number + 1, seen=str(seen), last=mark)
    return Index(entries, more=(following,), total=total, problems=tuple(problems))


def _custom(text: str) -> tuple[list[Any], int | None] | None:
    """Rows and printed total of an answer; None when it has no list of rows."""
    answer = json_value(text.lstrip("\ufeff \t\r\n"), "the interface's answer")
    custom = answer.get("custom") if isinstance(answer, dict) else None
    if isinstance(custom, str) and custom.lstrip().startswith("{"):
        custom = json_value(custom, "the answer's custom")
    if not isinstance(custom, dict) or not isinstance(custom.get("data"), list):
        return None
    total = str(custom.get("total", ""))
    return custom["data"], int(total) if total.isascii() and total.isdigit() and len(total) < 10 else None


def _entries(rows: Sequence[Any], page: Page, column: Column) -> tuple[tuple[Entry, ...], list[tuple[str, str]]]:
    found: dict[str, Entry] = {}
    problems: list[tuple[str, str]] = []
    root = urljoin(page.url, "/")
    unit = page.fetch.context.get("unit") or column.unit
    for row in rows:
        values = row if isinstance(row, dict) else {}
        printed = next((values[name] for name in ("infourl", "visiturl", "linkurl") if values.get(name)), None)
        url = resolve(root, str(printed)) if printed else None
        title = _shown(values.get("realtitle")) or _shown(values.get("title"))
        if url is None or not title:
            problems.append(("row_without_address", f"a row has no usable address or no title: {str(row)[:80]}"))
            continue
        url = canonical_url(on_scheme_of(page.url, url))
        posted = find_date(str(values.get("infodate") or "")) or find_date(str(values.get("handsdate") or ""))
        entry = Entry(
            Fetch(url, "article", referer=page.fetch.referer), title, posted=posted, unit=unit, year=column.year
        )
        found.setdefault(url, entry)
    return tuple(found.values()), problems


def _shown(value: object) -> str:
    """A title without the markup some rows wrap it in."""
    text = squeeze(str(value)) if value is not None else ""
    return text_of(parse_html(f"<div>{text}</div>")) if "<" in text or "&" in text else text


def _notes(page: Page) -> dict[str, str]:
    return {name: value for name, value in page.fetch.context.items() if name in _HANDED_ON}


def _handed_on(fetch: Fetch, context: Mapping[str, str]) -> Fetch:
    names = {name: context[name] for name in ("guid", "project") if name in context}
    return replace(fetch, context=MappingProxyType({**fetch.context, **names}))


def _index(url: str, **context: str) -> Fetch:
    return Fetch(url, context=MappingProxyType({name: value for name, value in context.items() if value}))
