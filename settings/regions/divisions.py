"""China's divisions from province to township, with the years in which each was seen.

A code is two digits for a province, four for a prefecture, six for a county, nine for a township; the padded forms
330000 and 330400 are understood too. It means something only together with a year: codes are given to other places
(469030 was 白沙 up to 2006 and is 琼中 since 2007).

What a year means: one dated edition of the tables stands for each year, `settings.regions.sources.load_editions` names
it with its cut-off. Provinces to counties are known from 1988 to 2023, townships from 2015 to 2023 only. A question
for a year outside is answered from the nearest edition; `Divisions.edition_year` says which one, and a result whose
`first_year` is later than the year asked for is not evidence for it. `first_year` at the first edition of its level
does not mean the place is no older, `last_year` at the newest does not mean it ended.
"""

import functools
import gzip
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from settings.regions.lineage import Basis, Lineage, Succession
from settings.regions.names import LEVELS, Level, base_name, is_grouping, level_of, normal_code

_HERE = Path(__file__).parent
DIVISIONS_FILE = "divisions.tsv.gz"
LINEAGE_FILE = "lineage.tsv.gz"
_COLUMNS = 7  # in either table

_Row = tuple[str, str, Level, str, int, int, str]


class DamagedRegions(Exception):
    """A region table is missing or not as built. Restore `settings/regions/` from the repository or rebuild it."""


class NoCounty(Exception):
    """A province or prefecture was asked for its county. Ask only with a county or a township."""


@dataclass(frozen=True, slots=True)
class Division:
    """One code under one name and parent, as seen without a gap in the editions from `first_year` to `last_year`.

    `parent` is the parent's code, empty for a province. `source` is `gb2260`, `nbs`, or `gb2260+nbs` where a run of
    years crosses from one to the other.
    """

    code: str
    name: str
    level: Level
    parent: str
    first_year: int
    last_year: int
    source: str


