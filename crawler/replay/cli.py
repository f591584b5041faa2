"""The command `fangzhi replay`."""

import signal
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime

import click

from settings.env import load_env
from settings.sites import BadSiteRow, UnknownSite, find_site, load_sites

_BUSY = 75


@click.command()
@click.option("--site", "host", metavar="HOST", help="Read only what this site's crawls brought.")
@click.option("--dry-run", is_flag=True, help="List what would change; write nothing.")
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Reading processes; as many as cores unless given."
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def replay(host: str | None, dry_run: bool, workers: int | None, as_json: bool) -> None:
    """Read the whole archive again with today's rules, without the network.

    The same bytes and rules give the same text; what newer rules read otherwise is kept as a re-reading, never as a
    version of the government's. Killed or stopped, it goes on where it was when called again.

    Exit codes: 0 complete, 1 partial or failed, 75 a crawl of the site or another replay runs.
    """
    from rich.console import Console

    from archive.errors import ReplayBusy
    from crawler.replay.pool import cores
    from crawler.replay.replay import Replay
    from crawler.replay.screens import progress, put_json, show

    env = load_env()
    try:
        sites = load_sites(env.portals)
        only = find_site(sites, host).host if host is not None else None
    except (UnknownSite, BadSiteRow) as error:
        raise click.ClickException(str(error)) from None
    began = time.monotonic()
    with progress() as watch:
        work = Replay(env, sites, lambda: datetime.now(UTC), watch, workers or cores())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: work.stop())
        try:
            done = work.run(only, dry=dry_run)
        except ReplayBusy as error:
            click.echo(f"fangzhi: {error}", err=True)
            sys.exit(_BUSY)
    if as_json:
        put_json(done, time.monotonic() - began, dry=dry_run)
    else:
        show(Console(highlight=False), done, dry=dry_run)
    if done.state != "complete":
        click.echo(f"fangzhi: replay {done.state}: {done.reason}", err=True)
        sys.exit(_BUSY if done.busy and only is not None else 1)


def commands() -> Mapping[str, click.Command]:
    """The command `fangzhi` joins."""
    return {"replay": replay}
