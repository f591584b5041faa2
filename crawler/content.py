"""Content-encoding: from transferred bytes to the payload that digests cover (RFC 9110 §8.4)."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

#: What we ask portals for. Nothing else is decoded: an encoding we did not ask for is kept as it came and flagged.
ACCEPT_ENCODING = "gzip, deflate"

_GZIP_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Payload:
    """A body after content-encoding is removed. `problem` is None for a whole one, else "torn" (the stream ended early
    or is broken; `body` is what could be read), "too_large" (it unfolds past the limit) or "unknown_encoding"."""

    body: bytes
    problem: str | None = None


def decode_content(body: bytes, encodings: Sequence[str], limit: int, *, sniff_gzip: bool = False) -> Payload:
    """Undo `encodings` (as listed in Content-Encoding, applied in that order) without unfolding past `limit` bytes.

    `sniff_gzip` also undoes gzip that no header announces: some servers compress unasked and unlabelled (observed on a
    CNIPA host), which only fits text.
    """
    names = [name.strip().lower() for value in encodings for name in value.split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if not names and sniff_gzip and body.startswith(_GZIP_MAGIC):
        names = ["gzip"]
    for name in reversed(names):
        if name in ("gzip", "x-gzip"):
            payload = _inflate(body, 16 + zlib.MAX_WBITS, limit)
        elif name == "deflate":
            # "deflate" is zlib by the standard and raw by a common misreading; the first two bytes tell.
            wrapped = len(body) >= 2 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
            payload = _inflate(body, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS, limit)
        else:
            return Payload(body, "unknown_encoding")
        if payload.problem:
            return payload
        body = payload.body
    return Payload(body)


def _inflate(body: bytes, wbits: int, limit: int) -> Payload:
    unfolded = bytearray()
    rest = body
    while rest:
        inflater = zlib.decompressobj(wbits)
        try:
            while rest and not inflater.eof:
                unfolded += inflater.decompress(rest, max_length=_CHUNK)
                rest = inflater.unconsumed_tail if not inflater.eof else inflater.unused_data
                if len(unfolded) > limit:
                    return Payload(bytes(unfolded[:limit]), "too_large")
        except zlib.error:
            return Payload(bytes(unfolded), "torn")
        if not inflater.eof:
            return Payload(bytes(unfolded), "torn")
        if wbits < 16 or not rest.startswith(_GZIP_MAGIC[:2]):
            # Zero padding after the last gzip member is common and means nothing.
            break
    return Payload(bytes(unfolded), None if body else "torn")
