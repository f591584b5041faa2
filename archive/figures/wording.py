"""How stored figures are told: the word for how a value is stated, the words around a span, both of them masked."""

from decimal import Decimal
from typing import Literal

from archive.figures.answers import Outcome, Place, StatedWord
from archive.figures.models import Figure
from archive.figures.stored import Stated

_OUTCOMES: dict[str, Outcome] = {
    "passes": "holds",
    "fails": "differs",
    "uncertain": "unsure",
    "not_assessable": "not_assessable",
}
_STATED: dict[str, Literal["none", "blank", "not_applicable"]] = {
    "stated_none": "none",
    "blank_cell": "blank",
    "not_applicable": "not_applicable",
}
#: Where a sentence ends, and how much of a long one is shown on either side of a figure.
_STOPS = "。；;！？!?\n"
_AROUND = 60


def stated_word(figure: Figure) -> StatedWord:
    """How a figure is stated, in one word; a printed nought is told apart from a denial in words."""
    if figure.polarity in _STATED:
        return _STATED[figure.polarity]
    return "zero" if figure.value == 0 else "number"


def outcome_word(outcome: str) -> Outcome:
    """The outcome of a check in the words of an archive that calls nothing false."""
    return _OUTCOMES[outcome]


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence a span stands in, shortened where it is long; never more than its own line."""
    low = max(start - _AROUND, *(text.rfind(stop, 0, start) + 1 for stop in _STOPS))
    ends = [place for stop in _STOPS if (place := text.find(stop, end, end + _AROUND)) >= 0]
    high = min(ends) if ends else min(len(text), end + _AROUND)
    if ends and text[high] != "\n":
        high += 1
    return text[low:high].strip()


def place_of(stated: Stated, figure: Figure) -> Place:
    """A figure as a place of its report."""
    report, text = stated.shown.report, stated.text
    return Place(
        report_id=report.id,
        version=stated.shown.version.seq,
        year=report.year,
        key=figure.key,
        value=figure.value,
        stated=stated_word(figure),
        unit_printed=figure.unit_printed,
        start=figure.start,
        end=figure.end,
        words=text[figure.start : figure.end],
        sentence=sentence_at(text, figure.start, figure.end),
        label=stated.told(figure.label),
        section=stated.told(figure.section),
        cell_row=figure.cell_row,
        cell_column=figure.cell_column,
    )


def plain(value: Decimal | None) -> str:
    """A value as a person writes it: 86, 0.83; a dash for none."""
    if value is None:
        return "-"
    return f"{value.quantize(Decimal(1)):f}" if value == value.to_integral_value() else f"{value.normalize():f}"
