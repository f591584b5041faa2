"""gkmlpt, Guangdong's catalogue platform (信息公开目录平台): one mini-site for each unit.

Recognise: `window._CONFIG` in the page and `/gkmlpt/` in the address; articles at
`<root>/gkmlpt/content/<id div 1000000>/<id div 1000>/post_<id>.html`. Only Guangdong has it: 28 other provinces were
probed and did not.

Set in the row: `start` lists unit roots as `<root>/gkmlpt/index`, or any other page of the portal as a directory, whose
links into `<root>/gkmlpt/` are the roots. A root's code (qylzdlb) cannot be guessed. `unit` names the unit when the
column has one root. Options:
- `columns`: ids of report columns, when they bear a name of their own. Without it every node of the unit's TREE whose
  name says 年报 or 年度报告 is read.
- `skip`: root paths a directory may list but another column walks (`["/qylzdlb"]`).

Evidenced (www.lianzhou.gov.cn, zhaoqing.gov.cn, Dongguan and Shenzhen hosts): `_CONFIG` has bare keys, `SID` in single
quotes, `TREE` and on articles `DETAIL` as strict JSON; nodes with `jump_url` lead elsewhere. The list is
`GET <root>/gkmlpt/api/all/<column>?page=<n>&sid=<SID>`, 100 rows a page, page 0 like page 1, 404 past the end.
`post_count` is larger than `total` (203 against 88) and only `total` rows can be listed. `create_time` is shown as
发布日期, `date` is 成文日期, `created_at` the ingestion. Addresses say http on https hosts; `mpost_` is a mobile twin.
Attachments are `a.nfw-cms-attachment` with the file's name in `alt`. The text of the 连州 page has the unit in a header
(清远市连州市大路边镇人民政府信息公开).
Inferred: the markup of that header; a page of fewer than 100 rows before the last.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar
from urllib.parse import urlsplit

from crawler.families.addresses import canonical_url, on_scheme_of, resolve
from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Entry, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.dates import date_of_epoch, find_date
from crawler.families.javascript import json_value, object_fields, string_value
from crawler.families.markup import Element, base_of, page_text, parse_html, select, short_text, squeeze
from crawler.families.options import read_options
from crawler.families.units import REPORT_CAPTION
from settings.sites import Column, Site

_ROOT = re.compile(r"(https?://[^/]+(?:/[^/?#]+)*?)/gkmlpt(?:/|\Z)")
_LIST = re.compile(r"/gkmlpt/api/all/(\d+)")
_CONFIG = re.compile(r"window\._CONFIG\s*=\s*(?=\{)")
_HEADER = re.compile(
    r"(\S{1,40}?(?:人民政府|办事处|镇|乡|街道|局|委员会|管委会|中心|办公室))[\s_|—-]*(?:政府)?信息公开(?:目录|平台|网)?\Z"
)
_TIMES = ("create_time", "date", "created_at", "first_publish_time", "display_publish_time")
_SERVER_PAGE = 100
#: No column has this many; a list that claims more is a fault of the portal.
_MOST_PAGES = 500
_ARTICLE_BODY = (("div.article-content", "//div[contains(concat(' ',@class,' '),' article-content ')]"),)


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a gkmlpt column."""

    columns: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()


class Gkmlpt:
    """The family of gkmlpt portals."""

    name: ClassVar[str] = "gkmlpt"
    rules: ClassVar[str] = f"gkmlpt-1+{ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        options = read_options(Options, column.options)
        if bad := [identity for identity in options.columns if not identity.isdigit()]:
            raise ValueError(f"option columns holds {bad[0]!r}; column ids are digits")
        if bad := [path for path in options.skip if not path.startswith("/")]:
            raise ValueError(f"option skip holds {bad[0]!r}; write a root's path: /{bad[0]}")

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        return [Fetch(url) for url in column.start]

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        text = page_text(page, column)
        if _LIST.search(urlsplit(page.fetch.url).path):
            return _parse_list(page, text, column)
        config = _config(text)
        if config is not None:
            return _parse_root(page, text, config, column)
        return _parse_directory(page, text, site, read_options(Options, column.options).skip)

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        text = page_text(page, column)
        config = _config(text)
        if config is None or "DETAIL" not in config:
            # Mobile twins and NFCMS articles share the body container.
            article = read_article(page, text, _ARTICLE_BODY)
            return replace(article, publisher=article.publisher or _unit_name(parse_html(text)))
        detail = json_value(config["DETAIL"], "_CONFIG.DETAIL")
        if not isinstance(detail, dict):
            raise UnreadablePage("_CONFIG.DETAIL is not an object")
        return _article(page, text, detail)


