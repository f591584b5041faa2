"""Hanweb jpaas: what of a page is the list, how the interface is asked, and where a walk ends."""

import json
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.families.base import Fetch, Index, Page, UnreadablePage
from crawler.families.registry import family_of
from settings.sites import BadSiteRow, Column, Site, load_sites
from tests.replica.counties import CountyReplica, build_county
from tests.replica.groups.hanweb import YIWU_CITY
from tests.replica.portals.hanweb_jpaas import INTERFACE, HanwebJpaas
from tests.replica.walking import SCOPE, read_reports, walk, walk_pages

HOST = "http://www.yl.gov.cn"
COLUMN = f"{HOST}/col/col55/index.html"
QUERY = "{'webId':'9','pageId':'55','parseType':'bulidstatic','pageType':'column','tagId':'列表','tplSetId':'t'}"
SITES = load_sites(Path(__file__).parents[1] / "replica" / "rows")
HOSTS = ("yw.gov.cn", "xinghua.gov.cn")


def site_of(**options: Any) -> Site:
    column = Column(key="annual", family="hanweb_jpaas", start=(COLUMN,), options=MappingProxyType(options))
    return Site("yl.gov.cn", "云岭县", "990123", frozenset({"www.yl.gov.cn"}), 2008, (column,), "99-yl.toml")


def page_of(wish: Fetch, body: str) -> Page:
    return Page(wish.url, 200, {"content-type": "text/html; charset=utf-8"}, body.encode(), wish)


def parse(body: str, url: str = COLUMN, context: dict[str, str] | None = None, **options: Any) -> Index:
    site = site_of(**options)
    wish = Fetch(url, context=MappingProxyType(context or {}))
    family = family_of(site, site.columns[0])
    return family.parse_index(page_of(wish, body), site, site.columns[0], SCOPE)


def row(number: int) -> str:
    return f'<li><a href="/art/2020/art_{number:032x}.html" title="第{number}条">第{number}条</a><b>2020-01-02</b></li>'


def rows(first: int, last: int) -> str:
    return "".join(map(row, range(first, last + 1)))


def drawn(first: int, last: int, count: int | str, query: str = QUERY, url: str = INTERFACE) -> str:
    """A drawn block with its pager."""
    return (
        f'<div id="列表"><ul>{rows(first, last)}</ul><div class="pagination" querydata="{query}" rows="15" '
        f'count="{count}" pageNo="1" unitUrl="{url}"><a href="javascript:;">2</a></div></div>'
    )


def answer(fragment: str) -> str:
    return json.dumps({"success": True, "data": {"html": fragment}}, ensure_ascii=False)


def asked(wish: Fetch) -> dict[str, Any]:
    """What the interface is told of the page wanted."""
    told: dict[str, Any] = json.loads(dict(parse_qsl(urlsplit(wish.url).query))["paramJson"])
    return told


def test_the_interface_is_asked_with_the_pages_own_words_and_the_page_in_param_json() -> None:
    query = QUERY.replace("bulidstatic", "buildstatic")
    wish = parse(drawn(1, 15, 40, query)).more[0]
    told = dict(parse_qsl(urlsplit(wish.url).query))
    assert urlsplit(wish.url).path == INTERFACE
    assert (told["webId"], told["pageId"], told["parseType"], told["tagId"]) == ("9", "55", "buildstatic", "列表")
    assert json.loads(told["paramJson"]) == {"pageNo": 1, "pageSize": 50}
    assert wish.referer == COLUMN


SCRIPT = f'<script src="/x/unitbuild.js" url="{INTERFACE}" queryData="{QUERY}"></script>'
BARE_PAGER = f'<div id="列表">{row(1)}<div queryData="{{\'pageId\':\'55\'}}" rows="15" count="9"></div></div>'


