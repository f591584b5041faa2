"""When a site is due, as tables: plain Beijing clock times in, plain Beijing clock times out."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from archive.values import BackfillWish, RunKind, RunState
from scheduler.policy import (
    BEIJING,
    FAILING,
    SLOTS,
    Due,
    PastRun,
    due_backfill,
    due_look,
    failures_in_a_row,
    is_scheduled,
    may_start,
    night_of,
    opening,
    slot,
    window_left,
)
from settings.sites import Site

# Its slot, 00:20:14, and its weekday outside the season, a Thursday, follow from the name alone.
HOST = "county3256.gov.cn"

CUT = "time limit reached; the next run goes on from here"


def site(*, enabled: bool = True) -> Site:
    return Site(HOST, "某县", "110118", frozenset({HOST}), 2008, (), "test.toml", enabled=enabled)


def at(text: str) -> datetime:
    """A Beijing clock time."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def run(
    state: RunState, ended: str, *, kind: RunKind = "nightly", minutes: int = 2, reason: str | None = None
) -> PastRun:
    end = at(ended).astimezone(UTC)
    start = end - timedelta(minutes=minutes)
    return PastRun(f"run-{ended}", kind, state, start, None if state == "running" else end, reason)


def shown(due: Due) -> str | None:
    return None if due.at is None else due.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def test_the_example_host_has_the_slot_the_tables_below_speak_of() -> None:
    assert slot(HOST, date(2026, 1, 10)) == at("2026-01-11 00:20:14")
    assert [day for day in range(7) if is_scheduled(HOST, date(2026, 6, 1) + timedelta(days=day))] == [3]


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        pytest.param("2026-01-10 22:00", date(2026, 1, 10), id="window opens"),
        pytest.param("2026-01-11 03:00", date(2026, 1, 10), id="after midnight still the same night"),
        pytest.param("2026-01-11 11:59", date(2026, 1, 10), id="a morning belongs to the night before"),
        pytest.param("2026-01-11 12:00", date(2026, 1, 11), id="an afternoon to the night to come"),
    ],
)
def test_a_night_reaches_from_noon_to_noon(moment: str, night: date) -> None:
    assert night_of(at(moment)) == night
    assert night_of(at(moment).astimezone(UTC)) == night


@pytest.mark.parametrize(
    ("moment", "left", "start"),
    [
        pytest.param("2026-01-10 21:59:59", timedelta(), False, id="before"),
        pytest.param("2026-01-10 22:00", timedelta(hours=8), True, id="opens at 22:00"),
        pytest.param("2026-01-11 05:50", timedelta(minutes=10), True, id="last start"),
        pytest.param("2026-01-11 05:50:01", timedelta(minutes=9, seconds=59), False, id="too late to start"),
        pytest.param("2026-01-11 06:00", timedelta(), False, id="shut at 06:00"),
    ],
)
def test_the_window(moment: str, left: timedelta, start: bool) -> None:
    assert window_left(at(moment)) == left
    assert may_start(at(moment)) is start


