"""The entry phase: look at what the lists showed, read it, and tell the archive what was seen.

A page is judged, taken apart by its family, cleaned, read, and only then told as a sighting of a report. What is not a
real page stays as evidence and changes nothing the archive says was published. When our own rules changed since a page
was last read, its earlier bytes are read again first, so that our change is never taken for the government's.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from archive.chrome.lines import LearnedChrome
from archive.record import Record
from archive.values import CaptureRef, EntryState, FrontierEntry, ListedEntry, Recorded, Reread, Sighting
from crawler.catch_up import CatchUp
from crawler.families.addresses import canonical_url
from crawler.families.base import Article, Attachment, Family, Fetch, Page, UnreadablePage
from crawler.fetching import Fetcher, Look
from crawler.order import Note, Tally
from crawler.reading.page import PageReading
from crawler.revisit import plan_next_look
from crawler.site_reading import Known, look_rules, read_look, reread_of
from crawler.trust import ValidatorTrust
from settings.regions.divisions import Divisions
from settings.sites import Site

#: More files than this on one report page are a download centre, not a report's attachments.
MOST_ATTACHMENTS = 10

_STATES: dict[str, EntryState] = {
    "gone": "gone",
    "soft_404": "gone",
    "blocked": "blocked",
    "challenge": "blocked",
    "refused_robots": "blocked",
}

#: States in which the same bytes again mean the same again. A pending entry's row has changed, and one that was gone
#: is back: both are read anew.
_SETTLED = frozenset({"report", "refused", "empty"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look brought: the archive's answer when it was a report, None otherwise."""

    entry: FrontierEntry
    look: Look
    state: EntryState
    recorded: Recorded | None = None
    reading: PageReading | None = None


