"""Attached files to clean text: what a file is, and what it says."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from crawler.extract.aside import read_aside
from crawler.extract.charset import decode
from crawler.extract.clean import EXTRACT_RULES, CleanText, clean_lines, clean_markup
from crawler.extract.doc import read_doc
from crawler.extract.docx import read_docx
from crawler.extract.lines import Block
from crawler.extract.mime import html_of_mime
from crawler.extract.ocr import ocr_engine
from crawler.extract.ofd import read_ofd
from crawler.extract.packed import read_members, unpack_gzip
from crawler.extract.rtf import read_rtf
from crawler.extract.sniff import FileType, sniff_type
from crawler.extract.sources import TextBlock
from crawler.extract.text_tables import TextTable, moved
from crawler.extract.unread import BrokenDocument, NotAFile, UnfoldsTooFar, UnreadDocument
from crawler.extract.wordml import read_wordml

__all__ = [
    "DOCUMENT_RULES",
    "BrokenDocument",
    "NotAFile",
    "UnfoldsTooFar",
    "UnreadDocument",
    "document_rules",
    "read_document",
]

DOCUMENT_RULES = "document-3"

_Lines = tuple[Sequence[Block], tuple[str, ...]]
_READERS: dict[FileType, Callable[[bytes, str], _Lines]] = {
    "docx": lambda body, name: (read_docx(body), ()),
    "doc": read_doc,
    "wordml": lambda body, name: (read_wordml(body), ()),
    "rtf": lambda body, name: read_rtf(body),
    "ofd": read_ofd,
    "xlsx": lambda body, name: read_aside("sheet", body, name),
    "xls": lambda body, name: read_aside("sheet", body, name),
}
#: What a scan turns out to be: the kinds of UnreadDocument that text recognition can still read.
_PICTURED = frozenset({"scan", "pdf without text", "pdf with a text layer that means nothing"})


def document_rules() -> str:
    """The rules files are read under here: DOCUMENT_RULES, and the text recognition that is installed, if any.

    With the engine in their name, installing it reads anew what was `unread` before, and its reading is never taken
    for one without it.
    """
    engine = ocr_engine()
    return f"{DOCUMENT_RULES}+{engine}" if engine else DOCUMENT_RULES


def read_document(body: bytes, name: str = "") -> CleanText:
    """The clean text of an attached file. `name` is the file name as the page prints it and serves only for messages.

    The type is told by the first bytes. Read are Word (.docx, .doc, .wps, its HTML, XML and MIME forms), .pdf, .rtf,
    .ofd, workbooks (.xlsx, .xls, .et), plain text, and .zip and .gz of these; pictures and scans where the extra `ocr`
    is installed. The first flag names the type: `type:docx`. Raises UnreadDocument for other types, NotAFile for a page
    in place of a file, BrokenDocument for a damaged one and UnfoldsTooFar for a bomb.
    """
    return _read(body, name, packed=False)


def _read(body: bytes, name: str, *, packed: bool) -> CleanText:
    if not body:
        raise BrokenDocument(f"{name or 'the file'} is empty")
    kind = sniff_type(body)
    if kind in ("zip", "gzip"):
        if packed:
            raise UnreadDocument(f"{kind} within an archive", name)
        return _read_gzip(body, name) if kind == "gzip" else _read_zip(body, name)
    if kind in _READERS:
        lines, flags = _READERS[kind](body, name)
        return _document(lines, (f"type:{kind}", *flags))
    if kind in ("pdf", "image"):
        return _read_printed(kind, body, name)
    if kind in ("word_html", "excel_html", "mime"):
        return _read_markup(kind, body, name)
    if kind == "text":
        text = decode(body, None)
        if text.damaged * 20 > len(text.text):
            raise UnreadDocument("unknown", name)
        lines = [Block(line, line=number) for number, line in enumerate(text.text.splitlines(), start=1)]
        return _document(lines, ("type:text",))
    if kind in ("html", "json"):
        raise NotAFile(f"{name or 'the address'} gave a page in place of a file ({len(body)} bytes of {kind})")
    if kind == "ole" and name.lower().endswith((".doc", ".wps", ".dot")):
        # The list of streams lies anywhere in the container: where it is missing, the file is not whole.
        raise BrokenDocument(f"{name} is a .doc without its text: cut off or damaged")
    raise UnreadDocument(kind, name)


def _read_printed(kind: str, body: bytes, name: str) -> CleanText:
    """A PDF as typed, or, where it is a scan in whole or in part, as recognised. A picture is a scan."""
    engine = ocr_engine()
    if kind == "pdf":
        try:
            lines, flags = read_aside("pdf", body, name)
        except UnreadDocument as error:
            if engine is None or error.kind not in _PICTURED:
                raise
        else:
            if engine is None or not any(flag.startswith("scan_pages:") for flag in flags):
                return _document(lines, ("type:pdf", *flags))
    if engine is None:
        raise UnreadDocument("scan", name)
    lines, flags = read_aside("scan" if kind == "pdf" else "image", body, name)
    return _document(lines, (f"type:{kind}", *flags), rules=f"{EXTRACT_RULES}+{engine}")


def _read_markup(kind: str, body: bytes, name: str) -> CleanText:
    markup = html_of_mime(body, name) if kind == "mime" else decode(body, None).text
    clean = clean_markup(markup)
    return replace(clean, flags=(f"type:{kind}", *clean.flags))


def _read_gzip(body: bytes, name: str) -> CleanText:
    inner = _read(unpack_gzip(body), name, packed=True)
    return _inside("gzip", inner)


def _read_zip(body: bytes, name: str) -> CleanText:
    """One document in a .zip is the document. Several follow one another, each under its name; those that cannot be
    read are counted in the flag `unread_members:N`."""
    found: list[tuple[str, CleanText]] = []
    reasons: list[ValueError] = []
    for member, data in read_members(body, name):
        try:
            found.append((member, _read(data, member, packed=True)))
        except (UnreadDocument, NotAFile, BrokenDocument, UnfoldsTooFar) as error:
            reasons.append(error)
    if not found:
        if len(reasons) == 1:
            raise reasons[0]
        raise UnreadDocument("zip without a file that is read", name)
    if len(found) == 1:
        clean = _inside("zip", found[0][1])
    else:
        flags = tuple(dict.fromkeys(flag for _, clean in found for flag in clean.flags if not flag.startswith("type:")))
        rules = max((clean.rules for _, clean in found), key=len)
        fallback = any(clean.fallback for _, clean in found)
        clean = _one_after_another(found, rules, ("type:zip", f"members:{len(found)}", *flags), fallback)
    if reasons:
        clean = replace(clean, flags=(*clean.flags, f"unread_members:{len(reasons)}"))
    return clean


def _one_after_another(
    found: Sequence[tuple[str, CleanText]], rules: str, flags: tuple[str, ...], fallback: bool
) -> CleanText:
    """Several texts as one, each under its file's name, which also leads the places of its lines."""
    text = ""
    tables: list[TextTable] = []
    blocks: list[TextBlock] = []
    for member, clean in found:
        if text:
            text += "\n"
        blocks.append(TextBlock(len(text), len(text) + len(member), member))
        text += f"{member}\n"
        at = len(text)
        text += clean.text
        blocks += [
            TextBlock(at + block.start, at + block.end, f"{member}: {block.place}", block.line)
            for block in clean.blocks
        ]
        tables += [moved(table, at, f"{member}: {table.place}") for table in clean.tables]
    return CleanText(text, rules, 1.0, flags, fallback, tuple(tables), tuple(blocks))


def _inside(kind: str, clean: CleanText) -> CleanText:
    member = clean.flags[0].removeprefix("type:")
    flags = (f"type:{kind}", f"member:{member}", *clean.flags[1:])
    return replace(clean, flags=flags)


def _document(lines: Sequence[Block], flags: tuple[str, ...], rules: str = EXTRACT_RULES) -> CleanText:
    return clean_lines(lines, flags, rules)
