"""OFD, RTF, workbooks, XML and MIME Word files, archives: what each says, and what in each is no part of the text."""

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from crawler.extract.documents import BrokenDocument, UnfoldsTooFar, UnreadDocument, document_rules, read_document
from crawler.extract.ocr import ocr_engine
from crawler.extract.packed import member_name
from crawler.extract.sniff import sniff_type
from crawler.extract.spreadsheet import print_cell
from tests.replica.county import Block, Cell, Paragraph, Table, lines
from tests.replica.docx import make_docx, make_docx_in_order
from tests.replica.files import make_file, make_zip
from tests.replica.ofd import make_ofd
from tests.replica.pdf import make_pdf
from tests.replica.word97 import make_container, make_doc
from tests.replica.workbooks import make_xls, make_xlsx

LONG = "本报告根据《中华人民共和国政府信息公开条例》的规定编制，" * 5 + "特此报告。"
REPORT: tuple[Block, ...] = (
    Paragraph("石门镇2022年政府信息公开工作年度报告"),
    Paragraph(LONG),
    Table(
        (
            (Cell("事项", rowspan=2), Cell("数量", colspan=2)),
            (Cell("上年"), Cell("本年")),
            (Cell("行政许可"), Cell("12"), Cell("-3")),
            (Cell("行政处罚"), Cell(""), Cell("1.25")),
        )
    ),
    Paragraph("无其他需要报告的事项。"),
)


def _text(body: bytes, name: str = "") -> str:
    return read_document(body, name).text


@pytest.mark.parametrize("extension", ["docx", "doc", "pdf", "ofd", "rtf", "xlsx", "xls"])
def test_every_format_says_the_same(extension: str) -> None:
    clean = read_document(make_file(extension, REPORT), f"报告.{extension}")
    assert clean.text.split("\n") == [*lines(REPORT)[:5], "行政处罚 | | 1.25", "无其他需要报告的事项。"]
    assert clean.flags[0] == f"type:{extension}"
    assert clean.coverage == 1.0


@pytest.mark.parametrize(("extension", "kind"), [("wps", "doc"), ("et", "xls"), ("xls", "xls"), ("xlsx", "xlsx")])
def test_office_files_of_wps_are_those_of_word_and_excel(extension: str, kind: str) -> None:
    clean = read_document(make_file(extension, REPORT), f"报告.{extension}")
    assert clean.flags[0] == f"type:{kind}"
    assert "行政许可 | 12 | -3" in clean.text.split("\n")


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        pytest.param(rb"{\rtf1\ansi\ansicpg936 \'ca\'af\'c3\'c5\'d5\'f2\par}", "石门镇", id="pairs of the code page"),
        pytest.param(
            rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f1\fcharset134 SimSun;}}\f1 \'ca\'af\'c3\'c5}",
            "石门",
            id="of the font",
        ),
        pytest.param(rb"{\rtf1\ansi\ansicpg936\uc1 \u30707?\u38376?}", "石门", id="numbers with one stand-in"),
        pytest.param(rb"{\rtf1\ansi\ansicpg936\uc2 \u30707\'ca\'af\u-27160\'c3\'c5}", "石门", id="with two, negative"),
        pytest.param(rb"{\rtf1\uc0 \u30707\u38376 A}", "石门A", id="with none"),
        pytest.param(rb"{\rtf1\uc1 \u-10176?\u-9216?}", "\U00020000", id="in two halves"),
        pytest.param(rb"{\rtf1{\fonttbl{\f0 SimSun;}}{\info{\title T}}{\*\generator W;}a}", "a", id="no one's text"),
        pytest.param(rb"{\rtf1{\header h\par}{\footer f\par}{\footnote n}a}", "a", id="heads and feet"),
        pytest.param(rb"{\rtf1{\pict\pngblip 89504e47}a{\*\shppict{\pict 00}}}", "a", id="pictures"),
        pytest.param(rb"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt a}}}", "a", id="field codes"),
        pytest.param(rb"{\rtf1 a{\v b}{\deleted c}d}", "ad", id="hidden and deleted"),
        pytest.param(rb"{\rtf1{\listtext 1.\tab}a\par}", "1. a", id="automatic numbers"),
        pytest.param(rb"{\rtf1 a\line b\par c}", "a\nb\nc", id="breaks"),
        pytest.param(rb"{\rtf1 a\{b\}\\c\~d\_e\'}", "a{b}\\c d-e", id="escapes"),
        pytest.param(rb"{\rtf1{\pict\bin5 }}}}}}a}", "a", id="binary data"),
        pytest.param(rb"{\rtf1 \trowd\cellx1\cellx2\intbl a\cell b\cell\row\pard c\par}", "a | b\nc", id="a row"),
        pytest.param(
            rb"{\rtf1 \trowd\clvmgf\cellx1\cellx2\intbl a\cell b\cell\row\trowd\clvmrg\cellx1\cellx2 \cell c\cell\row}",
            "a | b\nc",
            id="a merged cell",
        ),
        pytest.param(rb"{\rtf1 a\par b", "a\nb", id="cut off"),
    ],
)
def test_rich_text(rtf: bytes, text: str) -> None:
    assert _text(rtf) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (16.0, "16"),
        (-3.0, "-3"),
        (0.1 + 0.2, "0.3"),
        (1.25, "1.25"),
        (1e20, "1e+20"),
        (7, "7"),
        (True, "TRUE"),
        ("", ""),
        (None, ""),
        (date(2024, 1, 31), "2024-01-31"),
        (datetime(2024, 1, 31), "2024-01-31"),  # noqa: DTZ001 - workbooks know no zones
        (datetime(2024, 1, 31, 8, 30), "2024-01-31 08:30"),  # noqa: DTZ001
        (time(8, 30), "08:30:00"),
        (timedelta(hours=26, minutes=5), "26:05:00"),
        ("单位：万元", "单位：万元"),
    ],
    ids=str,
)
def test_a_cell_is_printed_as_a_reader_sees_it(value: object, text: str) -> None:
    assert print_cell(value) == text


