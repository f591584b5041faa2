"""Walks end: at the last page where the portal is honest, and with a word about it where it is not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pytest

from crawler.families.base import Fetch, Page, Scope
from crawler.families.markup import parse_html
from crawler.families.registry import family_of
from crawler.families.trs_pager import next_page, page_count
from settings.sites import Column, Site

HOST = "http://www.yl.gov.cn"
SCOPE = Scope(2008, 2024)


@pytest.mark.parametrize(
    ("script", "count"),
    [
        ('createPageHTML(9, 0, "index", "html");', 9),
        ("createPage(3,1,'list','htm')", 3),
        ("var currentPage = 0; var countPage = 7 ;", 7),
        ("new Pager({size:20,current:0,prefix:'index',suffix:'html',total:4})", 4),
        ("createPageHTML('page_div',5, 1,'fg','shtml',89);", None),
        ("", None),
    ],
)
def test_a_list_claims_its_count_of_pages(script: str, count: int | None) -> None:
    assert page_count(f"<script>{script}</script>") == count


@pytest.mark.parametrize(
    ("body", "file", "number", "following"),
    [
        pytest.param('<script>createPageHTML(3,0,"index","html")</script>', "", 1, "index_1.html", id="from a folder"),
        pytest.param('<script>createPageHTML(3,1,"index","html")</script>', "index_1.html", 2, "index_2.html", id="on"),
        pytest.param('<script>createPageHTML(3,2,"index","html")</script>', "index_2.html", 3, None, id="the last"),
        pytest.param('<script>createPageHTML(1,0,"index","html")</script>', "", 1, None, id="one page"),
        pytest.param('<script>createPageHTML(0,0,"index","html")</script>', "", 1, None, id="none"),
        pytest.param('<script>createPageHTML(2,0,"list","htm")</script>', "list.htm", 1, "list_1.htm", id="list"),
        pytest.param("<script>var countPage = 2</script>", "index.shtml", 1, "index_1.shtml", id="own file name"),
        pytest.param(
            "<script>Pager({total:2,current:0,prefix:'p',suffix:'htm'})</script>", "", 1, "p_1.htm", id="Pager"
        ),
        pytest.param(
            '<a href="index_2.html">2</a><script>createPage(3,0)</script>', "", 1, "index_2.html", id="from 2"
        ),
        pytest.param("<script>createPage(3,1)</script>", "index_2.html", 2, "index_3.html", id="from 2, on"),
        pytest.param('<a href="./index_1.html">下一页</a>', "index.html", 1, "index_1.html", id="link alone"),
        pytest.param('<a href="./index_1.html">下一页</a>', "index_1.html", 2, None, id="link to itself"),
        pytest.param('<a href="/other/index_1.html">2</a>', "index.html", 1, None, id="another list's pager"),
        pytest.param('<a href="t20180101_2.html">2</a>', "index.html", 1, None, id="an article"),
    ],
)
def test_page_two_of_a_trs_list_is_learnt(body: str, file: str, number: int, following: str | None) -> None:
    text = f"<html><body>{body}</body></html>"
    found = next_page(parse_html(text), text, f"{HOST}/ndbg/{file}", number)
    assert found == (f"{HOST}/ndbg/{following}" if following else None)


@dataclass
class Walked:
    """What the plainest walk saw."""

    entries: list[str]
    problems: list[str]
    fetches: int


def walk(family: str, start: str, serve: Callable[[Fetch], str], options: Mapping[str, Any] | None = None) -> Walked:
    column = Column(key="k", family=family, start=(start,), options=MappingProxyType(dict(options or {})))
    site = Site("yl.gov.cn", "云岭县", "990123", frozenset({"www.yl.gov.cn"}), 2008, (column,), "99.toml")
    reader = family_of(site, column)
    entries: dict[str, None] = {}
    problems: list[str] = []
    waiting, done, fetches = list(reader.start(site, column, SCOPE)), set[str](), 0
    while waiting:
        wish = waiting.pop(0)
        if str(wish.to_json()) in done:
            continue
        done.add(str(wish.to_json()))
        fetches += 1
        assert fetches < 1000, "the walk does not end"
        page = Page(wish.url, 200, {"content-type": "text/html; charset=utf-8"}, serve(wish).encode(), wish)
        index = reader.parse_index(page, site, column, SCOPE)
        entries |= dict.fromkeys(entry.fetch.url for entry in index.entries)
        problems += [code for code, _ in index.problems]
        waiting += index.more
    return Walked(list(entries), problems, fetches)


def jpage_rows(first: int, last: int) -> str:
    return "".join(
        f'<record><![CDATA[<li><a href="/art/2018/1/2/art_5_{n}.html">第{n}条</a>2018-01-02</li>]]></record>'
        for n in range(first, last + 1)
    )


def jpage(dialect: str, total: int, blocks: Callable[[int], str]) -> Callable[[Fetch], str]:
    """A column with 45 embedded rows of `total` before a proxy that answers block n with `blocks(n)`."""
    path = {"get": "/module/web/jpage/dataproxy.jsp", "post": "/module/jpage/dataproxy.jsp"}[dialect]

    def serve(wish: Fetch) -> str:
        if "dataproxy" in wish.url:
            return blocks(int(wish.context["block"]))
        return (
            f"<div id='7'><script type='text/xml'><datastore><totalrecord>{total}</totalrecord><nextgroup><![CDATA["
            f'<a href="{path}?page=1&webid=1&columnid=5&unitid=7"></a>]]></nextgroup><recordset>{jpage_rows(1, 45)}'
            "</recordset></datastore></script></div>"
        )

    return serve


def block(total: int | None, rows: str) -> str:
    printed = f"<totalrecord>{total}</totalrecord>" if total is not None else ""
    return f"<datastore>{printed}<recordset>{rows}</recordset></datastore>"


@pytest.mark.parametrize(
    ("dialect", "total", "blocks", "seen", "problems"),
    [
        pytest.param("post", 45, lambda n: pytest.fail("no call is needed"), 45, [], id="all embedded"),
        pytest.param("post", 100, lambda n: block(100, jpage_rows(45 * n - 44, min(45 * n, 100))), 100, [], id="post"),
        pytest.param(
            "get", 150, lambda n: block(150, jpage_rows(100 * n - 99, min(100 * n, 150))), 150, [], id="get repeats"
        ),
        pytest.param(
            "get",
            150,
            lambda n: block(150, jpage_rows(100 * n - 54, min(100 * n + 45, 150))),
            150,
            [],
            id="get goes on",
        ),
        pytest.param(
            "get",
            260,
            lambda n: block(260, jpage_rows(1, 100)) if n == 1 else block(None, ""),
            100,
            ["incomplete_block"],
            id="empty second block",
        ),
        pytest.param("get", 90, lambda n: "", 45, ["incomplete_block"], id="empty first block"),
        pytest.param(
            "get", 500, lambda n: block(500, jpage_rows(1, 100)), 100, ["incomplete_block"], id="page is ignored"
        ),
        pytest.param(
            "get",
            100,
            lambda n: block(10**6 * n, jpage_rows(n * 3, n * 3 + 2)),
            None,
            ["incomplete_block"],
            id="a total that runs away",
        ),
    ],
)
def test_a_jpage_walk_ends(
    dialect: str, total: int, blocks: Callable[[int], str], seen: int | None, problems: list[str]
) -> None:
    walked = walk("hanweb_jpage", f"{HOST}/col/col5/index.html", jpage(dialect, total, blocks))
    assert walked.problems == problems
    assert seen is None or len(walked.entries) == seen


def test_a_jpage_column_without_a_total_is_walked_until_a_block_is_empty() -> None:
    def serve(wish: Fetch) -> str:
        page = jpage("get", 0, lambda n: block(None, jpage_rows(100 * n - 99, 100 * n) if n < 3 else ""))(wish)
        return page.replace("<totalrecord>0</totalrecord>", "")

    walked = walk("hanweb_jpage", f"{HOST}/col/col5/index.html", serve)
    assert (len(walked.entries), walked.problems) == (200, [])


def test_the_window_and_ids_of_a_post_proxy_come_from_the_page() -> None:
    asked: list[Fetch] = []

    def serve(wish: Fetch) -> str:
        asked.append(wish)
        return jpage("post", 100, lambda n: block(100, jpage_rows(45 * n - 44, min(45 * n, 100))))(wish)

    walk("hanweb_jpage", f"{HOST}/col/col5/index.html", serve)
    assert [wish.url.partition("?")[2] for wish in asked[1:]] == [
        "startrecord=1&endrecord=45&perpage=15",
        "startrecord=46&endrecord=90&perpage=15",
        "startrecord=91&endrecord=135&perpage=15",
    ]
    assert {wish.form for wish in asked[1:]} == {(("col", "1"), ("webid", "1"), ("columnid", "5"), ("unitid", "7"))}


def gkmlpt(total: Callable[[int], int], rows: Callable[[int], range]) -> Callable[[Fetch], str]:
    def serve(wish: Fetch) -> str:
        if "/api/all/" not in wish.url:
            return '<script>window._CONFIG = {SID: \'7\', TREE: [{"id": 5, "name": "年报", "children": []}]};</script>'
        number = int(wish.context["page"])
        items = ",".join(
            f'{{"id": {n}, "title": "第{n}条", "url": "{HOST}/x/gkmlpt/content/0/0/post_{n}.html"}}'
            for n in rows(number)
        )
        return f'{{"total": {total(number)}, "offset": {(number - 1) * 100}, "articles": [{items}]}}'

    return serve


@pytest.mark.parametrize(
    ("total", "rows", "seen", "problems", "fetches"),
    [
        pytest.param(lambda n: 120, lambda n: range(100 * n - 100, min(100 * n, 120)), 120, [], 3, id="two pages"),
        pytest.param(lambda n: 100, lambda n: range(100), 100, [], 2, id="exactly one page"),
        pytest.param(lambda n: 0, lambda n: range(0), 0, [], 2, id="none"),
        pytest.param(
            lambda n: 120, lambda n: range(100) if n == 1 else range(0), 100, ["incomplete_list"], 3, id="cut"
        ),
        pytest.param(lambda n: 10**9, lambda n: range(n, n + 1), None, ["incomplete_list"], None, id="endless"),
    ],
)
def test_a_gkmlpt_walk_goes_by_total_and_ends(
    total: Callable[[int], int],
    rows: Callable[[int], range],
    seen: int | None,
    problems: list[str],
    fetches: int | None,
) -> None:
    walked = walk("gkmlpt", f"{HOST}/x/gkmlpt/index", gkmlpt(total, rows))
    assert walked.problems == problems
    assert seen is None or len(walked.entries) == seen
    assert fetches is None or walked.fetches == fetches


def trs_list(wish: Fetch) -> str:
    number = int(wish.context.get("page", "1"))
    row = f'<li><a href="./201801/t20180101_{number}.html">第{number}条</a></li>'
    return f'<ul>{row}</ul><a href="index_{number}.html">下一页</a>'


def test_a_trs_list_whose_pager_never_ends_is_cut() -> None:
    walked = walk("trs", f"{HOST}/ndbg/", trs_list)
    assert walked.fetches == 500
    assert walked.problems == ["incomplete_list"]


def test_a_trs_walk_stops_at_a_stub_and_says_so() -> None:
    def serve(wish: Fetch) -> str:
        number = int(wish.context.get("page", "1"))
        if number > 2:
            return "<html><body></body></html>"
        row = f'<li><a href="./201801/t20180101_{number}.html">第{number}条</a></li>'
        return f'<ul>{row}</ul><script>createPageHTML(5,{number - 1},"index","html")</script>'

    walked = walk("trs", f"{HOST}/ndbg/", serve)
    assert (len(walked.entries), walked.fetches, walked.problems) == (2, 3, ["incomplete_stub"])


@pytest.mark.parametrize(("first", "last"), [(0, 2), (1, 3)], ids=["counted from 0", "counted from 1"])
def test_a_search_is_walked_by_its_printed_pages(first: int, last: int) -> None:
    asked: list[int] = []

    def serve(wish: Fetch) -> str:
        number = int(dict(wish.form or ())["currpage"])
        asked.append(number)
        row = f'<li><a href="/art/2018/1/2/art_60_{number}.html">第{number}条</a><span>2018-01-02</span></li>'
        return f'<div class="zfxxgk_list_con"><ul>{row}</ul></div><div>共<b>3</b>页</div>'

    options = {"search": {"jdid": "9"}, "first_page": first}
    walked = walk("hanweb_xxgk", f"{HOST}/module/xxgk/search.jsp", serve, options)
    assert asked == list(range(first, last + 1))
    assert (len(walked.entries), walked.problems) == (3, [])
