"""Reading WARC files back, and mending one whose writer died."""

import os
import zlib
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.warc import OPEN_SUFFIX, Place, sync_folder

_PIECE = 1 << 20


def read_payload(folder: Path, place: Place) -> bytes:
    """The payload of the response record at `place`, as stored; its digest is not checked here.

    The member is unpacked whole, so that its own checksum is held too, against a flip anywhere in the record.
    Raises FileNotFoundError when the file is gone, ValueError when no whole response record lies there.
    """
    with _open(folder, place.file) as stream:
        stream.seek(place.offset)
        member = stream.read(place.length)
    try:
        unpacker = zlib.decompressobj(wbits=31)
        content = unpacker.decompress(member)
        if not unpacker.eof or unpacker.unused_data:
            raise ValueError("no whole gzip member lies there")
        for record in ArchiveIterator(BytesIO(content)):
            if record.rec_type != "response":
                raise ValueError(f"a {record.rec_type} record lies there")
            return bytes(record.raw_stream.read())
    except (ArchiveLoadFailed, zlib.error, EOFError) as error:
        raise ValueError(str(error)) from error
    raise ValueError("no WARC record lies there")


def repair(path: Path, keep: int = 0) -> Path | None:
    """Close a `.open` file whose process died: cut what was half written, give it its final name.

    `keep` is the end in bytes of the last record the archive knows of; a file damaged before it is renamed and left
    uncut, because what follows the damage is wanted still and `verify` will name what is lost. Returns the final path,
    None when not even the first record was whole and the file is removed.
    """
    whole = find_whole_end(path)
    final = path.with_name(path.name.removesuffix(OPEN_SUFFIX))
    if whole == 0 and keep == 0:
        path.unlink()
        sync_folder(path.parent)
        return None
    if whole >= keep and whole < path.stat().st_size:
        with path.open("r+b") as stream:
            stream.truncate(whole)
            os.fsync(stream.fileno())
    path.rename(final)
    sync_folder(final.parent)
    return final


def find_whole_end(path: Path) -> int:
    """Where the last whole gzip member that follows on whole ones ends, in bytes from the start of the file."""
    end = 0
    with path.open("rb") as stream:
        pending = b""
        while True:
            unpacker, length = zlib.decompressobj(wbits=31), 0
            try:
                while not unpacker.eof:
                    piece = pending or stream.read(_PIECE)
                    if not piece:
                        return end
                    pending = b""
                    # The output is thrown away piece by piece: a member may unpack to far more than memory holds.
                    unpacker.decompress(piece, _PIECE)
                    while unpacker.unconsumed_tail and not unpacker.eof:
                        unpacker.decompress(unpacker.unconsumed_tail, _PIECE)
                    length += len(piece) - len(unpacker.unused_data)
            except zlib.error:
                return end
            pending = unpacker.unused_data
            end += length


def _open(folder: Path, name: str) -> BinaryIO:
    final = folder / name
    being_written = final.with_name(final.name + OPEN_SUFFIX)
    # The file may get its final name between two looks, so the last look is at the final name again.
    for path in (final, being_written):
        try:
            return path.open("rb")
        except FileNotFoundError:
            continue
    return final.open("rb")
