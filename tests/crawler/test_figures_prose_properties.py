"""What holds for every text: values stand in their spans, order and company change nothing, forms of a number agree.

The sentences are invented.
"""

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.figures.conflicts import pick_headlines
from crawler.reading.figures.folding import fold
from crawler.reading.figures.numerals import find_numbers
from crawler.reading.figures.prose import read_prose
from tests.crawler.prose_read import read, short

#: Sections that answer for one figure each; `{n}` stands for a number.
SECTIONS = (
    "主动公开政府信息情况\n全年主动公开政府信息{n}条，其中政策文件2条，工作动态7条。",
    "依申请公开政府信息情况\n全年共收到政府信息公开申请{n}件，均已按期答复。",
    "政府信息公开的收费及减免情况\n全年没有向申请人收取任何费用，不存在减免情况。",
    "因政府信息公开申请行政复议情况\n全年被申请行政复议{n}件。",
    "提起行政诉讼情况\n我镇未发生行政诉讼案件。",
    "培训情况\n全年组织业务培训{n}次。",
)
UNRELATED = (
    "本报告由镇党政办公室编制，电话0999—1234567，邮编999001。",
    "我镇把信息公开作为一项重要工作来抓，做到件件有回音。",
    "根据《条例》第二十条规定，所有信息自形成之日起20个工作日内公开。",
    "镇容镇貌明显改善，新建道路3公里，栽树1200株。",
    "一是加强领导，二是落实责任，三是强化督查。",
)
_DIGITS = "零一二三四五六七八九"
numbers = st.integers(min_value=2, max_value=99_999)
orders = st.permutations(range(len(SECTIONS)))
chosen = st.lists(st.sampled_from(UNRELATED), max_size=4)


def chinese(number: int) -> str:
    """A number below a hundred million as it is written out: 10305 → 一万零三百零五."""
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        nought = "零" if 0 < rest < 1_000 else ""
        return chinese(head) + "万" + (nought + chinese(rest) if rest else "")
    written, gap = "", False
    for size, word in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + word
            gap = False
        else:
            gap = True
    return written


def report(values: list[int], order: list[int]) -> str:
    """The sections in an order, each under its own number."""
    marks = "一二三四五六"
    return "\n".join(f"{marks[at]}、{SECTIONS[place].format(n=values[place])}" for at, place in enumerate(order))


@given(st.lists(numbers, min_size=6, max_size=6), orders)
@settings(max_examples=60, deadline=None)
def test_every_number_stands_in_its_span(values: list[int], order: list[int]) -> None:
    text = report(values, order)
    for statement in read(text):
        if statement.polarity == "stated_number":
            printed = find_numbers(fold(text, statement.start, statement.end).text)
            assert [number.value for number in printed] == [statement.value]


@given(st.lists(numbers, min_size=6, max_size=6), orders, orders)
@settings(max_examples=60, deadline=None)
def test_the_order_of_sections_changes_nothing(values: list[int], first: list[int], second: list[int]) -> None:
    one, other = read(report(values, first)), read(report(values, second))
    assert sorted(map(short, one)) == sorted(map(short, other))
    shown = [
        {line.key: (line.value, line.rule, line.conflict) for line in pick_headlines(found)} for found in (one, other)
    ]
    assert shown[0] == shown[1]


@given(st.lists(numbers, min_size=6, max_size=6), orders, chosen)
@settings(max_examples=60, deadline=None)
def test_paragraphs_about_something_else_change_nothing(values: list[int], order: list[int], others: list[str]) -> None:
    text = report(values, order)
    assert read_prose("\n".join([text, *others]), 2016) == read_prose(text, 2016)


@given(st.lists(numbers, min_size=6, max_size=6), orders, chosen)
@settings(max_examples=60, deadline=None)
def test_paragraphs_before_only_move_the_spans(values: list[int], order: list[int], others: list[str]) -> None:
    text = report(values, order)
    before = "".join(f"{other}\n" for other in others)
    moved = [(short(one), one.start - len(before), one.end - len(before)) for one in read(before + text)]
    assert moved == [(short(one), one.start, one.end) for one in read(text)]


