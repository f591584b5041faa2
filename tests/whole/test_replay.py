"""`fangzhi replay`, with the portals gone: what an archive read under older rules becomes under today's."""

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.chrome.lines import LearnedChrome
from archive.database import make_reader, reading
from archive.payloads import kept_payloads
from crawler.replay.pool import Readers
from crawler.replay.reader import Answer, PayloadAnswer, PayloadQuestion, Task
from tests.replica.proxy import running_county
from tests.whole.desk import Desk
from tests.whole.likeness import differences, likeness

HOST = "mhk.gov.cn"
OLDER = "older-rules"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An archive crawled once; its portal is not there any more."""
    data = tmp_path_factory.mktemp("crawled") / "var"
    with running_county(HOST) as replica:
        replica.script.hold_still()
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("FANGZHI_")}
        desk = Desk(data, {**inherited, **replica.environment(data)})
        desk.crawl(HOST)
    return desk


@pytest.fixture
def desk(crawled: Desk, tmp_path: Path) -> Desk:
    """A copy of the crawled archive."""
    return copy_of(crawled, tmp_path / "var")


def copy_of(desk: Desk, data: Path) -> Desk:
    shutil.copytree(desk.data, data)
    return replace(desk, data=data, environ={**desk.environ, "FANGZHI_DATA": str(data)})


def rows(desk: Desk, query: str, *values: object) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(desk.data / "archive.sqlite", timeout=30)
    try:
        with connection:
            return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def replayed(desk: Desk, *arguments: str, expect: int = 0) -> dict[str, Any]:
    done = desk.run("replay", *arguments, "--json")
    assert done.returncode == expect, (done.returncode, done.stdout.decode(), done.stderr.decode())
    outcome: dict[str, Any] = json.loads(done.stdout)
    return outcome


def age(desk: Desk) -> tuple[str, str]:
    """Make the archive one that older rules read: one report's text had a line of chrome, one report they could not
    read at all. Gives the addresses of the two."""
    rows(desk, "UPDATE reading SET rules = ?", OLDER)
    reports = "SELECT rendition.url, reading.id, report_id FROM rendition JOIN reading ON reading.id = reading_id"
    chosen = rows(desk, f"{reports} WHERE carrier = 'html' AND parent_url IS NULL ORDER BY rendition.id")
    (chromed, chromed_id, _), (unread, unread_id, report) = chosen[0], chosen[1]
    (body,) = rows(desk, "SELECT body FROM text JOIN reading ON text_digest = digest WHERE reading.id = ?", chromed_id)[
        0
    ]
    body = f"打印本页 关闭窗口\n{body}"
    digest = hashlib.sha256(body.encode()).hexdigest()
    rows(desk, "INSERT INTO text VALUES (?, ?, ?, 'older')", digest, body, digest)
    rows(desk, "UPDATE reading SET text_digest = ? WHERE id = ?", digest, chromed_id)
    rows(desk, "UPDATE version SET text_digest = ? WHERE reading_id = ?", digest, chromed_id)
    for table in ("rendition", "version"):
        rows(desk, f"DELETE FROM {table} WHERE report_id = ?", report)
    rows(desk, "DELETE FROM report WHERE id = ?", report)
    rows(desk, "UPDATE reading SET text_digest = NULL, accepted = 0, kind = 'unread' WHERE id = ?", unread_id)
    rows(desk, "UPDATE entry SET state = 'error' WHERE url = ?", unread)
    return chromed, unread


def test_the_same_rules_read_the_same_and_write_nothing(crawled: Desk, desk: Desk) -> None:
    outcome = replayed(desk)
    assert outcome["state"] == "complete"
    assert outcome["read"] == outcome["same"] > 8
    assert outcome["differences"] == []
    assert not differences(likeness(crawled.data / "archive.sqlite"), likeness(desk.data / "archive.sqlite"))
    assert ("replay", "replay", "complete") in rows(desk, "SELECT site_id, kind, state FROM run")


def test_a_dry_run_lists_every_difference_and_changes_no_byte(desk: Desk) -> None:
    chromed, unread = age(desk)
    database = desk.data / "archive.sqlite"
    rows(desk, "PRAGMA wal_checkpoint(TRUNCATE)")
    before, kept = hashlib.sha256(database.read_bytes()).hexdigest(), warc_digests(desk)
    outcome = replayed(desk, "--dry-run")
    found = {difference["url"]: difference for difference in outcome["differences"] if difference["of"] == "payload"}
    assert set(found) == {chromed, unread}
    # What the version shows keeps its line of chrome, and is read for its figures as it stands.
    (shown,) = [difference for difference in outcome["differences"] if difference["of"] == "shown text"]
    assert (shown["url"], shown["report"]) == (chromed, found[chromed]["report"])
    assert (found[chromed]["lines_removed"], found[chromed]["lines_added"]) == (1, 0)
    assert found[chromed]["diff"] == ["-打印本页 关闭窗口"]
    assert found[chromed]["report"]
    assert found[unread]["first_read"]
    assert found[unread]["changes"]["kind"] == {"before": "unread", "now": "annual_report"}
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
    assert warc_digests(desk) == kept
    assert not (desk.data / "archive.sqlite-wal").exists() or not (desk.data / "archive.sqlite-wal").stat().st_size
    said = desk.run("replay", "--dry-run").stdout.decode()
    assert chromed in said
    assert "打印本页" in said


def warc_digests(desk: Desk) -> dict[str, str]:
    """Every file of the WARC folder with its digest."""
    files = (file for file in (desk.data / "warc").rglob("*") if file.is_file())
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_any_order_and_number_of_readers_read_the_same(desk: Desk) -> None:
    rows(desk, "UPDATE reading SET rules = ?", OLDER)
    address = f"sqlite:///{desk.data / 'archive.sqlite'}"
    engine = make_reader(address)
    with reading(engine) as session:
        asked = [PayloadQuestion(payload, LearnedChrome()) for payload in kept_payloads(session, HOST)]
    engine.dispose()
    again = asked[::-1]
    random.Random(7).shuffle(again)
    found = []
    for count, questions in ((1, asked), (2, [*again, *asked])):
        with Readers(count, Task(address, desk.data / "warc", None, keep=True)) as readers:
            found.append({(one.payload.digest, one.payload.url): answer for one, answer in read_in(readers, questions)})
    assert len(found[0]) == len(asked)
    assert found[0] == found[1]
    texts = [
        answer.reading.text for answer in found[0].values() if isinstance(answer, PayloadAnswer) and answer.reading
    ]
    assert sum(text is not None for text in texts) > 8


def read_in(readers: Readers, questions: list[PayloadQuestion]) -> Iterator[tuple[PayloadQuestion, Answer]]:
    for question, answer in readers.read(questions):
        assert isinstance(question, PayloadQuestion)
        yield question, answer


def test_newer_rules_make_rereadings_and_no_version(desk: Desk) -> None:
    chromed, unread = age(desk)
    versions = rows(desk, "SELECT report_id, seq, text_digest FROM version ORDER BY id")
    outcome = replayed(desk, "--site", HOST)
    assert (outcome["changed"], outcome["first_read"], outcome["unstable"]) == (1, 1, 0)
    after = rows(desk, "SELECT report_id, seq, text_digest FROM version ORDER BY id")
    assert after[: len(versions)] == versions
    assert len(after) == len(versions) + 1
    marks = rows(desk, "SELECT rules, count(*) FROM reading WHERE url = ? GROUP BY rules", chromed)
    assert sorted(count for _, count in marks) == [1, 1]

    # What becomes readable is a report from its capture on, published because that crawl passed its checks.
    query = (
        "SELECT version.seq, first_seen_at = capture.at, published_at IS NOT NULL FROM version "
        "JOIN reading ON reading.id = reading_id JOIN capture ON capture.id = capture_id WHERE reading.url = ?"
    )
    assert rows(desk, query, unread) == [(1, 1, 1)]
    assert rows(desk, "SELECT state FROM entry WHERE url = ?", unread) == [("report",)]
    again = replayed(desk)
    assert again["read"] == again["same"]


def test_a_version_held_back_is_not_published_by_a_replay(desk: Desk) -> None:
    _, unread = age(desk)
    rows(desk, "UPDATE run SET state = 'held'")
    replayed(desk)
    query = "SELECT published_at FROM version JOIN reading ON reading.id = reading_id WHERE reading.url = ?"
    assert rows(desk, query, unread) == [(None,)]


def test_killed_again_and_again_it_ends_as_one_never_disturbed(desk: Desk, tmp_path: Path) -> None:
    age(desk)
    calm = copy_of(desk, tmp_path / "calm")
    replayed(calm)
    expected = likeness(calm.data / "archive.sqlite")
    struck = 0
    # Struck when nothing is written yet, and then behind every few payloads that are written together.
    for more in (0, 1, 1):
        read, runs = progress(desk)
        process = desk.start("replay")
        try:
            struck += _kill_after(process, desk, read + more, runs + 1)
        finally:
            process.kill()
            process.wait()
    assert struck >= 2, "the replays were over before they could be killed"
    outcome = replayed(desk)
    assert outcome["state"] == "complete"
    assert not differences(expected, likeness(desk.data / "archive.sqlite"))
    states = [state for (state,) in rows(desk, "SELECT state FROM run WHERE kind = 'replay' ORDER BY started_at")]
    assert states.count("killed") == struck
    _no_reader_is_left(desk)


def progress(desk: Desk) -> tuple[int, int]:
    """How many readings of today's rules there are, and how many replays the ledger knows."""
    query = "SELECT (SELECT count(*) FROM reading WHERE rules != ?), (SELECT count(*) FROM run WHERE kind = 'replay')"
    read, runs = rows(desk, query, OLDER)[0]
    return read, runs


