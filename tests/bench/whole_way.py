"""The whole way in figures: first look, second look, furniture changed, one digit changed, every county.

`python -m tests.bench.whole_way [--scale demo] [--texts DIR]` runs the real commands against simulated counties on
loopback and prints one table. With `--texts` the given reports are among them, and every line in which a published text
differs from its source is listed.
"""

import argparse
import sqlite3
import tempfile
import time
from pathlib import Path

from tests.replica.counties import COUNTIES
from tests.replica.proxy import Replica, running_county
from tests.whole.desk import desk_on
from tests.whole.fidelity import compare_lines


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.whole_way", description=__doc__)
    parser.add_argument("--scale", choices=["small", "demo", "full"], default="small")
    parser.add_argument("--texts", type=Path, help="folder of the given reports")
    chosen = parser.parse_args()
    print(
        f"{'site':26} {'truth':>5} {'found':>5} {'right':>5} | {'1st':>5} {'2nd':>4} {'share':>6} {'bodies':>6} "
        f"{'new':>3} | {'volatile: looked':>16} {'new':>3} | {'digit: versions':>15} | {'seconds':>7}"
    )
    for host in COUNTIES:
        with (
            running_county(host, scale=chosen.scale, texts=chosen.texts) as replica,
            tempfile.TemporaryDirectory() as to,
        ):
            _measure(host, replica, Path(to))
            if chosen.texts:
                _list_differences(host, replica, Path(to), chosen.texts)
    return 0


def _measure(host: str, replica: Replica, data: Path) -> None:
    desk = desk_on(replica, data)
    began = time.monotonic()
    first = desk.crawl(host)
    seconds = time.monotonic() - began
    truth = {report.text.replace(" ", ""): report for report in replica.truth(host)}
    found = _texts(data)
    right = sum(any(_same(body, report.text) for report in truth.values()) for body in found)
    second = desk.crawl(host)
    replica.script.change_volatile()
    volatile = desk.crawl(host, "--recheck")
    report = next(report for report in replica.truth(host) if not report.only_attached and report.seed is None)
    replica.script.change_digit(report.id)
    digit = desk.crawl(host, "--recheck")
    print(
        f"{host:26} {len(truth):>5} {len(found):>5} {right:>5} | {first['requests']:>5} {second['requests']:>4} "
        f"{second['requests'] / first['requests']:>6.2f} {second['bodies']:>6} "
        f"{second['new_reports'] + second['new_versions']:>3} | {volatile['looked']:>16} "
        f"{volatile['new_reports'] + volatile['new_versions']:>3} | "
        f"{digit['new_versions']:>15} | {seconds:>7.1f}",
        flush=True,
    )


def _texts(data: Path) -> list[str]:
    connection = sqlite3.connect(data / "archive.sqlite")
    try:
        rows = connection.execute(
            "SELECT body FROM text JOIN version ON version.text_digest = text.digest WHERE version.seq = 1"
        ).fetchall()
    finally:
        connection.close()
    return [body for (body,) in rows]


def _same(published: str, source: str) -> bool:
    return not [difference for difference in compare_lines(source, published) if not difference.is_chrome]


def _list_differences(host: str, replica: Replica, data: Path, texts: Path) -> None:
    for report in replica.truth(host):
        if report.seed is None:
            continue
        source = next(texts.glob(f"{report.seed[:3]}_*.txt")).read_text(encoding="utf-8")
        best = min((compare_lines(source, body) for body in _texts(data)), key=len)
        chrome = sum(difference.is_chrome for difference in best)
        print(
            f"  {report.unit} {report.year}: {len(best)} differing lines against its file, {chrome} of them page chrome"
        )
        for difference in best:
            print(f"    {difference}{'  (page chrome)' if difference.is_chrome else ''}")


if __name__ == "__main__":
    raise SystemExit(main())
