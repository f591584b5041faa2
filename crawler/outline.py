"""Where things stand in a page: every link, short text and data value with the path that leads to it.

Made to compare a list page with an earlier one, whatever carries its rows: markup, XML islands inside scripts, JSON, or
arrays in scripts. It never raises for what a portal sends and looks at a bounded part of it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from crawler.families.addresses import canonical_url, resolve
from crawler.families.base import Page, UnreadablePage
from crawler.families.markup import UNSHOWN, Element, base_of, page_text, parse_html, squeeze
from crawler.families.rows import link_target, row_title
from settings.sites import Column

Path = tuple[str, ...]

_MOST_NODES, _MOST_DEPTH, _LONGEST = 60_000, 60, 300
_MOST_ISLANDS, _LONGEST_NAME = 50, 40
_XML_SCRIPT = re.compile(r"<script\b[^<>]{0,200}\btext/xml\b[^<>]{0,200}>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\s*>", re.IGNORECASE)
_CALLBACK = re.compile(r"\A\s*[\w.$]{1,80}\s*\(")
#: Ids that carry a number of one page or one look say nothing about the layout.
_VOLATILE = re.compile(r"\d{8}|[0-9a-f]{12}", re.IGNORECASE)
_UNFIT = re.compile(r"[^\w:$-]")
_IN_QUOTES = re.compile(r"""["']([^"'<>\s]{1,300}\.(?:s?html?|jsp|aspx?|php|docx?|pdf)(?:\?[^"'<>\s]{0,200})?)["'\\]""")
_HOLDER = re.compile(r"""(?<![\w$])([A-Za-z_$][\w$]{0,60}+)["']?\s{0,9}+[=:]\s{0,9}+[\[{(]""")
_ADDRESS = re.compile(r"(?:https?:)?//\S+\Z|\.{0,2}/\S+\Z|\S+\.(?:s?html?|jsp|aspx?|docx?|pdf)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """Something that may be a row: a link (`url` canonical, `text` its title), or a short text alone."""

    path: Path
    url: str | None
    text: str


@dataclass(slots=True)
class Outline:
    """A page as paths. `steps` are all step names met, with and without their ids, `paths` all paths met, without ids;
    `shown` counts the characters a reader sees, `scripts` the scripts."""

    spots: list[Spot] = field(default_factory=list)
    steps: set[str] = field(default_factory=set)
    paths: set[Path] = field(default_factory=set)
    shown: int = 0
    scripts: int = 0

    def add_path(self, path: Path) -> None:
        if path:
            self.steps.update((path[-1], without_id(path[-1])))
            self.paths.add(tuple(map(without_id, path)))


def without_id(step: str) -> str:
    """A step without its id."""
    return step.partition("#")[0]


def outline(page: Page, column: Column) -> Outline:
    """The outline of a list page."""
    text = page_text(page, column)
    found = Outline()
    data = _data(text)
    if data is not None:
        _walk_data(found, data, page.url)
        return found
    try:
        tree = parse_html(_unwrapped(text))
    except UnreadablePage:
        return found
    _walk_markup(found, tree, base_of(tree, page.url))
    return found


def _data(text: str) -> Any:
    """The JSON value of a JSON or JSONP answer, None when it is none."""
    inner = text.strip().lstrip("\ufeff")
    if match := _CALLBACK.match(inner):
        inner = inner[match.end() :].rstrip().rstrip(";").rstrip().removesuffix(")")
    if inner[:1] not in ("{", "["):
        return None
    try:
        return json.loads(inner)
    except (ValueError, RecursionError):
        return None


def _walk_data(found: Outline, data: Any, base: str) -> None:
    waiting: list[tuple[Path, Any]] = [((), data)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        path, value = waiting.pop()
        if path:
            found.add_path(path)
        if len(path) > _MOST_DEPTH:
            continue
        if isinstance(value, dict):
            waiting.extend(((*path, _name(str(key)) or "?"), item) for key, item in reversed(value.items()))
        elif isinstance(value, list):
            inside = (*path[:-1], f"{path[-1]}[]") if path else ("[]",)
            found.add_path(inside)
            waiting.extend((inside, item) for item in reversed(value))
        elif isinstance(value, str) and value and len(value) <= _LONGEST:
            found.shown += len(value)
            url = resolve(base, value) if _ADDRESS.match(value) else None
            found.spots.append(Spot(path, canonical_url(url) if url else None, squeeze(value)))


def _unwrapped(text: str) -> str:
    """XML islands opened up: their scripts become plain elements, CDATA its contents, so that rows are elements."""
    pieces, at = [], 0
    for start in islice(_XML_SCRIPT.finditer(text), _MOST_ISLANDS):
        end = _SCRIPT_END.search(text, start.end())
        if end is None:
            break
        if start.start() < at:
            continue
        pieces += [text[at : start.start()], "<xml-island>", text[start.end() : end.start()], "</xml-island>"]
        at = end.end()
    return "".join([*pieces, text[at:]]).replace("<![CDATA[", "").replace("]]>", "")


def _walk_markup(found: Outline, tree: Element, base: str) -> None:
    paths: dict[Element, Path] = {}
    for element in islice(tree.iter("*"), _MOST_NODES):
        parent = element.getparent()
        above = paths.get(parent, ()) if parent is not None else ()
        path = (*above, _step(element)) if len(above) < _MOST_DEPTH else above
        paths[element] = path
        found.add_path(path)
        if element.tag == "script":
            found.scripts += 1
            found.spots.extend(_spots_in_script(found, path, element.text or "", base))
            continue
        if element.tag in UNSHOWN:
            continue
        own = squeeze(element.text)
        found.shown += len(own) + len(squeeze(element.tail))
        if element.tag == "a":
            url = link_target(element, base)
            if url or own:
                found.spots.append(Spot(path, canonical_url(url) if url else None, row_title(element)[:_LONGEST]))
        elif own and len(own) <= _LONGEST:
            found.spots.append(Spot(path, None, own))


def _step(element: Element) -> str:
    """tag.class.class#id: what a selector would name."""
    step = _name(str(element.tag))
    for word in (element.get("class") or "").split()[:2]:
        if (name := _name(word)) and not _VOLATILE.search(name):
            step += f".{name}"
    identity = _name((element.get("id") or "").strip())
    if identity and not _VOLATILE.search(identity):
        step += f"#{identity}"
    return step


def _name(word: str) -> str:
    """A name of the page's fit for a screen."""
    return _UNFIT.sub("", word)[:_LONGEST_NAME]


def _spots_in_script(found: Outline, path: Path, text: str, base: str) -> Iterator[Spot]:
    """Addresses quoted in a script, under the name of the array or object that holds them."""
    holders = [(match.end(), match.group(1)) for match in islice(_HOLDER.finditer(text), _MOST_NODES)]
    for _, name in holders:
        found.steps.add(name)
    at = 0
    for match in islice(_IN_QUOTES.finditer(text), _MOST_NODES):
        while at < len(holders) and holders[at][0] <= match.start():
            at += 1
        inside = (*path, holders[at - 1][1]) if at else path
        found.add_path(inside)
        if url := resolve(base, match.group(1)):
            yield Spot(inside, canonical_url(url), "")
