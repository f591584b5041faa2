"""A column that brings too little holds the run; too much is only said."""

import pytest

from crawler.checks import ColumnYield, check_column
from settings.sites import Column


def _yield(
    seen: int, *, total: int | None = None, last: int | None = None, full: bool = True, incomplete: bool = False
) -> ColumnYield:
    column = Column(key="town", family="trs", start=("http://www.mhk.gov.cn/",), min_entries=5, max_entries=50)
    return ColumnYield(column, seen, total, last, full, incomplete)


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
