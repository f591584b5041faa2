"""Tables of a clean text: which tables hold data, where each cell lies, and that every reader knows the same grid."""

import json

import pytest

from crawler.extract.clean import CleanText, clean_markup
from crawler.extract.documents import read_document
from crawler.extract.text_tables import TextTable, table_facts, tables_of_facts, to_rows
from tests.bounded import processor_seconds
from tests.replica.county import Cell, Table
from tests.replica.files import make_file

LONG = "2017年，我镇认真贯彻落实《中华人民共和国政府信息公开条例》，主动公开政府信息86条，全文电子化率达100%。"


def read(markup: str) -> TextTable:
    (table,) = checked(clean_markup(markup)).tables
    return table


def checked(clean: CleanText) -> CleanText:
    """The same, once every cell of every table is known to stand where it says."""
    for table in clean.tables:
        for cell in table.cells:
            assert clean.text[cell.start : cell.end] == cell.text
            assert "\n" not in cell.text
    return clean


def spots(table: TextTable) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in table.cells]


GRIDS = [
    pytest.param(
        "<table><tr><td>规章</td><td>0</td></tr><tr><td>其他</td><td>2</td></tr></table>",
        [(0, 0, 1, 1, "规章"), (0, 1, 1, 1, "0"), (1, 0, 1, 1, "其他"), (1, 1, 1, 1, "2")],
        id="plain",
    ),
    pytest.param(
        "<table><tr><td rowspan=2>内容</td><td colspan=2>件数</td></tr><tr><td>制发</td><td>有效</td></tr></table>",
        [(0, 0, 2, 1, "内容"), (0, 1, 1, 2, "件数"), (1, 1, 1, 1, "制发"), (1, 2, 1, 1, "有效")],
        id="merged-both-ways",
    ),
    pytest.param(
        "<table><tr><td>甲</td><td></td><td>乙</td></tr><tr><td></td><td>1</td><td></td></tr></table>",
        [
            (0, 0, 1, 1, "甲"),
            (0, 1, 1, 1, ""),
            (0, 2, 1, 1, "乙"),
            (1, 0, 1, 1, ""),
            (1, 1, 1, 1, "1"),
            (1, 2, 1, 1, ""),
        ],
        id="blank-cells",
    ),
    pytest.param(
        "<table><tr><td>甲</td><td>乙</td></tr><tr><td></td><td></td></tr><tr><td>1</td><td>2</td></tr></table>",
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (2, 0, 1, 1, "1"), (2, 1, 1, 1, "2")],
        id="a-blank-row-keeps-its-place",
    ),
    pytest.param(
        "<table><tr><td rowspan=0>甲</td><td>乙</td></tr><tr><td>1</td></tr><tr><td>2</td></tr></table>",
        [(0, 0, 3, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "1"), (2, 1, 1, 1, "2")],
        id="rowspan-zero-runs-to-the-end",
    ),
    pytest.param(
        "<table><tr><td rowspan=99>甲</td><td colspan=x>乙</td></tr><tr><td>1</td></tr></table>",
        [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "1")],
        id="spans-beyond-the-table-and-no-number",
    ),
    pytest.param(
        "<table><thead><tr><th>项目</th><th>数量</th></tr></thead>"
        "<tbody><tr><td>a<br>b</td><td><p>1</p></td></tr></table>",
        [(0, 0, 1, 1, "项目"), (0, 1, 1, 1, "数量"), (1, 0, 1, 1, "a b"), (1, 1, 1, 1, "1")],
        id="heads-and-paragraphs-in-cells",
    ),
    pytest.param(
        "<table><tr><td>[bookmark: _GoBack]规章</td><td>0</td></tr>"
        "<tr><td>其他</td><td>[bookmark: x]2</td></tr></table>",
        [(0, 0, 1, 1, "规章"), (0, 1, 1, 1, "0"), (1, 0, 1, 1, "其他"), (1, 1, 1, 1, "2")],
        id="residue-of-word",
    ),
]


@pytest.mark.parametrize(("markup", "expected"), GRIDS)
def test_every_cell_of_a_page_has_its_place(markup: str, expected: list[tuple[int, int, int, int, str]]) -> None:
    assert spots(read(markup)) == expected


def test_a_table_behind_text_and_other_tables_has_its_own_offsets() -> None:
    first = "<table><tr><td>甲</td><td>1</td></tr></table>"
    second = "<table><tr><td>乙</td><td>2</td></tr><tr><td>丙</td><td>3</td></tr></table>"
    clean = checked(clean_markup(f"<p>{LONG}</p>{first}{second}<p>完</p>"))
    assert [(table.rows, table.columns) for table in clean.tables] == [(1, 2), (2, 2)]
    assert clean.text.split("\n") == [LONG, "甲 | 1", "乙 | 2", "丙 | 3", "完"]


