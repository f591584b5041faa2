"""What a walk over a column shows against the walk that is its measure: rows gone, rows new, units and years lost."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Entry, Listing
from archive.values import Turnover


def find_turnover(session: Session, site_id: str, column_key: str) -> Turnover | None:
    """Compare the walk last begun over a column with the last full walk that passed its checks and what later walks
    that passed added to it. None without such a measure. It means something once the walk has seen every page."""
    listing = session.get(Listing, (site_id, column_key))
    if listing is None or listing.measured_from is None or listing.accepted_at is None:
        return None
    began = listing.walk_started_at
    if began is None or began <= listing.measured_from:
        return None
    query = select(Entry.url, Entry.title, Entry.unit, Entry.year, Entry.first_listed_at, Entry.last_listed_at).where(
        Entry.site_id == site_id, Entry.column_key == column_key, Entry.parent_url.is_(None)
    )
    known: list[_Row] = []
    new: list[_Row] = []
    shown_units: set[str | None] = set()
    shown_years: set[int | None] = set()
    for url, title, unit, year, first_listed, last_listed in session.execute(query):
        row = (url, title, unit, year, last_listed >= began)
        if row[-1]:
            shown_units.add(unit)
            shown_years.add(year)
        if first_listed > listing.accepted_at:
            if row[-1]:
                new.append(row)
        elif last_listed >= listing.measured_from:
            known.append(row)
    gone = [row for row in known if not row[-1]]
    moved = _moved(gone, new)
    return Turnover(
        known=len(known),
        gone=len(gone),
        new=len(new),
        moved=len(moved),
        example=moved[0] if moved else None,
        lost_units=_lost([(row[2], row[-1]) for row in known], shown_units),
        lost_years=_lost([(row[3], row[-1]) for row in known], shown_years),
    )


_Row = tuple[str, str, str | None, int | None, bool]


def _moved(gone: Sequence[_Row], new: Sequence[_Row]) -> list[tuple[str, str]]:
    """Pairs of an old and a new address that carry the same title, of the same unit where both rows name one."""
    waiting: dict[str, list[_Row]] = {}
    for row in new:
        waiting.setdefault(row[1], []).append(row)
    pairs = []
    for row in gone:
        near = waiting.get(row[1], [])
        twin = next((other for other in near if row[2] is None or other[2] in (None, row[2])), None)
        if twin is not None:
            near.remove(twin)
            pairs.append((row[0], twin[0]))
    return pairs


def _lost(
    known: Sequence[tuple[object, bool]], shown: set[str | None] | set[int | None]
) -> tuple[tuple[str, int], ...]:
    """The names all of whose rows are gone and that no row shows any more, with how many rows each had."""
    had = Counter(name for name, _ in known if name is not None)
    return tuple(sorted((str(name), count) for name, count in had.items() if name not in shown))
