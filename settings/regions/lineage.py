"""Which division follows which, as derived from neighbouring editions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Basis = Literal["same", "name", "code", "townships"]


@dataclass(frozen=True, slots=True)
class Succession:
    """One division up to the edition before `year` and the one that follows it from `year`'s edition on.

    `basis` is the evidence: `same` – code and base name stay, only notation, suffix or parent changed; `name` – the
    base name stays under another code, and is the only one of its kind in the province (county) or county (township);
    `code` – counties only: the code stays, the old name is gone from the province and the new one was not in it;
    `townships` – at least two, and half, of the townships of the county that ended or of the one that began moved.
    For counties, `carried` of the `before` townships of the old one are found by base name among the `after` of the
    new one; all three are 0 where the editions list no townships, and for every other level.
    """

    predecessor: str
    successor: str
    year: int
    basis: Basis
    carried: int
    before: int
    after: int

    @property
    def whole(self) -> bool:
        """True if one body continues, false if `successor` is a part split off or has taken others in."""
        return self.basis != "townships" or (2 * self.carried > self.before and 2 * self.carried > self.after)


class Lineage:
    """All successions, asked by code. A code has several lives: filter by `year`, or ask `Divisions` with a row."""

    def __init__(self, links: Iterable[Succession]) -> None:
        self._after: dict[str, list[Succession]] = defaultdict(list)
        self._before: dict[str, list[Succession]] = defaultdict(list)
        for link in links:
            self._after[link.predecessor].append(link)
            self._before[link.successor].append(link)

    def from_code(self, code: str) -> tuple[Succession, ...]:
        """Links that leave any division that ever had this code, oldest first."""
        return tuple(self._after.get(code, ()))

    def to_code(self, code: str) -> tuple[Succession, ...]:
        """Links that lead to any division that ever had this code, oldest first."""
        return tuple(sorted(self._before.get(code, ()), key=lambda link: link.year))
