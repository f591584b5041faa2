"""PDF to lines: pdfium says where each character and each ruled line stands; the pages are then read as printed.

pdfium's own text order is not used: it has no cells, breaks every paragraph at every line and spells vertical heads one
character a line. A file without a layer of text, or with one that means nothing, is a scan. Runs in a process of its
own (aside): pdfium is C++ and a hostile file is its input.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
from pypdfium2 import raw

from crawler.extract.grids import MOST_RULES
from crawler.extract.lines import Block
from crawler.extract.printed import Glyph, Rule, Sheet
from crawler.extract.readable import is_readable
from crawler.extract.typeset import set_pages
from crawler.extract.unread import BrokenDocument, UnreadDocument

#: A county's report has forty pages. What lies beyond is not read, and the text says so.
MOST_PAGES = 300
MOST_CHARACTERS = 1_500_000
_MOST_OBJECTS = 60_000
_MOST_SEGMENTS = 200
_FORM_DEPTH = 6
_THIN = 2.6
_HUGE = 72
#: Fewer characters than this on a page with a picture all over it are a stamp or a page number on a scan.
_FEW = 12
_COVERS = 0.5
_PICTURE = 0.12
_INVISIBLE = 3
_SCAN_SHARE = 0.5

_Matrix = tuple[float, float, float, float, float, float]
_UNIT: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class PdfPage:
    """One page as read: its sheet, the share of it under one picture, and whether its letters are invisible."""

    sheet: Sheet
    covered: float
    unseen: bool

    @property
    def is_scan(self) -> bool:
        """A picture of a page: all over the sheet, with hardly a character of type beside it."""
        return self.covered >= _COVERS and sum(bool(glyph.text.strip()) for glyph in self.sheet.glyphs) < _FEW


def read_pdf(body: bytes, name: str = "") -> tuple[list[Block], tuple[str, ...]]:
    """The lines of a PDF and flags: `pages_cut` (only the first MOST_PAGES were read), `scan_pages:N` (pages that are
    pictures and were left out), `pictures:N` (pages with a large picture, maybe a table), `ocr_layer` (the letters are
    invisible ones laid over a picture by somebody's text recognition, so they are not typed text).

    Raises UnreadDocument ("scan", "pdf without text", "encrypted pdf", "pdf with a text layer that means nothing") and
    BrokenDocument.
    """
    with open_pdf(body, name) as document:
        count = len(document)
        pages = [
            page for number in range(min(count, MOST_PAGES)) if (page := read_pdf_page(document, number)) is not None
        ]
    if not pages:
        raise BrokenDocument(f"none of the {count} pages of {name or 'the PDF'} can be read")
    text = "".join(glyph.text for page in pages for glyph in page.sheet.glyphs)
    scans = sum(page.is_scan for page in pages)
    if scans > _SCAN_SHARE * len(pages):
        raise UnreadDocument("scan", name)
    if not text.strip():
        # Blank, or letters drawn as outlines, or with codes that stand for nothing.
        raise UnreadDocument("scan" if any(page.covered > _PICTURE for page in pages) else "pdf without text", name)
    if not is_readable(text):
        raise UnreadDocument("pdf with a text layer that means nothing", name)
    flags = [
        flag
        for flag, raised in (("pages_cut", count > MOST_PAGES), ("unread_pages", len(pages) < min(count, MOST_PAGES)))
        if raised
    ]
    if scans:
        flags.append(f"scan_pages:{scans}")
    if pictures := sum(page.covered >= _PICTURE and not page.is_scan and not page.unseen for page in pages):
        flags.append(f"pictures:{pictures}")
    if sum(page.unseen for page in pages) * 2 > len(pages):
        flags.append("ocr_layer")
    return set_pages([page.sheet for page in pages if not page.is_scan]), tuple(flags)


def open_pdf(body: bytes, name: str = "") -> Any:
    """pdfium's document, a context manager. The empty user password is tried by pdfium itself.

    Raises UnreadDocument for an encrypted one and BrokenDocument.
    """
    # Some bytes before the head are common (blank lines, a mail gateway's stamp); offsets count from the head.
    head = body.find(b"%PDF-", 0, 1024)
    try:
        document = pypdfium2.PdfDocument(body[max(head, 0) :])
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise UnreadDocument("encrypted pdf", name) from None
        raise BrokenDocument(f"the PDF cannot be opened: {error}") from None
    if len(document) < 1:
        document.close()
        raise BrokenDocument("the PDF has no pages")
    return document


def read_pdf_page(document: Any, number: int) -> PdfPage | None:
    """One page of an open PDF; None where pdfium cannot load it."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return None
    try:
        found = _Marks()
        found.read(page)
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        page.close()
        return None
    try:
        # The visible box of the page; letters and lines outside of it are printer's marks.
        box = page.get_cropbox()
        glyphs, turn = _characters(text)
        turned = _Turn(turn, box)
        size = (box[2] - box[0], box[3] - box[1])
        width, height = size if turn % 180 == 0 else (size[1], size[0])
        sheet = Sheet(width, height, turned.glyphs(glyphs), turned.rules(found.rules), number + 1)
        area = max(size[0] * size[1], 1.0)
        return PdfPage(sheet, found.picture / area, found.unseen > found.seen)
    finally:
        text.close()
        page.close()


@dataclass(slots=True)
class _Character:
    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    angle: int


def _characters(text: Any) -> tuple[list[_Character], int]:
    """The characters that stand upright in the direction most do, and that direction in degrees."""
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    found: list[_Character] = []
    for index in range(min(text.count_chars(), MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code < 32 or raw.FPDFText_IsGenerated(text, index) == 1 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        angle = math.degrees(raw.FPDFText_GetCharAngle(text, index)) % 360
        near = round(angle / 90) * 90
        if abs(angle - near) > 8:
            # Aslant is a watermark.
            continue
        place = (box.left, box.bottom, box.right, box.top)
        if max(box.top - box.bottom, box.right - box.left) > _HUGE:
            # Type set downwards: pdfium gives its box in the font's own units, and its origin above it.
            left, right, bottom, top = (ctypes.c_double() for _ in range(4))
            if raw.FPDFText_GetCharBox(text, index, left, right, bottom, top):
                place = (left.value, bottom.value, right.value, top.value)
                x.value, y.value = left.value, bottom.value
        if all(map(math.isfinite, (x.value, y.value, *place))):
            found.append(_Character(chr(code), x.value, y.value, place, near % 360))
    turn = Counter(character.angle for character in found).most_common(1)[0][0] if found else 0
    return [character for character in found if character.angle == turn], turn


class _Turn:
    """From a page's own coordinates to the reader's, whichever way the type is turned."""

    def __init__(self, degrees: int, box: tuple[float, float, float, float]) -> None:
        self._cos, self._sin = round(math.cos(math.radians(degrees))), round(math.sin(math.radians(degrees)))
        corners = [self._raw(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        self._left, self._top = min(x for x, _ in corners), min(y for _, y in corners)

    def _raw(self, x: float, y: float) -> tuple[float, float]:
        # pdfium's angles run clockwise, a page's y upwards and ours downwards.
        return x * self._cos - y * self._sin, -(x * self._sin + y * self._cos)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        across, down = self._raw(x, y)
        return across - self._left, down - self._top

    def glyphs(self, characters: list[_Character]) -> list[Glyph]:
        found = []
        for character in characters:
            base = self._point(character.x, character.y)[1]
            one = self._point(character.box[0], character.box[1])
            other = self._point(character.box[2], character.box[3])
            left, right = sorted((one[0], other[0]))
            size = max(abs(one[1] - other[1]), 1.0)
            found.append(Glyph(character.text, left, right, base, size))
        return found

    def rules(self, lines: list[tuple[float, float, float, float]]) -> list[Rule]:
        found = []
        for x1, y1, x2, y2 in lines:
            one, other = self._point(x1, y1), self._point(x2, y2)
            (left, right), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
            if right - left >= bottom - top:
                found.append(Rule(True, (top + bottom) / 2, left, right))
            else:
                found.append(Rule(False, (left + right) / 2, top, bottom))
        return found


class _Marks:
    """What a page draws beside its letters: straight lines, the largest picture, and how letters are painted."""

    def __init__(self) -> None:
        self.rules: list[tuple[float, float, float, float]] = []
        self.picture = 0.0
        self.seen = self.unseen = 0
        self._left = _MOST_OBJECTS

    def read(self, page: Any) -> None:
        for number in range(raw.FPDFPage_CountObjects(page)):
            self._object(raw.FPDFPage_GetObject(page, number), _UNIT, 0)

    def _object(self, item: Any, outer: _Matrix, depth: int) -> None:
        self._left -= 1
        if not item or self._left < 0:
            return
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            if len(self.rules) < MOST_RULES:
                self.rules += _straight_lines(item, outer)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            unseen = raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
            self.seen, self.unseen = self.seen + (not unseen), self.unseen + unseen
            _give_width(item)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, *_ = _times(_matrix(item), outer)
            self.picture = max(self.picture, abs(a * d - b * c))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            inner = _times(_matrix(item), outer)
            for number in range(min(max(raw.FPDFFormObj_CountObjects(item), 0), max(self._left, 0))):
                self._object(raw.FPDFFormObj_GetObject(item, number), inner, depth + 1)


def _give_width(item: Any) -> None:
    """Keep pdfium from dropping a run of one character whose font is neither in the file nor on this machine.

    It takes such a run's box from glyphs it does not have, finds it empty and leaves the run out of the page's text
    (observed in pdfium 159: a server without Chinese fonts loses every paragraph's last character that stands alone).
    A stroke round the letters widens the box; nothing is painted here.
    """
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top) or right.value - left.value > 0.05:
        return
    raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_FILL_STROKE)
    raw.FPDFPageObj_SetStrokeWidth(item, 1.0)
    raw.FPDFPageObj_TransformF(item, raw.FS_MATRIX(1, 0, 0, 1, 0, 0))


def _matrix(item: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return _UNIT
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    m, n, o, p, q, r = outer
    return a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r


def _straight_lines(item: Any, outer: _Matrix) -> Iterator[tuple[float, float, float, float]]:
    """The level and upright lines a path paints: strokes, and filled bars too thin to be anything else."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    count = raw.FPDFPath_CountSegments(item)
    if not 2 <= count <= _MOST_SEGMENTS or not raw.FPDFPath_GetDrawMode(item, fill, stroke):
        return
    matrix = _times(_matrix(item), outer)
    for outline in _outlines(item, count, matrix):
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        box = (min(xs), min(ys), max(xs), max(ys))
        if not all(map(math.isfinite, box)):
            continue
        if box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN:
            if stroke.value or fill.value:
                yield box
        elif stroke.value:
            for (x1, y1), (x2, y2) in pairwise(outline):
                if abs(x1 - x2) <= 1 or abs(y1 - y2) <= 1:
                    yield x1, y1, x2, y2


def _outlines(item: Any, count: int, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: list[tuple[float, float]] = []
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and outline:
            yield outline
            outline = []
        if raw.FPDFPathSegment_GetPoint(segment, x, y):
            outline.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment) and outline:
            outline.append(outline[0])
    if outline:
        yield outline
