"""Attached files: told by their bytes, read with tables and numbers, refused with a reason."""

import io
import struct
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from crawler.extract.documents import BrokenDocument, NotAFile, UnfoldsTooFar, UnreadDocument, read_document
from crawler.extract.numbering import format_number
from crawler.extract.sniff import sniff_type
from tests.bounded import processor_seconds
from tests.replica.docx import make_docx
from tests.replica.word97 import make_doc

LINES = [
    "石门镇2017年度信息公开工作报告",
    "一、概述",
    "全年主动公开政府信息86条。",
    "无。",
    "无。",
    "二○一八年一月三日",
]
TABLE = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "", "0"], ["行政规范性文件", "2", "83"]]
ROWS = ["信息内容 | 本年制发件数 | 现行有效件数", "规章 | | 0", "行政规范性文件 | 2 | 83"]


@pytest.mark.parametrize("make", [make_doc, make_docx], ids=["doc", "docx"])
def test_paragraphs_and_table_rows_come_in_order(make: Callable[..., bytes]) -> None:
    clean = read_document(make(LINES, [TABLE, [["甲"], ["乙"]]]), "报告.doc")
    assert clean.text.split("\n") == [*LINES, *ROWS, "甲", "乙"]
    assert clean.flags[0].startswith("type:doc")


def test_page_headers_are_no_part_of_the_report() -> None:
    assert "页眉" not in read_document(make_doc(LINES, header=["石门镇页眉"])).text
    clean = read_document(make_docx(LINES, header="石门镇页眉", footer="— 1 —"))
    assert clean.text.split("\n") == LINES


def test_long_old_documents_fill_many_sectors_and_pages_of_properties() -> None:
    lines = [f"{number}. 全年主动公开政府信息{number}条，𠮷庆街道办理完毕。" * 9 for number in range(400)]
    clean = read_document(make_doc(lines, [TABLE] * 40))
    assert clean.text.split("\n") == [*lines, *ROWS * 40]


def test_field_codes_of_old_documents_go_and_their_results_stay() -> None:
    line = '详见\x13 HYPERLINK "http://www.tx.gov.cn" \x14市政府网站\x15。\x0b第二行\x01\x08'
    assert read_document(make_doc([line])).text == "详见市政府网站。\n第二行"


LISTS = {
    "90": (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）")),
    "91": (("decimal", "%1."),),
}
NUMBERED = (
    ("概述", "90", 0),
    ("领导重视", "90", 1),
    ("制度健全", "90", 1),
    ("公开情况", "90", 0),
    ("数量", "90", 1),
    ("强化学习", "91", 0),
    ("普通段落", "", 0),
)


def _level(depth: int, style: str, text: str) -> str:
    settings = f'<w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{settings}</w:lvl>'


def _numbered() -> bytes:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    space = nsdecls("w")
    for name, levels in LISTS.items():
        inner = "".join(_level(depth, *level) for depth, level in enumerate(levels))
        numbering.insert(0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="{name}">{inner}</w:abstractNum>'))
        numbering.append(parse_xml(f'<w:num {space} w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>'))
    for text, name, depth in NUMBERED:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        if name:
            mark = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{name}"/>'
            properties.append(parse_xml(f"<w:numPr {space}>{mark}</w:numPr>"))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_chapter_numbers_that_word_sets_itself_are_read() -> None:
    assert read_document(_numbered()).text.split("\n") == [
        "一、概述", "（一）领导重视", "（二）制度健全", "二、公开情况", "（一）数量", "1.强化学习", "普通段落",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (1, "decimal", "1"),
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (21, "japaneseCounting", "二十一"),
        (105, "chineseCounting", "一〇五"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "ideographTraditional", "丙"),
        (3, "ideographZodiac", "寅"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (12, "decimalFullWidth", "１２"),
        (4, "decimalZero", "04"),
        (28, "lowerLetter", "bb"),
        (2, "upperLetter", "B"),
        (14, "lowerRoman", "xiv"),
        (9, "upperRoman", "IX"),
        (7, "hebrew1", "7"),
    ],
)
def test_number_formats(number: int, style: str, text: str) -> None:
    assert format_number(number, style) == text


def _document_with(body: str) -> bytes:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{body}</w:p>"))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("<w:r><w:t>政府</w:t></w:r><w:r><w:t>信息</w:t></w:r>", "政府信息", id="runs-close-up"),
        pytest.param("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r>", "一\n二", id="line-break"),
        pytest.param("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲 乙", id="tab"),
        pytest.param(
            "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>",
            "新",
            id="tracked",
        ),
        pytest.param(
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>显示</w:t></w:r>", "显示", id="hidden-run"
        ),
        pytest.param("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>页</w:t></w:r>", "页", id="field-code"),
        pytest.param("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>", "链接", id="hyperlink"),
        pytest.param(
            "<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件", id="content-control"
        ),
        pytest.param(
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
            "框中",
            id="text-box",
        ),
    ],
)
def test_what_a_reader_of_the_printed_page_sees(body: str, text: str) -> None:
    assert read_document(_document_with(body)).text == text


