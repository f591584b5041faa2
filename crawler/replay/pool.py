"""The processes that read: one payload at a time each, answers in the order of the questions.

Every worker hangs on one pipe whose other end only this process has: it ends when this process ends, however that
happens. A worker that dies of a payload costs that payload and nothing else.
"""

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator, Mapping
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from archive.chrome.lines import LearnedChrome
from archive.payloads import KeptPayload
from crawler.replay.reading import NotRead, ReadAgain, read_again

#: A payload, the headers it came with, and the lines that its site prints.
Question = tuple[KeptPayload, Mapping[str, str], LearnedChrome]
#: So many answers per worker may wait for an earlier one; each holds one text.
_AHEAD = 4


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Readers:
    """A pool of reading processes. Use it as a context; they end with it."""

    def __init__(self, count: int, warc: Path, portals: Path | None) -> None:
        """`warc` is the folder of WARC files, `portals` the folder of site rows (None: those of this release)."""
        self._warc, self._portals = warc, portals
        # Spawned, not forked: a fork would copy open databases and whatever threads run.
        self._context = multiprocessing.get_context("spawn")
        self._workers = [self._start() for _ in range(count)]

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *_: object) -> None:
        for process, pipe in self._workers:
            pipe.close()
            process.join()

    def read(self, questions: Iterable[Question]) -> Iterator[tuple[KeptPayload, ReadAgain | NotRead]]:
        """Read every payload; the answers come in the order of the questions, few of which are taken ahead."""
        source = enumerate(questions)
        asked: dict[Connection, tuple[int, KeptPayload]] = {}
        answers: dict[int, tuple[KeptPayload, ReadAgain | NotRead]] = {}
        due, more = 0, True
        while more or asked or answers:
            for place, (_, pipe) in enumerate(self._workers):
                if pipe in asked or not more or len(answers) + len(asked) >= _AHEAD * len(self._workers):
                    continue
                question = next(source, None)
                if question is None:
                    more = False
                    break
                number, asking = question
                pipe = self._ask(place, asking)
                asked[pipe] = (number, asking[0])
            for ready in wait(list(asked)) if asked else ():
                assert isinstance(ready, Connection)
                number, payload = asked.pop(ready)
                answers[number] = payload, self._answer(ready)
            while due in answers:
                yield answers.pop(due)
                due += 1

    def _ask(self, place: int, question: Question) -> Connection:
        """Send a question to a worker, a new one where the old one is dead; gives the pipe its answer comes by."""
        try:
            self._workers[place][1].send(question)
        except OSError:
            self._renew(self._workers[place][1])
            self._workers[place][1].send(question)
        return self._workers[place][1]

    def _answer(self, pipe: Connection) -> ReadAgain | NotRead:
        try:
            answer: ReadAgain | NotRead = pipe.recv()
        except (EOFError, OSError):
            code = self._renew(pipe)
            return NotRead("reader_died", f"the process that read it ended with code {code}")
        return answer

    def _renew(self, pipe: Connection) -> int | None:
        place = next(place for place, worker in enumerate(self._workers) if worker[1] is pipe)
        process = self._workers[place][0]
        pipe.close()
        process.join()
        self._workers[place] = self._start()
        return process.exitcode

    def _start(self) -> tuple[SpawnProcess, Connection]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._warc, self._portals), daemon=False)
        process.start()
        theirs.close()
        return process, ours


def _serve(pipe: Connection, warc: Path, portals: Path | None) -> None:
    """Answer questions until the other end is closed."""
    from settings.regions.divisions import load_divisions
    from settings.sites import load_sites

    # Ctrl-C reaches the whole group; when to stop is for the process that writes to decide.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sites, divisions = load_sites(portals), load_divisions()
    while True:
        try:
            payload, headers, learned = pipe.recv()
        except EOFError:
            return
        answer = read_again(payload, headers, learned, warc, sites[payload.site_id], divisions)
        try:
            pipe.send(answer)
        except BrokenPipeError:
            return
