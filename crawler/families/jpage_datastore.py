"""The block of rows Hanweb's jpage plugin shows, in its two dialects, and the plugin's own settings.

Newer: an inert `<script type="text/xml">` with one `<datastore>` of `<record>`s, each one HTML row in CDATA; the proxy
answers with the same. Older: `dataStore:["<li>…", …]`, a script array in the plugin's call. Read by hand and not by an
XML parser: the rows are HTML, the element names are few and there is nothing to expand.
"""

import html
import re
from dataclasses import dataclass

from crawler.families.javascript import array_items, object_fields, simple_pairs, string_value

_CDATA = re.compile(r"\s*<!\[CDATA\[(.*)\]\]>\s*\Z", re.DOTALL)
_HREF = re.compile(r"""href\s*=\s*\\?['"]([^'"\\]+)""", re.IGNORECASE)
_PLUGIN = re.compile(r"\.jpage\s*\(\s*(?=\{)")
_UNIT_BOX = re.compile(r"""<div[^>]*?\bid\s*=\s*['"]?(\w+)['"]?[^>]*>\s*(?:<[^<>]*>\s*){0,3}\Z""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Datastore:
    """One block of rows. `rows` are HTML, `proxy` is the address of the nextgroup link as printed, `unit` the id of the
    box around the block."""

    rows: tuple[str, ...]
    total: int | None
    pages: int | None
    proxy: str | None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Plugin:
    """The settings of one `.jpage({…})` call: plain values by name, those of nested tables included."""

    values: dict[str, str]
    rows: tuple[str, ...]

    def number(self, name: str) -> int | None:
        """A setting that is a whole number, else None."""
        value = self.values.get(name, "")
        return int(value) if value.isdigit() else None


def parse_datastores(text: str) -> list[Datastore]:
    """Every datastore in a page or an answer, in order. An element left open ends with the text."""
    stores: list[Datastore] = []
    position = 0
    while (start := text.find("<datastore", position)) >= 0:
        stop = text.find("</datastore>", start)
        stop = len(text) if stop < 0 else stop
        position = stop + 1
        source = text[start:stop]
        group = _element(source, "nextgroup")
        link = _HREF.search(group) if group else None
        box = _UNIT_BOX.search(text[max(0, start - 600) : start])
        stores.append(
            Datastore(
                rows=tuple(_records(source)),
                total=_number(_element(source, "totalrecord")),
                pages=_number(_element(source, "totalpage")),
                proxy=html.unescape(link.group(1)) if link else None,
                unit=box.group(1) if box else None,
            )
        )
    return stores


def parse_plugins(text: str) -> list[Plugin]:
    """Every `.jpage({…})` call of a page with its rows, if it carries any."""
    plugins: list[Plugin] = []
    for match in _PLUGIN.finditer(text):
        fields = object_fields(text, match.end())
        rows: tuple[str, ...] = ()
        store = fields.get("dataStore", "")
        if store.startswith("["):
            rows = tuple(string_value(item) for item in array_items(store, 0))
        plain = ",".join(f"{name}:{value}" for name, value in fields.items() if name != "dataStore")
        plugins.append(Plugin(simple_pairs(plain), rows))
    return plugins


def unescape_row(row: str) -> str:
    """A row's HTML with backslash-escaped quotes and slashes (old proxies) made plain."""
    return re.sub(r"\\(['\"/])", r"\1", row)


def _records(source: str) -> list[str]:
    rows: list[str] = []
    for part in source.split("<record>")[1:]:
        row = part.split("</record>", 1)[0]
        match = _CDATA.match(row)
        rows.append(match.group(1) if match else html.unescape(row))
    return rows


def _element(source: str, name: str) -> str | None:
    start = source.find(f"<{name}>")
    stop = source.find(f"</{name}>", start)
    return source[start + len(name) + 2 : stop] if 0 <= start < stop else None


def _number(text: str | None) -> int | None:
    digits = re.sub(r"\D", "", text or "")
    return int(digits[:9]) if digits else None
