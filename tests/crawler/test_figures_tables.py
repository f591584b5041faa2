"""Tables read back from text: every shape and form, the damage forms suffer, the annex, real reports, hostile pages."""

import json
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.clean import clean_markup
from crawler.extract.documents import read_document
from crawler.reading.figures.cells import classify
from crawler.reading.figures.checks import check_figures
from crawler.reading.figures.form_rows import REQUEST_ROWS
from crawler.reading.figures.labels import LabelBook, match_tail, squeeze_label
from crawler.reading.figures.read import FIGURE_RULES, read_figures
from crawler.reading.figures.tables import read_tables
from crawler.reading.figures.values import Figures, Statement
from tests.crawler.printed_forms import (
    APPLICANTS,
    BLOCKS,
    COLUMNS,
    FORMULA,
    GROUPS,
    OUTCOMES,
    SHAPES,
    WITH_BLANKS,
    Grid,
    Printed,
    bar_lines,
    lines,
    markdown,
    pdf_rows,
    pipes,
    report,
    request_rows,
    single_spaces,
    tabs,
)
from tests.replica.county import Paragraph
from tests.replica.docx import make_docx_in_order
from tests.replica.markup import render
from tests.replica.pdf import make_pdf
from tests.replica.report_tables import disclosure_table, request_table, review_table

FORMS = ("2019", "2021")


def numbered(form: str, *, blank_every: int = 0) -> Printed:
    """A form in which no two neighbours print the same figure, some cells blank: whatever moves is seen to move."""
    count = 0

    def figure() -> str:
        nonlocal count
        count += 1
        return "" if blank_every and count % blank_every == 0 else str(count)

    return Printed(
        form,
        {(key, column): figure() for key, _ in request_rows(form) for column in COLUMNS},
        {(group, outcome): figure() for group in GROUPS for outcome in OUTCOMES},
        {(row, column): figure() for _, _, columns, rows in BLOCKS[form] for row, _ in rows for column, _ in columns},
    )


def printed_cells(text: str, statements: tuple[Statement, ...]) -> dict[tuple[str, str], str]:
    """The words of the text each statement of a form points at, by row and column."""
    return {
        (one.cell.row, one.cell.column): text[one.start : one.end].strip() for one in statements if one.cell is not None
    }


def at(statements: tuple[Statement, ...], row: str, column: str) -> Statement:
    return next(one for one in statements if one.cell is not None and (one.cell.row, one.cell.column) == (row, column))


def codes(problems: tuple[tuple[str, str], ...]) -> set[str]:
    return {code for code, _ in problems} - {"unit_not_printed"}


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
        pytest.param("四、結轉下年度繼續辦理", "", id="traditional characters we cannot all turn"),
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


def test_a_merged_cell_keeps_its_first_value_and_blanks() -> None:
    printed = Printed(
        "2021", {("granted", column): "" for column in COLUMNS[1:]} | {("granted", "natural_person"): "0"}
    )
    text = report(printed, pipes).replace("（一）予以公开 | 0 | | | | | |", "（一）予以公开 | 0 | |||||")
    assert "|||||" in text
    statements, *_ = read_tables(text)
    assert [at(statements, "granted", column).polarity for column in COLUMNS] == ["stated_number", *["blank_cell"] * 6]


def test_rows_without_their_blank_cells_state_a_total_and_leave_the_rest_unplaced() -> None:
    """As the text of a page whose blank cells left no trace: 26 and 26, of which one is the total."""
    requests = {(key, column): "" for key, _ in request_rows("2021") for column in COLUMNS}
    for key in ("received_new", "granted", "handled_total"):
        requests |= {(key, "natural_person"): "26", (key, "total"): "26"}
    text = report(Printed("2021", requests, blank=""), lines)
    statements, _, _, problems = read_tables(text)
    assert at(statements, "received_new", "total").value == 26
    assert at(statements, "received_new", "unplaced").value == 26
    assert "columns_not_told" in codes(problems)


def test_rows_of_six_that_do_not_add_up_are_the_applicants() -> None:
    grid = [row if len(row) < 8 else row[:-1] for row in numbered("2021").request_grid()]
    text = pipes(grid)
    statements, _, _, problems = read_tables(text)
    assert {one.cell.column for one in statements if one.cell} == set(APPLICANTS)
    assert "columns_not_told" in codes(problems)


def test_rows_of_three_that_do_not_add_up_are_nobodys() -> None:
    grid = [[*row[:1], "1", "2", "9"] if len(row) == 8 else row for row in numbered("2021").request_grid()]
    statements, _, _, problems = read_tables(pipes(grid))
    assert {one.cell.column for one in statements if one.cell and one.key == "carried_in"} == {"unplaced"}
    assert "columns_not_told" in codes(problems)