def _kill_after(process: Any, desk: Desk, wanted: int, runs: int) -> bool:
    """Kill a replay, the one that makes `runs` of them, once so many payloads are read under today's rules; tells
    whether it was still at work."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        read, known = progress(desk)
        if read >= wanted and known >= runs:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return bool(rows(desk, "SELECT 1 FROM run WHERE kind = 'replay' AND state = 'running'"))
    return False


def _no_reader_is_left(desk: Desk) -> None:
    """The readers of a killed replay end by themselves: their pipe is closed."""
    mark = str(desk.data).encode()
    deadline = time.monotonic() + 60
    while left := [pid for pid in Path("/proc").glob("[0-9]*") if _environ_names(pid, mark)]:
        assert time.monotonic() < deadline, f"still there: {left}"


def _environ_names(process: Path, mark: bytes) -> bool:
    try:
        return mark in (process / "environ").read_bytes()
    except OSError:
        return False


def test_a_site_whose_row_is_gone_is_named(desk: Desk, tmp_path: Path) -> None:
    portals = tmp_path / "portals"
    portals.mkdir()
    bare = replace(desk, environ={**desk.environ, "FANGZHI_PORTALS": str(portals)})
    outcome = replayed(bare, expect=1)
    assert outcome["state"] == "partial"
    assert "its row is gone" in outcome["skipped"][HOST]
    assert bare.run("replay", "--site", HOST).returncode == 1


def test_a_damaged_payload_is_named_and_the_rest_is_read(desk: Desk) -> None:
    file = next((desk.data / "warc").rglob("*.warc.gz"))
    offset, length = rows(
        desk,
        "SELECT warc_offset, warc_length FROM blob JOIN rendition ON blob_digest = digest ORDER BY warc_offset LIMIT 1",
    )[0]
    content = bytearray(file.read_bytes())
    content[offset + length // 2] ^= 0xFF
    file.write_bytes(content)
    outcome = replayed(desk, expect=1)
    assert [fault["code"] for fault in outcome["not_read"]] == ["damaged_payload"]
    assert outcome["same"] == outcome["read"] - 1


def test_there_is_nothing_to_replay_without_an_archive(crawled: Desk) -> None:
    empty = replace(crawled, environ={**crawled.environ, "FANGZHI_DATA": str(crawled.data.parent / "none")})
    done = empty.run("replay")
    assert done.returncode == 1
    assert not (crawled.data.parent / "none").exists()
