"""The archive as frontier: what a list showed and the cursor behind it commit together.

A walk goes over the list pages of one column. Killed at any moment it goes on from the pages still pending; what a page
showed is either recorded with the page taken off, or neither. Entries are handed out in the order they were listed.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, cast

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from archive.captures import last_look
from archive.models import Capture, Entry, Listing, Reading
from archive.values import EntryState, FrontierEntry, IndexDelta, ListedEntry, ListingState

#: A walk left unfinished is gone on with while it is younger than this; an older one starts anew, because rows have
#: moved between its pages since. Just under a day, so that every night begins its own.
WALK_LIFE = timedelta(hours=20)

#: How often an entry is tried in vain before it is no longer handed out; a change of its row or settling it starts
#: the count anew. It keeps a page that kills its reader from killing every run.
MAX_TRIES = 10

_STOPPED = "stopped early"
#: Begins the mark of a page that an early stop would have dropped, in the cursor of a full walk.
_PAST = "past "

#: Addresses asked for in one query; SQLite takes 999 values at least.
_LOOKUP = 500


def begin_walk(
    session: Session, site_id: str, column_key: str, start: Sequence[Mapping[str, Any]], full: bool, now: datetime
) -> list[dict[str, Any]]:
    """Begin a walk over a column, or go on with the unfinished one, and return the list pages to fetch.

    Going on keeps what that walk has seen; it becomes a full one when `full` is asked for now, and start pages it
    never knew (another range of years) are added to it.
    """
    listing = session.get(Listing, (site_id, column_key), with_for_update=True)
    if listing is None:
        listing = Listing(site_id=site_id, column_key=column_key, pending=[], done=[], full=full, seen=0)
        session.add(listing)
    elif listing.pending and listing.walk_started_at and now - listing.walk_started_at < WALK_LIFE:
        listing.full = listing.full or full
        listing.pending = _added(listing, start)
        return list(listing.pending)
    listing.pending, listing.done, listing.full = [], [], full
    listing.pending = _added(listing, start)
    listing.walk_started_at, listing.seen, listing.total = now, 0, None
    return list(listing.pending)


def record_index(
    session: Session,
    site_id: str,
    column_key: str,
    fetched: Mapping[str, Any],
    more: Sequence[Mapping[str, Any]],
    entries: Sequence[ListedEntry],
    total: int | None,
    now: datetime,
) -> IndexDelta:
    """Take a fetched list page off the cursor, put the pages it leads to on it, and remember the rows it showed.

    A new row becomes pending; a known one whose row changed becomes pending again. A row is judged once a walk, and
    only by the column that listed it first: two columns that print one article differently would otherwise call it
    changed every night.
    """
    listing = session.get_one(Listing, (site_id, column_key), with_for_update=True)
    key = _key(fetched)
    listing.pending = [page for page in listing.pending if _key(page) != key]
    if key not in listing.done:
        listing.done = [*listing.done, key]
    listing.pending = _added(listing, more)
    if total is not None:
        listing.total = total
    began = listing.walk_started_at or now
    counts = {"new": 0, "changed": 0, "known": 0}
    fresh: list[str] = []
    printed: dict[str, ListedEntry] = {}
    for entry in entries:
        printed.setdefault(entry.url, entry)
    rows = _find(session, site_id, list(printed))
    for entry in printed.values():
        row = rows.get(entry.url)
        own = row is not None and row.column_key == column_key
        judged = row is not None and own and row.last_listed_at >= began
        listing.seen += not judged
        verdict = _record_row(session, row, site_id, column_key, entry, entry.parent_url, own and not judged, now)
        counts[verdict] += 1
        if verdict == "new":
            fresh.append(entry.url)
    past = f"{_PAST}{key}" in listing.done
    return IndexDelta(**counts, pending=tuple(listing.pending), fresh=tuple(fresh), past=past)


def stop_early(session: Session, site_id: str, column_key: str, pages: Sequence[Mapping[str, Any]]) -> int:
    """Drop these pending pages because nothing new is to be expected there. A full walk is never cut short; it keeps in
    mind which pages it would have lost, and `record_index` tells when one of them comes up.

    Returns how many were dropped.
    """
    listing = session.get_one(Listing, (site_id, column_key), with_for_update=True)
    dropped = {_key(page) for page in pages}
    if listing.full:
        marks = {f"{_PAST}{key}" for key in dropped if key not in listing.done}
        if new := sorted(marks - set(listing.done)):
            listing.done = [*listing.done, *new]
        return 0
    kept = [page for page in listing.pending if _key(page) not in dropped]
    count = len(listing.pending) - len(kept)
    if count:
        listing.pending = kept
        listing.done = [*listing.done, *dropped - set(listing.done), _STOPPED]
    return count


def finish_walk(
    session: Session, site_id: str, column_key: str, now: datetime, *, whole: bool = True, lists: int = 1
) -> None:
    """Note that the walk has nothing left to fetch. It counts as a full one when no page was dropped, unless it was
    not after the `whole` column but after some report years only. With several `lists` in the column, each with a total
    of its own, no printed total is the column's.

    Raises ValueError while pages are pending.
    """
    listing = session.get_one(Listing, (site_id, column_key), with_for_update=True)
    if listing.pending:
        raise ValueError(f"{site_id} {column_key}: {len(listing.pending)} list pages are still to fetch")
    listing.completed_at = now
    if lists > 1:
        listing.total = None
    if whole and _STOPPED not in listing.done:
        listing.full_walk_at = now


def accept_walk(session: Session, site_id: str, column_key: str, now: datetime) -> None:
    """Take what the finished walk saw as what the column holds: later walks are measured by it.

    Said after the checks, so that a walk that was held never becomes the measure that lets the next one pass.
    """
    listing = session.get_one(Listing, (site_id, column_key), with_for_update=True)
    listing.accepted_at, listing.held_at = now, None
    if listing.full_walk_at is not None and listing.full_walk_at == listing.completed_at:
        listing.last_full_seen, listing.measured_from = listing.seen, listing.walk_started_at


def hold_walk(session: Session, site_id: str, column_key: str, now: datetime) -> None:
    """Note that the finished walk failed its checks: the next one must see every page again, or what was held would
    pass because an early stop proves nothing."""
    session.get_one(Listing, (site_id, column_key), with_for_update=True).held_at = now


def listing_state(session: Session, site_id: str, column_key: str) -> ListingState | None:
    """How far the walk over a column is; None when it was never walked."""
    row = session.get(Listing, (site_id, column_key))
    if row is None:
        return None
    return ListingState(
        full=row.full,
        walk_started_at=row.walk_started_at,
        completed_at=row.completed_at,
        full_walk_at=row.full_walk_at,
        seen=row.seen,
        last_full_seen=row.last_full_seen,
        total=row.total,
        pending=len(row.pending),
        held_at=row.held_at,
    )


def has_listed(session: Session, site_id: str) -> bool:
    """Whether any list of the site ever showed a row."""
    return session.scalar(select(Entry.id).where(Entry.site_id == site_id).limit(1)) is not None


def add_attachments(
    session: Session, site_id: str, column_key: str, parent_url: str, entries: Sequence[ListedEntry], now: datetime
) -> int:
    """Put the files an article showed on the frontier, in their order. Returns how many were new or changed."""
    fresh = 0
    files = {entry.url: entry for entry in entries}
    rows = _find(session, site_id, list(files))
    for entry in files.values():
        row = rows.get(entry.url)
        own = row is not None and row.parent_url == parent_url
        fresh += _record_row(session, row, site_id, column_key, entry, parent_url, own, now) != "known"
    return fresh


def next_entries(
    session: Session,
    site_id: str,
    now: datetime,
    years: tuple[int, int] | None = None,
    roles: Sequence[str] | None = None,
    limit: int = 1,
) -> list[FrontierEntry]:
    """The entries to look at now, in listing order: pending ones, and those due again.

    `years` (first, last) leaves out entries whose year the list named and which lies outside.
    """
    query = (
        select(Entry)
        .where(
            Entry.site_id == site_id,
            or_(Entry.state == "pending", Entry.look_at <= now),
            Entry.tries < MAX_TRIES,
        )
        .order_by(Entry.id)
        .limit(limit)
    )
    if years is not None:
        query = query.where(or_(Entry.year.is_(None), Entry.year.between(*years)))
    if roles is not None:
        query = query.where(Entry.role.in_(roles))
    return [_frontier_entry(session, row) for row in session.scalars(query)]


def due_again(session: Session, site_id: str, now: datetime, years: tuple[int, int] | None = None) -> list[str]:
    """The addresses due now that were looked at before and whose last answer named a validator or was a 304."""
    query = (
        select(Entry.url, Capture.status, Capture.headers)
        .join(Capture, Capture.id == Entry.capture_id)
        .where(Entry.site_id == site_id, or_(Entry.state == "pending", Entry.look_at <= now), Entry.tries < MAX_TRIES)
        .order_by(Entry.id)
    )
    if years is not None:
        query = query.where(or_(Entry.year.is_(None), Entry.year.between(*years)))
    return [
        url
        for url, status, headers in session.execute(query)
        if status == HTTPStatus.NOT_MODIFIED or "etag" in headers or "last-modified" in headers
    ]


def settle_entry(
    session: Session,
    entry_id: int,
    state: EntryState,
    capture_id: int | None,
    now: datetime,
    look_at: datetime | None = None,
) -> None:
    """Say what a look at an entry found, and when to look again (None: when its row changes)."""
    row = session.get_one(Entry, entry_id)
    row.state, row.looked_at, row.look_at, row.tries = state, now, look_at, 0
    if capture_id is not None:
        row.capture_id = capture_id


def mark_for_recheck(session: Session, site_id: str, now: datetime) -> int:
    """Make every known report of a site due now, and every address that lost one. Returns how many."""
    due = (
        update(Entry)
        .where(Entry.site_id == site_id, Entry.state.in_(("report", "gone")))
        .values(look_at=now)
        .returning(Entry.id)
    )
    return len(session.scalars(due).all())


def mark_read_otherwise(
    session: Session, site_id: str, column_key: str, mark: str, rule: str | None, now: datetime
) -> int:
    """Make due now every settled article of a column whose bytes were never read under `rule`, a rule that begins with
    `mark`; with None, those read under such a rule only. Returns how many.

    For rules that a site's row declares: mending the row must not wait for the next ordinary look.
    """
    read = (
        select(Reading.id)
        .join(Capture, Capture.digest == Reading.blob_digest)
        .where(Capture.id == Entry.capture_id, Reading.url == Entry.url)
        .correlate(Entry)
    )
    if rule is None:
        wanted = read.where(Reading.rules.not_like(f"% {mark}%"))
    else:
        wanted = read.where(Reading.rules.endswith(f" {rule}", autoescape=True))
    due = (
        update(Entry)
        .where(
            Entry.site_id == site_id,
            Entry.column_key == column_key,
            Entry.role == "article",
            Entry.state.in_(("report", "refused", "empty", "error")),
            read.exists(),
            ~wanted.exists(),
        )
        .values(look_at=now)
        .returning(Entry.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.scalars(due).all())


def note_try(session: Session, entry_id: int) -> int:
    """Count an attempt at an entry, before it is made. Returns how many there were since it was settled last."""
    row = session.get_one(Entry, entry_id)
    row.tries += 1
    return row.tries


def _record_row(
    session: Session,
    row: Entry | None,
    site_id: str,
    column_key: str,
    entry: ListedEntry,
    parent_url: str | None,
    may_change: bool,
    now: datetime,
) -> str:
    if row is None:
        row = Entry(site_id=site_id, column_key=column_key, url=entry.url, first_listed_at=now, tries=0)
        row.state = "skipped" if entry.skip else "pending"
        verdict = "new"
        session.add(row)
    elif may_change and (row.row_digest != entry.row_digest or (row.state == "skipped" and not entry.skip)):
        if not entry.skip:
            row.state, row.tries, row.look_at = "pending", 0, None
        verdict = "changed"
    else:
        row.last_listed_at = max(row.last_listed_at, now)
        return "known"
    row.role, row.parent_url, row.fetch, row.title = entry.role, parent_url, dict(entry.fetch), entry.title
    row.posted, row.unit, row.year, row.row_digest = entry.posted, entry.unit, entry.year, entry.row_digest
    row.last_listed_at = now
    return verdict


def _frontier_entry(session: Session, row: Entry) -> FrontierEntry:
    # Only a look that was settled counts: after a kill between look and reading the page is fetched whole again.
    settled = session.get(Capture, row.capture_id) if row.capture_id is not None else None
    before = None
    if settled is not None and "form" not in row.fetch:
        before = last_look(session, row.site_id, row.fetch.get("url", row.url), "GET", None)
    return FrontierEntry(
        id=row.id,
        column_key=row.column_key,
        url=row.url,
        role=row.role,
        fetch=row.fetch,
        title=row.title,
        posted=row.posted,
        unit=row.unit,
        year=row.year,
        state=cast(EntryState, row.state),
        parent_url=row.parent_url,
        tries=row.tries,
        etag=before.headers.get("etag") if before else None,
        last_modified=before.headers.get("last-modified") if before else None,
        digest=before.digest if before else settled.digest if settled else None,
        first_listed_at=row.first_listed_at,
    )


def _find(session: Session, site_id: str, urls: Sequence[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for start in range(0, len(urls), _LOOKUP):
        query = select(Entry).where(Entry.site_id == site_id, Entry.url.in_(urls[start : start + _LOOKUP]))
        found.update((row.url, row) for row in session.scalars(query))
    return found


def _added(listing: Listing, pages: Sequence[Mapping[str, Any]]) -> list[Any]:
    known = {*listing.done, *(_key(page) for page in listing.pending)}
    pending = list(listing.pending)
    for page in pages:
        if (key := _key(page)) not in known:
            known.add(key)
            pending.append(dict(page))
    return pending


def _key(page: Mapping[str, Any]) -> str:
    canonical = json.dumps(page, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:20]
