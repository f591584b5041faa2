"""Real bytes of the files portals hang on articles, one writer for each type."""

import io
import zipfile
from collections.abc import Mapping
from functools import lru_cache

from tests.replica.county import Block, Paragraph, Table
from tests.replica.docx import CONTENT_TYPES, RELATIONS, WORD, make_docx_in_order
from tests.replica.ofd import make_ofd
from tests.replica.pdf import make_pdf
from tests.replica.rtf import make_rtf
from tests.replica.typesetting import place_cells
from tests.replica.word97 import WordCell, make_doc_in_order
from tests.replica.workbooks import Merge, make_xls, make_xlsx


@lru_cache(maxsize=512)
def make_file(extension: str, blocks: tuple[Block, ...]) -> bytes:
    """The blocks as a file of that type: doc, docx, wps, pdf, ofd, rtf, xlsx, xls, et, or a zip with a docx in it.

    Paragraphs and tables stand in the order of the blocks, and merged cells are merged.
    """
    if extension in ("doc", "wps"):
        return make_doc_in_order(
            [block.text if isinstance(block, Paragraph) else _word_rows(block) for block in blocks]
        )
    if extension == "docx":
        return make_docx_in_order(blocks)
    if extension == "pdf":
        return make_pdf(blocks)
    if extension == "ofd":
        return make_ofd(blocks)
    if extension == "rtf":
        return make_rtf(blocks)
    if extension in ("xlsx", "xls", "et"):
        rows, merged = _sheet(blocks)
        if extension == "xlsx":
            return make_xlsx({"Sheet1": rows}, merged=merged)
        return make_xls("Sheet1", rows, merged=merged)
    if extension == "zip":
        return make_zip({"报告.docx": make_docx_in_order(blocks)})
    raise ValueError(f"no writer for .{extension}")


class _GbkEntry(zipfile.ZipInfo):
    """A member named as Windows in China names it: GBK, and no mark that says so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the module's own name for it
        return self.filename.encode("gbk"), self.flag_bits


def make_zip(members: Mapping[str, bytes], *, utf8: bool = False) -> bytes:
    """A .zip of files, their names in GBK as Windows in China packs them, or in UTF-8 and marked so."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name) if utf8 else _GbkEntry(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()


@lru_cache(maxsize=2)
def make_bomb(megabytes: int) -> bytes:
    """A .docx whose document part unpacks to that many megabytes of spaces inside one paragraph."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>'.encode())
            for _ in range(megabytes):
                part.write(b" " * (1 << 20))
            part.write(b"</w:t></w:r></w:p></w:body></w:document>")
    return buffer.getvalue()


def _sheet(blocks: tuple[Block, ...]) -> tuple[list[list[str | None]], list[Merge]]:
    """All blocks on one sheet: a paragraph a row, a table its rows; and which cells are merged."""
    rows: list[list[str | None]] = []
    merged: list[Merge] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            rows.append([block.text])
            continue
        top = len(rows)
        placed, width = place_cells(block)
        rows += [[None] * width for _ in block.rows]
        for row, column, cell in placed:
            rows[top + row][column] = cell.text
            if (cell.rowspan, cell.colspan) != (1, 1):
                merged.append(((top + row, column), (top + row + cell.rowspan - 1, column + cell.colspan - 1)))
    return rows, merged


def _word_rows(table: Table) -> list[list[WordCell]]:
    """A table as Word keeps it: a wide cell is one cell, one that spans rows has a cell of None in each further row."""
    placed, _ = place_cells(table)
    cells = [(row, column, cell.text, cell.colspan) for row, column, cell in placed]
    below = [
        (row + down, column, None, cell.colspan) for row, column, cell in placed for down in range(1, cell.rowspan)
    ]
    every = sorted([*cells, *below], key=lambda place: place[:2])
    return [[(text, span) for row, _, text, span in every if row == number] for number in range(len(table.rows))]
