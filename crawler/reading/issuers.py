"""Whose report is it? The body that speaks, tied to a county and a township by the first step that can.

Order of steps, each named in `basis`: `site_code` (the portal's ten-digit code begins with its division), `named` (a
county named in title, signature, addressee, byline or the first sentences), `host` (the portal's division), `address`
(a county named where questions are answered: it ties a township, for a bureau may sit in any county), `unique_name`
(one township of that name in the country). A step that names a county without such a township gives way to a later one
that has it, and the contradiction is flagged. A township speaks even where its party and government office compiled
the report, and so does a development zone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.values import IssuerRef
from crawler.reading.headline import CORE, squeeze
from crawler.reading.hints import Hints
from crawler.reading.opening import Opening, read_opening
from crawler.reading.places import Town, counties_in, counties_of_one, county_at, newest_code, town_in, town_written
from settings.regions.divisions import Division, Divisions
from settings.regions.names import plain_name

_SITE_CODE = re.compile(r"\d{10}\Z")
_ADDRESSEE = re.compile(r"\A[^，。；]{4,30}[:：]\Z")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,24}?(?:管理委员会|管委会|委员会|管理局|办公室|管理处|管理所|服务中心|执法局|联合会|总社|合作社|总工会|"
    r"中心|大队|支队|派出所|红十字会|档案馆|研究室|[局委办厅处站所馆])"
    r"(?=[^\u4e00-\u9fff]|的|关于|年|二|政府信息|政务|信息公开|工作|\Z)"
)
_OWN_OFFICE = re.compile(r"(?:人民)?政府办(?:公室|公厅)?(?=\Z|[^\u4e00-\u9fff]|的|政府信息|政务|信息)")
_NUMBERS = re.compile(r"[（(]?(?:20\d\d|二[○〇零0OＯo][一二三四五六七八九○〇零0OＯo]{2})(?:年度|年|度)?[）)]?")
_TOWN_OFFICE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,14}(?:镇|乡|街道|办事处)|镇|乡|街道)?(?:人民政府)?(?:党政(?:综合)?办(?:公室|公)?|政府办公室)"
)
#: Areas with a committee of their own, and the farms and forests that stand beside townships. None is a division.
_ZONE = re.compile(
    r"([\u4e00-\u9fff]{1,18}?(?:开发区|实验区|试验区|示范区|高新区|经开区|工业区|保税港?区|度假区|风景名胜区|风景区|景区|合作区|"
    r"集聚区|聚集区|集中区|功能区|先行区|经济区|管理区|[园新]区|产业园|工业园|科技园|物流园|新城|农场|林场|牧场|渔场|茶场|园艺场|"
    r"原种场|良种场))(?P<body>(?:党工委)?(?:、|和)?(?:管理委员会|管委会)?)"
    r"(?P<office>(?:党政|综合|党政综合|信息公开|政务公开)?(?:办公室|办公厅|办)?)"
    r"(?=[^\u4e00-\u9fff]|的|关于|年|二|政府信息|政务|信息公开|工作|\Z)"
)
#: 县教育局, but 市场监督管理局 and 区划办.
_OF_COUNTY = re.compile(r"\A(?:县(?!域)|市(?![场政容民])|区(?![划域])|旗)(?=[\u4e00-\u9fff]{2})")
_GOVERNS = re.compile(r"(?:政府|办事处)\Z")
_UP_TO_GOVERNMENT = re.compile(
    r"\A[\u4e00-\u9fff]{2,14}?(?:自治县|县|市|区|旗)人民政府(?=[\u4e00-\u9fff]{2,}(?:镇|乡|街道|苏木))"
)
_UP_TO_COUNTY = re.compile(r"\A[\u4e00-\u9fff]{2,12}?(?:自治县|县|市|区|旗)(?=[\u4e00-\u9fff]{2,}(?:镇|乡|街道|苏木))")


@dataclass(frozen=True, slots=True)
class IssuerDecision:
    """The issuer, None while nothing ties the report to a county; who compiled it as printed; what contradicts."""

    issuer: IssuerRef | None
    compiled_by: str | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words an issuer is read from: title, signing body, the text's lines, and the publisher they are headed by."""

    title: str
    signer: str | None
    lines: Sequence[str]
    publisher: str | None = None
    opening: Opening = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "opening", read_opening(self.lines))

    @property
    def addressee(self) -> str:
        """桐乡市政府信息公开办公室： on one of the first lines, "" without one."""
        return next((line for line in map(squeeze, self.lines[:6]) if _ADDRESSEE.match(line)), "")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A county in question. One that is not `sure` needs a township of its own to be taken."""

    county: Division
    basis: str
    sure: bool = True


def read_issuer(evidence: Evidence, hints: Hints, year: int | None, divisions: Divisions) -> IssuerDecision:
    """The issuer of a report. `year` is the report year, by which names and codes are read; None takes today's."""
    flags: list[str] = []
    places = _places(evidence, hints)
    every = list(dict.fromkeys(_candidates(evidence, hints, year, divisions, flags)))
    candidates = [candidate for candidate in every if candidate.sure]
    compiled = _compiler(evidence)
    town_step = _town_of(places, every, year, divisions)
    if town_step is not None:
        candidate, town = town_step
        _compare_with_site(candidate.county, hints, divisions, flags)
        chosen = newest_code(divisions, candidate.county)
        if any(
            other.basis == "named" and other.sure and newest_code(divisions, other.county) != chosen
            for other in candidates
        ):
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
    opening = evidence.opening
    parts = [evidence.title, hints.unit, evidence.signer, hints.publisher, evidence.publisher, hints.entry_title]
    parts += [hints.meta.get("发布机构"), opening.title, *reversed(hints.breadcrumb)]
    parts += [opening.compiler, opening.contact, opening.town]
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
    opening = evidence.opening
    told = [evidence.title, evidence.signer, evidence.addressee, evidence.publisher, opening.title, opening.compiler]
    doubtful: list[_Candidate] = []
    for words in (squeeze(words) for words in told if words):
        sure, shared = _named(words, host, year, divisions)
        yield from (_Candidate(county, "named") for county in sure)
        doubtful += [_Candidate(county, "named", False) for county in shared]
    if host is not None:
        yield _Candidate(host, "host")
    yield from doubtful
    for words in (opening.contact, opening.address):
        sure, shared = _named(words, host, year, divisions)
        yield from (_Candidate(county, "address", False) for county in (*sure, *shared))


