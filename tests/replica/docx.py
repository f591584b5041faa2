"""A real .docx, written by python-docx, for portals that offer a report as a file."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import docx

from tests.replica.county import Block, Paragraph, Table

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def make_docx(
    paragraphs: Sequence[str], tables: Sequence[Sequence[Sequence[str]]] = (), *, header: str = "", footer: str = ""
) -> bytes:
    """The bytes of a .docx: the paragraphs, then the tables (rows of cells), one after another."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    for rows in tables:
        table = document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=False):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def make_docx_in_order(blocks: Sequence[Block]) -> bytes:
    """The bytes of a .docx of paragraphs and tables as they follow one another, merged cells merged."""
    story = "".join(_paragraph(block.text) if isinstance(block, Paragraph) else _table(block) for block in blocks)
    head = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}">'
    return pack_docx(f"{head}<w:body>{story}<w:p/></w:body></w:document>".encode())


def pack_docx(document: bytes) -> bytes:
    """A .docx whose document part holds these bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document)
    return stream.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(table: Table) -> str:
    rows = []
    #: Column to rows still covered, and the columns the covering cell spans.
    covered: dict[int, tuple[int, int]] = {}
    for cells in table.rows:
        parts, column, todo = [], 0, list(cells)
        while todo or column in covered:
            if column in covered:
                left, span = covered.pop(column)
                parts.append(_cell("", span, "<w:vMerge/>"))
                if left > 1:
                    covered[column] = (left - 1, span)
                column += span
                continue
            cell = todo.pop(0)
            merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
            parts.append(_cell(cell.text, cell.colspan, merge))
            if cell.rowspan > 1:
                covered[column] = (cell.rowspan - 1, cell.colspan)
            column += cell.colspan
        rows.append(f"<w:tr>{''.join(parts)}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def _cell(text: str, span: int, merge: str) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{spans}{merge}</w:tcPr>{_paragraph(text)}</w:tc>"
