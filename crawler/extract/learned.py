"""What a site prints on its pages and no rule names, learned from the texts it has already given.

A line is the site's own when the same words, figures aside, stand at the same kind of place (among the first or the
last lines, on the same path of elements) in most of the site's texts, of several issuers, and no report could have
written them (report_language). What was learned says on how many pages, since when and where; it is applied from the
next reading on, under a version that stands in the text's rules; forgetting it reads those texts again.

Both steps are pure. `learn` sees a set of texts, so the order they were crawled in is nothing to it, and what it
learned before stays learned: the texts read since no longer show it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from archive.chrome.lines import ChromeLine, LearnedChrome, Where
from crawler.extract.lines import Block, visible
from crawler.extract.report_language import is_report_language

#: Texts that show a line, of different issuers or years; the share of those that could; the issuers among them.
LEAST_TEXTS = 6
LEAST_SHARE = 0.6
LEAST_ISSUERS = 3
#: How many lines count as the first and the last of a text; of a short one a third each.
_EDGE = 5
#: More than this share of a text is no chrome, whatever repeats it.
_MOST_TAKEN = 0.2
_EXAMPLES = 3

_FIGURES = re.compile(r"[0-9０-９]+")
_NUMBERS_OF_STEPS = re.compile(r"\[\d+\]")


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


def learn(texts: Iterable[SeenText], known: LearnedChrome | None = None) -> LearnedChrome:
    """What the texts of one site show to be the site's own, beside what is `known` already.

    One text counts for each issuer and year, so a report that came as page and as file, or anew, is one. Only lines of
    pages are learned: a file has nothing of its site's.
    """
    chosen: dict[tuple[str, int | None], SeenText] = {}
    for text in sorted(texts, key=lambda text: (text.seen, text.report, text.lines)):
        if text.issuer and any(" > " in place or "[" in place for place in text.places):
            chosen.setdefault((text.issuer, text.year), text)
    stood: dict[tuple[str, Where, str], list[tuple[SeenText, str]]] = {}
    could: dict[tuple[Where, str], int] = {}
    for text in chosen.values():
        edges = [
            (where, _kind_of(text.places[number]), text.lines[number])
            for number, where in _edges(len(text.lines))
            if number < len(text.places)
        ]
        for place in {(where, path) for where, path, _ in edges}:
            could[place] = could.get(place, 0) + 1
        for key, words in {(_pattern(words), where, path): words for where, path, words in edges}.items():
            if not is_report_language(words):
                stood.setdefault(key, []).append((text, words))
    found = {line.key: line for line in (known.lines if known else ())}
    for key, places in stood.items():
        among = could[key[1], key[2]]
        issuers = {text.issuer for text, _ in places}
        if key in found or len(places) < max(LEAST_TEXTS, LEAST_SHARE * among) or len(issuers) < LEAST_ISSUERS:
            continue
        first, words = places[0]
        examples = tuple(text.report for text, _ in places[:_EXAMPLES])
        found[key] = ChromeLine(*key, words, len(places), among, len(issuers), first.seen, examples)
    return LearnedChrome(tuple(found[key] for key in sorted(found)))


def drop_learned(lines: Sequence[Block], learned: LearnedChrome) -> tuple[list[Block], bool]:
    """The lines without the site's own, and whether that was refused because it would have taken too much."""
    keys = {line.key for line in learned.lines}
    taken = {
        number
        for number, where in _edges(len(lines))
        if (_pattern(lines[number].shown), where, _kind_of(lines[number].place)) in keys
    }
    size = sum(visible(lines[number].text) for number in taken)
    if size > _MOST_TAKEN * sum(visible(line.text) for line in lines):
        return list(lines), True
    return [line for number, line in enumerate(lines) if number not in taken], False


def _edges(count: int) -> list[tuple[int, Where]]:
    """The first and last lines of so many."""
    edge = min(_EDGE, count // 3)
    head: list[tuple[int, Where]] = [(number, "head") for number in range(edge)]
    return head + [(number, "tail") for number in range(count - edge, count)]


def _pattern(line: str) -> str:
    return _FIGURES.sub("0", "".join(line.split()))


def _kind_of(place: str) -> str:
    """A path without the numbers of its steps: the third paragraph is where any other is."""
    return _NUMBERS_OF_STEPS.sub("", place)
