"""Which text is a version of which report: the one transaction that decides.

The unit of comparison is the address within a report. What an address carried last is compared with what it carries
now, both as the same rules read them; so a change in our rules is never taken for a change by the government. Every
function works inside the caller's write transaction.
"""

from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from archive.identity import Identity, get_report, identify
from archive.models import Capture, Reading, Rendition, Report, Version
from archive.texts import comparison_of, store_reading
from archive.values import PreviousSight, Recorded, Sighting, SightingResult

# Asked for every payload: built once, because building a statement takes longer than the database takes over it.
_STANDING = (
    select(Rendition)
    .where(Rendition.url == bindparam("url"), Rendition.ended_at.is_(None))
    .order_by(Rendition.id.desc())
    .limit(1)
)
_VERSION = select(Version).where(Version.report_id == bindparam("report"), Version.seq == bindparam("seq"))
_LAST_READING = (
    select(Reading)
    .where(
        Reading.blob_digest == bindparam("digest"), Reading.url == bindparam("url"), Reading.text_digest.is_not(None)
    )
    .order_by(Reading.id.desc())
    .limit(1)
)
_HEADERS = (
    select(Capture.headers)
    .where(Capture.url == bindparam("url"), Capture.digest == bindparam("digest"), Capture.status != 304)
    .order_by(Capture.id.desc())
    .limit(1)
)
_READINGS_OF_VERSION = (
    select(Reading.blob_digest, Reading.url, Reading.rules, Reading.text_digest)
    .join(Rendition, (Rendition.blob_digest == Reading.blob_digest) & (Rendition.url == Reading.url))
    .where(
        Rendition.report_id == bindparam("report"),
        Rendition.seq == bindparam("seq"),
        Rendition.same_text.is_(True),
        Reading.text_digest.is_not(None),
    )
    .order_by(Reading.id)
)


def record_sighting(session: Session, sighting: Sighting) -> Recorded:
    """Record a report as found at one address.

    - The address carried this report with the same comparison text: "last seen" moves, nothing else. Bytes that differ
      under equal text move the rendition's payload and reading on to the new ones, so that the next look compares with
      what was seen last; the captures and readings keep every earlier payload, and the version keeps its first.
    - It carried this report with another text: its rendition ends; the new text is the newest version when another
      address brought it already, and else a new version. So A, B, A are three versions.
    - It never carried this report: a rendition of the newest version with this text, or a new version.
    - It carried another report: that rendition ends first. With the same text it was never another report but one our
      rules read otherwise: the old report, left without an address, is merged into the new one.

    Raises ValueError for a reading without text.
    """
    reading, is_new_reading = store_reading(session, sighting.reading)
    parent = None if sighting.primary or not sighting.parent_url else _standing(session, sighting.parent_url)
    if parent is not None:
        return _record_attachment(session, sighting, reading, parent)
    if reading.text_digest is None:
        raise ValueError(f"a report without text at {sighting.url}")
    identity = identify(sighting)
    now, comparison = sighting.seen_at, comparison_of(session, reading.text_digest)
    held = _standing(session, sighting.url)
    same_bytes = held is not None and held.blob_digest == reading.blob_digest
    same_text = held is not None and (same_bytes or _is_text_of(session, held, reading.rules, comparison))
    if held is not None and same_text and _is_same_report(session, held, identity):
        _see_again(session, held, reading, now, move=not same_bytes)
        reread = same_bytes and is_new_reading and reading.id != held.reading_id
        return Recorded("rereading" if reread else "unchanged", held.report_id, held.seq)
    report = get_report(session, identity, sighting)
    known_address = _has_carried(session, report.id, sighting.url)
    if held is not None:
        _end(held, "changed" if held.report_id == report.id else "reidentified" if same_text else "replaced", now)
        if held.report_id != report.id and same_text:
            _merge_if_left(session, held.report_id, report.id)
    newest = _newest_seq(session, report.id)
    seq = _seq_with_text(session, report.id, comparison, reading.rules, only=newest if known_address else None)
    result: SightingResult = "new_rendition"
    if seq is None:
        seq, result = newest + 1, "new_version" if newest else "new_report"
        _add_version(session, report, seq, sighting, reading, comparison)
    else:
        _see_version(session, report.id, seq, now)
    _add_rendition(session, report.id, seq, sighting, reading, same_text=True)
    return Recorded(result, report.id, seq)


