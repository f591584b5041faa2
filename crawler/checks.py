"""Run-level expectations: did a column yield what it should have? Too few holds the run, too many is only said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.values import Turnover
from settings.sites import Column

#: A full walk that sees less than this share of what the last full walk saw is a fault of the walk until shown else.
SHRINK = 0.7
#: So large a share of the known addresses gone at once is no deletion but another site, or another list.
REPLACED = 0.7
#: Columns with fewer known rows than this are not judged by their addresses, and units and years with fewer rows are
#: let go with a word: one report taken down is news.
LEAST_ROWS = 3
LEAST_OF_A_GROUP = 2
_NAMED = 5


@dataclass(frozen=True, slots=True)
class ListYield:
    """One list of a column: where it begins, the distinct rows it showed and the total it prints."""

    url: str
    rows: int
    total: int


@dataclass(frozen=True, slots=True)
class ColumnYield:
    """What one walk over a column brought. `walked_full` is False after an early stop at known entries; `turnover` is
    there after a full walk of a column that has a measure. `lists` are those that print a total, as far as this process
    walked them from their beginning."""

    column: Column
    seen: int
    total: int | None
    last_full_seen: int | None
    walked_full: bool
    incomplete: bool
    turnover: Turnover | None = None
    lists: tuple[ListYield, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """`holds` is True when the run must not publish what it brought."""

    code: str
    message: str
    holds: bool


def check_column(found: ColumnYield) -> list[Finding]:
    """What is wrong with a column's yield, against its printed total, its history and the row's bounds."""
    column = found.column
    findings = [*_against_history(found)]
    findings += _against_totals(found)
    if found.walked_full and column.min_entries is not None and found.seen < column.min_entries:
        findings.append(
            Finding(
                "below_declared",
                f"column {column.key} showed {found.seen}, its row declares {column.min_entries}",
                True,
            )
        )
    if column.max_entries is not None and found.seen > column.max_entries:
        findings.append(
            Finding(
                "above_declared",
                f"column {column.key} showed {found.seen}, its row declares at most {column.max_entries}",
                False,
            )
        )
    if found.incomplete:
        findings.append(Finding("incomplete_walk", f"column {column.key} could not be walked to its end", False))
    return findings


def check_site(found: Sequence[ColumnYield], *, listed_before: bool) -> Finding | None:
    """Whether a site whose lists ever showed anything shows nothing at all now: then the run has failed."""
    if not found or not listed_before or any(column.seen for column in found):
        return None
    before = sum(column.last_full_seen or 0 for column in found)
    listed = f"listed {before} entries before" if before else "listed entries before"
    return Finding(
        "empty_site", f"the site {listed} and shows none now in any of {len(found)} columns: not a portal's doing", True
    )


def _against_totals(found: ColumnYield) -> Iterator[Finding]:
    """A column of several lists is held to each list's own total: their rows may overlap, so no sum says anything."""
    key = found.column.key
    if not found.walked_full:
        return
    if len(found.lists) > 1:
        short = [one for one in found.lists if one.rows < one.total]
        if short:
            named = ", ".join(f"{one.url} ({one.rows} of {one.total})" for one in short[:_NAMED])
            yield Finding(
                "below_printed_total",
                f"{len(short)} of {len(found.lists)} lists of column {key} show less than the totals printed: {named}",
                True,
            )
    elif found.total is not None and found.seen < found.total:
        yield Finding(
            "below_printed_total", f"column {key} prints a total of {found.total} and showed {found.seen}", True
        )


def _against_history(found: ColumnYield) -> Iterator[Finding]:
    key = found.column.key
    if found.last_full_seen and found.seen == 0:
        yield Finding(
            "empty_column",
            f"column {key} listed {found.last_full_seen} entries before and none now: its layout changed or "
            f"the portal hides it; compare the stored list pages (`fangzhi issues`), then mend the row",
            True,
        )
        return
    if found.walked_full and found.last_full_seen and found.seen < SHRINK * found.last_full_seen:
        yield Finding(
            "column_shrank",
            f"column {key} listed {found.last_full_seen} entries before and only {found.seen} now",
            True,
        )
    if found.walked_full and found.turnover is not None:
        yield from _against_measure(key, found.turnover)


def _against_measure(key: str, turnover: Turnover) -> Iterator[Finding]:
    """Sums can hold while what they sum is another thing: rows are compared one by one."""
    replaced = (
        turnover.known >= LEAST_ROWS
        and turnover.gone >= REPLACED * turnover.known
        and turnover.new >= REPLACED * turnover.gone
    )
    if replaced and turnover.moved >= REPLACED * turnover.gone:
        old, new = turnover.example or ("", "")
        yield Finding(
            "site_moved",
            f"column {key}: {turnover.gone} of {turnover.known} known addresses are gone and {turnover.moved} titles "
            f"came back at others ({old} is {new} now): the site was moved; if its reports are the same, take the new "
            f"addresses with --accept",
            True,
        )
    elif replaced:
        yield Finding(
            "column_replaced",
            f"column {key}: {turnover.gone} of {turnover.known} known addresses are gone and {turnover.new} others "
            f"stand in their place under other titles: is this still the same list?",
            True,
        )
    for code, what, lost in (("unit_lost", "unit", turnover.lost_units), ("year_lost", "year", turnover.lost_years)):
        heavy = [(name, rows) for name, rows in lost if rows >= LEAST_OF_A_GROUP]
        light = [(name, rows) for name, rows in lost if rows < LEAST_OF_A_GROUP]
        for groups, holds in ((heavy, True), (light, False)):
            if groups:
                named = ", ".join(f"{name} ({rows})" for name, rows in groups[:_NAMED])
                more = f" and {len(groups) - _NAMED} more" if len(groups) > _NAMED else ""
                yield Finding(
                    code, f"column {key} shows nothing any more of {len(groups)} {what}s: {named}{more}", holds
                )
