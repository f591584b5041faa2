"""How the pages and files of one site are read, and under which rules: the composition that crawl and replay share."""

from datetime import date, datetime
from typing import Protocol

from archive.chrome.lines import LearnedChrome
from archive.values import Reread
from crawler.families.base import Family, Page
from crawler.reading.page import RULES, PageReading, file_rules, read_article_page, read_attachment
from settings.regions.divisions import Divisions
from settings.sites import Column, Site

#: Begins the part of a reading's rules that names the charset its row declared.
CHARSET_MARK = "row-charset:"


class Known(Protocol):
    """What the frontier knows of an address: a FrontierEntry, and what a replay has of it."""

    @property
    def column_key(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def posted(self) -> date | None: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def year(self) -> int | None: ...


def read_look(
    page: Page, entry: Known, site: Site, family: Family, divisions: Divisions, learned: LearnedChrome | None = None
) -> PageReading:
    """What today's rules make of one page or file: the one composition of crawl and replay. `learned` are the lines
    that the site prints on its pages; a file has none of them. Raises UnreadablePage."""
    known = {
        "entry_title": entry.title,
        "unit": entry.unit,
        "year": entry.year,
        "posted": entry.posted,
        "url": entry.url,
    }
    if entry.role == "attachment":
        return read_attachment(page, site, known, divisions)
    article = family.parse_article(page, site, site.column(entry.column_key))
    return read_article_page(article, page, site, known, divisions, learned)


def look_rules(entry: Known, site: Site, family: Family, learned: LearnedChrome | None = None) -> str:
    """The rules `read_look` reads under."""
    if entry.role == "attachment":
        return file_rules()
    return page_rules(family, site.column(entry.column_key), learned)


def page_rules(family: Family, column: Column, learned: LearnedChrome | None = None) -> str:
    """The rules a column's pages are read under. The lines learned of the site are one, and a charset the row declares
    is another: the same bytes say something else under another."""
    version = learned.version if learned is not None else ""
    return " ".join(filter(None, (RULES, family.rules, version, charset_rule(column))))


def charset_rule(column: Column) -> str | None:
    """The rule that a charset declared in the row is; None where it declares none."""
    return f"{CHARSET_MARK}{column.charset.lower()}" if column.charset else None


def reread_of(reading: PageReading, digest: str, url: str, rules: str, now: datetime) -> Reread:
    """A reading of the payload `digest` as the archive is told of it."""
    said = reading.report
    return Reread(
        blob_digest=digest,
        url=url,
        rules=rules,
        made_at=now,
        kind=said.kind,
        accepted=said.accepted,
        title=said.title,
        text=reading.text,
        facts=reading.facts(),
        figures=reading.figures,
    )
