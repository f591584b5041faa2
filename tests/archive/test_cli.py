"""The commands: exit codes, one-line errors, a screen for people and lines for programs."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from archive import Archive
from archive.cli import commands

ROOT = Path(__file__).parents[2]


@pytest.fixture
def ask(data: Path, monkeypatch: pytest.MonkeyPatch) -> "Asker":
    monkeypatch.setenv("FANGZHI_DATA", str(data))
    monkeypatch.delenv("FANGZHI_DATABASE", raising=False)
    return Asker()


class Asker:
    def __call__(self, name: str, *arguments: str) -> Result:
        return CliRunner().invoke(commands()[name], arguments, prog_name=name)


def _fangzhi(data: Path, *arguments: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
    environ = {**os.environ, "FANGZHI_DATA": str(data), "PYTHONIOENCODING": "utf-8", "TERM": "xterm"}
    environ.pop("FANGZHI_DATABASE", None)
    code = (
        "import sys; from archive.cli import commands; commands()[sys.argv[1]].main(sys.argv[2:], prog_name='fangzhi')"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=environ,
        cwd=ROOT,
        check=False,
    )


def _words(value: object) -> str | None:
    return " ".join(value) if isinstance(value, list) else None


@pytest.mark.parametrize(
    ("command", "exit_code"),
    [
        (["status"], 0),
        (["reports"], 0),
        (["reports", "--county", "连州市", "--year", "2017"], 0),
        (["reports", "--year", "1999"], 1),
        (["reports", "--year", "never"], 2),
        (["show", "石角镇", "2017"], 0),
        (["show", "石角镇2017", "--version", "1"], 0),
        (["show", "石角镇2017", "--version", "9"], 1),
        (["show", "石角镇2017", "--as-of", "2024-03-04"], 0),
        (["show", "石角镇2017", "--as-of", "2024-02-01"], 1),
        (["show", "石角镇2017", "--as-of", "yesterday"], 2),
        (["show", "石角镇2017", "--as-of", "2024-03-04", "--version", "1"], 2),
        (["show", "无此镇2017"], 1),
        (["show", "r"], 2),
        (["show"], 2),
        (["history", "石角镇", "2017"], 0),
        (["diff", "石角镇", "2017", "1", "2"], 0),
        (["diff", "石角镇", "2017", "1", "1"], 1),
        (["search", "行政复议"], 0),
        (["search", "无此事"], 1),
        (["search", "，"], 2),
        (["search", "行政复议", "年:2016"], 0),
        (["verify"], 0),
        (["runs"], 0),
        (["runs", "tx.gov.cn"], 1),
        (["issues"], 1),
        (["status", "--archive", "/nonexistent/archive.sqlite"], 2),
        (["status", "--archive", "postgresql://localhost/a"], 2),
        (["export", "--format", "xlsx", "o"], 2),
        (["export", "--format", "csv", "/nonexistent/o.csv"], 2),
    ],
    ids=_words,
)
def test_exit_codes(ask: Asker, command: list[str], exit_code: int) -> None:
    result = ask(*command)
    assert result.exit_code == exit_code, result.output
    if exit_code == 2 and "Usage" not in result.stderr:
        assert result.stderr.startswith("fangzhi: ")
        assert "Traceback" not in result.output


def test_a_bad_environment_is_one_line(ask: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANGZHI_DELAY", "soon")
    result = ask("reports")
    assert (result.exit_code, result.stderr) == (2, "fangzhi: FANGZHI_DELAY is 'soon'; write a number\n")


def test_an_ambiguous_report_lists_the_candidates(ask: Asker, data: Path) -> None:
    result = ask("show", "r")
    assert result.exit_code == 2
    with Archive.open(data) as archive:
        assert all(report.id in result.stderr for report in archive.reports())


def test_no_archive_says_what_to_do(ask: Asker, tmp_path: Path) -> None:
    result = ask("status", "--archive", str(tmp_path))
    assert result.exit_code == 2
    assert "crawl a site first" in result.stderr


def test_show_prints_the_way_to_the_bytes_and_the_text(ask: Asker, data: Path) -> None:
    output = ask("show", "石角镇2017", "--version", "1").stdout
    with Archive.open(data) as archive:
        evidence = archive.evidence("石角镇 2017", 1)
        text = archive.text("石角镇 2017", 1)
    for piece in (evidence.url, evidence.digest, "1 of 2", "连州市 (441882)", "2024-03-02 02:00:00 UTC"):
        assert piece in output
    assert output.endswith(f"\n\n{text}\n")


def test_show_raw_writes_the_bytes_and_nothing_else(data: Path) -> None:
    with Archive.open(data) as archive:
        payload = archive.raw("石角镇 2017").body
    done = _fangzhi(data, "show", "石角镇2017", "--raw")
    assert (done.returncode, done.stdout, done.stderr) == (0, payload, b"")


def test_diff_shows_the_digits(ask: Asker) -> None:
    assert ask("diff", "石角镇", "2017", "1", "2").stdout == "~ 主动公开政府信息[-86-]{+57+}条。\n"


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        (["status"], 1),
        (["reports"], 5),
        (["show", "石角镇2017"], 1),
        (["history", "石角镇2017"], 1),
        (["diff", "石角镇2017", "1", "2"], 1),
        (["search", "行政复议"], 2),
        (["verify"], 1),
        (["runs"], 3),
        (["issues"], 0),
    ],
    ids=_words,
)
def test_json_on_a_pipe_is_one_value_a_line(ask: Asker, command: list[str], lines: int) -> None:
    values = [json.loads(line) for line in ask(*command, "--json").stdout.splitlines()]
    assert len(values) == lines


def test_a_pipe_gets_plain_lines(data: Path) -> None:
    done = _fangzhi(data, "reports")
    header, *rows = done.stdout.decode().splitlines()
    assert header.split("\t")[:3] == ["report", "year", "county"]
    assert len(rows) == 5
    assert {len(row.split("\t")) for row in rows} == {7}
    assert b"\x1b" not in done.stdout + _fangzhi(data, "search", "行政复议").stdout


def test_a_reader_that_goes_away_is_no_error(data: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = _fangzhi(data, "history", "石角镇2017", stdout=write)
    os.close(write)
    assert b"Traceback" not in done.stderr


_SCREENS = """
import sys
from archive.cli import commands
for words in ("status", "reports", "runs", "search 行政复议"):
    name, *arguments = words.split()
    try:
        commands()[name].main(arguments, prog_name="fangzhi")
    except SystemExit as end:
        assert end.code == 0, words