LAYOUT = [
    pytest.param(f"<table><tr><td><p>{LONG}</p></td></tr><tr><td>无。</td></tr></table>", id="one-column"),
    pytest.param(f"<table><tr><td>左栏</td><td><p>{LONG}</p><p>无。</p></td></tr></table>", id="a-cell-with-the-body"),
    pytest.param(
        "<table><tr><td>首页</td><td>新闻</td></tr><tr><td>栏目</td><td>"
        + f"<p>{LONG}</p>" * 4
        + "</td></tr><tr><td>版权</td><td>地图</td></tr></table>",
        id="the-page-of-the-2000s",
    ),
]


@pytest.mark.parametrize("markup", LAYOUT)
def test_a_table_that_only_places_text_is_none(markup: str) -> None:
    clean = clean_markup(markup)
    assert clean.tables == ()
    assert LONG in clean.text.split("\n")


def test_of_nested_tables_the_innermost_is_the_table() -> None:
    inner = "<table><tr><td>规章</td><td>0</td></tr><tr><td>其他</td><td>2</td></tr></table>"
    clean = checked(clean_markup(f"<table><tr><td>栏</td><td><p>{LONG}</p>{inner}<p>无。</p></td></tr></table>"))
    assert [(table.rows, table.columns) for table in clean.tables] == [(2, 2)]
    assert clean.text.split("\n") == ["栏", LONG, "规章 | 0", "其他 | 2", "无。"]


def test_a_form_with_one_long_answer_is_still_a_table() -> None:
    markup = (
        "<table><tr><td>项目</td><td>填写</td></tr><tr><td>公开数</td><td>86</td></tr>"
        f"<tr><td>申请数</td><td>0</td></tr><tr><td>问题</td><td><p>{LONG}</p><p>{LONG}</p></td></tr></table>"
    )
    assert read(markup).rows == 4


MERGED = "<table><tr><td rowspan=2>内容</td><td colspan=2>件数</td></tr><tr><td>制发</td><td>有效</td></tr></table>"


def test_a_table_becomes_a_rectangle_with_blanks_or_repeats_under_merged_cells() -> None:
    table = read(MERGED)
    assert list(to_rows(table)) == [("内容", "件数", ""), ("", "制发", "有效")]
    assert list(to_rows(table, repeat=True)) == [("内容", "件数", "件数"), ("内容", "制发", "有效")]
    assert list(to_rows(TextTable(()))) == []


def test_facts_hold_tables_without_their_words() -> None:
    clean = clean_markup(f"<p>{LONG}</p>{MERGED}")
    facts = json.loads(json.dumps(table_facts(clean.tables)))
    assert "内容" not in json.dumps(facts, ensure_ascii=False)
    assert facts[0]["cells"][0] == [0, 0, len(LONG) + 1, len(LONG) + 3, 2, 1]
    assert tables_of_facts(facts, clean.text) == clean.tables


def test_rows_that_are_the_pages_own_leave_a_table_that_counts_from_its_first() -> None:
    markup = (
        "<table><tr><td>索引号：</td><td>330483/2018-1</td></tr><tr><td>甲</td><td>1</td></tr>"
        "<tr><td>乙</td><td>2</td></tr></table>"
    )
    clean = checked(clean_markup(markup))
    assert spots(clean.tables[0]) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")]


FORM = Table(
    (
        (Cell("信息内容", rowspan=2), Cell("件数", colspan=3)),
        (Cell("本年制发件数"), Cell("本年废止件数"), Cell("现行有效件数")),
        (Cell("规章"), Cell("0"), Cell("0"), Cell("0")),
        (Cell("行政规范性文件"), Cell("2"), Cell("1"), Cell("83")),
    )
)
GRID = [
    (0, 0, 2, 1, "信息内容"),
    (0, 1, 1, 3, "件数"),
    (1, 1, 1, 1, "本年制发件数"),
    (1, 2, 1, 1, "本年废止件数"),
    (1, 3, 1, 1, "现行有效件数"),
    *((2, column, 1, 1, text) for column, text in enumerate(("规章", "0", "0", "0"))),
    *((3, column, 1, 1, text) for column, text in enumerate(("行政规范性文件", "2", "1", "83"))),
]


@pytest.mark.parametrize("extension", ["docx", "doc", "wps", "rtf", "pdf", "ofd", "xlsx", "xls", "et", "zip"])
def test_a_file_of_any_type_gives_the_grid_of_its_table(extension: str) -> None:
    clean = checked(read_document(make_file(extension, (FORM,)), f"表.{extension}"))
    (table,) = clean.tables
    assert spots(table) == GRID
    assert list(to_rows(table, repeat=True))[1] == ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")


HOSTILE = [
    pytest.param("<tr>" + "<td rowspan=9999>甲" * 3_000 + "<tr><td>乙" * 3_000, id="wide-and-reaching-down"),
    pytest.param("<tr><td colspan=100000>甲<td>乙" * 3_000, id="vast-columns"),
    pytest.param(("<tr>" + "<td rowspan=60 colspan=60>1" * 40) * 300, id="spans-over-spans"),
]


@pytest.mark.parametrize("rows", HOSTILE)
def test_spans_cost_no_more_than_their_cells(rows: str) -> None:
    with processor_seconds(15):
        clean = checked(clean_markup(f"<table>{rows}</table>"))
        assert len(next(to_rows(clean.tables[0]))) == clean.tables[0].columns
