"""When an entry is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.revisit import plan_next_look

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
URL = "http://www.mhk.gov.cn/zwgk/xxgk/xzj/jhz/ndbg/201801/t20180105_1.html"
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "listed_before", "year", "least", "most"),
    [
        pytest.param("report", 3 * DAY, None, 7 * DAY, 9 * DAY, id="a fresh report weekly"),
        pytest.param("report", 400 * DAY, None, 90 * DAY, 108 * DAY, id="an old one quarterly"),
        pytest.param("empty", 400 * DAY, 2026, 2 * DAY, 3 * DAY, id="a year that may still come"),
        pytest.param("empty", 400 * DAY, 2009, 90 * DAY, 108 * DAY, id="a year long gone"),
        pytest.param("refused", DAY, None, 365 * DAY, 438 * DAY, id="not a report"),
        pytest.param("gone", DAY, None, 7 * DAY, 9 * DAY, id="gone: two absences are needed"),
        pytest.param("error", DAY, None, timedelta(hours=20), timedelta(hours=24), id="no answer: the next night"),
        pytest.param("error", 40 * DAY, None, 7 * DAY, 9 * DAY, id="no answer for a month"),
        pytest.param("blocked", DAY, None, timedelta(hours=20), timedelta(hours=24), id="blocked: the run backs off"),
    ],
)
def test_next_look(state: str, listed_before: timedelta, year: int | None, least: timedelta, most: timedelta) -> None:
    due = plan_next_look(state, NOW, url=URL, first_listed=NOW - listed_before, year=year)
    assert due is not None
    assert least <= due - NOW <= most


@pytest.mark.parametrize("state", ["skipped", "off_site"])
def test_what_cannot_be_a_report_is_never_opened(state: str) -> None:
    assert plan_next_look(state, NOW, url=URL, first_listed=NOW) is None


def test_looks_spread_over_addresses_and_repeat_exactly() -> None:
    urls = [f"{URL}?{number}" for number in range(200)]
    due = [plan_next_look("report", NOW, url=url, first_listed=NOW) for url in urls]
    assert len(set(due)) > 190
    assert due == [plan_next_look("report", NOW, url=url, first_listed=NOW) for url in urls]
