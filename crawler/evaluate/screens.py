"""What an evaluation shows: tables on a terminal, tab-separated lines on a pipe, the worst cases with their words."""

from collections.abc import Mapping, Sequence

import click
from rich.console import Console
from rich.table import Table

from crawler.evaluate.beside import NOT_INSTALLED
from crawler.evaluate.pages import PageScore
from crawler.evaluate.reports import Conflicts, Point
from crawler.evaluate.totals import Group, by_key, groups, states

_TEXT = ("family", "kind", "pages", "P", "R", "F1", "F1 (4)", "worst", "lost", "leaked", "paragraphs", "rows")


def show(
    console: Console, scores: Sequence[PageScore], points: Sequence[Point], conflicts: Conflicts, worst: int
) -> None:
    """Print what was measured: text by family and kind, labels by key, then the worst of both."""
    if scores:
        _table(console, "text", _TEXT, [_row(group) for group in groups(scores)])
    if points:
        right = states(points)
        rows = [
            (
                name,
                f"{exact} of {of}",
                f"{shown} of {to_show}" if to_show else "",
                "{} of {}".format(*right[name]) if name in right else "",
            )
            for name, (exact, of, shown, to_show) in by_key(points).items()
        ]
        _table(console, "labels", ("key", "exact", "spans with the value", "contradicted or not, rightly"), rows)
        click.echo(f"conflicts found: {conflicts.found} of {conflicts.labelled} labelled")
        for name in conflicts.unlabelled:
            click.echo(f"conflict that no label names: {name}")
    _show_worst(scores, points, worst)


def show_beside(console: Console, ours: Sequence[PageScore], others: Mapping[str, Sequence[PageScore] | None]) -> None:
    """Print our text beside that of other extractors on the same pages."""
    rows = []
    for name, scores in {"fangzhi": ours, **others}.items():
        if scores is None:
            rows.append((name, *[NOT_INSTALLED, *[""] * 8]))
        else:
            rows.append((name, *_row(groups(scores)[-1])[3:]))
    _table(console, "beside", ("extractor", *_TEXT[3:]), rows)


def _show_worst(scores: Sequence[PageScore], points: Sequence[Point], worst: int) -> None:
    bad = [score for score in sorted(scores, key=lambda score: score.runs.f1) if score.runs.f1 < 1][:worst]
    for score in bad:
        click.echo(f"{score.id}  {score.family} {score.kind}  F1 {score.runs.f1:.4f}")
        for sign, words in (("-", score.missing), ("+", score.added), ("lost", score.lost), ("leaked", score.leaked)):
            for word in words:
                click.echo(f"    {sign} {word}")
    for point in [point for point in points if not point.exact or point.spanned is False][:worst]:
        what = "" if point.exact else f"read {point.found or 'nothing'}, labelled {point.expected}"
        what += " no words show it" if point.spanned is False else ""
        click.echo(f"{point.text}  {point.name}: {what.strip()}")


def _row(group: Group) -> tuple[str, ...]:
    pairs = (group.keep_lost, group.chrome_leaked, group.paragraphs_whole, group.rows_whole)
    means = (
        group.characters_precision,
        group.characters_recall,
        group.characters_f1,
        group.runs_f1,
        group.worst_f1,
    )
    return (
        group.family,
        group.kind,
        str(group.pages),
        *(f"{value:.4f}" for value in means),
        *(f"{got} of {of}" if of else "" for got, of in pairs),
    )


def _table(console: Console, name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not console.is_terminal:
        click.echo("\t".join((name, *head)))
        for row in rows:
            click.echo("\t".join((name, *row)))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in head:
        table.add_column(column, no_wrap=True)
    for row in rows:
        table.add_row(*row)
    console.print(table)
    console.print()
