"""The small rules families share: addresses, dates, titles of rows, labels, names of folders."""

from datetime import date

import pytest

from crawler.families.addresses import below, canonical_url, query_value, resolve
from crawler.families.dates import date_of_epoch, date_of_url, find_date, without_date
from crawler.families.javascript import array_items, object_fields, string_value
from crawler.families.markup import parse_html, select
from crawler.families.metadata import canonical_label, parse_breadcrumb, parse_byline_date, parse_grid, parse_site_code
from crawler.families.outline import Outline
from crawler.families.rows import parse_row
from crawler.families.units import is_report_folder, is_unit_name, year_of_folder


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://WWW.YL.gov.cn:80/A/b.html#top", "http://www.yl.gov.cn/A/b.html"),
        ("https://www.yl.gov.cn:443/a", "https://www.yl.gov.cn/a"),
        ("http://www.yl.gov.cn:8080/a", "http://www.yl.gov.cn:8080/a"),
        ("http://www.yl.gov.cn", "http://www.yl.gov.cn/"),
        ("http://yl.gov.cn/x/content/mpost_819005.html", "http://yl.gov.cn/x/content/post_819005.html"),
        ("http://yl.gov.cn/art/a.html;jsessionid=0A1B?x=1", "http://yl.gov.cn/art/a.html?x=1"),
        ("http://yl.gov.cn/a?area=1&fbtime=2017", "http://yl.gov.cn/a?area=1&fbtime=2017"),
        ("http://yl.gov.cn/a?id=7&_=1548172800123", "http://yl.gov.cn/a?id=7"),
        ("http://yl.gov.cn/a?t=0.4777525137&id=7", "http://yl.gov.cn/a?id=7"),
        ("http://yl.gov.cn/a?t=7&id=7", "http://yl.gov.cn/a?t=7&id=7"),
        ("http://yl.gov.cn/gkmlpt/index#4711", "http://yl.gov.cn/gkmlpt/index"),
        ("http://[broken/", "http://[broken/"),
        ("not an address", "not an address"),
    ],
)
def test_one_article_has_one_address(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("./t1.html", "https://www.yl.gov.cn/a/b/t1.html"),
        ("//m.yl.gov.cn/x", "https://m.yl.gov.cn/x"),
        (" ../c\r\n.html ", "https://www.yl.gov.cn/a/c.html"),
        ("年报 1.doc", "https://www.yl.gov.cn/a/b/%E5%B9%B4%E6%8A%A5%201.doc"),
        ("%E5%B9%B4.doc", "https://www.yl.gov.cn/a/b/%E5%B9%B4.doc"),
        ("#top", None),
        ("", None),
        (None, None),
        ("javascript:void(0)", None),
        ("mailto:a@yl.gov.cn", None),
        ("http://[::1", None),
        ("http:///x", None),
    ],
)
def test_links_are_resolved_as_a_browser_does(href: str | None, url: str | None) -> None:
    assert resolve("https://www.yl.gov.cn/a/b/index.html", href) == url


@pytest.mark.parametrize(
    ("url", "segments"),
    [
        ("http://www.yl.gov.cn/xzj/jhz/", ("jhz",)),
        ("https://yl.gov.cn/xzj/jhz/index.html", ("jhz",)),
        ("http://www.yl.gov.cn/xzj/jhz/ndbg/list.htm", ("jhz", "ndbg")),
        ("http://www.yl.gov.cn/xzj/", ()),
        ("http://www.yl.gov.cn/zwgk/", None),
        ("http://www.other.gov.cn/xzj/jhz/", None),
    ],
)
def test_a_folder_knows_what_lies_below_it(url: str, segments: tuple[str, ...] | None) -> None:
    assert below("http://www.yl.gov.cn/xzj/", url) == segments


def test_a_query_value_is_decoded() -> None:
    assert query_value("http://yl.gov.cn/a?x=&showname=%E5%B9%B4.doc", "showname") == "年.doc"
    assert query_value("http://yl.gov.cn/a", "x") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2018-03-07", date(2018, 3, 7)),
        ("[2018/3/7]", date(2018, 3, 7)),
        ("发布时间：2011-03-14 18:20:44", date(2011, 3, 14)),
        ("2018-\r\n03-\r\n07", date(2018, 3, 7)),
        ("2013年1月5日", date(2013, 1, 5)),
        ("2018.03.07", date(2018, 3, 7)),
        ("2026-02-00018", None),
        ("001008/2018-00012", None),
        ("2018-13-07", None),
        ("2017-02-29 更正 2017-03-01", date(2017, 3, 1)),
        ("2017年度报告", None),
        ("", None),
        (None, None),
    ],
)
def test_a_printed_date_is_found(text: str | None, found: date | None) -> None:
    assert find_date(text) == found


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://yl.gov.cn/ndbg/201712/t20171207_5736.html", date(2017, 12, 7)),
        ("http://yl.gov.cn/art/2018/3/7/art_55_901.html", date(2018, 3, 7)),
        ("http://yl.gov.cn/gkmlpt/content/0/819/post_819005.html", None),
    ],
)
def test_an_address_may_carry_a_date(url: str, found: date | None) -> None:
    assert date_of_url(url) == found


