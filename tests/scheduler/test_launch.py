"""Real processes: what a crawl is started with, and that it ends in time whatever it does.

The stand-ins are small Python programs that report to a socket. A connection that closes is a process that is gone, so
nothing here sleeps or polls.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from fangzhi import cli
from scheduler.launch import Child, Command, Ending, crawl_command, find_root, log_file, prune_logs
from scheduler.plan import Job
from settings.env import load_env

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 1, 10, 15, 0, tzinfo=UTC)

PRELUDE = """
import os, signal, socket, subprocess, sys, time
line = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
def say(word): line.sendall(f"{word} {os.getpid()}\\n".encode())
def wait(): line.recv(1)
"""


@pytest.fixture
def ears() -> Iterator[socket.socket]:
    """Where the stand-ins report to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def hear(server: socket.socket) -> tuple[socket.socket, str, int]:
    """The next stand-in's connection, its word and its process id."""
    line, _ = server.accept()
    word, pid = line.makefile().readline().split()
    return line, word, int(pid)


def is_gone(line: socket.socket) -> bool:
    """Blocks until the process at the other end has ended."""
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True
    finally:
        line.close()


def command(tmp_path: Path, program: str, *, time_limit: float = 60, grace: float = 30, port: int = 0) -> Command:
    argv = (sys.executable, "-c", PRELUDE * bool(port) + textwrap.dedent(program), str(port))
    return Command(argv, tmp_path, dict(os.environ), tmp_path / "logs" / "run.log", time_limit, grace)


def run(wanted: Command) -> Ending:
    async def start_and_wait() -> Ending:
        return await (await Child.start(wanted)).ended()

    return asyncio.run(start_and_wait())


def run_once_ready(wanted: Command, server: socket.socket) -> Ending:
    """Run a stand-in whose time begins to count when it has reported."""

    async def start_hear_and_wait() -> Ending:
        child = await Child.start(wanted)
        line, _, pid = await asyncio.to_thread(hear, server)
        with line:
            assert pid == child.pid, "the tether became the command"
            return await child.ended()

    return asyncio.run(start_hear_and_wait())


@pytest.mark.parametrize("code", [0, 1, 2, 3, 75])
def test_the_exit_code_is_handed_on(tmp_path: Path, code: int) -> None:
    ending = run(command(tmp_path, f"raise SystemExit({code})"))
    assert (ending.exit_code, ending.stopped) == (code, None)


def test_everything_printed_goes_to_the_log_and_stdin_is_empty(tmp_path: Path) -> None:
    program = "import sys; print('out', sys.stdin.read() == '', flush=True); print('err', file=sys.stderr)"
    assert run(command(tmp_path, program)).exit_code == 0
    assert (tmp_path / "logs" / "run.log").read_text() == "out True\nerr\n"


def test_the_command_runs_in_the_folder_and_with_the_environment_given(tmp_path: Path) -> None:
    wanted = command(tmp_path, "import os; print(os.getcwd(), os.environ['FANGZHI_DATA'], os.environ.get('HOME'))")
    wanted = Command(wanted.argv, tmp_path, {"FANGZHI_DATA": "/elsewhere"}, wanted.log, 60)
    assert run(wanted).exit_code == 0
    assert wanted.log.read_text().split() == [str(tmp_path), "/elsewhere", "None"]


def test_the_time_limit_asks_first(tmp_path: Path, ears: socket.socket) -> None:
    program = """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    say("ready")
    wait()
    """
    ending = run_once_ready(command(tmp_path, program, time_limit=0.1, port=ears.getsockname()[1]), ears)
    assert (ending.exit_code, ending.stopped) == (1, "time limit")


def test_the_time_limit_kills_what_ignores_being_asked(tmp_path: Path, ears: socket.socket) -> None:
    program = """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    say("ready")
    wait()
    """
    ending = run_once_ready(command(tmp_path, program, time_limit=0.1, grace=0.1, port=ears.getsockname()[1]), ears)
    assert (ending.exit_code, ending.stopped) == (-signal.SIGKILL, "time limit")


def test_grandchildren_are_killed_with_the_crawl_that_left_them(tmp_path: Path, ears: socket.socket) -> None:
    program = """
    if len(sys.argv) == 2:
        subprocess.Popen([sys.executable, "-c", open("program.py").read(), sys.argv[1], "grandchild"])
        say("child")
        wait()
    else:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        say("grandchild")
        wait()
    """
    (tmp_path / "program.py").write_text(PRELUDE + textwrap.dedent(program))

    async def stop_when_both_are_there() -> tuple[Ending, list[socket.socket]]:
        child = await Child.start(command(tmp_path, program, grace=5, port=ears.getsockname()[1]))
        heard = [await asyncio.to_thread(hear, ears) for _ in range(2)]
        assert {word for _, word, _ in heard} == {"child", "grandchild"}
        child.stop()
        return await child.ended(), [line for line, _, _ in heard]

    ending, lines = asyncio.run(stop_when_both_are_there())
    assert ending.stopped == "on request"
    assert all(is_gone(line) for line in lines)


