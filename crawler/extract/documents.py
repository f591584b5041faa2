"""Attached files to clean text: what a file is, and what it says."""

from collections.abc import Sequence

from crawler.extract.charset import decode
from crawler.extract.clean import EXTRACT_RULES, CleanText, clean_lines, clean_markup
from crawler.extract.doc import read_doc
from crawler.extract.docx import read_docx
from crawler.extract.lines import Block
from crawler.extract.sniff import sniff_type
from crawler.extract.unread import BrokenDocument, NotAFile, UnfoldsTooFar, UnreadDocument

__all__ = [
    "DOCUMENT_RULES",
    "BrokenDocument",
    "NotAFile",
    "UnfoldsTooFar",
    "UnreadDocument",
    "read_document",
]

DOCUMENT_RULES = "document-1"


def read_document(body: bytes, name: str = "") -> CleanText:
    """The clean text of an attached file. `name` is the file name as the page prints it and serves only for messages.

    The type is told by the first bytes. Read are .docx, .doc (and .wps), Word's HTML under a .doc name and plain text.
    The first flag names the type: `type:docx`. Raises UnreadDocument for other types, NotAFile for a page in place of a
    file, BrokenDocument for a damaged one and UnfoldsTooFar for a zip bomb.
    """
    if not body:
        raise BrokenDocument(f"{name or 'the file'} is empty")
    kind = sniff_type(body)
    if kind == "docx":
        return _document(read_docx(body), ("type:docx",))
    if kind == "doc":
        lines, flags = read_doc(body, name)
        return _document(lines, ("type:doc", *flags))
    if kind == "word_html":
        clean = clean_markup(decode(body, None).text)
        return CleanText(clean.text, clean.rules, clean.coverage, ("type:word_html", *clean.flags), clean.fallback)
    if kind == "text":
        text = decode(body, None)
        if text.damaged * 20 > len(text.text):
            raise UnreadDocument("unknown", name)
        return _document([Block(line) for line in text.text.splitlines()], ("type:text",))
    if kind in ("html", "json"):
        raise NotAFile(f"{name or 'the address'} gave a page in place of a file ({len(body)} bytes of {kind})")
    if kind == "ole" and name.lower().endswith((".doc", ".wps", ".dot")):
        # The list of streams lies anywhere in the container: where it is missing, the file is not whole.
        raise BrokenDocument(f"{name} is a .doc without its text: cut off or damaged")
    raise UnreadDocument(kind, name)


def _document(lines: Sequence[Block], flags: tuple[str, ...]) -> CleanText:
    return CleanText(clean_lines(lines), EXTRACT_RULES, 1.0, flags, False)
