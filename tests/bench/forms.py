"""How the figures of damaged forms are read: `python -m tests.bench.forms [--drafts 4] [--ways page,pdf]`.

Forms of 2019, of 2021 and the annex of 2014 with random figures whose sums hold, damaged in each way of
`tests.crawler.form_mutations`, reach the reading as pages, files and flattened text. One row a mutation:

- cells: figures printed;
- read: share of them read as printed;
- told: share not read and said so, by a problem of the reading;
- silent: figures lost without a word;
- wrong: figures read as something else, or where none is printed.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

from crawler.reading.figures.tables import read_tables
from tests.crawler.form_mutations import MUTATIONS
from tests.crawler.form_ways import ALL_WAYS, TRACELESS, stated
from tests.crawler.true_forms import FORMS, Draft, Place, draw


@dataclass
class Tally:
    """What became of the figures of some forms. `faults` are the worst of them, for the person who looks."""

    cells: int = 0
    read: int = 0
    told: int = 0
    silent: int = 0
    wrong: int = 0
    faults: list[str] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        return self.read / self.cells if self.cells else 1.0

    def add(self, other: "Tally") -> None:
        self.cells += other.cells
        self.read += other.read
        self.told += other.told
        self.silent += other.silent
        self.wrong += other.wrong
        self.faults += other.faults
        self.codes += other.codes


def drafts(mutation: str, count: int, forms: Iterable[str] = FORMS) -> list[Draft]:
    """Damaged reports of each form, every other one sparse, the same ones each time."""
    made = []
    for form in forms:
        for number in range(count):
            rng = Random(f"{mutation} {form} {number}")
            draft = draw(rng, form, sparse=number % 2 == 1)
            MUTATIONS[mutation](rng, draft)
            made.append(draft)
    return made


def judge(draft: Draft, text: str, *, traceless: bool = False) -> Tally:
    """Compare what is read of a text with the truth. Where a text is `traceless`, blank cells left nothing in it: a
    nought read as the total of noughts is none the worse for standing in another of them."""
    statements, _, _, problems = read_tables(text)
    truth = stated(draft.truth)
    found: dict[Place, object] = {}
    tally = Tally(cells=len(truth), codes=Counter(code for code, _ in problems))
    for one in statements:
        if one.cell is None or one.cell.column == "unplaced" or one.value is None:
            continue
        place = (one.cell.row, "year" if one.source == "annex" else one.cell.column)
        found[place] = one.value
        if truth.get(place) == one.value:
            tally.read += 1
        elif one.cell.column == "amount" and not one.unit:
            # Money whose unit is not read states no amount, and a problem says so.
            tally.told += 1
        elif traceless and not one.value and draft.truth.get(place, one.value) is None:
            continue
        else:
            tally.wrong += 1
            tally.faults.append(f"{draft.form} {place}: {one.value} for {truth.get(place)}")
    missing = [place for place in truth if place not in found]
    if set(tally.codes) - {"unit_not_printed"}:
        tally.told += len(missing)
    else:
        tally.silent = len(missing)
    if missing:
        tally.faults.append(f"{draft.form} missing {len(missing)}: {missing[:2]} {dict(problems)}")
    return tally


def measure(mutation: str, count: int, ways: Mapping[str, object], forms: Iterable[str] = FORMS) -> dict[str, Tally]:
    """Tallies by way for one mutation."""
    tallies: dict[str, Tally] = {way: Tally() for way in ways}
    for draft in drafts(mutation, count, forms):
        for way in ways:
            tallies[way].add(judge(draft, ALL_WAYS[way](draft), traceless=way in TRACELESS))
    return tallies


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drafts", type=int, default=4)
    parser.add_argument("--ways", default=",".join(ALL_WAYS))
    parser.add_argument("--mutations", default=",".join(MUTATIONS))
    parser.add_argument("--faults", type=int, default=0, help="how many faults of each mutation to print")
    arguments = parser.parse_args()
    ways = dict.fromkeys(arguments.ways.split(","))
    by_way = {way: Tally() for way in ways}
    print(f"{'mutation':28} {'cells':>8} {'read':>8} {'told':>8} {'silent':>7} {'wrong':>6}")
    for mutation in arguments.mutations.split(","):
        tallies = measure(mutation, arguments.drafts, ways)
        whole = Tally()
        for way, tally in tallies.items():
            whole.add(tally)
            by_way[way].add(tally)
            for fault in tally.faults[: arguments.faults]:
                print(f"    {way}: {fault}")
        _print(mutation, whole)
    for way, tally in by_way.items():
        _print(f"- {way}", tally)
    everything = Tally()
    for tally in by_way.values():
        everything.add(tally)
    _print("all", everything)


def _print(name: str, tally: Tally) -> None:
    cells = max(tally.cells, 1)
    shares = f"{tally.read / cells:8.2%} {tally.told / cells:8.2%}"
    print(f"{name:28} {tally.cells:8} {shares} {tally.silent:7} {tally.wrong:6}")


if __name__ == "__main__":
    main()
