"""A text in the wrong charset is noticed, a text with rare names is not."""

from pathlib import Path

import pytest

from crawler.extract.mojibake import mojibake_signs

REPORT = (
    "二〇一七年，石门镇人民政府主动公开政府信息86条，依申请公开3件，均按规定时限答复，未发生行政复议和行政诉讼。" * 3
)
SAID = REPORT.replace("86", "“86”")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        pytest.param(REPORT.encode().decode("gb18030", "replace"), "utf-8 read as gb18030", id="utf-8-as-gbk"),
        pytest.param(REPORT.encode().decode("latin-1"), "utf-8 read as latin-1", id="utf-8-as-latin-1"),
        pytest.param(REPORT.encode("gb18030").decode("latin-1"), "gb18030 read as latin-1", id="gbk-as-latin-1"),
        pytest.param(SAID.encode().decode("cp1252", "ignore"), "relics", id="quotation-marks-as-cp1252"),
        pytest.param(REPORT.encode("gb18030").decode("utf-8", "replace"), "could not be decoded", id="gbk-as-utf-8"),
        pytest.param("锟斤拷石门镇锟斤拷2017年" * 9, "relics of a double conversion", id="converted-twice"),
        pytest.param(REPORT.encode("gb18030").decode("big5", "replace"), "", id="gbk-as-big5"),
    ],
)
def test_a_text_in_the_wrong_charset_is_noticed(text: str, sign: str) -> None:
    signs = mojibake_signs(text)
    assert signs
    assert any(sign in said for said in signs), signs


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(REPORT, id="report"),
        pytest.param(REPORT + "\ufffd", id="one-damaged-character"),
        pytest.param(
            "大㙍镇、䢺坨乡、𠅤村、垚镇、郪江镇、邛崃山、濉溪、岷县、鄠邑、盱眙、喀喇沁左翼。" * 3, id="rare-names"
        ),
        pytest.param("石门镇", id="too-short-to-judge"),
        pytest.param("Government information annual report of 2017. " * 30, id="english"),
        pytest.param("", id="nothing"),
        pytest.param("０１２３４５６７８９％，。；：“”《》【】—…" * 20, id="full-width-forms"),
        pytest.param("བོད་ལྗོངས་ ئۇيغۇر ᠮᠣᠩᠭᠣᠯ " * 20, id="minority-scripts"),
    ],
)
def test_a_text_that_reads_well_is_left_alone(text: str) -> None:
    assert mojibake_signs(text) == ()


def test_real_texts_read_well(test_data: Path) -> None:
    texts = sorted(test_data.rglob("*.txt"))
    assert len(texts) >= 40
    for file in texts:
        assert mojibake_signs(file.read_text(encoding="utf-8")) == (), file.name
