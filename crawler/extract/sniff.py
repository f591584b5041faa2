"""What a file is, by its first bytes: extensions and Content-Disposition of portals are unreliable."""

import io
import re
import zipfile
from typing import Literal

FileType = Literal[
    "docx", "xlsx", "pptx", "ofd", "zip", "doc", "xls", "ppt", "encrypted", "ole", "pdf", "rtf", "rar", "7z", "gzip",
    "image", "wordml", "word_html", "excel_html", "mime", "html", "json", "text", "unknown",
]  # fmt: skip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_PLAIN: tuple[tuple[bytes, FileType], ...] = (
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
)
#: Streams of an OLE2 container, named in its directory in UTF-16. WPS Office's .wps and .et hold Word's and Excel's.
_STREAMS: tuple[tuple[str, FileType], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book\0", "xls"),
    ("PowerPoint Document", "ppt"),
)
_MEMBERS: tuple[tuple[str, FileType], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
)
_MIME = re.compile(rb"MIME-Version:[^\n]{0,80}\r?\n", re.IGNORECASE)
_EXCEL_HTML = re.compile(rb"urn:schemas-microsoft-com:office:excel|<meta[^>]+content=[\"']?Excel\.Sheet", re.IGNORECASE)
_WORD_HTML = re.compile(rb"urn:schemas-microsoft-com:office:word|<meta[^>]+content=[\"']?Word\.Document", re.IGNORECASE)
_HTML = re.compile(
    rb"<!doctype\s+html|<(?:html|head|body|script|meta|title|div|p|form|table|iframe|center|a|br|h[1-6])\b", re.I
)


def sniff_type(body: bytes) -> FileType:
    """The type of a file. Never raises; a damaged file is what it claims to be."""
    if body.startswith(b"PK\x03\x04"):
        return _zip_type(body)
    if body.startswith(_OLE):
        return next((kind for name, kind in _STREAMS if _has_stream(body, name)), "ole")
    if b"%PDF-" in body[:1024]:
        return "pdf"
    for magic, kind in _PLAIN:
        if body.startswith(magic):
            return kind
    if body.startswith(_IMAGES) or (body.startswith(b"RIFF") and body[8:12] == b"WEBP"):
        return "image"
    return _text_type(body)


def _has_stream(body: bytes, name: str) -> bool:
    """Whether a container's directory may name a stream. Entries are 128 bytes apart, each beginning with its name; a
    short name would also occur in text."""
    encoded = name.encode("utf-16-le")
    at = body.find(encoded)
    while at >= 0:
        if at % 128 == 0 or len(name) > 5:
            return True
        at = body.find(encoded, at + 1)
    return False


def _zip_type(body: bytes) -> FileType:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(body)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        # Cut off before its directory: the first member's name still tells.
        return "docx" if b"word/" in body else "zip"
    return next((kind for name, kind in _MEMBERS if name in names), "zip")


def _text_type(body: bytes) -> FileType:
    start = body[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b'progid="Word.Document"' in start or b"<w:wordDocument" in start:
        return "wordml"
    if _WORD_HTML.search(start):
        return "word_html"
    if _EXCEL_HTML.search(start) and _HTML.search(start):
        return "excel_html"
    if _MIME.search(start[:600]) and b"multipart/related" in start.lower():
        return "mime"
    if _HTML.match(start) or (start.startswith((b"<?xml", b"<!--")) and _HTML.search(start)):
        return "html"
    if start.startswith((b"{", b"[")):
        return "json"
    # UTF-16 text has zero bytes and a mark; anything else with zero bytes is binary.
    if not body.startswith((b"\xff\xfe", b"\xfe\xff")) and (b"\0" in body[:4096] or not start):
        return "unknown"
    return "text"
