"""What happens to forms between an office and a reader, each damage by its name, and the ways they reach us as text.

A mutation changes a Draft in place and keeps its truth right: where it takes a figure off the page, the truth becomes
None, for a blank. MILD ones leave everything a person needs to read the form; HARSH ones take away what places some
of the figures, and a reader may then say so and place none.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from crawler.extract.clean import clean_markup
from crawler.extract.documents import read_document
from tests.crawler.printed_forms import COLUMNS, OUTCOMES, request_rows
from tests.crawler.true_forms import APPLICANT_WORDS, OUTCOME_WORDS, Draft, Place, compose
from tests.replica.county import Block, Cell, Paragraph, Table
from tests.replica.files import make_file
from tests.replica.markup import inline, render
from tests.replica.typesetting import place_cells

_FIGURE = re.compile(r"\s*(?:[-+]?[0-9０-９.,．]+\s*(?:件|万?元)?|无|[-/\\－]|—{1,2})?\s*")
Mutation = Callable[[Random, Draft], None]
Rows = list[list[Cell]]


def _each_table(draft: Draft, change: Callable[[Rows, str], Rows]) -> None:
    """Change every table's rows; the second argument tells which it is: disclosures, requests, reviews, annex."""
    for number, table in enumerate(draft.tables()):
        name = "annex" if draft.form == "annex" else ("disclosures", "requests", "reviews")[min(number, 2)]
        rows = change([list(row) for row in table.rows], name)
        draft.replace(table, Table(tuple(tuple(row) for row in rows)))


