"""Conditional requests, trusted as far as measured: who is asked whole although a 304 would do, and what that showed.

A deep look asks as usual first. Where the host says 304, it is asked again without conditions, and what comes is
compared with what the archive knows: a different report behind a 304, or behind validators that did not move, is a lie.
Bytes alone prove nothing: counters and tokens turn on most portals while the ETag of the article rightly stands.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from math import ceil
from urllib.parse import urlsplit

from archive.record import Record
from archive.trust import checks_wanted
from archive.values import FrontierEntry, TrustState
from crawler.fetching import Look
from crawler.order import Note

#: Share of the entries due with validators that one run looks at deeply, and the least of them.
DEEP_SHARE, DEEP_LEAST = 0.02, 1


def choose_deep(urls: Collection[str], run_id: str) -> frozenset[str]:
    """The addresses of a run that are looked at deeply: always the same for one run, others in the next."""
    ranked = sorted(urls, key=lambda url: hashlib.sha256(f"{run_id}\n{url}".encode()).digest())
    return frozenset(ranked[: max(DEEP_LEAST, ceil(DEEP_SHARE * len(urls)))])


class ValidatorTrust:
    """What is believed of the validators of a site's hosts during one run."""

    def __init__(
        self, site_id: str, record: Record, note: Note, clock: Callable[[], datetime], deep: Collection[str] = ()
    ) -> None:
        self._site_id, self._record, self._note, self._clock = site_id, record, note, clock
        self._deep = frozenset(deep)
        self._hosts: dict[str, TrustState | None] = {}

    def is_deep(self, entry: FrontierEntry) -> bool:
        """Whether this entry is one of the sample."""
        return entry.url in self._deep and bool(entry.etag or entry.last_modified)

    def holds(self, url: str) -> bool:
        """Whether a 304 of the address's host is believed."""
        state = self._state(_host(url))
        return state is None or state.trusted

    def judge(self, entry: FrontierEntry, look: Look, *, said_unchanged: bool, changed: bool) -> None:
        """Count a deep look. `said_unchanged` is whether the host answered 304 just before, `changed` whether the
        archive now knows something else of the address than before."""
        if look.page is None and look.outcome not in ("gone", "soft_404"):
            return
        host = _host(entry.url)
        stood = said_unchanged or (look.page is not None and _stood(entry, look.page.headers))
        lied = changed and stood
        state = self._record.note_check(self._site_id, "validators", host, entry.url if lied else None, self._clock())
        self._hosts[host] = state
        if lied:
            told = "answered 304" if said_unchanged else "kept ETag and Last-Modified"
            wanted = checks_wanted(state.score)
            until = f" until {wanted} deep looks agree" if wanted else ""
            self._note(
                "validators_lie",
                f"{host} {told} over a page that had changed ({state.lies} lies in {state.checks} deep looks); its "
                f"pages are fetched whole{until}",
                entry.url,
                {"host": host, "checks": state.checks, "lies": state.lies, "score": round(state.score, 3)},
            )

    def _state(self, host: str) -> TrustState | None:
        if host not in self._hosts:
            self._hosts[host] = self._record.trust(self._site_id, "validators", host)
        return self._hosts[host]


def _stood(entry: FrontierEntry, headers: Mapping[str, str]) -> bool:
    """Whether an answer came under the validators the entry had. The ETag decides where there is one (RFC 9110)."""
    if entry.etag or headers.get("etag"):
        return entry.etag == headers.get("etag")
    return entry.last_modified is not None and entry.last_modified == headers.get("last-modified")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
