"""What a probe found, as frozen values: columns tried with their evidence, verdicts with their reasons."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from crawler.families.base import Entry, Index, Page
from crawler.probe.facts import SiteFacts
from crawler.probe.marks import Sniffed
from crawler.probe.wishes import wish_of
from settings.sites import Column

Word = Literal["understood", "understood in part", "not understood"]
Layout = Literal["list", "units", "tree"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far something is understood, and every reason why not further."""

    word: Word
    reasons: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return self.word != "not understood"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page of the portal that may be a column: where it is, what its link was called, and how it may be laid out.

    `promise` is the kind of the link that led here; `sniffed` the families whose marks the page shows, or the pages
    below it. `via` is the page that links it.
    """

    url: str
    caption: str
    layout: Layout
    promise: str
    sniffed: tuple[Sniffed, ...]
    via: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One entry looked at and read by the real rules. `county` is the code of the issuer's county."""

    url: str
    title: str
    outcome: str
    accepted: bool
    kind: str
    issuer: str | None = None
    year: int | None = None
    words: str = ""
    carrier: str = ""
    county: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "title": self.title,
            "outcome": self.outcome,
            "report": self.accepted,
            "kind": self.kind,
            "issuer": self.issuer,
            "year": self.year,
            "carrier": self.carrier,
            "first_words": self.words,
        }


@dataclass(frozen=True, slots=True)
class ListSeen:
    """One list of a column with all its pages: where it begins, the rows seen and the total it prints."""

    url: str
    seen: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Trial:
    """A column walked under the real rules.

    `pages` are the list pages with what the family made of each, None where it could not be read; `left` says that
    list pages were left unwalked, `failed` why the walk had to give up. `articles` are the pages of the samples that
    read as reports.
    """

    column: Column
    evidence: Sniffed | None
    candidate: Candidate
    pages: tuple[tuple[Page, Index | None], ...] = ()
    left: bool = False
    failed: str | None = None
    problems: tuple[tuple[str, str], ...] = ()
    samples: tuple[Sample, ...] = ()
    articles: tuple[Page, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry listed, each address once, in the order of listing."""
        found: dict[str, Entry] = {}
        for _, index in self.pages:
            for entry in index.entries if index is not None else ():
                found.setdefault(entry.fetch.url, entry)
        return tuple(found.values())

    @property
    def lists(self) -> tuple[ListSeen, ...]:
        """The column's lists: a page that a page with rows leads to goes on with that page's list."""
        heads: dict[str, str] = {}
        rows: dict[str, set[str]] = {}
        totals: dict[str, int | None] = {}
        for page, index in self.pages:
            if index is None:
                continue
            key = wish_of(page.fetch)
            head = heads.get(key, key)
            if index.entries or head != key:
                rows.setdefault(head, set()).update(entry.fetch.url for entry in index.entries)
                heads.update((wish_of(fetch), head) for fetch in index.more)
            if index.total is not None:
                totals[head] = index.total
        names = {wish_of(page.fetch): page.fetch.url for page, _ in self.pages}
        known = dict.fromkeys([*rows, *totals])
        return tuple(ListSeen(names[head], len(rows.get(head, ())), totals.get(head)) for head in known)

    @property
    def total(self) -> int | None:
        """The rows the site prints for all lists together, None where it prints none."""
        totals = [one.total for one in self.lists if one.total is not None]
        return sum(totals) if totals else None

    @property
    def units(self) -> tuple[str, ...]:
        """The units the lists themselves name, in order."""
        return tuple(dict.fromkeys(entry.unit for entry in self.entries if entry.unit))

    @property
    def next_page(self) -> str | None:
        """The first address that leads from a list's rows to more rows: the paging rule at work."""
        for _, index in self.pages:
            if index is not None and index.entries and index.more:
                return index.more[0].url
        return None

    @property
    def reports(self) -> tuple[Sample, ...]:
        return tuple(sample for sample in self.samples if sample.accepted)


@dataclass(frozen=True, slots=True)
class TriedColumn:
    """A trial with the verdict on it. `duplicate_of` names the column that lists everything it lists."""

    trial: Trial
    verdict: Verdict
    duplicate_of: str | None = None

    def to_json(self) -> dict[str, Any]:
        trial, column = self.trial, self.trial.column
        return {
            "key": column.key,
            "start": list(column.start),
            "caption": trial.candidate.caption,
            "linked_from": trial.candidate.via,
            "family": column.family,
            "evidence": str(trial.evidence) if trial.evidence else None,
            "options": dict(column.options),
            "annual": column.annual,
            "verdict": self.verdict.word,
            "reasons": list(self.verdict.reasons),
            "duplicate_of": self.duplicate_of,
            "list_pages": len(trial.pages),
            "next_page": trial.next_page,
            "listed": len(trial.entries),
            "printed_total": trial.total,
            "units": list(trial.units),
            "problems": dict(Counter(code for code, _ in trial.problems)),
            "samples": [sample.to_json() for sample in trial.samples],
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the county's townships the columns name. `expected` 0 where the division is not known."""

    expected: int
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    edition: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            "expected": self.expected,
            "found": list(self.found),
            "missing": list(self.missing),
            "edition": self.edition,
        }


@dataclass(frozen=True, slots=True)
class Findings:
    """What came of one probe. `columns` are kept in the row, `set_aside` were tried and are not; `blocked` is why the
    host was left alone, None where it answered."""

    url: str
    host: str
    hosts: tuple[str, ...]
    facts: SiteFacts | None
    columns: tuple[TriedColumn, ...]
    set_aside: tuple[TriedColumn, ...]
    coverage: Coverage
    verdict: Verdict
    visited: tuple[str, ...] = ()
    unbuilt: tuple[str, ...] = ()
    blocked: str | None = None
    requests: int = 0
    archive: str = ""
    row: str | None = None
    row_file: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def exit_code(self) -> int:
        """0 understood, 1 in part or not, 3 blocked by the portal."""
        if self.blocked is not None:
            return 3
        return 0 if self.verdict.word == "understood" else 1

    def to_json(self) -> dict[str, Any]:
        facts = self.facts
        return {
            "url": self.url,
            "host": self.host,
            "hosts": list(self.hosts),
            "name": facts.name if facts else None,
            "division": facts.division if facts else None,
            "facts": list(facts.bases) if facts else [],
            "doubts": list(facts.doubts) if facts else [],
            "verdict": self.verdict.word,
            "reasons": list(self.verdict.reasons),
            "blocked": self.blocked,
            "columns": [column.to_json() for column in self.columns],
            "set_aside": [column.to_json() for column in self.set_aside],
            "coverage": self.coverage.to_json(),
            "not_built": list(self.unbuilt),
            "visited": list(self.visited),
            "requests": self.requests,
            "archive": self.archive,
            "row": self.row,
            "row_file": self.row_file,
        }
