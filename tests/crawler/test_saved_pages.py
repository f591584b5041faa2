"""Real pages saved by others, from bytes to clean text, against what people marked as their main text."""

from collections.abc import Iterator
from pathlib import Path

from crawler.evaluate.folder import SavedPage, saved_pages
from crawler.evaluate.measures import likeness, squeeze
from crawler.evaluate.pages import read_page

#: The worst page today (a news site's editor lines) scores 0.95; a rule that eats text shows at once.
EACH, MEAN = 0.94, 0.99


def articles(folder: Path) -> Iterator[tuple[SavedPage, str, str]]:
    """Each page with gold: its record, its title and its clean text."""
    for page in saved_pages(folder):
        yield page, *read_page(page)


def test_saved_pages_read_as_people_read_them(test_data: Path) -> None:
    scores = {page.id: likeness(squeeze(text), squeeze(page.gold)) for page, _, text in articles(test_data)}
    assert len(scores) >= 30
    worst = min(scores, key=lambda name: scores[name])
    assert scores[worst] >= EACH, f"{worst}: {scores[worst]:.4f}"
    assert sum(scores.values()) / len(scores) >= MEAN


def test_saved_pages_keep_what_they_must_and_leak_nothing(test_data: Path) -> None:
    lost, leaked = [], []
    for page, title, text in articles(test_data):
        said = squeeze(title) + squeeze(text)
        lost += [(page.id, words) for words in page.keep if squeeze(words) not in said]
        leaked += [(page.id, words) for words in page.drop if squeeze(words) in squeeze(text)]
    assert (lost, leaked) == ([], [])


def test_a_real_report_keeps_its_three_tables_row_by_row(test_data: Path) -> None:
    text = next(text for page, _, text in articles(test_data) if page.id == "kiro_shuyang_fgj_2023")
    lines = text.split("\n")
    assert "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数" in lines
    assert sum(1 for line in lines if line.startswith("信息内容 | ")) == 4
    assert len([line for line in lines if line.count("|") >= 7]) >= 20
