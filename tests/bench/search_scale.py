"""Time searches beside a LIKE scan over the same archive, in one run: `python -m tests.bench.search_scale -n 20000`.

Ratios compare better than seconds between machines. Texts come from a seeded generator of our own sentences, of which
some words are in nearly all reports and some in a few.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from archive import Archive
from archive.database import make_reader, reading
from tests.archive.building import Sample, fill, make_engine

_COMMON = ("政府信息公开", "行政复议", "依法申请", "工作年度报告", "主动公开", "行政诉讼", "领导小组", "应公开尽公开")
_RARE = ("低保", "扶贫", "微博", "信访", "热线电话", "保密审查", "谁主管谁负责", "因政府信息公开申请行政复议")
#: The words around them: characters of one block of the code table, frequent ones and rare ones alike.
_CHARACTERS = [chr(point) for point in range(0x4E00, 0x4E00 + 1_200)]
_QUERIES = {
    "1 character": ("复", "镇", "贫"),
    "2 characters": ("复议", "诉讼", "低保", "微博", "信访"),
    "4 characters": ("行政复议", "行政诉讼", "保密审查", "热线电话"),
    "longer": ("政府信息公开", "应公开尽公开", "谁主管谁负责", "因政府信息公开申请行政复议"),
    "two terms": ("复议 微博", "低保 扶贫"),
}


def samples(count: int, seed: int) -> Iterator[Sample]:
    """Reports of about 2,700 characters, some of their words rare."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(_CHARACTERS, k=chance.choice((2, 2, 3, 4)))) for _ in range(4_000)]
    for number in range(count):
        parts: list[str] = []
        rare = [word for word in _RARE if chance.random() < 0.05]
        for _ in range(90):
            sentence = chance.choices(words, k=9)
            if chance.random() < 0.3:
                sentence.append(chance.choice(_COMMON))
            if rare and chance.random() < 0.1:
                sentence.append(chance.choice(rare))
            parts.append("".join(sentence) + f"{chance.randrange(400)}件。")
        year, issuer = 2008 + number % 17, f"{words[number % 4_000]}镇"
        yield Sample(f"{issuer}{year}年政府信息公开工作年度报告", "\n".join(parts), year, issuer)


def _timed(ask: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1_000


def _scan(session: Session, query: str) -> int:
    terms = {f"t{number}": f"%{term}%" for number, term in enumerate(query.split())}
    where = " AND ".join(f"(version.title LIKE :{name} OR text.body LIKE :{name})" for name in terms)
    statement = f"SELECT count(*) FROM version JOIN text ON text.digest = version.text_digest WHERE {where}"
    return int(session.scalar(text(statement), terms) or 0)


def measure(data: Path, count: int, seed: int, repeats: int) -> None:
    engine = make_engine(data)
    began = time.perf_counter()
    fill(engine, samples(count, seed))
    seconds = time.perf_counter() - began
    engine.dispose()
    size = (data / "archive.sqlite").stat().st_size
    print(f"{count:,} reports stored and indexed in {seconds:.1f} s ({count / seconds:,.0f}/s), {size / 1e6:,.0f} MB")
    print(f"{'':14}{'query':16}{'found':>8}{'search ms':>11}{'scan ms':>10}{'scan/search':>13}  exact")
    reader = make_reader(f"sqlite:///{data / 'archive.sqlite'}")
    with Archive.open(data) as archive, reading(reader) as session:
        for kind, queries in _QUERIES.items():
            ratios = []
            for query in queries:
                found = archive.search(query)
                truth = _scan(session, query)
                search_ms = _timed(lambda query=query: archive.search(query), repeats)  # type: ignore[misc]
                scan_ms = _timed(lambda query=query: _scan(session, query), max(1, repeats // 3))  # type: ignore[misc]
                exact = found.count == min(truth, 1_000) and found.capped == (truth > 1_000)
                ratios.append(scan_ms / search_ms)
                shown = f"{found.count}{'+' if found.capped else ''}"
                print(
                    f"{kind:14}{query[:7]:16}{shown:>8}{search_ms:>11.1f}{scan_ms:>10.1f}{ratios[-1]:>13.1f}  {exact}"
                )
            print(f"{kind:14}median ratio {statistics.median(ratios):.1f}")
        status_ms = _timed(archive.status, repeats)
    print(f"status {status_ms:.1f} ms")
    reader.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--reports", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20170112)
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fangzhi-search-") as folder:
        measure(Path(folder), asked.reports, asked.seed, asked.repeats)


if __name__ == "__main__":
    main()
