"""Numbers that Word 97–2003 prints before paragraphs and that stand in no text; and one report in every rendition."""

import struct
from random import Random

import pytest

from archive.normalize import comparison_text
from crawler.extract.clean import clean_markup
from crawler.extract.documents import read_document
from crawler.reading.figures.tables import read_tables
from tests.crawler.true_forms import FORMS, draw
from tests.replica.county import Paragraph
from tests.replica.docx import WORD, pack_docx
from tests.replica.files import make_file
from tests.replica.markup import render
from tests.replica.word97 import ACROSS, Listed, WordList, make_doc_in_order

CHINESE, COUNTED, DECIMAL, BULLET = 11, 39, 0, 23
CHAPTERS = WordList(((1, CHINESE, "%1、"), (1, CHINESE, "（%2）"), (1, DECIMAL, "%3.")))


def _read(*story: str | Listed | list[list[str]], lists: list[WordList]) -> tuple[list[str], tuple[str, ...]]:
    clean = read_document(make_doc_in_order(story, lists=lists), "报告.doc")
    return clean.text.split("\n"), clean.flags[1:]


def test_levels_count_by_themselves_and_begin_anew_under_the_next_of_a_higher_one() -> None:
    story = [Listed("概述", 1), Listed("机构", 1, 1), Listed("人员", 1, 2), Listed("经费", 1, 2), Listed("制度", 1, 1)]
    lines, flags = _read("年度报告", *story, Listed("主动公开", 1), Listed("范围", 1, 1), lists=[CHAPTERS])
    assert lines == [
        "年度报告",
        "一、概述",
        "（一）机构",
        "1.人员",
        "2.经费",
        "（二）制度",
        "二、主动公开",
        "（一）范围",
    ]
    assert flags == ()


@pytest.mark.parametrize(
    ("lists", "story", "lines"),
    [
        pytest.param(
            [WordList(((1, COUNTED, "（%1）"),)), WordList(like=1, restart=1)],
            [Listed("甲", 1), Listed("乙", 1), Listed("丙", 2), Listed("丁", 2)],
            ["（一）甲", "（二）乙", "（一）丙", "（二）丁"],
            id="a list begun anew",
        ),
        pytest.param(
            [WordList(((1, COUNTED, "（%1）"),)), WordList(like=1)],
            [Listed("甲", 1), Listed("乙", 2)],
            ["（一）甲", "（二）乙"],
            id="a list gone on with under another number",
        ),
        pytest.param(
            [WordList(((3, CHINESE, "第%1章　"),))], [Listed("附则", 1)], ["第三章 附则"], id="a list begun at three"
        ),
        pytest.param([WordList(((1, BULLET, "\uf06c"),))], [Listed("点", 1)], ["点"], id="bullets are no numbers"),
        pytest.param(
            [WordList(((1, CHINESE, "%1、"),), style=5)],
            [Listed("概述", style=5), Listed("正文"), Listed("说明", 0, style=5), Listed("结语", style=5)],
            ["一、概述", "正文", "说明", "二、结语"],
            id="a list of a style, left by one paragraph",
        ),
        pytest.param(
            [WordList(((1, DECIMAL, "%1."),))],
            [Listed("甲", 1), "", [["行", "3"]], Listed("乙", 1)],
            ["1.甲", "行 | 3", "2.乙"],
            id="a table between",
        ),
    ],
)
def test_numbers_of_lists(lists: list[WordList], story: list[str | Listed], lines: list[str]) -> None:
    assert _read(*story, lists=lists) == (lines, ())


def test_a_list_the_file_does_not_declare_leaves_its_paragraphs_and_says_so() -> None:
    assert _read(Listed("概述", 7), lists=[CHAPTERS]) == (["概述"], ("auto_numbers",))


@pytest.mark.parametrize("place", [0x2E2, 0x2EA])
@pytest.mark.parametrize("claimed", [b"\xff\xff\xff\x7f\xff\xff\xff\x7f", struct.pack("<II", 9, 2), b"\x00" * 8])
def test_damaged_lists_cost_the_numbers_and_not_the_text(place: int, claimed: bytes) -> None:
    body = bytearray(make_doc_in_order([Listed("概述", 1), "正文"], lists=[CHAPTERS]))
    at = body.index(b"\xec\xa5\xc1\x00") + place
    body[at : at + 8] = claimed
    clean = read_document(bytes(body), "报告.doc")
    assert clean.text.split("\n")[1] == "正文"
    assert clean.text.split("\n")[0].endswith("概述")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("extension", ["docx", "doc", "rtf", "pdf", "ofd", "xlsx", "xls", "zip"])
def test_a_report_says_the_same_as_page_and_as_file(extension: str, form: str) -> None:
    """Portals offer one report as a page and as files; a rendition is told by its comparison text being the page's."""
    draft = draw(Random(f"rendition {form}"), form)
    page = clean_markup(render(draft.blocks))
    file = read_document(make_file(extension, tuple(draft.blocks)), f"报告.{extension}")
    assert comparison_text(file.text) == comparison_text(page.text)
    there = [(one.key, one.value, one.cell) for one in read_tables(page.text)[0]]
    assert [(one.key, one.value, one.cell) for one in read_tables(file.text)[0]] == there
    assert len(there) == len(draft.truth)
    assert any(isinstance(block, Paragraph) for block in draft.blocks)


@pytest.mark.parametrize("first", ["", "总计"])
def test_cells_merged_across_by_flags_are_one_cell(first: str) -> None:
    rows = [[(f"{ACROSS}申请人情况", 3), "总计"], ["甲", first, "乙", "丙"], [(f"{ACROSS}丁", 2), (f"{ACROSS}戊", 2)]]
    clean = read_document(make_doc_in_order([rows]), "报告.doc")
    assert clean.text.split("\n") == ["申请人情况 | 总计", f"甲 | {first} | 乙 | 丙".replace("|  |", "| |"), "丁 | 戊"]
    spots = [(cell.row, cell.column, cell.colspan) for cell in clean.tables[0].cells]
    assert spots == [(0, 0, 3), (0, 3, 1), (1, 0, 1), (1, 1, 1), (1, 2, 1), (1, 3, 1), (2, 0, 2), (2, 2, 2)]


def test_cells_of_an_open_document_merged_across_are_one_cell() -> None:
    def cell(text: str, merge: str = "") -> str:
        flag = f'<w:tcPr><w:hMerge w:val="{merge}"/></w:tcPr>' if merge else ""
        return f"<w:tc>{flag}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    rows = [cell("甲", "restart") + cell("", "continue") + cell("乙"), cell("1") + cell("") + cell("2")]
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    story = f'<w:document xmlns:w="{WORD}"><w:body><w:tbl>{table}</w:tbl></w:body></w:document>'
    clean = read_document(pack_docx(story.encode()), "报告.docx")
    assert clean.text.split("\n") == ["甲 | 乙", "1 | | 2"]
