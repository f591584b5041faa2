"""What a site prints on its pages and no rule names, learned from the texts it has already given.

A line is the site's own when the same words, figures aside, stand at the same kind of place (among the first or the
last lines, on the same path of elements) in most of the site's texts, of several issuers, and no report could have
written them (report_language). What was learned says on how many pages, since when and where; it is applied from the
next reading on, under a version that stands in the text's rules; forgetting it reads those texts again.

Both steps are pure. `learn` sees a set of texts, so the order they were crawled in is nothing to it, and what it
learned before stays learned: the texts read since no longer show it. It looks behind lines that are learned, so a text
read before them teaches what the same text read after them does.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from archive.chrome.lines import ChromeLine, LearnedChrome, Where, pattern_of
from crawler.extract.lines import Block, visible
from crawler.extract.report_language import is_report_language

#: Reports that show a line, of different issuers or years; the share of those that could; the issuers among them.
LEAST_TEXTS = 6
LEAST_SHARE = 0.6
LEAST_ISSUERS = 3
#: The share where the author's own paragraphs stand on the same path: what most offices close with is not the site's.
LEAST_SHARE_AMONG_PARAGRAPHS = 0.9
#: How many lines count as the first and the last of a text; of a short one a third each.
_EDGE = 5
#: How often the edges are looked at anew behind what was taken: footers are longer than that.
_MOST_ROUNDS = 6
#: More than this share of a text is no chrome, whatever repeats it.
_MOST_TAKEN = 0.2
#: Elements nested deeper than that are no place a template prints at.
_LONGEST_PATH = 400
_EXAMPLES = 3

_NUMBERS_OF_STEPS = re.compile(r"\[\d+\]")

#: Pattern, edge and path: what a line must match.
Key = tuple[str, Where, str]


@dataclass(frozen=True, slots=True)
class SeenText:
    """A clean text of the archive: `report` is what the archive calls it, `places` where its lines come from, `seen`
    when it was first fetched. A text whose issuer is not known counts for nothing."""

    report: str
    issuer: str
    year: int | None
    seen: date
    lines: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(slots=True)
class _Shown:
    """The reports that show one line, in a fixed order, and how many of them have paragraphs of their own there."""

    reports: list[tuple[str, SeenText, str]] = field(default_factory=list)
    among_paragraphs: int = 0


def learn(texts: Iterable[SeenText], known: LearnedChrome | None = None) -> LearnedChrome:
    """What the texts of one site show to be the site's own, beside what is `known` already and without what a person
    judged to be the reports'.

    The texts of one issuer and year count once, so a report that came to two addresses, or anew, is one. Only lines of
    pages are learned: a file has nothing of its site's.
    """
    before = known or LearnedChrome()
    groups: dict[tuple[str, int], list[SeenText]] = {}
    for text in texts:
        if text.issuer and any(" > " in place or "[" in place for place in text.places):
            groups.setdefault((text.issuer, text.year or 0), []).append(text)
    ordered = [sorted(groups[name], key=lambda text: (text.lines, text.places, text.report)) for name in sorted(groups)]
    found = {line.key: line for line in before.lines}
    for _ in range(_MOST_ROUNDS):
        new = [line for line in _look(ordered, found) if line.pattern not in before.forgotten]
        if not new:
            break
        found.update({line.key: line for line in new})
    return replace(before, lines=tuple(found[key] for key in sorted(found)))


def drop_learned(lines: Sequence[Block], learned: LearnedChrome) -> tuple[list[Block], bool]:
    """The lines without the site's own, and whether that was refused because it would have taken too much."""
    keys = {line.key for line in learned.lines}
    taken = _taken([line.shown for line in lines], [line.place for line in lines], keys)
    size = sum(visible(lines[number].text) for number in taken)
    if size > _MOST_TAKEN * sum(visible(line.text) for line in lines):
        return list(lines), True
    return [line for number, line in enumerate(lines) if number not in taken], False


def _look(groups: Sequence[Sequence[SeenText]], known: Collection[Key]) -> Iterator[ChromeLine]:
    """The lines that most of the texts show at their edges, those `known` taken away first."""
    shown: dict[Key, _Shown] = {}
    could: Counter[tuple[Where, str]] = Counter()
    for group in groups:
        places: set[tuple[Where, str]] = set()
        first: dict[Key, tuple[SeenText, str, bool]] = {}
        for text in group:
            for key, words, among in _edge_lines(text, known):
                places.add(key[1:])
                first.setdefault(key, (text, words, among))
        could.update(places)
        for key, (text, words, among) in first.items():
            if len(key[2]) <= _LONGEST_PATH and not is_report_language(words):
                one = shown.setdefault(key, _Shown())
                one.reports.append((text.report, text, words))
                one.among_paragraphs += int(among)
    # Of a place that learned lines stood at, nobody can tell any more which texts had it.
    could.update({key[1:]: len(groups) - could[key[1:]] for key in known})
    for key, one in shown.items():
        count, of = len(one.reports), could[key[1:]]
        issuers = {text.issuer for _, text, _ in one.reports}
        share = LEAST_SHARE_AMONG_PARAGRAPHS if one.among_paragraphs * 2 > count else LEAST_SHARE
        if count < max(LEAST_TEXTS, share * of) or len(issuers) < LEAST_ISSUERS:
            continue
        since = min(text.seen for _, text, _ in one.reports)
        examples = tuple(report for report, _, _ in one.reports[:_EXAMPLES])
        yield ChromeLine(*key, one.reports[0][2], count, of, len(issuers), since, examples)


def _edge_lines(text: SeenText, known: Collection[Key]) -> Iterator[tuple[Key, str, bool]]:
    """The first and last lines of a text behind those `known`: key, words, and whether lines between the edges stand on
    the same path."""
    count = min(len(text.lines), len(text.places))
    taken = _taken(text.lines[:count], text.places[:count], known)
    if taken:
        sizes = [visible(line) for line in text.lines]
        # Such a text keeps its lines when it is read, so nothing stands behind them.
        taken = set() if sum(sizes[number] for number in taken) > _MOST_TAKEN * sum(sizes) else taken
    left = [number for number in range(count) if number not in taken]
    edges = _edges(len(left))
    at_edges = {at for at, _ in edges}
    between = {_kind_of(text.places[number]) for at, number in enumerate(left) if at not in at_edges}
    for at, where in edges:
        path = _kind_of(text.places[left[at]])
        words = text.lines[left[at]]
        yield (pattern_of(words), where, path), words, path in between


def _taken(shown: Sequence[str], places: Sequence[str], keys: Collection[Key]) -> set[int]:
    """The numbers of the lines at the edges that match, looked at again behind those taken."""
    taken: set[int] = set()
    left = list(range(len(shown))) if keys else []
    for _ in range(_MOST_ROUNDS):
        now = {
            left[at]
            for at, where in _edges(len(left))
            if (pattern_of(shown[left[at]]), where, _kind_of(places[left[at]])) in keys
        }
        if not now:
            break
        taken |= now
        left = [number for number in left if number not in now]
    return taken


def _edges(count: int) -> list[tuple[int, Where]]:
    """The first and last lines of so many."""
    edge = min(_EDGE, count // 3)
    head: list[tuple[int, Where]] = [(number, "head") for number in range(edge)]
    return head + [(number, "tail") for number in range(count - edge, count)]


def _kind_of(place: str) -> str:
    """A path without the numbers of its steps: the third paragraph is where any other is."""
    return _NUMBERS_OF_STEPS.sub("", place)
