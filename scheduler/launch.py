"""Run one crawl as a process of its own: where it runs, what it may write, how long it may take, how it ends."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from archive.values import RunState
from scheduler.plan import Job
from settings.env import Env

#: Seconds between SIGTERM and SIGKILL: enough to finish the request under way and close the run in the ledger.
GRACE = 30.0

#: Seconds a crawl gets beyond its own time limit, after which it has evidently stopped watching the clock.
OVERTIME = 120.0

#: What the crawl command's exit code means when the crawl left no run in the ledger.
WITHOUT_A_RUN = {
    0: "overtaken, the site was crawled meanwhile",
    2: "the crawl command refused its arguments",
    3: "the host is left alone because it refused us",
    75: "another crawl of the site is at work",
}

_TETHER = Path(__file__).with_name("tether.py")


class NoCrawlCommand(RuntimeError):
    """The crawl command cannot be found. Run the scheduler from the environment Fangzhi is installed in."""

    def __init__(self) -> None:
        super().__init__("cannot find fangzhi.py, the crawl command; is Fangzhi installed in this environment?")


@dataclass(frozen=True, slots=True)
class Command:
    """What to run and within which bounds. `environ` is the whole environment of the child; times in seconds."""

    argv: tuple[str, ...]
    cwd: Path
    environ: dict[str, str]
    log: Path
    time_limit: float
    grace: float = GRACE


@dataclass(frozen=True, slots=True)
class Ending:
    """How a process ended. `exit_code` is negative for a signal, as in subprocess; `stopped` says why we ended it."""

    exit_code: int
    seconds: float
    stopped: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: how its process ended, and what the run ledger says.

    `state` is that of the run the crawl left in the ledger, None when it left none (site busy, no longer due, died
    before it began). The ledger is the record; the exit code only tells a person where to look.
    """

    job: Job
    exit_code: int
    state: RunState | None
    seconds: float
    stopped: str | None
    log: Path


def find_root() -> Path:
    """The folder of fangzhi.py, from which the crawl command is run. Raises NoCrawlCommand."""
    spec = find_spec("fangzhi")
    if spec is None or spec.origin is None:
        raise NoCrawlCommand
    return Path(spec.origin).parent


def crawl_command(job: Job, env: Env, root: Path, now: datetime) -> Command:
    """The crawl of `job` with the interpreter, the code under `root` and the configuration of this process."""
    argv = [sys.executable, "-m", "fangzhi"]
    if job.kind == "backfill":
        argv += ["backfill", job.site, "--from", str(job.first_year), "--to", str(job.last_year)]
    else:
        argv += ["crawl", job.site, "--kind", job.kind]
    argv += ["--expect-last-run", job.expect_last_run or "none", "--time-limit", str(job.time_limit)]
    # The child runs elsewhere, so a path that was relative here is handed on as it was understood here.
    located = {"FANGZHI_DATA": str(env.data), "FANGZHI_DATABASE": env.database}
    if env.portals is not None:
        located["FANGZHI_PORTALS"] = str(env.portals)
    return Command(
        argv=tuple(argv),
        cwd=root,
        environ={**os.environ, **located},
        log=log_file(env.data, job, now),
        time_limit=job.time_limit + OVERTIME,
    )


def log_file(data: Path, job: Job, now: datetime) -> Path:
    """Where the output of a crawl of `job` begun at `now` goes."""
    return data / "logs" / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{job.site}-{job.kind}.log"


def prune_logs(data: Path, before: datetime) -> int:
    """Delete crawl logs last written before the given time and tell how many there were."""
    old = [path for path in (data / "logs").glob("*.log") if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


class Child:
    """One command at work. Made by `start`, in the main thread; `ended` waits for it and keeps its bounds."""

    def __init__(self, process: asyncio.subprocess.Process, command: Command) -> None:
        self._process, self._command = process, command
        self._asked = asyncio.Event()

    @classmethod
    async def start(cls, command: Command) -> "Child":
        """Start the command in a session of its own, its output in the log file, tied to this process's life.

        Raises OSError when the log or the process cannot be made.
        """
        command.log.parent.mkdir(parents=True, exist_ok=True)
        with command.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *_tethered(command.argv),
                cwd=command.cwd,
                env=command.environ,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return cls(process, command)

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        """Ask the command to end: SIGTERM, and SIGKILL to what is left of it after the grace."""
        self._asked.set()

    def kill(self) -> None:
        """End the command and everything it started, at once."""
        _signal_group(self._process.pid, signal.SIGKILL)

    async def ended(self) -> Ending:
        """Wait until the command has ended, by itself or made to."""
        began = asyncio.get_running_loop().time()
        gone = asyncio.ensure_future(self._process.wait())
        asked = asyncio.ensure_future(self._asked.wait())
        stopped: str | None = None
        try:
            await asyncio.wait({gone, asked}, timeout=self._command.time_limit, return_when=asyncio.FIRST_COMPLETED)
            if not gone.done():
                stopped = "on request" if asked.done() else "time limit"
                _signal_group(self._process.pid, signal.SIGTERM)
                await asyncio.wait({gone}, timeout=self._command.grace)
                self.kill()
            exit_code = await gone
        finally:
            if not gone.done():
                self.kill()
            asked.cancel()
        return Ending(exit_code, asyncio.get_running_loop().time() - began, stopped)


def _tethered(argv: Sequence[str]) -> list[str]:
    return [sys.executable, "-I", "-S", str(_TETHER), str(os.getpid()), *argv]


def _signal_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        pass  # everybody in it has ended already
