"""Which clean texts are never published, and which only look odd."""

import pytest

from crawler.extract.clean import clean_markup
from crawler.extract.lines import tidy
from crawler.quality import injected_terms
from crawler.reading.soundness import unsound

REPORT = (
    "2017年，我镇主动公开政府信息86条，收到政府信息公开申请3件，均在法定期限内答复，未发生行政复议和行政诉讼案件。" * 2
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(REPORT, None, id="a report"),
        pytest.param("无。", None, id="one word"),
        pytest.param(REPORT + "开展打击网络赌博、六合彩专项行动。", None, id="a campaign against gambling"),
        pytest.param(REPORT + "查处六合彩、老虎机窝点各一处。", None, id="two things a campaign found"),
        pytest.param(
            REPORT.replace("政府信息", "百家乐政府信息").replace("申请", "六合彩申请") + "时时彩注册送88",
            "spliced_text",
            id="advertising among the sentences",
        ),
        pytest.param(REPORT.encode().decode("gb18030", "replace"), "mojibake", id="the wrong charset"),
    ],
)
def test_a_text_nobody_wrote_so_is_not_published(text: str, code: str | None) -> None:
    found = unsound(text)
    assert (found[0] if found else None) == code


def test_advertising_is_counted_by_distinct_words() -> None:
    assert injected_terms("百家乐百家乐，老虎机，百家乐") == ("百家乐", "老虎机")


def test_characters_that_show_nothing_are_no_text() -> None:
    said = "我镇\x00主动\x08公开\x1b政府\x80信息\ud800八\uffff十六条。"
    assert tidy(said) == "我镇主动公开政府信息八十六条。"
    assert clean_markup(f"<div><p>{said}</p></div>").text == "我镇主动公开政府信息八十六条。"
