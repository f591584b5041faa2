"""Lines a portal prints inside the texts and no rule names: learned, left out, explained, judged by a person."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.replica.county import ReportTruth
from tests.replica.proxy import Replica, running_county
from tests.whole.desk import Desk
from tests.whole.fidelity import compare_lines
from tests.whole.likeness import differences, likeness

HOST = "mhk.gov.cn"
#: Invented; no rule of ours names any of them. The first one counts.
BANNER = "桐花之窗 今日已有3107位访客"
TOOLS = ("掌上山城 扫码关注", "字号 放大 缩小")
OWN = (BANNER, *TOOLS)

#: The newest text of every address that carries a report's page, with what each version shows.
NEWEST = (
    "SELECT reading.url, body FROM reading JOIN text ON digest = text_digest WHERE reading.accepted AND reading.id IN "
    "(SELECT max(reading.id) FROM reading JOIN rendition USING (url) WHERE carrier = 'html' GROUP BY reading.url)"
)
SHOWN = (
    "SELECT reading.url, body FROM version JOIN text ON digest = version.text_digest "
    "JOIN reading ON reading.id = reading_id WHERE reading.url LIKE '%.html'"
)


@dataclass(frozen=True)
class Story:
    """An archive, the portal it is of, what the first crawl said and what the archive was after it."""

    desk: Desk
    replica: Replica
    truth: dict[str, ReportTruth]
    first: dict[str, Any] = field(default_factory=dict)
    expected: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.desk.data / "archive.sqlite", timeout=30)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def texts(self, query: str) -> dict[str, str]:
        return dict(self.rows(query))

    def versions(self) -> list[tuple[Any, ...]]:
        return self.rows("SELECT report_id, seq, text_digest FROM version ORDER BY id")

    def replay(self) -> dict[str, Any]:
        done = self.desk.run("replay", "--json")
        assert done.returncode == 0, done.stderr.decode()
        outcome: dict[str, Any] = json.loads(done.stdout)
        return outcome


def story(replica: Replica, data: Path) -> Story:
    """A portal that prints lines of its own in the container of every article, and an empty archive."""
    replica.script.hold_still()
    before = f"<div class=hello><p>{BANNER}</p></div>"
    after = f"<div class=tools>{''.join(f'<p>{line}</p>' for line in TOOLS)}</div>"
    replica.script.set_rule(
        "own_lines", r"/t\d{8}_\d+\.html", opens='<div class="view[^>]*>', before=before, after=after
    )
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("FANGZHI_")}
    truth = {url: report for report in replica.truth(HOST) for url in report.addresses if not report.only_attached}
    return Story(Desk(data, {**inherited, **replica.environment(data)}), replica, truth)


def leaking(texts: dict[str, str]) -> list[str]:
    return [url for url, body in texts.items() if any(line in body for line in OWN)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Crawled whole, once."""
    with running_county(HOST) as replica:
        told = story(replica, tmp_path_factory.mktemp("whole") / "var")
        first = told.desk.crawl(HOST)
        yield replace(told, first=first, expected=likeness(told.desk.data / "archive.sqlite"))


def test_a_new_site_is_clean_after_its_first_crawl_without_a_rule(whole: Story) -> None:
    shown = whole.texts(SHOWN)
    assert {whole.truth[url].id for url in shown} == {report.id for report in whole.truth.values()}
    for url, body in shown.items():
        assert [str(one) for one in compare_lines(whole.truth[url].text, body) if not one.is_chrome] == [], url
    first_read = whole.texts("SELECT url, body FROM reading JOIN text ON digest = text_digest ORDER BY reading.id DESC")
    assert leaking({url: first_read[url] for url in shown}) == list(shown), "what it was before it was learned is kept"
    (issue,) = whole.rows("SELECT code, message, detail FROM issue")
    assert issue[0] == "chrome_learned"
    assert {line["words"] for line in json.loads(issue[2])["lines"]} == set(OWN)
    assert all(line in issue[1] for line in OWN)


def test_files_that_carry_the_text_of_their_page_are_known_for_it(whole: Story) -> None:
    assert whole.rows("SELECT count(*) FROM rendition WHERE NOT same_text") == [(0,)]


