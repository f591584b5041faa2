"""What a replay reads again, and how it tells what it finds: payloads by the address that carried them.

A replay asks nobody, so the only times it knows are those of the captures. A text that becomes readable for the first
time was published when its bytes were first seen, not when we learnt to read it: it is told as a sighting of that
moment. Only what comes after everything already told of its address is told so: versions are numbered in order of first
sight, and an earlier text found late is kept as a reading without taking a number from a later one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from archive.figures.keeping import read_back
from archive.figures.values import ReadFigures
from archive.models import Blob, Capture, Entry, Reading, Rendition, Report, StoredText, Version
from archive.values import Recorded, Sighting
from archive.versions import confirm_sight, record_sighting
from archive.warc import Place

ROLES = ("article", "attachment")
#: Looks that brought a whole answer, or vouched for one.
_WHOLE = ("ok", "unchanged")

#: States of an entry that say how its newest bytes were read, and nothing of the portal.
_READ_ANEW = ("refused", "empty", "error")


@dataclass(frozen=True, slots=True)
class KeptPayload:
    """One payload at one address, with what the frontier knows of the address.

    `capture_id` and `first_seen_at` are those of its first capture there (for the newest payload: of the stretch that
    still lasts), `last_seen_at` of the last one that brought or confirmed it; `page_url` is where it was finally
    found, which is another address behind a redirect. `newest` tells that nothing else was seen at the address since.
    """

    site_id: str
    entry_id: int
    column_key: str
    role: str
    url: str
    page_url: str
    parent_url: str | None
    fetch: Mapping[str, Any]
    title: str
    posted: date | None
    unit: str | None
    year: int | None
    digest: str
    place: Place
    capture_id: int
    first_seen_at: datetime
    last_seen_at: datetime
    newest: bool

    @property
    def order(self) -> tuple[int, int]:
        """Where it comes among the payloads of its site."""
        return self.capture_id, self.entry_id


@dataclass(frozen=True, slots=True)
class KnownReading:
    """The newest reading of a payload at an address, what its text states, and the report the address is known to
    carry or have carried."""

    rules: str
    kind: str
    accepted: bool
    title: str
    text: str | None
    facts: Mapping[str, Any]
    report_id: str | None
    figures: ReadFigures | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What an address carries and how far its captures are told: `told_to` is the id of the newest capture that a
    version or rendition of the address comes from, 0 when it never carried a report."""

    digest: str | None
    told_to: int


_HELD = (
    select(Rendition.blob_digest)
    .where(Rendition.url == bindparam("url"), Rendition.ended_at.is_(None))
    .order_by(Rendition.id.desc())
    .limit(1)
)
_FIRST_CAPTURES = (
    select(func.min(Capture.id).label("first"))
    .where(
        Capture.site_id == bindparam("site"),
        Capture.digest.in_(select(Rendition.blob_digest).where(Rendition.url == bindparam("url"))),
        Capture.role.in_(ROLES),
        Capture.outcome.in_(_WHOLE),
    )
    .group_by(Capture.digest)
    .subquery()
)
_TOLD_TO = select(func.max(_FIRST_CAPTURES.c.first))


def sites_with_payloads(session: Session) -> list[str]:
    """Every site the frontier knows, by name."""
    return list(session.scalars(select(Entry.site_id).distinct().order_by(Entry.site_id)))


def kept_payloads(session: Session, site_id: str) -> list[KeptPayload]:
    """The payloads of a site that carry or may carry a report, in the order they were first seen.

    Of each address: what was seen last, what a version or rendition was read from, and whatever was never read as a
    report. What else an address showed had the text of a report that is among these.
    """
    looks: dict[str, dict[str, list[Any]]] = defaultdict(dict)
    by_id: dict[int, str] = {}
    anywhere: dict[str, str] = {}
    for row in session.execute(
        select(Capture.id, Capture.url, Capture.digest, Capture.at, Capture.outcome)
        .where(
            Capture.site_id == site_id,
            Capture.role.in_(ROLES),
            Capture.outcome.in_(_WHOLE),
            Capture.digest.is_not(None),
        )
        .order_by(Capture.id)
    ):
        looks[row.url].setdefault(row.digest, []).append(row)
        by_id[row.id] = row.url
        anywhere.setdefault(row.digest, row.url)
    told, reports = _told_digests(session, site_id), _read_as_reports(session, site_id)
    places = _places(session, site_id)
    found = []
    for entry in session.scalars(select(Entry).where(Entry.site_id == site_id, Entry.role.in_(ROLES))):
        page_url = by_id.get(entry.capture_id or 0, entry.url)
        here = looks.get(page_url) or looks.get(entry.url) or {}
        newest = max(here, key=lambda digest: here[digest][-1].id, default=None)
        carried = told.get(entry.url, set())
        for digest in carried | {seen for seen in here if seen == newest or (entry.url, seen) not in reports}:
            at = page_url if digest in looks.get(page_url, {}) else anywhere.get(digest)
            if at is None or digest not in places:
                continue
            seen = looks[at][digest]
            # A look that brought what the one before it brought is `unchanged`: the last `ok` one began the stretch.
            began = [look for look in seen if look.outcome == "ok"][-1:] if digest == newest else []
            first = (began or seen)[0]
            found.append(
                KeptPayload(
                    site_id=site_id,
                    entry_id=entry.id,
                    column_key=entry.column_key,
                    role=entry.role,
                    url=entry.url,
                    page_url=at,
                    parent_url=entry.parent_url,
                    fetch=entry.fetch,
                    title=entry.title,
                    posted=entry.posted,
                    unit=entry.unit,
                    year=entry.year,
                    digest=digest,
                    place=places[digest],
                    capture_id=first.id,
                    first_seen_at=first.at,
                    last_seen_at=seen[-1].at,
                    newest=digest == newest,
                )
            )
    # A page comes before the files that hang on it: it was looked at first.
    return sorted(found, key=lambda payload: payload.order)


