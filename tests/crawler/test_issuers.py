"""Whose report: the step that tied it, names of the year and of today, and what contradicts."""

import pytest

from crawler.reading.hints import Hints
from crawler.reading.issuers import Evidence, read_issuer
from crawler.reading.places import county_at
from settings.regions.divisions import Divisions, load_divisions


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return load_divisions()


def hints(division: str = "", **more: object) -> Hints:
    return Hints(site="example.gov.cn", division=division, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "year", "then", "name"),
    [
        ("110118", 2013, "110228", "密云县"),
        ("110228", 2020, "110118", "密云区"),
        ("330483", 2026, "330483", "桐乡市"),
        ("220581", 2025, "220581", "梅河口市"),
        ("469030", 2008, "469030", "琼中黎族苗族自治县"),
    ],
)
def test_a_county_as_it_was_in_a_year(code: str, year: int, then: str, name: str, divisions: Divisions) -> None:
    county = county_at(divisions, code, year)
    assert county is not None
    assert (county.code, county.name) == (then, name)


#: title, signer, lines, hints, year -> county, county then, town code, name, level, basis
CASES = [
    pytest.param(
        "石门镇2017年度信息公开工作报告",
        None,
        ["桐乡市政府信息公开办公室："],
        hints(),
        2017,
        ("330483", "330483", "330483103", "石门镇", "township", "named"),
        id="addressee-names-the-county",
    ),
    pytest.param(
        "石门镇2017年度信息公开工作报告",
        None,
        [],
        hints("330483"),
        2017,
        ("330483", "330483", "330483103", "石门镇", "township", "host"),
        id="thirteen-towns-of-the-name-and-one-portal",
    ),
    pytest.param(
        "和平镇2016年政府信息公开工作总结",
        "琼中黎族苗族自治县和平镇人民政府",
        [],
        hints("469030", site_code="4690300002"),
        2016,
        ("469030", "469030", "469030103", "和平镇", "township", "site_code"),
        id="site-code-first",
    ),
    pytest.param(
        "和平镇2016年政府信息公开工作总结",
        "琼中黎族苗族自治县和平镇人民政府",
        [],
        hints(),
        2016,
        ("469030", "469030", "469030103", "和平镇", "township", "named"),
        id="signature-names-the-county",
    ),
    pytest.param(
        "2013年密云县不老屯镇政府信息公开工作年度报告",
        "不老屯镇人民政府",
        [],
        hints("110118"),
        2013,
        ("110118", "110228", "110228109", "不老屯镇", "township", "named"),
        id="a-county-that-became-a-district",
    ),
    pytest.param(
        "2018年密云区不老屯镇政府信息公开工作年度报告",
        None,
        [],
        hints("110118"),
        2018,
        ("110118", "110118", "110118109", "不老屯镇", "township", "named"),
        id="the-district-afterwards",
    ),
    pytest.param(
        "不老屯镇",
        None,
        [],
        hints("110118"),
        2013,
        ("110118", "110228", "110228109", "不老屯镇", "township", "host"),
        id="a-town's-name-alone",
    ),
    pytest.param(
        "连州市大路边镇人民政府党政办公2017年政府信息公开工作年度报告",
        None,
        [],
        hints("441882"),
        2017,
        ("441882", "441882", "441882102", "大路边镇", "township", "named"),
        id="the-town-speaks-not-its-office",
    ),
    pytest.param(
        "湾龙镇2017年政务公开工作情况汇报",
        "湾龙镇人民政府",
        [],
        hints(),
        2017,
        ("220581", "220581", "220581113", "湾龙镇", "township", "unique_name"),
        id="one-town-of-the-name",
    ),
    pytest.param(
        "2018年政府信息公开年报",
        None,
        [],
        hints("330483", unit="石门镇"),
        2018,
        ("330483", "330483", "330483103", "石门镇", "township", "host"),
        id="the-unit-of-the-list",
    ),
    pytest.param(
        "政府信息公开年报",
        None,
        [],
        hints("441882", publisher="大路边镇人民政府"),
        2017,
        ("441882", "441882", "441882102", "大路边镇", "township", "host"),
        id="the-publisher",
    ),
    pytest.param(
        "政府信息公开年报",
        None,
        [],
        hints("220581", breadcrumb=("首页", "乡镇街道", "湾龙镇", "年报")),
        2017,
        ("220581", "220581", "220581113", "湾龙镇", "township", "host"),
        id="the-breadcrumb",
    ),
    pytest.param(
        "梧桐街道办事处2017年政府信息公开工作年度报告",
        None,
        [],
        hints("330483"),
        2017,
        ("330483", "330483", "330483001", "梧桐街道", "street", "host"),
        id="a-street-under-its-long-name",
    ),
    pytest.param(
        "梧桐街道2021年政府信息公开工作年度报告",
        None,
        [],
        hints("330483"),
        2021,
        ("330483", "330483", "330483001", "梧桐街道", "street", "host"),
        id="the-same-street-under-its-short-name",
    ),
    pytest.param(
        "舒兰市市场监督管理局2017年政府信息公开工作年度报告",
        None,
        [],
        hints("220283"),
        2017,
        ("220283", "220283", None, "市场监督管理局", "department", "named"),
        id="a-bureau",
    ),
    pytest.param(
        "连州市2017年政府信息公开工作年度报告",
        None,
        [],
        hints("441882"),
        2017,
        ("441882", "441882", None, "连州市", "county", "named"),
        id="the-county-itself",
    ),
    pytest.param(
        "连州市人民政府办公室2017年政府信息公开工作年度报告",
        None,
        [],
        hints("441882"),
        2017,
        ("441882", "441882", None, "人民政府办公室", "department", "named"),
        id="the-government's-office",
    ),
    pytest.param(
        "桐乡经济开发区管理委员会2017年政府信息公开工作年度报告",
        None,
        [],
        hints("330483"),
        2017,
        ("330483", "330483", None, "桐乡经济开发区", "zone", "host"),
        id="a-development-zone",
    ),
]


