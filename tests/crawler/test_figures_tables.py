"""Tables read back from text cell by cell: every shape and form, and the damage their words suffer."""

from collections.abc import Callable

import pytest

from crawler.reading.figures.cells import classify
from crawler.reading.figures.form_rows import REQUEST_ROWS
from crawler.reading.figures.labels import LabelBook, match_tail, squeeze_label
from crawler.reading.figures.tables import read_tables
from tests.crawler.forms_read import FORMS, at, codes, numbered, printed_cells
from tests.crawler.printed_forms import (
    COLUMNS,
    FORMULA,
    SHAPES,
    WITH_BLANKS,
    Grid,
    Printed,
    bar_lines,
    lines,
    pipes,
    report,
    tabs,
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_cell_of_a_form_is_read_from_every_shape(shape: Callable[[Grid], str], form: str) -> None:
    printed = numbered(form)
    text = report(printed, shape)
    statements, told, annex, problems = read_tables(text)
    assert printed_cells(text, statements) == printed.cells()
    assert (told, annex, codes(problems)) == (form, False, set())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("every", [2, 3, 5])
@pytest.mark.parametrize("shape", WITH_BLANKS.values(), ids=WITH_BLANKS)
def test_blank_cells_stay_blank_where_the_shape_keeps_their_place(
    shape: Callable[[Grid], str], every: int, form: str
) -> None:
    printed = numbered(form, blank_every=every)
    text = report(printed, shape)
    statements, told, _, problems = read_tables(text)
    assert printed_cells(text, statements) == printed.cells()
    assert (told, codes(problems)) == (form, set())
    blanks = [one for one in statements if one.polarity == "blank_cell"]
    assert len(blanks) == sum(not cell for cell in printed.cells().values())
    assert all(one.value is None and not text[one.start : one.end].strip() for one in blanks)


@pytest.mark.parametrize(
    ("printed", "kind", "number", "unit"),
    [
        pytest.param("12", "number", "12", "", id="plain"),
        pytest.param("１２", "number", "12", "", id="full width"),
        pytest.param("1,234", "number", "1,234", "", id="thousands"),
        pytest.param("１，２３４", "number", "1,234", "", id="full-width thousands"),
        pytest.param("-11", "number", "-11", "", id="a change is signed"),
        pytest.param("－11", "number", "-11", "", id="full-width minus"),
        pytest.param("−11", "number", "-11", "", id="typeset minus"),
        pytest.param("+3", "number", "+3", "", id="a gain may be signed"),
        pytest.param("7730.28", "number", "7730.28", "", id="decimal"),
        pytest.param("０．５", "number", "0.5", "", id="full-width point"),
        pytest.param("70487元", "number", "70487", "元", id="money with its unit"),
        pytest.param("25.1万元", "number", "25.1", "万元", id="ten thousands"),
        pytest.param("3 件", "number", "3", "件", id="counted"),
        pytest.param("\u3000 0\xa0", "number", "0", "", id="blanks around"),
        pytest.param("", "blank", "", "", id="blank"),
        pytest.param("\u3000\xa0 ", "blank", "", "", id="blanks only"),
        pytest.param("/", "not_applicable", "", "", id="slash"),
        pytest.param("—", "not_applicable", "", "", id="dash"),
        pytest.param("——", "not_applicable", "", "", id="double dash"),
        pytest.param("－", "not_applicable", "", "", id="full-width dash"),
        pytest.param("不适用", "not_applicable", "", "", id="said not to apply"),
        pytest.param("无", "none", "0", "", id="none in words"),
        pytest.param("2.重复申请", "text", "", "", id="a list number is no value"),
        pytest.param("2023年", "text", "", "", id="nor is a year"),
        pytest.param("12345-6", "text", "", "", id="nor a telephone"),
        pytest.param("1,23", "text", "", "", id="nor digits parted wrongly"),
    ],
)
def test_what_a_cell_prints(printed: str, kind: str, number: str, unit: str) -> None:
    cell = classify(printed, 0, len(printed))
    assert (cell.kind, cell.number, cell.unit) == (kind, number, unit)
    if kind not in ("blank", "text"):
        assert printed[cell.start : cell.end] == printed.strip()


@pytest.mark.parametrize(
    ("label", "key"),
    [
        pytest.param("一、本年新收政府信息公开申请数量", "received_new", id="official"),
        pytest.param("一、本年新收政府信息公开申请数", "received_new", id="last character lost"),
        pytest.param("一 、本 年 新 收 政 府 信 息 公 开 申 请 数 量", "received_new", id="spaced out"),
        pytest.param("一、今年新收政府信息公开申请数量", "received_new", id="a word exchanged"),
        pytest.param("二、上年结转政府信息公开申请数量", "carried_in", id="the row much like it"),
        pytest.param("（二）部分公开", "granted_part", id="short"),
        pytest.param("(二)部分公开(区分处理的,只计这一情形,不计其他情形)", "granted_part", id="half-width marks"),
        pytest.param("（二）部分公开（区分处理的，只计这一情形", "granted_part", id="cut off"),
        pytest.param("2.其他法律行政止公开", "denied_other_law", id="characters lost in a PDF"),
        pytest.param('3.危及"三安全一稳定"', "denied_security_stability", id="straight quotes"),
        pytest.param("3.危及三安全、一稳定", "denied_security_stability", id="no quotes"),
        pytest.param("4.保护第三方合法权利", "denied_third_party", id="synonym"),
        pytest.param("5.属于三类内部事物信息", "denied_internal", id="homophone"),
        pytest.param("6.属于四类过程信息", "denied_process", id="a character lost"),
        pytest.param("7.属于行政执法案件", "denied_enforcement_file", id="another noun"),
        pytest.param("１．本机关不掌握相关政府信息", "unable_not_held", id="full-width number"),
        pytest.param("2.没有现存信息需要另行制作", "unable_needs_creation", id="typo"),
        pytest.param("3.补正后申请内容扔不明确", "unable_unclear", id="homophone again"),
        pytest.param("1.信访举报投诉申请", "unprocessed_petition", id="类 lost"),
        pytest.param("4.无正当理由大量反复申请", "unprocessed_excessive", id="official again"),
        pytest.param("5.要求行政机关确认或重新出具", "unprocessed_confirm_reissue", id="first of two lines"),
        pytest.param("（六）其他处理", "other_2019", id="the one row of 2019"),
        pytest.param("1.申请人无正当理由逾期不补正、行政机关", "other_overdue_correction", id="first of three lines"),
        pytest.param(
            "2.申请人逾期未按收费通知要求缴纳费用，行政机关不再处理其信息公开申请", "other_unpaid_fee", id="shortened"
        ),
        pytest.param("3.其他", "other_rest", id="shortest"),
        pytest.param("（七）合计", "handled_total", id="another word for a total"),
        pytest.param("四、结转下年继续办理", "carried_out", id="度 lost"),
        pytest.param("四、結轉下年度繼續辦理", "carried_out", id="traditional characters"),
        pytest.param("本年度机关运行经费", "", id="another table's row"),
        pytest.param("公开", "", id="too little to tell"),
    ],
)
def test_a_row_is_told_by_its_label_through_typos_and_breaks(label: str, key: str) -> None:
    match = match_tail(squeeze_label(label), LabelBook(REQUEST_ROWS))
    assert (match.key if match else "") == key


REPLACED = [
    pytest.param("行政事业性收费", "行政事业型收费", id="a typo seen in reports"),
    pytest.param("行政规范性文件", "行政 规范性文件", id="a blank in a label"),
    pytest.param("本年制发件数", "本年发件数", id="a character of a head lost"),
    pytest.param("本年废止件数", "本年作废件数", id="a word of a head exchanged"),
    pytest.param("现行有效件数", "现行\u3000有效件数", id="a blank in a head"),
    pytest.param("第二十条第（六）项", "第二十条第(六)项", id="half-width brackets"),
    pytest.param("第二十条第（五）项", "", id="a block's title lost"),
    pytest.param("信息内容", "", id="the corner of a head lost"),
    pytest.param(FORMULA, "", id="the formula lost"),
    pytest.param("（本列数据的", "（本列）数据的", id="brackets misplaced, as seen"),
    pytest.param("三、本年度办理结果", "三本年度办理结果", id="a list mark lost"),
    pytest.param("（三）不予公开", "", id="a merged label lost"),
    pytest.param("四、政府信息公开行政复议、行政诉讼情况\n", "", id="a section title lost"),
    pytest.param("结果纠正", "结果 纠正", id="a blank in a head of disputes"),
    pytest.param(
        "二、主动公开政府信息情况\n",
        "二、主动公开政府信息情况\n该部分以表格形式报告。表格如下：\n",
        id="the template's sentence left in",
    ),
    pytest.param(
        "三、收到和处理政府信息公开申请情况\n", "三、收到和处理政府信息公开申请情况\n- 3 -\n", id="a page number"
    ),
]


@pytest.mark.parametrize("shape", [pipes, lines, tabs, bar_lines], ids=["pipes", "lines", "tabs", "bar lines"])
@pytest.mark.parametrize(("old", "new"), REPLACED)
def test_damage_to_words_moves_no_figure(old: str, new: str, shape: Callable[[Grid], str]) -> None:
    printed = numbered("2021")
    text = report(printed, shape)
    assert old in text
    text = text.replace(old, new)
    statements, told, _, _ = read_tables(text)
    assert printed_cells(text, statements) == printed.cells()
    assert told == "2021"


def test_a_row_whose_label_is_beyond_reading_is_told_by_its_place() -> None:
    printed = numbered("2021")
    text = report(printed, pipes).replace("4.保护第三方合法权益", "4.□□□□□□□")
    statements, _, _, problems = read_tables(text)
    assert printed_cells(text, statements) == printed.cells()
    assert codes(problems) == {"row_told_by_place"}


def test_two_rows_beyond_reading_of_which_one_lost_its_figures_are_left_out() -> None:
    printed = numbered("2021")
    text = report(printed, pipes).replace("4.保护第三方合法权益", "4.□□□")
    row = next(line for line in text.split("\n") if line.startswith("5.属于三类内部事务信息"))
    statements, _, _, problems = read_tables(text.replace(row, "5.□□□"))
    assert not [one for one in statements if one.key in ("denied_third_party", "denied_internal")]
    assert "rows_not_found" in codes(problems)


def test_page_numbers_between_the_rows_of_a_cut_table() -> None:
    printed = numbered("2019")
    text = report(printed, lines).replace("（四）无法提供", "\n— 4 —\n（四）无法提供")
    statements, *_ = read_tables(text)
    assert printed_cells(text, statements) == printed.cells()


def test_a_bare_page_number_after_a_row_that_adds_up() -> None:
    requests = {("granted", column): "0" for column in COLUMNS} | {
        ("granted", "business"): "2",
        ("granted", "total"): "2",
    }
    text = report(Printed("2021", requests), lines).replace("（二）部分公开", "5\n（二）部分公开")
    statements, *_ = read_tables(text)
    assert at(statements, "granted", "total").value == 2
    assert at(statements, "granted", "natural_person").value == 0


def test_vertical_type_one_character_a_line() -> None:
    printed = numbered("2021")
    text = report(printed, lines).replace("三、本年度办理结果", "三\n、\n本\n年\n度\n办\n理\n结\n果")
    text = text.replace("结果维持", "结\n果\n维\n持").replace("本年增/减", "本年增\n/\n减")
    statements, *_ = read_tables(text)
    assert printed_cells(text, statements) == printed.cells()


def test_the_slash_of_a_broken_head_is_no_value() -> None:
    printed = numbered("2019")
    text = report(printed, lines).replace("本年增/减", "本年增\n/\n减")
    statements, told, *_ = read_tables(text)
    assert printed_cells(text, statements) == printed.cells()
    assert told == "2019"


def test_list_numbers_in_cells_of_their_own_are_no_values() -> None:
    printed = numbered("2021")
    text = "\n".join(
        f"{line[0]} | {line[2:]}" if line[:1].isdigit() and line[1:2] == "." else line
        for line in report(printed, pipes).split("\n")
    )
    assert "\n2 | 其他法律行政法规禁止公开" in text
    statements, *_ = read_tables(text)
    assert printed_cells(text, statements) == printed.cells()


@pytest.mark.parametrize("shape", [pipes, lines, tabs], ids=["pipes", "lines", "tabs"])
@pytest.mark.parametrize("row", [0, 2, 3])
def test_a_displaced_head_of_totals_moves_no_figure(row: int, shape: Callable[[Grid], str]) -> None:
    """As in a form whose 总计 stands a row too low or too high."""
    printed = numbered("2021")
    grid = printed.request_grid()
    grid[1].remove("总计")
    grid[row].insert(0, "总计")
    text = shape(grid)
    statements, *_ = read_tables(text)
    wanted = {place: cell for place, cell in printed.cells().items() if place in printed.requests}
    assert printed_cells(text, statements) == wanted


def test_sections_in_another_order() -> None:
    printed = numbered("2021")
    grids = (printed.review_grid(), printed.request_grid(), printed.disclosure_grid())
    text = "\n".join(f"第{number}部分\n{pipes(grid)}" for number, grid in enumerate(grids))
    assert printed_cells(text, read_tables(text)[0]) == printed.cells()