def _named(
    words: str, host: Division | None, year: int | None, divisions: Divisions
) -> tuple[list[Division], list[Division]]:
    """The counties some words name, and those that only share a name in them (鼓楼区, said without its city)."""
    by_name: dict[str, list[Division]] = {}
    for county in counties_in(divisions, words, year):
        by_name.setdefault(county.name, []).append(county)
    sure, shared = list[Division](), list[Division]()
    for found in by_name.values():
        # Of several counties of a name it is the portal's own, or the one whose city is named with it.
        own = [one for one in found if host is not None and newest_code(divisions, one) == newest_code(divisions, host)]
        chosen = own or counties_of_one(found, words, divisions)
        rows = [county_at(divisions, county.code, year) or county for county in chosen]
        (sure if own or len(rows) == 1 else shared).extend(rows)
    return sure, shared


def _town_of(
    places: Sequence[str], candidates: Sequence[_Candidate], year: int | None, divisions: Divisions
) -> tuple[_Candidate, Town] | None:
    """The first place that names a township of a candidate county, in the order of the steps for that place."""
    for words in places:
        unsure: list[tuple[_Candidate, Town]] = []
        for candidate in candidates:
            town = town_in(divisions, candidate.county, words, year)
            if town is not None and candidate.sure:
                return candidate, town
            if town is not None:
                unsure.append((candidate, town))
        if len({newest_code(divisions, candidate.county) for candidate, _ in unsure}) == 1:
            return unsure[0]
    return None


def _written_town(evidence: Evidence, hints: Hints) -> Town | None:
    """A township's name as written where no candidate county knows it."""
    opening = evidence.opening
    for words in (evidence.title, hints.unit, evidence.signer, evidence.publisher, opening.title, opening.contact):
        bare = _UP_TO_GOVERNMENT.sub("", _NUMBERS.sub("", squeeze(words or "")))
        bare = _UP_TO_COUNTY.sub("", bare)
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
    return IssuerRef(
        county=newest_code(divisions, county),
        name=town.name,
        level="street" if town.name.endswith(("街道", "地区")) else "township",
        printed=_printed(town, evidence),
        basis=candidate.basis,
        town_code=town.row.code if town.row else None,
        county_code=county.code,
        county_name=county.name,
        division=f"{divisions.full_name(county, year)}{town.name}",
    )


