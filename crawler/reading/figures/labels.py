"""Printed labels against official ones: blanks, punctuation and list numbers set aside, typos and breaks borne."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.reading.figures.folding import fold

_OTHER = re.compile(r"[^\u4e00-\u9fff]+")
#: How many characters before a row are looked at for its label; the longest has 34.
_REACH = 60
_SHORTEST_CUT = 4


def squeeze_label(text: str) -> str:
    """The ideographs of a label alone. What is printed as a radical (PDF fonts do) or in traditional characters is the
    plain character."""
    plain = _OTHER.sub("", unicodedata.normalize("NFKC", text))
    return fold(plain).text if _is_traditional(plain) else plain


def _is_traditional(plain: str) -> bool:
    return any(character in plain for character in "開數請訴訟復議維結總計條項報許處強費屬")


@dataclass(frozen=True, slots=True)
class Match:
    """A row recognised: its key, the words that decided, and how many characters differ from the official label."""

    key: str
    words: str
    errors: int = 0


class LabelBook:
    """The labels rows may have, by key: whole, and cut off no shorter than four characters and two fifths."""

    def __init__(self, labels: Mapping[str, Sequence[str]]) -> None:
        self.names = [(name, key) for key, names in labels.items() for name in names]
        self.whole = dict(self.names)
        self.cut: dict[str, set[str]] = {}
        for name, key in self.names:
            for size in range(max(_SHORTEST_CUT, len(name) * 2 // 5), len(name)):
                self.cut.setdefault(name[:size], set()).add(key)
        self.longest = max(len(name) for name, _ in self.names)


def match_tail(label: str, book: LabelBook, *, fuzzy: bool = True) -> Match | None:
    """The row whose label ends `label` (squeezed), None where none does or two do equally well.

    First the longest label printed in full; then one cut off, as where its figures stand beside the first of its two
    lines; then one with at most a character in four mistyped, lost or too many.
    """
    tail = label[-_REACH:]
    sizes = range(min(book.longest, len(tail)), 0, -1)
    for size in sizes:
        if key := book.whole.get(tail[-size:]):
            return Match(key, tail[-size:])
    if not fuzzy or not tail:
        return None
    for size in sizes:
        keys = book.cut.get(tail[-size:], set())
        if len(keys) == 1:
            return Match(next(iter(keys)), tail[-size:])
        if keys:
            break
    near: dict[str, tuple[int, int]] = {}
    for name, key in book.names:
        if len(name) < _SHORTEST_CUT:
            continue
        errors = ends_with_errors(name, tail[-len(name) - len(name) // 4 :])[-1]
        if errors <= len(name) // 4:
            near[key] = min(near.get(key, (99, 0)), (errors, len(name)))
    if not near:
        return None
    # Fewest errors for the length: 18 of 20 right is better than 4 of 5.
    ranked = sorted((errors / length, -length, key) for key, (errors, length) in near.items())
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    key = ranked[0][2]
    errors, length = near[key]
    return Match(key, tail[-length:], errors)


def find_within(name: str, text: str, *, fuzzy: bool = True) -> int:
    """Where `name` last stands in `text` (its end), -1 where it does not; with at most one character in six wrong,
    blanks and marks already set aside."""
    at = text.rfind(name)
    if at >= 0:
        return at + len(name)
    allowed = len(name) // 6
    if not fuzzy or not allowed or len(text) < len(name) - allowed:
        return -1
    scores = ends_with_errors(name, text)
    best = min(scores)
    return len(scores) - 1 - scores[::-1].index(best) if best <= allowed else -1


@lru_cache(maxsize=4096)
def ends_with_errors(name: str, text: str) -> tuple[int, ...]:
    """For every length n, in how many characters `name` differs from the piece of text[:n] most like it that ends there
    (Myers' bit-parallel way: one step a character whatever the length of `name`)."""
    size = len(name)
    peq: dict[str, int] = {}
    for at, character in enumerate(name):
        peq[character] = peq.get(character, 0) | 1 << at
    mask, last = (1 << size) - 1, 1 << (size - 1)
    plus, minus, score = mask, 0, size
    scores = [score]
    for character in text:
        equal = peq.get(character, 0)
        across = (((equal & plus) + plus) ^ plus) | equal
        up = minus | ~(across | plus) & mask
        down = plus & across
        score += bool(up & last) - bool(down & last)
        scores.append(score)
        up = (up << 1) & mask
        down = (down << 1) & mask
        vertical = equal | minus
        plus = down | ~(vertical | up) & mask
        minus = up & vertical
    return tuple(scores)