@pytest.mark.parametrize(
    ("seconds", "found"),
    [
        (1548172800, date(2019, 1, 23)),
        ("1548172800", date(2019, 1, 23)),
        (1548259199, date(2019, 1, 23)),
        (0, None),
        (None, None),
        ("", None),
        (10**15, None),
        ("x", None),
    ],
)
def test_a_count_of_seconds_is_a_day_in_china(seconds: object, found: date | None) -> None:
    assert date_of_epoch(seconds) == found


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("甲镇2017年度报告 2018-03-07", "甲镇2017年度报告"),
        ("甲镇2017年度报告[2018/3/7]", "甲镇2017年度报告"),
        ("甲镇2017年度报告2018-03-07 10:20", "甲镇2017年度报告"),
        ("甲镇2017年度报告", "甲镇2017年度报告"),
        ("甲镇政府信息公开年报（2017年）", "甲镇政府信息公开年报（2017年）"),
    ],
)
def test_a_date_glued_to_a_title_comes_off(printed: str, title: str) -> None:
    assert without_date(printed) == title


ROWS = {
    "title attribute": '<li><a href="/a.html" title="甲镇2017年报">甲镇…</a><span>2018-03-07</span></li>',
    "no title attribute": '<li><a href="/a.html">甲镇2017年报</a><b>2018-03-07</b></li>',
    "truncated title attribute": '<li><a href="/a.html" title="甲镇…">甲镇2017年报</a><i>2018-03-07</i></li>',
    "bullet before, brackets after": '<li><a href="/a.html">·甲镇2017年报</a>[2018-03-07]</li>',
    "date in the anchor": '<li><a href="/a.html">甲镇2017年报<span>2018-03-07</span></a></li>',
    "date in the next cell": '<table><tr><td><a href="/a.html">甲镇2017年报</a></td><td>2018-03-07</td></tr></table>',
    "address in a call": "<li><a href='#' onclick=\"show('/a.html',1)\">甲镇2017年报</a><em>2018-03-07</em></li>",
    "protocol-relative": "<li><a href='//yl.gov.cn/a.html'>甲镇2017年报</a> 2018年3月7日</li>",
    "li debris": '<li style=<br/><a href="/a.html">甲镇2017年报</a>2018-03-07</li>',
}


@pytest.mark.parametrize("source", ROWS.values(), ids=ROWS)
def test_a_row_gives_address_title_and_date(source: str) -> None:
    tree = parse_html(f"<div>{source}</div>")
    row = parse_row(tree, select(tree, "//a")[0], "http://yl.gov.cn/col/")
    assert row is not None
    assert (row.url, row.title, row.posted) == ("http://yl.gov.cn/a.html", "甲镇2017年报", date(2018, 3, 7))


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("索 引 号：", "索引号"),
        ("名　　称:", "名称"),
        ("发文机关", "发布机构"),
        ("【生成日期】", "成文日期"),
        ("组配分类", "分类"),
        ("一、总体情况", None),
        ("年度", None),
    ],
)
def test_labels_have_one_form(printed: str, label: str | None) -> None:
    assert canonical_label(printed) == label


GRIDS = {
    "label cell, value cell": "<table><tr><td>名称：</td><td>年报</td><td><b>文 号：</b></td><td>甲1</td></tr></table>",
    "one cell": "<table><tr><td>名 称: 年报</td><td>文号：甲1</td></tr></table>",
    "dl": "<dl><dt>名称</dt><dd>年报</dd><dt>文号</dt><dd>甲1</dd></dl>",
    "li": "<ul><li>名称：年报</li><li>发文字号：甲1</li></ul>",
    "label and div": "<div><label><font>名称：</font></label><div>年报</div><label>文号</label><div>甲1</div></div>",
    "one line": "<p>名称：年报 文号：甲1 浏览次数：3</p>",
}


