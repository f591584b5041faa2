"""Small archives made row by row, for the tests of the asking half: they say exactly what is stored."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from archive.database import make_writer, writing
from archive.models import Blob, Capture, Issuer, Reading, Rendition, Report, Run, StoredText, Version
from archive.schema import prepare
from archive.search import index_missing

START = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)


def digest_of(content: str | bytes) -> str:
    """SHA-256 as the archive writes it."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


@dataclass
class Builder:
    """Adds reports and versions in one session; the times step by a day with every version."""

    session: Session
    run_id: str = "20240301-lianzhou.gov.cn"
    moment: datetime = START
    warc_file: str = "built.warc.gz"
    seqs: dict[str, int] = field(default_factory=dict)

    def start(self, site: str = "lianzhou.gov.cn", state: str = "complete") -> None:
        self.session.add(
            Run(
                id=self.run_id,
                site_id=site,
                kind="manual",
                state=state,
                started_at=self.moment,
                heartbeat_at=self.moment,
                ended_at=None if state == "running" else self.moment + timedelta(minutes=5),
                reason=None,
                host="test",
                pid=1,
                scope={},
                stats={"new_reports": 2},
                warc_file=self.warc_file,
            )
        )
        self.session.flush()

    def report(
        self,
        report_id: str,
        *,
        town: str | None = "石角镇",
        county: str = "连州市",
        code: str = "441882",
        lineage: str | None = None,
        year: int | None = 2017,
        site: str = "lianzhou.gov.cn",
    ) -> str:
        issuer_id = None
        if town is not None:
            lineage = lineage or code
            issuer_id = self.session.scalar(select(Issuer.id).where(Issuer.county == lineage, Issuer.name == town))
            if issuer_id is None:
                issuer_id = digest_of(lineage + town)[:32]
                self.session.add(Issuer(id=issuer_id, county=lineage, name=town, level="town"))
                self.session.flush()
        self.session.add(
            Report(
                id=report_id,
                site_id=site,
                issuer_id=issuer_id,
                issuer_printed=None if town is None else f"{town}人民政府",
                county_code=code,
                county_name=county,
                town_code=None,
                division=None if town is None else f"{county}/{town}",
                year=year,
                kind="annual",
                scope="own",
                provisional=town is None,
                merged_into=None,
                created_at=self.moment,
                current_seq=None,
            )
        )
        self.session.flush()
        return report_id

    def version(
        self,
        report_id: str,
        title: str,
        body: str,
        *,
        url: str = "http://www.lianzhou.gov.cn/art/1.html",
        facts: Mapping[str, Any] | None = None,
        published: bool = True,
        blob: Blob | None = None,
        capture_id: int | None = None,
    ) -> int:
        report = self.session.get_one(Report, report_id)
        seq = self.seqs[report_id] = self.seqs.get(report_id, 0) + 1
        moment = self.moment
        self.moment += timedelta(days=1)
        if blob is None:
            payload = f"<html>{report_id}/{seq}</html>"
            blob = self.session.get(Blob, digest_of(payload)) or Blob(
                digest=digest_of(payload), size=len(payload), warc_file=self.warc_file, warc_offset=0, warc_length=1
            )
            self.session.add(blob)
        if capture_id is None:
            capture = Capture(
                run_id=self.run_id,
                site_id=report.site_id,
                role="article",
                url=url,
                method="GET",
                form_digest=None,
                at=moment,
                status=200,
                outcome="ok",
                reasons=[],
                digest=blob.digest,
                size=blob.size,
                media_type="text/html",
                headers={},
                warc_file=blob.warc_file,
                warc_offset=blob.warc_offset,
            )
            self.session.add(capture)
            self.session.flush()
            capture_id = capture.id
        comparison = digest_of("".join(body.split()))
        text_digest = digest_of(body)
        if self.session.get(StoredText, text_digest) is None:
            self.session.add(
                StoredText(digest=text_digest, body=body, comparison_digest=comparison, comparison_rules="test")
            )
        reading = self.session.scalar(
            select(Reading).where(Reading.blob_digest == blob.digest, Reading.url == url, Reading.rules == "rules-1")
        ) or Reading(
            blob_digest=blob.digest,
            url=url,
            rules="rules-1",
            made_at=moment,
            text_digest=text_digest,
            kind="annual",
            accepted=True,
            facts=dict(facts or {}),
        )
        self.session.add(reading)
        self.session.flush()
        version = Version(
            report_id=report_id,
            seq=seq,
            site_id=report.site_id,
            text_digest=text_digest,
            comparison_digest=comparison,
            reading_id=reading.id,
            capture_id=capture_id,
            title=title,
            first_seen_at=moment,
            last_seen_at=moment,
            published_at=moment if published else None,
        )
        self.session.add(version)
        self.session.add(
            Rendition(
                report_id=report_id,
                seq=seq,
                url=url,
                parent_url=None,
                carrier="html",
                blob_digest=blob.digest,
                reading_id=reading.id,
                same_text=True,
                first_seen_at=moment,
                last_seen_at=moment,
                ended_at=None,
                end_reason=None,
            )
        )
        if published:
            report.current_seq = seq
        self.session.flush()
        return version.id

    def finish(self) -> None:
        index_missing(self.session)


def make_engine(folder: Path) -> Engine:
    """An empty archive in `folder`."""
    engine = make_writer(f"sqlite:///{folder / 'archive.sqlite'}")
    prepare(engine)
    return engine


__all__ = ["START", "Builder", "digest_of", "make_engine", "writing"]
