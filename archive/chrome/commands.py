"""The command about the lines a site prints, in the ways of `archive.cli`, whose options it shares."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from archive.ask import Archive
    from archive.chrome.lines import Decision, KeptLine

_Command = Callable[..., Any]


def make_command(asking: Callable[[_Command], Any], host_of: Callable[[str], str | None]) -> click.Command:
    """`chrome`, opened by `asking`; `host_of` makes the name of a site of what a person typed."""

    @click.command()
    @click.argument("site")
    @click.option("--forget", metavar="LINE", help="Judge a line to be the reports' own: it is not left out any more.")
    @click.option("--restore", metavar="LINE", help="Take that back.")
    @click.option("--because", metavar="WORDS", help="Why; kept beside the decision.")
    @click.option("--by", metavar="NAME", help="Who decides; the name of the account unless given.")
    @asking
    def chrome(
        archive: "Archive",
        screen: Any,
        site: str,
        forget: str | None,
        restore: str | None,
        because: str | None,
        by: str | None,
    ) -> bool:
        """Show the lines SITE prints on its pages that are left out of its reports' texts, and why each one is.

        They are learned when most pages of several issuers show them at the same place, and apply to what is read after
        that; `fangzhi replay --site SITE` reads what was read before. LINE is a line as it is shown here. Exit code 1:
        nothing was learned of SITE.
        """
        from archive.chrome.views import put_lines

        if forget is not None and restore is not None:
            raise click.UsageError("take --forget or --restore, not both")
        line = forget if forget is not None else restore
        host = host_of(site) or ""
        if line is None:
            if because is not None or by is not None:
                raise click.UsageError("--because and --by go with --forget or --restore")
            found = archive.chrome(host)
            put_lines(screen, found)
            if not found:
                screen.put_note(f"nothing was learned of {host}")
            return bool(found)
        if not (because or "").strip():
            raise click.UsageError("say --because WORDS: whoever comes after must be able to judge it again")
        decision: Decision = "forgotten" if forget is not None else "restored"
        put_lines(screen, _decide(archive, host, line, decision, because or "", by))
        screen.put_note(f"it holds from the next reading on; fangzhi replay --site {host} reads what was read before")
        return True

    return chrome


def _decide(
    archive: "Archive", host: str, line: str, decision: "Decision", because: str, by: str | None
) -> "list[KeptLine]":
    from datetime import UTC, datetime

    from archive.record import Record

    record = Record.open(f"sqlite:///{archive.database}", archive.warc_folder.parent)
    try:
        return record.chrome.decide(host, line, decision, because.strip(), by or _account(), datetime.now(UTC))
    finally:
        record.close()


def _account() -> str:
    """The name of the account this process runs as; its number where it has no name."""
    import os
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