@pytest.mark.parametrize("source", GRIDS.values(), ids=GRIDS)
def test_a_metadata_grid_is_read_in_every_layout(source: str) -> None:
    page = Outline(parse_html(source))
    cells = select(page.root, "//td|//th|//dt|//li|//label|//p|//b")
    printed = {label: value for label, value in parse_grid(page, cells).items() if value}
    assert printed == {"名称": "年报", "文号": "甲1"}


@pytest.mark.parametrize(
    ("meta", "text", "code"),
    [
        ({"SiteIDCode": "4690300002"}, "", "4690300002"),
        ({}, "琼公网安备 46903002000012号 政府网站标识码:4690300002 琼ICP备", "4690300002"),
        ({}, "网站标识码：bm04000007", "bm04000007"),
        ({"SiteIDCode": "990123000100"}, "", None),
        ({}, "网站标识码 123", None),
    ],
)
def test_the_site_code_has_ten_characters(meta: dict[str, str], text: str, code: str | None) -> None:
    assert parse_site_code(meta, text) == code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("发布日期:2011-01-01 点击数:", date(2011, 1, 1)),
        ("日期：2018-04-02 来源：甲镇 访问量：-", date(2018, 4, 2)),
        ("成文日期：2018-01-02 公开日期：2018-02-03", date(2018, 2, 3)),
        ("作者：|来源：|时间：2018年1月2日|点击数", date(2018, 1, 2)),
        ("成文日期：2018-01-02", None),
    ],
)
def test_the_shown_date_is_the_one_labelled_so(text: str, found: date | None) -> None:
    assert parse_byline_date(text) == found


@pytest.mark.parametrize(
    ("source", "crumbs"),
    [
        ("<div>当前位置：<a>首页</a> > <a>政务公开</a> > 年报</div>", ("首页", "政务公开", "年报")),
        ("<td>您现在的位置:<a>首页</a>&gt;&gt;<a>甲镇</a></td>", ("首页", "甲镇")),
        ("<div class='crumbs'><a>首页</a>&nbsp;›&nbsp;<a>年报</a></div>", ("首页", "年报")),
        ("<div class='path'><a>首页</a></div>", ()),
        ("<div>无</div>", ()),
    ],
)
def test_a_breadcrumb_is_read(source: str, crumbs: tuple[str, ...]) -> None:
    assert parse_breadcrumb(Outline(parse_html(f"<html><body>{source}</body></html>"))) == crumbs


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("高岭镇", True),
        ("瑶安瑶族乡", True),
        ("鼓楼街道办事处", True),
        ("石门镇人民政府", True),
        ("县林场", True),
        ("乡镇", False),
        ("各乡镇街道", False),
        ("2017年", False),
        ("高岭镇2017年年报", False),
        ("政务公开", False),
    ],
)
def test_a_town_is_told_from_other_captions(caption: str, unit: bool) -> None:
    assert is_unit_name(caption) is unit


@pytest.mark.parametrize(
    ("segment", "year"),
    [
        ("gknb2017", 2017),
        ("2017n", 2017),
        ("2017nb", 2017),
        ("2017", 2017),
        ("gknb2017_171215", 2017),
        ("201704", None),
        ("t20170407_1", None),
        ("zfxxgknb", None),
        ("zfxxgknb_171215", None),
    ],
)
def test_a_year_folder_is_told_from_a_month(segment: str, year: int | None) -> None:
    assert year_of_folder(segment) == year


@pytest.mark.parametrize("segment", ["ndbg", "gknb", "zfxxgknb_171215", "xxgknb", "zfxxgkgzndbg", "annualreport", "nb"])
def test_report_folders_are_known(segment: str) -> None:
    assert is_report_folder(segment)
    assert not is_report_folder("jgjj")


def test_a_script_object_is_taken_apart_without_being_run() -> None:
    source = (
        "x = { // a: 1\n SID: '7\\'1', /* TREE: 2 */ TREE: [{\"a\":\"}]\"}, 2], 'f g': f(1, {b:2}), last: {a:{}} };"
    )
    fields = object_fields(source, source.index("{"))
    assert dict(fields) == {
        "SID": "'7\\'1'",
        "TREE": '[{"a":"}]"}, 2]',
        "f g": "f(1, {b:2})",
        "last": "{a:{}}",
    }
    assert string_value(fields["SID"]) == "7'1"
    assert array_items(fields["TREE"], 0) == ['{"a":"}]"}', "2"]
