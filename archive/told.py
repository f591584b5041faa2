"""What a report was read from before: the payloads behind its versions, with what the frontier knows of them.

Our own rules change. Before a page at a new address is compared with the versions there are, these are read again, so
that both sides are read by the same rules. A version that was not published yet is shown to nobody: it may still show
what a later reading of the same bytes made of them, as long as that says the same report.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from archive.identity import find_report_id, identify
from archive.models import Entry, Reading, Rendition, Version
from archive.texts import comparison_of
from archive.values import Sighting
from archive.versions import headers_of

#: Carriers of one report that are read again, newest first; few reports have more than three.
_MOST = 20


@dataclass(frozen=True, slots=True)
class ToldPayload:
    """One payload at one address that a report was read from."""

    column_key: str
    role: str
    url: str
    fetch: Mapping[str, Any]
    headers: Mapping[str, str]
    title: str
    posted: date | None
    unit: str | None
    year: int | None
    digest: str


def told_payloads(session: Session, sighting: Sighting) -> list[ToldPayload]:
    """What carried the report of a sighting at other addresses of its site, newest first; nothing for a report that is
    new."""
    report_id = find_report_id(session, identify(sighting))
    if report_id is None:
        return []
    rows = session.execute(
        select(Entry, Rendition.blob_digest)
        .join(Rendition, Rendition.url == Entry.url)
        .where(
            Rendition.report_id == report_id,
            Rendition.same_text.is_(True),
            Rendition.url != sighting.url,
            Entry.site_id == sighting.site_id,
        )
        .order_by(Rendition.id.desc())
        .limit(_MOST)
    )
    return [_payload(session, entry, digest) for entry, digest in rows]


@dataclass(frozen=True, slots=True)
class WaitingVersion:
    """A version that is not published yet, the payload it was read from and the rules that read it."""

    id: int
    rules: str
    payload: ToldPayload


def waiting_versions(session: Session, site_id: str) -> list[WaitingVersion]:
    """The versions of a site that wait for a run to pass its checks, oldest first."""
    rows = session.execute(
        select(Version.id, Reading.rules, Reading.blob_digest, Entry)
        .join(Reading, Reading.id == Version.reading_id)
        .join(Entry, (Entry.url == Reading.url) & (Entry.site_id == Version.site_id))
        .where(Version.site_id == site_id, Version.published_at.is_(None))
        .order_by(Version.id)
    )
    return [WaitingVersion(id_, rules, _payload(session, entry, digest)) for id_, rules, digest, entry in rows]


def show_reading(session: Session, version_id: int, rules: str) -> bool:
    """Let a version that is not published show what these rules read of its bytes; tells whether it does.

    It does not where they read no report, another one, or the text of another version of it.
    """
    version = session.get_one(Version, version_id, with_for_update=True)
    old = session.get_one(Reading, version.reading_id)
    new = session.scalar(
        select(Reading).where(Reading.blob_digest == old.blob_digest, Reading.url == old.url, Reading.rules == rules)
    )
    if version.published_at is not None or new is None or new.text_digest is None:
        return False
    if not new.accepted or _is_about(new) != _is_about(old):
        return False
    comparison = comparison_of(session, new.text_digest)
    others = session.scalars(
        select(Version.text_digest).where(Version.report_id == version.report_id, Version.id != version.id)
    )
    if any(comparison_of(session, digest) == comparison for digest in others):
        return False
    version.reading_id, version.text_digest, version.comparison_digest = new.id, new.text_digest, comparison
    version.title = str(new.facts.get("title") or version.title)
    carriers = update(Rendition).where(Rendition.report_id == version.report_id, Rendition.seq == version.seq)
    session.execute(carriers.where(Rendition.reading_id == old.id).values(reading_id=new.id))
    _match_files(session, version, comparison)
    return True


def _match_files(session: Session, version: Version, comparison: str) -> None:
    """Files of the version whose text differed from its page's by the site's own lines alone."""
    files = session.execute(
        select(Rendition, Reading.text_digest)
        .join(Reading, Reading.id == Rendition.reading_id)
        .where(
            Rendition.report_id == version.report_id,
            Rendition.seq == version.seq,
            Rendition.same_text.is_(False),
            Reading.text_digest.is_not(None),
        )
    )
    for rendition, digest in files:
        rendition.same_text = digest is not None and comparison_of(session, digest) == comparison


def _is_about(reading: Reading) -> tuple[Any, ...]:
    """The report a reading is of, by what its identity is made of."""
    issuer = reading.facts.get("issuer") or {}
    return reading.kind, issuer.get("county"), issuer.get("name"), reading.facts.get("year"), reading.facts.get("scope")


def _payload(session: Session, entry: Entry, digest: str) -> ToldPayload:
    return ToldPayload(
        column_key=entry.column_key,
        role=entry.role,
        url=entry.url,
        fetch=entry.fetch,
        headers=headers_of(session, entry.url, digest),
        title=entry.title,
        posted=entry.posted,
        unit=entry.unit,
        year=entry.year,
        digest=digest,
    )
