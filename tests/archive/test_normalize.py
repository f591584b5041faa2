"""Comparison text: layout and the moment of viewing vanish, everything an author could have changed stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.normalize import COMPARISON_RULES, comparison_digest, comparison_text

ALPHABET = (
    "政府信息公开年报石门镇不无未没主动受理件条元0123456789０１２３４５６７８９一二三〇○"
    "十零年月日，。、：；（）《》“”()%.-①②㈠Ⅷ "
)
SPACES = [" ", "\u3000", "\u00a0", "\n", "\t", "\u200b", "\ufeff", "\r\n"]
WIDE = {**{chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}, ",": "，", ".": "。", '"': "“"}

EQUAL = {
    "full-width digits and letters": ("２０１７年ＡＢＣ", "2017年ABC"),
    "full-width punctuation": ("公开（８６条）：是；否！", "公开(86条):是;否!"),
    "comma and full stop": ("主动，公开。", "主动,公开."),
    "quotes": ("“五公开”‘两化’「管理」", '"五公开"\'两化\'"管理"'),
    "brackets of document numbers": ("国办发〔2017〕47号", "国办发[2017]47号"),
    "dashes": ("2017年1月—12月", "2017年1月-12月"),
    "white space of every kind": ("名\u3000称：\u00a0石 门\t镇\r\n\r\n", "名称：石门镇"),
    "zero-width characters": ("石\u200b门\ufeff镇", "石门镇"),
    "white circle as zero": ("二○一八年一月三日", "二〇一八年一月三日"),
    "large circle as zero": ("二◯一八年", "二〇一八年"),
    "ASCII zero between numerals": ("二0一七年", "二〇一七年"),
    "full-width zero between numerals": ("二０一七年", "二〇一七年"),
    "letter O between numerals": ("二O一七年、二ｏ一○年", "二〇一七年、二〇一〇年"),
    "two zeros": ("二00九年", "二○○九年"),
    "spaced zero": ("二 0 一 七年", "二〇一七年"),
    "Kangxi radicals": ("⽂件⼀件", "文件一件"),
    "compatibility ideographs": ("\uf979", "\u51c9"),
    "Word bookmark in mid-sentence": ("本报告由[bookmark: _GoBack]办公室编制", "本报告由办公室编制"),
    "rows of nothing but separators": ("|\n| | |\n本报告", "本报告"),
    "counter on a line of its own": ("正文。\n浏览次数：1234\n", "正文。\n浏览次数：1299次\n"),
    "counter filled by a script or not": ("正文。\n浏览次数：\n", "正文。\n浏览次数：57\n"),
    "counter whose number stands on the next line": ("点击数：\n 1288\n正文。", "点击数：\n 1300\n正文。"),
    "counter between labels": ("来源：石门镇 点击数：5 字号：大", "来源：石门镇 点击数：6 字号：大"),
    "counter in brackets": ("标题 【浏览次数：8】", "标题 【浏览次数：9】"),
    "visits beside page labels": ("发布时间：2018-01-03 访问量：5", "发布时间：2018-01-03 访问量：6"),
    "today's date": ("今天是2026年11月22日 星期日\n正文", "今天是：2026年11月23日 星期一\n正文"),
    "time of printing": ("正文\n打印时间：2026-11-22 10:15:00", "正文\n打印时间：2026-11-23 09:00:01"),
}

DIFFERENT = {
    "a digit": ("主动公开86条", "主动公开57条"),
    "a negation": ("不予公开", "予公开"),
    "an issuer's name": ("石门镇人民政府", "石门乡人民政府"),
    "circled and plain digits": ("①公开", "1公开"),
    "Roman numeral and letters": ("Ⅷ", "VIII"),
    "fraction and its parts": ("½", "1/2"),
    "superscript and digit": ("m²", "m2"),
    "zero that is no numeral": ("公开0件", "公开〇件"),
    "零 and 〇": ("零件", "〇件"),
    "enumeration comma and comma": ("甲、乙", "甲，乙"),
    "cells of a table": ("1|12", "11|2"),
    "an empty cell": ("3||0", "3|0|"),
    "clicks the report speaks of": ("网站点击量达50000次。", "网站点击量达60000次。"),
    "visits the report states as a line": ("访问量：12345次", "访问量：12346次"),
    "reads of its own articles": ("微信公众号阅读量：1万", "微信公众号阅读量：2万"),
    "a year after an empty counter": ("浏览次数：\n2017年公开8件", "浏览次数：\n2016年公开8件"),
    "a numbered heading after an empty counter": ("浏览次数：\n1．概述", "浏览次数：\n2．概述"),
    "a number on the line after a colon": ("其中：\n86\n件", "其中：\n57\n件"),
    "a date in the text": ("2018年1月3日", "2018年1月4日"),
    "printing as a topic": ("打印时间紧张，印发30份", "打印时间紧张，印发31份"),
    "a posting date": ("发布时间：2018-01-03", "发布时间：2018-01-04"),
}


@pytest.mark.parametrize(("one", "other"), EQUAL.values(), ids=EQUAL.keys())
def test_folded_or_gone(one: str, other: str) -> None:
    assert comparison_text(one) == comparison_text(other)
    assert comparison_digest(one) == comparison_digest(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_never_folded(one: str, other: str) -> None:
    assert comparison_text(one) != comparison_text(other)


def test_rules_are_named() -> None:
    assert COMPARISON_RULES == "cmp-1"


@given(st.text(max_size=200))
def test_applied_twice_is_applied_once(text: str) -> None:
    once = comparison_text(text)
    assert comparison_text(once) == once


@given(
    st.lists(
        st.sampled_from(["浏览次数", "：", "访问量", "5", "\n", " ", "|", "今天是", "2026年1月2日", "来源:", "[", "]"])
    )
)
def test_applied_twice_is_applied_once_with_counters(parts: list[str]) -> None:
    once = comparison_text("".join(parts))
    assert comparison_text(once) == once


@given(st.text(ALPHABET, min_size=1, max_size=120), st.data())
def test_changing_any_digit_changes_the_text(text: str, data: st.DataObject) -> None:
    places = [place for place, character in enumerate(text) if character in "0123456789０１２３４５６７８９"]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    half_width = chr(ord(text[place]) - 0xFEE0) if text[place] > "9" else text[place]
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != half_width]))
    assert comparison_text(text) != comparison_text(text[:place] + digit + text[place + 1 :])


@given(st.text(ALPHABET, max_size=120), st.lists(st.tuples(st.integers(0, 120), st.sampled_from(SPACES)), max_size=20))
def test_white_space_anywhere_changes_nothing(text: str, blanks: list[tuple[int, str]]) -> None:
    spaced = text
    for place, blank in blanks:
        spaced = spaced[:place] + blank + spaced[place:]
    assert comparison_text(spaced) == comparison_text(text)


@given(st.text("政府信息公开年报0123456789abcXYZ()%:;!?,", max_size=120), st.data())
def test_width_changes_nothing(text: str, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
    widened = "".join(WIDE.get(c, c) if wide else c for c, wide in zip(text, chosen, strict=True))
    assert comparison_text(widened) == comparison_text(text)
