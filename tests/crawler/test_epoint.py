"""Epoint: where the site and the list are named, how the interface is asked, and where a walk ends."""

import json
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from crawler.families.base import Fetch, Index, Page, UnreadablePage
from crawler.families.registry import family_of
from settings.sites import BadSiteRow, Column, Site, load_sites
from tests.replica.counties import CountyReplica, build_county
from tests.replica.portals.epoint import Epoint
from tests.replica.walking import SCOPE, read_reports, walk, walk_pages

HOST = "http://www.yl.gov.cn"
COLUMN = f"{HOST}/dynamic/zwgk/govInfoPub.html?categorynum=003195009&deptcode=001031"
GUID = "7eb5f7f1-0000-43ad-8e13-8fcb82ea831a"
SITE_INFO = f'var siteInfo = {{"siteGuid":"{GUID}","projectName":"/EWB-FRONT"}};'
SITES = load_sites(Path(__file__).parents[1] / "replica" / "rows")


def site_of(start: str = COLUMN, **options: Any) -> Site:
    column = Column(key="annual", family="epoint", start=(start,), options=MappingProxyType(options))
    return Site("yl.gov.cn", "云岭县", "990123", frozenset({"www.yl.gov.cn"}), 2008, (column,), "99-yl.toml")


def page_of(wish: Fetch, body: str) -> Page:
    return Page(wish.url, 200, {"content-type": "text/html; charset=utf-8"}, body.encode(), wish)


def parse(body: str, wish: Fetch | None = None, **options: Any) -> Index:
    site = site_of(**options)
    return family_of(site, site.columns[0]).parse_index(
        page_of(wish or Fetch(COLUMN), body), site, site.columns[0], SCOPE
    )


def script_wish(**context: str) -> Fetch:
    notes = {"stage": "script", "then": "list", "page": COLUMN, "category": "003195009", "department": "001031"}
    return Fetch(f"{HOST}/js/a.js", referer=COLUMN, context=MappingProxyType({**notes, **context}))


def body_of(wish: Fetch) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(wish.json or "{}")
    return sent


@pytest.mark.parametrize(
    ("address", "body", "options", "category", "department"),
    [
        pytest.param(COLUMN, "", {}, "003195009", "001031", id="in the address"),
        pytest.param(f"{HOST}/x.html?categorynum=003", "", {}, "003", "", id="all units"),
        pytest.param(f"{HOST}/x.html?deptcode=001031", "", {"category": "004"}, "004", "001031", id="row's category"),
        pytest.param(
            f"{HOST}/x.html", "", {"category": "004", "department": "002"}, "004", "002", id="row's category and unit"
        ),
        pytest.param(
            f"{HOST}/x.html", "<script>var categorynum = '005'; deptcode='006'</script>", {}, "005", "006", id="script"
        ),
    ],
)
def test_a_column_says_which_list_it_stands_for(
    address: str, body: str, options: dict[str, str], category: str, department: str
) -> None:
    (wish,) = parse(f"<html><body>{body}</body></html>", Fetch(address), **options).more
    assert wish.url == f"{HOST}/js/webBuilderCommon.js"
    assert (wish.context["category"], wish.context.get("department", "")) == (category, department)


@pytest.mark.parametrize(
    ("scripts", "expected"),
    [
        pytest.param("", ["/js/webBuilderCommon.js"], id="none: the usual place"),
        pytest.param('<script src="/sub/js/webBuilderCommon.js?v=3"></script>', ["/sub/js/webBuilderCommon.js?v=3"]),
        pytest.param('<script src="js/ajaxReq.js"></script>', ["/dynamic/zwgk/js/ajaxReq.js"], id="the other script"),
        pytest.param(
            '<script src="/js/ajaxReq.js"></script><script src="/js/webBuilderCommon.js"></script>',
            ["/js/ajaxReq.js", "/js/webBuilderCommon.js"],
            id="both, in order",
        ),
        pytest.param('<script src="//cdn.example.cn/js/ajaxReq.js"></script>', ["/js/webBuilderCommon.js"], id="a CDN"),
    ],
)
def test_the_script_that_names_the_site_is_the_one_the_page_loads(scripts: str, expected: list[str]) -> None:
    (wish,) = parse(f"<html><head>{scripts}</head></html>").more
    assert [wish.url, *wish.context.get("others", "").split()] == [f"{HOST}{path}" for path in expected]