@pytest.mark.parametrize(("title", "signer", "lines", "known", "year", "expected"), CASES)
def test_issuer(
    title: str,
    signer: str | None,
    lines: list[str],
    known: Hints,
    year: int,
    expected: tuple[str, str, str | None, str, str, str],
    divisions: Divisions,
) -> None:
    issuer = read_issuer(Evidence(title, signer, lines), known, year, divisions).issuer
    assert issuer is not None
    found = (issuer.county, issuer.county_code, issuer.town_code, issuer.name, issuer.level, issuer.basis)
    assert found == expected


FLAGGED = [
    pytest.param(
        "衢江区湖南镇2021年政府信息公开工作年度报告",
        hints("330303", site_code="3303030001"),
        2021,
        "330803",
        "named",
        ("issuer_contradicts_site",),
        id="another-county's-town-on-this-portal",
    ),
    pytest.param(
        "湾龙镇2017年政务公开工作情况汇报",
        hints("330483"),
        2017,
        "220581",
        "unique_name",
        ("issuer_contradicts_site",),
        id="a-unique-town-on-a-foreign-portal",
    ),
    pytest.param(
        "石门镇2017年度信息公开工作报告",
        hints("330483", site_code="4690300002"),
        2017,
        "330483",
        "host",
        ("site_code_contradicts_division", "issuer_contradicts_site"),
        id="the-site-code-is-another-county's",
    ),
    pytest.param(
        "老石桥乡2009年政府信息公开工作年度报告",
        hints("330483"),
        2009,
        "330483",
        "host",
        ("town_not_listed",),
        id="a-township-before-the-lists-begin",
    ),
    pytest.param(
        "石门镇2017年度信息公开工作报告",
        hints("330483", site_code="33048300012345"),
        2017,
        "330483",
        "host",
        (),
        id="a-code-of-another-length-says-nothing",
    ),
]


