"""The writer's face of the archive: what a crawl uses, one short transaction per call.

Every call is synchronous and durable when it returns. Calls that find another writer at work wait up to the busy
timeout and then raise ArchiveLocked; a full disk raises DiskFull; either way nothing of the call is recorded.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from archive.captures import Captures, good_looks_before, load_payload
from archive.database import BUSY_TIMEOUT, make_reader, make_writer, reading, writing
from archive.figures.keeping import has_figures, store_figures, texts_without_figures
from archive.figures.values import ReadFigures, UnreadText
from archive.frontier import (
    accept_walk,
    add_attachments,
    begin_walk,
    due_again,
    finish_walk,
    has_listed,
    hold_walk,
    listing_state,
    mark_for_recheck,
    mark_read_otherwise,
    next_entries,
    note_try,
    record_index,
    settle_entry,
    stop_early,
)
from archive.retelling import Retold, retell
from archive.runs import (
    GOOD_STATES,
    ask_backfill,
    bury_dead_runs,
    close_run,
    finish_backfill,
    heartbeat,
    last_good_run,
    last_run,
    open_backfills,
    open_run,
    publish_found,
    reap,
    record_issue,
    runs_of,
)
from archive.schema import prepare
from archive.site_chrome import SiteChrome
from archive.texts import has_reading, store_reading
from archive.told import ToldPayload, told_payloads
from archive.trust import note_check, trust_of
from archive.turnover import find_turnover
from archive.values import (
    BackfillWish,
    CaptureRef,
    EarlierLook,
    EntryState,
    Exchange,
    FrontierEntry,
    IndexDelta,
    ListedEntry,
    ListingState,
    PreviousSight,
    Recorded,
    Reread,
    RunKind,
    RunState,
    RunSummary,
    Shortcut,
    Sighting,
    TrustState,
    Turnover,
)
from archive.versions import confirm_sight, end_rendition, headers_of, previous_sight, record_sighting
from settings.env import VERSION


class Record:
    """An archive open for writing. Make one with `Record.open`, close it at the end.

    The crawl of a site holds `archive.locks.site_lock` from before `open_run` until after `close_run`.
    """

    def __init__(self, writer: Engine, reader: Engine, data: Path) -> None:
        self.data = data
        self._writer, self._reader = writer, reader
        self._captures = Captures(writer, reader, data / "warc", f"Fangzhi/{VERSION}")
        self.chrome = SiteChrome(writer, reader)

    @classmethod
    def open(cls, database_url: str, data: Path, busy_timeout: float = BUSY_TIMEOUT) -> "Record":
        """Open the archive, making or upgrading its tables.

        Raises UnsupportedDatabase, ArchiveTooNew, NotAnArchive, ArchiveLocked, ArchiveUnwritable.
        """
        writer = make_writer(database_url, busy_timeout)
        try:
            prepare(writer)
        except BaseException:
            writer.dispose()
            raise
        return cls(writer, make_reader(database_url, busy_timeout), data)

    def close(self) -> None:
        """Let go of the archive. A run not closed stays `running`; the next run of its site buries it."""
        self._captures.abandon()
        self._writer.dispose()
        self._reader.dispose()

    # The run ledger

    def open_run(self, site_id: str, kind: RunKind, scope: Mapping[str, Any], now: datetime, contact: str) -> str:
        """Bury the site's dead runs, enter a new one as running and return its id. Raises SiteBusy."""
        for dead in bury_dead_runs(self._writer, self.data / "warc", site_id, now):
            self._captures.forget(dead)
        run_id = open_run(self._writer, site_id, kind, scope, now)
        self._captures.begin(run_id, site_id, contact, now)
        return run_id

    def heartbeat(self, run_id: str, now: datetime, stats: Mapping[str, Any] | None = None) -> None:
        """Note that the run is alive, and with `stats` how far it is. Raises NoSuchRun."""
        heartbeat(self._writer, run_id, now, stats)

    def close_run(
        self, run_id: str, state: RunState, reason: str | None, stats: Mapping[str, Any], now: datetime
    ) -> None:
        """Finish the run's WARC file and enter the outcome; complete and partial publish. Raises NoSuchRun."""
        self._captures.end(run_id)
        close_run(self._writer, run_id, state, reason, stats, now)

    def publish_found(self, site_id: str, now: datetime) -> int:
        """Publish what a replay found in captures that a good run has vouched for; returns how many versions."""
        return publish_found(self._writer, site_id, now)

    def record_issue(
        self,
        run_id: str,
        site_id: str,
        code: str,
        message: str,
        url: str | None,
        detail: Mapping[str, Any],
        now: datetime,
    ) -> None:
        """Note one oddity of the run."""
        record_issue(self._writer, run_id, site_id, code, message, url, detail, now)

    def last_run(self, site_id: str) -> RunSummary | None:
        """The site's newest run, running ones included."""
        return last_run(self._reader, site_id)

    def last_good_run(self, site_id: str) -> RunSummary | None:
        """The site's newest run that ended complete or partial."""
        return last_good_run(self._reader, site_id)

    def runs_of(self, site_id: str, limit: int = 20) -> Sequence[RunSummary]:
        """The site's newest runs, newest first."""
        return runs_of(self._reader, site_id, limit)

    def reap(self, now: datetime) -> tuple[str, ...]:
        """Bury every dead run of any site. Returns their ids."""
        return reap(self._writer, self.data, now)

    def ask_backfill(self, site_id: str, first_year: int, last_year: int, now: datetime) -> int:
        """Wish for a site's missing reports of these years. Returns the id of the wish."""
        return ask_backfill(self._writer, site_id, first_year, last_year, now)

    def open_backfills(self, site_id: str | None = None) -> Sequence[BackfillWish]:
        """The wishes not yet fulfilled, oldest first."""
        return open_backfills(self._reader, site_id)

    def finish_backfill(self, wish_id: int, now: datetime) -> None:
        """Note that a wish is fulfilled."""
        finish_backfill(self._writer, wish_id, now)

    # Looks

    def record_exchange(self, run_id: str, site_id: str, exchange: Exchange) -> CaptureRef:
        """Append one look, WARC record first. Raises NoSuchRun, DiskFull, ArchiveUnwritable, ArchiveLocked."""
        return self._captures.record_exchange(run_id, site_id, exchange)

    def good_looks_before(self, capture_id: int, limit: int = 5) -> list[EarlierLook]:
        """Earlier looks at what a capture asked for, distinct payloads of runs that passed, newest first."""
        with reading(self._reader) as session:
            return good_looks_before(session, capture_id, GOOD_STATES, limit)

    def load_payload(self, digest: str) -> bytes:
        """The bytes with this digest, checked. Raises NoSuchPayload, DamagedPayload."""
        return load_payload(self._reader, self.data / "warc", digest)

    # The frontier

    def begin_walk(
        self, site_id: str, column_key: str, start: Sequence[Mapping[str, Any]], full: bool, now: datetime
    ) -> list[dict[str, Any]]:
        """Begin or go on with the walk over a column; returns the list pages to fetch."""
        with writing(self._writer) as session:
            return begin_walk(session, site_id, column_key, start, full, now)

    def record_index(
        self,
        site_id: str,
        column_key: str,
        fetched: Mapping[str, Any],
        more: Sequence[Mapping[str, Any]],
        entries: Sequence[ListedEntry],
        total: int | None,
        now: datetime,
    ) -> IndexDelta:
        """Record what a list page showed together with the cursor behind it."""
        with writing(self._writer) as session:
            return record_index(session, site_id, column_key, fetched, more, entries, total, now)

    def stop_early(self, site_id: str, column_key: str, pages: Sequence[Mapping[str, Any]]) -> int:
        """Drop these pending pages of a walk that is not a full one; returns how many were dropped."""
        with writing(self._writer) as session:
            return stop_early(session, site_id, column_key, pages)

    def finish_walk(self, site_id: str, column_key: str, now: datetime, *, whole: bool = True, lists: int = 1) -> None:
        """Note that the walk is over; not a full one unless it was after the `whole` column. `lists` counts those of it
        that print a total. Raises ValueError while list pages are pending.
        """
        with writing(self._writer) as session:
            finish_walk(session, site_id, column_key, now, whole=whole, lists=lists)

    def accept_walk(self, site_id: str, column_key: str, now: datetime) -> None:
        """Take what the finished walk saw as the measure of later ones."""
        with writing(self._writer) as session:
            accept_walk(session, site_id, column_key, now)

    def hold_walk(self, site_id: str, column_key: str, now: datetime) -> None:
        """Note that the finished walk failed its checks: the next one must see every page again."""
        with writing(self._writer) as session:
            hold_walk(session, site_id, column_key, now)

    def turnover(self, site_id: str, column_key: str) -> Turnover | None:
        """What the walk last begun over a column shows of the rows its measure knew; None without a measure."""
        with reading(self._reader) as session:
            return find_turnover(session, site_id, column_key)

    def has_listed(self, site_id: str) -> bool:
        """Whether any list of the site ever showed a row."""
        with reading(self._reader) as session:
            return has_listed(session, site_id)

    def listing_state(self, site_id: str, column_key: str) -> ListingState | None:
        """How far the walk over a column is; None when it was never walked."""
        with reading(self._reader) as session:
            return listing_state(session, site_id, column_key)

    def add_attachments(
        self, site_id: str, column_key: str, parent_url: str, entries: Sequence[ListedEntry], now: datetime
    ) -> int:
        """Put an article's files on the frontier; returns how many were new or changed."""
        with writing(self._writer) as session:
            return add_attachments(session, site_id, column_key, parent_url, entries, now)

    def next_entries(
        self,
        site_id: str,
        now: datetime,
        years: tuple[int, int] | None = None,
        roles: Sequence[str] | None = None,
        limit: int = 1,
    ) -> list[FrontierEntry]:
        """The entries to look at now, in listing order."""
        with reading(self._reader) as session:
            return next_entries(session, site_id, now, years, roles, limit)

    def next_entry(
        self,
        site_id: str,
        now: datetime,
        years: tuple[int, int] | None = None,
        roles: Sequence[str] | None = None,
    ) -> FrontierEntry | None:
        """The first entry to look at now, None when there is none."""
        return next(iter(self.next_entries(site_id, now, years, roles)), None)

    def due_again(self, site_id: str, now: datetime, years: tuple[int, int] | None = None) -> list[str]:
        """The addresses due now whose last answer named a validator, in listing order."""
        with reading(self._reader) as session:
            return due_again(session, site_id, now, years)

    def settle_entry(
        self,
        entry_id: int,
        state: EntryState,
        capture_id: int | None,
        now: datetime,
        look_at: datetime | None = None,
    ) -> None:
        """Say what a look at an entry found, and when it is due again."""
        with writing(self._writer) as session:
            settle_entry(session, entry_id, state, capture_id, now, look_at)

    def mark_for_recheck(self, site_id: str, now: datetime) -> int:
        """Make every known report of a site due now; returns how many."""
        with writing(self._writer) as session:
            return mark_for_recheck(session, site_id, now)

    def mark_read_otherwise(self, site_id: str, column_key: str, mark: str, rule: str | None, now: datetime) -> int:
        """Make due what a column's row, changed since, would have read otherwise; returns how many."""
        with writing(self._writer) as session:
            return mark_read_otherwise(session, site_id, column_key, mark, rule, now)

    def note_try(self, entry_id: int) -> int:
        """Count an attempt at an entry before it is made; returns the count since it was settled last."""
        with writing(self._writer) as session:
            return note_try(session, entry_id)

    # Trust in shortcuts

    def trust(self, site_id: str, shortcut: Shortcut, subject: str) -> TrustState | None:
        """What the checks of a shortcut found; None while there was none."""
        with reading(self._reader) as session:
            return trust_of(session, site_id, shortcut, subject)

    def note_check(self, site_id: str, shortcut: Shortcut, subject: str, lie: str | None, now: datetime) -> TrustState:
        """Count one check of a shortcut; `lie` says what was wrong, None when nothing was."""
        with writing(self._writer) as session:
            return note_check(session, site_id, shortcut, subject, lie, now)

    # Versions

    def previous_sight(self, url: str) -> PreviousSight | None:
        """What an address carries as far as we know."""
        with reading(self._reader) as session:
            return previous_sight(session, url)

    def told_payloads(self, sighting: Sighting) -> list[ToldPayload]:
        """What the report of a sighting was read from at other addresses of its site."""
        with reading(self._reader) as session:
            return told_payloads(session, sighting)

    def record_reading(self, reread: Reread) -> int:
        """Keep what our rules made of a payload, report or not; returns the reading's id."""
        with writing(self._writer) as session:
            return store_reading(session, reread)[0].id

    def record_figures(self, text_digest: str, figures: ReadFigures) -> bool:
        """Keep what a stored text states; tells whether these rules read it for the first time. Raises ValueError."""
        with writing(self._writer) as session:
            return store_figures(session, text_digest, figures)

    def texts_without_figures(self, site_id: str, rules: str, limit: int = 50, after: int = 0) -> list[UnreadText]:
        """Texts of a site's versions, beyond the version id `after`, that these rules did not read for figures."""
        with reading(self._reader) as session:
            return texts_without_figures(session, site_id, rules, limit, after)

    def has_figures(self, text_digest: str, rules: str) -> bool:
        """Whether these rules have read a stored text for its figures."""
        with reading(self._reader) as session:
            return has_figures(session, text_digest, rules)

    def record_rereading(self, reread: Reread) -> int:
        """Keep what today's rules make of a payload read before: never a version. Returns the reading's id."""
        return self.record_reading(reread)

    def has_reading(self, digest: str, url: str, rules: str) -> bool:
        """Whether these rules have read this payload at this address."""
        with reading(self._reader) as session:
            return has_reading(session, digest, url, rules)

    def headers_of(self, url: str, digest: str) -> dict[str, str]:
        """The headers a payload last came with from an address, names in lower case; none when it never did."""
        with reading(self._reader) as session:
            return headers_of(session, url, digest)

    def confirm_sight(self, url: str, now: datetime) -> Recorded | None:
        """Move "last seen" of what an address carries, because it answered with the same bytes; None without one."""
        with writing(self._writer) as session:
            return confirm_sight(session, url, now)

    def record_sighting(self, sighting: Sighting) -> Recorded:
        """Record a report as found at one address; decides about versions (`archive.versions.record_sighting`)."""
        with writing(self._writer) as session:
            return record_sighting(session, sighting)

    def retell(
        self, run_id: str, batch: Sequence[Retold], stats: Callable[[int], Mapping[str, Any]], now: datetime
    ) -> int:
        """Write what a replay made of a few payloads (`archive.retelling.retell`). Raises NoSuchRun."""
        with writing(self._writer) as session:
            return retell(session, run_id, batch, stats, now)

    def end_rendition(self, url: str, reason: str, now: datetime) -> bool:
        """Note that an address no longer carries its report; tells whether it carried one."""
        with writing(self._writer) as session:
            return end_rendition(session, url, reason, now)
