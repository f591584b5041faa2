"""VSB lists that move while they are walked, or between two runs of one walk: no row is lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.record import Record
from archive.values import ListedEntry
from crawler.families.base import Fetch, Page
from crawler.families.registry import family_of
from settings.sites import Column, load_sites
from tests.replica.building import CountyReplica
from tests.replica.counties import build_county
from tests.replica.county import Document, Paragraph, Placement
from tests.replica.groups.static import HUAXIAN_NOTICES
from tests.replica.portals.vsb import Vsb
from tests.replica.walking import SCOPE, fetch, walk

SITE = load_sites(Path(__file__).parents[1] / "replica" / "rows")["hnhx.gov.cn"]
NOTICES = f"http://www.hnhx.gov.cn{HUAXIAN_NOTICES}.htm"
NOW = datetime(2026, 3, 1, tzinfo=UTC)

Change = Callable[[CountyReplica], None]


def _dialect(replica: CountyReplica) -> Vsb:
    dialect = replica.portal.dialects[0]
    assert isinstance(dialect, Vsb)
    return dialect


def _publish(count: int, year: int = 2030) -> Change:
    """That many notices more; on top of the list, or down in it for an early year."""

    def change(replica: CountyReplica) -> None:
        county = replica.county
        for _ in range(count):
            number, day = county.number(), date(year, 1, 5)
            place = Placement("notices", number, day, day, f"新发第{number}号公告")
            text = (Paragraph("自即日起施行。"),)
            county.add(Document(f"new/{number}", county.units[0], year, "notice", place.list_title, text, day, [place]))

    return change


def _take_down(count: int) -> Change:
    """That many notices less, from the top of the list."""

    def change(replica: CountyReplica) -> None:
        for _, place in replica.county.listed("notices")[:count]:
            place.state = "gone"

    return change


@dataclass
class Shift:
    """What happens to a list, before which of its pages is asked for."""

    change: Change
    before: int


SHIFTS = [
    pytest.param(Shift(_publish(1), 2), id="one row more, within the page"),
    pytest.param(Shift(_publish(3), 2), id="a page more, before page two"),
    pytest.param(Shift(_publish(9), 4), id="two pages more, before page four"),
    pytest.param(Shift(_publish(3, year=2000), 3), id="rows put in at the end"),
    pytest.param(Shift(_take_down(2), 3), id="two rows less, within the page"),
]


def _notices() -> tuple[CountyReplica, Column]:
    replica = build_county("hnhx.gov.cn")
    return replica, Column(key="notices", family="vsb", start=(NOTICES,))


def _listed(replica: CountyReplica) -> set[str]:
    return {
        url for document, place in replica.county.placed("notices") if place.listed for url in _urls(replica, place)
    }


def _urls(replica: CountyReplica, place: Placement) -> list[str]:
    return [f"http://www.hnhx.gov.cn/info/1002/{place.number}.htm"]


@pytest.mark.parametrize("silent", [False, True], ids=["pager tells", "pager is silent"])
@pytest.mark.parametrize("shift", SHIFTS)
def test_rows_added_or_taken_away_between_two_pages_lose_none(shift: Shift, silent: bool) -> None:
    replica, column = _notices()
    if silent:
        _dialect(replica).silent.add(1002)
    pages = 0

    def shift_once(page: Page) -> None:
        nonlocal pages
        pages += 1
        if pages == shift.before - 1:
            shift.change(replica)

    found = walk(replica, SITE, column, after=shift_once)
    assert pages < 60
    assert _listed(replica) <= set(found.entries)
    assert set(found.codes) == {"pages_moved"}


@pytest.mark.parametrize("shift", SHIFTS)
def test_a_walk_that_was_interrupted_loses_no_row_of_a_list_that_moved_meanwhile(shift: Shift, tmp_path: Path) -> None:
    replica, column = _notices()
    database = f"sqlite:///{tmp_path / 'archive.sqlite'}"
    family = family_of(SITE, column)
    start = [wish.to_json() for wish in family.start(SITE, column, SCOPE)]

    def go_on(pages: int) -> bool:
        """A run of its own that ends after so many pages; whether the walk is over."""
        record = Record.open(database, tmp_path)
        try:
            pending: Sequence[Mapping[str, Any]] = record.begin_walk(SITE.host, "notices", start, True, NOW)
            for _ in range(pages):
                if not pending:
                    break
                wish = Fetch.from_json(pending[0])
                index = family.parse_index(fetch(replica, wish), SITE, column, SCOPE)
                listed = [
                    ListedEntry(
                        url=entry.fetch.url,
                        role="article",
                        fetch=entry.fetch.to_json(),
                        title=entry.title,
                        posted=entry.posted,
                        unit=entry.unit,
                        year=entry.year,
                        row_digest=entry.title,
                        skip=True,
                    )
                    for entry in index.entries
                ]
                more = [wish.to_json() for wish in index.more]
                delta = record.record_index(SITE.host, "notices", pending[0], more, listed, index.total, NOW)
                pending = delta.pending
            state = record.listing_state(SITE.host, "notices")
            assert state is not None
            seen.append(state.seen)
            totals.append(state.total)
            return not pending
        finally:
            record.close()

    seen: list[int] = []
    totals: list[int | None] = []
    assert not go_on(shift.before - 1)
    shift.change(replica)
    assert go_on(60)
    gone = sum(place.state == "gone" for _, place in replica.county.placed("notices"))
    assert seen[-1] == len(_listed(replica)) + gone
    assert totals[-1] == len(_listed(replica))
