"""The trial of one column: walked by the crawl's own walk, some of its entries looked at by the crawl's own looker."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import ClassVar

from archive.record import Record
from archive.values import FrontierEntry
from crawler.families.addresses import canonical_url
from crawler.families.base import Article, Entry, Family, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.registry import FAMILIES
from crawler.families.units import REPORT_CAPTION, is_unit_name
from crawler.look import EntryLooker, Seen
from crawler.order import Note, Tally
from crawler.probe.drafts import Draft
from crawler.probe.findings import Candidate, Sample, Trial
from crawler.probe.keeping import KeepingFetcher
from crawler.reading.page import PageReading
from crawler.reading.titles import may_be_report
from crawler.reading.years import years_in_title
from crawler.walk import ColumnWalk
from settings.regions.divisions import Divisions
from settings.sites import Column, Site

#: Reports a column must show, and how many entries are looked at for them: a year without a report costs a look.
SAMPLES, MOST_LOOKS = 3, 14
_FIRST_WORDS = 60
#: Entries the frontier is asked for at once; a column's own come among them.
_FRONTIER = 20_000


def is_plausible(entry: Entry) -> bool:
    """Whether a row may be a report by its title: words for one, or a unit's name or a year and nothing else, as
    portals write in columns of reports (高岭镇, 2018年)."""
    title = entry.title
    return may_be_report(title) or REPORT_CAPTION.search(title) is not None or is_unit_name(title) or _bare_year(title)


@dataclass(slots=True)
class Ground:
    """What every trial of one probe stands on."""

    site: Site
    scope: Scope
    divisions: Divisions
    record: Record
    fetcher: KeepingFetcher
    clock: Callable[[], datetime]
    stopping: Callable[[], bool]
    most_pages: int

    async def walk(self, draft: Draft, candidate: Candidate) -> Trial:
        """Walk a column as a crawl would, up to `most_pages` list pages."""
        column = draft.column
        family = _Listening(FAMILIES[column.family])
        site = replace(self.site, columns=(column,))
        tally, problems = Tally(), list[tuple[str, str]]()

        walk = ColumnWalk(
            site,
            column,
            family,
            self.scope,
            self.record,
            self.fetcher,
            tally,
            _noting(problems),
            self.clock,
            lambda: tally.lists >= self.most_pages or self.stopping(),
        )
        end = await walk.run(full=True, whole=True)
        state = self.record.listing_state(site.host, column.key)
        return Trial(
            column=column,
            evidence=draft.evidence,
            candidate=candidate,
            pages=tuple(family.heard),
            left=end.failed is None and state is not None and state.pending > 0,
            failed=end.failed,
            problems=tuple(problems),
        )

    async def sample(self, trial: Trial, known: dict[str, Sample]) -> Trial:
        """The trial with some of its entries read: reports, until there are enough. `known` are entries read before."""
        column = trial.column
        site = replace(self.site, columns=(column,))
        families = {column.key: FAMILIES[column.family]}

        problems = list(trial.problems)
        looker = EntryLooker(
            site, families, self.divisions, self.record, self.fetcher, Tally(), _noting(problems), self.clock
        )
        frontier = {entry.url: entry for entry in self._due(site.host)}
        samples: list[Sample] = []
        waiting = list(sampling_order([entry for entry in trial.entries if column.annual or is_plausible(entry)]))
        while waiting and len(samples) < MOST_LOOKS and sum(sample.accepted for sample in samples) < SAMPLES:
            entry = waiting.pop(0)
            url = canonical_url(entry.fetch.url)
            if url not in known:
                if (due := frontier.get(url)) is None:
                    continue
                known[url] = await self._look(looker, replace(due, column_key=column.key))
            samples.append(known[url])
            if known[url].accepted and entry.year is not None:
                # Where one unit's report of a year is, the others' are likely to be.
                waiting.sort(key=lambda other: other.year != entry.year)
        pages = (self.fetcher.kept_page("article", sample.url) for sample in samples if sample.accepted)
        articles = tuple(page for page in pages if page is not None)
        return replace(trial, samples=tuple(samples), articles=articles, problems=tuple(problems))

    async def _look(self, looker: EntryLooker, due: FrontierEntry) -> Sample:
        seen = await looker.look(due)
        reading = seen.reading
        if reading is None or reading.article is None or not reading.article.attachments or seen.recorded is None:
            return _sample(seen, reading)
        if reading.report.kind != "attachment_only":
            return _sample(seen, reading)
        # The page only points to the report, so the file is what must be readable.
        for file in self._due(self.site.host):
            if file.parent_url == due.url:
                of_file = (await looker.look(replace(file, column_key=due.column_key))).reading
                return _sample(seen, of_file if of_file is not None and of_file.text else reading)
        return _sample(seen, reading)

    def _due(self, host: str) -> Sequence[FrontierEntry]:
        return self.record.next_entries(host, self.clock(), limit=_FRONTIER)


def sampling_order(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Entries in the order they are sampled: likely titles first; where years are known a year and a unit further at
    each step, from last year on because this year's reports are not written yet; else spread over the list."""
    likely = [entry for entry in entries if may_be_report(entry.title)]
    others = [entry for entry in entries if not may_be_report(entry.title)]
    return chain(_spread(likely), _spread(others))


