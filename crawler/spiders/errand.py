"""A spider without a row: it runs one errand through Scrapy's downloader and keeps what came of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from archive.errors import ArchiveError, SiteBusy
from crawler.fetching import Download
from crawler.spiders.polite import PoliteSpider


class Errand(Protocol):
    """What is run: it gets the way to the downloader, the clock, the setter of a host's delay, and asks `stopping`
    before each look whether it was told to end."""

    def __call__(
        self,
        download: Download,
        clock: Callable[[], datetime],
        set_delay: Callable[[str, float], None],
        stopping: Callable[[], bool],
    ) -> Awaitable[Any]: ...


class ErrandSpider(PoliteSpider):
    """Runs `errand`; `result` is what it returned, None when it failed (`refusal` then says why)."""

    name = "errand"
    result: Any = None
    busy: bool = False

    def __init__(self, name: str | None = None, *, errand: Errand) -> None:
        super().__init__(name)
        self._errand = errand
        self._stopping = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "ErrandSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._stop, signals.spider_closed)
        return spider

    def _stop(self, spider: Spider, reason: str) -> None:
        self._stopping = reason != "finished"

    async def start(self) -> AsyncIterator[Any]:
        if not self.lacks_contact():
            try:
                self.result = await self._errand(
                    self.download, lambda: datetime.now(UTC), self.set_delay, lambda: self._stopping
                )
            except ArchiveError as error:
                self.refusal, self.busy = str(error), isinstance(error, SiteBusy)
                self.logger.error("%s", error)
        items: tuple[Any, ...] = ()
        for item in items:
            yield item
