"""What a reading process does with a question: it reads, looks up what was read before, and says what differs.

All of that happens beside the reading, on its core: the process that writes gets what it has to write and no more.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from archive.chrome.lines import LearnedChrome
from archive.database import make_reader, reading
from archive.figures.keeping import read_back
from archive.figures.values import ReadFigures, UnreadText
from archive.models import StoredText
from archive.payloads import KeptPayload, known_reading
from archive.versions import headers_of
from crawler.reading.stated import read_stated
from crawler.replay.differences import Difference, compare, compare_shown, stored_form
from crawler.replay.reading import NotRead, ReadAgain, read_again
from settings.regions.divisions import Divisions
from settings.sites import Site


@dataclass(frozen=True, slots=True)
class Task:
    """What readers work on: where the archive lies, and whether what they read will be written."""

    database: str
    warc: Path
    portals: Path | None
    keep: bool


@dataclass(frozen=True, slots=True)
class PayloadQuestion:
    """A payload to read again, without the lines `learned` of its site."""

    payload: KeptPayload
    learned: LearnedChrome


@dataclass(frozen=True, slots=True)
class TextQuestion:
    """The text a version of the site shows, to be read again for its figures. Its words stay in the archive until they
    are read."""

    site: str
    text: UnreadText


@dataclass(frozen=True, slots=True)
class PayloadAnswer:
    """How a payload reads today. `reading` is None where nothing of it is to be written: it was read by the same rules
    before, or nothing is written at all. `text_digest` names the text whose figures were read, None without any."""

    difference: Difference | None
    same_rules: bool
    reading: ReadAgain | None
    text_digest: str | None


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What a shown text states today."""

    difference: Difference | None
    figures: ReadFigures


Question = PayloadQuestion | TextQuestion
Answer = PayloadAnswer | TextAnswer | NotRead


class Reader:
    """Answers questions over one archive, one at a time."""

    def __init__(self, task: Task, sites: Mapping[str, Site], divisions: Divisions) -> None:
        self._task, self._sites, self._divisions = task, sites, divisions
        self._engine = make_reader(task.database)

    def close(self) -> None:
        """Let go of the archive."""
        self._engine.dispose()

    def answer(self, question: Question) -> Answer:
        """Read what is asked about. Whatever a payload does to our code, the answer names it and the next is read."""
        try:
            return self._text(question) if isinstance(question, TextQuestion) else self._payload(question)
        except Exception as error:  # noqa: BLE001 - one payload our code breaks over must not cost the others
            return NotRead("reader_failed", f"{type(error).__name__}: {error}")

    def _payload(self, question: PayloadQuestion) -> Answer:
        payload, learned = question.payload, question.learned
        with reading(self._engine) as session:
            headers = headers_of(session, payload.page_url, payload.digest)
            before = known_reading(session, payload.digest, payload.url)
        site = self._sites[payload.site_id]
        now = read_again(payload, headers, learned, self._task.warc, site, self._divisions)
        if isinstance(now, NotRead):
            return now
        same_rules = before is not None and before.rules == now.rules
        text = stored_form(now.text)
        stated = text is not None and now.figures is not None
        return PayloadAnswer(
            difference=compare(payload, before, now),
            same_rules=same_rules,
            reading=None if same_rules or not self._task.keep else now,
            text_digest=hashlib.sha256(text.encode()).hexdigest() if text is not None and stated else None,
        )

    def _text(self, question: TextQuestion) -> TextAnswer:
        with reading(self._engine) as session:
            body = session.get_one(StoredText, question.text.digest).body
            text = replace(question.text, body=body)
            before = read_back(session, text.digest, text.year, text.level)
        now = read_stated(text.body, text.year, text.level)
        return TextAnswer(compare_shown(question.site, text, before, now), now)
