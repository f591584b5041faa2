"""Scores summed up: per family and page kind, per key, and the figures that floors are held against."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.evaluate.measures import mean
from crawler.evaluate.pages import PageScore
from crawler.evaluate.reports import Conflicts, Point


@dataclass(frozen=True, slots=True)
class Group:
    """Pages of one family and kind: means of the measures, sums of what was kept, leaked and left whole, (got, all)."""

    family: str
    kind: str
    pages: int
    characters_precision: float
    characters_recall: float
    characters_f1: float
    runs_f1: float
    worst_f1: float
    keep_lost: tuple[int, int]
    chrome_leaked: tuple[int, int]
    paragraphs_whole: tuple[int, int]
    rows_whole: tuple[int, int]


def groups(scores: Sequence[PageScore]) -> list[Group]:
    """One group for each family and kind, and last the sum of all."""
    by_kind: dict[tuple[str, str], list[PageScore]] = defaultdict(list)
    for score in scores:
        by_kind[(score.family, score.kind)].append(score)
    found = [_group(family, kind, members) for (family, kind), members in sorted(by_kind.items())]
    return [*found, _group("all", "", scores)]


def by_key(points: Sequence[Point]) -> dict[str, tuple[int, int, int, int]]:
    """For each fact and figure: exact, labelled, spanned, to be spanned."""
    table: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        table[point.name].append(point)
    return {
        name: (
            sum(point.exact for point in members),
            len(members),
            sum(point.spanned is True for point in members),
            sum(point.spanned is not None for point in members),
        )
        for name, members in table.items()
    }


def states(points: Sequence[Point]) -> dict[str, tuple[int, int]]:
    """For each figure: in how many texts it is told to be contradicted just where people say so, and of how many."""
    table: dict[str, list[bool]] = defaultdict(list)
    for point in points:
        if point.state is not None:
            table[point.name].append(point.state)
    return {name: (sum(members), len(members)) for name, members in table.items()}


def figures_to_hold(scores: Sequence[PageScore], points: Sequence[Point], conflicts: Conflicts) -> dict[str, float]:
    """What CI holds to a floor: names with values between 0 and 1, higher is better, of what there was to measure."""
    held: dict[str, float] = {}
    if scores:
        total = groups(scores)[-1]
        held |= {
            "text_f1_mean": total.runs_f1,
            "text_f1_worst": total.worst_f1,
            "text_characters_f1_mean": total.characters_f1,
            "keep_strings_kept": _rate((total.keep_lost[1] - total.keep_lost[0], total.keep_lost[1])),
            "chrome_strings_dropped": _rate((total.chrome_leaked[1] - total.chrome_leaked[0], total.chrome_leaked[1])),
            "paragraphs_whole": _rate(total.paragraphs_whole),
            "table_rows_whole": _rate(total.rows_whole),
        }
    if points:
        spanned = [point.spanned for point in points if point.spanned is not None]
        held |= {
            "labels_exact": mean([float(point.exact) for point in points]),
            "figures_spanned": mean([float(shown) for shown in spanned]),
            "conflicts_found": _rate((conflicts.found, conflicts.labelled)),
            "conflict_states_right": _rate(_sum(list(states(points).values()))),
        }
        held |= {f"exact_{name}": _rate((exact, of)) for name, (exact, of, _, _) in by_key(points).items()}
    return held


def to_json(scores: Sequence[PageScore], points: Sequence[Point], conflicts: Conflicts) -> Mapping[str, Any]:
    """Everything measured as plain data."""
    return {
        "measures": {name: round(value, 5) for name, value in figures_to_hold(scores, points, conflicts).items()},
        "pages": [score.to_json() for score in scores],
        "labels": [point.to_json() for point in points],
        "conflicts": {
            "labelled": conflicts.labelled,
            "found": conflicts.found,
            "unlabelled": list(conflicts.unlabelled),
        },
    }


def _group(family: str, kind: str, scores: Sequence[PageScore]) -> Group:
    return Group(
        family=family,
        kind=kind,
        pages=len(scores),
        characters_precision=mean([score.characters.precision for score in scores]),
        characters_recall=mean([score.characters.recall for score in scores]),
        characters_f1=mean([score.characters.f1 for score in scores]),
        runs_f1=mean([score.runs.f1 for score in scores]),
        worst_f1=min((score.runs.f1 for score in scores), default=0.0),
        keep_lost=(sum(len(score.lost) for score in scores), sum(score.kept for score in scores)),
        chrome_leaked=(sum(len(score.leaked) for score in scores), sum(score.dropped for score in scores)),
        paragraphs_whole=_sum([score.paragraphs for score in scores]),
        rows_whole=_sum([score.rows for score in scores]),
    )


def _sum(pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def _rate(pair: tuple[int, int]) -> float:
    return pair[0] / pair[1] if pair[1] else 1.0
