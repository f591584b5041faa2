"""A portal that changes must say so: what falls short is held, what was published stays, a hint names what to mend."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.rest import night_of
from tests.replica.county import Paragraph
from tests.replica.proxy import Replica, running_county
from tests.whole.desk import Desk

TRS, GKMLPT, HANWEB, HAINAN = "mhk.gov.cn", "lianzhou.gov.cn", "tx.gov.cn", "qiongzhong.hainan.gov.cn"


@pytest.fixture(scope="module")
def counties() -> Iterator[Replica]:
    with running_county(TRS, GKMLPT, HANWEB, HAINAN) as replica:
        yield replica


@pytest.fixture
def desk_of(counties: Replica, crawled_once: Callable[[Replica, str], Desk], tmp_path: Path) -> Callable[[str], Desk]:
    """A copy of a good archive of one county, for one test to hurt."""
    return lambda host: crawled_once(counties, host).copy_to(tmp_path / "var")


def _published(desk: Desk) -> list[Any]:
    """Everything the archive shows as current, with its texts."""
    return desk.ask(
        "SELECT report.id, current_seq, seq, text_digest, published_at FROM report "
        "JOIN version ON version.report_id = report.id ORDER BY 1, 3",
    )


def _site(desk: Desk, host: str, *options: str) -> dict[str, Any]:
    return next(site for site in desk.lines("sites", *options) if site["site"] == host)


@dataclass(frozen=True)
class Change:
    """A change of layout in mid-history, and what the hint should say of it."""

    host: str
    action: str
    pattern: str
    column: str
    path: str
    gone: str
    found: str | None


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            Change(
                TRS, "broken_layout", "/ndbg/", "towns", "div.main > ul.list > li > a", "ul.list", "div.main > div.row"
            ),
            id="trs: rows in other boxes",
        ),
        pytest.param(
            Change(TRS, "empty", "/ndbg/", "towns", "div.main > ul.list > li > a", "li", None),
            id="trs: an empty list",
        ),
        pytest.param(
            Change(
                GKMLPT,
                "broken_layout",
                "/qylzdlb/gkmlpt/api/",
                "qylzdlb",
                "articles[] > url",
                "articles",
                "result > list[] > name",
            ),
            id="gkmlpt: other keys",
        ),
        pytest.param(
            Change(
                HANWEB,
                "broken_layout",
                r"tree\.jsp",
                "units",
                "div.tree > ul > li.folder > ul > li.leaf > a",
                "li.folder",
                None,
            ),
            id="hanweb: a directory drawn by script",
        ),
        pytest.param(
            Change(HAINAN, "broken_layout", r"xxgk\.hainan\.gov\.cn", "towns", "", "", None),
            id="hainan: a frame without its tables",
        ),
    ],
)
def test_a_changed_layout_holds_the_run_and_the_hint_names_the_step(
    counties: Replica, desk_of: Callable[[str], Desk], change: Change
) -> None:
    desk = desk_of(change.host)
    before = _published(desk)
    counties.script.set_rule(change.action, change.pattern)
    try:
        outcome = desk.crawl(change.host, "--full", expect=1)
    finally:
        counties.script.clear_rules()
    assert outcome["state"] == "held", outcome
    assert _published(desk) == before
    alarm = next(alarm for alarm in outcome["alarms"] if alarm["column"] == change.column)
    (issue,) = [
        issue
        for issue in desk.lines("issues", change.host)
        if issue["code"] == alarm["code"] and issue["detail"].get("column") == change.column
    ]
    detail = issue["detail"]
    assert detail["hint"] == alarm["hint"]
    assert f"{change.gone} is gone" in detail["hint"] or f"holds no {change.gone}" in detail["hint"]
    if change.path:
        assert (detail["path"], detail["gone"], detail["found"]) == (change.path, change.gone, change.found)
    looks = desk.ask("SELECT id, run_id, status FROM capture WHERE id IN (?, ?) ORDER BY id",
                  detail["before"]["capture"], detail["today"]["capture"])  # fmt: skip
    assert [look[2] for look in looks] == [200, 200], "both pages can be looked at"
    assert looks[0][1] != looks[1][1] == outcome["run"]
    site = _site(desk, change.host, "--health")
    assert (site["state"], site["last_good_at"] is not None) == ("held", True)
    assert alarm["code"] in next(column for column in site["columns"] if column["key"] == change.column)["alarms"]
    assert desk.crawl(change.host)["state"] == "complete", "the portal is as it was"


def test_a_site_that_shows_nothing_at_all_has_failed(counties: Replica, desk_of: Callable[[str], Desk]) -> None:
    desk = desk_of(TRS)
    before = _published(desk)
    counties.script.set_rule("empty", "/(ndbg|gzzj)/")
    try:
        outcome = desk.crawl(TRS, expect=1)
        again = desk.crawl(TRS, expect=1)
    finally:
        counties.script.clear_rules()
    for found in (outcome, again):
        assert (found["state"], found["looked"]) == ("failed", 0)
        assert "shows none now in any of 2 columns" in found["reason"]
        assert found["issues"]["empty_site"] == 1
    assert _published(desk) == before
    site = _site(desk, TRS)
    assert (site["state"], site["seen"]) == ("failed", 0)
    assert site["expected"] > 0


def test_a_site_that_gives_every_article_a_new_address_is_held_until_it_is_accepted(
    counties: Replica, desk_of: Callable[[str], Desk]
) -> None:
    desk = desk_of(TRS)
    before = _published(desk)
    documents = list(counties.counties[TRS].county.documents.values())
    numbers = [(place, place.number) for document in documents for place in document.placements]
    for place, number in numbers:
        place.number = number + 4_000_000
    try:
        held = [desk.crawl(TRS, expect=1) for _ in range(2)]
        accepted = desk.crawl(TRS, "--accept", expect=None)
    finally:
        for place, number in numbers:
            place.number = number
    for found in held:
        assert found["state"] == "held"
        assert {alarm["code"] for alarm in found["alarms"]} == {"site_moved"}
    assert accepted["state"] == "complete", accepted
    assert _published(desk) == before, "the same reports at other addresses are no versions"


def test_a_town_that_vanishes_from_the_directory_is_named(counties: Replica, desk_of: Callable[[str], Desk]) -> None:
    desk = desk_of(TRS)
    county = counties.counties[TRS].county
    units = county.units
    gone = next(
        unit for unit in units if sum(doc.unit == unit and doc.is_report for doc in county.documents.values()) > 1
    )
    county.units = tuple(unit for unit in units if unit != gone)
    try:
        outcome = desk.crawl(TRS, "--full", expect=1)
    finally:
        county.units = units
    assert outcome["state"] == "held"
    (said, *_) = [alarm["message"] for alarm in outcome["alarms"] if alarm["code"] == "unit_lost"]
    assert gone.name in said


def test_a_304_over_a_changed_report_is_found_by_deep_looks(counties: Replica, desk_of: Callable[[str], Desk]) -> None:
    desk = desk_of(TRS)
    documents = [document for document in counties.counties[TRS].county.documents.values() if document.is_report]
    bodies = [document.body for document in documents]
    for document in documents:
        # The text changes, the validators do not: what a cache in front of a portal does.
        document.body = (*document.body, Paragraph("本年度另受理申请9件。"))
    try:
        lying = desk.crawl(TRS, "--recheck")
        after = desk.crawl(TRS, "--recheck")
    finally:
        for document, body in zip(documents, bodies, strict=True):
            document.body = body
    assert lying["issues"]["validators_lie"] == 1
    reports = sum(not document.only_attached for document in documents)
    assert lying["new_versions"] + after["new_versions"] == reports, (
        "every change is found once the host is not believed"
    )
    (trust,) = _site(desk, TRS)["validators"]
    assert (trust["subject"], trust["trusted"], trust["lies"] >= 1) == ("www.mhk.gov.cn", False, True)


def test_a_blocked_host_is_left_alone_and_listed_so(counties: Replica, desk_of: Callable[[str], Desk]) -> None:
    desk = desk_of(TRS)
    counties.script.set_rule("challenge_521", "/ndbg/")
    try:
        blocked = desk.crawl(TRS, expect=3)
    finally:
        counties.script.clear_rules()
    assert blocked["state"] == "blocked"
    again = (night_of(datetime.now(UTC)) + timedelta(days=3)).isoformat()
    assert (_site(desk, TRS)["state"], _site(desk, TRS)["until"]) == ("blocked", again)
    assert f"blocked until {again}" in desk.run("sites").stdout.decode()
    runs = desk.ask("SELECT count(*) FROM run")
    counties.log.clear()
    refused = desk.run("crawl", TRS, "--json")
    assert refused.returncode == 3
    assert json.loads(refused.stdout)["run"] is None
    assert f"left alone until {again}" in refused.stderr.decode()
    assert "--now asks all the same" in refused.stderr.decode()
    assert counties.log.urls() == []
    assert desk.ask("SELECT count(*) FROM run") == runs
    assert desk.crawl(TRS, "--now")["state"] == "complete"
    assert _site(desk, TRS)["state"] == "healthy"
