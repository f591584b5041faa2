"""The one spider. A site's spider is this class with the site's row attached (crawler.loader)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from archive.errors import ArchiveError, SiteBusy
from crawler.crawl import STOPPED, SiteCrawl, Watch
from crawler.order import Finished, Order
from crawler.spiders.polite import PoliteSpider
from settings.env import load_env
from settings.sites import BadSiteRow, Site


class ReportsSpider(PoliteSpider):
    """Crawls one site for annual reports and yields one item per report met that is new or changed.

    Arguments (`-a name=value`): kind (manual, nightly, backfill), first_year, last_year, full, recheck, accept, now,
    time_limit (seconds), expect_last_run.
    """

    site: ClassVar[Site]
    finished: Finished | None = None
    busy: bool = False

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        self.watch: Watch = arguments.pop("watch", lambda stage, tally, what: None)
        self.order = _parse_order(arguments)
        super().__init__(name)
        self._crawl: SiteCrawl | None = None

    @classmethod
    def own_delay(cls) -> float:
        return cls.site.delay or 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "ReportsSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._stop, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        if self.lacks_contact():
            return
        self._crawl = SiteCrawl(
            self.site, load_env(), self.order, self.download, lambda: datetime.now(UTC), self.set_delay, self.watch
        )
        try:
            async for item in self._crawl.run():
                yield item
        except (BadSiteRow, ArchiveError) as error:
            self.refusal = str(error)
            self.busy = isinstance(error, SiteBusy)
            self.logger.error("%s", error)
        finally:
            self.finished = self._crawl.finished

    def _stop(self, spider: Spider, reason: str) -> None:
        if self._crawl is not None and reason != "finished":
            self._crawl.stop(STOPPED if reason == "shutdown" else reason)


def _parse_order(arguments: dict[str, Any]) -> Order:
    def flag(name: str) -> bool:
        return str(arguments.pop(name, "")).lower() in ("1", "true", "yes", "on")

    first, last = arguments.pop("first_year", None), arguments.pop("last_year", None)
    limit = arguments.pop("time_limit", None)
    order = Order(
        kind=arguments.pop("kind", "manual"),
        years=(int(first or 2008), int(last or 2100)) if first or last else None,
        full=flag("full"),
        recheck=flag("recheck"),
        accept=flag("accept"),
        now=flag("now"),
        time_limit=float(limit) if limit not in (None, "") else None,
        expect_last_run=arguments.pop("expect_last_run", None),
    )
    if arguments:
        raise ValueError(f"unknown spider argument {sorted(arguments)[0]!r}")
    if order.kind not in ("manual", "nightly", "backfill"):
        raise ValueError(f"kind {order.kind!r} is not manual, nightly or backfill")
    return order
