"""What a crawl shows: live progress on a terminal, then a table of what was found, new, changed, refused."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.status import Status
from rich.table import Table
from rich.text import Text

from crawler.order import Tally
from crawler.running import CrawlResult
from settings.sites import Site

_STATE_STYLES = {"complete": "green", "partial": "yellow", "held": "yellow", "failed": "red", "blocked": "red"}
_STAGES = {"lists": "reading lists", "entries": "looking at reports", "closing": "closing"}
#: Rows of the table a person reads; `--json` gives all.
_SHOWN = 60
_RESULTS = {
    "new_report": "new report",
    "new_version": "new version",
    "new_rendition": "another copy",
    "rereading": "re-read",
}


class Progress:
    """The watcher a crawl reports to. Silent unless standard error is a terminal."""

    def __init__(self, site: Site, status: Status | None) -> None:
        self._site, self._status, self._began = site, status, time.monotonic()

    def __call__(self, stage: str, tally: Tally, what: str) -> None:
        if self._status is None:
            return
        new = tally.results["new_report"] + tally.results["new_version"]
        line = Text.assemble(
            (f"{self._site.name} ", "bold"),
            f"{_STAGES.get(stage, stage)} · {tally.requests} requests · {tally.listed} listed · "
            f"{tally.looked} looked at · {new} new · {time.monotonic() - self._began:.0f} s  ",
            (what, "dim"),
        )
        line.truncate(max(self._status.console.width - 4, 20), overflow="ellipsis")
        self._status.update(line)


@contextmanager
def progress(site: Site) -> Iterator[Progress]:
    """Live progress on standard error while a crawl runs."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Progress(site, None)
        return
    with console.status(f"{site.name} …") as status:
        yield Progress(site, status)


def summary(site: Site, result: CrawlResult, seconds: float) -> dict[str, Any]:
    """The outcome of a crawl as plain data: what `--json` prints."""
    finished = result.finished
    tally = finished.tally if finished else Tally()
    results = tally.results
    return {
        "site": site.host,
        "run": finished.run_id if finished else None,
        "state": finished.state if finished else None,
        "reason": finished.reason if finished else result.refusal,
        "listed": tally.listed,
        "looked": tally.looked,
        "new_reports": results["new_report"],
        "new_versions": results["new_version"],
        "new_renditions": results["new_rendition"],
        "unchanged": results["unchanged"] + results["report"],
        "refused": results["refused"],
        "empty": results["empty"],
        "gone": results["gone"],
        "failed": results["error"] + results["blocked"],
        "requests": tally.requests,
        "bodies": tally.bodies,
        "bytes": tally.bytes,
        "issues": dict(tally.issues),
        "alarms": [asdict(alarm) for alarm in finished.alarms] if finished else [],
        "seconds": round(seconds, 1),
        "reports": list(result.items),
    }


_ITEM = ("report", "issuer", "year", "result", "version", "title", "url")
_COUNTS = (
    "listed",
    "looked",
    "new_reports",
    "new_versions",
    "new_renditions",
    "unchanged",
    "refused",
    "empty",
    "gone",
    "failed",
    "requests",
)


def show(console: Console, site: Site, outcome: dict[str, Any]) -> None:
    """Print a finished crawl: a table and a line of counts on a terminal, tab-separated lines on a pipe."""
    if not console.is_terminal:
        _show_plain(outcome)
        return
    state = outcome["state"] or "not run"
    head = Text.assemble((f"{site.name} ", "bold"), f"{site.host}  ", (state, _STATE_STYLES.get(state, "")))
    if outcome["reason"] and outcome["reason"] != "finished":
        head.append(f"  {outcome['reason']}")
    console.print(head)
    if outcome["reports"]:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("report", "issuer", "year", "what", "title"):
            table.add_column(name, no_wrap=True, overflow="ellipsis")
        for item in outcome["reports"][:_SHOWN]:
            what = f"{_RESULTS.get(item['result'], item['result'])} (v{item['version']})"
            table.add_row(item["report"], item["issuer"] or "?", str(item["year"] or "?"), what, item["title"])
        console.print(table)
        if len(outcome["reports"]) > _SHOWN:
            console.print(f"… and {len(outcome['reports']) - _SHOWN} more: fangzhi reports --site {site.host}")
    counts = Text()
    for name in _COUNTS:
        if outcome[name] or name in ("listed", "new_reports", "requests"):
            counts.append(f"{outcome[name]} ", "bold" if outcome[name] else "")
            counts.append(f"{name.replace('_', ' ')}  ")
    console.print(counts)
    for alarm in outcome["alarms"]:
        console.print(Padding(Text.assemble((alarm["code"], "yellow"), f"  {alarm['message']}"), (0, 0, 0, 2)))
        if alarm["hint"]:
            console.print(Padding(Text(f"hint: {alarm['hint']}", "cyan"), (0, 0, 0, 4)))
    for code, count in sorted(outcome["issues"].items()):
        console.print(f"  issue {code} × {count}   (fangzhi issues {site.host})", style="yellow", highlight=False)


def _show_plain(outcome: dict[str, Any]) -> None:
    if outcome["reports"]:
        click.echo("\t".join(_ITEM))
        for item in outcome["reports"]:
            click.echo("\t".join("" if item[name] is None else str(item[name]) for name in _ITEM))
    for name in ("site", "run", "state", "reason", *_COUNTS):
        click.echo(f"{name}\t{outcome[name]}")
    for alarm in outcome["alarms"]:
        click.echo(f"alarm {alarm['code']}\t{_flat(alarm['message'])}")
        if alarm["hint"]:
            click.echo(f"hint {alarm['code']}\t{_flat(alarm['hint'])}")
    for code, count in sorted(outcome["issues"].items()):
        click.echo(f"issue {code}\t{count}")


def _flat(text: str) -> str:
    return " ".join(text.split())
