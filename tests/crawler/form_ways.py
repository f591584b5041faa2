"""The ways a form reaches us as text: pages, files, and what is left where an editor takes a table apart."""

import html
from collections.abc import Callable, Sequence
from decimal import Decimal

from crawler.extract.clean import clean_markup
from crawler.extract.documents import read_document
from tests.crawler.form_changes import is_figure
from tests.crawler.printed_forms import OUTCOMES
from tests.crawler.true_forms import OUTCOME_WORDS, Draft, Place
from tests.replica.county import Block, Cell, Paragraph
from tests.replica.files import make_file
from tests.replica.markup import inline, render


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
