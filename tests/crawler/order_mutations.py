"""Rows and columns of a form in another order than the national one, turned, or lost."""

from dataclasses import replace
from random import Random

from tests.crawler.form_changes import REQUESTS, Rows, each_table, is_figure, unmerged
from tests.crawler.printed_forms import COLUMNS, request_rows
from tests.crawler.true_forms import OUTCOME_WORDS, Draft, compose
from tests.replica.county import Cell, Table


def applicants_in_other_order(rng: Random, draft: Draft) -> None:
    """The columns of table B in another order, as the head says: 总计 first, or the bodies exchanged."""
    if draft.form == "annex":
        return
    bodies = list(COLUMNS[1:-1])
    if rng.random() < 0.5:
        rng.shuffle(bodies)
        order = ("natural_person", *bodies, "total")
    else:
        order = ("total", *COLUMNS[:-1])
    draft.applicants = order
    draft.blocks = compose(draft.form, draft.printed, order)


def without_totals(rng: Random, draft: Draft) -> None:
    """The column 总计 is left out."""
    if draft.form == "annex":
        return
    draft.truth = {p: v for p, v in draft.truth.items() if not (p[0] in REQUESTS and p[1] == "total")}
    draft.applicants = COLUMNS[:-1]
    draft.blocks = compose(draft.form, draft.printed, COLUMNS[:-1])


def disclosures_in_other_order(rng: Random, draft: Draft) -> None:
    """The columns of table A turned round, heads and figures alike."""

    def change(rows: Rows, name: str) -> Rows:
        if name != "disclosures":
            return rows
        return [[replace(row[0]), *row[:0:-1]] if len(row) > 2 else row for row in rows]

    each_table(draft, change)


def disputes_in_other_order(rng: Random, draft: Draft) -> None:
    """Table C with 总计 before its parts, or the two groups of 诉讼 exchanged."""
    if draft.form == "annex":
        return
    table = draft.tables()[2]
    rows = [list(row) for row in table.rows]
    if rng.random() < 0.5:
        rows[1][5:7] = rows[1][6:4:-1]
        rows[3][5:10], rows[3][10:15] = rows[3][10:15], rows[3][5:10]
    else:
        rows[1][:5] = [rows[1][4], *rows[1][:4]]
        for row, starts in ((rows[2], (0, 5)), (rows[3], (0, 5, 10))):
            for start in starts:
                row[start : start + 5] = [row[start + 4], *row[start : start + 4]]
    draft.replace(table, Table(tuple(map(tuple, rows))))


def disputes_in_three_rows(rng: Random, draft: Draft) -> None:
    """Table C as a row for each group under one head."""
    if draft.form == "annex":
        return
    names = ("行政复议", "行政诉讼-未经复议直接起诉", "行政诉讼-复议后起诉")
    values = draft.tables()[2].rows[3]
    rows = [(Cell("类别"), *map(Cell, OUTCOME_WORDS))]
    rows += [(Cell(name), *values[5 * at : 5 * at + 5]) for at, name in enumerate(names)]
    draft.replace(draft.tables()[2], Table(tuple(rows)))


def disputes_in_columns(rng: Random, draft: Draft) -> None:
    """Table C turned: outcomes down, the three groups across."""
    if draft.form == "annex":
        return
    values = draft.tables()[2].rows[3]
    rows: list[tuple[Cell, ...]] = [tuple(map(Cell, ("结果", "行政复议", "未经复议直接起诉", "复议后起诉")))]
    rows += [(Cell(word), values[at], values[at + 5], values[at + 10]) for at, word in enumerate(OUTCOME_WORDS)]
    draft.replace(draft.tables()[2], Table(tuple(rows)))


def row_lost(rng: Random, draft: Draft) -> None:
    """One row of table B is missing."""
    if draft.form == "annex":
        return
    lost = rng.choice([key for key, _ in request_rows(draft.form)][3:-2])
    label = next(labels[-1] for key, labels in request_rows(draft.form) if key == lost)
    draft.truth = {place: value for place, value in draft.truth.items() if place[0] != lost}

    def change(rows: Rows, name: str) -> Rows:
        if name != "requests":
            return rows
        rows = unmerged(rows, repeat=False)
        return [row for row in rows if all(cell.text != label for cell in row)]

    each_table(draft, change)


def wrong_figure_count(rng: Random, draft: Draft) -> None:
    """A cell of one row lost: six figures where seven stood."""
    if draft.form == "annex":
        return
    key = rng.choice([key for key, _ in request_rows(draft.form)][2:-2])
    at = rng.randrange(6)
    label = next(labels[-1] for name, labels in request_rows(draft.form) if name == key)
    for column in COLUMNS[at:-1]:
        draft.truth[key, column] = None

    def change(rows: Rows, name: str) -> Rows:
        for row in rows if name == "requests" else []:
            if any(cell.text == label for cell in row):
                figures = [number for number, cell in enumerate(row) if is_figure(cell.text)]
                del row[figures[at]]
        return rows

    each_table(draft, change)