def test_a_workbook_names_its_sheets_and_leaves_out_empty_and_hidden_ones() -> None:
    rows = [["石门镇统计表", None, None], ["事项", "数量", "日期"], ["许可", 16.0, 45322.0], [None, 2.5, None]]
    body = make_xlsx(
        {"年报": rows, "空": [], "附表": [["甲", 1.0]], "草稿": [["密", 1.0]]},
        merged=[((0, 0), (0, 2)), ((2, 0), (3, 0))],
        dates=[(2, 2)],
        hidden=["草稿"],
    )
    clean = read_document(body, "年报.xlsx")
    assert clean.text.split("\n") == [
        "年报", "石门镇统计表", "事项 | 数量 | 日期", "许可 | 16 | 2024-01-31", "2.5 |", "附表", "甲 | 1",
    ]  # fmt: skip
    assert clean.flags == ("type:xlsx", "hidden_sheets", "sheets:2")


def test_cells_merged_in_an_old_workbook_are_said_once() -> None:
    rows = [["甲", None, "乙"], ["丙", "丁", "戊"], [None, "己", "庚"]]
    body = make_xls("表", rows, merged=[((0, 0), (0, 1)), ((1, 0), (2, 0))])
    assert _text(body, "表.et").split("\n") == ["甲 | 乙", "丙 | 丁 | 戊", "己 | 庚"]


def test_ofd_follows_its_own_names_and_reads_pages_in_their_order() -> None:
    body = make_ofd([Paragraph(f"第{number}条{LONG}") for number in range(12)], header="石门镇年报")
    assert _text(body, "报告.ofd").split("\n") == [f"第{number}条{LONG}" for number in range(12)]


WORD_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument '
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"><w:body><wx:sect>'
    '<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><wx:t wx:val="一、"/></w:listPr></w:pPr><w:r><w:t>概述</w:t></w:r></w:p>'
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>"
    "</w:tbl></wx:sect></w:body></w:wordDocument>"
)
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FLAT = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package '
    'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/document.xml">'
    "<pkg:xmlData>"
    f'<w:document xmlns:w="{MAIN}"><w:body><w:p><w:r><w:t>概述</w:t></w:r></w:p></w:body></w:document>'
    "</pkg:xmlData></pkg:part></pkg:package>"
)
MIME = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\nContent-Type: text/html; "
    "charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>=CA=AF=C3=C5=D5=F2</p></body>"
    "</html>\r\n--X--\r\n"
)
EXCEL_HTML = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table><tr><td>甲</td><td>12</td></tr>'
    "<tr><td>乙</td><td>3</td></tr></table></body></html>"
)


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        pytest.param(WORD_2003.encode(), "wordml", "一、概述\n甲 | 1", id="word 2003 xml"),
        pytest.param(FLAT.encode(), "wordml", "概述", id="flat docx"),
        pytest.param(MIME.encode(), "mime", "石门镇", id="web page in one file"),
        pytest.param(EXCEL_HTML.encode("gbk"), "excel_html", "甲 | 12\n乙 | 3", id="excel's html"),
        pytest.param(make_container({"Workbook": b""}), "xls", None, id="workbook by its stream"),
        pytest.param(make_container({"Book": b""}), "xls", None, id="old workbook by its stream"),
        pytest.param(make_doc(["Workbook"]), "doc", "Workbook", id="a word is no stream"),
        pytest.param(b"RIFF\0\0\0\0WEBP", "image", None, id="webp"),
    ],
)
def test_other_shapes_of_office_files(body: bytes, kind: str, text: str | None) -> None:
    assert sniff_type(body) == kind
    if text is not None:
        assert _text(body, "报告.doc") == text


