"""One archive asked in several ways: by JSON on a pipe, from a notebook, from Python and on the screen."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archive import Archive
from tests.whole.desk import HOST, ROOT, Desk


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(arguments, id=" ".join(arguments[:2]) if arguments[0] == "schedule" else arguments[0])
        for arguments in (
            ("status",),
            ("reports",),
            ("show", "湾龙镇", "2017"),
            ("history", "湾龙镇", "2017"),
            ("diff", "湾龙镇", "2017", "1", "1"),
            ("search", "政府信息"),
            ("runs",),
            ("issues",),
            ("verify",),
            ("schedule", "plan"),
            ("export", "--format", "csv", "OUT"),
            ("crawl", HOST, "--time-limit", "0"),
            ("backfill", HOST, "--from", "2010", "--to", "2010", "--time-limit", "0"),
            ("schedule", "run", "--once"),
        )
    ],
)
def test_json_on_a_pipe_is_a_value_a_line(
    crawled: Desk, desk: Desk, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    named = [str(tmp_path / "out.csv") if word == "OUT" else word for word in arguments]
    done = desk.run(*named, "--json", timeout=240)
    assert done.returncode in (0, 1), done.stderr.decode()
    values = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert all(isinstance(value, dict) for value in values)
    if arguments[0] not in ("issues", "diff") and arguments[:2] != ("schedule", "run"):
        assert values


def test_a_notebook_asks_without_a_reactor(crawled: Desk) -> None:
    notebook = (
        "import sys\n"
        "from archive import Archive\n"
        f"with Archive.open({str(crawled.data)!r}) as archive:\n"
        "    hits = archive.search('政府信息公开', year=2017).hits\n"
        "    nothing = archive.search('行政复议', year=1999).hits\n"
        "print(len(hits), len(nothing), *{hit.report.year for hit in hits})\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*loaded & {'twisted', 'scrapy', 'requests', 'crawler'})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", notebook], cwd=ROOT, capture_output=True, check=False, timeout=240, env=crawled.environ
    )
    assert done.returncode == 0, done.stderr.decode()
    found, loaded = done.stdout.decode().splitlines()
    assert found.split() == ["2", "0", "2017"], found
    assert loaded == ""


def test_the_same_question_has_the_same_answer_in_python_and_on_the_screen(crawled: Desk) -> None:
    with Archive.open(f"sqlite:///{crawled.data / 'archive.sqlite'}") as archive:
        asked = archive.search("行政复议", year=2017)
    shown = crawled.lines("search", "行政复议", "--year", "2017")
    assert [hit.report.id for hit in asked.hits] == [line["report"]["id"] for line in shown]
    assert asked.hits
