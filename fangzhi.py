"""The command `fangzhi`: it only joins the three rooms' commands."""

import sys
from importlib import import_module

import click

from settings.env import VERSION, BadEnvironment
from settings.sites import BadSiteRow

#: Command name -> the module whose `commands()` holds it. A module is imported when its command is called, so that
#: `fangzhi status` does not wait for Scrapy.
_HOMES = {
    "crawl": "crawler.cli",
    "backfill": "crawler.cli",
    "probe": "crawler.probe.cli",
    "inspect": "crawler.probe.cli",
    "replay": "crawler.replay.cli",
    "evaluate": "crawler.evaluate.cli",
    "schedule": "scheduler.cli",
    "sites": "archive.cli",
    "status": "archive.cli",
    "reports": "archive.cli",
    "show": "archive.cli",
    "history": "archive.cli",
    "diff": "archive.cli",
    "search": "archive.cli",
    "figures": "archive.cli",
    "checks": "archive.cli",
    "export": "archive.cli",
    "verify": "archive.cli",
    "runs": "archive.cli",
    "issues": "archive.cli",
    "chrome": "archive.cli",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        home = _HOMES.get(cmd_name)
        if home is None:
            return None
        command: click.Command = import_module(home).commands()[cmd_name]
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="fangzhi")
def cli() -> None:
    """方志: every version of the information-disclosure annual reports of China's counties and townships."""


def main() -> None:
    """Run the command; every expected failure is one line that says what to do next."""
    try:
        cli.main(prog_name="fangzhi", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        click.echo(f"fangzhi: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except (BadEnvironment, BadSiteRow) as error:
        click.echo(f"fangzhi: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:
        from archive.errors import ArchiveError

        if not isinstance(error, ArchiveError):
            raise
        click.echo(f"fangzhi: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
