"""How far a shortcut is trusted: a host's validators, a column's early stop. Measured, never assumed.

A check compares what the shortcut said with what a whole look found. Trust begins whole, falls by half with every lie
and grows back by a tenth of what is missing with every check that agrees: after one lie five checks must agree before
the shortcut is used again, after two in a row nine.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Trust
from archive.values import Shortcut, TrustState

#: A shortcut with a score below this is not used.
TRUSTED = 0.7
_LIED, _AGREED = 0.5, 0.1


def next_score(score: float, *, agreed: bool) -> float:
    """The score after one more check."""
    return score + (1 - score) * _AGREED if agreed else score * _LIED


def checks_wanted(score: float) -> int:
    """How many agreeing checks are wanted until a shortcut with this score is used again; 0 while it is."""
    wanted = 0
    while score < TRUSTED:
        score, wanted = next_score(score, agreed=True), wanted + 1
    return wanted


def note_check(
    session: Session, site_id: str, shortcut: Shortcut, subject: str, lie: str | None, now: datetime
) -> TrustState:
    """Count one check. `lie` says what was wrong (an address, a title), None when the shortcut had told the truth."""
    row = session.get(Trust, (site_id, shortcut, subject), with_for_update=True)
    if row is None:
        row = Trust(site_id=site_id, shortcut=shortcut, subject=subject, checks=0, lies=0, score=1.0)
        session.add(row)
    row.checks += 1
    row.score = next_score(row.score, agreed=lie is None)
    row.checked_at = now
    if lie is not None:
        row.lies, row.lied_at, row.lie = row.lies + 1, now, lie
    return _state(row)


def trust_of(session: Session, site_id: str, shortcut: Shortcut, subject: str) -> TrustState | None:
    """What the checks of a shortcut found; None while there was none."""
    row = session.get(Trust, (site_id, shortcut, subject))
    return None if row is None else _state(row)


def find_trust(session: Session, site_id: str | None = None) -> Sequence[TrustState]:
    """Every shortcut that was ever checked, at one site or at all, in a fixed order."""
    query = select(Trust).order_by(Trust.site_id, Trust.shortcut, Trust.subject)
    if site_id is not None:
        query = query.where(Trust.site_id == site_id)
    return tuple(_state(row) for row in session.scalars(query))


def _state(row: Trust) -> TrustState:
    return TrustState(
        site_id=row.site_id,
        shortcut=cast(Shortcut, row.shortcut),
        subject=row.subject,
        checks=row.checks,
        lies=row.lies,
        score=row.score,
        trusted=row.score >= TRUSTED,
        checked_at=row.checked_at,
        lied_at=row.lied_at,
        lie=row.lie,
    )
