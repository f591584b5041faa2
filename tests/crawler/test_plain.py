"""The static fallback: which links are articles, where the next page lies, what a trial may prove, when it refuses."""

from types import MappingProxyType

import pytest

from crawler.families.base import Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.markup import parse_html
from crawler.families.plain import FEWEST_FOR_A_TRIAL, Plain
from crawler.families.plain_pager import guesses, page_number, read_pager, template_of
from crawler.families.plain_rows import names_report
from crawler.families.plain_shapes import shape_of, signature
from settings.sites import Column, Site

HOST = "http://www.yl.gov.cn"
FOLDER = f"{HOST}/xxgk/nb/"
HEX = "0123456789abcdef0123456789abcdef"
UUID = "e434bf9c-a0e0-4bfa-8e9c-c421f02dbfe2"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/xxgk/nb/202001/t20200120_35879.html", "date and number"),
        ("/zfxxgk/dtz/ndbg_25/t17860899.shtml", "t and number"),
        ("/art/2023/1/11/art_1229134232_4052272.html", "art_"),
        ("/zwgk/gknb/content/post_1221498.html", "post_"),
        ("/jc_nx/187/195/content_16189.html", "content_"),
        ("/zwgk/zfxxgknb/2025n/gxz2025/content_9509", "content_"),
        ("/info/20535/867359.htm", "info"),
        (f"/nw12344/20230331/{HEX}.html", "hash under a day"),
        (f"/col/2024/3/7/{HEX}.shtml", "hash under year, month, day"),
        (f"/sygfj/gknb/202401/{HEX}.shtml", "hash under a month"),
        (f"/columns/{UUID}/202302/17/{UUID}.html", "uuid"),
        ("/cms/html/npszf/2013-01-25/1779102018.html", "number under a day with dashes"),
        ("/html/HCS/202601/0176938436489438.html", "number under a month"),
        ("/hebwcs/c111341/202301/c01_592213.shtml", "column and number under a month"),
        ("/a/b/202401151234567890/index.shtml", "day in a folder's number"),
        ("/2016n/xzjd49/735093/index.html", "folder of a number"),
        ("/zt/xxgkzl/gknbxqx/pnidpv842589.html", "pnidpv"),
        ("/n2588035/n2588320/c35128064/content.html", "content in a folder c"),
        ("/index.php/cms/item-view-id-5121.shtml", "item-view"),
        ("/public/161054624/1110009656.html", "public"),
        ("/XxgkAnnualReport/show/6442.html", "show and number"),
        ("/News_showGkmlNews.action?messagekey=189769", "messagekey"),
        ("/show.php?id=385009", "show.php"),
        ("/year_details.aspx?dept=158&id=31175", "show.asp"),
        ("/zfxxgk/zfxxgknb/xz/2020/1571424115632480258.html", "snowflake"),
        ("/zfxxgk/zfgknb/2022/666160401539141.html", "snowflake"),
        ("/zwgk/2021nzfxxgkgzndbg/xznb/392297105.html", "long number"),
        ("/xxgk/nb/", None),
        ("/xxgk/nb/index_2.html", None),
        ("/info/iList.jsp?node_id=GKmzs&cat_id=15971&cur_page=2", None),
        (f"/columns/{UUID}/index.html", None),
        ("/list.asp?class=1150&page=2", None),
        ("/col/col55/index.html", None),
    ],
)
def test_addresses_of_articles_are_known_by_shape(path: str, name: str | None) -> None:
    shape = shape_of(f"{HOST}{path}")
    assert (shape.name if shape else None) == name


def test_articles_of_one_list_share_a_signature() -> None:
    assert signature(f"{HOST}/nb/2021/x-9001-y.html?k=3") == signature("https://yl.gov.cn/nb/2019/x-17-y.html?k=44")
    assert signature(f"{HOST}/nb/9001.html") != signature(f"{HOST}/tz/9001.html")


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("甲镇2019年政府信息公开工作年度报告", True),
        ("二〇一二年甲乡政府信息公开年报", True),
        ("2016年政府信息公开工作总结", True),
        ("政府信息公开年报", False),
        ("2019年部门预算", False),
    ],
)
def test_a_title_names_a_report_when_it_names_its_year(title: str, wanted: bool) -> None:
    assert names_report(title) is wanted