def _each_word(draft: Draft, change: Callable[[str], str]) -> None:
    """Change the words of every cell that is no figure."""

    def words(rows: Rows, _: str) -> Rows:
        return [
            [cell if is_figure(cell.text) else replace(cell, text=change(cell.text)) for cell in row] for row in rows
        ]

    _each_table(draft, words)


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure, one with its unit, a mark for none, or nothing; and not words."""
    return _FIGURE.fullmatch(text) is not None


def _reprint(draft: Draft, change: Callable[[Place, str], str]) -> None:
    """Print figures another way."""
    draft.printed = {place: change(place, text) for place, text in draft.printed.items()}
    draft.blocks = compose(draft.form, draft.printed, draft.applicants)


# --- how a figure is printed -----------------------------------------------------------------------------------------


def full_width_digits(rng: Random, draft: Draft) -> None:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    _reprint(draft, lambda _, text: text.translate(wide) if rng.random() < 0.5 else text)


def thousands(rng: Random, draft: Draft) -> None:
    _reprint(draft, lambda _, text: f"{int(text):,}" if re.fullmatch(r"\d+", text) else text)


def padded(rng: Random, draft: Draft) -> None:
    """Blanks of every kind round a figure."""
    _reprint(draft, lambda _, text: f"{rng.choice(('', ' ', chr(0xA0), chr(0x3000)))}{text}{rng.choice(('', '  '))}")


def counted(rng: Random, draft: Draft) -> None:
    """A unit behind some figures, as clerks type it."""
    _reprint(draft, lambda place, text: f"{text}件" if place[0] in _REQUESTS and rng.random() < 0.3 else text)


def zeros_blank(rng: Random, draft: Draft) -> None:
    """Noughts left blank: every one of them in a form, as half of the offices do."""
    _blank(draft, "")


def zeros_dashed(rng: Random, draft: Draft) -> None:
    _blank(draft, rng.choice(("-", "—", "——", "/", "－", "\\")))


def zeros_in_words(rng: Random, draft: Draft) -> None:
    """无 for nought: the truth stays nought."""
    _reprint(draft, lambda _, text: rng.choice(("无", text)) if text == "0" else text)


def some_zeros_blank(rng: Random, draft: Draft) -> None:
    chosen = {place for place, text in draft.printed.items() if text == "0" and rng.random() < 0.4}
    draft.truth |= dict.fromkeys(chosen)
    _reprint(draft, lambda place, text: "" if place in chosen else text)


def blank_applicants(rng: Random, draft: Draft) -> None:
    """Only the totals are filled in."""
    emptied = {place for place in draft.printed if place[0] in _REQUESTS and place[1] in COLUMNS[:-1]}
    draft.truth |= dict.fromkeys(emptied)
    _reprint(draft, lambda place, text: "" if place in emptied else text)


def blank_totals(rng: Random, draft: Draft) -> None:
    """The totals are left blank on every row."""
    emptied = {place for place in draft.printed if place[0] in _REQUESTS and place[1] == "total"}
    draft.truth |= dict.fromkeys(emptied)
    _reprint(draft, lambda place, text: "" if place in emptied else text)


def _blank(draft: Draft, text: str) -> None:
    emptied = {place for place, printed in draft.printed.items() if printed == "0"}
    draft.truth |= dict.fromkeys(emptied)
    _reprint(draft, lambda place, printed: text if place in emptied else printed)


_REQUESTS = {key for form in ("2019", "2021") for key, _ in request_rows(form)}


# --- words of labels and heads ---------------------------------------------------------------------------------------


def half_width_marks(rng: Random, draft: Draft) -> None:
    marks = str.maketrans("（），：、“”", '(),:,""')
    _each_word(draft, lambda text: text.translate(marks))


def other_list_numbers(rng: Random, draft: Draft) -> None:
    """一、予以公开 for （一）予以公开, 1、 and ① for 1."""
    roman = dict(zip("123456789", "①②③④⑤⑥⑦⑧⑨", strict=True))
    style = rng.randrange(4)

    def change(text: str) -> str:
        if text.startswith("（") and text[2:3] == "）" and style < 3:
            return (f"{text[1]}、{text[3:]}", text[3:], f"{text[:3]} {text[3:]}")[style]
        if text[:1].isdigit() and text[1:2] == ".":
            return (f"{text[0]}、{text[2:]}", text[2:], f"{roman[text[0]]}{text[2:]}", f"（{text[0]}）{text[2:]}")[
                style
            ]
        return text

    _each_word(draft, change)


def spaced_words(rng: Random, draft: Draft) -> None:
    """Blanks between the characters of labels, as justified type leaves them."""
    blank = rng.choice((" ", "\u3000", "\xa0"))
    _each_word(draft, lambda text: blank.join(text) if rng.random() < 0.5 else text)


def typos(rng: Random, draft: Draft) -> None:
    """One character in some labels exchanged, lost or doubled; short labels, which nothing would be left of, stay."""

    def change(text: str) -> str:
        letters = [at for at, character in enumerate(text) if "\u4e00" <= character <= "\u9fff"]
        if len(letters) < 7 or rng.random() < 0.6:
            return text
        at = rng.choice(letters[1:-1])
        return text[:at] + rng.choice(("", text[at] * 2, "它")) + text[at + 1 :]

    _each_word(draft, change)


def units_in_heads(rng: Random, draft: Draft) -> None:
    """The unit of a column in its head: 总计（件）."""
    heads = {*APPLICANT_WORDS, "总计", "本年制发件数", "本年处理决定数量", "本年新制作数量"}
    _each_word(draft, lambda text: f"{text}（件）" if text in heads else text)


def other_words(rng: Random, draft: Draft) -> None:
    """合计 for 总计, 上年度 for 上年, 项目数 for 项目数量: words offices use for those of the form."""
    swaps = (
        ("总计", "合计"),
        ("上年结转", "上年度结转"),
        ("四、结转下年度继续办理", "四、结转下年度"),
        ("其他法律行政法规禁止公开", "其他法律、行政法规禁止公开"),
        ("法人或其他组织", "法人或者其他组织"),
        ("申请人情况", "申请人"),
        ("商业企业", "企业"),
        ("项目数量", "项目数"),
    )
    chosen = [pair for pair in swaps if rng.random() < 0.6]

    def change(text: str) -> str:
        for old, new in chosen:
            text = text.replace(old, new)
        return text

    _each_word(draft, change)


# --- spans, rows and columns -----------------------------------------------------------------------------------------


def split_spans(rng: Random, draft: Draft) -> None:
    """Merged cells taken apart, their words in the first of the pieces."""
    _each_table(draft, lambda rows, _: _grid(rows, repeat=False))


def repeated_spans(rng: Random, draft: Draft) -> None:
    """Merged cells taken apart, their words in every piece, as pasted from a data frame."""
    _each_table(draft, lambda rows, _: _grid(rows, repeat=True))


def _grid(rows: Rows, *, repeat: bool) -> Rows:
    placed, width = place_cells(Table(tuple(map(tuple, rows))))
    grid = [[Cell("")] * width for _ in rows]
    for row, column, cell in placed:
        for down in range(min(cell.rowspan, len(rows) - row)):
            for right in range(cell.colspan):
                said = repeat and not is_figure(cell.text)
                grid[row + down][column + right] = Cell(cell.text if said or not (down or right) else "")
    return grid


def no_colspans(rng: Random, draft: Draft) -> None:
    """The editor lost every colspan: rows are as long as they have cells."""
    _each_table(draft, lambda rows, _: [[replace(cell, colspan=1) for cell in row] for row in rows])


def no_spans(rng: Random, draft: Draft) -> None:
    _each_table(draft, lambda rows, _: [[Cell(cell.text) for cell in row] for row in rows])


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

    _each_table(draft, change)


def phantom_column(rng: Random, draft: Draft) -> None:
    """An empty cell more at the end of every row, or before it."""
    front = rng.random() < 0.5

    def change(rows: Rows, name: str) -> Rows:
        return [[Cell(""), *row] if front else [*row, Cell("")] for row in rows]

    _each_table(draft, change)


def ragged_phantoms(rng: Random, draft: Draft) -> None:
    """Some rows end in an empty cell or two."""
    _each_table(draft, lambda rows, _: [[*row, *[Cell("")] * rng.choice((0, 0, 1, 2))] for row in rows])


def phantom_rows(rng: Random, draft: Draft) -> None:
    """Empty rows between others."""

    def change(rows: Rows, name: str) -> Rows:
        found: Rows = []
        for row in rows:
            found.append(row)
            if rng.random() < 0.15 and not any(cell.rowspan > 1 for cell in row):
                found.append([Cell("") for _ in row])
        return found

    _each_table(draft, change)


def head_lost(rng: Random, draft: Draft) -> None:
    """The formula in the head of the requests is gone, or all its rows are; the rows keep the form's order."""
    lost = rng.choice((1, 3))

    def change(rows: Rows, name: str) -> Rows:
        if name != "requests":
            return rows
        return [[Cell("项目", 3, 3), *rows[0][1:]], *rows[1:]] if lost == 1 else rows[lost:]

    _each_table(draft, change)


