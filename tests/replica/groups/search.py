"""UCAP and the TRS search layers: lists drawn from a search interface."""

from tests.replica.building import Builder, CountyReplica, Scale, add_reports
from tests.replica.county import County, Unit
from tests.replica.fill import Filler, Seeds
from tests.replica.portals.portal import Facts, Portal
from tests.replica.portals.trs_search import ChangchunData, HaikouTable, SearchedTrs
from tests.replica.portals.ucap import LinkPage, Ucap, UcapColumn
from tests.replica.switchboard import Switchboard

_YEARS: dict[Scale, tuple[int, ...]] = {"small": (2014, 2019, 2022), "demo": (2014, 2019, 2022)}
_EVERY_YEAR = tuple(range(2008, 2026))

#: Names are real. Codes are made up in the manner of hc1554, which is 中村乡's column of reports at 会昌.
_HUICHANG = (
    Unit("中村乡", "hc1550"),
    Unit("文武坝镇", "hc1610"),
    Unit("筠门岭镇", "hc1670"),
    Unit("西江镇", "hc1730"),
    Unit("周田镇", "hc1790"),
    Unit("麻州镇", "hc1850"),
    Unit("庄口镇", "hc1910"),
    Unit("清溪乡", "hc1970"),
    Unit("站塘乡", "hc2030"),
    Unit("白鹅乡", "hc2090"),
)
_NONGAN = (
    Unit("农安镇", "nazrmzf"),
    Unit("伏龙泉镇", "flqz"),
    Unit("哈拉海镇", "hlhz"),
    Unit("靠山镇", "ksz"),
    Unit("开安镇", "kaz"),
    Unit("烧锅镇", "sgz"),
    Unit("前岗乡", "qgx"),
    Unit("龙王乡", "lwx"),
)
_XIUYING = (
    Unit("长流镇", "0101"),
    Unit("石山镇", "0104"),
    Unit("东山镇", "0108"),
    Unit("永兴镇", "0107"),
    Unit("西秀镇", "0102"),
    Unit("海秀街道", "0110"),
)
_FACTS = {
    "huichang.gov.cn": Facts(
        "会昌县人民政府",
        "www.huichang.gov.cn",
        "3607330001",
        "会昌县人民政府办公室",
        "赣ICP备05000000号",
        "赣公网安备 36073302000000号",
        "web@huichang.gov.cn",
    ),
    "nongan.gov.cn": Facts(
        "农安县人民政府",
        "www.nongan.gov.cn",
        "2201220001",
        "农安县人民政府办公室",
        "吉ICP备05000001号",
        "吉公网安备 22012202000000号",
        "web@nongan.gov.cn",
    ),
    "xyqzf.haikou.gov.cn": Facts(
        "海口市秀英区人民政府",
        "xyqzf.haikou.gov.cn",
        "4601050001",
        "海口市秀英区人民政府办公室",
        "琼ICP备05000001号",
        "琼公网安备 46010502000000号",
        "web@xyqzf.haikou.gov.cn",
    ),
}
#: 会昌's directory of towns and its column of the whole county.
HUICHANG_TOWNS, HUICHANG_COUNTY = "/hcxxxgk/xzxxgk/xxgk_navs.shtml", "/huichang/c105469/"


def _county(host: str, name: str, division: str, units: tuple[Unit, ...], scale: Scale) -> County:
    years = _YEARS.get(scale, _EVERY_YEAR)
    return County(host, name, division, units[: 3 if scale == "small" else len(units)], years)


def _fill(fill: Filler, scale: Scale) -> None:
    """Reports of every town among its everyday notices, some with their file beside, over four pages and more."""
    county = fill.county
    documents = add_reports(fill, "annual", "docx")
    fill.attach(documents[-1], "doc")
    for unit in county.units:
        fill.neighbours(unit, county.years, "annual", 2)
        fill.neighbour(unit, county.years[-1], "summary", "work")
    for unit in county.units[:2]:
        fill.pad("annual", 11 if scale == "small" else 70, unit)


