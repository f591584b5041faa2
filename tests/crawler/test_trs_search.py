"""TRS search layers: the search a catalogue page asks, its table or its data, walked to the printed total."""

import json
from collections.abc import Callable
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from crawler.families.base import Fetch, Page
from crawler.families.markup import parse_html
from crawler.families.registry import family_of
from crawler.families.trs_search_kinds import asked_size, find_searches, numbered, search_kind
from settings.sites import BadSiteRow, Column, Site, load_sites
from tests.replica.counties import build_county
from tests.replica.walking import SCOPE, Walk, fetch, read_reports, walk, walk_pages
from tests.whole.desk import ROOT

HOST = "http://www.yl.gov.cn"
CATALOGUE = f"{HOST}/pub/root9/yl/0108/216/index.htm"
TABLE = f"{HOST}:8080/govsearch/searPage.jsp?page=1&sinfo=216&surl={CATALOGUE}"
DATA = f"{HOST}/govsearch/jsonp/gkml/zf_list.jsp?page=1&lb=58855&callback=result"


def site_of(start: str = CATALOGUE, **options: Any) -> Site:
    column = Column(key="k", family="trs_search", start=(start,), options=MappingProxyType(options))
    return Site("yl.gov.cn", "云岭县", "990123", frozenset({"www.yl.gov.cn"}), 2008, (column,), "99.toml")


def walked(serve: Callable[[Fetch], str], start: str = CATALOGUE) -> Walk:
    site = site_of(start)

    def ask(wish: Fetch) -> Page:
        return Page(wish.url, 200, {"content-type": "text/html; charset=utf-8"}, serve(wish).encode(), wish)

    return walk_pages(ask, site, site.columns[0])


def article(number: int) -> str:
    return f"{HOST}/pub/root9/yl/0108/216/202101/t20210120_{number}.htm"


def table(first: int, last: int, total: int | None, size: int = 20) -> str:
    rows = "".join(
        f'<tr><td>{n}</td><td><a class="titl_lk" href="{article(n)}">第{n}条</a></td>'
        f"<td><ul><li>2021年01月20日</li><li>第{n}条</li></ul></td></tr>"
        for n in range(first, last + 1)
    )
    counts = f"var m_nRecordCount = {total};var m_nPageSize = {size};" if total is not None else ""
    return f"<table>{rows}</table><script>{counts}</script>"


