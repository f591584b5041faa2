"""What befalls the cells, spans, heads and pages of a form's tables, while rows and columns keep their order."""

from dataclasses import replace
from random import Random

from tests.crawler.form_changes import Rows, each_table, is_figure, unmerged
from tests.crawler.true_forms import APPLICANT_WORDS, Draft
from tests.replica.county import Cell, Paragraph, Table


def split_spans(rng: Random, draft: Draft) -> None:
    """Merged cells taken apart, their words in the first of the pieces."""
    each_table(draft, lambda rows, _: unmerged(rows, repeat=False))


def repeated_spans(rng: Random, draft: Draft) -> None:
    """Merged cells taken apart, their words in every piece, as pasted from a data frame."""
    each_table(draft, lambda rows, _: unmerged(rows, repeat=True))


def no_colspans(rng: Random, draft: Draft) -> None:
    """The editor lost every colspan: rows are as long as they have cells."""
    each_table(draft, lambda rows, _: [[replace(cell, colspan=1) for cell in row] for row in rows])


def no_spans(rng: Random, draft: Draft) -> None:
    each_table(draft, lambda rows, _: [[Cell(cell.text) for cell in row] for row in rows])


def wrong_rowspans(rng: Random, draft: Draft) -> None:
    """Rowspans of another form, or typed wrongly: 20 for 22."""

    def change(rows: Rows, name: str) -> Rows:
        return [
            [
                replace(cell, rowspan=max(1, cell.rowspan + rng.choice((-2, -1, 1, 2)))) if cell.rowspan > 2 else cell
                for cell in row
            ]
            for row in rows
        ]

    each_table(draft, change)


def phantom_column(rng: Random, draft: Draft) -> None:
    """An empty cell more at the end of every row, or before it."""
    front = rng.random() < 0.5

    def change(rows: Rows, name: str) -> Rows:
        return [[Cell(""), *row] if front else [*row, Cell("")] for row in rows]

    each_table(draft, change)


def ragged_phantoms(rng: Random, draft: Draft) -> None:
    """Some rows end in an empty cell or two."""
    each_table(draft, lambda rows, _: [[*row, *[Cell("")] * rng.choice((0, 0, 1, 2))] for row in rows])


def phantom_rows(rng: Random, draft: Draft) -> None:
    """Empty rows between others."""

    def change(rows: Rows, name: str) -> Rows:
        found: Rows = []
        for row in rows:
            found.append(row)
            if rng.random() < 0.15 and not any(cell.rowspan > 1 for cell in row):
                found.append([Cell("") for _ in row])
        return found

    each_table(draft, change)


def head_lost(rng: Random, draft: Draft) -> None:
    """The formula in the head of the requests is gone, or all its rows are; the rows keep the form's order."""
    lost = rng.choice((1, 3))

    def change(rows: Rows, name: str) -> Rows:
        if name != "requests":
            return rows
        return [[Cell("项目", 3, 3), *rows[0][1:]], *rows[1:]] if lost == 1 else rows[lost:]

    each_table(draft, change)


def head_in_one_row(rng: Random, draft: Draft) -> None:
    """The three rows of the head put into one, each column's name in full."""

    def change(rows: Rows, name: str) -> Rows:
        if name != "requests":
            return rows
        words = ("自然人", *(f"法人或其他组织-{word}" for word in APPLICANT_WORDS[1:]), "总计")
        return [[Cell("申请人情况", 3), *map(Cell, words)], *rows[3:]]

    each_table(draft, change)


def broken_head(rng: Random, draft: Draft) -> None:
    """总计 of the head a row too low or too high, behind or before its fellows."""

    def change(rows: Rows, name: str) -> Rows:
        if name == "requests":
            cell = rows[1].pop()
            rows[rng.choice((0, 2))].append(Cell(cell.text))
        return rows

    each_table(draft, change)


def captions_lost(rng: Random, draft: Draft) -> None:
    """The merged captions of table B (三、本年度办理结果, （三）不予公开) are blank."""

    def change(rows: Rows, name: str) -> Rows:
        if name != "requests":
            return rows
        return [[replace(cell, text="") if cell.rowspan > 2 and number else cell for cell in row]
                for number, row in enumerate(rows)]  # fmt: skip

    each_table(draft, change)


def numbers_in_cells(rng: Random, draft: Draft) -> None:
    """List numbers in a cell of their own before the label."""

    def change(rows: Rows, name: str) -> Rows:
        return [
            [
                piece
                for cell in row
                for piece in (
                    (Cell(cell.text[0]), replace(cell, text=cell.text[2:]))
                    if cell.text[:1].isdigit() and cell.text[1:2] == "." and not is_figure(cell.text)
                    else (cell,)
                )
            ]
            for row in rows
        ]

    each_table(draft, change)


def line_numbers(rng: Random, draft: Draft) -> None:
    """A column of running numbers before every row of figures of the requests, and of the annex."""

    def change(rows: Rows, name: str) -> Rows:
        if name not in ("requests", "annex"):
            return rows
        count = 0
        found: Rows = []
        for row in rows:
            if row and sum(is_figure(cell.text) for cell in row) >= (7 if name == "requests" else 1):
                count += 1
                found.append([Cell(str(count)), *row])
            else:
                found.append([Cell("序号"), *row])
        return found

    each_table(draft, change)


def one_table(rng: Random, draft: Draft) -> None:
    """All tables in one, the section titles rows of their own."""
    tables = draft.tables()
    rows: list[tuple[Cell, ...]] = []
    first = next(number for number, block in enumerate(draft.blocks) if isinstance(block, Table))
    last = max(number for number, block in enumerate(draft.blocks) if isinstance(block, Table))
    for block in draft.blocks[first : last + 1]:
        rows += block.rows if isinstance(block, Table) else [(Cell(block.text, 15),)]
    draft.blocks[first : last + 1] = [Table(tuple(rows))]
    assert tables


def tables_apart(rng: Random, draft: Draft) -> None:
    """Every block of table A is a table of its own; table B is cut in two, its head repeated or not."""
    again = rng.random() < 0.5
    for number, table in enumerate(draft.tables()):
        if draft.form == "annex":
            at = rng.randint(5, len(table.rows) - 5)
            draft.replace(table, Table(table.rows[:at]), Table((*(table.rows[:1] if again else ()), *table.rows[at:])))
        elif number == 0:
            starts = [at for at, row in enumerate(table.rows) if row[0].text.startswith("第二十条")]
            bounds = zip(starts, [*starts[1:], len(table.rows)], strict=True)
            draft.replace(table, *(Table(table.rows[start:end]) for start, end in bounds))
        elif number == 1:
            at = rng.randint(6, len(table.rows) - 4)
            grid = [tuple(row) for row in unmerged([list(row) for row in table.rows], repeat=False)]
            head = grid[:3] if again else []
            draft.replace(table, Table(tuple(grid[:at])), Table((*head, *grid[at:])))


def page_cut(rng: Random, draft: Draft) -> None:
    """Page numbers between the halves of a table."""
    for table in draft.tables():
        if len(table.rows) > 12:
            at = rng.randint(6, len(table.rows) - 4)
            grid = [tuple(row) for row in unmerged([list(row) for row in table.rows], repeat=False)]
            number = rng.choice(("— 3 —", "3", "第3页", "- 3 -"))
            draft.replace(table, Table(tuple(grid[:at])), Paragraph(number), Table(tuple(grid[at:])))
