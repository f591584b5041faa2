"""TRS WCM as it was observed: numbered list pages, files beside articles, dates that disagree, charsets that lie."""

import re
from urllib.parse import urljoin

import pytest

from tests.replica.client import Client
from tests.replica.proxy import Replica

MY = "https://www.bjmy.gov.cn/zwgk/zfxxgk/zfxxgknb/"
MHK = "http://www.mhk.gov.cn/zwgk/xxgk/xzj/"
QZ = "http://xxgk.hainan.gov.cn/qzxxgk/"
ROW = re.compile(r'href="\./(\d{6}/t\d{8}_\d+\.html?)"')


def test_pages_are_counted_in_a_script_call_and_index_1_is_page_two(client: Client) -> None:
    first = client.get(f"{MY}gknb2017/").text
    call = re.search(r'createPageHTML\((\d+), (\d+), "index", "html"\)', first)
    assert call is not None
    assert call.groups() == ("2", "0")
    second = client.get(f"{MY}gknb2017/index_1.html").text
    assert 'createPageHTML(2, 1, "index", "html")' in second
    assert len(set(ROW.findall(first)) | set(ROW.findall(second))) == 4


def test_beyond_the_end_come_stubs_with_200_and_then_404(client: Client) -> None:
    stub = client.get(f"{MY}gknb2017/index_3.html")
    assert (stub.status, 300 <= len(stub.body) <= 400) == (200, True)
    assert client.get(f"{MY}gknb2017/index_9.html").status == 404


def test_rows_and_titles_hold_the_town_only(replica: Replica, client: Client) -> None:
    report = next(report for report in replica.truth("bjmy.gov.cn") if (report.unit, report.year) == ("高岭镇", 2013))
    assert 'title="高岭镇"' in client.get(f"{MY}gknb2013/").text + client.get(f"{MY}gknb2013/index_1.html").text
    text = client.get(report.addresses[0]).text
    assert "<title>高岭镇_2013年_北京市密云区人民政府</title>" in text
    assert "<h1>高岭镇</h1>" in text


def test_article_numbers_fall_as_dates_rise_after_the_migration(replica: Replica) -> None:
    old = [url for report in replica.truth("bjmy.gov.cn") if report.year <= 2017 for url in report.addresses]
    assert all("/202006/t20200610_1957" in url for url in old)
    by_year = {report.year: report.addresses[0] for report in replica.truth("bjmy.gov.cn") if report.unit == "不老屯镇"}
    assert by_year[2013][-11:] > by_year[2017][-11:]


def test_the_date_in_the_address_is_years_after_the_date_shown(replica: Replica, client: Client) -> None:
    report = next(report for report in replica.truth("mhk.gov.cn") if (report.unit, report.year) == ("兴华镇", 2010))
    assert report.addresses == (f"{MHK}xhz0/ndbg/201712/t20171207_5736.html",)
    assert "发布日期:2011-01-01" in client.get(report.addresses[0]).text


def test_files_lie_beside_their_article(replica: Replica, client: Client) -> None:
    report = next(report for report in replica.truth("mhk.gov.cn") if report.only_attached)
    text = client.get(report.addresses[0]).text
    name = re.search(r'href="(\./P0\d{8}\d{12}\.doc)"', text)
    assert name is not None
    assert urljoin(report.addresses[0], name[1]) == report.files[0]
    assert client.get(report.files[0]).body.startswith(b"\xd0\xcf\x11\xe0")


def test_towns_and_their_columns_are_found_by_links(client: Client) -> None:
    assert re.findall(r'href="\./(\w+)/"', client.get(MHK).text) == ["wlz", "xhz0", "jhz"]
    assert re.findall(r'href="\./(\w+)/">([^<]+)', client.get(f"{MHK}wlz/").text) == [
        ("ndbg", "年度报告"),
        ("gzzj", "工作总结"),
    ]


