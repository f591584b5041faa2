"""When a site is due next: rules over (site, history, now), pure functions of values.

What a night is, and how long a host that refused us is left alone, `archive.rest` says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from archive.rest import BEIJING, night_of, nights_left_alone
from archive.values import BackfillWish, RunKind, RunState
from settings.sites import Site

WINDOW_OPENS = time(22)
WINDOW = timedelta(hours=8)

#: Slots end half an hour before the window does: the last crawl of the night, some minutes long, fits in.
SLOTS = WINDOW - timedelta(minutes=30)

#: Nothing starts in the last minutes of a window: it would be stopped before it had walked one list.
LAST_START = timedelta(minutes=10)

#: Months of nightly looks. The regulation of 2019 (国务院令第711号, art. 49) has departments publish by 31 January and
#: governments by 31 March; the one of 2008 had everybody by 31 March. Townships follow local dates: a district of Jilin
#: wanted theirs by 1 February, a city of Hunan by 20 February.
SEASON = frozenset({1, 2, 3})

#: Outside the season a site is looked at on one weekday of its own. Reports signed in November and December of their
#: own year exist, and withdrawn ones come back in any month; a week's delay for those costs a seventh of the requests.
WEEK = 7

#: A weekly look is left out when the last look is fresher than half a week (a look by hand, a night caught up).
FRESH_NIGHTS = 4

#: Waits after the first and the second failure in a row; from the third on the next night. A portal restarting is back
#: within the hour, one under nightly maintenance within four.
BACK_OFF = (timedelta(hours=1), timedelta(hours=4))

#: So many looks in a row without a complete one make a site that a person has to look at. It is not dropped: it goes
#: back to its ordinary rhythm, since a page that is broken for good must not turn a weekly look into a nightly one.
FAILING = 7

#: How the ledger's reason begins when a run was cut by its time limit: it made progress and is gone on with at once.
TIME_LIMIT = "time limit"


@dataclass(frozen=True, slots=True)
class PastRun:
    """What the rules need to know of one run of the ledger. Times are aware UTC."""

    id: str
    kind: RunKind
    state: RunState
    started_at: datetime
    ended_at: datetime | None = None
    reason: str | None = None

    @property
    def last_seen_at(self) -> datetime:
        return self.ended_at or self.started_at

    @property
    def cut_by_time_limit(self) -> bool:
        return self.state in ("complete", "partial") and (self.reason or "").startswith(TIME_LIMIT)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due and why. `at` in the past means overdue; None means that no clock makes it due."""

    at: datetime | None
    reason: str


def opening(night: date) -> datetime:
    """When the window of `night` opens."""
    return datetime.combine(night, WINDOW_OPENS, BEIJING)


def slot(host: str, night: date) -> datetime:
    """The moment of `night` at which `host` is due: the same second every night, hosts spread evenly over the window.

    The spread is a hash and not a die, so that a restarted scheduler keeps its timetable and a portal its hour.
    """
    return opening(night) + timedelta(seconds=_spread(host, "slot") % int(SLOTS.total_seconds()))


def window_left(now: datetime) -> timedelta:
    """How long the window stays open at `now`; zero outside it."""
    opened = opening(night_of(now))
    return opened + WINDOW - now if opened <= now < opened + WINDOW else timedelta()


def may_start(now: datetime) -> bool:
    """Whether a crawl may begin at `now`."""
    return window_left(now) >= LAST_START


def is_scheduled(host: str, night: date) -> bool:
    """Whether `night` is one on which `host` is looked at: every night in the season, one weekday outside it."""
    return night.month in SEASON or night.weekday() == _spread(host, "weekday") % WEEK


def failures_in_a_row(history: Sequence[PastRun]) -> int:
    """Ended looks since the last complete one. `history` is newest first; backfills are not looks."""
    count = 0
    for run in history:
        if run.kind == "backfill" or run.state == "running":
            continue
        if run.state == "complete":
            break
        count += 1
    return count


def due_look(site: Site, history: Sequence[PastRun], now: datetime, *, any_hour: bool = False) -> Due:
    """When the next look at the whole site is due. `history` holds its runs of every kind, newest first.

    Missed nights are caught up by one look, because what is due is the first night after the last look and the look
    then stands for all of them. `any_hour` lets a look begin outside the window.
    """
    if barred := _barred(site, history, now, any_hour):
        return barred
    looks = [run for run in history if run.kind != "backfill"]
    if not looks:
        return Due(_earliest(now, any_hour), "never crawled")
    last = looks[0]
    failures = failures_in_a_row(history)
    if last.state == "complete" or failures >= FAILING:
        night = _next_scheduled(site.host, night_of(last.started_at))
        rhythm = "nightly from January to March" if night.month in SEASON else "weekly from April to December"
        since = f"{failures} looks in a row not complete" if failures else f"last complete {_day(last.started_at)}"
        return _from(slot(site.host, night), f"{rhythm}, {since}", now, any_hour)
    if last.cut_by_time_limit:
        return _from(last.last_seen_at, "the last run was cut by its time limit, goes on", now, any_hour)
    if last.state == "held":
        return _from(_next_night(site.host, last), "the last run was held, looked at again", now, any_hour)
    return _retry(site.host, looks, now, any_hour)


