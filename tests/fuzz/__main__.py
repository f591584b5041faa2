"""The command line of the fuzz suite: `python -m tests.fuzz --cases 100000`."""

import argparse
import sys
import time
from pathlib import Path

from tests.fuzz.campaign import Outcome, make_case, run_campaign, run_case
from tests.fuzz.sources import load_sources


def main() -> int:
    parser = argparse.ArgumentParser(description="Damaged pages and files through families, cleaner and readers.")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--case", type=int, help="run one case here, with its traceback")
    parser.add_argument("--out", type=Path, help="with --case: write the damaged bytes to this file")
    parser.add_argument("--data", type=Path, help="folder whose saved real pages are damaged too, as ../shared/data")
    asked = parser.parse_args()
    if asked.data and not (asked.data / "pages" / "manifest.jsonl").is_file():
        parser.error(f"{asked.data} holds no pages/manifest.jsonl")
    if asked.case is not None:
        sources = load_sources(asked.data)
        source, body, rng = make_case(sources, asked.seed, asked.case)
        print(f"case {asked.case}: {source.name}, {len(body)} bytes")
        if asked.out:
            asked.out.write_bytes(body)
        print(run_case(source, body, rng))
        return 0
    began, total = time.monotonic(), Outcome()
    for outcome in run_campaign(asked.seed, asked.cases, asked.workers, asked.first, asked.data):
        total.add(outcome)
        for fault in outcome.faults:
            print(f"FAULT case {fault.number} ({fault.source}): {fault.what}", flush=True)
        if total.cases % 5_000 < 500:
            print(f"{total.cases:>8} cases, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    taken = time.monotonic() - began
    print(f"{total.cases} cases of seed {asked.seed} in {taken:.0f} s ({total.cases / taken:.0f}/s)")
    print(f"slowest case {total.slowest_case}: {total.slowest:.2f} s; largest process {total.peak} MB")
    print("sources: " + ", ".join(f"{name} {count}" for name, count in total.by_source.most_common()))
    print("outcomes: " + ", ".join(f"{name} {count}" for name, count in total.said.most_common()))
    print(f"faults: {len(total.faults)}")
    return 1 if total.faults else 0


if __name__ == "__main__":
    sys.exit(main())
