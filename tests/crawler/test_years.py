"""Dates and years: read as offices write them, broken ones accepted and said to be broken."""

from datetime import date

import pytest

from crawler.reading.dates import find_period, find_url_date, parse_date, parse_numeral
from crawler.reading.signature import find_signature
from crawler.reading.years import read_year, years_in_title


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二○一八", 2018),
        ("二〇一八", 2018),
        ("二O一八", 2018),
        ("二Ｏ一八", 2018),
        ("二0一八", 2018),
        ("二零一八", 2018),
        ("2018", 2018),
        ("２０１８", 2018),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十三", 23),
        ("廿三", 23),
        ("卅一", 31),
        ("三十一", 31),
        ("九", 9),
        ("", None),
        ("十余", None),
        ("abc", None),
    ],
)
def test_numerals(text: str, number: int | None) -> None:
    assert parse_numeral(text) == number


@pytest.mark.parametrize(
    ("text", "day", "broken"),
    [
        pytest.param("二○一八年一月三日", date(2018, 1, 3), False, id="circle-u25cb"),
        pytest.param("二〇一八年一月三日", date(2018, 1, 3), False, id="ideographic-nought"),
        pytest.param("二0一七年十二月三十一日", date(2017, 12, 31), False, id="ascii-nought"),
        pytest.param("二O一O年十月十日", date(2010, 10, 10), False, id="letter-o"),
        pytest.param("二零一九年一月廿三日", date(2019, 1, 23), False, id="spelt-nought"),
        pytest.param("2017年2月20日", date(2017, 2, 20), False, id="digits"),
        pytest.param("2013 年 12 月 31 日", date(2013, 12, 31), False, id="blanks"),
        pytest.param("２０１７年２月２０日", date(2017, 2, 20), False, id="full-width"),
        pytest.param("2018-01-05 10:20", date(2018, 1, 5), False, id="iso-with-time"),
        pytest.param("2018/1/5", date(2018, 1, 5), False, id="slashes"),
        pytest.param("2018.01.05", date(2018, 1, 5), False, id="dots"),
        pytest.param("2026年09月24日 15:30", date(2026, 9, 24), False, id="chinese-with-time"),
        pytest.param("20191月1日", date(2019, 1, 1), True, id="year-sign-lost"),
        pytest.param("202020年12月31日", date(2020, 12, 31), True, id="year-doubled"),
        pytest.param("20121 1日", date(2012, 1, 1), True, id="year-and-month-signs-lost"),
        pytest.param("2017年2月30日", None, False, id="no-such-day"),
        pytest.param("2026-02-00018", None, False, id="an-index-number"),
        pytest.param("2017年", None, False, id="only-a-year"),
        pytest.param("第十二届", None, False, id="no-date"),
    ],
)
def test_days(text: str, day: date | None, broken: bool) -> None:
    found = parse_date(text, "page")
    assert (found.value if found else None) == day
    if found:
        assert found.broken is broken
        assert found.printed in text


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        pytest.param(
            "所列数据的统计期限自2017年1月1日起至2017年12月31日止",
            date(2017, 1, 1),
            date(2017, 12, 31),
            id="whole-year",
        ),
        pytest.param("统计时间为2016年1月1日至12月31日", date(2016, 1, 1), date(2016, 12, 31), id="year-said-once"),
        pytest.param("数据统计期限从2015年1月1日到2015年12月31日", date(2015, 1, 1), date(2015, 12, 31), id="from-to"),
        pytest.param("截止2017年11月25日，累计公开17条", None, date(2017, 11, 25), id="until"),
        pytest.param("截至目前，公开121条", None, None, id="until-now"),
        pytest.param(
            "统计期限自2020年1月1日起至202020年12月31日止", date(2020, 1, 1), date(2020, 12, 31), id="typing-error"
        ),
        pytest.param("会议于2017年1月1日至2017年1月3日召开。", None, None, id="a-meeting"),
    ],
)
def test_statistical_period(text: str, start: date | None, end: date | None) -> None:
    first, last = find_period(text)
    assert (first and first.value, last and last.value) == (start, end)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://mhk.gov.cn/zwgk/xxgk/xzj/xhz0/ndbg/201712/t20171207_5736.html", date(2017, 12, 7)),
        ("http://www.tx.gov.cn/art/2018/1/5/art_1229_1.html", date(2018, 1, 5)),
        ("http://x.gov.cn/zhengce/content/2018-12/29/content_1.htm", date(2018, 12, 29)),
        ("http://x.gov.cn/n1/2024/0517/c1.html", date(2024, 5, 17)),
        ("http://x.gov.cn/a/20180105/1.html", date(2018, 1, 5)),
        ("http://www.lianzhou.gov.cn/qylzdlb/gkmlpt/content/0/819/post_819005.html", None),
        ("http://x.gov.cn/201712/t20171399_1.html", None),
        ("http://x.gov.cn/a.html?d=/2018/1/5/", None),
    ],
)
def test_days_in_addresses(url: str, day: date | None) -> None:
    found = find_url_date(url)
    assert (found.value if found else None) == day


