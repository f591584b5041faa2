"""What bad input gets: one clear line, the right exit code, and nothing lost."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from settings.sites import PORTALS
from tests.replica.proxy import Replica, running_county
from tests.whole.desk import ROOT, Desk

HOST = "mhk.gov.cn"
#: Bytes. The log is the first file that is too large, and the database in the middle of the crawl.
FILE_LIMITS = (4_096, 400_000)


@pytest.fixture(scope="module")
def county() -> Iterator[Replica]:
    with running_county(HOST) as replica:
        yield replica


@pytest.fixture(scope="module")
def crawled(county: Replica, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    data = tmp_path_factory.mktemp("crawled") / "var"
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("FANGZHI_")}
    desk = Desk(data, {**inherited, **county.environment(data)})
    desk.crawl(HOST)
    return desk


@pytest.fixture
def desk(crawled: Desk, tmp_path: Path) -> Desk:
    """A copy of a good archive, for one test to attack."""
    data = tmp_path / "var"
    shutil.copytree(crawled.data, data)
    return Desk(data, {**crawled.environ, "FANGZHI_DATA": str(data)})


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    code: int
    lines: list[str]


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


def _run(desk: Desk, *arguments: str, **environ: str) -> Said:
    done = Desk(desk.data, {**desk.environ, **environ}).run(*arguments, timeout=60)
    said = done.stderr.decode()
    assert "Traceback" not in said + done.stdout.decode(), said
    return Said(done.returncode, said.splitlines())


def _published(data: Path) -> list[tuple[object, ...]]:
    """Everything the archive says was published."""
    with closing(sqlite3.connect(data / "archive.sqlite")) as connection:
        return connection.execute(
            "SELECT report.id, report.year, current_seq, seq, text_digest, text.body FROM report "
            "JOIN version ON version.report_id = report.id JOIN text ON text.digest = text_digest "
            "WHERE published_at IS NOT NULL ORDER BY 1, 4"
        ).fetchall()


def _pattern(address: str) -> str:
    return address.split("/", 3)[3].replace(".", r"\.") + r"\Z"


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
    before = _published(crawled.data)
    said = _run(crawled, *arguments, **environ)
    assert len(said.lines) == 1, said
    assert said.lines[0].startswith("fangzhi: "), said
    assert all(word in said.lines[0] for word in words), said
    assert said.code == code
    assert _published(crawled.data) == before


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
    before = _published(crawled.data)
    said = _run(crawled, *arguments)
    assert said.code == 2, said
    assert word in "\n".join(said.lines)
    assert len(said.lines) <= 30
    assert _published(crawled.data) == before


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
    before = _published(desk.data)
    county.log.clear()
    said = _run(desk, "crawl", HOST, FANGZHI_PORTALS=str(portals))
    assert (said.code, len(said.lines)) == (1, 1), said
    assert said.lines[0].startswith("fangzhi: jilin.toml: site "), said
    assert reason in said.lines[0]
    assert not county.log.urls()
    assert _published(desk.data) == before


@pytest.mark.parametrize("command", ["crawl", "backfill"])
def test_no_portal_is_asked_by_nobody(county: Replica, desk: Desk, command: str) -> None:
    """Without a proxy the portals are the real ones: they are asked under somebody's name or not at all."""
    nobody = {"FANGZHI_PROXY": "", "FANGZHI_CONTACT": "", "FANGZHI_DELAY": ""}
    before = _published(desk.data)
    began = time.monotonic()
    said = _run(desk, command, HOST, **nobody)
    assert time.monotonic() - began < 20, "it seems to have tried"
    assert (said.code, len(said.lines)) == (1, 1), said
    assert said.lines[0].startswith("fangzhi: set FANGZHI_CONTACT"), said
    assert _published(desk.data) == before
    with closing(sqlite3.connect(desk.data / "archive.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM run").fetchone() == (1,), "no look was even begun"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("crawl", HOST), id="crawl"),
        pytest.param(("backfill", HOST), id="backfill"),
        pytest.param(("schedule", "run", "--once"), id="schedule"),
    ],
)
def test_a_locked_database_is_waited_for_and_then_left(county: Replica, desk: Desk, arguments: tuple[str, ...]) -> None:
    database = desk.data / "archive.sqlite"
    before = _published(desk.data)
    impatient = {"FANGZHI_DATABASE": f"sqlite:///{database}?timeout=0.5"}
    county.log.clear()
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = _run(desk, *arguments, **impatient)
        if arguments[0] == "crawl":
            assert _run(desk, "reports", **impatient) == Said(0, []), "whoever only reads is not kept waiting"
    if arguments[0] == "schedule":
        assert any("is locked by another process" in line for line in said.lines), said
    else:
        assert (said.code, len(said.lines)) == (1, 1), said
        assert said.lines[0].startswith("fangzhi: the archive "), said
        assert "is locked by another process; nothing was recorded, try again later" in said.lines[0]
    assert not county.log.urls()
    assert _published(desk.data) == before


