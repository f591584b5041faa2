"""What `fangzhi chrome` puts on the screen."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rich.text import Text

from archive.chrome.lines import KeptLine
from archive.masking import mask
from archive.screens import Screen, day, minute, to_json


def put_lines(screen: Screen, found: Sequence[KeptLine]) -> None:
    """Each line with why it is not the report's and what was decided about it."""
    shown = [_masked(kept) for kept in found]
    if screen.as_json:
        screen.put_json([_flat(kept) for kept in shown])
        return
    if not screen.is_terminal:
        heads = ("line", "state", "where", "texts", "of", "issuers", "since", "learned (UTC)", "run", "because")
        screen.put_table(
            heads,
            [
                (
                    kept.line.words,
                    _state(kept),
                    kept.line.where,
                    kept.line.texts,
                    kept.line.among,
                    kept.line.issuers,
                    kept.line.since,
                    minute(kept.learned_at),
                    kept.run,
                    kept.because,
                )
                for kept in shown
            ],
        )
        return
    for kept in shown:
        style = "green" if kept.left_out else "yellow"
        screen.put_line(Text.assemble((kept.line.words, "bold"), "  ", (_state(kept), style)))
        screen.put_paragraph(kept.line.explain(), indent=2)
        screen.put_line(Text(f"  such as {', '.join(kept.line.examples)}; learned by {kept.run}", style="dim"))
        if kept.decision is not None:
            told = f"{kept.decision} {day(kept.decided_at)} by {kept.decided_by}: {kept.because}"
            screen.put_paragraph(told, indent=2, style="cyan")


def _masked(kept: KeptLine) -> KeptLine:
    """A line as the public may see it: its pattern says all of a mail's name but the digits, and a person who decides
    may repeat what it says."""
    line = kept.line
    return replace(
        kept,
        line=replace(line, pattern=mask(line.pattern), path=mask(line.path), words=mask(line.words)),
        decided_by=kept.decided_by and mask(kept.decided_by),
        because=kept.because and mask(kept.because),
    )


def _state(kept: KeptLine) -> str:
    return "left out" if kept.left_out else "forgotten"


def _flat(kept: KeptLine) -> dict[str, Any]:
    told: dict[str, Any] = to_json(kept)
    return {**told.pop("line"), "state": _state(kept), "why": kept.line.explain(), **told}
