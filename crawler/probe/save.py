"""What `fangzhi probe --save` writes: golden pages, the walk over them, and last of all the row itself."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from crawler.families.base import Page, Scope
from crawler.probe.findings import Findings, Trial
from crawler.probe.golden import load_golden_page, write_golden_page
from crawler.probe.row import DraftRow, province_file
from crawler.probe.saved import ROW, WALK, walk_saved
from crawler.probe.survey import FIRST_YEAR
from crawler.probe.wishes import wish_of
from settings.sites import Site, load_sites

#: Articles saved a column; each holds a whole report.
_ARTICLES = 3


class CannotSave(Exception):
    """The row cannot be saved there. The message says why; nothing was written."""


class Checkout:
    """A source checkout to save to. `portals` is where rows go: its own, or the folder FANGZHI_PORTALS names."""

    def __init__(self, folder: Path, portals: Path | None) -> None:
        self.folder = folder
        self.portals = portals or folder / "settings" / "portals"
        self.pages = folder / "tests" / "pages"
        self.sites = folder / "tests" / "sites"

    def check(self, host: str) -> None:
        """Raise CannotSave when there is no such checkout, the host is declared, or nothing can be written."""
        if not self.pages.is_dir():
            raise CannotSave(f"{self.folder} is no source checkout (it has no tests/pages); name one with --checkout")
        if not self.portals.is_dir():
            raise CannotSave(f"{self.portals}: there is no such folder of site rows")
        for place in (self.portals, self.pages):
            if not os.access(place, os.W_OK):
                raise CannotSave(f"{place} cannot be written to")
        for site in load_sites(self.portals).values():
            if host == site.host or host in site.hosts | site.old_hosts:
                raise CannotSave(f"{host} is declared already, in {site.file} as {site.host}: mend that row by hand")
        if any(self.pages.glob(f"*/{host}-*")) or (self.sites / host).exists():
            raise CannotSave(f"pages of {host} are saved in {self.pages} already: remove them first")

    def save(self, findings: Findings, row: DraftRow, on: date) -> tuple[Path, ...]:
        """Write everything; gives the row's file, then the folders written.

        Raises CannotSave, and OSError for what the file system refuses half-way: the row is then not there.
        """
        self.check(row.site.host)
        scope = Scope(FIRST_YEAR, on.year)
        columns, folders = [], []
        numbers: dict[str, int] = {}
        for one in findings.columns:
            lists = self._write_pages(row.site, one.trial, path_to_rows(one.trial), scope, numbers, on)
            folders += lists
            folders += self._write_pages(row.site, one.trial, one.trial.articles[:_ARTICLES], scope, numbers, on)
            pages = {wish_of(page.fetch): page for page in (load_golden_page(folder).page for folder in lists)}
            key = one.trial.column.key
            names = [f"{folder.parent.name}/{folder.name}" for folder in lists]
            columns.append({"key": key, "pages": names, "expected": walk_saved(row.site, key, pages, scope)})
        site = self.sites / row.site.host
        site.mkdir(parents=True)
        (site / ROW).write_text(row.text, encoding="utf-8")
        walk = {"host": row.site.host, "years": [scope.first_year, scope.last_year], "columns": columns}
        (site / WALK).write_text(json.dumps(walk, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return (self._write_row(row), site, *folders)

    def _write_pages(
        self, site: Site, trial: Trial, pages: tuple[Page, ...], scope: Scope, numbers: dict[str, int], on: date
    ) -> list[Path]:
        written = []
        family = trial.column.family
        for page in pages:
            numbers[family] = numbers.get(family, 0) + 1
            folder = self.pages / family / f"{site.host}-{numbers[family]}"
            remark = f"Seen {on:%Y-%m-%d} by a probe: {page.fetch.role} of the column {trial.column.key}."
            write_golden_page(folder, page, site, site.column(trial.column.key), scope, remark)
            written.append(folder)
        return written

    def _write_row(self, row: DraftRow) -> Path:
        file = self.portals / province_file(row.site.division)
        known = (
            file.read_text(encoding="utf-8") if file.exists() else "# What is known of each portal stands beside it.\n"
        )
        # A whole new file takes the old one's place, so that no reader ever meets half a row.
        fresh = file.with_suffix(".new")
        fresh.write_text(f"{known.rstrip()}\n\n{row.text}", encoding="utf-8")
        fresh.replace(file)
        return file


def path_to_rows(trial: Trial) -> tuple[Page, ...]:
    """The list pages from the start to the second page of a list, or to the first page with rows where none goes on."""
    came_from: dict[str, str] = {}
    pages: dict[str, Page] = {}
    aim: str | None = None
    for page, index in trial.pages:
        name = wish_of(page.fetch)
        pages.setdefault(name, page)
        if index is None:
            continue
        for fetch in index.more:
            came_from.setdefault(wish_of(fetch), name)
        if index.entries and aim is None:
            aim = name
    second = next((name for name in pages if _goes_on(trial, came_from.get(name))), None)
    return tuple(reversed([pages[name] for name in _back(second or aim, came_from) if name in pages]))


def _goes_on(trial: Trial, name: str | None) -> bool:
    """Whether a page is one with rows."""
    return name is not None and any(
        index is not None and index.entries and wish_of(page.fetch) == name for page, index in trial.pages
    )


def _back(name: str | None, came_from: dict[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    while name is not None and name not in seen:
        yield name
        seen.add(name)
        name = came_from.get(name)
