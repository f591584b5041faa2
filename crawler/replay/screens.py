"""What a replay shows: live progress on a terminal, then every difference and a line of counts."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import click
from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from archive.masking import mask
from crawler.replay.differences import Difference
from crawler.replay.replay import Replayed

#: Rows of the table a person reads; `--json` gives all.
_SHOWN = 60
_SHOWN_FIGURES = 12
_COUNTS = ("read", "same", "reread", "changed", "first_read", "told", "texts", "unstable")
_NAMES = {
    "reread": "re-read, nothing differs",
    "first_read": "read for the first time",
    "told": "told to the record",
    "texts": "shown texts read for figures",
}
_RESUMED = "an interrupted replay went on; what it listed before is not listed again"
_STYLES = {"-": "red", "+": "green"}


class Progress:
    """The watcher a replay reports to. Silent unless standard error is a terminal."""

    def __init__(self, status: Status | None) -> None:
        self._status, self._began = status, time.monotonic()

    def __call__(self, site: str, done: int, of: int, what: str) -> None:
        if self._status is None:
            return
        line = Text.assemble(
            (f"{site} ", "bold"), f"{done} of {of} · {time.monotonic() - self._began:.0f} s  ", (what, "dim")
        )
        line.truncate(max(self._status.console.width - 4, 20), overflow="ellipsis")
        self._status.update(line)


@contextmanager
def progress() -> Iterator[Progress]:
    """Live progress on standard error while a replay runs."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Progress(None)
        return
    with console.status("replay …") as status:
        yield Progress(status)


def put_json(done: Replayed, seconds: float, *, dry: bool) -> None:
    """The outcome as JSON, written difference by difference: there may be more of them than memory holds."""
    outcome = json.dumps(summary(done, seconds, dry=dry), ensure_ascii=False)
    click.echo(f'{outcome[:-1]}, "differences": [', nl=False)
    for number, difference in enumerate(done.differences):
        click.echo((", " if number else "") + json.dumps(difference.to_json(), ensure_ascii=False), nl=False)
    click.echo("]}")


def summary(done: Replayed, seconds: float, *, dry: bool) -> dict[str, Any]:
    """The outcome of a replay as plain data, without the differences."""
    return {
        "run": done.run_id,
        "dry_run": dry,
        "state": done.state,
        "reason": done.reason,
        "resumed": done.resumed,
        **{name: done.counts[name] for name in _COUNTS},
        "not_read": [
            {"site": site, "url": url, "code": code, "message": mask(message)}
            for site, url, code, message in done.not_read
        ],
        "skipped": dict(sorted(done.skipped.items())),
        "seconds": round(seconds, 1),
    }


def show(console: Console, done: Replayed, *, dry: bool) -> None:
    """Print a finished replay: a table on a terminal, tab-separated lines on a pipe; all differences of a dry run."""
    if not console.is_terminal:
        _show_plain(done)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("report", "address", "what differs"):
        table.add_column(name, overflow="fold")
    shown = list(islice(done.differences, None if dry else _SHOWN))
    for difference in shown:
        what = Text(difference.words())
        if dry:
            for line in _lines(difference, _SHOWN_FIGURES):
                what.append(f"\n{line}", _STYLES.get(line[0], "dim"))
        table.add_row(difference.report or "–", difference.url, what)
    if shown:
        console.print(table)
    if len(done.differences) > len(shown):
        console.print(f"… and {len(done.differences) - len(shown)} more: fangzhi replay --json")
    if done.resumed:
        console.print(_RESUMED, style="dim")
    counts = Text()
    for name in _COUNTS:
        if done.counts[name] or name in ("read", "same"):
            counts.append(f"{done.counts[name]} ", "bold")
            counts.append(f"{_NAMES.get(name, name)}  ")
    console.print(counts)
    for _, url, code, message in done.not_read[:_SHOWN]:
        console.print(Text(f"  {code}  {url}  {mask(message)}", "yellow"))
    for site, why in sorted(done.skipped.items()):
        console.print(Text(f"  {site} was not read: {why}", "yellow"))


def _lines(difference: Difference, most: int | None) -> Iterator[str]:
    """The first lines of a text that differ, then the figures, at the `most` so many."""
    yield from difference.diff
    if beyond := difference.removed + difference.added - len(difference.diff):
        yield f"… {beyond} lines more"
    for one in difference.figures[:most]:
        yield one.words()
    if most is not None and len(difference.figures) > most:
        yield f"… and {len(difference.figures) - most} more: fangzhi replay --dry-run --json"


def _show_plain(done: Replayed) -> None:
    if len(done.differences):
        click.echo("report\turl\twhat")
    for difference in done.differences:
        click.echo(f"{difference.report or ''}\t{difference.url}\t{_flat(difference.words())}")
        for line in _lines(difference, None):
            click.echo(f"\t\t{line}")
    if done.resumed:
        click.echo(f"note\t{_RESUMED}")
    for name in ("run", "state", "reason"):
        click.echo(f"{name}\t{getattr(done, 'run_id' if name == 'run' else name)}")
    for name in _COUNTS:
        click.echo(f"{name}\t{done.counts[name]}")
    for site, url, code, message in done.not_read:
        click.echo(f"not read {code}\t{site}\t{url}\t{_flat(mask(message))}")
    for site, why in sorted(done.skipped.items()):
        click.echo(f"skipped\t{site}\t{_flat(why)}")


def _flat(text: str) -> str:
    return " ".join(text.split())