@pytest.mark.parametrize(
    ("body", "entries", "calls", "problems"),
    [
        pytest.param(drawn(1, 15, 40), 15, 1, [], id="more than is drawn"),
        pytest.param(drawn(1, 7, 7), 7, 0, [], id="all is drawn"),
        pytest.param(drawn(1, 7, ""), 7, 1, [], id="no count is printed"),
        pytest.param(drawn(1, 0, 0), 0, 0, ["empty_list"], id="an empty column"),
        pytest.param(drawn(1, 15, 40, "{'pageId':'55'}"), 15, 0, ["incomplete_no_call"], id="no webId"),
        pytest.param(drawn(1, 15, 40, "{'webId':"), 15, 0, ["incomplete_no_call"], id="queryData is broken"),
        pytest.param(BARE_PAGER + SCRIPT, 1, 1, [], id="the pager names its page, the script the rest"),
        pytest.param(SCRIPT, 0, 1, [], id="nothing drawn, one script"),
        pytest.param(SCRIPT + SCRIPT.replace("列表", "导航"), 0, 2, [], id="nothing drawn, two scripts"),
        pytest.param(rows(1, 3), 3, 0, ["incomplete_plain_links"], id="no block, links to articles"),
    ],
)
def test_a_column_page_shows_its_rows_and_leads_to_the_interface(
    body: str, entries: int, calls: int, problems: list[str]
) -> None:
    index = parse(body)
    assert (len(index.entries), len(index.more)) == (entries, calls)
    assert [code for code, _ in index.problems] == problems


@pytest.mark.parametrize(
    ("body", "options", "reason"),
    [
        pytest.param("<p>没有列表</p>", {}, "a block with queryData or links to /art/…", id="nothing"),
        pytest.param(drawn(1, 2, 9) + drawn(3, 4, 9), {}, "set the option block", id="two drawn blocks"),
        pytest.param(drawn(1, 2, 9), {"block": "年报"}, "is called 年报", id="the named block is not there"),
        pytest.param(drawn(1, 2, 9, url="http://10.0.0.1/unit"), {}, "on none of the row's hosts", id="another host"),
        pytest.param(SCRIPT.replace("'webId':'9',", ""), {}, "none with webId", id="a script without webId"),
    ],
)
def test_a_page_that_is_not_understood_says_why(body: str, options: dict[str, Any], reason: str) -> None:
    with pytest.raises(UnreadablePage, match=reason):
        parse(body, **options)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"layout": "tree"}, "option layout is 'tree'"),
        ({"captions": ["年报"]}, 'option captions is for layout = "units"'),
        ({"unit": "1"}, "unknown option 'unit'"),
    ],
)
def test_options_it_does_not_know_are_refused(options: dict[str, Any], reason: str) -> None:
    site = site_of(**options)
    with pytest.raises(BadSiteRow, match=reason):
        family_of(site, site.columns[0])


HEX = "a" * 32
ROWS = [
    pytest.param(
        f'<li><a href="/art/2020/art_{HEX}.html" title="甲镇2019年年报">甲镇2019…</a><span>2020-01-05</span></li>',
        ("甲镇2019年年报", "2020-01-05"),
        id="title attribute",
    ),
    pytest.param(
        f'<li><a href="/art/2020/art_{HEX}.html">甲镇2019年年报2020-01-05</a></li>',
        ("甲镇2019年年报", "2020-01-05"),
        id="date glued to the text",
    ),
    pytest.param(
        f"<li><a href='https://www.yl.gov.cn/art/2020/art_{HEX}.html'>甲镇2019年年报</a><i>[2020-01-05]</i></li>",
        ("甲镇2019年年报", "2020-01-05"),
        id="another scheme",
    ),
    pytest.param(
        f'<li><a href="/art/2020/art_{HEX}.html">甲镇2019年年报</a><span>2020-01-05</span>'
        f'<dl style="display:none"><dd><a href="/art/2020/art_{"b" * 32}.html">解读</a></dd></dl></li>',
        ("甲镇2019年年报", "2020-01-05"),
        id="hidden reading",
    ),
    pytest.param(
        f'<tr><td><a href="/art/2020/art_{HEX}.html">甲镇2019年年报</a></td><td>2020-01-05</td></tr>',
        ("甲镇2019年年报", "2020-01-05"),
        id="table",
    ),
]


