"""The tables of the archive. Written only by the modules beside this file; changed only by a migration.

Rows are appended. What may move: walk state (`listing`, `entry`), the ledger row of a running run, "last seen" times,
`version.published_at` and `report.current_seq`, and which of our readings a version shows that nobody was shown yet.
Nothing a portal said is ever overwritten. Every digest is SHA-256 in lower-case hexadecimal; a payload digest covers
the response body after content-encoding is removed and before charset decoding. Times are aware UTC; document
dates are calendar dates in China.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

# Whoever knows the tables of the archive knows those of its figures and of the sites' own lines: a migration is held
# against all of them.
from archive.chrome.models import SiteLine, SiteLineDecision
from archive.figures.models import CheckResult, Figure, FigureReading, HeadlineRow
from archive.tables import Base, Digest, UtcDateTime

__all__ = [
    "Backfill",
    "Base",
    "Blob",
    "Capture",
    "CheckResult",
    "Digest",
    "Entry",
    "Figure",
    "FigureReading",
    "HeadlineRow",
    "Issue",
    "Issuer",
    "IssuerName",
    "Listing",
    "Reading",
    "Rendition",
    "Report",
    "Run",
    "SiteLine",
    "SiteLineDecision",
    "StoredText",
    "Trust",
    "UtcDateTime",
    "Version",
]


class Run(Base):
    """One crawl of one site with its outcome: the ledger, whoever started it.

    `state`: running, then one of complete, partial, held, failed, blocked, killed (design §6).
    `kind`: manual, nightly, backfill; replay for a reading of what is kept, which is no crawl and has `replay` for its
    site. `scope` holds years and switches as asked for.
    """

    __tablename__ = "run"
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    site_id: Mapped[str] = mapped_column(String(255), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)
    host: Mapped[str] = mapped_column(String(255))
    pid: Mapped[int]
    scope: Mapped[dict[str, Any]]
    stats: Mapped[dict[str, Any]]
    warc_file: Mapped[str | None] = mapped_column(String(255))

    __table_args__ = (
        # The third fence against two crawls of one site, after the host lock and the ledger check.
        Index(
            "run_one_running",
            "site_id",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
        Index("run_by_site", "site_id", "started_at"),
    )


class Issue(Base):
    """One recorded oddity of a run. `code` is a short stable word; `message` a sentence for a person."""

    __tablename__ = "issue"
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("run.id"), index=True)
    site_id: Mapped[str] = mapped_column(String(255), index=True)
    at: Mapped[datetime]
    code: Mapped[str] = mapped_column(String(64))
    url: Mapped[str | None] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]]


class Blob(Base):
    """Where the bytes with one digest lie: the WARC record that holds them, first come."""

    __tablename__ = "blob"
    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    size: Mapped[int]
    warc_file: Mapped[str] = mapped_column(String(255))
    warc_offset: Mapped[int]
    warc_length: Mapped[int]


class Capture(Base):
    """The record of one look at one address at one time. Every hop of a redirect is a capture of its own.

    `outcome` is a word of design §6; `reasons` say why. `digest` is null when nothing came (not_fetched, error).
    `warc_file`, `warc_offset` point at this look's own record: a response, or a revisit of an earlier payload.
    """

    __tablename__ = "capture"
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("run.id"), index=True)
    site_id: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(16))
    url: Mapped[str] = mapped_column(Text, index=True)
    method: Mapped[str] = mapped_column(String(8))
    form_digest: Mapped[str | None] = mapped_column(Digest)
    at: Mapped[datetime]
    status: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(String(16))
    reasons: Mapped[list[Any]]
    digest: Mapped[str | None] = mapped_column(Digest, index=True)
    size: Mapped[int | None]
    media_type: Mapped[str | None] = mapped_column(String(128))
    headers: Mapped[dict[str, Any]]
    warc_file: Mapped[str | None] = mapped_column(String(255))
    warc_offset: Mapped[int | None]


class Listing(Base):
    """Walk state of one column: the cursor. `pending` are the list pages still to fetch of the walk under way.

    `last_full_seen` is what the last full walk that passed its checks saw, `measured_from` when that walk began;
    `accepted_at` is when a walk, full or not, last passed them, `held_at` when one failed them and none passed since.

    `completed_at` is the end of the last walk that saw everything there was to see (early stops included);
    `full_walk_at` the end of the last one that followed every page. `seen` counts the entries of the walk under way or
    last finished, `total` is the site's own printed total.
    """

    __tablename__ = "listing"
    site_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    column_key: Mapped[str] = mapped_column(String(128), primary_key=True)
    pending: Mapped[list[Any]]
    done: Mapped[list[Any]]
    full: Mapped[bool]
    walk_started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    full_walk_at: Mapped[datetime | None]
    seen: Mapped[int]
    last_full_seen: Mapped[int | None]
    total: Mapped[int | None]
    measured_from: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]


class Trust(Base):
    """How far a shortcut that saves requests is trusted, as checks measured it (`archive.trust`).

    `shortcut` is validators (`subject` is a host name) or early_stop (`subject` is a column's key). `score` is 1 at
    first and below 1 after a lie; `lie` says what the last one was about.
    """

    __tablename__ = "trust"
    site_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    shortcut: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    checks: Mapped[int]
    lies: Mapped[int]
    score: Mapped[float] = mapped_column(Float)
    checked_at: Mapped[datetime]
    lied_at: Mapped[datetime | None]
    lie: Mapped[str | None] = mapped_column(Text)


class Entry(Base):
    """One address a list showed, or an attachment an article showed: the frontier and its memory.

    `state`: pending, report, refused (read, not a report), empty (a year without a body), gone, blocked, error,
    skipped (never opened: its title cannot be a report), off_site. `look_at` is when it is due again, null = never.
    """

    __tablename__ = "entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[str] = mapped_column(String(255))
    column_key: Mapped[str] = mapped_column(String(128))
    url: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(16))
    parent_url: Mapped[str | None] = mapped_column(Text)
    fetch: Mapped[dict[str, Any]]
    title: Mapped[str] = mapped_column(Text)
    posted: Mapped[date | None]
    unit: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int | None]
    row_digest: Mapped[str] = mapped_column(Digest)
    state: Mapped[str] = mapped_column(String(16))
    tries: Mapped[int]
    first_listed_at: Mapped[datetime]
    last_listed_at: Mapped[datetime]
    capture_id: Mapped[int | None] = mapped_column(ForeignKey("capture.id"))
    looked_at: Mapped[datetime | None]
    look_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("site_id", "url"),
        Index("entry_frontier", "site_id", "state", "id"),
    )


class Issuer(Base):
    """The body that speaks, kept apart from its names and codes, which change.

    One issuer per (`county`, `name`): `county` is the newest code of the county's lineage (密云县 110228 and 密云区
    110118 are one), because (county, full name) is a safe key and a township code is not (reports.md §0, point 8).
    """

    __tablename__ = "issuer"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    county: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(String(16))

    __table_args__ = (UniqueConstraint("county", "name"),)


class IssuerName(Base):
    """A name or code an issuer was seen under, with the report year and the step that tied it."""

    __tablename__ = "issuer_name"
    issuer_id: Mapped[str] = mapped_column(ForeignKey("issuer.id"), primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    code: Mapped[str] = mapped_column(String(18), primary_key=True)
    basis: Mapped[str] = mapped_column(String(32))


class Report(Base):
    """The work: (issuer, year, kind, scope). Never an address.

    `id` is opaque and never reused. An unresolved issuer or year makes the report `provisional`; a later merge sets
    `merged_into` and keeps the row. `issuer_printed` is the name as the text has it; `county_code`, `county_name`,
    `town_code` are those valid in the report year. `current_seq` is the published version, null while none is.
    """

    __tablename__ = "report"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    site_id: Mapped[str] = mapped_column(String(255), index=True)
    issuer_id: Mapped[str | None] = mapped_column(ForeignKey("issuer.id"), index=True)
    issuer_printed: Mapped[str | None] = mapped_column(Text)
    county_code: Mapped[str | None] = mapped_column(String(12), index=True)
    county_name: Mapped[str | None] = mapped_column(Text, index=True)
    town_code: Mapped[str | None] = mapped_column(String(12))
    division: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int | None] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(32))
    scope: Mapped[str] = mapped_column(String(32))
    provisional: Mapped[bool]
    merged_into: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]
    current_seq: Mapped[int | None]


class StoredText(Base):
    """Clean text by the digest of its UTF-8 bytes, with the digest of its comparison text and the rules of that."""

    __tablename__ = "text"
    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    comparison_digest: Mapped[str] = mapped_column(Digest, index=True)
    comparison_rules: Mapped[str] = mapped_column(String(32))


class Reading(Base):
    """What our rules made of one payload found at one address: the text, and everything decided about it.

    A second reading of the same payload under newer `rules` is a re-reading, not a version of the government's.
    `facts` holds title, issuer decision, dates with their sources, fired rules with points, container, flags.
    """

    __tablename__ = "reading"
    id: Mapped[int] = mapped_column(primary_key=True)
    blob_digest: Mapped[str] = mapped_column(ForeignKey("blob.digest"))
    url: Mapped[str] = mapped_column(Text)
    rules: Mapped[str] = mapped_column(String(255))
    made_at: Mapped[datetime]
    text_digest: Mapped[str | None] = mapped_column(ForeignKey("text.digest"))
    kind: Mapped[str] = mapped_column(String(32))
    accepted: Mapped[bool]
    facts: Mapped[dict[str, Any]]

    __table_args__ = (UniqueConstraint("blob_digest", "url", "rules"),)


class Version(Base):
    """One distinct text of a report, numbered in order of first sight.

    `published_at` is null while the run that brought it has not passed its checks; until then a later reading of the
    same bytes may take the place of the first (`archive.told.show_reading`).
    """

    __tablename__ = "version"
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("report.id"))
    seq: Mapped[int]
    site_id: Mapped[str] = mapped_column(String(255), index=True)
    text_digest: Mapped[str] = mapped_column(ForeignKey("text.digest"))
    comparison_digest: Mapped[str] = mapped_column(Digest)
    reading_id: Mapped[int] = mapped_column(ForeignKey("reading.id"))
    capture_id: Mapped[int] = mapped_column(ForeignKey("capture.id"))
    title: Mapped[str] = mapped_column(Text)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("report_id", "seq"),)


class Rendition(Base):
    """A version's carrier: an HTML body, a .doc, a .docx, at one address.

    `ended_at` is set when the address stopped carrying this version (it changed, or it is gone: `end_reason`).
    `same_text` is False for an attachment of the same report whose own text differs from the page's.
    """

    __tablename__ = "rendition"
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("report.id"))
    seq: Mapped[int]
    url: Mapped[str] = mapped_column(Text, index=True)
    parent_url: Mapped[str | None] = mapped_column(Text)
    carrier: Mapped[str] = mapped_column(String(16))
    blob_digest: Mapped[str] = mapped_column(ForeignKey("blob.digest"))
    reading_id: Mapped[int] = mapped_column(ForeignKey("reading.id"))
    same_text: Mapped[bool]
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(16))

    __table_args__ = (Index("rendition_by_version", "report_id", "seq"),)


class Backfill(Base):
    """A wish for the missing reports of a site and a range of years; survives every crash until it is done."""

    __tablename__ = "backfill"
    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[str] = mapped_column(String(255), index=True)
    first_year: Mapped[int]
    last_year: Mapped[int]
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
