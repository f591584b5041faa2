"""The index phase: walk a column's list pages and put what they show into the frontier.

Each list page's entries, its further pages and the cursor behind it are committed together, so a crawl killed at any
moment goes on where it was. A column once walked to its end stops early at a page that shows nothing new; a full walk,
due every `FULL_WALK_EVERY`, proves that nothing was missed by that. Where it finds something an early stop would have
missed, the column is walked fully until enough full walks find nothing of the kind (`archive.trust`).
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from archive.frontier import WALK_LIFE
from archive.record import Record
from archive.trust import checks_wanted
from archive.values import ListedEntry, ListingState
from crawler.checks import ColumnYield, ListYield
from crawler.families.addresses import canonical_url
from crawler.families.attachments import leads_to_a_file
from crawler.families.base import Entry, Family, Fetch, Index, Scope, UnreadablePage
from crawler.fetching import Fetcher, Look
from crawler.order import Note, Tally
from crawler.reading.titles import may_be_report
from crawler.reading.years import years_in_title
from crawler.stale import begin_again, next_page, renew
from crawler.totals import ListTotals
from settings.sites import Column, Site

FULL_WALK_EVERY = timedelta(days=30)
#: Addresses named in an issue, and pages remembered for a repair hint.
_EXAMPLES, _MOST_REMEMBERED = 5, 60
#: No column of a county holds more list pages than this; a pager that goes on is a trap.
MOST_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class ListLook:
    """One list page of a walk: what was asked, the look, and what the family read; None where it could not."""

    wish: Fetch
    look: Look
    index: Index | None


@dataclass(frozen=True, slots=True)
class WalkEnd:
    """How a column's walk ended. `stop` is the look that told us to leave the host alone, if one did. `pages` are the
    first list pages of the walk and every one that could not be read, in walking order."""

    found: ColumnYield
    stop: Look | None = None
    failed: str | None = None
    pages: tuple[ListLook, ...] = ()


class ColumnWalk:
    """Walks one column of one site."""

    def __init__(
        self,
        site: Site,
        column: Column,
        family: Family,
        scope: Scope,
        record: Record,
        fetcher: Fetcher,
        tally: Tally,
        note: Note,
        clock: Callable[[], datetime],
        out_of_time: Callable[[], bool],
    ) -> None:
        self._site, self._column, self._family, self._scope = site, column, family, scope
        self._record, self._fetcher, self._tally = record, fetcher, tally
        self._note, self._clock, self._out_of_time = note, clock, out_of_time

    def already_done(self, since: datetime | None) -> WalkEnd | None:
        """The end of this column's walk if the interrupted crawl, begun at `since`, had come to it."""
        state = self._record.listing_state(self._site.host, self._column.key)
        if since is None or state is None or state.pending or state.completed_at is None:
            return None
        if state.completed_at < since or self._clock() - state.completed_at > WALK_LIFE:
            return None
        return WalkEnd(self._yield(state, incomplete=False))

    async def run(self, *, full: bool, whole: bool) -> WalkEnd:
        """Walk until the column's pages are done, known, or cannot be had.

        `whole` is False when only some report years are wanted: such a walk proves nothing about the column.
        """
        site, column = self._site.host, self._column.key
        before = self._record.listing_state(site, column)
        walked_before = before is not None and before.completed_at is not None
        trust = self._record.trust(site, "early_stop", column)
        full = full or before is None or before.full_walk_at is None or before.held_at is not None
        full = full or (trust is not None and not trust.trusted)
        if before is not None and before.full_walk_at is not None:
            full = full or self._clock() - before.full_walk_at > FULL_WALK_EVERY
        start = [fetch.to_json() for fetch in self._family.start(self._site, self._column, self._scope)]
        began = self._clock()
        pending: Sequence[Mapping[str, Any]] = self._record.begin_walk(site, column, start, full, began)
        pending = renew(pending, self._turn)
        if begun := self._record.listing_state(site, column):
            # An unfinished full walk that is gone on with stays one, whatever is asked now.
            full = begun.full
        # Of a walk that is gone on with, the beginnings of its lists were seen by another process.
        totals = ListTotals() if begun is None or begun.walk_started_at == began else None
        incomplete, failed, tried = False, None, 0
        # Pages that could not be had stay pending, and the next run asks for them again.
        put_off: list[Mapping[str, Any]] = []
        pages: list[ListLook] = []
        missed: list[str] = []
        went_past = False
        while tried < MOST_PAGES and not self._out_of_time():
            raw = next_page(pending, put_off)
            if raw is None:
                break
            tried += 1
            wish = Fetch.from_json(raw)
            look = await self._fetcher.fetch(wish)
            self._tally.lists += 1
            self._tally.outcomes[look.outcome] += 1
            if look.outcome in ("blocked", "challenge"):
                return WalkEnd(self._yield(before, incomplete=True), stop=look)
            index = self._read(look, wish)
            if index is None or len(pages) < _MOST_REMEMBERED:
                # A page's body is not kept: the archive has it.
                pages.append(ListLook(wish, replace(look, page=None), index))
            if index is None and (renewed := begin_again(raw, self._turn)) is not None:
                pending = renewed
                continue
            if index is None:
                incomplete = True
                what = "unreadable" if look.page is not None else look.outcome
                failed = failed or f"{what}: {', '.join(look.reasons) or wish.url}"
                put_off.append(raw)
                continue
            for code, message in index.problems:
                self._note(code, message, wish.url)
                incomplete = incomplete or code.startswith("incomplete")
            entries = self._listed(index.entries)
            more = [fetch.to_json() for fetch in index.more]
            delta = self._record.record_index(site, column, raw, more, entries, index.total, self._clock())
            pending = delta.pending
            if totals is not None:
                totals.note(raw, more, len(index.entries), index.total)
            self._tally.listed += len(entries)
            self._tally.listed_new += delta.new
            nothing_new = bool(entries) and not delta.new and not delta.changed
            if walked_before and more and (nothing_new or delta.past) and whole:
                self._record.stop_early(site, column, more)
                if not full:
                    pending = [page for page in pending if page not in more]
            if delta.past and whole:
                went_past = True
                if delta.fresh and not missed:
                    self._record.note_check(site, "early_stop", column, delta.fresh[0], self._clock())
                missed += delta.fresh
        if not pending:
            count = len(totals.lists) if totals is not None else 1
            self._record.finish_walk(site, column, self._clock(), whole=whole, lists=count)
            if went_past and not missed:
                self._record.note_check(site, "early_stop", column, None, self._clock())
        if missed:
            self._tell_missed(missed)
        lists = totals.lists if totals is not None else ()
        found = self._yield(before, incomplete=incomplete or bool(pending), lists=lists)
        return WalkEnd(found, failed=failed, pages=tuple(pages))

    def _tell_missed(self, missed: Sequence[str]) -> None:
        key = self._column.key
        trust = self._record.trust(self._site.host, "early_stop", key)
        wanted = checks_wanted(trust.score) if trust is not None else 0
        self._note(
            "missed_by_early_stop",
            f"column {key}: the full walk found {len(missed)} entries behind pages without news, where a walk that "
            f"stops early never comes ({', '.join(missed[:_EXAMPLES])}); it is walked fully until {wanted} full walks "
            f"find nothing of the kind",
            missed[0],
            {"column": key, "missed": len(missed), "examples": list(missed[:_EXAMPLES])},
        )

    def _turn(self, page: Mapping[str, Any], more: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        now = self._clock()
        return self._record.record_index(self._site.host, self._column.key, page, more, [], None, now).pending

    def _yield(
        self, before: ListingState | None, *, incomplete: bool, lists: tuple[ListYield, ...] = ()
    ) -> ColumnYield:
        now = self._record.listing_state(self._site.host, self._column.key)
        assert now is not None
        walked_full = not incomplete and now.full_walk_at is not None and now.full_walk_at == now.completed_at
        last = before.last_full_seen if before is not None else None
        turnover = self._record.turnover(self._site.host, self._column.key) if walked_full else None
        return ColumnYield(self._column, now.seen, now.total, last, walked_full, incomplete, turnover, lists)

    def _read(self, look: Look, fetch: Fetch) -> Index | None:
        if look.page is None:
            if look.outcome in ("gone", "soft_404") and fetch.context.get("open_end"):
                return Index(())
            self._note(
                f"index_{look.outcome}", f"list page not had: {', '.join(look.reasons) or look.outcome}", fetch.url
            )
            return None
        try:
            return self._family.parse_index(look.page, self._site, self._column, self._scope)
        except UnreadablePage as error:
            self._note("unreadable_index", str(error), fetch.url)
            return None

    def _listed(self, entries: tuple[Entry, ...]) -> list[ListedEntry]:
        listed: dict[str, ListedEntry] = {}
        for entry in entries:
            url = canonical_url(entry.fetch.url)
            unit = entry.unit or self._column.unit
            off_site = not self._site.owns(url)
            skip = off_site or not (self._column.annual or may_be_report(entry.title))
            shown = "\x1f".join((entry.title, str(entry.posted or ""), entry.state))
            fetch = replace(entry.fetch, url=url, role="article")
            if leads_to_a_file(url):
                # The row is the report's only page: its title names the file, and what the file says is the report.
                context = MappingProxyType({"name": entry.title, "carries": "report"})
                fetch = replace(fetch, role="attachment", context=context)
            listed.setdefault(
                url,
                ListedEntry(
                    url=url,
                    role="attachment" if fetch.role == "attachment" else "article",
                    fetch=fetch.to_json(),
                    title=entry.title,
                    posted=entry.posted,
                    unit=unit,
                    year=entry.year or self._column.year or _year_named(entry.title),
                    row_digest=hashlib.sha256(shown.encode()).hexdigest(),
                    skip=skip,
                ),
            )
        return list(listed.values())


def _year_named(title: str) -> int | None:
    """The one year a row's title names. A backfill of other years leaves it out; with two either may be meant."""
    years = years_in_title(title)
    return years[0] if len(years) == 1 else None
