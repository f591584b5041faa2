"""When an entry is looked at again. Pure: the moment of the look goes in, the next one comes out.

Reports change without notice (a bureau's report was withdrawn and re-posted within weeks in February 2025), mostly soon
after publication. So a fresh report is looked at weekly for its first months and then once a quarter; what did not
answer is tried again the next day. Looks are spread by a hash of the address so that one site's do not fall together.
"""

import hashlib
from datetime import datetime, timedelta

FRESH_FOR = timedelta(days=120)
FRESH_EVERY = timedelta(days=7)
OLD_EVERY = timedelta(days=90)
REFUSED_EVERY = timedelta(days=365)
RETRY_AFTER = timedelta(hours=20)
#: What has not answered for so long after it was first listed is tried weekly only.
PATIENCE = timedelta(days=30)
#: Years before the present one for which an empty year page (no report yet) is asked again every few days.
OPEN_YEARS = 2
OPEN_EVERY = timedelta(days=2)


def plan_next_look(
    state: str, now: datetime, *, url: str, first_listed: datetime, year: int | None = None
) -> datetime | None:
    """When to look at an entry again that was settled as `state` at `now`; None for never."""
    if state in ("skipped", "off_site"):
        return None
    if state == "report":
        every = FRESH_EVERY if now - first_listed < FRESH_FOR else OLD_EVERY
    elif state == "empty":
        every = OPEN_EVERY if year is not None and year >= now.year - OPEN_YEARS else OLD_EVERY
    elif state == "refused":
        every = REFUSED_EVERY
    elif state == "gone":
        every = FRESH_EVERY
    else:
        every = RETRY_AFTER if now - first_listed < PATIENCE else FRESH_EVERY
    return now + every + every * 0.2 * _spread(url)


def _spread(url: str) -> float:
    return int.from_bytes(hashlib.sha256(url.encode()).digest()[:4], "big") / 2**32
