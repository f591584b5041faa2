"""Exports: one row per report, or per version, with its text, its dates and the way to its bytes.

Rows come in the order of first sight and in batches, so an export of millions needs the memory of a few hundred. The
file appears under its name only when it is whole; the manifest beside it is written last and vouches for it.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.answers import Exported, ReportFilter
from archive.errors import BadExportTarget
from archive.exporters import EXPORTERS, RowWriter
from archive.figures.exporting import CheckLine, FigureLine, lines
from archive.lookup import conditions
from archive.masking import mask
from archive.models import Blob, Capture, Issuer, Reading, Rendition, Report, StoredText, Version

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One version of a report, as exported; the field names are the columns.

    `issuer` is the body's full name, `issuer_printed` as the text has it. Dates of the document are calendar dates in
    China, each with the `_source` it was read from; times of the archive are UTC. `payload_digest` is SHA-256 of the
    bytes at `url` as captured; `warc_file` and `warc_offset` are the record that holds them. Text digests are of the
    text unmasked.
    """

    report_id: str
    version: int
    current: bool
    site: str
    issuer: str | None
    issuer_printed: str | None
    level: str | None
    county_code: str | None
    county: str | None
    town_code: str | None
    division: str | None
    year: int | None
    kind: str
    scope: str
    provisional: bool
    title: str
    text: str
    text_digest: str
    comparison_digest: str
    rules: str
    comparison_rules: str
    signed_date: date | None
    signed_source: str | None
    posted_date: date | None
    posted_source: str | None
    first_seen_at: datetime
    last_seen_at: datetime
    url: str
    captured_at: datetime
    payload_digest: str
    media_type: str | None
    warc_file: str
    warc_offset: int
    renditions: int


