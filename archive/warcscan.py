"""Reading a whole WARC file for checking: every member, every digest, going on after damage."""

import hashlib
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Expected:
    """What the archive's rows say of one record: whose look it is and the digest that look noted; `blob` is the digest
    of the payload that is to be read from here, None when this record is no payload's home."""

    capture: int | None
    digest: str | None
    blob: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A record that could be read. `digest` is that of its payload, for a revisit the one it vouches for.

    `problem` says which of its own stated digests does not hold.
    """

    offset: int
    kind: str
    url: str
    digest: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class DamagedMember:
    """Bytes at an offset that are no whole gzip member with a WARC record in it."""

    offset: int
    reason: str


def scan(path: Path, expected: Mapping[int, Expected]) -> Iterator[Record | DamagedMember]:
    """Every record of the file in order. After damage it goes on at the next offset in `expected`."""
    known = sorted(expected)
    with path.open("rb") as stream:
        end = stream.seek(0, 2)
        offset = 0
        while offset < end:
            try:
                member, length = _read_member(stream, offset)
                yield _read_record(member, offset)
                offset += length
            except (ValueError, EOFError, zlib.error, ArchiveLoadFailed) as error:
                yield DamagedMember(offset, str(error) or "cut short")
                following = bisect_right(known, offset)
                if following == len(known):
                    return
                offset = known[following]


def _read_member(stream: BinaryIO, offset: int) -> tuple[bytes, int]:
    stream.seek(offset)
    unpacker = zlib.decompressobj(wbits=31)
    content = bytearray()
    length = 0
    while not unpacker.eof:
        piece = stream.read(_PIECE)
        if not piece:
            raise EOFError("the record is cut short")
        content += unpacker.decompress(piece)
        length += len(piece)
    return bytes(content), length - len(unpacker.unused_data)


def _read_record(member: bytes, offset: int) -> Record:
    for record in ArchiveIterator(BytesIO(member), no_record_parse=True):
        fields = record.rec_headers
        block = record.raw_stream.read()
        stated = fields.get_header("WARC-Payload-Digest")
        stated_block = fields.get_header("WARC-Block-Digest")
        kind = record.rec_type
        digest = None if stated is None else stated.removeprefix("sha256:")
        problem = None
        if stated_block is not None and stated_block != f"sha256:{hashlib.sha256(block).hexdigest()}":
            problem = "the record's block does not have the digest stated in its header"
        if kind == "response":
            found = hashlib.sha256(block.partition(b"\r\n\r\n")[2]).hexdigest()
            if digest != found:
                problem = f"the payload does not have the digest stated in its header: it is {found}"
            digest = found
        return Record(offset, kind, fields.get_header("WARC-Target-URI") or "", digest, problem)
    raise ValueError("no WARC record lies there")
