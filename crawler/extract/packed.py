"""Archives that hold documents: .zip and single files under gzip. What is in them is read, one level deep.

Member names serve as headings and nothing else: nothing is ever written to disk, so a name that climbs out of its
folder leads nowhere. Names are UTF-8 where the archive says so, and GBK where Windows in China wrote it.
"""

import zipfile
import zlib
from collections.abc import Iterator

from crawler.extract.packs import DAMAGE, MOST_PART_BYTES, check_pack, open_pack, read_entry
from crawler.extract.unread import BrokenDocument, UnfoldsTooFar, UnreadDocument

#: More are a download centre, not a report and its annexes.
MOST_MEMBERS = 60
MOST_UNPACKED = 64 * 1024 * 1024
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


def read_members(body: bytes, name: str = "") -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file in a .zip, in the archive's order. Folders, droppings of file systems (__MACOSX,
    Thumbs.db, ~$ lock files) and empty files are left out.

    Raises UnreadDocument for encrypted members, UnfoldsTooFar and BrokenDocument.
    """
    try:
        with open_pack(body) as archive:
            check_pack(archive)
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and entry.file_size]
            entries = [entry for entry in entries if not _is_dropping(member_name(entry))]
            if len(entries) > MOST_MEMBERS:
                raise UnfoldsTooFar(f"the .zip holds {len(entries)} files; {MOST_MEMBERS} are the most read")
            unpacked = 0
            for entry in entries:
                if entry.flag_bits & _ENCRYPTED:
                    raise UnreadDocument("encrypted zip", name)
                data = read_entry(archive, entry)
                unpacked += len(data)
                if unpacked > MOST_UNPACKED:
                    raise UnfoldsTooFar(f"the .zip unfolds to more than {MOST_UNPACKED} bytes")
                yield member_name(entry), data
    except (UnreadDocument, UnfoldsTooFar):
        raise
    except DAMAGE as error:
        raise BrokenDocument(f"the .zip cannot be unpacked: {error}") from None


def member_name(entry: zipfile.ZipInfo) -> str:
    """A member's name without its folders, as whoever packed it saw it."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2].strip()


def unpack_gzip(body: bytes) -> bytes:
    """The one file in a gzip. Raises UnfoldsTooFar and BrokenDocument."""
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        data = unpacker.decompress(body, MOST_PART_BYTES + 1)
    except zlib.error as error:
        raise BrokenDocument(f"the .gz cannot be unpacked: {error}") from None
    if len(data) > MOST_PART_BYTES:
        raise UnfoldsTooFar(f"the .gz unfolds to more than {MOST_PART_BYTES} bytes")
    if not unpacker.eof:
        raise BrokenDocument("the .gz is cut off")
    return data


def _is_dropping(name: str) -> bool:
    return name.startswith(("~$", "._", ".")) or name.lower() in ("thumbs.db", "desktop.ini") or not name