def _printed(town: Town, evidence: Evidence) -> str:
    """The issuer as the report prints it: the signature, else the title's words up to the office named in it."""
    if evidence.signer and town.name.removesuffix("街道") in evidence.signer:
        return evidence.signer
    title = squeeze(evidence.title)
    at = title.find(town.name)
    publisher = squeeze(evidence.publisher or "")
    if at < 0:
        return publisher if town.name in publisher else town.printed
    before = re.search(r"[\u4e00-\u9fff]{2,12}(?:自治县|县|市|区|旗)\Z", title[:at])
    lead = before[0].removeprefix("年度").removeprefix("年") if before else ""
    office = re.match(r"(?:人民政府|政府|办事处)?(?:党政(?:综合)?办(?:公室|公)?|办公室)?", title[at + len(town.name) :])
    named = lead + town.name + (office[0] if office else "")
    # 石门镇2017年报告, published by 石门镇人民政府: the head of the text has the name whole.
    return publisher if not (office and office[0]) and town.name in publisher and _GOVERNS.search(publisher) else named


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
        division=divisions.full_name(county, year),
    )


def _office(evidence: Evidence, hints: Hints, county: Division) -> tuple[str, str, str]:
    """Name, level and printed form of the office that speaks for the county or one of its departments."""
    opening = evidence.opening
    told = (evidence.title, hints.unit, evidence.signer, hints.publisher, evidence.publisher, opening.title)
    for words in (*told, opening.compiler, opening.contact):
        whole = _NUMBERS.sub("", squeeze(words or ""))
        bare = _without_county(CORE.sub("", whole), county)
        if zone := _ZONE.match(bare):
            return zone[1], "zone", _zone_printed(zone[1], evidence, hints)
        if own := _OWN_OFFICE.match(bare):
            return "人民政府办公室", "department", _with_county(own[0], whole, county)
        # 机关 is what a portal prints for a publisher it does not name.
        if bare != "机关" and (office := _OFFICE.match(bare)):
            return office[0], "department", _with_county(office[0], whole, county)
        if words is evidence.title and county.name in whole and bare in ("", "人民政府", "政府"):
            # The county itself, whoever of its offices posts or signs for it.
            break
    government = f"{county.name}人民政府"
    printed = government if government in squeeze(evidence.title) else county.name
    return county.name, "county", evidence.signer or printed


def _without_county(words: str, county: Division) -> str:
    """An office's name without the county before it, and without the county's own places before that."""
    before, name, after = words.partition(county.name)
    if name and len(before) <= 14 and (not before or before.endswith(("省", "市", "州", "盟", "区"))):
        words = after
    return _OF_COUNTY.sub("", words.lstrip("的"))


def _zone_printed(name: str, evidence: Evidence, hints: Hints) -> str:
    """A zone's committee as it is printed most fully: it signs, it is named as publisher, or only its area is."""
    for words in (evidence.signer, evidence.publisher, hints.publisher, evidence.title):
        found = _ZONE.search(squeeze(words or ""), max(squeeze(words or "").find(name), 0))
        if found and found[1].endswith(name) and (found["body"] or words is evidence.title):
            return found[0]
    return name


def _with_county(name: str, words: str, county: Division) -> str:
    """A name with the county before it where it is printed so."""
    return f"{county.name}{name}" if f"{county.name}{name}" in words else name


def _compiler(evidence: Evidence) -> str | None:
    """Who compiled the report, as printed; it is not the issuer."""
    if evidence.opening.compiler:
        return evidence.opening.compiler
    # In the text itself such an office is as likely the county's, which only gave instructions.
    found = [
        _TOWN_OFFICE.search(_NUMBERS.sub(" ", squeeze(words))) for words in (evidence.title, evidence.opening.title)
    ]
    offices = [match[0] for match in found if match]
    # 党政办公 in a title, 党政办公室 where the report announces itself: the fuller one is the name.
    return max(offices, key=lambda office: (office.endswith(("室", "办")), len(office)), default=None)


def _compare_with_site(county: Division, hints: Hints, divisions: Divisions, flags: list[str]) -> None:
    own = divisions.get(hints.division) if hints.division else None
    if own is not None and own.level == "county" and newest_code(divisions, own) != newest_code(divisions, county):
        flags.append("issuer_contradicts_site")
