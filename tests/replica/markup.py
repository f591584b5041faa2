"""Blocks of text as the markup portals hold: editor paragraphs, Word residue, bare lines in a table cell."""

import html
import re
from collections.abc import Iterable
from typing import Literal

from tests.replica.county import Block, Cell, Paragraph, Table

Style = Literal["editor", "word", "breaks"]

_RUN = re.compile(r"^ +| {2,}| +$")


def render(blocks: Iterable[Block], style: Style = "editor") -> str:
    """The blocks as HTML. "breaks" puts lines into one cell divided by <br>, the habit of pages before 2015."""
    pieces = [_table(block, style) if isinstance(block, Table) else _paragraph(block, style) for block in blocks]
    return "\n".join(pieces)


def inline(text: str) -> str:
    """Text with the spaces an author typed kept from collapsing."""
    escaped = html.escape(text, quote=False).replace("\xa0", "&nbsp;")
    return _RUN.sub(lambda run: "&nbsp;" * len(run[0]), escaped)


def _paragraph(block: Paragraph, style: Style) -> str:
    text = inline(block.text) or "&nbsp;"
    if style == "word":
        return (
            '<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt"><span style="font-size:16.0pt;'
            f'font-family:仿宋_GB2312">{text}<span lang="EN-US"><o:p></o:p></span></span></p>'
        )
    if style == "breaks":
        return f"{text}<br />"
    return f'<p style="text-indent: 2em;">{text}</p>'


def _table(table: Table, style: Style) -> str:
    width = ' style="border-collapse:collapse" border="1" cellspacing="0" cellpadding="0"'
    rows = "\n".join(f"<tr>{''.join(_cell(cell, style) for cell in row)}</tr>" for row in table.rows)
    return f"<table{width}>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _cell(cell: Cell, style: Style) -> str:
    span = "".join(
        f' {name}="{value}"' for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if value > 1
    )
    text = inline(cell.text)
    inner = f'<p class="MsoNormal" align="center"><span>{text}</span></p>' if style == "word" else text
    return f"<td{span}>{inner}</td>"
