"""One crawl per site, one scheduler per data directory, whoever starts them; the lock dies with its process."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import ArchiveUnwritable, SchedulerBusy, SiteBusy
from archive.locks import LEADER, find_holder, is_held, leader_lock, lock_file, site_lock

NOW = datetime(2026, 11, 22, 2, 15, tzinfo=UTC)

HOLDING = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from archive.locks import site_lock
with site_lock(Path(sys.argv[1]), "tx.gov.cn", datetime(2026, 11, 21, 20, 0, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_process(data: Path) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_another_process_is_named_with_its_start(tmp_path: Path) -> None:
    with another_process(tmp_path) as process:
        with pytest.raises(SiteBusy, match=rf"tx\.gov\.cn.*process {process.pid} .*2026-11-21 20:00:00 UTC"):
            site_lock(tmp_path, "tx.gov.cn", NOW).__enter__()
        holder = find_holder(tmp_path, "tx.gov.cn")
        assert holder is not None
        assert holder.pid == process.pid


def test_lock_dies_with_a_killed_process(tmp_path: Path) -> None:
    with another_process(tmp_path) as process:
        assert is_held(tmp_path, "tx.gov.cn")
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not is_held(tmp_path, "tx.gov.cn")
        with site_lock(tmp_path, "tx.gov.cn", NOW):
            assert is_held(tmp_path, "tx.gov.cn")


def test_second_lock_within_one_process_is_refused(tmp_path: Path) -> None:
    with site_lock(tmp_path, "tx.gov.cn", NOW):
        with pytest.raises(SiteBusy):
            site_lock(tmp_path, "tx.gov.cn", NOW).__enter__()
        assert is_held(tmp_path, "tx.gov.cn")
    assert not is_held(tmp_path, "tx.gov.cn")


def test_sites_do_not_stand_in_each_others_way(tmp_path: Path) -> None:
    with site_lock(tmp_path, "tx.gov.cn", NOW), site_lock(tmp_path, "mhk.gov.cn", NOW), leader_lock(tmp_path, NOW):
        assert is_held(tmp_path, LEADER)


def test_second_scheduler_is_refused(tmp_path: Path) -> None:
    with leader_lock(tmp_path, NOW), pytest.raises(SchedulerBusy, match="a scheduler runs already"):
        leader_lock(tmp_path, NOW).__enter__()


def test_looking_at_a_free_lock_makes_no_file(tmp_path: Path) -> None:
    assert not is_held(tmp_path, "tx.gov.cn")
    assert list(tmp_path.iterdir()) == []


def test_a_garbled_note_of_the_holder_still_means_busy(tmp_path: Path) -> None:
    with site_lock(tmp_path, "tx.gov.cn", NOW):
        lock_file(tmp_path, "tx.gov.cn").write_text("{")
        with pytest.raises(SiteBusy, match="another process"):
            site_lock(tmp_path, "tx.gov.cn", NOW).__enter__()


def test_site_ids_cannot_leave_the_lock_folder(tmp_path: Path) -> None:
    assert lock_file(tmp_path, "../../etc/passwd").parent == tmp_path / "locks"


def test_data_directory_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveUnwritable, match=r"tx\.gov\.cn\.lock"):
        site_lock(tmp_path / "file", "tx.gov.cn", NOW).__enter__()
    assert not is_held(tmp_path / "file", "tx.gov.cn")


def test_lookers_never_keep_a_taker_out(tmp_path: Path) -> None:
    looking = (
        "import sys\nfrom pathlib import Path\nfrom archive.locks import is_held\nprint('on', flush=True)\n"
        "while True: is_held(Path(sys.argv[1]), 'tx.gov.cn')\n"
    )
    with site_lock(tmp_path, "tx.gov.cn", NOW):
        pass
    looker = subprocess.Popen([sys.executable, "-c", looking, str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert looker.stdout is not None
        looker.stdout.readline()
        for _ in range(200):
            with site_lock(tmp_path, "tx.gov.cn", NOW):
                pass
    finally:
        looker.kill()
        looker.communicate()