def head_in_one_row(rng: Random, draft: Draft) -> None:
    """The three rows of the head put into one, each column's name in full."""

    def change(rows: Rows, name: str) -> Rows:
        if name != "requests":
            return rows
        words = ("自然人", *(f"法人或其他组织-{word}" for word in APPLICANT_WORDS[1:]), "总计")
        return [[Cell("申请人情况", 3), *map(Cell, words)], *rows[3:]]

    _each_table(draft, change)


def broken_head(rng: Random, draft: Draft) -> None:
    """总计 of the head a row too low or too high, behind or before its fellows."""

    def change(rows: Rows, name: str) -> Rows:
        if name == "requests":
            cell = rows[1].pop()
            rows[rng.choice((0, 2))].append(Cell(cell.text))
        return rows

    _each_table(draft, change)


def captions_lost(rng: Random, draft: Draft) -> None:
    """The merged captions of table B (三、本年度办理结果, （三）不予公开) are blank."""

    def change(rows: Rows, name: str) -> Rows:
        if name != "requests":
            return rows
        return [[replace(cell, text="") if cell.rowspan > 2 and number else cell for cell in row]
                for number, row in enumerate(rows)]  # fmt: skip

    _each_table(draft, change)


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

    _each_table(draft, change)


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

    _each_table(draft, change)


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
            grid = [tuple(row) for row in _grid([list(row) for row in table.rows], repeat=False)]
            head = grid[:3] if again else []
            draft.replace(table, Table(tuple(grid[:at])), Table((*head, *grid[at:])))


