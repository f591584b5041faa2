"""Real bytes of the files portals hang on articles: Word 97, Word 2007 and PDF."""

import io
import zipfile
from functools import lru_cache

from tests.replica.county import Block, Cell, Paragraph, Table
from tests.replica.docx import make_docx
from tests.replica.word97 import make_doc


@lru_cache(maxsize=512)
def make_file(extension: str, blocks: tuple[Block, ...]) -> bytes:
    """The blocks as a file of that type: doc, docx or pdf. Word files carry their tables after the paragraphs."""
    paragraphs = [block.text for block in blocks if isinstance(block, Paragraph)]
    tables = [_grid(block) for block in blocks if isinstance(block, Table)]
    if extension == "doc":
        return make_doc(paragraphs, tables)
    if extension == "docx":
        return make_docx(paragraphs, tables)
    if extension == "pdf":
        return make_pdf(paragraphs)
    raise ValueError(f"no writer for .{extension}")


def make_pdf(paragraphs: list[str]) -> bytes:
    """A valid PDF 1.4 with the text in a font every reader of Chinese brings along."""
    wrapped = [text[start : start + 36] for text in paragraphs for start in range(0, max(len(text), 1), 36)]
    sheets = [wrapped[start : start + 45] for start in range(0, max(len(wrapped), 1), 45)]
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects.append(
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts["
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light"
        b"/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>]>>"
    )
    kids = []
    for sheet in sheets:
        shown = b"".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n".encode() for line in sheet)
        stream = b"BT /F1 12 Tf 16 TL 60 780 Td\n" + shown + b"ET"
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(objects) + 1, table, trailer)


@lru_cache(maxsize=2)
def make_bomb(megabytes: int) -> bytes:
    """A .docx whose document part unpacks to that many megabytes of spaces inside one paragraph."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(f'<?xml version="1.0"?><w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>'.encode())
            for _ in range(megabytes):
                part.write(b" " * (1 << 20))
            part.write(b"</w:t></w:r></w:p></w:body></w:document>")
    return buffer.getvalue()


def _grid(table: Table) -> list[list[str]]:
    """Rows padded to one width: cells under a span are empty, the way converters flatten them."""
    taken: dict[tuple[int, int], str] = {}
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            _occupy(taken, row, column, cell)
    width = 1 + max(column for _, column in taken)
    return [[taken.get((row, column), "") for column in range(width)] for row in range(len(table.rows))]


def _occupy(taken: dict[tuple[int, int], str], row: int, column: int, cell: Cell) -> None:
    for down in range(cell.rowspan):
        for right in range(cell.colspan):
            taken[row + down, column + right] = cell.text if (down, right) == (0, 0) else ""


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
