"""The commands that look at a portal outside a crawl: probe a portal, inspect one page."""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from settings.env import load_env

if TYPE_CHECKING:
    from crawler.probe.findings import Findings
    from crawler.probe.inspection import Form
    from crawler.probe.save import Checkout


def _address(_context: click.Context, _parameter: click.Parameter, url: str) -> str:
    """A portal's address as people write it. Without a scheme plain HTTP is asked, and redirects lead on."""
    from crawler.probe.hosts import NotAPortal, bare_host

    address = url.strip() if "//" in url else f"http://{url.strip()}"
    if address.count("/") == 2:
        address += "/"
    try:
        bare_host(address)
    except NotAPortal as error:
        raise click.UsageError(str(error)) from None
    return address


@click.command()
@click.argument("url", callback=_address)
@click.option(
    "--save", is_flag=True, help="Write the row, the pages seen and what is expected of them into a checkout."
)
@click.option("--checkout", type=click.Path(path_type=Path), help="The source checkout to save to (default: this one).")
@click.option("--pages", type=click.IntRange(1, 2000), help="List pages one column's trial walks at most.")
@click.option("--json", "as_json", is_flag=True, help="Print everything found as one JSON object.")
def probe(url: str, save: bool, checkout: Path | None, pages: int | None, as_json: bool) -> None:
    """Find out how a portal keeps its annual reports, from its home page alone, and draft its row.

    Exit codes: 0 understood, 1 in part or not, 3 blocked by the portal, 75 a crawl of the host runs.
    """
    from datetime import UTC, datetime

    from crawler.probe.row import draft_row, province_file, with_keys
    from crawler.probe.screens import progress, show
    from crawler.probe.survey import MOST_LIST_PAGES, Survey

    env = load_env()
    target = _checkout(url, checkout, env.portals) if save else None
    with progress(url) as watch:

        def errand(download: Any, clock: Any, set_delay: Any, stopping: Any) -> Any:
            return Survey(url, env, download, clock, set_delay, watch, stopping, pages or MOST_LIST_PAGES).run()

        found: Findings = with_keys(_run(url, errand))
    on = datetime.now(UTC).date()
    row = draft_row(found, on)
    if row is not None:
        found = replace(found, row=row.text, row_file=province_file(row.site.division))
    written = target.save(found, row, on) if target is not None and row is not None else ()
    if as_json:
        _print_json({**found.to_json(), "saved": [str(path) for path in written]})
    else:
        show(found)
        for path in written:
            click.echo(f"wrote {path}")
    if target is not None and row is None:
        click.echo("fangzhi: nothing saved: there is no row to save (see the reasons)", err=True)
    sys.exit(found.exit_code)


@click.command()
@click.argument("url", callback=_address)
@click.option(
    "--as",
    "form",
    type=click.Choice(["index", "article", "attachment"]),
    help="Read it as that, whatever it looks like.",
)
@click.option("--stored", is_flag=True, help="Read the newest look already archived instead of asking the portal.")
@click.option("--json", "as_json", is_flag=True, help="Print everything found as one JSON object.")
def inspect(url: str, form: "Form | None", stored: bool, as_json: bool) -> None:
    """Show what the crawler would make of one page: outcome, charset, family, rows or body, text and facts.

    Exit codes: 0 read, 1 not or not whole, 3 blocked by the portal, 75 a crawl of the host runs.
    """
    from datetime import UTC, datetime

    from crawler.probe.inspectscreen import show_inspection
    from crawler.probe.looking import Inspector

    env = load_env()
    inspector = Inspector(url, env, form)
    if stored:
        seen = inspector.stored(datetime.now(UTC).year)
        if seen is None:
            raise click.ClickException(f"no archive holds a look at {url}; ask the portal without --stored")
    else:
        seen = _run(url, inspector.fetch)
    if as_json:
        _print_json(seen.to_json())
    else:
        show_inspection(seen)
    sys.exit(seen.exit_code)


def commands() -> Mapping[str, click.Command]:
    """The commands `fangzhi` joins."""
    return {"probe": probe, "inspect": inspect}


def _run(url: str, errand: Any) -> Any:
    """What an errand brings that runs through Scrapy's downloader; ends the command where it could not be run."""
    from crawler.probe.hosts import bare_host
    from crawler.running import EXIT_BUSY, log_file, run_spider
    from crawler.spiders.errand import ErrandSpider

    log = log_file(load_env(), bare_host(url))
    spider, _ = run_spider(ErrandSpider, log, {"errand": errand})
    result = getattr(spider, "result", None)
    if result is None:
        refusal = getattr(spider, "refusal", None) or f"it ended without a result; see {log}"
        click.echo(f"fangzhi: {refusal}", err=True)
        sys.exit(EXIT_BUSY if getattr(spider, "busy", False) else 1)
    return result


def _checkout(url: str, folder: Path | None, portals: Path | None) -> "Checkout":
    """Where to save, checked before the portal is asked for anything."""
    from crawler.probe.hosts import bare_host
    from crawler.probe.save import CannotSave, Checkout

    target = Checkout((folder or Path(__file__).parents[2]).absolute(), portals)
    try:
        target.check(bare_host(url))
    except CannotSave as error:
        raise click.ClickException(str(error)) from None
    return target


def _print_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))
