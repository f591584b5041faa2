"""Archives that are locked, damaged, of another release or short of room: said in a line, and nothing lost."""

import json
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.replica.proxy import Replica
from tests.whole.desk import HOST, ROOT, Desk, Said, wait_until

#: Bytes. The log is the first file that is too large, and the database in the middle of the crawl.
FILE_LIMITS = (4_096, 400_000)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("crawl", HOST), id="crawl"),
        pytest.param(("backfill", HOST), id="backfill"),
        pytest.param(("schedule", "run", "--once"), id="schedule"),
    ],
)
def test_a_locked_database_is_waited_for_and_then_left(county: Replica, desk: Desk, arguments: tuple[str, ...]) -> None:
    database = desk.database
    before = desk.published()
    impatient = {"FANGZHI_DATABASE": f"sqlite:///{database}?timeout=0.5"}
    county.log.clear()
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = desk.say(*arguments, **impatient)
        if arguments[0] == "crawl":
            assert desk.say("reports", **impatient) == Said(0, []), "whoever only reads is not kept waiting"
    if arguments[0] == "schedule":
        assert any("is locked by another process" in line for line in said.lines), said
    else:
        assert (said.code, len(said.lines)) == (1, 1), said
        assert said.lines[0].startswith("fangzhi: the archive "), said
        assert "is locked by another process; nothing was recorded, try again later" in said.lines[0]
    assert not county.log.urls()
    assert desk.published() == before


_COMMANDS = [
    ("crawl", HOST),
    ("schedule", "run", "--once"),
    ("verify",),
]


def test_an_archive_of_a_newer_release_is_not_touched(county: Replica, desk: Desk) -> None:
    database = desk.database
    before = desk.published()
    desk.ask("UPDATE alembic_version SET version_num = '9999'")
    stored = database.read_bytes()
    county.log.clear()
    for arguments in _COMMANDS:
        said = desk.say(*arguments)
        assert (said.code, len(said.lines)) == (1, 1), (arguments, said)
        assert said.lines[0].startswith("fangzhi: the archive "), said
        assert said.lines[0].endswith("table revision 9999, which this release does not know; use a newer release")
    assert not county.log.urls()
    assert database.read_bytes() == stored
    assert desk.published() == before


def test_a_file_that_is_no_archive_is_not_touched(county: Replica, desk: Desk) -> None:
    database = desk.database
    database.write_text("这不是数据库\n" * 200, encoding="utf-8")
    stored = database.read_bytes()
    county.log.clear()
    for arguments in _COMMANDS:
        said = desk.say(*arguments)
        assert (said.code, len(said.lines)) == (1, 1), (arguments, said)
        assert said.lines[0].startswith(f"fangzhi: {database} cannot be read as an archive: "), said
    assert not county.log.urls()
    assert database.read_bytes() == stored


def test_files_that_can_grow_no_more_end_the_crawl_and_cost_nothing(county: Replica, desk: Desk) -> None:
    county.script.change_volatile()
    before = desk.published()
    for limit in FILE_LIMITS:
        said = _limited(desk, limit, "crawl", HOST, "--recheck")
        assert (said.code, len(said.lines)) == (1, 1), said
        assert said.lines[0].startswith("fangzhi: "), said
        assert "cannot write to" in said.lines[0]
        assert desk.published() == before
    assert desk.crawl(HOST, "--recheck")["state"] == "complete"
    assert desk.published() == before
    desk.check_sound()


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
            timeout=240,
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
    assert {row[-1] for row in moved.published()} == {row[-1] for row in crawled.published()}
    moved.check_sound()


def _limited(desk: Desk, limit: int, *arguments: str) -> Said:
    def set_limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [sys.executable, "-m", "fangzhi", *arguments],
        cwd=ROOT,
        env=desk.environ,
        capture_output=True,
        timeout=240,
        check=False,
        preexec_fn=set_limit,
    )
    said = done.stderr.decode()
    assert "Traceback" not in said, said
    return Said(done.returncode, said.splitlines())


def test_a_flipped_byte_is_found_and_placed(desk: Desk) -> None:
    ((name, offset, length),) = desk.ask(
        "SELECT blob.warc_file, blob.warc_offset, blob.warc_length FROM blob "
        "JOIN rendition ON rendition.blob_digest = blob.digest LIMIT 1"
    )
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
    before = desk.published()
    county.log.clear()
    county.script.set_rule("hang", r"/zwgk/xxgk/xzj/\Z")
    first = desk.start("crawl", HOST)
    try:
        wait_until(lambda: any(url.endswith("/robots.txt") for url in county.log.urls()), first)
        seen = county.log.urls()
        done = desk.run("crawl", HOST, "--json", timeout=240)
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
    assert desk.published() == before
