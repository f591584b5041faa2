"""A stand-in for a crawl: it goes by the same locks and the same ledger but asks no portal.

Run as `python -m tests.scheduler.stand_in_crawl DATA SITE KIND EXPECTED BEHAVIOUR PORT NOW` from the root of the
repository. BEHAVIOUR is the run state to end in, or one of:
`ask` reports to a socket of the test and waits to be told the state; its connection stays open until the process ends.
`deaf` does the same and ignores SIGTERM. `die` is killed in the middle. `broken` never gets as far as the ledger.

It writes the ledger in plain SQL: many of these are started, and a database library takes each a second to load.
"""

import os
import signal
import socket
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from archive.errors import SiteBusy
from archive.locks import site_lock

#: Connections of this process, kept so that nothing but its end closes them.
_open: list[socket.socket] = []


def crawl(data: Path, site: str, kind: str, expected: str, behaviour: str, port: int, now: datetime) -> int:
    """Lock, ledger check, run and outcome as a crawl has them; returns its exit code."""
    if behaviour == "broken":
        return 2
    try:
        with (
            site_lock(data, site, now),
            closing(sqlite3.connect(data / "archive.sqlite", timeout=30, isolation_level=None)) as ledger,
        ):
            return _run(ledger, site, kind, expected, behaviour, port, now)
    except SiteBusy:
        return 75


def _run(
    ledger: sqlite3.Connection, site: str, kind: str, expected: str, behaviour: str, port: int, now: datetime
) -> int:
    at = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    last = ledger.execute("SELECT id FROM run WHERE site_id = ? ORDER BY started_at DESC, id DESC", [site]).fetchone()
    if expected != (last[0] if last else "none"):
        return 0
    ledger.execute(
        "UPDATE run SET state = 'killed', ended_at = heartbeat_at WHERE site_id = ? AND state = 'running'", [site]
    )
    run_id = f"{at}-{site}-{os.getpid()}"
    ledger.execute(
        "INSERT INTO run (id, site_id, kind, state, started_at, heartbeat_at, host, pid, scope, stats)"
        " VALUES (?, ?, ?, 'running', ?, ?, 'here', ?, '{}', '{}')",
        [run_id, site, kind, at, at, os.getpid()],
    )
    state, reason = _work(behaviour, site, port)
    ledger.execute("UPDATE run SET state = ?, reason = ?, ended_at = ? WHERE id = ?", [state, reason, at, run_id])
    return 0 if state == "complete" else 1


def _work(behaviour: str, site: str, port: int) -> tuple[str, str]:
    if behaviour == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if behaviour not in ("ask", "deaf"):
        return behaviour, "as told"

    def stop(*_: object) -> NoReturn:
        raise InterruptedError

    signal.signal(signal.SIGTERM, signal.SIG_IGN if behaviour == "deaf" else stop)
    line = socket.create_connection(("127.0.0.1", port))
    _open.append(line)
    try:
        line.sendall(f"{site} {os.getpid()}".encode())
        return line.recv(64).decode() or "failed", "as told"
    except InterruptedError:
        return "partial", "stopped"


if __name__ == "__main__":
    data, site, kind, expected, behaviour, port, now = sys.argv[1:]
    sys.exit(crawl(Path(data), site, kind, expected, behaviour, int(port), datetime.fromisoformat(now)))
