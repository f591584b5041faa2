"""PDF: paragraphs whole, tables as rows, running heads gone; scans, locks and damage named; nothing hangs the crawl."""

import hashlib
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.extract.documents import BrokenDocument, UnfoldsTooFar, UnreadDocument, read_document
from crawler.extract.ocr import ocr_engine
from crawler.extract.pdf import read_pdf
from crawler.extract.readable import is_readable
from tests.replica.county import Cell, Paragraph, Table
from tests.replica.pdf import FONT, make_pdf, pdf_of_objects, pdf_of_sheets
from tests.replica.typesetting import Sheet

TITLE = "石门镇人民政府2022年政府信息公开工作年度报告"
LONG = "本报告根据《中华人民共和国政府信息公开条例》的规定编制，" * 5 + "特此报告。"
TABLE = Table(
    (
        (Cell("第二十条第（一）项", colspan=4),),
        (Cell("信息内容"), Cell("本年制发件数"), Cell("本年废止件数"), Cell("现行有效件数")),
        (Cell("规章"), Cell("0"), Cell("0"), Cell("0")),
        (Cell("行政规范性文件"), Cell("3"), Cell("-1"), Cell("16")),
    )
)
ROWS = [
    "第二十条第（一）项",
    "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数",
    "规章 | 0 | 0 | 0",
    "行政规范性文件 | 3 | -1 | 16",
]


def _lines(body: bytes) -> list[str]:
    return read_document(body, "报告.pdf").text.split("\n")


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_report_reads_the_same_whichever_way_its_pages_are_turned(turned: int) -> None:
    body = make_pdf([Paragraph(TITLE), Paragraph(LONG), TABLE, Paragraph("二〇二三年一月五日")], turned=turned)
    assert _lines(body) == [TITLE, LONG, *ROWS, "二〇二三年一月五日"]


def test_running_heads_and_page_numbers_are_no_part_of_the_report() -> None:
    paragraphs = [Paragraph(f"（{number}）第{number}件事。{LONG}") for number in range(1, 16)]
    assert _lines(make_pdf(paragraphs, header="石门镇政府信息公开年报")) == [block.text for block in paragraphs]


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        pytest.param([(85, 200, "一" * 26), (85, 228, "二" * 3)], ["一" * 26 + "二" * 3], id="full line goes on"),
        pytest.param([(85, 200, "一" * 20), (85, 228, "二" * 26)], ["一" * 20, "二" * 26], id="short line ends"),
        pytest.param([(85, 200, "一" * 26), (117, 228, "二" * 24)], ["一" * 26, "二" * 24], id="set-in line begins"),
        pytest.param(
            [(85, 200, "一" * 25 + "。"), (85, 228, "（二）办理情况")],
            ["一" * 25 + "。", "（二）办理情况"],
            id="a number after a sentence begins",
        ),
        pytest.param(
            [(85, 200, "一" * 25), (85, 228, "二，" + "三" * 24)],
            ["一" * 25 + "二，" + "三" * 24],
            id="no mark goes first",
        ),
        pytest.param(
            [(85, 200, "一" * 24), (85, 228, "20230105号"), (85, 256, "二" * 26), (85, 284, "二")],
            ["一" * 24 + "20230105号", "二" * 27],
            id="a figure goes down whole",
        ),
        pytest.param([(85, 200, "一" * 26), (85, 300, "二" * 26)], ["一" * 26, "二" * 26], id="a wide gap ends"),
        pytest.param(
            [(85, 200, "一" * 26), (373, 228, "石门镇人民政府"), (390, 256, "2023年1月5日")],
            ["一" * 26, "石门镇人民政府", "2023年1月5日"],
            id="a signature stands alone",
        ),
        pytest.param(
            [(101, 200, "桐乡市石门镇人民政府政府信息公开工作年度报告四"), (261, 228, "五六七八")],
            ["桐乡市石门镇人民政府政府信息公开工作年度报告四", "五六七八"],
            id="a centred title of two",
        ),
    ],
)
def test_lines_become_paragraphs(texts: list[tuple[float, float, str]], lines: list[str]) -> None:
    # Two full lines below show where the margins are.
    frame = [(85.0, 600.0, "页" * 26), (85.0, 700.0, "边" * 26)]
    sheet = Sheet([(left, base, 16.0, text) for left, base, text in [*texts, *frame]])
    assert _lines(pdf_of_sheets([sheet])) == [*lines, "页" * 26, "边" * 26]


