"""What a second reading says otherwise than the first, in words a person can judge."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from archive.payloads import KeptPayload, KnownReading
from crawler.replay.reading import ReadAgain

#: Lines of a text difference that are shown; the counts are of all.
_SHOWN_LINES = 12
_LONGEST_LINE = 200
#: Longer texts are counted and not laid side by side, which takes time by the square of their lines.
_MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class Difference:
    """One payload that reads otherwise. `changes` gives, by name, what was read before and what is read today (kind,
    accepted, title, issuer, year, scope); `removed` and `added` count lines of the text, `diff` shows the first of
    them. `same_rules` marks what must not be: the same bytes under the same rules, read otherwise."""

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

    def to_json(self) -> dict[str, Any]:
        """The difference as plain data."""
        return {
            "site": self.site,
            "report": self.report,
            "url": self.url,
            "digest": self.digest,
            "first_read": self.first_read,
            "same_rules": self.same_rules,
            "changes": {name: {"before": before, "now": now} for name, (before, now) in self.changes.items()},
            "lines_removed": self.removed,
            "lines_added": self.added,
            "diff": list(self.diff),
        }

    def words(self) -> str:
        """What differs, on one line."""
        said = ["read for the first time"] if self.first_read else []
        if self.same_rules:
            said.append("under the same rules")
        if self.removed or self.added:
            said.append(f"text -{self.removed} +{self.added} lines")
        said += [f"{name} {before} → {now}" for name, (before, now) in self.changes.items()]
        return ", ".join(said)


def compare(payload: KeptPayload, before: KnownReading | None, now: ReadAgain) -> Difference | None:
    """What differs between the last reading of a payload and today's; None when nothing does."""
    text = stored_form(now.text)
    old, new = _points(before), _points_of(now)
    changes = {name: (old.get(name), value) for name, value in new.items() if old.get(name) != value}
    removed, added, diff = _lines(before.text if before else None, text)
    first_read = (before is None or before.text is None or not before.accepted) and now.accepted
    if before is not None and not changes and not removed and not added and before.text == text:
        return None
    return Difference(
        site=payload.site_id,
        report=before.report_id if before else None,
        url=payload.url,
        digest=payload.digest,
        first_read=first_read,
        same_rules=before is not None and before.rules == now.rules,
        changes=changes,
        removed=removed,
        added=added,
        diff=diff,
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
        "title": known.title,
        "issuer": _name(issuer.get("division"), issuer.get("name")),
        "year": facts.get("year"),
        "scope": facts.get("scope"),
    }


def _points_of(now: ReadAgain) -> dict[str, Any]:
    issuer = now.issuer
    return {
        "kind": now.kind,
        "accepted": now.accepted,
        "title": now.title,
        "issuer": _name(issuer.division, issuer.name) if issuer else None,
        "year": now.year,
        "scope": now.scope,
    }


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
    lines = [line for line in unified_diff(old, new, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))]
    removed = sum(1 for line in lines if line.startswith("-"))
    return removed, len(lines) - removed, tuple(line[:_LONGEST_LINE] for line in lines[:_SHOWN_LINES])
