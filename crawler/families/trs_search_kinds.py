"""TRS search layers by their addresses: which page of a site asks which of them, under which page number."""

import re
from dataclasses import replace
from typing import Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from crawler.families.addresses import resolve
from crawler.families.base import Fetch
from crawler.families.markup import Element, select
from crawler.families.script_addresses import scripts_of, spelled_addresses

Kind = Literal["table", "data"]

#: Answers in HTML tables, and answers in JSON with a callback.
_TABLE = re.compile(
    r"/govsearch/(?!jsonp/)(?:[\w-]+/)*(?:searPage|gkml_list|year_gkml_list|haqj)\.jsp\Z", re.IGNORECASE
)
_DATA = re.compile(r"/govsearch/jsonp/(?:[\w-]+/)*[\w-]+\.jsp\Z|/was5/web/(?:[\w-]+/)*[\w-]+\.jsp\Z", re.IGNORECASE)
_MARKS = ("govsearch/", "was5/web/")
_HOLE = re.compile(r"\{[\w$]*\}")
#: What a script library puts for `callback=?`.
_CALLBACK = "result"
_PAGE_NAMES = ("pageIndex", "page")
_SIZE_NAMES = ("pageSize", "size")
#: Parameters without which an answer is another column's.
_COLUMN_NAMES = frozenset({"lb", "channelid", "schn", "sinfo", "surl", "type", "searchclassinfoid"})


def search_kind(url: str) -> Kind | None:
    """What answers at an address: a search that prints a table, one that hands over data, None for neither."""
    path = urlsplit(url).path
    return "table" if _TABLE.search(path) else "data" if _DATA.search(path) else None


def find_searches(tree: Element, url: str) -> tuple[list[Fetch], list[str]]:
    """The searches a catalogue page asks: from its frames, links, forms and scripts, each once, at page one.

    The second list holds those whose script leaves out what tells the column, as far as they are spelled.
    """
    found: dict[str, Fetch] = {}
    unknown: list[str] = []
    for spelled in [*_linked(tree), *spelled_addresses(scripts_of(tree), _MARKS)]:
        target = resolve(url, spelled)
        if target is None or search_kind(target) is None:
            continue
        pairs = parse_qsl(urlsplit(target).query, keep_blank_values=True)
        if any(name.lower() in _COLUMN_NAMES and _HOLE.search(value) for name, value in pairs) or not pairs:
            unknown.append(target)
            continue
        pairs = [(name, _CALLBACK if value == "?" else _HOLE.sub("", value)) for name, value in pairs]
        wish = numbered(Fetch(_address(target, pairs), referer=url), 1)
        # The same search under other page numbers is the pager's link to it.
        found.setdefault(wish.url, wish)
    return list(found.values()), unknown


def _linked(tree: Element) -> list[str]:
    """Addresses of searches in links, frames and forms; a form's own fields are its query."""
    found = [
        element.get(name) or ""
        for name in ("href", "src")
        for element in select(tree, f"//*[@{name}][contains(@{name},'govsearch/') or contains(@{name},'was5/web/')]")
        if not (element.get(name) or "").strip().lower().startswith("javascript:")
    ]
    for form in select(tree, "//form[contains(@action,'govsearch/') or contains(@action,'was5/web/')]"):
        fields = [(field.get("name") or "", field.get("value") or "") for field in select(form, ".//input[@name]")]
        action = (form.get("action") or "").partition("?")
        found.append(f"{action[0]}?{'&'.join(part for part in (action[2], urlencode(fields)) if part)}")
    return found


def numbered(wish: Fetch, number: int) -> Fetch:
    """The same search for another page, counted from 1. The parameter is `pageIndex` where the call has it or the
    search is WAS's, else `page`; a call that names it twice gets it once."""
    parts = urlsplit(wish.url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    names = [name for name, _ in pairs]
    page = next((name for name in _PAGE_NAMES if name in names), "pageIndex" if "/was5/" in parts.path else "page")
    kept = [(name, value) for name, value in pairs if name not in _PAGE_NAMES]
    return replace(wish, url=_address(wish.url, [(page, str(number)), *kept]))


def asked_size(url: str) -> int | None:
    """The rows a page is asked to hold, where the call says it."""
    pairs = dict(parse_qsl(urlsplit(url).query))
    return next((int(pairs[name]) for name in _SIZE_NAMES if pairs.get(name, "").isdecimal()), None)


def _address(url: str, pairs: list[tuple[str, str]]) -> str:
    # Portals print slashes and colons of pubURL and surl bare.
    return urlunsplit(urlsplit(url)._replace(query=urlencode(pairs, quote_via=quote, safe=":/"), fragment=""))
