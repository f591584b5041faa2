"""One payload read again: what a worker is given, what it makes of it, what it hands back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.captures import load_blob
from archive.chrome.lines import LearnedChrome
from archive.errors import DamagedPayload
from archive.figures.values import ReadFigures
from archive.models import Blob
from archive.payloads import KeptPayload
from archive.values import IssuerRef
from crawler.families.base import Attachment, Fetch, Page, UnreadablePage
from crawler.families.registry import family_of
from crawler.site_reading import look_rules, read_look
from settings.regions.divisions import Divisions
from settings.sites import Site


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What today's rules make of one payload, in values that go from process to process."""

    rules: str
    kind: str
    accepted: bool
    title: str
    text: str | None
    facts: Mapping[str, Any]
    figures: ReadFigures | None
    issuer: IssuerRef | None
    year: int | None
    scope: str
    carrier: str
    attachments: tuple[Attachment, ...]
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NotRead:
    """Why a payload was not read. `code`: unreadable_page (its family does not find a body), damaged_payload,
    reader_failed (our code broke over it), reader_died (the process that read it ended), no_column (its row no longer
    declares the column)."""

    code: str
    message: str


def read_again(
    payload: KeptPayload,
    headers: Mapping[str, str],
    learned: LearnedChrome,
    warc: Path,
    site: Site,
    divisions: Divisions,
) -> ReadAgain | NotRead:
    """Read one payload as the crawl would if it came today. `headers` are those it came with, `learned` the lines its
    site prints, `warc` the folder of the archive's WARC files. Nothing of the result depends on what was read before.
    """
    if payload.column_key not in {column.key for column in site.columns}:
        return NotRead("no_column", f"the row of {site.host} has no column {payload.column_key!r} any more")
    place = payload.place
    try:
        blob = Blob(
            digest=payload.digest, warc_file=place.file, warc_offset=place.offset, warc_length=place.length, size=0
        )
        body = load_blob(warc, blob)
    except DamagedPayload as error:
        return NotRead("damaged_payload", str(error))
    family = family_of(site, site.column(payload.column_key))
    page = Page(payload.page_url, 200, headers, body, Fetch.from_json(payload.fetch))
    try:
        reading = read_look(page, payload, site, family, divisions, learned)
    except UnreadablePage as error:
        return NotRead("unreadable_page", str(error))
    said = reading.report
    return ReadAgain(
        rules=look_rules(payload, site, family, learned),
        kind=said.kind,
        accepted=said.accepted,
        title=said.title,
        text=reading.text,
        facts=reading.facts(),
        figures=reading.figures,
        issuer=said.issuer,
        year=said.year,
        scope=said.scope,
        carrier=reading.carrier,
        attachments=reading.article.attachments if reading.article is not None else (),
        problems=reading.problems,
    )
