"""Pictures of pages to lines, by text recognition: the optional extra `ocr` (rapidocr on onnxruntime).

Its models lie inside its wheel, nothing is fetched at run time. What it reads is never taken for typed text: the flags
name the engine and its version, and how sure it was of each page. Ruled lines are looked for in the picture, so that a
table keeps its rows. Runs in a process of its own (aside).
"""

import importlib
import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from crawler.extract.lines import Block
from crawler.extract.pdf import MOST_PAGES, PdfPage, open_pdf, read_pdf_page
from crawler.extract.printed import Glyph, Rule, Sheet
from crawler.extract.readable import is_readable
from crawler.extract.typeset import set_pages
from crawler.extract.unread import BrokenDocument, UnfoldsTooFar, UnreadDocument

#: Recognition takes seconds a page; a scanned report beyond this is read in part, and says so.
MOST_RECOGNISED = 40
MOST_PIXELS = 60_000_000
_DPI = 200
_RENDERED_PIXELS = 12_000_000
_FRAMES = 20
#: Below this share of certainty a page should be looked at by a person.
_DOUBTFUL = 0.85


@cache
def ocr_engine() -> str | None:
    """Name and version of the installed engine, such as rapidocr-3.10.0; None without the extra. Imports nothing."""
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        return None
    try:
        return f"rapidocr-{version('rapidocr')}"
    except PackageNotFoundError:
        return None


@dataclass(frozen=True, slots=True)
class _Recognised:
    """One picture as read: its sheet, and how sure the engine was of its characters on average, 0 to 1."""

    sheet: Sheet
    confidence: float


def read_scan(body: bytes, name: str = "") -> tuple[list[Block], tuple[str, ...]]:
    """The lines of a PDF whose pages are pictures, some or all; typed pages among them are read as typed.

    Flags: `ocr`, `engine:NAME`, `confidence:N` (all pages' mean), `page_confidence:N,N,…` in the order of the pages
    recognised, `ocr_pages:N,N,…` (which those are, from 1, where others are typed), `ocr_doubtful`, `pages_cut`.
    Raises UnreadDocument without an engine or where it finds no text, and BrokenDocument.
    """
    _require(name)
    sheets: list[Sheet] = []
    read: dict[int, float] = {}
    with open_pdf(body, name) as document:
        count = min(len(document), MOST_PAGES)
        pages = [read_pdf_page(document, number) for number in range(count)]
        typed = is_readable("".join(glyph.text for page in pages if page for glyph in page.sheet.glyphs))
        for number, page in enumerate(pages):
            if page is not None and typed and not page.is_scan and page.sheet.glyphs:
                sheets.append(page.sheet)
            elif page is not None and len(read) < MOST_RECOGNISED:
                found = _recognise(_render(document[number], page), page.sheet.width)
                read[number + 1] = found.confidence
                sheets.append(found.sheet)
    flags = _flags(list(read.values()))
    if len(read) < len(sheets):
        flags.append("ocr_pages:" + ",".join(map(str, read)))
    if count < len(pages) or len(sheets) < count:
        flags.append("pages_cut")
    return _blocks(sheets, name), tuple(flags)


