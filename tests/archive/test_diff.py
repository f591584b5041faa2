"""What changed between two texts is told to the character, and in bounded time."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.diff import Difference, compare
from tests.bounded import processor_seconds


def _told(difference: Difference) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(edit.kind, [(c.before, c.after) for c in edit.changes]) for edit in difference.changed]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("公开86条。", "公开87条。", [("changed", [("6", "7")])]),
        ("公开86条。", "公开57条。", [("changed", [("86", "57")])]),
        ("共1件", "共11件", [("changed", [("", "1")])]),
        ("甲3件，乙4件，丙5件", "甲3件，乙9件，丙5件", [("changed", [("4", "9")])]),
        ("甲3件，乙4件，丙5件", "甲2件，乙4件，丙6件", [("changed", [("3", "2"), ("5", "6")])]),
        ("一\n二", "一\n二", []),
        ("一\n\n\n二", "一\n二\n", []),
        ("一段\n二段", "一段\n新的\n二段", [("added", [])]),
        ("一段\n旧的\n二段", "一段\n二段", [("removed", [])]),
        ("甲甲甲\n乙乙乙\n丙丙丙", "乙乙乙\n丙丙丙\n甲甲甲", [("moved", [])]),
        ("甲甲甲", "乙乙乙", [("removed", []), ("added", [])]),
        ("", "新", [("added", [])]),
        ("", "", []),
    ],
)
def test_changes(before: str, after: str, told: list[tuple[str, list[tuple[str, str]]]]) -> None:
    assert _told(compare(before, after)) == told


def test_places_are_places_in_the_whole_texts() -> None:
    before = "标题\n\n  公开86条，答复3件。\n落款"
    after = "新加的一段很长的话\n标题\n\n  公开57条，答复3件。\n落款"
    changed = [edit for edit in compare(before, after).changed if edit.kind == "changed"]
    (change,) = changed[0].changes
    assert before[change.before_start : change.before_end] == "86"
    assert after[change.after_start : change.after_end] == "57"


@given(st.text("一二三\n 1", max_size=60), st.text("一二三\n 1", max_size=60))
def test_the_edits_hold_both_texts_whole(before: str, after: str) -> None:
    edits = compare(before, after).edits
    for text, side in ((before, "before"), (after, "after")):
        paragraphs = [p for edit in edits if (p := getattr(edit, side)) is not None]
        assert sorted(p.start for p in paragraphs) == sorted({p.start for p in paragraphs})
        assert "".join(sorted(c for p in paragraphs for c in p.text.split())) == "".join(
            sorted("".join(text.split()))
        ) or (sorted("".join(p.text for p in paragraphs).replace(" ", "")) == sorted("".join(text.split())))
        assert all(text[p.start : p.end] == p.text for p in paragraphs)
    for edit in edits:
        if edit.kind == "changed":
            assert edit.before is not None
            assert edit.after is not None
            rebuilt, at = "", edit.before.start
            for change in edit.changes:
                rebuilt += before[at : change.before_start] + change.after
                at = change.before_end
            assert rebuilt + before[at : edit.before.end] == edit.after.text


@pytest.mark.parametrize("shape", ["one paragraph", "many equal rows", "nothing in common"])
def test_long_texts_take_no_minutes(shape: str) -> None:
    chance = random.Random(7)
    if shape == "many equal rows":
        before = "\n".join(f"| | {number % 7} |" for number in range(20_000))
        after = "\n".join(f"| | {number % 5} |" for number in range(20_000))
    else:
        before = "".join(chance.choices("的一是在不了有和人这中大为上个国我以要", k=50_000))
        after = "".join(chance.choices("的一是在不了有和人这中大为上个国我以要", k=50_000))
        if shape == "one paragraph":
            characters = list(before)
            for number in range(0, 50_000, 1_000):
                characters[number] = "9"
            after = "".join(characters)
    with processor_seconds(10):
        found = compare(before, after)
    if shape == "one paragraph":
        assert [c.after for edit in found.changed for c in edit.changes] == ["9"] * 50
