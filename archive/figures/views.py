"""What the questions about figures put on the screen: both sides of a difference, each with its words, none called
wrong."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import fields

import click
from rich.text import Text

from archive.figures.answers import CheckAnswer, FigureAnswer, FigureRow, KeyAnswer, Place, StatedFigures
from archive.figures.wording import plain
from archive.screens import Screen, short, to_json

_STYLES = {"holds": "green", "differs": "yellow", "unsure": "cyan", "not_assessable": "dim"}
_STATED = {
    "none": "none (in words)",
    "blank": "blank",
    "not_applicable": "not applicable",
    "undecided": "undecided",
    "not_mentioned": "not mentioned",
    "not_read": "not read yet",
}
_APPROXIMATION = {"at_least": "≥ ", "about": "≈ "}
_SCOPES = {"year": "", "year_to_date": "to date", "all_time": "all time", "unclear": "scope unclear"}
_NOT_READ = "not read for figures yet; the next crawl reads it, or `fangzhi replay`"


def put_stated(screen: Screen, found: StatedFigures) -> None:
    """Every figure of a version with the words it stands in; then the sums that were tried."""
    if screen.as_json:
        screen.put_json(found)
        return
    report = found.report
    screen.put_line(
        f"{report.issuer or report.issuer_printed or '(issuer not settled)'} {report.year or '(year not settled)'}"
        f"  {report.county or report.site}  {report.id} version {found.version.seq}",
        style="bold",
    )
    if not found.read:
        screen.put_note(_NOT_READ)
        return
    form = f"form of {found.form}" if found.form.isdigit() else f"{found.form} form" if found.form else "no form"
    screen.put_line(
        f"{len(found.figures)} figures, {form}, read by {found.rules}; of the year unless noted", style="dim"
    )
    screen.put_line(f"spans count the characters of text {found.text_digest}", style="dim")
    section = None
    for figure in found.figures:
        if figure.section != section:
            section = figure.section
            screen.put_line()
            if section:
                screen.put_line(section, style="bold")
        _put_figure(screen, figure)
    if found.not_mentioned:
        screen.put_line()
        screen.put_paragraph(f"not mentioned: {', '.join(found.not_mentioned)}", style="dim")
    for _, message in found.problems:
        screen.put_paragraph(f"noted: {message}", style="dim")
    if found.checks:
        screen.put_line()
        _put_checks(screen, found.checks, named=False)


def _put_figure(screen: Screen, figure: FigureAnswer) -> None:
    where = f"{figure.cell_row} · {figure.cell_column}" if figure.cell_row else figure.label
    line = Text.assemble(
        (f"{figure.key}  ", "cyan"),
        (_value(figure), "bold"),
        f"  {_unit(figure)}".rstrip(),
        (f"  {where}" if where and where != figure.key else "", "dim"),
    )
    notes = [_SCOPES.get(figure.scope, figure.scope)]
    notes.append(f"printed in {figure.unit_printed}" if figure.unit_printed not in ("", _unit(figure)) else "")
    notes.append(f"the value shown ({figure.headline})" if figure.headline else "")
    notes.append("stated otherwise elsewhere" if figure.conflict else "")
    notes.extend(f"{check} {outcome.replace('_', ' ')}" for check, outcome in figure.checks)
    line.append("".join(f"  [{note}]" for note in notes if note), "yellow" if figure.conflict else "dim")
    screen.put_line(line)
    screen.put_line(_sentence(figure.sentence, figure.words, figure.start, figure.end))


def put_figures(screen: Screen, rows: Sequence[FigureRow]) -> None:
    """One line per report."""
    if screen.as_json:
        screen.put_json(tuple(rows))
        return
    columns = ("county", "issuer", "year", "value", "unit", "how", "conflict", "span", "report", "words")
    table = [
        (
            row.county,
            row.issuer,
            row.year,
            _value(row),
            _unit(row) or None,
            _how(row),
            "stated otherwise" if row.conflict else "-",
            None if row.start is None else f"{row.start}-{row.end}",
            short(row.report_id) if screen.is_terminal else row.report_id,
            row.sentence or None,
        )
        for row in rows
    ]
    screen.put_table(columns, table, flexible="words", optional=("unit", "span", "county"))
    if not rows:
        screen.put_note("no report fits; `fangzhi status` tells which sites the archive holds")
    elif any(row.stated == "not_read" for row in rows):
        screen.put_note(f"some texts are {_NOT_READ}")


def put_figures_csv(rows: Sequence[FigureRow]) -> None:
    """The same with every column, as CSV."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    names = [field.name for field in fields(FigureRow)]
    writer.writerow(names)
    writer.writerows([_cell(getattr(row, name)) for name in names] for row in rows)
    click.echo(stream.getvalue(), nl=False)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return to_json(value)


