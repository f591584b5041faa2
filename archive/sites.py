"""Every declared site and how it does: its rows joined with what the archive knows of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.answers import IssueSummary
from archive.ledger import find_issues, find_sites
from archive.models import Entry, Issuer, Listing, Report, Run
from archive.rest import LEFT_ALONE, asked_again_on, is_left_alone
from archive.trust import find_trust
from archive.values import RunState, TrustState
from settings.regions.divisions import load_provinces
from settings.sites import Column, Site

SiteState = Literal["never crawled", "healthy", "running", "partial", "held", "failed", "killed", "blocked", "disabled"]

#: From what a person should look at first to what needs nobody.
WORST_FIRST: tuple[SiteState, ...] = (
    "failed", "held", "blocked", "killed", "partial", "running", "healthy", "never crawled", "disabled",
)  # fmt: skip

#: Issue codes of a run's checks, of `crawler.checks` and the trust in shortcuts: what `--health` shows.
ALARMS = frozenset(
    """
    empty_site empty_column column_shrank column_replaced site_moved unit_lost year_lost below_printed_total
    below_declared above_declared incomplete_walk validators_lie missed_by_early_stop
    """.split()
)

#: Levels of issuers that `expected_units` of a row does not count: it counts towns and streets.
_NO_UNITS = ("county", "department")


@dataclass(frozen=True, slots=True)
class ColumnHealth:
    """One declared column. `seen` counts the rows it shows as far as its last walks tell, `expected` what it should
    show by `basis` (printed total, last full walk, row); None while it was never walked, or nothing says."""

    key: str
    family: str
    confidence: str
    seen: int | None
    expected: int | None
    basis: str | None
    walked_at: datetime | None
    full_walk_at: datetime | None
    early_stop: TrustState | None
    alarms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteHealth:
    """One declared site. `last_good_at` is when a run last ended complete; `until` the night from which a blocked host
    is asked again, None once it may be. `units` counts the towns and streets it has published reports of."""

    site: str
    name: str
    province: str
    division: str
    families: tuple[str, ...]
    state: SiteState
    until: date | None
    reason: str | None
    last_run_at: datetime | None
    last_good_at: datetime | None
    reports: int
    units: int
    expected_units: int | None
    seen: int | None
    expected: int | None
    columns: tuple[ColumnHealth, ...]
    validators: tuple[TrustState, ...]
    alarms: tuple[IssueSummary, ...]


def find_health(
    session: Session | None, sites: Mapping[str, Site], now: datetime, province: str | None = None
) -> list[SiteHealth]:
    """How every declared site does, in the order of the rows. `session` is None where there is no archive yet;
    `province` is a name, the beginning of one, or a code."""
    provinces = load_provinces()
    wanted = [site for site in sites.values() if _lies_in(site, province, provinces)]
    known = _Known(session, now) if session is not None else None
    return [_health(site, provinces.get(site.division[:2], "?"), known) for site in wanted]


def _lies_in(site: Site, province: str | None, provinces: Mapping[str, str]) -> bool:
    if province is None:
        return True
    code = site.division[:2]
    return province.startswith(code) if province.isdigit() else provinces.get(code, "").startswith(province)


class _Known:
    """What the archive knows, in a handful of queries over all sites."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.status = {site.site: site for site in find_sites(session)}
        self.listings: dict[tuple[str, str], Listing] = {
            (row.site_id, row.column_key): row for row in session.scalars(select(Listing))
        }
        self.trust: dict[str, list[TrustState]] = defaultdict(list)
        for state in find_trust(session):
            self.trust[state.site_id].append(state)
        self.issues: dict[str, list[IssueSummary]] = defaultdict(list)
        for issue in reversed(find_issues(session, None, None, None)):
            if issue.code in ALARMS:
                self.issues[issue.site].append(issue)
        self.units = _counts(
            session,
            select(Report.site_id, func.count(Report.issuer_id.distinct()))
            .join(Issuer, Issuer.id == Report.issuer_id)
            .where(Report.current_seq.is_not(None), Report.merged_into.is_(None), Issuer.level.not_in(_NO_UNITS))
            .group_by(Report.site_id),
        )
        self.good = _counts(
            session, select(Run.site_id, func.max(Run.ended_at)).where(Run.state == "complete").group_by(Run.site_id)
        )
        self.added = _counts(
            session,
            select(Entry.site_id + "\n" + Entry.column_key, func.count())
            .join(Listing, (Listing.site_id == Entry.site_id) & (Listing.column_key == Entry.column_key))
            .where(Entry.parent_url.is_(None), Entry.first_listed_at > Listing.full_walk_at)
            .group_by(Entry.site_id, Entry.column_key),
        )

    def rest_of(self, site: Site) -> date | None:
        """The night from which a site may be asked again, None when it may now."""
        query = select(Run.state, Run.ended_at, Run.started_at).where(Run.site_id == site.host)
        runs = self.session.execute(query.order_by(Run.started_at.desc()).limit(len(LEFT_ALONE))).all()
        states = [cast(RunState, run.state) for run in runs]
        last = runs[0].ended_at or runs[0].started_at
        return asked_again_on(states, last) if is_left_alone(states, last, self.now) else None


