"""Archives made for the tests and measurements of the asking half.

`County` goes the way a crawl goes, WARC files included. `fill` puts many reports straight into the tables, where a
test is about the tables and would wait for the disk otherwise.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from archive.database import make_writer, writing
from archive.figures.values import ReadFigures
from archive.models import Blob, Capture, Issuer, Reading, Rendition, Report, Run, StoredText, Version
from archive.normalize import COMPARISON_RULES, comparison_digest
from archive.record import Record
from archive.schema import prepare
from archive.search import index_missing
from archive.values import Exchange, IssuerRef, Recorded, Reread, RunState, Sighting

START = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
SITE = "lianzhou.gov.cn"


def digest_of(content: str) -> str:
    """SHA-256 of the text in UTF-8, as the archive writes it."""
    return hashlib.sha256(content.encode()).hexdigest()


def town(name: str, county: str = "连州市", code: str = "441882", lineage: str | None = None) -> IssuerRef:
    """The people's government of a town."""
    return IssuerRef(
        county=lineage or code,
        name=name,
        level="town",
        printed=f"{name}人民政府",
        basis="title",
        town_code=None,
        county_code=code,
        county_name=county,
        division=f"{county}/{name}",
    )


class County:
    """A site crawled by hand into the data folder `data`; a day passes with every page."""

    def __init__(self, data: Path, site: str = SITE) -> None:
        self.data, self.site, self.now = data, site, START
        self.record = Record.open(f"sqlite:///{data / 'archive.sqlite'}", data)
        self.run_id = ""

    def open(self) -> str:
        self.run_id = self.record.open_run(self.site, "manual", {}, self.now, "mailto:archive@example.org")
        return self.run_id

    def see(
        self,
        issuer: IssuerRef | None,
        year: int | None,
        title: str,
        text: str,
        *,
        url: str,
        facts: Mapping[str, Any] | None = None,
        figures: ReadFigures | None = None,
    ) -> Recorded:
        """One article page that carries a report."""
        self.now += timedelta(days=1)
        body = f"<html><title>{title}</title>{text}</html>".encode()
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        exchange = Exchange(url, "GET", "article", self.now, 200, headers, body)
        capture = self.record.record_exchange(self.run_id, self.site, exchange)
        assert capture.digest is not None
        reread = Reread(capture.digest, url, "rules-1", self.now, "annual", True, title, text, facts or {}, figures)
        return self.record.record_sighting(
            Sighting(self.site, url, capture.id, self.now, "html", reread, issuer, year, "own")
        )

    def close(self, state: RunState = "complete", reason: str | None = None) -> None:
        """End the run and index what it published."""
        self.now += timedelta(minutes=5)
        self.record.close_run(self.run_id, state, reason, {"new_reports": 1}, self.now)
        engine = make_writer(f"sqlite:///{self.data / 'archive.sqlite'}")
        with writing(engine) as session:
            index_missing(session)
        engine.dispose()


@dataclass(frozen=True)
class Sample:
    """One generated report with one version."""

    title: str
    body: str
    year: int
    issuer: str


def make_engine(data: Path) -> Engine:
    """An empty archive."""
    engine = make_writer(f"sqlite:///{data / 'archive.sqlite'}")
    prepare(engine)
    return engine


def fill(engine: Engine, samples: Iterable[Sample], *, batch: int = 1_000) -> int:
    """Put samples into the tables as published reports and index them; tell how many. No WARC file is written."""
    run = {"id": "fill", "site_id": SITE, "kind": "manual", "state": "complete", "host": "test", "pid": 1}
    times = {"started_at": START, "heartbeat_at": START, "ended_at": START}
    with writing(engine) as session:
        session.execute(insert(Run), [run | times | {"scope": {}, "stats": {}}])
    issuers: set[str] = set()
    count, pending = 0, []
    for sample in samples:
        pending.append(sample)
        if len(pending) == batch:
            _fill_batch(engine, pending, count, issuers)
            count, pending = count + len(pending), []
    if pending:
        _fill_batch(engine, pending, count, issuers)
    return count + len(pending)


def _fill_batch(engine: Engine, samples: list[Sample], first: int, issuers: set[str]) -> None:
    new_issuers = {sample.issuer for sample in samples} - issuers
    issuers |= new_issuers
    rows: dict[type[Any], list[dict[str, Any]]] = {
        Issuer: [
            {"id": digest_of(name)[:20], "county": "441882", "name": name, "level": "town"}
            for name in sorted(new_issuers)
        ]
    }
    texts: dict[str, dict[str, Any]] = {}
    for number, sample in enumerate(samples, start=first + 1):
        report_id, payload, text_digest = f"r{number:08}", digest_of(f"payload {number}"), digest_of(sample.body)
        url = f"http://www.{SITE}/art/{number}.html"
        seen = {"first_seen_at": START, "last_seen_at": START}
        comparison = comparison_digest(sample.body)
        texts[text_digest] = {
            "digest": text_digest,
            "body": sample.body,
            "comparison_digest": comparison,
            "comparison_rules": COMPARISON_RULES,
        }
        blob = {"digest": payload, "size": 1, "warc_file": "fill.warc.gz", "warc_offset": number, "warc_length": 1}
        looked = {"status": 200, "outcome": "ok", "reasons": [], "media_type": "text/html", "headers": {}}
        capture = {"id": number, "run_id": "fill", "site_id": SITE, "role": "article", "url": url, "method": "GET"}
        stored = {"digest": payload, "size": 1, "warc_file": "fill.warc.gz", "warc_offset": number, "at": START}
        reading = {"id": number, "blob_digest": payload, "url": url, "rules": "fill", "made_at": START}
        read = {"text_digest": text_digest, "kind": "annual", "accepted": True, "facts": {}}
        report = {"id": report_id, "site_id": SITE, "issuer_id": digest_of(sample.issuer)[:20], "year": sample.year}
        place = {"issuer_printed": sample.issuer, "county_code": "441882", "county_name": "连州市"}
        work = {"kind": "annual", "scope": "own", "provisional": False, "created_at": START, "current_seq": 1}
        version = {"id": number, "report_id": report_id, "seq": 1, "site_id": SITE, "text_digest": text_digest}
        from_ = {"comparison_digest": comparison, "reading_id": number, "capture_id": number, "published_at": START}
        rendition = {"report_id": report_id, "seq": 1, "url": url, "carrier": "html", "blob_digest": payload}
        for table, row in (
            (Blob, blob),
            (Capture, capture | looked | stored),
            (Reading, reading | read),
            (Report, report | place | work),
            (Version, version | from_ | seen | {"title": sample.title}),
            (Rendition, rendition | seen | {"reading_id": number, "same_text": True}),
        ):
            rows.setdefault(table, []).append(row)
    with writing(engine) as session:
        known = set(session.scalars(StoredText.__table__.select().with_only_columns(StoredText.digest)))
        rows[StoredText] = [row for digest, row in texts.items() if digest not in known]
        for table in (Issuer, Blob, Capture, StoredText, Reading, Report, Version, Rendition):
            if rows[table]:
                session.execute(insert(table), rows[table])
        index_missing(session)
