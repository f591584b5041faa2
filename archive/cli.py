"""The commands of this room: every way to ask the archive from a shell.

Exit codes: 0 found, 1 nothing found or not sound, 2 the question or the configuration makes no sense.
"""

import functools
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from archive.chrome.commands import make_command
from archive.figures.commands import make_commands
from settings.env import BadEnvironment, load_env

if TYPE_CHECKING:
    from archive.answers import Status
    from archive.ask import Archive
    from archive.readings import WhichReading

_TERMINAL_ROWS = 40
_FORMATS = ("parquet", "jsonl", "csv")


class AskFailed(click.ClickException):
    """A question that got no answer; the message says what to do next."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        click.echo(f"fangzhi: {self.format_message()}", file=file, err=file is None)


class BadQuestion(AskFailed):
    """A question, or a configuration, that makes no sense; the message says what to correct."""

    exit_code = 2


def _asking(command: Callable[..., Any], *, even_nothing: bool = False) -> Callable[..., Any]:
    """Options every command has, and the archive opened and closed around it; failures become one line.

    `even_nothing` gives the command None where there is no archive yet.
    """

    @click.option("--archive", "place", metavar="PATH", help="Database, data folder or sqlite:/// address to read.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON: indented on a terminal, one line each piped.")
    @functools.wraps(command)
    def ask(place: str | None, as_json: bool, **options: Any) -> None:
        from archive.ask import WARC_FOLDER, Archive
        from archive.errors import (
            AmbiguousReport,
            ArchiveError,
            BadExportTarget,
            BadQuery,
            NoArchive,
            UnsupportedDatabase,
        )
        from archive.screens import Screen

        try:
            try:
                if place is not None:
                    opened: Archive | None = Archive.open(place)
                else:
                    env = load_env()
                    opened = Archive.open(env.database, env.data / WARC_FOLDER)
            except NoArchive:
                if not even_nothing or place is not None:
                    raise
                opened = None
            with opened or nullcontext() as archive:
                found = command(archive, Screen(as_json=as_json), **options)
        except (AmbiguousReport, BadExportTarget, BadQuery, NoArchive, UnsupportedDatabase, BadEnvironment) as error:
            raise BadQuestion(str(error)) from error
        except ArchiveError as error:
            raise AskFailed(str(error)) from error
        sys.stdout.flush()
        sys.exit(0 if found else 1)

    return ask


_asking_even_nothing = functools.partial(_asking, even_nothing=True)


def _filters(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--site", metavar="HOST", help="Only reports found on this site."),
        click.option("--issuer", metavar="NAME", help="Only this body: 石门镇."),
        click.option("--year", type=click.IntRange(1990, 2100), metavar="YEAR", help="Only this report year."),
        click.option("--county", metavar="COUNTY", help="Only this county, by name or code; earlier names included."),
    ):
        command = option(command)
    return command


class _Day(click.ParamType[date]):
    """A calendar day in China."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write it as 2019-06-30", param, ctx)


_report = click.argument("report", nargs=-1, required=True)
_unmasked = click.option(
    "--unmasked", is_flag=True, help="Show mobile numbers, personal mail and identity numbers, masked otherwise."
)
_limit = click.option("--limit", type=click.IntRange(1), metavar="N", help="Show at most N.")


@click.command()
@_asking
def status(archive: "Archive", screen: Any) -> bool:
    """Show how the archive stands: sites, last runs, counts, open issues."""
    from archive.views import put_status

    found = archive.status()
    put_status(screen, found, _declared(found))
    return True


def _declared(found: "Status") -> Mapping[str, str]:
    """Names of the declared sites by host; a broken row must not keep anyone from seeing the status."""
    from settings.sites import BadSiteRow, load_sites

    try:
        return {host: site.name for host, site in load_sites(load_env().portals).items()}
    except (BadSiteRow, BadEnvironment) as error:
        click.echo(f"fangzhi: site names left out: {error}", err=True)
        return {site.site: "" for site in found.sites}


@click.command()
@_filters
@_limit
@_asking
def reports(archive: "Archive", screen: Any, limit: int | None, **filters: Any) -> bool:
    """List reports, newest report year first."""
    from archive.views import put_reports

    shown = limit or (_TERMINAL_ROWS if screen.is_terminal and not screen.as_json else None)
    found = archive.reports(**filters, limit=None if shown is None else shown + 1)
    put_reports(screen, found, shown)
    return bool(found)


@click.command()
@_report
@click.option("--version", "seq", type=click.IntRange(1), metavar="N", help="Version N instead of the current one.")
@click.option("--as-of", type=_Day(), metavar="DATE", help="What the archive showed at the end of this day in China.")
@click.option("--raw", is_flag=True, help="Write the bytes as the portal sent them, and nothing else.")
@click.option("--figures", is_flag=True, help="Show what the text states, each figure with its words and its checks.")
@click.option(
    "--reading",
    "which",
    type=click.Choice(["first", "latest"]),
    default="first",
    show_default=True,
    help="The text as it was first read, which never changes, or as the latest rules read the same bytes.",
)
@_unmasked
@_asking
def show(
    archive: "Archive",
    screen: Any,
    report: tuple[str, ...],
    seq: int | None,
    as_of: date | None,
    raw: bool,
    figures: bool,
    which: "WhichReading",
    unmasked: bool,
) -> bool:
    """Show one version of a report. REPORT is an id, the beginning of one, or issuer and year: 石门镇 2017."""
    from archive.views import put_document

    if seq is not None and as_of is not None:
        raise click.UsageError("take --version or --as-of, not both")
    if raw and figures:
        raise click.UsageError("take --raw or --figures, not both")
    if raw and which != "first":
        raise click.UsageError("--raw shows the bytes, which every reading has in common; leave --reading out")
    name = " ".join(report)
    if figures:
        from archive.figures.views import put_stated

        stated = archive.stated(name, seq, as_of, reading=which, unmasked=unmasked)
        put_stated(screen, stated)
        return stated.read
    if raw:
        screen.put_bytes(archive.raw(name, seq, as_of).body)
    else:
        put_document(screen, archive.version(name, seq, as_of, reading=which, unmasked=unmasked))
    return True


