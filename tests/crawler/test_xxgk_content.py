"""The 亳州 type: where a walk begins, how its pager is read, what it refuses."""

from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from crawler.families.base import Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.registry import family_of
from settings.sites import BadSiteRow, Column, Site, load_sites
from tests.replica.counties import build_county
from tests.replica.walking import walk

ROWS = load_sites(Path(__file__).parents[1] / "replica" / "rows")
HOST = "bzqc.gov.cn"
BASE = "https://www.yl.gov.cn"
SCOPE = Scope(2008, 2024)


def site_of(start: str, options: dict[str, Any]) -> Site:
    column = Column(key="k", family="xxgk_content", start=(start,), options=MappingProxyType(options))
    return Site("yl.gov.cn", "云岭县", "990123", frozenset({"www.yl.gov.cn"}), 2008, (column,), "99.toml")


def read(path: str, text: str, **context: str) -> Index:
    site = site_of(f"{BASE}{path}", {})
    wish = Fetch(f"{BASE}{path}", context=MappingProxyType({"stage": "list", **context}))
    page = Page(wish.url, 200, {"content-type": "text/html; charset=utf-8"}, text.encode(), wish)
    return family_of(site, site.columns[0]).parse_index(page, site, site.columns[0], SCOPE)


def rows(*numbers: int) -> str:
    return "".join(
        f'<li><a href="/XxgkAnnualReport/show/{n}.html">第{n}号报告</a><span>2020-01-02</span></li>' for n in numbers
    )


@pytest.mark.parametrize(
    ("start", "options", "stage"),
    [
        ("/XxgkContent/showList/989/0/page_1.html", {}, "unit"),
        ("/XxgkContent/showList/174/105276/page_1.html", {}, "list"),
        ("/XxgkAnnualReport/showList/989/page_1.html", {}, "list"),
        ("/openness/XxgkContent/showList/989/0/page_1.html", {}, "unit"),
        ("/XxgkUnit/index.html", {"layout": "units"}, "directory"),
    ],
)
def test_where_a_walk_begins(start: str, options: dict[str, Any], stage: str) -> None:
    site = site_of(f"{BASE}{start}", options)
    (wish,) = family_of(site, site.columns[0]).start(site, site.columns[0], SCOPE)
    assert wish.context["stage"] == stage


@pytest.mark.parametrize(
    ("path", "pager", "following"),
    [
        pytest.param(
            "/XxgkPolicy/showList/650/page_1.html",
            '<a href="/XxgkPolicy/showList/650/page_2.html">下一页</a>',
            "/XxgkPolicy/showList/650/page_2.html",
            id="a link",
        ),
        pytest.param(
            "/XxgkContent/showList/174/105276/page_1.html",
            "第1/3页 共30条",
            "/XxgkContent/showList/174/105276/page_2.html",
            id="a count alone",
        ),
        pytest.param(
            "/XxgkPolicy/showList/650/page_1.html",
            '<a href="/XxgkPolicy/showList/650/page_9.html">尾页</a>',
            "/XxgkPolicy/showList/650/page_2.html",
            id="the last page alone",
        ),
        pytest.param(
            "/XxgkPolicy/showList/650/page_1.html",
            '<a href="/XxgkPolicy/showList/651/page_2.html">2</a>',
            None,
            id="another list's pager",
        ),
        pytest.param("/XxgkPolicy/showList/650/page_1.html", "全年公开共30条", None, id="no pager"),
    ],
)
def test_the_next_page(path: str, pager: str, following: str | None) -> None:
    index = read(path, f"<ul>{rows(1, 2)}</ul><div>{pager}</div>")
    assert [wish.url for wish in index.more] == ([f"{BASE}{following}"] if following else [])
    assert len(index.entries) == 2


@pytest.mark.parametrize(
    ("text", "context", "problems"),
    [
        ("<ul><li>暂无信息</li></ul>", {}, ["empty_list"]),
        (f"<ul>{rows(3)}</ul>第2/2页 共3条", {"block": "2", "seen": "2"}, []),
        (f"<ul>{rows(3)}</ul>第2/2页 共9条", {"block": "2", "seen": "2"}, ["incomplete_block"]),
        ("<ul></ul>第2/3页 共9条", {"block": "2", "seen": "2"}, ["incomplete_block"]),
        ("<ul></ul>第1/3页 共9条", {}, ["empty_list", "incomplete_block"]),
    ],
    ids=["empty", "whole", "fewer than printed", "an empty page", "an empty first page"],
)
def test_a_list_is_done_only_when_what_it_prints_was_seen(
    text: str, context: dict[str, str], problems: list[str]
) -> None:
    index = read(f"/XxgkPolicy/showList/650/page_{context.get('block', '1')}.html", text, **context)
    found = [code for code, _ in index.problems]
    assert found == problems or (not problems and found == [])
    assert index.more == ()


def test_a_page_with_neither_row_nor_pager_nor_word_is_unreadable() -> None:
    with pytest.raises(UnreadablePage, match="no link to"):
        read("/XxgkPolicy/showList/650/page_1.html", "<div id='app'></div>")


def test_skip_is_for_a_directory() -> None:
    site = site_of(f"{BASE}/XxgkPolicy/showList/650/page_1.html", {"skip": ["985"]})
    with pytest.raises(BadSiteRow, match="is for layout"):
        family_of(site, site.columns[0])


def test_a_page_count_that_promises_more_is_told() -> None:
    replica, site = build_county(HOST), ROWS[HOST]
    replica.portal.dialects[0].switch.set("overcount", "XxgkAnnualReport/showList")
    walked = walk(replica, site, site.column("towns"))
    assert {code for code, _ in walked.problems} == {"incomplete_block"}
    assert len(walked.entries) == sum(1 for _ in replica.county.placed("annual"))