def due_backfill(
    site: Site, wish: BackfillWish, history: Sequence[PastRun], now: datetime, *, any_hour: bool = False
) -> Due:
    """When the next slice of an open backfill is due. `history` holds the site's runs of every kind, newest first.

    A slice that its time limit ended is followed at once by the next. One that ended by itself and left the wish open
    waits for the next night: whatever it could not get will not be there a minute later.
    """
    if barred := _barred(site, history, now, any_hour):
        return barred
    years = f"backfill of {wish.first_year} to {wish.last_year}"
    slices = [run for run in history if run.kind == "backfill" and run.started_at >= wish.asked_at]
    if not slices:
        return _from(wish.asked_at, f"{years}, not begun", now, any_hour)
    last = slices[0]
    if last.cut_by_time_limit:
        return _from(last.last_seen_at, f"{years}, next slice", now, any_hour)
    if last.state in ("complete", "held"):
        return _from(_next_night(site.host, last), f"{years}, last slice ended {last.state}", now, any_hour)
    retry = _retry(site.host, slices, now, any_hour)
    return Due(retry.at, f"{years}, {retry.reason}")


def _barred(site: Site, history: Sequence[PastRun], now: datetime, any_hour: bool) -> Due | None:
    if not site.enabled:
        return Due(None, f"disabled in {site.file}")
    for run in history:
        if run.state == "running":
            return Due(None, f"a {run.kind} run is under way since {_day(run.started_at)}")
    if nights := nights_left_alone([run.state for run in history]):
        again = slot(site.host, night_of(history[0].last_seen_at) + timedelta(days=nights))
        return _from(again, f"blocked on {_day(history[0].last_seen_at)}, left alone for {nights} days", now, any_hour)
    return None


def _retry(host: str, runs: Sequence[PastRun], now: datetime, any_hour: bool) -> Due:
    last, failures = runs[0], _streak(runs, "failed", "partial", "killed")
    if not failures:
        # Blocked, then something else that is no look of this kind: nothing to back off from.
        return _from(_next_night(host, last), f"the last run ended {last.state}", now, any_hour)
    reason = f"the last run ended {last.state}, failure {failures} in a row"
    if failures > len(BACK_OFF):
        return _from(_next_night(host, last), f"{reason}, next night", now, any_hour)
    wait = BACK_OFF[failures - 1]
    at = last.last_seen_at + wait
    if not any_hour and not may_start(at):
        at = _first_slot(host, at)
    return _from(at, f"{reason}, {wait // timedelta(hours=1)} h back-off", now, any_hour)


def _from(planned: datetime, reason: str, now: datetime, any_hour: bool) -> Due:
    """Due at `planned`; what is overdue while the window is shut waits for it to open."""
    if planned > now or any_hour or may_start(now):
        return Due(planned, reason)
    return Due(_earliest(now, any_hour), f"{reason}, overdue since {_day(planned)}")


def _earliest(now: datetime, any_hour: bool) -> datetime:
    if any_hour or may_start(now):
        return now
    opened = opening(night_of(now))
    return opened if now < opened else opening(night_of(now) + timedelta(days=1))


def _next_night(host: str, run: PastRun) -> datetime:
    return slot(host, night_of(run.last_seen_at) + timedelta(days=1))


def _first_slot(host: str, moment: datetime) -> datetime:
    tonight = slot(host, night_of(moment))
    return tonight if tonight >= moment else slot(host, night_of(moment) + timedelta(days=1))


def _next_scheduled(host: str, last: date) -> date:
    night = last + timedelta(days=1)
    while not is_scheduled(host, night) or (night.month not in SEASON and night - last < timedelta(days=FRESH_NIGHTS)):
        night += timedelta(days=1)
    return night


def _streak(runs: Sequence[PastRun], *states: RunState) -> int:
    count = 0
    for run in runs:
        if run.state not in states:
            break
        count += 1
    return count


def _spread(host: str, purpose: str) -> int:
    return int.from_bytes(sha256(f"{purpose} {host}".encode()).digest()[:8])


def _day(moment: datetime) -> str:
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
