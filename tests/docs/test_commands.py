"""Every command the manual shows exists, and those of the README run."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from archive.locks import site_lock
from tests.conftest import DATA
from tests.docs.pages import (
    COMMANDS,
    DOCS,
    HOST,
    READMES,
    ROOT,
    Command,
    Crawled,
    blocks,
    check_click,
    check_module,
    fill,
)


@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_a_shown_command_exists(command: Command) -> None:
    program, *rest = command.words
    if program == "fangzhi":
        check_click(tuple(rest), prose=command.prose, noted=command.noted)
    elif program == "make":
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
        assert not {word for word in rest if "=" not in word} - targets
    else:
        check_module(tuple(rest))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("crwal mhk.gov.cn", id="command"),
        pytest.param("crawl mhk.gov.cn --fast", id="option"),
        pytest.param("schedule stop", id="subcommand"),
        pytest.param("diff x 1 two", id="value"),
        pytest.param("show", id="argument missing"),
        pytest.param("status mhk.gov.cn", id="argument too many"),
    ],
)
def test_the_check_itself_finds_what_is_not_there(line: str) -> None:
    with pytest.raises(click.UsageError):
        check_click(tuple(line.split()))


_ENDLESS = {("schedule", "run")}
#: Proven in a checkout of its own: it writes rows and pages (tests/whole/test_probe_save.py).
_WRITES = "--save"
#: Codes other than 0 that a sound archive of a small simulated county rightly gives: no sum fails in it, nothing was to
#: be learned of its pages, and of its county's towns it holds too few to be called understood.
_CODES = {("checks", "--failed"): 1, ("chrome", HOST): 1, ("probe", f"http://www.{HOST}/"): 1}
SHOWN = [
    command
    for command in COMMANDS
    if command.words[0] == "fangzhi" and command.file in READMES and not command.prose
    if command.words[1:3] not in _ENDLESS and _WRITES not in command.words
]


@pytest.mark.parametrize("as_json", [False, True], ids=["plain", "json"])
@pytest.mark.parametrize("command", list({command.words: command for command in reversed(SHOWN)}.values()), ids=str)
def test_a_command_of_the_readme_runs(command: Command, as_json: bool, crawled: Crawled, tmp_path: Path) -> None:
    words = fill(command, crawled, tmp_path)
    if words[0] == "evaluate" and not DATA.is_dir():
        pytest.skip("no ../shared/data beside the checkout: evaluate was NOT run")
    done = crawled.desk.run(*words, *(["--json"] if as_json else []))
    wanted = _CODES.get(words, 0)
    assert done.returncode == wanted, (words, done.stdout.decode(), done.stderr.decode())
    if words[0] in ("checks", "chrome"):
        assert done.stderr.strip(), "it says nothing, not even that there is nothing"
        return
    assert done.stdout.strip(), "it says nothing"
    if as_json:
        assert [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("reports", "--year", "1999"), 1, id="nothing found"),
        pytest.param(("search", "没有一份报告这样写"), 1, id="no hit"),
        pytest.param(("show", "no-such-report"), 1, id="no such report"),
        pytest.param(("reports", "--year", "soon"), 2, id="no year"),
        pytest.param(("search", '"'), 2, id="no query"),
        pytest.param(("crawl", "nowhere.gov.cn"), 1, id="no such site"),
        pytest.param(("fly",), 2, id="no such command"),
    ],
)
def test_exit_codes_are_those_of_the_operations_page(words: tuple[str, ...], code: int, crawled: Crawled) -> None:
    done = crawled.desk.run(*words)
    assert done.returncode == code, (done.stdout.decode(), done.stderr.decode())
    assert b"Traceback" not in done.stderr


def test_a_site_being_crawled_is_not_crawled_again(crawled: Crawled) -> None:
    with site_lock(crawled.data, HOST, datetime.now(UTC)):
        done = crawled.desk.run("crawl", HOST)
    assert done.returncode == 75, done.stderr.decode()


@pytest.mark.parametrize(
    "snippet",
    list(dict.fromkeys(body for file in DOCS if file in READMES for body in blocks(file.read_text(), "python"))),
)
def test_python_of_the_readme_runs(snippet: str, crawled: Crawled) -> None:
    done = subprocess.run(
        [sys.executable, "-c", snippet],
        cwd=crawled.data.parent,
        env=crawled.desk.environ,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
