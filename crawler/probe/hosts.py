"""Which hosts belong to the portal that is probed, and the provisional row that grows with them."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from settings.sites import Column, Site

#: First labels of hosts that only carry a portal's disclosure pages (xxgk.dc.gov.cn, xxgk.hainan.gov.cn observed).
_DISCLOSURE = re.compile(r"(?:zf|zw|gk)?xxgk(?:ml|zl)?\d*|zwgk\d*|gkml\d*|xxgkml|openinfo|infogate")
#: First labels of hosts whose interfaces give lists their rows (infogate and was at jl.gov.cn, api at hunan.gov.cn).
_INTERFACE = re.compile(r"infogate|was\d*|search|so|api")
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
    `platforms` are hosts beside the portal's own that counties share; there navigation is followed only below the
    folders the portal links.
    """

    bare: str
    seen: set[str] = field(default_factory=set)
    platforms: dict[str, set[str]] = field(default_factory=dict)

    def owns(self, url: str) -> bool:
        """Whether an address lies on a host of this portal's, as a row would have it: interfaces lie anywhere there."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if parts.scheme not in ("http", "https"):
            return False
        return host == self.bare or self._is_part(host) or host in self.platforms or self._serves_a_platform(host)

    def leads_into(self, url: str) -> bool:
        """Whether the portal's navigation may be followed there: on a shared platform only into its own folders."""
        host = host_of(url)
        folders = self.platforms.get(host)
        return self.owns(url) and (folders is None or any(urlsplit(url).path.startswith(one) for one in folders))

    def admit(self, url: str) -> bool:
        """Take an address the portal links under a disclosure caption for its own; False when it is another portal's.

        A platform that counties share (xxgk.hainan.gov.cn/qzxxgk/, zwgk.changchun.gov.cn/na/) is admitted below the
        folder linked and never whole; so is the folder that the portal above keeps for this one under its name
        (www.haikou.gov.cn/pub/root9/xyqzf/ for xyqzf.haikou.gov.cn).
        """
        if self.leads_into(url):
            return True
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if parts.scheme not in ("http", "https") or not host.endswith(".gov.cn"):
            return False
        segments = [segment for segment in parts.path.split("/")[:-1] if segment]
        name, _, above = self.bare.partition(".")
        depth = 0
        if _DISCLOSURE.fullmatch(host.partition(".")[0]) is not None and segments:
            depth = 1
        elif above != "gov.cn" and host.removeprefix("www.") == above and name in segments:
            depth = segments.index(name) + 1
        if not depth:
            return False
        self.platforms.setdefault(host, set()).add("/" + "/".join(segments[:depth]) + "/")
        return True

    def declared(self) -> tuple[str, ...]:
        """The hosts a row declares: www and bare, then what was met besides."""
        usual = (f"www.{self.bare}", self.bare)
        return (*usual, *sorted(self.seen - set(usual)))

    def _serves_a_platform(self, host: str) -> bool:
        """Whether a host is the search interface beside a shared platform that was admitted."""
        label, _, parent = host.partition(".")
        beside = {platform.partition(".")[2] for platform in self.platforms}
        return parent in beside and parent != "gov.cn" and _INTERFACE.fullmatch(label) is not None

    def _is_part(self, host: str) -> bool:
        if not host.endswith(f".{self.bare}"):
            return False
        label = host.removesuffix(f".{self.bare}")
        return any(known.fullmatch(label) is not None for known in (_FRONT, _DISCLOSURE, _INTERFACE))


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
