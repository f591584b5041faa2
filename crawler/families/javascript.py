"""Values out of inline scripts, without running anything.

Portals hand data to their own scripts as object and array literals: strict JSON in places, bare keys and single quotes
in others. One scanner walks such a literal with an explicit stack, so nesting costs nothing and a word inside a string
is never taken for a key.
"""

import json
import re
from collections.abc import Iterator, Mapping

from crawler.families.base import UnreadablePage

_STOP = re.compile(r"""["'`{}\[\](),:;]|//|/\*""")
_CLOSER = {"{": "}", "[": "]", "(": ")"}
_KEY = re.compile(r"""\s*(?:([A-Za-z_$][\w$]*)|"([^"\\]*)"|'([^'\\]*)')\s*\Z""")
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)
#: Half of a surrogate pair, escaped, without its other half.
_LONE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_PAIR = re.compile(
    r"""([A-Za-z_$][\w$]*)\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?|true|false))"""
)


def object_fields(text: str, start: int) -> Mapping[str, str]:
    """The source of each field of the object literal that begins at `text[start]` (a `{`), by its key.

    Only the object's own keys; nested ones stay within their value's source. Raises UnreadablePage when the literal
    never ends.
    """
    fields: dict[str, str] = {}
    key: str | None = None
    part = start + 1
    for position, mark, depth in _marks(text, start):
        if depth == 1 and mark == ":" and key is None:
            named = _KEY.match(_COMMENT.sub(" ", text[part:position]))
            key, part = (next(filter(None, named.groups()), "") if named else ""), position + 1
        elif (depth == 1 and mark == ",") or depth == 0:
            if key:
                fields.setdefault(key, text[part:position].strip())
            key, part = None, position + 1
            if depth == 0:
                return fields
    raise UnreadablePage("a script's object literal never ends")


def array_items(text: str, start: int) -> list[str]:
    """The source of each item of the array literal that begins at `text[start]` (a `[`). Raises UnreadablePage."""
    items: list[str] = []
    part = start + 1
    for position, mark, depth in _marks(text, start):
        if (depth == 1 and mark == ",") or depth == 0:
            if item := text[part:position].strip():
                items.append(item)
            part = position + 1
            if depth == 0:
                return items
    raise UnreadablePage("a script's array literal never ends")


def string_value(source: str) -> str:
    """The text of a string literal in either quotes, escapes resolved; other sources come back as they are."""
    source = source.strip()
    if len(source) >= 2 and source[0] in "'\"" and source[-1] == source[0]:
        return _whole(_ESCAPE.sub(_unescape, source[1:-1]))
    return source


def json_value(source: str, what: str) -> object:
    """A strict JSON value, control characters in strings allowed. Raises UnreadablePage naming `what`."""
    try:
        return json.loads(_LONE.sub(r"\\ufffd", source), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadablePage(f"{what} is not JSON: {error}") from None


def simple_pairs(source: str) -> dict[str, str]:
    """Every `name: value` with a plain value in a piece of script, however nested; the first of a name stays."""
    found: dict[str, str] = {}
    for name, single, double, bare in _PAIR.findall(source):
        found.setdefault(name, _whole(_ESCAPE.sub(_unescape, single or double or bare)))
    return found


def _marks(text: str, start: int) -> Iterator[tuple[int, str, int]]:
    """The separators and brackets from an opening one to its closing one, with the depth after each; strings and
    comments are stepped over."""
    stack: list[str] = []
    position = start
    while match := _STOP.search(text, position):
        mark, at = match.group(), match.start()
        position = match.end()
        if mark in ("//", "/*"):
            end = text.find("\n" if mark == "//" else "*/", position)
            if end < 0:
                return
            position = end + 1
        elif mark in "\"'`":
            closing = _closing_quote(text, position, mark)
            if closing is None:
                return
            position = closing + 1
        elif mark in _CLOSER:
            stack.append(_CLOSER[mark])
        elif stack and mark == stack[-1]:
            stack.pop()
            yield at, mark, len(stack)
            if not stack:
                return
        elif mark in ",:":
            yield at, mark, len(stack)


def _closing_quote(text: str, position: int, quote: str) -> int | None:
    while (end := text.find(quote, position)) >= 0:
        backslashes = 0
        while text[end - 1 - backslashes] == "\\" and end - 1 - backslashes >= position:
            backslashes += 1
        if backslashes % 2 == 0:
            return end
        position = end + 1
    return None


def _whole(text: str) -> str:
    """`text` with escaped surrogates made characters again, lone ones U+FFFD: they have no bytes in any charset."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescape(match: re.Match[str]) -> str:
    body = match.group(1)
    if body[0] in "ux" and len(body) > 1:
        return chr(int(body[1:], 16))
    return _LETTERS.get(body, body)
