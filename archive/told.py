"""What a report was read from before: the payloads behind its versions, with what the frontier knows of them.

Our own rules change. Before a page at a new address is compared with the versions there are, these are read again, so
that both sides are read by the same rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.identity import find_report_id, identify
from archive.models import Entry, Rendition
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
    return [
        ToldPayload(
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
        for entry, digest in rows
    ]