class EntryLooker:
    """Looks at frontier entries of one site, one at a time."""

    def __init__(
        self,
        site: Site,
        families: dict[str, Family],
        divisions: Divisions,
        record: Record,
        fetcher: Fetcher,
        tally: Tally,
        note: Note,
        clock: Callable[[], datetime],
        deep: Collection[str] = (),
        learned: LearnedChrome | None = None,
    ) -> None:
        """`deep` are the addresses whose validators are put to the test, `learned` the lines the site prints."""
        self._site, self._families, self._divisions = site, families, divisions
        self._record, self._fetcher, self._tally = record, fetcher, tally
        self._note, self._clock, self._learned = note, clock, learned
        self._catch_up = CatchUp(site, families, divisions, record, learned, note)
        self._trust = ValidatorTrust(site.host, record, note, clock, deep)

    async def look(self, entry: FrontierEntry) -> Seen:
        """Look at one entry, settle it, and put its attachments into the frontier."""
        wish = Fetch.from_json(entry.fetch)
        self._record.note_try(entry.id)
        deep = self._trust.is_deep(entry)
        etag, last_modified = (
            (entry.etag, entry.last_modified) if deep or self._trust.holds(entry.url) else (None, None)
        )
        look = await self._fetcher.fetch(wish, etag=etag, last_modified=last_modified, known_digest=entry.digest)
        said_unchanged = deep and look.outcome == "unchanged" and look.page is None
        if said_unchanged:
            whole = await self._fetcher.fetch(wish, known_digest=entry.digest)
            # A deep look that got no answer must not spoil what the 304 said.
            look = look if whole.outcome in ("error", "truncated") else whole
        self._tally.looked += 1
        self._tally.outcomes[look.outcome] += 1
        if look.page is not None:
            self._tally.bodies += 1
        known = deep and self._is_read(entry)
        seen = await self._see(entry, look)
        if deep and (known or look.outcome == "unchanged"):
            self._trust.judge(entry, look, said_unchanged=said_unchanged, changed=known and _is_news(entry, seen))
        return seen

    async def _see(self, entry: FrontierEntry, look: Look) -> Seen:
        """Make of a look what it is: the same as before, nothing, or a page to read."""
        if look.outcome == "unchanged" and entry.state in _SETTLED and self._is_read(entry):
            return self._unchanged(entry, look)
        page = look.page or self._kept_page(entry, look)
        if page is None:
            return self._nothing(entry, look)
        try:
            reading = self._read(entry, page)
        except UnreadablePage as error:
            if await self._fetcher.answers_with_home(page):
                self._note("page_soft_404", "the home page in place of the article", entry.url)
                return self._gone(entry, look, "gone")
            self._note("unreadable_page", str(error), entry.url)
            return self._settled(entry, look, "error")
        for code, message in reading.problems:
            self._note(code, message, entry.url)
        if reading.report.kind == "unread" and entry.role == "article":
            return self._unsound(entry, look, reading)
        if not reading.report.accepted and entry.state == "report" and self._are_bytes_of_a_report(entry, look):
            return self._read_otherwise(entry, look, reading)
        if not reading.report.accepted and entry.state in ("report", "gone"):
            return await self._no_longer(entry, look, page, reading)
        return self._tell(entry, look, reading)

    def _kept_page(self, entry: FrontierEntry, look: Look) -> Page | None:
        """The page a bodiless 304 vouches for, from the archive: our rules, or what is known of it, have changed."""
        digest = look.capture.digest if look.capture is not None else None
        if look.outcome != "unchanged" or digest is None:
            return None
        headers = self._record.headers_of(entry.url, digest)
        return Page(entry.url, 200, headers, self._record.load_payload(digest), Fetch.from_json(entry.fetch))

    async def _no_longer(self, entry: FrontierEntry, look: Look, page: Page, reading: PageReading) -> Seen:
        """An address that carried a report shows something else.

        It may be a missing page dressed as 200, so the report's rendition ends only when a second look agrees.
        """
        if await self._fetcher.answers_with_home(page):
            self._note("page_soft_404", "the home page in place of the article", entry.url)
        else:
            self._note("no_longer_a_report", f"reads as {reading.report.kind} now", entry.url)
        return self._gone(entry, look, "replaced")

    def _gone(self, entry: FrontierEntry, look: Look, reason: str) -> Seen:
        """Settle an absence. Two looks in a row must agree: one may be a portal's bad day."""
        if entry.state == "gone":
            self._record.end_rendition(entry.url, reason, self._clock())
        return self._settled(entry, look, "gone")

    def _is_read(self, entry: FrontierEntry) -> bool:
        """Whether today's rules have read the bytes this entry had last time."""
        if entry.digest is None:
            return False
        return self._record.has_reading(entry.digest, entry.url, self._rules(entry))

    def _rules(self, entry: FrontierEntry) -> str:
        return look_rules(entry, self._site, self._family(entry), self._learned)

    def _family(self, entry: FrontierEntry) -> Family:
        return self._families[entry.column_key]

    def _unchanged(self, entry: FrontierEntry, look: Look) -> Seen:
        assert look.capture is not None
        recorded = self._record.confirm_sight(entry.url, self._clock())
        self._tally.results["unchanged" if recorded else entry.state] += 1
        self._settle(entry, look.capture, entry.state)
        return Seen(entry, look, entry.state, recorded)

    def _nothing(self, entry: FrontierEntry, look: Look) -> Seen:
        state = _STATES.get(look.outcome, "error")
        self._note(f"page_{look.outcome}", ", ".join(look.reasons) or look.outcome, entry.url)
        return self._gone(entry, look, "gone") if state == "gone" else self._settled(entry, look, state)

    def _settled(self, entry: FrontierEntry, look: Look, state: EntryState) -> Seen:
        self._tally.results[state] += 1
        self._settle(entry, look.capture, state)
        return Seen(entry, look, state)

    def _settle(self, entry: FrontierEntry, capture: CaptureRef | None, state: EntryState) -> None:
        now = self._clock()
        look_at = plan_next_look(state, now, url=entry.url, first_listed=entry.first_listed_at, year=entry.year)
        self._record.settle_entry(entry.id, state, capture.id if capture else None, now, look_at)

    def _read(self, entry: FrontierEntry, page: Page) -> PageReading:
        return read_look(page, entry, self._site, self._family(entry), self._divisions, self._learned)

    def _unsound(self, entry: FrontierEntry, look: Look, reading: PageReading) -> Seen:
        """A page whose text nobody wrote so: kept and read, told as no version, and no sign that the report is gone."""
        self._record.record_reading(self._reread(entry, look, reading))
        return self._settled(entry, look, "error")

    def _are_bytes_of_a_report(self, entry: FrontierEntry, look: Look) -> bool:
        before = self._record.previous_sight(entry.url)
        return before is not None and look.capture is not None and before.blob_digest == look.capture.digest

    def _read_otherwise(self, entry: FrontierEntry, look: Look, reading: PageReading) -> Seen:
        """The very bytes of a report that our own rules no longer take for one: the portal took nothing back."""
        said = f"the bytes that were read as a report read as {reading.report.kind} under today's rules"
        self._note("read_otherwise", said, entry.url)
        self._record.record_reading(self._reread(entry, look, reading))
        recorded = self._record.confirm_sight(entry.url, self._clock())
        self._tally.results["unchanged"] += 1
        self._settle(entry, look.capture, "report")
        return Seen(entry, look, "report", recorded, reading)

    def _reread(self, entry: FrontierEntry, look: Look, reading: PageReading) -> Reread:
        assert look.capture is not None
        assert look.capture.digest is not None
        return reread_of(reading, look.capture.digest, entry.url, self._rules(entry), self._clock())

    def _tell(self, entry: FrontierEntry, look: Look, reading: PageReading) -> Seen:
        assert look.capture is not None
        now = self._clock()
        said = reading.report
        reread = self._reread(entry, look, reading)
        attached = self._hangs_on_a_report(entry)
        if not said.accepted and not (attached and said.kind == "unread"):
            self._record.record_reading(reread)
            state: EntryState = "empty" if reading.empty else "refused"
            self._show_attachments(entry, reading.article, said.kind, accepted=False)
            self._tally.results[state] += 1
            self._settle(entry, look.capture, state)
            return Seen(entry, look, state, None, reading)
        sighting = Sighting(
            site_id=self._site.host,
            url=entry.url,
            capture_id=look.capture.id,
            seen_at=now,
            carrier=reading.carrier,
            reading=reread,
            issuer=said.issuer,
            year=said.year,
            scope=said.scope,
            parent_url=entry.parent_url,
            primary=not attached,
        )
        self._catch_up.with_rules(entry, sighting)
        recorded = self._record.record_sighting(sighting)
        self._show_attachments(entry, reading.article, said.kind, accepted=True)
        self._tally.results[recorded.result] += 1
        self._settle(entry, look.capture, "report")
        return Seen(entry, look, "report", recorded, reading)

    def _hangs_on_a_report(self, entry: FrontierEntry) -> bool:
        """Whether this is a file of a page that carries the report itself (and not one the page only points to)."""
        if entry.role != "attachment" or entry.parent_url is None:
            return False
        if Fetch.from_json(entry.fetch).context.get("carries") == "report":
            return False
        return self._record.previous_sight(entry.parent_url) is not None

    def _show_attachments(self, entry: FrontierEntry, article: Article | None, kind: str, *, accepted: bool) -> None:
        if article is None or not article.attachments:
            return
        if not accepted and kind != "attachment_only":
            return
        if len(article.attachments) > MOST_ATTACHMENTS:
            self._note(
                "many_attachments",
                f"{len(article.attachments)} files on one page; the first {MOST_ATTACHMENTS} are fetched",
                entry.url,
            )
        listed = list(files_of(entry, self._site, article.attachments, carries_report=not accepted))
        self._record.add_attachments(self._site.host, entry.column_key, entry.url, listed, self._clock())


def files_of(
    entry: Known, site: Site, attachments: Sequence[Attachment], *, carries_report: bool
) -> Iterator[ListedEntry]:
    """What the frontier is told of the files that hang on a page. `carries_report` is True where the page itself says
    nothing and the report is in the files."""
    for attachment in attachments[:MOST_ATTACHMENTS]:
        url = canonical_url(attachment.url)
        context = {"name": attachment.name, "carries": "report" if carries_report else "page"}
        yield ListedEntry(
            url=url,
            role="attachment",
            fetch=Fetch(url, "attachment", referer=entry.url, context=context).to_json(),
            title=entry.title,
            posted=entry.posted if isinstance(entry.posted, date) else None,
            unit=entry.unit,
            year=entry.year,
            row_digest="",
            skip=not site.owns(url),
            parent_url=entry.url,
        )


def _is_news(entry: FrontierEntry, seen: Seen) -> bool:
    """Whether a look changed what the archive knows of an address."""
    if seen.recorded is not None and seen.recorded.result not in ("unchanged", "rereading"):
        return True
    return entry.state in _SETTLED and seen.state != entry.state and seen.state != "error"
