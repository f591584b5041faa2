"""Every golden page is read as `expected.json` says (tests/golden_pages.py tells how that is written)."""

import json
from pathlib import Path

import pytest

from crawler.families.registry import FAMILIES
from tests.golden_pages import golden_folders, load_golden_page

FOLDERS = golden_folders()


@pytest.mark.parametrize("folder", FOLDERS, ids=[f"{folder.parent.name}/{folder.name}" for folder in FOLDERS])
def test_a_golden_page_is_read_as_expected(folder: Path) -> None:
    golden = load_golden_page(folder)
    expected = json.loads(golden.expected_file.read_text(encoding="utf-8"))
    found = golden.read()
    assert sorted(found) == sorted(expected)
    for name, value in expected.items():
        assert found[name] == value, f"{name} of {folder.parent.name}/{folder.name}"


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_family_has_golden_pages_of_both_kinds(family: str) -> None:
    pages = [load_golden_page(folder).page for folder in FOLDERS if folder.parent.name == family]
    assert len(pages) >= 5
    assert {page.fetch.role for page in pages} == {"index", "article"}