@pytest.mark.parametrize(("title", "known", "year", "county", "basis", "flags"), FLAGGED)
def test_contradictions_are_flagged_and_not_followed_blindly(
    title: str, known: Hints, year: int, county: str, basis: str, flags: tuple[str, ...], divisions: Divisions
) -> None:
    decision = read_issuer(Evidence(title, None, []), known, year, divisions)
    assert decision.issuer is not None
    assert (decision.issuer.county, decision.issuer.basis) == (county, basis)
    assert set(decision.flags) & {
        "issuer_contradicts_site",
        "site_code_contradicts_division",
        "town_not_listed",
    } <= set(flags)
    assert set(flags[:1]) <= set(decision.flags)


def test_nothing_to_go_by_is_unresolved(divisions: Divisions) -> None:
    decision = read_issuer(Evidence("和平镇2016年政府信息公开工作总结", None, []), hints(), 2016, divisions)
    assert (decision.issuer, decision.flags) == (None, ("issuer_unresolved",))
    assert read_issuer(Evidence("", None, []), hints(), None, divisions).issuer is None


PRINTED = [
    pytest.param("石门镇2017年度报告", None, "石门镇", id="title"),
    pytest.param("石门镇2017年度报告", "石门镇人民政府", "石门镇人民政府", id="signature-first"),
    pytest.param(
        "桐乡市石门镇人民政府党政办公室2017年度报告", None, "桐乡市石门镇人民政府党政办公室", id="with-its-office"
    ),
    pytest.param("2017年度桐乡市石门镇报告", None, "桐乡市石门镇", id="year-first"),
]


OFFICES = [
    pytest.param(
        "桐乡市发展和改革局2023年政府信息公开年度报告", "发展和改革局", "桐乡市发展和改革局", id="with-its-county"
    ),
    pytest.param("2023年发展和改革局政府信息公开年度报告", "发展和改革局", "发展和改革局", id="without"),
    pytest.param("桐乡市人民政府2011年政府信息公开工作年度报告", "桐乡市", "桐乡市人民政府", id="government"),
    pytest.param(
        "桐乡市政府办公室2011年政府信息公开工作年度报告", "人民政府办公室", "桐乡市政府办公室", id="short-office"
    ),
    pytest.param(
        "机关事务管理局2021年政府信息公开工作年度报告", "机关事务管理局", "机关事务管理局", id="not-a-publisher"
    ),
]


@pytest.mark.parametrize(("title", "name", "printed"), OFFICES)
def test_offices_of_a_county(title: str, name: str, printed: str, divisions: Divisions) -> None:
    issuer = read_issuer(Evidence(title, None, []), hints("330483", publisher="机关"), 2021, divisions).issuer
    assert issuer is not None
    assert (issuer.name, issuer.printed) == (name, printed)


@pytest.mark.parametrize(("title", "signer", "printed"), PRINTED)
def test_the_name_is_kept_as_printed(title: str, signer: str | None, printed: str, divisions: Divisions) -> None:
    issuer = read_issuer(Evidence(title, signer, []), hints("330483"), 2017, divisions).issuer
    assert issuer is not None
    assert (issuer.printed, issuer.name, issuer.division) == (printed, "石门镇", "浙江省嘉兴市桐乡市石门镇")


COMPILED = [
    pytest.param("石门镇报告", ["本年度报告由石门镇政府信息公开办公室编制。"], "石门镇政府信息公开办公室", id="said"),
    pytest.param("石门镇人民政府党政办公室2017年报告", [], "石门镇人民政府党政办公室", id="in-the-title"),
    pytest.param("石门镇报告", ["在县政府办公室的指导下，我镇公开信息。"], None, id="another-office-guided"),
]


@pytest.mark.parametrize(("title", "lines", "compiler"), COMPILED)
def test_who_compiled_it_is_kept_apart(
    title: str, lines: list[str], compiler: str | None, divisions: Divisions
) -> None:
    assert read_issuer(Evidence(title, None, lines), hints("330483"), 2017, divisions).compiled_by == compiler
