"""OFD (GB/T 33190), the national fixed-layout format, to lines: a zip of XML that places text and lines as PDF does.

OFD.xml names the documents, each Document.xml its pages in order, each page its objects. Lengths are millimetres, y
downwards. Text stands in TextCode elements with an offset for each character; ruled lines are paths. Seals, signatures
and annotations are not read.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from lxml import etree

from crawler.extract.grids import MOST_RULES
from crawler.extract.lines import Block, is_cjk
from crawler.extract.packs import DAMAGE, check_pack, open_pack, read_part
from crawler.extract.printed import Glyph, Rule, Sheet
from crawler.extract.typeset import set_pages
from crawler.extract.unread import BrokenDocument, UnfoldsTooFar, UnreadDocument

MOST_PAGES = 300
_POINTS = 72 / 25.4
_MOST_CHARACTERS = 1_500_000
_MOST_BYTES = 96 * 1024 * 1024
_DEEPEST = 40
_THIN = 2.6
_COMMAND = re.compile(r"([A-Za-z])|(-?\d+(?:\.\d*)?(?:[eE]-?\d+)?|-?\.\d+)")
_ARGUMENTS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

_Matrix = tuple[float, float, float, float, float, float]


def read_ofd(body: bytes, name: str = "") -> tuple[list[Block], tuple[str, ...]]:
    """The lines of an OFD file and flags: `pages_cut`, and `scan_pages:N` for pages that are pictures.

    Raises UnreadDocument ("scan", "encrypted ofd"), UnfoldsTooFar and BrokenDocument.
    """
    try:
        with open_pack(body) as archive:
            check_pack(archive)
            if "Encryptions.xml" in archive.namelist():
                raise UnreadDocument("encrypted ofd", name)
            package = _Package(archive)
            sheets = list(package.sheets())
    except (UnreadDocument, UnfoldsTooFar, BrokenDocument):
        raise
    except etree.XMLSyntaxError as error:
        raise BrokenDocument(f"the .ofd holds XML that cannot be read: {error}") from None
    except (KeyError, *DAMAGE) as error:
        raise BrokenDocument(f"the .ofd cannot be unpacked: {error}") from None
    if not any(sheet.glyphs for sheet in sheets):
        if package.pictures:
            raise UnreadDocument("scan", name)
        raise BrokenDocument("the .ofd has no page with text")
    flags = ["pages_cut"] if package.cut else []
    if package.scans:
        flags.append(f"scan_pages:{package.scans}")
    return set_pages(sheets), tuple(flags)


class _Package:
    """The parts of one OFD file, found by following its own names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._known = {name.lstrip("/").lower(): name for name in archive.namelist()}
        self._bytes = 0
        self._left = _MOST_CHARACTERS
        self.cut = False
        self.pictures = self.scans = 0

    def sheets(self) -> Iterator[Sheet]:
        """Every page of every document, in order."""
        pages = 0
        for root in _all(self._part("OFD.xml", ""), "DocRoot"):
            where = _path(root.text, "")
            document = self._part(where, "")
            area = next((_numbers(box.text) for box in _all(document, "PhysicalBox")), [0.0, 0.0, 210.0, 297.0])
            templates = {page.get("ID"): _path(page.get("BaseLoc"), where) for page in _all(document, "TemplatePage")}
            for page in (page for pages_of in _all(document, "Pages") for page in _children(pages_of, "Page")):
                pages += 1
                if pages > MOST_PAGES:
                    self.cut = True
                    return
                yield self._sheet(_path(page.get("BaseLoc"), where), templates, area)

    def _part(self, name: str, where: str) -> Any:
        real = self._known.get(_path(name, where).lower())
        if real is None:
            raise BrokenDocument(f"the .ofd has no part {name}")
        self._bytes += self._archive.getinfo(real).file_size
        if self._bytes > _MOST_BYTES:
            raise UnfoldsTooFar(f"the pages of the .ofd unfold to more than {_MOST_BYTES} bytes")
        return read_part(self._archive, real)

    def _sheet(self, where: str, templates: dict[str | None, str], area: list[float]) -> Sheet:
        root = self._part(where, "")
        box = next((_numbers(found.text) for found in _all(root, "PhysicalBox")), area)
        if len(box) != 4:
            box = area
        sheet = Sheet(box[2] * _POINTS, box[3] * _POINTS)
        for template in _children(root, "Template"):
            behind = templates.get(template.get("TemplateID"))
            if behind is not None:
                self._objects(self._part(behind, ""), sheet, 0)
        pictures = self.pictures
        self._objects(root, sheet, 0)
        self.scans += not sheet.glyphs and self.pictures > pictures
        return sheet

    def _objects(self, parent: Any, sheet: Sheet, depth: int) -> None:
        for item in parent:
            kind = _local(item)
            if kind == "TextObject":
                self._text(item, sheet)
            elif kind == "PathObject":
                if len(sheet.rules) < MOST_RULES:
                    sheet.rules += _rules(item)
            elif kind == "ImageObject":
                self.pictures += 1
            elif kind in ("Content", "Layer", "PageBlock") and depth < _DEEPEST:
                self._objects(item, sheet, depth + 1)

    def _text(self, item: Any, sheet: Sheet) -> None:
        left, top, *_ = [*_numbers(item.get("Boundary")), 0.0, 0.0]
        matrix = _matrix(item)
        size = (_numbers(item.get("Size")) or [3.5])[0]
        for code in _children(item, "TextCode"):
            text = (code.text or "")[: self._left]
            self._left -= len(text)
            x, y = (_numbers(code.get("X")) or [0.0])[0], (_numbers(code.get("Y")) or [0.0])[0]
            across, down = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
            for number, character in enumerate(text):
                width = size * (1.0 if is_cjk(character) else 0.5)
                x1, y1 = _apply(matrix, x, y)
                x2, _ = _apply(matrix, x + width, y)
                tall = abs(_apply(matrix, x, y + size)[1] - y1) or size
                sheet.glyphs.append(
                    Glyph(
                        character,
                        (left + min(x1, x2)) * _POINTS,
                        (left + max(x1, x2)) * _POINTS,
                        (top + y1) * _POINTS,
                        max(tall * _POINTS, 1.0),
                    )
                )
                x += across[number] if number < len(across) else 0.0 if down else width
                y += down[number] if number < len(down) else 0.0