def _config(text: str) -> Mapping[str, str] | None:
    match = _CONFIG.search(text)
    return object_fields(text, match.end()) if match else None


def _parse_directory(page: Page, text: str, site: Site, skip: tuple[str, ...]) -> Index:
    """Unit roots linked from a page that is none itself."""
    tree = parse_html(text)
    base = base_of(tree, page.url)
    roots: dict[str, Fetch] = {}
    found = 0
    for link in select(tree, "//a[@href]"):
        url = resolve(base, link.get("href"))
        match = _ROOT.match(url) if url else None
        if match is None or not site.owns(match.group(1)):
            continue
        found += 1
        if urlsplit(match.group(1)).path not in skip:
            context = {"unit": caption} if (caption := short_text(link, 40)) else {}
            root = f"{match.group(1)}/gkmlpt/index"
            roots.setdefault(root, Fetch(root, referer=page.url, context=MappingProxyType(context)))
    if not found:
        raise UnreadablePage("directory of unit roots: no window._CONFIG and no link into …/gkmlpt/")
    return Index((), more=tuple(roots.values()))


def _parse_root(page: Page, text: str, config: Mapping[str, str], column: Column) -> Index:
    root = _ROOT.match(page.url) or _ROOT.match(page.fetch.url)
    if root is None or "TREE" not in config or "SID" not in config:
        keys = ", ".join(sorted(config)) or "nothing"
        raise UnreadablePage(f"unit root: wanted SID and TREE in _CONFIG, found {keys}")
    sid = string_value(config["SID"])
    wanted = read_options(Options, column.options).columns
    tree = json_value(config["TREE"], "_CONFIG.TREE")
    nodes = [node for node in _nodes(tree) if not node.get("jump_url")]
    chosen = [
        node
        for node in nodes
        if (str(node.get("id")) in wanted if wanted else REPORT_CAPTION.search(str(node.get("name") or "")))
    ]
    if not chosen:
        names = ", ".join(str(node.get("name")) for node in nodes[:8])
        return Index((), problems=(("no_column", f"the unit's TREE has no report column (it has: {names})"),))
    unit = column.unit or _unit_name(parse_html(text)) or page.fetch.context.get("unit", "")
    context = {"unit": unit, "page": "1", "seen": "0"}
    return Index(
        (),
        more=tuple(
            Fetch(
                f"{root.group(1)}/gkmlpt/api/all/{node['id']}?page=1&sid={sid}",
                referer=page.url,
                context=MappingProxyType(context),
            )
            for node in chosen
        ),
    )


def _nodes(tree: object) -> Iterator[Mapping[str, Any]]:
    """Every node of a TREE, parents before children."""
    waiting = [tree]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            if item.get("id") is not None:
                yield item
            waiting.append(item.get("children") or [])


def _unit_name(tree: Element) -> str | None:
    """The unit the page's header names, without the words 信息公开 after it: the fullest form printed."""
    names = [
        match.group(1)
        for element in select(tree, "//title|//body//*[contains(text(),'信息公开')]")
        if (text := short_text(element, 60, 20)) and (match := _HEADER.match(text))
    ]
    return max(names, key=len, default=None)


