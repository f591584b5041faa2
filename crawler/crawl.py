"""One crawl of one site from lock to ledger: what happens in which order, and how it ends."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from datetime import datetime
from typing import Any

from archive.errors import ArchiveError, SiteBusy
from archive.locks import site_lock
from archive.record import Record
from archive.rest import LEFT_ALONE, asked_again_on, is_left_alone
from archive.runs import GOOD_STATES
from archive.values import RunState
from crawler.catch_up import CatchUp
from crawler.checks import ColumnYield, check_column, check_site
from crawler.families.base import Family, Scope
from crawler.families.registry import family_of
from crawler.fetching import Download, Fetcher, Look, RobotsUnavailable
from crawler.learning import brought_news, learn_site
from crawler.look import EntryLooker, Seen
from crawler.order import Alarm, Finished, Note, Order, Tally
from crawler.repair import find_repair
from crawler.site_reading import CHARSET_MARK, charset_rule
from crawler.trust import choose_deep
from crawler.walk import ColumnWalk, WalkEnd
from settings.env import Env
from settings.regions.divisions import load_divisions
from settings.sites import Site

#: So many looks in a row that brought no answer at all, and the portal counts as unreachable.
PATIENCE = 5
HEARTBEAT_EVERY = 10

TIME_LIMIT = "time limit reached; the next run goes on from here"
STOPPED = "stopped; the next run goes on from here"
#: Reasons of a partial run that the next one goes on with instead of beginning anew.
INTERRUPTIONS = frozenset({TIME_LIMIT, STOPPED})
#: So many interrupted runs in a row are looked back over.
MOST_INTERRUPTED = 200

Watch = Callable[[str, Tally, str], None]


class SiteCrawl:
    """One crawl. Iterate `run()` for the reports met; `finished` then says how it ended."""

    def __init__(
        self,
        site: Site,
        env: Env,
        order: Order,
        download: Download,
        clock: Callable[[], datetime],
        set_delay: Callable[[str, float], None] = lambda host, delay: None,
        watch: Watch = lambda stage, tally, what: None,
    ) -> None:
        self._site, self._env, self._order = site, env, order
        self._download, self._clock, self._set_delay, self._watch = download, clock, set_delay, watch
        self._started = clock()
        self._tally = Tally()
        self._holds = False
        self._gaps: list[str] = []
        self._alarms: list[Alarm] = []
        self._stopping = ""
        self.finished: Finished | None = None

    def stop(self, reason: str) -> None:
        """End cleanly after the look under way."""
        self._stopping = self._stopping or reason

    async def run(self) -> AsyncGenerator[dict[str, Any], None]:
        """Crawl. Raises SiteBusy when another crawl of this host runs; nothing was asked of the portal then."""
        families = {column.key: family_of(self._site, column) for column in self._site.columns}
        record = Record.open(self._env.database, self._env.data)
        try:
            with site_lock(self._env.data, self._site.host, self._clock()):
                if overtaken := self._overtaken(record):
                    self.finished = Finished(None, overtaken, None, self._tally)
                    return
                if resting := self._left_alone(record):
                    self.finished = Finished("blocked", resting, None, self._tally)
                    return
                async with aclosing(self._locked(record, families)) as items:
                    async for item in items:
                        yield item
        finally:
            record.close()

    def _overtaken(self, record: Record) -> str | None:
        wanted = self._order.expect_last_run
        if wanted is None:
            return None
        last = record.last_run(self._site.host)
        last_id = last.id if last is not None else "none"
        return None if last_id == wanted else f"overtaken: the site's last run is {last_id}"

    def _left_alone(self, record: Record) -> str | None:
        if self._order.now:
            return None
        past = record.runs_of(self._site.host, len(LEFT_ALONE))
        states = [run.state for run in past]
        if not past or not is_left_alone(states, past[0].ended_at or past[0].started_at, self._clock()):
            return None
        again = asked_again_on(states, past[0].ended_at or past[0].started_at)
        return f"left alone until {again} because the portal refused us ({past[0].reason}); --now asks all the same"

    async def _locked(self, record: Record, families: dict[str, Family]) -> AsyncGenerator[dict[str, Any], None]:
        run_id = record.open_run(
            self._site.host, self._order.kind, self._order.scope(), self._clock(), self._env.contact
        )
        fetcher = Fetcher(self._site, self._env, record, run_id, self._download, self._clock, self._set_delay)
        state: RunState = "failed"
        reason = "ended without a word"
        try:
            async with aclosing(self._phases(record, run_id, fetcher, families)) as seen:
                async for item in seen:
                    yield item
            state, reason = self._verdict()
        except RobotsUnavailable as error:
            state, reason = "failed", str(error)
        except _HostSaysNo as error:
            state, reason = "blocked", str(error)
        except (_Unreachable, _NothingListed) as error:
            state, reason = "failed", str(error)
        except (asyncio.CancelledError, GeneratorExit):
            state, reason = "partial", self._stopping or STOPPED
            raise
        except ArchiveError as error:
            reason = str(error)
            raise
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise
        finally:
            self._tally.requests, self._tally.bytes = fetcher.requests, fetcher.bytes
            self.finished = Finished(state, reason, run_id, self._tally, tuple(self._alarms))
            record.close_run(run_id, state, reason, self._tally.to_json(), self._clock())

    async def _phases(
        self, record: Record, run_id: str, fetcher: Fetcher, families: dict[str, Family]
    ) -> AsyncGenerator[dict[str, Any], None]:
        def note(code: str, message: str, url: str | None, detail: Mapping[str, object] | None = None) -> None:
            self._tally.issues[code] += 1
            record.record_issue(run_id, self._site.host, code, message, url, detail or {}, self._clock())

        now = self._clock()
        first, last = self._order.years or (self._site.first_year, now.year)
        scope = Scope(max(first, self._site.first_year), min(last, now.year))
        gone_on_since = self._gone_on_since(record)
        if self._order.recheck and gone_on_since is None:
            record.mark_for_recheck(self._site.host, now)
        for column in self._site.columns:
            record.mark_read_otherwise(self._site.host, column.key, CHARSET_MARK, charset_rule(column), now)
        listed_before = record.has_listed(self._site.host)
        walked, yields = 0, list[ColumnYield]()
        for column in self._site.columns:
            if self._over():
                break
            self._watch("lists", self._tally, column.key)
            walk = ColumnWalk(
                self._site,
                column,
                families[column.key],
                scope,
                record,
                fetcher,
                self._tally,
                note,
                self._clock,
                self._over,
            )
            full = self._order.full or self._order.kind == "backfill"
            end = walk.already_done(gone_on_since) or await walk.run(full=full, whole=self._order.years is None)
            self._tally.requests, self._tally.bytes = fetcher.requests, fetcher.bytes
            record.heartbeat(run_id, self._clock())
            if end.stop is not None:
                raise _HostSaysNo(end.stop)
            if end.failed is None or end.found.seen:
                walked += 1
            else:
                self._gaps.append(f"column {column.key}: {end.failed}")
            self._check(end, families[column.key], scope, record, note)
            yields.append(end.found)
        if not walked and not self._over():
            raise _Unreachable(f"no list of {self._site.host} could be read ({'; '.join(self._gaps)})")
        if not self._over():
            self._check_site(yields, note, listed_before=listed_before)
        years = self._order.years
        deep = choose_deep(record.due_again(self._site.host, now, years), run_id)
        divisions = load_divisions()
        learned = record.chrome.load(self._site.host)
        looker = EntryLooker(
            self._site, families, divisions, record, fetcher, self._tally, note, self._clock, deep, learned
        )
        silent = refusals = 0
        while not self._over():
            entry = record.next_entry(self._site.host, now, years)
            if entry is None:
                break
            self._watch("entries", self._tally, entry.title or entry.url)
            seen = await looker.look(entry)
            self._tally.requests, self._tally.bytes = fetcher.requests, fetcher.bytes
            if self._tally.looked % HEARTBEAT_EVERY == 0:
                record.heartbeat(run_id, self._clock())
            # One page that says no may be that page's own affair; two in a row are the host's.
            refusals = refusals + 1 if seen.look.outcome == "blocked" else 0
            if seen.look.outcome == "challenge" or refusals > 1:
                raise _HostSaysNo(seen.look)
            silent = silent + 1 if seen.look.outcome == "error" else 0
            if silent >= PATIENCE:
                raise _Unreachable(f"{PATIENCE} looks in a row brought no answer: {', '.join(seen.look.reasons)}")
            if seen.state in ("error", "blocked"):
                self._gaps.append(f"{entry.url}: {', '.join(seen.look.reasons) or seen.look.outcome}")
            if seen.recorded is not None and seen.recorded.result != "unchanged":
                yield _item(seen)
        self._watch("closing", self._tally, "")
        # A part of the site, or what a run that is held brought, would teach what the whole of it does not show.
        whole = years is None and not self._over() and not self._holds
        if whole and (brought_news(self._tally.results) or not self._learned_last_time(record)):
            learned = learn_site(record, self._site.host, run_id, note, self._clock())
            again = CatchUp(self._site, families, divisions, record, learned, note)
            again.before_publishing(self._clock(), self._over)

    def _learned_last_time(self, record: Record) -> bool:
        """Whether the run before this one saw all of the site and came to its end, so that it learned from it."""
        past = record.runs_of(self._site.host, 2)[1:]
        return any(
            run.state in GOOD_STATES and run.reason not in INTERRUPTIONS and not run.scope.get("years") for run in past
        )

    def _gone_on_since(self, record: Record) -> datetime | None:
        """When the interrupted crawl began that this run goes on with; None when the last one ended by itself."""
        since = None
        for past in record.runs_of(self._site.host, MOST_INTERRUPTED)[1:]:
            stopped = past.state == "killed" or (past.state == "partial" and past.reason in INTERRUPTIONS)
            if not stopped or past.scope != self._order.scope():
                break
            since = past.started_at
        return since

    def _check(self, end: WalkEnd, family: Family, scope: Scope, record: Record, note: Note) -> None:
        column = end.found.column
        findings = check_column(end.found)
        alarming = [finding for finding in findings if finding.holds or finding.code == "incomplete_walk"]
        repair = None
        if alarming:
            repair = find_repair(
                record, column, end.pages, lambda page: family.parse_index(page, self._site, column, scope)
            )
        for finding in findings:
            # The hint explains one loss, however many checks it fails.
            detail = repair.detail() if repair is not None and finding is alarming[0] else {}
            note(finding.code, finding.message, None, {"column": column.key, **detail})
            if finding.holds or detail:
                self._alarms.append(Alarm(finding.code, column.key, finding.message, detail.get("hint")))
            if finding.code == "incomplete_walk":
                self._gaps.append(finding.message)
        held = any(finding.holds for finding in findings) and not self._order.accept
        self._holds = self._holds or held
        if held:
            record.hold_walk(self._site.host, column.key, self._clock())
        elif not end.found.incomplete:
            record.accept_walk(self._site.host, column.key, self._clock())

    def _check_site(self, yields: list[ColumnYield], note: Note, *, listed_before: bool) -> None:
        finding = check_site(yields, listed_before=listed_before)
        if finding is not None:
            note(finding.code, finding.message, None)
            self._alarms.append(Alarm(finding.code, None, finding.message))
            if not self._order.accept:
                raise _NothingListed(finding.message)

    def _over(self) -> bool:
        limit = self._order.time_limit
        if limit is not None and (self._clock() - self._started).total_seconds() >= limit:
            self.stop(TIME_LIMIT)
        return bool(self._stopping)

    def _verdict(self) -> tuple[RunState, str]:
        if self._holds:
            codes = ", ".join(sorted(set(self._tally.issues)))
            return "held", f"checks failed ({codes}); what it brought is held back until a run passes"
        if self._stopping:
            return "partial", self._stopping
        if self._gaps:
            more = f" and {len(self._gaps) - 1} more" if len(self._gaps) > 1 else ""
            return "partial", f"{self._gaps[0]}{more}"
        return "complete", "finished"


class _HostSaysNo(Exception):
    """The host answered with a block or a challenge; it is left alone for days."""

    def __init__(self, look: Look) -> None:
        super().__init__(f"{look.outcome}: {', '.join(look.reasons)}")


class _Unreachable(Exception):
    """The portal does not answer."""


class _NothingListed(Exception):
    """Every list came empty, where some held entries before."""


def _item(seen: Seen) -> dict[str, Any]:
    recorded = seen.recorded
    assert recorded is not None
    said = seen.reading.report if seen.reading else None
    return {
        "report": recorded.report_id,
        "version": recorded.seq,
        "result": recorded.result,
        "issuer": said.issuer.name if said and said.issuer else None,
        "year": said.year if said else None,
        "title": said.title if said else seen.entry.title,
        "url": seen.entry.url,
    }


__all__ = ["SiteBusy", "SiteCrawl"]