def _rules(item: Any) -> Iterator[Rule]:
    """The level and upright lines of a path: strokes, and filled bars too thin to be anything else."""
    left, top, *_ = [*_numbers(item.get("Boundary")), 0.0, 0.0]
    matrix = _matrix(item)
    filled = item.get("Fill", "false").lower() == "true"
    stroked = item.get("Stroke", "true").lower() != "false"
    data = next((found.text or "" for found in _children(item, "AbbreviatedData")), "")
    for outline in _outlines(data[:20_000]):
        placed = [_apply(matrix, x, y) for x, y in outline]
        points = [((left + x) * _POINTS, (top + y) * _POINTS) for x, y in placed]
        wide = max(x for x, _ in points) - min(x for x, _ in points)
        tall = max(y for _, y in points) - min(y for _, y in points)
        if filled and not stroked and min(wide, tall) > _THIN:
            continue
        for (x1, y1), (x2, y2) in pairwise(points):
            if abs(y1 - y2) <= 1 < abs(x1 - x2):
                yield Rule(True, (y1 + y2) / 2, min(x1, x2), max(x1, x2))
            elif abs(x1 - x2) <= 1 < abs(y1 - y2):
                yield Rule(False, (x1 + x2) / 2, min(y1, y2), max(y1, y2))


def _outlines(data: str) -> Iterator[list[tuple[float, float]]]:
    """The points that straight pieces of a path join; a curve begins a new outline where it ends."""
    outline: list[tuple[float, float]] = []
    command = ""
    values: list[float] = []
    for letter, number in _COMMAND.findall(data):
        if letter:
            command, values = letter, []
            if command == "C" and len(outline) > 1:
                outline.append(outline[0])
            continue
        values.append(float(number))
        if len(values) < _ARGUMENTS.get(command, 1_000):
            continue
        point = (values[-2], values[-1])
        values = []
        if command != "L":
            if len(outline) > 1:
                yield outline
            outline = []
        outline.append(point)
    if len(outline) > 1:
        yield outline


def _deltas(text: str | None, most: int) -> list[float]:
    """Offsets between characters; "g 3 5" stands for 5 5 5."""
    found: list[float] = []
    words = iter((text or "")[:200_000].split())
    for word in words:
        times = 1
        if word == "g":
            times, word = int(_float(next(words, "0"))), next(words, "0")
        found += [_float(word)] * max(min(times, most - len(found)), 0)
    return found


def _numbers(text: str | None) -> list[float]:
    return [_float(word) for word in (text or "")[:400].split()]


def _float(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        return 0.0
    return value if -1e6 < value < 1e6 else 0.0


def _matrix(item: Any) -> _Matrix:
    values = _numbers(item.get("CTM"))
    if len(values) != 6:
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (values[0], values[1], values[2], values[3], values[4], values[5])


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _path(name: str | None, where: str) -> str:
    """A part's name as it stands in the archive. `where` is the part that names it."""
    name = (name or "").strip().replace("\\", "/")
    whole = name if name.startswith("/") else posixpath.join(posixpath.dirname(where), name)
    return posixpath.normpath(whole).lstrip("/")


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element if _local(child) == name)


def _all(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element.iter() if _local(child) == name)
