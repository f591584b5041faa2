"""Values to columns: which of a run's cells are the row's, where merged cells left phantoms or blanks left little."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.reading.figures.cells import Run, TextCell


@dataclass(frozen=True, slots=True)
class Begin:
    """Where the rows of a table with phantom cells begin: at a place of their `line`, the same for all, as where labels
    of one to three columns fill up with phantoms; or so many cells behind their `label`, phantoms ending the row."""

    of: Literal["line", "label"]
    place: int


def fit(run: Run, size: int, begin: Begin | None = None) -> list[TextCell] | None:
    """The `size` values of a run, None where no reading gives so many.

    Blanks that only gaps suggest count where the row is whole with them and are none where it is whole without.
    Phantom blanks, the rest of merged cells, are dropped from the ends, as `begin` says for the table.
    """
    hard = run.hard
    if len(hard) == size:
        return hard
    if len(hard) > size:
        first = _first(hard, size, begin)
        return None if first is None else hard[first : first + size]
    values = run.values
    # A line that ends the row before, or this one, suggests a blank too.
    for before, behind in ((0, 0), (0, 1), (1, 1), (1, 0)):
        cells = values[before : len(values) - behind]
        trimmed = [*values[:before], *values[len(values) - behind :]]
        if len(cells) == size and all(cell.soft for cell in trimmed):
            return cells
    return None


def usual_begin(rows: Sequence[tuple[Run, int]]) -> Begin | None:
    """Where most rows of a table with phantom cells begin, given with their sizes; None where none has a phantom.

    Of two that suit as many rows that one in which more rows without a phantom begin too, then that which leaves fewer
    totals blank, the last column being filled before any.
    """
    wide = [(run.hard, size) for run, size in rows if len(run.hard) > size]
    begins: dict[Begin, tuple[int, int]] = {}
    # Rows without a phantom show where all begin, if they begin at one place of their lines.
    exact = Counter(Begin("line", run.hard[0].at) for run, size in rows if len(run.hard) == size)
    if len(exact) > 1 or Begin("line", 0) in exact:
        exact.clear()
    for hard, size in wide:
        for first in _feasible(hard, size):
            for begin in (Begin("line", hard[first].at), Begin("label", first)):
                rows_suited, totals = begins.get(begin, (0, 0))
                begins[begin] = (rows_suited + 1, totals + (hard[first + size - 1].kind != "blank"))
    if not begins:
        return None

    def rank(begin: Begin) -> tuple[int, int, int, bool, int]:
        suited, totals = begins[begin]
        return suited, exact[begin], totals, begin.of == "label", -begin.place

    return max(begins, key=rank)


def _feasible(hard: Sequence[TextCell], size: int) -> range:
    """How many cells may be left out in front, so that only blanks are left out in front and behind."""
    lead = next((at for at, cell in enumerate(hard) if cell.kind != "blank"), len(hard))
    trail = next((at for at, cell in enumerate(reversed(hard)) if cell.kind != "blank"), len(hard))
    extra = len(hard) - size
    return range(max(0, extra - trail), min(lead, extra) + 1)


def _first(hard: Sequence[TextCell], size: int, begin: Begin | None) -> int | None:
    feasible = _feasible(hard, size)
    if not feasible:
        return None
    for first in feasible:
        if begin is not None and begin.place == (hard[first].at if begin.of == "line" else first):
            return first
    # Bars before and behind a row are its frame: one blank at each end.
    if len(hard) - size == 2 and 1 in feasible:
        return 1
    return feasible[0]
