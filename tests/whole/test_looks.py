"""Four looks at each county: at what is there, at nothing new, at other furniture, at one changed digit."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.replica.counties import COUNTIES
from tests.replica.county import ReportTruth
from tests.replica.proxy import running_county
from tests.whole.desk import Desk, desk_on
from tests.whole.fidelity import archived_name, compare_lines


@dataclass(frozen=True)
class Looks:
    """What four crawls in a row said, and the truth at the first."""

    desk: Desk
    county: str
    truth: list[ReportTruth]
    peak: int
    rows: list[tuple[str, int, str]]
    first: dict[str, Any]
    second: dict[str, Any]
    volatile: dict[str, Any]
    digit: dict[str, Any]
    change: dict[str, Any]


@pytest.fixture(scope="module", params=COUNTIES)
def looks(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Looks:
    host: str = request.param
    data: Path = tmp_path_factory.mktemp("looks") / "var"
    with running_county(host) as replica:
        desk = desk_on(replica, data)
        truth = replica.truth(host)
        first = desk.crawl(host)
        rows = desk.versions()
        second = desk.crawl(host)
        replica.script.change_volatile()
        volatile = desk.crawl(host, "--recheck")
        change = replica.script.change_digit(next(report for report in truth if not report.only_attached).id)
        replica.script.change_volatile()
        digit = desk.crawl(host, "--recheck")
        county = replica.counties[host].county.name
        peak = max(replica.log.peak.values())
    return Looks(desk, county, truth, peak, rows, first, second, volatile, digit, change)


def test_found_is_what_exists_and_nothing_else(looks: Looks) -> None:
    truth = {(archived_name(report.unit, looks.county), report.year): report for report in looks.truth}
    found = {(name, year): body for name, year, body in looks.rows}
    assert looks.first["state"] == "complete"
    assert (set(truth) - set(found), set(found) - set(truth)) == (set(), set()), "missing, and not existing"
    assert len(looks.rows) == len(found), "one version each"
    for key, body in found.items():
        differing = [difference for difference in compare_lines(truth[key].text, body) if not difference.is_chrome]
        assert not differing, f"{key}: " + "\n".join(map(str, differing[:10]))


def test_never_two_requests_at_once_on_one_host(looks: Looks) -> None:
    assert looks.peak == 1


def test_a_second_look_at_the_same_portal_brings_nothing_and_asks_little(looks: Looks) -> None:
    second = looks.second
    assert (second["new_reports"], second["new_versions"], second["bodies"]) == (0, 0, 0)
    assert second["requests"] < looks.first["requests"] * 0.6
    assert second["state"] == "complete"


def test_volatile_parts_never_make_a_version(looks: Looks) -> None:
    volatile = looks.volatile
    assert (volatile["new_reports"], volatile["new_versions"], volatile["new_renditions"]) == (0, 0, 0)
    assert volatile["looked"] > 0


def test_one_changed_digit_is_one_version_and_diff_shows_that_digit(looks: Looks) -> None:
    digit, change = looks.digit, looks.change
    assert digit["new_versions"] == 1, digit
    item = next(item for item in digit["reports"] if item["result"] == "new_version")
    shown = looks.desk.lines("diff", item["report"], str(item["version"] - 1), str(item["version"]))
    (edit,) = [line for line in shown if line.get("kind") == "changed"]
    assert edit["before"]["text"] == change["before"].strip()
    assert edit["after"]["text"] == change["after"].strip()
    (changed,) = edit["changes"]
    at = change["position"] - (len(change["before"]) - len(change["before"].lstrip()))
    assert (changed["before"], changed["after"]) == (edit["before"]["text"][at], edit["after"]["text"][at])


def test_the_archive_is_sound_after_all_that(looks: Looks) -> None:
    looks.desk.check_sound()
