"""Whole texts to facts: who, where in that year, which year, when signed and posted; every shape seen on a portal.

The sentences are our own; divisions are real ones.
"""

import random
from datetime import date

import pytest

from crawler.reading.hints import Hints
from crawler.reading.report import ReportReading, read_report
from settings.regions.divisions import Divisions, load_divisions

BODY = (
    "\n一、主动公开政府信息情况\n全年主动公开政府信息30条。\n二、依申请公开情况\n未收到申请。\n三、收费及减免情况\n没有收费。\n"
    "四、行政复议、行政诉讼情况\n没有发生行政复议、行政诉讼。\n五、存在的主要问题及改进措施\n信息公开不够及时，下一步改进。\n"
)
LAW = "根据《中华人民共和国政府信息公开条例》的规定，"


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return load_divisions()


#: portal's division, text -> issuer, level, county of the year, report year, signed
TEXTS = [
    pytest.param(
        "",
        f"四平市铁东区人民政府解放街道办事处2011年政府信息公开工作年度报告\n{LAW}报告如下。{BODY}",
        ("解放街道", "street", "铁东区", 2011, None),
        id="one-of-two-districts-told-by-its-city",
    ),
    pytest.param(
        "",
        f"{LAW}特向社会公布2012年度我街道信息公开情况。{BODY}桦甸市人民政府新华街道办事处\n2013年3月7日",
        ("新华街道", "street", "桦甸市", 2012, date(2013, 3, 7)),
        id="only-the-signature-names-it",
    ),
    pytest.param(
        "",
        f"{LAW}特向社会公布2012年度龙泉街道信息公开工作年度报告。如有疑问，请与龙泉街道办事处联系"
        f"（地址：即墨市龙泉街道府前街1号）。{BODY}",
        ("龙泉街道", "street", "即墨市", 2012, None),
        id="no-title-and-a-county-in-the-address-by-its-name-then",
    ),
    pytest.param(
        "",
        "2012年上海市杨浦区江浦路街道办事处\n政府信息公开工作年度报告\n上海市杨浦区江浦路街道办事处\n2012年11月16日\n"
        f"{LAW}由上海市杨浦区江浦路街道办事处编制。{BODY}",
        ("江浦路街道", "street", "杨浦区", 2012, date(2012, 11, 16)),
        id="signed-under-the-title",
    ),
    pytest.param(
        "",
        f"昌邑区人民政府东局子街道办事处\n2012年政府信息公开工作年度报告\n（20130220日）\n{LAW}现公布。{BODY}",
        ("东局子街道", "street", "昌邑区", 2012, date(2013, 2, 20)),
        id="a-title-of-two-lines-and-a-day-without-its-signs",
    ),
    pytest.param(
        "350125",
        f"{LAW}编制本年报。统计期限自2011年1月1日起至2011年12月31日止。请与白云乡人民政府党政办联系。{BODY}",
        ("白云乡", "township", "永泰县", 2011, None),
        id="only-the-contact-and-the-period",
    ),
    pytest.param(
        "330302",
        f"2012年度，滨江街道在区委、区政府领导下公开政府信息，我街道工作透明度提高。{LAW}汇报如下。{BODY}",
        ("滨江街道", "street", "鹿城区", 2012, None),
        id="only-the-first-words",
    ),
    pytest.param(
        "",
        f"2013年密云县大城子镇\n政府信息公开工作年度报告\n{BODY}",
        ("大城子镇", "township", "密云县", 2013, None),
        id="a-county-before-it-became-a-district",
    ),
    pytest.param(
        "",
        f"密云区大城子镇2016年政府信息公开工作年度报告\n{BODY}",
        ("大城子镇", "township", "密云区", 2016, None),
        id="the-district-afterwards",
    ),
    pytest.param(
        "360426",
        f"园艺场2020年政府信息公开工作年度报告\n{LAW}园艺场公开政府信息。{BODY}",
        ("园艺场", "township", "德安县", 2020, None),
        id="a-farm-that-stands-beside-townships",
    ),
    pytest.param(
        "341103",
        f"南谯工业开发区2015年政府信息公开年度报告\n{LAW}请与南谯工业开发区管委会办公室联系，地址：南谯区乌衣镇。{BODY}",
        ("南谯工业开发区", "zone", "南谯区", 2015, None),
        id="a-zone-whose-address-is-in-a-town",
    ),
    pytest.param(
        "350128",
        f"平潭综合实验区地方税务局2013年\n信息公开年度报告\n{LAW}现公布2013年度信息公开年度报告。{BODY}",
        ("平潭综合实验区地方税务局", "department", "平潭县", 2013, None),
        id="a-bureau-of-a-zone-is-not-the-zone",
    ),
    pytest.param(
        "441821",
        f"佛冈县公安局2014年政府信息公开工作年度报告\n{LAW}由佛冈县公安局指挥中心办公室编制。{BODY}",
        ("公安局", "department", "佛冈县", 2014, None),
        id="a-bureau-and-the-office-in-it-that-compiled",
    ),
    pytest.param(
        "330483",
        f"嘉兴市桐乡市市场监督管理局2019年政府信息公开工作年度报告\n{BODY}",
        ("市场监督管理局", "department", "桐乡市", 2019, None),
        id="市场-is-no-county",
    ),
    pytest.param(
        "330483",
        f"市农业农村局2019年政府信息公开工作年度报告\n{BODY}",
        ("农业农村局", "department", "桐乡市", 2019, None),
        id="the-county-s-own-bureau-said-short",
    ),
    pytest.param(
        "330483",
        f"2017年政府信息公开工作年度报告\n{BODY}桐乡市公安局濮院派出所\n2018 年 1 月 16 日",
        ("公安局濮院派出所", "department", "桐乡市", 2017, date(2018, 1, 16)),
        id="a-station-by-its-signature",
    ),
    pytest.param(
        "",
        f"九原区阿嘎如泰苏木\n2020年政府信息公开工作年度报告\n{LAW}现公布。{BODY}",
        ("阿嘎如泰苏木", "township", "九原区", 2020, None),
        id="a-苏木",
    ),
    pytest.param(
        "",
        f"临沂市兰山区银雀山街道\n2013年度政府信息公开工作\n总 结\n{BODY}二○一四年一月",
        ("银雀山街道", "street", "兰山区", 2013, None),
        id="three-lines-and-a-month",
    ),
    pytest.param(
        "330483",
        f"石门镇2008-2009年度政府信息公开工作年度报告\n{BODY}石门镇人民政府\n2010年1月5日",
        ("石门镇", "township", "桐乡市", 2009, date(2010, 1, 5)),
        id="two-years-in-one",
    ),
]


