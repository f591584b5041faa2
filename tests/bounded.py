"""Limits on work, counted in processor time: a busy machine makes a clock run on, and a test must not know."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def processor_seconds(most: float, of: str = "") -> Iterator[None]:
    """Fail when what stands inside takes this process more than `most` seconds of processor time."""
    began = time.process_time()
    yield
    taken = time.process_time() - began
    assert taken <= most, f"{of or 'it'} took {taken:.2f} s of processor time, {most} are allowed"
