"""UCAP's list interface: where a column page says it is, how it is asked, what it answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler.families.addresses import resolve
from crawler.families.base import Fetch, UnreadablePage
from crawler.families.javascript import json_value
from crawler.families.markup import Element, select, squeeze
from crawler.families.numbered_blocks import whole_number
from crawler.families.script_addresses import assigned_value, scripts_of, spelled_addresses

_MARKS = ("/search/", "/searchList/", "/manuscriptList/")
_ADDRESS = re.compile(r"/(?:search|searchList|manuscriptList)/([0-9a-f]{32}|\d{3,12}|n\d{3,12}|\{[\w$]*\})/?(?:\?|\Z)")
_CHANNEL = re.compile(r"[0-9a-f]{32}|\d{3,12}")
_HOLE = re.compile(r"\{[\w$]*\}")
#: The interface most portals have (Heilongjiang, Gansu, Hainan); csrc.gov.cn has /searchList/, 克拉玛依 /search/.
_USUAL = "/common/search/"
_QUERY = (
    ("_isAgg", "true"),
    ("_isJson", "true"),
    ("_pageSize", "20"),
    ("_template", "index"),
    ("_rangeTimeGte", ""),
    ("_channelName", ""),
    ("page", "1"),
)
_TOKEN = "some portals answer only with a token made by a browser"
#: Hunan's interface, shared by the province, takes a form instead of a query.
_BY_FORM = "api.hunan.gov.cn"
_FORM = (
    ("datas[0][key]", "status"),
    ("datas[0][value]", "4"),
    ("datas[0][join]", "and"),
    ("datas[0][queryType]", "term"),
    ("datas[1][key]", "publishedTime"),
    ("datas[1][sort]", "true"),
    ("datas[1][order]", "desc"),
    ("datas[1][queryType]", "term"),
    ("page", "1"),
    ("_pageSize", "20"),
    ("_isAgg", "true"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the interface: the results of a page, and the number of rows in the whole column."""

    results: tuple[Mapping[str, Any], ...]
    total: int | None


def channel_of(tree: Element) -> str | None:
    """The channel id a column page prints: `<meta name="channelId">` (csrc.gov.cn, Gansu), else `var channelId = '…'`
    (Hunan, digits there). None without one."""
    for meta in select(tree, "//meta[@name and @content]"):
        if meta.get("name", "").lower() == "channelid" and _CHANNEL.fullmatch(squeeze(meta.get("content"))):
            return squeeze(meta.get("content"))
    value = assigned_value(scripts_of(tree), "channelId")
    return value if value and _CHANNEL.fullmatch(value) else None


def printed_search(tree: Element, url: str) -> Fetch | None:
    """The first call of the interface as the page's own scripts spell it, page one; None when they do not.

    Raises UnreadablePage when they spell calls for several channels and none is the page's own.
    """
    channel = channel_of(tree)
    found: dict[str, str] = {}
    for spelled in spelled_addresses(scripts_of(tree), _MARKS):
        match = _ADDRESS.search(spelled)
        if match is None:
            continue
        number = channel if match.group(1).startswith("{") else match.group(1)
        if number is None:
            continue
        address = spelled[: match.start(1)] + number + spelled[match.end(1) :]
        if target := resolve(url, address):
            found.setdefault(number, target)
    if not found:
        return None
    if len(found) > 1 and channel not in found:
        raise UnreadablePage(f"column: scripts ask for the channels {', '.join(found)}; set the option search")
    return _call(found[channel] if channel in found else next(iter(found.values())))


def built_search(channel: str, url: str, path: str | None = None) -> Fetch | None:
    """The call of the usual interface, or of the one at `path`, for a channel; None when no address comes of it.

    `path` may hold the channel itself, and then is the whole call.
    """
    wanted = path or _USUAL
    if not _ADDRESS.search(wanted):
        wanted = f"{wanted.rstrip('/')}/{channel}"
    target = resolve(url, wanted)
    return _call(target) if target else None


def numbered(wish: Fetch, number: int) -> Fetch:
    """The same call for another page."""
    if wish.form is not None:
        return replace(wish, form=_with(wish.form, "page", str(number)))
    parts = urlsplit(wish.url)
    pairs = _with(parse_qsl(parts.query, keep_blank_values=True), "page", str(number))
    return replace(wish, url=urlunsplit(parts._replace(query=urlencode(pairs))))


def parse_answer(text: str) -> Answer:
    """What an answer holds. Raises UnreadablePage when it is not the interface's."""
    try:
        raw = json_value(text.strip("\ufeff \r\n\t"), "search")
    except UnreadablePage as error:
        raise UnreadablePage(f"{error}; {_TOKEN}") from None
    data = raw.get("data") if isinstance(raw, Mapping) else None
    results = data.get("results") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(results, list):
        raise UnreadablePage(f"search: wanted data.results, a list; found none; {_TOKEN}")
    return Answer(tuple(item for item in results if isinstance(item, Mapping)), whole_number(data.get("total")))


def parse_channels(text: str) -> Sequence[Mapping[str, Any]]:
    """The child columns of an answer of getChannelList. Raises UnreadablePage."""
    raw = json_value(text.strip("\ufeff \r\n\t"), "getChannelList")
    results = raw.get("results") if isinstance(raw, Mapping) else None
    children = results.get("children") if isinstance(results, Mapping) else None
    if not isinstance(children, list):
        raise UnreadablePage("getChannelList: wanted results.children, a list; found none")
    return [child for child in children if isinstance(child, Mapping)]


def search_beside(url: str) -> str:
    """The list interface that belongs to a getChannelList address: /searchList/ at the root (csrc.gov.cn), else
    search/ beside it (/common/, Heilongjiang)."""
    folder = urlsplit(url).path.rpartition("/")[0]
    return urljoin(url, f"{folder}/search/" if folder else "/searchList/")


def _call(target: str) -> Fetch:
    parts = urlsplit(target)
    address = urlunsplit(parts._replace(query="", fragment=""))
    if parts.hostname == _BY_FORM:
        return Fetch(address, form=_FORM)
    usual = dict(_QUERY)
    pairs = [
        (name, usual.get(name, "") if _HOLE.search(value) else value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        # A token's name with nothing after it.
        if not _HOLE.search(name)
    ]
    pairs = list(pairs or _QUERY)
    # A portal that fills its pages with ready-made HTML (_isJson=false, hainan.gov.cn) has the JSON too (inferred).
    pairs = list(_with(pairs, "_isJson", "true"))
    return Fetch(urlunsplit(parts._replace(query=urlencode(_with(pairs, "page", "1")), fragment="")))


def _with(pairs: Sequence[tuple[str, str]], name: str, value: str) -> tuple[tuple[str, str], ...]:
    """The pairs with one of them set, in its old place or at the end."""
    if any(known == name for known, _ in pairs):
        return tuple((known, value if known == name else old) for known, old in pairs)
    return (*pairs, (name, value))
