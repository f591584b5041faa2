"""Checks across consecutive years of one issuer, made when asked: neither report knows of the other when it is read.

X1: what a report carries out is what the next one carries in. X3: the documents in force are those of the year before,
with those issued and without those repealed. Both are soft: offices recount freely.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy.orm import Session

from archive.answers import ReportFilter
from archive.figures.answers import CheckAnswer, Outcome, Place
from archive.figures.models import Figure
from archive.figures.stored import Shown, shown_where, stated_in, stated_of
from archive.figures.wording import place_of, plain
from archive.lookup import conditions
from archive.models import Report, Version

_STOCKS = ("rules", "normative_documents")
_CARRIED = ("carried_out", "carried_in")
_KEYS = (*_CARRIED, *(f"{stock}_{column}" for stock in _STOCKS for column in ("in_force", "issued", "repealed")))

#: The figures of one report that take part, by (row, column), each with the place it is shown by.
_Cells = Mapping[tuple[str, str], tuple[Figure, Place]]
_Series = tuple[str | None, str, str, int | None]


def check_across(session: Session, wanted: ReportFilter, *, unmasked: bool = False) -> Iterator[CheckAnswer]:
    """X1 and X3 for every two reports of consecutive years of one issuer, one of which is of the `wanted` year."""
    for batch in stated_in(session, wanted):
        for checks in checks_across(session, [one.shown for one in batch], wanted, unmasked=unmasked).values():
            yield from checks
    yield from check_into_next(session, wanted, unmasked=unmasked)


def check_into_next(session: Session, wanted: ReportFilter, *, unmasked: bool = False) -> Iterator[CheckAnswer]:
    """X1 and X3 of the year after the `wanted` one: asked for 2020, the carry-over into 2021 belongs to the answer."""
    if wanted.year is None:
        return
    later = replace(wanted, year=wanted.year + 1)
    for batch in stated_in(session, later):
        for checks in checks_across(session, [one.shown for one in batch], later, unmasked=unmasked).values():
            yield from checks


def checks_across(
    session: Session, later: Sequence[Shown], wanted: ReportFilter, *, unmasked: bool = False
) -> dict[int, list[CheckAnswer]]:
    """X1 and X3 of a few reports with those of the year before, by the version ids of the later ones."""
    before = _year_before(session, later, wanted)
    pairs = [(before[key], one) for one in later if (key := _series(one.report, -1)) in before]
    taking_part = {one.version.id: one for pair in pairs for one in pair}
    cells = {
        stated.shown.version.id: {
            (figure.cell_row, figure.cell_column): (figure, place_of(stated, figure))
            for figure in stated.figures
            if figure.cell_row
        }
        for stated in stated_of(session, list(taking_part.values()), *_KEYS, unmasked=unmasked)
    }
    return {
        after.version.id: _check_pair(after, cells[earlier.version.id], cells[after.version.id])
        for earlier, after in pairs
    }


def _year_before(session: Session, later: Sequence[Shown], wanted: ReportFilter) -> dict[_Series, Shown]:
    """The current versions of the same series in the year before, as far as the filter means them."""
    issuers = {one.report.issuer_id for one in later if one.report.issuer_id is not None}
    years = {one.report.year - 1 for one in later if one.report.year is not None}
    any_year = conditions(session, replace(wanted, year=None))
    found = shown_where(
        session,
        Version.seq == Report.current_seq,
        Report.issuer_id.in_(issuers),
        Report.year.in_(years),
        any_year.bound(),
    )
    # Of two reports of one series and year the later found would hide the first; identity allows only one.
    return {_series(one.report, 0): one for one in sorted(found, key=lambda one: one.report.id)}


def _series(report: Report, years: int) -> _Series:
    """What tells the reports of one issuer's series from others, so many years on."""
    return report.issuer_id, report.kind, report.scope, None if report.year is None else report.year + years


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
