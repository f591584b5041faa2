"""Scans by text recognition. Skipped by name without the extra `ocr`: pip install -e '.[ocr]'."""

import difflib
import importlib
import io
import zlib
from pathlib import Path
from typing import Any

import pytest

from crawler.extract.documents import BrokenDocument, UnfoldsTooFar, UnreadDocument, document_rules, read_document
from crawler.extract.ocr import ocr_engine
from crawler.extract.pdf import open_pdf
from tests.replica.county import Paragraph
from tests.replica.pdf import make_pdf, pdf_of_objects

if ocr_engine() is None:
    pytest.skip("the extra `ocr` is not installed: text recognition of scans was NOT tested", allow_module_level=True)


def _picture(text: str, rows: list[list[str]] | None = None) -> Any:
    """A page's picture, 1240 by 1754 pixels, in the Latin letters every machine has."""
    pillow, draw, font = (importlib.import_module(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFont"))
    picture = pillow.new("RGB", (1240, 1754), "white")
    pen, letters = draw.Draw(picture), font.load_default(36)
    for number, line in enumerate(text.split("\n")):
        pen.text((120, 120 + 70 * number), line, fill="black", font=letters)
    for down, row in enumerate(rows or []):
        for across, cell in enumerate(row):
            left, top = 120 + 300 * across, 700 + 80 * down
            pen.rectangle((left, top, left + 300, top + 80), outline="black", width=3)
            pen.text((left + 20, top + 18), cell, fill="black", font=letters)
    return picture


def _png(picture: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def _scanned(picture: Any, *others: bytes) -> bytes:
    """A PDF of one page that is a picture."""
    packed = zlib.compress(picture.tobytes())
    image = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
        b"/Length %d>>stream\n%s\nendstream" % (*picture.size, len(packed), packed)
    )
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>"
    content = b"q 595 0 0 842 0 0 cm /I Do Q"
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf_of_objects([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, stream, image])


@pytest.mark.parametrize("make", [_png, _scanned], ids=["picture", "scanned-pdf"])
def test_a_picture_of_a_page_is_read_and_never_taken_for_typed_text(make: Any) -> None:
    clean = read_document(make(_picture("Annual report 2023\nReceived 1136", [["Item", "Number"], ["Total", "4119"]])))
    assert clean.text.split("\n") == ["Annual report 2023", "Received 1136", "Item | Number", "Total | 4119"]
    said = dict(flag.partition(":")[::2] for flag in clean.flags)
    assert "ocr" in said
    assert said["engine"] == ocr_engine()
    assert float(said["confidence"]) > 0.9
    assert len(said["page_confidence"].split(",")) == 1
    assert str(ocr_engine()) in clean.rules
    assert str(ocr_engine()) in document_rules()


def test_a_picture_without_text_is_unread() -> None:
    with pytest.raises(UnreadDocument, match="picture without text"):
        read_document(_png(_picture("")))


def test_a_picture_of_absurd_size_is_refused_before_it_unfolds() -> None:
    body = _png(_picture("x"))
    # The size a PNG claims stands in its head.
    claims = body[:16] + (90_000).to_bytes(4, "big") + (90_000).to_bytes(4, "big") + body[24:]
    with pytest.raises((UnfoldsTooFar, BrokenDocument)):
        read_document(claims)


def test_a_typed_pdf_is_read_as_typed_though_an_engine_is_there() -> None:
    assert "ocr" not in read_document(make_pdf([Paragraph("石门镇报告。")])).flags


def test_a_real_page_printed_and_scanned_reads_nearly_as_typed(test_data: Path) -> None:
    body = (test_data / "pages" / "pdf_hongze_2023.pdf").read_bytes()
    with open_pdf(body) as document:
        picture = document[0].render(scale=200 / 72).to_pil().convert("RGB")
    typed = read_document(body).text.replace("\n", "")
    read = read_document(_png(picture)).text.replace("\n", "")
    matcher = difflib.SequenceMatcher(None, typed[: len(read)], read, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    assert same > 0.95 * len(read)
