"""What a portal's home page says of the portal: its name and its division, each with how it is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.families.markup import Element, text_of
from crawler.families.metadata import parse_meta_tags, parse_site_code
from crawler.reading.places import counties_in, newest_code
from settings.regions.divisions import Division, Divisions
from settings.regions.names import base_name

#: 琼公网安备 46903002000012号: a province's character, then fourteen digits of which six are a division code.
_POLICE = re.compile(r"公网安备\s*(\d{6})\d{8}(?!\d)")
_ORGANISER = re.compile(r"(?:主办单位|主办)\s*[:：]?\s*([\u4e00-\u9fff]{3,30})")
#: What portals add to their owner's name in <title>.
_TITLE_NOISE = re.compile(r"(?:门户网站|政府网站|官方网站|网站首页|首页|欢迎(?:访问|您)|[-_|—–\s])+")


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A portal's name and county. `division` is six digits, None where nothing tells it; `bases` says how each is
    known, one sentence a fact; `doubts` are contradictions, which a person must settle."""

    name: str
    division: str | None
    county: Division | None
    bases: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def read_facts(tree: Element, divisions: Divisions) -> SiteFacts:
    """The facts a home page states.

    The site code's first six digits are a division code (checked on six portals: evidenced), the police number's as
    well; the printed name must agree. Without a site code the name alone decides when only one county bears it.
    """
    text = text_of(tree)
    tags = parse_meta_tags(tree)
    name, named_by = _name(tags, text)
    code = parse_site_code(tags, text)
    police = match[1] if (match := _POLICE.search(text)) else None
    bases = [f"name: {named_by}"] if name else []
    doubts: list[str] = []
    county = None
    if code is not None and code.isdigit():
        county = _county(divisions, code[:6])
        if county is None:
            doubts.append(f"the site code {code} begins with {code[:6]}, which is no county's code")
        else:
            bases.append(f"division: site code {code}, and {code[:6]} is {county.name}")
    if police is not None:
        by_police = _county(divisions, police)
        if county is None and by_police is not None:
            county = by_police
            bases.append(f"division: police number begins with {police}, {by_police.name}")
        elif by_police is not None and county is not None and by_police.code != county.code:
            doubts.append(f"the police number begins with {police} ({by_police.name}), not with {county.code}")
        elif county is not None:
            bases.append(f"division: the police number agrees ({police})")
    county, said = _against_name(county, name, text, divisions)
    bases += said.bases
    doubts += said.doubts
    division = newest_code(divisions, county) if county is not None else None
    if county is not None and division != county.code:
        bases.append(f"division: {county.code} is {division} today")
        county = divisions.get(division or "") or county
    return SiteFacts(name, division, county, tuple(bases), tuple(doubts))


@dataclass(frozen=True, slots=True)
class _Said:
    bases: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def _against_name(county: Division | None, name: str, text: str, divisions: Divisions) -> tuple[Division | None, _Said]:
    """The county as the printed name has it, too; the name decides only where no number does."""
    if county is not None:
        if base_name(county.name, "county") in name:
            return county, _Said((f"division: the portal's name says {county.name}",))
        return county, _Said(doubts=(f"the portal calls itself {name or 'nothing'}, its number says {county.name}",))
    for source, words in (("name", name), ("organiser", _organiser(text))):
        found = {row.code: row for row in counties_in(divisions, words, None)}
        if len(found) == 1:
            row = next(iter(found.values()))
            return row, _Said((f"division: {row.name} is the one county the portal's {source} ({words}) names",))
        if len(found) > 1:
            names = ", ".join(f"{row.code} {divisions.full_name(row)}" for row in found.values())
            return None, _Said(doubts=(f"the portal's {source} ({words}) names several counties: {names}",))
    return None, _Said(doubts=("no site code, no police number and no name tells which county the portal is of",))


def _county(divisions: Divisions, code: str) -> Division | None:
    """The county a printed code stands for or stood for, a prefecture without counties (东莞) included."""
    row = divisions.get(code)
    if row is None or row.level == "county":
        return row
    return row if divisions.townships(row.code) else None


def _name(tags: dict[str, str], text: str) -> tuple[str, str]:
    for source, words in _names(tags, text):
        if re.search(r"[\u4e00-\u9fff]{2}", words):
            return words, source
    return "", ""


def _names(tags: dict[str, str], text: str) -> Iterator[tuple[str, str]]:
    yield "meta SiteName", tags.get("SiteName", "")
    yield "page title", _TITLE_NOISE.sub("", tags.get("title", ""))
    yield "organiser at the foot", _organiser(text)


def _organiser(text: str) -> str:
    return match[1] if (match := _ORGANISER.search(text)) else ""
