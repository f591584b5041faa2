"""Opening packed files without being buried: .docx, .xlsx, .ofd and .zip are zips, and a zip may lie about itself.

A pack is checked before anything is unfolded, by what it declares, and again while it unfolds, by what comes out.
"""

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from crawler.extract.unread import BrokenDocument, UnfoldsTooFar

#: Of one part. A report of two hundred pages has about 3 MB of document.xml.
MOST_PART_BYTES = 24 * 1024 * 1024
MOST_BYTES = 256 * 1024 * 1024
MOST_ENTRIES = 4_000
_RATIO = 400
_RATIO_FROM = 4 * 1024 * 1024

#: What the zip module raises over damage, beside its own BadZipFile.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def check_pack(archive: zipfile.ZipFile) -> None:
    """Refuse a pack that declares too much. Raises UnfoldsTooFar."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise UnfoldsTooFar(f"the file declares {len(entries)} parts; {MOST_ENTRIES} are the most read")
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES:
        raise UnfoldsTooFar(f"the file declares {total} bytes unpacked; {MOST_BYTES} are the most read")


def check_parts(archive: zipfile.ZipFile) -> None:
    """Unfold every part once and throw it away, for readers that unfold by themselves and believe what a pack declares.

    Raises UnfoldsTooFar, BrokenDocument for XML with entities, and what zipfile raises over damage (DAMAGE).
    """
    for entry in archive.infolist():
        if not entry.is_dir():
            data = read_entry(archive, entry)
            if entry.filename.endswith((".xml", ".rels", ".vml")):
                _refuse_entities(data, entry.filename)


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int = MOST_PART_BYTES) -> bytes:
    """The bytes of one part. Raises UnfoldsTooFar, and what zipfile raises over damage (DAMAGE)."""
    with archive.open(entry) as stream:
        # What a part declares may be a lie; what it really unfolds to is counted.
        data = stream.read(most + 1)
    if len(data) > most:
        raise UnfoldsTooFar(f"{entry.filename} unfolds to more than {most} bytes")
    if len(data) > _RATIO_FROM and len(data) > _RATIO * max(entry.compress_size, 1):
        raise UnfoldsTooFar(f"{entry.filename} unfolds to {len(data) // max(entry.compress_size, 1)} times its size")
    return data


def read_part(archive: zipfile.ZipFile, name: str, *, optional: bool = False) -> Any:
    """One part of a pack as parsed XML; None when it is missing and `optional`.

    Raises KeyError when it is missing and not, UnfoldsTooFar, BrokenDocument, and etree.XMLSyntaxError.
    """
    try:
        entry = archive.getinfo(name)
    except KeyError:
        if optional:
            return None
        raise
    return parse_xml(read_entry(archive, entry), name)


def parse_xml(data: bytes, name: str) -> Any:
    """XML without entities, of whatever depth lxml allows. Raises BrokenDocument and etree.XMLSyntaxError."""
    _refuse_entities(data, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    root = etree.fromstring(data, parser)
    if root is None:
        raise BrokenDocument(f"{name} is empty")
    return root


def _refuse_entities(data: bytes, name: str) -> None:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or _declares_in_utf16(data):
        raise BrokenDocument(f"{name} declares XML entities, which no document of an office program has")


def _declares_in_utf16(data: bytes) -> bool:
    return b"\0" in data[:64] and any(
        word.encode(encoding) in data for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-16-le", "utf-16-be")
    )


def open_pack(body: bytes) -> zipfile.ZipFile:
    """A zip in memory. Raises what zipfile raises over damage (DAMAGE)."""
    return zipfile.ZipFile(io.BytesIO(body))
