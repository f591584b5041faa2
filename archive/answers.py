"""The frozen values the archive answers with. No database types among them; every time is aware UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A report with what its current version says of itself.

    `issuer` is the body's full name (石门镇), `issuer_printed` the name as the text has it (石门镇人民政府); either is
    None while unresolved. `county` and `county_code` are those of the report year. `versions` counts published ones;
    `current` is the number of the newest published one, None while there is none.
    """

    id: str
    site: str
    issuer: str | None
    issuer_printed: str | None
    level: str | None
    county: str | None
    county_code: str | None
    town_code: str | None
    division: str | None
    year: int | None
    kind: str
    scope: str
    provisional: bool
    title: str | None
    current: int | None
    versions: int
    first_seen_at: datetime | None
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """One published version: number, title and the digest of its clean text."""

    report_id: str
    seq: int
    title: str
    text_digest: str
    comparison_digest: str
    first_seen_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """From a version to the bytes it came from: the look that first brought it, and where those bytes lie.

    `digest` is SHA-256 of the payload. `warc_file` with `warc_offset` is the record that holds the payload;
    `capture_warc_file` with `capture_warc_offset` this look's own record, which may be a revisit of it.
    """

    report_id: str
    seq: int
    url: str
    captured_at: datetime
    status: int | None
    outcome: str
    digest: str
    size: int
    media_type: str | None
    warc_file: str
    warc_offset: int
    warc_length: int
    capture_id: int
    capture_warc_file: str | None
    capture_warc_offset: int | None
    run_id: str
    text_digest: str
    rules: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """A rendition: one address that carries, or carried, a version. `ended_at` is None while it still does."""

    seq: int
    url: str
    parent_url: str | None
    carrier: str
    digest: str
    same_text: bool
    first_seen_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None
    end_reason: str | None


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One version with everything that carried it and the look that brought it."""

    version: VersionSummary
    evidence: Evidence
    renditions: tuple[Carrier, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All published versions of a report, oldest first."""

    report: ReportSummary
    steps: tuple[HistoryStep, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One version with its text, its evidence and the facts our rules read beside it. `masked` counts the characters
    of the text that hide numbers and mail of private persons (`archive.masking`); digests are of the text unmasked.

    Text and facts are of the version's first reading, or of the latest where that was asked for; `evidence` names the
    rules and the digest of the text that is here. `reread_as` is the digest of the other text that newer rules make of
    the same bytes, None where there is none or where it is the text here."""

    report: ReportSummary
    version: VersionSummary
    text: str
    facts: Mapping[str, Any]
    evidence: Evidence
    masked: int = 0
    reread_as: str | None = None


@dataclass(frozen=True, slots=True)
class Payload:
    """The bytes a portal sent, as they were after content-encoding, with the type it claimed."""

    body: bytes
    media_type: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text: `start` and the `marks` are places in the whole stored text, in code points."""

    text: str
    start: int
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One version found. `title_marks` are the places in the title that match."""

    report: ReportSummary
    version: VersionSummary
    url: str
    title_marks: tuple[tuple[int, int], ...]
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, best first. `count` is exact up to 1,000; beyond, `capped` is True and it says 1,000."""

    query: str
    count: int
    capped: bool
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run of the ledger. `issues` counts the oddities it recorded."""

    id: str
    site: str
    kind: str
    state: str
    started_at: datetime
    heartbeat_at: datetime
    ended_at: datetime | None
    reason: str | None
    stats: Mapping[str, Any]
    warc_file: str | None
    issues: int


@dataclass(frozen=True, slots=True)
class IssueSummary:
    """One recorded oddity."""

    id: int
    run_id: str
    site: str
    at: datetime
    code: str
    url: str | None
    message: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """What is known of one site. `open_issues` are those of its newest run; `last_run` is None before the first."""

    site: str
    reports: int
    versions: int
    first_year: int | None
    last_year: int | None
    last_run: RunSummary | None
    last_good_at: datetime | None
    open_issues: int


@dataclass(frozen=True, slots=True)
class Status:
    """The archive on one screen."""

    location: str
    reports: int
    versions: int
    captures: int
    payload_bytes: int
    running: tuple[RunSummary, ...]
    sites: tuple[SiteStatus, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something `verify` found. `harmless` ones are told and do not fail it. `where` names row or file and place."""

    code: str
    where: str
    message: str
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """What was re-hashed and what was found."""

    payloads: int
    texts: int
    versions: int
    captures: int
    bytes_read: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing but harmless things was found."""
        return all(finding.harmless for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished export: the data file, its manifest, rows and SHA-256 of the data file."""

    path: str
    manifest: str
    format: str
    rows: int
    sha256: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Which reports are meant. `county` is a name or code of its lineage, `issuer` a name, `site` a bare host."""

    county: str | None = None
    year: int | None = None
    issuer: str | None = None
    site: str | None = None


AsOf = date | datetime
