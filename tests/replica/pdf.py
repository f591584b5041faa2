"""A small real PDF: positioned text in a font every reader of Chinese brings along, and ruled tables."""

import zlib
from collections.abc import Sequence

from tests.replica.county import Block
from tests.replica.typesetting import HEIGHT, WIDTH, Sheet, set_type

#: The font every page names `/F1`.
FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
    b"<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500 814 939 500]/FontDescriptor"
    b"<</Type/FontDescriptor/FontName/STSong-Light"
    b"/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>]>>"
)


def make_pdf(blocks: Sequence[Block], *, header: str = "", turned: int = 0) -> bytes:
    """The bytes of a PDF 1.4 of the blocks. `turned` prints every page sideways, by that many degrees."""
    return pdf_of_sheets(set_type(blocks, header=header), turned=turned)


def pdf_of_sheets(sheets: Sequence[Sheet], *, turned: int = 0) -> bytes:
    """A PDF of pages that are set in type already."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"", FONT]
    kids = []
    for sheet in sheets:
        stream = zlib.compress(_content(sheet, turned))
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        box = (HEIGHT, WIDTH) if turned % 180 else (WIDTH, HEIGHT)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Rotate %d/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (*box, turned, len(objects))
        )
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return pdf_of_objects(objects)


def pdf_of_objects(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first its catalogue."""
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(objects) + 1, table, end)


def _content(sheet: Sheet, turned: int) -> bytes:
    # Type that stands upright once a viewer has turned the page back.
    matrix = {0: "1 0 0 1 0 0", 90: f"0 1 -1 0 {HEIGHT:g} 0", 180: f"-1 0 0 -1 {WIDTH:g} {HEIGHT:g}"}
    matrix[270] = f"0 -1 1 0 0 {WIDTH:g}"
    parts = [f"q {matrix[turned]} cm 0.5 w"]
    for x1, y1, x2, y2 in sheet.lines:
        parts.append(f"{x1:.2f} {HEIGHT - y1:.2f} m {x2:.2f} {HEIGHT - y2:.2f} l S")
    for left, base, size, text in sheet.texts:
        shown = text.encode("utf-16-be").hex()
        parts.append(f"BT /F1 {size:g} Tf {left:.2f} {HEIGHT - base:.2f} Td <{shown}> Tj ET")
    return "\n".join([*parts, "Q"]).encode()
