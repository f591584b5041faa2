"""What is crawled, in which order, and what waits: tables over small worlds of sites, runs and wishes."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from archive.values import BackfillWish, RunKind, RunState
from scheduler.plan import Job, Limits, Plan, next_jobs, plan_crawls
from scheduler.policy import BEIJING, PastRun
from settings.sites import Site

NOW = datetime(2026, 1, 10, 23, 0, tzinfo=BEIJING)
NOON = datetime(2026, 1, 10, 13, 0, tzinfo=BEIJING)


def make_site(host: str, *names: str, enabled: bool = True) -> Site:
    return Site(host, "某县", "110118", frozenset({host, *names}), 2008, (), "test.toml", enabled=enabled)


def sites(*rows: Site) -> Mapping[str, Site]:
    return {row.host: row for row in rows}


def run(state: RunState, ago: timedelta, *, kind: RunKind = "nightly", reason: str | None = None) -> PastRun:
    ended = NOW - ago
    return PastRun(f"{kind}-{state}-{ago}", kind, state, ended - timedelta(minutes=1), ended, reason)


def wish(host: str, first: int = 2008, last: int = 2018, *, hours_ago: int = 2) -> BackfillWish:
    return BackfillWish(hours_ago, host, first, last, NOW - timedelta(hours=hours_ago), None)


def order(plan: Plan) -> list[tuple[str, str]]:
    return [(job.site, job.kind) for job in plan.due]


TODAY = run("complete", timedelta(minutes=30))
DAYS_AGO = run("complete", timedelta(days=3))
LONGER_AGO = run("complete", timedelta(days=5))


@pytest.mark.parametrize(
    ("rows", "ledger", "wishes", "due"),
    [
        pytest.param([make_site("a.gov.cn")], {}, [], [("a.gov.cn", "nightly")], id="a new site"),
        pytest.param([make_site("a.gov.cn", enabled=False)], {}, [wish("a.gov.cn")], [], id="a disabled row"),
        pytest.param([make_site("a.gov.cn")], {"a.gov.cn": [TODAY]}, [], [], id="looked at tonight"),
        pytest.param(
            [make_site("a.gov.cn"), make_site("b.gov.cn"), make_site("c.gov.cn")],
            {"a.gov.cn": [DAYS_AGO], "b.gov.cn": [LONGER_AGO]},
            [],
            [("b.gov.cn", "nightly"), ("a.gov.cn", "nightly"), ("c.gov.cn", "nightly")],
            id="longest overdue first",
        ),
        pytest.param(
            [make_site("a.gov.cn"), make_site("b.gov.cn")],
            {"a.gov.cn": [TODAY]},
            [wish("a.gov.cn", hours_ago=300)],
            [("b.gov.cn", "nightly"), ("a.gov.cn", "backfill")],
            id="looks before backfills, however old the wish",
        ),
        pytest.param(
            [make_site("a.gov.cn")], {}, [wish("a.gov.cn")], [("a.gov.cn", "nightly")], id="the site's own look first"
        ),
        pytest.param(
            [make_site("a.gov.cn"), make_site("b.gov.cn")],
            {"a.gov.cn": [TODAY], "b.gov.cn": [TODAY]},
            [wish("b.gov.cn", hours_ago=2), wish("a.gov.cn", hours_ago=1)],
            [("b.gov.cn", "backfill"), ("a.gov.cn", "backfill")],
            id="wishes in the order they were asked",
        ),
        pytest.param(
            [make_site("a.gov.cn")],
            {"a.gov.cn": [run("running", timedelta()), TODAY]},
            [wish("a.gov.cn")],
            [],
            id="nothing beside a running crawl",
        ),
        pytest.param(
            [make_site("a.gov.cn", "www.city.gov.cn"), make_site("b.gov.cn", "www.city.gov.cn")],
            {},
            [],
            [("a.gov.cn", "nightly")],
            id="two rows at one host: one after the other",
        ),
        pytest.param(
            [make_site("a.gov.cn", "www.city.gov.cn"), make_site("b.gov.cn", "www.city.gov.cn")],
            {"a.gov.cn": [run("running", timedelta())]},
            [],
            [],
            id="two rows at one host: not beside a running one",
        ),
        pytest.param(
            [make_site("a.gov.cn")],
            {"a.gov.cn": [run("complete", timedelta(minutes=20), kind="backfill"), LONGER_AGO]},
            [],
            [("a.gov.cn", "nightly")],
            id="a backfill does not stand for a look",
        ),
    ],
)
def test_what_is_due_and_in_which_order(
    rows: list[Site], ledger: dict[str, list[PastRun]], wishes: list[BackfillWish], due: list[tuple[str, str]]
) -> None:
    assert order(plan_crawls(sites(*rows), ledger, wishes, NOW, Limits())) == due


def test_a_job_carries_what_the_crawl_needs() -> None:
    world = sites(make_site("a.gov.cn"), make_site("b.gov.cn"))
    ledger = {"a.gov.cn": [TODAY]}
    look, backfill = plan_crawls(world, ledger, [wish("a.gov.cn", 2009, 2011)], NOW, Limits()).due
    assert (look.site, look.expect_last_run, look.first_year, look.last_year) == ("b.gov.cn", None, None, None)
    assert (backfill.site, backfill.expect_last_run) == ("a.gov.cn", TODAY.id)
    assert (backfill.first_year, backfill.last_year) == (2009, 2011)
    assert (look.time_limit, backfill.time_limit) == (7200, 3600)


def test_by_day_nothing_is_due_and_everything_says_when() -> None:
    world = sites(make_site("a.gov.cn"), make_site("b.gov.cn"), make_site("off.gov.cn", enabled=False))
    by_hand = run("complete", timedelta(hours=10, minutes=10), kind="manual")
    plan = plan_crawls(world, {"b.gov.cn": [by_hand]}, [wish("b.gov.cn", hours_ago=11)], NOON, Limits())
    assert plan.due == ()
    assert [(job.site, job.kind) for job in plan.waiting] == [
        ("a.gov.cn", "nightly"),
        ("b.gov.cn", "backfill"),
        ("b.gov.cn", "nightly"),
        ("off.gov.cn", "nightly"),
    ]
    assert plan.waiting[0].due_at == NOON.replace(hour=22)
    assert plan.waiting[-1].due_at is None
    assert all(job.reason for job in plan.jobs)


def test_when_asked_a_new_site_is_due_by_day() -> None:
    plan = plan_crawls(sites(make_site("a.gov.cn")), {}, [], NOON, Limits(any_hour=True))
    assert order(plan) == [("a.gov.cn", "nightly")]


def test_a_slice_cut_by_its_time_limit_is_due_again_at_once_and_after_a_due_look() -> None:
    cut = run("partial", timedelta(minutes=1), kind="backfill", reason="time limit reached; the next run goes on")
    world, wishes = sites(make_site("a.gov.cn")), [wish("a.gov.cn")]
    assert order(plan_crawls(world, {"a.gov.cn": [cut, TODAY]}, wishes, NOW, Limits())) == [("a.gov.cn", "backfill")]
    assert order(plan_crawls(world, {"a.gov.cn": [cut, DAYS_AGO]}, wishes, NOW, Limits())) == [("a.gov.cn", "nightly")]


def test_a_wish_for_a_site_without_a_row_is_shown_and_never_due() -> None:
    plan = plan_crawls({}, {}, [wish("gone.gov.cn")], NOW, Limits(any_hour=True))
    assert plan.due == ()
    assert plan.waiting[0].reason == "backfill of 2008 to 2018, but no site row declares this host"


def test_of_two_wishes_the_older_is_worked_on() -> None:
    wishes = [wish("a.gov.cn", 2015, 2016, hours_ago=1), wish("a.gov.cn", 2008, 2009, hours_ago=5)]
    plan = plan_crawls(sites(make_site("a.gov.cn")), {"a.gov.cn": [TODAY]}, wishes, NOW, Limits())
    assert [(job.first_year, job.last_year) for job in plan.due] == [(2008, 2009)]


def test_after_seven_failures_a_site_is_reported_and_still_planned() -> None:
    failures = [run("failed", timedelta(days=day)) for day in range(1, 8)]
    world = sites(make_site("a.gov.cn"))
    assert plan_crawls(world, {"a.gov.cn": failures}, [], NOW, Limits()).jobs[0].failing
    assert plan_crawls(world, {"a.gov.cn": failures}, [], NOW, Limits()).jobs[0].due_at is not None
    assert not plan_crawls(world, {"a.gov.cn": failures[:6]}, [], NOW, Limits()).jobs[0].failing


def test_the_same_world_makes_the_same_plan() -> None:
    rows = [make_site(f"county{number}.gov.cn") for number in range(50)]
    forward, backward = sites(*rows), sites(*reversed(rows))
    assert plan_crawls(forward, {}, [], NOW, Limits()) == plan_crawls(backward, {}, [], NOW, Limits())


def job(host: str, kind: RunKind = "nightly", time_limit: int = 60) -> Job:
    return Job(host, kind, "test", NOW, None, time_limit=time_limit)


@pytest.mark.parametrize(
    ("waiting", "active", "workers", "resting", "started"),
    [
        pytest.param("a b c", "", 2, "", "a b", id="as many as there are workers"),
        pytest.param("a b c", "x", 2, "", "a", id="as many as are free"),
        pytest.param("a b c", "x y", 2, "", "", id="none free"),
        pytest.param("a b c", "a", 3, "", "b c", id="never a site twice"),
        pytest.param("a b c", "", 3, "b", "a c", id="a resting site is passed over"),
        pytest.param("B C D a", "", 3, "", "B C a", id="backfills leave one worker to looks"),
        pytest.param("B C", "X", 2, "", "", id="backfills at work count"),
        pytest.param("B C", "", 1, "", "B", id="a single worker does everything"),
    ],
)
def test_what_starts_next(waiting: str, active: str, workers: int, resting: str, started: str) -> None:
    """Letters are sites; a capital one is a backfill."""

    def jobs(letters: str) -> list[Job]:
        return [job(letter.lower(), "backfill" if letter.isupper() else "nightly") for letter in letters.split()]

    chosen = next_jobs(jobs(waiting), jobs(active), NOW, Limits(workers=workers), resting=resting.split())
    assert chosen == tuple(jobs(started))


@pytest.mark.parametrize(
    ("clock", "any_hour", "seconds"),
    [
        pytest.param("2026-01-10 22:00", False, [3600], id="early: a whole slice"),
        pytest.param("2026-01-11 05:30", False, [1800], id="late: to the end of the window"),
        pytest.param("2026-01-11 05:51", False, [], id="too late to start"),
        pytest.param("2026-01-11 12:00", False, [], id="by day"),
        pytest.param("2026-01-11 05:51", True, [3600], id="when asked, at any hour"),
    ],
)
def test_a_crawl_ends_with_the_window(clock: str, any_hour: bool, seconds: list[int]) -> None:
    now = datetime.fromisoformat(clock).replace(tzinfo=BEIJING)
    chosen = next_jobs([job("a", "backfill", time_limit=3600)], [], now, Limits(any_hour=any_hour))
    assert [job.time_limit for job in chosen] == seconds
