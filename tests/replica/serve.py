"""The replica as a process: `python -m tests.replica.serve --county all`. Prints one line with its port when ready."""

import argparse
import asyncio
import signal
from pathlib import Path

from tests.replica.counties import COUNTIES
from tests.replica.proxy import Replica


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.replica.serve", description=__doc__)
    parser.add_argument("--county", action="append", choices=["all", *COUNTIES], help="may be given several times")
    parser.add_argument("--scale", choices=["small", "demo", "full"], default="demo")
    parser.add_argument("--texts", type=Path, help="folder of the five given reports; generated ones only without it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, help="write every request to this JSON-lines file")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    chosen = parser.parse_args(arguments)
    wanted = chosen.county or ["all"]
    hosts = COUNTIES if "all" in wanted else tuple(dict.fromkeys(wanted))
    replica = Replica(hosts, chosen.scale, chosen.seed, chosen.texts, chosen.log)
    asyncio.run(_serve(replica, chosen.port))
    return 0


async def _serve(replica: Replica, port: int) -> None:
    await replica.start(port)
    print(f"replica ready on {replica.proxy} with {len(replica.truth())} reports", flush=True)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    await stopped.wait()
    await replica.close()


if __name__ == "__main__":
    raise SystemExit(main())