def test_a_merged_cell_that_the_pages_end_cuts_is_said_once() -> None:
    items = [f"{number}.第{number}类事项" for number in range(1, 40)]
    first = (Cell("三、本年度办理结果", rowspan=len(items)), Cell(items[0]), Cell("0"))
    table = Table((first, *((Cell(item), Cell("0")) for item in items[1:])))
    expected = [f"三、本年度办理结果 | {items[0]} | 0", *(f"{item} | 0" for item in items[1:])]
    assert _lines(make_pdf([Paragraph(LONG), table, Paragraph("无。")]))[1:-1] == expected


def test_a_head_row_repeated_on_the_next_page_is_said_once() -> None:
    head = ["事项", "数量", "单位"]
    rows = [[f"第{number}类", str(number), "件"] for number in range(1, 8)]
    pages = [_ruled(top, [head, *part]) for top, part in ((100.0, rows[:4]), (100.0, rows[4:]))]
    assert _lines(pdf_of_sheets(pages)) == [" | ".join(row) for row in (head, *rows)]


def _ruled(top: float, rows: list[list[str]], *, sides: bool = True) -> Sheet:
    sheet = Sheet()
    for number, row in enumerate([*rows, []]):
        y = top + 20 * number
        sheet.lines.append((100.0, y, 400.0, y))
        sheet.texts += [(104.0 + 100 * column, y + 14, 10.0, text) for column, text in enumerate(row)]
    for column in range(4) if sides else range(1, 3):
        x = 100.0 + 100 * column
        sheet.lines.append((x, top, x, top + 20 * len(rows)))
    return sheet


def test_a_table_open_at_its_sides_and_one_without_its_last_line_keep_their_rows() -> None:
    rows = [["事项", "数量", "单位"], ["许可", "12", "件"], ["处罚", "3", "件"]]
    assert _lines(pdf_of_sheets([_ruled(100, rows, sides=False)])) == [" | ".join(row) for row in rows]
    cut = _ruled(100, rows)
    cut.lines.remove((100.0, 160.0, 400.0, 160.0))
    assert _lines(pdf_of_sheets([cut])) == [" | ".join(row) for row in rows]


def test_a_vertical_head_reads_as_a_word() -> None:
    sheet = _ruled(100, [["", "甲", "乙"], ["许可", "1", "2"]])
    sheet.lines = [(x1, y1 - 60 * (y1 == 100), x2, y2 - 60 * (y2 == 100)) for x1, y1, x2, y2 in sheet.lines]
    sheet.texts += [(140.0, 52.0 + 12 * number, 10.0, letter) for number, letter in enumerate("结果维持")]
    assert _lines(pdf_of_sheets([sheet]))[0] == "结果维持 | 甲 | 乙"


def _page(content: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents 4 0 R>>" % resources
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf_of_objects([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, _stream(content), *more])


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<</Filter/FlateDecode/Length %d%s>>stream\n%s\nendstream" % (len(packed), entries, packed)


_PICTURE = _stream(
    bytes(100), b"/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8"
)
_ALL_OVER = b"q 595 0 0 842 0 0 cm /I Do Q"
_UNSEEN = b" BT 3 Tr /F 16 Tf 60 700 Td <%s> Tj ET" % LONG[:30].encode("utf-16-be").hex().encode()


@pytest.mark.skipif(ocr_engine() is not None, reason="the extra `ocr` is installed: scans are read here")
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(_page(_ALL_OVER, b"/XObject<</I 5 0 R>>", _PICTURE), "scan", id="a picture of a page"),
        pytest.param(_page(b""), "pdf without text", id="a blank page"),
        pytest.param(
            make_pdf([Paragraph("\u4e9f\u5216\u5f2a\u6ce7\u7112\u7a88\u8c7b" * 40)]),
            "pdf with a text layer that means nothing",
            id="rare characters throughout",
        ),
    ],
)
def test_without_text_recognition_a_scan_is_unread_and_says_so(body: bytes, kind: str) -> None:
    with pytest.raises(UnreadDocument) as caught:
        read_document(body, "报告.pdf")
    assert caught.value.kind == kind