TWO = {"报告.docx": make_docx(["石门镇报告"]), "附件/统计表.xlsx": make_xlsx({"表": [["甲", 1.0]]})}


@pytest.mark.parametrize("utf8", [False, True], ids=["gbk-names", "utf-8-names"])
def test_an_archive_is_its_documents_each_under_its_name(utf8: bool) -> None:
    clean = read_document(make_zip(TWO, utf8=utf8), "材料.zip")
    assert clean.text.split("\n") == ["报告.docx", "石门镇报告", "统计表.xlsx", "甲 | 1"]
    assert clean.flags == ("type:zip", "members:2")


@pytest.mark.parametrize(
    ("members", "text", "flags"),
    [
        pytest.param({"a.doc": make_doc(["石门镇"])}, "石门镇", ("type:zip", "member:doc"), id="one document is it"),
        pytest.param(
            {"a.docx": make_docx(["石门镇"]), "章.rar": b"Rar!\x1a\x07\x00"},
            "石门镇",
            ("type:zip", "member:docx", "unread_members:1"),
            id="what cannot be read is counted",
        ),
        pytest.param(
            {"__MACOSX/._a.docx": b"x", "Thumbs.db": b"x", "~$a.docx": b"x", "a.docx": make_docx(["石门镇"])},
            "石门镇",
            ("type:zip", "member:docx"),
            id="droppings are left",
        ),
        pytest.param(
            {"a.docx": make_docx(["石门镇"]), "in.zip": make_zip({"b.docx": make_docx(["内"])})},
            "石门镇",
            ("type:zip", "member:docx", "unread_members:1"),
            id="an archive within is not opened",
        ),
    ],
)
def test_what_an_archive_says(members: dict[str, bytes], text: str, flags: tuple[str, ...]) -> None:
    clean = read_document(make_zip(members), "材料.zip")
    assert (clean.text, clean.flags) == (text, flags)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.docx", "/etc/cron.d/x.docx", "C:\\Windows\\x.docx", "a/../../x.docx"]
)
def test_a_members_name_leads_nowhere(name: str) -> None:
    body = make_zip({name: make_docx(["甲"]), "二.docx": make_docx(["乙"])}, utf8=True)
    heading = _text(body).split("\n")[0]
    assert heading in ("passwd.docx", "x.docx")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert not set("/\\") & set(member_name(archive.infolist()[0]))


def test_one_file_under_gzip_is_that_file() -> None:
    clean = read_document(gzip.compress(make_docx(["石门镇"])), "报告.docx.gz")
    assert (clean.text, clean.flags) == ("石门镇", ("type:gzip", "member:docx"))


def _marked_encrypted(body: bytes) -> bytes:
    return body.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )


LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


