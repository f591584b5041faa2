"""Chrome a site repeats and no rule names: what may be learned, from how much, and that no report's words ever are."""

import html
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.chrome.lines import LearnedChrome
from crawler.extract.clean import EXTRACT_RULES, CleanText, clean_markup
from crawler.extract.learned import LEAST_TEXTS, SeenText, learn
from crawler.extract.lines import tidy
from crawler.extract.report_language import is_report_language
from tests.replica.county import Block, County, Table, lines
from tests.replica.generator import report
from tests.replica.places import TONGXIANG

YEARS = (2014, 2017, 2019, 2021, 2023)
COUNTY = County("tx.gov.cn", "桐乡市", "330483", TONGXIANG, YEARS)
SEEN = date(2024, 1, 5)

BANNER = "欢迎访问桐乡之窗 今天是第{}天"
TOOLS = "我要纠错 微博关注"


def markup(body: Sequence[Block], before: str = "", after: str = "") -> str:
    """A report as a portal's editor holds it, with what the portal prints around it in the same container."""
    said = []
    for block in body:
        rows = [f"<p>{html.escape(line)}</p>" for line in lines((block,)) if line.strip()]
        if isinstance(block, Table):
            cells = [[html.escape(cell.text) for cell in row] for row in block.rows]
            rows = ["<table>", *("<tr><td>" + "</td><td>".join(row) + "</td></tr>" for row in cells), "</table>"]
        said += rows
    head = f"<div class=top>{before}</div>" if before else ""
    tail = f"<div class=end>{after}</div>" if after else ""
    return f"<div id=zoom>{head}{''.join(said)}{tail}</div>"


def reports(count: int = 40) -> list[tuple[str, int, Sequence[Block]]]:
    wanted = [(unit, year) for year in YEARS for unit in TONGXIANG][:count]
    return [(unit.name, year, report(COUNTY, unit, year, seed=5).body) for unit, year in wanted]


def ending_in_words(count: int) -> list[tuple[str, int, Sequence[Block]]]:
    return [one for one in reports() if not isinstance(one[2][-1], Table)][:count]


def seen(issuer: str, year: int | None, clean: CleanText, number: int = 0) -> SeenText:
    rows = tuple(clean.text.split("\n"))
    return SeenText(f"{issuer}{year}", issuer, year, SEEN, rows, tuple(block.place for block in clean.blocks))


def archive(before: str = "", after: str = "", count: int = 40) -> list[SeenText]:
    """The texts of so many reports of one county, every page with a banner and a row of tools around the text."""
    return [
        seen(issuer, year, clean_markup(markup(body, before.format(number), after)))
        for number, (issuer, year, body) in enumerate(reports(count))
    ]


def test_forty_reports_of_one_county_teach_nothing_of_themselves() -> None:
    texts = archive()
    assert len({(text.issuer, text.year) for text in texts}) == 40
    assert learn(texts) == LearnedChrome()


def test_a_banner_and_a_row_of_tools_are_learned_and_gone_at_the_next_reading() -> None:
    learned = learn(archive(BANNER, TOOLS))
    assert [(line.pattern, line.where, line.path) for line in learned.lines] == [
        ("我要纠错微博关注", "tail", "div#zoom > div"),
        ("欢迎访问桐乡之窗今天是第0天", "head", "div#zoom > div"),
    ]
    banner = learned.lines[1]
    assert (banner.texts, banner.among, banner.since) == (40, 40, SEEN)
    assert len(banner.examples) == 3
    assert "stands among the first lines of 40 of 40 texts" in banner.explain()
    for issuer, year, body in reports(6):
        with_chrome = clean_markup(markup(body, BANNER.format(77), TOOLS), learned)
        assert with_chrome.text == clean_markup(markup(body)).text, (issuer, year)
        assert "chrome:learned" in with_chrome.flags
        assert with_chrome.rules == f"{EXTRACT_RULES}+{learned.version}"


def test_what_was_learned_depends_on_no_order_and_stays_when_texts_no_longer_show_it() -> None:
    texts = archive(BANNER, TOOLS, 12)
    first = learn(texts)
    shuffled = list(texts)
    random.Random(4).shuffle(shuffled)
    assert learn(shuffled) == first
    assert learn([*shuffled, *texts]) == first
    assert learn(archive(count=12), first) == first
    assert learn([], first) == first


def test_a_text_read_before_teaches_what_the_same_text_read_after_does() -> None:
    """Half of an archive read again since, in any order of crawling: the same lines, evidence and name."""
    before = archive(BANNER, TOOLS, 24)
    learned = learn(before)
    since = [
        seen(issuer, year, clean_markup(markup(body, BANNER.format(number), TOOLS), learned))
        for number, (issuer, year, body) in enumerate(reports(24))
    ]
    mixed = [*before[::2], *since[1::2]]
    for seed in range(3):
        random.Random(seed).shuffle(mixed)
        assert learn(mixed, learned) == learned
        assert learn(mixed, learned).version == learned.version


def test_a_footer_longer_than_the_edge_is_learned_whole() -> None:
    footer = ["掌上桐城", "桐乡先锋", "放大 缩小", "收藏 转发", "智能机器人", "网站支持", "访客 {}", "换一换"]
    after = "".join(f"<p>{line}</p>" for line in footer)
    texts = [
        seen(issuer, year, clean_markup(markup(body, "", after.format(number))))
        for number, (issuer, year, body) in enumerate(reports(24))
    ]
    learned = learn(texts)
    assert {line.words.split()[0] for line in learned.lines} == {line.split()[0] for line in footer}
    for issuer, year, body in reports(24):
        again = clean_markup(markup(body, "", after.format(7)), learned)
        assert again.text == clean_markup(markup(body)).text, (issuer, year)


