"""VSB: pages numbered backwards that shift under a walk, two addresses of one article, files behind a captcha."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from crawler.families.base import Fetch, Index, Page, UnreadablePage
from crawler.families.dates import find_split_date
from crawler.families.markup import parse_html
from crawler.families.registry import family_of
from crawler.families.vsb_pager import read_pager
from crawler.families.vsb_rows import article_key
from crawler.quality import judge_page
from settings.sites import BadSiteRow, Column, Site, load_sites
from tests.replica.building import CountyReplica
from tests.replica.counties import build_county
from tests.replica.portals.vsb import Vsb
from tests.replica.walking import SCOPE, articles, fetch, read_reports, walk

HOST = "http://www.yl.gov.cn"
LIST = f"{HOST}/zwgk/nb.htm"
SITE = load_sites(Path(__file__).parents[1] / "replica" / "rows")["hnhx.gov.cn"]


def column_of(start: str = LIST, options: Mapping[str, Any] | None = None) -> Column:
    return Column(key="k", family="vsb", start=(start,), options=MappingProxyType(dict(options or {})))


def site_of(column: Column) -> Site:
    return Site("yl.gov.cn", "云岭县", "990123", frozenset({"www.yl.gov.cn"}), 2008, (column,), "99.toml")


def read(body: str, url: str = LIST, context: Mapping[str, str] | None = None) -> Index:
    column = column_of()
    wish = Fetch(url, context=MappingProxyType(dict(context or {"stage": "list"})))
    page = Page(url, 200, {"content-type": "text/html; charset=utf-8"}, body.encode(), wish)
    return family_of(site_of(column), column).parse_index(page, site_of(column), column, SCOPE)


def rows(*numbers: int, tree: int = 1130) -> str:
    items = (
        f'<li id="line_u5_{n}"><a href="/info/{tree}/{n}.htm">甲镇第{n}号报告</a><span>2020-01-05</span></li>'
        for n in numbers
    )
    return f"<ul>{''.join(items)}</ul>"


def pager(place: str = "", total: str = "", following: str = "", numbers: str = "") -> str:
    after = f'<span class="p_next p_fun"><a href="{following}">下页</a></span>' if following else ""
    return (
        f'<div class="pb_sys_common"><span class="p_t">{total}</span><span class="p_pages">{numbers}{after}</span>'
        f'<span class="p_t">{place}</span></div>'
    )


def codes(index: Index) -> list[str]:
    return [code for code, _ in index.problems]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"layout": "years"}, "option layout is 'years'"),
        ({"captions": ["年报"]}, 'are for layout = "units"'),
        ({"block": "5"}, "unknown option"),
    ],
)
def test_a_row_it_cannot_use_is_refused(options: dict[str, Any], reason: str) -> None:
    column = column_of(options=options)
    with pytest.raises(BadSiteRow) as caught:
        family_of(site_of(column), column)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("/info/1130/41526.htm", ("1130", "41526")),
        ("/xjz/info/1130/41526.htm", ("1130", "41526")),
        ("/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1130&wbnewsid=41526", ("1130", "41526")),
        ("/xwxq.jsp?wbnewsid=41526&wbtreeid=1130&urltype=news.NewsContentUrl", ("1130", "41526")),
        ("/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1130", None),
        ("/zwgk/nb/10.htm", None),
        ("/info/1130/", None),
    ],
)
def test_both_addresses_of_an_article_have_one_key(address: str, key: tuple[str, str] | None) -> None:
    assert article_key(HOST + address) == key


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        (["22", "2020-01"], date(2020, 1, 22)),
        (["2020-01", "22"], date(2020, 1, 22)),
        (["01-22", "2020"], date(2020, 1, 22)),
        (["2020", "01/22"], date(2020, 1, 22)),
        (["22日", "2020年1月"], date(2020, 1, 22)),
        (["", " 22 ", "\n", "2020.01"], date(2020, 1, 22)),
        (["32", "2020-01"], None),
        (["点击 22", "2020-01"], None),
        (["22"], None),
        (["2020", "22"], None),
    ],
)
def test_a_date_in_two_tags_is_one_date(parts: list[str], day: date | None) -> None:
    assert find_split_date(parts) == day


@pytest.mark.parametrize(
    ("body", "url", "told"),
    [
        pytest.param(pager("1/11", "共52条", "nb/10.htm"), LIST, (1, 11, 52, "nb/10.htm"), id="all told"),
        pytest.param(
            '<span class="p_pages"><span class="p_no_d">3</span><span class="p_no"><a href="6.htm">4</a></span></span>',
            f"{HOST}/zwgk/nb/7.htm",
            (3, 9, None, None),
            id="numbers alone",
        ),
        pytest.param(pager(following="nb/10.htm"), LIST, (None, 11, None, "nb/10.htm"), id="next alone, first page"),
        pytest.param(
            pager(following="9.htm"), f"{HOST}/zwgk/nb/10.htm", (None, None, None, "nb/9.htm"), id="next alone, later"
        ),
        pytest.param(
            '<td id="fanye1155">共5条&nbsp;&nbsp;2/3&nbsp;</td><a href="list.jsp?wbtreeid=7&a5p=3">下页</a>',
            f"{HOST}/zwgk/list.jsp?wbtreeid=7&a5p=2",
            (2, 3, 5, "list.jsp?wbtreeid=7&a5p=3"),
            id="old theme",
        ),
        pytest.param(
            '<a href="/b/list.jsp?wbtreeid=8">下一页</a>', LIST, (None, None, None, None), id="another list's"
        ),
        pytest.param("<p>2020/01/05 共三条</p>", LIST, (None, None, None, None), id="none"),
    ],
)
def test_a_pager_tells_place_count_total_and_the_next_page(
    body: str, url: str, told: tuple[int | None, int | None, int | None, str | None]
) -> None:
    found = read_pager(parse_html(f"<html><body>{body}</body></html>"), url, url, first=url == LIST)
    following = f"{HOST}/zwgk/{told[3]}" if told[3] else None
    assert (found.number, found.count, found.total, found.following) == (*told[:3], following)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(
            f"{rows(8, 9, 10, tree=1002)}<div>{rows(1, 2)}{pager('1/1', '共2条')}</div>", [1, 2], id="next to the pager"
        ),
        pytest.param(
            rows(1, 2) + pager("1/1", "共2条") + rows(8, 9, 10, tree=1002), [1, 2], id="before the pager, not behind"
        ),
        pytest.param(f"<div>{rows(1, 2, 3)}</div><div>{rows(9, tree=1002)}</div>", [1, 2, 3], id="the largest"),
        pytest.param(rows(1, 2, 3) + rows(4), [1, 2, 3, 4], id="a second block of the same tree"),
    ],
)
def test_the_list_is_told_from_boxes_around_it(body: str, found: list[int]) -> None:
    assert [entry.fetch.url for entry in read(body).entries] == [f"{HOST}/info/1130/{number}.htm" for number in found]


DYNAMIC = "/content.jsp?urltype=news.NewsContentUrl&amp;wbtreeid=1130&amp;wbnewsid=1&amp;r=0.5"


@pytest.mark.parametrize(
    ("beside", "url"),
    [
        pytest.param(rows(1), "/info/1130/1.htm", id="the same article as a file"),
        pytest.param(rows(2), "/info/1130/1.htm", id="another article as a file"),
        pytest.param("", DYNAMIC.replace("&amp;r=0.5", "").replace("&amp;", "&"), id="dynamic addresses only"),
    ],
)
def test_an_article_has_one_address(beside: str, url: str) -> None:
    body = f'<ul><li id="line_u5_9"><a href="{DYNAMIC}">甲镇第1号报告</a><span>2020-01-05</span></li></ul>{beside}'
    assert [entry.fetch.url for entry in read(body).entries].count(HOST + url) == 1
    assert sum("1.htm" in entry.fetch.url or "wbnewsid=1" in entry.fetch.url for entry in read(body).entries) == 1


LATER = {"stage": "list", "page": "2", "pages": "5", "rows": "18", "first": LIST, "head": "x", "known": "x"}
SECOND = f"{HOST}/zwgk/nb/4.htm"


@pytest.mark.parametrize(
    ("told", "again"),
    [
        pytest.param(("2/5", "共18条"), False, id="as announced"),
        pytest.param(("3/6", "共21条"), True, id="a page was added: rows between are unseen"),
        pytest.param(("2/5", "共19条"), True, id="a row was added: it stands on page one"),
        pytest.param(("2/5", "共17条"), True, id="a row was taken away: one moved up unseen"),
        pytest.param(("1/4", "共15条"), True, id="a page was taken away"),
        pytest.param(("2/5", ""), False, id="no total told"),
        pytest.param(("", ""), False, id="nothing told"),
    ],
)
def test_a_list_that_moved_is_begun_again(told: tuple[str, str], again: bool) -> None:
    index = read(rows(7) + pager(*told, "3.htm"), SECOND, LATER)
    assert (index.more[0].url == LIST) is again
    assert codes(index) == (["pages_moved"] if again else [])
    # A page of known rows would let a walk stop early, with the list not begun again.
    assert bool(index.entries) is not again


def test_a_stale_copy_of_a_page_is_no_sign_of_moving() -> None:
    body = rows(7) + pager("2/5", "共17条", "3.htm")
    begun = read(body, SECOND, LATER).more[0]
    first = read(rows(1) + pager("1/5", "共18条", "nb/4.htm"), begun.url, begun.context)
    again = read(body, first.more[0].url, first.more[0].context)
    assert codes(again) == []
    assert [fetch.url for fetch in again.more] == [f"{HOST}/zwgk/nb/3.htm"]


def test_a_list_that_never_stands_still_is_walked_on_and_called_incomplete() -> None:
    context: Mapping[str, str] = LATER
    begun = 1
    while codes(index := read(rows(7) + pager("2/5", f"共{18 + begun}条", "3.htm"), SECOND, context)) == [
        "pages_moved"
    ]:
        begun += 1
        context = {**LATER, **index.more[0].context}
        assert begun < 10
    assert codes(index) == ["incomplete_moving"]
    assert index.entries


@pytest.mark.parametrize(
    ("head", "count", "closed"),
    [
        pytest.param(7, 3, True, id="as it was"),
        pytest.param(8, 3, False, id="another row on top"),
        pytest.param(7, 4, False, id="more pages"),
    ],
)
def test_a_pager_that_tells_nothing_is_checked_by_a_last_look(head: int, count: int, closed: bool) -> None:
    first = read(rows(7) + pager(following="nb/2.htm"))
    second = read(rows(6) + pager(following="1.htm"), first.more[0].url, first.more[0].context)
    last = read(rows(5) + pager(), second.more[0].url, second.more[0].context)
    assert [(fetch.url, fetch.context["closing"]) for fetch in last.more] == [(LIST, "1")]
    closing = read(rows(head) + pager(following=f"nb/{count - 1}.htm"), LIST, last.more[0].context)
    assert ([fetch.url for fetch in closing.more], codes(closing)) == ([], []) if closed else ([LIST], ["pages_moved"])


@pytest.mark.parametrize(
    ("body", "context", "code"),
    [
        pytest.param(pager("2/5", "共18条"), LATER, "incomplete_stub", id="a page without rows"),
        pytest.param(rows(7) + pager("2/5", "共18条"), LATER, "incomplete_pager", id="no page after it"),
        pytest.param(pager("1/1", "共0条"), {"stage": "list"}, "empty_list", id="an empty column"),
    ],
)
def test_what_is_odd_is_said(body: str, context: dict[str, str], code: str) -> None:
    assert codes(read(body, SECOND, context)) == [code]


def test_a_pager_that_leads_round_in_circles_ends_the_walk() -> None:
    first = read(rows(1) + pager("1/3", "", "nb/2.htm"))
    again = read(rows(1) + pager("2/3", "", "1.htm"), first.more[0].url, first.more[0].context)
    assert (codes(again), again.more) == (["incomplete_repeat"], ())


def test_a_page_without_rows_and_pager_is_not_understood() -> None:
    with pytest.raises(UnreadablePage, match="no link to info/"):
        read('<div id="app"></div>')


def test_a_whole_county_is_found_and_nothing_beside_it() -> None:
    replica = build_county("hnhx.gov.cn")
    walked = walk(replica, SITE, SITE.columns[0])
    dialect = _dialect(replica)
    dialect.restricted = set()
    listed = {url for document in replica.county.documents.values() for url in replica.addresses(document)}
    truth = {url: report for report in replica.truth() for url in report.addresses}
    assert walked.problems == []
    assert set(truth) <= set(walked.entries) <= listed
    for url, report in truth.items():
        entry = walked.entries[url]
        assert (entry.title, entry.posted is not None, entry.unit) == (report.title, True, report.unit)


def test_articles_give_the_whole_report_and_its_files() -> None:
    read = read_reports(build_county("hnhx.gov.cn"), SITE)
    for one in read:
        assert (one.article.title, one.article.posted) == (one.truth.title, one.entry.posted)
        assert one.files == set(one.truth.files)
        assert all(file.name.startswith(one.truth.title) for file in one.article.attachments)
        assert "上一条" not in one.letters
    assert len(read) == len({one.entry.fetch.url for one in read})


def test_a_withheld_article_is_a_notice_and_no_text() -> None:
    replica = build_county("hnhx.gov.cn")
    withheld = 0
    for entry, article in articles(replica, SITE, SITE.columns[0], walk(replica, SITE, SITE.columns[0])):
        if [code for code, _ in article.problems] == ["permission_notice"]:
            withheld += 1
            page = fetch(replica, entry.fetch)
            assert article.markup == ""
            assert judge_page(200, page.headers, page.body, page.url, kind="article").reasons == ("permission_notice",)
    assert withheld == len(_dialect(replica).restricted)


def test_after_some_downloads_a_captcha_is_called_a_challenge_and_never_a_file() -> None:
    replica = build_county("hnhx.gov.cn")
    _dialect(replica).captcha_after = 2
    files = [url for report in replica.truth() for url in report.files]
    outcomes = []
    for url in files:
        page = fetch(replica, Fetch(url, "attachment"))
        outcomes.append(judge_page(page.status, page.headers, page.body, url, kind="attachment").outcome)
    assert outcomes == ["ok", "ok", *["challenge"] * (len(files) - 2)]
    assert len(files) > 2


def _dialect(replica: CountyReplica) -> Vsb:
    dialect = replica.portal.dialects[0]
    assert isinstance(dialect, Vsb)
    return dialect
