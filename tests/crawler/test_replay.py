"""What a replay calls a difference, and the pool of processes that reads."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from archive.chrome.lines import LearnedChrome
from archive.database import make_reader, reading
from archive.figures.values import HeadlineFigure, ReadFigures, StatedFigure, TriedCheck
from archive.masking import MARK
from archive.payloads import KeptPayload, KnownReading, kept_payloads
from archive.record import Record
from archive.values import Exchange, ListedEntry
from archive.warc import Place
from crawler.families.base import Fetch
from crawler.replay.differences import Differences, compare
from crawler.replay.figures import compare_figures
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


OLD_TEXT = "主动公开86条。收到申请3件。"


def figure(text: str, words: str, key: str, value: str | None, **more: Any) -> StatedFigure:
    start = text.index(words)
    number = None if value is None else Decimal(value)
    return StatedFigure(key, number, "stated_number", start, start + len(words), unit="item", **more)


def stated(*figures: StatedFigure, **more: Any) -> ReadFigures:
    return ReadFigures("figures-test", 2017, "town", figures, **more)


TOTAL = figure(OLD_TEXT, "86条", "proactive_total", "86")
ASKED = figure(OLD_TEXT, "3件", "requests_received", "3")
SHOWN = HeadlineFigure("proactive_total", Decimal(86), "only", False, 0)
TRIED = TriedCheck("B1", "passes", "total", Decimal(3), Decimal(3), "3 and 3", (1,))


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        pytest.param(stated(TOTAL, ASKED), stated(TOTAL, ASKED), [], id="nothing differs"),
        pytest.param(
            stated(TOTAL),
            stated(replace(TOTAL, value=Decimal(68), unit="case", scope="all_time")),
            ["figure proactive_total: value 86 → 68, unit item → case, scope year → all_time"],
            id="value, unit and scope",
        ),
        pytest.param(
            stated(ASKED),
            stated(replace(ASKED, polarity="stated_none", value=Decimal(0))),
            ["figure requests_received: value 3 → 0, polarity stated_number → stated_none"],
            id="how it is stated",
        ),
        pytest.param(
            stated(TOTAL),
            stated(TOTAL, ASKED),
            ["figure requests_received added: 3 “3件”"],
            id="added",
        ),
        pytest.param(stated(TOTAL, ASKED), stated(TOTAL), ["figure requests_received gone: 3 “3件”"], id="gone"),
        pytest.param(
            stated(TOTAL),
            stated(replace(TOTAL, start=0, end=4)),
            ["figure proactive_total: words 86条 → 主动公开"],
            id="read in another place",
        ),
        pytest.param(
            stated(replace(TOTAL, cell_row="new", cell_column="total")),
            stated(replace(TOTAL, cell_row="new", cell_column="legal")),
            [
                "figure proactive_total new · legal added: 86 “86条”",
                "figure proactive_total new · total gone: 86 “86条”",
            ],
            id="another cell is another place",
        ),
        pytest.param(
            stated(TOTAL, replace(TOTAL, value=Decimal(57)), headlines=(SHOWN,)),
            stated(TOTAL, replace(TOTAL, value=Decimal(58)), headlines=(replace(SHOWN, conflict=True, rule="first"),)),
            [
                "figure proactive_total: value 57 → 58",
                "headline proactive_total: rule only → first, conflict False → True",
            ],
            id="of several only the other one, and the headline",
        ),
        pytest.param(
            stated(ASKED, checks=(TRIED,)),
            stated(ASKED, checks=(replace(TRIED, outcome="fails", right=Decimal(4), message="3 and 4"),)),
            ["check B1 total: outcome passes → fails, right 3 → 4, message 3 and 3 → 3 and 4"],
            id="a check",
        ),
        pytest.param(
            stated(ASKED),
            stated(ASKED, form="2019", not_mentioned=("litigation",)),
            ["form: form - → 2019, not_mentioned - → litigation"],
            id="the form",
        ),
        pytest.param(
            None, stated(TOTAL, headlines=(SHOWN,)), ["headline proactive_total added: 86, only"], id="first read"
        ),
    ],
)
def test_what_is_stated_otherwise_is_told_by_key_and_place(
    before: ReadFigures | None, now: ReadFigures, said: list[str]
) -> None:
    assert [one.words() for one in compare_figures(before, OLD_TEXT, now, OLD_TEXT)] == said


def test_a_text_that_moves_moves_no_figure() -> None:
    longer = f"打印本页\n{OLD_TEXT}"
    moved = figure(longer, "86条", "proactive_total", "86")
    assert compare_figures(stated(moved), longer, stated(TOTAL), OLD_TEXT) == ()


def test_differences_are_masked() -> None:
    old = figure("电话13800138000共3件", "13800138000", "requests_received", "3", label="电话13800138000")
    (change, *_) = compare_figures(stated(old), "电话13800138000共3件", stated(), "")
    assert "13800138000" not in change.words()
    found = compare(PAYLOAD, replace(BEFORE, text="一\n电话13800138000"), replace(NOW_READ, text="一"))
    assert found is not None
    assert found.diff == (f"-电话{MARK * 11}",)


def test_dates_that_are_read_otherwise_are_told_with_their_source() -> None:
    signed = {"value": "2018-01-03", "source": "signature", "printed": "2018年1月3日", "broken": False}
    facts = {"signed": signed, "flags": ["posted_before_signed"]}
    found = compare(PAYLOAD, BEFORE, replace(NOW_READ, facts=facts))
    assert found is not None
    assert found.words() == "signed - → 2018-01-03 from signature, flags - → posted_before_signed"


def test_many_differences_lie_in_a_file() -> None:
    found = compare(PAYLOAD, None, replace(NOW_READ, text="字" * 100_000))
    assert found is not None
    listed = Differences()
    for number in range(3):
        listed.append(replace(found, url=f"{number}"))
    assert [one.url for one in listed] == ["0", "1", "2"]
    assert len(listed) == 3
    assert list(listed)[2] == replace(found, url="2")


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
