"""The commands about figures, in the ways of `archive.cli`, whose options they share."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from archive.ask import Archive

_Command = Callable[..., Any]


def make_commands(asking: Callable[[_Command], Any], *options: Callable[[_Command], _Command]) -> list[click.Command]:
    """`figures` and `checks`, opened by `asking`, each with the shared `options`."""

    def with_options(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    @click.command()
    @click.option("--key", metavar="KEY", help="The quantity to show: proactive_total, requests_received …")
    @click.option("--keys", "list_keys", is_flag=True, help="List the keys with their meaning and unit.")
    @click.option("--all", "all_statements", is_flag=True, help="One row per statement instead of one per report.")
    @click.option("--csv", "as_csv", is_flag=True, help="Print CSV with every column.")
    @with_options
    @asking
    def figures(
        archive: "Archive", screen: Any, key: str | None, list_keys: bool, as_csv: bool, **filters: Any
    ) -> bool:
        """Show one quantity over reports, issuers and years: what each states, how, and in which words.

        Zero, none in words, a blank cell and not mentioned are told apart. Exit code 1: no report states it.
        """
        from archive.figures.views import put_figures, put_figures_csv, put_keys

        if list_keys == (key is not None):
            raise click.UsageError("take --key KEY to show a quantity, or --keys to list them")
        if as_csv and (screen.as_json or list_keys):
            raise click.UsageError("--csv goes with --key alone, and not with --json")
        if key is None:
            put_keys(screen, archive.figure_keys())
            return True
        found = archive.figures(key, **filters)
        if as_csv:
            put_figures_csv(found)
        else:
            put_figures(screen, found)
        return any(row.stated not in ("not_mentioned", "not_read") for row in found)

    @click.command()
    @click.option("--failed", is_flag=True, help="Only sums that do not hold and totals that contradict each other.")
    @with_options
    @asking
    def checks(archive: "Archive", screen: Any, **filters: Any) -> bool:
        """Show the sums of the reports' own forms, totals stated twice, and what is carried from year to year.

        Both sides are shown with their words; the archive does not say which one is right. Exit code 1: no check fits.
        """
        from archive.figures.views import put_checks

        found = archive.checks(**filters)
        put_checks(screen, found)
        return bool(found)

    return [figures, checks]
