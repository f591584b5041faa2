"""What every spider of ours shares: pace, user agent and limits from the environment, one way to the downloader."""

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.settings import BaseSettings

from settings.env import load_env


class NoContact(ValueError):
    """A portal's log must show how to reach whoever crawls it. Set FANGZHI_CONTACT to a mail address or a web page."""

    def __init__(self) -> None:
        super().__init__(
            "set FANGZHI_CONTACT to a mail address or web page first: it is shown to every portal that is asked"
        )


class PoliteSpider(Spider):
    """A spider that keeps our pace. `refusal` says why it asked nothing of a portal, where that is so."""

    refusal: str | None = None

    @classmethod
    def own_delay(cls) -> float:
        """Seconds between requests that the portal needs when that is more than the usual pace."""
        return 0.0

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        env = load_env()
        pace = env.delay if env.on_loopback else max(env.delay, cls.own_delay())
        for name, value in {
            "USER_AGENT": env.user_agent,
            "DOWNLOAD_DELAY": pace,
            "DOWNLOAD_MAXSIZE": env.max_body,
            "DOWNLOAD_TIMEOUT": env.timeout,
        }.items():
            settings.set(name, value, priority="spider")

    def lacks_contact(self) -> bool:
        """Whether nothing may be asked because nobody could be reached about it; `refusal` then says so."""
        env = load_env()
        if env.contact or env.on_loopback:
            return False
        self.refusal = str(NoContact())
        self.logger.error(self.refusal)
        return True

    async def download(self, request: Request) -> Response:
        """The answer to a request, through Scrapy's downloader and its pace."""
        engine = self.crawler.engine
        assert engine is not None
        return await engine.download_async(request)

    def set_delay(self, host: str, delay: float) -> None:
        """Keep a robots.txt Crawl-delay longer than our own pace."""
        engine = self.crawler.engine
        assert engine is not None
        slot = engine.downloader.slots.get(host)
        if slot is not None and slot.delay < delay and not load_env().on_loopback:
            slot.delay = delay