@pytest.mark.parametrize(
    ("script", "hint", "interface"),
    [
        pytest.param(SITE_INFO, "", "/EWB-FRONT", id="siteInfo"),
        pytest.param(f"var siteInfo={{siteGuid:'{GUID}',projectName:'EWB_YK_Mid'}}", "", "/EWB_YK_Mid", id="bare keys"),
        pytest.param(
            f'{{"siteGuid": "{GUID}"}}; url: "/Epoint-MiddleForWeb/rest/x"', "", "/Epoint-MiddleForWeb", id="in use"
        ),
        pytest.param(f'siteGuid = "{GUID}"', "/EWB-FRONT", "/EWB-FRONT", id="the page's mark"),
    ],
)
def test_the_script_leads_to_the_interface(script: str, hint: str, interface: str) -> None:
    (wish,) = parse(script, script_wish(hint=hint)).more
    assert wish.url == f"{HOST}{interface}/rest/lightfrontaction/getgovinfolist"
    assert (wish.method, wish.referer) == ("POST", COLUMN)
    assert body_of(wish) == {
        "deptcode": "001031",
        "categorynum": "003195009",
        "siteGuid": GUID,
        "pageIndex": 0,
        "pageSize": 20,
    }


def test_a_script_without_the_guid_leads_to_the_next_one() -> None:
    (wish,) = parse("var a = 1;", script_wish(others=f"{HOST}/js/b.js {HOST}/js/c.js")).more
    assert (wish.url, wish.context["others"], wish.context["category"]) == (
        f"{HOST}/js/b.js",
        f"{HOST}/js/c.js",
        "003195009",
    )


def answer(rows: list[dict[str, Any]], total: object = None) -> str:
    return json.dumps({"custom": {"data": rows, "total": total}, "status": {"code": 1}}, ensure_ascii=False)


CALL = Fetch(
    f"{HOST}/EWB-FRONT/rest/lightfrontaction/getgovinfolist",
    json='{"deptcode":"","categorynum":"003","siteGuid":"g","pageIndex":0,"pageSize":20}',
    referer=COLUMN,
    context=MappingProxyType({"call": "0", "seen": "0", "unit": "甲镇"}),
)


@pytest.mark.parametrize(
    ("body", "wish", "reason"),
    [
        pytest.param(
            "<p>政府信息公开</p>", Fetch(f"{HOST}/x.html"), "no categorynum", id="a column that names no list"
        ),
        pytest.param("var a = 1;", script_wish(), "wanted siteGuid", id="a script without the guid"),
        pytest.param(f"siteGuid='{GUID}'", script_wish(), "without projectName", id="a script without the interface"),
        pytest.param("<html>403</html>", CALL, "not JSON", id="a page in place of the answer"),
        pytest.param(
            '{"custom":null,"status":{"text":"参数错误"}}',
            Fetch(CALL.url, json=CALL.json, context=MappingProxyType({**CALL.context, "wrapped": "1"})),
            "参数错误",
            id="refused in both forms",
        ),
    ],
)
def test_what_is_not_understood_says_why(body: str, wish: Fetch, reason: str) -> None:
    with pytest.raises(UnreadablePage, match=reason):
        parse(body, wish)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"layout": "years"}, "option layout is 'years'"),
        ({"captions": ["年报"]}, 'option captions is for layout = "units"'),
        ({"category": "年报"}, "digits are wanted"),
        ({"department": "镇"}, "digits are wanted"),
        ({"siteGuid": GUID}, "unknown option 'siteGuid'"),
    ],
)
def test_options_it_does_not_know_are_refused(options: dict[str, Any], reason: str) -> None:
    site = site_of(**options)
    with pytest.raises(BadSiteRow, match=reason):
        family_of(site, site.columns[0])


@pytest.mark.parametrize(
    ("row", "url", "title", "posted"),
    [
        pytest.param(
            {"infourl": "/z/1.html", "title": "甲镇2019…", "realtitle": "甲镇2019年年报", "infodate": "2020-01-05"},
            "/z/1.html",
            "甲镇2019年年报",
            "2020-01-05",
            id="whole title",
        ),
        pytest.param(
            {"infourl": "z/1.html#a", "title": "<b>甲镇2019年年报</b>&nbsp;", "handsdate": "2020-01-05 08:00"},
            "/z/1.html",
            "甲镇2019年年报",
            "2020-01-05",
            id="markup, a date by another name",
        ),
        pytest.param(
            {"infourl": None, "visiturl": "https://www.yl.gov.cn/z/1.html", "title": "年报", "infodate": None},
            "/z/1.html",
            "年报",
            "None",
            id="an address by another name and scheme",
        ),
    ],
)
def test_a_row_gives_address_title_and_date(row: dict[str, Any], url: str, title: str, posted: str) -> None:
    (entry,) = parse(answer([row], 1), CALL).entries
    assert (entry.fetch.url, entry.title, str(entry.posted), entry.unit) == (f"{HOST}{url}", title, posted, "甲镇")


def test_a_row_without_an_address_is_named_and_counts() -> None:
    index = parse(answer([{"title": "年报"}, {"infourl": "/z/1.html", "title": "年报"}], "2"), CALL)
    assert (len(index.entries), index.total, index.more) == (1, 2, ())
    assert [code for code, _ in index.problems] == ["row_without_address"]


