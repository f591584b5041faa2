"""Site rows: the portals we crawl, declared as data in `settings/portals/<province>.toml`.

A row says where a portal keeps its annual reports and which dialect (family) each of its columns speaks. The meaning
of every key is in docs/add-a-site.md. Unknown keys, duplicate hosts, addresses off the row's hosts and bad charsets are
errors that name file and row. Family names and family options are checked by the crawler, which knows the families,
with the same exception.
"""

import codecs
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from urllib.parse import urlsplit

PORTALS = Path(__file__).parent / "portals"

_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+\Z")
_DIVISION = re.compile(r"\d{6}\Z")
_CONFIDENCE = ("evidenced", "inferred", "low")

_T = TypeVar("_T")


class BadSiteRow(ValueError):
    """A site row cannot be used. The message names file, row and reason; mend the row and run the command again."""

    def __init__(self, file: str, row: str, reason: str) -> None:
        super().__init__(f"{file}: site {row}: {reason}")
        self.file, self.row, self.reason = file, row, reason


class UnknownSite(LookupError):
    """No row declares this host. `fangzhi status` lists the known ones; docs/add-a-site.md tells how to add one."""

    def __init__(self, host: str, near: str | None) -> None:
        hint = f"; did you mean {near}?" if near else ""
        super().__init__(f"no site row for {host!r}{hint} (`fangzhi status` lists all)")
        self.host = host


@dataclass(frozen=True, slots=True)
class Column:
    """One list of a portal: where it starts, which dialect it speaks, whose reports it holds.

    `key` names the column within its site and never changes once crawled: the archive's walk state hangs on it.
    `annual` is True where everything listed is an annual report (or tries to be one), False for a mixed list, of which
    only rows whose title may be a report are opened. `unit` is the issuing body when the column belongs to one.
    """

    key: str
    family: str
    start: tuple[str, ...]
    annual: bool = True
    unit: str | None = None
    year: int | None = None
    charset: str | None = None
    confidence: str = "inferred"
    min_entries: int | None = None
    max_entries: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """One portal. `host` is its id, bare (tx.gov.cn); `division` the six-digit code of its county (GB/T 2260)."""

    host: str
    name: str
    division: str
    hosts: frozenset[str]
    first_year: int
    columns: tuple[Column, ...]
    file: str
    old_hosts: frozenset[str] = frozenset()
    expected_units: int | None = None
    delay: float | None = None
    enabled: bool = True
    note: str = ""

    def column(self, key: str) -> Column:
        """The column named `key`; KeyError when the row has none of that name."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def owns(self, url: str) -> bool:
        """Whether `url` lies on one of the row's hosts, present or old, over http or https."""
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and (parts.hostname or "").lower() in self.hosts | self.old_hosts


def load_sites(folder: Path | None = None) -> Mapping[str, Site]:
    """Every declared site by host, in the order of the files and rows.

    Raises BadSiteRow for the first row that cannot be used.
    """
    if folder is not None and not folder.is_dir():
        raise BadSiteRow(str(folder), "(all)", "there is no such folder of site rows (FANGZHI_PORTALS)")
    sites: dict[str, Site] = {}
    for file in sorted((folder or PORTALS).glob("*.toml")):
        try:
            document = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadSiteRow(file.name, "(file)", f"not valid TOML: {error}") from None
        if extra := set(document) - {"site"}:
            raise BadSiteRow(file.name, "(file)", f"unknown table {sorted(extra)[0]!r}; only [[site]] is known")
        for number, raw in enumerate(document.get("site", ()), start=1):
            site = _parse_site(file.name, number, raw)
            if site.host in sites:
                raise BadSiteRow(file.name, site.host, f"declared twice, first in {sites[site.host].file}")
            sites[site.host] = site
    return MappingProxyType(sites)


def find_site(sites: Mapping[str, Site], host: str) -> Site:
    """The site a person means by `host`: bare or with www., in any case, or a whole address on one of its hosts.

    Raises UnknownSite.
    """
    from difflib import get_close_matches

    wanted = (urlsplit(host).hostname or "" if "//" in host else host).strip().lower().rstrip("./")
    if site := sites.get(wanted) or sites.get(wanted.removeprefix("www.")):
        return site
    for site in sites.values():
        if wanted in site.hosts | site.old_hosts:
            return site
    near = get_close_matches(wanted, sites, n=1)
    raise UnknownSite(host, near[0] if near else None)


