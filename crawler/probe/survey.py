"""One probe from the home page to the findings: navigation, trials, verdicts, recorded in a scratch archive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path

from archive.locks import site_lock
from archive.record import Record
from archive.values import RunState
from crawler.families.base import Scope, UnreadablePage
from crawler.families.markup import parse_html, select, text_of
from crawler.families.registry import FAMILIES
from crawler.fetching import Download, RobotsUnavailable
from crawler.probe.drafts import WORK_CAPTIONS, Draft, drafts_of, fallback_drafts, work_draft
from crawler.probe.facts import SiteFacts, read_facts
from crawler.probe.findings import Candidate, Findings, Sample, Trial, TriedColumn, Verdict
from crawler.probe.hosts import PortalHosts, bare_host, host_of, provisional_site
from crawler.probe.keeping import HostSaysNo, KeepingFetcher, Stopped
from crawler.probe.marks import Sniffed
from crawler.probe.tour import Tour, decoded
from crawler.probe.trial import Ground
from crawler.probe.verdict import coverage_of, is_mixed, judge, judge_portal, judge_walk, without_duplicates
from settings.env import Env
from settings.regions.divisions import load_divisions
from settings.sites import Column

#: List pages one trial walks at most, and candidates tried at most: a probe takes minutes at a portal's pace.
MOST_LIST_PAGES, MOST_CANDIDATES = 150, 16
FIRST_YEAR = 2008

Watch = Callable[[str, str], None]


def scratch_folder(data: Path, host: str, name: str) -> Path:
    """Where what is looked at outside a crawl is recorded, apart from the archive of reports."""
    return data / "probes" / host / name


def open_scratch(folder: Path) -> Record:
    """The scratch archive in `folder`, made when it is not there. Raises what Record.open does."""
    folder.mkdir(parents=True, exist_ok=True)
    return Record.open(f"sqlite:///{folder / 'archive.sqlite'}", folder)


@dataclass(slots=True)
class Survey:
    """One probe of one portal. `run` once."""

    url: str
    env: Env
    download: Download
    clock: Callable[[], datetime]
    set_delay: Callable[[str, float], None]
    watch: Watch
    stopping: Callable[[], bool]
    most_pages: int = MOST_LIST_PAGES

    async def run(self) -> Findings:
        """Probe. Raises NotAPortal, SiteBusy while a crawl or probe of this host runs, ArchiveError."""
        host = bare_host(self.url)
        began = self.clock()
        folder = scratch_folder(self.env.data, host, f"{began:%Y%m%dT%H%M%SZ}")
        with site_lock(self.env.data, host, began):
            record = open_scratch(folder)
            try:
                return await self._recorded(record, host, folder)
            finally:
                record.close()

    async def _recorded(self, record: Record, host: str, folder: Path) -> Findings:
        run_id = record.open_run(host, "manual", {"probe": self.url}, self.clock(), self.env.contact)
        portal = PortalHosts(host)
        site = provisional_site(portal, "", "000000")
        parts = (site, self.env, record, run_id, self.download, self.clock, self.set_delay)
        fetcher = KeepingFetcher(*parts, portal=portal, stopping=self.stopping)
        state: RunState = "failed"
        findings: Findings | None = None
        progress = _Progress(self, record, fetcher, portal)
        try:
            findings = await progress.to_the_end()
            state = "blocked" if findings.blocked else "complete"
            return replace(findings, archive=str(folder), requests=fetcher.requests)
        finally:
            reason = findings.verdict.word if findings is not None else "ended without a word"
            record.close_run(run_id, state, reason, {"requests": fetcher.requests}, self.clock())


class _Progress:
    """What a probe knows so far; whatever stops it, this becomes its findings."""

    def __init__(self, survey: Survey, record: Record, fetcher: KeepingFetcher, portal: PortalHosts) -> None:
        self._survey, self._record, self._fetcher, self._portal = survey, record, fetcher, portal
        self._divisions = load_divisions()
        self._tour = Tour(fetcher, portal, survey.watch)
        self._facts: SiteFacts | None = None
        self._tried: list[TriedColumn] = []
        self._known: dict[str, Sample] = {}
        self._unbuilt: dict[str, str] = {}
        self._keys = count(1)

    async def to_the_end(self) -> Findings:
        """The findings, however far the probe came."""
        blocked: str | None = None
        stopped: list[str] = []
        try:
            await self._look_around()
            await self._try_all()
        except HostSaysNo as error:
            blocked = str(error)
            stopped.append(f"the portal refuses: {error}; leave it alone for some days")
        except (RobotsUnavailable, Stopped) as error:
            stopped.append(str(error))
        return self._findings(blocked, stopped)

    async def _look_around(self) -> None:
        await self._tour.go(self._survey.url)
        home = self._tour.home()
        self._facts = read_facts(home.tree, self._divisions) if home is not None else None

    async def _try_all(self) -> None:
        name, division = (self._facts.name, self._facts.division) if self._facts else ("", None)
        ground = Ground(
            site=provisional_site(self._portal, name, division or "000000"),
            scope=Scope(FIRST_YEAR, self._survey.clock().year),
            divisions=self._divisions,
            record=self._record,
            fetcher=self._fetcher,
            clock=self._survey.clock,
            stopping=self._survey.stopping,
            most_pages=self._survey.most_pages,
        )
        for candidate in self._tour.candidates()[:MOST_CANDIDATES]:
            tried = await self._try(ground, candidate)
            if tried is None:
                continue
            self._tried.append(tried)
            if tried.verdict.good and (work := _work_column(tried.trial)) is not None:
                trial = await ground.walk(Draft(work, tried.trial.evidence), candidate)
                trial = await ground.sample(trial, self._known)
                self._tried.append(TriedColumn(trial, self._judge(trial)))

    async def _try(self, ground: Ground, candidate: Candidate) -> TriedColumn | None:
        """The first draft of a candidate that holds, else the one that came furthest; None when there was none."""
        best: TriedColumn | None = None
        own = candidate.sniffed
        best = await self._try_families(ground, candidate, own, best)
        if best is None or not best.verdict.good:
            known = {mark.family for mark in own}
            below = [mark for mark in await self._tour.sniff_below(candidate.url) if mark.family not in known]
            best = await self._try_families(ground, candidate, below, best)
        if best is None or not best.verdict.good:
            for draft in fallback_drafts(candidate, self._key()):
                best = _further(best, await self._tried_draft(ground, candidate, draft))
                if best.verdict.good:
                    break
        return best

    async def _try_families(
        self, ground: Ground, candidate: Candidate, sniffed: Sequence[Sniffed], best: TriedColumn | None
    ) -> TriedColumn | None:
        for mark in sniffed:
            if mark.family not in FAMILIES:
                self._unbuilt.setdefault(mark.family, f"{mark.family} recognised but not built: {mark}")
        for draft in drafts_of(candidate, self._key(), sniffed):
            best = _further(best, await self._tried_draft(ground, candidate, draft))
            if best.verdict.good:
                break
        return best

    async def _tried_draft(self, ground: Ground, candidate: Candidate, draft: Draft) -> TriedColumn:
        draft = replace(draft, column=replace(draft.column, key=self._key()))
        self._survey.watch("trial", f"{draft.column.family} {candidate.url}")
        trial = await ground.walk(draft, candidate)
        verdict = judge_walk(trial)
        if verdict.good:
            if is_mixed(trial):
                trial = replace(trial, column=replace(trial.column, annual=False))
            self._survey.watch("samples", candidate.url)
            trial = await ground.sample(trial, self._known)
            verdict = self._judge(trial)
        return TriedColumn(trial, verdict)

    def _judge(self, trial: Trial) -> Verdict:
        return judge(trial, self._facts.division if self._facts is not None else None)

    def _key(self) -> str:
        """A column's name while it is tried; each trial has its own, so that walks do not go on with one another."""
        return f"trial-{next(self._keys)}"

    def _findings(self, blocked: str | None, stopped: list[str]) -> Findings:
        marked = without_duplicates([one for one in self._tried if one.verdict.good])
        kept = tuple(one for one in marked if one.duplicate_of is None)
        aside = (
            *(one for one in self._tried if not one.verdict.good),
            *(one for one in marked if one.duplicate_of is not None),
        )
        coverage = coverage_of([one.trial for one in kept], self._facts, self._divisions)
        obstacles = [*stopped, *self._tour.obstacles]
        if not kept:
            obstacles += self._unbuilt.values()
        verdict = judge_portal(kept, aside, self._facts, coverage, obstacles)
        return Findings(
            url=self._survey.url,
            host=self._portal.bare,
            hosts=_hosts(self._portal, kept),
            facts=self._facts,
            columns=kept,
            set_aside=aside,
            coverage=coverage,
            verdict=verdict,
            visited=tuple(seen.page.url for seen in self._tour.visited),
            unbuilt=tuple(self._unbuilt.values()),
            blocked=blocked,
        )


