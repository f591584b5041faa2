"""What a run learns of its site at its end: the same whatever order the archive was filled in, and said once."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from archive.chrome.lines import pattern_of
from archive.values import ListedEntry
from crawler.extract.clean import CleanText, clean_markup
from crawler.extract.sources import place_facts
from crawler.learning import brought_news, learn_site
from tests.archive.building import SITE, County, town

TOWNS = ("石角镇", "星子镇", "保安镇", "东陂镇")
YEARS = (2016, 2017, 2018)
BANNER = "连山之窗 今日已有{}位访客"


def page(name: str, year: int, number: int) -> CleanText:
    """A short report of our own under a banner that counts."""
    said = [
        f"{name}{year}年政府信息公开工作年度报告",
        "一、概述",
        f"{year}年，{name}主动公开政府信息{number + 3}条，内容涉及民政、农业和财政资金。",
        "二、依申请公开情况",
        "全年未收到依申请公开的申请。",
        "三、复议和诉讼情况",
        "无。",
        f"{name}人民政府",
        f"{year + 1}年1月{number + 1}日",
    ]
    own = "".join(f"<p>{line}</p>" for line in said)
    return clean_markup(f"<div id=zoom><div class=hello>{BANNER.format(number)}</div>{own}</div>")


def crawled(folder: Path, seed: int | None, issuers: tuple[str, ...] = TOWNS) -> County:
    """An archive of such reports, told in an order of the seed's."""
    county = County(folder)
    county.open()
    told = [(name, year) for name in issuers for year in YEARS]
    numbers = {report: number for number, report in enumerate(told)}
    if seed is not None:
        Random(seed).shuffle(told)
    for name, year in told:
        clean = page(name, year, numbers[name, year])
        url = f"http://www.{SITE}/{numbers[name, year]}.html"
        listed = ListedEntry(url, "article", {"url": url}, name, None, None, year, url)
        county.record.add_attachments(SITE, "a", url, [listed], county.now)
        county.now = county.now.replace(day=1)
        facts = {"text": {"places": place_facts(clean.blocks)}}
        county.see(town(name), year, clean.text.split("\n")[1], clean.text, url=url, facts=facts)
    return county


class Notes:
    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def __call__(self, code: str, message: str, url: str | None, detail: Mapping[str, object] | None = None) -> None:
        self.said.append((code, message))


@pytest.fixture
def expected(tmp_path: Path) -> str:
    county = crawled(tmp_path / "in order", None)
    learned = learn_site(county.record, SITE, county.run_id, Notes(), county.now)
    county.record.close()
    assert [line.pattern for line in learned.lines] == [pattern_of(BANNER.format(0))]
    return repr(learned)


@pytest.mark.parametrize("seed", range(3))
def test_an_archive_filled_in_any_order_teaches_the_same_to_the_letter(
    tmp_path: Path, expected: str, seed: int
) -> None:
    county = crawled(tmp_path / "shuffled", seed)
    assert repr(learn_site(county.record, SITE, county.run_id, Notes(), county.now)) == expected
    county.record.close()


def test_what_is_learned_is_said_once_and_nothing_is_learned_twice(tmp_path: Path) -> None:
    county, notes = crawled(tmp_path, None), Notes()
    first = learn_site(county.record, SITE, county.run_id, notes, county.now)
    assert learn_site(county.record, SITE, county.run_id, notes, county.now) == first
    ((code, message),) = notes.said
    assert code == "chrome_learned"
    assert message.startswith("1 line that the site prints")
    assert f"“{first.lines[0].words}”" in message
    assert f"`fangzhi chrome {SITE}`" in message
    county.record.close()


def test_a_line_taken_back_is_not_learned_again(tmp_path: Path) -> None:
    county, notes = crawled(tmp_path, None), Notes()
    learn_site(county.record, SITE, county.run_id, notes, county.now)
    county.record.chrome.decide(SITE, BANNER.format(5), "forgotten", "theirs", "a judge", county.now)
    assert learn_site(county.record, SITE, county.run_id, notes, county.now).lines == ()
    assert len(notes.said) == 1
    county.record.close()


def test_a_site_of_two_issuers_teaches_nothing(tmp_path: Path) -> None:
    county, notes = crawled(tmp_path, None, TOWNS[:2]), Notes()
    assert learn_site(county.record, SITE, county.run_id, notes, county.now).version == ""
    assert notes.said == []
    county.record.close()


@pytest.mark.parametrize(
    ("results", "is_news"),
    [
        ({}, False),
        ({"unchanged": 40, "refused": 3, "gone": 1}, False),
        ({"unchanged": 40, "new_version": 1}, True),
        ({"new_report": 1}, True),
        ({"rereading": 1}, True),
        ({"new_report": 0}, False),
    ],
)
def test_only_new_texts_may_teach_something(results: dict[str, int], is_news: bool) -> None:
    assert brought_news(results) is is_news
