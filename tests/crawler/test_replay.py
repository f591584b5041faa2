"""What a replay calls a difference, and the pool of processes that reads."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.chrome.lines import LearnedChrome
from archive.database import make_reader, reading
from archive.payloads import KeptPayload, KnownReading, kept_payloads
from archive.record import Record
from archive.values import Exchange, ListedEntry
from archive.warc import Place
from crawler.families.base import Fetch
from crawler.replay.differences import compare
from crawler.replay.pool import Readers
from crawler.replay.reader import PayloadAnswer, PayloadQuestion, Task
from crawler.replay.reading import NotRead, ReadAgain, read_again
from settings.regions.divisions import load_divisions
from settings.sites import load_sites

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HOST = "mhk.gov.cn"
PAYLOAD = KeptPayload(
    site_id=HOST,
    entry_id=1,
    column_key="a",
    role="article",
    url="http://www.mhk.gov.cn/a.html",
    page_url="http://www.mhk.gov.cn/a.html",
    parent_url=None,
    fetch={"url": "http://www.mhk.gov.cn/a.html", "role": "article"},
    title="",
    posted=None,
    unit=None,
    year=None,
    digest="0" * 64,
    place=Place("none.warc.gz", 0, 1),
    capture_id=1,
    first_seen_at=NOW,
    last_seen_at=NOW,
    newest=True,
)
NOW_READ = ReadAgain(
    rules="new",
    kind="annual_report",
    accepted=True,
    title="年报",
    text="一\n二",
    facts={},
    figures=None,
    issuer=None,
    year=2017,
    scope="own_agency",
    carrier="html",
    attachments=(),
    problems=(),
)
BEFORE = KnownReading(
    "old", "annual_report", True, "年报", "一\n二", {"year": 2017, "scope": "own_agency", "issuer": None}, "r1"
)


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        pytest.param({}, {}, None, id="nothing differs"),
        pytest.param({}, {"text": "一\n二\n三"}, "text -0 +1 lines", id="a line more"),
        pytest.param({"text": "打印\n一\n二"}, {}, "text -1 +0 lines", id="a line of chrome less"),
        pytest.param({}, {"year": 2018}, "year 2017 → 2018", id="another year"),
        pytest.param(
            {"rules": "new"},
            {"text": "一"},
            "under the same rules, text -1 +0 lines",
            id="the same rules may not differ",
        ),
        pytest.param(
            {"kind": "unread", "accepted": False, "text": None},
            {},
            "read for the first time, text -0 +2 lines, kind unread → annual_report, accepted False → True",
            id="readable for the first time",
        ),
    ],
)
def test_a_difference_is_told_in_words(before: dict[str, Any], now: dict[str, Any], words: str | None) -> None:
    found = compare(PAYLOAD, replace(BEFORE, **before), replace(NOW_READ, **now))
    assert (found.words() if found else None) == words


def test_a_payload_never_read_is_a_first_reading() -> None:
    found = compare(PAYLOAD, None, NOW_READ)
    assert found is not None
    assert found.first_read
    assert not found.same_rules


def test_very_long_texts_are_counted_and_not_laid_side_by_side() -> None:
    old, new = "\n".join(map(str, range(20_000))), "\n".join(map(str, range(1, 20_001)))
    found = compare(PAYLOAD, replace(BEFORE, text=old), replace(NOW_READ, text=new))
    assert found is not None
    assert (found.removed, found.added, found.diff) == (1, 1, ())


def seen(data: Path) -> list[KeptPayload]:
    """The payloads of an archive in which three pages were looked at, one of them twice with the same bytes."""
    site = load_sites()[HOST]
    column = site.columns[0]
    record = Record.open(f"sqlite:///{data / 'archive.sqlite'}", data)
    run = record.open_run(HOST, "manual", {}, NOW, "mailto:archive@example.org")
    listed = []
    for number in range(3):
        url = f"http://www.{HOST}/{number}.html"
        listed.append(
            ListedEntry(url, "article", Fetch(url, "article").to_json(), f"年报{number}", None, None, 2017, f"{number}")
        )
        body = f"<html><body><div class='TRS_Editor'><p>正文{number}</p></div></body></html>".encode()
        for _ in range(2 if number == 1 else 1):
            headers = (("Content-Type", "text/html; charset=utf-8"),)
            record.record_exchange(run, HOST, Exchange(url, "GET", "article", NOW, 200, headers, body))
    start = {"url": f"http://www.{HOST}/", "role": "index"}
    record.begin_walk(HOST, column.key, [start], True, NOW)
    record.record_index(HOST, column.key, start, [], listed, None, NOW)
    record.close_run(run, "complete", "finished", {}, NOW)
    record.close()
    engine = make_reader(f"sqlite:///{data / 'archive.sqlite'}")
    try:
        with reading(engine) as session:
            return kept_payloads(session, HOST)
    finally:
        engine.dispose()


def test_every_payload_is_found_once_in_the_order_it_was_seen(tmp_path: Path) -> None:
    payloads = seen(tmp_path)
    assert [payload.title for payload in payloads] == ["年报0", "年报1", "年报2"]
    assert all(payload.newest for payload in payloads)
    site = load_sites()[HOST]
    gone = replace(payloads[0], column_key="gone")
    answer = read_again(gone, {}, LearnedChrome(), tmp_path / "warc", site, load_divisions())
    assert isinstance(answer, NotRead)
    assert answer.code == "no_column"


def test_readers_answer_in_order_and_outlive_one_of_them(tmp_path: Path) -> None:
    payloads = seen(tmp_path)
    lost = replace(payloads[0], digest=hashlib.sha256(b"other").hexdigest())
    asked = [PayloadQuestion(payload, LearnedChrome()) for payload in (*payloads, lost, *payloads)]
    with Readers(2, Task(f"sqlite:///{tmp_path / 'archive.sqlite'}", tmp_path / "warc", None, keep=True)) as readers:
        answers = list(readers.read(asked))
        assert [question for question, _ in answers] == asked
        damaged = answers[3][1]
        assert isinstance(damaged, NotRead)
        assert damaged.code == "damaged_payload"
        first, last = answers[0][1], answers[4][1]
        assert isinstance(first, PayloadAnswer)
        assert first == last
        # Killed between two questions it costs nothing.
        process = readers._workers[0].process
        process.kill()
        process.join()
        assert all(isinstance(answer, PayloadAnswer) for _, answer in readers.read(asked[:3]))


def test_a_payload_our_code_breaks_over_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    payloads = seen(tmp_path)
    broken = replace(payloads[1], fetch={})
    with Readers(1, Task(f"sqlite:///{tmp_path / 'archive.sqlite'}", tmp_path / "warc", None, keep=True)) as readers:
        asked = [PayloadQuestion(payload, LearnedChrome()) for payload in (payloads[0], broken, payloads[2])]
        answers = [answer for _, answer in readers.read(asked)]
    assert [type(answer) for answer in answers] == [PayloadAnswer, NotRead, PayloadAnswer]
    assert isinstance(answers[1], NotRead)
    assert answers[1].code == "reader_failed"