def test_letters_nobody_sees_over_a_picture_are_flagged_as_recognised_by_others() -> None:
    body = _page(_ALL_OVER + _UNSEEN, b"/Font<</F 6 0 R>>/XObject<</I 5 0 R>>", _PICTURE, FONT)
    assert "ocr_layer" in read_document(body, "报告.pdf").flags


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        pytest.param(LONG, True, id="a report"),
        pytest.param("Annual report on open government, 2023. " * 5, True, id="english"),
        pytest.param("石门镇", True, id="too short to tell"),
        pytest.param(LONG.encode().decode("gb18030", "ignore"), False, id="utf-8 read as gbk"),
        pytest.param(LONG.encode("gb18030").decode("latin-1"), False, id="gbk read as latin-1"),
        pytest.param("\ue000\ue001\ue002" * 40, False, id="private characters"),
        pytest.param("!\"#$%&'()*+,-./" * 10, False, id="codes of a font"),
    ],
)
def test_what_counts_as_a_text(text: str, readable: bool) -> None:
    assert is_readable(text) is readable


def _encrypted(user: bytes) -> bytes:
    """A PDF locked as of old (40 bits). An empty user password opens it to anyone."""
    pad = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    key = hashlib.md5((user + pad)[:32] + pad + (-4).to_bytes(4, "little", signed=True) + b"id").digest()[:5]
    whole = make_pdf([Paragraph("石门镇报告。")])
    out, at = b"", 0
    while True:
        start = whole.find(b">>stream\n", at) + 2
        if start < 2:
            break
        end = whole.find(b"\nendstream", start)
        head = int(whole[:start].rpartition(b" 0 obj")[0].rpartition(b"\n")[2])
        inner = hashlib.md5(key + head.to_bytes(3, "little") + b"\0\0").digest()[:10]
        out += whole[at : start + 7] + _rc4(inner, whole[start + 7 : end])
        at = end
    owner = pad.hex().encode()
    lock = b"/ID[<6964><6964>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (
        owner,
        _rc4(key, pad).hex().encode(),
    )
    return (out + whole[at:]).replace(b"/Root 1 0 R", b"/Root 1 0 R" + lock)


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def test_a_lock_that_opens_to_anyone_is_no_lock_and_another_is_named() -> None:
    assert _lines(_encrypted(b"")) == ["石门镇报告。"]
    with pytest.raises(UnreadDocument, match="encrypted pdf"):
        read_document(_encrypted(b"secret"), "报告.pdf")


def test_a_pdf_whose_table_of_objects_is_gone_is_still_read() -> None:
    assert _lines(make_pdf([Paragraph(LONG)]).rpartition(b"xref")[0]) == [LONG]


def _bomb() -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(4_000)) + packer.flush()


_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
HOSTILE: list[tuple[str, Callable[[], bytes]]] = [
    ("cut off", lambda: make_pdf([Paragraph(LONG)] * 50)[:3_000]),
    ("pages in a ring", lambda: pdf_of_objects([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Count 9/Kids[2 0 R 2 0 R]>>"])),
    ("pages without end", lambda: pdf_of_objects([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Count 2000000000/Kids[]>>"])),
    ("arrays in arrays", lambda: _page(b"[" * 3_000_000)),
    ("no size", lambda: _page(b"").replace(b"595 842", b"1e30 1e30")),
    ("unfolds twice", lambda: _page(b"").replace(b"/FlateDecode", b"[/FlateDecode/FlateDecode]")),
]


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in HOSTILE])
def test_hostile_pdfs_are_refused_with_a_reason(make: Callable[[], bytes]) -> None:
    with pytest.raises((BrokenDocument, UnreadDocument, UnfoldsTooFar)):
        read_document(make(), "报告.pdf")


def test_what_a_real_county_published(test_data: Path) -> None:
    lines, flags = read_pdf((test_data / "pages" / "pdf_hongze_2023.pdf").read_bytes())
    texts = [line.text for line in lines]
    assert flags == ()
    assert texts[1] == "2023年政府信息公开工作年度报告"
    assert texts[2].startswith("本报告由")
    assert texts[2].endswith("hzzwgk@126.com）。")
    assert "行政规范性文件 | 0 | 5 | 5" in texts
    assert "行政处罚 | 4119" in texts
    assert "三、本年度办理结果 | （一）予以公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0" in texts
    assert "2.没有现成信息需要另行制作 | 3 | 0 | 0 | 0 | 0 | 0 | 3" in texts
    assert not any(text.startswith("- ") for text in texts)
    # The table of requests: 21 rows of seven figures.
    assert sum(text.count(" | ") >= 7 for text in texts) >= 21
