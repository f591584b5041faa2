"""What stands before a report when its page was saved whole: labels, tables of labels, lines run together."""

from datetime import date

import pytest

from crawler.reading.head import Head, read_head
from crawler.reading.headline import read_title
from crawler.reading.layout import appended_from, unfold
from crawler.reading.opening import Opening, read_opening

TITLE = "石门镇2017年政府信息公开工作年度报告"
FIRST = "根据《条例》的规定，现公布本报告。"

#: lines -> title, publisher, posted and its label, made and its label, lines left
HEADS = [
    pytest.param(
        [
            "标题: " + TITLE,
            "发布时间: 2018-01-05 09:30",
            "文号: ",
            "发布机构: 石门镇人民政府",
            "=" * 20 + " 正文 " + "=" * 20,
            FIRST,
        ],
        (TITLE, "石门镇人民政府", (date(2018, 1, 5), "发布时间"), None, [FIRST]),
        id="a-head-ruled-off-by-whoever-saved-it",
    ),
    pytest.param(
        [TITLE, "来源：区人民政府办公室 时间：2018-01-12 10:01", FIRST],
        (None, "区人民政府办公室", (date(2018, 1, 12), "时间"), None, [TITLE, FIRST]),
        id="a-byline",
    ),
    pytest.param(
        ["发布机构:石门镇 索引号:smz/2018-00001 时间:2018-01-20  作者: 【字体: 】", TITLE, FIRST],
        (None, "石门镇", (date(2018, 1, 20), "时间"), None, [TITLE, FIRST]),
        id="several-labels-on-a-line",
    ),
    pytest.param(
        ["索引号: | 330483/2018-1 | 公开方式: | 主动公开 |", "文号: | 公开日期: | 2018-01-05 16:32 | |", TITLE, FIRST],
        (None, None, (date(2018, 1, 5), "公开日期"), None, [TITLE, FIRST]),
        id="a-table-with-colons",
    ),
    pytest.param(
        ["索引号 | 公开方式 | 发布机构 |", "330483/2018-1 | 主动公开 | 石门镇人民政府 |", FIRST],
        (None, "石门镇人民政府", None, None, [FIRST]),
        id="a-row-of-labels-over-a-row-of-values",
    ),
    pytest.param(
        [
            "索 引 号 | 330483/2018-1 | 分 类 | 年报 |",
            "发布机构 | 市政府办 | 成文日期 | 2018-01-03 |",
            "文 号 | 有 效 性 |",
            FIRST,
        ],
        (None, "市政府办", None, (date(2018, 1, 3), "成文日期"), [FIRST]),
        id="labels-and-values-in-turn",
    ),
    pytest.param(
        ["索引号", "330483/2018-1", "发布日期", "2018-01-05", "发布机构", "石门镇人民政府", TITLE, FIRST],
        (None, "石门镇人民政府", (date(2018, 1, 5), "发布日期"), None, [TITLE, FIRST]),
        id="one-cell-a-line",
    ),
    pytest.param(
        ["发文字号", TITLE, FIRST],
        (None, None, None, None, [TITLE, FIRST]),
        id="an-empty-label-does-not-swallow-the-title",
    ),
    pytest.param(
        ["来源：本站原创", "来源：石门新闻网", "作者：admin", TITLE, FIRST],
        (None, None, None, None, [TITLE, FIRST]),
        id="a-site-is-no-publisher",
    ),
    pytest.param(
        ["来源：桐乡市人民政府", "发布机构：石门镇人民政府", "日期：2018-01-04", "发布日期：2018-01-05", FIRST],
        (None, "石门镇人民政府", (date(2018, 1, 5), "发布日期"), None, [FIRST]),
        id="the-better-label-tells",
    ),
    pytest.param(
        [TITLE, "一、概述", "时间：2018-01-05", "来源：石门镇人民政府"],
        (None, None, None, None, [TITLE, "一、概述", "时间：2018-01-05", "来源：石门镇人民政府"]),
        id="the-report-itself-is-left-alone",
    ),
    pytest.param([], (None, None, None, None, []), id="nothing"),
]


