"""One page or file to one reading: the composition that crawl and replay share."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from archive.chrome.lines import LearnedChrome
from archive.figures.values import ReadFigures
from crawler.extract.charset import CHARSET_RULES
from crawler.extract.clean import EXTRACT_RULES, CleanText, clean_markup
from crawler.extract.documents import (
    DOCUMENT_RULES,
    BrokenDocument,
    NotAFile,
    UnfoldsTooFar,
    UnreadDocument,
    document_rules,
    read_document,
)
from crawler.extract.sniff import sniff_type
from crawler.extract.sources import place_facts
from crawler.extract.text_tables import table_facts
from crawler.families.base import Article, Page
from crawler.reading.dates import ReadDate
from crawler.reading.report import Hints, ReportReading, read_report
from crawler.reading.rules import READING_RULES
from crawler.reading.soundness import SOUNDNESS_RULES, unsound
from crawler.reading.stated import FIGURE_RULES, read_stated
from settings.regions.divisions import Divisions
from settings.sites import Site

#: The rules every reading is made under. The caller adds the family's own for a page.
RULES = f"{CHARSET_RULES}+{EXTRACT_RULES}+{DOCUMENT_RULES}+{READING_RULES}+{SOUNDNESS_RULES}+{FIGURE_RULES}"


def file_rules() -> str:
    """The rules a file is read under on this machine: RULES, with the text recognition that is installed, if any."""
    return RULES.replace(DOCUMENT_RULES, document_rules())


_PROBLEMS: dict[type[ValueError], str] = {
    UnreadDocument: "unread_document",
    NotAFile: "not_a_file",
    BrokenDocument: "broken_document",
    UnfoldsTooFar: "unfolds_too_far",
}


@dataclass(frozen=True, slots=True)
class PageReading:
    """What today's rules make of one payload.

    `clean` is None where there was nothing to read: a page without a body (`empty`), a file of a type not read.
    `carrier` is html, the file's type, or scan for what is a picture of a text, recognised or not. `problems` are
    (code, sentence), for the run's issues. `figures` are what the text of an accepted report states, None otherwise.
    """

    report: ReportReading
    clean: CleanText | None
    carrier: str
    hints: Hints
    article: Article | None = None
    problems: tuple[tuple[str, str], ...] = ()
    figures: ReadFigures | None = None

    @property
    def text(self) -> str | None:
        """The clean text, None without any."""
        return self.clean.text if self.clean is not None and self.clean.text else None

    @property
    def empty(self) -> bool:
        """A page with no body at all: a year the portal lists without a report."""
        return self.article is not None and not self.text and not self.article.attachments

    def facts(self) -> dict[str, Any]:
        """Everything decided and its evidence, in JSON form, as the archive keeps it beside the text."""
        said = self.report
        facts: dict[str, Any] = {
            "title": said.title,
            "title_source": said.title_source,
            "kind": said.kind,
            "points": said.points,
            "rules": [list(rule) for rule in said.rules],
            "scope": said.scope,
            "issuer": asdict(said.issuer) if said.issuer else None,
            "compiled_by": said.compiled_by,
            "year": said.year,
            "year_basis": said.year_basis,
            "signed_partial": said.signed_partial,
            "flags": list(said.flags),
            "carrier": self.carrier,
            "hints": _known(self.hints),
        }
        for name in ("period_start", "period_end", "signed", "posted", "url_date"):
            facts[name] = _dated(getattr(said, name))
        if self.clean is not None:
            facts["text"] = {
                "coverage": self.clean.coverage,
                "fallback": self.clean.fallback,
                "flags": list(self.clean.flags),
                "tables": table_facts(self.clean.tables),
                "places": place_facts(self.clean.blocks),
            }
        if self.article is not None:
            facts["container"] = self.article.container
        return facts


def read_article(
    article: Article, hints: Hints, divisions: Divisions, learned: LearnedChrome | None = None
) -> tuple[CleanText, ReportReading]:
    """The clean text of an article's body and what it is."""
    clean = clean_markup(article.markup, learned)
    return clean, read_report(clean.text, hints, divisions)


