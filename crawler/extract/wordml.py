"""Word documents that are one XML file under a .doc name: WordprocessingML of 2003, and the flat form of .docx.

Both say the same as a .docx in almost the same words, so its reader reads them.
"""

from typing import Any

from lxml import etree

from crawler.extract.docx import read_story
from crawler.extract.lines import Block
from crawler.extract.numbering import W
from crawler.extract.packs import MOST_PART_BYTES, parse_xml
from crawler.extract.unread import BrokenDocument, UnfoldsTooFar

_WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_WORD_2006 = W[1:-1].encode()
_HINT = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


def read_wordml(body: bytes) -> list[Block]:
    """The lines of a Word document in one XML file. Raises UnfoldsTooFar and BrokenDocument."""
    if len(body) > MOST_PART_BYTES:
        raise UnfoldsTooFar(f"the Word file is XML of {len(body)} bytes; {MOST_PART_BYTES} are the most read")
    try:
        root = parse_xml(body.replace(_WORD_2003, _WORD_2006), "the Word file")
    except etree.XMLSyntaxError as error:
        raise BrokenDocument(f"the Word file holds XML that cannot be read: {error}") from None
    if root.tag == f"{_PACKAGE}package":
        document = _part(root, "/word/document.xml")
        if document is None:
            raise BrokenDocument("the Word file has no document part")
        return read_story(document, _part(root, "/word/numbering.xml"), _part(root, "/word/styles.xml"))
    _print_numbers(root)
    return read_story(root)


def _part(package: Any, name: str) -> Any:
    for part in package.iterchildren(f"{_PACKAGE}part"):
        data = part.find(f"{_PACKAGE}xmlData") if part.get(f"{_PACKAGE}name") == name else None
        if data is not None and len(data):
            return data[0]
    return None


def _print_numbers(root: Any) -> None:
    """The format of 2003 keeps beside each automatic number the text Word printed for it; it goes before its line."""
    for hint in list(root.iter(f"{_HINT}t")):
        label = hint.get(f"{_HINT}val", "")
        paragraph = next(hint.iterancestors(f"{W}p"), None)
        if hint.getparent().tag != f"{W}listPr" or paragraph is None or not any(map(str.isalnum, label)):
            continue
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t").text = label
        properties = paragraph.find(f"{W}pPr")
        paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, run)
