"""Printed pages as their files describe them: characters at places, and the straight lines ruled between them.

PDF, OFD and recognised scans all come down to this. Distances are points (1/72 inch), x to the right and y downwards
from the corner where the reader's eye begins; a page printed sideways is turned before it gets here.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Glyph:
    """One character, or one run of them, on its baseline. `size` is the height of its line of type."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(slots=True)
class Rule:
    """A straight line, level or upright: `at` is its fixed coordinate, `start` and `end` the other one's bounds."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Sheet:
    """One page. `number` is the one it has in its file, from 1; 0 takes its place among the pages read."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    number: int = 0
