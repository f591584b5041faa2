"""A small real OFD file (GB/T 33190): the same pages as the PDF, in millimetres."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from tests.replica.county import Block
from tests.replica.typesetting import HEIGHT, WIDTH, Sheet, set_type

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MM = 25.4 / 72


def make_ofd(blocks: Sequence[Block], *, header: str = "") -> bytes:
    """The bytes of an OFD file of the blocks."""
    sheets = set_type(blocks, header=header)
    pages = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(sheets))
    )
    box = f"<ofd:PhysicalBox>0 0 {WIDTH * _MM:.2f} {HEIGHT * _MM:.2f}</ofd:PhysicalBox>"
    parts = {
        "OFD.xml": f'<ofd:OFD {_NAMESPACE} DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:PageArea>{box}</ofd:PageArea>"
        f"</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>",
    }
    for number, sheet in enumerate(sheets):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page {_NAMESPACE}><ofd:Content><ofd:Layer ID="1">{_objects(sheet)}</ofd:Layer></ofd:Content>'
            "</ofd:Page>"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode())
    return buffer.getvalue()


def _objects(sheet: Sheet) -> str:
    parts = []
    for number, (x1, y1, x2, y2) in enumerate(sheet.lines):
        parts.append(
            f'<ofd:PathObject ID="1{number}" Boundary="{x1 * _MM:.3f} {y1 * _MM:.3f} 200 200" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {(x2 - x1) * _MM:.3f} {(y2 - y1) * _MM:.3f}</ofd:AbbreviatedData>"
            "</ofd:PathObject>"
        )
    for number, (left, base, size, text) in enumerate(sheet.texts):
        steps = " ".join(f"{(size / 2 if letter.isascii() else size) * _MM:.3f}" for letter in text[:-1])
        # Characters of one width are written once with their count, as the format allows.
        if text and not any(letter.isascii() for letter in text) and len(text) > 2:
            steps = f"g {len(text) - 1} {size * _MM:.3f}"
        parts.append(
            f'<ofd:TextObject ID="2{number}" Boundary="{left * _MM:.3f} {(base - size) * _MM:.3f} 200 10" Font="1" '
            f'Size="{size * _MM:.3f}"><ofd:TextCode X="0" Y="{size * _MM:.3f}" DeltaX="{steps}">{escape(text)}'
            "</ofd:TextCode></ofd:TextObject>"
        )
    return "".join(parts)
