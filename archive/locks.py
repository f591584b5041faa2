"""Locks that die with their process: one crawl per site, one replay and one scheduler per data directory.

Each lock is an flock on a file under `<data>/locks/`. The kernel drops it when the holder ends, however it ends, so
there is nothing stale to clean up and the files are never removed. The file's content (process id, machine, start)
is only for the message. It holds on one machine with a local disk; SQLite asks for no less.
"""

import contextlib
import fcntl
import json
import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.errors import ArchiveUnwritable, LockHeld, ReplayBusy, SchedulerBusy, SiteBusy

LEADER = "scheduler"
#: What stands for the site in the ledger row of a replay: it asks no portal, so no site's crawls may be judged by it.
REPLAY = "replay"

_SAFE = re.compile(r"[^a-z0-9.-]")
_PROBE_TRIES, _PROBE_PAUSE = 50, 0.01


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock. All None when the holder has not said so yet."""

    pid: int | None = None
    host: str | None = None
    since: datetime | None = None


@contextmanager
def site_lock(data: Path, site_id: str, now: datetime) -> Iterator[None]:
    """Be the only crawl of this site while the block runs.

    Raises SiteBusy at once when another one is, in this process or any other; ArchiveUnwritable.
    """
    with _hold(lock_file(data, site_id), now, lambda holder: SiteBusy(site_id, holder.pid, holder.host, holder.since)):
        yield


@contextmanager
def replay_lock(data: Path, now: datetime) -> Iterator[None]:
    """Be the only replay of this archive while the block runs.

    Raises ReplayBusy at once when another one is; ArchiveUnwritable.
    """
    with _hold(lock_file(data, REPLAY), now, lambda holder: ReplayBusy(holder.pid, holder.host, holder.since)):
        yield


@contextmanager
def leader_lock(data: Path, now: datetime) -> Iterator[None]:
    """Be the only scheduler over this data directory while the block runs.

    Raises SchedulerBusy at once when another one is; ArchiveUnwritable.
    """
    with _hold(lock_file(data, LEADER), now, lambda holder: SchedulerBusy(holder.pid, holder.host, holder.since)):
        yield


def is_held(data: Path, name: str) -> bool:
    """Whether a live process holds the lock of this site id (or `LEADER`)."""
    return find_holder(data, name) is not None


def find_holder(data: Path, name: str) -> Holder | None:
    """Who holds the lock of this site id (or `LEADER`), None when nobody does."""
    try:
        handle = os.open(lock_file(data, name), os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        return None if _try(handle, fcntl.LOCK_SH) else _read_holder(handle)
    finally:
        os.close(handle)


def lock_file(data: Path, name: str) -> Path:
    """The file that carries the lock of this site id (or `LEADER`)."""
    return data / "locks" / f"{_SAFE.sub('_', name.lower())}.lock"


@contextmanager
def _hold(file: Path, now: datetime, busy: Callable[[Holder], LockHeld]) -> Iterator[None]:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ArchiveUnwritable(str(file), error.strerror or str(error)) from error
    try:
        if not _take(handle):
            raise busy(_read_holder(handle))
        said = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now.isoformat()})
        # The holder's name is a courtesy: a full disk must not keep anybody from holding the lock.
        with contextlib.suppress(OSError):
            os.ftruncate(handle, 0)
            os.pwrite(handle, said.encode(), 0)
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    # `find_holder` takes a shared lock for an instant to see whether it can. That must not look like a holder: while
    # a shared lock can be had, only such a look stands in the way, and it is over at once.
    for _ in range(_PROBE_TRIES):
        if _try(handle, fcntl.LOCK_EX):
            return True
        if not _try(handle, fcntl.LOCK_SH):
            return False
        fcntl.flock(handle, fcntl.LOCK_UN)
        time.sleep(_PROBE_PAUSE)
    return False


def _try(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read_holder(handle: int) -> Holder:
    try:
        said = json.loads(os.pread(handle, 4096, 0))
        return Holder(int(said["pid"]), str(said["host"]), datetime.fromisoformat(said["since"]))
    except (ValueError, KeyError, TypeError):
        return Holder()
