"""One replay of the archive: what is read in which order, what of it is written, and how it ends.

Every payload that carries or may carry a report is read by today's rules. Read by the same rules before, it must read
the same and nothing is written. Newer rules give a re-reading with their own mark, never a version. Only what an
address shows to this day, or showed where nothing could be read so far, is told to the record, as a sighting of the
time it was captured; so a text that becomes readable is a report from its capture on, and a report whose issuer or year
was read wrongly moves by the record's own rules, as it would on the next crawl.
"""

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from archive.chrome.keeping import load_chrome
from archive.chrome.lines import LearnedChrome
from archive.database import make_reader, reading
from archive.errors import ArchiveError, ArchiveOutdated, SiteBusy
from archive.figures.keeping import texts_without_figures
from archive.locks import REPLAY, replay_lock, site_lock
from archive.masking import mask
from archive.payloads import KeptPayload, kept_payloads, report_at, sites_with_payloads
from archive.record import Record
from archive.retelling import Retold
from archive.schema import check
from archive.values import Reread, RunState
from crawler.families.base import Fetch
from crawler.families.registry import FAMILIES
from crawler.look import files_of
from crawler.reading.page import RULES, file_rules
from crawler.reading.stated import FIGURE_RULES
from crawler.replay.differences import Differences
from crawler.replay.pool import Readers
from crawler.replay.reader import (
    Answer,
    PayloadAnswer,
    PayloadQuestion,
    Question,
    Task,
    TextAnswer,
    TextQuestion,
)
from crawler.replay.reading import NotRead, ReadAgain
from settings.env import Env
from settings.sites import Site

STOPPED = "stopped; the next replay goes on from here"
#: So many payloads are written together with how far the replay is; what comes after is read again when it is killed.
_TOGETHER = 5
#: Shown texts looked up at a time.
_TEXTS = 50
_BEGINNING: Mapping[str, Any] = {"site": "", "after": [0, 0]}

#: stage of the work, payloads read, payloads to read, what is being read
Watch = Callable[[str, int, int, str], None]


@dataclass(slots=True)
class Replayed:
    """How a replay ended. `counts`: read, same (same rules, same reading), reread (newer rules, nothing differs),
    changed (newer rules, something differs), first_read (readable for the first time), unstable (same rules, another
    reading: a fault of ours), told (sightings told to the record), texts (shown texts read for their figures), and a
    count for each code of NotRead.

    `skipped` are sites that were not read, each with why. `resumed` tells that an interrupted replay went on: its
    counts are among these, the differences it listed are not."""

    state: RunState = "complete"
    reason: str = "finished"
    run_id: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    differences: Differences = field(default_factory=Differences)
    not_read: list[tuple[str, str, str, str]] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    busy: bool = False
    resumed: bool = False