def test_slots_lie_in_the_window_and_spread_evenly_over_it() -> None:
    night = date(2026, 2, 1)
    offsets = [slot(f"county{number}.gov.cn", night) - opening(night) for number in range(3000)]
    assert timedelta() <= min(offsets)
    assert max(offsets) < SLOTS
    per_half_hour = Counter(offset // timedelta(minutes=30) for offset in offsets)
    assert len(per_half_hour) == 15
    assert min(per_half_hour.values()) > 140
    assert max(per_half_hour.values()) < 260


def test_outside_the_season_hosts_spread_over_the_week() -> None:
    nights = [date(2026, 6, 1) + timedelta(days=day) for day in range(7)]
    load = [sum(is_scheduled(f"county{number}.gov.cn", night) for number in range(2800)) for night in nights]
    assert sum(load) == 2800
    assert min(load) > 330


def test_in_the_season_every_night_is_scheduled() -> None:
    year = [date(2026, 1, 1) + timedelta(days=day) for day in range(365)]
    assert [night for night in year if night.month <= 3 and not is_scheduled(HOST, night)] == []
    assert sum(is_scheduled(HOST, night) for night in year if night.month > 3) == 40


LOOKS = [
    # id, history newest first, now, due
    ("never crawled, in the window", [], "2026-01-10 23:00", "2026-01-10 23:00:00"),
    ("never crawled, by day", [], "2026-01-10 15:00", "2026-01-10 22:00:00"),
    ("never crawled, early morning", [], "2026-01-10 08:00", "2026-01-10 22:00:00"),
    ("never crawled, window about to shut", [], "2026-01-10 05:55", "2026-01-10 22:00:00"),
    ("season, looked at tonight", [run("complete", "2026-01-11 00:22")], "2026-01-11 00:30", "2026-01-12 00:20:14"),
    ("season, looked at last night", [run("complete", "2026-01-11 00:22")], "2026-01-11 23:00", "2026-01-12 00:20:14"),
    ("season, its slot has come", [run("complete", "2026-01-11 00:22")], "2026-01-12 00:21", "2026-01-12 00:20:14"),
    (
        "five nights missed are one due look",
        [run("complete", "2026-01-11 00:22")],
        "2026-01-16 22:30",
        "2026-01-12 00:20:14",
    ),
    (
        "five nights missed, by day: when the window opens",
        [run("complete", "2026-01-11 00:22")],
        "2026-01-16 09:00",
        "2026-01-16 22:00:00",
    ),
    (
        "caught up before its slot: not again the same night",
        [run("complete", "2026-01-16 22:02")],
        "2026-01-17 00:30",
        "2026-01-18 00:20:14",
    ),
    (
        "by hand in the afternoon: stands for the coming night",
        [run("complete", "2026-01-16 14:00", kind="manual")],
        "2026-01-16 23:00",
        "2026-01-18 00:20:14",
    ),
    (
        "by hand in the morning: stands for the past night",
        [run("complete", "2026-01-16 07:00", kind="manual")],
        "2026-01-16 23:00",
        "2026-01-17 00:20:14",
    ),
    (
        "a backfill is no look",
        [run("complete", "2026-01-16 23:30", kind="backfill"), run("complete", "2026-01-16 00:22")],
        "2026-01-17 00:21",
        "2026-01-17 00:20:14",
    ),
    ("last night of March", [run("complete", "2026-03-31 00:22")], "2026-03-31 23:00", "2026-04-01 00:20:14"),
    ("April: its own Thursday", [run("complete", "2026-04-02 00:22")], "2026-04-02 23:00", "2026-04-10 00:20:14"),
    ("weekly", [run("complete", "2026-06-05 00:22")], "2026-06-06 23:00", "2026-06-12 00:20:14"),
    (
        "weekly, fresh by hand: one left out",
        [run("complete", "2026-06-10 00:22")],
        "2026-06-10 23:00",
        "2026-06-19 00:20:14",
    ),
    ("weekly, half a week old", [run("complete", "2026-06-08 00:22")], "2026-06-08 23:00", "2026-06-12 00:20:14"),
    ("December into January", [run("complete", "2025-12-30 00:22")], "2025-12-30 23:00", "2026-01-02 00:20:14"),
    ("failed once", [run("failed", "2026-01-11 00:22")], "2026-01-11 00:30", "2026-01-11 01:22:00"),
    ("partial once", [run("partial", "2026-01-11 00:22")], "2026-01-11 00:30", "2026-01-11 01:22:00"),
    ("killed once", [run("killed", "2026-01-11 00:22")], "2026-01-11 00:30", "2026-01-11 01:22:00"),
    (
        "failed twice",
        [run("failed", "2026-01-11 01:24"), run("killed", "2026-01-11 00:22"), run("complete", "2026-01-10 00:22")],
        "2026-01-11 02:00",
        "2026-01-11 05:24:00",
    ),
    (
        "failed three times: next night",
        [run("failed", f"2026-01-11 0{hour}:24") for hour in (5, 1, 0)],
        "2026-01-11 05:30",
        "2026-01-12 00:20:14",
    ),
    (
        "failed three times outside the season: next night too",
        [run("failed", f"2026-06-05 0{hour}:24") for hour in (5, 1, 0)],
        "2026-06-05 05:30",
        "2026-06-06 00:20:14",
    ),
    ("back-off ends after the window", [run("failed", "2026-01-11 05:30")], "2026-01-11 05:40", "2026-01-12 00:20:14"),
    (
        "back-off ends by day",
        [run("failed", "2026-01-11 14:00", kind="manual")],
        "2026-01-11 14:10",
        "2026-01-12 00:20:14",
    ),
    (
        "eight failures in the season: still in the plan",
        [run("failed", f"2026-01-{day} 00:22") for day in range(20, 12, -1)],
        "2026-01-20 00:30",
        "2026-01-21 00:20:14",
    ),
    (
        "cut by its time limit: goes on",
        [run("partial", "2026-01-11 02:22", minutes=120, reason=CUT), run("complete", "2026-01-10 00:22")],
        "2026-01-11 02:23",
        "2026-01-11 02:22:00",
    ),
    (
        "cut seven times in a row: its ordinary rhythm",
        [run("partial", f"2026-01-11 0{hour}:22", minutes=59, reason=CUT) for hour in (6, 5, 4, 3, 2, 1, 0)],
        "2026-01-11 06:23",
        "2026-01-12 00:20:14",
    ),
    (
        "eight failures outside the season: back to weekly",
        [run("failed", f"2026-06-{day} 00:22") for day in range(20, 12, -1)],
        "2026-06-20 00:30",
        "2026-06-26 00:20:14",
    ),
    (
        "six failures outside the season: the next night",
        [run("failed", f"2026-06-{day} 00:22") for day in range(20, 14, -1)],
        "2026-06-20 00:30",
        "2026-06-21 00:20:14",
    ),
    ("held: next night", [run("held", "2026-06-05 00:22")], "2026-06-05 00:30", "2026-06-06 00:20:14"),
    ("blocked once: three nights", [run("blocked", "2026-01-11 00:22")], "2026-01-11 00:30", "2026-01-14 00:20:14"),
    (
        "blocked twice: seven",
        [run("blocked", "2026-01-14 00:22"), run("blocked", "2026-01-11 00:22")],
        "2026-01-14 00:30",
        "2026-01-21 00:20:14",
    ),
    (
        "blocked four times: fourteen",
        [run("blocked", f"2026-01-{day} 00:22") for day in (29, 21, 14, 11)],
        "2026-01-29 00:30",
        "2026-02-12 00:20:14",
    ),
    (
        "blocked in a backfill: left alone as well",
        [run("blocked", "2026-01-11 03:00", kind="backfill"), run("complete", "2026-01-11 00:22")],
        "2026-01-12 00:30",
        "2026-01-14 00:20:14",
    ),
    ("running", [run("running", "2026-01-11 00:22")], "2026-01-11 00:30", None),
    (
        "a backfill running",
        [run("running", "2026-01-11 00:22", kind="backfill"), run("complete", "2026-01-10 00:22")],
        "2026-01-11 00:30",
        None,
    ),
]


@pytest.mark.parametrize(("history", "now", "due"), [pytest.param(*case[1:], id=case[0]) for case in LOOKS])
def test_when_the_next_look_is_due(history: list[PastRun], now: str, due: str | None) -> None:
    assert shown(due_look(site(), history, at(now))) == due
    assert shown(due_look(site(), history, at(now).astimezone(UTC))) == due, "the caller's own zone does not matter"


@pytest.mark.parametrize(
    ("history", "now", "due"),
    [
        pytest.param([], "2026-01-10 15:00", "2026-01-10 15:00:00", id="never crawled: at once"),
        pytest.param(
            [run("complete", "2026-01-09 00:22")], "2026-01-10 15:00", "2026-01-10 00:20:14", id="overdue: at once"
        ),
        pytest.param(
            [run("failed", "2026-01-10 14:00")], "2026-01-10 14:10", "2026-01-10 15:00:00", id="back-off by day"
        ),
        pytest.param(
            [run("complete", "2026-01-10 00:22")], "2026-01-10 15:00", "2026-01-11 00:20:14", id="not due stays not due"
        ),
        pytest.param(
            [run("blocked", "2026-01-10 00:22")], "2026-01-11 15:00", "2026-01-13 00:20:14", id="left alone stays so"
        ),
    ],
)
def test_when_asked_crawls_begin_at_any_hour(history: list[PastRun], now: str, due: str) -> None:
    assert shown(due_look(site(), history, at(now), any_hour=True)) == due


def test_a_disabled_row_is_never_due() -> None:
    assert due_look(site(enabled=False), [], at("2026-01-10 23:00"), any_hour=True).at is None
    wish = BackfillWish(1, HOST, 2008, 2018, at("2026-01-01 12:00"), None)
    assert due_backfill(site(enabled=False), wish, [], at("2026-01-10 23:00"), any_hour=True).at is None


WISH = BackfillWish(1, HOST, 2008, 2018, at("2026-01-10 12:00"), None)


@pytest.mark.parametrize(
    ("history", "now", "due"),
    [
        pytest.param([], "2026-01-10 23:00", "2026-01-10 12:00:00", id="not begun: since it was asked for"),
        pytest.param([], "2026-01-10 15:00", "2026-01-10 22:00:00", id="not begun, by day"),
        pytest.param(
            [
                run(
                    "partial",
                    "2026-01-10 23:00",
                    kind="backfill",
                    minutes=60,
                    reason=CUT,
                )
            ],
            "2026-01-10 23:01",
            "2026-01-10 23:00:00",
            id="slice ended by its time limit: the next at once",
        ),
        pytest.param(
            [
                run(
                    "partial",
                    "2026-01-11 05:55",
                    kind="backfill",
                    minutes=60,
                    reason=CUT,
                )
            ],
            "2026-01-11 05:56",
            "2026-01-11 22:00:00",
            id="slice ended with the window: the next when it opens",
        ),
        pytest.param(
            [run("complete", "2026-01-10 23:00", kind="backfill")],
            "2026-01-10 23:01",
            "2026-01-12 00:20:14",
            id="ended by itself, wish still open: next night",
        ),
        pytest.param(
            [run("failed", "2026-01-10 23:00", kind="backfill")],
            "2026-01-10 23:01",
            "2026-01-11 00:00:00",
            id="failed: the same back-off as a look",
        ),
        pytest.param(
            [run("complete", "2026-01-09 23:00", kind="backfill")],
            "2026-01-10 23:01",
            "2026-01-10 12:00:00",
            id="slices of an older wish do not count",
        ),
        pytest.param(
            [run("blocked", "2026-01-10 23:00")], "2026-01-10 23:01", "2026-01-14 00:20:14", id="blocked at a look"
        ),
        pytest.param(
            [run("complete", "2026-01-15 00:22"), run("blocked", "2026-01-10 23:00", kind="backfill")],
            "2026-01-15 00:30",
            "2026-01-12 00:20:14",
            id="blocked once, open again since: overdue",
        ),
    ],
)
def test_when_the_next_slice_of_a_backfill_is_due(history: list[PastRun], now: str, due: str) -> None:
    assert shown(due_backfill(site(), WISH, history, at(now))) == due


@pytest.mark.parametrize(
    ("states", "count"),
    [
        pytest.param([], 0, id="none"),
        pytest.param(["complete"], 0, id="complete"),
        pytest.param(["running", "failed", "held", "complete", "failed"], 2, id="running does not count"),
        pytest.param(["blocked", "killed", "partial", "failed", "held", "failed", "failed"], FAILING, id="seven"),
    ],
)
def test_failures_in_a_row(states: list[RunState], count: int) -> None:
    assert failures_in_a_row([run(state, "2026-01-10 23:00") for state in states]) == count


def test_backfills_are_not_counted_as_failures_of_the_site() -> None:
    assert failures_in_a_row([run("failed", "2026-01-10 23:00", kind="backfill")]) == 0


def test_every_answer_says_why() -> None:
    now = at("2026-01-16 23:00")
    assert due_look(site(), [], now).reason == "never crawled"
    failed = due_look(site(), [run("failed", "2026-01-16 22:40")], now)
    assert failed.reason == "the last run ended failed, failure 1 in a row, 1 h back-off"
    overdue = due_look(site(), [run("complete", "2026-01-11 00:22")], at("2026-01-16 09:00"))
    assert overdue.reason.endswith("overdue since 2026-01-12 00:20")
    assert due_look(site(enabled=False), [], now).reason == "disabled in test.toml"
