"""NFCMS and VSB: lists in pages of their own."""

from tests.replica.building import Builder, CountyReplica, Scale, add_reports
from tests.replica.county import County, Unit
from tests.replica.fill import Filler, Seeds
from tests.replica.portals.nfcms import Nfcms, NfcmsColumn, Theme
from tests.replica.portals.portal import Facts, Portal
from tests.replica.portals.vsb import Vsb, VsbColumn
from tests.replica.switchboard import Switchboard

_YEARS: dict[Scale, tuple[int, ...]] = {"small": (2016, 2019, 2021), "demo": (2016, 2019, 2021)}
_EVERY_YEAR = tuple(range(2008, 2026))

#: 建新镇's code (jxzrmzf) was observed; the others are made up in the same manner.
_SUIXI = (
    Unit("建新镇", "jxzrmzf"),
    Unit("城月镇", "cyzrmzf"),
    Unit("界炮镇", "jpzrmzf"),
    Unit("黄略镇", "hlzrmzf"),
    Unit("洋青镇", "yqzrmzf"),
    Unit("岭北镇", "lbzrmzf"),
    Unit("北坡镇", "bpzrmzf"),
    Unit("杨柑镇", "ygzrmzf"),
)
_HAIFENG = (
    Unit("公平镇", "gpz"),
    Unit("可塘镇", "ktz"),
    Unit("梅陇镇", "mlz"),
    Unit("海城镇", "hcz"),
    Unit("联安镇", "laz"),
    Unit("赤坑镇", "ckz"),
    Unit("大湖镇", "dhz"),
)
_HUAXIAN = (
    Unit("白道口镇", "bdkz"),
    Unit("留固镇", "lgz"),
    Unit("上官镇", "sgz"),
    Unit("牛屯镇", "ntz"),
    Unit("万古镇", "wgz"),
    Unit("高平镇", "gpz"),
    Unit("枣村乡", "zcx"),
    Unit("瓦岗寨乡", "wgzx"),
)
_FACTS = {
    "suixi.gov.cn": Facts(
        "遂溪县人民政府",
        "www.suixi.gov.cn",
        "4408230001",
        "遂溪县人民政府办公室",
        "粤ICP备05000001号",
        "粤公网安备 44082302000000号",
        "web@suixi.gov.cn",
    ),
    "gdhf.gov.cn": Facts(
        "海丰县人民政府",
        "www.gdhf.gov.cn",
        "4415210001",
        "海丰县人民政府办公室",
        "粤ICP备05000002号",
        "粤公网安备 44152102000000号",
        "web@gdhf.gov.cn",
    ),
    "hnhx.gov.cn": Facts(
        "滑县人民政府",
        "www.hnhx.gov.cn",
        "4105260001",
        "滑县人民政府办公室",
        "豫ICP备05000000号",
        "豫公网安备 41052602000000号",
        "web@hnhx.gov.cn",
    ),
}
#: 滑县's column of everyday notices: backward pages past the third.
HUAXIAN_NOTICES = "/zwgk/tzgg"


def _county(host: str, name: str, division: str, units: tuple[Unit, ...], scale: Scale) -> County:
    years = _YEARS.get(scale, _EVERY_YEAR)
    return County(host, name, division, units[: 4 if scale == "small" else len(units)], years)


