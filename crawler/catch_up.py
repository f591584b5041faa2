"""Earlier bytes read again under today's rules, before what a page shows now is compared with them.

Our rules change, and so do the lines learned of a site. A text read before and one read today may then differ though
the portal changed nothing: both sides of a comparison must have been read alike.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from archive.chrome.lines import LearnedChrome
from archive.errors import DamagedPayload, NoSuchPayload
from archive.record import Record
from archive.values import FrontierEntry, Sighting
from crawler.families.base import Family, Fetch, Page, UnreadablePage
from crawler.order import Note
from crawler.site_reading import Known, look_rules, read_look, reread_of
from settings.regions.divisions import Divisions
from settings.sites import Site


class CatchUp:
    """Reads again, of one site, what a sighting is about to be compared with."""

    def __init__(
        self,
        site: Site,
        families: Mapping[str, Family],
        divisions: Divisions,
        record: Record,
        learned: LearnedChrome | None,
        note: Note,
    ) -> None:
        self._site, self._families, self._divisions = site, families, divisions
        self._record, self._learned, self._note = record, learned, note

    def with_rules(self, entry: FrontierEntry, sighting: Sighting) -> None:
        """Read again what this address carried, and what carried the same report at other addresses: a portal that
        moves its pages shows at a new address what an older one was read from."""
        before, now = self._record.previous_sight(entry.url), sighting.reading
        if before is not None and before.blob_digest == now.blob_digest:
            return
        if before is not None and before.rules != now.rules:
            self._again(entry, entry.fetch, before.blob_digest, before.headers, now.made_at)
        for told in self._record.told_payloads(sighting):
            if told.column_key in self._families:
                self._again(told, told.fetch, told.digest, told.headers, now.made_at)

    def before_publishing(self, now: datetime, over: Callable[[], bool]) -> int:
        """Read again what the run brought before it learned what the site prints, so that nobody is ever shown the
        site's own lines; gives the versions that show another text since."""
        moved = 0
        for version in self._record.chrome.waiting_versions(self._site.host):
            told = version.payload
            if over() or told.column_key not in self._families:
                continue
            rules = look_rules(told, self._site, self._families[told.column_key], self._learned)
            if version.rules != rules:
                self._again(told, told.fetch, told.digest, told.headers, now)
                moved += self._record.chrome.show_reading(version.id, rules)
        return moved

    def _again(
        self, known: Known, fetch: Mapping[str, Any], digest: str, headers: Mapping[str, str], now: datetime
    ) -> None:
        family = self._families[known.column_key]
        rules = look_rules(known, self._site, family, self._learned)
        if self._record.has_reading(digest, known.url, rules):
            return
        try:
            page = Page(known.url, 200, headers, self._record.load_payload(digest), Fetch.from_json(fetch))
            again = read_look(page, known, self._site, family, self._divisions, self._learned)
        except (UnreadablePage, DamagedPayload, NoSuchPayload) as error:
            self._note("unreadable_before", f"earlier bytes cannot be read by today's rules: {error}", known.url)
            return
        self._record.record_rereading(reread_of(again, digest, known.url, rules, now))
