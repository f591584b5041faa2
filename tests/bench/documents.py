"""How well and how fast attached files are read, by type, over generated reports.

`python -m tests.bench.documents [--reports 12] [--types pdf,docx]` prints one row a type:

- files: how many were read (a type with a reader process includes starting it);
- /s: files read a second, on one core;
- F1: characters in common with the report as written, of both (longest matching blocks);
- rows: share of the report's table rows that stand whole on a line of their own;
- lines: share of its paragraphs that stand whole on a line of their own;
- MB: the most memory the reading process held, its child's for .pdf and workbooks.
"""

import argparse
import difflib
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.extract import aside
from crawler.extract.documents import read_document
from crawler.extract.lines import tidy
from tests.replica.county import County, Table, lines
from tests.replica.files import make_file
from tests.replica.generator import Draft, report
from tests.replica.places import TONGXIANG

TYPES = ("docx", "doc", "wps", "pdf", "ofd", "rtf", "xlsx", "xls", "et", "zip")
YEARS = (2015, 2019, 2021, 2023)


@dataclass(frozen=True)
class Score:
    """What reading the files of one type came to."""

    files: int
    seconds: float
    f1: float
    rows: float
    lines: float
    megabytes: float


def reports(count: int) -> list[Draft]:
    """Reports of several towns and years, from one seed: prose to 2018, three tables after."""
    county = County("tx.gov.cn", "桐乡市", "330483", TONGXIANG, YEARS)
    wanted = [(unit, year) for year in YEARS for unit in TONGXIANG]
    step = max(len(wanted) // count, 1)
    return [report(county, unit, year, seed=5) for unit, year in wanted[::step][:count]]


def measure(extension: str, drafts: Sequence[Draft]) -> Score:
    """Read every draft as a file of one type."""
    bodies = [make_file(extension, draft.body) for draft in drafts]
    aside.stop_readers()
    began = time.perf_counter()
    texts = [read_document(body, f"报告.{extension}").text for body in bodies]
    seconds = time.perf_counter() - began
    held = _held()
    scores = [_compare(draft, text) for draft, text in zip(drafts, texts, strict=True)]
    f1, rows, said = (_mean([score[place] for score in scores]) for place in range(3))
    return Score(len(texts), seconds, f1, rows, said, held)


def _compare(draft: Draft, text: str) -> tuple[float, float | None, float]:
    read = text.split("\n")
    there = set(read)
    rows = [tidy(line) for block in draft.body if isinstance(block, Table) for line in lines((block,))]
    said = [
        tidy(line) for block in draft.body if not isinstance(block, Table) for line in lines((block,)) if line.strip()
    ]
    whole = "".join("".join(map(tidy, lines(draft.body))).split()).replace("|", "")
    squeezed = "".join(text.split()).replace("|", "")
    matcher = difflib.SequenceMatcher(None, whole, squeezed, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    f1 = 2 * same / max(len(whole) + len(squeezed), 1)
    return (
        f1,
        sum(row in there for row in rows) / len(rows) if rows else None,
        sum(line in there for line in said) / len(said),
    )


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else float("nan")


def _held() -> float:
    """Megabytes at the most: of the child where one read the files, else of this process."""
    for reader in aside._readers.values():
        if reader._child is not None and reader._child.poll() is None:
            status = Path(f"/proc/{reader._child.pid}/status").read_text()
            return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=12)
    parser.add_argument("--types", default=",".join(TYPES))
    arguments = parser.parse_args()
    drafts = reports(arguments.reports)
    print(f"{'type':6} {'files':>5} {'/s':>7} {'F1':>6} {'rows':>6} {'lines':>6} {'MB':>5}")
    for extension in arguments.types.split(","):
        score = measure(extension, drafts)
        print(
            f"{extension:6} {score.files:5} {score.files / score.seconds:7.1f} {score.f1:6.3f} {score.rows:6.3f} "
            f"{score.lines:6.3f} {score.megabytes:5.0f}"
        )


if __name__ == "__main__":
    main()
