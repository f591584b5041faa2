"""The JSON twins of NFCMS columns and articles.

`/postmeta/i/<column>.json` is a column: id, name, publish_count, children[], articles[] with id, title, url, date,
visible_publish_time and the like. `/postmeta/p/<id div 1e6>/<id div 1e3>/<id>.json` is an article: title, content,
attachment[], publish_time, first_publish_time, source, origin_url. Observed on www.sz.gov.cn and on portals of
Guangdong's districts; the names of an attachment's fields are inferred.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.families.addresses import canonical_url, on_scheme_of, resolve
from crawler.families.attachments import parse_attachments
from crawler.families.base import Article, Attachment, Entry, Fetch, Index, Page, UnreadablePage
from crawler.families.dates import date_of_epoch, find_date
from crawler.families.javascript import json_value
from crawler.families.markup import outer_html, parse_html, select, squeeze
from crawler.families.units import is_unit_name
from settings.sites import Column

_COLUMN = re.compile(r"/postmeta/i/\d{1,9}\.json")
#: Columns below a column; more is a fault of the portal.
_MOST_CHILDREN = 200
_POST = re.compile(r"/postmeta/p/\d+/\d+/\d+\.json\Z")


def column_json(text: str, url: str) -> str | None:
    """The address of the column's JSON that the page at `url` names; None when it names none, or several."""
    named = set(_COLUMN.findall(text))
    return urljoin(url, named.pop()) if len(named) == 1 else None


def is_post_json(url: str) -> bool:
    """Whether an address is an article's JSON."""
    return _POST.search(urlsplit(url).path) is not None


def read_column_json(page: Page, text: str, column: Column) -> Index:
    """A column's JSON as an index. Raises UnreadablePage."""
    answer = _object(text)
    articles = answer.get("articles")
    if not isinstance(articles, list):
        raise UnreadablePage("column JSON: no list named articles")
    problems: list[tuple[str, str]] = []
    found: dict[str, Entry] = {}
    for row in articles:
        entry = _entry(row, page, column) if isinstance(row, Mapping) else None
        if entry is None:
            problems.append(("row_without_address", f"a row has neither address nor id: {str(row)[:80]}"))
        else:
            found.setdefault(entry.fetch.url, entry)
    total = _number(answer.get("publish_count"))
    if total is not None and len(articles) < total:
        problems.append(("incomplete_json", f"{len(articles)} rows of {total} in the column's JSON"))
    more = _children(page, answer.get("children"))
    if not articles and not more:
        problems.append(("empty_list", "the column's JSON holds no article"))
    return Index(tuple(found.values()), more=more, total=None if more else total, problems=tuple(problems))


def read_post_json(page: Page, text: str) -> Article:
    """An article's JSON. Raises UnreadablePage when it holds no content."""
    post = _object(text)
    content = post.get("content")
    if not isinstance(content, str):
        raise UnreadablePage("article JSON: no content")
    base = next((url for url in (_text(post, "origin_url"), _text(post, "url")) if url), page.url)
    base = resolve(page.url, base) or page.url
    markup, found = "", dict[str, Attachment]()
    if content.strip():
        body = select(parse_html(f"<div>{content}</div>"), "//body/*")[0]
        markup = outer_html(body)
        found = {file.url: file for file in parse_attachments(body, body, base)}
    files = post.get("attachment")
    for file in files if isinstance(files, list) else ():
        if isinstance(file, Mapping) and (attachment := _attachment(file, base)):
            found.setdefault(attachment.url, attachment)
    publisher = _text(post, "source") or None
    meta = {"ArticleTitle": _text(post, "title"), "ContentSource": publisher or "", "PubDate": _stamp(post)}
    return Article(
        title=_text(post, "title") or None,
        markup=markup,
        container="JSON content",
        posted=find_date(_stamp(post)) or date_of_epoch(post.get("publish_time")),
        publisher=publisher,
        meta=MappingProxyType({name: value for name, value in meta.items() if value}),
        attachments=tuple(found.values()),
    )


def _children(page: Page, children: object) -> tuple[Fetch, ...]:
    """The JSON of each column below this one (observed on www.sz.gov.cn: a folder of years, each a column)."""
    columns = children[:_MOST_CHILDREN] if isinstance(children, list) else []
    numbers = [_number(child.get("id")) for child in columns if isinstance(child, Mapping)]
    addresses = {urljoin(page.url, f"/postmeta/i/{number}.json"): None for number in numbers if number is not None}
    return tuple(Fetch(url, context=page.fetch.context) for url in addresses)


def _object(text: str) -> Mapping[str, Any]:
    answer = json_value(text.lstrip("\ufeff \r\n\t"), "the column's answer")
    if not isinstance(answer, dict):
        raise UnreadablePage("JSON, and no object")
    return answer


def _entry(row: Mapping[str, Any], page: Page, column: Column) -> Entry | None:
    context = page.fetch.context
    base = context.get("folder") or page.url
    url = resolve(base, _text(row, "url"))
    number = _number(row.get("id"))
    if url is None and number is not None:
        url = urljoin(page.url, f"/postmeta/p/{number // 1_000_000}/{number // 1_000}/{number}.json")
    title = squeeze(_text(row, "title"))
    if url is None or not title:
        return None
    return Entry(
        Fetch(canonical_url(on_scheme_of(page.url, url)), "article", referer=base),
        title,
        posted=find_date(_stamp(row)) or date_of_epoch(row.get("publish_time") or row.get("date")),
        unit=context.get("unit") or column.unit or (title if is_unit_name(title) else None),
        year=column.year,
    )


def _attachment(file: Mapping[str, Any], base: str) -> Attachment | None:
    url = next((url for name in ("url", "href", "path") if (url := resolve(base, _text(file, name)))), None)
    if url is None:
        return None
    names = (_text(file, name) for name in ("name", "title", "alt"))
    return Attachment(url, next((name for name in names if name), urlsplit(url).path.rsplit("/", 1)[-1]))


def _stamp(row: Mapping[str, Any]) -> str:
    """The shown date among a row's fields, the one on the page first."""
    names = (
        "visible_publish_time",
        "display_publish_time",
        "date",
        "first_publish_time",
        "publish_time",
        "create_time",
    )
    return next((value for name in names if find_date(value := _text(row, name))), "")


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) and value.strip().lower() not in ("null", "undefined") else ""


def _number(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
