"""Portals a probe does not understand, or may not: what it says, what it asks, how it ends."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.replica.proxy import Replica, running_county
from tests.whole.desk import Desk

HOST, HOME = "mhk.gov.cn", "http://www.mhk.gov.cn/"


@pytest.fixture
def county() -> Any:
    with running_county(HOST) as replica:
        yield replica


@pytest.fixture
def desk(county: Replica, open_desk: Callable[..., Desk]) -> Desk:
    return open_desk(county)


def probe(desk: Desk, expect: int) -> dict[str, Any]:
    done = desk.run("probe", HOME, "--json")
    assert done.returncode == expect, (done.returncode, done.stdout.decode()[:600], done.stderr.decode()[-800:])
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"mhk\.gov\.cn/\Z", id="on the home page"),
        pytest.param(r"/zwgk/xxgk/xzj/\Z", id="on the way"),
        pytest.param(r"/wlz/ndbg/", id="in the trial"),
    ],
)
def test_a_challenge_ends_the_probe_at_once(county: Replica, desk: Desk, pattern: str) -> None:
    county.script.set_rule("challenge_521", pattern)
    said = probe(desk, expect=3)
    assert said["blocked"].startswith("challenge")
    assert "leave it alone" in said["reasons"][0]
    asked = county.log.urls()
    county.script.clear_rules()
    assert sum("/robots.txt" not in url for url in asked) == said["requests"] - sum(
        "/robots.txt" in url for url in asked
    )


def test_robots_that_forbid_everything_are_obeyed(county: Replica, desk: Desk) -> None:
    for host in ("www.mhk.gov.cn", "mhk.gov.cn"):
        county.script.set_robots(host, "disallow")
    said = probe(desk, expect=1)
    assert said["verdict"] == "not understood"
    assert "robots" in said["reasons"][0]
    assert {url.rsplit("/", 1)[1] for url in county.log.urls()} == {"robots.txt"}


def test_robots_that_cannot_be_had_forbid_for_now(county: Replica, desk: Desk) -> None:
    for host in ("www.mhk.gov.cn", "mhk.gov.cn"):
        county.script.set_robots(host, "500")
    said = probe(desk, expect=1)
    assert said["row"] is None
    assert "robots.txt answers 500" in said["reasons"][0]


def test_a_portal_whose_lists_changed_shape_is_not_understood_and_says_why(county: Replica, desk: Desk) -> None:
    county.script.set_rule("broken_layout", r"/(?:ndbg|gzzj)/")
    said = probe(desk, expect=1)
    assert said["verdict"] == "not understood"
    assert said["row"] is None
    assert "http://www.mhk.gov.cn/zwgk/xxgk/xzj/" in said["reasons"][0]


def test_an_empty_list_is_no_column(county: Replica, desk: Desk) -> None:
    county.script.set_rule("empty", r"/(?:ndbg|gzzj)/")
    said = probe(desk, expect=1)
    assert (said["verdict"], said["columns"]) == ("not understood", [])


def test_a_list_page_that_fails_lowers_the_verdict(county: Replica, desk: Desk) -> None:
    county.script.set_rule("status", r"/xhz0/ndbg/index_1\.html", status=500)
    said = probe(desk, expect=1)
    towns = next(column for column in said["columns"] if column["key"] == "towns")
    assert towns["verdict"] == "understood in part"
    assert any("could not be had" in reason for reason in towns["reasons"])


def test_a_shortfall_against_the_printed_pages_is_said(county: Replica, desk: Desk) -> None:
    county.script.set_rule("overcount", r"/ndbg/")
    said = probe(desk, expect=1)
    towns = next(column for column in said["columns"] if column["key"] == "towns")
    assert towns["verdict"] == "understood in part"
    assert any("empty_shell" in reason for reason in towns["reasons"]), towns["reasons"]


def test_the_bound_on_list_pages_is_kept_and_said(county: Replica, desk: Desk) -> None:
    done = desk.run("probe", HOME, "--pages", "5", "--json")
    said = json.loads(done.stdout)
    towns = next(column for column in said["columns"] if column["key"] == "towns")
    assert towns["list_pages"] == 5
    assert any("with more to walk" in reason for reason in towns["reasons"])


def test_no_report_of_a_probe_enters_the_archive(county: Replica, desk: Desk) -> None:
    said = probe(desk, expect=1)
    assert said["columns"]
    assert not (desk.data / "archive.sqlite").exists()
    assert said["archive"].startswith(str(desk.data / "probes" / HOST))
