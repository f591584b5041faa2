"""What a second reading says otherwise than the first, in words a person can judge, masked as all that is shown."""

import pickle
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from os import SEEK_END
from tempfile import SpooledTemporaryFile
from typing import Any
from weakref import finalize

from archive.figures.values import ReadFigures, UnreadText
from archive.masking import mask
from archive.payloads import KeptPayload, KnownReading
from archive.screens import to_json
from crawler.replay.figures import FigureDifference, compare_figures, same_figures
from crawler.replay.reading import ReadAgain

#: Lines of a text difference that are shown; the counts are of all.
_SHOWN_LINES = 12
_LONGEST_LINE = 200
#: Longer texts are counted and not laid side by side, which takes time by the square of their lines.
_MOST_LINES = 5_000
#: Bytes of differences kept in memory.
_IN_MEMORY = 16 * 1024 * 1024
_DATES = ("period_start", "period_end", "signed", "posted", "url_date")


@dataclass(frozen=True, slots=True)
class Difference:
    """One payload, or one text as it is stored, that reads otherwise.

    `changes` gives, by name, what was read before and what is read today: kind, accepted, title, issuer, year, scope,
    the dates each with its source, flags. `removed` and `added` count lines of the text, `diff` shows the first of
    them; `figures` are all that is stated otherwise. `same_rules` marks what must not be: the same bytes under the same
    rules, read otherwise. `shown` tells that it is not about a payload but about the text a version shows, which stays
    as it was first read and is only read again for its figures.
    """

    site: str
    report: str | None
    url: str
    digest: str
    first_read: bool
    same_rules: bool
    changes: Mapping[str, tuple[Any, Any]]
    removed: int
    added: int
    diff: tuple[str, ...]
    figures: tuple[FigureDifference, ...] = ()
    shown: bool = False

    def to_json(self) -> dict[str, Any]:
        """The difference as plain data."""
        return {
            "site": self.site,
            "report": self.report,
            "url": self.url,
            "digest": self.digest,
            "of": "shown text" if self.shown else "payload",
            "first_read": self.first_read,
            "same_rules": self.same_rules,
            "changes": {name: {"before": before, "now": now} for name, (before, now) in self.changes.items()},
            "lines_removed": self.removed,
            "lines_added": self.added,
            "diff": list(self.diff),
            "figures": [to_json(one) for one in self.figures],
        }

    def words(self) -> str:
        """What differs, on one line."""
        said = ["the text that is shown"] if self.shown else []
        if self.first_read:
            said.append("read for the first time")
        if self.same_rules:
            said.append("under the same rules")
        if self.removed or self.added:
            said.append(f"text -{self.removed} +{self.added} lines")
        said += [f"{name} {_said(before)} → {_said(now)}" for name, (before, now) in self.changes.items()]
        return ", ".join([*said, *_counted(self.figures)])


class Differences:
    """Differences in the order they were found. Beyond some megabytes they lie in a file of the system's temporary
    folder: a change of rules may make one of every payload of an archive."""

    def __init__(self) -> None:
        self._count = 0
        # Open as long as the differences are there, and gone with them.
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        finalize(self, self._file.close)

    def append(self, difference: Difference) -> None:
        """Add one."""
        self._file.seek(0, SEEK_END)
        pickle.dump(difference, self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Difference]:
        place = 0
        for _ in range(self._count):
            self._file.seek(place)
            difference: Difference = pickle.load(self._file)
            place = self._file.tell()
            yield difference


def compare(payload: KeptPayload, before: KnownReading | None, now: ReadAgain) -> Difference | None:
    """What differs between the last reading of a payload and today's; None when nothing does."""
    text = stored_form(now.text)
    old_text, old_figures = (before.text, before.figures) if before else (None, None)
    old, new = _points(before), _points_of(now)
    changes = {name: (old.get(name), value) for name, value in new.items() if old.get(name) != value}
    removed, added, diff = _lines(old_text, text)
    first_read = (before is None or before.text is None or not before.accepted) and now.accepted
    same_rules = before is not None and before.rules == now.rules
    figures = compare_figures(old_figures, old_text, now.figures, text)
    differs = (
        bool(changes or figures) or old_text != text or (same_rules and not same_figures(old_figures, now.figures))
    )
    if before is not None and not differs:
        return None
    return Difference(
        site=payload.site_id,
        report=before.report_id if before else None,
        url=payload.url,
        digest=payload.digest,
        first_read=first_read,
        same_rules=same_rules,
        changes=changes,
        removed=removed,
        added=added,
        diff=diff,
        figures=figures,
    )


