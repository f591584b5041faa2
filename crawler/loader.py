"""Spiders from rows: `scrapy list` prints every declared site and `scrapy crawl HOST` crawls it; no module per site."""

import builtins
from collections.abc import Mapping
from functools import cached_property

from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from crawler.spiders.reports import ReportsSpider
from settings.env import load_env
from settings.sites import Site, find_site, load_sites


class NoSuchSpider(KeyError, UsageError):
    """No row declares the site. A KeyError for code that asks the loader, a line instead of a traceback for Scrapy's
    commands; `python -m scrapy list` prints the sites there are."""

    def __str__(self) -> str:
        return str(self.args[0])


class RowSpiderLoader:
    """Scrapy's spider loader protocol over the site rows. A spider's name is the site's bare host."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> "RowSpiderLoader":
        return cls()

    @cached_property
    def _sites(self) -> Mapping[str, Site]:
        return load_sites(load_env().portals)

    def load(self, spider_name: str) -> type[Spider]:
        """The spider class of one site. Raises NoSuchSpider, which says which host may be meant."""
        try:
            return spider_class(find_site(self._sites, spider_name))
        except LookupError as error:
            raise NoSuchSpider(str(error)) from None

    def list(self) -> list[str]:
        return list(self._sites)

    def find_by_request(self, request: Request) -> "builtins.list[str]":
        return [host for host, site in self._sites.items() if site.owns(request.url)]


def spider_class(site: Site) -> type[ReportsSpider]:
    """The class that crawls `site`."""
    return type("ReportsSpider", (ReportsSpider,), {"name": site.host, "site": site, "__module__": __name__})
