"""UCAP columns: numbered files and the search interface, whichever a page has, walked to their printed totals."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from crawler.families.base import Fetch, Page, UnreadablePage
from crawler.families.registry import family_of
from crawler.families.ucap_pager import PageCall, page_call
from crawler.families.ucap_rows import is_article
from settings.sites import BadSiteRow, Column, Site, load_sites
from tests.replica.counties import build_county
from tests.replica.groups.search import HUICHANG_COUNTY, HUICHANG_TOWNS
from tests.replica.walking import SCOPE, Walk, read_reports, walk, walk_pages
from tests.whole.desk import ROOT

HOST = "http://www.yl.gov.cn"
LIST = f"{HOST}/ylxxgk/yl88/xxgk_list.shtml"
HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
OTHER = "ffffffffffffffffffffffffffffffff"


def site_of(start: str = LIST, **options: Any) -> Site:
    column = Column(key="k", family="ucap", start=(start,), options=MappingProxyType(options))
    hosts = frozenset({"www.yl.gov.cn", "api.hunan.gov.cn"} if "search" in options else {"www.yl.gov.cn"})
    return Site("yl.gov.cn", "云岭县", "990123", hosts, 2008, (column,), "99.toml")


def walked(serve: Callable[[Fetch], str], start: str = LIST, **options: Any) -> Walk:
    site = site_of(start, **options)

    def ask(wish: Fetch) -> Page:
        return Page(wish.url, 200, {"content-type": "text/html; charset=utf-8"}, serve(wish).encode(), wish)

    return walk_pages(ask, site, site.columns[0])


def article(number: int) -> str:
    return f"/ylxxgk/yl88/202101/{number:032x}.shtml"


def row(number: int) -> str:
    title = f"第{number}条"
    return f'<li><a href="{article(number)}" title="{title}">{title}</a><span class="time">2021-01-20</span></li>'


def printed(first: int, last: int, pages: int, current: int, total: int | str) -> str:
    rows = "".join(row(number) for number in range(first, last + 1))
    return f"<ul>{rows}</ul><script>createPageHTML('page_div',{pages}, {current},'xxgk_list','shtml',{total});</script>"


def answer(numbers: range, total: int | None) -> str:
    results = [
        {"title": f"第{n}条", "url": article(n), "publishedTimeStr": "2021-01-20 09:00:00", "subTitle": "null"}
        for n in numbers
    ]
    data: dict[str, Any] = {"page": 1, "rows": len(results), "results": results}
    if total is not None:
        data["total"] = total
    return json.dumps({"data": data})


@pytest.mark.parametrize(
    ("script", "call"),
    [
        ("createPageHTML('page_div',5, 1,'fg','shtml',89);", PageCall(5, 1, "fg", "shtml", 89)),
        ('createPageHTML("page_div", "11", "2", "list", "shtml", "154")', PageCall(11, 2, "list", "shtml", 154)),
        ("createPageHTML('page_div',1, 1,'xlist','shtml');", PageCall(1, 1, "xlist", "shtml", None)),
        ('createPageHTML(9, 0, "index", "html");', None),
        ("createPageHTML('page_div',", None),
        ("", None),
    ],
)
def test_a_page_call_is_told_from_that_of_trs(script: str, call: PageCall | None) -> None:
    assert page_call(f"<script>{script}</script>") == call


def test_page_two_is_numbered_two_and_page_one_is_not_numbered() -> None:
    call = PageCall(5, 1, "xxgk_list", "shtml", 89)
    assert call.address(LIST, 1) == LIST
    assert call.address(LIST, 2) == f"{HOST}/ylxxgk/yl88/xxgk_list_2.shtml"


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        (f"/hcxxxgk/hc1554/202101/{HEX}.shtml", True),
        ("/hebwcs/c111341/202301/c01_592213.shtml", True),
        (f"/suibin/{HEX}/202501/67436.shtml", True),
        ("/csrc/c106256/c3217074/content.shtml", True),
        ("/hnszf/xxgk/wjk/202605/t20260502_29401987.html", True),
        ("/hcxxxgk/hc1554/xxgk_list.shtml", False),
        (f"/hcxxxgk/hc1554/202101/{HEX}/files/a.docx", False),
        ("/hcxxxgk/hc1554/202101/index.shtml", False),
    ],
)
def test_the_addresses_of_articles(path: str, is_one: bool) -> None:
    assert is_article(HOST + path) is is_one


@pytest.mark.parametrize(
    ("serve", "seen", "problems"),
    [
        pytest.param(lambda n: printed(20 * n - 19, min(20 * n, 89), 5, n, 89), 89, [], id="to the total"),
        pytest.param(lambda n: printed(1, 5, 1, 1, 5), 5, [], id="one page"),
        pytest.param(lambda n: printed(1, 0, 0, 1, 0), 0, ["empty_list"], id="none"),
        pytest.param(lambda n: printed(20 * n - 19, 20 * n, 5, n, 120), 100, ["incomplete_block"], id="pages too few"),
        pytest.param(lambda n: printed(1, 20, 5, n, 89), 20, ["incomplete_block"], id="the same page again"),
        pytest.param(lambda n: printed(1, 20, 5, n, 89) if n == 1 else "", 20, ["incomplete_block"], id="a blank stub"),
        pytest.param(
            lambda n: printed(1, 20, 5, n, 89) if n == 1 else "<p>404</p>", 20, ["incomplete_block"], id="a stub"
        ),
        pytest.param(
            lambda n: printed(n, n, 10**5, n, 10**6), None, ["incomplete_block"], id="a total that is never reached"
        ),
        pytest.param(lambda n: f"<ul>{row(1)}{row(2)}</ul>", 2, ["no_page_count"], id="rows without a pager"),
        pytest.param(lambda n: "<div>暂无内容</div>", 0, ["empty_list"], id="said to be empty"),
    ],
)
def test_a_printed_list_is_walked(serve: Callable[[int], str], seen: int | None, problems: list[str]) -> None:
    def page(wish: Fetch) -> str:
        name = wish.url.rpartition("/")[2].removesuffix(".shtml").removeprefix("xxgk_list")
        return serve(int(name.removeprefix("_") or "1"))

    found = walked(page)
    assert found.codes == problems
    assert seen is None or len(found.entries) == seen


@pytest.mark.parametrize(
    ("serve", "seen", "problems", "fetches"),
    [
        pytest.param(lambda n: answer(range(20 * n - 20, min(20 * n, 45)), 45), 45, [], 4, id="to the total"),
        pytest.param(lambda n: answer(range(0), 0), 0, ["empty_list"], 2, id="none"),
        pytest.param(lambda n: answer(range(20), 45), 20, ["incomplete_block"], 3, id="page is ignored"),
        pytest.param(
            lambda n: answer(range(20) if n == 1 else range(0), 45), 20, ["incomplete_block"], 3, id="an empty page"
        ),
        pytest.param(
            lambda n: answer(range(20 * n - 20, min(20 * n, 45)), None), 45, [], 5, id="no total: until it is empty"
        ),
        pytest.param(lambda n: answer(range(n, n + 1), 10**8), None, ["incomplete_block"], 401, id="endless"),
    ],
)
def test_a_drawn_list_is_asked_to_its_total(
    serve: Callable[[int], str], seen: int | None, problems: list[str], fetches: int
) -> None:
    def page(wish: Fetch) -> str:
        if "/common/search/" not in wish.url:
            return f'<html><head><meta name="channelId" content="{HEX}"></head><body>政务公开</body></html>'
        return serve(int(wish.url.rpartition("page=")[2]))

    found = walked(page)
    assert found.codes == problems
    assert (seen is None or len(found.entries) == seen, len(found.fetched)) == (True, fetches)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<html>验证</html>", id="a page"),
        pytest.param('{"code": 403, "msg": "token"}', id="a refusal"),
        pytest.param('{"data": {"results": "x"}}', id="another shape"),
        pytest.param("[" * 100_000, id="deep"),
    ],
)
def test_an_answer_of_another_shape_is_not_read(text: str) -> None:
    fetch = Fetch(f"{HOST}/common/search/{HEX}?page=1", context=MappingProxyType({"stage": "search"}))
    site = site_of()
    with pytest.raises(UnreadablePage, match="search"):
        family_of(site, site.columns[0]).parse_index(
            Page(fetch.url, 200, {}, text.encode(), fetch), site, site.columns[0], SCOPE
        )


def test_results_are_read_as_printed() -> None:
    results = [
        {
            "title": "<em>丁乡</em>2020年政府信息公开工作年度报告",
            "url": f"//www.yl.gov.cn{article(1)}",
            "publishedTimeStr": "2021-01-20 23:30:00",
            "publishedTime": 1611100000000,
            "channelName": "丁家乡",
        },
        {"title": "无日期", "url": article(2), "publishedTimeStr": "undefined", "channelName": "null"},
        {"title": "null", "url": article(3), "publishedTimeStr": None},
        {"title": "无地址", "url": "undefined"},
        {"title": "外站", "url": "https://mp.weixin.qq.com/s/x", "publishedTimeStr": "2021-02-01 08:00:00"},
        "x",
    ]

    def page(wish: Fetch) -> str:
        if "/common/search/" not in wish.url:
            return f'<html><head><meta name="channelId" content="{HEX}"></head><body>x</body></html>'
        return json.dumps({"data": {"total": "5", "results": results}}, ensure_ascii=False)

    found = walked(page)
    rows = [(entry.title, entry.posted, entry.unit, entry.state) for entry in found.entries.values()]
    assert rows == [
        ("丁乡2020年政府信息公开工作年度报告", date(2021, 1, 20), "丁家乡", "2021-01-20 23:30:00"),
        ("无日期", None, None, ""),
        ("外站", date(2021, 2, 1), None, "2021-02-01 08:00:00"),
    ]
    assert found.codes == ["row_without_address"] * 2
    assert {entry.fetch.referer for entry in found.entries.values()} == {LIST}


def test_a_search_on_a_host_of_nobody_s_is_named_and_not_asked() -> None:
    script = f"<script>get('https://es.other.gov.cn/common/search/{HEX}?page=1')</script>"
    found = walked(lambda wish: f"<html><body>x{script}</body></html>")
    assert found.codes == ["incomplete_search_off_site"]
    assert "es.other.gov.cn" in found.problems[0][1]


def test_rows_of_the_column_count_and_those_of_boxes_do_not() -> None:
    box = f'<ul><li><a href="/ylxxgk/hot/202101/{OTHER}.shtml">热点</a><span>2021-01-20</span></li></ul>'
    elsewhere = '<li><a href="https://mp.weixin.qq.com/s/x">转载</a><span>2021-01-19</span></li>'
    both = (
        f'<li><a href="/u.shtml"><img src="x.png"></a><a href="{article(2)}">第2条</a>'
        f'<a href="{article(2)[:-6]}/files/a.doc">附件</a><span>2021-01-18</span></li>'
    )
    call = "<script>createPageHTML('page_div',1, 1,'xxgk_list','shtml',3);</script>"
    found = walked(lambda wish: f"{box}<ul>{row(1)}{elsewhere}{both}</ul>{box}{call}")
    assert [entry.title for entry in found.entries.values()] == ["第1条", "转载", "第2条"]
    assert found.codes == []


def test_towns_by_the_channel_list() -> None:
    tree: dict[str, list[dict[str, str]]] = {
        "c10": [
            {"displayName": "丁家乡", "channelCode": "c11", "channelId": HEX},
            {"displayName": "乡镇", "channelCode": "c19", "channelId": HEX},
        ],
        "c11": [
            {"displayName": "工作动态", "channelCode": "c12", "channelId": HEX},
            {"displayName": "政府信息公开年报", "channelCode": "c13", "channelId": OTHER},
        ],
    }

    def page(wish: Fetch) -> str:
        if "getChannelList" in wish.url:
            code = wish.url.partition("channelCode=")[2].partition("&")[0]
            return json.dumps({"results": {"children": tree[code]}}, ensure_ascii=False)
        assert wish.url.startswith(f"{HOST}/common/search/{OTHER}?")
        return answer(range(3), 3)

    start = f"{HOST}/common/getChannelList?channelCode=c10&websiteCodeName=yl"
    found = walked(page, start, layout="units")
    assert [(entry.title, entry.unit) for entry in found.entries.values()] == [
        ("第0条", "丁家乡"),
        ("第1条", "丁家乡"),
        ("第2条", "丁家乡"),
    ]
    assert found.codes == []


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"captions": ["年报"]}, "is for layout"),
        ({"layout": "years"}, "option layout is 'years'"),
        ({"search": "common/search"}, "a path"),
        ({"channel": HEX}, "unknown option 'channel'"),
    ],
)
def test_a_row_it_cannot_use_is_refused(options: dict[str, Any], reason: str) -> None:
    site = site_of(**options)
    with pytest.raises(BadSiteRow, match=reason):
        family_of(site, site.columns[0])


def test_a_real_column_page_is_read_to_its_total(test_data: Path) -> None:
    url = "http://www.csrc.gov.cn/csrc/c106256/fg.shtml"
    column = Column(key="k", family="ucap", start=(url,))
    site = Site("csrc.gov.cn", "证监会", "110000", frozenset({"www.csrc.gov.cn"}), 2008, (column,), "11.toml")
    page = Page(url, 200, {}, (test_data / "pages" / "csrc_list_1.html").read_bytes(), Fetch(url))
    index = family_of(site, column).parse_index(page, site, column, SCOPE)
    assert (len(index.entries), index.total, index.problems) == (20, 89, ())
    assert [wish.url for wish in index.more] == ["http://www.csrc.gov.cn/csrc/c106256/fg_2.shtml"]
    assert all(is_article(entry.fetch.url) for entry in index.entries)


SITE = load_sites(ROOT / "tests" / "replica" / "rows")["huichang.gov.cn"]


def test_every_listed_article_of_the_replica_is_found_once_under_its_town() -> None:
    replica = build_county(SITE.host)
    towns, county = (walk(replica, SITE, column) for column in SITE.columns)
    assert [*towns.problems, *county.problems] == []
    for found, column in ((towns, "annual"), (county, "county")):
        exist = {
            url: document.unit.name
            for document in replica.county.documents.values()
            for url in replica.addresses(document, [place for place in document.placements if place.column == column])
        }
        assert set(found.entries) == set(exist)
        if column == "annual":
            assert {url: entry.unit for url, entry in found.entries.items()} == exist
    assert towns.fetched[0].url.endswith(HUICHANG_TOWNS)
    assert HUICHANG_COUNTY in county.fetched[0].url


def test_every_report_of_the_replica_is_read_whole() -> None:
    replica = build_county(SITE.host)
    for one in read_reports(replica, SITE):
        assert (one.article.title, one.article.posted) == (one.truth.title, one.entry.posted)
        assert one.article.site_code == replica.portal.facts.code
        assert one.files <= set(one.truth.files)
        assert bool(one.files) == bool(one.truth.files)
