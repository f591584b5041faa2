"""kill -9 at random moments: a crawl gone on with ends as one never disturbed, and its files are whole."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.replica.proxy import running_county
from tests.whole.desk import Desk
from tests.whole.likeness import differences, likeness

HOST = "mhk.gov.cn"
SEED = 20261122


def _kill_after(desk: Desk, seconds: float, *command: str) -> bool:
    """Start a command and kill it after so long. Tells whether it was still at work."""
    process = desk.start(*command)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def _run_trials(count: int, open_desk: Callable[..., Desk], say: Callable[[str], None]) -> None:
    moments = random.Random(SEED)
    with running_county(HOST) as replica:
        replica.script.hold_still()
        calm = open_desk(replica, "calm")
        began = time.monotonic()
        calm.crawl(HOST)
        length = time.monotonic() - began
        expected = likeness(calm.data / "archive.sqlite")
        assert expected["version"], "the undisturbed crawl found nothing"
        struck = 0
        for trial in range(count):
            desk = open_desk(replica, f"trial{trial}")
            moment = moments.uniform(0.25, 1.0) * length
            struck += _kill_after(desk, moment, "crawl", HOST)
            desk.crawl(HOST)
            found = differences(expected, likeness(desk.data / "archive.sqlite"))
            assert not found, f"trial {trial}, killed after {moment:.2f} s of {length:.2f} s: {found}"
            _files_are_whole(desk)
        say(f"{count} trials, {struck} struck a crawl at work, all ended equal")
        assert struck >= count // 2, "too many moments fell after the crawl's end to prove anything"


def _files_are_whole(desk: Desk) -> None:
    files = sorted(map(str, (desk.data / "warc").rglob("*.warc.gz")))
    assert files
    assert not list((desk.data / "warc").rglob("*.open"))
    checked = subprocess.run(
        [str(Path(sys.executable).parent / "warcio"), "check", *files], capture_output=True, check=False, timeout=120
    )
    assert checked.returncode == 0, checked.stdout.decode()
    verified = desk.run("verify")
    assert verified.returncode == 0, verified.stdout.decode() + verified.stderr.decode()


def test_killed_and_resumed_equals_undisturbed(
    open_desk: Callable[..., Desk],
) -> None:
    _run_trials(4, open_desk, print)


@pytest.mark.full
@pytest.mark.timeout(3600)
def test_killed_at_thirty_moments(open_desk: Callable[..., Desk]) -> None:
    _run_trials(30, open_desk, print)


@pytest.mark.timeout(600)
def test_killed_again_and_again(open_desk: Callable[..., Desk]) -> None:
    """One archive, killed many times in a row, each time gone on with."""
    moments = random.Random(SEED + 1)
    with running_county(HOST) as replica:
        replica.script.hold_still()
        calm, desk = open_desk(replica, "calm"), open_desk(replica, "again")
        began = time.monotonic()
        calm.crawl(HOST)
        length = time.monotonic() - began
        for _ in range(6):
            _kill_after(desk, moments.uniform(0.4, 0.9) * length, "crawl", HOST)
        desk.crawl(HOST)
        assert not differences(likeness(calm.data / "archive.sqlite"), likeness(desk.data / "archive.sqlite"))
        _files_are_whole(desk)