_COMMANDS = [
    ("crawl", HOST),
    ("schedule", "run", "--once"),
    ("verify",),
]


def test_an_archive_of_a_newer_release_is_not_touched(county: Replica, desk: Desk) -> None:
    database = desk.data / "archive.sqlite"
    before = _published(desk.data)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    stored = database.read_bytes()
    county.log.clear()
    for arguments in _COMMANDS:
        said = _run(desk, *arguments)
        assert (said.code, len(said.lines)) == (1, 1), (arguments, said)
        assert said.lines[0].startswith("fangzhi: the archive "), said
        assert said.lines[0].endswith("table revision 9999, which this release does not know; use a newer release")
    assert not county.log.urls()
    assert database.read_bytes() == stored
    assert _published(desk.data) == before


def test_a_file_that_is_no_archive_is_not_touched(county: Replica, desk: Desk) -> None:
    database = desk.data / "archive.sqlite"
    database.write_text("这不是数据库\n" * 200, encoding="utf-8")
    stored = database.read_bytes()
    county.log.clear()
    for arguments in _COMMANDS:
        said = _run(desk, *arguments)
        assert (said.code, len(said.lines)) == (1, 1), (arguments, said)
        assert said.lines[0].startswith(f"fangzhi: {database} cannot be read as an archive: "), said
    assert not county.log.urls()
    assert database.read_bytes() == stored


def test_no_archive_yet_says_how_to_begin(desk: Desk, tmp_path: Path) -> None:
    said = _run(desk, "status", FANGZHI_DATA=str(tmp_path / "nothing"))
    assert (said.code, len(said.lines)) == (2, 1), said
    assert "crawl a site first" in said.lines[0]
    assert not (tmp_path / "nothing").exists()


def test_files_that_can_grow_no_more_end_the_crawl_and_cost_nothing(county: Replica, desk: Desk) -> None:
    county.script.change_volatile()
    before = _published(desk.data)
    for limit in FILE_LIMITS:
        said = _limited(desk, limit, "crawl", HOST, "--recheck")
        assert (said.code, len(said.lines)) == (1, 1), said
        assert said.lines[0].startswith("fangzhi: "), said
        assert "cannot write to" in said.lines[0]
        assert _published(desk.data) == before
    assert desk.crawl(HOST, "--recheck")["state"] == "complete"
    assert _published(desk.data) == before
    verified = desk.run("verify")
    assert verified.returncode == 0, verified.stdout.decode()


def test_a_full_disk_ends_the_first_crawl_and_the_next_one_completes(
    county: Replica, crawled: Desk, tmp_path: Path
) -> None:
    """A file system of its own, too small for the archive, then room made by moving to a larger one."""
    small = tmp_path / "small"
    small.mkdir()
    inside = (
        f"mount -t tmpfs -o size=600k none {small} && {sys.executable} -m fangzhi crawl {HOST}; code=$?; "
        f"cp -a {small} {tmp_path / 'moved'} && exit $code"
    )
    environ = {**crawled.environ, "FANGZHI_DATA": str(small)}
    try:
        done = subprocess.run(
            ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", inside],
            cwd=ROOT,
            env=environ,
            capture_output=True,
            timeout=120,
            check=False,
        )
    except FileNotFoundError:
        pytest.skip("no `unshare` here: a disk that is really full was NOT tested, files that cannot grow were")
    said = done.stderr.decode()
    if "unshare:" in said or "mount:" in said:
        pytest.skip(f"no file system may be mounted here: a disk that is really full was NOT tested ({said.strip()})")
    assert "Traceback" not in said
    assert (done.returncode, len(said.splitlines())) == (1, 1), said
    assert said.startswith("fangzhi: "), said
    assert "make room and run again" in said
    moved = Desk(tmp_path / "moved", {**crawled.environ, "FANGZHI_DATA": str(tmp_path / "moved")})
    assert moved.crawl(HOST)["state"] == "complete"
    assert {row[-1] for row in _published(moved.data)} == {row[-1] for row in _published(crawled.data)}
    verified = moved.run("verify")
    assert verified.returncode == 0, verified.stdout.decode()


