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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from archive.chrome.keeping import load_chrome
from archive.chrome.lines import LearnedChrome
from archive.database import make_reader, reading
from archive.errors import ArchiveError, ArchiveOutdated, SiteBusy
from archive.locks import REPLAY, replay_lock, site_lock
from archive.payloads import KeptPayload, kept_payloads, known_reading, sites_with_payloads, standing
from archive.record import Record
from archive.schema import check
from archive.values import Reread, RunState, Sighting
from archive.versions import headers_of
from crawler.families.base import Fetch
from crawler.families.registry import FAMILIES
from crawler.look import files_of
from crawler.reading.page import RULES, file_rules
from crawler.reading.stated import read_stored_texts
from crawler.replay.differences import Difference, compare
from crawler.replay.pool import Question, Readers
from crawler.replay.reading import NotRead, ReadAgain, rules_of
from settings.env import Env
from settings.sites import Site

STOPPED = "stopped; the next replay goes on from here"
#: After so many payloads the ledger learns how far the replay is; what comes after is read again when it is killed.
_MARK_EVERY = 5
_BEGINNING: Mapping[str, Any] = {"site": "", "after": [0, 0]}

#: stage of the work, payloads read, payloads to read, what is being read
Watch = Callable[[str, int, int, str], None]


@dataclass(slots=True)
class Replayed:
    """How a replay ended. `counts`: read, same (same rules, same reading), reread (newer rules, nothing differs),
    changed (newer rules, something differs), first_read (readable for the first time), unstable (same rules, another
    reading: a fault of ours), told (sightings told to the record), and a count for each code of NotRead.

    `skipped` are sites that were not read, each with why."""

    state: RunState = "complete"
    reason: str = "finished"
    run_id: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    not_read: list[tuple[str, str, str, str]] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    busy: bool = False


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
        with Readers(self._count, self._env.data / "warc", self._env.portals) as readers:
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
            answers = readers.read(self._questions(payloads, site, learned, record))
            for number, (payload, answer) in enumerate(answers, start=1):
                self._watch(site.name, number, len(payloads), payload.title or payload.url)
                self._take(payload, answer, site, record)
                self._mark["after"] = list(payload.order)
                if record is not None and number % _MARK_EVERY == 0:
                    record.heartbeat(self._run_id, self._clock(), self._stats())
            if record is not None:
                record.publish_found(site.host, self._clock())
                read_stored_texts(record, site.host, lambda: self._stopping)
                record.heartbeat(self._run_id, self._clock(), self._stats())

    def _questions(
        self, payloads: Sequence[KeptPayload], site: Site, learned: LearnedChrome, record: Record | None
    ) -> Iterator[Question]:
        for payload in payloads:
            if self._stopping:
                return
            if rules_of(payload, site) is None:
                why = f"the row of {site.host} has no column {payload.column_key!r} any more"
                self._not_read(payload, NotRead("no_column", why), record)
                continue
            with reading(self._reader) as session:
                headers = headers_of(session, payload.page_url, payload.digest)
            yield payload, headers, learned

    def _take(self, payload: KeptPayload, answer: ReadAgain | NotRead, site: Site, record: Record | None) -> None:
        counts = self.done.counts
        counts["read"] += 1
        if isinstance(answer, NotRead):
            self._not_read(payload, answer, record)
            return
        with reading(self._reader) as session:
            before = known_reading(session, payload.digest, payload.url)
        difference = compare(payload, before, answer)
        same_rules = before is not None and before.rules == answer.rules
        if difference is not None:
            self.done.differences.append(difference)
        if same_rules:
            counts["same" if difference is None else "unstable"] += 1
            if difference is not None:
                self._note(record, site.host, "read_otherwise", difference.words(), payload.url)
            return
        if difference is None:
            counts["reread"] += 1
        else:
            counts["first_read" if difference.first_read else "changed"] += 1
        if record is not None:
            self._keep(payload, answer, site, record)

    def _keep(self, payload: KeptPayload, answer: ReadAgain, site: Site, record: Record) -> None:
        """Write what newer rules read: a sighting where the address shows it to this day, else a reading."""
        reread = Reread(
            blob_digest=payload.digest,
            url=payload.url,
            rules=answer.rules,
            made_at=self._clock(),
            kind=answer.kind,
            accepted=answer.accepted,
            title=answer.title,
            text=answer.text,
            facts=answer.facts,
            figures=answer.figures,
        )
        for code, message in answer.problems:
            self._note(record, site.host, code, message, payload.url)
        if payload.newest and answer.attachments and (answer.accepted or answer.kind == "attachment_only"):
            files = list(files_of(payload, site, answer.attachments, carries_report=not answer.accepted))
            record.add_attachments(site.host, payload.column_key, payload.url, files, self._clock())
        with reading(self._reader) as session:
            held = standing(session, site.host, payload.url)
        attached = self._hangs_on_a_report(payload, record)
        is_report = answer.accepted or (attached and answer.kind == "unread")
        if not is_report or not (held.digest == payload.digest or payload.capture_id > held.told_to):
            record.record_rereading(reread)
            return
        self.done.counts["told"] += 1
        sighting = Sighting(
            site_id=site.host,
            url=payload.url,
            capture_id=payload.capture_id,
            seen_at=payload.first_seen_at,
            carrier=answer.carrier,
            reading=reread,
            issuer=answer.issuer,
            year=answer.year,
            scope=answer.scope,
            parent_url=payload.parent_url,
            primary=not attached,
        )
        record.tell_late(sighting, payload.last_seen_at, payload.entry_id)

    def _hangs_on_a_report(self, payload: KeptPayload, record: Record) -> bool:
        if payload.role != "attachment" or payload.parent_url is None:
            return False
        if Fetch.from_json(payload.fetch).context.get("carries") == "report":
            return False
        return record.previous_sight(payload.parent_url) is not None

    def _not_read(self, payload: KeptPayload, why: NotRead, record: Record | None) -> None:
        self.done.counts[why.code] += 1
        self.done.not_read.append((payload.site_id, payload.url, why.code, why.message))
        self._note(record, payload.site_id, why.code, why.message, payload.url)

    def _note(self, record: Record | None, site_id: str, code: str, message: str, url: str | None) -> None:
        if record is not None:
            record.record_issue(self._run_id, site_id, code, message, url, {}, self._clock())

    def _stats(self) -> dict[str, Any]:
        return {"mark": dict(self._mark), "counts": dict(self.done.counts)}


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
