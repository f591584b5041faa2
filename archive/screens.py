"""How answers look: tables for a terminal, tab-separated lines for a pipe, JSON for programs.

A terminal of 80 to 120 columns holds Chinese at double width; ids are shortened there and nowhere else, digests never.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

#: Characters of an id on a terminal; any unambiguous beginning of an id names its report.
SHORT_ID = 16

_GAP = 2
_LEAST_FLEXIBLE = 16
_MARK = "bold yellow"
_CONTROLS = dict.fromkeys((*range(32), 127, 0x85, 0x2028, 0x2029), " ")


class Screen:
    """Standard output, which is a terminal or is not, for one answer as text or as JSON."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._console = Console(highlight=False, emoji=False, markup=False)
        self.is_terminal = self._console.is_terminal

    def put_json(self, values: Any) -> None:
        """One value, or one per line of a sequence; indented for a terminal."""
        if self.is_terminal:
            click.echo(json.dumps(to_json(values), ensure_ascii=False, indent=2))
            return
        for value in values if isinstance(values, list | tuple) else (values,):
            click.echo(json.dumps(to_json(value), ensure_ascii=False))

    def put_table(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        *,
        flexible: str = "",
        optional: Sequence[str] = (),
    ) -> None:
        """Rows under their column names; numbers stand right.

        Where a terminal is too narrow the column `flexible` is cut first, then the `optional` ones are left out.
        """
        if not self.is_terminal:
            click.echo("\t".join(columns))
            for row in rows:
                click.echo("\t".join(_cell(value) for value in row))
            return
        shown = [list(row) for row in rows]
        widths = _fit(columns, shown, flexible, optional, self._console.width)
        table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
        for at, column in enumerate(columns):
            if column in widths:
                justify: Any = "right" if any(isinstance(row[at], int) for row in shown) else "left"
                table.add_column(column, justify=justify, no_wrap=True, overflow="ellipsis", width=widths[column])
        for row in shown:
            cells = zip(columns, row, strict=True)
            table.add_row(*(_shown(value) for column, value in cells if column in widths))
        self._console.print(table)

    def put_line(self, line: str | Text = "", style: str = "") -> None:
        """One line, never broken by us: a digest or an address is copied whole."""
        if self.is_terminal:
            self._console.print(line, style=style, soft_wrap=True)
        else:
            click.echo(line.plain if isinstance(line, Text) else line)

    def put_paragraph(self, text: str, *, indent: int = 0, style: str = "") -> None:
        """A sentence or more, wrapped to the terminal and indented; one line on a pipe."""
        if self.is_terminal:
            self._console.print(Padding(Text(text.translate(_CONTROLS), style=style), (0, 0, 0, indent)))
        else:
            click.echo(" " * indent + text.translate(_CONTROLS))

    def put_fields(self, values: Mapping[str, object]) -> None:
        """Labelled values, those that are None left out."""
        width = max(map(len, values))
        for label, value in values.items():
            if value is not None:
                self.put_line(Text.assemble((f"{label:{width}}  ", "dim"), _cell(value)))

    def put_note(self, note: str) -> None:
        """A remark about the answer; on a pipe it goes to standard error, out of the data's way."""
        if self.is_terminal:
            self._console.print(note, style="dim")
        else:
            click.echo(note, err=True)

    def put_bytes(self, payload: bytes) -> None:
        """Bytes as they are."""
        sys.stdout.buffer.write(payload)
        sys.stdout.buffer.flush()


def _fit(
    columns: Sequence[str], rows: Sequence[Sequence[object]], flexible: str, optional: Sequence[str], room: int
) -> dict[str, int]:
    widths = {
        column: max([cell_len(column), *(cell_len(_cell(row[at])) for row in rows)])
        for at, column in enumerate(columns)
    }
    leaving = list(optional)
    while (excess := sum(widths.values()) + _GAP * len(widths) - room) > 0:
        least = min(_LEAST_FLEXIBLE, widths.get(flexible, 0))
        if flexible in widths and widths[flexible] - excess >= least:
            widths[flexible] -= excess
        elif leaving:
            del widths[leaving.pop(0)]
        else:
            if flexible in widths:
                widths[flexible] = least
            break
    return widths


def marked(text: str, marks: Iterable[tuple[int, int]], start: int = 0) -> Text:
    """Text on one line with its marks lit; `start` is the place of its first character."""
    line = Text(text.translate(_CONTROLS))
    for low, high in marks:
        line.stylize(_MARK, low - start, high - start)
    return line


def short(report_id: str) -> str:
    """A report id as a terminal shows it."""
    return report_id[:SHORT_ID]


def moment(value: datetime | None) -> str | None:
    """A time of the archive, to the second, in UTC."""
    return None if value is None else f"{value:%Y-%m-%d %H:%M:%S} UTC"


def minute(value: datetime | None) -> str:
    """The same to the minute, for tables whose heading says UTC."""
    return "-" if value is None else f"{value:%Y-%m-%d %H:%M}"


def to_json(value: Any) -> Any:
    """Frozen values as JSON: fields by name, times as ISO 8601, decimals as numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def day(value: datetime | None) -> str:
    """Its calendar day in UTC."""
    return "-" if value is None else f"{value:%Y-%m-%d}"


def _shown(value: object) -> Text:
    return value if isinstance(value, Text) else Text(_cell(value))


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).translate(_CONTROLS)
