"""Every site saved by a probe is walked over its saved pages: its row still makes of them what it made then."""

import json
from pathlib import Path

import pytest

from crawler.families.registry import family_of
from crawler.probe.row import load_row
from crawler.probe.saved import ROW, SavedWalk, load_pages, load_walks, walk_saved
from settings.env import load_env
from settings.sites import load_sites

TESTS = Path(__file__).resolve().parents[1]
FOLDERS = sorted(file.parent for file in (TESTS / "sites").glob("*/walk.json"))
WALKS = [(folder, walk) for folder in FOLDERS for walk in load_walks(folder)]


@pytest.mark.parametrize(("folder", "walk"), WALKS, ids=[f"{walk.host}/{walk.column}" for _, walk in WALKS])
def test_a_saved_site_walks_as_it_did(folder: Path, walk: SavedWalk) -> None:
    """The declared row counts where there is one; a row kept elsewhere is tested as it was saved."""
    site = load_sites(load_env().portals).get(walk.host) or load_row(
        (folder / ROW).read_text(encoding="utf-8"), walk.host
    )
    found = walk_saved(site, walk.column, load_pages(walk, TESTS / "pages"), walk.scope)
    assert json.loads(json.dumps(found)) == walk.expected
    assert found["entries"], "a saved column lists something"


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_a_saved_row_is_a_row(folder: Path) -> None:
    site = load_row((folder / ROW).read_text(encoding="utf-8"), folder.name)
    assert site.columns
    for column in site.columns:
        assert family_of(site, column).name == column.family
