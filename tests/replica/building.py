"""What every county is built from: its portal, and reports with their usual oddities for its units and years."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from tests.replica.county import County, Document, Placement, ReportTruth
from tests.replica.fill import Filler, Seeds
from tests.replica.portals.portal import Portal
from tests.replica.switchboard import Switchboard

Scale = Literal["small", "demo", "full"]


@dataclass
class CountyReplica:
    """A county with the portal that serves it."""

    county: County
    portal: Portal

    def truth(self) -> list[ReportTruth]:
        """The reports a perfect crawl of the declared rows finds now, in the order of units and years."""
        found = []
        for document in self.county.documents.values():
            live = [place for place in document.placements if place.state == "live"]
            if document.is_report and live:
                found.append(self._report(document, live))
        return [report for report in found if report.addresses]

    def addresses(self, document: Document, live: list[Placement] | None = None) -> tuple[str, ...]:
        """Canonical addresses of the document (of its `live` placements, when given)."""
        view = document if live is None else _with_placements(document, live)
        return tuple(url for dialect in self.portal.dialects for url in dialect.addresses(view))

    def _report(self, document: Document, live: list[Placement]) -> ReportTruth:
        view, county = _with_placements(document, live), self.county
        dialects = self.portal.dialects
        return ReportTruth(
            id=document.id,
            county=county.host,
            division=county.division,
            issuer=document.unit.issuer,
            unit=document.unit.name,
            level=document.unit.level,
            year=document.year,
            title=document.title,
            addresses=self.addresses(document, live),
            files=tuple(url for dialect in dialects for url in dialect.files(view)),
            mirrors=tuple(url for dialect in dialects for url in dialect.mirrors(view)),
            text=document.text,
            only_attached=document.only_attached,
            seed=document.seed,
        )


#: A county by its scale, its seed, the given texts, and the switchboard of its faults.
Builder = Callable[[Scale, int, Seeds, Switchboard], CountyReplica]


def add_reports(fill: Filler, column: str, attached: str) -> list[Document]:
    """A report for every unit and year but one; the third unit's first report exists only as a file."""
    county = fill.county
    county.empty.add((county.units[1].name, county.years[1]))
    documents = []
    for unit in county.units:
        for year in county.years:
            if (unit.name, year) in county.empty and not fill.is_given(unit, year):
                continue
            alone = unit == county.units[2] and year == county.years[0]
            documents.append(fill.report(unit, year, column, attached if alone else None))
    return documents


def _with_placements(document: Document, placements: list[Placement]) -> Document:
    return replace(document, placements=placements)
