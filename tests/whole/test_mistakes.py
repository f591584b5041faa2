"""What mistaken words get: one clear line, the right exit code, and nothing lost."""

from pathlib import Path

import pytest

from settings.sites import PORTALS
from tests.replica.proxy import Replica
from tests.whole.desk import HOST, Desk


@pytest.mark.parametrize(
    ("arguments", "environ", "code", "words"),
    [
        pytest.param(("crawl", "mhk.gov.com"), {}, 1, ("'mhk.gov.com'", "mean mhk.gov.cn?"), id="site misspelt"),
        pytest.param(("crawl", "www.mkh.gov.cn"), {}, 1, ("did you mean mhk.gov.cn?",), id="site with www misspelt"),
        pytest.param(
            ("backfill", "mkh.gov.cn"), {}, 1, ("did you mean mhk.gov.cn?",), id="site of a backfill misspelt"
        ),
        pytest.param(("crawl", "example.com"), {}, 1, ("no site row for 'example.com'",), id="site like none"),
        pytest.param(("crawl", HOST), {"FANGZHI_DELAY": "fast"}, 2, ("FANGZHI_DELAY", "'fast'"), id="delay no number"),
        pytest.param(("crawl", HOST), {"FANGZHI_DELAY": "-1"}, 2, ("FANGZHI_DELAY", "-1"), id="delay negative"),
        pytest.param(
            ("crawl", HOST),
            {"FANGZHI_PROXY": "", "FANGZHI_DELAY": "1"},
            2,
            ("FANGZHI_DELAY", "2 s"),
            id="delay too short",
        ),
        pytest.param(
            ("crawl", HOST), {"FANGZHI_PROXY": "ftp://x"}, 2, ("FANGZHI_PROXY", "http://"), id="proxy no http"
        ),
        pytest.param(("status",), {"FANGZHI_TIMEOUT": "x"}, 2, ("FANGZHI_TIMEOUT", "'x'"), id="timeout no number"),
        pytest.param(("schedule", "plan"), {"FANGZHI_MAX_BODY": "32M"}, 2, ("FANGZHI_MAX_BODY",), id="size no number"),
        pytest.param(
            ("status",), {"FANGZHI_DATABASE": "mysql://u:secret@h/d"}, 2, ("mysql://u:***@h/d",), id="no sqlite"
        ),
        pytest.param(("crawl", HOST), {"FANGZHI_DATABASE": "mysql://h/d"}, 1, ("mysql://h/d",), id="crawl, no sqlite"),
        pytest.param(("schedule", "plan"), {"FANGZHI_DATABASE": "::"}, 1, ("::",), id="database no address"),
        pytest.param(("show", "石门镇", "2017"), {}, 1, ("no report '石门镇 2017'",), id="report not there"),
        pytest.param(
            ("show", "湾龙镇", "2017", "--version", "9"), {}, 1, ("has no version 9",), id="version not there"
        ),
        pytest.param(("search", ""), {}, 2, ("",), id="empty search"),
    ],
)
def test_one_line_says_what_is_wrong(
    crawled: Desk, arguments: tuple[str, ...], environ: dict[str, str], code: int, words: tuple[str, ...]
) -> None:
    before = crawled.published()
    said = crawled.say(*arguments, **environ)
    assert len(said.lines) == 1, said
    assert said.lines[0].startswith("fangzhi: "), said
    assert all(word in said.lines[0] for word in words), said
    assert said.code == code
    assert crawled.published() == before


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        pytest.param((), "Usage: fangzhi", id="no command"),
        pytest.param(("craw", HOST), "No such command 'craw'", id="command misspelt"),
        pytest.param(("crawl",), "Missing argument 'SITE'", id="no site"),
        pytest.param(("crawl", HOST, "--ful"), "Did you mean '--full'?", id="option misspelt"),
        pytest.param(("crawl", HOST, "--kind", "daily"), "'daily' is not one of", id="kind not known"),
        pytest.param(("backfill", HOST, "--from", "2018", "--to", "2016"), "--from 2018 is after", id="years reversed"),
        pytest.param(("backfill", HOST, "--from", "1949"), "1949", id="year before there were reports"),
        pytest.param(("schedule", "run", "--workers", "0"), "0", id="no workers"),
        pytest.param(("export", "--format", "xls", "out"), "'xls' is not one of", id="format not known"),
    ],
)
def test_a_command_that_makes_no_sense_gets_usage(crawled: Desk, arguments: tuple[str, ...], word: str) -> None:
    before = crawled.published()
    said = crawled.say(*arguments)
    assert said.code == 2, said
    assert word in "\n".join(said.lines)
    assert len(said.lines) <= 40, "a screenful"
    assert crawled.published() == before