@pytest.mark.parametrize(("source", "expected"), ROWS)
def test_a_row_gives_address_title_and_date(source: str, expected: tuple[str, str]) -> None:
    box = f"<table>{source}</table>" if source.startswith("<tr") else f"<ul>{source}</ul>"
    head = '<h2><a href="/col/col55/index.html">公开年报</a></h2>'
    pager = f'<div querydata="{QUERY}" uniturl="{INTERFACE}" count="1" rows="15"></div>'
    (entry,) = parse(f'<div id="列表">{head}{box}{pager}</div>').entries
    assert entry.fetch.url == f"{HOST}/art/2020/art_{HEX}.html"
    assert (entry.title, str(entry.posted)) == expected


def serve(count: int, block: Callable[[int, int], str]) -> Callable[[Fetch], Page]:
    """A column that draws 15 of `count` rows before an interface that answers page n of size s with `block(n, s)`."""

    def ask(wish: Fetch) -> Page:
        if "paramJson" not in wish.url:
            return page_of(wish, drawn(1, min(15, count), count))
        told = asked(wish)
        return page_of(wish, block(told["pageNo"], told["pageSize"]))

    return ask


def whole(count: int) -> Callable[[int, int], str]:
    return lambda number, size: answer(drawn((number - 1) * size + 1, min(number * size, count), count))


def clipped(count: int, largest: int) -> Callable[[int, int], str]:
    return lambda number, size: whole(count)(number, min(size, largest))


@pytest.mark.parametrize(
    ("count", "block", "seen", "problems"),
    [
        pytest.param(12, whole(12), 12, [], id="all drawn"),
        pytest.param(40, whole(40), 40, [], id="one page"),
        pytest.param(230, whole(230), 230, [], id="past page three"),
        pytest.param(40, clipped(40, 15), 40, [], id="the interface gives fewer rows a page than asked"),
        pytest.param(40, whole(43), 43, [], id="the drawn page is older than the interface"),
        pytest.param(100, lambda n, s: answer(drawn(1, 15, 100)), 15, ["incomplete_block"], id="always page one"),
        pytest.param(
            100,
            lambda n, s: answer(drawn(1, 50, 100) if n == 1 else drawn(1, 0, 100)),
            50,
            ["incomplete_block"],
            id="empty before the count is reached",
        ),
        pytest.param(100, lambda n, s: answer(""), 15, ["incomplete_block"], id="an answer without anything"),
        pytest.param(
            60,
            lambda n, s: answer(drawn((n - 1) * s + 1, min(n * s, 60), "")),
            60,
            [],
            id="the count printed by the page only",
        ),
    ],
)
def test_a_walk_ends_where_the_count_is_reached_and_says_when_it_is_not(
    count: int, block: Callable[[int, int], str], seen: int, problems: list[str]
) -> None:
    site = site_of()
    walked = walk_pages(serve(count, block), site, site.columns[0])
    assert len(walked.entries) == seen
    assert [code for code, _ in walked.problems] == problems


def test_without_any_count_the_walk_goes_on_to_the_first_empty_page() -> None:
    def ask(wish: Fetch) -> Page:
        if "paramJson" not in wish.url:
            return page_of(wish, SCRIPT)
        number = asked(wish)["pageNo"]
        return page_of(wish, answer(f"<ul>{rows(50 * number - 49, 50 * number) if number < 4 else ''}</ul>"))

    site = site_of()
    walked = walk_pages(ask, site, site.columns[0])
    assert (len(walked.entries), walked.problems) == (150, [])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param('{"success":false,"code":"500","data":null,"message":"生成失败"}', "生成失败", id="refused"),
        pytest.param('{"success":true,"data":null}', "no data.html", id="no data"),
        pytest.param('{"success":true,"data":{"html":', "not JSON", id="cut short"),
        pytest.param("[1]", "no object", id="a list"),
        pytest.param("<html><body>403</body></html>", "not JSON", id="a page"),
    ],
)
def test_an_answer_that_is_none_is_a_fault(body: str, reason: str) -> None:
    with pytest.raises(UnreadablePage, match=reason):
        parse(body, f"{HOST}{INTERFACE}?pageId=55", {"call": "1", "seen": "0", "total": "9", "alone": "1"})


def test_control_characters_and_a_byte_order_mark_are_no_fault() -> None:
    body = "\ufeff\r\n" + answer(f"<ul>\n\t{row(1)}\n</ul>").replace("\\n", "\n").replace("\\t", "\t")
    index = parse(body, f"{HOST}{INTERFACE}?pageId=55", {"call": "1", "seen": "0", "total": "1", "alone": "1"})
    assert len(index.entries) == 1