@pytest.mark.parametrize(
    ("first", "url", "template"),
    [
        (FOLDER, f"{FOLDER}index_1.html", f"{FOLDER}index_{{}}.html"),
        (f"{FOLDER}index.shtml", f"{FOLDER}index_12.shtml", f"{FOLDER}index_{{}}.shtml"),
        (f"{FOLDER}index.html", f"{FOLDER}index_2603340_3.html", f"{FOLDER}index_2603340_{{}}.html"),
        (f"{FOLDER}ndbg.htm", f"{FOLDER}ndbg_2.htm", f"{FOLDER}ndbg_{{}}.htm"),
        (f"{FOLDER}ndbg.htm", f"{FOLDER}ndbg/5.htm", f"{FOLDER}ndbg/{{}}.htm"),
        (FOLDER, f"{FOLDER}2/", f"{FOLDER}{{}}/"),
        (f"{HOST}/showList/650/page_1.html", f"{HOST}/showList/650/page_2.html", f"{HOST}/showList/650/page_{{}}.html"),
        (f"{HOST}/list.asp?class=1150", f"{HOST}/list.asp?class=1150&page=2", f"{HOST}/list.asp?class=1150&page={{}}"),
        (
            f"{HOST}/info/iList.jsp?node_id=GK&cat_id=15",
            f"{HOST}/info/iList.jsp?node_id=GK&site_id=CMS&cur_page=2&cat_id=15",
            f"{HOST}/info/iList.jsp?node_id=GK&site_id=CMS&cur_page={{}}&cat_id=15",
        ),
        (
            f"{HOST}/list.jsp?c=NB",
            f"{HOST}/list.jsp?c=NB&pageSize=10&page=2",
            f"{HOST}/list.jsp?c=NB&pageSize=10&page={{}}",
        ),
        (f"{HOST}/list.asp?class=1150", f"{HOST}/list.asp?class=1151&page=2", None),
        (f"{HOST}/list.asp?class=1150", f"{HOST}/list.asp?page=2", None),
        (FOLDER, f"{HOST}/xxgk/tz/index_1.html", None),
        (FOLDER, "http://www.other.gov.cn/xxgk/nb/index_1.html", None),
        (FOLDER, f"{FOLDER}735093.html", None),
        (FOLDER, FOLDER, None),
    ],
)
def test_a_page_of_a_list_varies_from_it_by_one_number(first: str, url: str, template: str | None) -> None:
    assert template_of(first, url) == template
    if template:
        assert template.format(page_number(url, template)) == url


@pytest.mark.parametrize(
    ("pager", "number", "following", "pages", "total"),
    [
        ("<a href='index_1.html'>下一页</a>", 1, "index_1.html", None, None),
        ("<a href='index_2.html'>[下页]</a> 第1页/共3页", 1, "index_2.html", 3, None),
        ("<b>1</b> <a href='index_1.html'>2</a> <a href='index_2.html'>3</a>", 1, "index_1.html", None, None),
        ("<a href='index_1.html'>上一页</a><a href='index_3.html'>&gt;&gt;</a> 共45条 共5页", 3, "index_3.html", 5, 45),
        ("<a href='#'>下一页</a> 3/3页", 3, None, 3, None),
        ("<a href='javascript:go(2)'>2</a><a href='javascript:go(3)'>3</a>", 1, None, 3, None),
        ("<a href='javascript:void(0)' onclick=\"go('index_1.html')\">下一页</a>", 1, "index_1.html", None, None),
        ("<select><option value='index_1.html'>2</option></select>", 1, "index_1.html", None, None),
        ("<script>createPageHTML(4, 0, 'index', 'html');</script>", 1, "index_1.html", 4, None),
        ("<script>createPageHTML('page_div',5, 1,'index','shtml',89);</script>", 1, None, 5, 89),
        ("<p>共发布 45 条</p>", 1, None, None, None),
        ("<a href='/xxgk/tz/index_2.html'>2</a>", 1, None, None, None),
    ],
)
def test_the_next_page_is_read_from_the_pager(
    pager: str, number: int, following: str | None, pages: int | None, total: int | None
) -> None:
    text = f"<html><body>{pager}</body></html>"
    found = read_pager(parse_html(text), text, FOLDER, FOLDER, FOLDER, number)
    assert found.following == ((FOLDER + following,) if following else ())
    assert (found.pages, found.total) == (pages, total)


