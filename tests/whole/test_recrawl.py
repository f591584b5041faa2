"""The second look: nothing changed, one digit changed, only the furniture changed, something vanished."""

from collections.abc import Callable

import pytest

from tests.replica.counties import COUNTIES
from tests.replica.proxy import running_county
from tests.whole.desk import Desk


@pytest.mark.parametrize("host", COUNTIES)
def test_a_second_crawl_of_the_same_portal_brings_nothing_and_asks_little(
    host: str, open_desk: Callable[..., Desk]
) -> None:
    with running_county(host) as replica:
        desk = open_desk(replica)
        first = desk.crawl(host)
        second = desk.crawl(host)
    assert first["new_reports"] > 0
    assert (second["new_reports"], second["new_versions"], second["bodies"]) == (0, 0, 0)
    assert second["requests"] < first["requests"] * 0.6
    assert second["state"] == "complete"


@pytest.mark.parametrize("host", COUNTIES)
def test_volatile_parts_never_make_a_version(host: str, open_desk: Callable[..., Desk]) -> None:
    with running_county(host) as replica:
        desk = open_desk(replica)
        desk.crawl(host)
        replica.script.change_volatile()
        again = desk.crawl(host, "--recheck")
    assert (again["new_reports"], again["new_versions"], again["new_renditions"]) == (0, 0, 0)
    assert again["looked"] > 0


@pytest.mark.parametrize("host", COUNTIES)
def test_one_changed_digit_is_one_version_and_diff_shows_that_digit(host: str, open_desk: Callable[..., Desk]) -> None:
    with running_county(host) as replica:
        desk = open_desk(replica)
        desk.crawl(host)
        report = next(report for report in replica.truth(host) if not report.only_attached)
        change = replica.script.change_digit(report.id)
        replica.script.change_volatile()
        again = desk.crawl(host, "--recheck")
    assert again["new_versions"] == 1, again
    item = next(item for item in again["reports"] if item["result"] == "new_version")
    shown = desk.lines("diff", item["report"], str(item["version"] - 1), str(item["version"]))
    changed = [line for line in shown if line.get("kind") == "changed"]
    assert len(changed) == 1, shown
    assert changed[0]["before"]["text"] == change["before"].strip()
    assert changed[0]["after"]["text"] == change["after"].strip()
    (digit,) = changed[0]["changes"]
    at = change["position"] - (len(change["before"]) - len(change["before"].lstrip()))
    assert (digit["before"], digit["after"]) == (changed[0]["before"]["text"][at], changed[0]["after"]["text"][at])
