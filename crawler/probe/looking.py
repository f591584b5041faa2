"""How the page to inspect is come by: asked for and recorded in a scratch archive, or the newest look stored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from archive.errors import ArchiveOutdated, NoArchive
from archive.locks import site_lock
from archive.site_chrome import chrome_of
from archive.stored import StoredLook, newest_look
from crawler.families.base import Fetch, Page, Role, Scope
from crawler.fetching import Download, Fetcher, Look, RobotsUnavailable
from crawler.probe.hosts import PortalHosts, bare_host, provisional_site
from crawler.probe.inspection import Form, Inspection, inspect_page
from crawler.probe.navigation import is_file_address
from crawler.probe.survey import FIRST_YEAR, open_scratch, scratch_folder
from settings.env import Env
from settings.regions.divisions import load_divisions
from settings.sites import Site, UnknownSite, find_site, load_sites


@dataclass(frozen=True, slots=True)
class Inspector:
    """Inspects the page at `url`. `form` forces how it is read."""

    url: str
    env: Env
    form: Form | None

    async def fetch(
        self,
        download: Download,
        clock: Callable[[], datetime],
        set_delay: Callable[[str, float], None],
        stopping: Callable[[], bool],
    ) -> Inspection:
        """Ask the portal for the page. Raises SiteBusy while a crawl of the host runs, ArchiveError."""
        host, now = bare_host(self.url), clock()
        site = self._site()
        with site_lock(self.env.data, site.host, now):
            record = open_scratch(scratch_folder(self.env.data, host, "inspect"))
            try:
                run_id = record.open_run(site.host, "manual", {"inspect": self.url}, now, self.env.contact)
                fetcher = Fetcher(site, self.env, record, run_id, download, clock, set_delay)
                role: Role = "attachment" if is_file_address(self.url) else "index"
                try:
                    look = await fetcher.fetch(Fetch(self.url, self.form or role))
                except RobotsUnavailable as error:
                    look = Look("not_fetched", (str(error),), None)
                record.close_run(run_id, "complete", look.outcome, {"requests": fetcher.requests}, clock())
            finally:
                record.close()
        seen = Inspection(self.url, self.url, look.outcome, look.reasons, look.hops)
        if look.page is None:
            return seen
        return self._inspected(seen, look.page, site, clock().year)

    def stored(self, year: int) -> Inspection | None:
        """The page as it was last seen, by a crawl, a probe or an inspection; None when it never was."""
        looks = [look for place, folder in self._archives() if (look := _newest(place, folder, self.url)) is not None]
        if not looks:
            return None
        look = max(looks, key=lambda one: one.at)
        seen = Inspection(
            self.url,
            look.url,
            look.outcome,
            look.reasons,
            status=look.status,
            source=f"stored {look.at:%Y-%m-%d %H:%M}",
        )
        role: Role = "attachment" if is_file_address(self.url) else "index"
        page = Page(look.url, look.status, MappingProxyType(dict(look.headers)), look.body, Fetch(self.url, role))
        return self._inspected(seen, page, self._site(), year)

    def _inspected(self, seen: Inspection, page: Page, site: Site, year: int) -> Inspection:
        learned = chrome_of(self.env.database, site.host)
        return inspect_page(seen, page, site, self.form, Scope(FIRST_YEAR, year), load_divisions(), learned)

    def _site(self) -> Site:
        """The row that owns the address, else a provisional one."""
        try:
            site = find_site(load_sites(self.env.portals), self.url)
        except UnknownSite:
            return provisional_site(PortalHosts(bare_host(self.url)), "", "000000")
        return site if site.owns(self.url) else provisional_site(PortalHosts(bare_host(self.url)), "", "000000")

    def _archives(self) -> Iterator[tuple[str, Path]]:
        yield self.env.database, self.env.data / "warc"
        for file in sorted((self.env.data / "probes").glob("*/*/archive.sqlite")):
            yield f"sqlite:///{file}", file.parent / "warc"


def _newest(database: str, folder: Path, url: str) -> StoredLook | None:
    try:
        return newest_look(database, folder, url)
    except (NoArchive, ArchiveOutdated):
        # No crawl was made yet, or a scratch archive of an older version: it has nothing to show.
        return None
