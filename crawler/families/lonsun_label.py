"""The label call of a Lonsun page: the query its own script sends for the rows, and the page numbers it prints.

A catalogue page draws its list with `Ls.ajax({dataType: "html", url: "/site/label/8888", data: {siteId: "…", organId:
"…", catId: "…", pageIndex: pageIndex, file: "…"}})`, some with the whole query in the address. The label's number, the
template in `file` and the fields differ from site to site (8888 at www.ah.gov.cn, 165919 at www.lushan.gov.cn), so the
query is copied. `Ls.pagination("#page_…", function(pageIndex) {…}, {currPage: (0+1), pageCount: 3})` counts the pages
(observed on hrss.ah.gov.cn and mpa.ah.gov.cn).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler.families.addresses import query_value
from crawler.families.base import UnreadablePage
from crawler.families.javascript import object_fields, string_value
from crawler.families.markup import Element, select

_ADDRESS = re.compile(r"""(["'])([^"'\s]{0,200}/site/label/\d{1,9}+[^"'\s]{0,4000}+)\1""")
_JOINED = re.compile(r"""\s*\+\s*(?:([A-Za-z_$][\w$.]*)|(["'])([^"']*)\2)""")
_PLAIN = re.compile(r"""(?:"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?|true|false)\Z""")
_HOLDER = re.compile(r"""\$\(\s*["']#([\w-]+)["']\s*\)\s*\.html\(""")
_COUNT = re.compile(r"""\bpageCount["']?\s*:\s*["']?(\d{1,6})""")
_CURRENT = re.compile(r"""\bcurrPage["']?\s*:\s*\(?\s*(\d{1,6})\s*(?:\+\s*(\d))?""")
_TOTAL = re.compile(r"""\btotal(?:Count)?["']?\s*:\s*["']?(\d{1,7})""")
_LOCATION = re.compile(r"""(["'])([^"'\s]*[?&]pageIndex=)\1\s*\+\s*pageIndex""")
_PAGE_INDEX = re.compile(r"([?&]pageIndex=)\d*")
_MOST_PIECES, _MOST_CALLS, _MOST_FIELDS = 40, 50, 100
#: What the list cannot be asked for without; a script that computes one of these is not understood.
_NEEDED = ("siteId", "organId")
_CATEGORIES = ("catId", "catIds")
#: Options of the pager stand in one object, this close to each other.
_NEAR = 300


@dataclass(frozen=True, slots=True)
class Pages:
    """What a page's script prints of its pages: how many, which one this is, how many rows there are in all."""

    count: int | None = None
    current: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A list's call: the address of its first page, and the id of the element the answer is put into."""

    url: str
    holder: str | None


def find_label(tree: Element, url: str) -> Label | None:
    """The call that draws the list of a catalogue page found at `url`; None when no script makes one.

    Raises UnreadablePage when there is one and a field it needs cannot be read from the page.
    """
    failed: UnreadablePage | None = None
    looked = 0
    for script in select(tree, "//script[not(@src)]"):
        source = script.text or ""
        for match in _ADDRESS.finditer(source):
            looked += 1
            if looked > _MOST_CALLS:
                raise UnreadablePage(f"label call: more than {_MOST_CALLS} of them; no page of a portal makes so many")
            try:
                fields = _fields(source, match, url)
            except UnreadablePage as error:
                failed = error
                continue
            if fields is None:
                continue
            holder = _HOLDER.search(source, match.end())
            return Label(_address(match.group(2), fields, url), holder.group(1) if holder else None)
    if failed is not None:
        raise failed
    return None


def read_pages(text: str) -> Pages:
    """The page numbers printed in a page or a fragment. Nothing in it when there is no pager: one page, or none."""
    found = _COUNT.search(text)
    if found is None:
        return Pages()
    near = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
    current, total = _CURRENT.search(near), _TOTAL.search(near)
    return Pages(
        int(found.group(1)),
        int(current.group(1)) + int(current.group(2) or 0) if current else None,
        int(total.group(1)) if total else None,
    )


def page_address(text: str, url: str, number: int) -> str | None:
    """The address of page `number` of a list whose pager jumps to a new address; None where the page tells none."""
    if match := _LOCATION.search(text):
        return urljoin(url, f"{match.group(2)}{number}")
    if _PAGE_INDEX.search(url):
        return with_page(url, number)
    if re.search(r"/content/column/\d+\Z", urlsplit(url).path):
        return f"{url}{'&' if urlsplit(url).query else '?'}pageIndex={number}"
    return None


def with_page(url: str, number: int) -> str:
    """A label's or a column's address with another page number."""
    return _PAGE_INDEX.sub(rf"\g<1>{number}", url, count=1)


def _fields(source: str, match: re.Match[str], url: str) -> dict[str, str] | None:
    """The fields of the call whose address `match` found; None when it asks for something else than a list."""
    raw = dict(_asked(source, match))
    if "pageIndex" not in raw or not any(name in raw for name in ("organId", *_CATEGORIES)):
        return None
    if len(raw) > _MOST_FIELDS:
        raise UnreadablePage(f"label call: more than {_MOST_FIELDS} fields")
    fields = {name: _value(name, value, source, url) for name, value in raw.items()}
    fields["pageIndex"] = "1"
    lacking = [name for name in _NEEDED if name in raw and not fields[name]]
    if not any(fields.get(name) for name in _CATEGORIES):
        lacking.append("catId")
    if lacking:
        raise UnreadablePage(f"label call: the script computes {', '.join(lacking)}, which the page does not print")
    return fields


def _asked(source: str, match: re.Match[str]) -> Mapping[str, str]:
    """Each field's source: of the call's data object, else of the query written into the address."""
    call = source.rfind(".ajax(", 0, match.start())
    brace = source.find("{", call) if call >= 0 else -1
    if 0 <= brace < match.start():
        options = object_fields(source, brace)
        data = options.get("data", "").strip()
        if data.startswith("{"):
            return object_fields(data, 0)
    pieces, position = [match.group(2)], match.end()
    while len(pieces) < _MOST_PIECES and (joined := _JOINED.match(source, position)):
        pieces.append(joined.group(3) if joined.group(2) else f"\x1f{joined.group(1)}")
        position = joined.end()
    query = urlsplit("".join(pieces)).query
    return {
        name: value.removeprefix("\x1f") if value.startswith("\x1f") else f"'{value}'"
        for name, value in parse_qsl(query, keep_blank_values=True)
    }


def _value(name: str, source: str, script: str, url: str) -> str:
    """A field's value: as written, else of the variable it names, else of the page's own address, else nothing."""
    source = source.strip()
    if _PLAIN.match(source):
        return string_value(source)
    if re.fullmatch(r"[A-Za-z_$][\w$]*", source) and (
        found := re.search(
            rf"\b{re.escape(source)}\s*=\s*(\"[^\"]{{0,300}}\"|'[^']{{0,300}}'|\d{{1,20}})\s*[;,\n]", script
        )
    ):
        return string_value(found.group(1))
    return query_value(url, name) or ""


def _address(label: str, fields: Mapping[str, str], url: str) -> str:
    """The call as an address. `_`, which only defeats caches, is left out."""
    parts = urlsplit(urljoin(url, label))
    usual = {name: value for name, value in (("IsAjax", "1"), ("dataType", "html")) if name not in fields}
    query = urlencode({**usual, **{name: value for name, value in fields.items() if name != "_"}})
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
