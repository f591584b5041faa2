"""What a crawl shows: live progress on a terminal, then a table of what was found, new, changed, refused."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from crawler.order import Tally
from crawler.running import CrawlResult
from settings.sites import Site

_STATE_STYLES = {"complete": "green", "partial": "yellow", "held": "yellow", "failed": "red", "blocked": "red"}
_STAGES = {"lists": "reading lists", "entries": "looking at reports", "closing": "closing"}
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
        "seconds": round(seconds, 1),
        "reports": list(result.items),
    }


def show(console: Console, site: Site, outcome: dict[str, Any]) -> None:
    """Print a finished crawl for a person."""
    state = outcome["state"] or "not run"
    head = Text.assemble((f"{site.name} ", "bold"), f"{site.host}  ", (state, _STATE_STYLES.get(state, "")))
    if outcome["reason"] and outcome["reason"] != "finished":
        head.append(f"  {outcome['reason']}")
    console.print(head)
    if outcome["reports"]:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("report", "issuer", "year", "what", "title"):
            table.add_column(name, no_wrap=True, overflow="ellipsis")
        for item in outcome["reports"][:60]:
            table.add_row(
                item["report"],
                item["issuer"] or "?",
                str(item["year"] or "?"),
                f"{_RESULTS.get(item['result'], item['result'])} (v{item['version']})",
                item["title"],
            )
        console.print(table)
        if len(outcome["reports"]) > 60:
            console.print(f"… and {len(outcome['reports']) - 60} more: fangzhi reports --site {site.host}")
    counts = Table(box=None, pad_edge=False, header_style="bold")
    shown = (
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
    for name in shown:
        counts.add_column(name.replace("_", " ").replace("new ", "new\n"), justify="right")
    counts.add_row(*(str(outcome[name]) for name in shown))
    console.print(counts)
    for code, count in sorted(outcome["issues"].items()):
        console.print(f"  issue {code} × {count}   (fangzhi issues {site.host})", style="yellow", highlight=False)
