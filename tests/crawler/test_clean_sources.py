"""Where every line of a clean text comes from, for every kind of source, and in how few words the archive keeps it."""

import json
from collections.abc import Callable

import pytest

from crawler.extract.clean import CleanText, clean_markup
from crawler.extract.documents import read_document
from crawler.extract.sources import TextBlock, place_facts, places_of_facts
from tests.replica.county import Cell, Paragraph, Table
from tests.replica.files import make_file, make_zip

REPORT = (
    Paragraph("石门镇2017年政府信息公开工作年度报告"),
    Paragraph("一、概述"),
    Paragraph("2017年，我镇主动公开政府信息86条。"),
    Table(((Cell("项目"), Cell("数量")), (Cell("主动公开"), Cell("86")))),
    Paragraph("石门镇人民政府"),
)


def places(clean: CleanText) -> list[str]:
    """The place of every line, once the blocks are known to be the text's lines, all of them and in order."""
    assert [clean.text[block.start : block.end] for block in clean.blocks] == clean.text.split("\n")
    return [block.place for block in clean.blocks]


PAGES = [
    pytest.param("<div id=zoom><p>甲</p><p>乙</p></div>", ["div#zoom > p[1]", "div#zoom > p[2]"], id="id-and-number"),
    pytest.param("<p></p><p>&nbsp;</p><p>甲</p>", ["p[3]"], id="empty-paragraphs-count"),
    pytest.param("<p>甲<br>乙</p>", ["p[1]", "p[1]"], id="lines-of-one-paragraph"),
    pytest.param("<span><b><p>甲</p></b></span><p>乙</p>", ["p[1]", "p[2]"], id="inline-elements-are-no-steps"),
    pytest.param("甲<div>乙</div>丙", ["", "div[1]", ""], id="bare-text"),
    pytest.param("<body><div class=x>甲</div></body>", ["div[1]"], id="a-whole-page"),
    pytest.param("<h1>甲</h1><ul><li>乙<li>丙</ul>", ["h1[1]", "ul[1] > li[1]", "ul[1] > li[2]"], id="list"),
    pytest.param(
        "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>",
        ["table[1] > tr[1]", "table[1] > tr[2]"],
        id="rows",
    ),
    pytest.param("<div id='a b'>甲</div>", ["div[1]"], id="an-id-that-is-none"),
    pytest.param(f"<div id={'x' * 500}>甲</div>", ["div[1]"], id="an-endless-id"),
]


@pytest.mark.parametrize(("markup", "expected"), PAGES)
def test_a_line_of_a_page_keeps_its_path(markup: str, expected: list[str]) -> None:
    assert places(clean_markup(markup)) == expected


def test_a_line_of_a_page_keeps_the_line_of_markup_where_its_block_begins() -> None:
    image = f"<img src='data:image/png;base64,\n{'A' * 300}'>"
    clean = clean_markup(f"<div>\n<p>甲</p>\n\n<p class=x>乙</p>\n{image}丙<p>丁</p></div>")
    assert [(block.place, block.line) for block in clean.blocks] == [
        ("div[1] > p[1]", 2),
        ("div[1] > p[2]", 4),
        ("div[1]", 4),
        ("div[1] > p[3]", 6),
    ]


def test_dropped_lines_leave_the_places_of_the_others() -> None:
    clean = clean_markup("<p>甲</p><p>【打印】【关闭】</p><p>乙</p>")
    assert places(clean) == ["p[1]", "p[3]"]


@pytest.mark.parametrize("markup", ["<div>" * 3_000 + "<p>甲</p>", "<p><div>" * 3_000 + "甲"])
def test_a_path_without_end_is_cut_and_costs_nothing(markup: str) -> None:
    (block,) = clean_markup(markup).blocks
    assert len(block.place) < 200


def test_bare_markup_without_a_tree_has_lines_too() -> None:
    clean = clean_markup("<div>" * 3_000 + "\n\n<p>甲</p>")
    assert ("no_tree" in clean.flags, clean.blocks[0].line) == (True, 3)