def test_kill_is_immediate(tmp_path: Path, ears: socket.socket) -> None:
    async def kill_when_ready() -> Ending:
        child = await Child.start(command(tmp_path, "say('ready')\nwait()", port=ears.getsockname()[1]))
        line, _, _ = await asyncio.to_thread(hear, ears)
        with line:
            child.kill()
            return await child.ended()

    assert asyncio.run(kill_when_ready()).exit_code == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_crawl_dies_with_the_scheduler(tmp_path: Path, ears: socket.socket) -> None:
    scheduler = """
    import asyncio, os, sys
    from pathlib import Path
    from scheduler.launch import Child, Command
    async def main():
        log = Path(sys.argv[2]) / "run.log"
        argv = (sys.executable, "-c", sys.argv[3], sys.argv[1])
        await (await Child.start(Command(argv, Path.cwd(), dict(os.environ), log, 600))).ended()
    asyncio.run(main())
    """
    port = str(ears.getsockname()[1])
    crawl = PRELUDE + "say('ready')\nwait()"
    argv = [sys.executable, "-c", textwrap.dedent(scheduler), port, str(tmp_path), crawl]
    with subprocess.Popen(argv, cwd=ROOT) as process:
        line, _, pid = hear(ears)
        assert pid != process.pid
        process.kill()
    assert is_gone(line)


def test_what_cannot_be_started_raises(tmp_path: Path) -> None:
    wanted = command(tmp_path, "")
    with pytest.raises(OSError, match="nowhere"):
        run(Command(wanted.argv, tmp_path / "nowhere", {}, wanted.log, 60))


LOOK = Job("lianzhou.gov.cn", "nightly", "test", NOW, None, time_limit=7200)
SLICE = Job("tx.gov.cn", "backfill", "test", NOW, "20260110-tx", first_year=2008, last_year=2018, time_limit=3600)


@pytest.mark.parametrize(
    ("job", "words"),
    [
        pytest.param(
            LOOK,
            "-m fangzhi crawl lianzhou.gov.cn --kind nightly --expect-last-run none --time-limit 7200",
            id="a look",
        ),
        pytest.param(
            SLICE,
            "-m fangzhi backfill tx.gov.cn --from 2008 --to 2018 --expect-last-run 20260110-tx --time-limit 3600",
            id="a slice",
        ),
    ],
)
def test_the_command_of_a_job(tmp_path: Path, job: Job, words: str) -> None:
    wanted = crawl_command(job, load_env({"FANGZHI_DATA": str(tmp_path)}), ROOT, NOW)
    assert wanted.argv == (sys.executable, *words.split())
    assert wanted.cwd == ROOT
    assert wanted.time_limit > job.time_limit, "the crawl ends itself first"
    assert "PYTHONPATH" not in wanted.environ or wanted.environ["PYTHONPATH"] == os.environ["PYTHONPATH"]


@pytest.mark.parametrize("job", [pytest.param(LOOK, id="a look"), pytest.param(SLICE, id="a slice")])
def test_the_crawl_command_knows_every_word_of_it(tmp_path: Path, job: Job) -> None:
    wanted = crawl_command(job, load_env({"FANGZHI_DATA": str(tmp_path)}), ROOT, NOW)
    words = wanted.argv[wanted.argv.index("fangzhi") + 1 :]
    result = CliRunner().invoke(cli, [*words, "--help"])
    assert result.exit_code == 0, result.output


def test_relative_places_are_handed_on_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    wanted = crawl_command(LOOK, load_env({"FANGZHI_DATA": "here", "FANGZHI_PORTALS": "rows"}), ROOT, NOW)
    assert wanted.environ["FANGZHI_DATA"] == str(tmp_path / "here")
    assert wanted.environ["FANGZHI_PORTALS"] == str(tmp_path / "rows")
    assert wanted.environ["FANGZHI_DATABASE"] == f"sqlite:///{tmp_path}/here/archive.sqlite"
    assert wanted.log == tmp_path / "here" / "logs" / "20260110T150000Z-lianzhou.gov.cn-nightly.log"


def test_the_command_is_the_one_of_this_checkout() -> None:
    assert find_root() == ROOT


def test_old_logs_are_pruned(tmp_path: Path) -> None:
    old, fresh = log_file(tmp_path, LOOK, NOW), log_file(tmp_path, SLICE, NOW)
    old.parent.mkdir()
    for path, written in ((old, NOW - timedelta(days=31)), (fresh, NOW - timedelta(days=29))):
        path.write_text("log")
        os.utime(path, (written.timestamp(), written.timestamp()))
    assert prune_logs(tmp_path, NOW - timedelta(days=30)) == 1
    assert [path.name for path in old.parent.iterdir()] == [fresh.name]
