"""The other end of `aside`: a process that reads one file after another and may die of any of them.

Its memory is limited once, its time anew for each file: the alarm's default action ends the process even inside a
library that never returns to Python.
"""

import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

from crawler.extract.ocr import read_image, read_scan
from crawler.extract.pdf import read_pdf
from crawler.extract.spreadsheet import read_spreadsheet
from crawler.extract.unread import BrokenDocument, UnfoldsTooFar, UnreadDocument
from crawler.extract.wire import receive, send

READERS: dict[str, Callable[[bytes, str], Any]] = {
    "pdf": read_pdf,
    "sheet": read_spreadsheet,
    "scan": read_scan,
    "image": read_image,
}


def serve(memory: int) -> None:
    """Answer requests on standard input until it ends. `memory` bounds the process's address space, in bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not get between the answers.
    os.dup2(2, 1)
    while (request := receive(sys.stdin.buffer)) is not None:
        reader, body, name, seconds = request
        signal.alarm(seconds)
        answer = _answer(reader, body, name)
        signal.alarm(0)
        send(answers, answer)


def _answer(reader: str, body: bytes, name: str) -> tuple[str, Any]:
    try:
        return "read", READERS[reader](body, name)
    except UnreadDocument as error:
        return "unread", error.kind
    except UnfoldsTooFar as error:
        return "unfolds", str(error)
    except BrokenDocument as error:
        return "broken", str(error)
    except MemoryError:
        return "unfolds", "it needs more memory than any report"
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a library's panic over one file; the type and words are passed on
        return "broken", f"{type(error).__name__}: {error}"[:500]
