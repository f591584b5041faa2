"""Cheap re-visits: 304s and early stops are believed as far as they were tried; our changes are never the portal's."""

import sqlite3
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from crawler.trust import choose_deep
from tests.crawler.paper import HOST, ROOT, PaperPortal, issues, name_of

WEEKS = timedelta(days=100)


@pytest.fixture
def portal(tmp_path: Path) -> PaperPortal:
    return PaperPortal(tmp_path)


def ask(portal: PaperPortal, question: str) -> list[Any]:
    connection = sqlite3.connect(portal.data / "archive.sqlite")
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


# The sample


@pytest.mark.parametrize(
    ("due", "deep"), [(0, 0), (1, 1), (40, 1), (100, 2), (101, 3)], ids=["none", "one", "forty", "a hundred", "more"]
)
def test_the_sample_is_two_in_a_hundred_and_at_least_one(due: int, deep: int) -> None:
    assert len(choose_deep([f"http://x/{number}" for number in range(due)], "run")) == deep


def test_the_sample_is_the_same_for_one_run_and_another_for_the_next() -> None:
    urls = [f"http://x/{number}" for number in range(500)]
    assert choose_deep(urls, "a") == choose_deep(list(reversed(urls)), "a")
    assert choose_deep(urls, "a") != choose_deep(urls, "b")


# Validators


def reports(portal: PaperPortal, count: int = 4, etag: str = '"1"') -> list[str]:
    names = [name_of(number, 2010 + number) for number in range(count)]
    portal.lists(names)
    for name in names:
        portal.article(name, etag=etag)
    return names


def test_an_honest_host_is_asked_with_conditions_and_one_page_whole(portal: PaperPortal) -> None:
    names = reports(portal)
    assert portal.crawl().state == "complete"
    assert portal.crawl(WEEKS).state == "complete"
    articles = [condition for url, condition in portal.asked if "/t2" in url]
    assert articles.count(True) == len(names), "every one is asked with its ETag"
    assert articles.count(False) == 1, "and the deep look once more without"
    record = portal.open()
    trust = record.trust(HOST, "validators", f"www.{HOST}")
    record.close()
    assert trust is not None
    assert (trust.checks, trust.lies, trust.trusted) == (1, 0, True)


def _stale_304(portal: PaperPortal, names: list[str]) -> None:
    for name in names:
        portal.article(name, "57", etag='"1"')


def test_a_lie_is_found_said_and_believed_no_more(portal: PaperPortal) -> None:
    names = reports(portal)
    portal.crawl()
    _stale_304(portal, names)
    lied = portal.crawl(WEEKS)
    told = [issue for issue in issues(portal, lied.run_id) if issue[0] == "validators_lie"]
    assert len(told) == 1
    assert told[0][1] in {f"{ROOT}{name}" for name in names}
    assert told[0][2] == {"host": f"www.{HOST}", "checks": 1, "lies": 1, "score": 0.5}
    after = portal.crawl(WEEKS, recheck=True)
    looks = [condition for url, condition in portal.asked if "/t2" in url]
    assert looks.count(True) == 1, "only the deep look still tries a condition"
    assert after.tally.results["new_version"] + lied.tally.results["new_version"] == len(names)


def test_furniture_that_turns_under_a_standing_etag_is_no_lie(portal: PaperPortal) -> None:
    names = reports(portal)
    portal.crawl()
    for name in names:
        sheet = portal.sheets[f"{ROOT}{name}"]
        sheet.body = sheet.body.replace(b"</body>", '<div class="hits">浏览次数：77</div></body>'.encode())
    run = portal.crawl(WEEKS)
    assert "validators_lie" not in run.tally.issues
    record = portal.open()
    trust = record.trust(HOST, "validators", f"www.{HOST}")
    record.close()
    assert trust is not None
    assert trust.lies == 0


def test_a_change_under_a_new_etag_is_honest(portal: PaperPortal) -> None:
    names = reports(portal)
    portal.crawl()
    for name in names:
        portal.article(name, "57", etag='"2"')
    run = portal.crawl(WEEKS)
    assert run.tally.results["new_version"] == len(names)
    assert "validators_lie" not in run.tally.issues


def test_trust_comes_back_with_deep_looks_that_agree(portal: PaperPortal) -> None:
    names = reports(portal)
    portal.crawl()
    _stale_304(portal, names)
    portal.crawl(WEEKS)
    portal.crawl(WEEKS, recheck=True)
    record = portal.open()
    while not record.note_check(HOST, "validators", f"www.{HOST}", None, portal.now).trusted:
        pass
    record.close()
    portal.crawl(WEEKS, recheck=True)
    assert [condition for url, condition in portal.asked if "/t2" in url].count(True) == len(names)


