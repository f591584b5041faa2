"""The index phase: walk a column's list pages and put what they show into the frontier.

Each list page's entries, its further pages and the cursor behind it are committed together, so a crawl killed at any
moment goes on where it was. A column once walked to its end stops early at a page that shows nothing new; a full walk,
due every `FULL_WALK_EVERY`, proves that nothing was missed by that.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from archive.frontier import WALK_LIFE
from archive.record import Record
from archive.values import ListedEntry, ListingState
from crawler.checks import ColumnYield
from crawler.families.addresses import canonical_url
from crawler.families.base import Entry, Family, Fetch, Index, Scope, UnreadablePage
from crawler.fetching import Fetcher, Look
from crawler.order import Tally
from crawler.reading.titles import may_be_report
from crawler.reading.years import years_in_title
from crawler.stale import begin_again, next_page, renew
from settings.sites import Column, Site

FULL_WALK_EVERY = timedelta(days=30)
#: No column of a county holds more list pages than this; a pager that goes on is a trap.
MOST_PAGES = 2_000

Note = Callable[[str, str, str | None], None]


@dataclass(frozen=True, slots=True)
class WalkEnd:
    """How a column's walk ended. `stop` is the look that told us to leave the host alone, if one did."""

    found: ColumnYield
    stop: Look | None = None
    failed: str | None = None


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
        full = full or before is None or before.full_walk_at is None
        if before is not None and before.full_walk_at is not None:
            full = full or self._clock() - before.full_walk_at > FULL_WALK_EVERY
        start = [fetch.to_json() for fetch in self._family.start(self._site, self._column, self._scope)]
        pending: Sequence[Mapping[str, Any]] = self._record.begin_walk(site, column, start, full, self._clock())
        pending = renew(pending, self._turn)
        incomplete, failed, tried = False, None, 0
        # Pages that could not be had stay pending, and the next run asks for them again.
        put_off: list[Mapping[str, Any]] = []
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
            if index is None and (renewed := begin_again(raw, self._turn)) is not None:
                pending = renewed
                continue
            if index is None:
                incomplete = True
                failed = failed or f"{look.outcome}: {', '.join(look.reasons)}"
                put_off.append(raw)
                continue
            for code, message in index.problems:
                self._note(code, message, wish.url)
                incomplete = incomplete or code.startswith("incomplete")
            entries = self._listed(index.entries)
            more = [fetch.to_json() for fetch in index.more]
            delta = self._record.record_index(site, column, raw, more, entries, index.total, self._clock())
            pending = delta.pending
            self._tally.listed += len(entries)
            self._tally.listed_new += delta.new
            if walked_before and not full and entries and more and not delta.new and not delta.changed:
                self._record.stop_early(site, column, more)
                pending = [page for page in pending if page not in more]
        if not pending:
            self._record.finish_walk(site, column, self._clock(), whole=whole)
        return WalkEnd(self._yield(before, incomplete=incomplete or bool(pending)), failed=failed)

    def _turn(self, page: Mapping[str, Any], more: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        now = self._clock()
        return self._record.record_index(self._site.host, self._column.key, page, more, [], None, now).pending

    def _yield(self, before: ListingState | None, *, incomplete: bool) -> ColumnYield:
        now = self._record.listing_state(self._site.host, self._column.key)
        assert now is not None
        walked_full = not incomplete and now.full_walk_at is not None and now.full_walk_at == now.completed_at
        last = before.last_full_seen if before is not None else None
        return ColumnYield(self._column, now.seen, now.total, last, walked_full, incomplete)

    def _read(self, look: Look, fetch: Fetch) -> Index | None:
        if look.page is None:
            if look.outcome == "gone" and fetch.context.get("open_end"):
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
            listed.setdefault(
                url,
                ListedEntry(
                    url=url,
                    role="article",
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
