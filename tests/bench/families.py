"""Recall and precision of every family: what a crawl of a simulated county found against what is there.

`python -m tests.bench.families [HOST …]` crawls each county with the real command and prints a row for it: reports
found under the right unit and year ÷ reports that exist, right ÷ found, the same for attached files, list pages walked,
and how many other articles the county holds. What was missed or wrong is named below the row.
"""

import argparse
import sqlite3
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from crawler.families.addresses import canonical_url
from settings.sites import load_sites
from tests.replica.counties import COUNTIES, FAMILY_COUNTIES
from tests.replica.county import ReportTruth
from tests.replica.proxy import Replica, running_county
from tests.whole.desk import ROWS, desk_on


@dataclass(frozen=True)
class Found:
    """A report of the archive: its unit, its year, and where it was seen."""

    unit: str
    year: int | None
    urls: frozenset[str]


@dataclass(frozen=True)
class Score:
    """Counts of one county. `missed` and `wrong` are sentences about what is not as it should be."""

    exist: int
    found: int
    right: int
    files: int
    files_right: int
    pages: int
    others: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        return (self.found - len(self.wrong)) / self.found if self.found else 0.0


def rows_of(host: str) -> dict[str, str]:
    """The environment that makes the command read the row of a county that is not among the shipped ones."""
    return {} if host in COUNTIES else {"FANGZHI_PORTALS": str(ROWS)}


def score(replica: Replica, host: str, data: Path) -> Score:
    """Compare an archive with the truth of a county."""
    truth = replica.truth(host)
    found = _reports(data)
    by_url = {url: report for report in found for url in report.urls}
    missed, right, right_reports = [], 0, set()
    for report in truth:
        holders = {by_url[url] for url in _places(report) if url in by_url}
        fitting = [holder for holder in holders if _fits(report, holder)]
        if len(holders) == 1 and fitting:
            right += 1
            right_reports.add(fitting[0])
        else:
            missed.append(f"{report.unit} {report.year}: {_said(holders)}")
    wrong = tuple(f"{_said({report})} is no report" for report in found if report not in right_reports)
    files = [canonical_url(url) for report in truth for url in report.files]
    kept = [url for url in files if url in by_url]
    others = sum(not document.is_report for document in replica.counties[host].county.documents.values())
    return Score(len(truth), len(found), right, len(files), len(kept), _pages(data), others, tuple(missed), wrong)


def _places(report: ReportTruth) -> list[str]:
    return [canonical_url(url) for url in (report.files if report.only_attached else report.addresses)]


def _fits(report: ReportTruth, found: Found) -> bool:
    return found.year == report.year and (report.unit in found.unit or found.unit in report.issuer)


def _said(found: "set[Found]") -> str:
    return "; ".join(f"{item.unit} {item.year} at {min(item.urls)}" for item in found) or "not found"


def _reports(data: Path) -> list[Found]:
    connection = sqlite3.connect(data / "archive.sqlite")
    try:
        rows = connection.execute(
            "SELECT report.id, coalesce(issuer.name, report.issuer_printed, '?'), report.year, rendition.url "
            "FROM report JOIN rendition ON rendition.report_id = report.id "
            "LEFT JOIN issuer ON issuer.id = report.issuer_id WHERE report.merged_into IS NULL"
        ).fetchall()
    finally:
        connection.close()
    found: dict[str, tuple[str, int | None, set[str]]] = {}
    for number, unit, year, url in rows:
        found.setdefault(number, (unit, year, set()))[2].add(canonical_url(url))
    return [Found(unit, year, frozenset(urls)) for unit, year, urls in found.values()]


def _pages(data: Path) -> int:
    connection = sqlite3.connect(data / "archive.sqlite")
    try:
        (count,) = connection.execute("SELECT count(*) FROM capture WHERE role = 'index'").fetchone()
    finally:
        connection.close()
    return int(count)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.families", description=__doc__)
    parser.add_argument("hosts", nargs="*", metavar="HOST")
    hosts = parser.parse_args().hosts or [*COUNTIES, *FAMILY_COUNTIES]
    print(
        f"{'site':28} {'families':30} {'exist':>5} {'right':>5} {'found':>5} {'recall':>6} {'prec.':>6} | "
        f"{'files':>5} {'kept':>5} | {'lists':>5} {'others':>6} | {'s':>5}"
    )
    faults = 0
    for host in hosts:
        with running_county(host) as replica, tempfile.TemporaryDirectory() as to:
            data = Path(to)
            desk = desk_on(replica, data, **rows_of(host))
            began = time.monotonic()
            outcome = desk.crawl(host, expect=None)
            got = score(replica, host, data)
            site = load_sites(None if host in COUNTIES else ROWS)[host]
            names = ",".join(dict.fromkeys(column.family for column in site.columns))
            print(
                f"{host:28} {names:30} {got.exist:>5} {got.right:>5} {got.found:>5} {got.right / got.exist:>6.1%} "
                f"{got.precision:>6.1%} | {got.files:>5} "
                f"{got.files_right:>5} | {got.pages:>5} {got.others:>6} | {time.monotonic() - began:>5.1f}",
                flush=True,
            )
            lines = [*(f"missed: {line}" for line in got.missed), *(f"wrong: {line}" for line in got.wrong)]
            if outcome["state"] != "complete":
                lines.append(f"run {outcome['state']}: {outcome['reason']}")
            for line in lines:
                print(f"    {line}")
            faults += len(lines)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