def data(first: int, last: int, total: int | None, name: str = "data") -> str:
    rows = [{"title": f"第{n}条", "puburl": article(n), "tip": {"dates": "2021-01-20"}} for n in range(first, last + 1)]
    answer: dict[str, Any] = {name: rows} if total is None else {"num": total, name: rows}
    return "\r\n" * (first % 7) + "\ufeff\r\n" + f"result({json.dumps(answer)});\r\n"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://was.mot.gov.cn:8080/govsearch/searPage.jsp?page=1&schn=252", "table"),
        ("http://www.csrc.gov.cn/wcm/govsearch/searPage.jsp?page=1", "table"),
        ("http://infogate.jl.gov.cn/govsearch/jsonp/zf_jd_list.jsp?page=1", "data"),
        ("http://infogate.changchun.gov.cn/govsearch/jsonp/gkml/zf_list.jsp?page=1", "data"),
        ("https://was.jl.gov.cn/was5/web/gov/szfgz/response_szf_guizhang.jsp?pageIndex=1", "data"),
        ("http://www.yl.gov.cn/govsearch/search.jsp", None),
        ("http://www.yl.gov.cn/xxgkall.html?ClassInfoId=1898", None),
    ],
)
def test_what_answers_at_an_address(url: str, kind: str | None) -> None:
    assert search_kind(url) == kind


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param(
            '<a href="/govsearch/searPage.jsp?page=2&amp;schn=252&amp;surl=zfxxgk/">2</a>',
            "/govsearch/searPage.jsp?page=1&schn=252&surl=zfxxgk/",
            id="a pager's link",
        ),
        pytest.param(
            '<iframe src="/govsearch/searPage.jsp?schn=252&curpos=%E4%B8%BB%E9%A2%98"></iframe>',
            "/govsearch/searPage.jsp?page=1&schn=252&curpos=%E4%B8%BB%E9%A2%98",
            id="a frame",
        ),
        pytest.param(
            '<form action="/govsearch/searPage.jsp"><input name="sinfo" value="216"><input name="page"></form>',
            "/govsearch/searPage.jsp?page=1&sinfo=216",
            id="a form",
        ),
        pytest.param(
            "<script>var lb='58855';u='/govsearch/jsonp/zf_list.jsp?page='+page+'&lb='+lb+'&callback=?'</script>",
            "/govsearch/jsonp/zf_list.jsp?page=1&lb=58855&callback=result",
            id="a script's sum",
        ),
        pytest.param(
            "<a onclick=\"go('/govsearch/searPage.jsp?page=3&schn=252')\">3</a>",
            "/govsearch/searPage.jsp?page=1&schn=252",
            id="a click",
        ),
        pytest.param(
            "<script>u='/was5/web/gov/list.jsp?type=nb&pageIndex='+n+'&pageSize=10'</script>",
            "/was5/web/gov/list.jsp?pageIndex=1&type=nb&pageSize=10",
            id="WAS",
        ),
        pytest.param('<form action="/govsearch/search.jsp"><input name="q"></form>', None, id="the site's own search"),
        pytest.param("<script src='/js/govsearch/list.js'></script>", None, id="a script file"),
    ],
)
def test_the_search_a_catalogue_page_asks(source: str, found: str | None) -> None:
    searches, unknown = find_searches(parse_html(f"<html><body>{source}</body></html>"), CATALOGUE)
    assert [wish.url for wish in searches] == ([HOST + found] if found else [])
    assert unknown == []


def test_a_search_whose_script_leaves_out_the_column_is_not_asked() -> None:
    script = "<script>u='/govsearch/jsonp/zf_list.jsp?page=1&lb='+getLb()</script>"
    found = walked(lambda wish: f"<html><body>政务公开{script}</body></html>")
    assert found.codes == ["incomplete_drawn_by_script"]
    assert "zf_list.jsp" in found.problems[0][1]


@pytest.mark.parametrize(
    ("url", "third", "size"),
    [
        (f"{HOST}/govsearch/searPage.jsp?schn=252", f"{HOST}/govsearch/searPage.jsp?page=3&schn=252", None),
        (f"{HOST}/was5/web/a.jsp?pageSize=10&pageIndex=1", f"{HOST}/was5/web/a.jsp?pageIndex=3&pageSize=10", 10),
        (f"{HOST}/was5/web/a.jsp?type=nb", f"{HOST}/was5/web/a.jsp?pageIndex=3&type=nb", None),
        (
            f"{HOST}/govsearch/jsonp/g.jsp?callback=result&page=1&size=15&pubURL=http://x.gov.cn/na",
            f"{HOST}/govsearch/jsonp/g.jsp?page=3&callback=result&size=15&pubURL=http://x.gov.cn/na",
            15,
        ),
    ],
)
def test_pages_are_numbered_under_the_search_s_own_name(url: str, third: str, size: int | None) -> None:
    assert numbered(Fetch(url), 3).url == third
    assert asked_size(url) == size


CALL = f"<script>u='{HOST}:8080/govsearch/searPage.jsp?page='+n+'&sinfo=216'</script>"