def _work_column(trial: Trial) -> Column | None:
    """The column of work summaries beside a directory's columns of reports, where the units' pages link one."""
    printed: set[str] = set()
    for page, index in trial.pages:
        if index is None or index.entries or page.fetch.url in trial.column.start:
            continue
        try:
            tree = parse_html(decoded(page))
        except UnreadablePage:
            continue
        captions = (text_of(link) for link in select(tree, "//a[@href]"))
        printed.update(text for text in captions if any(word in text for word in WORK_CAPTIONS) and len(text) < 12)
    return work_draft(trial.column, sorted(printed))


def _hosts(portal: PortalHosts, kept: Sequence[TriedColumn]) -> tuple[str, ...]:
    """The hosts the row needs: the portal's usual two, and those its columns and their entries lie on."""
    needed = {host_of(url) for one in kept for url in one.trial.column.start}
    needed |= {host_of(page.url) for one in kept for page, _ in one.trial.pages}
    needed |= {host_of(entry.fetch.url) for one in kept for entry in one.trial.entries if portal.owns(entry.fetch.url)}
    usual = (f"www.{portal.bare}", portal.bare)
    return (*usual, *sorted(needed - set(usual)))


def _further(best: TriedColumn | None, other: TriedColumn) -> TriedColumn:
    """The trial that came further of two: a good one, else the one that listed more."""
    if best is None:
        return other
    if other.verdict.good != best.verdict.good:
        return other if other.verdict.good else best
    return other if len(other.trial.entries) > len(best.trial.entries) else best
