"""The frozen values other rooms hand to the archive and get back from it. No database types among them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from archive.figures.values import ReadFigures

CaptureOutcome = Literal[
    "ok",
    "unchanged",
    "gone",
    "redirected",
    "soft_404",
    "blocked",
    "challenge",
    "error",
    "truncated",
    "refused_robots",
    "not_fetched",
]
RunState = Literal["running", "complete", "partial", "held", "failed", "blocked", "killed"]
RunKind = Literal["manual", "nightly", "backfill", "replay"]
EntryState = Literal["pending", "report", "refused", "empty", "gone", "blocked", "error", "skipped", "off_site"]
Shortcut = Literal["validators", "early_stop"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP exchange as it was seen, ready to be recorded.

    `body` is the response body after content-encoding is removed; None when nothing came back. `headers` keep order
    and repeats, as received. `request_headers` likewise. `form` is the body of a POST.
    """

    url: str
    method: str
    role: str
    at: datetime
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    request_headers: tuple[tuple[str, str], ...] = ()
    form: bytes | None = None
    ip: str | None = None
    outcome: CaptureOutcome = "ok"
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaptureRef:
    """A recorded look: its row id, its payload digest (None when nothing came) and whether these bytes were new."""

    id: int
    digest: str | None
    new_bytes: bool


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One row a list showed, as the frontier keeps it. `fetch` is the family's wish in JSON form."""

    url: str
    role: str
    fetch: Mapping[str, Any]
    title: str
    posted: date | None
    unit: str | None
    year: int | None
    row_digest: str
    skip: bool = False
    parent_url: str | None = None


@dataclass(frozen=True, slots=True)
class FrontierEntry:
    """An entry to look at now, with what is known of it from before."""

    id: int
    column_key: str
    url: str
    role: str
    fetch: Mapping[str, Any]
    title: str
    posted: date | None
    unit: str | None
    year: int | None
    state: EntryState
    parent_url: str | None
    tries: int
    etag: str | None
    last_modified: str | None
    digest: str | None
    first_listed_at: datetime


@dataclass(frozen=True, slots=True)
class IssuerRef:
    """Who speaks. `county` is the newest code of the county's lineage, `name` the full name of the body's division or
    office (石门镇), `printed` as the text has it, `basis` the step that decided (reports.md §4.4)."""

    county: str
    name: str
    level: str
    printed: str
    basis: str
    town_code: str | None = None
    county_code: str | None = None
    county_name: str | None = None
    division: str | None = None


@dataclass(frozen=True, slots=True)
class Reread:
    """One payload as today's rules read it. `text` is None when there was nothing to read; `figures` are those of the
    text, None when it was not read for them."""

    blob_digest: str
    url: str
    rules: str
    made_at: datetime
    kind: str
    accepted: bool
    title: str
    text: str | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    figures: ReadFigures | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A report as found at one address in one capture: what decides identity and versions.

    `primary` is False for an attachment of a page that carries the same report itself: it becomes a rendition of that
    page's version and never a version of its own.
    """

    site_id: str
    url: str
    capture_id: int
    seen_at: datetime
    carrier: str
    reading: Reread
    issuer: IssuerRef | None
    year: int | None
    scope: str
    parent_url: str | None = None
    primary: bool = True


SightingResult = Literal["new_report", "new_version", "new_rendition", "unchanged", "rereading"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording a sighting did."""

    result: SightingResult
    report_id: str
    seq: int


@dataclass(frozen=True, slots=True)
class PreviousSight:
    """What an address carried when it was last seen. `rules` and `comparison_digest` are those of the newest reading
    of its payload; a crawler whose rules are newer re-reads the payload before it records a changed one."""

    report_id: str
    seq: int
    blob_digest: str
    rules: str
    reading_id: int
    comparison_digest: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IndexDelta:
    """What one list page brought: rows never seen, rows that changed, rows known, and the pages still to fetch.

    `fresh` are the addresses of the rows never seen; `past` tells that an early stop would have dropped this page.
    """

    new: int
    changed: int
    known: int
    pending: tuple[Mapping[str, Any], ...]
    fresh: tuple[str, ...] = ()
    past: bool = False


@dataclass(frozen=True, slots=True)
class ListingState:
    """How far the walk over a column is, and what earlier walks saw. `archive.models.Listing` explains the fields;
    `pending` is the number of list pages still to fetch."""

    full: bool
    walk_started_at: datetime | None
    completed_at: datetime | None
    full_walk_at: datetime | None
    seen: int
    last_full_seen: int | None
    total: int | None
    pending: int
    held_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turnover:
    """What a walk shows of the rows that its measure knew.

    `known` rows of the measure, `gone` ones of them that this walk did not show, `new` rows it showed that the measure
    lacked. `moved` counts the gone rows whose title came back at a new address, of which `example` (old, new) is one.
    `lost_units` and `lost_years` are those that had rows and show none, with how many they had.
    """

    known: int
    gone: int
    new: int
    moved: int
    example: tuple[str, str] | None
    lost_units: tuple[tuple[str, int], ...]
    lost_years: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TrustState:
    """How far a shortcut is trusted. `archive.models.Trust` explains the fields; only a `trusted` one is used."""

    site_id: str
    shortcut: Shortcut
    subject: str
    checks: int
    lies: int
    score: float
    trusted: bool
    checked_at: datetime
    lied_at: datetime | None
    lie: str | None


@dataclass(frozen=True, slots=True)
class EarlierLook:
    """An earlier look whose payload is stored: the capture, and what a Page is made of again."""

    capture_id: int
    at: datetime
    url: str
    status: int
    headers: Mapping[str, str]
    digest: str


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One row of the run ledger. `archive.models.Run` explains the fields."""

    id: str
    site_id: str
    kind: RunKind
    state: RunState
    started_at: datetime
    heartbeat_at: datetime
    ended_at: datetime | None
    reason: str | None
    host: str
    pid: int
    scope: Mapping[str, Any]
    stats: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BackfillWish:
    """A wish for a site's missing reports of these years, both included."""

    id: int
    site_id: str
    first_year: int
    last_year: int
    asked_at: datetime
    finished_at: datetime | None
