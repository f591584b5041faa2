"""Numbers as offices print them, read without loss: digits, full-width digits, Chinese numerals, scales and hedges."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.figures.folding import fold
from crawler.reading.figures.numerals import find_numbers, parse_chinese
from crawler.reading.figures.units import normalise, unit_at

_DIGITS = "零一二三四五六七八九"


def _in_chinese(number: int) -> str:
    """A number below a hundred million million in Chinese numerals, as it is written out in full."""
    if number < 10:
        return _DIGITS[number]
    for size, word in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if low and low < size // 10 else ""
            return _in_chinese(high) + word + (gap + _in_chinese(low) if low else "")
    raise AssertionError(number)


def _wide(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def _only(text: str) -> Decimal:
    numbers = find_numbers(fold(text).text)
    assert len(numbers) == 1, numbers
    return numbers[0].value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一百零五", 105),
        ("一百一十五", 115),
        ("一百十五", 115),
        ("二百五", 250),
        ("三千六", 3600),
        ("一万五", 15000),
        ("一万零五", 10005),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("廿三", 23),
        ("卅", 30),
        ("两", 2),
        ("两百", 200),
        ("两千零一十八", 2018),
        ("二○一八", 2018),
        ("二〇一八", 2018),
        ("一千零五十", 1050),
        ("二十万三千", 203000),
        ("三亿", 3 * 10**8),
        ("壹佰贰拾", 120),
        ("○", 0),
        ("", None),
        ("十余", None),
        ("一二十三", None),
        ("甲", None),
    ],
)
def test_chinese_numerals(text: str, number: int | None) -> None:
    if text == "一二十三":
        # 一二十 is "ten or twenty", no number: two ones in a row stand for nothing before 十.
        assert parse_chinese(text) is None
    else:
        assert parse_chinese(text) == number


@pytest.mark.parametrize(
    ("text", "value", "approximation", "low", "high"),
    [
        pytest.param("86", "86", "exact", None, None, id="digits"),
        pytest.param("５９２８", "5928", "exact", None, None, id="full-width"),
        pytest.param("5,928", "5928", "exact", None, None, id="separator"),
        pytest.param("1,234,567", "1234567", "exact", None, None, id="two-separators"),
        pytest.param("7730.28", "7730.28", "exact", None, None, id="decimal"),
        pytest.param("1.2万", "12000.0", "exact", None, None, id="scale"),
        pytest.param("3百", "300", "exact", None, None, id="mixed"),
        pytest.param("24余", "24", "at_least", None, None, id="yu"),
        pytest.param("30多", "30", "at_least", None, None, id="duo"),
        pytest.param("1.2万余", "12000.0", "at_least", None, None, id="scale-yu"),
        pytest.param("10余万", "100000", "at_least", None, None, id="yu-before-scale"),
        pytest.param("236数", "236", "at_least", None, None, id="malformed"),
        pytest.param("约44", "44", "about", None, None, id="about"),
        pytest.param("近百", "100", "about", None, None, id="nearly"),
        pytest.param("接近500", "500", "about", None, None, id="close-to"),
        pytest.param("不少于80", "80", "at_least", None, None, id="not-less-than"),
        pytest.param("超过200", "200", "at_least", None, None, id="more-than"),
        pytest.param("上千", "1000", "at_least", None, None, id="up-to-a-thousand"),
        pytest.param("百余", "100", "at_least", None, None, id="a-hundred-odd"),
        pytest.param("十余", "10", "range", "10", "19", id="ten-odd"),
        pytest.param("数十", "20", "range", "20", "99", id="tens"),
        pytest.param("几百", "200", "range", "200", "999", id="hundreds"),
        pytest.param("二十余", "20", "at_least", None, None, id="twenty-odd"),
    ],
)
def test_printed_numbers(text: str, value: str, approximation: str, low: str | None, high: str | None) -> None:
    (number,) = find_numbers(fold(text).text)
    assert (number.start, number.end) == (0, len(fold(text).text))
    assert number.value == Decimal(value)
    assert number.approximation == approximation
    assert number.low == (Decimal(low) if low else None)
    assert number.high == (Decimal(high) if high else None)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("2026 2030", ["2026", "2030"], id="a-blank-keeps-numbers-apart"),
        pytest.param("59\n28", ["5928"], id="a-line-break-does-not"),
        pytest.param("2016，144", ["2016", "144"], id="a-full-width-comma-is-a-comma"),
        pytest.param("16,35,10", ["16", "35", "10"], id="a-list-is-no-thousand"),
        pytest.param("预约3", ["3"], id="no-hedge-in-a-word"),
        pytest.param("最近3", ["3"], id="no-hedge-in-recently"),
        pytest.param("信息数一百零五", ["105"], id="a-number-of-information"),
        pytest.param("9" * 60, [], id="an-index-number-counts-nothing"),
    ],
)
def test_where_a_number_ends(text: str, values: list[str]) -> None:
    assert [number.value for number in find_numbers(fold(text).text)] == [Decimal(value) for value in values]


@given(st.integers(min_value=0, max_value=10**12))
@settings(deadline=None)
def test_any_number_survives_every_writing(number: int) -> None:
    assert parse_chinese(_in_chinese(number)) == number
    assert _only(str(number)) == number
    assert _only(_wide(str(number))) == number
    assert _only(f"{number:,}") == number


@given(st.integers(min_value=1000, max_value=10**9), st.integers(min_value=1, max_value=3))
@settings(deadline=None)
def test_a_number_broken_over_lines_is_whole(number: int, at: int) -> None:
    printed = str(number)
    assert _only(printed[:at] + "\n" + printed[at:]) == number


@given(st.text(alphabet="2016年，。共公开信息条件1一百余约近万.,％（）\n 　○零", max_size=120))
@settings(deadline=None)
def test_folding_keeps_every_offset(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.offsets)
    assert list(folded.offsets) == sorted(folded.offsets)
    for number in find_numbers(folded.text):
        start, end = folded.span(number.start, number.end)
        assert fold(text, start, end).text.replace("，", ",") == folded.text[number.start : number.end].replace(
            "，", ","
        )


@pytest.mark.parametrize(
    ("text", "printed", "unit"),
    [
        ("条政府信息", "条", "item"),
        ("宗", "宗", "item"),
        ("人次", "人次", "person_time"),
        ("人", "人", "person"),
        ("起", "起", "case"),
        ("次", "次", "time"),
        ("%", "%", "percent"),
        ("万元", None, ""),
        ("元", "元", "yuan"),
        ("个工作日", None, ""),
        ("个月", None, ""),
        ("年", None, ""),
        ("月", None, ""),
        ("处", "处", "place"),
    ],
)
def test_units(text: str, printed: str | None, unit: str) -> None:
    assert unit_at(text, 0) == printed
    assert normalise(printed or "") == unit
