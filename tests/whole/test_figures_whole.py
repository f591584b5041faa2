"""The whole way to figures with the real commands: what the generator of a county wrote is what the archive states."""

import json
import os
import re
from typing import Any

import pytest

from archive import Archive
from tests.replica.county import ReportTruth
from tests.replica.proxy import running_county
from tests.whole.desk import Desk

HOST = "tx.gov.cn"
#: The generator's own sentences, as `tests.replica.generator` writes them.
_TOTAL = re.compile(r"主动公开政府信息(\d+)条")
_ASKED = re.compile(r"收到政府信息公开申请(\d+)件")
_CHANNEL = re.compile(r"通过[^，。]+?公开(\d+)条")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, dict[tuple[str, int], ReportTruth]]:
    """An archive of one county, and what its portal truly holds by unit and year."""
    data = tmp_path_factory.mktemp("figures") / "var"
    with running_county(HOST) as replica:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("FANGZHI_")}
        desk = Desk(data, {**inherited, **replica.environment(data)})
        outcome = desk.crawl(HOST)
        assert outcome["state"] == "complete", outcome
        # The archive names a county government by its county.
        reports = replica.truth(HOST)
        return desk, {(report.unit.removesuffix("人民政府"), report.year): report for report in reports}


def _by_report(rows: list[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    return {(row["issuer"], row["year"]): row for row in rows}


def test_every_total_is_the_generators_with_its_words(crawled: tuple[Desk, dict[tuple[str, int], ReportTruth]]) -> None:
    desk, truth = crawled
    rows = _by_report(desk.lines("figures", "--key", "proactive_total", "--county", "桐乡市"))
    assert rows.keys() == truth.keys()
    expected = {key: int(found[1]) for key, report in truth.items() if (found := _TOTAL.search(report.text))}
    assert len(expected) == len(truth)
    assert {key: row["value"] for key, row in rows.items()} == expected
    assert {row["conflict"] for row in rows.values()} == {False}
    with Archive.open(desk.data) as archive:
        for row in rows.values():
            text = archive.text(row["report_id"])
            assert text[row["start"] : row["end"]] == row["words"]
            assert str(row["value"]) in row["words"]


def test_requests_are_counted_or_denied_as_they_were_written(
    crawled: tuple[Desk, dict[tuple[str, int], ReportTruth]],
) -> None:
    desk, truth = crawled
    rows = _by_report(desk.lines("figures", "--key", "requests_received"))
    expected = {
        key: ("number", int(found[1])) if (found := _ASKED.search(report.text)) else ("none", 0)
        for key, report in truth.items()
    }
    assert {key: (row["stated"], row["value"]) for key, row in rows.items()} == expected


def test_the_sums_of_every_form_hold_and_nothing_contradicts(
    crawled: tuple[Desk, dict[tuple[str, int], ReportTruth]],
) -> None:
    desk, truth = crawled
    checks = desk.lines("checks")
    assert desk.lines("checks", "--failed") == []
    tabular = {key for key in truth if key[1] >= 2019}
    for check_id in ("B1", "B2", "B3", "C1", "C2", "C3"):
        held = {(c["issuer"], c["year"]) for c in checks if c["id"] == check_id and c["outcome"] == "holds"}
        assert held == tabular, check_id
    # The county's years are 2017, 2019 and 2021: no year follows another, so nothing is carried over.
    assert not [check for check in checks if check["id"] in ("X1", "X3")]


def test_show_tells_each_figure_with_its_words_and_checks(
    crawled: tuple[Desk, dict[tuple[str, int], ReportTruth]],
) -> None:
    desk, truth = crawled
    (issuer, year), report = max(truth.items(), key=lambda item: (item[0][1], item[0][0]))
    (found,) = desk.lines("show", f"{issuer} {year}", "--figures")
    assert (found["read"], found["form"]) == (True, "2021" if year >= 2021 else "2019")
    cells = {(f["cell_row"], f["cell_column"]): f for f in found["figures"] if f["source"] == "table_b"}
    assert len(cells) == 7 * (26 - 1 if year >= 2021 else 24 - 1)
    assert ["B1", "holds"] in cells["received_new", "total"]["checks"]
    said = desk.run("show", f"{issuer} {year}", "--figures").stdout.decode()
    assert "proactive_total" in said
    assert _TOTAL.search(report.text)[0] in said  # type: ignore[index]


def test_channels_of_a_report_in_prose_keep_their_labels(
    crawled: tuple[Desk, dict[tuple[str, int], ReportTruth]],
) -> None:
    desk, truth = crawled
    (issuer, year), report = min(truth.items(), key=lambda item: (item[0][1], item[0][0]))
    (found,) = desk.lines("show", f"{issuer} {year}", "--figures")
    values = [figure["value"] for figure in found["figures"] if figure["key"] == "proactive_by_channel"]
    assert values == [int(count) for count in _CHANNEL.findall(report.text)]


def test_the_archive_stays_sound_and_exports_its_figures(
    crawled: tuple[Desk, dict[tuple[str, int], ReportTruth]],
) -> None:
    desk, truth = crawled
    assert desk.run("verify").returncode == 0
    out = desk.data.parent / "reports.jsonl"
    assert desk.run("export", str(out), "--format", "jsonl", "--figures").returncode == 0
    figures = [json.loads(line) for line in out.with_name("reports.figures.jsonl").read_text("utf-8").splitlines()]
    totals = [figure for figure in figures if figure["key"] == "proactive_total" and figure["headline"]]
    assert len(totals) == len(truth)
    assert out.with_name("reports.checks.jsonl").stat().st_size > 0