def _with_part(body: bytes, name: str, data: bytes) -> bytes:
    """The pack with one part's bytes changed."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    parts[name] = data
    return make_zip(parts, utf8=True)


OFD, XLSX = make_ofd([Paragraph("甲")]), make_xlsx({"表": [["甲", 1.0]]})
CONTENT, SHEET = "Doc_0/Pages/Page_0/Content.xml", "xl/worksheets/sheet1.xml"
UNFOLDS, BROKEN, UNREAD = UnfoldsTooFar, BrokenDocument, UnreadDocument
REFUSED: list[tuple[str, Callable[[], bytes], type[Exception], str]] = [
    ("zip-bomb", lambda: make_zip({f"{n}.txt": b" " * 15_000_000 for n in range(18)}), UNFOLDS, "declares"),
    ("zip-of-one-bomb", lambda: make_zip({"a.txt": b" " * 30_000_000}), UNFOLDS, "unfolds to more"),
    ("zip-of-many", lambda: make_zip({f"{n}.txt": b"x" for n in range(100)}), UNFOLDS, "100 files"),
    ("zip-cut-off", lambda: make_zip(TWO)[:-30], BROKEN, "unpacked"),
    ("zip-encrypted", lambda: _marked_encrypted(make_zip({"a.docx": b"x" * 99}, utf8=True)), UNREAD, "encrypted"),
    ("zip-of-nothing", lambda: make_zip({"a.bin": b"\0\1", "b.bin": b"\0\2"}), UNREAD, "without a file"),
    ("gzip-bomb", lambda: gzip.compress(b" " * 60_000_000), UNFOLDS, "unfolds"),
    ("gzip-cut-off", lambda: gzip.compress(make_docx(["甲"]))[:-20], BROKEN, "cut off"),
    ("gzip-in-gzip", lambda: gzip.compress(gzip.compress(b"x")), UNREAD, "within an archive"),
    ("xlsx-entities", lambda: _with_part(XLSX, SHEET, f"{LAUGHS}<a>&a;</a>".encode()), BROKEN, "entities"),
    ("xlsx-bomb", lambda: _with_part(XLSX, SHEET, b" " * 40_000_000), UNFOLDS, "unfolds"),
    ("xlsx-far-cell", lambda: make_xlsx({"表": [["甲"], *[[]] * 60_000, [*[None] * 300, 1.0]]}), UNFOLDS, "spans"),
    ("xlsx-cut-off", lambda: XLSX[:-40], BROKEN, "zip|unpacked"),
    ("xls-cut-off", lambda: make_xls("表", [["甲"] * 50] * 50)[:3_000], BROKEN, "read|cut off"),
    ("ofd-entities", lambda: _with_part(OFD, CONTENT, f"{LAUGHS}<a>&a;</a>".encode()), BROKEN, "entities"),
    ("ofd-bomb", lambda: _with_part(OFD, CONTENT, b" " * 40_000_000), UNFOLDS, "unfolds"),
    ("ofd-bad-xml", lambda: _with_part(OFD, CONTENT, b"<a>"), BROKEN, "XML"),
    ("ofd-missing-page", lambda: OFD.replace(b"Page_0", b"Page_1", 1), BROKEN, "ofd"),
    ("ofd-encrypted", lambda: _with_part(OFD, "Encryptions.xml", b"<a/>"), UNREAD, "encrypted ofd"),
    ("wordml-entities", lambda: WORD_2003.replace("<w:word", f"{LAUGHS}<w:word", 1).encode(), BROKEN, "entities"),
    ("wordml-broken", lambda: WORD_2003[:-30].encode(), BROKEN, "XML"),
    ("docx-external", lambda: _with_part(make_docx_in_order([]), "word/document.xml", LAUGHS.encode()), BROKEN, "enti"),
    ("docx-entities-in-utf-16", lambda: _with_part(make_docx_in_order([]), "word/document.xml",
        f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<a>&a;</a>'.encode("utf-16")), BROKEN, "entities"),
    ("rtf-deep", lambda: b"{\\rtf1 " + b"{" * 100_000, BROKEN, "nests"),
    ("mime-without-a-page", lambda: MIME.replace("text/html", "text/css").encode(), BROKEN, "page"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "error", "message"), [pytest.param(*rest, id=name) for name, *rest in REFUSED])
@pytest.mark.timeout(60)
def test_what_cannot_be_read_says_why(make: Callable[[], bytes], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        read_document(make(), "报告.doc")


WHOLE = {
    "pdf": make_pdf(REPORT),
    "ofd": make_ofd(REPORT),
    "rtf": make_file("rtf", REPORT),
    "xlsx": make_file("xlsx", REPORT),
    "xls": make_file("xls", REPORT),
    "zip": make_file("zip", REPORT),
    "wordml": WORD_2003.encode(),
    "mime": MIME.encode(),
}


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_any_damage_is_a_reason_and_never_a_crash(kind: str) -> None:
    whole = WHOLE[kind]
    for at in range(0, len(whole), max(len(whole) // 40, 1)):
        damaged = bytearray(whole)
        damaged[at] ^= 0x55
        for body in (bytes(damaged), whole[:at]):
            try:
                read_document(body, f"报告.{kind}")
            except (BrokenDocument, UnreadDocument, UnfoldsTooFar):
                pass
            except ValueError as error:
                assert type(error).__name__ == "NotAFile"  # noqa: PT017 - cut short it may look like a page


@pytest.mark.skipif(ocr_engine() is not None, reason="the extra `ocr` is installed")
def test_without_text_recognition_the_rules_say_nothing_of_it_and_a_picture_is_unread() -> None:
    assert document_rules() == "document-3"
    with pytest.raises(UnreadDocument, match="only with the extra `ocr`"):
        read_document(b"\x89PNG\r\n\x1a\n" + bytes(100), "扫描件.png")