@given(numbers)
@settings(max_examples=200, deadline=None)
def test_every_form_of_a_number_is_that_number(number: int) -> None:
    wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
    digits, parted = str(number), f"{number:,}"
    forms = [digits, parted, digits.translate(wide), parted.translate(wide), chinese(number), f" {digits} "]
    if number >= 1_000:
        forms.append(f"{number:,}".replace(",", " "))
    forms += [f"{digits[:cut]}\n{digits[cut:]}" for cut in range(1, len(digits))]
    for form in forms:
        found = read(f"全年主动公开政府信息{form}条，方便群众查阅。")
        assert [(one.key, one.value) for one in found] == [("proactive_total", Decimal(number))], form


@given(st.lists(numbers, min_size=6, max_size=6), st.integers(min_value=24, max_value=60))
@settings(max_examples=60, deadline=None)
def test_lines_broken_at_the_width_of_a_page_change_nothing(values: list[int], width: int) -> None:
    sentences = [section.split("\n")[1].format(n=value) for section, value in zip(SECTIONS, values, strict=True)]
    paragraph = "".join([*sentences, *UNRELATED[1:4]]) * 2
    broken = "\n".join(paragraph[at : at + width] for at in range(0, len(paragraph), width))
    assert sorted(map(short, read(broken))) == sorted(map(short, read(paragraph)))


#: Texts that hold much of one thing: what is read of each must not be held against all the rest of it.
DENSE = {
    "totals and their parts": "2016年主动公开政府信息3条，其中政策类1条，占33%，动态类2条，占67%。",
    "one sentence without an end": "主动公开政府信息3条，其中政策类1条，占33%，动态类2条，占67%，",
    "applications": "收到申请3件，其中网络2件，当面1件。",
    "denials": "未收到申请，未发生行政复议、行政诉讼，",
    "headings in one line": "一、主动公开情况 二、依申请公开情况 ",
    "numbers set apart": "主动公开\n123\n条，其中\n",
    "numerals": "一百二十一条，共",
    "words without an end": "通过网站、公众号等渠道主动公开政府信息",
    "brackets": "（一）",
    "enumerations": "公开用水、用电，修路、建房等信息累计2条，",
    "verbs of an enumeration": "公开、发布、等信息，",
    "kinds": "动态12条，",
    "thousands": "1 234 567",
    "nothing published": "2016年我局未主动公开政府信息，",
}


@pytest.mark.parametrize(
    ("parts", "contradicted"),
    [
        ("政策类4条、动态类6条。其中重点领域3条、民生7条。", False),
        ("政策类4条、动态类6条，政务公开栏2条。", False),
        ("政策类4条、动态类5条、民生3条。", True),
        ("政策类12条、动态类10条、民生3条。", True),
    ],
    ids=["broken-down-twice", "a-whole-and-more", "parts-make-more", "one-part-makes-more"],
)
def test_a_row_of_parts_that_makes_its_total_does_not_contradict_it(parts: str, contradicted: bool) -> None:
    found = read(f"全年主动公开政府信息10条，其中{parts}")
    headline = next(line for line in pick_headlines(found) if line.key == "proactive_total")
    assert (headline.value, headline.conflict) == (Decimal(10), contradicted)


def seconds(text: str) -> float:
    """The processor time one reading takes."""
    begun = process_time()
    read_prose(text, 2016)
    return process_time() - begun


@pytest.mark.parametrize("piece", DENSE.values(), ids=DENSE)
def test_a_text_eight_times_as_long_takes_no_more_for_each_character(piece: str) -> None:
    short_text, long_text = (piece * (size // len(piece)) for size in (3_000, 24_000))
    assert seconds(long_text) < 8 * 3 * min(seconds(short_text), seconds(short_text)) + 0.05


def test_a_report_beyond_any_length_takes_no_more_for_each_character() -> None:
    plain = report([86, 3, 0, 2, 0, 4], [0, 1, 2, 3, 4, 5]) + "\n" + "\n".join(UNRELATED) + "\n"
    short_text, long_text = (plain * (size // len(plain)) for size in (50_000, 400_000))
    assert seconds(long_text) < 8 * 3 * min(seconds(short_text), seconds(short_text)) + 0.05