def test_of_several_script_blocks_navigation_gives_nothing_and_articles_count() -> None:
    call = {"call": "1", "seen": "0", "total": ""}
    navigation = answer('<a href="/">首页</a><a href="/col/col1/index.html">政务公开</a><a href="/about.html">关于</a>')
    assert parse(navigation, f"{HOST}{INTERFACE}?pageId=55", call) == Index(())
    index = parse(answer(rows(1, 3)), f"{HOST}{INTERFACE}?pageId=55", call)
    assert (len(index.entries), [code for code, _ in index.problems]) == (3, ["rows_without_count"])


def test_a_unit_page_that_is_the_report_column_itself_is_read_as_the_list() -> None:
    head = '<html><head><meta name="ColumnName" content="信息公开年报"></head><body>'
    index = parse(head + drawn(1, 3, 3), context={"stage": "unit", "unit": "甲镇"}, layout="units")
    assert [entry.unit for entry in index.entries] == ["甲镇"] * 3


def test_a_year_page_is_a_list_or_links_lists() -> None:
    context = {"stage": "year", "year": "2019"}
    index = parse(drawn(1, 2, 2), f"{HOST}/nb/2019/index.html", context, layout="years")
    assert [entry.year for entry in index.entries] == [2019, 2019]
    links = (
        '<a href="xzjdb/">乡镇</a><a href="szf/index.html">政府</a><a href="/nb/2018/">2018年</a><a href="/x/">别处</a>'
    )
    index = parse(links, f"{HOST}/nb/2019/index.html", context, layout="years")
    assert [wish.url for wish in index.more] == [f"{HOST}/nb/2019/xzjdb/", f"{HOST}/nb/2019/szf/index.html"]
    assert {wish.context["year"] for wish in index.more} == {"2019"}


@pytest.mark.parametrize("host", HOSTS)
def test_the_declared_columns_of_a_county_lead_to_every_report_and_to_nothing_that_is_not_listed(host: str) -> None:
    replica, site = build_county(host), SITES[host]
    found = {}
    for column in site.columns:
        walked = walk(replica, site, column)
        assert walked.problems == []
        found |= {url: entry for url, entry in walked.entries.items() if url not in found}
    truth = {url: report for report in replica.truth() for url in report.addresses}
    assert set(truth) <= set(found)
    listed = {f"http://www.{host}{_path(replica, place)}" for place in _places(replica)}
    assert set(found) == listed
    for url, report in truth.items():
        assert found[url].year in (report.year, None)
        assert found[url].unit in (report.unit, None)


def _places(replica: CountyReplica) -> list[Any]:
    return [place for document in replica.county.documents.values() for place in document.placements]


def _path(replica: CountyReplica, place: Any) -> str:
    (dialect,) = replica.portal.dialects
    assert isinstance(dialect, HanwebJpaas)
    return dialect.art_path(place)


@pytest.mark.parametrize("host", HOSTS)
def test_an_article_gives_the_whole_report_and_its_files(host: str) -> None:
    for one in read_reports(build_county(host), SITES[host]):
        assert [word for word in ("信息索引号", "上一篇", "主办单位") if word in one.letters] == []
        assert one.article.publisher == one.truth.unit
        assert one.files == set(one.truth.files)


def city() -> tuple[CountyReplica, Site, Column]:
    site = SITES["yw.gov.cn"]
    return build_county("yw.gov.cn"), site, site.column("city")


def test_a_count_larger_than_the_list_is_reported() -> None:
    replica, site, column = city()
    replica.portal.dialects[0].switch.set("overcount", f"pageId=1229134100|{YIWU_CITY}")
    assert "incomplete_block" in [code for code, _ in walk(replica, site, column).problems]


def test_a_page_whose_layout_changed_is_not_understood() -> None:
    replica, site, column = city()
    replica.portal.dialects[0].switch.set("broken_layout", f"pageId=1229134100|{YIWU_CITY}")
    ((code, said),) = walk(replica, site, column).problems
    assert code == "unreadable"
    assert "found neither" in said
