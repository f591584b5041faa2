"""Search gives the answer of a substring search, in a useful order, with places that can be cited."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import search as search_module
from archive.answers import ReportFilter
from archive.database import make_reader, reading, writing
from archive.errors import BadQuery
from archive.models import StoredText, Version
from archive.search import index_missing, search
from archive.terms import find_term, fold, parse_query, parse_term, tokens
from tests.archive.building import County, Sample, fill, make_engine, town

_PHRASES = (
    "行政复议",
    "行政诉讼",
    "政府信息公开",
    "主动公开",
    "依申请公开",
    "2017年",
    "２０１６年度",
    "共157件",
    "57件",
    "，",
    "。\n",
    "微博WeChat",
    "二○一七",
    "石门镇",
    "公开，申请",
    "低保",
    " ",
    "谁主管，谁负责",
    "㎡",
    "(一)",
    "𠮷",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """2,400 generated texts of one report each, in common and rare mixtures."""
    chance = random.Random(20170112)
    samples = []
    for number in range(2_400):
        weights = [chance.choice((0.02, 0.3, 1)) for _ in _PHRASES]
        body = "".join(chance.choices(_PHRASES, weights, k=chance.randint(3, 25)))
        title = chance.choice(("年度报告", "行政复议情况", "政府信息公开工作年度报告"))
        samples.append(Sample(title, body, 2008 + number % 16, f"镇{number % 40}"))
    engine = make_engine(tmp_path_factory.mktemp("corpus"))
    assert fill(engine, samples) == 2_400
    with writing(engine) as session:
        assert index_missing(session) == 0
    with reading(engine) as session:
        yield session


_WAYS = pytest.mark.parametrize(
    ("ranked", "by_year"), [(10_000, 10_000), (50, 10_000), (50, 50)], ids=["ranked", "sorted", "walked"]
)


@_WAYS
@pytest.mark.parametrize(
    "query",
    [
        "复",
        "开",
        "镇",
        "𠮷",
        "复议",
        "低保",
        "开申",
        "诉讼",
        "公开申",
        "行政复议",
        "政府信息公开",
        "石门镇低保",
        "公开行政诉讼",
        "谁主管谁负责",
        "二〇一七",
        "微博",
    ],
)
def test_a_chinese_term_finds_what_a_substring_search_finds(
    corpus: Session, query: str, ranked: int, by_year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "_RANKED", ranked)
    monkeypatch.setattr(search_module, "_SORTED", by_year)
    texts = corpus.execute(
        select(Version.id, Version.title, StoredText.body).join(StoredText, StoredText.digest == Version.text_digest)
    )
    truth = sum(query in fold(title) or query in fold(body) for _, title, body in texts)
    found = search(corpus, query, ReportFilter(), limit=1)
    assert (found.count, found.capped) == (min(truth, 1_000), truth > 1_000)
    monkeypatch.setattr(search_module, "COUNT_CAP", 5_000)
    assert search(corpus, query, ReportFilter(), limit=1).count == truth


@pytest.mark.parametrize(
    ("query", "pattern"),
    [
        ("57件", r"\b57件"),
        ("2017年", r"\b2017年"),
        ("2016年度低保", r"\b2016年度低保"),
        ('"公开 申请"', r"公开[\W_]+申请"),
        ("公开，申请", r"公开[\W_]+申请"),
        ("wechat", r"\bwechat\b"),
        ("微博wechat石门", "微博wechat石门"),
    ],
)
def test_words_are_whole_and_punctuation_is_one_gap(corpus: Session, query: str, pattern: str) -> None:
    texts = corpus.execute(
        select(Version.title, StoredText.body).join(StoredText, StoredText.digest == Version.text_digest)
    )
    # A word is letters and digits between anything else; in ASCII \\b Chinese characters are something else.
    word = re.compile(pattern.replace(r"\W", "0-9a-z一-龥").replace("[0-9a-z一-龥_]+", "[^0-9a-z一-龥]+"), re.ASCII)
    truth = sum(bool(word.search(fold(body)) or word.search(fold(title))) for title, body in texts)
    assert search(corpus, query, ReportFilter(), limit=1).count == truth > 0


def test_all_terms_must_be_there_and_none_of_the_excluded(corpus: Session) -> None:
    texts = corpus.execute(
        select(Version.title, StoredText.body).join(StoredText, StoredText.digest == Version.text_digest)
    ).all()
    truth = sum("低保" in body and "石门镇" in body and "诉讼" not in body for _, body in texts)
    assert len(search(corpus, "低保 石门镇 -诉讼", ReportFilter(), limit=3_000).hits) == truth > 0


def test_titles_come_first_then_the_newest_year(corpus: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "_RANKED", 10_000)
    hits = search(corpus, "行政复议", ReportFilter(), limit=3_000).hits
    in_title = [bool(hit.title_marks) for hit in hits]
    assert in_title == sorted(in_title, reverse=True)
    # 公开 is in most titles and bodies: bm25 has nothing to say about it, so the year decides.
    years = [hit.report.year for hit in search(corpus, "公开", ReportFilter(), limit=200).hits]
    assert years == sorted(years, key=lambda year: -(year or 0))


@pytest.mark.parametrize(("few", "by_year"), [(50, 10_000), (50, 50), (200, 200)], ids=["sorted", "walked", "read"])
def test_common_terms_keep_the_order(corpus: Session, few: int, by_year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "_RANKED", few)
    monkeypatch.setattr(search_module, "_SORTED", by_year)
    hits = search(corpus, "行政复议 -低保", ReportFilter(), limit=700).hits
    key = [(not hit.title_marks, -(hit.report.year or 0)) for hit in hits]
    assert len({hit.version.report_id for hit in hits}) == 700
    assert key == sorted(key)
    everywhere = {mark for hit in hits for snippet in hit.snippets for mark in snippet.text if "低保" in snippet.text}
    assert not everywhere


@_WAYS
def test_filters_narrow(corpus: Session, ranked: int, by_year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "_RANKED", ranked)
    monkeypatch.setattr(search_module, "_SORTED", by_year)
    by_year = search(corpus, "复议", ReportFilter(year=2012), limit=3_000)
    assert {hit.report.year for hit in by_year.hits} == {2012}
    assert (
        by_year == search(corpus, "复议 年:2012", ReportFilter(), limit=3_000)
        or by_year.hits == search(corpus, "复议 年:2012", ReportFilter(), limit=3_000).hits
    )
    town = search(corpus, "复议", ReportFilter(issuer="镇7", county="连州市"), limit=3_000)
    assert {hit.report.issuer for hit in town.hits} == {"镇7"}
    assert search(corpus, "复议", ReportFilter(county="清远市")).hits == ()
    assert search(corpus, "复议", ReportFilter(site="www.lianzhou.gov.cn")).count > 0


def test_marks_are_places_in_the_stored_text(corpus: Session) -> None:
    for hit in search(corpus, "二〇一七 57件", ReportFilter(), limit=20).hits:
        body = corpus.scalar(select(StoredText.body).where(StoredText.digest == hit.version.text_digest))
        assert body is not None
        assert hit.snippets
        for snippet in hit.snippets:
            assert body[snippet.start : snippet.start + len(snippet.text)] == snippet.text
            assert snippet.marks
            assert {body[start:end] for start, end in snippet.marks} <= {"二○一七", "57件"}


def test_only_published_current_versions_unless_asked_for_all(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.open()
    for text in ("受理86件", "受理57件"):
        county.see(town("石角镇"), 2017, "年度报告", text, url="http://www.lianzhou.gov.cn/1.html")
    county.close()
    county.open()
    county.see(town("石角镇"), 2017, "年度报告", "受理99件", url="http://www.lianzhou.gov.cn/1.html")
    county.close("held")
    engine = make_reader(f"sqlite:///{tmp_path / 'archive.sqlite'}")
    with reading(engine) as session:
        assert search(session, "86件", ReportFilter()).count == 0
        assert [hit.version.seq for hit in search(session, "86件", ReportFilter(), all_versions=True).hits] == [1]
        assert [hit.version.seq for hit in search(session, "57件", ReportFilter()).hits] == [2]
        assert search(session, "99件", ReportFilter(), all_versions=True).count == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公开申请", ["公开", "开申", "申请", "请"]),
        ("报告ＡＢ１２", ["报告", "告", "ab12"]),
        ("a，。 b", ["a", "\ue000", "b"]),
        ("", []),
        ("字", ["字"]),
        ("二○一七", ["二〇", "〇一", "一七", "七"]),
        ("m²", ["m²"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize("query", ["", "   ", "，。", "-低保", '""', "年:2017"])
def test_a_query_with_nothing_to_look_for_is_refused(query: str) -> None:
    with pytest.raises(BadQuery, match="add a term"):
        parse_query(query)


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "复议 AND",
        "NEAR(复议)",
        "复议*",
        "title:复议",
        "a-b 'x' (",
        "^复议",
        "复议 OR 诉讼",
        "\x00",
        "{",
        "：：：复",
    ],
)
def test_no_query_is_a_syntax_error_of_the_index(corpus: Session, query: str) -> None:
    try:
        search(corpus, query, ReportFilter())
    except BadQuery:
        assert not any(character.isalnum() for character in query)


def test_a_year_filter_that_is_no_year_is_refused(corpus: Session) -> None:
    with pytest.raises(BadQuery, match="年:2017"):
        search(corpus, "复议 年:去年", ReportFilter())


def test_folding_keeps_every_place() -> None:
    text = "ＡＢＣ　㎡①ﬁ İ ß 二○一七\U0002f800 ｱｲ"
    assert len(fold(text)) == len(text)
    term = parse_term("二〇一七")
    assert term is not None
    ((start, end),) = find_term(fold(text), term)
    assert text[start:end] == "二○一七"
