"""Lonsun, the 亳州 type and ASP.NET: lists asked for with a query."""

from tests.replica.building import Builder, CountyReplica, Scale, add_reports
from tests.replica.county import County, Document, Unit
from tests.replica.exchange import GB2312
from tests.replica.fill import Filler, Seeds
from tests.replica.portals.aspnet import Aspnet, QueryList
from tests.replica.portals.lonsun import Category, Collection, Lonsun
from tests.replica.portals.portal import Facts, Portal
from tests.replica.portals.xxgk_content import XxgkContent
from tests.replica.switchboard import Switchboard

_EVERY_YEAR = tuple(range(2008, 2026))
_YEARS: dict[Scale, tuple[int, ...]] = {"small": (2016, 2019, 2021), "demo": (2016, 2019, 2021)}

#: 161054624 is 永丰镇; the other numbers are made up in its manner.
_TIANCHANG = (
    Unit("永丰镇", "161054624"),
    Unit("铜城镇", "161054615"),
    Unit("汊涧镇", "161054616"),
    Unit("秦栏镇", "161054617"),
    Unit("石梁镇", "161054620"),
    Unit("金集镇", "161054621"),
    Unit("仁和集镇", "161054625"),
    Unit("冶山镇", "161054626"),
)
#: 989, 993 and 996 were observed.
_QIAOCHENG = (
    Unit("十八里镇", "989"),
    Unit("颜集镇", "993"),
    Unit("芦庙镇", "996"),
    Unit("古井镇", "985"),
    Unit("五马镇", "988"),
    Unit("城父镇", "999"),
    Unit("立德镇", "1004"),
)
#: Numbers in the manner of the two that were observed (158 南薰乡, 210 中和场镇).
_ANYUE = (
    Unit("龙台镇", "161"),
    Unit("通贤镇", "162"),
    Unit("石羊镇", "163"),
    Unit("永清镇", "164"),
    Unit("周礼镇", "165"),
    Unit("李家镇", "166"),
    Unit("元坝镇", "167"),
)
_FACTS = {
    "tianchang.gov.cn": Facts(
        "天长市人民政府",
        "www.tianchang.gov.cn",
        "3411810001",
        "天长市人民政府办公室",
        "皖ICP备05000000号",
        "皖公网安备 34118102000000号",
        "web@tianchang.gov.cn",
    ),
    "bzqc.gov.cn": Facts(
        "亳州市谯城区人民政府",
        "www.bzqc.gov.cn",
        "3416020001",
        "亳州市谯城区人民政府办公室",
        "皖ICP备05000001号",
        "皖公网安备 34160202000000号",
        "web@bzqc.gov.cn",
    ),
    "gk.ziyang.gov.cn": Facts(
        "安岳县政府信息公开网",
        "gk.ziyang.gov.cn",
        "5120210001",
        "安岳县人民政府办公室",
        "蜀ICP备05000000号",
        "川公网安备 51202102000000号",
        "web@ziyang.gov.cn",
    ),
}
#: Ordinary columns of 天长: a collection of the towns' reports of one year, and notices.
TIANCHANG_YEAR, TIANCHANG_NOTICES = 2021, "6791573"
ANYUE_LISTS = (
    QueryList("/InfoPublic.aspx", "cid=1019&pid=971&page=1&kw=", "public", "政府信息公开年报", "/InfoShow.aspx"),
    QueryList("/class.asp", "class=1150", "notices", "便民公告", "/ReadNews.asp"),
)


def _county(host: str, name: str, division: str, units: tuple[Unit, ...], scale: Scale) -> County:
    years = _YEARS.get(scale, _EVERY_YEAR)
    return County(host, name, division, units[: 3 if scale == "small" else len(units)], years)


def _fill(fill: Filler, attached: str, rows: int) -> list[Document]:
    """Reports of every unit and year among what stands beside them, until every unit's column has that many rows."""
    county = fill.county
    documents = add_reports(fill, "annual", attached)
    fill.attach(documents[-1], "docx")
    for unit in county.units:
        fill.neighbours(unit, county.years, "annual", 2)
        fill.pad("annual", rows, unit)
    return documents


def _tianchang(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    county = _county("tianchang.gov.cn", "天长市", "341181", _TIANCHANG, scale)
    county.next_number = 1110009600
    fill = Filler(county, seed, seeds)
    for document in _fill(fill, "doc", 13):
        if document.year == TIANCHANG_YEAR:
            # The same report once more under another date, the words of its title in another order.
            place = fill.copy(document, "collection", 392297000 + document.placements[0].number % 1000)
            place.list_title = f"{document.year}年{county.name}{document.unit.name}政府信息公开工作年度报告"
    for unit in county.units:
        fill.pad("plans", 6, unit)
    fill.pad("notices", 17)
    dialect = Lonsun(
        county,
        _FACTS[county.host],
        switch,
        host="www.tianchang.gov.cn",
        site_id="2660171",
        root="161054600",
        categories=(
            Category("170001861", "annual", "政府信息公开年报"),
            Category("170001771", "plans", "规划计划"),
        ),
        collections=(
            Collection("/zwgk/2021nzfxxgkgzndbg/xznb/", "collection", "2021年乡镇年报", year=TIANCHANG_YEAR),
            Collection("", "notices", "便民公告", number=TIANCHANG_NOTICES),
        ),
    )
    dialect.validators = "modified"
    if scale == "small":
        dialect.page_size = 4
    hosts = ("www.tianchang.gov.cn", "tianchang.gov.cn")
    return CountyReplica(county, Portal(county, _FACTS[county.host], hosts, (dialect,), {}, compress=True))


def _qiaocheng(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    county = _county("bzqc.gov.cn", "谯城区", "341602", _QIAOCHENG, scale)
    county.next_number = 6400
    fill = Filler(county, seed, seeds)
    documents = _fill(fill, "docx", 13)
    fill.copy(documents[0], "policy")
    for unit in county.units:
        fill.pad("other", 12, unit)
    fill.pad("policy", 17)
    dialect = XxgkContent(county, _FACTS[county.host], switch, host="www.bzqc.gov.cn")
    dialect.validators = "etag"
    if scale == "small":
        dialect.page_size = 4
    hosts = ("www.bzqc.gov.cn", "bzqc.gov.cn")
    return CountyReplica(county, Portal(county, _FACTS[county.host], hosts, (dialect,), dict.fromkeys(hosts, "allow")))


def _anyue(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    county = _county("gk.ziyang.gov.cn", "安岳县", "512021", _ANYUE, scale)
    county.next_number = 31000
    fill = Filler(county, seed, seeds)
    documents = _fill(fill, "doc", 13)
    for document in documents[::2]:
        fill.copy(document, "public")
    fill.pad("public", 17)
    fill.pad("notices", 17)
    dialect = Aspnet(county, _FACTS[county.host], switch, host="gk.ziyang.gov.cn", lists=ANYUE_LISTS)
    dialect.encoding = GB2312
    if scale == "small":
        dialect.page_size = 4
    hosts = ("gk.ziyang.gov.cn",)
    return CountyReplica(county, Portal(county, _FACTS[county.host], hosts, (dialect,), {}))


BUILDERS: dict[str, Builder] = {
    "tianchang.gov.cn": _tianchang,
    "bzqc.gov.cn": _qiaocheng,
    "gk.ziyang.gov.cn": _anyue,
}