def test_a_row_of_disputes_with_cells_lost_is_a_problem_not_a_guess() -> None:
    printed = Printed("2021", reviews={("reconsideration", "upheld"): ""})
    statements, _, _, problems = read_tables(report(printed, lines))
    assert not [one for one in statements if one.source == "table_c"]
    assert "columns_not_told" in codes(problems)


@pytest.mark.parametrize("size", [5, 10])
def test_disputes_in_tables_of_their_own_follow_each_other(size: int) -> None:
    printed = numbered("2021")
    head, values = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计", printed.review_grid()[-1]
    parts = [values[:size], values[size:]]
    text = "四、行政复议、行政诉讼情况\n" + "\n".join(f"行政复议\n{head}\n{' | '.join(part)}" for part in parts)
    statements, *_ = read_tables(text)
    assert [text[one.start : one.end] for one in statements] == values


@pytest.mark.parametrize(
    ("rows", "columns", "label", "told"),
    [
        pytest.param("2019", "2019", "规范性文件", "2019", id="2019 throughout"),
        pytest.param("2021", "2021", "行政规范性文件", "2021", id="2021 throughout"),
        pytest.param("2019", "2021", "行政规范性文件", "mixed", id="rows of 2019 under columns of 2021"),
        pytest.param("2021", "2019", "规范性文件", "mixed", id="rows of 2021 under columns of 2019"),
        pytest.param("2021", "2021", "规范性文件", "mixed", id="a label of 2019 in a form of 2021"),
    ],
)
def test_the_form_is_told_by_columns_and_rows(rows: str, columns: str, label: str, told: str) -> None:
    disclosures = numbered(columns).disclosure_grid()
    for row in disclosures:
        if row[0].endswith("规范性文件"):
            row[0] = label
    text = f"2020年\n{pipes(disclosures)}\n{pipes(numbered(rows).request_grid())}"
    assert read_tables(text)[1] == told


@pytest.mark.parametrize("year", [2016, 2019, 2020, 2022, 2031])
def test_no_year_changes_the_form(year: int) -> None:
    assert read_tables(f"{year}年度\n" + report(numbered("2019"), pipes))[1] == "2019"


@pytest.mark.parametrize(
    ("form", "row", "column", "printed", "value", "unit", "unit_printed"),
    [
        pytest.param("2021", "fees", "amount", "7730.28", "77302800", "yuan", "万元", id="the column's unit"),
        pytest.param("2021", "fees", "amount", "300元", "300", "yuan", "元", id="the cell's own goes before"),
        pytest.param("2019", "procurement", "amount", "70487元", "70487", "yuan", "元", id="its own unit"),
        pytest.param("2019", "procurement", "amount", "25.1万元", "251000", "yuan", "万元", id="ten thousands"),
        pytest.param("2019", "procurement", "amount", "70487", "70487", "", "", id="no unit is no unit"),
        pytest.param("2019", "licences", "change", "-11", "-11", "item", "", id="a signed change"),
        pytest.param("2019", "fees", "change", "－２", "-2", "item", "", id="a full-width one"),
        pytest.param("2021", "licences", "decisions", "14,069", "14069", "item", "", id="thousands"),
        pytest.param("2021", "penalties", "decisions", "12件", "12", "item", "件", id="counted in its cell"),
    ],
)
def test_figures_with_signs_and_units(
    form: str, row: str, column: str, printed: str, value: str, unit: str, unit_printed: str
) -> None:
    text = report(Printed(form, disclosures={(row, column): printed}), pipes)
    statements, _, _, problems = read_tables(text)
    one = at(statements, row, column)
    assert (one.value, one.unit, one.unit_printed) == (Decimal(value), unit, unit_printed)
    assert text[one.start : one.end] == printed
    assert ("unit_not_printed" in dict(problems)) == (unit == "")


@pytest.mark.parametrize(
    ("printed", "polarity", "value"),
    [
        pytest.param("/", "not_applicable", None, id="slash"),
        pytest.param("—", "not_applicable", None, id="dash"),
        pytest.param("无", "stated_none", 0, id="none in words"),
        pytest.param("", "blank_cell", None, id="blank"),
        pytest.param("0", "stated_number", 0, id="nought"),
    ],
)
def test_nought_none_blank_and_not_applicable_stay_apart(printed: str, polarity: str, value: int | None) -> None:
    statements, *_ = read_tables(report(Printed("2021", {("carried_in", "business"): printed}), pipes))
    one = at(statements, "carried_in", "business")
    assert (one.polarity, one.value) == (polarity, value)


