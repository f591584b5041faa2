"""The five counties: which units, which years, which documents in which columns, behind which portal."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.replica import places
from tests.replica.building import Builder, CountyReplica, Scale, add_reports
from tests.replica.county import County, Unit
from tests.replica.exchange import GB2312, GBK_CALLED_UTF8, UTF8_SILENT
from tests.replica.fill import Filler, Seeds
from tests.replica.groups import hanweb, plain, query, search, static
from tests.replica.portals.gkmlpt import Gkmlpt
from tests.replica.portals.hanweb_jpage import HanwebJpage, JpageColumn
from tests.replica.portals.hanweb_xxgk import HanwebXxgk
from tests.replica.portals.portal import Portal
from tests.replica.portals.trs import MiyunTrs, TownFolderTrs
from tests.replica.portals.trs_hainan import HainanTrs
from tests.replica.seeds import load_seeds
from tests.replica.switchboard import Switchboard

_EVERY_YEAR = tuple(range(2008, 2026))
#: small: three units; demo: as many as here; full: every unit.
DEMO_UNITS = {
    "tx.gov.cn": 13,
    "qiongzhong.hainan.gov.cn": 10,
    "bjmy.gov.cn": 20,
    "lianzhou.gov.cn": 10,
    "mhk.gov.cn": 10,
}
#: Report years of different layouts; full has every year there is.
YEARS: Mapping[str, Mapping[Scale, tuple[int, ...]]] = {
    "tx.gov.cn": {"small": (2017, 2019, 2021), "demo": (2017, 2019, 2021), "full": _EVERY_YEAR},
    "qiongzhong.hainan.gov.cn": {"small": (2016, 2019, 2022), "demo": (2016, 2019, 2022), "full": _EVERY_YEAR},
    "bjmy.gov.cn": {"small": (2013, 2017, 2020), "demo": (2013, 2020), "full": _EVERY_YEAR},
    "lianzhou.gov.cn": {"small": (2012, 2017, 2020), "demo": (2012, 2017, 2020), "full": _EVERY_YEAR},
    "mhk.gov.cn": {"small": (2010, 2017, 2021), "demo": (2010, 2017, 2021), "full": _EVERY_YEAR},
}
#: Hanweb jpage columns, which no shipped site row declares: start a row of your own at /col/col<id>/index.html.
TX_COLUMN, TX_MISLABELLED, MY_COLUMN, MY_ENCRYPTED = "1229400055", "1229400056", "2052", "2053"


def build_county(
    host: str, scale: Scale = "small", seed: int = 1, texts: Path | None = None, switch: Switchboard | None = None
) -> CountyReplica:
    """One county by its bare host. `texts` is the folder of given reports, None for generated ones only.

    Raises KeyError for another host, MissingSeeds when `texts` lacks one of the five.
    """
    build = _BUILDERS[host]
    return build(scale, seed, load_seeds(texts) if texts else {}, switch or Switchboard())


def _start(
    host: str, name: str, division: str, units: tuple[Unit, ...], scale: Scale, former: tuple[int, str] | None = None
) -> County:
    count = {"small": 3, "demo": DEMO_UNITS[host], "full": len(units)}[scale]
    return County(host, name, division, units[:count], YEARS[host][scale], former=former)


def _tongxiang(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    county = _start("tx.gov.cn", "桐乡市", "330483", places.TONGXIANG, scale)
    county.next_number = 3448141
    fill = Filler(county, seed, seeds)
    documents = add_reports(fill, "annual", "doc")
    for document in documents:
        if document.year % 4 == 1 and not document.only_attached and not document.seed:
            fill.attach(document, "pdf")
            fill.attach(document, "docx")
        if document.unit.level == "town":
            fill.copy(document, f"art:{TX_COLUMN}")
    for unit in county.units[1:]:
        fill.neighbours(unit, county.years, f"art:{TX_COLUMN}", 2)
    fill.pad(f"art:{TX_COLUMN}", 130)
    fill.pad(f"art:{TX_MISLABELLED}", 20)
    facts = places.FACTS[county.host]
    disclosure = HanwebXxgk(
        county,
        facts,
        switch,
        host="www.tx.gov.cn",
        root="330483ZFC00000",
        catalogue_column=TX_COLUMN,
        groups={"county": "市政府", "department": "市政府部门", "town": "镇（街道）"},
    )
    lists = HanwebJpage(
        county,
        facts,
        switch,
        host="www.tx.gov.cn",
        dialect="old",
        columns=(
            JpageColumn(TX_COLUMN, "5486", "信息公开年报"),
            JpageColumn(TX_MISLABELLED, "5487", "便民公告", encoding=GBK_CALLED_UTF8),
        ),
        webid=2738,
    )
    hosts = ("www.tx.gov.cn", "tx.gov.cn")
    # The list dialect is asked first: it holds the column pages; both share the articles.
    portal = Portal(county, facts, hosts, (lists, disclosure), {}, compress=True, shell="script")
    return CountyReplica(county, portal)


def _qiongzhong(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    name = "琼中黎族苗族自治县"
    county = _start("qiongzhong.hainan.gov.cn", name, "469030", places.QIONGZHONG, scale)
    county.next_number = 1890000
    fill = Filler(county, seed, seeds)
    for document in add_reports(fill, "annual", "docx"):
        if "总结" in document.title:
            document.placements[0].column = "work"
    given = county.documents[f"{county.host}/和平镇/2016"]
    given.placements[0].column = "work"
    for unit in county.units:
        fill.neighbours(unit, county.years, "annual", 1)
        fill.neighbour(unit, county.years[-1], "summary", "work")
        fill.pad("other", 4, unit)
    # One report stands on the county's own host too, word for word.
    fill.copy(county.documents[f"{county.host}/{county.units[2].name}/{county.years[-1]}"], "policy")
    fill.pad("policy", 8)
    facts = places.FACTS[county.host]
    dialect = HainanTrs(
        county, facts, switch, scheme="http", host="xxgk.hainan.gov.cn", county_host="qiongzhong.hainan.gov.cn"
    )
    dialect.encoding = GB2312
    hosts = ("qiongzhong.hainan.gov.cn", "www.qiongzhong.hainan.gov.cn", "xxgk.hainan.gov.cn")
    return CountyReplica(county, Portal(county, facts, hosts, (dialect,), {hosts[0]: "delay", hosts[2]: "delay"}))


def _miyun(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    county = _start("bjmy.gov.cn", "密云区", "110118", places.MIYUN, scale, former=(2015, "密云县"))
    county.next_number = 500000
    fill = Filler(county, seed, seeds)
    documents = add_reports(fill, "annual", "doc")
    for document in documents:
        # Rows and headings hold the town only, but for the newest years.
        if document.year < county.years[-1]:
            document.placements[0].list_title = document.unit.name
        if document.year <= 2017:
            fill.copy(document, f"art:{MY_COLUMN}")
    fill.copy(documents[-1], "annual")
    for year in county.years:
        fill.neighbour(county.units[0], year, "notice", "annual")
        fill.neighbour(county.units[1], year, "rule_of_law", "annual")
    _migrate(county, date(2020, 6, 10), 195744)
    fill.pad(f"art:{MY_COLUMN}", 130)
    fill.pad(f"art:{MY_ENCRYPTED}", 90)
    facts = places.FACTS[county.host]
    dialect = MiyunTrs(county, facts, switch, scheme="https", host="www.bjmy.gov.cn")
    dialect.encoding, dialect.validators = UTF8_SILENT, "etag"
    if scale == "small":
        dialect.per_page = 2
    lists = HanwebJpage(
        county,
        facts,
        switch,
        host="www.bjmy.gov.cn",
        dialect="new",
        columns=(
            JpageColumn(MY_COLUMN, "838", "政府信息公开年报"),
            JpageColumn(MY_ENCRYPTED, "839", "公告", encrypted=True),
        ),
        webid=1,
    )
    hosts = ("www.bjmy.gov.cn", "bjmy.gov.cn")
    return CountyReplica(county, Portal(county, facts, hosts, (dialect, lists), dict.fromkeys(hosts, "html")))


def _migrate(county: County, day: date, top: int) -> None:
    """Old articles as a new system took them over: filed on one day, numbers falling as dates rise."""
    moved = [place for _, place in county.placed("annual") if place.posted.year <= 2018]
    for rank, place in enumerate(sorted(moved, key=lambda place: place.posted)):
        place.filed, place.number = day, top - rank


def _lianzhou(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    county = _start("lianzhou.gov.cn", "连州市", "441882", places.LIANZHOU, scale)
    fill = Filler(county, seed, seeds)
    documents = add_reports(fill, "annual", "docx")
    for unit in county.units:
        fill.neighbours(unit, county.years, "annual", 1)
        fill.neighbour(unit, county.years[0], "summary", "plans")
    fill.pad("news", 120, county.units[0])
    for document in county.documents.values():
        for place in document.placements:
            place.number = 319000 + (place.posted.year - 2008) * 100000 + place.number % 60000
    # The one address of a town's report that was observed: 大路边镇 on 2012.
    county.documents[f"{county.host}/大路边镇/2012"].placements[0].number = 819005
    fill.attach(documents[-1], "pdf")
    facts = places.FACTS[county.host]
    dialect = Gkmlpt(county, facts, switch, host="www.lianzhou.gov.cn", prefecture="清远市")
    dialect.cross.add(documents[-1].id)
    dialect.links.add(county.units[1].code)
    hosts = ("www.lianzhou.gov.cn", "lianzhou.gov.cn")
    return CountyReplica(county, Portal(county, facts, hosts, (dialect,), {}))


def _meihekou(scale: Scale, seed: int, seeds: Seeds, switch: Switchboard) -> CountyReplica:
    county = _start("mhk.gov.cn", "梅河口市", "220581", places.MEIHEKOU, scale)
    county.next_number = 30000
    fill = Filler(county, seed, seeds)
    documents = add_reports(fill, "annual", "doc")
    for document in documents:
        place = document.placements[0]
        if place.posted.year <= 2017:
            place.filed, place.number = date(2017, 12, 7), 5000 + place.number % 20000
    first = county.documents[f"{county.host}/兴华镇/2010"].placements[0]
    first.posted, first.filed, first.number = date(2011, 1, 1), date(2017, 12, 7), 5736
    # 情况汇报 stands in the town's column of summaries, not among its annual reports.
    county.documents[f"{county.host}/湾龙镇/2017"].placements[0].column = "work"
    fill.copy(documents[-1], "work")
    fill.attach(county.documents[f"{county.host}/{county.units[1].name}/{county.years[-1]}"], "docx")
    for unit in county.units:
        fill.neighbours(unit, county.years, "annual", 1)
        fill.neighbour(unit, county.years[-1], "summary", "work")
        fill.neighbour(unit, county.years[-1], "plan", "work")
    facts = places.FACTS[county.host]
    dialect = TownFolderTrs(county, facts, switch, scheme="http", host="www.mhk.gov.cn")
    dialect.validators = "both"
    dialect.mislabelled.add(county.units[-1].code)
    if scale == "small":
        dialect.per_page = 2
    hosts = ("www.mhk.gov.cn", "mhk.gov.cn")
    robots = dict.fromkeys(hosts, "allow")
    return CountyReplica(county, Portal(county, facts, hosts, (dialect,), robots, compress=True, shell="refresh"))


_FIVE: Mapping[str, Builder] = {
    "tx.gov.cn": _tongxiang,
    "qiongzhong.hainan.gov.cn": _qiongzhong,
    "bjmy.gov.cn": _miyun,
    "lianzhou.gov.cn": _lianzhou,
    "mhk.gov.cn": _meihekou,
}
#: The five counties of the demonstration; their rows are shipped.
COUNTIES = tuple(_FIVE)
#: One county or more for every other family; their rows are in tests/replica/rows/.
FAMILY_COUNTIES = tuple(
    host
    for group in (hanweb.BUILDERS, search.BUILDERS, static.BUILDERS, query.BUILDERS, plain.BUILDERS)
    for host in group
)
_BUILDERS: Mapping[str, Builder] = {
    **_FIVE,
    **hanweb.BUILDERS,
    **search.BUILDERS,
    **static.BUILDERS,
    **query.BUILDERS,
    **plain.BUILDERS,
}
