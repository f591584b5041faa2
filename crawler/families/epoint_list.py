"""Lists of Epoint's interface: how a page is asked for, and what an answer holds.

`POST <project>/rest/lightfrontaction/getgovinfolist` with JSON; the answer's `custom` has `total` and `data`, a row an
object. crawler/families/epoint.py says which of this was observed where.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin

from crawler.families.addresses import canonical_url, on_scheme_of, resolve
from crawler.families.base import Entry, Fetch, Index, Page, UnreadablePage
from crawler.families.dates import find_date
from crawler.families.javascript import json_value
from crawler.families.markup import parse_html, squeeze, text_of
from settings.sites import Column

_PAGE_SIZE = 20
#: Pages of one list; more is an interface that never ends.
_MOST_PAGES = 500


def first_page(origin: str, asked: Mapping[str, str], site: Mapping[str, str], notes: Mapping[str, str]) -> Fetch:
    """The fetch of a list's first page.

    `origin` is the column's page, `asked` its category and department, `site` the site's guid and project, `notes` what
    the index says of the list (unit, year).
    """
    body = {"deptcode": asked.get("department", ""), "categorynum": asked["category"], "siteGuid": site["guid"]}
    address = urljoin(origin, f"{site['project']}/rest/lightfrontaction/getgovinfolist")
    kept = {name: notes[name] for name in ("unit", "year") if notes.get(name)}
    fetch = Fetch(address, referer=origin, context=MappingProxyType({**kept, "seen": "0"}))
    return _page(fetch, body, 0)


def _page(fetch: Fetch, body: Mapping[str, Any], number: int, **notes: str) -> Fetch:
    """`fetch` for another page of the list, its notes changed."""
    asked = {**body, "pageIndex": number, "pageSize": _PAGE_SIZE}
    context = {**fetch.context, **notes, "call": str(number)}
    sent = {"params": asked} if "wrapped" in context else asked
    source = json.dumps(sent, ensure_ascii=False, separators=(",", ":"))
    return replace(fetch, json=source, context=MappingProxyType(context))


def parse_answer(page: Page, text: str, column: Column) -> Index:
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
