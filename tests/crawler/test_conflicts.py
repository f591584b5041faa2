"""Values that contradict each other are all kept, and one is shown only by the documented rule."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.figures.conflicts import group_conflicts, pick_headlines
from crawler.reading.figures.prose import read_prose
from crawler.reading.figures.values import Headline, Statement
from tests.bounded import processor_seconds

TWICE = (
    "一、概述\n2017年，我乡共公开政府信息86条。\n二、主动公开政府信息情况\n2017年，我镇主动公开政府信息57条。\n"
    "三、依申请公开情况\n未收到申请。"
)


def _headline(text: str, key: str, year: int | None = 2017) -> Headline | None:
    statements, _ = read_prose(text, year)
    return next((headline for headline in pick_headlines(statements) if headline.key == key), None)


@pytest.mark.parametrize(
    ("text", "value", "rule", "conflict"),
    [
        pytest.param("2017年主动公开政府信息86条。", 86, "only", False, id="one-statement"),
        pytest.param(
            "2017年主动公开政府信息86条。全年共主动公开政府信息86条。", 86, "agreed", False, id="twice-the-same"
        ),
        pytest.param(TWICE, 57, "section", True, id="the-section-on-publication-wins"),
        pytest.param(
            "主动公开政府信息10条。主动公开政府信息9条，其中：政策类4条、动态类5条。",
            9,
            "parts",
            True,
            id="the-one-that-sums-wins",
        ),
        pytest.param("主动公开政府信息10条。全年主动公开政府信息9条。", None, "none", True, id="nothing-decides"),
        pytest.param(
            "主动公开政府信息80余条。全年主动公开政府信息86条。", 86, "agreed", False, id="a-hedge-that-agrees"
        ),
        pytest.param(
            "主动公开政府信息90余条。全年主动公开政府信息86条。", None, "none", True, id="a-hedge-that-does-not"
        ),
        pytest.param("主动公开政府信息约90条。全年主动公开政府信息86条。", 86, "agreed", False, id="about"),
        pytest.param("主动公开政府信息十余条。全年主动公开政府信息15条。", 15, "agreed", False, id="inside-the-range"),
        pytest.param("主动公开政府信息十余条。全年主动公开政府信息25条。", None, "none", True, id="outside-the-range"),
        pytest.param(
            "全年主动公开政府信息10条，历年累计主动公开政府信息62条。",
            10,
            "agreed",
            False,
            id="other-scopes-do-not-contradict",
        ),
        pytest.param("累计主动公开政府信息62条。", 62, "only", False, id="only-an-unclear-one"),
        pytest.param("主动公开政府信息9条，其中政策类4条、动态类7条。", 9, "only", True, id="parts-above-the-whole"),
        pytest.param(
            "主动公开政府信息12条，其中政策类4条、动态类7条。", 12, "only", False, id="parts-that-leave-some-out"
        ),
        pytest.param(
            "主动公开政府信息17条。其中政策类15条，占94%；动态类1条，占6%。",
            17,
            "only",
            True,
            id="shares-of-another-base",
        ),
    ],
)
def test_the_headline_of_a_total(text: str, value: int | None, rule: str, conflict: bool) -> None:
    headline = _headline(text, "proactive_total")
    assert headline is not None
    assert (headline.value, headline.rule, headline.conflict) == (value, rule, conflict)
    assert (headline.statement is None) == (value is None)


def test_a_denial_contradicts_a_number() -> None:
    headline = _headline("收到政府信息公开申请3件。2017年度未收到政府信息公开申请。", "requests_received")
    assert headline is not None
    assert headline.conflict
    assert headline.value is None


def test_what_is_counted_of_several_things_does_not_contradict() -> None:
    headline = _headline("网站访问量1000次。公众号阅读量2000次。", "page_views")
    assert headline is not None
    assert (headline.value, headline.rule, headline.conflict) == (None, "several", False)


def test_a_key_nobody_states_has_no_headline() -> None:
    assert _headline("2017年主动公开政府信息86条。", "litigation") is None


def test_what_is_not_mentioned_is_neither_zero_nor_none() -> None:
    statements, _ = read_prose("未发生行政复议。收到政府信息公开申请0件。", 2017)
    assert {(statement.key, statement.polarity) for statement in statements} == {
        ("reconsideration", "stated_none"),
        ("requests_received", "stated_number"),
    }


def test_every_statement_is_kept_in_one_group() -> None:
    statements, _ = read_prose(TWICE, 2017)
    assert [(s.value, s.group) for s in statements if s.key == "proactive_total"] == [
        (Decimal(86), "proactive_total"),
        (Decimal(57), "proactive_total"),
    ]


def test_sums_and_shares_that_differ_are_said() -> None:
    _, problems = read_prose("主动公开政府信息17条。其中政策类15条，占94%；动态类1条，占6%。", 2017)
    assert [code for code, _ in problems] == ["parts_differ", "share_base"]
    assert "16" in problems[1][1]


@given(st.lists(st.integers(min_value=0, max_value=400), min_size=2, max_size=9))
@settings(max_examples=60, deadline=None)
def test_parts_that_sum_never_contradict(parts: list[int]) -> None:
    listed = "、".join(f"第{'甲乙丙丁戊己庚辛壬'[index]}类{part}条" for index, part in enumerate(parts))
    statements, problems = read_prose(f"主动公开政府信息{sum(parts)}条，其中：{listed}。", 2017)
    assert [s.value for s in statements if s.key == "proactive_by_category"] == parts
    assert not any(s.group for s in statements)
    assert problems == []


FILLERS = (
    "我镇高度重视政府信息公开工作。",
    "成立了领导小组，明确了责任分工。",
    "认真贯彻落实《条例》第九条的规定。",
    "召开专题会议3次，制定制度10余项。",
    "坚持“公开为原则、不公开为例外”。",
    "工作开展得扎实有序！",
)


@given(st.lists(st.sampled_from(FILLERS), max_size=5), st.lists(st.sampled_from(FILLERS), max_size=5))
@settings(max_examples=60, deadline=None)
def test_other_sentences_change_nothing(before: list[str], between: list[str]) -> None:
    first, second = "2017年，我乡共公开政府信息86条。", "全年收到政府信息公开申请3件，行政复议0件。"
    plain, _ = read_prose(first + second, 2017)
    text = "".join(before) + first + "".join(between) + second
    mixed, _ = read_prose(text, 2017)
    assert [(s.key, s.value, s.scope) for s in mixed] == [(s.key, s.value, s.scope) for s in plain]
    assert [text[s.start : s.end] for s in mixed] == ["86条", "3件", "0件"]


@given(
    st.text(
        alphabet="主动公开政府信息条件申请复议诉讼未收到无共其中占12０，。；：\n 一（）%年截止累计网站、", max_size=200
    )
)
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_with_spans_that_show_their_words(text: str) -> None:
    statements, _ = read_prose(text, 2017)
    for statement in statements:
        assert text[statement.start : statement.end].strip() == text[statement.start : statement.end]
        assert statement.polarity in ("stated_number", "stated_none")
    assert read_prose(text, 2017)[0] == statements
    assert [s.group for s in group_conflicts(statements)] == [s.group for s in statements]


HOSTILE = {
    "one-sentence-of-counts": "主动公开政府信息1条，" * 12_000,
    "no-stop": "主动公开政府信息" * 25_000,
    "digits": "9" * 200_000,
    "commas": "1,234" * 40_000,
    "chinese-numerals": "一百" * 100_000,
    "denials": "未收到无没有" * 33_000,
    "list-marks": "1.2.3.（一）二、" * 20_000,
    "headings": "一、主动公开情况\n" * 20_000,
    "blanks": " " * 200_000,
    "cells": "0\n" * 100_000,
    "rows": "规章 | 0 | 0 |\n" * 15_000,
    "brackets": "（" * 200_000,
    "reaching-verbs": "公开的了政府政务各类" * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_linear_time(text: str) -> None:
    hostile = text.encode()[:200_000].decode(errors="ignore")
    # A second on an ordinary core; the rest is for a machine that is busy with something else.
    with processor_seconds(2.5):
        read_prose(hostile, 2017)


def _labels(test_data: Path) -> list[tuple[dict[str, object], str]]:
    found = []
    for line in (test_data / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        name = str(label["id"])
        files = [*test_data.glob(f"texts/{name}.txt"), *test_data.glob(f"seeds/{name.removeprefix('seed_')}_*.txt")]
        found.append((label, files[0].read_text("utf-8")))
    return found


def test_labelled_reports(test_data: Path) -> None:
    misses = []
    compared = 0
    for label, text in _labels(test_data):
        statements, _ = read_prose(text, int(str(label["report_year"])))
        headlines = {headline.key: headline for headline in pick_headlines(statements)}
        for key, name in (
            ("proactive_total", "proactive"),
            ("requests_received", "requests_received"),
            ("reconsideration", "reconsideration"),
            ("litigation", "litigation"),
            ("fees_collected", "fee_yuan"),
        ):
            wanted = label[name]
            assert isinstance(wanted, dict)
            if "table" in str(wanted.get("evidence_note")):
                continue
            compared += 1
            got = headlines.get(key)
            if name == "proactive" and (got is None or got.conflict != wanted["conflict"]):
                misses.append((label["id"], name, "conflict", got))
            if wanted["value"] is None and wanted.get("conflict"):
                continue
            if (got.value if got else None) != wanted["value"]:
                misses.append((label["id"], name, wanted["value"], got))
        stated = {int(s.value) for s in statements if s.value is not None and s.key.startswith("proactive")}
        proactive = label["proactive"]
        assert isinstance(proactive, dict)
        misses += [
            (label["id"], "stated", entry["value"], None)
            for entry in proactive["stated"]
            if entry["value"] not in stated and "annex" not in entry["scope"]
        ]
    for miss in misses:
        print("labelled otherwise:", miss)
    assert compared >= 40
    assert misses == []


def _by_key(statements: list[Statement], key: str) -> list[Statement]:
    return [statement for statement in statements if statement.key == key]


def _seed(test_data: Path, number: str, year: int) -> tuple[str, list[Statement]]:
    text = next(test_data.glob(f"seeds/{number}_*.txt")).read_text("utf-8")
    return text, read_prose(text, year)[0]


@pytest.mark.parametrize(
    ("number", "year", "total", "count"), [("001", 2016, 144, 17), ("002", 2013, 121, 5), ("003", 2017, 105, 7)]
)
def test_the_breakdowns_of_the_seeds_sum(test_data: Path, number: str, year: int, total: int, count: int) -> None:
    _, statements = _seed(test_data, number, year)
    parts = [s for s in statements if s.part_of == "proactive_total" and s.unit == "item"]
    assert len(parts) == count
    assert sum(int(part.value or 0) for part in parts) == total
    assert not any(s.group for s in statements)


def test_the_seeds_state_what_else_was_annotated(test_data: Path) -> None:
    _, seed_001 = _seed(test_data, "001", 2016)
    assert [s.value for s in _by_key(seed_001, "staff_full")] == [1]
    _, seed_002 = _seed(test_data, "002", 2013)
    assert [s.value for s in _by_key(seed_002, "fulltext_rate")] == [100]
    assert [str(s.value) for s in _by_key(seed_002, "proactive_by_category_share")][-2:] == ["0.83", "99.17"]
    assert {s.scope for s in _by_key(seed_002, "proactive_total")} == {"year_to_date"}
    assert _by_key(seed_002, "litigation") == []
    assert [s.polarity for s in _by_key(seed_002, "complaints")] == ["stated_none"]
    assert [s.polarity for s in _by_key(seed_002, "requests_received")] == ["stated_number"]
    text, seed_003 = _seed(test_data, "003", 2017)
    assert _by_key(seed_003, "proactive_by_category")[-1].label == "大路边镇政府应急管理"
    assert [s.polarity for s in _by_key(seed_003, "fees_waived")] == ["stated_none"]
    text, seed_004 = _seed(test_data, "004", 2017)
    assert [text[s.start : s.end] for s in _by_key(seed_004, "training_sessions")] == ["两次"]
    stated = {
        key: [int(s.value or 0) for s in _by_key(seed_004, key)]
        for key in ("staff_part", "trainees", "page_views", "complaints", "proactive_total")
    }
    assert stated == {
        "staff_part": [1],
        "trainees": [52],
        "page_views": [288],
        "complaints": [],
        "proactive_total": [17, 16, 16],
    }
    assert {int(s.value or 0) for s in _by_key(seed_004, "access_points")} == {14}
    assert 128 in {int(s.value or 0) for s in _by_key(seed_004, "proactive_by_channel")}
    assert {s.group for s in _by_key(seed_004, "proactive_total")} == {"proactive_total"}
