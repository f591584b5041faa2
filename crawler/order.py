"""What is asked of one crawl, and what came of it: plain values between the command, the spider and the crawl."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from archive.values import RunKind, RunState


class Note(Protocol):
    """How a crawl is told of an oddity: `code` a stable word, `message` a sentence, `detail` what a program needs."""

    def __call__(
        self, code: str, message: str, url: str | None, detail: Mapping[str, object] | None = None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Order:
    """One crawl as asked for.

    `years` limits it to these report years, both included. `full` follows every list page even past known entries;
    `recheck` looks again at every known report. `accept` takes what the columns yield as the new normal; `now` asks
    even a host that is left alone because it refused us. `time_limit` (seconds) ends it cleanly, to be gone on with
    later.
    `expect_last_run` makes it do nothing if by the time the host's lock is held the site's last run is another one
    ("none": if there is one at all): the wish was overtaken.
    """

    kind: RunKind = "manual"
    years: tuple[int, int] | None = None
    full: bool = False
    recheck: bool = False
    accept: bool = False
    now: bool = False
    time_limit: float | None = None
    expect_last_run: str | None = None

    def scope(self) -> dict[str, object]:
        """What the run ledger keeps of the order, and what makes a later run the continuation of an interrupted one."""
        return {"years": list(self.years) if self.years else None, "full": self.full, "recheck": self.recheck}


@dataclass(slots=True)
class Tally:
    """What one run has met so far; kept in the ledger and shown live."""

    requests: int = 0
    bytes: int = 0
    lists: int = 0
    listed: int = 0
    listed_new: int = 0
    looked: int = 0
    bodies: int = 0
    results: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    issues: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> dict[str, object]:
        """The form the run ledger keeps."""
        return {
            "requests": self.requests,
            "bytes": self.bytes,
            "lists": self.lists,
            "listed": self.listed,
            "listed_new": self.listed_new,
            "looked": self.looked,
            "bodies": self.bodies,
            "results": dict(self.results),
            "outcomes": dict(self.outcomes),
            "issues": dict(self.issues),
        }


@dataclass(frozen=True, slots=True)
class Alarm:
    """A check that a column, or the whole site (`column` None), did not pass, with the hint to mend it."""

    code: str
    column: str | None
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """How a crawl ended. `run_id` is None when nothing was run: the site was busy, the wish overtaken, or the host is
    left alone. `alarms` are the checks that failed."""

    state: RunState | None
    reason: str
    run_id: str | None
    tally: Tally
    alarms: tuple[Alarm, ...] = ()
