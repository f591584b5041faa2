"""Addresses as identities: one article, one address."""

import re
from urllib.parse import parse_qsl, quote, urljoin, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_MOBILE_TWIN = re.compile(r"/mpost_(\d+)\.(s?html?)\Z")
# Parameters that only defeat caches: jQuery's _=<milliseconds>, random numbers, session names in the query.
_CACHE_BUSTERS = frozenset({"_", "t", "r", "rnd", "rand", "random", "timestamp", "jsessionid"})
_NOISE_VALUE = re.compile(r"(0?\.\d+|\d{10,}|[0-9A-Fa-f]{32}(\.[\w-]+)?)?\Z")
_BLANKS = re.compile(r"[\s\u3000]+")


def canonical_url(url: str) -> str:
    """The address an article is known by.

    Dropped: the fragment (gkmlpt writes column ids there, they are never sent), a default port, `;jsessionid=…`, pure
    cache-busters. Folded: scheme and host to lower case, the mobile twin `mpost_<id>` to `post_<id>` (NFCMS, gkmlpt).
    Kept: scheme, path and every other parameter, in order, because on many portals the query is the identity
    (`xxgkAnnualReport.jsp?area=&fbtime=`). An address that cannot be taken apart comes back unchanged.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").lower()
    if not scheme or not host:
        return url
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port is None or port == _DEFAULT_PORTS.get(scheme) else f"{host}:{port}"
    path = _SESSION.sub("", parts.path) or "/"
    path = _MOBILE_TWIN.sub(r"/post_\1.\2", path)
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_noise(pair))
    return urlunsplit((scheme, netloc, path, query, ""))


def resolve(base: str, href: str | None) -> str | None:
    """`href` as an absolute http(s) address seen from `base`; None for scripts, mail, fragments and broken ones.

    Protocol-relative addresses take the scheme of `base`. Line breaks and tabs inside an address go, other characters
    outside ASCII and blanks are percent-encoded as UTF-8, as in a browser.
    """
    if not href:
        return None
    wanted = re.sub(r"[\t\r\n\x00]", "", href).strip(" \u3000")
    if not wanted or wanted.startswith("#"):
        return None
    try:
        url = urljoin(base, wanted)
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        _ = parts.port
    except ValueError:
        return None
    return quote(_BLANKS.sub(" ", url), safe="%/:=&?~#+!$,;'@()*[]", errors="replace")


def on_scheme_of(base: str, url: str) -> str:
    """`url` on the scheme `base` came over, when both are on one host and no port is named.

    Portals print http on https hosts (observed on gkmlpt and www.miit.gov.cn), and some answer on one of them only.
    """
    parts, here = urlsplit(url), urlsplit(base)
    if parts.hostname == here.hostname and {parts.scheme, here.scheme} == {"http", "https"} and parts.port is None:
        return urlunsplit((here.scheme, here.netloc, parts.path, parts.query, parts.fragment))
    return url


def folder_of(url: str) -> str:
    """The directory an address lies in, as an absolute address that ends in a slash, without query and fragment."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path[: parts.path.rfind("/") + 1] or "/", "", ""))


def below(folder: str, url: str) -> tuple[str, ...] | None:
    """The path segments of `url` below `folder`; None when it is not below it. Scheme and a `www.` do not count.

    A trailing `index.html` and the like is not a segment: `below(".../xzj/", ".../xzj/jhz/index.html")` is `("jhz",)`.
    """
    upper, lower = urlsplit(folder), urlsplit(url)
    if _bare(upper.hostname) != _bare(lower.hostname) or not lower.path.startswith(upper.path):
        return None
    segments = [segment for segment in lower.path[len(upper.path) :].split("/") if segment]
    if segments and re.fullmatch(r"(index|list|default)\.\w{3,5}", segments[-1]):
        segments.pop()
    return tuple(segments)


def query_value(url: str, name: str) -> str | None:
    """The first value of one query parameter, percent-decoded; None without it."""
    for key, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        if key == name:
            return value
    return None


def _bare(host: str | None) -> str:
    return (host or "").lower().removeprefix("www.")


def _is_noise(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return name.lower() in _CACHE_BUSTERS and _NOISE_VALUE.match(value) is not None