def page_cut(rng: Random, draft: Draft) -> None:
    """Page numbers between the halves of a table."""
    for table in draft.tables():
        if len(table.rows) > 12:
            at = rng.randint(6, len(table.rows) - 4)
            grid = [tuple(row) for row in _grid([list(row) for row in table.rows], repeat=False)]
            number = rng.choice(("— 3 —", "3", "第3页", "- 3 -"))
            draft.replace(table, Table(tuple(grid[:at])), Paragraph(number), Table(tuple(grid[at:])))


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
    draft.truth = {p: v for p, v in draft.truth.items() if not (p[0] in _REQUESTS and p[1] == "total")}
    draft.applicants = COLUMNS[:-1]
    draft.blocks = compose(draft.form, draft.printed, COLUMNS[:-1])


def disclosures_in_other_order(rng: Random, draft: Draft) -> None:
    """The columns of table A turned round, heads and figures alike."""

    def change(rows: Rows, name: str) -> Rows:
        if name != "disclosures":
            return rows
        return [[replace(row[0]), *row[:0:-1]] if len(row) > 2 else row for row in rows]

    _each_table(draft, change)


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
        rows = _grid(rows, repeat=False)
        return [row for row in rows if all(cell.text != label for cell in row)]

    _each_table(draft, change)


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

    _each_table(draft, change)


#: How figures are printed, how the table is built, how its words are written: one of each may befall one form.
PRINTED: dict[str, Mutation] = {
    "none": lambda rng, draft: None,
    "full-width digits": full_width_digits,
    "thousands": thousands,
    "padded": padded,
    "counted": counted,
    "zeros in words": zeros_in_words,
    "zeros dashed": zeros_dashed,
    "zeros blank": zeros_blank,
    "some zeros blank": some_zeros_blank,
    "blank applicants": blank_applicants,
    "blank totals": blank_totals,
}
BUILT: dict[str, Mutation] = {
    "split spans": split_spans,
    "repeated spans": repeated_spans,
    "no colspans": no_colspans,
    "no spans": no_spans,
    "wrong rowspans": wrong_rowspans,
    "phantom column": phantom_column,
    "ragged phantoms": ragged_phantoms,
    "phantom rows": phantom_rows,
    "head lost": head_lost,
    "head in one row": head_in_one_row,
    "broken head": broken_head,
    "captions lost": captions_lost,
    "numbers in cells": numbers_in_cells,
    "line numbers": line_numbers,
    "one table": one_table,
    "tables apart": tables_apart,
    "page cut": page_cut,
    "applicants in other order": applicants_in_other_order,
    "disclosures in other order": disclosures_in_other_order,
    "disputes in other order": disputes_in_other_order,
    "disputes in three rows": disputes_in_three_rows,
    "disputes in columns": disputes_in_columns,
    "without totals": without_totals,
    "row lost": row_lost,
}
WORDED: dict[str, Mutation] = {
    "half-width marks": half_width_marks,
    "other list numbers": other_list_numbers,
    "spaced words": spaced_words,
    "typos": typos,
    "units in heads": units_in_heads,
    "other words": other_words,
}


def mixed(rng: Random, draft: Draft) -> None:
    """One damage of each kind, in the order they happen to a form."""
    for kind in (PRINTED, BUILT, WORDED):
        kind[rng.choice(sorted(kind))](rng, draft)


MILD: dict[str, Mutation] = {**PRINTED, **BUILT, **WORDED}
#: Where a cell is lost its row ends early. Pages of type and sheets show a blank cell there, and figures in columns of
#: others, which no reader can know; elsewhere the row is seen to be short.
HARSH: dict[str, Mutation] = {"wrong figure count": wrong_figure_count}
MUTATIONS = {**MILD, "mixed": mixed, **HARSH}


# --- ways to text ----------------------------------------------------------------------------------------------------


def as_page(draft: Draft) -> str:
    return clean_markup(render(draft.blocks)).text


def as_word_page(draft: Draft) -> str:
    return clean_markup(render(draft.blocks, "word")).text


