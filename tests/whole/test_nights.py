"""The scheduler at work: what is due is crawled, what is not is left alone, what was cut off is finished."""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from settings.sites import PORTALS, load_sites
from tests.replica.proxy import Replica, running_county
from tests.whole.desk import Desk, plain_environment, wait_until

HOST, OTHER = "mhk.gov.cn", "qiongzhong.hainan.gov.cn"
ONCE = ("schedule", "run", "--once", "--any-hour")


@pytest.fixture(scope="module")
def counties() -> Iterator[Replica]:
    with running_county(HOST, OTHER) as replica:
        yield replica


@pytest.fixture(scope="module")
def two_rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("portals")
    for host in (HOST, OTHER):
        name = load_sites()[host].file
        head, *rows = (PORTALS / name).read_text(encoding="utf-8").split("\n[[site]]\n")
        row = next(row for row in rows if row.startswith(f'host = "{host}"'))
        (folder / name).write_text(f"{head}\n[[site]]\n{row}\n", encoding="utf-8")
    return folder


@pytest.fixture
def open_night(open_desk: Callable[..., Desk], two_rows: Path, tmp_path: Path) -> Callable[..., Desk]:
    """A desk whose scheduler knows `hosts`, both when none is named."""

    def opened(counties: Replica, *hosts: str) -> Desk:
        rows = two_rows
        if hosts:
            rows = tmp_path / "rows"
            rows.mkdir()
            for host in hosts:
                shutil.copy(two_rows / load_sites(two_rows)[host].file, rows)
        return open_desk(counties, FANGZHI_PORTALS=str(rows))

    return opened


def _ledger(desk: Desk) -> list[tuple[str, str, str]]:
    """Site, kind and state of every run, oldest first."""
    return desk.ask("SELECT site_id, kind, state FROM run ORDER BY started_at")