def _limited(desk: Desk, limit: int, *arguments: str) -> Said:
    def set_limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [sys.executable, "-m", "fangzhi", *arguments],
        cwd=ROOT,
        env=desk.environ,
        capture_output=True,
        timeout=60,
        check=False,
        preexec_fn=set_limit,
    )
    said = done.stderr.decode()
    assert "Traceback" not in said, said
    return Said(done.returncode, said.splitlines())


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
    began = time.monotonic()
    try:
        outcome, peak = _crawl_measured(desk)
    finally:
        county.script.clear_rules()
    return Attacked(desk, emptied, outcome, mislabelled, bomb, time.monotonic() - began, peak)


# Linux starts a child's high-water mark at its parent's size when it was forked, and this suite's own process can be
# larger than the crawl. So a small process of its own starts the crawl and tells what its children held at most.
_MEASURED = (
    "import resource, subprocess, sys;"
    "code = subprocess.run(sys.argv[1:]).returncode;"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr);"
    "sys.exit(code)"
)


def _crawl_measured(desk: Desk) -> tuple[dict[str, Any], int]:
    """Crawl; the outcome, and the largest memory the command held, in kB."""
    command = [sys.executable, "-c", _MEASURED, sys.executable, "-m", "fangzhi", "crawl", HOST, "--json"]
    done = subprocess.run(command, cwd=ROOT, env=desk.environ, capture_output=True, check=False, timeout=120)
    return json.loads(done.stdout), int(done.stderr.split()[-1])


def test_a_wrong_charset_label_does_not_spoil_the_text(crawled: Desk, attacked: Attacked) -> None:
    right, read = _texts(crawled), _texts(attacked.desk)
    for address in attacked.mislabelled:
        assert read[address] == right[address]


def test_a_zip_bomb_is_kept_and_not_unfolded(crawled: Desk, attacked: Attacked) -> None:
    assert attacked.seconds < 60
    assert attacked.peak < 280 * 1024, "kB held by the crawl that met the bomb"
    assert attacked.outcome["state"] == "complete"
    assert _texts(attacked.desk) == _texts(crawled), "the pages' own reports are what they were"
    (issue,) = attacked.desk.lines("issues", HOST)
    assert (issue["code"], issue["url"]) == ("unfolds_too_far", attacked.bomb)
    assert attacked.desk.run("verify").returncode == 0


def _texts(desk: Desk) -> dict[str, str]:
    """The text of every report page by its address."""
    with closing(sqlite3.connect(desk.data / "archive.sqlite")) as connection:
        return dict(
            connection.execute(
                "SELECT url, text.body FROM rendition JOIN version USING (report_id, seq) "
                "JOIN text ON text.digest = version.text_digest WHERE carrier = 'html'"
            ).fetchall()
        )


def test_lists_that_are_empty_are_said_to_be_and_filled_later(crawled: Desk, attacked: Attacked) -> None:
    assert attacked.emptied["issues"]["empty_list"] == 3, attacked.emptied["issues"]
    assert attacked.outcome["new_reports"] > attacked.emptied["new_reports"]
    assert {row[-1] for row in _published(attacked.desk.data)} == {row[-1] for row in _published(crawled.data)}


