"""Recording looks: the WARC record first, on the disk, then the capture row that points at it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from archive.database import insert_new, reading, writing
from archive.errors import DamagedPayload, NoSuchPayload, NoSuchRun
from archive.models import Blob, Capture, Run
from archive.values import CaptureRef, EarlierLook, Exchange
from archive.warc import Original, Place, WarcFile
from archive.warcread import read_payload

#: What a robots.txt-abiding, identified crawler says of itself in every file it writes.
_FORMAT = {
    "format": "WARC File Format 1.1",
    "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    "robots": "obey",
}
_SEEN = ("ok", "unchanged")


@dataclass(slots=True)
class Captures:
    """The captures of one process: writes each run's WARC file and the rows that point into it.

    `folder` holds one folder per site. Close it, or the files of runs under way stay `.open` for the next run to mend.
    """

    writer: Engine
    reader: Engine
    folder: Path
    software: str
    _files: dict[str, WarcFile] = field(default_factory=dict)

    def begin(self, run_id: str, site_id: str, contact: str, now: datetime) -> None:
        """Make ready to record under this run. Its file appears with the first record."""
        info: Mapping[str, str] = {"software": self.software, **_FORMAT, "isPartOf": run_id, "operator": contact}
        self._files[run_id] = WarcFile(self.folder, warc_name(site_id, run_id), info, now)

    def end(self, run_id: str) -> None:
        """Give the run's WARC file its final name."""
        if file := self._files.pop(run_id, None):
            file.close()

    def forget(self, run_id: str) -> None:
        """Let go of the file of a run that was buried: it is finished already."""
        if file := self._files.pop(run_id, None):
            file.abandon()

    def abandon(self) -> None:
        """Let go of every file without finishing it, as a dying process would."""
        for file in self._files.values():
            file.abandon()
        self._files.clear()

    def record_exchange(self, run_id: str, site_id: str, exchange: Exchange) -> CaptureRef:
        """Append one look. It is durable when this returns: first the WARC record, then its row.

        The payload of a known digest is not stored again: the record becomes a revisit. An `ok` look that brought the
        bytes of the look before is recorded as `unchanged`; a 304 has the digest of the bytes it vouches for.
        Raises NoSuchRun, DiskFull, ArchiveUnwritable, ArchiveLocked; then no row exists.
        """
        if (file := self._files.get(run_id)) is None:
            raise NoSuchRun(run_id)
        form_digest = None if exchange.form is None else hashlib.sha256(exchange.form).hexdigest()
        digest = None if exchange.body is None else hashlib.sha256(exchange.body).hexdigest()
        with reading(self.reader) as session:
            before = last_look(session, site_id, exchange.url, exchange.method, form_digest)
            original = _find_original(session, exchange, digest, before)
        outcome = exchange.outcome
        if exchange.status == HTTPStatus.NOT_MODIFIED:
            digest = before.digest if before else None
        elif outcome == "ok" and before is not None and before.digest == digest:
            outcome = "unchanged"
        place = None if exchange.status is None else file.record_exchange(exchange, digest, original)
        headers = fold_headers(exchange.headers)
        row = Capture(
            run_id=run_id,
            site_id=site_id,
            role=exchange.role,
            url=exchange.url,
            method=exchange.method,
            form_digest=form_digest,
            at=exchange.at,
            status=exchange.status,
            outcome=outcome,
            reasons=list(exchange.reasons),
            digest=digest,
            size=None if exchange.body is None else len(exchange.body),
            media_type=headers.get("content-type", "").partition(";")[0].strip().lower()[:128] or None,
            headers=dict(headers),
            warc_file=place.file if place else None,
            warc_offset=place.offset if place else None,
        )
        with writing(self.writer) as session:
            run = session.get(Run, run_id)
            if run is None or run.state != "running":
                raise NoSuchRun(run_id)
            new = False
            if place is not None:
                run.warc_file = place.file
                if digest is not None and original is None and exchange.body is not None:
                    new = insert_new(
                        session,
                        Blob,
                        digest=digest,
                        size=len(exchange.body),
                        warc_file=place.file,
                        warc_offset=place.offset,
                        warc_length=place.length,
                    )
            session.add(row)
            session.flush()
            return CaptureRef(id=row.id, digest=digest, new_bytes=new)


