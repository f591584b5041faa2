"""The reading measured: pages per second on one core and on two beside trafilatura, and the floors CI holds.

    python -m tests.bench.reading ../shared/data                 # speed, and each measure beside its floor
    python -m tests.bench.reading ../shared/data --write-floors  # raise the floors to what is measured now

A floor falls only by name and with a reason: `--lower NAME --because REASON`.
"""

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from typing import TypeAlias

from crawler.evaluate.folder import SavedPage, check_folder, labelled_texts, saved_pages
from crawler.evaluate.pages import is_page, read_page, score_pages, source_of
from crawler.evaluate.reports import score_reports
from crawler.evaluate.totals import figures_to_hold
from crawler.extract.charset import decode
from crawler.families.article import read_article
from crawler.families.base import Fetch, Page
from crawler.reading.page import read_article_page
from settings.regions.divisions import load_divisions
from settings.sites import Site, load_sites
from tests.floors import FloorLowered, load_floors, raised, write_floors

#: A page to the length of its text.
Reader: TypeAlias = Callable[[SavedPage], int]

#: Passes through all pages a process makes in one round by the clock.
_PASSES = 3
_SITE = Site("example.gov.cn", "example", "330483", frozenset({"example.gov.cn"}), 2008, (), "none")


def read_whole(page: SavedPage) -> int:
    """The whole reading of one page: charset, container, clean text, facts, figures. Gives the length of the text."""
    if page.name.endswith(".json"):
        return len(read_page(page)[1])
    url = page.url or "http://www.example.gov.cn/art/2018/1/5/art_1_1.html"
    fetched = Page(url, 200, {}, page.body, Fetch(url, "article"))
    article = read_article(fetched, decode(page.body, None).text)
    return len(read_article_page(article, fetched, _SITE, {}, load_divisions()).text or "")


def read_by_trafilatura(page: SavedPage) -> int:
    """The same page by trafilatura alone, its default settings, decoded as ours is."""
    from trafilatura import extract

    return len(extract(source_of(page)) or "")


class Workers:
    """So many processes that hold the pages and read them by one reader, started and warm before the clock is.

    They are told the numbers of pages, so that what is timed is the reading and not the sending of pages.
    """

    def __init__(self, folder: Path, read: Reader, processes: int) -> None:
        self._pool = multiprocessing.get_context("spawn").Pool(processes, _hold, (folder, read))
        self._count = len(_pages(folder))
        for _ in range(2):
            self._pool.map(_read, range(self._count), chunksize=1)

    def pages_per_second(self, passes: int) -> float:
        """Pages per second by the clock over so many passes through all pages, handed out one by one."""
        numbers = [*range(self._count)] * passes
        began = time.perf_counter()
        self._pool.map(_read, numbers, chunksize=1)
        return len(numbers) / (time.perf_counter() - began)

    def close(self) -> None:
        self._pool.terminate()
        self._pool.join()


_held: tuple[list[SavedPage], Reader] | None = None


def _hold(folder: Path, read: Reader) -> None:
    global _held
    _held = _pages(folder), read


def _read(number: int) -> int:
    if _held is None:
        raise RuntimeError("a worker was asked before it held its pages")
    pages, read = _held
    return read(pages[number])


def _pages(folder: Path) -> list[SavedPage]:
    """The pages, longest first: what is begun last is short, and no process waits long for another."""
    return sorted(
        (page for page in saved_pages(folder) if page.body and is_page(page)), key=lambda page: -len(page.body)
    )


def cost(pages: list[SavedPage], read: Reader) -> float:
    """Pages per second of processor time in this process: what other work on the machine changes little."""
    began = time.process_time()
    for page in pages:
        read(page)
    return len(pages) / (time.process_time() - began)


def measure_speed(folder: Path, rounds: int) -> None:
    """Both readers in turn, round by round, so that whatever else the machine does meets both alike.

    Each line is the median of its rounds, and each ratio the median of the rounds' ratios.
    """
    print(_load("at the start"))
    pages = _pages(folder)
    for read in (read_by_trafilatura, read_whole):
        cost(pages, read)
    _print_paired(
        ("trafilatura, processor time", "whole reading, same"),
        [(cost(pages, read_by_trafilatura), cost(pages, read_whole)) for _ in range(rounds)],
    )
    with ExitStack() as stack:
        workers = [
            stack.enter_context(closing(Workers(folder, read, processes)))
            for read, processes in ((read_by_trafilatura, 1), (read_whole, 1), (read_whole, 2))
        ]
        _print_paired(
            ("trafilatura, one core", "whole reading, 1 core(s)", "whole reading, 2 core(s)"),
            [tuple(worker.pages_per_second(_PASSES) for worker in workers) for _ in range(rounds)],
        )
    print(_load("at the end"))


def _print_paired(names: Sequence[str], rounds: Sequence[tuple[float, ...]]) -> None:
    """The first name is what the others are held against."""
    for number, name in enumerate(names):
        line = f"{name:<28} {median(one[number] for one in rounds):7.1f} pages/s"
        if number:
            line += f"   {median(one[number] / one[0] for one in rounds):.2f} x trafilatura alone"
        print(line)


def _load(when: str) -> str:
    """What else runs changes what the clock shows: with more than one process a core, only processor time tells."""
    return f"{f'load {when}':<28} {os.getloadavg()[0]:7.1f} processes on {os.cpu_count()} cores"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write-floors", action="store_true")
    parser.add_argument("--lower", action="append", default=[], metavar="NAME")
    parser.add_argument("--because", metavar="REASON")
    wanted = parser.parse_args()
    if wanted.lower and not wanted.because:
        parser.error("--lower needs --because REASON")
    check_folder(wanted.folder)
    measures = figures_to_hold(
        score_pages(saved_pages(wanted.folder)),
        *score_reports(labelled_texts(wanted.folder), load_sites(), load_divisions()),
    )
    floors = load_floors()
    for name, value in measures.items():
        print(f"{name:<28} {value:.4f}   floor {floors[name].value if name in floors else '-'}")
    if wanted.write_floors or wanted.lower:
        try:
            write_floors(raised(measures, floors, dict.fromkeys(wanted.lower, wanted.because)))
        except FloorLowered as error:
            print(f"not written: {error}", file=sys.stderr)
            return 1
        return 0
    measure_speed(wanted.folder, wanted.rounds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