def test_a_flipped_byte_is_found_and_placed(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.data / "archive.sqlite")) as connection:
        name, offset, length = connection.execute(
            "SELECT blob.warc_file, blob.warc_offset, blob.warc_length FROM blob "
            "JOIN rendition ON rendition.blob_digest = blob.digest LIMIT 1"
        ).fetchone()
    warc = desk.data / "warc" / name
    body = bytearray(warc.read_bytes())
    body[offset + length // 2] ^= 0x01
    warc.write_bytes(body)
    done = desk.run("verify")
    said = done.stdout.decode()
    assert done.returncode == 1, said
    assert "Traceback" not in done.stderr.decode()
    assert f"{name} at {offset}" in said
    (line,) = desk.lines("verify")
    assert [finding["where"] for finding in line["findings"]] == [f"{name} at {offset}"], line
    assert not line["findings"][0]["harmless"]
    body[offset + length // 2] ^= 0x01
    warc.write_bytes(body)
    assert desk.run("verify").returncode == 0


def test_a_second_crawl_of_a_site_asks_nothing(county: Replica, desk: Desk) -> None:
    """The first one is held by an answer that never comes."""
    before = _published(desk.data)
    county.log.clear()
    county.script.set_rule("hang", r"/zwgk/xxgk/xzj/\Z")
    first = desk.start("crawl", HOST)
    try:
        _until(lambda: any(url.endswith("/robots.txt") for url in county.log.urls()), first)
        seen = county.log.urls()
        done = desk.run("crawl", HOST, "--json", timeout=60)
        said = done.stderr.decode().splitlines()
        assert done.returncode == 75, said
        assert len(said) == 1, said
        assert said[0].startswith(f"fangzhi: {HOST} is being crawled already: process {first.pid} on "), said
        assert json.loads(done.stdout)["requests"] == 0
        assert county.log.urls() == seen
    finally:
        first.kill()
        first.wait()
        county.script.clear_rules()
    assert _published(desk.data) == before


def _until(happened: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Look until it happened; the crawl that makes it happen must live."""
    for _ in range(2000):
        if happened():
            return
        assert process.poll() is None, "the crawl ended before it could be watched"
        time.sleep(0.02)
    raise AssertionError("it never happened")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(arguments, id=" ".join(arguments[:2]) if arguments[0] == "schedule" else arguments[0])
        for arguments in (
            ("status",),
            ("reports",),
            ("show", "湾龙镇", "2017"),
            ("history", "湾龙镇", "2017"),
            ("diff", "湾龙镇", "2017", "1", "1"),
            ("search", "政府信息"),
            ("runs",),
            ("issues",),
            ("verify",),
            ("schedule", "plan"),
            ("export", "--format", "csv", "OUT"),
            ("crawl", HOST, "--time-limit", "0"),
            ("backfill", HOST, "--from", "2010", "--to", "2010", "--time-limit", "0"),
            ("schedule", "run", "--once"),
        )
    ],
)
def test_json_on_a_pipe_is_a_value_a_line(
    crawled: Desk, desk: Desk, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    named = [str(tmp_path / "out.csv") if word == "OUT" else word for word in arguments]
    done = desk.run(*named, "--json", timeout=60)
    assert done.returncode in (0, 1), done.stderr.decode()
    values = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert all(isinstance(value, dict) for value in values)
    if arguments[0] not in ("issues", "diff") and arguments[:2] != ("schedule", "run"):
        assert values


def test_a_notebook_asks_without_a_reactor(crawled: Desk) -> None:
    notebook = (
        "import sys\n"
        "from archive import Archive\n"
        f"with Archive.open({str(crawled.data)!r}) as archive:\n"
        "    hits = archive.search('政府信息公开', year=2017).hits\n"
        "    nothing = archive.search('行政复议', year=1999).hits\n"
        "print(len(hits), len(nothing), *{hit.report.year for hit in hits})\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*loaded & {'twisted', 'scrapy', 'requests', 'crawler'})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", notebook], cwd=ROOT, capture_output=True, check=False, timeout=60, env=crawled.environ
    )
    assert done.returncode == 0, done.stderr.decode()
    found, loaded = done.stdout.decode().splitlines()
    assert found.split() == ["2", "0", "2017"], found
    assert loaded == ""


def test_the_same_question_has_the_same_answer_in_python_and_on_the_screen(crawled: Desk) -> None:
    with Archive.open(f"sqlite:///{crawled.data / 'archive.sqlite'}") as archive:
        asked = archive.search("行政复议", year=2017)
    shown = crawled.lines("search", "行政复议", "--year", "2017")
    assert [hit.report.id for hit in asked.hits] == [line["report"]["id"] for line in shown]
    assert asked.hits