@pytest.mark.parametrize(("division", "text", "expected"), TEXTS)
def test_facts(
    division: str, text: str, expected: tuple[str, str, str, int, date | None], divisions: Divisions
) -> None:
    said = read_report(text, Hints("example.gov.cn", division), divisions)
    assert said.issuer is not None, said.flags
    signed = said.signed.value if said.signed else None
    found = (said.issuer.name, said.issuer.level, said.issuer.county_name, said.year, signed)
    assert found == expected
    assert said.kind == "annual_report"
    assert (said.issuer.county_name or "?") in (said.issuer.division or "")


@pytest.mark.parametrize("joined", [False, True], ids=["lines", "one-line"])
def test_a_page_saved_whole_is_read_by_its_labels(joined: bool, divisions: Divisions) -> None:
    """Title, publisher and day of posting stand over the text, the signature before an annex."""
    title = "平潭综合实验区2011年政府信息公开工作年度报告"
    blocks = [
        "当前位置： 首页 政府信息公开年报",
        title,
        "来源：平潭综合实验区管委会办公室",
        "时间：2012-04-11 00:00",
        LAW + "编制本报告。",
        *BODY.strip().split("\n"),
        "二○一二年二月二十日",
        "附件1：平潭综合实验区管委会2011年政府信息公开情况统计表",
        *["指标名称", "计量单位", *["网站公开 条 418"] * 60],
        "附件下载",
    ]
    text = (" " if joined else "\n").join(blocks)
    url = "https://www.pingtan.gov.cn/zwgk/zfxxgknb/201204/t20120420_80678.htm"
    said = read_report(text, Hints("pingtan.gov.cn", "350128", url=url), divisions)
    assert said.issuer is not None
    assert (said.issuer.name, said.issuer.level) == ("平潭综合实验区", "zone")
    assert said.issuer.printed == "平潭综合实验区管委会办公室"
    assert (said.title, said.year, said.kind) == (title, 2011, "annual_report")
    days = {name: getattr(said, name) for name in ("signed", "posted", "url_date")}
    assert {name: day.value for name, day in days.items()} == {
        "signed": date(2012, 2, 20),
        "posted": date(2012, 4, 11),
        "url_date": date(2012, 4, 20),
    }
    assert {name: day.source for name, day in days.items()} == {
        "signed": "signature",
        "posted": "时间",
        "url_date": "url",
    }
    assert said.flags == ("posted_differs_from_url",)


PRINTED = [
    pytest.param("石门镇2017年报告", "石门镇人民政府", "石门镇人民政府", id="the-head-has-the-name-whole"),
    pytest.param("石门镇人民政府2017年报告", "石门镇", "石门镇人民政府", id="the-title-has-it-whole"),
    pytest.param("石门镇2017年报告", "桐乡市人民政府办公室", "石门镇", id="another-s-name"),
    pytest.param(
        "桐乡市2017年政府信息公开工作年度报告", "市人民政府办公室", "桐乡市", id="a-county-s-office-posts-for-it"
    ),
]


@pytest.mark.parametrize(("title", "publisher", "printed"), PRINTED)
def test_the_name_as_printed_of_title_and_head(title: str, publisher: str, printed: str, divisions: Divisions) -> None:
    said = read_report(f"{title}\n发布机构：{publisher}\n{LAW}{BODY}", Hints("tx.gov.cn", "330483"), divisions)
    assert said.issuer is not None
    assert said.issuer.printed == printed


