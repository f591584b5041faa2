"""The numbers of ordered lists, as the browser shows them, and nothing where it shows none or the author typed his."""

import pytest

from crawler.extract.clean import clean_markup

LISTS = [
    pytest.param("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"], id="plain"),
    pytest.param("<ol start=3><li>甲<li>乙</ol>", ["3. 甲", "4. 乙"], id="start"),
    pytest.param("<ol start=x><li>甲</ol>", ["1. 甲"], id="start-that-is-no-number"),
    pytest.param("<ol><li value=5>甲<li>乙</ol>", ["5. 甲", "6. 乙"], id="value"),
    pytest.param("<ol reversed><li>甲<li>乙<li>丙</ol>", ["3. 甲", "2. 乙", "1. 丙"], id="reversed"),
    pytest.param("<ol reversed start=9><li>甲<li>乙</ol>", ["9. 甲", "8. 乙"], id="reversed-from"),
    pytest.param("<ol type=a><li>甲<li>乙</ol>", ["a. 甲", "b. 乙"], id="letters"),
    pytest.param("<ol type=A start=27><li>甲</ol>", ["AA. 甲"], id="capitals-past-z"),
    pytest.param("<ol type=i><li>甲<li>乙</ol>", ["i. 甲", "ii. 乙"], id="roman"),
    pytest.param("<ol type=I start=0><li>甲</ol>", ["0. 甲"], id="roman-has-no-zero"),
    pytest.param("<ol><li type=a>甲<li>乙</ol>", ["a. 甲", "2. 乙"], id="type-of-one-item"),
    pytest.param(
        "<ol style='list-style-type:cjk-ideographic'><li>甲<li>乙</ol>", ["一、甲", "二、乙"], id="chinese-numerals"
    ),
    pytest.param("<ol style='list-style-type: none'><li>甲</ol>", ["甲"], id="none"),
    pytest.param("<ol style='list-style: none outside'><li>甲</ol>", ["甲"], id="none-in-short"),
    pytest.param("<ol><li style='list-style:none'>甲<li>乙</ol>", ["甲", "2. 乙"], id="none-for-one-item"),
    pytest.param("<ol><li>甲<ol><li>子</ol><li>乙</ol>", ["1. 甲", "1. 子", "2. 乙"], id="nested"),
    pytest.param("<ol><li>甲<ul><li>子</ul><li>乙</ol>", ["1. 甲", "子", "2. 乙"], id="bullets-inside"),
    pytest.param(
        "<ol><li><p>甲</p><p>续</p><li>乙</ol>", ["1. 甲", "续", "2. 乙"], id="the-first-paragraph-of-an-item"
    ),
    pytest.param("<ol><li></li><li>乙</ol>", ["2. 乙"], id="an-empty-item-counts"),
    pytest.param("<ul><li>甲<li>乙</ul>", ["甲", "乙"], id="bullets"),
    pytest.param("<li>甲</li>", ["甲"], id="an-item-of-no-list"),
    pytest.param("<ol><li>一、甲<li>二、乙</ol>", ["一、甲", "二、乙"], id="typed-chinese"),
    pytest.param("<ol><li>1.甲<li>（2）乙<li>③丙</ol>", ["1.甲", "（2）乙", "③丙"], id="typed-figures"),
    pytest.param("<ol><li>第一条 甲</ol>", ["第一条 甲"], id="typed-article"),
    pytest.param("<ol><li>2017年甲<li>1.5万件</ol>", ["1. 2017年甲", "2. 1.5万件"], id="figures-that-are-no-marks"),
    pytest.param("<ul><li>• 甲</ul>", ["• 甲"], id="typed-bullets-stay"),
]


@pytest.mark.parametrize(("markup", "expected"), LISTS)
def test_items_bear_the_numbers_a_browser_shows(markup: str, expected: list[str]) -> None:
    assert clean_markup(markup).text.split("\n") == expected


def test_a_number_changes_nothing_about_what_an_item_is() -> None:
    links = "".join(f"<li><a href='/{n}'>某镇{n}年政府信息公开工作年度报告</a></li>" for n in range(2010, 2018))
    body = "<p>2017年，我镇主动公开政府信息86条，全文电子化率达100%。</p>"
    assert clean_markup(f"{body}<ol>{links}<li>【打印】【关闭】</li></ol>").text == clean_markup(body).text


def test_numbers_of_markup_without_a_tree() -> None:
    deep = "<div>" * 3_000
    assert clean_markup(f"{deep}<ol><li>甲</li><li>乙</li></ol>").text == "1. 甲\n2. 乙"
    assert clean_markup(f"{deep}<ol reversed><li>甲</li><li>乙</li></ol>").text == "甲\n乙"