def _suixi(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    """Town sub-sites below /gzzwz/, each with its own report column.

    Observed: 建新镇's column and article address, the byline. Inferred: the directory, that a town's front page links
    its column, page two, and that one town's column is drawn from JSON.
    """
    county = _county("suixi.gov.cn", "遂溪县", "440823", _SUIXI, scale)
    county.next_number = 67513
    fill = Filler(county, seed, seeds)
    documents = add_reports(fill, "annual", "doc")
    for document in documents:
        if document.year == county.years[-1] and not document.only_attached:
            fill.attach(document, "docx")
    for unit in county.units:
        fill.neighbours(unit, county.years, "annual", 3)
    fill.pad("annual", 14, county.units[0])
    fill.pad("notices", 8)
    themes: tuple[Theme, ...] = ("cells", "spans", "items", "script")
    columns = [NfcmsColumn("/zwgk/tzgg/", "notices", "通知公告", 1501)]
    columns += [
        NfcmsColumn(f"/gzzwz/{unit.code}/zwgk/xxgknb/", "annual", "信息公开年报", 1600 + place, unit, themes[place % 4])
        for place, unit in enumerate(county.units)
    ]
    host = "www.suixi.gov.cn"
    dialect = Nfcms(county, _FACTS[county.host], switch, host, tuple(columns), directory="/gzzwz/")
    dialect.per_page = 4 if scale == "small" else 15
    dialect.twins.add(documents[0].id)
    dialect.bare.add(next(item for item in reversed(documents) if item.unit == county.units[3]).id)
    hosts = (host, "suixi.gov.cn")
    return CountyReplica(county, Portal(county, _FACTS[county.host], hosts, (dialect,), {}))


def _haifeng(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    """One column of the county with the reports of all towns, its pager drawn by a script nobody runs.

    Observed: the column's address and that all towns share it. Inferred: page two, the pager.
    """
    county = _county("gdhf.gov.cn", "海丰县", "441521", _HAIFENG, scale)
    county.next_number = 1221498
    fill = Filler(county, seed, seeds)
    documents = add_reports(fill, "annual", "docx")
    fill.attach(documents[-1], "pdf")
    fill.copy(documents[0], "annual")
    for unit in county.units:
        fill.neighbours(unit, county.years, "annual", 4)
    fill.pad("annual", 44)
    fill.pad("notices", 8)
    columns = (
        NfcmsColumn("/gdhf/zwgk/gknb/", "annual", "政府信息公开年报", 2201, theme="spans"),
        NfcmsColumn("/gdhf/zwgk/tzgg/", "notices", "通知公告", 2202),
    )
    host = "www.gdhf.gov.cn"
    dialect = Nfcms(county, _FACTS[county.host], switch, host, columns)
    dialect.per_page, dialect.pager, dialect.validators = 10, "none", "etag"
    hosts = (host, "gdhf.gov.cn")
    return CountyReplica(county, Portal(county, _FACTS[county.host], hosts, (dialect,), dict.fromkeys(hosts, "html")))


def _huaxian(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    """Towns with columns of their own, of today's theme and of the old one in turn.

    Observed: the old theme's rows (www.hnhx.gov.cn). Inferred: that its towns publish so, the directory, the captcha.
    """
    county = _county("hnhx.gov.cn", "滑县", "410526", _HUAXIAN, scale)
    county.next_number = 41526
    fill = Filler(county, seed, seeds)
    documents = add_reports(fill, "annual", "doc")
    for document in documents:
        if document.year == county.years[-1] and not document.only_attached:
            fill.attach(document, "docx")
    hidden = {document.id for unit in county.units for document in fill.neighbours(unit, county.years, "annual", 3)[:1]}
    fill.pad("annual", 14, county.units[0])
    fill.pad("annual", 11, county.units[1])
    fill.pad("notices", 40)
    columns = [VsbColumn(1002, "notices", "通知公告", HUAXIAN_NOTICES)]
    for place, unit in enumerate(county.units):
        tree = 1130 + place
        if place % 2:
            columns.append(VsbColumn(tree, "annual", "政府信息公开年报", "", unit, "dynamic", 1154 + place))
        else:
            columns.append(VsbColumn(tree, "annual", "政府信息公开年报", f"/xzxxgk/{unit.code}/xxgknb", unit))
    host = "www.hnhx.gov.cn"
    dialect = Vsb(county, _FACTS[county.host], switch, host, tuple(columns), directory="/xzxxgk")
    dialect.per_page = 4 if scale == "small" else 15
    dialect.restricted = hidden
    dialect.pinned.add(documents[0].id)
    hosts = (host, "hnhx.gov.cn")
    return CountyReplica(county, Portal(county, _FACTS[county.host], hosts, (dialect,), dict.fromkeys(hosts, "allow")))


BUILDERS: dict[str, Builder] = {"suixi.gov.cn": _suixi, "gdhf.gov.cn": _haifeng, "hnhx.gov.cn": _huaxian}