def rows(first: int, last: int) -> list[dict[str, Any]]:
    return [{"infourl": f"/z/{n}.html", "title": f"第{n}条", "infodate": "2020-01-02"} for n in range(first, last + 1)]


def window(count: int, number: int, total: object = None) -> str:
    return answer(rows(20 * number + 1, min(20 * number + 20, count)), total)


@pytest.mark.parametrize(
    ("block", "seen", "calls", "problems"),
    [
        pytest.param(lambda n: window(12, n, 12), 12, 1, [], id="one page"),
        pytest.param(lambda n: window(90, n, "90"), 90, 5, [], id="past page three, the total a text"),
        pytest.param(lambda n: window(45, n), 45, 4, [], id="no total: to the first empty page"),
        pytest.param(lambda n: window(45, max(n - 1, 0), 45), 45, 4, [], id="counts from one, page 0 is page 1"),
        pytest.param(lambda n: window(45, n - 1, 45) if n else answer([], 45), 45, 4, [], id="from one, page 0 empty"),
        pytest.param(lambda n: window(45, 0, 45), 20, 3, ["incomplete_list"], id="always the first page"),
        pytest.param(
            lambda n: window(45, n, 45) if n < 2 else answer([], 45), 40, 3, ["incomplete_list"], id="empty too soon"
        ),
        pytest.param(lambda n: answer([], 0), 0, 1, ["empty_list"], id="an empty list"),
        pytest.param(
            lambda n: json.dumps({"custom": json.dumps({"data": rows(1, 3), "total": 3})}), 3, 1, [], id="custom a text"
        ),
    ],
)
def test_a_walk_ends_where_the_total_is_reached_and_says_when_it_is_not(
    block: Callable[[int], str], seen: int, calls: int, problems: list[str]
) -> None:
    def ask(wish: Fetch) -> Page:
        if wish.json is None:
            return page_of(wish, SITE_INFO if wish.url.endswith(".js") else "<html><body></body></html>")
        return page_of(wish, block(body_of(wish)["pageIndex"]))

    site = site_of()
    walked = walk_pages(ask, site, site.columns[0])
    assert (len(walked.entries), len(walked.fetched) - 2) == (seen, calls)
    assert [code for code, _ in walked.problems] == problems


def portal(replica: CountyReplica) -> Epoint:
    (dialect,) = replica.portal.dialects
    assert isinstance(dialect, Epoint)
    return dialect


@pytest.mark.parametrize("wrapped", [False, True], ids=["plain body", "body within params"])
@pytest.mark.parametrize("first_page", [0, 1], ids=["pages from 0", "pages from 1"])
def test_the_declared_columns_of_the_county_lead_to_every_report_whatever_the_interface_wants(
    wrapped: bool, first_page: int
) -> None:
    replica, site = build_county("px.gov.cn"), SITES["px.gov.cn"]
    dialect = portal(replica)
    dialect.wrapped, dialect.first_page = wrapped, first_page
    found = {}
    for column in site.columns:
        walked = walk(replica, site, column)
        assert walked.problems == []
        found |= walked.entries
    listed = {
        f"http://www.px.gov.cn{dialect.article_path(place)}"
        for document in replica.county.documents.values()
        for place in document.placements
        if place.column == f"cat:{dialect.report_category}"
    }
    assert set(found) == listed
    for report in replica.truth():
        for url in report.addresses:
            assert (found[url].unit, found[url].year) == (report.unit, None)


def test_the_script_is_asked_for_once_for_all_units() -> None:
    replica, site = build_county("px.gov.cn"), SITES["px.gov.cn"]
    walked = walk(replica, site, site.column("towns"))
    assert sum(wish.url.endswith(".js") for wish in walked.fetched) == 1


def test_an_article_gives_the_whole_report_and_its_files() -> None:
    read = read_reports(build_county("px.gov.cn"), SITES["px.gov.cn"])
    for one in read:
        assert [word for word in ("索引号", "浏览次数", "主办单位") if word in one.letters] == []
        assert one.article.publisher == one.truth.unit
        assert one.files == set(one.truth.files)
    assert len(read) == len({one.entry.fetch.url for one in read})


def test_a_total_larger_than_the_list_is_reported() -> None:
    replica, site = build_county("px.gov.cn"), SITES["px.gov.cn"]
    portal(replica).switch.set("overcount", "getgovinfolist")
    assert "incomplete_list" in [code for code, _ in walk(replica, site, site.columns[0]).problems]


def test_an_answer_of_another_layout_is_not_understood() -> None:
    replica, site = build_county("px.gov.cn"), SITES["px.gov.cn"]
    portal(replica).switch.set("broken_layout", "getgovinfolist")
    ((code, said),) = walk(replica, site, site.columns[0]).problems
    assert code == "unreadable"
    assert "no custom.data" in said