def read_image(body: bytes, name: str = "") -> tuple[list[Block], tuple[str, ...]]:
    """The lines of a picture (JPEG, PNG, GIF, BMP, TIFF with its pages). Flags as `read_scan`.

    Raises UnreadDocument without an engine or where it finds no text, UnfoldsTooFar and BrokenDocument.
    """
    _require(name)
    pillow = importlib.import_module("PIL.Image")
    numpy = importlib.import_module("numpy")
    found: list[_Recognised] = []
    cut = False
    try:
        with warnings.catch_warnings():
            # Pillow's own warning of large pictures; ours is the limit below.
            warnings.simplefilter("ignore")
            with pillow.open(io.BytesIO(body)) as picture:
                frames = getattr(picture, "n_frames", 1)
                cut = frames > _FRAMES
                for number in range(min(frames, _FRAMES)):
                    picture.seek(number)
                    width, height = picture.size
                    if width * height > MOST_PIXELS:
                        raise UnfoldsTooFar(
                            f"the picture is {width} by {height} pixels; {MOST_PIXELS} are the most read"
                        )
                    frame = picture.convert("RGB")
                    frame.thumbnail((4_000, 6_000))
                    found.append(_recognise(numpy.asarray(frame), 595.0))
    except (OSError, SyntaxError, ValueError, pillow.DecompressionBombError) as error:
        if isinstance(error, UnfoldsTooFar):
            raise
        raise BrokenDocument(f"the picture cannot be read: {error}") from None
    flags = _flags([page.confidence for page in found]) + (["pages_cut"] if cut else [])
    return _blocks([page.sheet for page in found], name), tuple(flags)


def _require(name: str) -> None:
    if ocr_engine() is None:
        raise UnreadDocument("scan", name)


def _blocks(sheets: Sequence[Sheet], name: str) -> list[Block]:
    if not any(sheet.glyphs for sheet in sheets):
        raise UnreadDocument("picture without text", name)
    return set_pages(sheets)


def _flags(confidences: list[float]) -> list[str]:
    mean = sum(confidences) / len(confidences) if confidences else 0.0
    flags = ["ocr", f"engine:{ocr_engine()}", f"confidence:{mean:.3f}"]
    flags.append("page_confidence:" + ",".join(f"{value:.3f}" for value in confidences))
    if any(value < _DOUBTFUL for value in confidences):
        flags.append("ocr_doubtful")
    return flags


def _render(page: Any, read: PdfPage) -> Any:
    """A page as pixels, of a bounded number whatever size the page claims."""
    area = max(read.sheet.width * read.sheet.height, 1.0)
    scale = min(_DPI / 72, (_RENDERED_PIXELS / area) ** 0.5)
    return page.render(scale=scale).to_numpy()[..., :3]


def _recognise(pixels: Any, width: float) -> _Recognised:
    """What the engine reads in a picture. `width` is that of the page in points."""
    result = _engine()(pixels)
    high, across = pixels.shape[:2]
    point = width / across
    sheet = Sheet(width, high * point)
    boxes = result.boxes if result.boxes is not None else ()
    sure = weight = 0.0
    for box, text, score in zip(boxes, result.txts or (), result.scores or (), strict=False):
        xs, ys = [float(x) * point for x, _ in box], [float(y) * point for _, y in box]
        tall = max(ys) - min(ys)
        # A box lies round its letters; their baseline stands a sixth above its lower edge.
        sheet.glyphs.append(Glyph(text, min(xs), max(xs), max(ys) - tall / 6, max(tall, 1.0)))
        sure, weight = sure + float(score) * len(text), weight + len(text)
    sheet.rules = _ruled(pixels, point)
    return _Recognised(sheet, sure / weight if weight else 0.0)


def _ruled(pixels: Any, point: float) -> list[Rule]:
    """Straight level and upright lines in a picture: dark runs far longer than any stroke of a character."""
    cv2 = importlib.import_module("cv2")
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    dark = cv2.adaptiveThreshold(~grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -6)
    rules: list[Rule] = []
    length = max(int(28 / point), 12)
    for level in (True, False):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if level else (1, length))
        lines = cv2.dilate(cv2.erode(dark, kernel), kernel)
        for contour in cv2.findContours(lines, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
            x, y, wide, tall = (float(value) * point for value in cv2.boundingRect(contour))
            if level and tall < 5:
                rules.append(Rule(True, y + tall / 2, x, x + wide))
            elif not level and wide < 5:
                rules.append(Rule(False, x + wide / 2, y, y + tall))
    return rules


@cache
def _engine() -> Any:
    rapidocr = importlib.import_module("rapidocr")
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 2,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
