"""Sentences as figures, for the tables of cases: a text read, and each statement written as one word."""

from collections.abc import Sequence

from crawler.reading.figures.prose import read_prose
from crawler.reading.figures.values import Statement

OVERVIEW = "一、概述\n"
PROACTIVE = "二、主动公开政府信息情况\n"
REQUESTS = "三、依申请公开政府信息情况\n"
FEES = "四、政府信息公开的收费及减免情况\n"
DISPUTES = "五、因政府信息公开申请行政复议、提起行政诉讼的情况\n"
PROBLEMS = "六、存在的主要问题及改进措施\n"

#: A name that says why, the text, what it states.
Case = tuple[str, str, str]


def read(text: str, year: int | None = 2016) -> list[Statement]:
    """What a text states, every span inside it and showing what it stands for."""
    statements, _ = read_prose(text, year)
    for statement in statements:
        assert 0 <= statement.start < statement.end <= len(text)
        words = text[statement.start : statement.end]
        if statement.polarity == "stated_none":
            assert statement.value == 0
            assert any(word in words for word in "未没沒無无零不免")
        else:
            assert any(sign.isdigit() or sign in "一二三四五六七八九十百千廿两数" for sign in words), words
    return statements


def short(statement: Statement) -> str:
    """One statement as one word: key=value, its label in brackets, then whatever is not the ordinary case."""
    value = "none" if statement.polarity == "stated_none" else f"{statement.value}"
    label = f"[{statement.label}]" if statement.label else ""
    hedge = {"exact": "", "at_least": "+", "about": "~", "range": "?"}[statement.approximation]
    scope = "" if statement.scope == "year" else f"@{statement.scope}"
    return f"{statement.key}{label}={value}{hedge}{scope}"


def words(text: str, year: int | None = 2016) -> list[str]:
    """What a text states as sorted words."""
    return sorted(short(statement) for statement in read(text, year))


def named(**groups: Sequence[Case]) -> dict[str, tuple[str, str]]:
    """The cases of several tables by name, for parametrize."""
    return {f"{group}-{name}": (text, expected) for group, cases in groups.items() for name, text, expected in cases}