def test_merged_cells_are_said_once() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 2)).text = "横并"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "纵并"
    stream = io.BytesIO()
    document.save(stream)
    assert read_document(stream.getvalue()).text.split("\n") == ["横并", "纵并 | 11 | 12", "21 | 22"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(make_docx(["甲"]), "docx", id="docx"),
        pytest.param(make_doc(["甲"]), "doc", id="doc"),
        pytest.param(b"%PDF-1.7\n", "pdf", id="pdf"),
        pytest.param(b"\n\n%PDF-1.4", "pdf", id="pdf-after-blank-lines"),
        pytest.param(b"{\\rtf1\\ansi}", "rtf", id="rtf"),
        pytest.param(b"Rar!\x1a\x07\x00", "rar", id="rar"),
        pytest.param(b"7z\xbc\xaf\x27\x1c", "7z", id="7z"),
        pytest.param(b"\x1f\x8b\x08\x00", "gzip", id="gzip"),
        pytest.param(b"\xff\xd8\xff\xe0", "image", id="jpeg"),
        pytest.param(b"PK\x03\x04 cut word/document.xml", "docx", id="docx-cut-off"),
        pytest.param(b"PK\x03\x04", "zip", id="zip-cut-off"),
        pytest.param(b"<!DOCTYPE html><html></html>", "html", id="html"),
        pytest.param(b"\xef\xbb\xbf  <script>x</script>", "html", id="script-after-bom"),
        pytest.param(b'<html xmlns:w="urn:schemas-microsoft-com:office:word"><body>', "word_html", id="word-html"),
        pytest.param(b'<?xml version="1.0"?><w:wordDocument>', "wordml", id="wordml"),
        pytest.param(b'{"code":404}', "json", id="json"),
        pytest.param("石门镇".encode("gbk"), "text", id="text"),
        pytest.param(b"\0\1\2", "unknown", id="binary"),
        pytest.param(b"", "unknown", id="empty"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls", id="xls"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted", id="locked"
        ),
    ],
)
def test_the_bytes_say_what_a_file_is(body: bytes, kind: str) -> None:
    assert sniff_type(body) == kind


def test_other_carriers_that_can_be_read() -> None:
    word = '<html xmlns:w="urn:schemas-microsoft-com:office:word"><body><p>石门镇报告</p></body></html>'
    assert read_document(word.encode("gbk")).text == "石门镇报告"
    assert read_document("石门镇报告\r\n\r\n　　无。".encode("gbk")).text == "石门镇报告\n无。"


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _declaring(archive: bytes, real: int, declared: int) -> bytes:
    """The archive with one size it declares changed wherever it stands."""
    return archive.replace(struct.pack("<I", real), struct.pack("<I", declared))


