"""Become the given command, tied to the process that started this one.

Run as a file, never imported: `python tether.py PARENT_PID COMMAND...`. Where the kernel is Linux, the command gets
SIGTERM when its parent dies, however the parent dies, and ends as cleanly as when it is asked to. The kernel ties this
to the parent's *thread* that started us, which is why children are started from the main thread. Doing it here, behind
a fresh exec, keeps Python code out of the fork of a process with threads.
"""

import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(argv: list[str]) -> None:
    """Tie this process to `argv[0]`, its parent's process id, and become the command in the rest of `argv`."""
    parent, command = int(argv[0]), argv[1:]
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:
            # The parent died before the line above; nobody is left to wait for the command.
            sys.exit(f"process {parent} ended before {command[0]} could start")
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