FILES = [
    pytest.param("docx", ["p[1]", "p[2]", "p[3]", "table[1] > tr[1]", "table[1] > tr[2]", "p[4]"], id="docx"),
    pytest.param("doc", ["p[1]", "p[2]", "p[3]", "table[1] > tr[1]", "table[1] > tr[2]", "p[5]"], id="doc"),
    pytest.param("rtf", ["p[1]", "p[2]", "p[3]", "table[1] > tr[1]", "table[1] > tr[2]"], id="rtf"),
    pytest.param("pdf", ["page 1"] * 6, id="pdf"),
    pytest.param("ofd", ["page 1"] * 6, id="ofd"),
    pytest.param("xlsx", [f"sheet[1] > row[{row}]" for row in range(1, 7)], id="xlsx"),
]


@pytest.mark.parametrize(("extension", "expected"), FILES)
def test_a_line_of_a_file_keeps_its_page_paragraph_or_row(extension: str, expected: list[str]) -> None:
    assert places(read_document(make_file(extension, REPORT), f"报告.{extension}"))[: len(expected)] == expected


def test_the_pages_of_a_long_print_count_up() -> None:
    body = tuple(Paragraph(f"第{number}项工作已经完成。") for number in range(60))
    found = places(read_document(make_file("pdf", body), "报告.pdf"))
    assert (found[0], found[-1]) == ("page 1", "page 3")
    assert found == sorted(found)


def test_several_files_of_an_archive_say_which_one() -> None:
    body = make_zip({"甲.docx": make_file("docx", REPORT), "乙.docx": make_file("docx", REPORT)})
    clean = read_document(body, "报告.zip")
    found = places(clean)
    assert (found[0], found[1], found[7], found[8]) == ("甲.docx", "甲.docx: p[1]", "乙.docx", "乙.docx: p[1]")
    assert [table.place for table in clean.tables] == [f"{name}.docx: table[1] > tr[1]" for name in "甲乙"]
    for table in clean.tables:
        assert [clean.text[cell.start : cell.end] for cell in table.cells] == ["项目", "数量", "主动公开", "86"]


def test_plain_text_has_lines() -> None:
    clean = read_document("石门镇年度报告\n\n一、概述\n".encode(), "报告.txt")
    assert [(block.place, block.line) for block in clean.blocks] == [("", 1), ("", 3)]


def _packed(*given: str) -> list[list[object]]:
    return place_facts([TextBlock(0, 0, place, number) for number, place in enumerate(given, start=1)])


PACKED: list[tuple[str, list[str], list[list[object]]]] = [
    ("counting", ["p[3]", "p[4]", "p[5]"], [["p[3]", 1, 3]]),
    ("the-same", ["page 1", "page 1", "page 2"], [["page 1", 1, 2], ["page 2", 3, 1]]),
    ("the-same-number", ["p[1]", "p[1]", "p[2]"], [["p[1]", 1, 2, 0], ["p[2]", 3, 1]]),
    ("a-gap", ["p[1]", "p[2]", "p[4]", "p[5]"], [["p[1]", 1, 2], ["p[4]", 3, 2]]),
    ("other-paths", ["h1[1]", "p[1]", "div#a > p[2]"], [["h1[1]", 1, 1], ["p[1]", 2, 1], ["div#a > p[2]", 3, 1]]),
    ("no-path", ["", "", "p[1]"], [["", 1, 2], ["p[1]", 3, 1]]),
    ("backwards", ["p[2]", "p[1]"], [["p[2]", 1, 1], ["p[1]", 2, 1]]),
    ("nothing", [], []),
]


@pytest.mark.parametrize(("given", "packed"), [pytest.param(given, packed, id=name) for name, given, packed in PACKED])
def test_places_are_packed_and_come_back(given: list[str], packed: list[list[object]]) -> None:
    assert _packed(*given) == packed
    assert places_of_facts(json.loads(json.dumps(packed))) == given


SERVED: list[Callable[[], CleanText]] = [
    lambda: clean_markup("<div id=zoom>" + "".join(f"<p>第{number}项</p>" for number in range(300)) + "</div>"),
    lambda: read_document(make_file("docx", tuple(Paragraph(f"第{number}项。") for number in range(300))), "a.docx"),
]


@pytest.mark.parametrize("read", SERVED)
def test_a_long_report_is_a_handful_of_entries(read: Callable[[], CleanText]) -> None:
    clean = read()
    packed = place_facts(clean.blocks)
    assert len(packed) == 1
    assert places_of_facts(packed) == [block.place for block in clean.blocks]
