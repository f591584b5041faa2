"""A labelled folder: saved pages with their main text as people marked it, and report texts with what they state."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from glob import escape
from pathlib import Path, PurePath
from typing import Any

import click

#: Files that stand in the place of a page; others are read as pages whatever they are called.
_FILES = frozenset({".pdf", ".docx", ".doc", ".wps", ".rtf", ".ofd", ".xlsx", ".xls"})
#: A page number, which belongs to the paper and not to the text: a machine's text of a PDF has it on a line of its own.
_PAGE_NUMBER = re.compile(r"^[ \t]*[-—–－][ \t]*\d{1,4}[ \t]*[-—–－][ \t]*$", re.MULTILINE)


class NoLabels(click.ClickException):
    """The folder holds nothing to measure by. Name one with pages/manifest.jsonl or labels.jsonl in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} has neither pages/manifest.jsonl nor labels.jsonl")


class BrokenLabels(click.ClickException):
    """A line of a manifest or of labels is no JSON object: what it says is not known. Mend the line."""

    def __init__(self, file: Path, number: int) -> None:
        super().__init__(f"{file}: line {number} is no JSON object")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A saved page, or a file (PDF, Word) in the place of one, with gold. `keep` are strings its text must hold, `drop`
    those it must not."""

    id: str
    family: str
    kind: str
    url: str | None
    name: str
    body: bytes
    gold: str
    keep: tuple[str, ...]
    drop: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A report's full text, where it was found, and what people read in it."""

    id: str
    text: str
    url: str | None
    label: Mapping[str, Any]


def check_folder(folder: Path) -> None:
    """Make sure there is something to measure by. Raises NoLabels."""
    if not (folder / "pages" / "manifest.jsonl").is_file() and not (folder / "labels.jsonl").is_file():
        raise NoLabels(folder)


def saved_pages(folder: Path) -> Iterator[SavedPage]:
    """Every page with gold, in the manifest's order. Raises BrokenLabels.

    The gold of a file that is no page may be the machine's text of it, texts/ID.txt. A record without a file, or whose
    file is not there, is no page.
    """
    segments: dict[str, Mapping[str, Any]] = {
        str(entry.get("id")): entry for entry in _lines(folder / "pages" / "segments.jsonl")
    }
    for record in _lines(folder / "pages" / "manifest.jsonl"):
        file = _page_file(folder, record)
        if file is None:
            continue
        name = str(record.get("id") or file.stem)
        gold = _gold(folder, record, name, file)
        if gold is None:
            continue
        entry = segments.get(name, {})
        yield SavedPage(
            id=name,
            family=record.get("family") or "?",
            kind=record.get("page_type") or "?",
            url=record.get("url") or None,
            name=file.relative_to(folder).as_posix(),
            body=file.read_bytes(),
            gold=gold,
            keep=_strings(entry.get("with")),
            drop=_strings(entry.get("without")),
        )


def labelled_texts(folder: Path) -> Iterator[LabelledText]:
    """Every labelled text that is there, in the labels' order. Raises BrokenLabels."""
    urls = {record.get("id"): record.get("url") for record in _lines(folder / "texts" / "manifest.jsonl")}
    for label in _lines(folder / "labels.jsonl"):
        name = label.get("id")
        if isinstance(name, str) and (file := _text_file(folder, name)) is not None:
            text = file.read_text(encoding="utf-8-sig", errors="replace")
            yield LabelledText(name, text, urls.get(name), {key: _told(value) for key, value in label.items()})


def _told(value: Any) -> Any:
    """What a label says of one fact or figure, of the values stated those that are numbers."""
    if isinstance(value, Mapping) and "stated" in value:
        stated = [one for one in value["stated"] or () if isinstance(one, Mapping) and one.get("value") is not None]
        return {**value, "stated": stated}
    return value


def _page_file(folder: Path, record: Mapping[str, Any]) -> Path | None:
    """The file a record names, from the folder or from its pages; None where there is none."""
    named = record.get("file")
    if not isinstance(named, str) or not named or PurePath(named).is_absolute() or ".." in PurePath(named).parts:
        return None
    return next((file for file in (folder / named, folder / "pages" / named) if file.is_file()), None)


def _gold(folder: Path, record: Mapping[str, Any], name: str, file: Path) -> str | None:
    told = record.get("gold")
    named = told.get("file") if isinstance(told, Mapping) else None
    for place in (f"pages/gold/{name}.txt", named):
        if isinstance(place, str) and place and (folder / place).is_file():
            return (folder / place).read_text(encoding="utf-8-sig", errors="replace")
    machine = folder / "texts" / f"{name}.txt"
    if file.suffix.lower() in _FILES and machine.is_file():
        return _PAGE_NUMBER.sub("", machine.read_text(encoding="utf-8-sig", errors="replace"))
    return None


def _strings(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(one for one in value or () if isinstance(one, str) and one.strip())


def _text_file(folder: Path, name: str) -> Path | None:
    file = folder / "texts" / f"{name}.txt"
    if file.is_file():
        return file
    # A seed's file begins with its number: seed_000 is 000_….txt.
    number = escape(name.removeprefix("seed_"))
    return next(iter(sorted((folder / "seeds").glob(f"{number}_*.txt"))), None)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    if not file.is_file():
        return
    # Figures as they are written: 12.34 is no binary fraction.
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line, parse_float=Decimal)
        except json.JSONDecodeError:
            record = None
        if not isinstance(record, dict):
            raise BrokenLabels(file, number)
        yield record