def load_payload(engine: Engine, folder: Path, digest: str) -> bytes:
    """The bytes with this digest, checked against it.

    Raises NoSuchPayload when they were never stored, DamagedPayload when they are gone or no longer theirs.
    """
    with reading(engine) as session:
        blob = session.get(Blob, digest)
    if blob is None:
        raise NoSuchPayload(digest)
    return load_blob(folder, blob)


def load_blob(folder: Path, blob: Blob) -> bytes:
    """The bytes a blob row points at, checked against its digest. Raises DamagedPayload."""
    try:
        body = read_payload(folder, Place(blob.warc_file, blob.warc_offset, blob.warc_length))
    except FileNotFoundError:
        raise DamagedPayload(blob.digest, blob.warc_file, blob.warc_offset, "the file is missing") from None
    except (OSError, ValueError) as error:
        raise DamagedPayload(blob.digest, blob.warc_file, blob.warc_offset, str(error)) from error
    if (found := hashlib.sha256(body).hexdigest()) != blob.digest:
        raise DamagedPayload(blob.digest, blob.warc_file, blob.warc_offset, f"its digest is {found}")
    return body


def last_look(session: Session, site_id: str, url: str, method: str, form_digest: str | None) -> Capture | None:
    """The last good full response to this very request: what a 304 or an equal digest refers to."""
    return session.scalar(
        select(Capture)
        .where(
            Capture.url == url,
            Capture.site_id == site_id,
            Capture.method == method,
            Capture.form_digest.is_(None) if form_digest is None else Capture.form_digest == form_digest,
            Capture.status == HTTPStatus.OK,
            Capture.outcome.in_(_SEEN),
            Capture.digest.is_not(None),
        )
        .order_by(Capture.id.desc())
        .limit(1)
    )


def good_looks_before(session: Session, capture_id: int, states: Sequence[str], limit: int) -> list[EarlierLook]:
    """Earlier looks at what a capture asked for, with distinct payloads, newest first: whole answers that runs which
    ended in one of `states` brought."""
    row = session.get_one(Capture, capture_id)
    query = (
        select(Capture)
        .join(Run, Run.id == Capture.run_id)
        .where(
            Capture.url == row.url,
            Capture.site_id == row.site_id,
            Capture.method == row.method,
            Capture.form_digest.is_(None) if row.form_digest is None else Capture.form_digest == row.form_digest,
            Capture.id < row.id,
            Capture.status == HTTPStatus.OK,
            Capture.outcome.in_(_SEEN),
            Capture.digest.is_not(None),
            Run.state.in_(states),
        )
        .order_by(Capture.id.desc())
    )
    found: dict[str, EarlierLook] = {}
    for look in session.scalars(query).yield_per(50):
        assert look.digest is not None
        assert look.status is not None
        if look.digest not in found:
            found[look.digest] = EarlierLook(look.id, look.at, look.url, look.status, look.headers, look.digest)
        if len(found) == limit:
            break
    return list(found.values())


def warc_name(site_id: str, run_id: str) -> str:
    """The name of a run's WARC file under the WARC folder, as rows keep it."""
    return f"{site_id}/{run_id}.warc.gz"


def fold_headers(headers: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Headers under lower-case names, repeats joined by ", "; the WARC record keeps them as they came."""
    folded: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        folded[key] = f"{folded[key]}, {value}" if key in folded else value
    return folded


def _find_original(session: Session, exchange: Exchange, digest: str | None, before: Capture | None) -> Original | None:
    if exchange.status == HTTPStatus.NOT_MODIFIED:
        digest = before.digest if before else None
    elif not exchange.body:
        # Nothing is saved by a revisit of nothing, and readers would look for the body of another address.
        return None
    blob = session.get(Blob, digest) if digest else None
    if blob is None:
        return None
    holder = session.scalar(
        select(Capture).where(
            Capture.digest == blob.digest,
            Capture.warc_file == blob.warc_file,
            Capture.warc_offset == blob.warc_offset,
        )
    )
    if holder is None:
        return None
    return Original(blob.warc_file, blob.warc_offset, holder.url, holder.at, blob.digest)
