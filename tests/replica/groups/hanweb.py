"""Hanweb jpaas and Epoint: lists drawn from a JSON interface."""

from tests.replica.building import Builder, CountyReplica, Scale, add_reports
from tests.replica.county import County, Unit
from tests.replica.fill import Filler, Seeds
from tests.replica.portals.epoint import Epoint
from tests.replica.portals.hanweb_jpaas import HanwebJpaas, JpaasColumn, LinkPage, page_hash
from tests.replica.portals.portal import Facts, Portal
from tests.replica.switchboard import Switchboard

_YEARS: dict[Scale, tuple[int, ...]] = {"small": (2016, 2019, 2021), "demo": (2016, 2019, 2021)}
_EVERY_YEAR = tuple(range(2008, 2026))

_YIWU = (
    Unit("义乌市人民政府", "szf", "county"),
    Unit("上溪镇", "1229129993"),
    Unit("义亭镇", "1229129994"),
    Unit("佛堂镇", "1229129995"),
    Unit("稠江街道", "1229129996"),
    Unit("苏溪镇", "1229129997"),
    Unit("大陈镇", "1229129998"),
    Unit("后宅街道", "1229129999"),
)
_XINGHUA = (
    Unit("兴化市人民政府", "szf", "county"),
    Unit("昌荣镇", "crz"),
    Unit("沙沟镇", "sgz"),
    Unit("安丰镇", "afz"),
    Unit("戴南镇", "dnz"),
    Unit("千垛镇", "qdz"),
    Unit("昭阳街道", "zyjd"),
)
_PEIXIAN = (
    Unit("沛县人民政府", "001001", "county"),
    Unit("龙固镇", "001031"),
    Unit("杨屯镇", "001032"),
    Unit("胡寨镇", "001033"),
    Unit("魏庙镇", "001034"),
    Unit("敬安镇", "001035"),
    Unit("鹿楼镇", "001036"),
    Unit("汉源街道", "001037"),
)
_FACTS = {
    "yw.gov.cn": Facts(
        "义乌市人民政府",
        "www.yw.gov.cn",
        "3307820001",
        "义乌市人民政府办公室",
        "浙ICP备05000001号",
        "浙公网安备 33078202000000号",
        "web@yw.gov.cn",
    ),
    "xinghua.gov.cn": Facts(
        "兴化市人民政府",
        "www.xinghua.gov.cn",
        "3212810001",
        "兴化市人民政府办公室",
        "苏ICP备05000000号",
        "苏公网安备 32128102000000号",
        "web@xinghua.gov.cn",
    ),
    "px.gov.cn": Facts(
        "沛县人民政府",
        "www.px.gov.cn",
        "3203220001",
        "沛县人民政府办公室",
        "苏ICP备05000001号",
        "苏公网安备 32032202000000号",
        "web@px.gov.cn",
    ),
}
#: 义乌's column of the whole city, its reports among everyday notices, and the directory of its towns.
YIWU_CITY, YIWU_TOWNS = "/col/col1229134100/", "/col/col1229129900/"
#: 兴化's pages of years.
XINGHUA_YEARS = "/zwgk/zfxxgk/zfxxgknb/"


def _county(host: str, name: str, division: str, units: tuple[Unit, ...], scale: Scale) -> County:
    years = _YEARS.get(scale, _EVERY_YEAR)
    return County(host, name, division, units[: 4 if scale == "small" else len(units)], years)


