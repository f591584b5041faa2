"""Calls of the jpage proxy, in its two dialects, built from the ids a column page prints.

POST: `/module/jpage/dataproxy.jsp`, a window of rows by startrecord and endrecord. GET:
`/module/web/jpage/dataproxy.jsp`, a page number. On hosts of the newer kind the older path is 404; the path alone tells
which one a page means.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families.addresses import resolve
from crawler.families.base import Fetch, Page
from crawler.families.jpage_datastore import Datastore, Plugin

_FORM = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype")
_IDS = ("columnid", "unitid", "webid", "appid", "path", "webname", "permissiontype")


def proxy_address(page: Page, store: Datastore | None, plugin: Plugin | None) -> str | None:
    """The proxy's address with every id the page gives: the nextgroup link, else the plugin's proxyUrl."""
    printed = (store.proxy if store else None) or (plugin.values.get("proxyUrl") if plugin else None)
    url = resolve(page.url, printed)
    if url is None:
        return None
    query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    if plugin:
        query = {**{name: plugin.values[name] for name in _IDS if name in plugin.values}, **query}
    return url if "columnid" not in query and "unitid" not in query else _with_query(url, query)


def _is_get(url: str) -> bool:
    return "/module/web/jpage/" in urlsplit(url).path


def window_size(store: Datastore | None, plugin: Plugin | None, embedded: int, proxy: str) -> int:
    """Rows per call of the POST dialect: what the nextgroup link spans, else three screens, else the embedded count."""
    query = dict(parse_qsl(urlsplit(proxy).query))
    first, last = query.get("startrecord", ""), query.get("endrecord", "")
    if first.isdigit() and last.isdigit() and int(last) >= int(first):
        return int(last) - int(first) + 1
    screen = (plugin.number("perPage") or plugin.number("perpage")) if plugin else None
    return 3 * screen if screen else max(embedded, 15)


def first_call(
    proxy: str, page: Page, plugin: Plugin | None, block: int, window: int, context: Mapping[str, str]
) -> Fetch:
    query = dict(parse_qsl(urlsplit(proxy).query, keep_blank_values=True))
    if _is_get(proxy):
        fetch = Fetch(_with_query(proxy, {**query, "page": str(block)}), referer=page.url)
    else:
        values = {"col": "1", **(plugin.values if plugin else {}), **query}
        form = tuple((name, values[name]) for name in _FORM if name in values)
        screen = query.get("perpage") or str(max(window // 3, 1))
        spare = {name: value for name, value in query.items() if name not in _FORM and name != "page"}
        numbers = {"startrecord": "1", "endrecord": str(window), "perpage": screen}
        fetch = Fetch(_with_query(proxy, {**spare, **numbers}), form=form, referer=page.url)
    return replace(fetch, context=MappingProxyType(dict(context)))


def next_call(fetch: Fetch, block: int, context: Mapping[str, str]) -> Fetch:
    query = dict(parse_qsl(urlsplit(fetch.url).query, keep_blank_values=True))
    if fetch.form is None:
        query["page"] = str(block)
    else:
        window = int(context["window"])
        query["startrecord"], query["endrecord"] = str((block - 1) * window + 1), str(block * window)
    return replace(fetch, url=_with_query(fetch.url, query), context=MappingProxyType(dict(context)))


def _with_query(url: str, query: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
