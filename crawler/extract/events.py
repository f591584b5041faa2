"""Markup as a stream of starts, ends and text, whatever its depth or size.

The usual way is an lxml tree. libxml2 gives up on markup nested about two thousand deep (unclosed `<font>` chains of
old editors) and then silently keeps only the front part; such markup goes through a plain tokeniser instead, which
knows no tree and so has no depth.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Literal

from lxml import etree

#: What happens, to which element or with which text, its attributes, and the line of the markup that a start is in.
Event = tuple[Literal["start", "end", "text"], str, Mapping[str, str], int]

#: Markup longer than this, in characters, is never made into a tree; images within it do not count.
TREE_LIMIT = 6_000_000

#: An attribute no markup has: how many items a list that counts down holds. Only a tree knows it beforehand.
ITEMS = " items"

_NOTHING: Mapping[str, str] = {}
_DATA_URI = re.compile(r"data:[\w/+.-]{0,60};base64,[A-Za-z0-9+/=%\s]{200,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_TAG_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_TAG_NAME = re.compile(r"/?([a-zA-Z][\w:.-]*)")
_ATTRIBUTE = re.compile(
    r"""\b(style|href|hidden|type|start|id|value|reversed|colspan|rowspan)\b(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""",
    re.I,
)
_RAW = frozenset({"script", "style", "textarea", "title"})
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "base", "area", "embed", "param", "source"}
)


def shrink(markup: str) -> str:
    """The markup without control characters and inline images: nothing of it is text."""
    if "base64," in markup:
        # Line breaks stay, so that lines keep their numbers.
        markup = _DATA_URI.sub(lambda image: "\n" * image[0].count("\n"), markup)
    return _CONTROL.sub("", markup)


def read_events(markup: str) -> tuple[Iterator[Event], bool]:
    """The events of the markup in document order, and whether a tree could be made of it."""
    if len(markup) <= TREE_LIMIT:
        root = _tree(markup)
        if root is not None:
            return _from_tree(root), True
    return _from_tokens(markup), False


def _tree(markup: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    # The wrapping keeps loose text and several roots together, and an empty input a document.
    body = f"<html><body><div>{markup}</div></body></html>".encode("utf-8", "replace")
    try:
        root: etree._Element | None = etree.fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        return None
    return root


def _from_tree(root: etree._Element) -> Iterator[Event]:
    for step, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag
        if not isinstance(name, str):
            continue
        if step == "start":
            attributes: Mapping[str, str] = dict(items) if (items := element.items()) else _NOTHING
            if name == "ol" and "reversed" in attributes:
                attributes = {**attributes, ITEMS: str(len(element.findall("li")))}
            yield "start", name, attributes, element.sourceline or 0
            if element.text:
                yield "text", element.text, _NOTHING, 0
        else:
            yield "end", name, _NOTHING, 0
            if element.tail:
                yield "text", element.tail, _NOTHING, 0


def _from_tokens(markup: str) -> Iterator[Event]:
    at = counted = 0
    line = 1
    lower = markup.lower()
    while match := _TAG_OPENING.search(markup, at):
        start = match.start()
        if start > at:
            yield "text", unescape(markup[at:start]), _NOTHING, 0
        if markup.startswith("<!--", start):
            end = markup.find("-->", start + 4)
            if end < 0:
                return
            at = end + 3
            continue
        end = markup.find(">", start)
        if end < 0:
            at = start
            break
        at = end + 1
        inside = markup[start + 1 : end]
        named = _TAG_NAME.match(inside)
        if not named:
            continue
        name = named[1].lower()
        if inside.startswith("/"):
            yield "end", name, _NOTHING, 0
            continue
        line += markup.count("\n", counted, start)
        counted = start
        yield "start", name, _attributes(inside), line
        if name in _RAW:
            close = lower.find(f"</{name}", at)
            if close < 0:
                return
            at = close
        elif name in _VOID or inside.endswith("/"):
            yield "end", name, _NOTHING, 0
    if at < len(markup):
        yield "text", unescape(markup[at:]), _NOTHING, 0


def _attributes(inside: str) -> Mapping[str, str]:
    if len(inside) < 6:
        return _NOTHING
    return {name.lower(): double or single or bare for name, double, single, bare in _ATTRIBUTE.findall(inside)}
