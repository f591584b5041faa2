"""The commands as a person and a script see them."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.database import make_writer
from archive.runs import ask_backfill, close_run, open_run
from archive.schema import prepare
from scheduler.cli import commands, schedule
from scheduler.policy import BEIJING
from settings.env import load_env

ROW = """
[[site]]
host = "{host}"
name = "某县"
division = "110118"
first_year = 2008
{more}
[[site.column]]
key = "town"
family = "hanweb"
start = ["http://www.{host}/col/col1/index.html"]
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder, and the rows of two sites, the second disabled."""
    rows = tmp_path / "portals"
    rows.mkdir()
    more = {"a.gov.cn": "", "off.gov.cn": "enabled = false"}
    text = "".join(ROW.format(host=host, more=line) for host, line in more.items())
    (rows / "test.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("FANGZHI_PORTALS", str(rows))
    monkeypatch.setenv("FANGZHI_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("FANGZHI_DATABASE", raising=False)
    return tmp_path


def call(*words: str) -> Result:
    return CliRunner().invoke(schedule, words)


def test_the_room_offers_one_command() -> None:
    assert list(commands()) == ["schedule"]


def test_the_plan_before_anything_was_crawled(home: Path) -> None:
    result = call("plan", "--at", "2026-01-10T23:00")
    assert result.exit_code == 0
    assert result.stderr == "1 due at 2026-01-10 23:00 Beijing time, 1 not\n"
    assert [line.split("\t") for line in result.stdout.splitlines()] == [
        ["site", "crawl", "due", "why"],
        ["a.gov.cn", "nightly", "now", "never crawled"],
        ["off.gov.cn", "nightly", "-", "disabled in test.toml"],
    ]
    assert not (home / "data").exists(), "showing the plan leaves nothing behind"


def test_the_plan_as_json_lines(home: Path) -> None:
    env = load_env()
    engine = make_writer(env.database)
    prepare(engine)
    began = datetime(2026, 1, 10, 22, 30, tzinfo=BEIJING)
    run_id = open_run(engine, "a.gov.cn", "nightly", {}, began)
    close_run(engine, run_id, "complete", None, {}, began)
    ask_backfill(engine, "a.gov.cn", 2008, 2010, began)
    engine.dispose()
    result = call("plan", "--json", "--at", "2026-01-10T15:00:00+00:00")
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert [(row["site"], row["kind"], row["due"]) for row in rows] == [
        ("a.gov.cn", "backfill", True),
        ("a.gov.cn", "nightly", False),
        ("off.gov.cn", "nightly", False),
    ]
    assert rows[0]["reason"] == "backfill of 2008 to 2010, not begun"
    assert (rows[0]["first_year"], rows[0]["last_year"]) == (2008, 2010)
    assert rows[0]["expect_last_run"] == run_id
    assert rows[1]["due_at"].startswith("2026-01-11T")
    assert rows[2]["due_at"] is None


def test_by_day_the_plan_tells_when_the_window_opens(home: Path) -> None:
    (first, _) = [json.loads(line) for line in call("plan", "--json", "--at", "2026-01-10 12:30").output.splitlines()]
    assert (first["due"], first["due_at"]) == (False, "2026-01-10T14:00:00+00:00")
    (first, _) = [
        json.loads(line)
        for line in call("plan", "--json", "--any-hour", "--at", "2026-01-10 12:30").output.splitlines()
    ]
    assert first["due"]


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        pytest.param(["plan", "--at", "tonight"], 2, "'tonight' is no time; write it as 2026-01-10T23:00", id="time"),
        pytest.param(["run", "--workers", "0"], 2, "0 is not in the range 1<=x<=64", id="workers"),
    ],
)
def test_what_makes_no_sense_is_refused(home: Path, words: list[str], exit_code: int, said: str) -> None:
    result = call(*words)
    assert result.exit_code == exit_code
    assert said in result.output


def test_a_bad_row_is_named(home: Path) -> None:
    (home / "portals" / "test.toml").write_text('[[site]]\nhost = "a.gov.cn"\nnmae = "某县"\n', encoding="utf-8")
    result = call("plan")
    assert result.exit_code == 1
    assert "test.toml: site a.gov.cn: division is missing" in result.output
    assert result.output.count("\n") == 1
