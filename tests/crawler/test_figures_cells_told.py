"""What the cells of a form state: blanks and merged cells, units and signs, which form it is, what is none."""

from decimal import Decimal

import pytest

from crawler.reading.figures.tables import read_tables
from tests.crawler.forms_read import at, codes, numbered, printed_cells
from tests.crawler.printed_forms import (
    APPLICANTS,
    COLUMNS,
    Printed,
    lines,
    pipes,
    report,
    request_rows,
)


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
