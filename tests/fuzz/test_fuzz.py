"""Damaged bytes never crash, hang or swell us. A short form of every kind; the long form has its own command."""

from pathlib import Path

import pytest

from tests.fuzz.campaign import Outcome, make_case, run_campaign
from tests.fuzz.sources import EXTENSIONS, load_sources
from tests.golden_pages import PAGES


def _run(seed: int, cases: int, data: Path | None = None) -> Outcome:
    total = Outcome()
    for outcome in run_campaign(seed, cases, workers=2, data=data):
        total.add(outcome)
    return total


def test_a_case_is_the_same_everywhere() -> None:
    sources = load_sources()
    assert [make_case(sources, 1, number)[1] for number in range(50)] == [
        make_case(sources, 1, number)[1] for number in range(50)
    ]


def test_every_family_and_every_type_of_file_is_damaged() -> None:
    names = {source.name for source in load_sources()}
    assert {f"report.{extension}" for extension in EXTENSIONS} <= names
    families = {folder.name for folder in PAGES.iterdir() if folder.is_dir()}
    assert families <= {name.partition("/")[0] for name in names}


def test_damaged_bytes_never_crash_hang_or_swell_us() -> None:
    total = _run(seed=7, cases=1_200)
    assert total.faults == []
    assert total.cases == 1_200
    assert len(total.said) > 5, "the damage leaves some whole and breaks others"


def test_damaged_real_pages_never_crash_hang_or_swell_us(test_data: Path) -> None:
    saved = len(load_sources(test_data)) - len(load_sources())
    total = _run(seed=7, cases=300, data=test_data)
    assert saved > 20
    assert total.faults == []
    assert (total.cases, total.by_source["saved"] > 15) == (300, True), total.by_source


@pytest.mark.full
@pytest.mark.timeout(3600)
def test_a_hundred_thousand_damaged_inputs() -> None:
    total = _run(seed=1, cases=100_000)
    assert total.faults == []
