"""Lonsun: the label call as scripts write it, page counts, and lists that break their word."""

from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.families.base import Fetch, Page, Scope, UnreadablePage
from crawler.families.lonsun_label import Pages, find_label, page_address, read_pages, with_page
from crawler.families.markup import parse_html
from crawler.families.registry import family_of
from settings.sites import BadSiteRow, Column, Site, load_sites
from tests.replica.building import CountyReplica
from tests.replica.counties import build_county
from tests.replica.portals.lonsun import Lonsun
from tests.replica.walking import walk

HOST = "tianchang.gov.cn"
SITE = load_sites(Path(__file__).parents[1] / "replica" / "rows")[HOST]
PAGE = "https://www.yl.gov.cn/public/column/26?type=4&catId=17&action=list"
DATA = 'labelName:"publicInfoList",siteId:"9",pageIndex:pageIndex,organId:"26",type:"4",catId:"17",file:"/yl/list"'
ORGAN, CATEGORY = '"26"', '"17"'
SCOPE = Scope(2008, 2024)


def script(source: str) -> str:
    return f"<html><body><div id='con'></div><script>{source}</script></body></html>"


def asked(source: str, url: str = PAGE) -> tuple[str, dict[str, str]] | None:
    label = find_label(parse_html(script(source)), url)
    if label is None:
        return None
    parts = urlsplit(label.url)
    return f"{parts.netloc}{parts.path}", dict(parse_qsl(parts.query, keep_blank_values=True))


@pytest.mark.parametrize(
    ("source", "path", "fields"),
    [
        pytest.param(
            f'Ls.ajax({{dataType:"html", url:"/site/label/8888", data:{{{DATA}}}}})',
            "/site/label/8888",
            {},
            id="an object",
        ),
        pytest.param(
            f'Ls.ajax({{data:{{{DATA}}}, url:"/site/label/165919"}})',
            "/site/label/165919",
            {},
            id="fields before address",
        ),
        pytest.param(
            "$.get('/zwgk/site/label/8888?labelName=publicInfoList&siteId=9&organId=26&type=4&catId=17&file=%2Fyl%2Flist"
            "&pageIndex=' + pageIndex + '&pageSize=15', show)",
            "/zwgk/site/label/8888",
            {"pageSize": "15"},
            id="a query in the address, below a prefix",
        ),
        pytest.param(
            f'var o = "26"; Ls.ajax({{url:"/site/label/8888", data:{{{DATA.replace(ORGAN, "o")}}}}})',
            "/site/label/8888",
            {},
            id="an organ in a variable",
        ),
        pytest.param(
            f'Ls.ajax({{url:"/site/label/8888", data:{{{DATA.replace(CATEGORY, "catId")}}}}})',
            "/site/label/8888",
            {},
            id="a category of the page's own address",
        ),
        pytest.param(
            f'Ls.ajax({{url:"/site/label/8888", data:{{{DATA}, keyWords:$("#kw").val(), fuzzySearch:false, '
            "sortType:1}})",
            "/site/label/8888",
            {"keyWords": "", "fuzzySearch": "false", "sortType": "1"},
            id="what a visitor typed is nothing",
        ),
        pytest.param(
            'Ls.ajax({url:"/site/label/8888",data:{labelName:"columnTree",id:"9"}});'
            f'Ls.ajax({{url:"/site/label/8888", data:{{{DATA}}}}})',
            "/site/label/8888",
            {},
            id="another label before it",
        ),
    ],
)
def test_the_query_of_a_list_is_copied_from_its_script(source: str, path: str, fields: dict[str, str]) -> None:
    usual = {"IsAjax": "1", "dataType": "html", "labelName": "publicInfoList", "siteId": "9", "pageIndex": "1"}
    usual |= {"organId": "26", "type": "4", "catId": "17", "file": "/yl/list"}
    assert asked(source) == (f"www.yl.gov.cn{path}", usual | fields)


@pytest.mark.parametrize(
    "source",
    ["", 'var u = "/site/label/8888";', 'Ls.ajax({url:"/site/label/8888",data:{labelName:"hits",id:"9"}})'],
    ids=["no script", "no call", "a counter"],
)
def test_a_page_without_a_list_call_has_none(source: str) -> None:
    assert asked(source) is None


@pytest.mark.parametrize(
    ("field", "lacking"), [('organId:"26"', "organId"), ('siteId:"9"', "siteId"), ('catId:"17"', "catId")]
)
def test_a_field_the_page_does_not_print_is_not_guessed(field: str, lacking: str) -> None:
    data = DATA.replace(field, f"{field.partition(':')[0]}:$('#x').val()")
    with pytest.raises(UnreadablePage, match=lacking):
        asked(f'Ls.ajax({{url:"/site/label/8888", data:{{{data}}}}})', "https://www.yl.gov.cn/zwgk/")


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ('Ls.pagination("#p", f, {currPage: (0+1), pageCount:3, total: 38})', Pages(3, 1, 38)),
        ('Ls.pagination("#p", f, {currPage: 2, pageCount : "7"})', Pages(7, 2, None)),
        ("Ls.pagination('#p', f, {pageCount:0})", Pages(0, None, None)),
        ("<ul></ul>", Pages()),
    ],
)
def test_page_counts(text: str, pages: Pages) -> None:
    assert read_pages(text) == pages