def _parse_list(page: Page, text: str, column: Column) -> Index:
    number = int(page.fetch.context.get("page", "1"))
    seen = int(page.fetch.context.get("seen", "0"))
    if page.status == 404 and number > 1:
        problem = ("incomplete_page", f"page {number} of the list is 404, {seen} rows seen before it")
        return Index((), problems=(problem,))
    answer = json_value(text, "the list")
    if not isinstance(answer, dict) or not isinstance(answer.get("articles"), list):
        raise UnreadablePage("the list: wanted an object with articles")
    total, rows = answer.get("total"), answer["articles"]
    if not isinstance(total, int):
        raise UnreadablePage(f"the list: total is {total!r}, not a number")
    unit = page.fetch.context.get("unit") or column.unit
    entries: list[Entry] = []
    problems: list[tuple[str, str]] = []
    for row in rows:
        url = _row_url(row, page.url) if isinstance(row, dict) else None
        if url is None:
            problems.append(("row_without_address", f"a row has no usable address: {str(row)[:80]}"))
            continue
        entries.append(_entry(row, url, unit, page.url))
    seen += len(rows)
    more: tuple[Fetch, ...] = ()
    if seen < total:
        if not rows or number >= _MOST_PAGES:
            problems.append(("incomplete_list", f"{seen} rows seen of {total}, and page {number} brings no more"))
        else:
            more = (_page(page.fetch, number + 1, seen),)
    return Index(tuple(entries), more=more, total=total, problems=tuple(problems))


def _page(fetch: Fetch, number: int, seen: int) -> Fetch:
    url = re.sub(r"([?&]page=)\d+", rf"\g<1>{number}", fetch.url)
    context = {**fetch.context, "page": str(number), "seen": str(seen)}
    return replace(fetch, url=url, context=MappingProxyType(context))


def _row_url(row: Mapping[str, Any], base: str) -> str | None:
    """A row's address, on the scheme the list itself came over when it is of the same host."""
    url = resolve(base, str(row.get("url") or row.get("post_url") or ""))
    return canonical_url(on_scheme_of(base, url)) if url else None


def _entry(row: Mapping[str, Any], url: str, unit: str | None, referer: str) -> Entry:
    posted = date_of_epoch(row.get("create_time")) or find_date(str(row.get("created_at") or ""))
    return Entry(
        Fetch(url, "article", referer=referer),
        title=squeeze(str(row.get("title") or "")),
        posted=posted,
        unit=unit or squeeze(str(row.get("publisher") or "")) or None,
        state=" ".join(f"{name}={row[name]}" for name in _TIMES if row.get(name)),
    )


def _article(page: Page, text: str, detail: Mapping[str, Any]) -> Article:
    """An article whose body stands in `_CONFIG.DETAIL`; what the page shows around it is read too."""
    content = str(detail.get("content") or "")
    try:
        shown = read_article(page, text, _ARTICLE_BODY)
    except UnreadablePage:
        shown = Article(title=None, markup="", container="")
    stated = {
        "索引号": squeeze(str(detail.get("identifier") or "")),
        "文号": squeeze(str(detail.get("document_number") or "")),
        "发布机构": squeeze(str(detail.get("publisher") or "")),
        "成文日期": str(date_of_epoch(detail.get("date")) or ""),
        "发布日期": str(date_of_epoch(detail.get("create_time")) or ""),
    }
    meta = {label: value for label, value in stated.items() if value}
    meta.update((label, value) for label, value in shown.meta.items() if value or label not in meta)
    inner = read_article(page, f"<html><body><div id='zoom'>{content}</div></body></html>") if content.strip() else None
    attachments = {file.url: file for file in (*(inner.attachments if inner else ()), *shown.attachments)}
    header = _unit_name(parse_html(text))
    return replace(
        shown,
        title=squeeze(str(detail.get("title") or "")) or shown.title,
        markup=inner.markup if inner else shown.markup,
        container="_CONFIG.DETAIL.content" if inner else shown.container,
        posted=shown.posted or find_date(meta.get("发布日期")),
        publisher=meta.get("发布机构") or header or shown.publisher,
        meta=MappingProxyType(meta),
        attachments=tuple(attachments.values()),
    )
