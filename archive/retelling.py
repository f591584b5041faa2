"""What a replay writes: what newer rules make of a few payloads, and how far it is, in one transaction.

Either all of it is recorded or nothing, so an interrupted replay goes on exactly behind what it has written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from archive.frontier import add_attachments
from archive.payloads import KeptPayload, standing, tell_late
from archive.runs import add_issue, beat
from archive.texts import keep_reading
from archive.values import IssuerRef, ListedEntry, Reread, Sighting
from archive.versions import previous_sight


@dataclass(frozen=True, slots=True)
class Retold:
    """One payload and what newer rules make of it. `reread` is None where there is nothing to write but `issues`
    (code, message). `hangs_on` is the page a file belongs to that may carry the report itself, None for any other
    payload; `files` are those a page shows."""

    payload: KeptPayload
    issues: tuple[tuple[str, str], ...] = ()
    reread: Reread | None = None
    carrier: str = ""
    issuer: IssuerRef | None = None
    year: int | None = None
    scope: str = ""
    hangs_on: str | None = None
    files: tuple[ListedEntry, ...] = ()


def retell(
    session: Session, run_id: str, batch: Sequence[Retold], stats: Callable[[int], Mapping[str, Any]], now: datetime
) -> int:
    """Write what a replay made of a few payloads, in their order; returns how many sightings were told. `stats` gives,
    from that number, what the ledger learns of how far the replay is. Raises NoSuchRun."""
    told = 0
    for one in batch:
        for code, message in one.issues:
            add_issue(session, run_id, one.payload.site_id, code, message, one.payload.url, {}, now)
        if one.reread is not None:
            told += _keep(session, one, one.reread, now)
    beat(session, run_id, now, stats(told))
    return told


def _keep(session: Session, one: Retold, reread: Reread, now: datetime) -> bool:
    """Keep a reading, as a sighting where the address shows the payload to this day; tells whether it was told."""
    payload = one.payload
    if one.files:
        add_attachments(session, payload.site_id, payload.column_key, payload.url, one.files, now)
    attached = one.hangs_on is not None and previous_sight(session, one.hangs_on) is not None
    is_report = reread.accepted or (attached and reread.kind == "unread")
    if is_report:
        held = standing(session, payload.site_id, payload.url)
        is_report = held.digest == payload.digest or payload.capture_id > held.told_to
    if not is_report:
        keep_reading(session, reread)
        return False
    sighting = Sighting(
        site_id=payload.site_id,
        url=payload.url,
        capture_id=payload.capture_id,
        seen_at=payload.first_seen_at,
        carrier=one.carrier,
        reading=reread,
        issuer=one.issuer,
        year=one.year,
        scope=one.scope,
        parent_url=payload.parent_url,
        primary=not attached,
    )
    tell_late(session, sighting, payload.last_seen_at, payload.entry_id)
    return True
