"""What a probe shows: live progress on a terminal, then portal, columns, samples and draft row on one screen."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from crawler.probe.findings import Findings, Sample, TriedColumn

_STYLES = {"understood": "green", "understood in part": "yellow", "not understood": "red"}
_UNITS = 8


@contextmanager
def progress(what: str) -> Iterator[Callable[[str, str], None]]:
    """Live progress on standard error, silent where that is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda stage, detail: None
        return
    began = time.monotonic()
    with console.status(f"{what} …") as status:

        def watch(stage: str, detail: str) -> None:
            line = Text.assemble((f"{stage} ", "bold"), f"{time.monotonic() - began:.0f} s  ", (detail, "dim"))
            line.truncate(max(console.width - 4, 20), overflow="ellipsis")
            status.update(line)

        yield watch


def show(found: Findings) -> None:
    """Print what a probe found."""
    console = Console(highlight=False, soft_wrap=True)
    facts = found.facts
    name = facts.name if facts is not None and facts.name else found.host
    console.print(Text.assemble((f"{name} ", "bold"), f"{found.host}  ", _word(found.verdict.word)))
    for reason in found.verdict.reasons:
        console.print(Text(f"  – {reason}"))
    if facts is not None:
        if facts.county is not None:
            console.print(Text(f"division  {facts.division} {facts.county.name}"))
        for basis in facts.bases:
            console.print(Text(f"  {basis}", "dim"))
    coverage = found.coverage
    if coverage.expected:
        missing = f"; not: {', '.join(coverage.missing[:_UNITS])}" if coverage.missing and coverage.found else ""
        more = " …" if len(coverage.missing) > _UNITS else ""
        console.print(Text(f"townships {len(coverage.found)} of {coverage.expected} named{missing}{more}"))
    for one in found.columns:
        _column(console, one)
    if found.set_aside:
        console.print(Text("\nset aside", "bold"))
        for one in found.set_aside:
            why = f"lists nothing that {one.duplicate_of} does not" if one.duplicate_of else one.verdict.reasons[0]
            console.print(Text(f"  {one.trial.candidate.url} as {one.trial.column.family}: {why}", "dim"))
    for word in found.unbuilt:
        console.print(Text(f"  {word}", "yellow"))
    if found.row is not None:
        console.print(Text(f"\nrow for {found.row_file}", "bold"))
        console.print(Text(found.row.rstrip()))
    console.print(Text(f"{found.requests} requests; every look is kept in {found.archive}", "dim"))


def _column(console: Console, one: TriedColumn) -> None:
    trial, column = one.trial, one.trial.column
    console.print(Text.assemble(("\ncolumn ", "bold"), (f"{column.key} ", "bold"), _word(one.verdict.word)))
    for reason in one.verdict.reasons:
        console.print(Text(f"  – {reason}"))
    console.print(Text(f"  start     {column.start[0]}"))
    console.print(Text(f"  family    {column.family}" + (f", {trial.evidence}" if trial.evidence else "")))
    if column.options:
        console.print(Text("  options   " + ", ".join(f"{key} = {value}" for key, value in column.options.items())))
    total = f" of {trial.total} the site prints" if trial.total is not None else ""
    mixed = "" if column.annual else ", mixed: only rows titled as reports are opened"
    console.print(Text(f"  listed    {len(trial.entries)} rows{total} on {len(trial.pages)} pages{mixed}"))
    if trial.next_page is not None:
        console.print(Text(f"  paging    goes on at {trial.next_page}"))
    if trial.units:
        more = " …" if len(trial.units) > _UNITS else ""
        console.print(Text(f"  units     {len(trial.units)}: {', '.join(trial.units[:_UNITS])}{more}"))
    for sample in (*trial.reports, *(s for s in trial.samples if not s.accepted and s.outcome == "error")):
        _sample(console, sample)


def _sample(console: Console, sample: Sample) -> None:
    said = f"{sample.issuer or '?'} {sample.year or '?'} ({sample.kind}, {sample.carrier or sample.outcome})"
    console.print(Text.assemble(f"  sample    {said}  ", (sample.words or sample.title, "dim")))


def _word(word: str) -> tuple[str, str]:
    return word, _STYLES[word]
