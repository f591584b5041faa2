"""Run one site's spider in this process, as a person or the scheduler asked for it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import ArchiveUnwritable
from crawler.order import Finished, Order, Tally
from settings.env import Env
from settings.sites import Site

if TYPE_CHECKING:
    from scrapy import Spider

#: Exit codes of a crawl. 75 is EX_TEMPFAIL of sysexits.h: try again later.
EXIT_CODES = {"complete": 0, "partial": 1, "held": 1, "failed": 1, "blocked": 3, "killed": 1}
EXIT_BUSY = 75


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """How a crawl ended: `finished` is None when it never began, and `refusal` then says why."""

    finished: Finished | None
    refusal: str | None
    busy: bool
    items: tuple[dict[str, Any], ...]
    log: Path

    @property
    def exit_code(self) -> int:
        if self.busy:
            return EXIT_BUSY
        if self.finished is None:
            return 1
        # No run at all: the wish was overtaken, and what it wanted has been done.
        return 0 if self.finished.state is None else EXIT_CODES[self.finished.state]


def run_site(site: Site, env: Env, order: Order, watch: Callable[[str, Tally, str], None]) -> CrawlResult:
    """Crawl `site` until it ends or the process is told to stop. The log goes to `<data>/logs/<host>.log`.

    Raises ArchiveUnwritable when there can be no log.
    """
    from crawler.loader import spider_class

    log = log_file(env, site.host)
    arguments: dict[str, Any] = {"kind": order.kind, "watch": watch}
    if order.years:
        arguments["first_year"], arguments["last_year"] = order.years
    if order.full:
        arguments["full"] = "1"
    if order.recheck:
        arguments["recheck"] = "1"
    if order.accept:
        arguments["accept"] = "1"
    if order.now:
        arguments["now"] = "1"
    if order.time_limit is not None:
        arguments["time_limit"] = order.time_limit
    if order.expect_last_run is not None:
        arguments["expect_last_run"] = order.expect_last_run
    spider, items = run_spider(spider_class(site), log, arguments)
    return CrawlResult(
        finished=getattr(spider, "finished", None),
        refusal=getattr(spider, "refusal", None),
        busy=bool(getattr(spider, "busy", False)),
        items=tuple(items),
        log=log,
    )


def log_file(env: Env, host: str) -> Path:
    """Where whatever is done at a host is logged."""
    return env.data / "logs" / f"{host}.log"


def run_spider(
    spider: "type[Spider]", log: Path, arguments: dict[str, Any]
) -> "tuple[Spider | None, list[dict[str, Any]]]":
    """Run one spider until it ends or the process is told to stop; gives it and its items, None if it never began.

    Scrapy's process can run once in a process. Raises ArchiveUnwritable when there can be no log.
    """
    from scrapy import signals
    from scrapy.crawler import CrawlerProcess
    from scrapy.settings import Settings

    # On a full disk every log line would else print a traceback; the ledger and the exit code tell how the run ended.
    logging.raiseExceptions = False
    settings = Settings()
    settings.setmodule("settings.scrapy", priority="project")
    settings.set("LOG_FILE", str(log), priority="cmdline")
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        process = CrawlerProcess(settings)
        crawler = process.create_crawler(spider)
    except OSError as error:
        raise ArchiveUnwritable(str(log), error.strerror or str(error)) from error
    items: list[dict[str, Any]] = []
    spiders: list[Spider] = []

    def keep(item: dict[str, Any], **_: Any) -> None:
        items.append(item)

    def opened(spider: "Spider", **_: Any) -> None:
        spiders.append(spider)

    crawler.signals.connect(keep, signals.item_scraped)
    crawler.signals.connect(opened, signals.spider_opened)
    process.crawl(crawler, **arguments)
    process.start()
    logging.shutdown()
    return (spiders[0] if spiders else None), items
