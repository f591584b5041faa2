"""What the crawler would make of one page: its charset, family, type, and what the family and the reading find.

Pure: the page comes from outside, from the network or from the archive.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from archive.chrome.lines import LearnedChrome
from crawler.extract.charset import decode
from crawler.extract.sniff import sniff_type
from crawler.families.addresses import canonical_url
from crawler.families.base import Article, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.markup import parse_html
from crawler.families.metadata import parse_meta_tags
from crawler.families.registry import FAMILIES
from crawler.probe.drafts import drafts_of, fallback_drafts
from crawler.probe.findings import Candidate, Layout
from crawler.probe.marks import FALLBACK, sniff
from crawler.probe.navigation import is_article_address
from crawler.reading.page import PageReading, read_article_page, read_attachment
from settings.regions.divisions import Divisions
from settings.sites import Column, Site

Form = Literal["index", "article", "attachment"]

_ROWS = 20
#: Characters of text below which a page without rows is not taken for an article by its text alone.
_FRAME = 300
#: What a body may be that is read as a page; Word writes HTML too, and portals paste it into articles whole.
_PAGES = frozenset({"html", "json", "text", "unknown", "word_html", "excel_html"})


@dataclass(frozen=True, slots=True)
class Inspection:
    """One page as the crawler sees it. `good` says that it was read; `why_not` what stood in the way otherwise.

    `index`, `article`, `attachment` are plain values of the type found, the others None.
    """

    url: str
    found_at: str
    outcome: str
    reasons: tuple[str, ...] = ()
    hops: tuple[str, ...] = ()
    status: int | None = None
    source: str = "network"
    size: int = 0
    digest: str | None = None
    charset: Mapping[str, Any] = field(default_factory=dict)
    family: str | None = None
    family_by: str = ""
    marks: tuple[str, ...] = ()
    type: Form | None = None
    index: Mapping[str, Any] | None = None
    article: Mapping[str, Any] | None = None
    attachment: Mapping[str, Any] | None = None
    problems: tuple[tuple[str, str], ...] = ()
    why_not: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return self.type is not None and not self.why_not

    @property
    def exit_code(self) -> int:
        """0 read, 1 not or not whole, 3 blocked by the portal."""
        if self.outcome in ("blocked", "challenge"):
            return 3
        return 0 if self.good else 1

    def to_json(self) -> dict[str, Any]:
        names = [
            *("url", "found_at", "source", "outcome", "reasons", "hops", "status", "size", "digest", "charset"),
            *("family", "family_by", "marks", "type", "index", "article", "attachment", "problems", "why_not"),
        ]
        return {name: _plain(getattr(self, name)) for name in names}


def inspect_page(
    seen: Inspection,
    page: Page,
    site: Site,
    form: Form | None,
    scope: Scope,
    divisions: Divisions,
    learned: LearnedChrome | None = None,
) -> Inspection:
    """`seen` (how the page was come by) with everything the crawler finds in it. `form` forces how it is read,
    `learned` are the lines that the site prints on its pages.

    A row's own column decides the family where one reads the page; else the page's marks do.
    """
    found = decode(page.body, page.headers.get("content-type"))
    seen = replace(
        seen,
        found_at=page.url,
        status=page.status,
        size=len(page.body),
        digest=hashlib.sha256(page.body).hexdigest(),
        charset={"charset": found.charset, "basis": found.basis, "damaged": found.damaged, "flags": list(found.flags)},
    )
    kind = sniff_type(page.body)
    if form == "attachment" or (form is None and (page.fetch.role == "attachment" or kind not in _PAGES)):
        return _attachment(seen, page, site, divisions)
    marks = sniff(page.url, found.text.replace("\x00", ""))
    seen = replace(seen, marks=tuple(str(mark) for mark in marks))
    orders: list[Form] = ["article", "index"] if _is_article(page, found.text) else ["index", "article"]
    failures: list[str] = []
    weak: Inspection | None = None
    for wanted in [form] if form is not None else orders:
        for column, wish, by in _columns(page, site, scope):
            if kind == "json" and column.family == FALLBACK:
                # The fallback reads links; data without a mark is no page of it.
                continue
            asked = replace(page, fetch=replace(wish, role=wanted) if wanted != "index" else wish)
            try:
                read = _read(seen, asked, site, column, by, wanted, scope, divisions, learned)
            except UnreadablePage as error:
                failures.append(f"as {wanted} of {column.family}: {error}")
                continue
            if form is None and wanted == "index" and not (read.index or {}).get("entries"):
                # Links to further pages and no row: an article's frame looks the same.
                weak = weak or read
                continue
            if weak is not None and wanted == "article" and _is_short(read):
                continue
            return read
    if weak is not None:
        return weak
    return replace(seen, why_not=tuple(dict.fromkeys(failures)) or ("no family's mark is in the page",))


def _is_short(read: Inspection) -> bool:
    """Whether an article's text is no longer than a page's frame may be."""
    return len(str((read.article or {}).get("text") or "")) < _FRAME


def _columns(page: Page, site: Site, scope: Scope) -> Iterator[tuple[Column, Fetch, str]]:
    """The columns a page may be read under, each with the wish that would have brought it: the row's, then by marks."""
    url = canonical_url(page.fetch.url)
    starts: list[tuple[Column, Fetch]] = []
    others: list[Column] = []
    for column in site.columns:
        wishes = [wish for wish in FAMILIES[column.family].start(site, column, scope) if wish.method == "GET"]
        own = [wish for wish in wishes if canonical_url(wish.url) == url]
        starts += [(column, wish) for wish in own[:1]]
        others += [column] if not own else []
    for column, wish in starts:
        yield column, wish, f"the row's column {column.key} starts here"
    marks = sniff(page.url, decode(page.body, page.headers.get("content-type")).text)
    families = {mark.family for mark in marks}
    for column in sorted(others, key=lambda one: not _is_below(one, page.url)):
        if column.family in families or _is_below(column, page.url):
            yield column, Fetch(page.fetch.url), f"the row's column {column.key}"
    layouts: tuple[Layout, ...] = ("list", "units")
    for layout in layouts:
        candidate = Candidate(page.url, "", layout, "", marks, "")
        for draft in (*drafts_of(candidate, "inspected", marks), *fallback_drafts(candidate, "inspected")):
            for wish in FAMILIES[draft.column.family].start(site, draft.column, scope)[:1]:
                yield draft.column, wish, str(draft.evidence or "no mark: the fallback")