def export(
    session: Session,
    name: str,
    out: Path,
    wanted: ReportFilter,
    *,
    all_versions: bool = False,
    figures: bool = False,
    unmasked: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Exported:
    """Write the published versions `wanted` to the file `out` in the format `name` of `archive.exporters.EXPORTERS`.

    Only current versions unless `all_versions`; with `figures` what they state and the checks as two files more, whose
    names `beside` gives. Texts are masked unless `unmasked`; the manifest says which. `progress` is told the number of
    rows written so far. Raises BadExportTarget; then nothing appears at `out`.
    """
    if name not in EXPORTERS:
        raise BadExportTarget(str(out), f"unknown format {name!r}; choose one of {', '.join(EXPORTERS)}")
    if out.is_dir():
        raise BadExportTarget(str(out), f"it is a folder; name a file in it, such as {out / f'reports.{name}'}")
    partial = _partial(out)
    tables = {table: beside(out, table) for table in ("figures", "checks")} if figures else {}
    manifest = out.with_name(f"{out.name}.manifest.json")
    written = 0
    try:
        try:
            with EXPORTERS[name](partial, Row) as writer:
                for batch in _batches(session, wanted, all_versions=all_versions, unmasked=unmasked):
                    _write(writer, batch)
                    written += len(batch)
                    if progress is not None:
                        progress(written)
            sha256 = _digest_of(partial)
            counts = _write_figures(session, name, tables, wanted, all_versions=all_versions, unmasked=unmasked)
            # An old manifest must never stand beside a new file.
            manifest.unlink(missing_ok=True)
            partial.replace(out)
            for file in tables.values():
                _partial(file).replace(file)
            columns = tuple(Row.__dataclass_fields__)
            content = {
                "file": out.name,
                "format": name,
                "rows": written,
                "bytes": out.stat().st_size,
                "sha256": sha256,
                "versions": "all" if all_versions else "current",
                "filter": {key: value for key, value in _fields(wanted).items() if value is not None},
                "columns": list(columns),
                "masked": not unmasked,
            }
            if tables:
                content["tables"] = [_described(table, tables[table], counts[table]) for table in tables]
            _write_whole(manifest, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
        except OSError as error:
            raise BadExportTarget(str(out), error.strerror or str(error)) from error
    finally:
        for file in (out, *tables.values()):
            _partial(file).unlink(missing_ok=True)
    return Exported(str(out), str(manifest), name, written, sha256, columns)


def beside(out: Path, table: str) -> Path:
    """Where a further table of an export lies: reports.parquet has reports.figures.parquet beside it."""
    return out.with_name(f"{out.stem}.{table}{out.suffix}")


def _partial(file: Path) -> Path:
    return file.with_name(f".{file.name}.{os.getpid()}.partial")


def _write_figures(
    session: Session,
    name: str,
    tables: Mapping[str, Path],
    wanted: ReportFilter,
    *,
    all_versions: bool,
    unmasked: bool,
) -> dict[str, int]:
    """Write figures and checks to their partial files; returns how many of each."""
    counts = dict.fromkeys(tables, 0)
    if not tables:
        return counts
    with (
        EXPORTERS[name](_partial(tables["figures"]), FigureLine) as figures,
        EXPORTERS[name](_partial(tables["checks"]), CheckLine) as checks,
    ):
        for stated, tried in lines(session, wanted, all_versions=all_versions, unmasked=unmasked):
            if stated:
                figures.write([_fields(line) for line in stated])
            if tried:
                checks.write([_fields(line) for line in tried])
            counts["figures"] += len(stated)
            counts["checks"] += len(tried)
    return counts


def _described(table: str, file: Path, rows: int) -> dict[str, Any]:
    row_type = FigureLine if table == "figures" else CheckLine
    return {
        "table": table,
        "file": file.name,
        "rows": rows,
        "bytes": file.stat().st_size,
        "sha256": _digest_of(file),
        "columns": list(row_type.__dataclass_fields__),
    }


def _write(writer: RowWriter, batch: list[Row]) -> None:
    writer.write([_fields(row) for row in batch])


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _batches(session: Session, wanted: ReportFilter, *, all_versions: bool, unmasked: bool) -> Iterator[list[Row]]:
    renditions = (
        select(func.count())
        .where(Rendition.report_id == Version.report_id, Rendition.seq == Version.seq)
        .correlate(Version)
        .scalar_subquery()
    )
    shown = Version.published_at.is_not(None) if all_versions else Version.seq == Report.current_seq
    statement = (
        select(Version, Report, Issuer.name, Issuer.level, StoredText, Reading, Capture, Blob, renditions)
        .join(Report, Report.id == Version.report_id)
        .outerjoin(Issuer, Issuer.id == Report.issuer_id)
        .join(StoredText, StoredText.digest == Version.text_digest)
        .join(Reading, Reading.id == Version.reading_id)
        .join(Capture, Capture.id == Version.capture_id)
        .join(Blob, Blob.digest == Reading.blob_digest)
        .where(shown, conditions(session, wanted).bound())
        .order_by(Version.id)
        .limit(_BATCH)
    )
    last = 0
    while True:
        batch: list[Row] = []
        for found in session.execute(statement.where(Version.id > last)):
            last = found[0].id
            row = _to_row(*found)
            batch.append(row if unmasked else _masked(row))
        # The rows just read would stay in the session's memory to the end otherwise.
        session.expunge_all()
        if batch:
            yield batch
        if len(batch) < _BATCH:
            return


def _masked(row: Row) -> Row:
    printed = row.issuer_printed and mask(row.issuer_printed)
    return replace(row, title=mask(row.title), text=mask(row.text), issuer_printed=printed)


def _to_row(
    version: Version,
    report: Report,
    issuer: str | None,
    level: str | None,
    stored: StoredText,
    reading: Reading,
    capture: Capture,
    blob: Blob,
    renditions: int,
) -> Row:
    signed, signed_source = dated(reading.facts, "signed")
    posted, posted_source = dated(reading.facts, "posted")
    return Row(
        report_id=report.id,
        version=version.seq,
        current=version.seq == report.current_seq,
        site=report.site_id,
        issuer=issuer,
        issuer_printed=report.issuer_printed,
        level=level,
        county_code=report.county_code,
        county=report.county_name,
        town_code=report.town_code,
        division=report.division,
        year=report.year,
        kind=report.kind,
        scope=report.scope,
        provisional=report.provisional,
        title=version.title,
        text=stored.body,
        text_digest=version.text_digest,
        comparison_digest=version.comparison_digest,
        rules=reading.rules,
        comparison_rules=stored.comparison_rules,
        signed_date=signed,
        signed_source=signed_source,
        posted_date=posted,
        posted_source=posted_source,
        first_seen_at=version.first_seen_at.astimezone(UTC),
        last_seen_at=version.last_seen_at.astimezone(UTC),
        url=capture.url,
        captured_at=capture.at.astimezone(UTC),
        payload_digest=blob.digest,
        media_type=capture.media_type,
        warc_file=blob.warc_file,
        warc_offset=blob.warc_offset,
        renditions=renditions,
    )


def dated(facts: Mapping[str, Any], kind: str) -> tuple[date | None, str | None]:
    """The date of this `kind` among the facts ({"signed": {"value": "2018-01-03", "source": "signature"}}) with its
    source. A date read from broken words (202020年12月31日) says so in its source."""
    stated = facts.get(kind)
    if not isinstance(stated, Mapping):
        return None, None
    try:
        value = date.fromisoformat(stated["value"])
    except (KeyError, TypeError, ValueError):
        return None, None  # a partial date (2017-11) is a fact, and no calendar date
    source = stated.get("source")
    return value, f"{source}, broken" if stated.get("broken") else source


def _digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_whole(file: Path, content: str) -> None:
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        partial.write_text(content, encoding="utf-8")
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