@pytest.mark.parametrize(
    ("serve", "seen", "problems"),
    [
        pytest.param(lambda n: table(20 * n - 19, min(20 * n, 45), 45), 45, [], id="to the total"),
        pytest.param(lambda n: table(1, 20, 45), 20, ["incomplete_block"], id="page is ignored"),
        pytest.param(
            lambda n: table(1, 20, 45) if n == 1 else table(1, 0, None), 20, ["incomplete_block"], id="an empty page"
        ),
        pytest.param(lambda n: table(1, 0, 0), 0, ["empty_list"], id="none"),
        pytest.param(
            lambda n: table(20 * n - 19, min(20 * n, 45), None) if n < 4 else table(1, 0, None), 45, [], id="no total"
        ),
        pytest.param(lambda n: table(n, n, 10**8, 1), None, ["incomplete_block"], id="endless"),
    ],
)
def test_a_table_is_walked(serve: Callable[[int], str], seen: int | None, problems: list[str]) -> None:
    def page(wish: Fetch) -> str:
        if "searPage" not in wish.url:
            return f"<html><body>信息公开目录{CALL}</body></html>"
        return serve(int(wish.url.partition("page=")[2].partition("&")[0]))

    found = walked(page)
    assert found.codes == problems
    assert seen is None or len(found.entries) == seen


def test_printed_rows_count_and_a_full_catalogue_asks_nobody() -> None:
    assert len(walked(lambda wish: table(1, 5, 5) + CALL).fetched) == 1
    found = walked(lambda wish: table(1, 5, 9) + CALL if "searPage" not in wish.url else table(1, 9, 9))
    assert [entry.title for entry in found.entries.values()] == [f"第{n}条" for n in range(1, 10)]
    assert {entry.posted for entry in found.entries.values()} == {date(2021, 1, 20)}


def test_static_pages_of_a_catalogue_without_a_search_are_followed() -> None:
    names = '<script>var m_sPageName = "index"; var m_sPageExt = "htm";</script>'

    def page(wish: Fetch) -> str:
        number = int(wish.url.rpartition("index")[2].strip("_.htm") or "0")
        return table(3 * number + 1, min(3 * number + 3, 8), 8, 3) + names

    found = walked(page)
    assert (len(found.entries), found.codes) == (8, [])
    assert [wish.url.rpartition("/")[2] for wish in found.fetched] == ["index.htm", "index_1.htm", "index_2.htm"]


def test_a_search_on_a_host_of_nobody_s_is_named_and_the_static_pages_are_read() -> None:
    call = "<script>u='http://59.252.212.6:8088/govsearch/searPage.jsp?page='+n+'&schn=1'</script>"
    found = walked(lambda wish: table(1, 5, None) + call)
    assert found.codes == ["no_page_count", "incomplete_search_off_site"]
    assert "59.252.212.6" in found.problems[-1][1]
    assert len(found.entries) == 5


def test_two_searches_are_not_chosen_between() -> None:
    call = "<script>a('/govsearch/searPage.jsp?schn=1'); b('/govsearch/searPage.jsp?schn=2')</script>"
    ((code, said),) = walked(lambda wish: f"<html><body>x{call}</body></html>").problems
    assert code == "unreadable"
    assert "start at the right one" in said


@pytest.mark.parametrize(
    ("serve", "seen", "problems"),
    [
        pytest.param(lambda n: data(16 * n - 15, min(16 * n, 40), 40), 40, [], id="to the total"),
        pytest.param(lambda n: data(1, 16, 40), 16, ["incomplete_block"], id="page is ignored"),
        pytest.param(lambda n: data(1, 0, 0), 0, ["empty_list"], id="none"),
        pytest.param(lambda n: data(16 * n - 15, min(16 * n, 40), 0), 40, [], id="a total below the rows at hand"),
        pytest.param(
            lambda n: data(16 * n - 15, min(16 * n, 40), None, "list"), 40, [], id="no total: until it is empty"
        ),
    ],
)
def test_data_is_asked_to_its_total(serve: Callable[[int], str], seen: int, problems: list[str]) -> None:
    found = walked(lambda wish: serve(int(wish.url.partition("page=")[2].partition("&")[0])), DATA)
    assert (len(found.entries), found.codes) == (seen, problems)


def test_the_size_asked_for_ends_a_walk_without_a_total() -> None:
    start = f"{HOST}/govsearch/jsonp/gkml_xzgf20221026.jsp?callback=result&page=1&size=15&keyword="
    found = walked(
        lambda wish: data(1, 15, None, "list") if "page=1&" in wish.url else data(16, 20, None, "list"), start
    )
    assert (len(found.entries), len(found.fetched), found.codes) == (20, 2, [])