def _health(site: Site, province: str, known: _Known | None) -> SiteHealth:
    status = known.status.get(site.host) if known else None
    run = status.last_run if status else None
    issues = known.issues[site.host] if known else []
    trust = known.trust[site.host] if known else []
    columns = tuple(_column(site, column, known, issues, trust) for column in site.columns)
    until = known.rest_of(site) if known and run is not None and run.state == "blocked" else None
    return SiteHealth(
        site=site.host,
        name=site.name,
        province=province,
        division=site.division,
        families=tuple(dict.fromkeys(column.family for column in site.columns)),
        state=_state(site, run.state if run else None),
        until=until,
        reason=run.reason if run and run.state not in ("complete", "running") else None,
        last_run_at=run.started_at if run else None,
        last_good_at=known.good.get(site.host) if known else None,
        reports=status.reports if status else 0,
        units=known.units.get(site.host, 0) if known else 0,
        expected_units=site.expected_units,
        seen=_sum([column.seen for column in columns]),
        expected=_sum([column.expected for column in columns]),
        columns=columns,
        validators=tuple(state for state in trust if state.shortcut == "validators"),
        alarms=tuple(issues),
    )


def _state(site: Site, run: str | None) -> SiteState:
    if not site.enabled:
        return "disabled"
    if run is None:
        return "never crawled"
    return "healthy" if run == "complete" else cast(SiteState, run)


def _column(
    site: Site, column: Column, known: _Known | None, issues: Sequence[IssueSummary], trust: Sequence[TrustState]
) -> ColumnHealth:
    listing = known.listings.get((site.host, column.key)) if known else None
    seen = expected = None
    basis = None
    if listing is not None and known is not None:
        added = known.added.get(f"{site.host}\n{column.key}", 0)
        # A walk that stopped early has seen the first pages only: what it adds to the last full one is the yield.
        short = not listing.full and listing.seen > 0 and listing.last_full_seen is not None
        seen = (listing.last_full_seen or 0) + added if short else listing.seen
        told = ((listing.total, "printed total"), (listing.last_full_seen, "last full walk"))
        # A list that went blind prints a total of nothing: the greater of the two is what is expected.
        expected, basis = max(told, key=lambda said: -1 if said[0] is None else said[0])
    if expected is None:
        expected, basis = column.min_entries, "row"
    return ColumnHealth(
        key=column.key,
        family=column.family,
        confidence=column.confidence,
        seen=seen,
        expected=expected,
        basis=basis if expected is not None else None,
        walked_at=listing.completed_at if listing else None,
        full_walk_at=listing.full_walk_at if listing else None,
        early_stop=next(
            (state for state in trust if (state.shortcut, state.subject) == ("early_stop", column.key)), None
        ),
        alarms=tuple(dict.fromkeys(issue.code for issue in issues if issue.detail.get("column") == column.key)),
    )


def _sum(values: Sequence[int | None]) -> int | None:
    told = [value for value in values if value is not None]
    return sum(told) if told else None


def _counts(session: Session, statement: Any) -> dict[str, Any]:
    return dict(session.execute(statement).all())
