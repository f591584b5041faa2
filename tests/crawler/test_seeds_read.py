"""The five seed reports, row by row as a person annotated them: what each states, how, and what it never touches."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.reading.figures.read import read_figures
from crawler.reading.figures.values import Figures

#: How a figure is stated: printed as a number, denied in words, or not mentioned at all.
NUMBER, NONE, ABSENT = "stated_number", "stated_none", None


@dataclass(frozen=True)
class Annotated:
    """One seed. `totals` are the totals it states, in order; `parts` its categories; `others` what else it counts."""

    number: int
    year: int
    totals: tuple[int, ...]
    shown: int | None
    parts: tuple[int, ...]
    requests: str | None
    fees: str | None
    reconsideration: str | None
    litigation: str | None
    complaints: str | None
    others: tuple[tuple[str, int], ...] = ()
    problems: tuple[str, ...] = ()


SEEDS = [
    Annotated(0, 2017, (86, 57), 57, (), NONE, NONE, NONE, NONE, ABSENT),
    Annotated(
        1,
        2016,
        (144,),
        144,
        (2, 1, 1, 7, 1, 35, 10, 2, 15, 8, 2, 40, 3, 5, 5, 1, 6),
        NONE,
        ABSENT,
        NONE,
        NONE,
        NONE,
        (("staff_full", 1),),
    ),
    Annotated(2, 2013, (121,), 121, (0, 0, 0, 1, 120), NUMBER, ABSENT, NONE, ABSENT, NONE, (("fulltext_rate", 100),)),
    Annotated(3, 2017, (105,), 105, (34, 25, 6, 12, 24, 2, 2), NONE, NONE, NONE, NONE, ABSENT),
    Annotated(
        4,
        2017,
        (17, 16, 16),
        None,
        (15, 1),
        NONE,
        NONE,
        NONE,
        NONE,
        ABSENT,
        (("staff_part", 1), ("training_sessions", 2), ("trainees", 52), ("page_views", 288), ("access_points", 14)),
        ("parts_differ", "share_base"),
    ),
]


def _read(seed: Annotated, folder: Path) -> Figures:
    (file,) = (folder / "seeds").glob(f"{seed.number:03}_*.txt")
    return read_figures(file.read_text(encoding="utf-8"), seed.year, "township")


@pytest.mark.parametrize("seed", [pytest.param(seed, id=f"seed-{seed.number}") for seed in SEEDS])
def test_a_seed_states_what_was_annotated(seed: Annotated, test_data: Path) -> None:
    found = _read(seed, test_data)
    of_key: dict[str, list[int]] = {}
    for statement in found.statements:
        of_key.setdefault(statement.key, []).append(int(statement.value or 0))
    assert tuple(of_key["proactive_total"]) == seed.totals
    (headline,) = (one for one in found.headlines if one.key == "proactive_total")
    assert (headline.value, headline.conflict) == (seed.shown, len(set(seed.totals)) > 1)
    assert tuple(of_key.get("proactive_by_category", ())) == seed.parts
    assert (sum(seed.parts) == seed.totals[0]) == (bool(seed.parts) and not seed.problems)
    for key, value in seed.others:
        assert set(of_key[key]) == {value}
    assert tuple(code for code, _ in found.problems) == seed.problems


@pytest.mark.parametrize("seed", [pytest.param(seed, id=f"seed-{seed.number}") for seed in SEEDS])
def test_nought_none_and_not_mentioned_are_apart(seed: Annotated, test_data: Path) -> None:
    found = _read(seed, test_data)
    wanted = {
        "requests_received": seed.requests,
        "fees_collected": seed.fees,
        "reconsideration": seed.reconsideration,
        "litigation": seed.litigation,
        "complaints": seed.complaints,
    }
    for key, polarity in wanted.items():
        stated = {statement.polarity for statement in found.statements if statement.key == key}
        assert stated == ({polarity} if polarity else set()), key
        assert (key in found.not_mentioned) == (polarity is ABSENT), key


def test_the_shares_of_wanlong_stand_on_a_base_of_sixteen(test_data: Path) -> None:
    found = _read(SEEDS[4], test_data)
    shares = [str(one.value) for one in found.statements if one.key == "proactive_by_category_share"]
    assert shares == ["94", "6"]
    (said,) = (message for code, message in found.problems if code == "share_base")
    assert "computed on 16" in said
