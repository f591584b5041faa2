"""Whole forms: of simulated portals and files, at random, of real reports, and pages made to cost time."""

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
from crawler.reading.figures.read import FIGURE_RULES, read_figures
from crawler.reading.figures.tables import read_tables
from crawler.reading.figures.values import Figures
from tests.crawler.forms_read import at, codes, consistent, printed_cells
from tests.crawler.printed_forms import (
    COLUMNS,
    FORMULA,
    SHAPES,
    Printed,
    report,
    request_rows,
)
from tests.replica.county import Paragraph
from tests.replica.docx import make_docx_in_order
from tests.replica.markup import render
from tests.replica.pdf import make_pdf
from tests.replica.report_tables import disclosure_table, request_table, review_table


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
    assert FIGURE_RULES == "figures-2"


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
