"""Every declared site with its state, its yield against expectation, and what is believed of it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive import Archive
from archive.cli import commands
from archive.record import Record
from archive.rest import asked_again_on, is_left_alone, nights_left_alone
from archive.sites import SiteHealth, find_health
from archive.values import ListedEntry, RunState
from settings.sites import Column, Site
from tests.archive.fresh import fresh_record

T0 = datetime(2026, 11, 22, 2, 15, tzinfo=UTC)
HOST = "mhk.gov.cn"
P1 = {"url": "http://www.mhk.gov.cn/ndbg/", "role": "index"}


def site(host: str, division: str, **more: Any) -> Site:
    column = Column(key="towns", family="trs", start=(f"http://www.{host}/",), min_entries=more.pop("least", None))
    work = Column(key="work", family="trs", start=(f"http://www.{host}/w/",))
    names = frozenset({f"www.{host}"})
    return Site(host, f"{host}人民政府", division, names, 2008, (column, work), "rows.toml", **more)


SITES = {
    row.host: row
    for row in (
        site(HOST, "220581", expected_units=12),
        site("tx.gov.cn", "330483", least=30),
        site("lzs.gov.cn", "341202", enabled=False),
    )
}


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = fresh_record(tmp_path)
    yield record
    record.close()


def run(record: Record, state: RunState, now: datetime = T0, reason: str = "as it went", *codes: str) -> None:
    """One run that ended so, with these issues about the column of towns."""
    run_id = record.open_run(HOST, "nightly", {}, now, "mailto:archive@example.org")
    for code in codes:
        record.record_issue(run_id, HOST, code, f"{code} happened", None, {"column": "towns", "hint": "mend it"}, now)
    record.close_run(run_id, state, reason, {}, now + timedelta(minutes=5))


def list_rows(record: Record, now: datetime, count: int, *, full: bool = True, total: int | None = None) -> None:
    """A walk over the towns that showed `count` rows; one that is not full stops behind its first page."""
    urls = [f"http://www.mhk.gov.cn/ndbg/t20180103_{number}.html" for number in range(count)]
    rows = [ListedEntry(url, "article", {"url": url, "role": "article"}, url, None, None, 2017, url) for url in urls]
    record.begin_walk(HOST, "towns", [P1], full, now)
    more = [] if full else [{**P1, "url": "http://www.mhk.gov.cn/ndbg/index_1.html"}]
    record.record_index(HOST, "towns", P1, more, rows, total, now)
    record.stop_early(HOST, "towns", more)
    record.finish_walk(HOST, "towns", now)
    record.accept_walk(HOST, "towns", now)


def health(tmp_path: Path, now: datetime = T0 + timedelta(hours=1), province: str | None = None) -> list[SiteHealth]:
    with Archive.open(tmp_path) as archive:
        return list(archive.health(SITES, now, province))


# The rest after a block


@pytest.mark.parametrize(
    ("states", "nights"),
    [
        ([], 0),
        (["complete"], 0),
        (["blocked"], 3),
        (["blocked", "blocked"], 7),
        (["blocked", "blocked", "complete"], 7),
        (["blocked", "blocked", "blocked"], 14),
        (["complete", "blocked"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_nights_a_host_is_left_alone(states: list[RunState], nights: int) -> None:
    assert nights_left_alone(states) == nights


@pytest.mark.parametrize(
    ("now", "alone"),
    [
        pytest.param(datetime(2026, 11, 22, 3, tzinfo=UTC), True, id="the same hour"),
        pytest.param(datetime(2026, 11, 24, 3, 59, tzinfo=UTC), True, id="the noon before, Beijing time"),
        pytest.param(datetime(2026, 11, 24, 4, tzinfo=UTC), False, id="from noon of that day on"),
    ],
)
def test_a_host_is_asked_again_from_the_noon_before_its_night(now: datetime, alone: bool) -> None:
    # 02:15 UTC is 10:15 in Beijing: still the night of the 21st.
    assert asked_again_on(["blocked"], T0) == date(2026, 11, 24)
    assert is_left_alone(["blocked"], T0, now) is alone


# The sites


def test_without_an_archive_every_site_was_never_crawled() -> None:
    found = find_health(None, SITES, T0)
    assert [(site.site, site.state, site.seen) for site in found] == [
        (HOST, "never crawled", None),
        ("tx.gov.cn", "never crawled", None),
        ("lzs.gov.cn", "disabled", None),
    ]
    assert [site.province for site in found] == ["吉林省", "浙江省", "安徽省"]
    assert (found[1].expected, found[1].columns[0].basis) == (30, "row"), "the row's own bound is all that is known"


@pytest.mark.parametrize(
    ("province", "hosts"),
    [("安徽", ["lzs.gov.cn"]), ("浙江省", ["tx.gov.cn"]), ("22", [HOST]), ("220581", [HOST]), ("西藏", [])],
)
def test_sites_of_one_province(province: str, hosts: list[str]) -> None:
    assert [site.site for site in find_health(None, SITES, T0, province)] == hosts


@pytest.mark.parametrize(
    ("states", "shown", "until"),
    [
        pytest.param(["complete"], "healthy", None, id="complete"),
        pytest.param(["complete", "partial"], "partial", None, id="partial"),
        pytest.param(["complete", "held"], "held", None, id="held"),
        pytest.param(["complete", "failed"], "failed", None, id="failed"),
        pytest.param(["complete", "blocked"], "blocked", date(2026, 11, 25), id="blocked"),
        pytest.param(["blocked", "blocked"], "blocked", date(2026, 11, 29), id="blocked twice"),
    ],
)
def test_state_of_a_site(
    tmp_path: Path, record: Record, states: list[RunState], shown: str, until: date | None
) -> None:
    for night, state in enumerate(states, start=2 - len(states)):
        run(record, state, T0 + timedelta(days=night))
    found = health(tmp_path, T0 + timedelta(days=2))[0]
    assert (found.state, found.until) == (shown, until)
    assert (found.last_good_at is not None) == ("complete" in states)


def test_the_rest_of_a_blocked_host_ends(tmp_path: Path, record: Record) -> None:
    run(record, "blocked")
    (found, *_) = health(tmp_path, T0 + timedelta(days=4))
    assert (found.state, found.until) == ("blocked", None)


@pytest.mark.parametrize(
    ("total", "expected", "basis"), [(None, 8, "last full walk"), (10, 10, "printed total")], ids=["history", "total"]
)
def test_yield_against_expectation(
    tmp_path: Path, record: Record, total: int | None, expected: int, basis: str
) -> None:
    list_rows(record, T0, 8)
    list_rows(record, T0 + timedelta(days=1), 9, full=False, total=total)
    run(record, "complete", T0 + timedelta(days=1))
    column = health(tmp_path, T0 + timedelta(days=2))[0].columns[0]
    assert (column.seen, column.expected, column.basis) == (9, expected, basis), "one row came after the full walk"


def test_alarms_and_trust_belong_to_their_columns(tmp_path: Path, record: Record) -> None:
    run(record, "held", T0, "checks failed", "column_shrank", "page_gone")
    record.note_check(HOST, "early_stop", "towns", "http://www.mhk.gov.cn/x.html", T0)
    record.note_check(HOST, "validators", "www.mhk.gov.cn", None, T0)
    (found, *_) = health(tmp_path)
    assert [alarm.code for alarm in found.alarms] == ["column_shrank"], "what one page did is no alarm"
    towns, work = found.columns
    assert (towns.alarms, work.alarms) == (("column_shrank",), ())
    assert towns.early_stop is not None
    assert (towns.early_stop.trusted, work.early_stop) == (False, None)
    assert [(state.subject, state.trusted) for state in found.validators] == [("www.mhk.gov.cn", True)]


# The command


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    rows = tmp_path / "rows"
    rows.mkdir()
    for host, division in ((HOST, "220581"), ("tx.gov.cn", "330483")):
        (rows / f"{host}.toml").write_text(
            f'[[site]]\nhost = "{host}"\nname = "某市人民政府"\ndivision = "{division}"\nfirst_year = 2008\n'
            f'[[site.column]]\nkey = "towns"\nfamily = "trs"\nstart = ["http://www.{host}/"]\n',
            encoding="utf-8",
        )
    monkeypatch.setenv("FANGZHI_PORTALS", str(rows))
    monkeypatch.setenv("FANGZHI_DATA", str(tmp_path))
    monkeypatch.delenv("FANGZHI_DATABASE", raising=False)

    def asked(*arguments: str) -> Result:
        return CliRunner().invoke(commands()["sites"], arguments)

    return asked


def test_the_command_works_before_the_first_crawl(ask: Any) -> None:
    result = ask()
    assert result.exit_code == 0, result.output
    assert [line.split("\t")[::5] for line in result.stdout.splitlines()] == [
        ["site", "state"],
        [HOST, "never crawled"],
        ["tx.gov.cn", "never crawled"],
    ]


def test_a_province_without_sites_is_nothing_found(ask: Any) -> None:
    result = ask("--province", "青海")
    assert (result.exit_code, "no site is declared in 青海" in result.stderr) == (1, True)


def test_health_shows_the_worst_site_first(ask: Any, record: Record) -> None:
    run(record, "complete")
    assert json.loads(ask("--health", "--json").stdout.splitlines()[0])["site"] == HOST
    run(record, "held", T0 + timedelta(days=1), "checks failed", "column_shrank")
    worst = json.loads(ask("--health", "--json").stdout.splitlines()[0])
    assert (worst["site"], worst["state"], worst["columns"][0]["alarms"]) == (HOST, "held", ["column_shrank"])
    plain = ask("--health").stdout.splitlines()[1].split("\t")
    assert (plain[0], plain[1], plain[2], plain[-1]) == (HOST, "held", "towns", "column_shrank")


def test_a_broken_row_is_one_line(ask: Any, tmp_path: Path) -> None:
    (tmp_path / "rows" / "bad.toml").write_text("[[site]]\nhost = 1\n", encoding="utf-8")
    result = ask()
    assert result.exit_code == 2
    assert result.stderr.startswith("fangzhi: bad.toml")
