"""What an inspected page shows on one screen."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from crawler.probe.inspection import Inspection

_LINES, _ROWS = 12, 10
_FACTS = ("kind", "issuer", "year", "signed", "posted", "points", "flags")


def show_inspection(seen: Inspection) -> None:
    """Print what the crawler makes of a page."""
    console = Console(highlight=False, soft_wrap=True)
    style = "green" if seen.good else "red" if seen.exit_code == 3 else "yellow"
    console.print(Text.assemble((f"{seen.url} ", "bold"), (seen.type or "not read", style)))
    for label, value in (*_about(seen), *_inside(seen)):
        console.print(Text.assemble((f"{label:<12}", "dim"), value))
    for code, message in seen.problems:
        console.print(Text.assemble((f"{'problem':<12}", "dim"), (f"{code}: {message}", "yellow")))
    for reason in seen.why_not:
        console.print(Text.assemble((f"{'not read':<12}", "dim"), (reason, "yellow")))


def _about(seen: Inspection) -> Iterator[tuple[str, str]]:
    yield "outcome", seen.outcome + (f" ({', '.join(seen.reasons)})" if seen.reasons else "")
    for hop in seen.hops:
        yield "from", hop
    if seen.found_at != seen.url or seen.hops:
        yield "found at", seen.found_at
    if seen.status is not None:
        yield "answer", f"{seen.status}, {seen.size} bytes, {seen.source}, sha256 {(seen.digest or '')[:16]}"
    if seen.charset:
        flags = f", {', '.join(seen.charset['flags'])}" if seen.charset["flags"] else ""
        yield "charset", f"{seen.charset['charset']} by {seen.charset['basis']}{flags}"
    if seen.family:
        yield "family", f"{seen.family}, {seen.family_by}"


def _inside(seen: Inspection) -> Iterator[tuple[str, str]]:
    if seen.index is not None:
        total = f" of {seen.index['total']} printed" if seen.index["total"] is not None else ""
        yield "rows", f"{seen.index['entries']}{total}, {seen.index['more']} further pages"
        for row in seen.index["first"][:_ROWS]:
            said = " ".join(str(row[name]) for name in ("posted", "unit", "year") if row[name])
            yield "", f"{row['title']}  {said}"
        for url in seen.index["more_first"][:3]:
            yield "goes on at", url
    if seen.article is not None:
        article = seen.article
        yield "title", article["title"] or "none"
        yield "container", article["container"]
        for label in ("posted", "publisher"):
            if article[label]:
                yield label, article[label]
        if article["breadcrumb"]:
            yield "breadcrumb", " > ".join(article["breadcrumb"])
        for file in article["attachments"]:
            yield "file", f"{file['name']}  {file['url']}"
        yield from _read(article)
    if seen.attachment is not None:
        yield "type", seen.attachment["type"]
        yield from _read(seen.attachment)


def _read(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    facts = value["facts"]
    yield "report", "yes" if value["report"] else "no"
    for name in _FACTS:
        fact = facts.get(name)
        if fact:
            yield name, _said(fact)
    yield "rules", ", ".join(str(rule[0]) for rule in facts.get("rules", ()))
    lines = (value["text"] or "").split("\n")
    for number, line in enumerate(lines[:_LINES]):
        yield "text" if not number else "", line
    if len(lines) > _LINES:
        yield "", f"… {len(lines) - _LINES} more lines"


def _said(fact: Any) -> str:
    if isinstance(fact, Mapping):
        return str(fact.get("name") or fact.get("value") or dict(fact))
    return ", ".join(map(str, fact)) if isinstance(fact, list) else str(fact)
