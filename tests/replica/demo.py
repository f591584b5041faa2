"""`make demo`: five simulated counties on loopback, crawled and asked by the real commands.

Nothing leaves this machine: every request ends at the replica's proxy. What the portals hold is known, so the demo
checks its own results and says in its last line whether they are right.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.rule import Rule
from rich.table import Table

from tests.replica.counties import COUNTIES
from tests.replica.proxy import Replica, running_county
from tests.replica.seeds import DEFAULT_TEXTS

ROOT = Path(__file__).resolve().parents[2]
#: Shows that a folder is an earlier demo's and may be thrown away.
MARK = ".fangzhi-demo"
CHANGED = "tx.gov.cn/石门镇/2017"


class Demo:
    """Runs commands against a replica and collects what was not as it should be."""

    def __init__(self, replica: Replica, data: Path, console: Console) -> None:
        self._replica, self._data, self._console = replica, data, console
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FANGZHI_")}
        self._environment = {**kept, **replica.environment(data, contact="demo"), "PYTHONUNBUFFERED": "1"}
        self.wrong: list[str] = []

    def heading(self, text: str) -> None:
        self._console.print()
        self._console.print(Rule(f"[bold]{text}[/bold]", align="left", style="cyan"))

    def say(self, text: str) -> None:
        self._console.print(text, style="dim", highlight=False)

    def run(self, *words: str, expect: int = 0) -> None:
        """Run one command with its output on screen."""
        self._prompt(words)
        began = time.monotonic()
        done = subprocess.run(self._command(words), env=self._environment, cwd=ROOT, check=False)
        self.say(f"{time.monotonic() - began:.1f} s")
        self._judge(words, done.returncode, expect)

    def ask(self, *words: str) -> list[dict[str, Any]]:
        """Run one command for its JSON answer, a value a line."""
        self._prompt((*words, "--json"))
        return self._values((*words, "--json"))

    def _values(self, words: Sequence[str]) -> list[dict[str, Any]]:
        done = subprocess.run(self._command(words), env=self._environment, cwd=ROOT, check=False, capture_output=True)
        self._judge(words, done.returncode, 0)
        sys.stderr.write(done.stderr.decode("utf-8", "replace"))
        return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines() if line.strip()]

    def crawl_all(self) -> dict[str, int]:
        """The first crawl; requests by site."""
        for host in COUNTIES:
            self.run("crawl", host)
        return self._requests()

    def crawl_again(self, first: dict[str, int]) -> None:
        """The second crawl, two sites at a time: nothing changed, so nothing new may come."""
        self._replica.log.clear()
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("site", "state", "new reports", "new versions", "bodies", "requests", "of the first"):
            table.add_column(name, justify="left" if name in ("site", "state") else "right")
        for host in COUNTIES:
            self._prompt(("crawl", host, "--json"))
        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(lambda host: self._values(("crawl", host, "--json")), COUNTIES))
        for host, values in zip(COUNTIES, outcomes, strict=True):
            outcome = values[0]
            share = outcome["requests"] / max(first.get(host, 0), 1)
            cells = ("state", "new_reports", "new_versions", "bodies", "requests")
            table.add_row(host, *(str(outcome[name]) for name in cells), f"{share:.0%}")
            if outcome["new_reports"] or outcome["new_versions"]:
                self.wrong.append(f"the second crawl of {host} found something new where nothing had changed")
        self._console.print(table)

    def compare(self) -> None:
        """What the archive holds against what the portals hold, by issuer and year."""
        held = {(row["site"], _body(row["issuer"], row["county"]), row["year"]) for row in self.ask("reports")}
        names = {host: county.county.name for host, county in self._replica.counties.items()}
        truth = {
            (report.county, _body(report.issuer, names[report.county]), report.year): report
            for report in self._replica.truth()
        }
        missing = sorted(set(truth) - held)
        self.say(f"{len(truth) - len(missing)} of {len(truth)} published reports archived under their issuer and year")
        for key in missing[:10]:
            report = truth[key]
            self._console.print(f"  missing: {report.issuer} {report.year} {report.addresses[0]}", style="red")
        if missing:
            self.wrong.append(f"{len(missing)} of {len(truth)} reports are not in the archive as published")
        extra = sorted(held - set(truth), key=str)
        for site, issuer, year in extra[:10]:
            self._console.print(f"  not a report of this county: {site} {issuer} {year}", style="red")
        if extra:
            self.wrong.append(f"{len(extra)} archived reports are none that the portals hold")

    def change_and_look(self) -> None:
        """One digit changes at the source; a recheck must bring exactly one new version."""
        told = self._replica.script.change_digit(CHANGED)
        at = told["position"]
        self.say(
            f"at the portal: {told['addresses'][0]}\n  …{told['before'][max(0, at - 14) : at + 8]}… becomes "
            f"…{told['after'][max(0, at - 14) : at + 8]}…"
        )
        outcome = self.ask("crawl", "tx.gov.cn", "--recheck")[0]
        self.say(f"{outcome['new_versions']} new version, {outcome['unchanged']} unchanged, {outcome['seconds']} s")
        if (outcome["new_versions"], outcome["new_reports"]) != (1, 0):
            self.wrong.append("one changed digit did not make exactly one new version")
        self.run("history", "石门镇", "2017")
        self.run("diff", "石门镇", "2017", "1", "2")

    def questions(self) -> None:
        self.run("status")
        self.run("reports", "--county", "连州市", "--year", "2017")
        self.run("show", "大路边镇", "2017")
        self.run("search", "行政复议", "--limit", "5")
        for name in ("jsonl", "parquet"):
            self.run("export", "--format", name, str(self._data / f"reports.{name}"))
        self.run("verify")

    def _requests(self) -> dict[str, int]:
        counts = {}
        for host, county in self._replica.counties.items():
            hosts = county.portal.hosts
            counts[host] = sum(1 for url in self._replica.log.urls() if url.split("/")[2] in hosts)
        return counts

    def _command(self, words: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "fangzhi", *words]

    def _prompt(self, words: Sequence[str]) -> None:
        self._console.print(f"\n[bold green]$[/bold green] [bold]fangzhi {' '.join(words)}[/bold]", highlight=False)
        self._console.file.flush()

    def _judge(self, words: Sequence[str], code: int, expect: int) -> None:
        if code != expect:
            self.wrong.append(f"`fangzhi {' '.join(words)}` ended with exit code {code}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.replica.demo", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / "demo", help="where the demo's archive is kept")
    parser.add_argument("--scale", choices=["small", "demo", "full"], default="demo")
    parser.add_argument(
        "--texts", type=Path, default=DEFAULT_TEXTS, help="folder of given reports, used when it exists"
    )
    chosen = parser.parse_args(arguments)
    console = Console()
    if not _make_room(chosen.data):
        console.print(f"demo: {chosen.data} is not an earlier demo's folder; name another with --data", style="red")
        return 2
    texts = chosen.texts if chosen.texts.is_dir() else None
    began = time.monotonic()
    with running_county(scale=chosen.scale, texts=texts, log=chosen.data / "requests.jsonl") as replica:
        demo = Demo(replica, chosen.data, console)
        demo.heading("Five county portals, simulated on this machine")
        demo.say(f"{len(replica.truth())} reports behind {replica.proxy}; every address is the real one, none is left")
        if texts is None:
            demo.say("no given report texts beside the repository: all reports are generated")
        demo.heading("First crawl: everything is new")
        first = demo.crawl_all()
        demo.heading("Is it complete? The archive against what the portals hold")
        demo.compare()
        demo.heading("Second crawl: nothing changed")
        demo.crawl_again(first)
        demo.heading("A government changes one digit")
        demo.change_and_look()
        demo.heading("Asking the archive")
        demo.questions()
    return _finish(console, demo.wrong, chosen.data, time.monotonic() - began)


def _finish(console: Console, wrong: Sequence[str], data: Path, seconds: float) -> int:
    console.print()
    if wrong:
        for line in wrong:
            console.print(f"  {line}", style="red", highlight=False)
        console.print(f"demo: {len(wrong)} things are not as they should be ({seconds:.0f} s)", style="bold red")
        return 1
    console.print(f"demo: everything as it should be in {seconds:.0f} s; the archive is in {data}", style="bold green")
    return 0


def _body(issuer: str | None, county: str | None) -> str:
    """A body's name without its county's and without the words for its organ: both sides name these differently."""
    name = (issuer or "?").removesuffix("人民政府").removesuffix("办事处")
    return name if name == county else name.removeprefix(county or "")


def _make_room(data: Path) -> bool:
    """An empty folder with the demo's mark; False when something else lies there."""
    if data.exists():
        if not (data / MARK).exists() and any(data.iterdir()):
            return False
        shutil.rmtree(data)
    data.mkdir(parents=True)
    (data / MARK).write_text("made by python -m tests.replica.demo; may be deleted\n", encoding="utf-8")
    return True


if __name__ == "__main__":
    raise SystemExit(main())
