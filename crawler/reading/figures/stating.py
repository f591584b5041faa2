"""A cell of a table as a Statement: what is printed in it, never more."""

from decimal import Decimal

from crawler.reading.figures.cells import Kind, TextCell
from crawler.reading.figures.units import normalise
from crawler.reading.figures.values import Cell, Polarity, Scope, Source, Statement

#: An oddity of a reading: its code and a sentence for the person who reads it.
Problem = tuple[str, str]

_POLARITY: dict[Kind, Polarity] = {
    "number": "stated_number",
    "none": "stated_none",
    "blank": "blank_cell",
    "not_applicable": "not_applicable",
}
_MONEY = {"元": Decimal(1), "千元": Decimal(1_000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def amount(cell: TextCell) -> Decimal | None:
    """The figure a cell prints, None for a blank one and one that does not apply."""
    return Decimal(cell.number.replace(",", "")) if cell.number else None


def state(
    text: str,
    cell: TextCell,
    key: str,
    source: Source,
    place: Cell,
    *,
    unit: str = "",
    printed: str = "",
    cue: str = "",
    scope: Scope = "year",
    part_of: str = "",
) -> Statement:
    """The statement of a cell. `unit` is its form's, `printed` the unit its column prints; a unit in the cell itself
    goes before both. Money is stated in yuan, its printed unit beside it; money without a printed unit has no unit."""
    value = amount(cell)
    own = cell.unit or printed
    if own in _MONEY:
        value = None if value is None else value * _MONEY[own]
        unit = "yuan"
    elif unit == "yuan":
        unit = ""
    elif cell.unit:
        unit = normalise(cell.unit) or unit
    return Statement(
        key=key,
        value=value,
        polarity=_POLARITY[cell.kind],
        start=cell.start,
        end=cell.end,
        source=source,
        unit=unit,
        unit_printed=own,
        scope=scope,
        part_of=part_of,
        cue=cue,
        cell=place,
    )
