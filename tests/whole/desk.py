"""The whole way, as a user goes it: the real command in its own process."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Desk:
    """One archive and the environment its commands run in."""

    data: Path
    environ: dict[str, str]

    def run(self, *arguments: str, timeout: float = 240) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "fangzhi", *arguments]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            timeout=timeout,
            check=False,
            stdin=subprocess.DEVNULL,
        )

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