def test_keys_cells_and_blocks_are_those_of_the_contract() -> None:
    statements, *_ = read_tables(report(numbered("2021"), pipes))
    one = at(statements, "litigation_after_reconsideration", "pending")
    assert (one.key, one.source, one.cell and one.cell.block) == (
        "litigation_after_reconsideration_pending",
        "table_c",
        "litigation_after_reconsideration",
    )
    one = at(statements, "normative_documents", "in_force")
    assert (one.key, one.source, one.cell and one.cell.block) == (
        "normative_documents_in_force",
        "table_a",
        "article_20_1",
    )
    one = at(statements, "unable_not_held", "legal_service")
    assert (one.key, one.source) == ("unable_not_held", "table_b")


def test_a_second_table_of_requests_is_a_problem() -> None:
    text = report(numbered("2021"), pipes)
    statements, _, _, problems = read_tables(text + "附件\n" + pipes(Printed("2021").request_grid()))
    assert printed_cells(text, tuple(s for s in statements if s.source == "table_b"))[("carried_out", "total")] != "0"
    assert "table_b_repeated" in codes(problems)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(
            "本年度收到申请 3 件，其中当面申请 1 件，网络申请 2 件。\n行政复议 0 件，行政诉讼 0 件。",
            id="prose with blanks",
        ),
        pytest.param("一是予以公开 3 件；二是部分公开 1 件；三是不予公开 0 件。总计 4 件。", id="outcomes in prose"),
        pytest.param("行政许可 12 件\n行政处罚 3 件\n行政强制 0 件", id="counts of decisions without their table"),
        pytest.param("依照第二十条第五项，办理行政许可 12 件，行政处罚 3 件。", id="counts beside the article's name"),
        pytest.param("第二十条第（六）项：行政处罚 3 件\n其中罚款 2 万元", id="counts under the article's name"),
        pytest.param("政府信息公开情况统计表见附件。", id="an annex only named"),
        pytest.param("|\n|||\n名 称: 工作总结 | |||\n|\n|||", id="chrome of a page"),
        pytest.param("科目 | 预算 | 决算\n行政许可费 | 3 | 4\n总计 | 3 | 4", id="another table"),
        pytest.param(
            "维持 3 件，纠正 1 件，其他结果 0 件，尚未审结 2 件的行政复议案件共 6 件。", id="disputes in prose"
        ),
    ],
)
def test_what_is_no_form_states_nothing(text: str) -> None:
    statements, form, annex, _ = read_tables(text)
    assert (statements, form, annex) == ((), "", False)


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


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2023])
@pytest.mark.parametrize("style", ["editor", "word"])
@pytest.mark.parametrize("seed", range(4))
def test_the_forms_of_simulated_portals_read_back_exactly(year: int, style: str, seed: int) -> None:
    rng = Random(seed)
    requests, received = request_table(rng, year, carried_in=seed % 2, carried_out=seed // 2)
    tables = (disclosure_table(rng, year), requests, review_table(rng))
    text = clean_markup(f"<div><p>一、总体情况</p>{render(tables, style)}</div>").text  # type: ignore[arg-type]
    statements, form, _, problems = read_tables(text)
    assert form == ("2019" if year <= 2020 else "2021")
    assert codes(problems) == set()
    assert at(statements, "received_new", "total").value == received
    values = [cell.text for table in tables for row in table.rows for cell in row if _is_figure(cell.text)]
    assert [text[one.start : one.end] for one in sorted(statements, key=lambda one: one.start)] == values
    checks = check_figures(Figures(statements, ()), "township")
    assert {check.outcome for check in checks} == {"passes"}


@pytest.mark.parametrize("make", [make_docx_in_order, make_pdf], ids=["Word", "PDF"])
@pytest.mark.parametrize("year", [2020, 2022])
def test_the_forms_of_simulated_files_read_as_those_of_pages(year: int, make: Callable[..., bytes]) -> None:
    rng = Random(year)
    tables = (disclosure_table(rng, year), request_table(rng, year, 1, 2)[0], review_table(rng))
    heads = ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、行政复议、行政诉讼情况")
    blocks = [block for head, table in zip(heads, tables, strict=True) for block in (Paragraph(head), table)]
    page = clean_markup(f"<div>{render(blocks)}</div>").text
    text = read_document(make(blocks), "report").text
    statements, form, _, problems = read_tables(text)
    assert printed_cells(text, statements) == printed_cells(page, read_tables(page)[0])
    assert form == ("2019" if year == 2020 else "2021")
    assert codes(problems) == set()


def _is_figure(text: str) -> bool:
    return text.removesuffix("元").lstrip("-").replace(".", "").isdigit()


@st.composite
def consistent(draw: st.DrawFn) -> Printed:
    """A form whose every sum holds."""
    form = draw(st.sampled_from(FORMS))
    counts = st.sampled_from((0, 0, 0, 1, 2, 9, 31, 14069))
    rows = [key for key, _ in request_rows(form)]
    outcomes = rows[2:-2]
    requests: dict[tuple[str, str], str] = {}
    totals = dict.fromkeys(rows, 0)
    for column in APPLICANTS:
        values = {key: draw(counts) for key in outcomes}
        handled = sum(values.values())
        carried_out = draw(counts)
        carried_in = draw(st.integers(0, handled + carried_out))
        values |= {"handled_total": handled, "carried_out": carried_out, "carried_in": carried_in}
        values["received_new"] = handled + carried_out - carried_in
        for key, value in values.items():
            requests[key, column] = str(value)
            totals[key] += value
    requests |= {(key, "total"): str(value) for key, value in totals.items()}
    reviews: dict[tuple[str, str], str] = {}
    for group in GROUPS:
        parts = [draw(counts) for _ in OUTCOMES[:-1]]
        reviews |= {(group, outcome): str(value) for outcome, value in zip(OUTCOMES, [*parts, sum(parts)], strict=True)}
    disclosures = {
        (row, column): str(0 if row == "rules" else draw(counts))
        for _, _, columns, labelled in BLOCKS[form]
        for row, _ in labelled
        for column, _ in columns
    }
    return Printed(form, requests, reviews, disclosures)


@settings(max_examples=20, deadline=None)
@given(printed=consistent(), shape=st.sampled_from(sorted(SHAPES)))
def test_a_consistent_form_reads_back_from_any_shape_and_passes_every_identity(printed: Printed, shape: str) -> None:
    text = report(printed, SHAPES[shape])
    statements, form, _, problems = read_tables(text)
    assert printed_cells(text, statements) == printed.cells()
    assert (form, codes(problems)) == (printed.form, set())
    checks = check_figures(Figures(statements, ()), "township")
    assert {check.outcome for check in checks} == {"passes"}
    assert len(checks) == 7 + 7 + (23 if form == "2019" else 25) + 3 + 1


@settings(max_examples=25, deadline=None)
@given(
    printed=consistent(),
    shape=st.sampled_from(sorted(SHAPES)),
    column=st.sampled_from(COLUMNS),
    number=st.integers(0, 25),
    more=st.integers(1, 500),
)
def test_one_changed_figure_fails_exactly_the_sums_through_its_cell(
    printed: Printed, shape: str, column: str, number: int, more: int
) -> None:
    rows = [key for key, _ in request_rows(printed.form)]
    row = rows[number % len(rows)]
    changed = {**printed.requests, (row, column): str(int(printed.requests[row, column]) + more)}
    text = report(Printed(printed.form, changed, printed.reviews, printed.disclosures), SHAPES[shape])
    checks = check_figures(Figures(read_tables(text)[0], ()), "township")
    through = {("B3", row)}
    if row in ("received_new", "carried_in", "carried_out"):
        through.add(("B1", column))
    elif row == "handled_total":
        through |= {("B1", column), ("B2", column)}
    else:
        through.add(("B2", column))
    assert {(check.id, check.where) for check in checks if check.outcome == "fails"} == through
    assert all("differs" in check.message for check in checks if check.outcome == "fails")


FRAGMENTS = (
    *(
        "|",
        " | ",
        "\n",
        "\n\n",
        "\t",
        "  ",
        "\u3000",
        "0",
        "1",
        "14,069",
        "-3",
        "/",
        "无",
        "５",
        "3 件",
        "- 4 -",
        "---",
    ),
    *("规章", "行政许可", "第二十条第（一）项", "本年制发件数", "本年增", "/", "减", "行政事业型收费", "单位：万元"),
    *(FORMULA, "一、本年新收政府信息公开申请数量", "（一）予以公开", "3.其他", "（七）总计", "四、结转下年度继续办理"),
    *("行政复议", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "复议后起诉"),
    *("政府信息公开情况统计表", "指标名称", "主动公开信息数", "条", "历年累计", "行政复议数", "被依法纠错数"),
)


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(st.sampled_from(FRAGMENTS), max_size=120))
def test_any_rubble_of_forms_is_read_without_a_guess_outside_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    statements, form, _, _ = read_tables(text)
    assert form in ("", "2019", "2021", "mixed")
    for one in statements:
        assert 0 <= one.start <= one.end <= len(text)
        printed = text[one.start : one.end]
        if one.polarity == "blank_cell":
            assert not printed.strip()
        elif one.unit != "yuan":
            cell = classify(printed, 0, len(printed))
            assert one.value == (Decimal(cell.number.replace(",", "")) if cell.number else None)
    check_figures(Figures(statements, ()), "township")


