"""Checks across consecutive years of one issuer, made when asked: neither report knows of the other when it is read.

X1: what a report carries out is what the next one carries in. X3: the documents in force are those of the year before,
with those issued and without those repealed. Both are soft: offices recount freely.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from archive.answers import ReportFilter
from archive.figures.answers import CheckAnswer, Outcome, Place
from archive.figures.models import Figure
from archive.figures.stored import Shown, batched, bodies_of, current_versions, figures_of, readings_of
from archive.figures.wording import place_of, plain
from archive.masking import mask

_STOCKS = ("rules", "normative_documents")
_CARRIED = ("carried_out", "carried_in")
_KEYS = (*_CARRIED, *(f"{stock}_{column}" for stock in _STOCKS for column in ("in_force", "issued", "repealed")))

#: The figures of one report that take part, by (row, column), each with the place it is shown by.
_Cells = Mapping[tuple[str, str], tuple[Figure, Place]]


def check_across(session: Session, wanted: ReportFilter, *, unmasked: bool = False) -> list[CheckAnswer]:
    """X1 and X3 for every two reports of consecutive years of one issuer, one of which is of the `wanted` year."""
    every_year = ReportFilter(county=wanted.county, issuer=wanted.issuer, site=wanted.site)
    series: dict[tuple[str, str, str], dict[int, Shown]] = defaultdict(dict)
    for shown in current_versions(session, every_year):
        report = shown.report
        if report.issuer_id is not None and report.year is not None:
            # Of two reports of one key and year the later found would hide the first; identity allows only one.
            series[report.issuer_id, report.kind, report.scope][report.year] = shown
    pairs = [
        (years[year], years[year + 1])
        for years in series.values()
        for year in sorted(years)
        if year + 1 in years and wanted.year in (None, year, year + 1)
    ]
    cells = _cells(session, {one.version.id: one for pair in pairs for one in pair}.values(), unmasked=unmasked)
    found: list[CheckAnswer] = []
    for before, after in pairs:
        found += _check_pair(after, cells.get(before.version.id, {}), cells.get(after.version.id, {}))
    return found


def _cells(session: Session, versions: Iterable[Shown], *, unmasked: bool) -> dict[int, _Cells]:
    found: dict[int, _Cells] = {}
    for batch in batched(versions):
        readings = readings_of(session, batch)
        figures = figures_of(session, readings.values(), *_KEYS)
        bodies = bodies_of(session, batch)
        for shown in batch:
            if (reading := readings.get(shown.version.id)) is None:
                continue
            body = bodies[shown.version.text_digest]
            text = body if unmasked else mask(body)
            found[shown.version.id] = {
                (figure.cell_row, figure.cell_column): (figure, place_of(shown, figure, text))
                for figure in figures[reading.id]
                if figure.cell_row
            }
    return found


def _check_pair(after: Shown, old: _Cells, new: _Cells) -> list[CheckAnswer]:
    checks = []
    out, into = old.get(("carried_out", "total")), new.get(("carried_in", "total"))
    if out is not None and into is not None:
        year = after.report.year
        said = f"{plain(out[0].value)} carried out of {int(year or 0) - 1}, {plain(into[0].value)} carried into {year}"
        checks.append(_told(after, "X1", "carried_out", out[0].value, into[0].value, said, (out, into)))
    for stock in _STOCKS:
        places = [old.get((stock, "in_force")), *(new.get((stock, c)) for c in ("issued", "repealed", "in_force"))]
        known = [place for place in places if place is not None]
        if len(known) == len(places):
            held, issued, repealed, stated = (place[0].value for place in known)
            expected = None if held is None or issued is None or repealed is None else held + issued - repealed
            said = (
                f"{plain(held)} in force the year before, {plain(issued)} issued, {plain(repealed)} repealed make "
                f"{plain(expected)}; {plain(stated)} stated as in force"
            )
            checks.append(_told(after, "X3", stock, expected, stated, said, known))
    return checks


def _told(
    after: Shown,
    check_id: str,
    where: str,
    left: Decimal | None,
    right: Decimal | None,
    said: str,
    places: Sequence[tuple[Figure, Place]],
) -> CheckAnswer:
    outcome: Outcome = "not_assessable" if left is None or right is None else "holds" if left == right else "differs"
    return CheckAnswer(
        report_id=after.report.id,
        version=after.version.seq,
        county=after.report.county_name,
        issuer=after.speaker,
        year=after.report.year,
        id=check_id,
        where=where,
        outcome=outcome,
        left=left,
        right=right,
        message=f"{said}: differs" if outcome == "differs" else said,
        places=tuple(place for _, place in places),
    )
