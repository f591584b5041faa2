"""The whole way, as a user goes it: the real command in its own process."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archive import Archive
from tests.replica.proxy import Replica

ROOT = Path(__file__).resolve().parents[2]
#: The county most tests look at: the smallest.
HOST = "mhk.gov.cn"
#: Rows of the counties that are not among the shipped ones.
ROWS = ROOT / "tests" / "replica" / "rows"


@dataclass(frozen=True)
class Said:
    """How a command ended: its exit code and what it said beside its answer."""

    code: int
    lines: list[str]


@dataclass(frozen=True)
class Desk:
    """One archive and the environment its commands run in."""

    data: Path
    environ: dict[str, str]

    @property
    def database(self) -> Path:
        return self.data / "archive.sqlite"

    def run(self, *arguments: str, timeout: float = 240, **environ: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "fangzhi", *arguments]
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**self.environ, **environ},
            capture_output=True,
            timeout=timeout,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def say(self, *arguments: str, **environ: str) -> Said:
        """Run a command that may refuse, but never with a traceback; what it says."""
        done = self.run(*arguments, **environ)
        said = done.stderr.decode()
        assert "Traceback" not in said + done.stdout.decode(), said
        return Said(done.returncode, said.splitlines())

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "fangzhi", *arguments]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        """What a command says as JSON lines."""
        done = self.run(*arguments, "--json")
        assert done.returncode in (0, 1), done.stderr.decode()
        return [json.loads(line) for line in done.stdout.decode().splitlines()]

    def crawl(self, host: str, *flags: str, expect: int | None = 0) -> dict[str, Any]:
        """Crawl a site; its outcome."""
        done = self.run("crawl", host, *flags, "--json")
        if expect is not None:
            assert done.returncode == expect, (done.returncode, done.stdout.decode(), done.stderr.decode())
        outcome: dict[str, Any] = json.loads(done.stdout)
        return outcome

    def copy_to(self, data: Path, **environ: str) -> "Desk":
        """A copy of the archive in another folder, for a test to hurt."""
        shutil.copytree(self.data, data)
        return replace(self, data=data, environ={**self.environ, "FANGZHI_DATA": str(data), **environ})

    def check_sound(self) -> None:
        """Fail when the archive is not whole: `fangzhi verify`, in this process."""
        with Archive.open(self.data) as archive:
            done = archive.verify()
        assert done.sound, done.findings

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database itself, as a user's own tool would; or change it, in a transaction."""
        with closing(sqlite3.connect(self.database, timeout=30)) as connection, connection:
            return connection.execute(statement, values).fetchall()

    def versions(self) -> list[tuple[str, int, str]]:
        """Issuer, year and text of every version."""
        return self.ask(
            "SELECT issuer.name, report.year, text.body FROM version "
            "JOIN report ON report.id = version.report_id LEFT JOIN issuer ON issuer.id = report.issuer_id "
            "JOIN text ON text.digest = version.text_digest ORDER BY version.id"
        )

    def published(self) -> list[tuple[Any, ...]]:
        """Everything the archive says was published, with its texts."""
        return self.ask(
            "SELECT report.id, report.year, current_seq, seq, text_digest, text.body FROM report "
            "JOIN version ON version.report_id = report.id JOIN text ON text.digest = text_digest "
            "WHERE published_at IS NOT NULL ORDER BY 1, 4"
        )


def plain_environment() -> dict[str, str]:
    """The environment of this process without any setting of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FANGZHI_")}


def desk_on(replica: Replica, data: Path, **environ: str) -> Desk:
    """An archive in `data` for crawls of a running replica."""
    return Desk(data, {**plain_environment(), **replica.environment(data), **environ})


def wait_until(happened: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Look until it happened; the crawl that makes it happen must live."""
    for _ in range(12_000):
        if happened():
            return
        assert process.poll() is None, "the crawl ended before it could be watched"
        time.sleep(0.02)
    raise AssertionError("it never happened")
