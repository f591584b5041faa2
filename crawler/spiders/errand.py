"""A spider without a row: it runs one errand through Scrapy's downloader and keeps what came of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from archive.errors import ArchiveError, SiteBusy
from crawler.fetching import Download
from crawler.spiders.polite import PoliteSpider

#: What is run: it gets the way to the downloader, the clock, and the setter of a host's delay.
Errand = Callable[[Download, Callable[[], datetime], Callable[[str, float], None]], Awaitable[Any]]


class ErrandSpider(PoliteSpider):
    """Runs `errand`; `result` is what it returned, None when it failed (`refusal` then says why)."""

    name = "errand"
    result: Any = None
    busy: bool = False

    def __init__(self, name: str | None = None, *, errand: Errand) -> None:
        super().__init__(name)
        self._errand = errand

    async def start(self) -> AsyncIterator[Any]:
        if not self.lacks_contact():
            try:
                self.result = await self._errand(self.download, lambda: datetime.now(UTC), self.set_delay)
            except ArchiveError as error:
                self.refusal, self.busy = str(error), isinstance(error, SiteBusy)
                self.logger.error("%s", error)
        items: tuple[Any, ...] = ()
        for item in items:
            yield item