def test_the_parent_of_the_year_folders_jumps_by_script(client: Client) -> None:
    text = client.get("https://www.bjmy.gov.cn/zwgk/zfxxgk/").text
    assert 'window.location.replace("/zwgk/zfxxgk/zfxxgknb/")' in text


@pytest.mark.parametrize(
    ("url", "header", "meta", "real"),
    [
        pytest.param(f"{MY}gknb2013/", "text/html", None, "utf-8", id="no label at all"),
        pytest.param(f"{QZ}hpz/gkml/gknb/list.htm", "text/html", "gb2312", "gb18030", id="GBK labelled gb2312"),
        pytest.param(f"{MHK}jhz/ndbg/", "text/html;charset=utf-8", "utf-8", "gb18030", id="GBK labelled UTF-8"),
        pytest.param(f"{MHK}wlz/ndbg/", "text/html;charset=utf-8", "utf-8", "utf-8", id="honest"),
    ],
)
def test_charset_labels(client: Client, url: str, header: str, meta: str | None, real: str) -> None:
    answer = client.get(url)
    assert answer.headers["Content-Type"] == header
    text = answer.body.decode(real)
    found = re.search(r"charset=([\w-]+)\"", text)
    assert (found[1] if found else None) == meta
    assert "202" in text
    if real != "utf-8":
        with pytest.raises(UnicodeDecodeError):
            answer.body.decode("utf-8")


def test_the_table_era_prints_the_title_in_its_metadata_grid_and_a_footer_to_cut(
    replica: Replica, client: Client
) -> None:
    report = next(r for r in replica.truth("qiongzhong.hainan.gov.cn") if (r.unit, r.year) == ("和平镇", 2016))
    assert "/qzxxgk/hpz/gkml/gzzj/" in report.addresses[0]
    text = client.get(report.addresses[0]).body.decode("gb18030")
    assert f"<B>名 称:</B> {report.title}" in text
    assert "政府网站标识码:4690300002 琼ICP备05000041号" in text
    assert "<TD class=content><DIV class=TRS_Editor>" in text


def test_lists_of_the_table_era_are_named_list_htm(client: Client) -> None:
    text = client.get(f"{QZ}hpz/").body.decode("gb18030")
    assert "./gkml/gknb/list.htm" in text
    answer = client.get(f"{QZ}hpz/gkml/gknb/list.htm")
    assert 'createPageHTML(1, 0, "list", "htm")' in answer.body.decode("gb18030")


@pytest.mark.parametrize(
    ("host", "validators"),
    [
        ("mhk.gov.cn", {"ETag", "Last-Modified"}),
        ("bjmy.gov.cn", {"ETag"}),
        ("qiongzhong.hainan.gov.cn", set()),
        ("lianzhou.gov.cn", set()),
    ],
)
def test_conditional_requests(replica: Replica, client: Client, host: str, validators: set[str]) -> None:
    url = next(report.addresses[0] for report in replica.truth(host) if not report.only_attached)
    answer = client.get(url)
    assert {name for name in ("ETag", "Last-Modified") if name in answer.headers} == validators
    for name, asked in (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")):
        if name in validators:
            again = client.get(url, {asked: answer.headers[name]})
            assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("url", "status", "marker"),
    [
        ("http://www.tx.gov.cn/robots.txt", 404, ""),
        ("http://www.lianzhou.gov.cn/robots.txt", 404, ""),
        ("http://www.mhk.gov.cn/robots.txt", 200, "User-agent: *\nDisallow: /login"),
        ("http://xxgk.hainan.gov.cn/robots.txt", 200, "Crawl-delay: 0.1"),
        ("https://www.bjmy.gov.cn/robots.txt", 200, "<!DOCTYPE html>"),
    ],
)
def test_robots_differ_by_host(client: Client, url: str, status: int, marker: str) -> None:
    answer = client.get(url)
    assert answer.status == status
    assert marker.encode() in answer.body
