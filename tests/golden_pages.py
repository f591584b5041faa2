"""Golden pages: saved pages in their original bytes beside what our families make of them.

A page is a folder `tests/pages/<family>/<slug>/` with `page.html`, `.json` or `.xml`, `meta.toml` (how the page was
come by: wish, status, headers, site, column, years) and `expected.json`. All text in the pages is invented. After a
change of rules, `python -m tests.golden_pages --write [FOLDER…]` writes `expected.json` anew; the difference is then
read by eye.
"""

import argparse
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from crawler.families.base import Article, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.markup import parse_html, text_of
from crawler.families.registry import family_of
from settings.sites import Column, Site

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class GoldenPage:
    """One saved page with the row it would be crawled under."""

    folder: Path
    page: Page
    site: Site
    column: Column
    scope: Scope

    @property
    def expected_file(self) -> Path:
        return self.folder / "expected.json"

    def read(self) -> dict[str, Any]:
        """What the page's family makes of it, as plain JSON values."""
        family = family_of(self.site, self.column)
        try:
            if self.page.fetch.role == "article":
                return _article(family.parse_article(self.page, self.site, self.column))
            return _index(family.parse_index(self.page, self.site, self.column, self.scope))
        except UnreadablePage as error:
            return {"unreadable": str(error)}


def golden_folders() -> list[Path]:
    """The folders of all golden pages, in order."""
    return sorted(file.parent for file in PAGES.glob("*/*/meta.toml"))


def load_golden_page(folder: Path) -> GoldenPage:
    """A golden page from its folder. Raises KeyError for a lacking key, ValueError when there is not just one page."""
    meta = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))
    pages = list(folder.glob("page.*"))
    if len(pages) != 1:
        raise ValueError(f"{folder} holds {len(pages)} files named page.*; one is wanted")
    fetch = Fetch.from_json({"url": meta["url"], **meta["fetch"]})
    row = dict(meta["column"])
    column = Column(
        key="golden",
        family=folder.parent.name,
        start=tuple(row.pop("start", [fetch.url])),
        options=MappingProxyType(row.pop("options", {})),
        **row,
    )
    site = Site(
        host=meta["site"]["host"],
        name=meta["site"]["name"],
        division=meta["site"]["division"],
        hosts=frozenset({meta["site"]["host"], f"www.{meta['site']['host']}"}),
        old_hosts=frozenset(meta["site"].get("old_hosts", ())),
        first_year=2008,
        columns=(column,),
        file=f"{folder.name}/meta.toml",
    )
    page = Page(
        url=meta.get("found_at", meta["url"]),
        status=meta.get("status", 200),
        headers=MappingProxyType(dict(meta.get("headers", {}))),
        body=pages[0].read_bytes(),
        fetch=fetch,
    )
    first, last = meta.get("years", (2008, 2024))
    return GoldenPage(folder, page, site, column, Scope(first, last))


def _index(index: Index) -> dict[str, Any]:
    return {
        "entries": [
            {
                **entry.fetch.to_json(),
                "title": entry.title,
                "posted": entry.posted.isoformat() if entry.posted else None,
                "unit": entry.unit,
                "year": entry.year,
                **({"state": entry.state} if entry.state else {}),
            }
            for entry in index.entries
        ],
        "more": [fetch.to_json() for fetch in index.more],
        "total": index.total,
        "problems": [list(problem) for problem in index.problems],
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "text": text_of(parse_html(article.markup)) if article.markup else "",
        "container": article.container,
        "posted": article.posted.isoformat() if article.posted else None,
        "publisher": article.publisher,
        "meta": dict(sorted(article.meta.items())),
        "attachments": [[attachment.name, attachment.url] for attachment in article.attachments],
        "breadcrumb": list(article.breadcrumb),
        "site_code": article.site_code,
        "problems": [list(problem) for problem in article.problems],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Write or compare `expected.json` of the named golden pages, of all without a name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--write", action="store_true", help="write expected.json anew; read the difference by eye")
    asked = parser.parse_args(arguments)
    for folder in asked.folders or golden_folders():
        golden = load_golden_page(folder)
        text = json.dumps(golden.read(), ensure_ascii=False, indent=2) + "\n"
        known = golden.expected_file.read_text(encoding="utf-8") if golden.expected_file.exists() else None
        if text != known:
            print(f"{'wrote' if asked.write else 'differs'}: {folder}")
            if asked.write:
                golden.expected_file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