def read(
    signed: str = "2018年1月5日", posted: date | None = None, url: str = "", period: str = "", **meta: str
) -> ReportReading:
    text = f"石门镇2017年政府信息公开工作年度报告\n{LAW}{period}{BODY}石门镇人民政府\n{signed}"
    return read_report(text, Hints("tx.gov.cn", "330483", url=url, posted=posted, meta=meta), load_divisions())


WHOLE = "统计期限自2017年1月1日起至2017年12月31日止。"
FLAGS = [
    pytest.param(read(posted=date(2018, 1, 5)), set(), id="as-it-should-be"),
    pytest.param(read(posted=date(2018, 1, 4)), {"signed_after_posted"}, id="posted-before-it-was-signed"),
    pytest.param(
        read(url="http://tx.gov.cn/art/2018/1/4/a.html"), {"signed_after_url"}, id="filed-before-it-was-signed"
    ),
    pytest.param(
        read(posted=date(2018, 1, 6), url="http://tx.gov.cn/art/2018/1/9/a.html"),
        {"posted_differs_from_url"},
        id="page-and-address",
    ),
    pytest.param(
        read(signed="2017年12月20日", period=WHOLE), {"signed_before_period_end"}, id="before-its-period-ended"
    ),
    pytest.param(read(signed="2017年12月31日", period=WHOLE), set(), id="on-the-last-day"),
    pytest.param(
        read(posted=date(2016, 1, 5)),
        {"signed_after_posted", "posted_before_year", "dates_disagree"},
        id="posted-before-its-year",
    ),
    pytest.param(read(signed="2020年3月5日"), {"signed_years_later"}, id="signed-years-later"),
    pytest.param(read(signed="20180105日"), {"broken_date"}, id="broken"),
    pytest.param(read(posted=date(2021, 1, 19)), {"dates_disagree"}, id="moved-years-later"),
]


@pytest.mark.parametrize(("said", "flags"), FLAGS)
def test_days_that_disagree_are_flagged_and_none_is_dropped(said: ReportReading, flags: set[str]) -> None:
    assert set(said.flags) == flags
    assert said.signed is not None


def test_a_page_s_own_day_stands_in_for_a_signature_that_is_not_there() -> None:
    said = read(signed="", 成文日期="2018-01-03", 发布日期="2018-01-05")
    assert said.signed is not None
    assert said.posted is not None
    assert (said.signed.value, said.signed.source) == (date(2018, 1, 3), "成文日期")
    assert (said.posted.value, said.posted.source) == (date(2018, 1, 5), "发布日期")
    own = read(成文日期="2018-01-03")
    assert own.signed is not None
    assert (own.signed.value, own.signed.source) == (date(2018, 1, 5), "signature")


SCOPES = [
    pytest.param("桐乡市人民政府2017年政府信息公开工作年度报告", "", "jurisdiction_aggregate", id="a-county"),
    pytest.param("桐乡市人民政府办公室2017年政府信息公开工作年度报告", "", "own_agency", id="its-office"),
    pytest.param(
        "桐乡市人民政府办公室2017年政府信息公开工作年度报告",
        "本报告综合各镇、街道和市级部门的年度报告编制。",
        "jurisdiction_aggregate",
        id="its-office-for-all",
    ),
    pytest.param("桐乡经济开发区2017年政府信息公开工作年度报告", "", "own_agency", id="a-zone"),
    pytest.param(
        "桐乡经济开发区2017年政府信息公开工作年度报告",
        "本报告汇总开发区各部门、各有关单位的数据编制。",
        "jurisdiction_aggregate",
        id="a-zone-for-all",
    ),
    pytest.param(
        "石门镇2017年政府信息公开工作年度报告",
        "本报告汇总全镇各部门的数据编制。",
        "own_agency",
        id="a-town-has-none-below",
    ),
    pytest.param("桐乡市教育局2017年政府信息公开工作年度报告", "根据局属各单位情况编制。", "own_agency", id="a-bureau"),
]


@pytest.mark.parametrize(("title", "lead", "scope"), SCOPES)
def test_own_agency_or_whole_jurisdiction(title: str, lead: str, scope: str, divisions: Divisions) -> None:
    assert read_report(f"{title}\n{lead}{BODY}", Hints("tx.gov.cn", "330483"), divisions).scope == scope


def test_facts_do_not_depend_on_what_was_read_before(divisions: Divisions) -> None:
    texts = [(param.values[0], param.values[1]) for param in TEXTS]
    first = {text: read_report(text, Hints("a.gov.cn", code), divisions) for code, text in texts}  # type: ignore[arg-type]
    for seed in range(3):
        random.Random(seed).shuffle(texts)
        for code, text in texts:
            assert read_report(text, Hints("a.gov.cn", code), divisions) == first[text]  # type: ignore[arg-type]
