"""The archive answers from its rows: which report, which version, which bytes."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive import Archive
from archive.errors import (
    AmbiguousReport,
    BadQuery,
    NoArchive,
    NoSuchReport,
    NoSuchVersion,
    NotAnArchive,
    UnsupportedDatabase,
)
from tests.archive.building import digest_of


@pytest.fixture(scope="module")
def archive(data: Path) -> Archive:
    return Archive.open(data)


@pytest.mark.parametrize("form", ["folder", "file", "address"])
def test_it_opens_by_folder_file_or_address(data: Path, form: str) -> None:
    where = {"folder": data, "file": data / "archive.sqlite", "address": f"sqlite:///{data / 'archive.sqlite'}"}[form]
    with Archive.open(where) as opened:
        assert len(opened.reports()) == 5


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoArchive, match="no archive at"):
        Archive.open(tmp_path / "none.sqlite")
    with pytest.raises(NoArchive):
        Archive.open(tmp_path)
    with pytest.raises(UnsupportedDatabase):
        Archive.open("postgresql://localhost/archive")
    (tmp_path / "archive.sqlite").write_bytes(b"something else entirely, long enough to look at" * 30)
    with pytest.raises(NotAnArchive):
        Archive.open(tmp_path)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {("石角镇", 2017), ("石角镇", 2016), ("星子镇", 2017), ("溪翁庄镇", 2014), ("溪翁庄镇", 2017)}),
        ({"county": "连州市"}, {("石角镇", 2017), ("石角镇", 2016), ("星子镇", 2017)}),
        ({"county": "441882", "year": 2017}, {("石角镇", 2017), ("星子镇", 2017)}),
        ({"county": "连州"}, {("石角镇", 2017), ("石角镇", 2016), ("星子镇", 2017)}),
        ({"county": "密云县"}, {("溪翁庄镇", 2014), ("溪翁庄镇", 2017)}),
        ({"county": "110228"}, {("溪翁庄镇", 2014), ("溪翁庄镇", 2017)}),
        ({"issuer": "石角镇"}, {("石角镇", 2017), ("石角镇", 2016)}),
        ({"issuer": "石角镇人民政府", "year": 2016}, {("石角镇", 2016)}),
        ({"issuer": "石角"}, {("石角镇", 2017), ("石角镇", 2016)}),
        ({"site": "www.lianzhou.gov.cn", "year": 2014}, {("溪翁庄镇", 2014)}),
        ({"county": "无此县"}, set()),
        ({"issuer": "无此镇"}, set()),
        ({"year": 2018}, set()),
    ],
)
def test_reports_by_county_year_issuer_site(
    archive: Archive, filters: dict[str, str | int], found: set[tuple[str, int]]
) -> None:
    assert {(report.issuer, report.year) for report in archive.reports(**filters)} == found  # type: ignore[arg-type]


def test_reports_come_newest_year_first(archive: Archive) -> None:
    years = [report.year for report in archive.reports()]
    assert years == [2017, 2017, 2017, 2016, 2014]
    assert [report.year for report in archive.reports(limit=2)] == years[:2]


def test_a_report_is_found_by_id_by_its_beginning_and_by_issuer_and_year(archive: Archive) -> None:
    report = archive.report("石角镇 2017")
    assert (report.issuer, report.year, report.current, report.versions) == ("石角镇", 2017, 2, 2)
    for name in (report.id, report.id[:9], "石角镇2017", "石角镇人民政府 2017年", " 石角镇2017年度 "):
        assert archive.report(name) == report


@pytest.mark.parametrize("name", ["石角镇 1999", "石角镇", "", "zzzz", "石角镇 2018"])
def test_a_report_that_is_not_there(archive: Archive, name: str) -> None:
    with pytest.raises((NoSuchReport, NoSuchVersion)):
        archive.version(name)


def test_an_ambiguous_name_lists_the_candidates(archive: Archive) -> None:
    with pytest.raises(AmbiguousReport, match="石角镇 2017"):
        archive.report("r")


@pytest.mark.parametrize(
    ("as_of", "seq"),
    [
        (date(2024, 3, 2), 1),
        (date(2024, 3, 4), 1),
        (date(2024, 3, 5), 2),
        (date(2030, 1, 1), 2),
        (datetime(2024, 3, 5, 2, 0, tzinfo=UTC), 1),
        (datetime(2024, 3, 6, tzinfo=UTC), 2),
    ],
)
def test_as_of_a_day_answers_what_was_shown_then(archive: Archive, as_of: date, seq: int) -> None:
    assert archive.version("石角镇 2017", as_of=as_of).version.seq == seq


def test_before_the_first_sight_there_is_nothing(archive: Archive) -> None:
    with pytest.raises(NoSuchVersion, match="2024-03-01"):
        archive.text("石角镇 2017", as_of=date(2024, 3, 1))
    with pytest.raises(NoSuchVersion, match="no version 3"):
        archive.text("石角镇 2017", 3)
    with pytest.raises(BadQuery):
        archive.text("石角镇 2017", 1, date(2024, 3, 1))


def test_a_version_leads_to_the_bytes_it_came_from(archive: Archive) -> None:
    document = archive.version("石角镇 2017", 1)
    assert "86条" in document.text
    assert document.version.text_digest == digest_of(document.text)
    evidence = archive.evidence("石角镇 2017", 1)
    assert evidence == document.evidence
    assert evidence.url == "http://www.lianzhou.gov.cn/shijiao/2017.html"
    assert evidence.captured_at == document.version.first_seen_at
    payload = archive.raw("石角镇 2017", 1)
    assert "86条" in payload.body.decode()
    assert payload.digest == evidence.digest == digest_of(payload.body.decode())
    assert payload.media_type == "text/html"
    assert (archive.warc_folder / evidence.warc_file).is_file()


def test_history_tells_every_version_and_carrier(archive: Archive) -> None:
    history = archive.history("石角镇 2017")
    assert [step.version.seq for step in history.steps] == [1, 2]
    first, second = history.steps
    assert [carrier.end_reason for carrier in first.renditions] == ["changed"]
    assert [carrier.ended_at for carrier in second.renditions] == [None]
    assert first.evidence.digest != second.evidence.digest
    assert [version.seq for version in archive.versions("石角镇 2017")] == [1, 2]


def test_diff_shows_the_digits(archive: Archive) -> None:
    (edit,) = archive.diff("石角镇 2017", 1, 2).changed
    assert [(change.before, change.after) for change in edit.changes] == [("86", "57")]


def test_search_finds_and_leads_to_the_address(archive: Archive) -> None:
    found = archive.search("行政复议", year=2017)
    assert [(hit.report.issuer, hit.url) for hit in found.hits] == [
        ("星子镇", "http://www.lianzhou.gov.cn/xingzi/2017.html")
    ]
    assert archive.search("86条").hits == ()
    assert archive.search("86条", all_versions=True).count == 1
    with pytest.raises(BadQuery):
        archive.search("复议", limit=0)


def test_status_runs_and_issues(archive: Archive) -> None:
    status = archive.status()
    assert (status.reports, status.versions, status.captures) == (5, 6, 7)
    (site,) = status.sites
    assert (site.site, site.first_year, site.last_year) == ("lianzhou.gov.cn", 2014, 2017)
    assert site.last_run is not None
    assert (site.last_run.state, site.open_issues) == ("held", 0)
    assert archive.sites() == status.sites
    states = [run.state for run in archive.runs("lianzhou.gov.cn")]
    assert states == ["held", "partial", "complete"]
    assert archive.runs("tx.gov.cn") == ()
    assert archive.issues() == ()
    (issue,) = archive.issues(run=archive.runs()[1].id)
    assert (issue.code, issue.detail) == ("index_short", {"total": 9})


def test_an_empty_archive_answers_with_nothing(tmp_path: Path) -> None:
    from tests.archive.building import make_engine

    make_engine(tmp_path).dispose()
    with Archive.open(tmp_path) as empty:
        assert empty.reports() == empty.sites() == empty.runs() == empty.issues() == ()
        assert empty.status().reports == 0
        assert empty.search("公开").hits == ()
        assert empty.verify().sound


def test_reading_needs_no_reactor_and_values_need_no_database() -> None:
    code = (
        "import sys, archive, archive.values; print(*{'sqlalchemy'} & set(sys.modules)); "
        "from archive import Archive; Archive.open; print(*{'scrapy', 'twisted', 'pyarrow'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.decode().splitlines() == ["", ""], "loaded with the values, and with the archive"
