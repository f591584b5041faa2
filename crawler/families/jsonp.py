"""JSON handed to a callback, and the text values older search scripts make of Chinese.

An answer is `result({…});` behind blank lines and at times a byte order mark; how many blank lines there are differs
from answer to answer (three crawlers of one Jilin interface cut at 55, 66 and 67 characters), so nothing is cut by
position. Values may be written with JavaScript's `escape` (`%u5E74`) or hold UTF-8 read in another charset.
"""

import re

from crawler.extract.charset import everyday_share
from crawler.families.base import UnreadablePage
from crawler.families.javascript import json_value

_BLANKS = " \t\r\n\x0b\x0c\xa0\u3000\ufeff"
_CALL = re.compile(r"[\w$.]{1,80}\s{0,20}\(")
_ESCAPES = re.compile(r"(?:%u[0-9A-Fa-f]{4})+|%[0-9A-Fa-f]{2}")
_HAN = re.compile("[\u4e00-\u9fff]")
_MISREADINGS = (("latin-1", "utf-8"), ("cp1252", "utf-8"), ("gb18030", "utf-8"), ("latin-1", "gb18030"))


def read_jsonp(text: str, what: str) -> object:
    """The value of a JSONP answer, or of bare JSON. Raises UnreadablePage naming `what`."""
    source = text.strip(_BLANKS)
    if call := _CALL.match(source):
        closing = source.rfind(")")
        if closing < call.end() or source[closing + 1 :].strip(_BLANKS + ";"):
            raise UnreadablePage(f"{what}: a callback that is not closed at the end of the answer")
        source = source[call.end() : closing].strip(_BLANKS)
    if not source:
        raise UnreadablePage(f"{what}: the answer is empty")
    return json_value(source, what)


def plain_value(value: object) -> str:
    """A text value as its author wrote it: `escape` undone, wrong charset undone where that proves itself; "" for what
    is no text and for the words null and undefined."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value).strip(_BLANKS)
    if "%u" in text:
        text = _ESCAPES.sub(_unescape, text)
    if text.lower() in ("null", "undefined", "-"):
        return ""
    return _well_read(text)


def _unescape(match: re.Match[str]) -> str:
    body = match.group()
    if not body.startswith("%u"):
        return chr(int(body[1:], 16))
    units = b"".join(bytes.fromhex(unit) for unit in body.split("%u")[1:])
    return units.decode("utf-16-be", "replace")


def _well_read(text: str) -> str:
    """`text`, or what its bytes say in the charset they are in, where only that is everyday Chinese."""
    if text.isascii() or (_HAN.search(text) and everyday_share(text) > 0.8):
        return text
    for wrong, right in _MISREADINGS:
        try:
            again = text.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if _HAN.search(again) and everyday_share(again) > max(0.8, everyday_share(text)):
            return again
    return text