def test_a_hidden_run_of_numbered_links_is_a_pager() -> None:
    text = "<div>" + "".join(f"<a href='index_26_{n}.html'></a>" for n in (1, 2, 3)) + "</div>"
    found = read_pager(parse_html(text), text, FOLDER, FOLDER, FOLDER, 1)
    assert found.following == tuple(f"{FOLDER}index_26_{n}.html" for n in (1, 2, 3))


def test_what_is_tried_for_page_two_follows_the_first_address() -> None:
    assert guesses(FOLDER, "shtml") == (f"{FOLDER}index_{{}}.shtml", f"{FOLDER}{{}}/")
    assert guesses(f"{FOLDER}ndbg.htm", "html") == (f"{FOLDER}ndbg_{{}}.htm", f"{FOLDER}index_{{}}.htm")
    assert guesses(f"{HOST}/list.asp?class=5", "html") == ()


def rows(first: int, count: int, folder: str = "") -> str:
    return "".join(
        f"<li><a href='{folder}content_{n}.html'>甲镇公告第{n}号</a><span>2021-03-0{n % 9 + 1}</span></li>"
        for n in range(first, first + count)
    )


def read(body: str, url: str = FOLDER, title: str = "年报", **context: str) -> Index:
    column = Column(key="annual", family="plain", start=(FOLDER,))
    site = Site("yl.gov.cn", "云岭县", "990123", frozenset({"www.yl.gov.cn"}), 2008, (column,), "99.toml")
    text = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    fetch = Fetch(url, context=MappingProxyType({"stage": "list", **context}))
    return Plain().parse_index(Page(url, 200, {}, text.encode(), fetch), site, column, Scope(2008, 2024))


def test_a_short_list_without_a_pager_is_whole() -> None:
    assert read(f"<ul>{rows(1, FEWEST_FOR_A_TRIAL - 1)}</ul>").more == ()


def test_a_trial_counts_only_with_new_articles_of_the_same_list() -> None:
    first = read(f"<ul>{rows(1, 10)}</ul>")
    assert [wish.url.removeprefix(FOLDER) for wish in first.more] == ["index_1.html", "index_2.html", "1/", "2/"]
    assert all(wish.context["open_end"] for wish in first.more)
    wish = first.more[1]
    page_two = read(f"<ul>{rows(11, 10)}</ul>", wish.url, **wish.context)
    assert len(page_two.entries) == 10
    assert [more.url for more in page_two.more] == [f"{FOLDER}index_3.html"]
    again = page_two.more[0]
    assert read(f"<ul>{rows(11, 10)}</ul>", again.url, **again.context) == Index(()), "page three repeats page two"
    for body, title in (
        (f"<ul>{rows(1, 10)}</ul>", "年报"),
        (f"<ul>{rows(11, 10)}</ul>", "便民公告"),
        (f"<ul>{rows(11, 10, '/xxgk/tz/')}</ul>", "年报"),
        ("<p>首页</p>", "年报"),
        ("", "年报"),
    ):
        assert read(body, wish.url, title, **wish.context) == Index(()), (body, title)


def test_two_ways_to_number_pages_lead_to_the_same_wishes() -> None:
    """Page one tries index_1 and index_2; where index_1 is page two, it wishes for index_2 in the very same words."""
    one, two = read(f"<ul>{rows(1, 10)}</ul>").more[:2]
    assert read(f"<ul>{rows(11, 10)}</ul>", one.url, **one.context).more == (two,)


