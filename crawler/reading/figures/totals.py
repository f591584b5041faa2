"""Totals a text gives only as the count of its one site, and breakdowns that do not make their total."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from crawler.reading.figures.conflicts import parts_of, share_base
from crawler.reading.figures.parts import SITE
from crawler.reading.figures.values import Statement


def promote(statements: list[Statement], promotable: Sequence[int]) -> list[Statement]:
    """Where a text counts only what one site or one way shows, that count is the total it states, label kept.

    和平镇 counts what it put on the government portal and nothing else; a text that counts its site and its WeChat
    apart states no total.
    """
    for part, total in (("proactive_by_channel", "proactive_total"), ("requests_by_channel", "requests_received")):
        if any(s.key == total and s.scope != "all_time" for s in statements):
            continue
        own = [index for index in promotable if statements[index].key == part]
        if own and len({statements[index].label for index in own}) == 1:
            if part == "proactive_by_channel" and not SITE.search(statements[own[0]].label):
                continue
            for index in own:
                statements[index] = replace(statements[index], key=total, part_of="")
    return statements


def sum_problems(statements: Sequence[Statement]) -> list[tuple[str, str]]:
    """Breakdowns that do not make their total and shares on another base: said, not judged."""
    problems = []
    for total, parts in parts_of(statements):
        added = sum((part.value or Decimal(0) for part in parts), Decimal(0))
        if total.value is None or total.approximation != "exact":
            continue
        if added != total.value:
            kind = parts[0].key.removeprefix("proactive_by_")
            problems.append(
                ("parts_differ", f"{len(parts)} parts by {kind} make {added}, the total stated is {total.value}")
            )
        if (base := share_base(statements, total, parts)) is not None:
            problems.append(("share_base", f"the shares are computed on {base}, the total stated is {total.value}"))
    return problems
