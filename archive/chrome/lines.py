"""The values of a site's own lines: what was learned, what a person decided about it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

Where = Literal["head", "tail"]
Decision = Literal["forgotten", "restored"]

_FIGURES = re.compile(r"[0-9０-９]+")


def pattern_of(line: str) -> str:
    """What of a line is the same on every page: no blanks, and 0 for every number."""
    return _FIGURES.sub("0", "".join(line.split()))


@dataclass(frozen=True, slots=True)
class ChromeLine:
    """A line that is the site's own.

    `pattern` is `pattern_of` the line, `words` the line as one of the texts has it,
    `where` and `path` its kind of place. It stood in `texts` of the `among` reports that have such a place, of
    `issuers` issuers, the first of them fetched on `since`; `examples` are the ids of some of them.
    """

    pattern: str
    where: Where
    path: str
    words: str
    texts: int
    among: int
    issuers: int
    since: date
    examples: tuple[str, ...]

    @property
    def key(self) -> tuple[str, Where, str]:
        """What a line must match."""
        return self.pattern, self.where, self.path

    def explain(self) -> str:
        """One sentence on why this line is not the report's."""
        edge = "first" if self.where == "head" else "last"
        return (
            f"“{self.words}” stands among the {edge} lines of {self.texts} of {self.among} texts by {self.issuers} "
            f"issuers (on {self.path or 'no path'}), since {self.since.isoformat()}"
        )


@dataclass(frozen=True, slots=True)
class LearnedChrome:
    """The lines of one site that are left out of its texts, and the patterns that a person judged to be the reports'.

    `decisions` counts what persons decided about the site's lines so far.
    """

    lines: tuple[ChromeLine, ...] = ()
    forgotten: frozenset[str] = frozenset()
    decisions: int = 0

    @property
    def version(self) -> str:
        """A name for exactly these lines, "" where nothing was ever learned; it stands in the rules of every text they
        were asked about.

        Learning only adds lines, and a decision counts up: a site never comes back to a name it had, so the newest
        reading of a payload is the one by the lines of today.
        """
        if not self.lines and not self.decisions:
            return ""
        named = "\n".join(sorted("\t".join(line.key) for line in self.lines))
        mark = f"learned-{hashlib.sha256(named.encode()).hexdigest()[:8]}"
        return f"{mark}-{self.decisions}" if self.decisions else mark


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A learned line as the archive keeps it: the `run` that learned it and when, and the last decision about it, None
    where there was none."""

    line: ChromeLine
    site: str
    run: str
    learned_at: datetime
    decision: Decision | None
    decided_at: datetime | None
    decided_by: str | None
    because: str | None

    @property
    def left_out(self) -> bool:
        """Whether the line is left out of the site's texts today."""
        return self.decision != "forgotten"


@dataclass(frozen=True, slots=True)
class CurrentText:
    """What a page carries to this day, as it was read last. `seen` is the day it was first fetched; `places` are the
    sources of its lines as the reading's facts keep them."""

    report: str
    issuer: str
    year: int | None
    seen: date
    body: str
    places: Sequence[Sequence[Any]]
