"""The processes that read: one payload at a time each, answers in the order of the questions.

Every worker hangs on one pipe whose other end only this process has: it ends when this process ends, however that
happens. A worker that dies of a payload, or never comes back from it, costs that payload and nothing else.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler

from crawler.replay.reader import Answer, Question, Reader, Task
from crawler.replay.reading import NotRead

#: A worker has the next question at hand when it answers one: it never waits for the process that writes.
_AT_HAND = 2
#: A larger question is sent to a worker at rest only: what is at hand must fit into the pipe, or both ends may wait for
#: each other.
_SMALL = 32 * 1024
#: So many answers per worker may wait for an earlier one; each holds a text and its figures, some 100 kB at most.
_AHEAD = 32
#: Reading is bounded in work, file by file and page by page; a worker silent for so many seconds is lost.
_PATIENCE = 900.0


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with its number and as it goes through a pipe."""

    number: int
    question: Question
    packed: bytes


class _Worker:
    """One reading process, its pipe, and the questions it was asked and has not answered, in order."""

    def __init__(self, task: Task) -> None:
        # Spawned, not forked: a fork would copy open databases and whatever threads run.
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(theirs, task), daemon=False)
        self.asked: deque[_Asked] = deque()
        #: Whether it was dead before it was asked: then no question is to blame.
        self.died_idle = False
        self.process.start()
        theirs.close()

    def ask(self, question: _Asked) -> None:
        """Ask; that it is dead is found out by whoever waits for the answer."""
        try:
            self.pipe.send_bytes(question.packed)
        except OSError:
            self.pipe.close()
            self.died_idle |= not self.asked
        self.asked.append(question)

    def end(self) -> int | None:
        """Let it end; gives the code it ended with."""
        self.pipe.close()
        self.process.join()
        return self.process.exitcode


class Readers:
    """A pool of reading processes. Use it as a context; they end with it."""

    def __init__(self, count: int, task: Task) -> None:
        self._task = task
        self._workers = [_Worker(task) for _ in range(count)]

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def read(self, questions: Iterable[Question]) -> Iterator[tuple[Question, Answer]]:
        """Answer every question; the answers come in the order of the questions, few of which are taken ahead."""
        packed = (_Asked(number, one, bytes(ForkingPickler.dumps(one))) for number, one in enumerate(questions))
        answers: dict[int, tuple[Question, Answer]] = {}
        due, following = 0, next(packed, None)
        while following or answers or any(worker.asked for worker in self._workers):
            while following and (worker := self._free(len(answers), len(following.packed))):
                worker.ask(following)
                following = next(packed, None)
            for asked, answer in self._answered():
                answers[asked.number] = asked.question, answer
            while due in answers:
                yield answers.pop(due)
                due += 1

    def _free(self, waiting: int, size: int) -> _Worker | None:
        """The worker to ask next; None while all have enough to do."""
        if waiting + sum(len(worker.asked) for worker in self._workers) >= _AHEAD * len(self._workers):
            return None
        worker = min(self._workers, key=lambda one: len(one.asked))
        return worker if len(worker.asked) < (_AT_HAND if size <= _SMALL else 1) else None

    def _answered(self) -> Iterator[tuple[_Asked, Answer]]:
        """Wait for the next answers."""
        busy = [worker for worker in self._workers if worker.asked]
        lost = [worker for worker in busy if worker.pipe.closed]
        ready = wait([worker.pipe for worker in busy], _PATIENCE) if busy and not lost else []
        if busy and not lost and not ready:
            for worker in busy:
                worker.process.kill()
            lost = busy
        for worker in busy:
            if worker.pipe not in ready:
                continue
            try:
                answer: Answer = worker.pipe.recv()
            except (EOFError, OSError):
                lost.append(worker)
            else:
                yield worker.asked.popleft(), answer
        for worker in lost:
            yield from self._replace(worker)

    def _replace(self, lost: _Worker) -> Iterator[tuple[_Asked, Answer]]:
        """Put a new worker in the place of a lost one. The question it was lost over is answered by that; what else it
        had at hand the new one answers."""
        new, code = _Worker(self._task), lost.end()
        self._workers[self._workers.index(lost)] = new
        if not lost.died_idle:
            yield lost.asked.popleft(), NotRead("reader_died", f"the process that read it ended with code {code}")
        for asked in lost.asked:
            new.ask(asked)


def _serve(pipe: Connection, task: Task) -> None:
    """Answer questions until the other end is closed."""
    from settings.regions.divisions import load_divisions
    from settings.sites import load_sites

    # Ctrl-C reaches the whole group; when to stop is for the process that writes to decide.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reader = Reader(task, load_sites(task.portals), load_divisions())
    while True:
        try:
            question = pipe.recv()
        except (EOFError, ConnectionResetError):
            break
        answer = reader.answer(question)
        try:
            pipe.send(answer)
        except (BrokenPipeError, ConnectionResetError):
            break
    reader.close()
