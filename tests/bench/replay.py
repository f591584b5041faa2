"""How fast the archive is read again: `python -m tests.bench.replay [--host tx.gov.cn] [--scale full] [--archive DIR]`.

A simulated county is crawled (or a copy taken of an archive that is there), and the same copy is replayed with one
reading process and with two: once under the rules that read it, when nothing is written, and once as an archive that
older rules read, when every payload gets a re-reading. Beside payloads per second it prints the processor seconds of
the process that writes and of those that read, which a busy machine does not change: what the writer spends on a
payload against what a reader spends on it bounds the gain of a second core.
"""

import argparse
import os
import resource
import shutil
import sqlite3
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from crawler.replay.replay import Replay
from settings.env import load_env
from settings.sites import load_sites
from tests.replica.proxy import running_county
from tests.whole.desk import Desk


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.replay", description=__doc__)
    parser.add_argument("--host", default="tx.gov.cn")
    parser.add_argument("--scale", choices=["small", "demo", "full"], default="full")
    parser.add_argument("--archive", type=Path, help="data folder of an archive to copy instead of crawling one")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = chosen.archive or _crawl(Path(folder) / "crawled", chosen.host, chosen.scale)
        print(f"{'rules':>6} {'readers':>7} {'payloads':>8} {'per s':>7} {'writer s':>8} {'readers s':>9} {'MB':>5}")
        for aged in (False, True):
            rates = [_replay(data, Path(folder) / "copy", chosen.host, count, aged=aged) for count in (1, 2)]
            print(f"{'older' if aged else 'same':>6} two readers are {rates[1] / rates[0]:.2f} times one", flush=True)
    return 0


def _crawl(data: Path, host: str, scale: str) -> Path:
    with running_county(host, scale=scale) as replica:  # type: ignore[arg-type]
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("FANGZHI_")}
        Desk(data, {**inherited, **replica.environment(data)}).crawl(host)
    return data


def _replay(data: Path, copy: Path, host: str, readers: int, *, aged: bool) -> float:
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(data, copy)
    if aged:
        _age(copy)
    os.environ.update(FANGZHI_DATA=str(copy), FANGZHI_CONTACT="mailto:bench@example.org")
    env = load_env()
    work = Replay(env, load_sites(env.portals), lambda: datetime.now(UTC), lambda *_: None, readers)
    read_before, wrote_before = _spent(resource.RUSAGE_CHILDREN), _spent(resource.RUSAGE_SELF)
    began = time.monotonic()
    done = work.run(host, dry=False)
    seconds = time.monotonic() - began
    wrote, read = _spent(resource.RUSAGE_SELF) - wrote_before, _spent(resource.RUSAGE_CHILDREN) - read_before
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    rate = done.counts["read"] / seconds
    print(
        f"{'older' if aged else 'same':>6} {readers:>7} {done.counts['read']:>8} {rate:>7.1f} {wrote:>8.1f} "
        f"{read:>9.1f} {largest:>5}",
        flush=True,
    )
    return rate


def _age(data: Path) -> None:
    """Make it an archive that older rules read and that never was read for figures."""
    connection = sqlite3.connect(data / "archive.sqlite")
    with connection:
        connection.execute("UPDATE reading SET rules = 'older-rules'")
        for table in ("check_result", "headline", "figure", "figure_reading"):
            connection.execute(f"DELETE FROM {table}")
    connection.close()


def _spent(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