_ROW = (PORTALS / "jilin.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        pytest.param('division = "220581"', 'division = "22058"', "division '22058' is not six digits", id="division"),
        pytest.param("first_year", "frist_year", "first_year is missing", id="key misspelt"),
        pytest.param("[[site]]", "[[site]", "not valid TOML", id="no TOML"),
        pytest.param('"mhk.gov.cn"]', '"example.com"]', "'example.com'", id="host outside gov.cn"),
        pytest.param("http://www.mhk", "http://www.tx", "which is on none of the row's hosts", id="address elsewhere"),
        pytest.param('family = "trs"', 'family = "trs"\ncharset = "gb99"', "charset 'gb99' is not known", id="charset"),
        pytest.param('family = "trs"', 'family = "trz"', "unknown family 'trz'; known:", id="family"),
        pytest.param("report_folder", "reports_folder", "reports_folder", id="option of the family"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(
    county: Replica, desk: Desk, tmp_path: Path, old: str, new: str, reason: str
) -> None:
    portals = tmp_path / "portals"
    portals.mkdir()
    assert old in _ROW
    (portals / "jilin.toml").write_text(_ROW.replace(old, new), encoding="utf-8")
    before = desk.published()
    county.log.clear()
    said = desk.say("crawl", HOST, FANGZHI_PORTALS=str(portals))
    assert (said.code, len(said.lines)) == (1, 1), said
    assert said.lines[0].startswith("fangzhi: jilin.toml: site "), said
    assert reason in said.lines[0]
    assert not county.log.urls()
    assert desk.published() == before


#: Run at the start of a Python process: notes every connection and every question for an address.
_WATCH = """
import sys


def note(event, told):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        with open({tried!r}, "a") as file:
            file.write(f"{{event}} {{told}}\\n")


sys.addaudithook(note)
"""


@pytest.mark.parametrize("command", ["crawl", "backfill"])
def test_no_portal_is_asked_by_nobody(desk: Desk, tmp_path: Path, command: str) -> None:
    """Without a proxy the portals are the real ones: they are asked under somebody's name or not at all."""
    nobody = {"FANGZHI_PROXY": "", "FANGZHI_CONTACT": "", "FANGZHI_DELAY": ""}
    before = desk.published()
    watch, tried = tmp_path / "sitecustomize.py", tmp_path / "tried"
    watch.write_text(_WATCH.format(tried=str(tried)), encoding="utf-8")
    said = desk.say(command, HOST, **nobody, PYTHONPATH=str(tmp_path))
    assert not tried.exists(), tried.read_text(encoding="utf-8")
    assert (said.code, len(said.lines)) == (1, 1), said
    assert said.lines[0].startswith("fangzhi: set FANGZHI_CONTACT"), said
    assert desk.published() == before
    assert desk.ask("SELECT count(*) FROM run") == [(1,)], "no look was even begun"


def test_no_archive_yet_says_how_to_begin(desk: Desk, tmp_path: Path) -> None:
    said = desk.say("status", FANGZHI_DATA=str(tmp_path / "nothing"))
    assert (said.code, len(said.lines)) == (2, 1), said
    assert "crawl a site first" in said.lines[0]
    assert not (tmp_path / "nothing").exists()
