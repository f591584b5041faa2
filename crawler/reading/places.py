"""Names of counties and townships in printed words, as the divisions of the year have them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from settings.regions.divisions import Division, Divisions
from settings.regions.names import base_name, plain_name

_COUNTY_END = re.compile(r"[县市区旗]")
_LONGEST_COUNTY = 15
#: Real county names that are also plain words for a part of any town.
_NOT_TELLING = frozenset({"城区", "郊区", "矿区", "市区", "新区"})
#: What may follow a township's name; 住房和城乡建设局 and 乡镇企业局 name none.
_TOWN = re.compile(
    r"([\u4e00-\u9fff]{1,12}?(?:街道办事处|街道|民族乡|苏木|镇|乡))"
    r"(?=人民政府|政府|办事处|党政|党委|政务|信息公开|的|关于|年|二[○〇零0OＯ]|[^\u4e00-\u9fff]|\Z)"
)
_NO_TOWN = re.compile(r"(?:城乡|乡镇|各镇|城镇|全镇|我镇|本镇|我乡|本乡|镇街道|乡镇街道)\Z")
_KINDS = ("街道办事处", "街道", "镇", "民族乡", "乡", "苏木", "地区")


@dataclass(frozen=True, slots=True)
class Town:
    """A township found in words: its plain name (东风街道 for 东风街道办事处), its row in the divisions where there is
    one, and the words as printed."""

    name: str
    printed: str
    row: Division | None = None


def county_at(divisions: Divisions, code: str, year: int | None) -> Division | None:
    """The county that the newest or any code of its lineage stands for, as it was in `year`."""
    row = divisions.get(code, year) or divisions.get(code)
    if row is None or row.level != "county":
        return row if row is not None and divisions.townships(row.code) else None
    if year is None:
        return row
    # The nearest life of the county: years after the newest edition belong to its newest one.
    return min(divisions.lineage(row), key=lambda life: max(life.first_year - year, year - life.last_year, 0))


@lru_cache(maxsize=4_000)
def newest_code(divisions: Divisions, county: Division) -> str:
    """The newest code of a county's lineage: what its reports of all years are kept under."""
    return divisions.lineage(county)[-1].code


def counties_in(divisions: Divisions, text: str, year: int | None) -> Iterator[Division]:
    """Every county a text names in full, longest name first at each place; names of several counties give them all."""
    for end in _COUNTY_END.finditer(text):
        for length in range(min(_LONGEST_COUNTY, end.end()), 1, -1):
            name = text[end.end() - length : end.end()]
            if name in _NOT_TELLING:
                continue
            found = divisions.counties_named(name, year) or _counties_ever(divisions, name)
            if found:
                yield from found
                break


def _counties_ever(divisions: Divisions, name: str) -> tuple[Division, ...]:
    return tuple(row for row in divisions.ever_named(name) if row.level == "county")


def town_in(divisions: Divisions, county: Division, text: str, year: int | None) -> Town | None:
    """The county's township that a text names first: its full name, or the street under either spelling.

    The editions begin in 2015, so a township of an earlier year may be found under a later kind of the same name.
    """
    best: tuple[int, int, Town] | None = None
    townships = _townships(divisions, county, year)
    for row, name, _ in townships:
        at = text.find(name)
        if at >= 0 and (best is None or (at, -len(name)) < best[:2]):
            best = (at, -len(name), Town(name, _printed(text, at, name), row))
    if best is not None:
        return best[2]
    for _, _, base in townships:
        for kind in _KINDS:
            if len(base) > 1 and f"{base}{kind}" in text:
                printed = f"{base}{kind}"
                # Another kind than today's: the name of its own time is kept, and no code is claimed for it.
                return Town(plain_name(printed), printed)
    return None


@lru_cache(maxsize=1_000)
def _townships(divisions: Divisions, county: Division, year: int | None) -> tuple[tuple[Division, str, str], ...]:
    """The county's townships with their own and their base names; a site's pages ask for the same few hundred times."""
    above = [place.name for place in divisions.path(county)]
    names = (
        (row, _own_name(row.name, above))
        for row in divisions.townships(county.code, year) or divisions.townships(county.code)
    )
    return tuple((row, name, base_name(name, "township")) for row, name in names)


def _own_name(listed: str, above: Sequence[str]) -> str:
    """A township's plain name without the places it lies in: editions list 四平市铁东区平东街道 and 当阳市淯溪镇."""
    name = plain_name(listed)
    for place in above:
        rest = name.removeprefix(place)
        # 城关区城关镇 may be written 城关镇; what is left must still be a name with its kind.
        name = rest if len(rest) >= 3 else name
    return name


def counties_of_one(found: Sequence[Division], words: str, divisions: Divisions) -> list[Division]:
    """Of counties that share a name, those whose prefecture or province the words name too: 四平市铁东区."""
    told = [
        county
        for county in found
        if any(place.code != county.code and place.name in words for place in divisions.path(county))
    ]
    return told if len(told) == 1 else list(found)


def town_written(text: str) -> Town | None:
    """What looks like the name of a township in a text, without any list of them."""
    found = _TOWN.search(text)
    if found is None or len(found[1]) < 3 or _NO_TOWN.search(found[1]):
        return None
    return Town(plain_name(found[1]), found[1])


def _printed(text: str, at: int, name: str) -> str:
    rest = text[at + len(name) :]
    office = re.match(r"(?:人民政府|政府|办事处)?(?:党政(?:综合)?办(?:公室|公)?|办公室)?", rest)
    return name + (office[0] if office else "")
