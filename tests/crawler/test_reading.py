"""From clean text, and from whole pages and files, to what is archived: the five seeds and what goes wrong."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from crawler.extract.clean import clean_markup
from crawler.families.base import Article, Attachment, Fetch, Page
from crawler.reading.page import RULES, PageReading, read_article_page, read_attachment
from crawler.reading.report import Hints, ReportReading, read_report
from settings.regions.divisions import Divisions, load_divisions
from settings.sites import Column, Site
from tests.replica.counties import COUNTIES, build_county
from tests.replica.docx import make_docx
from tests.replica.markup import Style, render
from tests.replica.word97 import make_doc


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return load_divisions()


SITE = Site(
    host="tx.gov.cn",
    name="桐乡市人民政府",
    division="330483",
    hosts=frozenset({"www.tx.gov.cn"}),
    first_year=2008,
    columns=(Column(key="annual", family="hanweb-jpage", start=("http://www.tx.gov.cn/col/col1/index.html",)),),
    file="zhejiang.toml",
)
URL = "http://www.tx.gov.cn/art/2018/1/5/art_1_1.html"
LINES = [
    "石门镇2017年政府信息公开工作年度报告",
    "根据《中华人民共和国政府信息公开条例》，现公布本报告。",
    "2017年，我镇主动公开政府信息86条。",
    "未收到政府信息公开申请，没有行政复议、行政诉讼。",
    "存在的主要问题是更新不及时，下一步改进。",
    "石门镇人民政府",
    "二○一八年一月三日",
]
TEXT = "\n".join(LINES)
MARKUP = "".join(f"<p>{line}</p>" for line in LINES)

SEEDS = [
    pytest.param(
        0,
        Hints("tx.gov.cn", "330483", unit="石门镇"),
        ("330483", "330483103", "石门镇", 2017, date(2018, 1, 3), date(2017, 1, 1), date(2017, 12, 31)),
        id="石门镇",
    ),
    pytest.param(
        1,
        Hints(
            "qiongzhong.hainan.gov.cn",
            "469030",
            article_title="和平镇2016年政府信息公开工作总结",
            site_code="4690300002",
        ),
        ("469030", "469030103", "和平镇", 2016, date(2017, 2, 20), None, None),
        id="和平镇",
    ),
    pytest.param(
        2,
        Hints("bjmy.gov.cn", "110118", entry_title="不老屯镇", year=2013, breadcrumb=("政府信息公开年报", "2013年")),
        ("110118", "110228109", "不老屯镇", 2013, date(2013, 12, 31), None, None),
        id="不老屯镇",
    ),
    pytest.param(
        3,
        Hints("lianzhou.gov.cn", "441882", publisher="大路边镇"),
        ("441882", "441882102", "大路边镇", 2017, None, date(2017, 1, 1), date(2017, 12, 31)),
        id="大路边镇",
    ),
    pytest.param(
        4,
        Hints("mhk.gov.cn", "220581", unit="湾龙镇", posted=date(2017, 12, 1)),
        ("220581", "220581113", "湾龙镇", 2017, date(2017, 11, 25), None, date(2017, 11, 25)),
        id="湾龙镇",
    ),
]


@pytest.mark.parametrize("served", [False, True], ids=["as-text", "as-markup"])
@pytest.mark.parametrize(("number", "hints", "expected"), SEEDS)
def test_a_seed_is_read_under_its_issuer_division_and_year(
    number: int, hints: Hints, expected: tuple[object, ...], served: bool, divisions: Divisions, test_data: Path
) -> None:
    (seed,) = (test_data / "seeds").glob(f"{number:03}_*.txt")
    text = seed.read_text(encoding="utf-8")
    if served:
        text = clean_markup("".join(f"<p>{line}</p>\n" for line in text.split("\n"))).text
    said = read_report(text, hints, divisions)
    assert said.issuer is not None
    found = (said.issuer.county, said.issuer.town_code, said.issuer.name, said.year)
    days = tuple(day.value if day else None for day in (said.signed, said.period_start, said.period_end))
    assert (*found, *days) == expected
    assert (said.kind, said.accepted, said.scope, said.flags) == ("annual_report", True, "own_agency", ())
    assert said.points >= 7


def read(text: str = TEXT, divisions: Divisions | None = None, **known: object) -> ReportReading:
    hints = Hints(**{"site": "tx.gov.cn", "division": "330483", **known})  # type: ignore[arg-type]
    return read_report(text, hints, divisions or load_divisions())


def test_dates_keep_their_sources_and_a_gap_of_years_is_flagged() -> None:
    said = read(posted=date(2021, 1, 19), url="http://www.tx.gov.cn/art/2021/1/19/art_1229517086_50726.html")
    days = {day.source: day.value for day in (said.signed, said.posted, said.url_date) if day}
    assert days == {"signature": date(2018, 1, 3), "page": date(2021, 1, 19), "url": date(2021, 1, 19)}
    assert said.signed is not None
    assert said.signed.printed == "二○一八年一月三日"
    assert "dates_disagree" in said.flags
    assert "dates_disagree" not in read(posted=date(2018, 1, 5)).flags


def test_the_tags_of_a_page_give_the_day_it_was_posted() -> None:
    said = read(meta={"PubDate": "2018-01-05 10:20", "发布日期": "2018-01-06"})
    assert said.posted is not None
    assert (said.posted.value, said.posted.source) == (date(2018, 1, 5), "PubDate")
    assert read(meta={"PubDate": "null"}).posted is None


FLAGS = [
    pytest.param(TEXT.replace("二○一八年一月三日", "20191月1日"), {}, "broken_date", id="broken-signature"),
    pytest.param(TEXT.replace("石门镇2017年", "石门镇2019年"), {}, "year_after_signature", id="report-of-the-future"),
    pytest.param(TEXT, {"year": 2016}, "year_conflict", id="folder-against-title"),
    pytest.param(TEXT.replace("二○一八年一月三日", ""), {"division": ""}, "issuer_unresolved", id="no-portal"),
]


@pytest.mark.parametrize(("text", "known", "flag"), FLAGS)
def test_oddities_are_flagged(text: str, known: dict[str, object], flag: str) -> None:
    assert flag in read(text, **known).flags


def test_a_county_government_reports_for_its_jurisdiction() -> None:
    body = "\n".join(LINES[1:])
    county = read(f"桐乡市2017年政府信息公开工作年度报告\n{body}".replace("石门镇人民政府", "桐乡市人民政府"))
    assert (county.scope, county.issuer and county.issuer.level) == ("jurisdiction_aggregate", "county")
    office = read(f"桐乡市人民政府办公室2017年政府信息公开工作年度报告\n{body}".replace("石门镇人民政府", ""))
    assert (office.scope, office.issuer and office.issuer.level) == ("own_agency", "department")


def article(markup: str = MARKUP, title: str | None = LINES[0], *files: str) -> Article:
    attached = tuple(Attachment(f"http://www.tx.gov.cn/{name}", name) for name in files)
    return Article(title=title, markup=markup, container="#zoom", posted=date(2018, 1, 5), attachments=attached)


def read_page(of: Article, divisions: Divisions) -> PageReading:
    page = Page(URL, 200, {}, b"", Fetch(URL, "article"))
    return read_article_page(of, page, SITE, {"entry_title": "石门镇", "year": 2017}, divisions)


def test_a_page_is_read_whole_and_its_facts_are_json(divisions: Divisions) -> None:
    reading = read_page(article(), divisions)
    assert (reading.text, reading.carrier, reading.empty, reading.problems) == (TEXT, "html", False, ())
    facts = json.loads(json.dumps(reading.facts(), ensure_ascii=False))
    assert facts["issuer"]["name"] == "石门镇"
    assert facts["signed"] == {
        "value": "2018-01-03",
        "source": "signature",
        "printed": "二○一八年一月三日",
        "broken": False,
    }
    assert facts["container"] == "#zoom"
    assert facts["rules"][0] == ["P3", 2]
    said = facts["text"]
    assert (said["coverage"], said["fallback"], said["flags"], said["tables"]) == (1.0, False, [], [])
    assert said["places"] == [["p[1]", 1, len(TEXT.split("\n"))]]
    assert facts["hints"]["posted"] == "2018-01-05"


def test_the_rules_name_every_part_that_could_read_otherwise() -> None:
    assert RULES == "charset-1+extract-3+chrome-3+document-3+reading-2+sound-1+mojibake-1+figures-2"


def test_pages_without_a_body(divisions: Divisions) -> None:
    nothing = read_page(article(""), divisions)
    assert (nothing.empty, nothing.text, nothing.report.accepted) == (True, None, False)
    pointing = read_page(article("<p>详见附件</p>", LINES[0], "报告.doc"), divisions)
    assert (pointing.report.kind, pointing.empty) == ("attachment_only", False)
    wordless = read_page(article("<p><img src=a.jpg></p>", LINES[0], "报告.doc"), divisions)
    assert (wordless.report.kind, wordless.empty) == ("attachment_only", False)
    promised = read_page(article("<p>详见附件</p>"), divisions)
    assert promised.report.kind == "not_report"


def test_a_text_by_fallback_is_a_problem_of_the_run(divisions: Divisions) -> None:
    reading = read_page(article("<div>" * 3000 + MARKUP), divisions)
    assert [code for code, _ in reading.problems] == ["text_by_fallback"]
    assert reading.text == TEXT


@pytest.mark.parametrize("body", [make_doc(LINES), make_docx(LINES)], ids=["doc", "docx"])
def test_an_attached_file_is_read_like_a_page(body: bytes, divisions: Divisions) -> None:
    fetch = Fetch("http://www.tx.gov.cn/a", "attachment", context={"name": "石门镇报告.doc"})
    reading = read_attachment(Page(fetch.url, 200, {}, body, fetch), SITE, {"entry_title": "石门镇"}, divisions)
    assert (reading.text, reading.report.year, reading.report.accepted) == (TEXT, 2017, True)
    assert reading.carrier in ("doc", "docx")


@pytest.mark.parametrize(
    ("body", "carrier", "code"),
    [
        pytest.param(b"Rar!\x1a\x07\x00", "rar", "unread_document", id="rar"),
        pytest.param(b"%PDF-1.4", "pdf", "broken_document", id="pdf-of-nothing"),
        pytest.param(b"<html>x</html>", "html", "not_a_file", id="page"),
        pytest.param(make_doc(LINES)[:1500], "ole", "broken_document", id="cut-off"),
        pytest.param(b"", "unknown", "broken_document", id="empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_reading_that_says_so(
    body: bytes, carrier: str, code: str, divisions: Divisions
) -> None:
    fetch = Fetch("http://www.tx.gov.cn/a", "attachment", context={"name": "石门镇2017年报告.doc"})
    reading = read_attachment(Page(fetch.url, 200, {}, body, fetch), SITE, {}, divisions)
    assert (reading.text, reading.carrier, reading.report.kind, reading.report.accepted) == (
        None,
        carrier,
        "unread",
        False,
    )
    assert [problem for problem, _ in reading.problems] == [code]
    assert reading.report.year == 2017
    json.dumps(reading.facts())


@pytest.mark.parametrize("text", ["", "\n", "|", "一、", "2017年", "：", "x" * 100_000, "石门镇\n" * 5_000])
def test_any_text_has_a_reading(text: str, divisions: Divisions) -> None:
    assert read(text, divisions).kind in ("not_report", "index_page", "statistics_annex")


def test_a_text_longer_than_any_report_is_read_in_part() -> None:
    said = read("\n".join(LINES[:5]) + "\n" + "公开信息" * 200_000 + "\n" + "\n".join(LINES[5:]))
    assert "read_in_part" in said.flags
    assert (said.year, said.signed and said.signed.value) == (2017, date(2018, 1, 3))


@pytest.mark.parametrize("host", COUNTIES)
def test_whole_counties_are_read_without_an_error(host: str, divisions: Divisions) -> None:
    """Reports and their neighbours of the simulated portals: text, class, year and issuer of each."""
    county = build_county(host).county
    styles: tuple[Style, ...] = ("editor", "word", "breaks")
    for number, document in enumerate(county.documents.values()):
        blocks = document.attached if document.only_attached else document.body
        text = clean_markup(render(blocks, styles[number % 3])).text
        assert text.replace(" ", "") == re.sub(r"[ \u3000\xa0]|\n(?=\s*\n)", "", document.text).strip()
        said = read_report(text, Hints(host, county.division, article_title=document.title), divisions)
        assert said.accepted == document.is_report, document.title
        if document.is_report:
            assert said.year == document.year, document.title
            assert said.issuer is not None
            if document.unit.level == "town":
                assert said.issuer.name == document.unit.name, document.title