def as_nested_page(draft: Draft) -> str:
    """Every table of data within the tables that place it, as the pages of the 2000s are built."""
    inner = render(draft.blocks)
    return clean_markup(
        f"<table width='980'><tr><td></td><td><table><tr><td>\n{inner}\n</td></tr></table></td></tr></table>"
    ).text


def as_broken_cells(draft: Draft) -> str:
    """The words of cells broken by <br> after the third character, as narrow columns make typists do."""

    def broken(text: str) -> str:
        return text if is_figure(text) or len(text) < 4 else f"{text[:3]}<br/>{text[3:]}"

    return clean_markup(_markup(draft.blocks, broken)).text


def as_headed_page(draft: Draft) -> str:
    """Cells of heads as <th>, parts of the table as <thead> and <tbody>."""
    pieces = []
    for block in draft.blocks:
        if isinstance(block, Paragraph):
            pieces.append(f"<p>{inline(block.text)}</p>")
            continue
        rows = [_row(row, inline, "td" if any(is_figure(cell.text) for cell in row) else "th") for row in block.rows]
        pieces.append(f"<table><thead>{rows[0]}</thead><tbody>{''.join(rows[1:])}</tbody></table>")
    return clean_markup("\n".join(pieces)).text


def _markup(blocks: Sequence[Block], words: Callable[[str], str]) -> str:
    return "\n".join(
        f"<p>{inline(block.text)}</p>"
        if isinstance(block, Paragraph)
        else f"<table>{''.join(_row(row, words, 'td') for row in block.rows)}</table>"
        for block in blocks
    )


def _row(row: Sequence[Cell], words: Callable[[str], str], tag: str) -> str:
    return "<tr>" + "".join(
        f'<{tag} colspan="{cell.colspan}" rowspan="{cell.rowspan}">{words(cell.text)}</{tag}>' for cell in row
    ) + "</tr>"  # fmt: skip


def as_lines(draft: Draft) -> str:
    """A cell a paragraph, blank ones a paragraph with a blank: what is left where an editor takes tables apart."""
    pieces: list[str] = []
    for block in draft.blocks:
        if isinstance(block, Paragraph):
            pieces.append(f"<p>{inline(block.text)}</p>")
        else:
            pieces += [f"<p>{html.escape(cell.text) or '&nbsp;'}</p>" for row in block.rows for cell in row]
    return clean_markup("\n".join(pieces)).text


def as_spaced_lines(draft: Draft) -> str:
    """A row a paragraph, its cells set apart by blanks: what a PDF without ruled lines says."""
    pieces: list[str] = []
    for block in draft.blocks:
        if isinstance(block, Paragraph):
            pieces.append(block.text)
        else:
            pieces += [" ".join(cell.text for cell in row if cell.text.strip()) for row in block.rows]
    return "\n".join(pieces)


def as_file(extension: str) -> Callable[[Draft], str]:
    def read(draft: Draft) -> str:
        return read_document(make_file(extension, tuple(draft.blocks)), f"报告.{extension}").text

    return read


#: Ways that keep the place of a blank cell, and those that do not.
WAYS: dict[str, Callable[[Draft], str]] = {
    "page": as_page,
    "word page": as_word_page,
    "nested page": as_nested_page,
    "headed page": as_headed_page,
    "broken cells": as_broken_cells,
    "docx": as_file("docx"),
    "doc": as_file("doc"),
    "rtf": as_file("rtf"),
    "pdf": as_file("pdf"),
    "ofd": as_file("ofd"),
    "xlsx": as_file("xlsx"),
    "xls": as_file("xls"),
}
TRACELESS: dict[str, Callable[[Draft], str]] = {"lines": as_lines, "spaced lines": as_spaced_lines}
ALL_WAYS = {**WAYS, **TRACELESS}


def stated(truth: dict[Place, Decimal | None]) -> dict[Place, Decimal]:
    """The places that state a figure."""
    return {place: value for place, value in truth.items() if value is not None}


assert len(OUTCOMES) == len(OUTCOME_WORDS)
