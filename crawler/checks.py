"""Run-level expectations: did a column yield what it should have? Too few holds the run, too many is only said."""

from dataclasses import dataclass

from settings.sites import Column

#: A full walk that sees less than this share of what the last full walk saw is a fault of the walk until shown else.
SHRINK = 0.7


@dataclass(frozen=True, slots=True)
class ColumnYield:
    """What one walk over a column brought. `walked_full` is False after an early stop at known entries."""

    column: Column
    seen: int
    total: int | None
    last_full_seen: int | None
    walked_full: bool
    incomplete: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """`holds` is True when the run must not publish what it brought."""

    code: str
    message: str
    holds: bool


def check_column(found: ColumnYield) -> list[Finding]:
    """What is wrong with a column's yield, against its printed total, its history and the row's bounds."""
    column = found.column
    findings = []
    if found.last_full_seen and found.seen == 0:
        findings.append(
            Finding(
                "empty_column",
                f"column {column.key} listed {found.last_full_seen} entries before and none now: its layout changed or "
                f"the portal hides it; compare the stored list pages (`fangzhi issues`), then mend the row",
                True,
            )
        )
    elif found.walked_full and found.last_full_seen and found.seen < SHRINK * found.last_full_seen:
        findings.append(
            Finding(
                "column_shrank",
                f"column {column.key} listed {found.last_full_seen} entries before and only {found.seen} now",
                True,
            )
        )
    if found.walked_full and found.total is not None and found.seen < found.total:
        findings.append(
            Finding(
                "below_printed_total",
                f"column {column.key} prints a total of {found.total} and showed {found.seen}",
                True,
            )
        )
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
