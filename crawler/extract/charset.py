"""Bytes to text: which charset a body is really in.

Labels are trusted in the order HTTP header, byte order mark, `<meta>`, and only as far as the bytes bear them out:
portals send GBK under a UTF-8 header and UTF-8 under a gb2312 meta tag. Every gb2312, gbk and hz label is read as
gb18030, as the web standard does, because Python's strict gb2312 fails on the rare characters of town names.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

CHARSET_RULES = "charset-1"

_HEADER_LABEL = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_META_LABEL = re.compile(rb"""<(?:meta\b|\?xml\b)[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_LATE_BOM = re.compile(r"\A\s*\ufeff+")
_META_WITHIN = 16 * 1024
_SAMPLE = 256 * 1024

#: Labels under which Chinese pages are sent; all of them are subsets of gb18030.
_GB_LABELS = frozenset({"gb2312", "gbk", "gb18030", "hz", "cp936", "euc_cn", "gb_2312_80", "x_gbk", "csgb2312"})
#: Labels that any bytes satisfy: servers put them on pages they know nothing about.
_EMPTY_LABELS = frozenset({"ascii", "iso8859-1", "latin-1", "latin_1", "cp1252", "iso8859-15"})
#: UTF-8 damaged here and there is still UTF-8: share of undecodable among non-ASCII characters.
_TOLERABLE_DAMAGE = 0.02
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was come by.

    `basis` is what decided: hint, header, bom, meta or sniff. `damaged` counts the replacement characters that stand
    for undecodable bytes. `flags`: `header_contradicted`, `meta_contradicted`, `hint_contradicted`, `bom_contradicted`
    (a label the bytes deny), `unknown_label`, `euro_byte` (0x80 in a GB text), `damaged`.
    """

    text: str
    charset: str
    basis: str
    damaged: int
    flags: tuple[str, ...] = ()


def decode(body: bytes, content_type: str | None, hint: str | None = None) -> Decoded:
    """Decode a body. `content_type` is the header as received, `hint` the charset the site's row declares.

    Never raises for any bytes; what cannot be decoded becomes U+FFFD and is counted.
    """
    flags: list[str] = []
    proven = _proven(body)
    for basis, label in _labels(body, content_type, hint):
        charset = _canonical(label)
        if charset is None:
            flags.append("unknown_label")
            continue
        if not charset:
            continue
        if not _borne_out(body, charset, proven):
            flags.append(f"{basis}_contradicted")
            continue
        return _decoded(body, charset, basis, flags)
    return _decoded(body, proven or _sniff(body), "sniff", flags)


def _labels(body: bytes, content_type: str | None, hint: str | None) -> Iterator[tuple[str, str]]:
    if hint:
        yield "hint", hint
    if content_type and (found := _HEADER_LABEL.search(content_type)):
        yield "header", found[1]
    for mark, charset in _BOMS:
        if body.startswith(mark):
            yield "bom", charset
    if meta := _META_LABEL.search(body, 0, _META_WITHIN):
        yield "meta", meta[1].decode("ascii", "replace")


def _canonical(label: str) -> str | None:
    """The codec for a label; None for an unknown one, "" for one that says nothing about the bytes."""
    name = label.strip().lower()
    if name.replace("-", "_") in _GB_LABELS or name in ("hz-gb-2312",):
        return "gb18030"
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return None
    if codec in _GB_LABELS:
        return "gb18030"
    if codec in _EMPTY_LABELS:
        return ""
    # A two-byte charset named inside a page that could be read byte by byte to find the name is a mistake.
    return {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-8"}.get(codec, codec)


def _proven(body: bytes) -> str | None:
    """The charset the bytes themselves prove, if they do."""
    for mark, charset in _BOMS:
        if body.startswith(mark) and _clean(body, charset):
            return charset
    if body.isascii():
        return None
    text = _strict(body, "utf-8")
    # Two-byte UTF-8 sequences alone also occur in GB text by chance; a three-byte one hardly ever does.
    if text is not None and any(character > "\u07ff" for character in text):
        return "utf-8"
    return None


def _borne_out(body: bytes, charset: str, proven: str | None) -> bool:
    if proven is not None:
        return charset == proven
    if body.isascii():
        return not charset.startswith("utf-16")
    if _clean(body, charset):
        return True
    if charset == "utf-8":
        return _utf8_with_damage(body)
    if charset == "gb18030":
        return not _utf8_with_damage(body)
    return False


def _sniff(body: bytes) -> str:
    if body.isascii() or _strict(body, "utf-8") is not None or _utf8_with_damage(body):
        return "utf-8"
    return "gb18030"


def _utf8_with_damage(body: bytes) -> bool:
    """Whether the bytes are UTF-8 with a few broken ones, rather than another charset."""
    sample = body[:_SAMPLE]
    text = sample.decode("utf-8", "replace")
    foreign = foreign_characters(text)
    damaged = text.count("\ufffd")
    if damaged <= foreign * _TOLERABLE_DAMAGE:
        return True
    return everyday_share(text) > everyday_share(sample.decode("gb18030", "replace"))


def everyday_share(text: str) -> float:
    """Share of everyday characters among the non-ASCII ones: about 0.98 in Chinese, far less in a misread text."""
    foreign = foreign_characters(text)
    return sum(map(_everyday().__contains__, text)) / foreign if foreign else 0.0


def foreign_characters(text: str) -> int:
    """How many characters of a text are none of ASCII's."""
    return len(text) - len(text.encode("ascii", "ignore"))


@cache
def _everyday() -> frozenset[str]:
    """Punctuation, full-width forms and the 3,755 level-1 characters of GB 2312."""
    rows = [*range(0xA1, 0xA4), *range(0xB0, 0xD8)]
    pairs = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return frozenset("".join(pair.decode("gb2312", "ignore") for pair in pairs))


def _clean(body: bytes, charset: str) -> bool:
    return _strict(body, charset) is not None


def _strict(body: bytes, charset: str) -> str | None:
    """The text when nothing is damaged, a character cut off at the very end aside."""
    try:
        return codecs.getincrementaldecoder(charset)("strict").decode(body, final=False)
    except UnicodeDecodeError:
        return None


def _decoded(body: bytes, charset: str, basis: str, flags: list[str]) -> Decoded:
    if charset == "gb18030":
        # The web reads a lone 0x80 as the euro sign, as Windows wrote it; Python's codec does not know it.
        text = body.decode(charset, "surrogateescape")
        if "\udc80" in text:
            flags = [*flags, "euro_byte"]
            text = text.replace("\udc80", "€")
        text = re.sub("[\udc80-\udcff]+", "\ufffd", text)
    else:
        text = body.decode(charset, "replace")
    # A mark may follow blank lines (observed in front of JSONP callbacks).
    text = _LATE_BOM.sub("", text)
    damaged = text.count("\ufffd")
    return Decoded(text, charset, basis, damaged, tuple(dict.fromkeys([*flags, *(["damaged"] if damaged else [])])))