def _read(
    seen: Inspection,
    page: Page,
    site: Site,
    column: Column,
    by: str,
    wanted: Form,
    scope: Scope,
    divisions: Divisions,
    learned: LearnedChrome | None,
) -> Inspection:
    """The page read under one column. Raises UnreadablePage, also where there is nothing of the type wanted in it."""
    family = FAMILIES[column.family]
    seen = replace(seen, family=column.family, family_by=by, type=wanted)
    if wanted == "index":
        index = family.parse_index(page, site, column, scope)
        if not index.entries and not index.more:
            said = "; ".join(message for _, message in index.problems)
            raise UnreadablePage(said or "a list page without a row and without a further page")
        short = tuple(message for code, message in index.problems if code.startswith("incomplete"))
        return replace(seen, index=_index(index), problems=index.problems, why_not=short)
    article = family.parse_article(page, site, column)
    known = {"unit": column.unit, "year": column.year}
    reading = read_article_page(article, page, site, known, divisions, learned)
    empty = () if reading.text or article.attachments else ("the body is empty",)
    return replace(seen, article=_article(article, reading), problems=reading.problems, why_not=empty)


def _attachment(seen: Inspection, page: Page, site: Site, divisions: Divisions) -> Inspection:
    reading = read_attachment(page, site, {}, divisions)
    value = {"type": reading.carrier, **_reading(reading)}
    why = () if reading.text else tuple(message for _, message in reading.problems) or ("nothing could be read",)
    return replace(seen, type="attachment", attachment=value, problems=reading.problems, why_not=why)


def _is_article(page: Page, text: str) -> bool:
    if is_article_address(page.url) or "xxgkAnnualReport.jsp" in urlsplit(page.url).path:
        return True
    try:
        return "ArticleTitle" in parse_meta_tags(parse_html(text.replace("\x00", "")))
    except UnreadablePage:
        return False


def _is_below(column: Column, url: str) -> bool:
    """Whether an address lies in the folder a column starts in."""
    return any(canonical_url(url).startswith(start[: start.rfind("/") + 1]) for start in column.start)


def _index(index: Index) -> dict[str, Any]:
    return {
        "entries": len(index.entries),
        "first": [
            {
                "title": entry.title,
                "url": entry.fetch.url,
                "posted": entry.posted.isoformat() if entry.posted else None,
                "unit": entry.unit,
                "year": entry.year,
            }
            for entry in index.entries[:_ROWS]
        ],
        "more": len(index.more),
        "more_first": [wish.url for wish in index.more[:_ROWS]],
        "total": index.total,
    }


def _article(article: Article, reading: PageReading) -> dict[str, Any]:
    return {
        "container": article.container,
        "title": article.title,
        "posted": article.posted.isoformat() if article.posted else None,
        "publisher": article.publisher,
        "breadcrumb": list(article.breadcrumb),
        "meta": dict(sorted(article.meta.items())),
        "attachments": [{"name": file.name, "url": file.url} for file in article.attachments],
        **_reading(reading),
    }


def _reading(reading: PageReading) -> dict[str, Any]:
    return {"report": reading.report.accepted, "text": reading.text, "facts": reading.facts()}


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
