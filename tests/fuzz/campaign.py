"""Runs cases: each under a time limit, in processes whose memory is watched, so that one bad case ends one case."""

import faulthandler
import multiprocessing
import multiprocessing.connection
import multiprocessing.context
import multiprocessing.queues
import resource
import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType

from settings.regions.divisions import load_divisions
from tests.fuzz.mutators import OF_FILES, OF_PAGES, mutate
from tests.fuzz.sources import Source, load_sources, pick_source
from tests.fuzz.targets import read_file, read_page

#: Seconds of processor time one case may take, seconds by the clock (a child may hang and use none), and memory in MB a
#: process may hold at most (its imports and regions alone take 200).
TIME_LIMIT, CLOCK_LIMIT, MEMORY_LIMIT = 20, 240, 1536
#: Longest input: what mutators grow beyond it is cut, so that a case measures our code and not the mutator.
MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class Fault:
    """A case that went wrong: run it alone with `python -m tests.fuzz --seed SEED --case NUMBER`."""

    number: int
    source: str
    what: str


@dataclass
class Outcome:
    """What a stretch of cases brought."""

    cases: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_case: int = 0
    peak: int = 0
    said: Counter[str] = field(default_factory=Counter)
    by_source: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        self.cases += other.cases
        self.seconds = max(self.seconds, other.seconds)
        if other.slowest > self.slowest:
            self.slowest, self.slowest_case = other.slowest, other.slowest_case
        self.peak = max(self.peak, other.peak)
        self.said += other.said
        self.by_source += other.by_source
        self.faults += other.faults


class TooSlow(Exception):
    """A case ran past its time limit."""


def make_case(sources: list[Source], seed: int, number: int) -> tuple[Source, bytes, Random]:
    """The damaged bytes of a case. The same seed and number always give the same."""
    rng = Random(f"{seed}/{number}")
    source = pick_source(sources, rng)
    ways = OF_FILES if source.extension else OF_PAGES
    return source, mutate(source.body, ways, rng)[:MOST_BYTES], rng


def run_case(source: Source, body: bytes, rng: Random) -> str:
    """Read one case; what came of it. Raises whatever our code raises."""
    return read_file(source, body, rng) if source.extension else read_page(source, body, rng)


def run_cases(seed: int, numbers: range, data: Path | None = None) -> Outcome:
    """Run cases in this process, each with its time limit."""
    sources = load_sources(data)
    outcome = Outcome()
    # Loaded once in every process, before any clock runs.
    load_divisions()
    signal.signal(signal.SIGALRM, _too_slow)
    signal.signal(signal.SIGPROF, _too_slow)
    began = time.monotonic()
    for number in numbers:
        source, body, rng = make_case(sources, seed, number)
        started = time.monotonic()
        signal.alarm(CLOCK_LIMIT)
        signal.setitimer(signal.ITIMER_PROF, TIME_LIMIT)
        try:
            outcome.said[run_case(source, body, rng)] += 1
        except TooSlow:
            where = traceback.format_exc().splitlines()[-4:-2]
            outcome.faults.append(Fault(number, source.name, f"over {TIME_LIMIT} s: {' '.join(where)}"))
        except Exception as error:  # noqa: BLE001 - any error is the finding this suite is for
            frames = traceback.extract_tb(error.__traceback__)[-4:]
            where = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
            what = f"{type(error).__name__}: {error} ({where})"
            outcome.faults.append(Fault(number, source.name, what[:400]))
        finally:
            signal.alarm(0)
            signal.setitimer(signal.ITIMER_PROF, 0)
        taken = time.monotonic() - started
        if taken > outcome.slowest:
            outcome.slowest, outcome.slowest_case = taken, number
        outcome.cases += 1
        outcome.by_source[source.name.partition("/")[0].partition(" ")[0]] += 1
    outcome.seconds = time.monotonic() - began
    outcome.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return outcome


def run_campaign(seed: int, cases: int, workers: int, first: int = 0, data: Path | None = None) -> Iterator[Outcome]:
    """Run `cases` cases in `workers` processes, pages of `data` among them; an outcome for each stretch as it ends.

    A process that dies or outgrows the memory limit is a fault of its stretch, named by its first case.
    """
    # A fresh process starts from nothing, so that its peak is that of the cases.
    context = multiprocessing.get_context("spawn")
    stretch = max(1, min(500, cases // workers or 1))
    waiting = [range(at, min(at + stretch, first + cases)) for at in range(first, first + cases, stretch)]
    running: list[_Stretch] = []
    while waiting or running:
        while waiting and len(running) < workers:
            running.append(_Stretch(context, seed, waiting.pop(0), data))
        ready = multiprocessing.connection.wait([item.sentinel for item in running])
        for item in [item for item in running if item.sentinel in ready]:
            running.remove(item)
            yield item.outcome()


class _Stretch:
    """One process running a stretch of cases."""

    def __init__(
        self, context: multiprocessing.context.SpawnContext, seed: int, numbers: range, data: Path | None
    ) -> None:
        self._numbers = numbers
        self._queue = context.SimpleQueue()
        self._process = context.Process(target=_work, args=(seed, numbers, data, self._queue))
        self._process.start()
        self.sentinel = self._process.sentinel

    def outcome(self) -> Outcome:
        self._process.join()
        if self._process.exitcode == 0 and not self._queue.empty():
            found: Outcome = self._queue.get()
            if found.peak > MEMORY_LIMIT:
                name = f"cases {self._numbers.start}–{self._numbers.stop - 1}"
                found.faults.append(Fault(self._numbers.start, name, f"held {found.peak} MB"))
            return found
        what = f"the process ended with {self._process.exitcode} within cases {self._numbers}"
        return Outcome(cases=len(self._numbers), faults=[Fault(self._numbers.start, "process", what)])


def _work(seed: int, numbers: range, data: Path | None, queue: "multiprocessing.queues.SimpleQueue[Outcome]") -> None:
    faulthandler.enable()
    # A hang inside a C library does not hear the alarm; this ends the process and shows where it was.
    faulthandler.dump_traceback_later(CLOCK_LIMIT * 3 + len(numbers), exit=True)
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    queue.put(run_cases(seed, numbers, data))
    faulthandler.cancel_dump_traceback_later()


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow
