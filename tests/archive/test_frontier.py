"""The archive as frontier: a killed walk goes on where it was, known rows are left alone, changed rows come again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.frontier import MAX_TRIES
from archive.record import Record
from archive.values import EntryState, Exchange, FrontierEntry, ListedEntry
from tests.archive.fresh import fresh_record

T0 = datetime(2026, 11, 22, 2, 15, tzinfo=UTC)
SITE, COLUMN = "tx.gov.cn", "reports"
P1, P2, P3 = ({"url": f"http://www.tx.gov.cn/list?page={number}", "role": "index"} for number in (1, 2, 3))


def row(
    name: str, *, digest: str = "d", skip: bool = False, year: int | None = 2017, role: str = "article"
) -> ListedEntry:
    url = f"http://www.tx.gov.cn/{name}.html"
    return ListedEntry(
        url, role, {"url": url, "role": role}, f"{name}年度报告", date(2018, 1, 3), None, year, digest, skip
    )


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = fresh_record(tmp_path)
    yield record
    record.close()


def begin(record: Record, now: datetime = T0, full: bool = False, *pages: dict[str, Any]) -> list[dict[str, Any]]:
    return record.begin_walk(SITE, COLUMN, pages or (P1,), full, now)


def show(
    record: Record,
    page: dict[str, Any],
    *entries: ListedEntry,
    more: tuple[dict[str, Any], ...] = (),
    now: datetime = T0,
) -> tuple[int, int, int]:
    delta = record.record_index(SITE, COLUMN, page, more, entries, None, now)
    return delta.new, delta.changed, delta.known


def due(record: Record, now: datetime = T0, **wanted: Any) -> list[str]:
    return [entry.url.rsplit("/", 1)[1].removesuffix(".html") for entry in entries(record, now, **wanted)]


def entries(record: Record, now: datetime = T0, **wanted: Any) -> list[FrontierEntry]:
    return record.next_entries(SITE, now, limit=100, **wanted)


# The cursor


def test_walk_ends_when_every_page_was_shown(record: Record) -> None:
    assert begin(record) == [P1]
    delta = record.record_index(SITE, COLUMN, P1, (P2, P3), [row("a")], 3, T0)
    assert delta.pending == (P2, P3)
    show(record, P2, row("b"), more=(P1, P3))
    with pytest.raises(ValueError, match="1 list pages are still to fetch"):
        record.finish_walk(SITE, COLUMN, T0)
    show(record, P3, row("c"))
    record.finish_walk(SITE, COLUMN, T0)
    state = record.listing_state(SITE, COLUMN)
    assert state is not None
    assert (state.pending, state.seen, state.last_full_seen, state.total) == (0, 3, None, 3)
    record.accept_walk(SITE, COLUMN, T0)
    state = record.listing_state(SITE, COLUMN)
    assert state is not None
    assert state.last_full_seen == 3, "what passed its checks is the measure of later walks"
    assert state.completed_at == state.full_walk_at == T0


def test_column_never_walked_has_no_state(record: Record) -> None:
    assert record.listing_state(SITE, COLUMN) is None


def test_unfinished_walk_goes_on_from_its_pending_pages(record: Record) -> None:
    begin(record)
    show(record, P1, row("a"), more=(P2, P3))
    assert begin(record, T0 + timedelta(hours=19)) == [P2, P3]
    state = record.listing_state(SITE, COLUMN)
    assert state is not None
    assert (state.walk_started_at, state.seen) == (T0, 1)


@pytest.mark.parametrize("age", [timedelta(hours=20), timedelta(days=3)], ids=str)
def test_old_unfinished_walk_starts_anew(record: Record, age: timedelta) -> None:
    begin(record)
    show(record, P1, row("a"), more=(P2,))
    assert begin(record, T0 + age) == [P1]


def test_finished_walk_starts_anew(record: Record) -> None:
    begin(record)
    show(record, P1)
    record.finish_walk(SITE, COLUMN, T0)
    assert begin(record, T0 + timedelta(minutes=1)) == [P1]


def test_going_on_takes_up_what_is_asked_now(record: Record) -> None:
    begin(record)
    show(record, P1, row("a"), more=(P2,))
    assert begin(record, T0 + timedelta(hours=1), True, P1, P3) == [P2, P3], "P1 is done, P3 is new"
    assert record.stop_early(SITE, COLUMN, [P2, P3]) == 0, "it is a full walk now"


def test_early_stop_drops_pages_and_is_no_full_walk(record: Record) -> None:
    begin(record)
    show(record, P1, row("a"), more=(P2,))
    assert record.stop_early(SITE, COLUMN, [P2, P3]) == 1
    record.finish_walk(SITE, COLUMN, T0)
    state = record.listing_state(SITE, COLUMN)
    assert state is not None
    assert (state.completed_at, state.full_walk_at, state.last_full_seen) == (T0, None, None)


def test_a_walk_after_some_years_only_is_no_full_walk(record: Record) -> None:
    begin(record)
    show(record, P1, row("a"))
    record.finish_walk(SITE, COLUMN, T0, whole=False)
    record.accept_walk(SITE, COLUMN, T0)
    state = record.listing_state(SITE, COLUMN)
    assert state is not None
    assert (state.completed_at, state.full_walk_at, state.last_full_seen) == (T0, None, None)


def test_early_stop_ends_one_list_of_several(record: Record) -> None:
    begin(record, T0, False, P1, P3)
    show(record, P1, row("a"), more=(P2,))
    assert record.stop_early(SITE, COLUMN, [P2]) == 1
    delta = record.record_index(SITE, COLUMN, P3, (P2,), [row("b")], None, T0)
    assert delta.pending == (), "a dropped page does not come back by another way"


def test_recheck_makes_known_reports_due(record: Record) -> None:
    begin(record)
    show(record, P1, row("a"), row("b"), row("c"))
    first, second, third = entries(record)
    record.settle_entry(first.id, "report", None, T0)
    record.settle_entry(second.id, "refused", None, T0)
    record.settle_entry(third.id, "gone", None, T0)
    assert record.mark_for_recheck(SITE, T0) == 2
    assert due(record) == ["a", "c"]


def test_early_stop_with_nothing_left_is_a_full_walk(record: Record) -> None:
    begin(record)
    show(record, P1, row("a"))
    assert record.stop_early(SITE, COLUMN, [P2]) == 0
    record.finish_walk(SITE, COLUMN, T0)
    state = record.listing_state(SITE, COLUMN)
    assert state is not None
    assert state.full_walk_at == T0


def test_pages_are_told_apart_by_form_and_not_by_key_order(record: Record) -> None:
    post: dict[str, Any] = {"url": "http://x/", "role": "index", "form": [["page", "1"]]}
    begin(record, T0, False, post)
    delta = record.record_index(
        SITE,
        COLUMN,
        {"form": [["page", "1"]], "role": "index", "url": "http://x/"},
        (post | {"form": [["page", "2"]]},),
        [],
        1,
        T0,
    )
    assert [page["form"] for page in delta.pending] == [[["page", "2"]]]


# The rows


def test_rows_are_handed_out_in_listing_order(record: Record) -> None:
    begin(record)
    assert show(record, P1, row("c"), row("a"), row("b"), more=(P2,)) == (3, 0, 0)
    show(record, P2, row("0"))
    assert due(record) == ["c", "a", "b", "0"]
    assert record.next_entry(SITE, T0) == entries(record)[0]
    assert record.next_entry("other.gov.cn", T0) is None


def test_row_printed_twice_is_one_entry(record: Record) -> None:
    begin(record)
    assert show(record, P1, row("a", digest="1"), row("a", digest="2"), more=(P2,)) == (1, 0, 0)
    assert show(record, P2, row("a", digest="3")) == (0, 0, 1), "one walk judges a row once"
    state = record.listing_state(SITE, COLUMN)
    assert state is not None
    assert state.seen == 1


NEXT_NIGHT = T0 + timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "digest", "skip", "delta", "comes_again"),
    [
        ("report", "d", False, (0, 0, 1), False),
        ("report", "changed", False, (0, 1, 0), True),
        ("refused", "changed", False, (0, 1, 0), True),
        ("gone", "changed", False, (0, 1, 0), True),
        ("error", "d", False, (0, 0, 1), False),
        ("pending", "d", False, (0, 0, 1), True),
        ("report", "changed", True, (0, 1, 0), False),
        ("skipped", "d", False, (0, 1, 0), True),
    ],
)
def test_next_walk(
    record: Record, state: EntryState, digest: str, skip: bool, delta: tuple[int, int, int], comes_again: bool
) -> None:
    begin(record)
    show(record, P1, row("a"))
    record.finish_walk(SITE, COLUMN, T0)
    record.settle_entry(entries(record)[0].id, state, None, T0)
    begin(record, NEXT_NIGHT)
    assert show(record, P1, row("a", digest=digest, skip=skip), now=NEXT_NIGHT) == delta
    assert due(record, NEXT_NIGHT) == (["a"] if comes_again else [])


def test_skipped_row_is_remembered_and_not_handed_out(record: Record) -> None:
    begin(record)
    assert show(record, P1, row("a", skip=True), row("b")) == (2, 0, 0)
    assert due(record) == ["b"]


def test_second_column_that_prints_a_row_otherwise_changes_nothing(record: Record) -> None:
    begin(record)
    show(record, P1, row("a"))
    record.settle_entry(entries(record)[0].id, "report", None, T0)
    record.begin_walk(SITE, "all", (P2,), False, T0)
    delta = record.record_index(SITE, "all", P2, (), [row("a", digest="other")], None, T0)
    assert (delta.new, delta.changed, delta.known) == (0, 0, 1)
    assert due(record) == []
    state = record.listing_state(SITE, "all")
    assert state is not None
    assert state.seen == 1


# Handing out and settling


def test_settled_entry_comes_again_when_due(record: Record) -> None:
    begin(record)
    show(record, P1, row("a"))
    record.settle_entry(entries(record)[0].id, "blocked", None, T0, look_at=T0 + timedelta(hours=4))
    assert due(record, T0 + timedelta(hours=3)) == []
    assert due(record, T0 + timedelta(hours=4)) == ["a"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["a", "b", "c", "d"]),
        ({"years": (2016, 2017)}, ["a", "c", "d"]),
        ({"roles": ("attachment",)}, ["d"]),
        ({"years": (2018, 2018), "roles": ("article",)}, ["b", "c"]),
    ],
    ids=["all", "years", "roles", "both"],
)
def test_what_is_wanted(record: Record, wanted: dict[str, Any], found: list[str]) -> None:
    begin(record)
    show(record, P1, row("a"), row("b", year=2018), row("c", year=None), row("d", role="attachment"))
    assert due(record, **wanted) == found


def test_entry_tried_in_vain_too_often_is_set_aside_until_its_row_changes(record: Record) -> None:
    begin(record)
    show(record, P1, row("a"))
    (entry,) = entries(record)
    assert [record.note_try(entry.id) for _ in range(MAX_TRIES)] == [*range(1, MAX_TRIES + 1)]
    assert due(record) == []
    begin(record, NEXT_NIGHT)
    show(record, P1, row("a", digest="changed"), now=NEXT_NIGHT)
    assert due(record, NEXT_NIGHT) == ["a"]


def test_attachments_hang_on_their_page(record: Record) -> None:
    begin(record)
    show(record, P1, row("a"))
    parent = row("a").url
    files = [row("1.doc", role="attachment"), row("2.doc", role="attachment")]
    assert record.add_attachments(SITE, COLUMN, parent, files, T0) == 2
    assert record.add_attachments(SITE, COLUMN, parent, files, T0) == 0
    assert record.add_attachments(SITE, COLUMN, parent, [replace(files[0], row_digest="new")], T0) == 1
    assert [entry.parent_url for entry in entries(record, roles=("attachment",))] == [parent, parent]


def test_entry_brings_what_a_conditional_request_needs(record: Record) -> None:
    begin(record)
    show(record, P1, row("a"))
    run = record.open_run(SITE, "manual", {}, T0, "")
    headers = (("ETag", '"v1"'), ("Last-Modified", "Wed, 03 Jan 2018 02:00:00 GMT"))
    look = Exchange(row("a").url, "GET", "article", T0, 200, headers, b"body")
    capture = record.record_exchange(run, SITE, look)
    (entry,) = entries(record)
    assert (entry.etag, entry.last_modified, entry.digest) == (None, None, None), "not settled: fetch it whole"
    record.settle_entry(entry.id, "report", capture.id, T0, look_at=T0)
    (entry,) = entries(record)
    assert (entry.etag, entry.last_modified, entry.digest) == (
        '"v1"',
        "Wed, 03 Jan 2018 02:00:00 GMT",
        capture.digest,
    )


def test_index_and_cursor_commit_together(record: Record) -> None:
    begin(record)
    broken = row("b")
    object.__setattr__(broken, "title", None)
    with pytest.raises(Exception, match="NOT NULL"):
        show(record, P1, row("a"), broken, more=(P2,))
    assert due(record) == []
    assert begin(record) == [P1]
