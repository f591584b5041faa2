"""Portals that misbehave: what was published stays what was published, and every look says what happened."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.replica.proxy import Replica
from tests.whole.desk import HOST, Desk


def _outcomes(desk: Desk, url_like: str) -> list[str]:
    rows = desk.ask("SELECT outcome FROM capture WHERE url LIKE ? ORDER BY id", f"%{url_like}%")
    return [outcome for (outcome,) in rows]


@pytest.fixture
def desk(crawled: Desk, tmp_path: Path) -> Desk:
    """A copy of a good archive, for one test to attack."""
    return crawled.copy_to(tmp_path / "var", FANGZHI_TIMEOUT="3")


@pytest.mark.parametrize(
    ("action", "options", "outcome", "code"),
    [
        pytest.param("challenge_521", {}, "challenge", 3, id="521 cookie challenge"),
        pytest.param("challenge_412", {}, "challenge", 3, id="412 script challenge"),
        pytest.param("challenge_wzws", {}, "challenge", 3, id="challenge dressed as 200"),
        pytest.param("status", {"status": 403}, "blocked", 1, id="one page forbidden"),
        pytest.param("status", {"status": 500}, "error", 1, id="one page broken"),
        pytest.param("status", {"status": 404}, "gone", 0, id="one page gone"),
        pytest.param("soft_404", {}, "ok", 0, id="404 dressed as 200 in the home page's clothes"),
        pytest.param("error_page", {}, "soft_404", 0, id="error page with 200"),
        pytest.param("empty_body", {}, "soft_404", 0, id="nothing with 200"),
        pytest.param("truncated_gzip", {}, "truncated", 1, id="truncated gzip"),
        pytest.param("reset", {"after": 300}, "truncated", 1, id="connection lost half-way"),
        pytest.param("huge", {"megabytes": 200}, "error", 1, id="200 MB announced"),
        pytest.param("huge", {"megabytes": 200, "unannounced": True}, "error", 1, id="200 MB unannounced"),
        pytest.param("hang", {}, "error", 1, id="no answer"),
        pytest.param(
            "redirect", {"to": "http://www.example.com/"}, "not_fetched", 1, id="redirect off the row's hosts"
        ),
        pytest.param("redirect_private", {}, "not_fetched", 1, id="redirect into a private network"),
        pytest.param("redirect_loop", {}, "redirected", 1, id="redirect to itself for ever"),
        pytest.param("redirect", {"to": "http://www.mhk.gov.cn/"}, "redirected", 0, id="redirect to the front page"),
        pytest.param("redirect", {"to": "file:///etc/passwd"}, "not_fetched", 1, id="redirect to a local file"),
        pytest.param("redirect", {"to": "data:text/html,x"}, "not_fetched", 1, id="redirect to data in an address"),
        pytest.param("script_shell", {"to": "http://10.0.0.7/"}, "not_fetched", 1, id="script into a private network"),
        pytest.param("refresh_shell", {"to": "http://www.example.com/"}, "not_fetched", 1, id="refresh off the hosts"),
        pytest.param("reload", {}, "challenge", 3, id="a page that only reloads itself"),
        pytest.param("captcha", {}, "challenge", 3, id="captcha in place of the article"),
        pytest.param("permission", {}, "soft_404", 0, id="permission notice with 200"),
        pytest.param("spliced", {}, "error", 1, id="report with advertising spliced in"),
        pytest.param("misread", {}, "ok", 1, id="report stored in the wrong charset"),
    ],
)
def test_one_bad_answer_changes_nothing_published(
    county: Replica, desk: Desk, action: str, options: dict[str, Any], outcome: str, code: int
) -> None:
    before = desk.published()
    victim = next(report for report in county.truth() if not report.only_attached).addresses[0]
    path = victim.split("/", 3)[3].replace(".", r"\.").replace("?", r"\?")
    # New validators: a 304 would answer before the fault can.
    county.script.change_volatile()
    county.script.set_rule(action, path, **options)
    try:
        outcome_of_run = desk.crawl(HOST, "--recheck", expect=None)
    finally:
        county.script.clear_rules()
    assert _outcomes(desk, victim.split("/", 3)[3])[-1] == outcome or outcome == "not_fetched"
    if outcome == "not_fetched":
        assert desk.ask("SELECT count(*) FROM capture WHERE outcome = 'not_fetched'") == [(1,)]
    states = {0: ("complete",), 1: ("partial", "failed"), 3: ("blocked",)}
    assert outcome_of_run["state"] in states[code], outcome_of_run
    assert desk.published() == before
    desk.check_sound()


@pytest.mark.parametrize(
    ("action", "options"),
    [
        pytest.param("gzip_unasked", {}, id="gzip unasked"),
        pytest.param("gzip_unasked", {"silent": True}, id="gzip unasked and undeclared"),
        pytest.param("wrong_charset", {}, id="the other charset under the old label"),
        pytest.param("cookie_gate", {}, id="302 to itself until a plain cookie comes back"),
        pytest.param("slow", {"piece": 4000, "pause": 0.05}, id="slow"),
    ],
)
def test_an_odd_transport_changes_nothing(county: Replica, desk: Desk, action: str, options: dict[str, Any]) -> None:
    before = desk.published()
    victim = next(report for report in county.truth() if not report.only_attached).addresses[0]
    path = victim.split("/", 3)[3].replace(".", r"\.").replace("?", r"\?")
    county.script.change_volatile()
    county.script.set_rule(action, path, **options)
    try:
        outcome = desk.crawl(HOST, "--recheck")
    finally:
        county.script.clear_rules()
    assert outcome["state"] == "complete", outcome
    assert _outcomes(desk, victim.split("/", 3)[3])[-1] == "ok"
    assert desk.published() == before


@pytest.mark.parametrize(
    ("variant", "state", "asked"),
    [
        pytest.param("disallow", "partial", False, id="everything disallowed"),
        pytest.param("403", "partial", False, id="robots.txt forbidden"),
        pytest.param("500", "failed", False, id="robots.txt broken: ask again later"),
        pytest.param("html", "complete", True, id="robots.txt is a page: none there"),
    ],
)
def test_robots_txt_is_obeyed(county: Replica, desk: Desk, variant: str, state: str, asked: bool) -> None:
    hosts = ("www.mhk.gov.cn", "mhk.gov.cn")
    for host in hosts:
        county.script.set_robots(host, variant)
    county.log.clear()
    try:
        outcome = desk.crawl(HOST, expect=None)
    finally:
        for host in hosts:
            county.script.set_robots(host, "allow")
    pages = [url for url in county.log.urls() if not url.endswith("/robots.txt")]
    assert bool(pages) is asked, pages
    if not asked:
        assert outcome["state"] in (state, "failed"), outcome
    assert desk.published()


def test_a_host_that_forbids_page_after_page_is_left_alone(county: Replica, desk: Desk) -> None:
    before = desk.published()
    county.script.set_rule("status", r"/t\d{8}_", status=403)
    county.script.change_volatile()
    county.log.clear()
    try:
        outcome = desk.crawl(HOST, "--recheck", expect=3)
    finally:
        county.script.clear_rules()
    assert outcome["state"] == "blocked"
    refused = [hit for hit in county.log.hits if hit.status == 403]
    assert len(refused) == 2, "asked no further after the second refusal"
    assert desk.published() == before


def test_a_held_walk_never_becomes_the_measure_of_the_next(county: Replica, desk: Desk) -> None:
    county.script.set_rule("empty", r"/ndbg/")
    try:
        states = [desk.crawl(HOST, expect=None)["state"] for _ in range(2)]
        accepted = desk.crawl(HOST, "--accept", expect=None)
    finally:
        county.script.clear_rules()
    assert states == ["held", "held"]
    assert accepted["state"] != "held"


def test_a_list_that_shows_nothing_holds_the_run(county: Replica, desk: Desk) -> None:
    before = desk.published()
    county.script.set_rule("empty", r"/ndbg/")
    try:
        outcome = desk.crawl(HOST, expect=None)
    finally:
        county.script.clear_rules()
    assert outcome["state"] == "held", outcome
    assert outcome["issues"].get("empty_column") or outcome["issues"].get("column_shrank"), outcome
    assert desk.published() == before


def test_a_dead_portal_is_one_clear_line(desk: Desk) -> None:
    done = desk.run("crawl", HOST, FANGZHI_PROXY="http://127.0.0.1:9")
    assert done.returncode == 1
    said = done.stderr.decode().strip().splitlines()
    assert said[-1].startswith("fangzhi: mhk.gov.cn failed:"), said
    assert "Traceback" not in done.stderr.decode()


def test_a_report_taken_down_ends_after_two_absences(
    county: Replica, desk: Desk, open_desk: Callable[..., Desk]
) -> None:
    report = next(report for report in county.truth() if not report.only_attached and len(report.addresses) == 1)
    before = desk.published()
    county.script.delete(report.id, keep_listed=True)
    try:
        desk.crawl(HOST, "--recheck", expect=None)
        first = _ended(desk, report.addresses[0])
        desk.crawl(HOST, "--recheck", expect=None)
        second = _ended(desk, report.addresses[0])
    finally:
        county.script.restore(report.id)
    assert (first, second) == (0, 1)
    assert desk.published() == before, "what it said is kept"


def _ended(desk: Desk, url: str) -> int:
    return len(desk.ask("SELECT 1 FROM rendition WHERE url = ? AND end_reason = 'gone'", url))


def _state(desk: Desk, url: str) -> str:
    ((state,),) = desk.ask("SELECT state FROM entry WHERE url = ?", url)
    return str(state)


def test_a_row_that_changes_over_the_same_bytes_is_looked_at_once(county: Replica, desk: Desk) -> None:
    before = desk.published()
    url = next(report for report in county.truth() if not report.only_attached).addresses[0]
    assert len(desk.ask("UPDATE entry SET row_digest = 'another row' WHERE url = ? RETURNING id", url)) == 1
    outcome = desk.crawl(HOST, "--full")
    assert outcome["looked"] == 1
    assert _state(desk, url) == "report"
    assert desk.published() == before


def test_new_rules_over_the_same_bytes_are_a_rereading(county: Replica, desk: Desk) -> None:
    before = desk.published()
    assert desk.ask("UPDATE reading SET rules = 'rules of an earlier release' RETURNING id")
    outcome = desk.crawl(HOST, "--recheck")
    assert (outcome["new_reports"], outcome["new_versions"]) == (0, 0)
    assert outcome["looked"] > 0
    assert outcome["failed"] == 0
    assert desk.published() == before


def test_a_report_that_comes_back_is_carried_again(county: Replica, desk: Desk) -> None:
    before = desk.published()
    report = next(report for report in county.truth() if not report.only_attached and len(report.addresses) == 1)
    county.script.delete(report.id, keep_listed=True)
    try:
        for _ in range(2):
            desk.crawl(HOST, "--recheck", expect=None)
    finally:
        county.script.restore(report.id)
    assert _state(desk, report.addresses[0]) == "gone"
    back = desk.crawl(HOST, "--recheck")
    assert (back["new_versions"], back["new_renditions"]) == (0, 1)
    assert _state(desk, report.addresses[0]) == "report"
    assert desk.published() == before