def put_keys(screen: Screen, keys: Sequence[KeyAnswer]) -> None:
    """One line per key."""
    if screen.as_json:
        screen.put_json(tuple(keys))
        return
    rows = [(key.key, key.unit or None, key.reports, key.meaning or None) for key in keys]
    screen.put_table(("key", "unit", "reports", "meaning"), rows, flexible="meaning")


def put_checks(screen: Screen, found: Sequence[CheckAnswer]) -> None:
    """Every check with both sides and their words."""
    if screen.as_json:
        screen.put_json(tuple(found))
    elif screen.is_terminal:
        _put_checks(screen, found, named=True)
    else:
        columns = (
            "report",
            "county",
            "issuer",
            "year",
            "check",
            "where",
            "outcome",
            "left",
            "right",
            "message",
            "words",
        )
        screen.put_table(columns, list(_check_rows(found)))
    if not found:
        screen.put_note("no check fits: every sum holds, or no report does; `fangzhi reports` with these options tells")


def _check_rows(found: Sequence[CheckAnswer]) -> Iterator[tuple[object, ...]]:
    for check in found:
        words = " … ".join(f"{place.year} [{place.start}-{place.end}] {place.sentence}" for place in check.places)
        yield (
            check.report_id,
            check.county,
            check.issuer,
            check.year,
            check.id,
            check.where,
            check.outcome,
            plain(check.left),
            plain(check.right),
            check.message,
            words,
        )


def _put_checks(screen: Screen, found: Sequence[CheckAnswer], *, named: bool) -> None:
    for check in found:
        head = Text.assemble(
            (f"{check.outcome.replace('_', ' ')}  ", _STYLES[check.outcome]), (f"{check.id}  ", "cyan")
        )
        if named:
            head.append(f"{check.issuer or '(issuer not settled)'} {check.year or ''}  ", "bold")
            head.append(f"{check.county or ''}  {short(check.report_id)}  ", "dim")
        head.append(check.message)
        screen.put_line(head)
        if check.outcome == "differs":
            for place in check.places:
                screen.put_line(_place(place, with_year=len({one.year for one in check.places}) > 1))


def _place(place: Place, *, with_year: bool) -> Text:
    if place.cell_row:
        line = Text(f"    {place.cell_row} · {place.cell_column}: {plain(place.value)}", "dim")
    else:
        line = Text.assemble("    ", _sentence(place.sentence, place.words, place.start, place.end))
    if with_year:
        line.append(f"  ({place.year})", "dim")
    return line


def _sentence(sentence: str, words: str, start: int, end: int) -> Text:
    """The words a figure stands in, itself lit, with its span."""
    line = Text.assemble("    ", " ".join(sentence.split()) or "(nothing stands there)")
    shown = " ".join(words.split())
    if shown and (at := line.plain.find(shown)) >= 0:
        line.stylize("bold yellow", at, at + len(shown))
    line.append(f"  [{start}-{end}]", "dim")
    return line


def _unit(figure: FigureAnswer | FigureRow) -> str:
    """The unit of the value shown. Money is kept in yuan whatever the form prints: 1.25 under 万元 is 12500 元."""
    return "元" if figure.unit == "yuan" else figure.unit_printed or figure.unit


def _value(figure: FigureAnswer | FigureRow) -> str:
    if figure.stated in _STATED:
        return _STATED[figure.stated]
    if figure.approximation == "range":
        return f"{plain(figure.low)} to {plain(figure.high)}"
    return _APPROXIMATION.get(figure.approximation, "") + plain(figure.value)


def _how(row: FigureRow) -> str:
    notes = [row.source, _SCOPES.get(row.scope, row.scope), row.rule]
    if row.cell_column and row.cell_column != "total":
        notes.append(row.cell_column)
    if row.others:
        notes.append(f"{row.others} more")
    return ", ".join(note for note in notes if note) or "-"
