"""Figures made by hand over the words of a text, for the tests of the archive that keeps and shows them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from archive.figures.values import HeadlineFigure, ReadFigures, StatedFigure, TriedCheck

RULES = "figures-test"


def stated(text: str, words: str, key: str, value: str | None, **more: Any) -> StatedFigure:
    """The figure that these words of the text state."""
    start = text.index(words)
    polarity = more.pop("polarity", "stated_number")
    number = None if value is None else Decimal(value)
    unit = more.pop("unit", "item")
    return StatedFigure(key, number, polarity, start, start + len(words), unit=unit, **more)


def cell(text: str, words: str, row: str, column: str, value: str | None, **more: Any) -> StatedFigure:
    """A cell of table B."""
    return stated(text, words, row, value, source="table_b", cell_row=row, cell_column=column, **more)


def shown(figures: Sequence[StatedFigure], number: int, *, conflict: bool = False) -> HeadlineFigure:
    """A headline that picked the figure with this number."""
    figure = figures[number]
    return HeadlineFigure(figure.key, figure.value, "only_statement", conflict, number)


def read(
    figures: Sequence[StatedFigure],
    headlines: Sequence[HeadlineFigure] = (),
    checks: Sequence[TriedCheck] = (),
    year: int | None = 2017,
    **more: Any,
) -> ReadFigures:
    """What hand-made rules read of a text of a town."""
    return ReadFigures(RULES, year, "town", tuple(figures), tuple(headlines), tuple(checks), **more)
