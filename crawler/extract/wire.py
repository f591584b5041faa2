"""Values between a reader's process and ours: a pickle with its length before it. No portal's bytes are unpickled."""

import pickle
import struct
from typing import IO, Any

_HEAD = struct.Struct("<Q")


def send(stream: IO[bytes], value: Any) -> None:
    """One value, its length first."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    stream.write(_HEAD.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next value; None at the end of the stream, also where it ends in the middle of one."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (size,) = _HEAD.unpack(head)
    data = stream.read(size)
    return pickle.loads(data) if len(data) == size else None
