"""Forms to print and what was read of them: figures that tell cells apart, sums that hold, cells by their names."""

from hypothesis import strategies as st

from crawler.reading.figures.values import Statement
from tests.crawler.printed_forms import (
    APPLICANTS,
    BLOCKS,
    COLUMNS,
    GROUPS,
    OUTCOMES,
    Printed,
    request_rows,
)

FORMS = ("2019", "2021")


def numbered(form: str, *, blank_every: int = 0) -> Printed:
    """A form in which no two neighbours print the same figure, some cells blank: whatever moves is seen to move."""
    count = 0

    def figure() -> str:
        nonlocal count
        count += 1
        return "" if blank_every and count % blank_every == 0 else str(count)

    return Printed(
        form,
        {(key, column): figure() for key, _ in request_rows(form) for column in COLUMNS},
        {(group, outcome): figure() for group in GROUPS for outcome in OUTCOMES},
        {(row, column): figure() for _, _, columns, rows in BLOCKS[form] for row, _ in rows for column, _ in columns},
    )


def printed_cells(text: str, statements: tuple[Statement, ...]) -> dict[tuple[str, str], str]:
    """The words of the text each statement of a form points at, by row and column."""
    return {
        (one.cell.row, one.cell.column): text[one.start : one.end].strip() for one in statements if one.cell is not None
    }


def at(statements: tuple[Statement, ...], row: str, column: str) -> Statement:
    return next(one for one in statements if one.cell is not None and (one.cell.row, one.cell.column) == (row, column))


def codes(problems: tuple[tuple[str, str], ...]) -> set[str]:
    return {code for code, _ in problems} - {"unit_not_printed"}


@st.composite
def consistent(draw: st.DrawFn) -> Printed:
    """A form whose every sum holds."""
    form = draw(st.sampled_from(FORMS))
    counts = st.sampled_from((0, 0, 0, 1, 2, 9, 31, 14069))
    rows = [key for key, _ in request_rows(form)]
    outcomes = rows[2:-2]
    requests: dict[tuple[str, str], str] = {}
    totals = dict.fromkeys(rows, 0)
    for column in APPLICANTS:
        values = {key: draw(counts) for key in outcomes}
        handled = sum(values.values())
        carried_out = draw(counts)
        carried_in = draw(st.integers(0, handled + carried_out))
        values |= {"handled_total": handled, "carried_out": carried_out, "carried_in": carried_in}
        values["received_new"] = handled + carried_out - carried_in
        for key, value in values.items():
            requests[key, column] = str(value)
            totals[key] += value
    requests |= {(key, "total"): str(value) for key, value in totals.items()}
    reviews: dict[tuple[str, str], str] = {}
    for group in GROUPS:
        parts = [draw(counts) for _ in OUTCOMES[:-1]]
        reviews |= {(group, outcome): str(value) for outcome, value in zip(OUTCOMES, [*parts, sum(parts)], strict=True)}
    disclosures = {
        (row, column): str(0 if row == "rules" else draw(counts))
        for _, _, columns, labelled in BLOCKS[form]
        for row, _ in labelled
        for column, _ in columns
    }
    return Printed(form, requests, reviews, disclosures)