@pytest.mark.parametrize(("lines", "expected"), HEADS)
def test_labelled_lines_are_mined_and_taken_off(
    lines: list[str],
    expected: tuple[str | None, str | None, tuple[date, str] | None, tuple[date, str] | None, list[str]],
) -> None:
    head = read_head(lines)
    posted, made = ((day.value, day.source) if day else None for day in (head.posted, head.made))
    assert (head.title, head.publisher, posted, made, list(head.lines)) == expected


LONG = "我镇公开政府信息，接受群众监督。" * 10


@pytest.mark.parametrize(
    ("line", "blocks"),
    [
        pytest.param(f"{TITLE} {FIRST}{LONG}", [TITLE, FIRST + LONG], id="title-and-text"),
        pytest.param(f"{LONG} 石门镇人民政府 2018年1月3日", [LONG, "石门镇人民政府 2018年1月3日"], id="signature"),
        pytest.param(
            f"{LONG} 二○一八年一月三日 附件1：情况统计表 指标名称 计量单位",
            [LONG, "二○一八年一月三日", "附件1：情况统计表", "指标名称", "计量单位"],
            id="signature-and-annex",
        ),
        pytest.param(
            f"{LONG}自2017 年1 月1 日起公开86 条", [f"{LONG}自2017 年1 月1 日起公开86 条"], id="typeset-digits"
        ),
        pytest.param("石门镇人民政府 办公室", ["石门镇人民政府 办公室"], id="a-short-line"),
        pytest.param(f"规章 | 0 | {LONG} 本年", [f"规章 | 0 | {LONG} 本年"], id="a-row-of-a-table"),
    ],
)
def test_a_line_that_lost_its_line_ends_is_broken_at_its_blanks(line: str, blocks: list[str]) -> None:
    assert unfold([line]) == blocks


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        pytest.param([FIRST, LONG, "石门镇人民政府", "附件：1.统计表"], 3, id="附件"),
        pytest.param([FIRST, LONG, "附1", "指标"], 2, id="附1"),
        pytest.param([FIRST, LONG, "石门镇政府信息公开情况统计表", "规章"], 2, id="the-annex-by-its-title"),
        pytest.param([FIRST, LONG, "指标名称|计量单位", "规章|条"], 2, id="the-annex-by-its-first-cell"),
        pytest.param(["附件：情况统计表", FIRST, LONG, LONG], 4, id="a-list-of-contents-is-no-annex"),
        pytest.param([FIRST, LONG, "附近群众可到镇政府查阅。"], 3, id="附近"),
        pytest.param([], 0, id="nothing"),
    ],
)
def test_where_the_annex_begins(lines: list[str], at: int) -> None:
    assert appended_from(lines) == at


OPENINGS = [
    pytest.param("现公布石门镇2017年政府信息公开工作年度报告。", (TITLE, "", "", ""), id="announced"),
    pytest.param(
        "编制《桐乡市石门镇2017年政府信息公开年报》。",
        ("桐乡市石门镇2017年政府信息公开年报", "", "", ""),
        id="in-quotes",
    ),
    pytest.param(
        "特向社会公开2017年度石门镇政务公开工作总结。", ("2017年度石门镇政务公开工作总结", "", "", ""), id="公开"
    ),
    pytest.param("现将我镇2017年政府信息公开年度报告公布如下。", ("", "", "", ""), id="我镇-names-nobody"),
    pytest.param(
        "根据《关于做好2017年政府信息公开工作年度报告的通知》要求。", ("", "", "", ""), id="an-order-is-no-title"
    ),
    pytest.param("本报告由石门镇人民政府党政办公室编制。", ("", "石门镇人民政府党政办公室", "", ""), id="compiled"),
    pytest.param(
        "本报告由桐乡市人民政府办公室根据《条例》（国令第711号）要求编制。",
        ("", "桐乡市人民政府办公室", "", ""),
        id="compiled-under-a-law",
    ),
    pytest.param(
        "如有疑问，请与石门镇人民政府党政办联系（地址：桐乡市石门镇工农路1号；邮编：314512）。",
        ("", "", "石门镇人民政府党政办", "桐乡市石门镇工农路1号"),
        id="contact-and-address",
    ),
    pytest.param("", ("", "", "", ""), id="nothing"),
]