def _parse_site(file: str, number: int, raw: object) -> Site:
    row = f"row {number}"
    if not isinstance(raw, dict):
        raise BadSiteRow(file, row, "a site is a table: [[site]]")
    fields = _Fields(file, str(raw.get("host", row)), dict(raw))
    host = fields.take("host", str)
    if not _HOST.match(host) or host.startswith("www."):
        raise fields.error(f"host {host!r} is not a bare lower-case host name")
    if not (host.endswith(".gov.cn")):
        raise fields.error(f"host {host!r} is not under gov.cn; no other host is ever crawled")
    hosts = frozenset(fields.strings("hosts", default=(f"www.{host}", host)))
    old_hosts = frozenset(fields.strings("old_hosts", default=()))
    for name in hosts | old_hosts:
        if not _HOST.match(name) or not name.endswith(".gov.cn"):
            raise fields.error(f"host name {name!r} is not a lower-case name under gov.cn")
    division = fields.take("division", str)
    if not _DIVISION.match(division):
        raise fields.error(f"division {division!r} is not six digits")
    delay = fields.take_optional("delay", float)
    if delay is not None and delay < 2:
        raise fields.error(f"delay {delay:g} s is below 2 s")
    first_year = fields.take("first_year", int)
    if not 2008 <= first_year <= 2100:
        raise fields.error(f"first_year {first_year} is before 2008, the first report year there is")
    columns = fields.take("column", list)
    site = Site(
        host=host,
        name=fields.take("name", str),
        division=division,
        hosts=hosts,
        old_hosts=old_hosts,
        first_year=first_year,
        expected_units=fields.take_optional("expected_units", int),
        delay=delay,
        enabled=fields.take_optional("enabled", bool) is not False,
        note=fields.take_optional("note", str) or "",
        columns=tuple(_parse_column(fields, item) for item in columns),
        file=file,
    )
    fields.finish()
    if not site.columns:
        raise fields.error("declares no [[site.column]]")
    keys = [column.key for column in site.columns]
    for key in keys:
        if keys.count(key) > 1:
            raise fields.error(f"column {key!r} is declared twice")
    for column in site.columns:
        for url in column.start:
            if not site.owns(url):
                raise fields.error(f"column {column.key!r} starts at {url}, which is on none of the row's hosts")
    return site


def _parse_column(site: "_Fields", raw: object) -> Column:
    if not isinstance(raw, dict):
        raise site.error("a column is a table: [[site.column]]")
    fields = _Fields(site.file, f"{site.row}, column {raw.get('key', '?')}", dict(raw))
    charset = fields.take_optional("charset", str)
    if charset is not None:
        try:
            codecs.lookup(charset)
        except LookupError:
            raise fields.error(f"charset {charset!r} is not known") from None
    confidence = fields.take_optional("confidence", str) or "inferred"
    if confidence not in _CONFIDENCE:
        raise fields.error(f"confidence {confidence!r} is not one of {', '.join(_CONFIDENCE)}")
    annual = fields.take_optional("annual", bool)
    column = Column(
        key=fields.take("key", str),
        family=fields.take("family", str),
        start=fields.strings("start"),
        annual=annual is not False,
        unit=fields.take_optional("unit", str),
        year=fields.take_optional("year", int),
        charset=charset,
        confidence=confidence,
        min_entries=fields.take_optional("min_entries", int),
        max_entries=fields.take_optional("max_entries", int),
        options=MappingProxyType(fields.take_optional("options", dict) or {}),
    )
    fields.finish()
    if not column.start:
        raise fields.error("start lists no address")
    return column


class _Fields:
    """The keys of one table, popped as they are used so that what is left over is an error."""

    def __init__(self, file: str, row: str, raw: dict[str, Any]) -> None:
        self.file, self.row, self._raw = file, row, raw

    def error(self, reason: str) -> BadSiteRow:
        return BadSiteRow(self.file, self.row, reason)

    def take(self, key: str, kind: type[_T]) -> _T:
        if key not in self._raw:
            raise self.error(f"{key} is missing")
        value = self.take_optional(key, kind)
        assert value is not None
        return value

    def take_optional(self, key: str, kind: type[_T]) -> _T | None:
        if key not in self._raw:
            return None
        value = self._raw.pop(key)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.error(f"{key} is {value!r}; a {kind.__name__} is wanted")
        return value

    def strings(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        if key not in self._raw and default is not None:
            return default
        values = self.take(key, list)
        if not all(isinstance(value, str) for value in values):
            raise self.error(f"{key} is a list of strings")
        return tuple(values)

    def finish(self) -> None:
        if self._raw:
            raise self.error(f"unknown key {sorted(self._raw)[0]!r}")
