"""How near one text is to another: the measures that `fangzhi evaluate`, its tests and its floors share."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Blanks of every kind, marks that show nothing, and the sign a text form puts between the cells of a row.
_LAYOUT = re.compile(r"[\s|\ufeff\u200b\u00ad]+")
#: Characters that make one unit of the measure that sees order.
RUN = 4
#: Differing stretches are looked for in texts up to this length; beyond it only the measures are given.
_LONGEST_COMPARED = 60_000


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How much of a text is right (`precision`) and how much of what is right is there (`recall`), 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def squeeze(text: str) -> str:
    """A text without blanks and cell separators: what layout cannot change."""
    return _LAYOUT.sub("", text)


def by_characters(found: str, gold: str) -> Fidelity:
    """Characters with their repeats, blind to order. Both texts squeezed."""
    return _overlap(found, gold)


def by_runs(found: str, gold: str) -> Fidelity:
    """Runs of four characters with their repeats, which see order. Both texts squeezed."""
    if found == gold or min(len(found), len(gold)) < RUN:
        return _overlap((found,), (gold,)) if found != gold else Fidelity(1.0, 1.0)
    return _overlap(_runs(found), _runs(gold))


def likeness(one: str, other: str) -> float:
    """F1 over runs of four characters."""
    return by_runs(one, other).f1


def differing_words(found: str, gold: str, most: int = 5, longest: int = 40) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The longest stretches only the gold has (lost) and only the found text has (added), shortened."""
    if max(len(found), len(gold)) > _LONGEST_COMPARED:
        return (), ()
    lost, added = list[str](), list[str]()
    for tag, a, b, c, d in SequenceMatcher(None, gold, found, autojunk=len(gold) > 2_000).get_opcodes():
        if tag != "equal":
            lost.append(gold[a:b])
            added.append(found[c:d])
    return _longest(lost, most, longest), _longest(added, most, longest)


def _longest(words: list[str], most: int, longest: int) -> tuple[str, ...]:
    chosen = sorted(filter(None, words), key=len, reverse=True)[:most]
    return tuple(word if len(word) <= longest else f"{word[: longest - 1]}… ({len(word)})" for word in chosen)


def _runs(text: str) -> Iterable[str]:
    return (text[at : at + RUN] for at in range(len(text) - RUN + 1))


def _overlap(found: Iterable[Hashable], gold: Iterable[Hashable]) -> Fidelity:
    left, right = Counter(found), Counter(gold)
    both = (left & right).total()
    if not left or not right:
        return Fidelity(1.0, 1.0) if not left and not right else Fidelity(0.0, 0.0)
    return Fidelity(both / left.total(), both / right.total())


def mean(values: Sequence[float]) -> float:
    """The mean, 0.0 of nothing."""
    return sum(values) / len(values) if values else 0.0