def _yiwu(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    """Towns are columns that link a report column each; one column of the city mixes its reports with notices.

    Observed: addresses of articles, breadcrumbs and metadata (www.yw.gov.cn); that its lists are jpaas is inferred.
    """
    county = _county("yw.gov.cn", "义乌市", "330782", _YIWU, scale)
    county.next_number = 1307600
    fill = Filler(county, seed, seeds)
    city, towns = county.units[0], county.units[1:]
    for document in add_reports(fill, "annual", "docx"):
        unit = document.unit
        document.placements[0].column = "art:1229134100" if unit == city else f"art:{_report_column(unit)}"
        if document.year == county.years[-1] and unit != city and not document.only_attached:
            fill.attach(document, "doc")
    # One town's report stands in the city's column too: one article listed twice.
    twice = county.documents[f"{county.host}/{towns[0].name}/{county.years[-1]}"].placements[0]
    for unit in towns:
        fill.neighbours(unit, county.years, f"art:{_report_column(unit)}", 3)
    fill.pad("art:1229134100", 180)
    columns = [
        JpaasColumn(
            f"/col/col{_report_column(unit)}/",
            f"art:{_report_column(unit)}",
            "公开年报",
            _report_column(unit) if unit != towns[-1] else page_hash(unit.code),
            unit,
            per_page=2 if scale == "small" else 15,
        )
        for unit in towns
    ]
    columns.append(JpaasColumn(YIWU_CITY, "art:1229134100", "政府信息公开年报", "1229134100", stale=1))
    pages = [LinkPage(YIWU_TOWNS, "镇街公开", tuple((unit.name, f"/col/col{unit.code}/index.html") for unit in towns))]
    pages += [
        LinkPage(
            f"/col/col{unit.code}/",
            unit.name,
            (
                ("机构职能", "/col/col1229129001/index.html"),
                ("财政信息", "/col/col1229129002/index.html"),
                ("公开年报", f"/col/col{_report_column(unit)}/index.html"),
            ),
        )
        for unit in towns
    ]
    dialect = HanwebJpaas(
        county,
        _FACTS[county.host],
        switch,
        host="www.yw.gov.cn",
        columns=tuple(columns),
        pages=tuple(pages),
        front=(("政府信息公开年报", f"{YIWU_CITY}index.html"), ("镇街公开", f"{YIWU_TOWNS}index.html")),
        web_id="3818",
        http_only=True,
    )
    dialect.listed_too[YIWU_CITY] = (twice,)
    return CountyReplica(county, Portal(county, _FACTS[county.host], ("www.yw.gov.cn", "yw.gov.cn"), (dialect,), {}))


def _report_column(unit: Unit) -> str:
    return f"12291341{int(unit.code) % 100:02d}"


def _xinghua(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    """A page of years, each year's page of lists by kind of unit, lists drawn by script with hashes as page ids.

    Observed: addresses below zfxxgknb/2025/xzjdb/ (www.xinghua.gov.cn); that pages of years link so is inferred, and so
    is the spelling of parseType there.
    """
    county = _county("xinghua.gov.cn", "兴化市", "321281", _XINGHUA, scale)
    county.next_number = 520000
    fill = Filler(county, seed, seeds)
    columns, pages = [], []
    for document in add_reports(fill, "annual", "doc"):
        group = "szf" if document.unit.level == "county" else "xzjdb"
        document.placements[0].column = f"art:{document.year}/{group}"
        if document.unit == county.units[1] and not document.only_attached:
            fill.attach(document, "docx")
    for year in county.years:
        for unit in county.units[1:]:
            fill.neighbour(unit, year, "rule_of_law", f"art:{year}/xzjdb")
        fill.pad(f"art:{year}/xzjdb", 60 if year == county.years[-1] else 6)
        links = []
        for group, caption in (("szf", "市政府"), ("xzjdb", "乡镇（街道办）")):
            folder = f"{XINGHUA_YEARS}{year}/{group}/"
            key = f"art:{year}/{group}"
            columns.append(JpaasColumn(folder, key, caption, page_hash(folder), per_page=10, drawn=False))
            links.append((caption, f"{folder}index.html"))
        pages.append(LinkPage(f"{XINGHUA_YEARS}{year}/", f"{year}年", tuple(links)))
    years = tuple((f"{year}年", f"{XINGHUA_YEARS}{year}/index.html") for year in reversed(county.years))
    pages.append(LinkPage(XINGHUA_YEARS, "政府信息公开年报", years))
    dialect = HanwebJpaas(
        county,
        _FACTS[county.host],
        switch,
        host="www.xinghua.gov.cn",
        columns=tuple(columns),
        pages=tuple(pages),
        front=(("政府信息公开年报", f"{XINGHUA_YEARS}index.html"),),
        web_id="62",
        spelling="buildstatic",
    )
    hosts = ("www.xinghua.gov.cn", "xinghua.gov.cn")
    return CountyReplica(county, Portal(county, _FACTS[county.host], hosts, (dialect,), dict.fromkeys(hosts, "allow")))


def _peixian(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    """A category of reports, asked for unit by unit; the county's own column holds many everyday notices too.

    Observed: the frame's address, the interface, the script (www.px.gov.cn). Made up: that units and columns are plain
    links, the codes of towns and of the report category.
    """
    county = _county("px.gov.cn", "沛县", "320322", _PEIXIAN, scale)
    county.next_number = 310000
    fill = Filler(county, seed, seeds)
    for document in add_reports(fill, "cat:003195009", "docx"):
        if document.year == county.years[0] and not document.only_attached:
            fill.attach(document, "doc")
    for unit in county.units[1:]:
        fill.neighbours(unit, county.years, "cat:003195009", 3)
        fill.neighbour(unit, county.years[-1], "summary", "cat:003195002")
    fill.pad("cat:003195009", 90, county.units[0])
    dialect = Epoint(
        county,
        _FACTS[county.host],
        switch,
        host="www.px.gov.cn",
        categories={"003195009": "政府信息公开年报", "003195002": "政策文件"},
        directory="/zwgk/xzgk.html",
        script="ajaxReq.js",
    )
    hosts = ("www.px.gov.cn", "px.gov.cn")
    return CountyReplica(county, Portal(county, _FACTS[county.host], hosts, (dialect,), dict.fromkeys(hosts, "html")))


BUILDERS: dict[str, Builder] = {"yw.gov.cn": _yiwu, "xinghua.gov.cn": _xinghua, "px.gov.cn": _peixian}