"""


@pytest.mark.parametrize("width", [80, 120])
def test_a_terminal_gets_lines_that_fit(data: Path, width: int) -> None:
    environ = {**os.environ, "FANGZHI_DATA": str(data), "COLUMNS": str(width), "TERM": "xterm", "NO_COLOR": "1"}
    leader, follower = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", _SCREENS], stdout=follower, env=environ, cwd=ROOT) as process:
        os.close(follower)
        output = b""
        try:
            while piece := os.read(leader, 65536):
                output += piece
        except OSError:
            pass  # Linux reports the end of a terminal as an error.
    os.close(leader)
    assert process.returncode == 0
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in output.decode().splitlines()]
    assert {"lianzhou.gov.cn", "rbxr"} <= {
        word[:15] if "." in word else word[:4] for line in lines for word in line.split()
    }
    # Addresses and the archive's own path are never broken; everything else fits.
    assert [line for line in lines if cell_len(line) > width and "/" not in line] == []


def test_json_on_a_terminal_is_indented(ask: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert ask("reports", "--json").stdout.startswith("[\n  {\n")


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_help_and_json(ask: Asker, name: str) -> None:
    result = ask(name, "--help")
    assert result.exit_code == 0
    assert "--json" in result.stdout
    assert "--archive" in result.stdout


def test_help_needs_no_database_library() -> None:
    code = (
        "import sys; from archive.cli import commands; [c.get_short_help_str() for c in commands().values()]; "
        "print(*{'sqlalchemy', 'rich', 'pyarrow', 'scrapy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout.decode().split() == []
