"""The reading does not fall below what it once reached: floors on the labelled folder, each with its reason."""

from pathlib import Path

import pytest

from crawler.evaluate.folder import labelled_texts, saved_pages
from crawler.evaluate.pages import score_pages
from crawler.evaluate.reports import score_reports
from crawler.evaluate.totals import figures_to_hold
from settings.regions.divisions import load_divisions
from settings.sites import load_sites
from tests.floors import Floor, FloorLowered, below, load_floors, raised, write_floors


def test_no_measure_falls_below_its_floor(test_data: Path) -> None:
    scores = score_pages(saved_pages(test_data))
    points, conflicts = score_reports(labelled_texts(test_data), load_sites(), load_divisions())
    assert len(scores) >= 30
    assert len(points) >= 70
    lost = below(figures_to_hold(scores, points, conflicts), load_floors())
    assert not lost, "\n".join(lost)


def test_every_floor_has_a_reason() -> None:
    floors = load_floors()
    assert {"text_f1_mean", "keep_strings_kept", "chrome_strings_dropped", "labels_exact"} <= set(floors)
    assert all(floor.reason and 0 < floor.value <= 1 for floor in floors.values())


def test_a_floor_rises_by_itself_and_falls_only_by_name_and_reason() -> None:
    floors = {"text": Floor(0.9, "a news site's editor lines"), "rows": Floor(1.0, "nothing is lost")}
    assert raised({"text": 0.98765, "rows": 1.0}, floors)["text"] == Floor(0.987, "a news site's editor lines")
    with pytest.raises(FloorLowered, match="text"):
        raised({"text": 0.89, "rows": 1.0}, floors)
    lowered = raised({"text": 0.89, "rows": 1.0}, floors, {"text": "the gold was wrong"})
    assert lowered["text"] == Floor(0.89, "the gold was wrong")
    with pytest.raises(FloorLowered, match="rows"):
        raised({"text": 0.89, "rows": 0.9}, floors, {"text": "the gold was wrong"})


def test_a_measure_that_is_gone_is_below_its_floor() -> None:
    assert below({}, {"text": Floor(0.9, "why")}) == ["text is not measured"]


def test_floors_are_written_under_the_remarks(tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    file.write_text("# a remark\n", encoding="utf-8")
    floors = {"text": Floor(0.9, 'a "quoted" 理由')}
    write_floors(floors, file)
    assert load_floors(file) == floors
    assert file.read_text(encoding="utf-8").startswith("# a remark\n")