@pytest.mark.parametrize(
    ("identity", "figures"),
    [
        pytest.param(
            "html_shuyang_fgj_2023",
            {("received_new", "total"): 26, ("reconsideration", "pending"): 1},
            id="one cell a line",
        ),
        pytest.param(
            "pdf_hongze_2023",
            {("unable_not_held", "natural_person"): 10, ("reconsideration", "upheld"): 10},
            id="a PDF's lines",
        ),
    ],
)
def test_real_texts_of_the_forms(test_data: Path, identity: str, figures: dict[tuple[str, str], int]) -> None:
    text = (test_data / "texts" / f"{identity}.txt").read_text(encoding="utf-8")
    statements, form, _, _ = read_tables(text)
    assert form == "mixed"
    for (row, column), value in figures.items():
        assert at(statements, row, column).value == value


def test_the_real_page_and_its_sums(test_data: Path) -> None:
    """Every applicant but natural persons is blank on this page: its rows add up only with blanks read as nought."""
    page = (test_data / "pages" / "kiro_shuyang_fgj_2023.html").read_text(encoding="utf-8")
    figures = read_figures(clean_markup(page).text, 2023, "department")
    table = [one for one in figures.statements if one.source == "table_b"]
    assert (len(table), sum(one.polarity == "blank_cell" for one in table)) == (25 * 7, 25 * 5)
    outcomes = {(check.id, check.outcome) for check in check_figures(figures, "department")}
    assert ("B3", "uncertain") in outcomes
    assert not any(outcome == "fails" for _, outcome in outcomes)


