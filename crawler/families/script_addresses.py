"""Addresses that a page's own scripts put together, without running anything.

Lists drawn by script ask an address that stands in the page as one literal, or as a sum of literals and names:
`'/common/search/' + channelId + '?_isJson=true&page=' + page`. Names are replaced by what the page assigns to them
as a plain literal; others stay as `{name}`, because what they stand for (the page's number) is the reader's to know,
and what only running would tell stays as `{}`.
"""

import re
from collections.abc import Sequence

from crawler.families.markup import Element, select

# What is added: a text, a name, or something only running would tell (a call, an index, a sum in brackets).
_PART = re.compile(
    r"""\s{0,40}\+\s{0,40}(?:'([^'\n]{0,1000})'|"([^"\n]{0,1000})"|(\([^()\n]{0,80}\)|[A-Za-z_$][\w$.]{0,60}"""
    r"""(?:\([^()\n]{0,80}\)|\[[^\[\]\n]{0,40}\]|\.[\w$]{1,40}){0,6}))"""
)
_NAME = re.compile(r"[A-Za-z_$][\w$.]*\Z")
_MORE = re.compile(r"\s{0,40}\+(?!\+)")
_BEFORE = re.compile(r"([A-Za-z_$][\w$.]{0,60})\s{0,40}\+\s{0,40}\Z")
_HOLE = re.compile(r"\$\{\s{0,9}([\w$.]{1,60})\s{0,9}\}")
_LITERAL = r"""(?:'([^'\n]{0,400})'|"([^"\n]{0,400})"|(\d{1,20})\b)"""
_QUOTES = "'\"`"
#: The opening quote is looked for this far before the mark, the closing one this far after it.
_BEHIND, _AHEAD = 300, 1_000
_MOST_PARTS = 40
#: Occurrences of a mark looked at; a page that names its interface more often is no list page.
_MOST_MARKS = 50


def scripts_of(tree: Element) -> str:
    """The source of a page's own scripts, those in onclick and the like included."""
    calls = [element.get("onclick") or "" for element in select(tree, "//*[@onclick]")]
    links = [element.get("href") or "" for element in select(tree, "//a[starts-with(@href,'javascript:')]")]
    return "\n".join([*(script.text or "" for script in select(tree, "//script")), *calls, *links])


def spelled_addresses(text: str, marks: Sequence[str]) -> list[str]:
    """The addresses that hold one of `marks` in any quoted text of a script's source, in order, each once."""
    places = sorted(place for mark in marks for place in _places(text, mark))
    return list(dict.fromkeys(found for place in places if (found := _spell(text, place)) is not None))


def assigned_value(text: str, name: str) -> str | None:
    """What the source first assigns to `name` as a plain string or number (`var lb = "58855"`, `channelId: '9a…'`)."""
    pattern = rf"(?<![\w$.]){re.escape(name)}['\"]?\s{{0,20}}[=:]\s{{0,20}}"
    match = re.search(pattern + _LITERAL, text)
    return next((value for value in match.groups() if value is not None), "") if match else None


def _places(text: str, mark: str) -> list[int]:
    found: list[int] = []
    place = text.find(mark)
    while place >= 0 and len(found) < _MOST_MARKS:
        found.append(place)
        place = text.find(mark, place + len(mark))
    return found


def _spell(text: str, place: int) -> str | None:
    before = text[max(0, place - _BEHIND) : place].rpartition("\n")[2]
    opening = max(before.rfind(quote) for quote in _QUOTES)
    if opening < 0:
        return None
    quote, start = before[opening], place - len(before) + opening + 1
    end = text.find(quote, place, place + _AHEAD)
    if end < 0 or (quote != "`" and "\n" in text[start:end]):
        return None
    literal = text[start:end]
    parts = [_HOLE.sub(lambda hole: _value(text, hole.group(1)), literal) if quote == "`" else literal]
    if leading := _BEFORE.search(text[max(0, start - 150) : start - 1]):
        parts.insert(0, _leading(text, leading.group(1)))
    position = end + 1
    for _ in range(_MOST_PARTS):
        part = _PART.match(text, position)
        if part is None:
            if _MORE.match(text, position):
                parts.append("{}")
            break
        single, double, name = part.groups()
        parts.append(_value(text, name) if name is not None else single if single is not None else double)
        position = part.end()
    return "".join(parts)


def _value(text: str, name: str) -> str:
    if not _NAME.match(name):
        return "{}"
    last = name.rpartition(".")[2]
    value = assigned_value(text, last)
    return value if value is not None else f"{{{last}}}"


def _leading(text: str, name: str) -> str:
    """A name before the first literal: a host when the page says so, else the page's own place (location.origin)."""
    return assigned_value(text, name.rpartition(".")[2]) or ""
