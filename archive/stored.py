"""The newest look at an address that brought bytes: what a page looked like when it was last seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from archive.captures import load_payload
from archive.database import make_reader, reading
from archive.models import Capture
from archive.schema import check


@dataclass(frozen=True, slots=True)
class StoredLook:
    """One recorded look with its bytes. Header names are in lower case."""

    url: str
    role: str
    at: datetime
    status: int
    outcome: str
    reasons: tuple[str, ...]
    headers: Mapping[str, str]
    digest: str
    body: bytes


def newest_look(database_url: str, warc_folder: Path, url: str) -> StoredLook | None:
    """The newest look of an archive at an address by GET that brought bytes; None when it never looked.

    Raises NoArchive, ArchiveOutdated, ArchiveTooNew, NotAnArchive, UnsupportedDatabase, DamagedPayload.
    """
    engine = make_reader(database_url)
    try:
        check(engine)
        with reading(engine) as session:
            capture = session.scalar(
                select(Capture)
                .where(Capture.url == url, Capture.method == "GET", Capture.digest.is_not(None), Capture.status != 304)
                .order_by(Capture.id.desc())
                .limit(1)
            )
        if capture is None or capture.digest is None or capture.status is None:
            return None
        body = load_payload(engine, warc_folder, capture.digest)
    finally:
        engine.dispose()
    return StoredLook(
        url=capture.url,
        role=capture.role,
        at=capture.at,
        status=capture.status,
        outcome=capture.outcome,
        reasons=tuple(capture.reasons),
        headers=dict(capture.headers),
        digest=capture.digest,
        body=body,
    )
