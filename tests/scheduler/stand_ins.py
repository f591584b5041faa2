"""The test's ends of a scheduler: the real service with stand-in crawls, and the socket those report to.

Run as `python -m tests.scheduler.stand_ins DATA BEHAVIOUR PORT NOW SITE...` from the root of the repository it is a
scheduler process of its own.
"""

import logging
import os
import socket
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from archive.values import RunState
from scheduler.launch import Command, Outcome, log_file
from scheduler.plan import Job, Limits
from scheduler.service import Service
from settings.env import load_env
from settings.sites import Site

ROOT = Path(__file__).resolve().parents[2]


class Ears:
    """The test's end of the stand-ins' connections."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._lines: dict[str, socket.socket] = {}

    @property
    def port(self) -> int:
        return int(self._server.getsockname()[1])

    def hear(self) -> tuple[str, int]:
        """Wait for the next stand-in that begins to work: its site and process id."""
        line, _ = self._server.accept()
        site, pid = line.recv(256).decode().split()
        self._lines[site] = line
        return site, int(pid)

    def say(self, site: str, state: RunState) -> None:
        """Let the stand-in crawl of `site` end in `state`."""
        self._lines[site].sendall(state.encode())

    def wait_until_gone(self, site: str) -> None:
        """Wait until the process of the stand-in crawl of `site` has ended."""
        with self._lines.pop(site) as line:
            try:
                assert line.recv(1) == b""
            except ConnectionResetError:
                pass

    def close(self) -> None:
        for line in (self._server, *self._lines.values()):
            line.close()


def make_sites(*hosts: str) -> dict[str, Site]:
    return {host: Site(host, "某县", "110118", frozenset({host}), 2008, (), "test.toml") for host in hosts}


def make_service(
    data: Path,
    hosts: Iterable[str],
    clock: Callable[[], datetime],
    behaviour: str,
    on_end: Callable[[Outcome], None],
    *,
    port: int = 0,
    limits: Limits | None = None,
    plan_every: float = 60,
) -> Service:
    """The real service over the archive in `data`, with stand-in crawls that all behave alike."""
    env = load_env({"FANGZHI_DATA": str(data)})

    def command_of(job: Job, now: datetime) -> Command:
        argv = [sys.executable, "-m", "tests.scheduler.stand_in_crawl", str(data), job.site, job.kind]
        argv += [job.expect_last_run or "none", behaviour, str(port), now.isoformat()]
        return Command(tuple(argv), ROOT, dict(os.environ), log_file(data, job, now), 600)

    return Service(env, make_sites(*hosts), limits or Limits(), clock, command_of, on_end, plan_every)


def main(argv: list[str]) -> int:
    data, behaviour, port, now, *hosts = argv
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    started = datetime.fromisoformat(now)
    make_service(Path(data), hosts, lambda: started, behaviour, lambda _: None, port=int(port)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