@click.command()
@_report
@_asking
def history(archive: "Archive", screen: Any, report: tuple[str, ...]) -> bool:
    """Show every version of a report: when it was seen, what carried it, which bytes prove it."""
    from archive.views import put_history

    put_history(screen, archive.history(" ".join(report)))
    return True


@click.command()
@_report
@click.argument("a", type=click.IntRange(1))
@click.argument("b", type=click.IntRange(1))
@_unmasked
@_asking
def diff(archive: "Archive", screen: Any, report: tuple[str, ...], a: int, b: int, unmasked: bool) -> bool:
    """Show what changed from version A to version B, to the character. Exit code 1: nothing changed."""
    from archive.views import put_difference

    found = archive.diff(" ".join(report), a, b, unmasked=unmasked)
    put_difference(screen, found, a, b)
    return bool(found.changed)


@click.command(
    epilog='QUERY: terms by spaces (all of them), "a phrase", -not, 年:2017, 县:连州市, 单位:石门镇. '
    "Put -- before a query that begins with a minus."
)
@click.argument("query", nargs=-1, required=True)
@_filters
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Show at most N.")
@click.option("--all-versions", is_flag=True, help="Look in superseded versions too.")
@_unmasked
@_asking
def search(archive: "Archive", screen: Any, query: tuple[str, ...], **options: Any) -> bool:
    """Search the text of all reports; any part of a Chinese word is found."""
    from archive.views import put_hits

    # A phrase that the shell took the quotes from is one argument with spaces in it, and only then.
    asked = query[0] if len(query) == 1 else " ".join(f'"{part}"' if " " in part else part for part in query)
    found = archive.search(asked, **options)
    put_hits(screen, found)
    return bool(found.hits)


@click.command()
@click.argument("out", type=click.Path(dir_okay=False))
@click.option("--format", "name", type=click.Choice(_FORMATS), required=True, help="What to write.")
@click.option("--all-versions", is_flag=True, help="One row per version instead of one per report.")
@click.option("--figures", is_flag=True, help="Write what the reports state and the checks to two files beside OUT.")
@_unmasked
@_filters
@_asking
def export(archive: "Archive", screen: Any, out: str, name: str, **options: Any) -> bool:
    """Write all reports to the file OUT, with a manifest beside it."""
    from archive.views import put_exported, working

    with working("exporting") as tell:
        done = archive.export(name, out, **options, progress=lambda rows: tell(f"{rows:,} rows"))
    put_exported(screen, done)
    return bool(done.rows)


@click.command()
@_asking
def verify(archive: "Archive", screen: Any) -> bool:
    """Re-hash everything stored and follow every reference. Exit code 1: something is damaged."""
    from archive.views import put_verification, working

    with working("verifying") as tell:
        done = archive.verify(lambda phase, at, total: tell(f"{phase}: {at:,} of {total:,}"))
    put_verification(screen, done)
    return done.sound


@click.command()
@click.argument("site", required=False)
@_limit
@_asking
def runs(archive: "Archive", screen: Any, site: str | None, limit: int | None) -> bool:
    """List runs, newest first, of SITE or of all."""
    from archive.views import put_runs

    found = archive.runs(_host(site), limit or _TERMINAL_ROWS)
    put_runs(screen, found)
    return bool(found)


@click.command()
@click.argument("site", required=False)
@click.option("--run", metavar="RUN", help="Those of one run instead of each site's newest.")
@_limit
@_asking
def issues(archive: "Archive", screen: Any, site: str | None, run: str | None, limit: int | None) -> bool:
    """List open issues: what the newest run of SITE, or of each site, found odd."""
    from archive.views import put_issues

    found = archive.issues(_host(site), run, limit or (_TERMINAL_ROWS if screen.is_terminal else None))
    put_issues(screen, found)
    return bool(found)


@click.command()
@click.option("--province", metavar="PROVINCE", help="Only this province: 安徽, or its code 34.")
@click.option("--health", "with_health", is_flag=True, help="Each column, trust and open alarm, the worst site first.")
@_asking_even_nothing
def sites(archive: "Archive | None", screen: Any, province: str | None, with_health: bool) -> bool:
    """Show every declared site, crawled or not: family, last good run, state, yield against expectation."""
    from datetime import UTC, datetime

    from archive.sites import find_health
    from archive.sites_screen import put_health, put_sites
    from settings.sites import BadSiteRow, load_sites

    try:
        declared = load_sites(load_env().portals)
    except BadSiteRow as error:
        raise BadQuestion(str(error)) from error
    now = datetime.now(UTC)
    found = archive.health(declared, now, province) if archive else find_health(None, declared, now, province)
    (put_health if with_health else put_sites)(screen, found)
    if not found:
        screen.put_note(f"no site is declared in {province}" if province else "no site is declared")
    return bool(found)


def _host(site: str | None) -> str | None:
    return None if site is None else site.strip().lower().removeprefix("www.")


#: Every command of this room by name.
COMMANDS: Mapping[str, click.Command] = MappingProxyType(
    {
        command.name or "": command
        for command in (
            *(sites, status, reports, show, history, diff, search),
            *make_commands(_asking, _filters, _unmasked),
            *(export, verify, runs, issues, make_command(_asking, _host)),
        )
    }
)


def commands() -> Mapping[str, click.Command]:
    """Every command of this room by name."""
    return COMMANDS
