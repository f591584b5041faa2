"""People who know Scrapy keep their habits: list, crawl, feeds, settings on the command line."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from settings.sites import load_sites
from tests.replica.proxy import Replica, running_county
from tests.whole.desk import ROOT, Desk, desk_on

HOST = "mhk.gov.cn"


@dataclass(frozen=True)
class Habit:
    """An archive, and Scrapy's command beside ours."""

    desk: Desk

    def scrapy(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scrapy", *arguments],
            cwd=ROOT,
            env=self.desk.environ,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
            stdin=subprocess.DEVNULL,
        )


@pytest.fixture(scope="module")
def county() -> Iterator[Replica]:
    with running_county(HOST) as replica:
        yield replica


@pytest.fixture(scope="module")
def habit(county: Replica, tmp_path_factory: pytest.TempPathFactory) -> Habit:
    data = tmp_path_factory.mktemp("habit") / "var"
    return Habit(desk_on(county, data))


@pytest.fixture(scope="module")
def feed(habit: Habit, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """What the first crawl wrote to its feed, quietly."""
    out = tmp_path_factory.mktemp("feed") / "out.jsonl"
    done = habit.scrapy("crawl", HOST, "-O", str(out), "-s", "LOG_LEVEL=ERROR")
    assert done.returncode == 0, done.stderr
    assert (done.stdout, done.stderr) == ("", ""), "LOG_LEVEL=ERROR: nothing to say"
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_list_prints_every_site(habit: Habit) -> None:
    done = habit.scrapy("list")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == sorted(load_sites())


def test_the_feed_holds_the_reports(county: Replica, feed: list[dict[str, object]], habit: Habit) -> None:
    reports = county.truth(HOST)
    new = [item for item in feed if item["result"] == "new_report"]
    assert {item["url"] for item in feed} <= {url for report in reports for url in (*report.addresses, *report.files)}
    assert sorted(item["year"] for item in new) == sorted(report.year for report in reports)  # type: ignore[type-var]
    stored = {row["id"] for row in habit.desk.lines("reports")}
    assert {item["report"] for item in feed} == stored


def test_a_crawl_by_scrapy_is_in_the_ledger_like_any_other(feed: list[dict[str, object]], habit: Habit) -> None:
    assert feed
    (run,) = habit.desk.lines("runs", HOST)
    assert (run["kind"], run["state"]) == ("manual", "complete")
    assert habit.desk.run("verify").returncode == 0


def test_a_second_crawl_takes_arguments_and_yields_nothing_new(
    feed: list[dict[str, object]], habit: Habit, tmp_path: Path
) -> None:
    out = tmp_path / "again.csv"
    done = habit.scrapy("crawl", HOST, "-a", "full=1", "-o", str(out), "-s", "LOG_LEVEL=WARNING")
    assert (done.returncode, done.stderr) == (0, "")
    assert feed
    assert not out.exists() or not out.read_text(encoding="utf-8").strip()


def test_an_unknown_spider_is_a_short_error(habit: Habit) -> None:
    done = habit.scrapy("crawl", "mkh.gov.cn", "-s", "LOG_LEVEL=ERROR")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "no site row for 'mkh.gov.cn'; did you mean mhk.gov.cn?" in done.stderr.splitlines()[-1]


def test_settings_are_shown(habit: Habit) -> None:
    """The pace Scrapy would keep without a row's own: ours, not its default."""
    assert habit.scrapy("settings", "--get", "DOWNLOAD_DELAY").stdout.strip() == "2.0"
    assert habit.scrapy("settings", "--get", "CONCURRENT_REQUESTS").stdout.strip() == "1"