def test_what_was_learned_is_no_change_of_the_portals_and_asks_it_nothing(whole: Story) -> None:
    before = whole.versions()
    again, later = whole.desk.crawl(HOST, "--recheck"), whole.desk.crawl(HOST, "--recheck")
    assert (again["new_reports"], again["new_versions"], again["new_renditions"]) == (0, 0, 0)
    assert again["requests"] == later["requests"]
    assert whole.versions() == before
    outcome = whole.replay()
    assert outcome["unstable"] == 0
    assert not outcome["not_read"]
    assert whole.versions() == before
    settled = whole.replay()
    assert settled["read"] == settled["same"]
    assert whole.desk.run("verify").returncode == 0


@pytest.mark.parametrize("moment", [0.1, 0.6], ids=lambda moment: f"{moment} s")
def test_killed_while_it_learns_it_ends_as_one_never_disturbed(whole: Story, tmp_path: Path, moment: float) -> None:
    """The run's last answer is in, and the lines are learned, or what it brought is being read again."""
    desk = replace(whole.desk, data=tmp_path, environ={**whole.desk.environ, "FANGZHI_DATA": str(tmp_path)})
    whole.replica.log.clear()
    process = desk.start("crawl", HOST)
    whole.replica.log.wait_for(whole.first["requests"], 120)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    desk.crawl(HOST)
    assert not differences(whole.expected, likeness(tmp_path / "archive.sqlite"))


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Filled in year by year, which teaches nothing, and published so; then crawled whole."""
    with running_county(HOST) as replica:
        told = story(replica, tmp_path_factory.mktemp("late") / "var")
        done = told.desk.run("backfill", HOST, "--from", "2008", "--to", "2026")
        assert done.returncode == 0, done.stderr.decode()
        assert leaking(told.texts(SHOWN)) == list(told.texts(SHOWN)), "shown before anything was learned"
        assert told.rows("SELECT count(*) FROM site_line") == [(0,)]
        told.desk.crawl(HOST)
        assert told.rows("SELECT count(*) FROM site_line") == [(3,)]
        yield told


def test_a_report_that_moves_after_the_learning_is_no_new_version(late: Story) -> None:
    before = late.versions()
    moved = late.replica.script.move(next(report.id for report in late.truth.values()))
    again = late.desk.crawl(HOST, "--recheck", "--full")
    assert again["new_renditions"] == 1, moved
    assert (again["new_reports"], again["new_versions"]) == (0, 0)
    assert late.versions() == before


def test_texts_published_before_are_read_again_by_a_replay_and_a_person_may_take_a_line_back(late: Story) -> None:
    before = late.versions()
    assert late.replay()["unstable"] == 0
    assert leaking(late.texts(NEWEST)) == []
    assert late.versions() == before

    url = list(late.truth)[-1]
    (inspected,) = late.desk.lines("inspect", url, "--stored")
    assert leaking({url: inspected["article"]["text"]}) == []

    (kept,) = [line for line in late.desk.lines("chrome", HOST) if line["words"] == BANNER]
    assert (kept["state"], kept["texts"], kept["among"], kept["issuers"]) == ("left out", 7, 7, 3)
    assert "among the first lines of 7 of 7 texts by 3 issuers" in kept["why"]

    done = late.desk.run("chrome", HOST, "--forget", BANNER, "--because", "it is theirs", "--by", "a judge", "--json")
    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    assert (told["state"], told["decided_by"], told["because"]) == ("forgotten", "a judge", "it is theirs")
    late.replay()
    texts = late.texts(NEWEST)
    assert [url for url, body in texts.items() if BANNER not in body] == []
    assert not any(line in body for body in texts.values() for line in TOOLS)

    assert late.desk.run("chrome", HOST, "--restore", BANNER, "--because", "a mistake").returncode == 0
    late.replay()
    assert leaking(late.texts(NEWEST)) == []
    assert late.versions() == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(("--forget", "首页", "--because", "x"), 1, "never learned", id="a line that was not learned"),
        pytest.param(("--forget", BANNER), 2, "--because", id="without a reason"),
        pytest.param(("--forget", BANNER, "--restore", BANNER), 2, "not both", id="both"),
        pytest.param(("--because", "x"), 2, "go with", id="a reason for nothing"),
    ],
)
def test_a_judgement_that_makes_no_sense_is_refused(
    late: Story, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = late.desk.run("chrome", HOST, *arguments)
    assert done.returncode == code
    assert said in done.stderr.decode()


def test_nothing_was_learned_of_a_site_that_was_never_crawled(late: Story) -> None:
    done = late.desk.run("chrome", "www.tx.gov.cn")
    assert done.returncode == 1
    assert "nothing was learned of tx.gov.cn" in done.stderr.decode()
