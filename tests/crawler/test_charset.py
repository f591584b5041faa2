"""Bytes to text: a label is believed only as far as the bytes bear it out."""

import codecs
import json
from pathlib import Path

import pytest

from crawler.extract.charset import decode

SENTENCE = "石门镇2017年度政府信息公开工作报告，全年共公开86条。"
LONG = SENTENCE * 20
# 㙟 is in gb18030 and not in gb2312: a hamlet's name on a page labelled gb2312.
RARE = "龙㙟镇人民政府" + SENTENCE


def meta(label: str, text: str = SENTENCE) -> str:
    return f'<html><head><meta charset="{label}"></head><body>{text}</body></html>'


CASES = [
    pytest.param(SENTENCE.encode(), "text/html; charset=utf-8", None, "utf-8", "header", (), id="header-agrees"),
    pytest.param(SENTENCE.encode("gbk"), "text/html; charset=GBK", None, "gb18030", "header", (), id="gbk-header"),
    pytest.param(
        SENTENCE.encode("gbk"), 'text/html;charset="gb2312"', None, "gb18030", "header", (), id="quoted-label"
    ),
    pytest.param(
        LONG.encode("gbk"),
        "text/html; charset=utf-8",
        None,
        "gb18030",
        "sniff",
        ("header_contradicted",),
        id="gbk-labelled-utf-8",
    ),
    pytest.param(
        meta("gb2312").encode("gbk"),
        "text/html; charset=utf-8",
        None,
        "gb18030",
        "meta",
        ("header_contradicted",),
        id="header-lies-meta-tells-the-truth",
    ),
    pytest.param(
        meta("gb2312").encode(), "text/html", None, "utf-8", "sniff", ("meta_contradicted",), id="utf-8-labelled-gb2312"
    ),
    pytest.param(meta("gb2312", RARE).encode("gb18030"), None, None, "gb18030", "meta", (), id="rare-town-name"),
    pytest.param(SENTENCE.encode(), None, None, "utf-8", "sniff", (), id="no-label-utf-8"),
    pytest.param(SENTENCE.encode("gbk"), "text/html", None, "gb18030", "sniff", (), id="no-label-gbk"),
    pytest.param(codecs.BOM_UTF8 + SENTENCE.encode(), None, None, "utf-8", "bom", (), id="utf-8-bom"),
    pytest.param(
        codecs.BOM_UTF8 + SENTENCE.encode(),
        "text/html; charset=gbk",
        None,
        "utf-8",
        "bom",
        ("header_contradicted",),
        id="bom-against-gbk-header",
    ),
    pytest.param(
        codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le"), None, None, "utf-16-le", "bom", (), id="utf-16-le"
    ),
    pytest.param(
        codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"), None, None, "utf-16-be", "bom", (), id="utf-16-be"
    ),
    pytest.param(
        b"\r\n\r\n" + codecs.BOM_UTF8 + SENTENCE.encode(), None, None, "utf-8", "sniff", (), id="bom-after-blank-lines"
    ),
    pytest.param(SENTENCE.encode("gbk"), "text/html; charset=gb2312", "gbk", "gb18030", "hint", (), id="row-says-so"),
    pytest.param(
        SENTENCE.encode(),
        "text/html; charset=utf-8",
        "gbk",
        "utf-8",
        "header",
        ("hint_contradicted",),
        id="row-is-out-of-date",
    ),
    pytest.param(
        SENTENCE.encode(), "text/html; charset=iso-8859-1", None, "utf-8", "sniff", (), id="latin-1-says-nothing"
    ),
    pytest.param(
        SENTENCE.encode("gbk"), "text/html; charset=ISO-8859-1", None, "gb18030", "sniff", (), id="latin-1-over-gbk"
    ),
    pytest.param(
        SENTENCE.encode(), "text/html; charset=utf-9", None, "utf-8", "sniff", ("unknown_label",), id="unknown-label"
    ),
    pytest.param(
        b'<?xml version="1.0" encoding="gb2312"?>' + SENTENCE.encode("gbk"), None, None, "gb18030", "meta", (), id="xml"
    ),
    pytest.param(SENTENCE.encode("gbk"), "text/html; charset=hz-gb-2312", None, "gb18030", "header", (), id="hz-label"),
]


@pytest.mark.parametrize(("body", "content_type", "hint", "charset", "basis", "flags"), CASES)
def test_the_bytes_decide_between_labels(
    body: bytes, content_type: str | None, hint: str | None, charset: str, basis: str, flags: tuple[str, ...]
) -> None:
    read = decode(body, content_type, hint)
    assert (read.charset, read.basis, read.flags, read.damaged) == (charset, basis, flags, 0)
    assert "石门镇2017年度" in read.text
    assert not read.text.startswith("\ufeff")


def test_a_character_missing_from_gb2312_is_read_and_not_replaced() -> None:
    assert "龙㙟镇" in decode(meta("gb2312", RARE).encode("gb18030"), None).text


def test_one_broken_byte_costs_one_character_and_is_counted() -> None:
    body = LONG.encode()[:100] + b"\xff" + LONG.encode()[100:]
    read = decode(body, "text/html; charset=utf-8")
    assert (read.charset, read.flags) == ("utf-8", ("damaged",))
    assert 1 <= read.damaged <= 3
    assert read.text.count("石门镇") >= 19


def test_a_lone_0x80_in_a_gb_text_is_the_euro_sign() -> None:
    read = decode("收费".encode("gbk") + b"\x80" + "5元".encode("gbk") + LONG.encode("gbk"), "text/html; charset=gbk")
    assert read.text.startswith("收费€5元")
    assert read.flags == ("euro_byte",)


def test_an_invalid_byte_in_a_gb_text_does_not_make_it_another_charset() -> None:
    read = decode(LONG.encode("gbk") + b"\xff\xff" + SENTENCE.encode("gbk"), "text/html; charset=gb2312")
    assert (read.charset, read.damaged) == ("gb18030", 1)
    assert read.text.endswith("86条。")


@pytest.mark.parametrize("cut", [1, 2], ids=["one-byte-short", "two-bytes-short"])
def test_a_body_cut_inside_a_character_keeps_its_charset(cut: int) -> None:
    read = decode(LONG.encode()[:-cut], "text/html; charset=utf-8")
    assert (read.charset, read.basis, read.damaged) == ("utf-8", "header", 1)


@pytest.mark.parametrize("body", [b"", b"\xff", b"\xff\xfe", b"\x00" * 64, bytes(range(256))])
def test_any_bytes_give_some_text(body: bytes) -> None:
    assert isinstance(decode(body, "text/html; charset=utf-8").text, str)
    assert isinstance(decode(body, None, "gbk").text, str)


def test_every_saved_page_is_read_as_utf_8_whatever_it_declares(test_data: Path) -> None:
    for line in (test_data / "pages" / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["actual_encoding"] != "utf-8":
            continue
        body = (test_data / record["file"]).read_bytes()
        read = decode(body, None)
        assert (read.charset, read.text) == ("utf-8", body.decode().removeprefix("\ufeff")), record["id"]
        again = decode(read.text.encode("gb18030"), "text/html; charset=utf-8")
        assert (again.charset, again.text) == ("gb18030", read.text), f"{record['id']} sent as GBK under a UTF-8 label"