def compare_shown(site: str, text: UnreadText, before: ReadFigures | None, now: ReadFigures) -> Difference | None:
    """What the text of a version, as it is stored, states otherwise under today's rules; None when nothing."""
    figures = compare_figures(before, text.body, now, text.body)
    if before is not None and not figures:
        return None
    return Difference(
        site, text.report_id, text.url, text.digest, before is None, False, {}, 0, 0, (), figures, shown=True
    )


def stored_form(text: str | None) -> str | None:
    """A text as the archive stores it: a lone surrogate, which no file can hold, is U+FFFD there."""
    return None if text is None else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _points(known: KnownReading | None) -> dict[str, Any]:
    if known is None:
        return {}
    facts = known.facts
    issuer = facts.get("issuer") or {}
    return {
        "kind": known.kind,
        "accepted": known.accepted,
        "title": mask(known.title),
        "issuer": _name(issuer.get("division"), issuer.get("name")),
        "year": facts.get("year"),
        "scope": facts.get("scope"),
        **_dates(facts),
    }


def _points_of(now: ReadAgain) -> dict[str, Any]:
    issuer = now.issuer
    return {
        "kind": now.kind,
        "accepted": now.accepted,
        "title": mask(now.title),
        "issuer": _name(issuer.division, issuer.name) if issuer else None,
        "year": now.year,
        "scope": now.scope,
        **_dates(now.facts),
    }


def _dates(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The dates of a report, each with where it stands: 2018-01-03 from signature; and what was noted of them."""
    known: dict[str, Any] = {}
    for name in _DATES:
        stated = facts.get(name)
        broken = ", broken" if stated and stated.get("broken") else ""
        known[name] = f"{stated['value']} from {stated['source']}{broken}" if stated else None
    return known | {"flags": ", ".join(facts.get("flags") or ()) or None}


def _counted(figures: tuple[FigureDifference, ...]) -> Iterator[str]:
    for kind in ("figure", "headline", "check", "form"):
        of = [one for one in figures if one.kind == kind]
        added, gone = sum(one.before is None for one in of), sum(one.now is None for one in of)
        numbers = {"changed": len(of) - added - gone, "added": added, "gone": gone}
        if told := ", ".join(f"{count} {word}" for word, count in numbers.items() if count):
            yield f"{kind if kind == 'form' else kind + 's'} {told}"


def _said(value: Any) -> str:
    return "-" if value is None else str(value)


def _name(division: str | None, name: str | None) -> str | None:
    return division or name


def _lines(before: str | None, now: str | None) -> tuple[int, int, tuple[str, ...]]:
    if before == now:
        return 0, 0, ()
    old, new = (before or "").splitlines(), (now or "").splitlines()
    if not old or not new:
        # One side is nothing: a difference would only repeat the other.
        return len(old), len(new), ()
    if max(len(old), len(new)) > _MOST_LINES:
        left, right = Counter(old), Counter(new)
        return (left - right).total(), (right - left).total(), ()
    lines = list(_changed(old, new, mask(before or "").splitlines(), mask(now or "").splitlines()))
    removed = sum(1 for line in lines if line.startswith("-"))
    return removed, len(lines) - removed, tuple(line[:_LONGEST_LINE] for line in lines[:_SHOWN_LINES])


def _changed(old: list[str], new: list[str], old_shown: list[str], new_shown: list[str]) -> Iterator[str]:
    """Lines only one side has. What changed is decided on the texts, what is shown of it is masked, line for line."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            yield from (f"-{line}" for line in old_shown[a:b])
            yield from (f"+{line}" for line in new_shown[c:d])
