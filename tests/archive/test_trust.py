"""Shortcuts are trusted as far as they were measured; walks are measured by the last one that passed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.record import Record
from archive.trust import TRUSTED, checks_wanted, next_score
from archive.values import Exchange, ListedEntry, Turnover
from tests.archive.fresh import fresh_record

T0 = datetime(2026, 11, 22, 2, 15, tzinfo=UTC)
SITE, COLUMN, HOST = "tx.gov.cn", "reports", "www.tx.gov.cn"
P1, P2, P3 = ({"url": f"http://www.tx.gov.cn/list?page={number}", "role": "index"} for number in (1, 2, 3))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = fresh_record(tmp_path)
    yield record
    record.close()


# The rule


@pytest.mark.parametrize(
    ("lies", "wanted"), [(0, 0), (1, 5), (2, 9), (3, 11)], ids=["none", "one lie", "two in a row", "three in a row"]
)
def test_what_a_lie_costs(lies: int, wanted: int) -> None:
    score = 1.0
    for _ in range(lies):
        score = next_score(score, agreed=False)
    assert checks_wanted(score) == wanted


def test_trust_stays_between_none_and_whole() -> None:
    score = 1.0
    for _ in range(100):
        score = next_score(score, agreed=True)
    assert score == 1.0
    for _ in range(100):
        score = next_score(score, agreed=False)
    assert 0 <= score < TRUSTED


# The record of it


def test_a_shortcut_never_checked_has_no_record(record: Record) -> None:
    assert record.trust(SITE, "validators", HOST) is None


def test_a_lie_is_recorded_with_its_time_and_trust_grows_back(record: Record) -> None:
    assert record.note_check(SITE, "validators", HOST, None, T0).trusted
    lie = record.note_check(SITE, "validators", HOST, "http://www.tx.gov.cn/a.html", T0 + timedelta(days=1))
    assert (lie.checks, lie.lies, lie.trusted, lie.lied_at) == (2, 1, False, T0 + timedelta(days=1))
    for number in range(5):
        state = record.note_check(SITE, "validators", HOST, None, T0 + timedelta(days=2 + number))
        assert state.trusted is (number == 4)
    assert record.trust(SITE, "validators", HOST) == state
    assert (state.checks, state.lies, state.lie) == (7, 1, "http://www.tx.gov.cn/a.html"), "a lie is not forgotten"


def test_hosts_and_columns_are_trusted_apart(record: Record) -> None:
    record.note_check(SITE, "validators", HOST, "a", T0)
    assert record.trust(SITE, "validators", "tx.gov.cn") is None
    assert record.trust(SITE, "early_stop", HOST) is None


# What is due with validators


@pytest.mark.parametrize(
    ("status", "headers", "due"),
    [
        pytest.param(200, {"ETag": '"1"'}, True, id="an ETag"),
        pytest.param(200, {"Last-Modified": "Wed, 03 Jan 2018 01:00:00 GMT"}, True, id="a time"),
        pytest.param(304, {}, True, id="a 304"),
        pytest.param(200, {}, False, id="no validator"),
    ],
)
def test_entries_due_with_validators(record: Record, status: int, headers: dict[str, str], due: bool) -> None:
    walk(record, T0, [row("a")])
    run = record.open_run(SITE, "manual", {}, T0, "mailto:archive@example.org")
    url = "http://www.tx.gov.cn/a.html"
    ref = record.record_exchange(run, SITE, Exchange(url, "GET", "article", T0, 200, (), b"x"))
    if status == 304 or headers:
        exchange = Exchange(url, "GET", "article", T0, status, tuple(headers.items()), b"" if status == 304 else b"x")
        ref = record.record_exchange(run, SITE, exchange)
    assert record.due_again(SITE, T0) == [], "what was never looked at has nothing to compare with"
    (entry,) = record.next_entries(SITE, T0)
    record.settle_entry(entry.id, "report", ref.id, T0, T0 + timedelta(days=7))
    assert record.due_again(SITE, T0 + timedelta(days=1)) == []
    assert record.due_again(SITE, T0 + timedelta(days=8)) == ([url] if due else [])
    assert record.due_again(SITE, T0 + timedelta(days=8), (2001, 2002)) == []


# What an early stop would have missed


def test_a_full_walk_remembers_which_pages_an_early_stop_would_drop(record: Record) -> None:
    record.begin_walk(SITE, COLUMN, [P1], True, T0)
    record.record_index(SITE, COLUMN, P1, [P2], [row("a")], None, T0)
    assert record.stop_early(SITE, COLUMN, [P2]) == 0
    second = record.record_index(SITE, COLUMN, P2, [P3], [row("b")], None, T0)
    assert (second.past, second.fresh) == (True, ("http://www.tx.gov.cn/b.html",))
    third = record.record_index(SITE, COLUMN, P3, [], [row("c")], None, T0)
    assert not third.past, "the walker says for every page whether it lies past the stop"
    record.finish_walk(SITE, COLUMN, T0)
    state = record.listing_state(SITE, COLUMN)
    assert state is not None
    assert state.full_walk_at == T0


# Rows against the measure


def row(name: str, title: str = "", unit: str | None = None, year: int | None = 2017) -> ListedEntry:
    url = f"http://www.tx.gov.cn/{name}.html"
    title = title or f"{name}年度报告"
    return ListedEntry(url, "article", {"url": url, "role": "article"}, title, date(2018, 1, 3), unit, year, title)


def walk(record: Record, now: datetime, rows: list[ListedEntry], *, accept: bool = True) -> Turnover | None:
    record.begin_walk(SITE, COLUMN, [P1], True, now)
    record.record_index(SITE, COLUMN, P1, [], rows, None, now)
    record.finish_walk(SITE, COLUMN, now)
    turnover = record.turnover(SITE, COLUMN)
    if accept:
        record.accept_walk(SITE, COLUMN, now)
    return turnover


def nights(count: int) -> list[datetime]:
    return [T0 + timedelta(days=number) for number in range(count)]


def test_a_first_walk_has_nothing_to_be_measured_by(record: Record) -> None:
    assert walk(record, T0, [row("a")]) is None


def test_deleted_and_added_rows_are_counted(record: Record) -> None:
    first, second = nights(2)
    walk(record, first, [row("a"), row("b"), row("c")])
    turnover = walk(record, second, [row("a"), row("d")])
    assert turnover == Turnover(known=3, gone=2, new=1, moved=0, example=None, lost_units=(), lost_years=())


def test_a_row_that_was_accepted_as_gone_is_not_missed_again(record: Record) -> None:
    first, second, third = nights(3)
    walk(record, first, [row("a"), row("b", unit="石门镇")])
    walk(record, second, [row("a")])
    turnover = walk(record, third, [row("a")])
    assert turnover is not None
    assert (turnover.known, turnover.gone, turnover.lost_units) == (1, 0, ())


def test_titles_that_come_back_at_other_addresses_moved(record: Record) -> None:
    first, second = nights(2)
    old: list[Any] = [row(f"old{n}", "年度报告", f"{n}镇", 2010 + n) for n in range(4)]
    walk(record, first, old)
    turnover = walk(record, second, [row(f"new{n}", "年度报告", f"{n}镇", 2010 + n) for n in range(4)])
    assert turnover is not None
    assert (turnover.known, turnover.gone, turnover.new, turnover.moved) == (4, 4, 4, 4)
    assert turnover.example == ("http://www.tx.gov.cn/old0.html", "http://www.tx.gov.cn/new0.html")
    assert (turnover.lost_units, turnover.lost_years) == ((), ()), "the units and years are all there"


def test_a_walk_that_was_held_changes_nothing_for_the_next(record: Record) -> None:
    first, second, third = nights(3)
    walk(record, first, [row(f"old{n}", f"{n}年度报告") for n in range(4)])
    moved = [row(f"new{n}", f"{n}年度报告") for n in range(4)]
    assert walk(record, second, moved, accept=False) == walk(record, third, moved, accept=False)


def test_units_and_years_that_lost_every_row_are_named(record: Record) -> None:
    first, second = nights(2)
    both = [row("a", unit="石门镇", year=2016), row("b", unit="石门镇", year=2017)]
    walk(record, first, [*both, row("c", unit="崇福镇", year=2017)])
    turnover = walk(record, second, [row("c", unit="崇福镇", year=2017)])
    assert turnover is not None
    assert (turnover.lost_units, turnover.lost_years) == ((("石门镇", 2),), (("2016", 1),))