# Early stops


def test_a_full_walk_that_finds_what_an_early_stop_missed_says_so(portal: PaperPortal) -> None:
    pages = [[name_of(10 * page + row, 2010 + page) for row in range(3)] for page in range(3)]
    for name in chain(*pages):
        portal.article(name)
    portal.lists(*pages)
    assert portal.crawl().state == "complete"
    hidden = name_of(99, 2009)
    portal.article(hidden)
    portal.lists(*pages[:2], [*pages[2], hidden])
    short = portal.crawl()
    assert (short.tally.lists, short.tally.listed_new) == (1, 0), "the first page shows nothing new"
    whole = portal.crawl(full=True)
    (told,) = [issue for issue in issues(portal, whole.run_id) if issue[0] == "missed_by_early_stop"]
    assert told[1] == f"{ROOT}{hidden}"
    assert told[2] == {"column": "annual", "missed": 1, "examples": [f"{ROOT}{hidden}"]}
    assert portal.crawl().tally.lists == 3, "the column is walked fully from now on"
    for _ in range(4):
        portal.crawl()
    assert portal.crawl().tally.lists == 1, "until full walks found nothing of the kind"


def test_a_full_walk_with_news_on_top_proves_nothing_against_the_early_stop(portal: PaperPortal) -> None:
    pages = [[name_of(10 * page + row, 2010 + page) for row in range(2)] for page in range(3)]
    portal.lists(*pages)
    for name in chain(*pages):
        portal.article(name)
    portal.crawl()
    new = [name_of(200 + row, 2018) for row in range(2)]
    for name in new:
        portal.article(name)
    portal.lists(new, *pages)
    run = portal.crawl(full=True)
    assert "missed_by_early_stop" not in run.tally.issues


# The row's charset


def test_a_wrong_charset_takes_nothing_back_and_a_mended_one_reads_the_stored_bytes(portal: PaperPortal) -> None:
    name = name_of(1)
    portal.lists([name])
    portal.article(name, etag='"1"', real="gb18030", charset=None)
    assert portal.crawl().tally.results["new_report"] == 1
    before = ask(portal, "SELECT report_id, seq, text_digest, published_at FROM version")
    portal.declare(charset="koi8-r")
    broken = portal.crawl()
    assert broken.tally.looked == 1, "the changed row makes the report due at once"
    assert ask(portal, "SELECT count(*) FROM rendition WHERE ended_at IS NULL") == [(1,)]
    portal.declare(charset="gb18030")
    mended = portal.crawl()
    assert mended.tally.looked == 1
    assert ask(portal, "SELECT report_id, seq, text_digest, published_at FROM version") == before
    rules = [rule for (rule,) in ask(portal, "SELECT rules FROM reading ORDER BY id")]
    assert [rule.rpartition(" ")[2] for rule in rules][1:] == ["row-charset:koi8-r", "row-charset:gb18030"]
    assert ask(portal, "SELECT count(*) FROM blob JOIN capture USING (digest) WHERE url LIKE '%/t2%' AND status = 200")
    assert portal.crawl().tally.looked == 0, "read under the row's charset now"


def test_a_report_first_met_under_a_wrong_charset_is_read_from_stored_bytes_once_it_is_mended(
    portal: PaperPortal,
) -> None:
    name = name_of(1)
    portal.lists([name])
    portal.article(name, etag='"1"', real="gb18030", charset=None)
    portal.declare(charset="koi8-r")
    assert portal.crawl().tally.results["new_report"] == 0
    portal.declare(charset=None)
    mended = portal.crawl()
    assert (mended.tally.results["new_report"], mended.tally.looked) == (1, 1)
    assert ask(
        portal, "SELECT seq, body LIKE '%主动公开政府信息86条%' FROM version JOIN text ON digest = text_digest"
    ) == [(1, 1)]
    assert ask(portal, "SELECT count(*) FROM capture WHERE url LIKE '%/t2%' AND status = 200")[0][0] <= 2


def test_a_deep_look_without_an_answer_leaves_what_the_304_said(portal: PaperPortal) -> None:
    reports(portal)
    portal.crawl()
    portal.silent = True
    run = portal.crawl(WEEKS)
    assert (run.state, run.tally.results["unchanged"]) == ("complete", 4)
    record = portal.open()
    assert record.trust(HOST, "validators", f"www.{HOST}") is None
    record.close()
