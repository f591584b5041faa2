"""What becomes a version of a report, what a rendition, and what nothing at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from archive.database import make_reader, reading
from archive.models import Issuer, IssuerName, Rendition, Report, Version
from archive.models import Reading as ReadingRow
from archive.record import Record
from archive.values import Exchange, IssuerRef, Recorded, Reread, RunState, Sighting
from tests.archive.fresh import database_url, fresh_record

T0 = datetime(2026, 11, 22, 2, 15, tzinfo=UTC)
SITE = "www.example.gov.cn"
PAGE, MIRROR = "http://www.example.gov.cn/a.html", "http://www.example.gov.cn/mirror.html"
SHIMEN = IssuerRef("500000", "石门镇", "town", "石门镇人民政府", "title", "500116107", "500116", "江津区", "石门镇")
MOTHER = IssuerRef("500000", "永兴镇", "town", "永兴镇人民政府", "title")

A, B, C = "主动公开86条。", "主动公开57条。", "主动公开58条。"


@dataclass
class Town:
    """A crawl by hand: shows the record pages and reads them back."""

    record: Record
    run_id: str
    now: datetime = T0
    steps: int = 0
    database: str = ""
    captures: list[int] = field(default_factory=list)

    def see(
        self,
        text: str,
        *,
        url: str = PAGE,
        noise: str = "",
        rules: str = "r1",
        issuer: IssuerRef | None = SHIMEN,
        year: int | None = 2017,
        parent: str | None = None,
        primary: bool = True,
    ) -> Recorded:
        self.now += timedelta(minutes=1)
        body = f"<html>{text}<!-- {noise} -->".encode()
        capture = self.record.record_exchange(
            self.run_id, SITE, Exchange(url, "GET", "article", self.now, 200, (("Content-Type", "text/html"),), body)
        )
        assert capture.digest is not None
        self.captures.append(capture.id)
        reread = Reread(capture.digest, url, rules, self.now, "annual", True, "年度报告", text)
        return self.record.record_sighting(
            Sighting(SITE, url, capture.id, self.now, "html", reread, issuer, year, "own", parent, primary)
        )

    def reread(self, old_text: str, *, text: str, noise: str = "", url: str = PAGE, rules: str = "r2") -> None:
        """Read the payload seen before again, under newer rules that make `text` of it."""
        previous = self.record.previous_sight(url)
        assert previous is not None
        assert self.record.load_payload(previous.blob_digest).decode() == f"<html>{old_text}<!-- {noise} -->"
        assert previous.rules != rules
        self.record.record_rereading(
            Reread(previous.blob_digest, url, rules, self.now, "annual", True, "年度报告", text)
        )

    def rows(self, table: Any, **where: Any) -> list[Any]:
        engine = make_reader(self.database)
        with reading(engine) as session:
            query = select(table).filter_by(**where)
            found = list(session.scalars(query))
        engine.dispose()
        return found

    def next_run(self, state: RunState) -> None:
        self.record.close_run(self.run_id, state, None, {}, self.now)
        self.run_id = self.record.open_run(SITE, "manual", {}, self.now + timedelta(seconds=1), "")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    record = fresh_record(tmp_path)
    yield Town(record, record.open_run(SITE, "manual", {}, T0, ""), database=database_url(tmp_path))
    record.close()


# Results and version counts as (what is seen in turn, results, number of versions).
STORIES: dict[str, tuple[Callable[[Town], list[Recorded]], list[str], int]] = {
    "first sight": (lambda t: [t.see(A)], ["new_report"], 1),
    "same bytes again": (lambda t: [t.see(A), t.see(A)], ["new_report", "unchanged"], 1),
    "other bytes, same text": (lambda t: [t.see(A), t.see(A, noise="5")], ["new_report", "unchanged"], 1),
    "only width and white space": (
        lambda t: [t.see("主动公开８６条。"), t.see("主动公开 86 条 .")],
        ["new_report", "unchanged"],
        1,
    ),
    "one digit": (lambda t: [t.see(B), t.see(C)], ["new_report", "new_version"], 2),
    "there and back is three versions": (
        lambda t: [t.see(A), t.see(B), t.see(A)],
        ["new_report", "new_version", "new_version"],
        3,
    ),
    "mirror with the same text": (
        lambda t: [t.see(A), t.see(A, url=MIRROR, noise="m")],
        ["new_report", "new_rendition"],
        1,
    ),
    "mirror with another text": (lambda t: [t.see(A), t.see(B, url=MIRROR)], ["new_report", "new_version"], 2),
    "mirror holds the older text": (
        lambda t: [t.see(A), t.see(B), t.see(A, url=MIRROR)],
        ["new_report", "new_version", "new_rendition"],
        2,
    ),
    "both addresses change, one after the other": (
        lambda t: [t.see(A), t.see(A, url=MIRROR), t.see(B), t.see(B, url=MIRROR)],
        ["new_report", "new_rendition", "new_version", "new_rendition"],
        2,
    ),
    "two addresses that differ stay as they are": (
        lambda t: [t.see(A), t.see(B, url=MIRROR), t.see(A), t.see(B, url=MIRROR)],
        ["new_report", "new_version", "unchanged", "unchanged"],
        2,
    ),
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_what_becomes_a_version(town: Town, story: tuple[Callable[[Town], list[Recorded]], list[str], int]) -> None:
    tell, results, versions = story
    recorded = tell(town)
    assert [one.result for one in recorded] == results
    assert len({one.report_id for one in recorded}) == 1
    assert [row.seq for row in town.rows(Version)] == list(range(1, versions + 1))


def test_unchanged_moves_last_seen_and_nothing_else(town: Town) -> None:
    town.see(A)
    first = town.rows(Version)[0]
    town.see(A, noise="another counter")
    version, rendition = town.rows(Version)[0], town.rows(Rendition)[0]
    assert (version.first_seen_at, version.capture_id, version.reading_id) == (
        first.first_seen_at,
        first.capture_id,
        first.reading_id,
    )
    assert version.last_seen_at == rendition.last_seen_at == town.now
    assert rendition.blob_digest == town.rows(ReadingRow)[1].blob_digest, "the next look compares with the last bytes"


def test_changed_text_ends_the_rendition_and_keeps_it(town: Town) -> None:
    town.see(A)
    town.see(B)
    old, new = town.rows(Rendition)
    assert (old.seq, old.end_reason, old.ended_at) == (1, "changed", town.now)
    assert (new.seq, new.end_reason, new.ended_at) == (2, None, None)


def test_page_that_now_carries_another_report(town: Town) -> None:
    first = town.see(A)
    other = town.see(B, issuer=MOTHER)
    assert other.result == "new_report"
    assert other.report_id != first.report_id
    assert [row.end_reason for row in town.rows(Rendition)] == ["replaced", None]
    assert [row.merged_into for row in town.rows(Report)] == [None, None]


def test_equal_texts_of_two_issuers_are_two_reports(town: Town) -> None:
    first, second = town.see(A), town.see(A, url=MIRROR, issuer=MOTHER)
    assert [first.result, second.result] == ["new_report", "new_report"]
    assert first.report_id != second.report_id


@pytest.mark.parametrize("years", [(2016, 2017)])
def test_equal_texts_of_two_years_are_two_reports(town: Town, years: tuple[int, int]) -> None:
    assert town.see(A, year=years[0]).report_id != town.see(A, year=years[1], url=MIRROR).report_id


def test_gone_and_back_with_the_same_text_is_no_version(town: Town) -> None:
    town.see(A)
    assert town.record.end_rendition(PAGE, "gone", town.now)
    assert town.record.previous_sight(PAGE) is None
    assert town.see(A).result == "new_rendition"
    assert len(town.rows(Version)) == 1
    assert [row.end_reason for row in town.rows(Rendition)] == ["gone", None]


def test_gone_and_back_with_an_earlier_text_is_a_version(town: Town) -> None:
    for text in (A, B):
        town.see(text)
    town.record.end_rendition(PAGE, "gone", town.now)
    assert town.see(A).result == "new_version"
    assert len(town.rows(Version)) == 3


def test_confirmed_sight_moves_last_seen_alone(town: Town) -> None:
    town.see(A)
    later = town.now + timedelta(days=1)
    confirmed = town.record.confirm_sight(PAGE, later)
    assert confirmed is not None
    assert (confirmed.result, confirmed.seq) == ("unchanged", 1)
    assert town.rows(Version)[0].last_seen_at == town.rows(Rendition)[0].last_seen_at == later
    assert town.record.confirm_sight(MIRROR, later) is None


def test_ending_an_address_that_carries_nothing(town: Town) -> None:
    assert not town.record.end_rendition(PAGE, "gone", town.now)


# Our rules change


def test_same_bytes_under_newer_rules_are_a_rereading(town: Town) -> None:
    town.see(A)
    text_before = town.rows(Version)[0].text_digest
    again = town.see(A, rules="r2")
    assert (again.result, again.seq) == ("rereading", 1)
    assert town.see(A, rules="r2").result == "unchanged"
    assert [row.rules for row in town.rows(ReadingRow)] == ["r1", "r2"]
    assert town.rows(Version)[0].text_digest == text_before


def test_rules_change_and_a_volatile_part_changes_is_no_version(town: Town) -> None:
    town.see(A, noise="seen 5 times")
    town.reread(A, text=A + "附件", noise="seen 5 times")
    assert town.see(A + "附件", noise="seen 6 times", rules="r2").result == "unchanged"
    assert len(town.rows(Version)) == 1


def test_rules_change_and_the_text_changes_is_one_version(town: Town) -> None:
    town.see(A)
    town.reread(A, text=A + "附件")
    assert town.see(B + "附件", rules="r2").result == "new_version"
    assert town.see(B + "附件", rules="r2").result == "unchanged"
    assert len(town.rows(Version)) == 2


def test_rereading_is_remembered_across_several_rule_changes(town: Town) -> None:
    town.see(A, noise="1")
    town.reread(A, text=A + "二", noise="1", rules="r2")
    assert town.see(A + "二", noise="2", rules="r2").result == "unchanged"
    town.record.record_rereading(
        Reread(town.rows(Rendition)[0].blob_digest, PAGE, "r3", town.now, "annual", True, "年度报告", A + "三")
    )
    assert town.see(A + "三", noise="3", rules="r3").result == "unchanged"
    assert len(town.rows(Version)) == 1


def test_mirror_found_after_a_rules_change_joins_the_reread_version(town: Town) -> None:
    town.see(A)
    town.reread(A, text=A + "附件")
    assert town.see(A + "附件", url=MIRROR, rules="r2").result == "new_rendition"
    assert len(town.rows(Version)) == 1


def test_previous_sight_tells_what_to_reread(town: Town) -> None:
    assert town.record.previous_sight(PAGE) is None
    town.see(A)
    sight = town.record.previous_sight(PAGE)
    assert sight is not None
    assert (sight.seq, sight.rules, sight.headers) == (1, "r1", {"content-type": "text/html"})
    assert town.record.has_reading(sight.blob_digest, PAGE, "r1")
    assert not town.record.has_reading(sight.blob_digest, PAGE, "r2")
    town.reread(A, text=A)
    again = town.record.previous_sight(PAGE)
    assert again is not None
    assert (again.rules, again.comparison_digest) == ("r2", sight.comparison_digest)


# Identity


def test_unresolved_report_is_provisional_and_stays_one_by_address(town: Town) -> None:
    first = town.see(A, issuer=None)
    assert town.see(B, issuer=None).report_id == first.report_id
    assert town.see(A, issuer=None, url=MIRROR).report_id != first.report_id
    assert all(row.provisional for row in town.rows(Report))


def test_provisional_report_is_merged_when_rules_learn_its_issuer(town: Town) -> None:
    provisional = town.see(A, issuer=None)
    resolved = town.see(A, rules="r2")
    assert resolved.result == "new_report"
    assert town.rows(Report, id=provisional.report_id)[0].merged_into == resolved.report_id
    assert [row.end_reason for row in town.rows(Rendition)] == ["reidentified", None]


def test_same_text_whose_issuer_rules_no_longer_tell_stays_where_it_was(town: Town) -> None:
    first = town.see(A)
    again = town.see(A, noise="2", issuer=None, rules="r2")
    assert (again.result, again.report_id) == ("unchanged", first.report_id)


def test_ids_come_from_the_natural_key_alone(town: Town, tmp_path: Path) -> None:
    here = town.see(A)
    record = Record.open(f"sqlite:///{tmp_path / 'other.sqlite'}", tmp_path / "other")
    other = Town(record, record.open_run("b.gov.cn", "manual", {}, T0, ""))
    other.see(B, url=MIRROR, issuer=MOTHER)
    assert other.see(B).report_id == here.report_id
    record.close()


def test_colliding_ids_grow_longer(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.identity._ids", lambda prefix, key: [prefix + "same", f"{prefix}same{len(key):04}"])
    first, second = town.see(A), town.see(A, url=MIRROR, year=12017)
    assert first.report_id == "rsame"
    assert second.report_id.startswith("rsame0")
    assert town.see(A, url=MIRROR, year=12017).result == "unchanged"


def test_issuer_keeps_its_names_and_codes(town: Town) -> None:
    town.see(A)
    (issuer,) = town.rows(Issuer)
    assert (issuer.county, issuer.name) == ("500000", "石门镇")
    assert {(row.name, row.code, row.basis) for row in town.rows(IssuerName)} == {
        ("石门镇", "500116107", "title"),
        ("石门镇人民政府", "500116107", "title"),
    }
    (report,) = town.rows(Report)
    assert (report.issuer_printed, report.county_name, report.town_code) == ("石门镇人民政府", "江津区", "500116107")


# Attachments

DOC = "http://www.example.gov.cn/a.doc"


def test_attachment_of_a_page_with_the_report_is_a_rendition(town: Town) -> None:
    page = town.see(A)
    same, other = (
        town.see(A, url=DOC, parent=PAGE, primary=False),
        town.see(B, url=DOC + "x", parent=PAGE, primary=False),
    )
    assert [same.result, other.result] == ["new_rendition", "new_rendition"]
    assert {same.report_id, other.report_id} == {page.report_id}
    assert [row.same_text for row in town.rows(Rendition)] == [True, True, False]
    assert len(town.rows(Version)) == 1


def test_attachment_seen_again_and_changed(town: Town) -> None:
    town.see(A)
    town.see(A, url=DOC, parent=PAGE, primary=False)
    assert town.see(A, url=DOC, parent=PAGE, primary=False).result == "unchanged"
    assert town.see(B, url=DOC, parent=PAGE, primary=False).result == "new_rendition"
    assert [row.end_reason for row in town.rows(Rendition, url=DOC)] == ["changed", None]
    assert len(town.rows(Version)) == 1


def test_attachment_follows_its_page_to_the_new_version(town: Town) -> None:
    town.see(A)
    town.see(A, url=DOC, parent=PAGE, primary=False)
    town.see(B)
    assert town.see(A, url=DOC, parent=PAGE, primary=False).seq == 2
    assert [(row.seq, row.end_reason) for row in town.rows(Rendition, url=DOC)] == [(1, "moved"), (2, None)]


def test_attachment_of_a_page_without_the_report_carries_it_itself(town: Town) -> None:
    assert town.see(A, url=DOC, parent=PAGE, primary=True).result == "new_report"
    assert town.see(B, url=DOC, parent=PAGE, primary=True).result == "new_version"


# Publishing


@pytest.mark.parametrize(("state", "published"), [("complete", 1), ("partial", 1), ("held", None), ("failed", None)])
def test_only_a_good_run_publishes(town: Town, state: RunState, published: int | None) -> None:
    town.see(A)
    assert town.rows(Report)[0].current_seq is None
    town.next_run(state)
    assert town.rows(Report)[0].current_seq == published
    assert (town.rows(Version)[0].published_at is not None) is (published is not None)


def test_held_version_waits_for_the_next_good_run(town: Town) -> None:
    town.see(A)
    town.next_run("complete")
    town.see(B)
    town.next_run("held")
    assert town.rows(Report)[0].current_seq == 1
    town.see(B)
    town.next_run("complete")
    assert town.rows(Report)[0].current_seq == 2


def test_report_without_text_is_refused(town: Town) -> None:
    town.see(A)
    digest = town.rows(Rendition)[0].blob_digest
    empty = Reread(digest, MIRROR, "r1", town.now, "annual", True, "", None)
    with pytest.raises(ValueError, match="without text"):
        town.record.record_sighting(
            Sighting(SITE, MIRROR, town.captures[0], town.now, "html", empty, SHIMEN, 2017, "own")
        )
    assert len(town.rows(ReadingRow)) == 1, "nothing of a refused call stays"