def test_the_real_pdf_contradicts_its_own_totals(test_data: Path) -> None:
    text = read_document((test_data / "pages" / "pdf_hongze_2023.pdf").read_bytes(), "report.pdf").text
    figures = read_figures(text, 2023, "county")
    failed = {check.id for check in check_figures(figures, "county") if check.outcome == "fails"}
    assert failed == {"C1", "C3"}
    headlines = {headline.key: headline for headline in figures.headlines}
    assert headlines["requests_received"].value == 21
    assert [headlines[key].value for key in ("reconsideration", "litigation")] == [None, None]
    assert [headlines[key].conflict for key in ("reconsideration", "litigation")] == [True, True]


@pytest.mark.parametrize("key", ["requests_received", "reconsideration", "litigation"])
def test_labelled_values_of_whole_texts(test_data: Path, key: str) -> None:
    labels = map(json.loads, (test_data / "labels.jsonl").read_text(encoding="utf-8").splitlines())
    for label in labels:
        path = test_data / "texts" / f"{label['id']}.txt"
        if not path.exists():
            continue
        figures = read_figures(path.read_text(encoding="utf-8"), label["report_year"], None)
        headline = next((one for one in figures.headlines if one.key == key), None)
        assert (headline.value if headline else None) == label[key]["value"], label["id"]


def test_the_rules_have_a_name() -> None:
    assert FIGURE_RULES == "figures-1"


MEGA = 1_000_000


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("|" * MEGA, id="bars"),
        pytest.param("|\n" * (MEGA // 2), id="lines of bars"),
        pytest.param(("|" * 100 + "\n") * (MEGA // 101), id="rows of bars"),
        pytest.param(("0|" * 50 + "\n") * (MEGA // 101), id="rows of noughts"),
        pytest.param("1 " * (MEGA // 2), id="figures on one line"),
        pytest.param("信 " * (MEGA // 2), id="characters on one line"),
        pytest.param("规\n\n\n\n\n\n" * (MEGA // 7), id="empty lines"),
        pytest.param((FORMULA + " 0\n") * (MEGA // 40), id="heads"),
        pytest.param("政府信息公开情况统计表\n" * (MEGA // 12), id="titles of annexes"),
        pytest.param("主动公开信息数条20263542" * (MEGA // 16), id="run-together rows"),
    ],
)
def test_a_hostile_page_takes_bounded_work(page: str) -> None:
    began = time.process_time()
    read_tables(page)
    assert time.process_time() - began < 2