def read_article_page(
    article: Article,
    page: Page,
    site: Site,
    known: Mapping[str, Any],
    divisions: Divisions,
    learned: LearnedChrome | None = None,
) -> PageReading:
    """Read an article a family took apart. `known` is what the list said of it: entry_title, unit, year, posted;
    `learned` the lines that the site prints on its pages."""
    hints = Hints(
        site=site.host,
        division=site.division,
        url=page.url,
        entry_title=known.get("entry_title"),
        article_title=article.title,
        unit=known.get("unit"),
        year=known.get("year"),
        posted=article.posted or known.get("posted"),
        publisher=article.publisher,
        site_code=article.site_code,
        breadcrumb=article.breadcrumb,
        meta=article.meta,
    )
    clean, report = read_article(article, hints, divisions, learned)
    if report.kind == "attachment_only" and not article.attachments:
        report = replace(report, kind="not_report")
    elif not report.accepted and article.attachments and len(clean.text) < 120 and report.kind == "not_report":
        # A body without words beside a file: the report is the file, whatever the page says of it.
        report = replace(report, kind="attachment_only")
    problems = list(article.problems)
    if clean.fallback or "no_tree" in clean.flags:
        problems.append(("text_by_fallback", f"the usual extraction was set aside: {', '.join(clean.flags)}"))
    if fault := unsound(clean.text):
        problems.append(fault)
        report = replace(report, kind="unread", accepted=False)
    return PageReading(report, clean, "html", hints, article, tuple(problems), _figures(clean, report))


def read_attachment(page: Page, site: Site, known: Mapping[str, Any], divisions: Divisions) -> PageReading:
    """Read an attached file. `known` is what is known of the page it hangs on; never raises for what the file is."""
    name = page.fetch.context.get("name", "")
    hints = Hints(
        site=site.host,
        division=site.division,
        url=page.url,
        entry_title=known.get("entry_title") or name.rpartition(".")[0] or None,
        unit=known.get("unit"),
        year=known.get("year"),
        posted=known.get("posted"),
    )
    return read_file(page.body, name, hints, divisions)


def read_file(body: bytes, name: str, hints: Hints, divisions: Divisions) -> PageReading:
    """Read a file's bytes. A file that cannot be read gives a reading of kind `unread` and says why."""
    try:
        clean = read_document(body, name)
    except (UnreadDocument, NotAFile, BrokenDocument, UnfoldsTooFar) as error:
        code = _PROBLEMS[type(error)]
        nothing = read_report("", hints, divisions)
        reason = error.kind if isinstance(error, UnreadDocument) else code
        report = replace(nothing, kind="unread", accepted=False, flags=(*nothing.flags, f"unread:{reason}"))
        carried = "scan" if reason == "scan" else sniff_type(body)
        return PageReading(report, None, carried, hints, None, ((code, str(error)),))
    carrier = "scan" if "ocr" in clean.flags else clean.flags[0].removeprefix("type:")
    report = read_report(clean.text, hints, divisions)
    if fault := unsound(clean.text):
        report = replace(report, kind="unread", accepted=False)
        return PageReading(report, clean, carrier, hints, None, (fault,))
    return PageReading(report, clean, carrier, hints, figures=_figures(clean, report))


def _figures(clean: CleanText, report: ReportReading) -> ReadFigures | None:
    if not report.accepted or not clean.text:
        return None
    return read_stated(clean.text, report.year, report.issuer.level if report.issuer else None)


def _dated(found: ReadDate | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "value": found.value.isoformat(),
        "source": found.source,
        "printed": found.printed,
        "broken": found.broken,
    }


def _known(hints: Hints) -> dict[str, Any]:
    """The outside evidence that there was, without the page's whole metadata."""
    names = ("entry_title", "article_title", "unit", "year", "publisher", "site_code")
    known: dict[str, Any] = {name: value for name in names if (value := getattr(hints, name)) is not None}
    if hints.posted is not None:
        known["posted"] = date.isoformat(hints.posted)
    if hints.breadcrumb:
        known["breadcrumb"] = list(hints.breadcrumb)
    return known
