"""NFCMS: which page is page two, what a guess may bring, columns drawn from JSON, towns under a county's bar."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import pytest

from crawler.families.base import Entry, Fetch, Index, Page, UnreadablePage
from crawler.families.markup import parse_html
from crawler.families.nfcms_json import column_json
from crawler.families.nfcms_pager import is_article, printed_pages, printed_total
from crawler.families.registry import family_of
from settings.sites import BadSiteRow, Column, Site, load_sites
from tests.replica.counties import build_county
from tests.replica.portals.nfcms import Nfcms
from tests.replica.walking import SCOPE, read_reports, walk

HOST = "http://www.yl.gov.cn"
LIST = f"{HOST}/ylx/zwgk/gknb/"
SITES = load_sites(Path(__file__).parents[1] / "replica" / "rows")
HOSTS = ("suixi.gov.cn", "gdhf.gov.cn")


def site_of(options: Mapping[str, Any] | None = None) -> Site:
    column = Column(key="k", family="nfcms", start=(LIST,), options=MappingProxyType(dict(options or {})))
    return Site("yl.gov.cn", "云岭县", "990123", frozenset({"www.yl.gov.cn"}), 2008, (column,), "99.toml")


def read(body: str, url: str = LIST, context: Mapping[str, str] | None = None) -> Index:
    site = site_of()
    wish = Fetch(url, context=MappingProxyType(dict(context or {"stage": "list"})))
    page = Page(url, 200, {"content-type": "text/html; charset=utf-8"}, body.encode(), wish)
    return family_of(site, site.columns[0]).parse_index(page, site, site.columns[0], SCOPE)


def rows(*numbers: int) -> str:
    links = (f'<li><a href="./content/post_{n}.html">甲镇第{n}号报告</a><span>2020-01-05</span></li>' for n in numbers)
    return f"<ul>{''.join(links)}</ul>"


def codes(index: Index) -> list[str]:
    return [code for code, _ in index.problems]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"layout": "years"}, "option layout is 'years'"),
        ({"captions": ["年报"]}, 'are for layout = "units"'),
        ({"skip": ["/x/"]}, 'are for layout = "units"'),
        ({"page_two": "index_1"}, "unknown option"),
    ],
)
def test_a_row_it_cannot_use_is_refused(options: dict[str, Any], reason: str) -> None:
    site = site_of(options)
    with pytest.raises(BadSiteRow) as caught:
        family_of(site, site.columns[0])
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/gdhf/zwgk/gknb/content/post_1221498.html", True),
        ("/gdhf/zwgk/gknb/content/mpost_1221498.html", True),
        ("/qylzdlb/gkmlpt/content/0/819/post_819005.html", True),
        ("/gdhf/zwgk/gknb/index_2.html", False),
        ("/gdhf/zwgk/content/", False),
    ],
)
def test_articles_are_known_by_their_address(path: str, told: bool) -> None:
    assert is_article(HOST + path) is told


@pytest.mark.parametrize(
    ("pager", "pages", "total"),
    [
        ('<div class="page">共35条 1/3页</div>', 3, 35),
        ('<div class="pagination">共 4 页</div>', 4, None),
        ('<div id="pageDiv">第 2 页/共 8 页</div>', 8, None),
        ('<div class="page"><a href="index_2.html">2</a></div>', None, None),
        ("<p>全年公开信息共35条，分3/4页</p>", None, None),
    ],
)
def test_counts_are_read_from_the_pager_only(pager: str, pages: int | None, total: int | None) -> None:
    tree = parse_html(f"<html><body>{pager}</body></html>")
    assert (printed_pages(tree), printed_total(tree)) == (pages, total)


@pytest.mark.parametrize(
    ("body", "wishes"),
    [
        pytest.param(f'{rows(1)}<a href="index_2.html">2</a>', ["index_2.html"], id="numbered from two"),
        pytest.param(f'{rows(1)}<a href="index_1.html">下一页</a>', ["index_1.html"], id="numbered from one"),
        pytest.param(rows(1), ["index_1.html", "index_2.html"], id="nothing told: both guessed"),
        pytest.param(f'{rows(1)}<div class="page">共1页</div>', [], id="one page told"),
        pytest.param(f'{rows(1, 2)}<div class="page">共2条</div>', [], id="all rows there"),
        pytest.param(f'{rows(1, 2)}<div class="page">共9条</div>', ["index_1.html", "index_2.html"], id="rows missing"),
        pytest.param(
            f'{rows(1)}<a href="/other/index_2.html">下一页</a>', ["index_1.html", "index_2.html"], id="other"
        ),
    ],
)
def test_page_two_is_learnt_or_guessed(body: str, wishes: list[str]) -> None:
    assert [fetch.url for fetch in read(body).more] == [LIST + name for name in wishes]


GUESS = {"stage": "list", "guess": "2", "folder": LIST, "first": "aaaaaa", "known": "bbbbbb", "open_end": "1"}


@pytest.mark.parametrize(
    ("body", "url", "found"),
    [
        pytest.param(rows(7), f"{LIST}index_2.html", [7], id="articles of the column"),
        pytest.param("", f"{LIST}index_2.html", [], id="nothing at all"),
        pytest.param("<p>您访问的页面不存在</p>", f"{LIST}index_2.html", [], id="a word of regret"),
        pytest.param(
            '<ul><li><a href="/b/content/post_7.html">乙</a>2020-01-05</li></ul>', f"{LIST}index_2.html", [], id="other"
        ),
        pytest.param(rows(7), f"{HOST}/", [], id="led away to the front page"),
    ],
)
def test_a_guess_counts_when_it_brings_articles_of_the_column(body: str, url: str, found: list[int]) -> None:
    index = read(body, url, GUESS)
    assert [entry.fetch.url for entry in index.entries] == [f"{LIST}content/post_{number}.html" for number in found]
    assert [fetch.url for fetch in index.more] == ([f"{LIST}index_3.html"] if found else [])
    assert index.problems == ()


def test_a_guess_that_repeats_the_first_page_brings_nothing() -> None:
    first = read(rows(1, 2))
    again = read(rows(1, 2), first.more[0].url, first.more[0].context)
    assert (again.entries, again.more) == ((), ())


@pytest.mark.parametrize(
    ("body", "context", "code"),
    [
        pytest.param("<p>暂无信息</p>", {"stage": "list", "page": "2"}, "incomplete_stub", id="a page without rows"),
        pytest.param(
            f'{rows(1)}<div class="page">2/3页</div>',
            {"stage": "list", "page": "2"},
            "incomplete_pager",
            id="cut short",
        ),
        pytest.param("<p>暂无信息</p>", {"stage": "list"}, "empty_list", id="an empty column"),
    ],
)
def test_what_is_odd_is_said(body: str, context: dict[str, str], code: str) -> None:
    assert codes(read(body, LIST, context)) == [code]


def test_a_pager_that_leads_round_in_circles_ends_the_walk() -> None:
    first = read(f'{rows(1)}<a href="index_2.html">2</a>')
    again = read(f'{rows(1)}<a href="index_3.html">3</a>', first.more[0].url, first.more[0].context)
    assert (codes(again), again.more) == (["incomplete_repeat"], ())


def test_a_page_without_rows_pager_or_json_is_not_understood() -> None:
    with pytest.raises(UnreadablePage, match=r"no link to content/post_<number>\.html"):
        read('<div id="app"></div>')


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("load('/postmeta/i/1601.json')", f"{HOST}/postmeta/i/1601.json"),
        ("load('/postmeta/i/1601.json'); again('/postmeta/i/1601.json')", f"{HOST}/postmeta/i/1601.json"),
        ("load('/postmeta/i/1601.json'); menu('/postmeta/i/9.json')", None),
        ("load('/postmeta/p/1/1/1.json')", None),
    ],
)
def test_the_json_of_a_column_is_taken_where_the_page_names_one(text: str, named: str | None) -> None:
    assert column_json(text, LIST) == named


def test_columns_below_a_column_are_read_each_from_its_own_json() -> None:
    answer = {"id": 1, "publish_count": 0, "children": [{"id": 11}, {"id": "12"}, {"id": 11}, 7], "articles": []}
    index = read(json.dumps(answer), f"{HOST}/postmeta/i/1.json", {"stage": "json", "unit": "云溪镇"})
    assert [fetch.url for fetch in index.more] == [f"{HOST}/postmeta/i/{number}.json" for number in (11, 12)]
    assert {fetch.context["unit"] for fetch in index.more} == {"云溪镇"}
    assert index.problems == ()


@pytest.mark.parametrize("text", ["", "[]", "null", '{"items": []}', '{"articles": {}}', "{" * 5000])
def test_other_json_is_not_understood(text: str) -> None:
    with pytest.raises(UnreadablePage):
        read(text, f"{HOST}/postmeta/i/1.json", {"stage": "json"})


@pytest.mark.parametrize("host", HOSTS)
def test_a_whole_county_is_found_and_nothing_beside_it(host: str) -> None:
    replica, site = build_county(host), SITES[host]
    walked = walk(replica, site, site.columns[0])
    listed = {url for document in replica.county.documents.values() for url in replica.addresses(document)}
    truth = {url: report for report in replica.truth() for url in report.addresses}
    assert [code for code, _ in walked.gaps if code != "status_404"] == []
    assert set(truth) <= set(walked.entries) <= listed
    for url, report in truth.items():
        entry: Entry = walked.entries[url]
        assert (entry.title, entry.posted is not None, entry.unit in (None, report.unit)) == (report.title, True, True)


@pytest.mark.parametrize("host", HOSTS)
def test_articles_give_the_whole_report_and_its_files(host: str) -> None:
    read = read_reports(build_county(host), SITES[host])
    for one in read:
        assert (one.article.title, one.article.posted) == (one.truth.title, one.entry.posted)
        assert one.files <= set(one.truth.files)
        assert bool(one.files) == bool(one.truth.files)
        assert "上一篇" not in one.letters
    assert len(read) == len({one.entry.fetch.url for one in read})


@pytest.mark.parametrize("beyond", ["gone", "last"])
@pytest.mark.parametrize("second", [1, 2])
def test_pages_no_link_leads_to_are_found_however_they_are_numbered(
    second: int, beyond: Literal["gone", "last"]
) -> None:
    replica, site = build_county("gdhf.gov.cn"), SITES["gdhf.gov.cn"]
    dialect = replica.portal.dialects[0]
    assert isinstance(dialect, Nfcms)
    dialect.second, dialect.beyond = second, beyond
    walked = walk(replica, site, site.columns[0])
    assert len(walked.entries) == len(replica.county.listed("annual")) > 3 * dialect.per_page
    assert [problem for problem in walked.problems if not problem[0].startswith("status_404")] == []
    assert len(walked.fetched) <= 8
