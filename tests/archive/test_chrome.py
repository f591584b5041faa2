"""The lines a site prints as the archive keeps them: learned, left out, judged, and what a version may show of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from archive.ask import Archive
from archive.chrome.lines import ChromeLine, LearnedChrome, Where, pattern_of
from archive.errors import NoSuchSiteLine
from archive.masking import mask
from archive.record import Record
from archive.site_chrome import chrome_of
from archive.values import Exchange, IssuerRef, ListedEntry, Recorded, Reread, Sighting
from tests.archive.building import town
from tests.archive.fresh import database_url, fresh_record

SITE = "lianzhou.gov.cn"
NOW = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
PLACES = [["div#zoom > div > p[1]", 1, 1], ["div#zoom > p[1]", 2, 6]]


def line(words: str, where: Where = "head", path: str = "div > p") -> ChromeLine:
    return ChromeLine(pattern_of(words), where, path, words, 7, 9, 3, date(2024, 3, 1), ("ra", "rb"))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = fresh_record(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def run(record: Record) -> str:
    return record.open_run(SITE, "manual", {}, NOW, "mailto:archive@example.org")


class Seer:
    """Tells the record of report pages the way a crawl does."""

    def __init__(self, record: Record, run: str) -> None:
        self.record, self.run = record, run

    def see(
        self,
        issuer: IssuerRef | None,
        year: int | None,
        text: str,
        name: str,
        rules: str = "rules-1",
        carrier: str = "html",
        listed: str = SITE,
    ) -> Recorded:
        url = f"http://www.{SITE}/{name}.html"
        exchange = Exchange(url, "GET", "article", NOW, 200, (), f"{name} {text}".encode())
        capture = self.record.record_exchange(self.run, SITE, exchange)
        assert capture.digest is not None
        self.record.add_attachments(
            listed, "a", url, [ListedEntry(url, "article", {"url": url}, name, None, None, year, name)], NOW
        )
        facts = {
            "year": year,
            "issuer": {"county": issuer.county, "name": issuer.name} if issuer else None,
            "scope": "own",
            "text": {"places": PLACES},
        }
        reread = Reread(capture.digest, url, rules, NOW, "annual", True, f"title {rules}", text, facts)
        return self.record.record_sighting(Sighting(SITE, url, capture.id, NOW, carrier, reread, issuer, year, "own"))

    def again(self, name: str, text: str, rules: str, **facts: object) -> Reread:
        """What later rules read of the newest bytes of a page, of 石角镇 2017 unless said otherwise."""
        url = f"http://www.{SITE}/{name}.html"
        before = self.record.previous_sight(url)
        assert before is not None
        known = {"year": 2017, "issuer": {"county": "441882", "name": "石角镇"}, "scope": "own", **facts}
        reread = Reread(before.blob_digest, url, rules, NOW, "annual", True, f"title {rules}", text, known)
        self.record.record_rereading(reread)
        return reread


@pytest.fixture
def seer(record: Record, run: str) -> Seer:
    return Seer(record, run)


def test_what_a_run_learned_is_left_out_and_kept_once(record: Record, run: str) -> None:
    assert record.chrome.load(SITE) == LearnedChrome()
    lines = [line("首页"), line("收藏 转发", "tail")]
    assert record.chrome.record(SITE, run, lines, NOW) == lines
    known = record.chrome.load(SITE)
    assert set(known.lines) == set(lines)
    assert (known.forgotten, known.decisions) == (frozenset(), 0)
    assert record.chrome.record(SITE, run, [replace(lines[0], texts=8)], NOW) == []
    assert record.chrome.load(SITE) == known
    assert record.chrome.load("tx.gov.cn") == LearnedChrome()
    (kept, _) = record.chrome.kept(SITE)
    assert (kept.site, kept.run, kept.learned_at, kept.left_out, kept.decision) == (SITE, run, NOW, True, None)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_they_were_learned_in_is_nothing_to_their_name(record: Record, run: str, seed: int) -> None:
    lines = [line(words) for words in ("首页", "收藏", "转发", "换一换")]
    expected = LearnedChrome(tuple(lines)).version
    Random(seed).shuffle(lines)
    for one in lines:
        record.chrome.record(SITE, run, [one], NOW)
    assert record.chrome.load(SITE).version == expected


def test_forgetting_and_restoring_are_decisions_beside_the_line(record: Record, run: str) -> None:
    record.chrome.record(SITE, run, [line("今日已有37位访客"), line("首页"), line("首页", "tail")], NOW)
    names = [record.chrome.load(SITE).version]
    later = NOW + timedelta(days=1)

    (kept,) = record.chrome.decide(SITE, "今日 已有５２位访客", "forgotten", "theirs", "a judge", later)
    assert (kept.left_out, kept.decision, kept.decided_by) == (False, "forgotten", "a judge")
    assert (kept.decided_at, kept.because) == (later, "theirs")
    known = record.chrome.load(SITE)
    assert {one.words for one in known.lines} == {"首页"}
    assert (known.forgotten, known.decisions) == (frozenset({"今日已有0位访客"}), 1)
    names.append(known.version)

    both = record.chrome.decide(SITE, "首页", "forgotten", "theirs too", "a judge", later)
    assert [one.line.where for one in both] == ["head", "tail"]
    assert record.chrome.load(SITE).lines == ()
    names.append(record.chrome.load(SITE).version)

    record.chrome.decide(SITE, "首页", "forgotten", "said twice", "another", later)
    assert record.chrome.load(SITE).decisions == 2, "what is decided already is not decided again"

    (restored,) = record.chrome.decide(SITE, "今日已有0位访客", "restored", "a mistake", "another", later)
    assert (restored.left_out, restored.decision, restored.because) == (True, "restored", "a mistake")
    record.chrome.decide(SITE, "首页", "restored", "a mistake", "another", later)
    assert len(record.chrome.load(SITE).lines) == 3
    names.append(record.chrome.load(SITE).version)
    assert len(set(names)) == len(names), "no name comes back: the newest reading is the one of today"


def test_whoever_only_looks_is_told_too_and_needs_no_archive(record: Record, run: str, tmp_path: Path) -> None:
    record.chrome.record(SITE, run, [line("首页")], NOW)
    assert chrome_of(database_url(tmp_path), SITE) == record.chrome.load(SITE)
    assert chrome_of(database_url(tmp_path / "nowhere"), SITE) == LearnedChrome()


def test_a_line_that_was_never_learned_cannot_be_judged(record: Record, run: str) -> None:
    record.chrome.record(SITE, run, [line("首页")], NOW)
    with pytest.raises(NoSuchSiteLine, match=r"'尾页' was never learned of lianzhou\.gov\.cn"):
        record.chrome.decide(SITE, "尾页", "forgotten", "x", "y", NOW)
    (kept,) = record.chrome.decide(SITE, "首页", "restored", "x", "y", NOW)
    assert kept.decision is None, "a line that was not forgotten has nothing to be restored from"


def test_a_line_with_a_private_number_is_named_as_it_is_shown(record: Record, run: str, tmp_path: Path) -> None:
    record.chrome.record(SITE, run, [line("值班 zhang3@163.com")], NOW)
    with Archive.open(tmp_path) as archive:
        (kept,) = archive.chrome(SITE)
    assert mask(kept.line.words) != kept.line.words
    for shown in (mask(kept.line.words), mask(kept.line.pattern)):
        (judged,) = record.chrome.decide(SITE, shown, "forgotten", "x", "y", NOW)
        assert judged.line == kept.line


def test_every_step_changes_the_mark_of_all_that_is_known(record: Record, run: str) -> None:
    marks = [record.chrome.mark()]
    record.chrome.record(SITE, run, [line("首页")], NOW)
    marks.append(record.chrome.mark())
    record.chrome.decide(SITE, "首页", "forgotten", "x", "y", NOW)
    marks.append(record.chrome.mark())
    assert len(set(marks)) == 3


def test_texts_to_learn_from_are_what_pages_of_known_issuers_carry_now(record: Record, seer: Seer) -> None:
    seer.see(town("石角镇"), 2017, "首页\n正文", "a")
    seer.see(town("星子镇"), 2017, "首页\n别的", "b")
    seer.see(town("星子镇"), 2016, "文件", "c", carrier="docx")
    seer.see(None, 2015, "无名", "d")
    seer.see(town("保安镇"), 2015, "不在了", "e")
    record.end_rendition(f"http://www.{SITE}/e.html", "gone", NOW)
    seer.see(town("保安镇"), 2014, "别的网站", "f", listed="tx.gov.cn")
    seer.again("a", "正文", "rules-2")
    found = {text.body: text for text in record.chrome.current_texts(SITE)}
    assert set(found) == {"正文", "首页\n别的"}, "as it was read last, without files, the nameless and what is gone"
    text = found["首页\n别的"]
    assert (text.year, text.seen, list(text.places)) == (2017, NOW.date(), PLACES)
    assert record.chrome.current_texts("nowhere.gov.cn") == []


def test_a_version_nobody_was_shown_may_show_a_later_reading(record: Record, run: str, seer: Seer) -> None:
    told = seer.see(town("石角镇"), 2017, "首页\n正文一", "a")
    (waiting,) = record.chrome.waiting_versions(SITE)
    assert (waiting.rules, waiting.payload.url) == ("rules-1", f"http://www.{SITE}/a.html")
    assert not record.chrome.show_reading(waiting.id, "rules-2"), "such a reading there is none"
    seer.again("a", "正文一", "rules-2")
    assert record.chrome.show_reading(waiting.id, "rules-2")
    assert [one.rules for one in record.chrome.waiting_versions(SITE)] == ["rules-2"]
    record.close_run(run, "complete", None, {}, NOW)
    assert record.chrome.waiting_versions(SITE) == []
    seer.again("a", "正文二", "rules-3")
    assert not record.chrome.show_reading(waiting.id, "rules-3"), "it has been shown"
    with Archive.open(record.data) as archive:
        document = archive.version(told.report_id)
        assert (document.text, document.version.title) == ("正文一", "title rules-2")
        assert archive.verify().sound
        assert len(archive.search("正文一").hits) == 1


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"year": 2016}, id="of another year"),
        pytest.param({"issuer": None}, id="of nobody"),
        pytest.param({"scope": "jurisdiction_aggregate"}, id="of another scope"),
    ],
)
def test_a_later_reading_of_another_report_does_not_take_its_place(
    record: Record, seer: Seer, facts: dict[str, object]
) -> None:
    seer.see(town("石角镇"), 2017, "首页\n正文", "a")
    (waiting,) = record.chrome.waiting_versions(SITE)
    seer.again("a", "正文", "rules-2", **facts)
    assert not record.chrome.show_reading(waiting.id, "rules-2")


def test_two_versions_that_differed_by_the_sites_lines_stay_two_versions(record: Record, seer: Seer) -> None:
    seer.see(town("石角镇"), 2017, "首页\n正文", "a")
    seer.see(town("石角镇"), 2017, "尾页\n正文", "a")
    first, second = record.chrome.waiting_versions(SITE)
    seer.again("a", "正文", "rules-2")
    assert record.chrome.show_reading(second.id, "rules-2")
    assert not record.chrome.show_reading(first.id, "rules-2")


def test_a_file_is_known_for_its_pages_text_once_the_sites_lines_are_gone(record: Record, seer: Seer) -> None:
    told = seer.see(town("石角镇"), 2017, "首页\n正文", "a")
    page, url = f"http://www.{SITE}/a.html", f"http://www.{SITE}/a.docx"
    capture = record.record_exchange(seer.run, SITE, Exchange(url, "GET", "attachment", NOW, 200, (), b"file"))
    assert capture.digest is not None
    file = Reread(capture.digest, url, "file-1", NOW, "annual", True, "title", "正文", {})
    record.record_sighting(
        Sighting(SITE, url, capture.id, NOW, "docx", file, town("石角镇"), 2017, "own", page, primary=False)
    )
    (waiting,) = record.chrome.waiting_versions(SITE)
    seer.again("a", "正文", "rules-2")
    assert record.chrome.show_reading(waiting.id, "rules-2")
    record.close_run(seer.run, "complete", None, {}, NOW)
    with Archive.open(record.data) as archive:
        (step,) = archive.history(told.report_id).steps
        assert {carrier.carrier: carrier.same_text for carrier in step.renditions} == {"html": True, "docx": True}


def test_a_page_at_a_new_address_is_compared_with_the_last_reading_of_the_old_one(record: Record, seer: Seer) -> None:
    seer.see(town("石角镇"), 2017, "首页\n正文", "a", rules="column-1")
    seer.again("a", "正文", "column-1 learned-x")
    told = seer.see(town("石角镇"), 2017, "正文", "b", rules="column-2 learned-x")
    assert (told.result, told.seq) == ("new_rendition", 1)
    assert seer.see(town("石角镇"), 2017, "另一正文", "c", rules="column-2 learned-x").result == "new_version"


def test_what_a_report_was_read_from_is_found_by_its_issuer_and_year(record: Record, seer: Seer) -> None:
    seer.see(town("石角镇"), 2017, "正文", "a")
    seer.see(town("石角镇"), 2016, "去年", "b")
    reread = seer.again("a", "正文", "rules-2")
    at = f"http://www.{SITE}/new.html"
    sighting = Sighting(SITE, at, 1, NOW, "html", reread, town("石角镇"), 2017, "own")
    (told,) = record.told_payloads(sighting)
    assert (told.url, told.digest, told.column_key) == (reread.url, reread.blob_digest, "a")
    assert record.told_payloads(replace(sighting, url=reread.url)) == []
    assert record.told_payloads(replace(sighting, year=2015)) == []
    assert record.told_payloads(replace(sighting, issuer=None)) == []