@pytest.mark.parametrize(("lead", "expected"), OPENINGS)
def test_what_the_first_sentences_name(lead: str, expected: tuple[str, str, str, str]) -> None:
    opening = read_opening([lead[:9], lead[9:]])
    assert (opening.title, opening.compiler, opening.contact, opening.address) == expected


@pytest.mark.parametrize(
    ("lines", "title", "filled"),
    [
        pytest.param(
            ["- 1 -", "洪泽区人民政府", "2023 年政府信息公开工作年度报告", FIRST],
            "洪泽区人民政府2023 年政府信息公开工作年度报告",
            3,
            id="page-number",
        ),
        pytest.param(
            ["桐政〔2018〕3号", "石门镇人民政府", "关于2017年政府信息公开工作情况的报告", FIRST],
            "石门镇人民政府关于2017年政府信息公开工作情况的报告",
            3,
            id="document-number",
        ),
        pytest.param(
            ["桐乡市", "石门镇人民政府", "2017年度", "政府信息公开工作", "年度报告", FIRST],
            "桐乡市石门镇人民政府2017年度政府信息公开工作年度报告",
            5,
            id="five-lines",
        ),
        pytest.param(
            ["石门镇2017年政府信息公开工作情况", "报告", FIRST],
            "石门镇2017年政府信息公开工作情况报告",
            2,
            id="a-word-left-over",
        ),
        pytest.param(
            ["石门镇政府信息公开工作年度报告", "（2017年度）", FIRST],
            "石门镇政府信息公开工作年度报告（2017年度）",
            2,
            id="year-in-brackets",
        ),
        pytest.param(["首页 > 政务公开 > 年报", TITLE, FIRST], TITLE, 2, id="path-above"),
        pytest.param([TITLE, "（2018年1月3日）", FIRST], TITLE, 1, id="a-day-is-no-part"),
    ],
)
def test_titles_over_several_lines(lines: list[str], title: str, filled: int) -> None:
    found = read_title(lines, None, None)
    assert (found.text, found.lines, found.source) == (title, filled, "body")


def test_a_labelled_title_gives_way_to_the_page_s_and_precedes_the_text_s() -> None:
    assert read_title([FIRST], None, None, TITLE).source == "labelled"
    assert read_title([FIRST], TITLE, None, "年报").source == "article"
    assert read_title([TITLE, FIRST], None, None, "石门镇").source == "body"


@pytest.mark.parametrize(
    ("text", "title", "appended"),
    [
        pytest.param("", "", 1, id="empty"),
        pytest.param("\n" * 5_000, "", 5_001, id="empty-lines"),
        pytest.param("：" * 5_000, "", 1, id="colons"),
        pytest.param("标题：" * 5_000, "", 1, id="labels"),
        pytest.param("附件 " * 20_000, "附件", 5_000, id="annexes"),
        pytest.param("由" * 20_000, "", 1, id="one-long-word"),
        pytest.param("| " * 9_000, "", 1, id="rows-of-blanks"),
    ],
)
def test_any_text_has_a_head(text: str, title: str, appended: int) -> None:
    lines = unfold(text.split("\n"))
    head = read_head(lines)
    assert head == Head(tuple(lines)), "nothing is taken off where nothing is told"
    assert read_opening(head.lines) == Opening("", "", "", "", "")
    assert read_title(head.lines, None, None).text == title
    assert appended_from(head.lines) == appended