@pytest.mark.parametrize(
    ("row", "title", "posted", "unit"),
    [
        pytest.param(
            {
                "title": "农安镇2020年政府信息公开...",
                "puburl": article(1),
                "tip": {"title": "农安镇2020年政府信息公开年报", "dates": "2021-01-20", "publisher": "农安镇人民政府"},
            },
            "农安镇2020年政府信息公开年报",
            date(2021, 1, 20),
            "农安镇人民政府",
            id="the tip holds the whole title",
        ),
        pytest.param(
            {"doctitle": "年报", "docpuburl": article(1), "RELEASEDATE": "2021-01-20 08:00:00"},
            "年报",
            date(2021, 1, 20),
            None,
            id="WAS",
        ),
        pytest.param(
            {"title": "年报", "puburl": article(1), "pubdate": "2021/1/20", "tip": {"publisher": "教育局"}},
            "年报",
            date(2021, 1, 20),
            None,
            id="a bureau is no unit of a town",
        ),
    ],
)
def test_a_row_of_data(row: dict[str, Any], title: str, posted: date, unit: str | None) -> None:
    found = walked(lambda wish: f"result({json.dumps({'num': 1, 'data': [row]}, ensure_ascii=False)})", DATA)
    assert [(entry.title, entry.posted, entry.unit) for entry in found.entries.values()] == [(title, posted, unit)]


def test_rows_without_an_address_are_told() -> None:
    rows = [{"title": "年报"}, {"puburl": article(1)}, "x", {"title": "年报", "puburl": article(2)}]
    found = walked(lambda wish: f"result({json.dumps({'num': 4, 'data': rows})})", DATA)
    assert found.problems == [("row_without_address", "3 rows have no title or no address")]
    assert len(found.entries) == 1


@pytest.mark.parametrize(
    ("options", "reason"),
    [({"captions": ["年报"]}, "is for layout"), ({"layout": "years"}, "option layout is 'years'")],
)
def test_a_row_it_cannot_use_is_refused(options: dict[str, Any], reason: str) -> None:
    site = site_of(**options)
    with pytest.raises(BadSiteRow, match=reason):
        family_of(site, site.columns[0])


SITES = load_sites(ROOT / "tests" / "replica" / "rows")
HOSTS = ("nongan.gov.cn", "xyqzf.haikou.gov.cn")


@pytest.mark.parametrize("host", HOSTS)
def test_every_listed_article_of_a_replica_is_found_once_under_its_town(host: str) -> None:
    replica, site = build_county(host), SITES[host]
    found = walk(replica, site, site.columns[0])
    exist = {
        url: document.unit.name
        for document in replica.county.documents.values()
        for url in replica.addresses(document, [place for place in document.placements if place.column == "annual"])
    }
    assert found.problems == []
    assert {url: entry.unit for url, entry in found.entries.items()} == exist
    titles = {document.placements[0].list_title for document in replica.county.documents.values()}
    assert {entry.title for entry in found.entries.values()} <= titles
    assert max(int(wish.context.get("block", "0")) for wish in found.fetched) >= 4


@pytest.mark.parametrize("host", HOSTS)
def test_every_report_of_a_replica_is_read_whole(host: str) -> None:
    for one in read_reports(build_county(host), SITES[host]):
        assert (one.article.title, one.article.posted) == (one.truth.title, one.entry.posted)
        assert one.files == set(one.truth.files)


def test_hainans_shell_says_that_a_script_draws_its_rows() -> None:
    replica = build_county("xyqzf.haikou.gov.cn")
    start = "http://xyqzf.haikou.gov.cn/xxgkall.html?ClassInfoId=1898"
    site = site_of(start)
    page = fetch(replica, Fetch(start))
    index = family_of(site, site.columns[0]).parse_index(page, site, site.columns[0], SCOPE)
    assert (index.entries, [code for code, _ in index.problems]) == ((), ["incomplete_drawn_by_script"])