def _plan(desk: Desk, *options: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {(job["site"], job["kind"]): job for job in desk.lines("schedule", "plan", *options)}


def _pages(replica: Replica) -> list[str]:
    return [url for url in replica.log.urls() if not url.endswith("/robots.txt")]


def _articles(replica: Replica) -> dict[str, int]:
    """The report year of every article and file of the portals, reports or not."""
    return {
        url: document.year
        for county in replica.counties.values()
        for document in county.county.documents.values()
        for dialect in county.portal.dialects
        for url in (*dialect.addresses(document), *dialect.files(document))
    }


def test_the_plan_names_every_site_with_its_reason(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "var", {**plain_environment(), "FANGZHI_DATA": str(tmp_path / "var")})
    plan = desk.lines("schedule", "plan")
    sites = load_sites()
    assert {job["site"] for job in plan} == set(sites)
    for job in plan:
        site = sites[job["site"]]
        assert job["reason"] == ("never crawled" if site.enabled else f"disabled in {site.file}")
        assert bool(job["due_at"]) == site.enabled
    at_night = _plan(desk, "--at", "2027-01-10T23:00")
    assert {job["site"] for job in at_night.values() if job["due"]} == {s.host for s in sites.values() if s.enabled}
    at_noon = _plan(desk, "--at", "2027-01-10T12:00")
    assert not any(job["due"] for job in at_noon.values())
    due = {job["due_at"] for job in at_noon.values() if job["due_at"]}
    assert due == {"2027-01-10T14:00:00+00:00"}, "22:00 in Beijing"
    assert not desk.data.exists(), "a plan changes nothing"


def test_a_night_crawls_what_is_due_and_the_next_call_nothing(
    counties: Replica, open_night: Callable[..., Desk]
) -> None:
    """One of the two portals is down when the night begins and is crawled by hand when it is back."""
    desk = open_night(counties)
    counties.script.set_rule("status", r"//xxgk\.hainan\.gov\.cn/|//qiongzhong\.hainan\.gov\.cn/xxgk", status=502)
    try:
        done = desk.run(*ONCE, "--json")
    finally:
        counties.script.clear_rules()
    said = done.stderr.decode().splitlines()
    assert done.returncode == 1, said
    assert said[-1].startswith("fangzhi: 1 of the crawls did not end complete"), said
    assert not any("Traceback" in line for line in said)
    outcomes = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert {(row["site"], row["kind"], row["state"], row["exit_code"]) for row in outcomes} == {
        (HOST, "nightly", "complete", 0),
        (OTHER, "nightly", "failed", 1),
    }
    assert "1 h back-off" in _plan(desk)[OTHER, "nightly"]["reason"]
    desk.crawl(OTHER)
    assert sorted(_ledger(desk)) == [
        (HOST, "nightly", "complete"),
        (OTHER, "manual", "complete"),
        (OTHER, "nightly", "failed"),
    ]
    assert len(desk.lines("reports")) == len(counties.truth())
    assert max(counties.log.peak.values()) == 1, "one request at a time at every host"
    counties.log.clear()
    again = desk.run(*ONCE, "--json")
    assert (again.returncode, again.stdout) == (0, b""), again.stderr.decode()
    assert not counties.log.urls()
    assert len(_ledger(desk)) == 3
    waiting = _plan(desk, "--any-hour")
    assert not any(job["due"] for job in waiting.values())
    assert all("last complete" in job["reason"] for job in waiting.values())
    missed = _plan(desk, "--at", "2028-02-10T05:00")
    assert all(job["due"] for job in missed.values()), "nights missed are caught up by one look"


def test_a_backfill_fetches_only_what_is_missing_and_only_those_years(
    counties: Replica, open_night: Callable[..., Desk]
) -> None:
    desk = open_night(counties, HOST)
    articles = _articles(counties)
    seen: Counter[str] = Counter()
    for first, last, years in (("2010", "2010", {2010}), ("2010", "2017", {2017}), ("2010", "2017", set())):
        counties.log.clear()
        done = desk.run("backfill", HOST, "--from", first, "--to", last, "--json")
        assert done.returncode == 0, done.stderr.decode()
        asked = [url for url in _pages(counties) if url in articles]
        assert {articles[url] for url in asked} == years, asked
        seen.update(asked)
    assert set(seen.values()) == {1}, "nothing is fetched twice"
    held = {(row["issuer"], row["year"]) for row in desk.lines("reports")}
    wanted = {(report.unit, report.year) for report in counties.truth(HOST) if report.year <= 2017}
    assert held == {(unit.removesuffix("人民政府"), year) for unit, year in wanted}
    assert [state for _, _, state in _ledger(desk)] == ["complete"] * 3
    assert (HOST, "backfill") not in _plan(desk), "every wish is granted"


def test_a_backfill_killed_and_cut_short_is_finished_by_the_scheduler(
    counties: Replica, open_night: Callable[..., Desk]
) -> None:
    desk = open_night(counties, HOST)
    backfill = ("backfill", HOST, "--from", "2010", "--to", "2017")
    counties.log.clear()
    counties.script.set_rule("hang", r"/wlz/ndbg/\d+/")
    process = desk.start(*backfill)
    try:
        wait_until(lambda: any("/xhz0/ndbg/" in url for url in counties.log.urls()), process)
    finally:
        process.kill()
        process.wait()
        counties.script.clear_rules()
    done = desk.run(*backfill, "--time-limit", "0")
    assert done.returncode == 1
    assert "time limit reached" in done.stderr.decode()
    assert _ledger(desk) == [(HOST, "backfill", "killed"), (HOST, "backfill", "partial")]
    plan = _plan(desk, "--any-hour")
    assert plan[HOST, "nightly"]["due"]
    wish = plan[HOST, "backfill"]
    assert (wish["first_year"], wish["last_year"], wish["due"]) == (2010, 2017, False), "what is new goes first"
    assert wish["reason"] == "backfill of 2010 to 2017, after the look that is due"
    for _ in range(2):
        done = desk.run(*ONCE)
        assert done.returncode == 0, done.stderr.decode()
    assert _ledger(desk)[2:] == [(HOST, "nightly", "complete"), (HOST, "backfill", "complete")]
    assert len(desk.lines("reports")) == len(counties.truth(HOST))
    assert (HOST, "backfill") not in _plan(desk), "the wish is granted"
    counties.log.clear()
    assert desk.run(*ONCE).returncode == 0
    assert not counties.log.urls(), "nothing is left to do"
    desk.check_sound()