def previous_sight(session: Session, url: str) -> PreviousSight | None:
    """What this address carries as far as we know; None when it carries nothing (never seen, or ended) or
    nothing that could be read."""
    held = _standing(session, url)
    if held is None:
        return None
    last = session.scalar(_LAST_READING, {"digest": held.blob_digest, "url": url})
    reading = last or session.get_one(Reading, held.reading_id)
    if reading.text_digest is None:
        return None
    return PreviousSight(
        report_id=held.report_id,
        seq=held.seq,
        blob_digest=held.blob_digest,
        rules=reading.rules,
        reading_id=reading.id,
        comparison_digest=comparison_of(session, reading.text_digest),
        headers=headers_of(session, url, held.blob_digest),
    )


def confirm_sight(session: Session, url: str, now: datetime) -> Recorded | None:
    """The address answered with the bytes it had: move "last seen" of what it carries. None when it carries nothing."""
    held = _standing(session, url)
    if held is None:
        return None
    held.last_seen_at = max(held.last_seen_at, now)
    if held.same_text:
        _see_version(session, held.report_id, held.seq, now)
    return Recorded("unchanged", held.report_id, held.seq)


def headers_of(session: Session, url: str, blob_digest: str) -> dict[str, str]:
    """The headers a payload last came with from an address: its charset is read with them again."""
    return dict(session.scalar(_HEADERS, {"url": url, "digest": blob_digest}) or {})


def end_rendition(session: Session, url: str, reason: str, now: datetime) -> bool:
    """Note that an address no longer carries what it did ("gone"). Tells whether it carried anything."""
    held = _standing(session, url)
    if held is None:
        return False
    _end(held, reason, now)
    return True


def publish_versions(session: Session, site_id: str, now: datetime, seen_until: datetime | None = None) -> int:
    """Publish every version of a site that waits for it, and move its report on to the newest published one.

    With `seen_until` only those whose capture is not younger. Returns how many were published.
    """
    query = select(Version).where(Version.site_id == site_id, Version.published_at.is_(None)).order_by(Version.id)
    if seen_until is not None:
        query = query.join(Capture, Capture.id == Version.capture_id).where(Capture.at <= seen_until)
    waiting = session.scalars(query).all()
    for version in waiting:
        version.published_at = now
    session.flush()
    for report_id in sorted({version.report_id for version in waiting}):
        newest = select(func.max(Version.seq)).where(Version.report_id == report_id, Version.published_at.is_not(None))
        session.execute(update(Report).where(Report.id == report_id).values(current_seq=newest.scalar_subquery()))
    return len(waiting)


def _record_attachment(session: Session, sighting: Sighting, reading: Reading, parent: Rendition) -> Recorded:
    """A file of a page that carries the report itself: a rendition of the page's version, never a version.

    A file nobody can read yet (a scan, a type unknown) is one too: its bytes are kept for the day somebody can.
    """
    now = sighting.seen_at
    comparison = comparison_of(session, reading.text_digest) if reading.text_digest is not None else None
    same_text = (
        comparison is not None
        and _seq_with_text(session, parent.report_id, comparison, reading.rules, only=parent.seq) is not None
    )
    held = _standing(session, sighting.url)
    if held is not None:
        in_place = (held.report_id, held.seq) == (parent.report_id, parent.seq)
        same_bytes = held.blob_digest == reading.blob_digest
        if in_place and (same_bytes or _is_text_of(session, held, reading.rules, comparison)):
            _see_again(session, held, reading, now, move=not same_bytes)
            return Recorded("unchanged", held.report_id, held.seq)
        _end(held, "changed" if in_place else "moved", now)
    _add_rendition(session, parent.report_id, parent.seq, sighting, reading, same_text=same_text)
    return Recorded("new_rendition", parent.report_id, parent.seq)


def _is_same_report(session: Session, held: Rendition, identity: Identity) -> bool:
    # The same text whose issuer or year today's rules cannot tell stays with the report it was known as.
    return identity.provisional or identity.is_of(session.get_one(Report, held.report_id))