def test_a_line_a_person_took_back_is_not_learned_again() -> None:
    texts = archive(BANNER, TOOLS, 12)
    judged = LearnedChrome((), frozenset({"我要纠错微博关注"}), 1)
    learned = learn(texts, judged)
    assert [line.where for line in learned.lines] == ["head"]
    assert (learned.forgotten, learned.decisions) == (judged.forgotten, 1)


@pytest.mark.parametrize(("closing", "texts", "is_learned"), [(9, 12, False), (11, 12, True)])
def test_among_the_authors_own_paragraphs_nearly_every_text_must_show_it(
    closing: int, texts: int, is_learned: bool
) -> None:
    """What three offices in four close with may be their custom; a template prints it on every page."""
    found = [
        seen(issuer, year, clean_markup(markup(body).replace("</p></div>", "</p><p>平安喜乐</p></div>")))
        if number < closing
        else seen(issuer, year, clean_markup(markup(body)))
        for number, (issuer, year, body) in enumerate(ending_in_words(texts))
    ]
    assert [line.words for line in learn(found).lines] == (["平安喜乐"] if is_learned else [])


def test_names_of_what_was_learned_never_come_back() -> None:
    """So the newest reading of a page is the one by the lines of today."""
    learned = learn(archive(BANNER, TOOLS, 12))
    (tools, banner), patterns = learned.lines, frozenset({learned.lines[0].pattern})
    steps = [
        LearnedChrome(),
        LearnedChrome((banner,)),
        learned,
        LearnedChrome((banner,), patterns, 1),
        LearnedChrome((banner, tools), frozenset(), 2),
        LearnedChrome((), frozenset({tools.pattern, banner.pattern}), 4),
    ]
    names = [step.version for step in steps]
    assert names[0] == ""
    assert len(set(names)) == len(names)
    assert names[2].split("-")[1] == names[4].split("-")[1], "the same lines"


def test_too_little_is_no_evidence() -> None:
    texts = archive(BANNER, count=40)
    assert learn(texts[: LEAST_TEXTS - 1]) == LearnedChrome()
    one_issuer = [text for text in texts if text.issuer == texts[0].issuer]
    assert learn([replace(text, year=text.year or 0) for text in one_issuer] * 10) == LearnedChrome()
    same = [replace(texts[0], report=str(number)) for number in range(30)]
    assert learn(same) == LearnedChrome()
    unknown = [replace(text, issuer="") for text in texts]
    assert learn(unknown) == LearnedChrome()
    files = [replace(text, places=tuple("page 1" for _ in text.places)) for text in texts]
    assert learn(files) == LearnedChrome()
    rare = [*archive(BANNER, count=9), *archive(TOOLS, count=40)[9:]]
    assert [line.pattern for line in learn(rare).lines] == ["我要纠错微博关注"]


def test_a_line_in_the_middle_of_texts_is_not_learned() -> None:
    texts = []
    for issuer, year, body in reports(12):
        page = markup(body)
        at = page.index("<p>", len(page) // 2)
        texts.append(seen(issuer, year, clean_markup(f"{page[:at]}<p>{TOOLS}</p>{page[at:]}")))
    assert learn(texts) == LearnedChrome()


def test_what_was_learned_never_takes_much_of_a_text() -> None:
    learned = learn(archive(BANNER, TOOLS, 12))
    short = f"<div id=zoom><div>{BANNER.format(3)}</div><p>无。</p><p>短</p></div>"
    clean = clean_markup(short, learned)
    assert clean.text == clean_markup(short).text
    assert "learned_refused" in clean.flags


OWN = [
    "石门镇2017年度信息公开工作报告",
    "一、概述",
    "（二）回应解读情况",
    "3. 依申请公开",
    "无。",
    "无",
    "0",
    "石门镇人民政府",
    "市水利局",
    "二○一八年一月三日",
    "2018年1月3日",
    "单位：件",
    "附件",
    "特此报告",
    "（此页无正文）",
    "自然人",
    "结果维持",
    "本年制发件数",
    "政府集中采购",
    "未经复议直接起诉",
    "联系电话：0763-6382321",
    "规章 | 0 | 0 | 1",
    "镇党委、镇政府高度重视，成立了领导小组",
    "本",
    "未收到公民提出的申请",
    "我镇没有收到",
    "均为零",
    "总　计",
    "单 位",
    "目 录",
    "信息类别",
    "签发人",
    "此致 敬礼",
    "二〇一八年",
    "二〇一八年元月",
    "元月二十日",
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
]


@pytest.mark.parametrize("line", OWN)
def test_a_line_reports_write_is_never_chrome(line: str) -> None:
    assert is_report_language(line)


@pytest.mark.parametrize(
    "line",
    [
        "首页",
        "网站首页",
        "收藏 转发",
        "微信扫码关注",
        BANNER.format(3),
        "智能机器人",
        "放大 缩小",
        "我要纠错",
        "版权声明",
        "无障碍浏览",
        "本站检索",
        "今日已有3107位访客",
    ],
)
def test_a_line_sites_write_may_be_learned(line: str) -> None:
    assert not is_report_language(line)


def test_no_line_of_forty_reports_and_no_line_of_real_ones_passes_for_a_sites(test_data: Path) -> None:
    own = [line for _, _, body in reports() for line in lines(tuple(body)) if line.strip()]
    assert [line for line in own if not is_report_language(tidy(line).strip("| "))] == []
    site_prints = ("琼公网安备", "发布时间:", "=====")
    real = [
        tidy(line).strip("| ")
        for folder in ("seeds", "texts")
        for path in sorted((test_data / folder).glob("*.txt"))
        for line in path.read_text(encoding="utf-8").split("\n")
    ]
    assert [x for x in real if x and not x.startswith(site_prints) and not is_report_language(x)] == []
