"""What a second reading states otherwise than the first: figures by key and place, headlines, checks, the form.

Spans move with every character of the text before them, so a figure is known again by its key and place: the cell of a
form, or the printed label in running text, and among several of one place by what they state and then by their order.
What is told is masked, as it is wherever the archive shows a text.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from archive.figures.values import ReadFigures, StatedFigure
from archive.figures.wording import plain
from archive.masking import mask

Kind = Literal["figure", "headline", "check", "form"]
#: What is told of a figure beside its words and their span.
_TOLD = (
    *("value", "unit", "scope", "polarity", "approximation", "low", "high"),
    *("unit_printed", "source", "section", "cue", "group"),
)
#: Parts that a person is not told on a line of their own: the words they stand in say it.
_UNTOLD = frozenset({"start", "end", "section", "cue", "source"})


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """One figure, headline or check that reads otherwise.

    `key` is the key of the figure or headline, or the id of the check; `place` its cell, label or place. `before` is
    what was read before, None for what is new; `now` what is read today, None for what is gone.
    """

    kind: Kind
    key: str
    place: str
    before: Mapping[str, Any] | None
    now: Mapping[str, Any] | None

    def words(self) -> str:
        """The difference on one line."""
        name = " ".join(filter(None, (self.kind, self.key, self.place)))
        if self.before is None:
            return f"{name} added: {_summary(self.now or {})}"
        if self.now is None:
            return f"{name} gone: {_summary(self.before)}"
        parts = [part for part in self.now if self.before[part] != self.now[part]]
        told = [part for part in parts if part not in _UNTOLD] or [part for part in parts if part != "end"]
        return f"{name}: {', '.join(f'{part} {_said(self.before[part])} → {_said(self.now[part])}' for part in told)}"


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing a reading states. `identity` knows it again in another reading; `told` is told of it; `stated` decides
    whether it reads otherwise."""

    kind: Kind
    key: str
    place: str
    identity: tuple[str, ...]
    told: Mapping[str, Any]
    stated: tuple[Any, ...]


def compare_figures(
    before: ReadFigures | None, old_text: str | None, now: ReadFigures | None, new_text: str | None
) -> tuple[FigureDifference, ...]:
    """What two readings of figures, each with the text it was read from, state otherwise: in the order of today's, what
    is gone at the end.

    Where one of them states nothing only the headlines are told: a difference would only repeat the other.
    """
    if same_figures(before, now):
        return ()
    same_text, alone = old_text == new_text, before is None or now is None
    old = _items(before, old_text or "", same_text=same_text, alone=alone)
    new = _items(now, new_text or "", same_text=same_text, alone=alone)
    found = [
        FigureDifference(item.kind, item.key, item.place, was.told if was else None, item.told)
        for was, item in _paired(old, new)
    ]
    return (*found, *(FigureDifference(item.kind, item.key, item.place, item.told, None) for item in old))


def same_figures(before: ReadFigures | None, now: ReadFigures | None) -> bool:
    """Whether two readings state the same in the same places, whichever order their headlines are kept in."""
    if before is None or now is None:
        return before is now
    return _in_order(before) == _in_order(now)


def _in_order(read: ReadFigures) -> ReadFigures:
    return replace(read, headlines=tuple(sorted(read.headlines, key=lambda one: one.key)))


def _paired(old: list[_Item], new: Sequence[_Item]) -> Iterator[tuple[_Item | None, _Item]]:
    """What differs of `new`, each with what it was; what pairs is taken out of `old`, so that the rest is gone."""
    waiting: dict[tuple[str, ...], list[_Item]] = defaultdict(list)
    for item in old:
        waiting[item.identity].append(item)
    differing = []
    for item in new:
        same = next((was for was in waiting[item.identity] if was.stated == item.stated), None)
        if same is None:
            differing.append(item)
        else:
            waiting[item.identity].remove(same)
    pairs = [(waiting[item.identity].pop(0) if waiting[item.identity] else None, item) for item in differing]
    left = {id(item) for items in waiting.values() for item in items}
    old[:] = [item for item in old if id(item) in left]
    yield from pairs


def _items(read: ReadFigures | None, text: str, *, same_text: bool, alone: bool) -> list[_Item]:
    if read is None:
        return []
    items: list[_Item] = []
    told: dict[str, Any]
    if not alone:
        items += _figures(read.figures, text, same_text=same_text)
    for one in read.headlines:
        told = {"value": one.value, "rule": one.rule, "conflict": one.conflict}
        items.append(_item("headline", one.key, "", told))
    if not alone:
        for check in read.checks:
            told = {name: getattr(check, name) for name in ("outcome", "left", "right", "message")}
            items.append(_item("check", check.id, check.where, told))
        told = {"form": read.form, "annex": read.annex, "not_mentioned": read.not_mentioned, "noted": read.problems}
        items.append(_item("form", "", "", told))
    return items


def _item(kind: Kind, key: str, place: str, told: Mapping[str, Any]) -> _Item:
    return _Item(kind, key, mask(place), (kind, key, place), told, tuple(told.values()))


def _figures(figures: Sequence[StatedFigure], text: str, *, same_text: bool) -> Iterator[_Item]:
    shown = mask(text)
    for figure in figures:
        stated = {name: getattr(figure, name) for name in _TOLD}
        span = (figure.start, figure.end)
        # White space is the cleaning's affair; the same words in another place of the same text are another place.
        words = "".join(text[figure.start : figure.end].split())
        cell = (figure.cell_block, figure.cell_row, figure.cell_column)
        told = {name: mask(value) if isinstance(value, str) else value for name, value in stated.items()}
        yield _Item(
            "figure",
            figure.key,
            " · ".join(filter(None, (mask(figure.label), *cell))),
            ("figure", figure.key, figure.part_of, figure.label, *cell),
            told | {"words": shown[figure.start : figure.end], "start": figure.start, "end": figure.end},
            (*stated.values(), words, *(span if same_text else ())),
        )


def _summary(told: Mapping[str, Any]) -> str:
    """What was stated, without its name."""
    if "words" in told:
        return " ".join(filter(None, (_said(told["value"]), told["unit_printed"], f"“{_said(told['words'])}”")))
    return ", ".join(_said(told[part]) for part in ("outcome", "value", "rule", "message", "form") if part in told)


def _said(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return ", ".join(map(_said, value)) or "-"
    return "-" if value is None or value == "" else " ".join(str(value).split())
