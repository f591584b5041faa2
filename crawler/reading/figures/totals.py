"""Totals a text gives only as the count of its one site, and breakdowns that do not make their total."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from crawler.reading.figures.conflicts import parts_of, share_base, shares_of
from crawler.reading.figures.parts import SITE
from crawler.reading.figures.publication import LAWFUL
from crawler.reading.figures.values import Statement

_PARTS = {
    "proactive_by_channel": "proactive_total",
    "proactive_by_category": "proactive_total",
    "requests_by_channel": "requests_received",
    "requests_by_applicant": "requests_received",
}


def promote(statements: list[Statement], ranks: Mapping[int, int]) -> list[Statement]:
    """Where a text counts only what one site, one way or one kind shows, that count is the total it states, label kept.

    `ranks` are the statements that may stand for a total, by their place: 3 a site's count in the words of the law
    (通过网站主动公开政府信息), 2 any other count of one channel, 1 one of a wide category. The highest rank there is
    decides, and only with one label: 和平镇 counts what it put on the government portal and nothing else, a text that
    counts what its site and its WeChat issued states no total.
    """
    for total in ("proactive_total", "requests_received"):
        scopes = {s.scope for s in statements if s.key == total}
        if scopes & {"year", "year_to_date"}:
            continue
        own = [place for place in ranks if _PARTS.get(statements[place].key) == total]
        best = max((ranks[place] for place in own), default=0)
        own = [place for place in own if ranks[place] == best]
        # A count in the words of the law stands beside a bare 累计, which may be of all years.
        if best < LAWFUL and "unclear" in scopes:
            continue
        if not own or len({statements[place].label for place in own}) > 1:
            continue
        first = statements[own[0]]
        if first.key == "proactive_by_channel" and not SITE.search(first.label):
            continue
        for place in own:
            statements[place] = replace(statements[place], key=total, part_of="")
            for behind in range(place + 1, len(statements)):
                if statements[behind].part_of != first.key:
                    break
                statements[behind] = replace(statements[behind], part_of=total)
    return statements


def sum_problems(statements: Sequence[Statement]) -> list[tuple[str, str]]:
    """Breakdowns that do not make their total and shares on another base: said, not judged."""
    problems = []
    shares = shares_of(statements)
    for total, parts in parts_of(statements):
        added = sum((part.value or Decimal(0) for part in parts), Decimal(0))
        if total.value is None or total.approximation != "exact":
            continue
        if added != total.value:
            kind = parts[0].key.removeprefix("proactive_by_")
            problems.append(
                ("parts_differ", f"{len(parts)} parts by {kind} make {added}, the total stated is {total.value}")
            )
        if (base := share_base(shares, total, parts)) is not None:
            problems.append(("share_base", f"the shares are computed on {base}, the total stated is {total.value}"))
    return problems