class Replay:
    """One replay. `run()` does it; `stop()` ends it cleanly after the payload under way."""

    def __init__(
        self, env: Env, sites: Mapping[str, Site], clock: Callable[[], datetime], watch: Watch, workers: int
    ) -> None:
        self._env, self._sites, self._clock, self._watch, self._count = env, sites, clock, watch, workers
        self._stopping = False
        self._reader = make_reader(env.database)
        self._run_id = ""
        self._mark: dict[str, Any] = dict(_BEGINNING)
        self.done = Replayed()

    def stop(self) -> None:
        """End cleanly after the payload under way."""
        self._stopping = True

    def run(self, only: str | None, *, dry: bool) -> Replayed:
        """Replay the site `only`, or all. With `dry` nothing is written, not even the ledger.

        Raises ReplayBusy, NoArchive, ArchiveOutdated (dry only) and what writing the archive raises.
        """
        try:
            if dry:
                check(self._reader)
                self._read_sites(only, None, "")
                return self.done
            with contextlib.suppress(ArchiveOutdated):
                check(self._reader)
            with replay_lock(self._env.data, self._clock()):
                record = Record.open(self._env.database, self._env.data)
                try:
                    self._write(record, only)
                finally:
                    record.close()
        finally:
            self._reader.dispose()
        return self.done

    def _write(self, record: Record, only: str | None) -> None:
        scope = {"site": only, "rules": rules_today(), "chrome": record.chrome.mark()}
        run_id = self._run_id = record.open_run(REPLAY, "replay", scope, self._clock(), self._env.contact)
        before = _interrupted(record, scope)
        self.done.run_id, self.done.counts = run_id, Counter(before.get("counts", {}))
        self.done.resumed = bool(before)
        self._mark = dict(before.get("mark", _BEGINNING))
        state: RunState = "failed"
        reason = "ended without a word"
        try:
            self._read_sites(only, record, self._mark["site"])
            state, reason = self.done.state, self.done.reason
        except ArchiveError as error:
            reason = str(error)
            raise
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise
        finally:
            record.close_run(run_id, state, reason, self._stats(), self._clock())

    def _read_sites(self, only: str | None, record: Record | None, resume: str) -> None:
        with reading(self._reader) as session:
            known = sites_with_payloads(session)
        task = Task(self._env.database, self._env.data / "warc", self._env.portals, keep=record is not None)
        with Readers(self._count, task) as readers:
            for site_id in known if only is None else [only]:
                if site_id < resume or self._stopping:
                    continue
                site = self._sites.get(site_id)
                if site is None:
                    self._skip(record, site_id, "its row is gone, and without it nobody knows how its pages are read")
                    continue
                try:
                    self._read_site(readers, site, record)
                except SiteBusy as error:
                    self.done.busy = True
                    self._skip(record, site_id, str(error))
        if self._stopping:
            self.done.state, self.done.reason = "partial", STOPPED
        elif self.done.skipped:
            self.done.state = "partial"
            self.done.reason = f"{len(self.done.skipped)} sites were not read: {', '.join(sorted(self.done.skipped))}"
        elif self.done.counts["unstable"]:
            self.done.state = "partial"
            self.done.reason = f"{self.done.counts['unstable']} payloads read otherwise under the same rules"
        elif self.done.not_read:
            self.done.state = "partial"
            self.done.reason = f"{len(self.done.not_read)} payloads could not be read"

    def _skip(self, record: Record | None, site_id: str, why: str) -> None:
        self.done.skipped[site_id] = why
        self._note(record, site_id, "site_not_read", why, None)

    def _read_site(self, readers: Readers, site: Site, record: Record | None) -> None:
        with ExitStack() as held:
            if record is not None:
                # A crawl decides by what the record says of an address: it must not move under its hands.
                held.enter_context(site_lock(self._env.data, site.host, self._clock()))
            with reading(self._reader) as session:
                payloads, learned = kept_payloads(session, site.host), load_chrome(session, site.host)
            after = self._mark["after"] if self._mark["site"] == site.host else [0, 0]
            self._mark = {"site": site.host, "after": after}
            payloads = [payload for payload in payloads if payload.order > tuple(after)]
            read = self._read_payloads(readers, payloads, learned, site, record)
            if record is not None:
                record.publish_found(site.host, self._clock())
            self._read_shown(readers, site, read, record)
            if record is not None:
                record.heartbeat(self._run_id, self._clock(), self._stats())

    def _read_payloads(
        self,
        readers: Readers,
        payloads: Sequence[KeptPayload],
        learned: LearnedChrome,
        site: Site,
        record: Record | None,
    ) -> set[str]:
        """Read a site's payloads; gives the digests of the texts whose figures were read."""
        texts: set[str] = set()
        batch: list[Retold] = []
        number = 0
        for number, (question, answer) in enumerate(readers.read(self._ask_for(payloads, learned)), start=1):
            assert isinstance(question, PayloadQuestion)
            payload = question.payload
            self._watch(site.name, number, len(payloads), mask(payload.title) or payload.url)
            batch.append(self._take(payload, answer, site, texts))
            self._mark["after"] = list(payload.order)
            if number % _TOGETHER == 0:
                self._write_batch(batch, record)
        self._write_batch(batch, record)
        return texts

    def _ask_for(self, payloads: Sequence[KeptPayload], learned: LearnedChrome) -> Iterator[Question]:
        for payload in payloads:
            if self._stopping:
                return
            yield PayloadQuestion(payload, learned)

    def _write_batch(self, batch: list[Retold], record: Record | None) -> None:
        if record is not None and batch:
            told = record.retell(self._run_id, batch, self._stats, self._clock())
            self.done.counts["told"] += told
        batch.clear()

    def _take(self, payload: KeptPayload, answer: Answer, site: Site, texts: set[str]) -> Retold:
        """Count and list what an answer says; gives what is to be written of it."""
        counts = self.done.counts
        counts["read"] += 1
        if isinstance(answer, NotRead):
            counts[answer.code] += 1
            self.done.not_read.append((payload.site_id, payload.url, answer.code, answer.message))
            return Retold(payload, ((answer.code, answer.message),))
        assert isinstance(answer, PayloadAnswer)
        difference = answer.difference
        if answer.text_digest is not None:
            texts.add(answer.text_digest)
        if difference is not None:
            with reading(self._reader) as session:
                difference = replace(difference, report=report_at(session, payload.url))
            self.done.differences.append(difference)
        if answer.same_rules:
            counts["same" if difference is None else "unstable"] += 1
            return Retold(payload, (("read_otherwise", difference.words()),) if difference is not None else ())
        if difference is None:
            counts["reread"] += 1
        else:
            counts["first_read" if difference.first_read else "changed"] += 1
        return Retold(payload) if answer.reading is None else self._retold(payload, answer.reading, site)

    def _retold(self, payload: KeptPayload, now: ReadAgain, site: Site) -> Retold:
        shows_files = payload.newest and (now.accepted or now.kind == "attachment_only")
        return Retold(
            payload,
            now.problems,
            Reread(
                blob_digest=payload.digest,
                url=payload.url,
                rules=now.rules,
                made_at=self._clock(),
                kind=now.kind,
                accepted=now.accepted,
                title=now.title,
                text=now.text,
                facts=now.facts,
                figures=now.figures,
            ),
            carrier=now.carrier,
            issuer=now.issuer,
            year=now.year,
            scope=now.scope,
            hangs_on=_page_of(payload),
            files=tuple(files_of(payload, site, now.attachments, carries_report=not now.accepted))
            if shows_files
            else (),
        )

    def _read_shown(self, readers: Readers, site: Site, read: Collection[str], record: Record | None) -> None:
        """Read for their figures the texts that versions show and that no payload reads as today: a version keeps the
        text it was first seen with."""
        for question, answer in readers.read(self._shown_texts(site, read)):
            assert isinstance(question, TextQuestion)
            text = question.text
            self.done.counts["texts"] += 1
            if isinstance(answer, NotRead):
                self.done.counts[answer.code] += 1
                self.done.not_read.append((site.host, text.url, answer.code, answer.message))
                self._note(record, site.host, answer.code, answer.message, text.url)
                continue
            assert isinstance(answer, TextAnswer)
            if answer.difference is not None:
                self.done.differences.append(answer.difference)
            if record is not None:
                record.record_figures(text.digest, answer.figures)

    def _shown_texts(self, site: Site, read: Collection[str]) -> Iterator[Question]:
        after, asked = 0, set(read)
        while not self._stopping:
            with reading(self._reader) as session:
                texts = texts_without_figures(session, site.host, FIGURE_RULES, _TEXTS, after)
            for text in texts:
                if text.digest not in asked:
                    asked.add(text.digest)
                    yield TextQuestion(site.host, replace(text, body=""))
            if len(texts) < _TEXTS:
                return
            after = texts[-1].version_id

    def _note(self, record: Record | None, site_id: str, code: str, message: str, url: str | None) -> None:
        if record is not None:
            record.record_issue(self._run_id, site_id, code, message, url, {}, self._clock())

    def _stats(self, told: int = 0) -> dict[str, Any]:
        """How far it is; `told` are the sightings of the batch that is just written."""
        return {"mark": dict(self._mark), "counts": dict(self.done.counts + Counter(told=told))}


def _page_of(payload: KeptPayload) -> str | None:
    """The page a file belongs to, which may carry the report itself; None where the page only points to it."""
    if payload.role != "attachment" or payload.parent_url is None:
        return None
    carries = Fetch.from_json(payload.fetch).context.get("carries")
    return None if carries == "report" else payload.parent_url


def rules_today() -> str:
    """A short mark of every rule a payload can be read under on this machine."""
    rules = [RULES, file_rules(), *(f"{name}:{family.rules}" for name, family in sorted(FAMILIES.items()))]
    return hashlib.sha256("\n".join(rules).encode()).hexdigest()[:16]


def _interrupted(record: Record, scope: Mapping[str, Any]) -> Mapping[str, Any]:
    """How far the replay before this one came, where it was killed or stopped and read the same by the same rules."""
    past = record.runs_of(REPLAY, 2)[1:]
    if not past or past[0].scope != scope:
        return {}
    stopped = past[0].state == "killed" or (past[0].state == "partial" and past[0].reason == STOPPED)
    return past[0].stats if stopped else {}
