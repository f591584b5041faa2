"""Real pages saved by others, from bytes to clean text, against what people marked as their main text."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.extract.charset import decode
from crawler.extract.clean import clean_markup
from crawler.families.article import read_article
from crawler.families.base import Fetch, Page

#: The worst page today (a news site's editor lines) scores 0.95; a rule that eats text shows at once.
EACH, MEAN = 0.94, 0.99


def squeeze(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)


def likeness(one: str, other: str) -> float:
    """F1 over runs of four characters, counted with their repeats."""
    if one == other:
        return 1.0
    left, right = (Counter(text[at : at + 4] for at in range(len(text) - 3)) for text in (one, other))
    return 2 * sum((left & right).values()) / max(left.total() + right.total(), 1)


def articles(folder: Path) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Each page with gold: its record, its title and its clean text."""
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if not (folder / "gold" / f"{record['id']}.txt").exists():
            continue
        body = (folder.parent / record["file"]).read_bytes()
        if record["file"].endswith(".json"):
            yield record, "", clean_markup(json.loads(body)["data"]["docClob"]).text
            continue
        url = record["url"] or "http://www.example.gov.cn/art/2018/1/5/art_1_1.html"
        article = read_article(Page(url, 200, {}, body, Fetch(url, "article")), decode(body, None).text)
        yield record, article.title or "", clean_markup(article.markup).text


def test_saved_pages_read_as_people_read_them(test_data: Path) -> None:
    folder = test_data / "pages"
    scores = {}
    for record, _, text in articles(folder):
        gold = (folder / "gold" / f"{record['id']}.txt").read_text(encoding="utf-8")
        scores[record["id"]] = likeness(squeeze(text), squeeze(gold))
    assert len(scores) >= 30
    worst = min(scores, key=lambda name: scores[name])
    assert scores[worst] >= EACH, f"{worst}: {scores[worst]:.4f}"
    assert sum(scores.values()) / len(scores) >= MEAN


def test_saved_pages_keep_what_they_must_and_leak_nothing(test_data: Path) -> None:
    folder = test_data / "pages"
    segments = {
        entry["id"]: entry
        for entry in map(json.loads, (folder / "segments.jsonl").read_text(encoding="utf-8").splitlines())
    }
    lost, leaked = [], []
    for record, title, text in articles(folder):
        entry = segments.get(record["id"], {})
        said = squeeze(title) + squeeze(text)
        lost += [(record["id"], words) for words in entry.get("with", ()) if squeeze(words) not in said]
        leaked += [(record["id"], words) for words in entry.get("without", ()) if squeeze(words) in squeeze(text)]
    assert (lost, leaked) == ([], [])


def test_a_real_report_keeps_its_three_tables_row_by_row(test_data: Path) -> None:
    text = next(text for record, _, text in articles(test_data / "pages") if record["id"] == "kiro_shuyang_fgj_2023")
    lines = text.split("\n")
    assert "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数" in lines
    assert sum(1 for line in lines if line.startswith("信息内容 | ")) == 4
    assert len([line for line in lines if line.count("|") >= 7]) >= 20
