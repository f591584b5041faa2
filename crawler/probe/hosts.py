"""Which hosts belong to the portal that is probed, and the provisional row that grows with them."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from settings.sites import Column, Site

#: First labels of hosts that only carry a portal's disclosure pages (xxgk.dc.gov.cn, xxgk.hainan.gov.cn observed).
_DISCLOSURE = re.compile(r"(?:zf|zw|gk)?xxgk(?:ml|zl)?\d*|zwgk\d*|gkml\d*|xxgkml|openinfo|infogate")
_FRONT = re.compile(r"www\d?")


class NotAPortal(ValueError):
    """The address is no portal's. Give the address of a portal's home page under gov.cn."""


def bare_host(url: str) -> str:
    """The portal's id: its host without www. Raises NotAPortal for a host that is not under gov.cn."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().rstrip(".")
    if parts.scheme not in ("http", "https") or not host.endswith(".gov.cn"):
        raise NotAPortal(f"{url}: not an http address under gov.cn; no other host is ever crawled")
    return host.removeprefix("www.")


def host_of(url: str) -> str:
    """The host of an address, in lower case."""
    return (urlsplit(url).hostname or "").lower()


@dataclass(slots=True)
class PortalHosts:
    """The portal's hosts: the bare one, with www, sub-domains of it that carry disclosure pages, and what was admitted.

    A sub-domain of any other name may be another portal (qiongzhong under hainan.gov.cn) and is never entered.
    `platforms` are hosts beside the portal's own that a province shares among its counties; there only what lies below
    the folders the portal links is its own.
    """

    bare: str
    seen: set[str] = field(default_factory=set)
    platforms: dict[str, set[str]] = field(default_factory=dict)

    def owns(self, url: str) -> bool:
        """Whether an address is this portal's own."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if parts.scheme not in ("http", "https"):
            return False
        if host == self.bare or self._is_part(host):
            return True
        return host in self.platforms and (
            parts.path == "/robots.txt" or any(parts.path.startswith(folder) for folder in self.platforms[host])
        )

    def admit(self, url: str) -> bool:
        """Take an address the portal links under a disclosure caption for its own; False when it is another portal's.

        A province's platform (xxgk.hainan.gov.cn) is admitted below the folder linked (/qzxxgk/) and never whole.
        """
        if self.owns(url):
            return True
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        label, _, parent = host.partition(".")
        folder = parts.path[: parts.path.find("/", 1) + 1] if parts.path.count("/") > 1 else ""
        shared = parent != "gov.cn" and parent.endswith(".gov.cn") and self.bare.endswith(f".{parent}")
        if not shared or not folder or _DISCLOSURE.fullmatch(label) is None:
            return False
        self.platforms.setdefault(host, set()).add(folder)
        return True

    def declared(self) -> tuple[str, ...]:
        """The hosts a row declares: www and bare, then what was met besides."""
        usual = (f"www.{self.bare}", self.bare)
        return (*usual, *sorted(self.seen - set(usual)))

    def _is_part(self, host: str) -> bool:
        if not host.endswith(f".{self.bare}"):
            return False
        label = host.removesuffix(f".{self.bare}")
        return _FRONT.fullmatch(label) is not None or _DISCLOSURE.fullmatch(label) is not None


@dataclass(frozen=True, slots=True)
class ProvisionalSite(Site):
    """A row that is being found out: it owns what the portal turns out to own."""

    portal: PortalHosts = field(default_factory=lambda: PortalHosts(""))

    def owns(self, url: str) -> bool:
        return self.portal.owns(url)


def provisional_site(
    portal: PortalHosts, name: str, division: str, columns: tuple[Column, ...] = ()
) -> ProvisionalSite:
    """A site as far as it is known. `division` may be "000000" while nothing is."""
    return ProvisionalSite(
        host=portal.bare,
        name=name or portal.bare,
        division=division,
        hosts=frozenset(portal.declared()),
        first_year=2008,
        columns=columns,
        file="(probe)",
        portal=portal,
    )
