"""A column that brings too little holds the run; too much is only said."""

import pytest

from archive.values import Turnover
from crawler.checks import ColumnYield, ListYield, check_column, check_site
from crawler.totals import ListTotals
from settings.sites import Column


def _yield(
    seen: int,
    *,
    total: int | None = None,
    last: int | None = None,
    full: bool = True,
    incomplete: bool = False,
    turnover: Turnover | None = None,
) -> ColumnYield:
    column = Column(key="town", family="trs", start=("http://www.mhk.gov.cn/",), min_entries=5, max_entries=50)
    return ColumnYield(column, seen, total, last, full, incomplete, turnover)


def _turnover(
    known: int = 20,
    gone: int = 0,
    new: int = 0,
    moved: int = 0,
    units: tuple[tuple[str, int], ...] = (),
    years: tuple[tuple[str, int], ...] = (),
) -> Turnover:
    return Turnover(known, gone, new, moved, ("/old/1.html", "/new/1.html") if moved else None, units, years)


@pytest.mark.parametrize(
    ("found", "codes", "holds"),
    [
        pytest.param(_yield(10, total=10, last=10), [], False, id="as ever"),
        pytest.param(_yield(10), [], False, id="first walk"),
        pytest.param(_yield(3, total=10, last=10, full=False), [], False, id="an early stop proves nothing"),
        pytest.param(_yield(0, last=10, full=False), ["empty_column"], True, id="zero after ever yielding"),
        pytest.param(_yield(9, total=10), ["below_printed_total"], True, id="fewer than the site prints"),
        pytest.param(_yield(6, last=10), ["column_shrank"], True, id="a third is missing"),
        pytest.param(_yield(8, last=10), [], False, id="two deletions are news, not a fault"),
        pytest.param(_yield(4), ["below_declared"], True, id="below the row's bound"),
        pytest.param(_yield(60), ["above_declared"], False, id="above the row's bound"),
        pytest.param(_yield(10, full=False, incomplete=True), ["incomplete_walk"], False, id="could not be walked out"),
    ],
)
def test_column_yield(found: ColumnYield, codes: list[str], holds: bool) -> None:
    findings = check_column(found)
    assert [finding.code for finding in findings] == codes
    assert any(finding.holds for finding in findings) is holds


@pytest.mark.parametrize(
    ("turnover", "codes", "holds"),
    [
        pytest.param(_turnover(), [], False, id="the same rows"),
        pytest.param(_turnover(gone=2, new=3), [], False, id="a few went, a few came"),
        pytest.param(_turnover(gone=20, new=20, moved=20), ["site_moved"], True, id="every title at a new address"),
        pytest.param(_turnover(gone=14, new=15, moved=10), ["site_moved"], True, id="most titles at new addresses"),
        pytest.param(_turnover(gone=20, new=20), ["column_replaced"], True, id="as many rows of something else"),
        pytest.param(_turnover(gone=13, new=13, moved=13), [], False, id="two thirds moved: a tidying"),
        pytest.param(_turnover(known=2, gone=2, new=2), [], False, id="two rows tell nothing"),
        pytest.param(_turnover(gone=3, units=(("石门镇", 3),)), ["unit_lost"], True, id="a whole unit is gone"),
        pytest.param(
            _turnover(gone=1, units=(("石门镇", 1),)), ["unit_lost"], False, id="a unit's only report is news"
        ),
        pytest.param(_turnover(gone=4, years=(("2013", 4),)), ["year_lost"], True, id="a whole year is gone"),
        pytest.param(
            _turnover(gone=5, units=(("石门镇", 4), ("崇福镇", 1))),
            ["unit_lost", "unit_lost"],
            True,
            id="what holds and what is news are said apart",
        ),
    ],
)
def test_rows_against_those_of_the_measure(turnover: Turnover, codes: list[str], holds: bool) -> None:
    findings = check_column(_yield(20, last=20, turnover=turnover))
    assert [finding.code for finding in findings] == codes
    assert any(finding.holds for finding in findings) is holds


def test_rows_are_not_compared_after_an_early_stop() -> None:
    assert check_column(_yield(3, last=20, full=False, turnover=_turnover(gone=20))) == []


@pytest.mark.parametrize(
    ("seen", "listed_before", "fails"),
    [
        pytest.param((0, 0), True, True, id="nothing anywhere, and there was something"),
        pytest.param((0, 3), True, False, id="one column still lists"),
        pytest.param((0, 0), False, False, id="never listed anything"),
        pytest.param((), True, False, id="no column was walked"),
    ],
)
def test_a_site_that_shows_nothing_at_all(seen: tuple[int, ...], listed_before: bool, fails: bool) -> None:
    finding = check_site([_yield(count, last=12) for count in seen], listed_before=listed_before)
    assert (finding is not None) is fails
    if finding is not None:
        assert finding.code == "empty_site"
        assert "24 entries before" in finding.message


def _page(name: str) -> dict[str, str]:
    return {"url": f"http://www.mhk.gov.cn/{name}", "role": "index"}


def test_each_list_of_a_column_is_held_to_its_own_total() -> None:
    totals = ListTotals()
    totals.note(_page("towns"), [_page("a"), _page("b")], 0, None)
    totals.note(_page("a"), [_page("a2")], 15, 20)
    totals.note(_page("b"), [], 4, 7)
    totals.note(_page("a2"), [], 5, 20)
    assert totals.lists == (
        ListYield("http://www.mhk.gov.cn/a", 20, 20),
        ListYield("http://www.mhk.gov.cn/b", 4, 7),
    )
    column = Column(key="town", family="trs", start=("http://www.mhk.gov.cn/",))
    (finding,) = check_column(ColumnYield(column, 24, None, None, True, False, None, totals.lists))
    assert (finding.code, finding.holds) == ("below_printed_total", True)
    assert "1 of 2 lists of column town" in finding.message
    assert "http://www.mhk.gov.cn/b (4 of 7)" in finding.message


def test_lists_that_overlap_are_never_summed() -> None:
    column = Column(key="town", family="trs", start=("http://www.mhk.gov.cn/",))
    lists = (ListYield("a", 10, 10), ListYield("b", 10, 10))
    assert check_column(ColumnYield(column, 11, None, None, True, False, None, lists)) == []
