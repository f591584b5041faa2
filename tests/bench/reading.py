"""The reading measured: pages per second on one core and on two beside trafilatura, and the floors CI holds.

    python -m tests.bench.reading ../shared/data                 # speed, and each measure beside its floor
    python -m tests.bench.reading ../shared/data --write-floors  # raise the floors to what is measured now

A floor falls only by name and with a reason: `--lower NAME --because REASON`.
"""

import argparse
import multiprocessing
import sys
import time
from collections.abc import Callable
from pathlib import Path

from crawler.evaluate.beside import source_of
from crawler.evaluate.folder import SavedPage, check_folder, labelled_texts, saved_pages
from crawler.evaluate.pages import read_page, score_pages
from crawler.evaluate.reports import score_reports
from crawler.evaluate.totals import figures_to_hold
from crawler.extract.charset import decode
from crawler.families.article import read_article
from crawler.families.base import Fetch, Page
from crawler.reading.page import read_article_page
from settings.regions.divisions import load_divisions
from settings.sites import Site, load_sites
from tests.floors import FloorLowered, load_floors, raised, write_floors

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


def speed(pages: list[SavedPage], read: Callable[[SavedPage], int], rounds: int, processes: int) -> float:
    """Pages per second with so many processes, started and warm before the clock is."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(read, pages * processes, chunksize=1)
        began = time.perf_counter()
        pool.map(read, pages * rounds, chunksize=2)
        return len(pages) * rounds / (time.perf_counter() - began)


def cost(pages: list[SavedPage], read: Callable[[SavedPage], int], rounds: int) -> float:
    """Pages per second of processor time in this process: what other work on the machine hardly changes."""
    for page in pages:
        read(page)
    began = time.process_time()
    for _ in range(rounds):
        for page in pages:
            read(page)
    return len(pages) * rounds / (time.process_time() - began)


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
    pages = list(saved_pages(wanted.folder))
    measures = figures_to_hold(
        score_pages(pages), *score_reports(labelled_texts(wanted.folder), load_sites(), load_divisions())
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
    pages = [page for page in pages if page.body]
    by_cost = [cost(pages, read, wanted.rounds) for read in (read_by_trafilatura, read_whole)]
    print(f"{'trafilatura, processor time':<28} {by_cost[0]:7.1f} pages/s")
    print(f"{'whole reading, same':<28} {by_cost[1]:7.1f} pages/s   {by_cost[1] / by_cost[0]:.2f} x trafilatura alone")
    alone = speed(pages, read_by_trafilatura, wanted.rounds, 1)
    print(f"{'trafilatura, one core':<28} {alone:7.1f} pages/s")
    for count in (1, 2):
        ours = speed(pages, read_whole, wanted.rounds, count)
        print(f"{f'whole reading, {count} core(s)':<28} {ours:7.1f} pages/s   {ours / alone:.2f} x trafilatura alone")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
