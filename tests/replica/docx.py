"""A real .docx, written by python-docx, for portals that offer a report as a file."""

import io
from collections.abc import Sequence

import docx


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