@pytest.mark.parametrize(
    ("text", "url", "address"),
    [
        (
            "location.href='/content/column/7?pageIndex=' + pageIndex",
            "/zwgk/nb/index.html",
            "/content/column/7?pageIndex=3",
        ),
        ("", "/content/column/7?pageIndex=2", "/content/column/7?pageIndex=3"),
        ("", "/content/column/7", "/content/column/7?pageIndex=3"),
        ("", "/zwgk/nb/index.html", None),
    ],
)
def test_the_next_page_of_a_column(text: str, url: str, address: str | None) -> None:
    found = page_address(text, f"https://www.yl.gov.cn{url}", 3)
    assert found == (f"https://www.yl.gov.cn{address}" if address else None)


def test_only_the_page_number_of_a_call_changes() -> None:
    assert with_page("https://x/site/label/8888?pageIndex=1&pageSize=15&a=1", 12) == (
        "https://x/site/label/8888?pageIndex=12&pageSize=15&a=1"
    )


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"category": "17"}, 'are for layout = "units"'),
        ({"layout": "units", "category": "A17"}, "the digits of a catId are wanted"),
        ({"layout": "units", "category": "17", "captions": ["年报"]}, "exclude each other"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, Any], reason: str) -> None:
    column = Column(key="k", family="lonsun", start=(PAGE,), options=MappingProxyType(options))
    site = Site("yl.gov.cn", "云岭县", "990123", frozenset({"www.yl.gov.cn"}), 2008, (column,), "99.toml")
    with pytest.raises(BadSiteRow, match=reason):
        family_of(site, column)


def dialect(replica: CountyReplica) -> Lonsun:
    found = replica.portal.dialects[0]
    assert isinstance(found, Lonsun)
    return found


@pytest.mark.parametrize("drawn", [False, True], ids=["asked for", "first block drawn by the server"])
@pytest.mark.parametrize("rows", ["plain", "boxes"])
def test_a_list_is_walked_whole_in_either_form(rows: str, drawn: bool) -> None:
    replica = build_county(HOST)
    dialect(replica).rows, dialect(replica).drawn = ("boxes" if rows == "boxes" else "plain"), drawn
    walked = walk(replica, SITE, SITE.column("towns"))
    assert walked.problems == []
    assert len(walked.entries) == sum(1 for _ in replica.county.placed("annual"))
    assert all(entry.posted and not entry.title.endswith("...") for entry in walked.entries.values())


def test_a_known_category_spares_the_organs_own_pages() -> None:
    replica, towns = build_county(HOST), SITE.column("towns")
    options = MappingProxyType({"layout": "units", "category": "170001861"})
    column = Column(key="towns", family="lonsun", start=towns.start, options=options)
    walked = walk(replica, SITE, column)
    assert walked.problems == []
    assert set(walked.entries) == set(walk(replica, SITE, towns).entries)
    assert not any(wish.context.get("stage") == "unit" for wish in walked.fetched)


@pytest.mark.parametrize("column", ["towns", "notices"])
def test_a_page_count_that_promises_more_is_told(column: str) -> None:
    replica = build_county(HOST)
    dialect(replica).switch.set("overcount", "column")
    walked = walk(replica, SITE, SITE.column(column))
    assert {code for code, _ in walked.problems} == {"incomplete_block"}


def test_a_list_that_prints_no_count_ends_at_the_first_page_without_rows() -> None:
    family, column = family_of(SITE, SITE.column("towns")), SITE.column("towns")
    wish = Fetch(f"https://www.{HOST}/site/label/8888?pageIndex=1&organId=26&catId=17")
    context = MappingProxyType({"stage": "rows", "block": "1", "seen": "0"})
    asked_for: list[str] = []
    waiting = [Fetch(wish.url, context=context)]
    while waiting:
        one = waiting.pop()
        asked_for.append(one.url)
        number = len(asked_for)
        row = f'<ul><li><a href="/public/26/{number}.html">第{number}条</a><span>2020-01-02</span></li></ul>'
        text = row if number < 4 else "暂无相关信息"
        page = Page(one.url, 200, {"content-type": "text/html; charset=utf-8"}, text.encode(), one)
        index = family.parse_index(page, SITE, column, SCOPE)
        assert index.problems == ()
        waiting += index.more
    assert [url.partition("pageIndex=")[2][0] for url in asked_for] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("action", ["broken_layout"])
def test_a_changed_layout_is_no_empty_list(action: str) -> None:
    replica = build_county(HOST)
    dialect(replica).switch.set(action, "catId=")
    walked = walk(replica, SITE, SITE.column("towns"))
    assert walked.entries == {}
    assert {code for code, _ in walked.problems} == {"unreadable"}
