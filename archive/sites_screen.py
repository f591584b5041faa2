"""What `fangzhi sites` puts on the screen: a line a site, or with its health a paragraph a site, worst first."""

from collections.abc import Sequence

from rich.text import Text

from archive.screens import Screen, day, minute
from archive.sites import WORST_FIRST, ColumnHealth, SiteHealth
from archive.values import TrustState

_STYLES = {
    "healthy": "green",
    "running": "cyan",
    "partial": "yellow",
    "held": "yellow",
    "failed": "red",
    "blocked": "red",
    "killed": "red",
    "never crawled": "dim",
    "disabled": "dim",
}
_COLUMNS = ("site", "name", "province", "families", "last good", "state", "rows", "reports", "units")


def put_sites(screen: Screen, found: Sequence[SiteHealth]) -> None:
    """A line a site, in the order of the rows."""
    if screen.as_json:
        screen.put_json(tuple(found))
        return
    rows = [
        (
            site.site,
            site.name,
            site.province,
            ", ".join(site.families),
            day(site.last_good_at),
            _state(site),
            _of(site.seen, site.expected),
            site.reports,
            _of(site.units, site.expected_units),
        )
        for site in found
    ]
    screen.put_table(_COLUMNS, rows, flexible="name", optional=("families", "province", "units", "name"))


def put_health(screen: Screen, found: Sequence[SiteHealth]) -> None:
    """Every site with its columns, what its shortcuts are trusted with and its open alarms, worst first."""
    ordered = sorted(found, key=_badness)
    if screen.as_json:
        screen.put_json(tuple(ordered))
        return
    if not screen.is_terminal:
        rows = [
            (site.site, _state(site), column.key, column.family, _of(column.seen, column.expected), column.basis,
             minute(column.walked_at), minute(column.full_walk_at), _trust(column.early_stop), " ".join(column.alarms))
            for site in ordered
            for column in site.columns
        ]  # fmt: skip
        heads = ("site", "state", "column", "family", "rows", "measured by", "walked (UTC)", "full walk (UTC)")
        screen.put_table((*heads, "early stop", "alarms"), rows)
        return
    for site in ordered:
        _put_site(screen, site)


def _put_site(screen: Screen, site: SiteHealth) -> None:
    screen.put_line(Text.assemble((site.site, "bold"), f"  {site.name}  {site.province}  ", _state(site)))
    said = [f"{site.reports} reports", f"units {_of(site.units, site.expected_units)}"]
    said.append(f"last complete {minute(site.last_good_at)} UTC" if site.last_good_at else "never complete")
    screen.put_line(f"  {' · '.join(said)}")
    if site.reason:
        screen.put_paragraph(site.reason, indent=2)
    for column in site.columns:
        screen.put_line(_column_line(column))
    for state in site.validators:
        screen.put_line(f"  validators of {state.subject}: {_trust(state)}")
    for alarm in site.alarms:
        screen.put_line(Text.assemble("  ", (alarm.code, "yellow")))
        screen.put_paragraph(alarm.message, indent=4)
        if hint := alarm.detail.get("hint"):
            screen.put_paragraph(f"hint: {hint}", indent=4, style="cyan")
    screen.put_line()


def _column_line(column: ColumnHealth) -> Text:
    line = Text.assemble("  ", (column.key, "bold"), f"  {column.family}, {column.confidence}  ")
    if column.walked_at is None and column.seen is None:
        line.append("never walked", "dim")
        return line
    line.append(f"{_of(column.seen, column.expected)} rows")
    if column.basis:
        line.append(f" (by {column.basis})", "dim")
    line.append(f"  walked {minute(column.walked_at)}, whole {minute(column.full_walk_at)} UTC")
    if column.early_stop is not None:
        line.append(f"  early stop: {_trust(column.early_stop)}")
    if column.alarms:
        line.append(f"  {' '.join(column.alarms)}", "yellow")
    return line


def _state(site: SiteHealth) -> Text:
    shown: str = site.state
    if site.state == "blocked":
        shown = f"blocked until {site.until}" if site.until else "blocked, may be asked again"
    return Text(shown, style=_STYLES[site.state])


def _of(seen: int | None, expected: int | None) -> str:
    if seen is None:
        return "-"
    return str(seen) if expected is None else f"{seen}/{expected}"


def _trust(state: TrustState | None) -> str:
    """trusted, or not, with the counts behind it."""
    if state is None:
        return "-"
    word = "trusted" if state.trusted else "not trusted"
    lies = f", {state.lies} wrong" if state.lies else ""
    last = f", last {day(state.lied_at)}" if state.lied_at else ""
    return f"{word} ({state.checks} checks{lies}{last})"


def _badness(site: SiteHealth) -> tuple[int, int, float, str]:
    short = 1.0 if not site.expected else (site.seen or 0) / site.expected
    return WORST_FIRST.index(site.state), -len(site.alarms), short, site.site
