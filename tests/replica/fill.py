"""Fills a county with documents: reports for every unit and year, and the articles that stand beside them."""

from collections.abc import Mapping
from datetime import date
from random import Random

from tests.replica.county import Attachment, Block, County, Document, Kind, Paragraph, Placement, Unit
from tests.replica.generator import Draft, filler, neighbour, posted_after, report
from tests.replica.seeds import Seed

Seeds = Mapping[tuple[str, str, int], Seed]

_NEIGHBOURS: tuple[Kind, ...] = ("rule_of_law", "plan", "budget", "notice", "interim", "guide")


class Filler:
    """Makes documents and hangs them into a county. What goes where is the county's own business."""

    def __init__(self, county: County, seed: int, seeds: Seeds) -> None:
        self.county, self.seed, self._seeds = county, seed, seeds
        self._serial = 0

    def rng(self, *key: object) -> Random:
        return Random("/".join(str(part) for part in (self.seed, self.county.host, *key)))

    def is_given(self, unit: Unit, year: int) -> bool:
        """Whether this report is one of the given texts."""
        return (self.county.host, unit.name, year) in self._seeds

    def report(self, unit: Unit, year: int, column: str, attached: str | None = None) -> Document:
        """The report of a unit and year, placed once. `attached` makes it exist only as a file of that type."""
        draft, seed = report(self.county, unit, year, self.seed), self._seeds.get((self.county.host, unit.name, year))
        if seed:
            draft = Draft(seed.place.title, seed.body, seed.place.signed)
        posted = posted_after(self.rng(unit.name, year, "posted"), draft.signed, year)
        document = Document(
            id=f"{self.county.host}/{unit.name}/{year}",
            unit=unit,
            year=year,
            kind="report",
            title=draft.title,
            body=draft.body,
            signed=draft.signed,
            placements=[Placement(column, self.county.number(), posted, posted, draft.title)],
            seed=seed.number if seed else None,
        )
        if attached and not seed:
            document.only_attached, document.attached = True, draft.body
            document.body = (Paragraph("详见附件。"),)
            self.attach(document, attached, draft.body)
        self.county.add(document)
        return document

    def attach(self, document: Document, extension: str, blocks: tuple[Block, ...] | None = None) -> None:
        """Hang the report itself on its page as a file."""
        self._serial += 1
        item = Attachment(f"{document.title}.{extension}", blocks or document.body, 80000000 + 13 * self._serial)
        document.attachments.append(item)

    def copy(self, document: Document, column: str, number: int | None = None) -> Placement:
        """The same article once more, in another column or under another number."""
        first = document.placements[0]
        place = Placement(column, number or self.county.number(), first.posted, first.filed, first.list_title)
        document.placements.append(place)
        return place

    def neighbour(self, unit: Unit, year: int, kind: Kind, column: str) -> Document:
        draft = neighbour(self.county, unit, year, kind, self.seed)
        return self._plain(f"{self.county.host}/{unit.name}/{kind}/{year}", unit, year, kind, draft, column)

    def neighbours(self, unit: Unit, years: tuple[int, ...], column: str, count: int) -> list[Document]:
        """`count` articles of various kinds in a column of the unit."""
        start = self.county.units.index(unit)
        kinds = [_NEIGHBOURS[(start + step) % len(_NEIGHBOURS)] for step in range(count)]
        return [self.neighbour(unit, years[step % len(years)], kind, column) for step, kind in enumerate(kinds)]

    def pad(self, column: str, rows: int, unit: Unit | None = None) -> None:
        """Everyday notices until the column lists that many rows."""
        missing = rows - len(self.county.listed(column, unit))
        for number in range(1, missing + 1):
            who = unit or self.county.units[number % len(self.county.units)]
            year = self.county.years[number % len(self.county.years)]
            draft = filler(who, number, year)
            self._plain(f"{self.county.host}/filler/{column}/{who.code}/{number}", who, year, "notice", draft, column)

    def _plain(self, key: str, unit: Unit, year: int, kind: Kind, draft: Draft, column: str) -> Document:
        posted = draft.signed or date(year, 6, 1)
        place = Placement(column, self.county.number(), posted, posted, draft.title)
        document = Document(key, unit, year, kind, draft.title, draft.body, draft.signed, [place])
        self.county.add(document)
        return document
