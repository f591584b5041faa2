"""A labelled folder: saved pages with their main text as people marked it, and report texts with what they state."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click


class NoLabels(click.ClickException):
    """The folder holds nothing to measure by. Name one with pages/manifest.jsonl or labels.jsonl in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} has neither pages/manifest.jsonl nor labels.jsonl")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A saved page with gold. `keep` are strings its text must hold, `drop` those it must not."""

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
    """Every page with gold, in the manifest's order."""
    segments = {entry["id"]: entry for entry in _lines(folder / "pages" / "segments.jsonl")}
    for record in _lines(folder / "pages" / "manifest.jsonl"):
        gold = folder / "pages" / "gold" / f"{record['id']}.txt"
        if not gold.is_file():
            continue
        entry = segments.get(record["id"], {})
        yield SavedPage(
            id=record["id"],
            family=record.get("family") or "?",
            kind=record.get("page_type") or "?",
            url=record.get("url"),
            name=record["file"],
            body=(folder / record["file"]).read_bytes(),
            gold=gold.read_text(encoding="utf-8"),
            keep=tuple(entry.get("with") or ()),
            drop=tuple(entry.get("without") or ()),
        )


def labelled_texts(folder: Path) -> Iterator[LabelledText]:
    """Every labelled text that is there, in the labels' order."""
    urls = {record["id"]: record.get("url") for record in _lines(folder / "texts" / "manifest.jsonl")}
    for label in _lines(folder / "labels.jsonl"):
        file = _text_file(folder, label["id"])
        if file is not None:
            yield LabelledText(label["id"], file.read_text(encoding="utf-8"), urls.get(label["id"]), label)


def _text_file(folder: Path, name: str) -> Path | None:
    file = folder / "texts" / f"{name}.txt"
    if file.is_file():
        return file
    # A seed's file begins with its number: seed_000 is 000_….txt.
    return next(iter(sorted((folder / "seeds").glob(f"{name.removeprefix('seed_')}_*.txt"))), None)


def _lines(file: Path) -> Iterator[Any]:
    if file.is_file():
        yield from (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
