"""What a page states reaches the archive's values: spans that show words, headlines and checks that name figures."""

from decimal import Decimal

from crawler.reading.stated import FIGURE_RULES, read_stated

TEXT = (
    "石门镇2017年政府信息公开工作年度报告\n一、概述\n2017年，我镇主动公开政府信息共86条。\n二、主动公开政府信息情况\n"
    "2017年主动公开政府信息57条。\n三、依申请公开情况\n2017年未收到政府信息公开申请。\n石门镇人民政府\n2018年1月3日"
)


def test_the_figures_of_a_text_with_their_words() -> None:
    found = read_stated(TEXT, 2017, "township")
    assert (found.rules, found.year, found.level) == (FIGURE_RULES, 2017, "township")
    totals = [figure for figure in found.figures if figure.key == "proactive_total"]
    assert [figure.value for figure in totals] == [86, 57]
    assert all(str(figure.value) in TEXT[figure.start : figure.end] for figure in totals)
    (headline,) = [headline for headline in found.headlines if headline.key == "proactive_total"]
    assert (headline.value, headline.conflict) == (Decimal(57), True)
    assert headline.figure is not None
    assert found.figures[headline.figure].value == 57
    (asked,) = [figure for figure in found.figures if figure.key == "requests_received"]
    assert (asked.value, asked.polarity) == (0, "stated_none")
    assert "litigation" in found.not_mentioned


def test_only_the_beginning_of_a_text_beyond_any_report_is_read_and_it_is_noted() -> None:
    found = read_stated(f"{TEXT}\n" + " " * 400_000, 2017, None)
    assert "read_in_part" in [code for code, _ in found.problems]
    assert Decimal(86) in [figure.value for figure in found.figures]


def test_a_text_that_states_nothing() -> None:
    found = read_stated("无", None, None)
    assert (found.figures, found.headlines, found.checks) == ((), (), ())
