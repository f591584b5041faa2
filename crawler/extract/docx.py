"""Word's .docx to lines, in document order, straight from the XML inside.

Headers and footers lie in parts of their own and are not read. What a reader of the printed page does not see is left
out: deleted and hidden text, field codes. A .docx is a zip of XML, opened with the limits of `packs`.
"""

from typing import Any

from lxml import etree

from crawler.extract.lines import Block, tidy
from crawler.extract.numbering import Numbering, W, read_numbering
from crawler.extract.packs import DAMAGE, check_pack, open_pack, read_part
from crawler.extract.tables import Cell, Table
from crawler.extract.unread import BrokenDocument, UnfoldsTooFar

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_UNSEEN = frozenset(
    f"{W}{name}"
    for name in (
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "rPr",
        "pPr",
        "sectPr",
        "tblPr",
        "trPr",
        "tcPr",
    )
) | {f"{W}tcPr", f"{W}rt", f"{_MC}Fallback"}


def read_docx(body: bytes) -> list[Block]:
    """The lines of a .docx. Raises UnfoldsTooFar and BrokenDocument."""
    try:
        with open_pack(body) as archive:
            check_pack(archive)
            document = read_part(archive, "word/document.xml")
            numbering = read_part(archive, "word/numbering.xml", optional=True)
            styles = read_part(archive, "word/styles.xml", optional=True)
    except (UnfoldsTooFar, BrokenDocument):
        raise
    except etree.XMLSyntaxError as error:
        raise BrokenDocument(f"the .docx holds XML that cannot be read: {error}") from None
    except (KeyError, *DAMAGE) as error:
        raise BrokenDocument(f"the .docx cannot be unpacked: {error}") from None
    return read_story(document, numbering, styles)


def read_story(document: Any, numbering: Any = None, styles: Any = None) -> list[Block]:
    """The lines of a parsed document part. `numbering` and `styles` are its companions, None without.

    Raises BrokenDocument.
    """
    story = document.find(f"{W}body")
    if story is None:
        raise BrokenDocument("the Word file has no body")
    lines: list[Block] = []
    try:
        _Reader(read_numbering(numbering), _numbered_styles(styles)).read(story, lines)
    except RecursionError:
        raise BrokenDocument("the Word file nests deeper than any document") from None
    return lines


def _numbered_styles(root: Any) -> dict[str, tuple[str, int]]:
    """List and level of the paragraph styles that carry one, inherited ones included."""
    if root is None:
        return {}
    own: dict[str, tuple[str, int] | None] = {}
    parents: dict[str, str] = {}
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        properties = style.find(f"{W}pPr")
        own[name] = _list_of(properties) if properties is not None else None
        based = style.find(f"{W}basedOn")
        if based is not None:
            parents[name] = based.get(f"{W}val", "")
    found: dict[str, tuple[str, int]] = {}
    for name in own:
        ancestor, steps = name, 0
        while own.get(ancestor) is None and ancestor in parents and steps < 20:
            ancestor, steps = parents[ancestor], steps + 1
        place = own.get(ancestor)
        if place is not None:
            found[name] = place
    return found


def _list_of(properties: Any) -> tuple[str, int] | None:
    mark = properties.find(f"{W}numPr")
    if mark is None:
        return None
    number, level = mark.find(f"{W}numId"), mark.find(f"{W}ilvl")
    if number is None:
        return None
    depth = "0" if level is None else level.get(f"{W}val", "0")
    return number.get(f"{W}val", ""), int(depth) if depth.isdecimal() else 0


class _Reader:
    """Walks a story and gathers its lines."""

    def __init__(self, numbering: Numbering, styles: dict[str, tuple[str, int]]) -> None:
        self._numbering = numbering
        self._styles = styles
        self._paragraphs = 0
        self._tables = 0

    def read(self, story: Any, sink: list[Block], within: str = "") -> None:
        """The paragraphs and tables right under `story`, through the wrappers that may stand around them. `within` is
        the place of the table row that holds it."""
        for element in story:
            if element.tag == f"{W}p":
                self._paragraphs += not within
                self._paragraph(element, sink, within or f"p[{self._paragraphs}]")
            elif element.tag == f"{W}tbl":
                sink.extend(self._table(element).lines())
            elif isinstance(element.tag, str) and element.tag not in _UNSEEN:
                self.read(element, sink, within)

    def _table(self, element: Any) -> Table:
        self._tables += 1
        table = Table(self._tables)
        for row in element.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not element:
                table.nests = True
                continue
            table.open_row(f"table[{table.number}] > tr[{len(table.rows) + 1}]")
            column = _count(row, "trPr", "gridBefore", least=0)
            for cell in row.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tr")) is not row:
                    continue
                span = _count(cell, "tcPr", "gridSpan", least=1)
                if _continues(cell, "hMerge") and table.in_cell and not "".join(cell.itertext()).strip():
                    table.rows[-1].cells[-1].colspan += span
                elif not _continues(cell):
                    table.open_cell(Cell([], 1, span, column))
                    self.read(cell, table.sink, table.rows[-1].place)
                elif (above := table.cell_above(column)) is not None:
                    above.rowspan += 1
                column += span
        return table

    def _paragraph(self, element: Any, sink: list[Block], place: str) -> None:
        parts: list[str] = []
        boxes: list[Any] = []
        _gather(element, parts, boxes)
        lines = [tidy(line) for line in "".join(parts).split("\n")]
        label = self._label(element) if any(lines) else ""
        for line in lines:
            if line:
                sink.append(Block(label + line, place=place))
                label = ""
        for box in boxes:
            self.read(box, sink, place)

    def _label(self, element: Any) -> str:
        properties = element.find(f"{W}pPr")
        if properties is None:
            return ""
        place = _list_of(properties)
        if place is None:
            style = properties.find(f"{W}pStyle")
            place = None if style is None else self._styles.get(style.get(f"{W}val", ""))
        # List 0 switches numbering off for a paragraph whose style has it.
        return "" if place is None or place[0] == "0" else self._numbering.label(*place)


def _continues(cell: Any, merging: str = "vMerge") -> bool:
    """Whether a cell is a later part of one merged downwards, or, as files of older offices have it, across (hMerge):
    its text stands in the first."""
    merge = cell.find(f"{W}tcPr/{W}{merging}")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _count(element: Any, properties: str, name: str, least: int) -> int:
    """A number among an element's properties: columns spanned or left out."""
    found = element.find(f"{W}{properties}/{W}{name}")
    value = "" if found is None else found.get(f"{W}val", "")
    return max(min(int(value), 1_000), least) if value.isdecimal() and len(value) < 6 else least


def _gather(element: Any, parts: list[str], boxes: list[Any]) -> None:
    for child in element:
        tag = child.tag
        if tag in (f"{W}t", _MATH_TEXT):
            parts.append(child.text or "")
        elif tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        elif tag in (f"{W}tab", f"{W}ptab"):
            parts.append(" ")
        elif tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{W}txbxContent":
            boxes.append(child)
        elif tag == f"{W}r" and child.find(f"{W}rPr/{W}vanish") is not None:
            continue
        elif isinstance(tag, str) and tag not in _UNSEEN:
            _gather(child, parts, boxes)
