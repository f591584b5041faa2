"""NFCMS and VSB portals as they were observed or inferred: page names, rows, JSON twins, numbers that run backwards."""

import json
import re
from collections.abc import Iterator

import pytest

from tests.replica.client import Client
from tests.replica.groups.static import BUILDERS, HUAXIAN_NOTICES
from tests.replica.portals.nfcms import Nfcms
from tests.replica.portals.vsb import Vsb
from tests.replica.proxy import Replica, running_county

SUIXI = "http://www.suixi.gov.cn/gzzwz/"
HAIFENG = "http://www.gdhf.gov.cn/gdhf/zwgk/gknb/"
HUAXIAN = "http://www.hnhx.gov.cn"


@pytest.fixture
def counties() -> Iterator[Replica]:
    with running_county(*BUILDERS) as running:
        yield running


@pytest.fixture
def look(counties: Replica) -> Client:
    return Client(counties)


def vsb(counties: Replica) -> Vsb:
    dialect = counties.counties["hnhx.gov.cn"].portal.dialects[0]
    assert isinstance(dialect, Vsb)
    return dialect


def test_a_county_holds_what_makes_crawling_hard(counties: Replica) -> None:
    for host, built in counties.counties.items():
        truth = built.truth()
        assert len({report.unit for report in truth}) >= 3, host
        assert len({report.year for report in truth}) >= 3, host
        assert any(report.only_attached for report in truth), host
        assert any(report.files and not report.only_attached for report in truth), host
        assert any(not document.is_report for document, _ in built.county.placed("annual")), host


@pytest.mark.parametrize("host", BUILDERS)
def test_the_disclosure_page_links_the_true_starts(counties: Replica, look: Client, host: str) -> None:
    dialect = counties.counties[host].portal.dialects[0]
    for caption, path in dialect.front_links():
        assert caption in look.get(f"http://www.{host}/zwgk/").text
        assert look.get(f"http://www.{host}{path}").status == 200


def test_nfcms_page_two_is_index_2_and_index_1_is_none(look: Client) -> None:
    folder = f"{SUIXI}jxzrmzf/zwgk/xxgknb/"
    assert re.findall(r'href="\./(index_\d\.html)">(\d)', look.get(folder).text) == [
        ("index_2.html", "2"),
        ("index_3.html", "3"),
        ("index_4.html", "4"),
    ]
    assert look.get(f"{folder}index_2.html").status == 200
    assert (look.get(f"{folder}index_1.html").status, look.get(f"{folder}index_9.html").status) == (404, 404)


def test_nfcms_pages_may_be_linked_by_nothing(counties: Replica, look: Client) -> None:
    assert "index_" not in look.get(HAIFENG).text
    assert look.get(f"{HAIFENG}index_5.html").status == 200
    dialect = counties.counties["gdhf.gov.cn"].portal.dialects[0]
    assert isinstance(dialect, Nfcms)
    dialect.second, dialect.beyond = 1, "last"
    assert [look.get(f"{HAIFENG}index_{number}.html").status for number in (1, 4, 99)] == [200, 200, 200]
    assert look.get(f"{HAIFENG}index_99.html").text.count("conts-list") == 4


@pytest.mark.parametrize(
    ("town", "row"),
    [
        ("jxzrmzf", r'<tr><th>\d{4}-\d\d-\d\d</th><td><div class="list_td"><a href='),
        ("cyzrmzf", r'<div class="conts-list"><span><a href=.*</span><span class="time">\d{4}-\d\d-\d\d</span></div>'),
        ("jpzrmzf", r"<li><a href=.*</a><span>\d{4}-\d\d-\d\d</span></li>"),
    ],
)
def test_nfcms_rows_have_several_shapes(look: Client, town: str, row: str) -> None:
    assert re.search(row, look.get(f"{SUIXI}{town}/zwgk/xxgknb/").text)


def test_nfcms_lists_one_article_twice_as_post_and_mpost(look: Client) -> None:
    pages = [look.get(f"{SUIXI}jxzrmzf/zwgk/xxgknb/{name}").text for name in ("", "index_2.html", "index_3.html")]
    text = "".join([*pages, look.get(f"{SUIXI}jxzrmzf/zwgk/xxgknb/index_4.html").text])
    twin = re.findall(r"/mpost_(\d+)\.html", text)
    assert len(twin) == 1
    assert re.search(rf"/post_{twin[0]}\.html", text)
    first = look.get(f"{SUIXI}jxzrmzf/zwgk/xxgknb/content/post_{twin[0]}.html")
    assert (first.status, look.get(f"{SUIXI}jxzrmzf/zwgk/xxgknb/content/mpost_{twin[0]}.html").status) == (200, 200)
    assert '<meta name="ColumnId"' in first.text


def test_nfcms_columns_have_a_json_twin_and_so_have_articles(counties: Replica, look: Client) -> None:
    folder = f"{SUIXI}hlzrmzf/zwgk/xxgknb/"
    named = re.search(r"/postmeta/i/\d+\.json", look.get(folder).text)
    assert named is not None
    answer = json.loads(look.get(f"http://www.suixi.gov.cn{named[0]}").text)
    assert answer["publish_count"] == len(answer["articles"]) == 6
    bare = next(row for row in answer["articles"] if not row["url"])
    report = next(report for report in counties.truth("suixi.gov.cn") if report.title == bare["title"])
    assert report.addresses[0].endswith(f"/{bare['id']}.json")
    assert json.loads(look.get(report.addresses[0]).text)["title"] == report.title