def test_a_list_that_hides_its_pages_says_at_least_how_many_rows_there_must_be() -> None:
    found = read(f"<ul>{rows(1, 10)}</ul><p>共 4 页</p>")
    assert found.total == 13
    assert found.more
    hidden = read(f"<ul>{rows(1, 10)}</ul><p>共 4 页</p>", f"{HOST}/list.asp?class=5")
    assert [code for code, _ in hidden.problems] == ["incomplete_pager"]


@pytest.mark.parametrize(
    ("body", "context", "codes"),
    [
        (f"<ul>{rows(1, 3)}</ul> 第2页/共5页", {"page": "2", "shape": "content_"}, ["incomplete_pager"]),
        ("<p>系统维护</p>", {"page": "2", "shape": "content_"}, ["incomplete_stub"]),
        ("<p>暂无内容</p>", {}, ["empty_list"]),
    ],
)
def test_what_is_missing_is_said(body: str, context: dict[str, str], codes: list[str]) -> None:
    assert [code for code, _ in read(body, **context).problems] == codes


def test_a_repeated_page_ends_the_list() -> None:
    first = read(f"<ul>{rows(1, 10)}</ul><a href='index_1.html'>下一页</a>")
    wish = first.more[0]
    again = read(f"<ul>{rows(1, 10)}</ul><a href='index_2.html'>下一页</a>", wish.url, **wish.context)
    assert (again.entries, again.more, again.problems) == ((), (), ())
    short = read(f"<ul>{rows(1, 10)}</ul><a href='index_2.html'>下一页</a> 共9页", wish.url, **wish.context)
    assert [code for code, _ in short.problems] == ["incomplete_repeat"]


def test_the_last_page_is_read_by_the_shape_the_first_ones_had() -> None:
    lone = "<ul><li><a href='./nb-7-x.html'>公告</a></li></ul>"
    with pytest.raises(UnreadablePage):
        read(lone)
    shape = signature(f"{FOLDER}nb-7-x.html")
    assert len(read(lone, f"{FOLDER}index_2.html", page="3", shape=shape, folder=FOLDER, first=FOLDER).entries) == 1


def test_rows_of_the_column_win_over_boxes_beside_it() -> None:
    box = "<div class='hot'><ul>" + rows(50, 6, "/xwzx/") + "</ul></div>"
    found = read(box + f"<div class='list'><ul>{rows(1, 2)}</ul><ul>{rows(3, 2)}</ul></div>")
    assert [entry.fetch.url.removeprefix(FOLDER) for entry in found.entries] == [
        f"content_{n}.html" for n in range(1, 5)
    ]


def test_links_that_share_a_cell_have_dates_of_their_own() -> None:
    cell = "".join(f"<a href='content_{n}.html'>甲镇公告{n}</a> (2020-01-0{n})<br>" for n in (1, 2, 3))
    found = read(f"<table><tr><td>{cell}</td></tr></table>")
    assert [str(entry.posted) for entry in found.entries] == ["2020-01-01", "2020-01-02", "2020-01-03"]


def test_files_beside_a_row_are_no_rows() -> None:
    row = (
        "<tr><td><a href='content_{n}.html'>甲镇2020年年报</a></td><td><a href='/u/{n}.doc'>下载</a></td>"
        "<td>2021-01-2{n}</td></tr>"
    )
    found = read("<table>" + "".join(row.format(n=n) for n in (1, 2, 3)) + "</table>")
    assert len(found.entries) == 3
    assert {str(entry.posted) for entry in found.entries} == {"2021-01-21", "2021-01-22", "2021-01-23"}


@pytest.mark.parametrize(
    "options",
    [{"layout": "tree"}, {"captions": ["年报"]}, {"articles": "  "}, {"paging": "x"}],
    ids=["layout", "captions of a list", "blank articles", "unknown"],
)
def test_options_of_others_are_refused(options: dict[str, object]) -> None:
    column = Column(key="annual", family="plain", start=(FOLDER,), options=MappingProxyType(options))
    with pytest.raises(ValueError, match=r"option|captions|articles"):
        Plain().check(column)
