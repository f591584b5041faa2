"""Golden pages: saved pages in their original bytes beside what our families make of them.

A page is a folder `<pages>/<family>/<slug>/` with `page.html`, `.json` or `.xml`, `meta.toml` (how the page was
come by: wish, status, headers, site, column, years) and `expected.json`.
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from crawler.extract.sniff import sniff_type
from crawler.families.base import Article, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.markup import parse_html, text_of
from crawler.families.registry import family_of
from crawler.probe.toml import toml_value
from settings.sites import Column, Site


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
            return index_to_json(family.parse_index(self.page, self.site, self.column, self.scope))
        except UnreadablePage as error:
            return {"unreadable": str(error)}

    def write_expected(self) -> None:
        """Write `expected.json` anew, as the page is read today."""
        text = json.dumps(self.read(), ensure_ascii=False, indent=2) + "\n"
        self.expected_file.write_text(text, encoding="utf-8")


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
        hosts=frozenset({meta["site"]["host"], f"www.{meta['site']['host']}", *meta["site"].get("hosts", ())}),
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


def write_golden_page(folder: Path, page: Page, site: Site, column: Column, scope: Scope, remark: str) -> None:
    """Save a page in its original bytes, how it was come by, and what it is read as today.

    `folder` lies in one named as the column's family and must not exist. `remark` becomes the first comment.
    """
    folder.mkdir(parents=True)
    kind = {"html": "html", "json": "json"}.get(sniff_type(page.body), "html")
    if page.body.lstrip()[:5] == b"<?xml":
        kind = "xml"
    (folder / f"page.{kind}").write_bytes(page.body)
    fetch = {name: value for name, value in page.fetch.to_json().items() if name != "url"}
    declared: dict[str, Any] = {"start": list(column.start)}
    if column.options:
        declared["options"] = dict(column.options)
    for name in ("annual", "unit", "year", "charset"):
        if getattr(column, name) not in (None, True):
            declared[name] = getattr(column, name)
    owner = {"host": site.host, "name": site.name, "division": site.division, "hosts": sorted(site.hosts)}
    lines = [f"# {remark}", f"url = {toml_value(page.fetch.url)}"]
    if page.url != page.fetch.url:
        lines.append(f"found_at = {toml_value(page.url)}")
    if page.status != 200:
        lines.append(f"status = {page.status}")
    if content_type := page.headers.get("content-type"):
        lines.append(f"headers = {toml_value({'content-type': content_type})}")
    lines += [f"fetch = {toml_value(fetch)}", f"site = {toml_value(owner)}", f"column = {toml_value(declared)}"]
    lines.append(f"years = [{scope.first_year}, {scope.last_year}]")
    (folder / "meta.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    load_golden_page(folder).write_expected()


def index_to_json(index: Index) -> dict[str, Any]:
    """A list page's content as plain JSON values."""
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