def _huichang(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    """Towns in every other way: rows printed in numbered files, rows drawn by a script.

    Observed: the county's prefix, its path from 乡镇信息公开 to 政务信息公开年报, article addresses. Which of its
    columns are drawn is inferred.
    """
    county = _county("huichang.gov.cn", "会昌县", "360733", _HUICHANG, scale)
    county.next_number = 591000
    fill = Filler(county, seed, seeds)
    _fill(fill, scale)
    # Last year's reports once more in the column of the whole county, under addresses of their own.
    for unit in county.units:
        fill.copy(county.documents[f"{county.host}/{unit.name}/{county.years[-1]}"], "county")
    fill.pad("county", 9 if scale == "small" else 60)
    columns = [UcapColumn(HUICHANG_COUNTY, "list", "county", "政府信息公开年报", drawn=True)]
    pages = [
        LinkPage(
            HUICHANG_TOWNS,
            "乡镇信息公开",
            tuple((unit.name, f"/hcxxxgk/{unit.code}/xxgk_navs.shtml") for unit in county.units),
        )
    ]
    for place, unit in enumerate(county.units):
        number = int(unit.code.removeprefix("hc"))
        crumbs = ("乡镇信息公开", unit.name)
        name = "newxxgk_index" if place % 3 == 2 else "xxgk_list"
        reports = f"/hcxxxgk/hc{number + 4}/"
        news = f"/hcxxxgk/hc{number + 9}/"
        columns.append(
            UcapColumn(reports, name, "annual", "政务信息公开年报", unit, drawn=place % 2 == 1, crumbs=crumbs)
        )
        columns.append(UcapColumn(news, "xxgk_list", "work", "工作动态", unit, crumbs=crumbs))
        links = (("工作动态", f"{news}xxgk_list.shtml"), ("政务信息公开年报", f"{reports}{name}.shtml"))
        pages.append(LinkPage(f"/hcxxxgk/{unit.code}/xxgk_navs.shtml", unit.name, links))
    dialect = Ucap(
        county,
        _FACTS[county.host],
        switch,
        host="www.huichang.gov.cn",
        columns=columns,
        pages=pages,
        front=(("乡镇信息公开", HUICHANG_TOWNS), ("政府信息公开年报", f"{HUICHANG_COUNTY}list.shtml")),
    )
    if scale == "small":
        dialect.per_page = 3
    hosts = ("www.huichang.gov.cn", "huichang.gov.cn")
    return CountyReplica(county, Portal(county, _FACTS[county.host], hosts, (dialect,), {}))


def _nongan(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    """Observed: the interface and its answer for one of the county's bureaus, catalogue and article addresses below
    zwgk.changchun.gov.cn/na/. That its towns use it too is inferred."""
    county = _county("nongan.gov.cn", "农安县", "220122", _NONGAN, scale)
    county.next_number = 3104000
    _fill(Filler(county, seed, seeds), scale)
    dialect: SearchedTrs = ChangchunData(
        county, _FACTS[county.host], switch, scheme="http", host="zwgk.changchun.gov.cn"
    )
    if scale == "small":
        dialect.per_page = 3
    hosts = ("www.nongan.gov.cn", "nongan.gov.cn", "zwgk.changchun.gov.cn", "infogate.changchun.gov.cn")
    return CountyReplica(county, Portal(county, _FACTS[county.host], hosts, (dialect,), {}))


def _xiuying(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    """Observed: the district's catalogue /pub/root9/xyqzf/0108/216/ and the search it asks. Which of its numbers are
    towns, and the port of the search, are inferred."""
    county = _county("xyqzf.haikou.gov.cn", "秀英区", "460105", _XIUYING, scale)
    county.next_number = 704000
    _fill(Filler(county, seed, seeds), scale)
    dialect: SearchedTrs = HaikouTable(county, _FACTS[county.host], switch, scheme="http", host="www.haikou.gov.cn")
    if scale == "small":
        dialect.per_page = 3
    hosts = ("xyqzf.haikou.gov.cn", "www.haikou.gov.cn")
    return CountyReplica(county, Portal(county, _FACTS[county.host], hosts, (dialect,), {}))


BUILDERS: dict[str, Builder] = {
    "huichang.gov.cn": _huichang,
    "nongan.gov.cn": _nongan,
    "xyqzf.haikou.gov.cn": _xiuying,
}
