"""The unit tree of Hanweb's disclosure module (`/module/xxgk/tree.jsp?area=<unit>`): which units there are.

The tree's own markup was never observed; three ways portals of this vendor draw trees are read: links whose address
carries `area=`, links whose onclick names code and caption, and script trees (`d.add(1,0,'石门镇','…area=…')`, or node
objects `{id:…, name:'石门镇', area:'…'}`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from crawler.families.addresses import query_value, resolve
from crawler.families.javascript import simple_pairs, string_value
from crawler.families.markup import Element, select, squeeze, text_of
from crawler.families.units import is_unit_name

_AREA = re.compile(r"\barea=([0-9A-Za-z_-]+)")
# A unit's code is a division code with letters (330483ZFC00000), a social-credit code, or fifteen digits.
_CODE = re.compile(r"[0-9A-Z][0-9A-Z_-]{5,31}\Z")
_CALL = re.compile(r"\.add\s*\(((?:[^()'\"]|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\")*)\)")
_STRING = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"")
_NODE = re.compile(r"\{[^{}]*\}")
_CODE_KEYS = ("area", "areacode", "areaCode", "code", "unitcode", "unitCode", "number", "vc_code", "id")
_NAME_KEYS = ("name", "text", "title", "areaname", "areaName", "vc_name")
# Captions of columns and tools within a unit's own tree, where units have no place.
_NO_UNIT = re.compile(r"公开|年报|目录|指南|制度|更多|返回|首页")
_ISSUER = re.compile(r"(?:政府|街道|局|委|办|办事处|中心|委员会|管委会|院|处|会|社|厅|所|站|大队|公司)\Z")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the tree: the code its addresses carry and the name printed."""

    area: str
    name: str


def parse_units(tree: Element) -> list[Unit]:
    """The units a tree page names, in order, each code once. A link to a unit's own tree names the unit."""
    found: dict[str, str] = {}
    for area, name in (*_links(tree), *_scripts(tree)):
        if _CHINESE.search(name) and not _NO_UNIT.search(name):
            found.setdefault(area, name)
    return [Unit(area, name) for area, name in found.items()]


def parse_subtrees(tree: Element, base: str) -> list[str]:
    """Further tree pages: frames and scripts that load one, and links to the tree of a group of units."""
    addresses = [
        *(node.get("src") for node in select(tree, "//iframe[@src]|//frame[@src]|//script[@src]")),
        *(node.get("href") for node in select(tree, "//a[@href]") if not _is_issuer(_caption(node))),
    ]
    resolved = (resolve(base, address) for address in addresses if address and "tree.jsp" in address)
    return list(dict.fromkeys(url for url in resolved if url and query_value(url, "area")))


def _caption(link: Element) -> str:
    return squeeze(link.get("title")) or text_of(link)


def _is_issuer(name: str) -> bool:
    return is_unit_name(name) or _ISSUER.search(name) is not None


def _links(tree: Element) -> Iterator[tuple[str, str]]:
    for link in select(tree, "//a|//*[@onclick]"):
        name = _caption(link)
        source = unquote(f"{link.get('href') or ''} {link.get('onclick') or ''}")
        if "tree.jsp" in source and not _is_issuer(name):
            # The tree of a group of units (乡镇, 部门), which parse_subtrees finds.
            continue
        if match := _AREA.search(source):
            yield match.group(1), name
            continue
        strings = [string_value(part) for part in _STRING.findall(source)]
        code = next((part for part in strings if _CODE.match(part) and re.search(r"\d{6}", part)), None)
        if code:
            yield code, name or next(filter(_CHINESE.search, strings), "")


def _scripts(tree: Element) -> Iterator[tuple[str, str]]:
    for script in select(tree, "//script"):
        source = script.text or ""
        for arguments in _CALL.findall(source):
            strings = [string_value(part) for part in _STRING.findall(arguments)]
            area = next((match.group(1) for part in strings if (match := _AREA.search(part))), None)
            if area:
                yield area, next((squeeze(part) for part in strings if _CHINESE.search(part)), "")
        for node in _NODE.findall(source):
            values = simple_pairs(re.sub(r"([\"'])([A-Za-z_]\w*)\1\s*:", r"\2:", node))
            linked = next((match.group(1) for value in values.values() if (match := _AREA.search(value))), None)
            coded = next((values[key] for key in _CODE_KEYS if _CODE.match(values.get(key, ""))), None)
            name = next((squeeze(values[key]) for key in _NAME_KEYS if key in values), "")
            if linked or coded:
                yield linked or str(coded), name
