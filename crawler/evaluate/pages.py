"""Text fidelity: the clean text of saved pages against what people marked as their main text."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from json import loads
from pathlib import PurePath
from typing import Any

from lxml import html
from lxml.etree import LxmlError

from crawler.evaluate.folder import SavedPage
from crawler.evaluate.measures import Fidelity, by_characters, by_runs, differing_words, squeeze
from crawler.extract.charset import decode
from crawler.extract.clean import clean_markup
from crawler.extract.documents import BrokenDocument, NotAFile, UnfoldsTooFar, UnreadDocument, read_document
from crawler.extract.sniff import sniff_type
from crawler.families.article import read_article
from crawler.families.base import Fetch, Page, UnreadablePage

#: An address for pages whose own was not recorded; it says nothing of the page.
_NO_URL = "http://www.example.gov.cn/art/2018/1/5/art_1_1.html"
_PAGES = {".html", ".htm", ".shtml"}

#: A page to (title, main text).
Extractor = Callable[[SavedPage], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page's text against its gold. `lost` and `leaked` are the strings that had to stay and to go; paragraphs are
    the gold's lines, rows those of the page's tables that belong to its main text, each (whole, all)."""

    id: str
    family: str
    kind: str
    characters: Fidelity
    runs: Fidelity
    lost: tuple[str, ...]
    kept: int
    leaked: tuple[str, ...]
    dropped: int
    paragraphs: tuple[int, int]
    rows: tuple[int, int]
    missing: tuple[str, ...]
    added: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The score as plain data."""
        return {
            "id": self.id,
            "family": self.family,
            "kind": self.kind,
            "characters": _fidelity(self.characters),
            "runs": _fidelity(self.runs),
            "keep_lost": list(self.lost),
            "chrome_leaked": list(self.leaked),
            "paragraphs_whole": list(self.paragraphs),
            "rows_whole": list(self.rows),
            "missing": list(self.missing),
            "added": list(self.added),
        }


def read_page(page: SavedPage) -> tuple[str, str]:
    """The title and clean text of a saved page, as the crawl reads one: container, then clean text. No text where it
    cannot be read at all, so that an evaluation counts it as lost and goes on."""
    if not is_page(page):
        try:
            return "", read_document(page.body, PurePath(page.name).name).text
        except (UnreadDocument, BrokenDocument, NotAFile, UnfoldsTooFar):
            return "", ""
    answer = _answer(page)
    if answer is not None:
        return "", clean_markup(markup_of(answer)).text
    url = page.url or _NO_URL
    try:
        article = read_article(Page(url, 200, {}, page.body, Fetch(url, "article")), decode(page.body, None).text)
    except UnreadablePage:
        return "", ""
    return article.title or "", clean_markup(article.markup).text


def is_page(page: SavedPage) -> bool:
    """Whether a saved page is one, or an answer in JSON, and not a file in its place."""
    named = PurePath(page.name).suffix.lower() in _PAGES
    return named or _is_answer(page) or sniff_type(page.body) in ("html", "text", "unknown")


def source_of(page: SavedPage) -> str:
    """The markup an extractor is given: the page decoded as ours is, so that only the extraction differs."""
    answer = _answer(page)
    return decode(page.body, None).text if answer is None else f"<html><body>{markup_of(answer)}</body></html>"


def _answer(page: SavedPage) -> Any:
    """What a page says that is an answer in JSON; None for any other."""
    if not _is_answer(page):
        return None
    try:
        return loads(decode(page.body, None).text)
    except (ValueError, RecursionError):
        return None


def _is_answer(page: SavedPage) -> bool:
    start = page.body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    named = PurePath(page.name).suffix.lower() in _PAGES
    return not named and start.startswith((b"{", b"[")) and not start.startswith(b"{\\rtf")


def markup_of(data: Any) -> str:
    """The longest string of markup in a JSON answer: a portal built of scripts sends its article so. Without any, the
    longest string, line by line."""
    found = plain = ""
    stack = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            found = value if "<" in value and len(value) > len(found) else found
            plain = value if len(value) > len(plain) else plain
        elif isinstance(value, Mapping):
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
    return found or plain


def score_pages(pages: Iterable[SavedPage], extract: Extractor = read_page) -> list[PageScore]:
    """Every page's score under an extractor."""
    return [_score(page, *extract(page)) for page in pages]


def _score(page: SavedPage, title: str, text: str) -> PageScore:
    found, gold = squeeze(text), squeeze(page.gold)
    said = squeeze(title) + "\n" + found
    paragraphs = [line for line in map(squeeze, page.gold.split("\n")) if line]
    rows = table_rows(page, gold)
    missing, added = differing_words(found, gold)
    return PageScore(
        id=page.id,
        family=page.family,
        kind=page.kind,
        characters=by_characters(found, gold),
        runs=by_runs(found, gold),
        lost=tuple(words for words in page.keep if squeeze(words) not in said),
        kept=len(page.keep),
        leaked=tuple(words for words in page.drop if squeeze(words) in found),
        dropped=len(page.drop),
        paragraphs=(sum(line in found for line in paragraphs), len(paragraphs)),
        rows=(sum(row in found for row in rows), len(rows)),
        missing=missing,
        added=added,
    )


def table_rows(page: SavedPage, gold: str) -> list[str]:
    """The rows of a page's tables that stand in its squeezed gold: the words of at least two cells, run together.

    They are taken from the page's own markup, by another way than the one that is measured.
    """
    if not is_page(page) or _answer(page) is not None:
        return []
    try:
        tree = html.document_fromstring(decode(page.body, None).text)
    except (LxmlError, ValueError):
        return []
    rows = []
    for row in tree.iter("tr"):
        if row.find(".//tr") is not None:
            continue
        cells = [squeeze("".join(map(str, cell.itertext()))) for cell in row if cell.tag in ("td", "th")]
        words = "".join(cells)
        if sum(map(bool, cells)) > 1 and words in gold:
            rows.append(words)
    return rows


def _fidelity(found: Fidelity) -> dict[str, float]:
    return {"precision": round(found.precision, 5), "recall": round(found.recall, 5), "f1": round(found.f1, 5)}
