"""The commands of this room: crawl one site now, fill in its past."""

import json
import sys
import time
from collections.abc import Mapping
from typing import Any

import click

from archive.values import RunKind
from settings.env import load_env
from settings.sites import BadSiteRow, Site, UnknownSite, find_site, load_sites

_NO_YEAR = (2008, 2100)


def _site(_context: click.Context, _parameter: click.Parameter, host: str) -> Site:
    try:
        return find_site(load_sites(load_env().portals), host)
    except (UnknownSite, BadSiteRow) as error:
        raise click.ClickException(str(error)) from None


@click.command()
@click.argument("site", callback=_site)
@click.option("--full", is_flag=True, help="Follow every list page, also past entries that are known.")
@click.option("--recheck", is_flag=True, help="Look again at every known report for silent changes.")
@click.option(
    "--accept", is_flag=True, help="Take what the columns yield now as the new normal: the portal did remove reports."
)
@click.option("--now", is_flag=True, help="Ask a portal that is left alone because it refused us.")
@click.option(
    "--kind",
    type=click.Choice(["manual", "nightly"]),
    default="manual",
    show_default=True,
    help="What the run ledger calls this run.",
)
@click.option("--time-limit", type=float, metavar="SECONDS", help="End cleanly after so long; the next run goes on.")
@click.option("--expect-last-run", metavar="RUN", help="Do nothing if the site's last run is another one by then.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def crawl(
    site: Site,
    full: bool,
    recheck: bool,
    accept: bool,
    now: bool,
    kind: RunKind,
    time_limit: float | None,
    expect_last_run: str | None,
    as_json: bool,
) -> None:
    """Crawl one site now.

    Exit codes: 0 complete, 1 partial, held or failed, 3 blocked by the portal or left alone since it was, 75 another
    crawl of the site runs.
    """
    from crawler.order import Order

    order = Order(
        kind=kind,
        full=full,
        recheck=recheck,
        accept=accept,
        now=now,
        time_limit=time_limit,
        expect_last_run=expect_last_run,
    )
    sys.exit(_crawl(site, order, as_json)[0])


@click.command()
@click.argument("site", callback=_site)
@click.option("--from", "first", type=click.IntRange(*_NO_YEAR), metavar="YEAR", help="First report year.")
@click.option("--to", "last", type=click.IntRange(*_NO_YEAR), metavar="YEAR", help="Last report year.")
@click.option("--now", is_flag=True, help="Ask a portal that is left alone because it refused us.")
@click.option("--expect-last-run", metavar="RUN", help="Do nothing if the site's last run is another one by then.")
@click.option("--time-limit", type=float, metavar="SECONDS", help="Stop cleanly after so long; call again to go on.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def backfill(
    site: Site,
    first: int | None,
    last: int | None,
    now: bool,
    expect_last_run: str | None,
    time_limit: float | None,
    as_json: bool,
) -> None:
    """Fetch what the archive lacks of a site's past report years.

    It reads the archive for what is missing and may be stopped at any point, even killed: called again, or by
    `fangzhi schedule run`, it goes on where it was.
    """
    from archive.record import Record
    from crawler.order import Order

    env = load_env()
    years = (first or site.first_year, last or _now().year)
    if years[0] > years[1]:
        raise click.UsageError(f"--from {years[0]} is after --to {years[1]}")
    record = Record.open(env.database, env.data)
    try:
        wish = record.ask_backfill(site.host, *years, _now())
    finally:
        record.close()
    order = Order(kind="backfill", years=years, now=now, time_limit=time_limit, expect_last_run=expect_last_run)
    code, complete = _crawl(site, order, as_json)
    if complete:
        record = Record.open(env.database, env.data)
        try:
            record.finish_backfill(wish, _now())
        finally:
            record.close()
    sys.exit(code)


def commands() -> Mapping[str, click.Command]:
    """The commands `fangzhi` joins."""
    return {"crawl": crawl, "backfill": backfill}


def _crawl(site: Site, order: Any, as_json: bool) -> tuple[int, bool]:
    """The exit code, and whether a run ended complete (an overtaken wish exits 0 without one)."""
    from rich.console import Console

    from crawler.running import run_site
    from crawler.screens import progress, show, summary

    env = load_env()
    began = time.monotonic()
    with progress(site) as watch:
        result = run_site(site, env, order, watch)
    outcome = summary(site, result, time.monotonic() - began)
    if as_json:
        indent = 2 if sys.stdout.isatty() else None
        click.echo(json.dumps(outcome, ensure_ascii=False, indent=indent))
    elif result.finished is not None:
        show(Console(highlight=False), site, outcome)
    if result.finished is None:
        click.echo(f"fangzhi: {result.refusal or 'the crawl did not start; see ' + str(result.log)}", err=True)
    elif result.exit_code:
        click.echo(
            f"fangzhi: {site.host} {result.finished.state}: {result.finished.reason} (log: {result.log})", err=True
        )
    return result.exit_code, result.finished is not None and result.finished.state == "complete"


def _now() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC)
