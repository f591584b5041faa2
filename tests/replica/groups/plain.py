"""Plain static sites whose pager is learned from the page itself."""

from tests.replica.building import Builder, CountyReplica, Scale, add_reports
from tests.replica.county import County, Unit
from tests.replica.exchange import GB2312
from tests.replica.fill import Filler, Seeds
from tests.replica.portals.plain import FramedQuery, OldTables, YearFolders
from tests.replica.portals.portal import Facts, Portal
from tests.replica.switchboard import Switchboard

_YEARS: dict[Scale, tuple[int, ...]] = {"small": (2016, 2019, 2021), "demo": (2016, 2019, 2021)}
_EVERY_YEAR = tuple(range(2008, 2026))

_YUANJIANG = (
    Unit("黄茅洲镇", "36157"),
    Unit("草尾镇", "36159"),
    Unit("南大膳镇", "36161"),
    Unit("四季红镇", "36163"),
    Unit("泗湖山镇", "36165"),
    Unit("阳罗洲镇", "36167"),
    Unit("共华镇", "36169"),
    Unit("琼湖街道", "36171"),
)
_HAICHENG = (
    Unit("西四镇", "xsz"),
    Unit("西柳镇", "xlz"),
    Unit("腾鳌镇", "taz"),
    Unit("牛庄镇", "nzz"),
    Unit("析木镇", "xmz"),
    Unit("感王镇", "gwz"),
    Unit("海州街道", "hzjd"),
)
_DAXING = (
    Unit("青云店镇", "qyd"),
    Unit("采育镇", "cy"),
    Unit("庞各庄镇", "pgz"),
    Unit("榆垡镇", "yf"),
    Unit("礼贤镇", "lx"),
    Unit("魏善庄镇", "wsz"),
    Unit("清源街道", "qyjd"),
)
_FACTS = {
    "yuanjiang.gov.cn": Facts(
        "沅江市人民政府",
        "www.yuanjiang.gov.cn",
        "4309810001",
        "沅江市人民政府办公室",
        "湘ICP备05000000号",
        "湘公网安备 43098102000000号",
        "web@yuanjiang.gov.cn",
    ),
    "haicheng.gov.cn": Facts(
        "海城市人民政府",
        "www.haicheng.gov.cn",
        "2103810001",
        "海城市人民政府办公室",
        "辽ICP备05000000号",
        "辽公网安备 21038102000000号",
        "web@haicheng.gov.cn",
    ),
    "bjdx.gov.cn": Facts(
        "北京市大兴区人民政府",
        "www.bjdx.gov.cn",
        "1101150001",
        "北京市大兴区人民政府办公室",
        "京ICP备05000001号",
        "京公网安备 11011502000000号",
        "web@bjdx.gov.cn",
    ),
}


def _county(host: str, name: str, division: str, units: tuple[Unit, ...], scale: Scale) -> County:
    years = _YEARS.get(scale, _EVERY_YEAR)
    return County(host, name, division, units[: 3 if scale == "small" else len(units)], years)


def _yuanjiang(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    """Towns' folders are their lists, non-reports among the rows, pages past the third for one town."""
    county = _county("yuanjiang.gov.cn", "沅江市", "430981", _YUANJIANG, scale)
    county.next_number = 1511478
    fill = Filler(county, seed, seeds)
    for document in add_reports(fill, "annual", "doc"):
        if document.year == county.years[-1] and not document.only_attached:
            fill.attach(document, "doc")
    for unit in county.units:
        fill.neighbours(unit, county.years, "annual", 4)
    fill.pad("annual", 33, county.units[0])
    facts = _FACTS[county.host]
    dialect = OldTables(county, facts, switch, scheme="http", host="yuanjiang.gov.cn")
    dialect.encoding = GB2312
    hosts = ("yuanjiang.gov.cn", "www.yuanjiang.gov.cn")
    return CountyReplica(county, Portal(county, facts, hosts, (dialect,), dict.fromkeys(hosts, "allow")))


def _haicheng(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    """One list of all towns behind a frame, five pages; one report listed twice under two numbers."""
    county = _county("haicheng.gov.cn", "海城市", "210381", _HAICHENG, scale)
    county.next_number = 170495898062751
    fill = Filler(county, seed, seeds)
    documents = add_reports(fill, "annual", "docx")
    fill.attach(documents[0], "docx")
    fill.copy(documents[-1], "annual")
    for unit in county.units:
        fill.neighbours(unit, county.years, "annual", 3)
    fill.pad("annual", 41)
    fill.pad("notices", 12)
    facts = _FACTS[county.host]
    dialect = FramedQuery(county, facts, switch, scheme="http", host="www.haicheng.gov.cn")
    dialect.validators = "etag"
    hosts = ("www.haicheng.gov.cn", "haicheng.gov.cn")
    return CountyReplica(county, Portal(county, facts, hosts, (dialect,), dict.fromkeys(hosts, "html")))


def _daxing(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    """Year folders with a group of streets and towns each, pages that only trial finds, another column beside."""
    county = _county("bjdx.gov.cn", "大兴区", "110115", _DAXING, scale)
    county.next_number = 735093
    fill = Filler(county, seed, seeds)
    for document in add_reports(fill, "annual", "docx"):
        if document.year == county.years[0]:
            document.placements[0].list_title = document.unit.name
        elif not document.only_attached and document.unit == county.units[0]:
            fill.attach(document, "pdf")
    for unit in county.units:
        fill.neighbours(unit, county.years, "annual", 3)
    fill.pad("annual", 26 * len(county.years))
    fill.pad("notices", 20)
    facts = _FACTS[county.host]
    dialect = YearFolders(county, facts, switch, scheme="https", host="www.bjdx.gov.cn")
    dialect.validators = "modified"
    hosts = ("www.bjdx.gov.cn", "bjdx.gov.cn")
    return CountyReplica(county, Portal(county, facts, hosts, (dialect,), {}, compress=True))


BUILDERS: dict[str, Builder] = {
    "yuanjiang.gov.cn": _yuanjiang,
    "haicheng.gov.cn": _haicheng,
    "bjdx.gov.cn": _daxing,
}
