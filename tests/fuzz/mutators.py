"""Ways of damaging bytes: what transport, careless editors and hostile hands do to pages and files."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

Mutator = Callable[[bytes, Random], bytes]

_TAG = re.compile(rb"<[^<>]{1,200}>")
_NUMBER = re.compile(rb"\d+")
_ADDRESS = re.compile(rb"(?:href|src)\s*=\s*[\"']?[^\"'\s>]+", re.IGNORECASE)
_NUMBERS = (b"0", b"-1", b"99999999999999999999", b"1e309", b"NaN", b"2147483648", b"\xef\xbc\x95", b"")
_ADDRESSES = (
    b"javascript:void(0)",
    b"data:text/html;base64,PHA+",
    b"file:///etc/passwd",
    b"//[::1",
    b"http://[bad",
    b"http://169.254.169.254/",
    b"../" * 200,
    b"?page=" + b"9" * 400,
    b"http://www.mhk.gov.cn:99999/a.html",
    b"\xff\xfe%zz%",
)
_PIECES = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<script>",
    b"</html>",
    b"<plaintext>",
    b"<table><tr><td rowspan=99999 colspan=99999>",
    b"<svg><desc>",
    b"&#xD800;&#1114112;&unknown;",
    b"\\ud800\\u0000",
    b"window._CONFIG = {",
    b"<datastore><record><![CDATA[",
    b'createPageHTML(99999999, -1, "index", "html")',
    b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    "政府信息公开工作年度报告".encode("gb18030"),
    "政府信息公开工作年度报告".encode(),
)
_CHARSETS = (b"gb2312", b"utf-8", b"utf-16", b"utf-7", b"big5", b"iso-8859-1", b"no-such-charset", b"unicode-escape")


def _place(body: bytes, rng: Random) -> int:
    return rng.randrange(len(body) + 1)


def _stretch(body: bytes, rng: Random, most: int = 2000) -> tuple[int, int]:
    start = _place(body, rng)
    return start, min(len(body), start + 1 + rng.randrange(most))


def flip_bytes(body: bytes, rng: Random) -> bytes:
    changed = bytearray(body)
    for _ in range(1 + rng.randrange(20)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def cut_short(body: bytes, rng: Random) -> bytes:
    return body[: _place(body, rng)]


def cut_out(body: bytes, rng: Random) -> bytes:
    start, end = _stretch(body, rng)
    return body[:start] + body[end:]


def repeat_stretch(body: bytes, rng: Random) -> bytes:
    start, end = _stretch(body, rng, 400)
    return body[:end] + body[start:end] * rng.randrange(1, 60) + body[end:]


def insert_piece(body: bytes, rng: Random) -> bytes:
    at = _place(body, rng)
    return body[:at] + rng.choice(_PIECES) * rng.choice((1, 1, 1, 3, 50)) + body[at:]


def swap_stretches(body: bytes, rng: Random) -> bytes:
    one, two = sorted((_stretch(body, rng), _stretch(body, rng)))
    if one[1] > two[0]:
        return body[::-1][: len(body) // 2] + body[len(body) // 2 :]
    return body[: one[0]] + body[two[0] : two[1]] + body[one[1] : two[0]] + body[one[0] : one[1]] + body[two[1] :]


def drop_tags(body: bytes, rng: Random) -> bytes:
    return _TAG.sub(lambda found: b"" if rng.random() < 0.1 else found.group(), body)


def nest_deeply(body: bytes, rng: Random) -> bytes:
    tag = rng.choice((b"<div>", b"<font>", b"<table><tr><td>", b"<b>", b"<ul><li>", b"<span class=x>"))
    at = _place(body, rng)
    return body[:at] + tag * rng.choice((50, 500, 5000)) + body[at:]


def bloat_attributes(body: bytes, rng: Random) -> bytes:
    names = b" ".join(b'a%d="%s"' % (number, b"x" * rng.randrange(5)) for number in range(rng.choice((10, 500, 3000))))
    return _once(_TAG, body, rng, lambda found: found[:-1] + b" " + names + b">")


def change_numbers(body: bytes, rng: Random) -> bytes:
    return _NUMBER.sub(lambda found: rng.choice(_NUMBERS) if rng.random() < 0.05 else found.group(), body)


def change_addresses(body: bytes, rng: Random) -> bytes:
    return _ADDRESS.sub(
        lambda found: b'href="' + rng.choice(_ADDRESSES) + b'"' if rng.random() < 0.2 else found.group(), body
    )


def relabel_charset(body: bytes, rng: Random) -> bytes:
    return re.sub(rb"charset=[\"']?[\w-]+", b"charset=" + rng.choice(_CHARSETS), body, flags=re.IGNORECASE)


def recode(body: bytes, rng: Random) -> bytes:
    text = body.decode("utf-8", "replace")
    return text.encode(rng.choice(("gb18030", "utf-16", "big5", "utf-8-sig")), "replace")


def change_json(body: bytes, rng: Random) -> bytes:
    """A JSON answer with keys gone or values of another type; other bytes as they are."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return flip_bytes(body, rng)
    return json.dumps(_changed(data, rng), ensure_ascii=False).encode("utf-8", "replace")


def change_member(body: bytes, rng: Random) -> bytes:
    """A packed file with one member damaged, renamed or doubled; other bytes as they are."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            members = [(name, packed.read(name)) for name in packed.namelist()]
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return flip_bytes(body, rng)
    if not members:
        return body
    victim = rng.randrange(len(members))
    name, inner = members[victim]
    way = rng.choice((flip_bytes, cut_short, cut_out, repeat_stretch, insert_piece, nest_deeply, change_numbers))
    name = rng.choice((name, name, name, "../../" + name, "/etc/" + name, name + "\x01", name * 20))
    members[victim] = (name, way(inner, rng))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, content in members:
            packed.writestr(member[:60000], content)
    return out.getvalue()


def _changed(data: Any, rng: Random, depth: int = 0) -> Any:
    if rng.random() < 0.04 or depth > 40:
        return rng.choice((None, 0, -1, "", "null", [], {}, [[]], True, 1e308, "\ud800", "9" * 300))
    if isinstance(data, dict):
        return {key: _changed(value, rng, depth + 1) for key, value in data.items() if rng.random() > 0.03}
    if isinstance(data, list):
        return [_changed(value, rng, depth + 1) for value in data]
    return data


def _once(pattern: re.Pattern[bytes], body: bytes, rng: Random, change: Callable[[bytes], bytes]) -> bytes:
    found = list(pattern.finditer(body))
    if not found:
        return body
    one = rng.choice(found)
    return body[: one.start()] + change(one.group()) + body[one.end() :]


ANY: tuple[Mutator, ...] = (flip_bytes, cut_short, cut_out, repeat_stretch, insert_piece, swap_stretches)
OF_PAGES: tuple[Mutator, ...] = (
    *ANY,
    drop_tags,
    nest_deeply,
    bloat_attributes,
    change_numbers,
    change_addresses,
    relabel_charset,
    recode,
    change_json,
)
OF_FILES: tuple[Mutator, ...] = (*ANY, change_member, change_member, change_member, change_numbers)


def mutate(body: bytes, ways: tuple[Mutator, ...], rng: Random) -> bytes:
    """`body` damaged one to four times over."""
    for _ in range(rng.choice((1, 1, 2, 3, 4))):
        body = rng.choice(ways)(body, rng)
    return body
