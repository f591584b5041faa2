"""Who signed and when, in the shapes that offices and the tools between them and us leave a signature."""

from datetime import date

import pytest

from crawler.reading.dates import find_dates
from crawler.reading.signature import Signature, find_signature

#: lines -> body, day or what is printed of one without a day
SIGNED = [
    pytest.param(
        ["正文。", "和平镇人民政府", "2013 年 1 月 16 日"], "和平镇人民政府", date(2013, 1, 16), id="digits-set-apart"
    ),
    pytest.param(
        ["正文" * 40 + "。和平镇人民政府 2013年1月16日"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="one-line-after-the-last-sentence",
    ),
    pytest.param(
        ["正文。" * 40 + " 和平镇人民政府", "二○一二年二月二十日", "附件1：统计表", "指标名称", *["条 0 0"] * 60],
        "和平镇人民政府",
        date(2012, 2, 20),
        id="annex-longer-than-the-report",
    ),
    pytest.param(["正文。", "（2013年1月16日）"], None, date(2013, 1, 16), id="in-brackets"),
    pytest.param(
        ["正文。", "和平镇人民政府（盖章）２０１３年１月１６日"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="full-width-with-seal",
    ),
    pytest.param(["正文。", "和平镇人民政府", "二〇一三年一月"], "和平镇人民政府", "二〇一三年一月", id="no-day"),
    pytest.param(
        ["正文。", "和平镇人民政府", "2013年", "1月16日"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="over-two-lines-at-the-year",
    ),
    pytest.param(
        ["正文。", "和平镇人民政府", "2013年1月", "16日"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="over-two-lines-at-the-month",
    ),
    pytest.param(
        ["正文。", "和平镇人民政府", "2013年1月16日", "编辑：张三", "打印 关闭"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="editor-and-print-lines-follow",
    ),
    pytest.param(
        ["正文。", "和平镇人民政府2013年1月16日 责任编辑：张三"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="an-editor-on-the-same-line",
    ),
    pytest.param(
        ["正文。", "琼中黎族苗族自治县", "和平镇人民政府", "2013年1月16日"],
        "琼中黎族苗族自治县和平镇人民政府",
        date(2013, 1, 16),
        id="the-county-on-the-line-above",
    ),
    pytest.param(
        ["和平镇人民政府", "（2013年2月20日）", "根据《条例》，现公布。", "一、概述", "正文。", "正文。"],
        "和平镇人民政府",
        date(2013, 2, 20),
        id="under-the-title",
    ),
    pytest.param(
        ["和平镇人民政府", "(20130220日)", "根据《条例》，现公布。", "一、概述", "正文。", "正文。"],
        "和平镇人民政府",
        date(2013, 2, 20),
        id="under-the-title-with-signs-lost",
    ),
    pytest.param(
        ["发布日期：2013-02-22 点击数:", "根据《条例》，现公布。", "一、概述", "正文。", "正文。"],
        None,
        None,
        id="a-day-of-posting-is-none",
    ),
    pytest.param(
        ["正文。", "单位：和平镇人民政府 时间：2013年1月16日"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="labels-on-one-line",
    ),
    pytest.param(["正文。", "发布时间：2013-01-16"], None, None, id="a-label-of-posting-at-the-end"),
    pytest.param(["正文。", "和平街道", "2013.1.16"], "和平街道", date(2013, 1, 16), id="a-street-and-points"),
    pytest.param(
        ["正文。", "附件：1.统计表", "和平镇人民政府", "2013年1月16日"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="a-list-of-files-before-it",
    ),
    pytest.param(
        ["正文。", "和平镇人民政府", "2013年1月16日", "附件1：情况统计表", "单位负责人：张三 填报日期：2013年1月18日"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="a-form-filled-in-later",
    ),
    pytest.param(["正文。", "2013年1月16日，我镇召开会议。"], None, None, id="a-sentence-that-begins-with-a-day"),
    pytest.param(["正文。", "和平镇人民政府办公室 2013年1月18日印发"], None, None, id="the-day-of-printing-alone"),
    pytest.param(
        ["正文。", "和平镇人民政府", "2013年1月16日", "和平镇人民政府办公室 2013年1月18日印发"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="the-day-of-printing-follows",
    ),
    pytest.param(
        [
            "正文。",
            "和平镇人民政府",
            "2013年1月16日",
            "相关信息",
            "某某局公示 2015-02-02",
            "和平镇2014年政府信息公开年报 2015-01-02",
        ],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="related-links-follow",
    ),
    pytest.param(
        ["正文。", "和平镇信息公开办", "2013年元月十六日"],
        "和平镇信息公开办",
        date(2013, 1, 16),
        id="an-office-of-disclosure",
    ),
    pytest.param(
        ["正文。", "和平派出所", "2013年1月16"], "和平派出所", date(2013, 1, 16), id="a-station-and-a-lost-sign"
    ),
    pytest.param(
        ["正文。", "和平镇人民政府", "2013年1月 日"], "和平镇人民政府", "2013年1月日", id="a-day-to-be-filled-in"
    ),
    pytest.param(
        ["正文。", "和平镇人民政府", "二Ｏ一三年一月十六日"], "和平镇人民政府", date(2013, 1, 16), id="capital-o"
    ),
    pytest.param(["正文。", "和平镇人民政府", "二零一三年一月十六日"], "和平镇人民政府", date(2013, 1, 16), id="零"),
    pytest.param(
        ["正文。", "和平镇人民政府", "二 ○ 一三年 一月 十六 日"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="blanks-between-numerals",
    ),
    pytest.param(
        ["正文。", "和平镇人民政府", "2013年1月16日星期三"], "和平镇人民政府", date(2013, 1, 16), id="with-the-weekday"
    ),
    pytest.param(
        ["正文。", "（联系人：张三；电话：0000）", "和平镇人民政府", "2013年1月16日", "附件下载", "年报.doc"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="a-contact-before-and-files-behind",
    ),
    pytest.param(["正文。", "红星农场", "2013年1月16日"], "红星农场", date(2013, 1, 16), id="a-farm"),
    pytest.param(
        ["正文。", "落款：和平镇人民政府，日期：2013年1月16日"],
        "和平镇人民政府",
        date(2013, 1, 16),
        id="labels-in-a-sentence",
    ),
    pytest.param(
        ["正文。", "和平镇人民政府", "一三年一月十六日"], "和平镇人民政府", None, id="a-year-of-two-digits-is-none"
    ),
    pytest.param(
        ["正文" * 10 + "。", "六、其他需要报告的事项", "无。", "和平镇人民政府"],
        "和平镇人民政府",
        None,
        id="a-body-without-a-day",
    ),
    pytest.param(
        ["正文" * 10 + "。", "平潭县人民政府", "附件1：平潭县统计表", "指标名称计量单位"],
        "平潭县人民政府",
        None,
        id="a-body-before-the-annex",
    ),
    pytest.param(
        ["安丘市石埠子镇人民政府", "2012年，我镇公开信息。", "一、概述", "正文。"],
        "安丘市石埠子镇人民政府",
        None,
        id="a-body-under-the-title",
    ),
    pytest.param(["桐乡市人民政府：", "2012年，我镇公开信息。", "正文。"], None, None, id="an-addressee-signs-nothing"),
    pytest.param(
        ["和平镇人民政府办公室", "二〇一三年一月", "正文。" * 40, "二○一三年一月二十日", "情况统计表", "指标名称"],
        "和平镇人民政府办公室",
        date(2013, 1, 20),
        id="a-cover-with-a-month-and-a-day-at-the-end",
    ),
]


@pytest.mark.parametrize(("lines", "body", "day"), SIGNED)
def test_a_signature(lines: list[str], body: str | None, day: date | str | None) -> None:
    found = find_signature(lines)
    assert (found.body, found.signed.value if found.signed else found.partial) == (body, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("20130220日", date(2013, 2, 20), id="eight-digits"),
        pytest.param("201511日", date(2015, 1, 1), id="six-digits"),
        pytest.param("2015325日", date(2015, 3, 25), id="seven-digits-that-make-one-day"),
        pytest.param("2015111日", None, id="seven-digits-that-make-two"),
        pytest.param("2015年第20151231号", None, id="a-number-of-a-paper"),
        pytest.param("2018年1月3", date(2018, 1, 3), id="日-lost-at-the-end"),
        pytest.param("2018年1月3条信息", None, id="three-items-of-a-month"),
    ],
)
def test_signs_lost_from_a_day_are_read_where_one_day_is_left(text: str, day: date | None) -> None:
    found = find_dates(text, "signature")
    assert [(one.value, one.broken) for one in found] == ([(day, True)] if day else [])


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param(["和" * 50_000], Signature(), id="one-long-word"),
        pytest.param(["2018年"] * 9_000, Signature(), id="years"),
        pytest.param(["2018年1月"] * 9_000, Signature(partial="2018年1月"), id="months"),
        pytest.param(["和平镇人民政府"] * 9_000, Signature("和平镇人民政府"), id="bodies"),
        pytest.param(["。" * 90_000], Signature(), id="marks"),
        pytest.param([" "] * 9, Signature(), id="blanks"),
    ],
)
def test_any_lines_have_a_signature_or_none(lines: list[str], found: Signature) -> None:
    assert find_signature(lines) == found
