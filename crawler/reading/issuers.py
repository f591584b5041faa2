"""Whose report is it? The body that speaks, tied to a county and a township by the first step that can.

Order of steps, each named in `basis`: `site_code` (the portal's ten-digit code begins with its division), `named` (a
county named in title, signature or address line), `host` (the portal's division), `unique_name` (one township of that
name in the country). A step that names a county without such a township gives way to a later one that has it, and the
contradiction is flagged. A township speaks even where its party and government office compiled the report.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.values import IssuerRef
from crawler.reading.headline import CORE, squeeze
from crawler.reading.hints import Hints
from crawler.reading.places import Town, counties_in, county_at, newest_code, town_in, town_written
from settings.regions.divisions import Division, Divisions
from settings.regions.names import plain_name

_SITE_CODE = re.compile(r"\d{10}\Z")
_ADDRESSEE = re.compile(r"\A[^，。；]{4,30}[:：]\Z")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,24}?(?:管理委员会|管委会|委员会|管理局|办公室|管理处|管理所|服务中心|执法局|联合会|总社|中心|大队|支队|局|委|办|厅|处|站|所)"
    r"(?=[^\u4e00-\u9fff]|的|关于|年|二|政府信息|政务|信息公开|工作|\Z)"
)
_OWN_OFFICE = re.compile(r"(?:人民)?政府办(?:公室|公厅)?(?=\Z|[^\u4e00-\u9fff]|的|政府信息|政务|信息)")
_NUMBERS = re.compile(r"[（(]?(?:20\d\d|二[○〇零0OＯo][一二三四五六七八九○〇零0OＯo]{2})(?:年度|年|度)?[）)]?")
_COMPILED = re.compile(r"由([^，。；：]{2,30}?)(?:负责)?(?:统一)?(?:编制|编写|汇总编制)")
_TOWN_OFFICE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,14}(?:镇|乡|街道|办事处)|镇|乡|街道)?(?:人民政府)?(?:党政(?:综合)?办(?:公室|公)?|政府办公室)"
)
_ZONE = re.compile(r"[\u4e00-\u9fff]{2,16}?(?:开发区|园区|产业园|新区|示范区|管理区)(?:管理委员会|管委会)?")


@dataclass(frozen=True, slots=True)
class IssuerDecision:
    """The issuer, None while nothing ties the report to a county; who compiled it as printed; what contradicts."""

    issuer: IssuerRef | None
    compiled_by: str | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words an issuer is read from: title, signing body, and the text's lines."""

    title: str
    signer: str | None
    lines: Sequence[str]

    @property
    def addressee(self) -> str:
        """桐乡市政府信息公开办公室： on one of the first lines, "" without one."""
        return next((line for line in map(squeeze, self.lines[:6]) if _ADDRESSEE.match(line)), "")


@dataclass(frozen=True, slots=True)
class _Candidate:
    county: Division
    basis: str


def read_issuer(evidence: Evidence, hints: Hints, year: int | None, divisions: Divisions) -> IssuerDecision:
    """The issuer of a report. `year` is the report year, by which names and codes are read; None takes today's."""
    flags: list[str] = []
    places = _places(evidence, hints)
    candidates = list(dict.fromkeys(_candidates(evidence, hints, year, divisions, flags)))
    compiled = _compiler(evidence)
    town_step = _town_of(places, candidates, year, divisions)
    if town_step is not None:
        candidate, town = town_step
        _compare_with_site(candidate.county, hints, divisions, flags)
        chosen = newest_code(divisions, candidate.county)
        if any(other.basis == "named" and newest_code(divisions, other.county) != chosen for other in candidates):
            flags.append("other_county_named")
        return IssuerDecision(_township(candidate, town, evidence, year, divisions), compiled, tuple(flags))
    written = _written_town(evidence, hints)
    if written is not None:
        return _unlisted(written, candidates, evidence, hints, year, divisions, compiled, flags)
    if not candidates:
        return IssuerDecision(None, compiled, (*flags, "issuer_unresolved"))
    candidate = candidates[0]
    _compare_with_site(candidate.county, hints, divisions, flags)
    return IssuerDecision(_county_body(candidate, evidence, hints, year, divisions), compiled, tuple(flags))


def _places(evidence: Evidence, hints: Hints) -> list[str]:
    """Where a town's name is looked for, best first."""
    parts = [evidence.title, hints.unit, evidence.signer, hints.publisher, hints.entry_title]
    parts += [hints.meta.get("发布机构"), *reversed(hints.breadcrumb)]
    return [squeeze(part) for part in parts if part]


def _candidates(
    evidence: Evidence, hints: Hints, year: int | None, divisions: Divisions, flags: list[str]
) -> Iterator[_Candidate]:
    host = county_at(divisions, hints.division, year) if hints.division else None
    if hints.site_code and _SITE_CODE.match(hints.site_code):
        county = county_at(divisions, hints.site_code[:6], year)
        if county is not None:
            if host is not None and newest_code(divisions, county) != newest_code(divisions, host):
                flags.append("site_code_contradicts_division")
            yield _Candidate(county, "site_code")
    for words in (evidence.title, evidence.signer or "", evidence.addressee):
        named = list(counties_in(divisions, squeeze(words), year))
        # A name of several counties (鼓楼区) says one only where the portal is one of them.
        own = [
            county
            for county in named
            if host is not None and newest_code(divisions, county) == newest_code(divisions, host)
        ]
        if own or len({county.name for county in named}) == len(named):
            for county in own or named:
                yield _Candidate(county_at(divisions, county.code, year) or county, "named")
    if host is not None:
        yield _Candidate(host, "host")


