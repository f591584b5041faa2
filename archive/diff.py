"""What changed between two texts: paragraph by paragraph, and inside a changed paragraph character by character.

Every place is counted in code points of the whole stored text, so a span can be cited against the text's digest. Blank
lines are layout and take no part.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

EditKind = Literal["same", "changed", "moved", "added", "removed"]

#: Matching pairs of elements beyond which difflib takes seconds; above it, anchors cut the problem first.
_MOST_PAIRS = 400_000
#: Below this likeness two paragraphs are one removed and one added, not one changed.
_ALIKE = 0.4
#: Pairs of paragraphs compared for likeness in one block; a larger block is paired in order.
_MOST_LIKENESS = 2_500


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of a text that holds something: `start` is its place in the text, in code points."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Change:
    """Characters `[before_start, before_end)` of the earlier text became `[after_start, after_end)` of the later.

    One of the two may be empty: characters only added or only removed.
    """

    before_start: int
    before_end: int
    after_start: int
    after_end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What became of one paragraph. `changes` only where it is `changed`, in the order of the text."""

    kind: EditKind
    before: Paragraph | None
    after: Paragraph | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All paragraphs of two texts in reading order, the same ones included."""

    edits: tuple[Edit, ...]

    @property
    def changed(self) -> tuple[Edit, ...]:
        """The edits that are not `same`."""
        return tuple(edit for edit in self.edits if edit.kind != "same")


def compare(before: str, after: str) -> Difference:
    """What changed from `before` to `after`."""
    old, new = list(_paragraphs(before)), list(_paragraphs(after))
    edits: list[Edit] = []
    for low, high, new_low, new_high, equal in _blocks([p.text for p in old], [p.text for p in new]):
        if equal:
            edits.extend(Edit("same", a, b) for a, b in zip(old[low:high], new[new_low:new_high], strict=True))
        else:
            edits.extend(_block_edits(old[low:high], new[new_low:new_high]))
    return Difference(tuple(_with_moves(edits)))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    start = 0
    for line in text.splitlines(keepends=True):
        content = line.rstrip()
        if content:
            lead = len(content) - len(content.lstrip())
            yield Paragraph(start + lead, content[lead:])
        start += len(line)


def _block_edits(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[Edit]:
    at = new_at = 0
    for left, right in [*_partners(old, new), (len(old), len(new))]:
        for paragraph in old[at:left]:
            yield Edit("removed", paragraph, None)
        for paragraph in new[new_at:right]:
            yield Edit("added", None, paragraph)
        if left < len(old):
            yield Edit("changed", old[left], new[right], tuple(_changes(old[left], new[right])))
        at, new_at = left + 1, right + 1


def _partners(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """Pairs of paragraphs that are one paragraph changed, in order: the pairing with the greatest likeness in sum."""
    if not old or not new:
        return []
    old_bags, new_bags = [_bag(p.text) for p in old], [_bag(p.text) for p in new]
    if len(old) * len(new) > _MOST_LIKENESS:
        return [
            (at, at) for at, (a, b) in enumerate(zip(old_bags, new_bags, strict=False)) if _likeness(a, b) >= _ALIKE
        ]
    likeness = [[_likeness(a, b) for b in new_bags] for a in old_bags]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if likeness[i][j] >= _ALIKE:
                best[i][j] = max(best[i][j], likeness[i][j] + best[i + 1][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if likeness[i][j] >= _ALIKE and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _bag(text: str) -> Counter[str]:
    return Counter(text)


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    return 2 * (a & b).total() / (a.total() + b.total())


def _changes(old: Paragraph, new: Paragraph) -> Iterator[Change]:
    for low, high, new_low, new_high, equal in _blocks(old.text, new.text):
        if not equal:
            yield Change(
                old.start + low,
                old.start + high,
                new.start + new_low,
                new.start + new_high,
                old.text[low:high],
                new.text[new_low:new_high],
            )


def _with_moves(edits: Sequence[Edit]) -> Iterator[Edit]:
    """A paragraph removed here and added there, word for word, has moved; it is told where it stands now."""
    removed: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit.kind == "removed" and edit.before:
            removed.setdefault(edit.before.text, []).append(edit)
    moved: dict[int, Edit] = {}
    gone: set[int] = set()
    for edit in edits:
        if edit.kind == "added" and edit.after and (sources := removed.get(edit.after.text)):
            source = sources.pop(0)
            gone.add(id(source))
            moved[id(edit)] = Edit("moved", source.before, edit.after)
    for edit in edits:
        if id(edit) not in gone:
            yield moved.get(id(edit), edit)


_Block = tuple[int, int, int, int, bool]


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[_Block]:
    """Equal and unequal stretches of two sequences in order: (old low, old high, new low, new high, equal)."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head:
        yield 0, head, 0, head, True
    yield from _middle(old, new, head, len(old) - tail, head, len(new) - tail)
    if tail:
        yield len(old) - tail, len(old), len(new) - tail, len(new), True


def _middle(
    old: Sequence[str], new: Sequence[str], low: int, high: int, new_low: int, new_high: int
) -> Iterator[_Block]:
    if low == high or new_low == new_high:
        if low < high or new_low < new_high:
            yield low, high, new_low, new_high, False
        return
    counts = Counter(new[new_low:new_high])
    if sum(counts[item] for item in old[low:high]) <= _MOST_PAIRS:
        matcher = SequenceMatcher(None, old[low:high], new[new_low:new_high], autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            yield low + a, low + b, new_low + c, new_low + d, tag == "equal"
        return
    anchors = _anchors(old, new, low, high, new_low, new_high)
    if not anchors:
        yield low, high, new_low, new_high, False
        return
    size = _ANCHOR if isinstance(old, str) else 1
    fences = [(low - size, new_low - size), *anchors, (high, new_high)]
    for (a, c), (b, d) in pairwise(fences):
        if a >= low:
            yield a, a + size, c, c + size, True
        yield from _middle(old, new, a + size, b, c + size, d)


#: Characters in an anchor of running text: long enough to be found once, short enough to lie between two corrections.
_ANCHOR = 12


def _anchors(
    old: Sequence[str], new: Sequence[str], low: int, high: int, new_low: int, new_high: int
) -> list[tuple[int, int]]:
    """Places of stretches found exactly once on either side, in the longest common order (patience diff)."""
    size = _ANCHOR if isinstance(old, str) else 1
    places = _once(old, low, high, size)
    new_places = _once(new, new_low, new_high, size)
    pairs = sorted((at, new_places[key]) for key, at in places.items() if key in new_places)
    chains: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for index, (_, there) in enumerate(pairs):
        left, right = 0, len(ends)
        while left < right:
            middle = (left + right) // 2
            if ends[middle] < there:
                left = middle + 1
            else:
                right = middle
        back.append(chains[left - 1] if left else -1)
        chains[left : left + 1] = [index]
        ends[left : left + 1] = [there]
    found: list[tuple[int, int]] = []
    at = chains[-1] if chains else -1
    while at >= 0:
        found.append(pairs[at])
        at = back[at]
    found.reverse()
    kept: list[tuple[int, int]] = []
    for here, there in found:
        if not kept or (here >= kept[-1][0] + size and there >= kept[-1][1] + size):
            kept.append((here, there))
    return kept


def _once(items: Sequence[str], low: int, high: int, size: int) -> dict[Sequence[str], int]:
    seen: dict[Sequence[str], int] = {}
    for at in range(low, high - size + 1):
        key: Sequence[str] = items[at : at + size] if size > 1 else items[at]
        seen[key] = -1 if key in seen else at
    return {key: at for key, at in seen.items() if at >= 0}