SIGNED = [
    pytest.param(
        ["正文。", "和平镇人民政府", "2017年2月20日"], "和平镇人民政府", date(2017, 2, 20), None, id="two-lines"
    ),
    pytest.param(["正文。", "二○一八年一月三日"], None, date(2018, 1, 3), None, id="date-only"),
    pytest.param(
        ["正文。", "湾龙镇人民政府 2017年11月25日"], "湾龙镇人民政府", date(2017, 11, 25), None, id="one-line"
    ),
    pytest.param(
        ["正文。", "2017年2月20日", "和平镇人民政府"], "和平镇人民政府", date(2017, 2, 20), None, id="date-first"
    ),
    pytest.param(
        ["正文。", "青石街道办事处（盖章）", "2019年1月8日", "附件：统计表", "规章 | 0"],
        "青石街道办事处",
        date(2019, 1, 8),
        None,
        id="an-annex-follows",
    ),
    pytest.param(
        ["报告", "（2018年1月3日）", "一、概述", "正文。", "再。", "三。"],
        None,
        date(2018, 1, 3),
        None,
        id="under-the-title",
    ),
    pytest.param(["正文。", "石门镇人民政府", "二○一八年一月"], "石门镇人民政府", None, "二○一八年一月", id="no-day"),
    pytest.param(["正文。", "石门镇人民政府"], "石门镇人民政府", None, None, id="no-date"),
    pytest.param(["一、概述", "自2017年1月1日起，我镇公开信息5条。"], None, None, None, id="a-date-in-a-sentence"),
    pytest.param(
        ["一、", "报告单位：石门镇人民政府", "日期：2018-01-03"], "石门镇人民政府", date(2018, 1, 3), None, id="labels"
    ),
    pytest.param([], None, None, None, id="nothing"),
]


@pytest.mark.parametrize(("lines", "body", "day", "partial"), SIGNED)
def test_signature(lines: list[str], body: str | None, day: date | None, partial: str | None) -> None:
    found = find_signature(lines)
    assert (found.body, found.signed.value if found.signed else None, found.partial) == (body, day, partial)


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("石门镇2017年度信息公开工作报告", [2017]),
        ("鄂城区市场监管局政府信息公开工作年度报告（2024年度）", [2024]),
        ("2022年度 政府信息公开工作年度报告", [2022]),
        ("二○一七年政府信息公开年报", [2017]),
        ("二0一七年政府信息公开年报", [2017]),
        ("2018年张义镇2017年度政府信息公开年报", [2017, 2018]),
        ("2017政府信息公开年报", [2017]),
        ("2016—2020年规划", []),
        ("2018年1月5日发布", []),
        ("高岭镇", []),
        ("第20175号", []),
        ("1998年工作", []),
    ],
)
def test_years_of_a_title(title: str, years: list[int]) -> None:
    assert years_in_title(title) == years


P2017 = "统计期限自2017年1月1日起至2017年12月31日止"
YEARS = [
    pytest.param("石门镇2017年报告", [], P2017, None, None, 2017, "title", (), id="title"),
    pytest.param("高岭镇", [], None, None, 2017, 2017, "list", (), id="town-only-and-the-folder-knows"),
    pytest.param(
        "政府信息公开年报", [], P2017, None, 2018, 2017, "period", ("year_conflict",), id="period-before-list"
    ),
    pytest.param(
        "",
        ["2016年，我镇公开信息。", "将在2017年改进。"],
        None,
        "2017年2月20日",
        None,
        2016,
        "body",
        (),
        id="not-the-plan",
    ),
    pytest.param(
        "",
        ["2010年我镇24余条。", "2009年，我镇公开。", "2009年全镇"],
        None,
        "2010年1月6日",
        None,
        2009,
        "body",
        (),
        id="majority",
    ),
    pytest.param("", [], None, "2018年1月3日", None, 2017, "signed", (), id="signed-in-january"),
    pytest.param("", [], None, "2017年11月25日", None, 2017, "signed", (), id="signed-in-november"),
    pytest.param(
        "石门镇2016年报告", [], P2017, None, None, 2016, "title", ("year_conflict",), id="title-against-period"
    ),
    pytest.param(
        "2018年张义镇2017年度报告", [], None, None, None, 2017, "title", ("title_names_two_years",), id="two-years"
    ),
    pytest.param("报告", [], None, None, None, None, None, (), id="unknown"),
    pytest.param("报告", [], "截止2017年11月25日", None, None, None, None, (), id="a-bound-is-no-year"),
]


@pytest.mark.parametrize(("title", "lines", "period", "signed", "listed", "year", "basis", "flags"), YEARS)
def test_report_year(
    title: str,
    lines: list[str],
    period: str | None,
    signed: str | None,
    listed: int | None,
    year: int | None,
    basis: str | None,
    flags: tuple[str, ...],
) -> None:
    day = parse_date(signed, "signature") if signed else None
    bounds = find_period(period) if period else (None, None)
    found = read_year([("title", title)], lines, bounds, day, listed)
    assert (found.year, found.basis, found.flags) == (year, basis, flags)
