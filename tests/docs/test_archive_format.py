"""The archive, checked as its format page says, without our code."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.docs.pages import Crawled, blocks, doc


def scripts(folder: Path) -> Mapping[str, Path]:
    """The Python of the format page as files, each under the name in its first line."""
    found = {}
    for body in blocks(doc("archive-format.md"), "python"):
        file = folder / body.splitlines()[0].removeprefix("# ")
        file.write_text(body, encoding="utf-8")
        found[file.name] = file
    return found


def queries() -> Mapping[str, str]:
    """The SQL of the format page by the name in its first line."""
    bodies = blocks(doc("archive-format.md"), "sql")
    return {body.splitlines()[0].removeprefix("-- ").partition("(")[0]: body for body in bodies}


def run_script(script: Path, data: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    # Isolated: nothing of ours can be imported, only what the page shows.
    start = f"import runpy, sys; sys.path.insert(0, {str(script.parent)!r}); sys.argv = {[script.name, *arguments]!r}; "
    command = [sys.executable, "-I", "-c", f"{start}runpy.run_path({str(script)!r})"]
    return subprocess.run(command, cwd=data, capture_output=True, check=False)


def test_warcio_finds_every_record_whole(crawled: Crawled) -> None:
    (block,) = blocks(doc("archive-format.md"), "sh")
    environ = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["sh", "-ec", block], cwd=crawled.data, env=environ, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("seq", ["1", "2"])
def test_one_query_leads_from_a_version_to_its_bytes(seq: str, crawled: Crawled, tmp_path: Path) -> None:
    done = run_script(scripts(tmp_path)["cite.py"], crawled.data, crawled.report, seq)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == crawled.desk.run("show", crawled.report, "--version", seq, "--raw").stdout
    connection = crawled.connect()
    cursor = connection.execute(queries()["evidence"], {"report": crawled.report, "seq": int(seq)})
    row = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
    connection.close()
    assert row["digest"] == hashlib.sha256(done.stdout).hexdigest()
    (history,) = crawled.desk.lines("history", crawled.report)
    told = history["steps"][int(seq) - 1]["evidence"]
    assert {key: value for key, value in row.items() if told.get(key, value) != value} == {}
    assert row.keys() - told.keys() == {"title", "at"}


def test_the_other_queries_answer(crawled: Crawled) -> None:
    connection = crawled.connect()
    ask = queries()
    assert set(ask) == {"evidence", "broken", "shown", "looks"}
    assert connection.execute(ask["broken"]).fetchall() == []
    seen = dict(connection.execute("SELECT seq, first_seen_at FROM version WHERE report_id = ?", (crawled.report,)))
    for seq, moment in seen.items():
        (shown,) = connection.execute(ask["shown"], {"report": crawled.report, "moment": moment})
        assert shown[0] == seq
        assert shown[2] == crawled.desk.lines("show", crawled.report, "--version", str(seq))[0]["text"]
    (url,) = connection.execute(
        "SELECT url FROM rendition WHERE ended_at IS NULL AND report_id = ?", (crawled.report,)
    ).fetchone()
    looks = connection.execute(ask["looks"], {"url": url}).fetchall()
    assert [look[2] for look in looks[:2]] == ["ok", "ok"]
    assert len({look[3] for look in looks}) == 2
    connection.close()


@pytest.mark.parametrize("damage", ["", "payload", "text", "look", "lost file"])
def test_the_check_finds_damage_and_nothing_else(damage: str, crawled: Crawled, tmp_path: Path) -> None:
    data = tmp_path / "var"
    shutil.copytree(crawled.data, data)
    connection = sqlite3.connect(data / "archive.sqlite")
    name, offset, length = connection.execute("SELECT warc_file, warc_offset, warc_length FROM blob").fetchone()
    file = data / "warc" / name
    if damage == "payload":
        flipped = bytearray(file.read_bytes())
        flipped[offset + length // 2] ^= 1
        file.write_bytes(flipped)
    elif damage == "text":
        connection.execute("UPDATE text SET body = replace(body, '年', '月')")
    elif damage == "look":
        other = "CASE substr(digest, 1, 1) WHEN '0' THEN '1' ELSE '0' END || substr(digest, 2)"
        revisit = "SELECT max(id) FROM capture WHERE warc_offset NOT IN (SELECT warc_offset FROM blob)"
        connection.execute(f"UPDATE capture SET digest = {other} WHERE id = ({revisit})")
    elif damage:
        file.unlink()
    connection.commit()
    connection.close()
    done = run_script(scripts(tmp_path)["check.py"], data)
    assert (done.returncode == 0) is (damage == ""), done.stdout.decode() + done.stderr.decode()
    assert (done.stdout == b"sound\n") is (damage == "")
    assert not done.stderr
