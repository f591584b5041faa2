"""The statistics annex read from every shape, with one column or two, with codes, or run together."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from crawler.reading.figures.tables import read_tables
from tests.crawler.forms_read import codes
from tests.crawler.printed_forms import (
    Grid,
    bar_lines,
    lines,
    markdown,
    pdf_rows,
    pipes,
    single_spaces,
    tabs,
)

ANNEX = (
    ("proactive_total", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "86"),
    ("proactive_documents", "其中：主动公开规范性文件数", "条", "3"),
    ("docs_issued", "制发规范性文件总数", "件", "4"),
    ("proactive_website", "2.政府网站公开政府信息数", "条", "57"),
    ("requests_received", "（一）收到申请数", "件", "5"),
    ("requests_online", "3.网络申请数", "件", "2"),
    ("granted", "2.同意公开答复数", "件", "1"),
    ("partly", "3.同意部分公开答复数", "件", "2"),
    ("denied", "4.不同意公开答复数", "件", "0"),
    ("reconsideration", "四、行政复议数量", "件", "1"),
    ("reconsideration_upheld", "（一）维持具体行政行为数", "件", "1"),
    ("reconsideration_corrected", "（二）被依法纠错数", "件", "0"),
    ("litigation", "五、行政诉讼数量", "件", "2"),
    ("litigation_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "2"),
    ("litigation_other", "（三）其他情形数", "件", "0"),
    ("trainees", "（三）接受培训人员数", "人次", "120"),
)


@pytest.mark.parametrize(
    "shape",
    [pipes, lines, tabs, markdown, bar_lines, single_spaces, pdf_rows],
    ids=["pipes", "lines", "tabs", "markdown", "bar lines", "single spaces", "pdf rows"],
)
def test_the_annex_is_read_from_every_shape(shape: Callable[[Grid], str]) -> None:
    grid = [
        ["统计指标", "单位", "统计数"],
        ["一、主动公开情况", "——", ""],
        *([label, unit, figure] for _, label, unit, figure in ANNEX),
    ]
    text = f"报告附政府信息公开情况统计表。\n政府信息公开情况统计表\n{shape(grid)}\n"
    statements, form, annex, _ = read_tables(text)
    assert (annex, form) == (True, "")
    assert {one.key: text[one.start : one.end] for one in statements} == {key: figure for key, _, _, figure in ANNEX}
    assert {one.source for one in statements} == {"annex"}


def test_an_annex_of_two_columns_states_the_year_and_all_years() -> None:
    text = (
        "情况统计表\n指标名称 | 计量单位 | 2012年度 | 历年累计\n主动公开信息数 | 条 | 20 | 62\n"
        "其中：1.网站公开 | 条 | 18 | 60\n2.政府公报公开 | 条 | 2 | 2"
    )
    statements, _, annex, _ = read_tables(text)
    assert annex
    assert [(one.key, one.value, one.scope) for one in statements][:2] == [
        ("proactive_total", Decimal(20), "year"),
        ("proactive_total", Decimal(62), "all_time"),
    ]


def test_an_annex_with_line_codes_states_no_code() -> None:
    text = (
        "政府信息公开情况统计报表\n指标名称 | 计量单位 | 代码 | 本期实际 | 本年累计\n"
        "主动公开信息数 | 条 | 01 | 7 | 20\n"
        "申请总数 | 条 | 10 | 1 | 2\n其中：1.当面申请数 | 条 | 11 | 1 | 2"
    )
    statements, *_ = read_tables(text)
    assert [(one.key, one.value, one.scope) for one in statements][:2] == [
        ("proactive_total", Decimal(7), "unclear"),
        ("proactive_total", Decimal(20), "year"),
    ]


def test_run_together_annex_figures_are_parted_only_where_one_way_is_open() -> None:
    text = (
        "附件：情况统计表 指标名称计量单位2012年度历年累计主动公开信息数条20263542其中：1.网站公开条07"
        "1.当面申请数条33行政复议数条00"
    )
    statements, _, annex, problems = read_tables(text)
    assert annex
    assert {one.key: str(one.value) for one in statements if one.scope == "year"} == {
        "proactive_website": "0",
        "requests_in_person": "3",
        "reconsideration": "0",
    }
    assert "columns_not_told" in codes(problems)