def test_nfcms_attachments_are_named_in_alt_only(counties: Replica, look: Client) -> None:
    report = next(report for report in counties.truth("suixi.gov.cn") if report.only_attached)
    text = look.get(report.addresses[0]).text
    assert re.search(r'class="nfw-cms-attachment" attachment-id="\d+" alt="[^"]+\.doc" href="[^"]+">附件下载<', text)
    assert look.get(report.files[0]).body.startswith(b"\xd0\xcf\x11\xe0")


def test_vsb_files_are_numbered_backwards(look: Client) -> None:
    text = look.get(f"{HUAXIAN}{HUAXIAN_NOTICES}.htm").text
    assert "共40条" in text
    assert '<span class="p_t">1/10</span>' in text
    assert '<span class="p_no"><a href="tzgg/9.htm">2</a></span>' in text
    assert '<span class="p_last p_fun"><a href="tzgg/1.htm">尾页</a></span>' in text
    last = look.get(f"{HUAXIAN}{HUAXIAN_NOTICES}/1.htm").text
    assert '<span class="p_t">10/10</span>' in last
    assert '<a href="../tzgg.htm">1</a>' in last
    assert look.get(f"{HUAXIAN}{HUAXIAN_NOTICES}/10.htm").status == 404


def test_vsb_addresses_show_another_page_when_a_page_was_added(counties: Replica, look: Client) -> None:
    before = re.findall(r"/(\d+)\.htm\" target", look.get(f"{HUAXIAN}{HUAXIAN_NOTICES}/9.htm").text)
    dialect = vsb(counties)
    dialect.per_page = 3
    text = look.get(f"{HUAXIAN}{HUAXIAN_NOTICES}/9.htm").text
    assert '<span class="p_t">6/14</span>' in text
    assert not set(before) & set(re.findall(r"/(\d+)\.htm\" target", text))


def test_vsb_prints_dates_whole_or_in_two_tags(look: Client) -> None:
    text = look.get(f"{HUAXIAN}{HUAXIAN_NOTICES}.htm").text
    assert re.search(r'<li id="line_u5_0"><span class="date">\d{4}-\d\d-\d\d</span>', text)
    assert re.search(r'<li id="line_u5_1"><div class="date"><b>\d\d</b><i>\d{4}-\d\d</i></div>', text)


def test_vsb_dynamic_lists_keep_the_old_theme(look: Client) -> None:
    address = f"{HUAXIAN}/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1131"
    text = look.get(address).text
    assert re.search(r'<td nowrap id="fanye1155">共11条&nbsp;&nbsp;1/3&nbsp;</td>', text)
    assert re.search(r'<table class="winstyle1155".*<tr height="25" id="lineu1155_0">', text)
    assert "&amp;a1155p=2" in text
    assert "2/3" in look.get(f"{address}&a1155p=2&a1155t=3").text


def test_vsb_answers_both_addresses_of_an_article_alike(counties: Replica, look: Client) -> None:
    report = next(report for report in counties.truth("hnhx.gov.cn") if "/info/" in report.addresses[0])
    tree, number = re.findall(r"\d+", report.addresses[0])
    other = look.get(f"{HUAXIAN}/content.jsp?urltype=news.NewsContentUrl&wbtreeid={tree}&wbnewsid={number}")
    assert f"<h1>{report.title}</h1>" in other.text
    assert f"<h1>{report.title}</h1>" in look.get(report.addresses[0]).text


def test_vsb_shows_a_captcha_with_200_after_some_downloads(counties: Replica, look: Client) -> None:
    file = next(report.files[0] for report in counties.truth("hnhx.gov.cn") if report.only_attached)
    assert look.get(file).body.startswith(b"\xd0\xcf\x11\xe0")
    vsb(counties).captcha_after = 1
    answer = look.get(file)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html;charset=utf-8")
    assert "验证码" in answer.text


def test_vsb_withholds_restricted_articles_with_200(counties: Replica, look: Client) -> None:
    document = counties.counties["hnhx.gov.cn"].county.documents[sorted(vsb(counties).restricted)[0]]
    column = next(column for column in vsb(counties).columns if column.unit == document.unit)
    answer = look.get(f"{HUAXIAN}/info/{column.tree}/{document.placements[0].number}.htm")
    assert (answer.status, "您没有权限" in answer.text, document.title in answer.text) == (200, True, False)


@pytest.mark.parametrize(
    ("url", "row"),
    [
        pytest.param(f"{SUIXI}cyzrmzf/zwgk/xxgknb/", "conts-list", id="nfcms"),
        pytest.param(f"{HUAXIAN}{HUAXIAN_NOTICES}.htm", "line_u5_", id="vsb"),
    ],
)
def test_list_rules_work(counties: Replica, look: Client, url: str, row: str) -> None:
    assert row in look.get(url).text
    for action in ("empty", "broken_layout"):
        counties.script.set_rule(action, re.escape(url))
        assert row not in look.get(url).text
        counties.script.clear_rules()