class Divisions:
    """All divisions of all editions. Names match exactly as the sources print them.

    `rows` come sorted by code and year; `links` are consumed at the first question about them.

    Township names carry the source's notation: 街道办事处 up to 2018, 街道 from 2019, and remarks such as （特殊乡镇）
    in 2015; `townships_with_base` sees through both.
    """

    def __init__(self, rows: Iterable[_Row], links: Iterable[Succession]) -> None:
        self._rows = list(rows)
        self._links = links
        # Rows of one code are neighbours; where they begin is enough, and spares a list for each of 60,000 codes.
        self._start: dict[str, int] = {}
        spans: dict[Level, list[int]] = {level: [9999, 0] for level in LEVELS}
        for number, (code, _, level, _, first, last, _) in enumerate(self._rows):
            self._start.setdefault(code, number)
            span = spans[level]
            if first < span[0]:
                span[0] = first
            if last > span[1]:
                span[1] = last
        self._spans = spans

    def _rows_of(self, code: str) -> list[_Row]:
        start = end = self._start.get(code, len(self._rows))
        while end < len(self._rows) and self._rows[end][0] == code:
            end += 1
        return self._rows[start:end]

    @functools.cached_property
    def _lineage(self) -> Lineage:
        return Lineage(self._links)

    @functools.cached_property
    def _by_name(self) -> dict[str, list[_Row]]:
        return self._index(lambda row: row[1])

    @functools.cached_property
    def _by_parent(self) -> dict[str, list[_Row]]:
        return self._index(lambda row: row[3])

    @functools.cached_property
    def _townships_by_base(self) -> dict[str, list[_Row]]:
        return self._index(lambda row: base_name(row[1], "township") if row[2] == "township" else None)

    def _index(self, key: Callable[[_Row], str | None]) -> dict[str, list[_Row]]:
        index: dict[str, list[_Row]] = defaultdict(list)
        for row in self._rows:
            if (value := key(row)) is not None:
                index[value].append(row)
        return index

    def edition_year(self, level: Level, year: int | None = None) -> int:
        """The year of the edition that answers for `level` in `year`: the nearest there is; None asks the newest."""
        first, last = self._spans[level]
        return last if year is None else min(max(year, first), last)

    def _held(self, rows: Iterable[_Row], level: Level, year: int | None) -> tuple[Division, ...]:
        at = self.edition_year(level, year)
        return tuple(Division(*row) for row in rows if row[2] == level and row[4] <= at <= row[5])

    def all(self, level: Level, year: int | None = None) -> Iterator[Division]:
        """Every division of a level in the edition nearest to `year` (None: the newest), by code."""
        at = self.edition_year(level, year)
        for row in self._rows:
            if row[2] == level and row[4] <= at <= row[5]:
                yield Division(*row)

    def history(self, code: str) -> tuple[Division, ...]:
        """All that a normal code was ever given to, oldest first; it need not be one place."""
        return tuple(Division(*row) for row in self._rows_of(code))

    def get(self, code: str, year: int | None = None) -> Division | None:
        """What the code meant in the edition nearest to `year`; without a year its newest meaning, even if ended.

        None if that edition does not list it. 441900 is the county row where there is one, else the prefecture.
        """
        for known in dict.fromkeys((code, normal_code(code) if len(code) == 6 else code)):
            rows = self._rows_of(known)
            if rows and year is None:
                return Division(*rows[-1])
            if rows and (held := self._held(rows, level_of(known), year)):
                return held[0]
        return None

    def counties_named(self, name: str, year: int | None = None) -> tuple[Division, ...]:
        """Counties with exactly this name in the edition nearest to `year` (None: the newest), by code."""
        return self._held(self._by_name.get(name, ()), "county", year)

    def townships_named(self, name: str, year: int | None = None) -> tuple[Division, ...]:
        """Townships with exactly this full name in the edition nearest to `year` (None: the newest), by code."""
        return self._held(self._by_name.get(name, ()), "township", year)

    def townships_with_base(self, base: str, year: int | None = None) -> tuple[Division, ...]:
        """Townships of any kind with this base name (石门: 石门镇, 石门乡, 石门街道办事处), by code."""
        return self._held(self._townships_by_base.get(base, ()), "township", year)

    def ever_named(self, name: str) -> tuple[Division, ...]:
        """Rows of every level and year with exactly this name, by code and year."""
        return tuple(Division(*row) for row in self._by_name.get(name, ()))

    def townships(self, county_code: str, year: int | None = None) -> tuple[Division, ...]:
        """The county's townships in the edition nearest to `year`, by code.

        Without a year, those of the last edition that lists any under the code: 2015 for 110228, abolished that year.
        """
        rows = self._by_parent.get(county_code, ())
        if year is None and rows:
            year = max(row[5] for row in rows)
        return self._held(rows, "township", year)

    def county_of(self, division: Division) -> Division:
        """The county of a township as of the township's last year; a county is its own. Raises NoCounty above it."""
        if division.level == "township":
            return self._parent(division, division.last_year)
        if division.level == "county":
            return division
        raise NoCounty(f"{division.code} {division.name}")

    def _parent(self, division: Division, year: int) -> Division:
        parent = self.get(division.parent, year)
        if parent is None:
            raise DamagedRegions(f"{division.code} {division.name}: no {division.parent} in {year}")
        return parent

    def path(self, division: Division, year: int | None = None) -> tuple[Division, ...]:
        """The bodies from the province down to `division`, as of `year` or the division's own year nearest to it.

        Rows that only group (市辖区, 省直辖县级行政区划) are left out, and so is a prefecture whose name its
        county-level row repeats (东莞市). Without a year, as of the division's last.
        """
        at = division.last_year if year is None else min(max(year, division.first_year), division.last_year)
        bodies = [division]
        above = division
        while above.parent:
            above = self._parent(above, at)
            if not is_grouping(above.name) and above.name != bodies[0].name:
                bodies.insert(0, above)
        return tuple(bodies)

    def full_name(self, division: Division, year: int | None = None) -> str:
        """The names of `path` in one: 浙江省嘉兴市桐乡市石门镇."""
        return "".join(body.name for body in self.path(division, year))

    def successions_after(self, division: Division) -> tuple[Succession, ...]:
        """The links that leave this very row, oldest first, with their evidence."""
        links = self._lineage.from_code(division.code)
        return tuple(x for x in links if division.first_year < x.year <= division.last_year + 1)

    def successions_before(self, division: Division) -> tuple[Succession, ...]:
        """The links that lead to this very row, oldest first, with their evidence."""
        links = self._lineage.to_code(division.code)
        return tuple(x for x in links if division.first_year <= x.year <= division.last_year)

    def successors(self, division: Division) -> tuple[Division, ...]:
        """The rows that follow this one, wholly or in part. Empty means no evidence, not that nothing followed."""
        found = (self.get(link.successor, link.year) for link in self.successions_after(division))
        return tuple(row for row in found if row is not None)

    def lineage(self, division: Division) -> tuple[Division, ...]:
        """The rows of one continuing body through all its codes and names, this one included, by year.

        Only whole successions are followed; splits and mergers are not.
        """
        body = {division}
        waiting = [division]
        while waiting:
            row = waiting.pop()
            near = [self.get(x.successor, x.year) for x in self.successions_after(row) if x.whole]
            near += [self.get(x.predecessor, x.year - 1) for x in self.successions_before(row) if x.whole]
            for other in near:
                if other is not None and other not in body:
                    body.add(other)
                    waiting.append(other)
        return tuple(sorted(body, key=lambda row: (row.first_year, row.last_year, row.code)))


def load_rows(path: Path) -> Iterator[list[str]]:
    """The fields of each line of a built table; raises DamagedRegions if it cannot be read."""
    try:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise DamagedRegions(f"{path.name}: {error}") from error
    for number, line in enumerate(text.splitlines(), start=1):
        fields = line.split("\t")
        if len(fields) != _COLUMNS:
            raise DamagedRegions(f"{path.name}, line {number}: {len(fields)} fields")
        yield fields


def load_divisions_from(folder: Path) -> Divisions:
    """The tables that `settings.regions.build` wrote to `folder`; raises DamagedRegions."""
    rows = (
        (code, name, cast(Level, level), parent, int(first), int(last), source)
        for code, name, level, parent, first, last, source in load_rows(folder / DIVISIONS_FILE)
    )
    links = (
        Succession(before, after, int(year), cast(Basis, basis), int(carried), int(old), int(new))
        for before, after, year, basis, carried, old, new in load_rows(folder / LINEAGE_FILE)
    )
    return Divisions(rows, links)


@functools.cache
def load_provinces() -> Mapping[str, str]:
    """Names of the provinces by two-digit code, without building the rest; raises DamagedRegions."""
    rows = load_rows(_HERE / DIVISIONS_FILE)
    return MappingProxyType({row[0]: row[1] for row in rows if row[2] == "province"})


@functools.cache
def load_divisions() -> Divisions:
    """The shipped tables, read once at the first call (0.2 s); raises DamagedRegions."""
    return load_divisions_from(_HERE)