DOCUMENT = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + DOCUMENT
REFUSED: list[tuple[str, Callable[[], bytes], type[Exception], str]] = [
    ("bomb", lambda: _zip({"word/document.xml": b" " * 40_000_000}), UnfoldsTooFar, "unfolds to more than"),
    ("bomb-by-ratio", lambda: _zip({"word/document.xml": b"<" * 20_000_000}), UnfoldsTooFar, "times its size"),
    (
        "bomb-beside",
        lambda: _declaring(_zip({"word/document.xml": DOCUMENT, "m": b" " * 1_000_003}), 1_000_003, 300_000_000),
        UnfoldsTooFar,
        "declares",
    ),
    (
        "many-parts",
        lambda: _zip({"word/document.xml": DOCUMENT, **{f"x{n}": b"" for n in range(5_000)}}),
        UnfoldsTooFar,
        "5001 parts",
    ),
    (
        "bomb-that-lies",
        lambda: _declaring(_zip({"word/document.xml": b" " * 40_000_000}), 40_000_000, 1_000),
        BrokenDocument,
        "unpacked",
    ),
    ("entities", lambda: _zip({"word/document.xml": LAUGHS}), BrokenDocument, "entities"),
    ("bad-xml", lambda: _zip({"word/document.xml": b"<w:document"}), BrokenDocument, "XML"),
    ("no-body", lambda: _zip({"word/document.xml": b"<a/>"}), BrokenDocument, "no body"),
    ("docx-cut-off", lambda: make_docx(LINES)[:9_000], BrokenDocument, "unpacked"),
    ("doc-cut-off", lambda: make_doc(LINES)[:2_000], BrokenDocument, r"\.doc"),
    ("doc-cut-in-text", lambda: make_doc(LINES * 99)[:-9_000], BrokenDocument, r"\.doc"),
    ("doc-garbled", lambda: make_doc(LINES)[:1_000] + b"\xff" * 20_000, BrokenDocument, r"\.doc"),
    ("empty", lambda: b"", BrokenDocument, "empty"),
    ("pdf-of-nothing", lambda: b"%PDF-1.7", BrokenDocument, "PDF"),
    ("workbook-of-nothing", lambda: _zip({"xl/workbook.xml": b""}), BrokenDocument, "workbook"),
    ("zip-of-nothing", lambda: _zip({"a.bin": b"\0\1\2"}), UnreadDocument, "unknown"),
    ("rar", lambda: b"Rar!\x1a\x07\x00", UnreadDocument, "rar"),
    ("7z", lambda: b"7z\xbc\xaf\x27\x1c", UnreadDocument, "7z"),
    ("pptx", lambda: _zip({"ppt/presentation.xml": b""}), UnreadDocument, "pptx"),
    ("binary", lambda: bytes(range(256)) * 40, UnreadDocument, "unknown"),
    ("captcha", lambda: "<html><body>请输入验证码</body></html>".encode(), NotAFile, "in place of a file"),
    ("json-error", lambda: b'{"success":false}', NotAFile, "json"),
]


@pytest.mark.parametrize(("make", "error", "message"), [pytest.param(*rest, id=name) for name, *rest in REFUSED])
def test_what_cannot_be_read_says_why(make: Callable[[], bytes], error: type[Exception], message: str) -> None:
    body = make()
    with processor_seconds(10), pytest.raises(error, match=message):
        read_document(body, "报告.doc")


def test_an_encrypted_or_ancient_word_file_is_unread_and_not_broken() -> None:
    for offset, value in ((0x0A, 0x1300), (2, 0x0068)):
        body = bytearray(make_doc(LINES))
        struct.pack_into("<H", body, 512 + offset, value)
        with pytest.raises(UnreadDocument, match="doc"):
            read_document(bytes(body))


def test_any_damage_to_a_file_is_a_reason_and_never_a_crash() -> None:
    for whole in (make_doc(LINES, [TABLE]), make_docx(LINES, [TABLE])):
        said = Counter[str]()
        for at in range(0, len(whole), len(whole) // 90):
            body = bytearray(whole)
            body[at] ^= 0xFF
            try:
                said["read"] += isinstance(read_document(bytes(body), "报告").text, str)
            except (BrokenDocument, UnreadDocument, UnfoldsTooFar, NotAFile) as error:
                said["refused with a reason"] += bool(str(error))
        assert said.total() > 85
        assert min(said["read"], said["refused with a reason"]) > 0, said


def test_the_national_form_keeps_every_row(test_data: Path) -> None:
    text = read_document((test_data / "pages" / "docx_report_template.docx").read_bytes()).text
    lines = text.split("\n")
    assert lines[0] == "政府信息公开工作年度报告格式模板"
    assert "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况" in lines
    assert "行政规范性文件 | | |" in lines
    assert text.count("（三）不予公开") == 1