def _standing(session: Session, url: str) -> Rendition | None:
    return session.scalar(_STANDING, {"url": url})


def _is_text_of(session: Session, held: Rendition, rules: str, comparison: str | None) -> bool:
    return comparison is not None and _last_comparison(session, held, rules) == comparison


def _last_comparison(session: Session, held: Rendition, rules: str) -> str | None:
    """What the address carried last, as today's rules read it if they ever did, else as they did then."""
    text_digest = session.scalar(
        select(Reading.text_digest).where(
            Reading.blob_digest == held.blob_digest,
            Reading.url == held.url,
            Reading.rules == rules,
            Reading.text_digest.is_not(None),
        )
    )
    if text_digest is None:
        text_digest = session.get_one(Reading, held.reading_id).text_digest
    return None if text_digest is None else comparison_of(session, text_digest)


def _has_carried(session: Session, report_id: str, url: str) -> bool:
    query = select(Rendition.id).where(Rendition.report_id == report_id, Rendition.url == url).limit(1)
    return session.scalar(query) is not None


def _newest_seq(session: Session, report_id: str) -> int:
    return session.scalar(select(func.max(Version.seq)).where(Version.report_id == report_id)) or 0


def _seq_with_text(session: Session, report_id: str, comparison: str, rules: str, only: int | None) -> int | None:
    """The newest version (or just `only`) with this text: as first read, as the same rules read it, or as it was read
    last, because a page of another column, or a file, is read under rules of its own."""
    query = select(Version).where(Version.report_id == report_id).order_by(Version.seq.desc())
    if only is not None:
        query = query.where(Version.seq == only)
    for version in session.scalars(query):
        if comparison_of(session, version.text_digest) == comparison:
            return version.seq
        readings = session.execute(_READINGS_OF_VERSION, {"report": report_id, "seq": version.seq}).all()
        last = {(reading.blob_digest, reading.url): reading.text_digest for reading in readings}
        reread = {*last.values(), *(reading.text_digest for reading in readings if reading.rules == rules)}
        if any(comparison_of(session, digest) == comparison for digest in sorted(reread)):
            return version.seq
    return None


def _see_again(session: Session, held: Rendition, reading: Reading, now: datetime, *, move: bool) -> None:
    held.last_seen_at = max(held.last_seen_at, now)
    if move:
        held.blob_digest, held.reading_id = reading.blob_digest, reading.id
    if held.same_text:
        _see_version(session, held.report_id, held.seq, now)


def _see_version(session: Session, report_id: str, seq: int, now: datetime) -> None:
    version = session.scalars(_VERSION, {"report": report_id, "seq": seq}).one()
    version.last_seen_at = max(version.last_seen_at, now)


def _end(held: Rendition, reason: str, now: datetime) -> None:
    held.ended_at, held.end_reason = now, reason


def _merge_if_left(session: Session, old_id: str, new_id: str) -> None:
    session.flush()
    left = select(Rendition.id).where(Rendition.report_id == old_id, Rendition.ended_at.is_(None)).limit(1)
    if session.scalar(left) is None:
        session.get_one(Report, old_id).merged_into = new_id


def _add_version(
    session: Session, report: Report, seq: int, sighting: Sighting, reading: Reading, comparison: str
) -> None:
    session.add(
        Version(
            report_id=report.id,
            seq=seq,
            site_id=sighting.site_id,
            text_digest=reading.text_digest,
            comparison_digest=comparison,
            reading_id=reading.id,
            capture_id=sighting.capture_id,
            title=sighting.reading.title,
            first_seen_at=sighting.seen_at,
            last_seen_at=sighting.seen_at,
        )
    )
    session.flush()


def _add_rendition(
    session: Session, report_id: str, seq: int, sighting: Sighting, reading: Reading, *, same_text: bool
) -> None:
    session.add(
        Rendition(
            report_id=report_id,
            seq=seq,
            url=sighting.url,
            parent_url=sighting.parent_url,
            carrier=sighting.carrier,
            blob_digest=reading.blob_digest,
            reading_id=reading.id,
            same_text=same_text,
            first_seen_at=sighting.seen_at,
            last_seen_at=sighting.seen_at,
        )
    )
    session.flush()
