"""Addresses a crawl may connect to: public ones, checked after DNS so that no name can lead inside."""

import ipaddress
from collections.abc import Collection, Sequence
from typing import Any, cast

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred

from settings.env import load_env


class PrivateAddress(OSError):
    """A host name leads to an address inside a private network. Nothing was sent. If the host is a test portal of your
    own, name it in FANGZHI_PRIVATE_HOSTS."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} is {address}, which is not a public address; nothing was sent")


def is_public(address: str) -> bool:
    """Whether an IP address is globally reachable unicast (IANA special-purpose registries, by `ipaddress`)."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    return ip.is_global and not ip.is_multicast


def literal_address(host: str) -> str | None:
    """The IP address `host` spells out, in any form a resolver accepts (127.1, 0x7f000001, [::1]), else None."""
    import socket

    bare = host.strip("[]")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    if not bare or not all(part and (part.isdigit() or part.lower().startswith("0x")) for part in bare.split(".")):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(bare))
    except OSError:
        return None


class PublicAddressResolver(CachingThreadedResolver):
    """Scrapy's caching resolver that refuses a private answer, on every hop, before a connection is made."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float, allowed: Collection[str]) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._allowed = frozenset(allowed)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> "PublicAddressResolver":
        settings = crawler.settings
        return cls(
            reactor,
            settings.getint("DNSCACHE_SIZE"),
            settings.getfloat("DNS_TIMEOUT"),
            load_env().inner_hosts,
        )

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 (Twisted's name)
        found = super().getHostByName(name, timeout)
        return cast("Deferred[str]", found.addCallback(self._refuse_private, name))

    def _refuse_private(self, address: Any, name: str) -> Any:
        if name.lower() not in self._allowed and not is_public(str(address)):
            raise PrivateAddress(name, str(address))
        return address
