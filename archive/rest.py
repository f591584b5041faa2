"""How long a host that refused us is left alone. One rule: the scheduler plans by it, a crawl by hand heeds it, and the
screens show it.

A *night* is named by the calendar day its window opens on and reaches from noon to noon in Beijing, so that every
moment belongs to exactly one night: a look by hand at 14:00 stands for the coming night, one at 07:00 for the past one.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from archive.values import RunState

#: Portals are read while their own readers sleep, so nights are Beijing's wherever this runs.
BEIJING = ZoneInfo("Asia/Shanghai")

#: Nights a site is left alone after the first, second and every further blocked run in a row: whoever blocks us is
#: asked less and less often, and never argued with.
LEFT_ALONE = (3, 7, 14)


def night_of(moment: datetime) -> date:
    """The night `moment` belongs to."""
    return (moment.astimezone(BEIJING) - timedelta(hours=12)).date()


def nights_left_alone(states: Sequence[RunState]) -> int:
    """How many nights a site whose runs ended in these states, newest first, is left alone; 0 for not at all."""
    blocked = 0
    for state in states:
        if state != "blocked":
            break
        blocked += 1
    return LEFT_ALONE[min(blocked, len(LEFT_ALONE)) - 1] if blocked else 0


def asked_again_on(states: Sequence[RunState], last_seen_at: datetime) -> date | None:
    """The night from which a site may be asked again whose newest run ended at `last_seen_at`; None when it may now."""
    nights = nights_left_alone(states)
    return night_of(last_seen_at) + timedelta(days=nights) if nights else None


def is_left_alone(states: Sequence[RunState], last_seen_at: datetime, now: datetime) -> bool:
    """Whether a site is not to be asked at `now`."""
    again = asked_again_on(states, last_seen_at)
    return again is not None and night_of(now) < again
