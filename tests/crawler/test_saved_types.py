"""Every saved real page: which platform's it is and what kind of page, as the people who collected them say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.families.base import Fetch, Page, Scope
from crawler.probe.inspection import Inspection, inspect_page
from settings.regions.divisions import load_divisions
from settings.sites import Site

#: What the collectors call the platforms we know; every other page is the fallback's.
_FAMILIES = {"ucap": "ucap", "trs": "trs", "hanweb-jcms": "hanweb_jpage", "vsb": "vsb"}
#: Pages of the news site youth.cn bear TRS addresses, whatever the collectors call them.
_BY_ADDRESS = {"mh_39dd62c5": "trs"}
#: Lists of a platform nobody described: JSON without a mark. It is said to be not understood, never guessed.
_NOT_UNDERSTOOD = {"nfra_list_1", "nfra_list_3"}
_TYPES = {"list": "index", "list-fragment": "index", "annual-report-pdf": "attachment"}


def _pages(folder: Path) -> Iterator[tuple[dict[str, Any], Inspection]]:
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        url = record["url"] or "http://www.example.gov.cn/xxgk/page.html"
        host = url.split("/")[2]
        site = Site(host, host, "110000", frozenset({host}), 2008, (), "saved.toml")
        page = Page(url, 200, {}, (folder.parent / record["file"]).read_bytes(), Fetch(url))
        blank = Inspection(url, url, "ok")
        yield record, inspect_page(blank, page, site, None, Scope(2008, 2026), load_divisions())


def test_family_and_type_of_every_saved_page(test_data: Path) -> None:
    wrong = []
    seen = 0
    for record, said in _pages(test_data / "pages"):
        seen += 1
        name = record["id"]
        if name in _NOT_UNDERSTOOD:
            assert not said.good, name
            assert said.why_not, name
            continue
        wanted_type = _TYPES.get(record["page_type"], "article")
        wanted_family: str | None = _BY_ADDRESS.get(name) or _FAMILIES.get(record["family"], "plain")
        if record["family"] == "attachment":
            wanted_type, wanted_family = "attachment", None
        if (said.family, said.type) != (wanted_family, wanted_type):
            wrong.append(f"{name}: {said.family} {said.type}, wanted {wanted_family} {wanted_type}")
    assert not wrong, "\n".join(wrong)
    assert seen >= 40
