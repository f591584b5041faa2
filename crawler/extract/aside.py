"""Reading in a process aside: what a hostile file does to a library, it does to that process and not to the crawl.

PDF, spreadsheets and text recognition stand on libraries in C++ and Rust, which a crafted file can crash, hang or fill
with memory. One child, started when the first such file comes, reads them one after another under a limit of memory
and a limit of time each. A child that dies takes nothing with it: the file is broken, the next one gets a new child.
"""

import atexit
import subprocess
import sys
from pathlib import Path
from typing import Any

from crawler.extract.unread import BrokenDocument, UnfoldsTooFar, UnreadDocument
from crawler.extract.wire import receive, send

_ROOT = Path(__file__).resolve().parents[2]
#: Seconds for one file: a report takes a tenth of one, a picture of a page some ten in recognition.
SECONDS = {"pdf": 30, "sheet": 30, "scan": 600, "image": 120}
#: Address space, in bytes. Text recognition maps its models and its threads' stacks.
MEMORY = {"pdf": 2 << 30, "sheet": 2 << 30, "scan": 8 << 30, "image": 8 << 30}


class _Reader:
    """A child process of one memory limit."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, request: tuple[str, bytes, str, int]) -> Any:
        """The child's answer; None when it died of the request."""
        child = self._start()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            send(child.stdin, request)
            answer = receive(child.stdout)
        except BrokenPipeError:
            answer = None
        if answer is None:
            self.stop()
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.stop()
        code = f"from crawler.extract.worker import serve; serve({self._memory})"
        self._child = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # A stop meant for the crawl must not make a whole file look broken; the child ends when its input does.
            start_new_session=True,
        )
        return self._child

    def stop(self) -> None:
        """End the child and wait for it."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    # What was still to be sent to a child that is no more.
                    pass


_readers: dict[int, _Reader] = {}


def read_aside(reader: str, body: bytes, name: str) -> Any:
    """What `reader` (pdf, sheet, scan, image) makes of a file.

    Raises UnreadDocument, UnfoldsTooFar and BrokenDocument; the last also for a file over which the reader died.
    """
    seconds, memory = SECONDS[reader], MEMORY[reader]
    if memory not in _readers:
        _readers[memory] = _Reader(memory)
        if len(_readers) == 1:
            atexit.register(stop_readers)
    answer = _readers[memory].ask((reader, body, name, seconds))
    if answer is None:
        raise BrokenDocument(
            f"{name or 'the file'} ended its reader: over {seconds} seconds, over {memory >> 30} GB, or a crash"
        )
    outcome, value = answer
    if outcome == "unread":
        raise UnreadDocument(value, name)
    if outcome == "unfolds":
        raise UnfoldsTooFar(value)
    if outcome == "broken":
        raise BrokenDocument(f"{name or 'the file'} cannot be read: {value}")
    return value


def stop_readers() -> None:
    """End every child; the next file starts a new one."""
    for reader in _readers.values():
        reader.stop()
