"""The scrub: re-hash every stored byte and follow every reference. Reads only.

Each WARC file is read once from front to back, member by member, and compared with what the rows say lies there. A
damaged member costs itself only: reading goes on at the next record the archive knows of.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from sqlalchemy import LargeBinary, Select, cast, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, aliased

from archive.answers import Finding, Verification
from archive.figures.scrub import find_damage
from archive.models import Blob, Capture, Reading, Rendition, Report, Run, StoredText, Version
from archive.normalize import COMPARISON_RULES, comparison_digest
from archive.search import unindexed
from archive.warc import OPEN_SUFFIX
from archive.warcscan import DamagedMember, Expected, Record, scan

Progress = Callable[[str, int, int], None]

_BATCH = 500
#: Findings of one kind beyond which only their number is told: a lost disk must not fill the memory.
_MOST_OF_A_KIND = 1_000


class _Findings:
    def __init__(self) -> None:
        self.rows: list[Finding] = []
        self._counts: dict[str, int] = {}

    def add(self, code: str, where: str, message: str, *, harmless: bool = False) -> None:
        self._counts[code] = count = self._counts.get(code, 0) + 1
        if count <= _MOST_OF_A_KIND:
            self.rows.append(Finding(code, where, message, harmless))

    def closed(self) -> tuple[Finding, ...]:
        for code, count in self._counts.items():
            if count > _MOST_OF_A_KIND:
                self.rows.append(Finding(code, "(more)", f"{count - _MOST_OF_A_KIND:,} more of this kind"))
        return tuple(sorted(self.rows, key=lambda finding: finding.harmless))


def verify(session: Session, warc_folder: Path, progress: Progress | None = None) -> Verification:
    """Check everything; `progress` is told phase, done and total.

    Damage is a finding, never an exception; only a database that cannot be read at all raises, as NotAnArchive.
    """
    tell = progress or (lambda phase, done, total: None)
    findings = _Findings()
    counts: dict[str, int] = {}
    for check in (_check_database, _check_files, _check_texts, _check_references, _check_figures, _count):
        try:
            counts |= check(session, warc_folder, findings, tell)
        except DBAPIError as error:
            # A damaged page of the database: what can be read elsewhere is still worth checking.
            findings.add("database_damaged", "database", str(error.orig))
    return Verification(
        payloads=counts.get("payloads", 0),
        texts=counts.get("texts", 0),
        versions=counts.get("versions", 0),
        captures=counts.get("captures", 0),
        bytes_read=counts.get("bytes", 0),
        findings=findings.closed(),
    )


def _count(session: Session, _folder: Path, _findings: _Findings, _tell: Progress) -> dict[str, int]:
    return {
        "versions": session.scalar(select(func.count()).select_from(Version)) or 0,
        "captures": session.scalar(select(func.count()).select_from(Capture)) or 0,
    }


def _check_database(session: Session, _folder: Path, findings: _Findings, _tell: Progress) -> dict[str, int]:
    for problem in session.scalars(text("PRAGMA quick_check(100)")):
        if problem != "ok":
            findings.add("database_damaged", "database", str(problem))
    for table, row, parent, _ in session.execute(text("PRAGMA foreign_key_check")):
        findings.add("dangling_reference", f"{table} {row}", f"points at a row of {parent} that is not there")
    return {}


def _check_files(session: Session, folder: Path, findings: _Findings, tell: Progress) -> dict[str, int]:
    names = {
        *session.scalars(select(Capture.warc_file).where(Capture.warc_file.is_not(None)).distinct()),
        *session.scalars(select(Blob.warc_file).distinct()),
    }
    payloads = size = 0
    for done, (name, expected) in enumerate(_expected(session), start=1):
        path = _path_of(folder, name)
        if path is None:
            findings.add("file_missing", name, f"the WARC file is gone with {len(expected)} records")
        else:
            payloads += _check_file(path, name, expected, findings, of_running=_is_running(session, path, name))
            size += path.stat().st_size
        tell("WARC files", done, len(names))
    for path in sorted([*folder.rglob("*.warc.gz"), *folder.rglob(f"*.warc.gz{OPEN_SUFFIX}")]):
        name = path.relative_to(folder).as_posix().removesuffix(OPEN_SUFFIX)
        running = _is_running(session, path, name)
        if name not in names and not running:
            findings.add("file_unknown", name, "no capture points into this WARC file", harmless=True)
        if path.name.endswith(OPEN_SUFFIX) and not running:
            message = "left open by a run that is over; the next crawl of its site closes it"
            findings.add("file_left_open", path.relative_to(folder).as_posix(), message, harmless=True)
    return {"payloads": payloads, "bytes": size}


def _expected(session: Session) -> Iterator[tuple[str, dict[int, Expected]]]:
    """By file, what the rows say lies at which offset."""
    captures = (
        select(Capture.warc_file, Capture.warc_offset, Capture.digest, Capture.id)
        .where(Capture.warc_file.is_not(None))
        .order_by(Capture.warc_file, Capture.warc_offset)
        .execution_options(yield_per=_BATCH)
    )
    blobs = select(Blob.warc_file, Blob.warc_offset, Blob.digest).order_by(Blob.warc_file, Blob.warc_offset)
    held = groupby(session.execute(blobs.execution_options(yield_per=_BATCH)), key=lambda row: str(row[0]))
    looks = groupby(session.execute(captures), key=lambda row: str(row[0]))
    next_held, next_look = next(held, None), next(looks, None)
    while next_held is not None or next_look is not None:
        name = min(group[0] for group in (next_held, next_look) if group is not None)
        expected: dict[int, Expected] = {}
        if next_look is not None and next_look[0] == name:
            for _, offset, digest, capture_id in next_look[1]:
                expected[int(offset or 0)] = Expected(capture=capture_id, digest=digest)
            next_look = next(looks, None)
        if next_held is not None and next_held[0] == name:
            for _, offset, digest in next_held[1]:
                known = expected.get(offset)
                expected[offset] = (
                    replace(known, blob=digest) if known else Expected(capture=None, digest=None, blob=digest)
                )
            next_held = next(held, None)
        yield name, expected


def _check_file(path: Path, name: str, expected: dict[int, Expected], findings: _Findings, *, of_running: bool) -> int:
    payloads = 0
    missing = dict(expected)
    for found in scan(path, expected):
        where = f"{name} at {found.offset}"
        known = missing.pop(found.offset, None)
        if isinstance(found, DamagedMember):
            # The last record of a file still being written may be half there; nothing points at it yet.
            if known is not None or not of_running:
                findings.add("record_damaged", where, _of(known) + found.reason, harmless=known is None)
            continue
        payloads += found.kind == "response"
        if known is None:
            if found.kind in ("response", "revisit") and not of_running:
                message = f"no capture knows this {found.kind} of {found.url}; its run was cut off before its row"
                findings.add("record_orphan", where, message, harmless=True)
        elif (problem := _problem(found, known)) is not None:
            code, message = problem
            findings.add(code, where, _of(known) + message)
    for offset, known in sorted(missing.items()):
        findings.add("record_missing", f"{name} at {offset}", _of(known) + "no record begins there")
    return payloads


def _problem(found: Record, known: Expected) -> tuple[str, str] | None:
    if found.problem is not None:
        return "record_damaged", found.problem
    if found.kind not in ("response", "revisit") or (known.blob is not None and found.kind != "response"):
        return "record_wrong", f"a {found.kind} record lies there"
    if known.blob not in (None, found.digest):
        return "payload_damaged", f"the payload's digest is {found.digest}, not {known.blob}"
    if known.digest not in (None, found.digest):
        return "record_wrong", f"the payload's digest is {found.digest}, the capture says {known.digest}"
    return None


def _of(known: Expected | None) -> str:
    if known is None:
        return ""
    return f"payload {known.blob}: " if known.capture is None else f"capture {known.capture}: "


def _path_of(folder: Path, name: str) -> Path | None:
    for path in (folder / name, folder / f"{name}{OPEN_SUFFIX}"):
        if path.is_file():
            return path
    return None


def _is_running(session: Session, path: Path, name: str) -> bool:
    if not path.name.endswith(OPEN_SUFFIX):
        return False
    run_id = Path(name).name.removesuffix(".warc.gz")
    return session.scalar(select(Run.state).where(Run.id == run_id)) == "running"


def _check_texts(session: Session, _folder: Path, findings: _Findings, tell: Progress) -> dict[str, int]:
    total = session.scalar(select(func.count()).select_from(StoredText)) or 0
    done = 0
    # As bytes: a flipped bit may make a text that is no UTF-8, which the driver would refuse to hand over.
    stored = select(
        StoredText.digest,
        cast(StoredText.body, LargeBinary),
        StoredText.comparison_digest,
        StoredText.comparison_rules,
    )
    for digest, body, comparison, rules in session.execute(stored.execution_options(yield_per=_BATCH)):
        done += 1
        if (found := hashlib.sha256(body).hexdigest()) != digest:
            findings.add("text_damaged", f"text {digest}", f"the text's digest is {found}")
        elif rules == COMPARISON_RULES and comparison_digest(body.decode()) != comparison:
            findings.add("comparison_damaged", f"text {digest}", "its comparison digest is not that of the text")
        if done % _BATCH == 0 or done == total:
            tell("texts", done, total)
    return {"texts": done}


def _check_figures(session: Session, _folder: Path, findings: _Findings, _tell: Progress) -> dict[str, int]:
    for code, where, message in find_damage(session):
        findings.add(code, where, message)
    return {}


def _check_references(session: Session, _folder: Path, findings: _Findings, _tell: Progress) -> dict[str, int]:
    target = aliased(Report)
    shown = aliased(Version)
    checks: list[tuple[str, str, str, Select[int] | Select[str]]] = [
        (
            "version_without_its_text",
            "version",
            "its reading made no text",
            select(Version.id).join(Reading, Reading.id == Version.reading_id).where(Reading.text_digest.is_(None)),
        ),
        (
            "rendition_without_version",
            "rendition",
            "no version of its report has its number",
            select(Rendition.id)
            .outerjoin(Version, (Version.report_id == Rendition.report_id) & (Version.seq == Rendition.seq))
            .where(Version.id.is_(None)),
        ),
        (
            "version_without_rendition",
            "version",
            "nothing carries it",
            select(Version.id)
            .outerjoin(Rendition, (Version.report_id == Rendition.report_id) & (Version.seq == Rendition.seq))
            .where(Rendition.id.is_(None)),
        ),
        (
            "report_without_current",
            "report",
            "its current version is not a published one",
            select(Report.id)
            .outerjoin(shown, (shown.report_id == Report.id) & (shown.seq == Report.current_seq))
            .where(Report.current_seq.is_not(None), shown.published_at.is_(None)),
        ),
        (
            "report_merged_nowhere",
            "report",
            "the report it was merged into is not there",
            select(Report.id)
            .outerjoin(target, target.id == Report.merged_into)
            .where(Report.merged_into.is_not(None), target.id.is_(None)),
        ),
    ]
    for code, kind, message, statement in checks:
        for row in session.scalars(statement.limit(_MOST_OF_A_KIND)):
            findings.add(code, f"{kind} {row}", message)
    for version_id in unindexed(session):
        message = "no search finds it; the next crawl of its site indexes it"
        findings.add("version_not_indexed", f"version {version_id}", message)
    return {}
