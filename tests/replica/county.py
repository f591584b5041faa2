"""The truth: a county's units and documents, told without any portal's dialect.

Portals read this model and never keep text of their own, so what a perfect crawl must bring home is known exactly:
`County.truth()`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Level = Literal["county", "town", "department"]
Kind = Literal["report", "notice", "budget", "plan", "rule_of_law", "summary", "interim", "guide"]
State = Literal["live", "gone", "soft", "unlisted"]


@dataclass(frozen=True)
class Unit:
    """A body that publishes. `code` is what its portal calls it in addresses; `since` the first year of its name."""

    name: str
    code: str
    level: Level = "town"

    @property
    def issuer(self) -> str:
        """The full name of the body that speaks."""
        if self.level != "town":
            return self.name
        return f"{self.name}办事处" if self.name.endswith(("街道", "地区")) else f"{self.name}人民政府"


@dataclass(frozen=True)
class Paragraph:
    """One line of a text, indents and full-width forms as they are. Empty for a blank line."""

    text: str


@dataclass(frozen=True)
class Cell:
    text: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table


@dataclass(frozen=True)
class Attachment:
    """A file hung on an article: what it holds, and the serial that becomes part of its address."""

    name: str
    blocks: tuple[Block, ...]
    serial: int

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2].lower()


@dataclass
class Placement:
    """One address of a document: the column it is listed in and the numbers its address is made of.

    `posted` is the date the portal shows, `filed` the date in the address; after a migration they differ by years.
    `revision` counts what makes a server's validators change; a `dead_row` stays in its list when the article is gone.
    """

    column: str
    number: int
    posted: date
    filed: date
    list_title: str
    state: State = "live"
    revision: int = 0
    dead_row: bool = False

    @property
    def listed(self) -> bool:
        return self.state == "live" or self.dead_row


@dataclass
class Document:
    """One article: a report, or something that stands beside reports in a column.

    `body` is what its container holds. `only_attached` says that the page merely points to its attachment, whose text
    `attached` is the report.
    """

    id: str
    unit: Unit
    year: int
    kind: Kind
    title: str
    body: tuple[Block, ...]
    signed: date | None
    placements: list[Placement]
    attachments: list[Attachment] = field(default_factory=list)
    only_attached: bool = False
    attached: tuple[Block, ...] = ()
    seed: str | None = None

    @property
    def is_report(self) -> bool:
        return self.kind == "report"

    @property
    def text(self) -> str:
        """The report's own text, a line a paragraph, table cells joined by " | "."""
        return "\n".join(lines(self.attached if self.only_attached else self.body))

    def place(self, column: str) -> Placement | None:
        return next((place for place in self.placements if place.column == column), None)


@dataclass(frozen=True)
class ReportTruth:
    """A report that a perfect crawl finds.

    `addresses` are the canonical article addresses that the declared site rows lead to; `files` those of attachments
    that carry the same report; `mirrors` addresses in columns no row declares. `seed` names the given text it is.
    """

    id: str
    county: str
    division: str
    issuer: str
    unit: str
    level: Level
    year: int
    title: str
    addresses: tuple[str, ...]
    files: tuple[str, ...]
    mirrors: tuple[str, ...]
    text: str
    only_attached: bool
    seed: str | None


@dataclass
class County:
    """A county as its portal knows it. `epoch` moves whenever the volatile parts of every page change; `still`
    stops view counters and tokens, so that every look gets the same bytes."""

    host: str
    name: str
    division: str
    units: tuple[Unit, ...]
    years: tuple[int, ...]
    documents: dict[str, Document] = field(default_factory=dict)
    former: tuple[int, str] | None = None
    empty: set[tuple[str, int]] = field(default_factory=set)
    epoch: int = 0
    still: bool = False
    next_number: int = 100000

    def add(self, document: Document) -> None:
        if document.id in self.documents:
            raise ValueError(f"{document.id} is in the county twice")
        self.documents[document.id] = document

    def unit(self, key: str) -> Unit:
        """The unit with this code or name; KeyError when there is none."""
        for unit in self.units:
            if key in (unit.code, unit.name):
                return unit
        raise KeyError(key)

    def named(self, year: int) -> str:
        """The county's name in a year: `former` is the last year of the old name and that name."""
        return self.former[1] if self.former and year <= self.former[0] else self.name

    def number(self) -> int:
        """A fresh article number."""
        self.next_number += 7
        return self.next_number

    def listed(
        self, column: str, unit: Unit | None = None, year: int | None = None
    ) -> list[tuple[Document, Placement]]:
        """What a column lists now, newest shown date first."""
        rows = [
            (document, place)
            for document, place in self.placed(column)
            if place.listed and (unit is None or document.unit == unit) and (year is None or document.year == year)
        ]
        return sorted(rows, key=lambda row: (row[1].posted, row[1].number), reverse=True)

    def placed(self, column: str) -> Iterator[tuple[Document, Placement]]:
        for document in self.documents.values():
            for place in document.placements:
                if place.column == column:
                    yield document, place

    def find(self, column: str, number: int) -> tuple[Document, Placement] | None:
        """The article of that number in a column, whatever its state."""
        for document, place in self.placed(column):
            if place.number == number:
                return document, place
        return None

    def neighbours(self, column: str, unit: Unit | None, number: int) -> tuple[Document | None, Document | None]:
        """The articles shown as 上一篇 and 下一篇."""
        rows = self.listed(column, unit)
        for index, (_, place) in enumerate(rows):
            if place.number == number:
                before = rows[index - 1][0] if index else None
                after = rows[index + 1][0] if index + 1 < len(rows) else None
                return before, after
        return None, None


def lines(blocks: tuple[Block, ...]) -> list[str]:
    """The blocks as lines of text: a paragraph a line, a table row a line with its own cells joined by " | "."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append(block.text)
        else:
            out.extend(" | ".join(cell.text for cell in row) for row in block.rows)
    return out