def known_reading(session: Session, digest: str, url: str) -> KnownReading | None:
    """The newest reading of a payload at an address; None when it was never read."""
    row = session.execute(
        select(Reading, StoredText.body)
        .outerjoin(StoredText, StoredText.digest == Reading.text_digest)
        .where(Reading.blob_digest == digest, Reading.url == url)
        .order_by(Reading.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    reading, body = row
    report = report_at(session, url)
    title = str(reading.facts.get("title") or "")
    figures = None
    if reading.accepted and reading.text_digest is not None:
        level = (reading.facts.get("issuer") or {}).get("level")
        figures = read_back(session, reading.text_digest, reading.facts.get("year"), level)
    return KnownReading(reading.rules, reading.kind, reading.accepted, title, body, reading.facts, report, figures)


def report_at(session: Session, url: str) -> str | None:
    """The report an address carries, or carried last; None when it never carried one."""
    query = select(Rendition.report_id).where(Rendition.url == url).order_by(Rendition.id.desc()).limit(1)
    return session.scalar(query)


def standing(session: Session, site_id: str, url: str) -> Standing:
    """What an address carries and how far its captures are told."""
    session.flush()
    connection, of = session.connection(), {"site": site_id, "url": url}
    return Standing(connection.scalar(_HELD, of), connection.scalar(_TOLD_TO, of) or 0)


def tell_late(session: Session, sighting: Sighting, last_seen_at: datetime, entry_id: int) -> Recorded:
    """Tell what a capture showed that could not be read then: a sighting of the capture's time, seen until
    `last_seen_at`.

    The frontier's entry becomes a report unless a later look found it gone or was sent away; when it was looked at
    last does not move.
    """
    recorded = record_sighting(session, sighting)
    confirm_sight(session, sighting.url, last_seen_at)
    entry = session.get_one(Entry, entry_id)
    if entry.state in _READ_ANEW:
        entry.state = "report"
    return recorded


def _told_digests(session: Session, site_id: str) -> dict[str, set[str]]:
    told: dict[str, set[str]] = defaultdict(set)
    carried = select(Rendition.url, Rendition.blob_digest).join(Report, Report.id == Rendition.report_id)
    first_read = select(Reading.url, Reading.blob_digest).join(Version, Version.reading_id == Reading.id)
    for query in (carried.where(Report.site_id == site_id), first_read.where(Version.site_id == site_id)):
        for url, digest in session.execute(query):
            told[url].add(digest)
    return told


def _read_as_reports(session: Session, site_id: str) -> set[tuple[str, str]]:
    """(address, payload) of what any rules took for a report."""
    of_site = select(Capture.digest).where(Capture.site_id == site_id, Capture.role.in_(ROLES))
    query = select(Reading.url, Reading.blob_digest).where(Reading.accepted, Reading.blob_digest.in_(of_site))
    return {(url, digest) for url, digest in session.execute(query)}


def _places(session: Session, site_id: str) -> dict[str, Place]:
    rows: Sequence[Any] = session.execute(
        select(Blob.digest, Blob.warc_file, Blob.warc_offset, Blob.warc_length).where(
            Blob.digest.in_(select(Capture.digest).where(Capture.site_id == site_id, Capture.role.in_(ROLES)))
        )
    ).all()
    return {row.digest: Place(row.warc_file, row.warc_offset, row.warc_length) for row in rows}