def _town_of(
    places: Sequence[str], candidates: Sequence[_Candidate], year: int | None, divisions: Divisions
) -> tuple[_Candidate, Town] | None:
    """The first place that names a township of a candidate county, in the order of the steps for that place."""
    for words in places:
        for candidate in candidates:
            town = town_in(divisions, candidate.county, words, year)
            if town is not None:
                return candidate, town
    return None


def _written_town(evidence: Evidence, hints: Hints) -> Town | None:
    """A township's name as written where no candidate county knows it."""
    for words in (evidence.title, hints.unit, evidence.signer):
        bare = _NUMBERS.sub("", squeeze(words or ""))
        bare = re.sub(r"\A[\u4e00-\u9fff]{2,12}?(?:自治县|县|市|区)(?=[\u4e00-\u9fff]{2,}(?:镇|乡|街道))", "", bare)
        if (town := town_written(bare)) is not None:
            return town
    return None


def _unlisted(
    town: Town,
    candidates: Sequence[_Candidate],
    evidence: Evidence,
    hints: Hints,
    year: int | None,
    divisions: Divisions,
    compiled: str | None,
    flags: list[str],
) -> IssuerDecision:
    """A township none of the counties in question lists: one of that name in the country, or one before the lists."""
    rows = divisions.townships_named(town.printed, year) or divisions.townships_named(f"{town.name}办事处", year)
    listed = year is not None and year >= divisions.edition_year("township", 0)
    if len(rows) == 1 and (listed or not candidates):
        county = divisions.county_of(rows[0])
        _compare_with_site(county, hints, divisions, flags)
        found = Town(plain_name(rows[0].name), town.printed, rows[0])
        candidate = _Candidate(county_at(divisions, county.code, year) or county, "unique_name")
        return IssuerDecision(_township(candidate, found, evidence, year, divisions), compiled, tuple(flags))
    if not candidates:
        return IssuerDecision(None, compiled, (*flags, "issuer_unresolved"))
    flags.append("town_not_listed")
    return IssuerDecision(_township(candidates[0], town, evidence, year, divisions), compiled, tuple(flags))


def _township(
    candidate: _Candidate, town: Town, evidence: Evidence, year: int | None, divisions: Divisions
) -> IssuerRef:
    county = candidate.county
    place = divisions.full_name(town.row) if town.row else f"{divisions.full_name(county)}{town.name}"
    return IssuerRef(
        county=newest_code(divisions, county),
        name=town.name,
        level="street" if town.name.endswith(("街道", "地区")) else "township",
        printed=_printed(town, evidence),
        basis=candidate.basis,
        town_code=town.row.code if town.row else None,
        county_code=county.code,
        county_name=county.name,
        division=place,
    )


def _printed(town: Town, evidence: Evidence) -> str:
    """The issuer as the report prints it: the signature, else the title's words up to the office named in it."""
    if evidence.signer and town.name.removesuffix("街道") in evidence.signer:
        return evidence.signer
    title = squeeze(evidence.title)
    at = title.find(town.name)
    if at < 0:
        return town.printed
    before = re.search(r"[\u4e00-\u9fff]{2,12}(?:自治县|县|市|区|旗)\Z", title[:at])
    lead = before[0].removeprefix("年度").removeprefix("年") if before else ""
    office = re.match(r"(?:人民政府|政府|办事处)?(?:党政(?:综合)?办(?:公室|公)?|办公室)?", title[at + len(town.name) :])
    return lead + town.name + (office[0] if office else "")


def _county_body(
    candidate: _Candidate, evidence: Evidence, hints: Hints, year: int | None, divisions: Divisions
) -> IssuerRef:
    """A body of the county itself: its government, one of its offices, or a development zone."""
    county = candidate.county
    name, level, printed = _office(evidence, hints, county)
    return IssuerRef(
        county=newest_code(divisions, county),
        name=name,
        level=level,
        printed=printed,
        basis=candidate.basis,
        county_code=county.code,
        county_name=county.name,
        division=divisions.full_name(county),
    )


def _office(evidence: Evidence, hints: Hints, county: Division) -> tuple[str, str, str]:
    """Name, level and printed form of the office that speaks for the county or one of its departments."""
    for words in (evidence.title, hints.unit, evidence.signer, hints.publisher):
        whole = _NUMBERS.sub("", squeeze(words or ""))
        bare = CORE.sub("", whole).removeprefix(county.name).lstrip("的")
        if zone := _ZONE.match(bare):
            return zone[0], "zone", _with_county(zone[0], whole, county)
        if own := _OWN_OFFICE.match(bare):
            return "人民政府办公室", "department", _with_county(own[0], whole, county)
        # 机关 is what a portal prints for a publisher it does not name.
        if bare != "机关" and (office := _OFFICE.match(bare)):
            return office[0], "department", _with_county(office[0], whole, county)
    government = f"{county.name}人民政府"
    printed = government if government in squeeze(evidence.title) else county.name
    return county.name, "county", evidence.signer or printed


def _with_county(name: str, words: str, county: Division) -> str:
    """A name with the county before it where it is printed so."""
    return f"{county.name}{name}" if f"{county.name}{name}" in words else name


def _compiler(evidence: Evidence) -> str | None:
    """Who compiled the report, as printed; it is not the issuer."""
    for line in map(squeeze, evidence.lines[:12]):
        if found := _COMPILED.search(line):
            return found[1]
    # In the text itself such an office is as likely the county's, which only gave instructions.
    found = _TOWN_OFFICE.search(_NUMBERS.sub(" ", squeeze(evidence.title)))
    return found[0] if found else None


def _compare_with_site(county: Division, hints: Hints, divisions: Divisions, flags: list[str]) -> None:
    own = divisions.get(hints.division) if hints.division else None
    if own is not None and own.level == "county" and newest_code(divisions, own) != newest_code(divisions, county):
        flags.append("issuer_contradicts_site")
