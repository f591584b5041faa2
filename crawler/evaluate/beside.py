"""Other extractors on the same pages. Each is optional (the extra `evaluate`); one that is missing is said to be."""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from lxml import html

from crawler.evaluate.folder import SavedPage
from crawler.evaluate.pages import Extractor, source_of

#: What is shown for an extractor that is not there.
NOT_INSTALLED = "not installed"


def others() -> Mapping[str, Extractor | None]:
    """Every extractor measured beside ours, None where its library is not installed."""
    return {
        "trafilatura": _trafilatura(),
        "trafilatura recall": _trafilatura(recall=True),
        "trafilatura precision": _trafilatura(precision=True),
        "readability-lxml": _installed("readability", _readability),
        "justext": _installed("justext", _justext),
        "resiliparse": _installed("resiliparse", _resiliparse),
    }


def _installed(module: str, make: Callable[[], Callable[[str], str]]) -> Extractor | None:
    return _whole(make()) if find_spec(module) is not None else None


def _whole(extract: Callable[[str], str]) -> Extractor:
    def read(page: SavedPage) -> tuple[str, str]:
        try:
            return "", extract(source_of(page))
        except Exception:  # noqa: BLE001 - whatever a library raises over a page, it has no text of it
            return "", ""

    return read


def _trafilatura(*, recall: bool = False, precision: bool = False) -> Extractor:
    from trafilatura import extract

    return _whole(lambda source: extract(source, favor_recall=recall, favor_precision=precision) or "")


def _readability() -> Callable[[str], str]:
    document: Any = import_module("readability").Document

    def extract(source: str) -> str:
        summary = document(source).summary()
        return "".join(map(str, html.document_fromstring(summary).itertext())) if summary.strip() else ""

    return extract


def _justext() -> Callable[[str], str]:
    library: Any = import_module("justext")

    def extract(source: str) -> str:
        # No stop list for Chinese: the library's own advice for a language without one.
        paragraphs = library.justext(
            source, frozenset(), length_low=20, length_high=60, stopwords_low=0, stopwords_high=0
        )
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return extract


def _resiliparse() -> Callable[[str], str]:
    extract: Any = import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda source: str(extract(source, main_content=True, alt_texts=False))
