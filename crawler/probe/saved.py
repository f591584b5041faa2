"""Walks over saved list pages: what a row makes of a portal as it was seen when the row was drafted.

A saved site is a folder `<sites>/<host>/` with `row.toml` (the row as it was saved) and `walk.json`: for each column
the golden pages that answer its wishes, and what a walk over them brings.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.families.base import Page, Scope, UnreadablePage
from crawler.families.registry import family_of
from crawler.probe.golden import load_golden_page
from crawler.probe.wishes import wish_of
from settings.sites import Site

WALK, ROW = "walk.json", "row.toml"


@dataclass(frozen=True, slots=True)
class SavedWalk:
    """One column's saved walk. `pages` are golden folders relative to the folder of all golden pages."""

    host: str
    column: str
    pages: tuple[str, ...]
    scope: Scope
    expected: Mapping[str, Any]


def load_walks(folder: Path) -> list[SavedWalk]:
    """The walks of one saved site."""
    raw = json.loads((folder / WALK).read_text(encoding="utf-8"))
    first, last = raw["years"]
    return [
        SavedWalk(raw["host"], one["key"], tuple(one["pages"]), Scope(first, last), one["expected"])
        for one in raw["columns"]
    ]


def walk_saved(site: Site, key: str, pages: Mapping[str, Page], scope: Scope) -> dict[str, Any]:
    """What a walk over a column brings when only `pages` (by `wish_of`) can be had.

    `unsaved` counts the further pages the walk would ask for. Raises KeyError for a column the row has not.
    """
    column = site.column(key)
    family = family_of(site, column)
    waiting = list(family.start(site, column, scope))
    asked: set[str] = set()
    entries: dict[str, list[Any]] = {}
    walked, unsaved, problems = 0, 0, list[str]()
    while waiting:
        wish = waiting.pop(0)
        name = wish_of(wish)
        if name in asked:
            continue
        asked.add(name)
        page = pages.get(name)
        if page is None:
            unsaved += 1
            continue
        walked += 1
        try:
            index = family.parse_index(page, site, column, scope)
        except UnreadablePage as error:
            problems.append(f"unreadable: {error}")
            continue
        for entry in index.entries:
            entries.setdefault(entry.fetch.url, [entry.title, entry.unit, entry.year])
        problems += [code for code, _ in index.problems]
        waiting += index.more
    return {"walked": walked, "unsaved": unsaved, "entries": entries, "problems": problems}


def load_pages(walk: SavedWalk, golden: Path) -> dict[str, Page]:
    """The pages of a saved walk by their wishes; `golden` is the folder of all golden pages."""
    pages = (load_golden_page(golden / name).page for name in walk.pages)
    return {wish_of(page.fetch): page for page in pages}
