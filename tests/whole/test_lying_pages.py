"""Pages and files that are not what they say: a wrong charset label, a bomb in a .docx, lists shown empty."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from tests.replica.proxy import Replica
from tests.whole.desk import HOST, ROOT, Desk


@dataclass(frozen=True)
class Attacked:
    """A crawl of pages that lie about themselves."""

    desk: Desk
    emptied: dict[str, Any]
    outcome: dict[str, Any]
    mislabelled: tuple[str, ...]
    bomb: str
    seconds: float
    peak: int


@pytest.fixture(scope="module")
def attacked(county: Replica, crawled: Desk, tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    """A crawl that meets empty lists, then one while three reports carry a wrong charset label and a .docx is a bomb of
    300 kB that unfolds to 300 MB."""
    data = tmp_path_factory.mktemp("attacked") / "var"
    desk = Desk(data, {**crawled.environ, "FANGZHI_DATA": str(data)})
    mislabelled = tuple(report.addresses[0] for report in county.truth() if not report.only_attached)[:3]
    (bomb,) = {file for report in county.truth() for file in report.files if file.endswith(".docx")}
    county.script.set_rule("empty", r"/ndbg/")
    emptied = desk.crawl(HOST)
    county.script.clear_rules()
    for address in mislabelled:
        county.script.set_rule("wrong_charset", _pattern(address))
    county.script.set_rule("zip_bomb", _pattern(bomb))
    try:
        outcome, peak, seconds = _crawl_measured(desk)
    finally:
        county.script.clear_rules()
    return Attacked(desk, emptied, outcome, mislabelled, bomb, seconds, peak)


def _pattern(address: str) -> str:
    return address.split("/", 3)[3].replace(".", r"\.") + r"\Z"


# Linux starts a child's high-water mark at its parent's size when it was forked, and this suite's own process can be
# larger than the crawl. So a small process of its own starts the crawl and tells what its children held at most, and
# their processor time.
_MEASURED = (
    "import resource, subprocess, sys;"
    "code = subprocess.run(sys.argv[1:]).returncode;"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
    "print(used.ru_maxrss, used.ru_utime + used.ru_stime, file=sys.stderr);"
    "sys.exit(code)"
)


def _crawl_measured(desk: Desk) -> tuple[dict[str, Any], int, float]:
    """Crawl; the outcome, the largest memory the command held, in kB, and its seconds of processor time."""
    command = [sys.executable, "-c", _MEASURED, sys.executable, "-m", "fangzhi", "crawl", HOST, "--json"]
    done = subprocess.run(command, cwd=ROOT, env=desk.environ, capture_output=True, check=False, timeout=240)
    peak, seconds = done.stderr.split()[-2:]
    return json.loads(done.stdout), int(peak), float(seconds)


def test_a_wrong_charset_label_does_not_spoil_the_text(crawled: Desk, attacked: Attacked) -> None:
    right, read = _texts(crawled), _texts(attacked.desk)
    for address in attacked.mislabelled:
        assert read[address] == right[address]


def test_a_zip_bomb_is_kept_and_not_unfolded(crawled: Desk, attacked: Attacked) -> None:
    assert attacked.seconds < 40, "processor time"
    assert attacked.peak < 280 * 1024, "kB held by the crawl that met the bomb"
    assert attacked.outcome["state"] == "complete"
    assert _texts(attacked.desk) == _texts(crawled), "the pages' own reports are what they were"
    (issue,) = attacked.desk.lines("issues", HOST)
    assert (issue["code"], issue["url"]) == ("unfolds_too_far", attacked.bomb)
    attacked.desk.check_sound()


def _texts(desk: Desk) -> dict[str, str]:
    """The text of every report page by its address."""
    return dict(
        desk.ask(
            "SELECT url, text.body FROM rendition JOIN version USING (report_id, seq) "
            "JOIN text ON text.digest = version.text_digest WHERE carrier = 'html'"
        )
    )


def test_lists_that_are_empty_are_said_to_be_and_filled_later(crawled: Desk, attacked: Attacked) -> None:
    assert attacked.emptied["issues"]["empty_list"] == 3, attacked.emptied["issues"]
    assert attacked.outcome["new_reports"] > attacked.emptied["new_reports"]
    assert {row[-1] for row in attacked.desk.published()} == {row[-1] for row in crawled.published()}
