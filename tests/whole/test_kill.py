"""kill -9 at random moments: a crawl gone on with ends as one never disturbed, and its files are whole."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.replica.proxy import Replica, running_county
from tests.whole.desk import Desk
from tests.whole.likeness import differences, likeness

HOST = "mhk.gov.cn"
SEED = 20261122


#: A look takes some tens of milliseconds from answer to settled row: the kill falls anywhere within.
LONGEST_LOOK = 0.15


def _kill_at(replica: Replica, desk: Desk, answers: int, moment: float, *command: str) -> bool:
    """Start a command and kill it `moment` seconds after its portal gave so many answers.

    Tells whether it was still at work.
    """
    replica.log.clear()
    process = desk.start(*command)
    replica.log.wait_for(answers, 60)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def _run_trials(count: int, open_desk: Callable[..., Desk]) -> None:
    moments = random.Random(SEED)
    with running_county(HOST) as replica:
        replica.script.hold_still()
        calm = open_desk(replica, "calm")
        asked = calm.crawl(HOST)["requests"]
        expected = likeness(calm.data / "archive.sqlite")
        assert expected["version"], "the undisturbed crawl found nothing"
        struck = 0
        for trial in range(count):
            desk = open_desk(replica, f"trial{trial}")
            answers, moment = moments.randint(1, asked), moments.uniform(0, LONGEST_LOOK)
            struck += _kill_at(replica, desk, answers, moment, "crawl", HOST)
            desk.crawl(HOST)
            found = differences(expected, likeness(desk.data / "archive.sqlite"))
            assert not found, f"trial {trial}, killed {moment:.3f} s after answer {answers} of {asked}: {found}"
            _files_are_whole(desk)
        print(f"{count} trials, {struck} struck a crawl at work, all ended equal")
        assert struck >= count * 0.9, "too many moments fell after the crawl's end to prove anything"


def _files_are_whole(desk: Desk) -> None:
    files = sorted(map(str, (desk.data / "warc").rglob("*.warc.gz")))
    assert files
    assert not list((desk.data / "warc").rglob("*.open"))
    checked = subprocess.run(
        [str(Path(sys.executable).parent / "warcio"), "check", *files], capture_output=True, check=False, timeout=240
    )
    assert checked.returncode == 0, checked.stdout.decode()
    desk.check_sound()


def test_killed_and_resumed_equals_undisturbed(open_desk: Callable[..., Desk]) -> None:
    _run_trials(4, open_desk)


@pytest.mark.full
@pytest.mark.timeout(3600)
def test_killed_at_many_moments(open_desk: Callable[..., Desk], pytestconfig: pytest.Config) -> None:
    _run_trials(pytestconfig.getoption("--kills"), open_desk)


def test_killed_again_and_again(open_desk: Callable[..., Desk]) -> None:
    """One archive, killed many times in a row, each time gone on with."""
    moments = random.Random(SEED + 1)
    with running_county(HOST) as replica:
        replica.script.hold_still()
        calm, desk = open_desk(replica, "calm"), open_desk(replica, "again")
        calm.crawl(HOST)
        for _ in range(6):
            assert _kill_at(replica, desk, moments.randint(2, 5), moments.uniform(0, LONGEST_LOOK), "crawl", HOST)
        desk.crawl(HOST)
        assert not differences(likeness(calm.data / "archive.sqlite"), likeness(desk.data / "archive.sqlite"))
        _files_are_whole(desk)