def _spread(entries: Sequence[Entry]) -> Iterator[Entry]:
    years = sorted({entry.year for entry in entries if entry.year is not None}, reverse=True)
    if len(years) > 1:
        units = list(dict.fromkeys(entry.unit for entry in entries))
        by_place = {(entry.year, entry.unit): entry for entry in reversed(entries)}
        years = [*years[1:], years[0]]
        for turn in range(len(units)):
            for step, year in enumerate(years):
                entry = by_place.pop((year, units[(step + turn) % len(units)]), None)
                if entry is not None:
                    yield entry
        return
    step = max(1, len(entries) // SAMPLES)
    first = [number for start in range(step) for number in range(start, len(entries), step)]
    yield from (entries[number] for number in first)


def _bare_year(title: str) -> bool:
    return len(title) <= 8 and len(years_in_title(title)) == 1


def _sample(seen: Seen, reading: PageReading | None) -> Sample:
    said = reading.report if reading is not None else None
    words = " ".join((reading.text or "").split())[:_FIRST_WORDS] if reading is not None else ""
    accepted = seen.recorded is not None
    return Sample(
        url=seen.entry.url,
        title=said.title if said is not None and said.title else seen.entry.title,
        outcome=seen.look.outcome if seen.state not in ("empty", "gone") else seen.state,
        accepted=accepted,
        kind=said.kind if said is not None else "",
        issuer=said.issuer.name if said is not None and said.issuer is not None else None,
        year=said.year if said is not None else None,
        words=words,
        carrier=reading.carrier if reading is not None else "",
        county=said.issuer.county if said is not None and said.issuer is not None else None,
    )


def _noting(problems: list[tuple[str, str]]) -> Note:
    def note(code: str, message: str, url: str | None, detail: Mapping[str, object] | None = None) -> None:
        problems.append((code, f"{message} ({url})" if url else message))

    return note


class _Listening:
    """A family that is listened to while it reads lists."""

    name: ClassVar[str] = "listening"
    rules: ClassVar[str] = ""

    def __init__(self, family: Family) -> None:
        self._family = family
        self.heard: list[tuple[Page, Index | None]] = []

    def check(self, column: Column) -> None:
        self._family.check(column)

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        return self._family.start(site, column, scope)

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        try:
            index = self._family.parse_index(page, site, column, scope)
        except UnreadablePage:
            self.heard.append((page, None))
            raise
        self.heard.append((page, index))
        return index

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        return self._family.parse_article(page, site, column)
