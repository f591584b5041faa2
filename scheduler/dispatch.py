"""Who carries jobs out: the small interface a scheduler hands them to, and the embedded pool of child processes.

A dispatcher keeps nothing on disk. What is lost with it is still due in the archive.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Protocol

from archive.values import RunState
from scheduler.launch import Child, Command, Outcome
from scheduler.plan import Job

logger = logging.getLogger(__name__)


class AlreadyActive(RuntimeError):
    """The dispatcher has a job of this site at work. Submit again when that one has ended."""

    def __init__(self, site: str) -> None:
        super().__init__(f"a job of {site} is at work already")


class NoWorkerFree(RuntimeError):
    """Every worker is busy. Submit again when a job has ended; nothing is queued in memory."""

    def __init__(self, workers: int) -> None:
        super().__init__(f"all {workers} workers are busy")


class Dispatcher(Protocol):
    """What the service needs of whoever runs the crawls, on this machine or on others."""

    def submit(self, job: Job) -> None:
        """Have `job` run. Raises AlreadyActive, NoWorkerFree."""

    def active(self) -> Mapping[str, Job]:
        """The jobs at work, by site."""

    def cancel(self, site: str) -> bool:
        """Ask the job of `site` to end; tell whether there was one."""


class Pool:
    """A bounded number of crawls as child processes of this one. Lives in one event loop, that of the main thread.

    `command_of` says how to run a job, `state_of` what the ledger says of it once its process is gone, and `on_end`
    is told each outcome.
    """

    def __init__(
        self,
        workers: int,
        command_of: Callable[[Job], Command],
        state_of: Callable[[Job], RunState | None],
        on_end: Callable[[Outcome], None],
    ) -> None:
        self._workers = workers
        self._command_of, self._state_of, self._on_end = command_of, state_of, on_end
        self._jobs: dict[str, Job] = {}
        self._children: dict[str, Child] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._cancelled: set[str] = set()
        self._stopping = self._killing = False

    def submit(self, job: Job) -> None:
        """Start `job` in a child process. Raises AlreadyActive, NoWorkerFree."""
        if job.site in self._jobs:
            raise AlreadyActive(job.site)
        if len(self._jobs) >= self._workers:
            raise NoWorkerFree(self._workers)
        command = self._command_of(job)
        self._jobs[job.site] = job
        task = asyncio.get_running_loop().create_task(self._carry_out(job, command), name=f"crawl {job.site}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def active(self) -> Mapping[str, Job]:
        """The jobs at work, by site."""
        return dict(self._jobs)

    def cancel(self, site: str) -> bool:
        """Ask the crawl of `site` to end: SIGTERM, and SIGKILL after the grace. Tells whether there was one."""
        if site not in self._jobs:
            return False
        self._cancelled.add(site)
        if child := self._children.get(site):
            child.stop()
        return True

    async def stop(self) -> None:
        """Ask every crawl to end and wait until all have, at most a little longer than the grace."""
        self._stopping = True
        for child in self._children.values():
            child.stop()
        await self.drain()

    def kill(self) -> None:
        """End every crawl at once."""
        self._killing = True
        for child in self._children.values():
            child.kill()

    async def drain(self) -> None:
        """Wait until no crawl is at work."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _carry_out(self, job: Job, command: Command) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            try:
                child = await Child.start(command)
            except OSError as error:
                # No process could be made: out of memory, out of process ids, a log that cannot be written.
                logger.error("%s: the crawl could not be started: %s", job.site, error)
                outcome = Outcome(job, -1, None, loop.time() - began, "not started", command.log)
            else:
                self._children[job.site] = child
                # Whoever asked while the process was being made asked for this one, too.
                if self._killing:
                    child.kill()
                elif self._stopping or job.site in self._cancelled:
                    child.stop()
                ending = await child.ended()
                # In a thread: a dead crawl's files are mended before the ledger calls it killed.
                state = await asyncio.to_thread(self._state_of, job)
                outcome = Outcome(job, ending.exit_code, state, ending.seconds, ending.stopped, command.log)
        finally:
            self._children.pop(job.site, None)
            self._cancelled.discard(job.site)
            del self._jobs[job.site]
        self._on_end(outcome)
