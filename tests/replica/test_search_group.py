"""UCAP and TRS search layers as they were observed: numbered files, drawn lists, answers with all their oddities."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote, urljoin

import pytest

from tests.replica.client import Client
from tests.replica.groups.search import HUICHANG_COUNTY, HUICHANG_TOWNS
from tests.replica.proxy import Replica, running_county

HC = "http://www.huichang.gov.cn"
NA = "http://zwgk.changchun.gov.cn/na/xzjd/"
XY = "http://www.haikou.gov.cn/pub/root9/xyqzf/"
INFOGATE = "http://infogate.changchun.gov.cn/govsearch/jsonp/gkml/zf_list.jsp"
ROW = re.compile(r'<li><a href="(/hcxxxgk/hc\d+/\d{6}/[0-9a-f]{32}\.shtml)"')


@pytest.fixture(scope="module")
def counties() -> Iterator[Replica]:
    with running_county("huichang.gov.cn", "nongan.gov.cn", "xyqzf.haikou.gov.cn") as running:
        yield running


@pytest.fixture(scope="module")
def visitor(counties: Replica) -> Client:
    return Client(counties)


def links(client: Client, url: str) -> dict[str, str]:
    found = re.findall(r'<a href="([^"#]+)"[^>]*>([^<]+)</a>', client.get(url).text)
    return {caption: urljoin(url, href) for href, caption in found}


def reports_of(client: Client, town: str) -> str:
    """The address of a town's report column at 会昌."""
    return links(client, links(client, HC + HUICHANG_TOWNS)[town])["政务信息公开年报"]


def test_towns_and_their_report_columns_are_found_by_captions(visitor: Client) -> None:
    assert reports_of(visitor, "中村乡") == f"{HC}/hcxxxgk/hc1554/xxgk_list.shtml"
    assert reports_of(visitor, "筠门岭镇").endswith("newxxgk_index.shtml")


def test_printed_lists_count_pages_from_one_and_print_their_total(visitor: Client) -> None:
    first = reports_of(visitor, "中村乡")
    pages = [visitor.get(first.replace(".shtml", f"{number}.shtml")).text for number in ("", "_2", "_3", "_4")]
    calls = [re.search(r"createPageHTML\('page_div',(\d+), (\d+),'xxgk_list','shtml',(\d+)\)", text) for text in pages]
    assert [call.groups() if call else None for call in calls] == [("4", str(n), "11") for n in range(1, 5)]
    rows = [href for text in pages for href in ROW.findall(text) if "/rdxx/" not in href]
    assert len(set(rows)) == 11
    assert "热点信息" in pages[0]
    assert visitor.get(first.replace(".shtml", "_5.shtml")).status == 404


def drawn_channel(client: Client, url: str) -> str:
    text = client.get(url).text
    assert not ROW.search(text)
    assert "'/common/search/' + channelId + '?_isAgg=true&_isJson=true&_pageSize=' + pageSize" in text
    found = re.search(r'<meta name="channelId" content="([0-9a-f]{32})">', text)
    assert found is not None
    return found[1]


def test_drawn_lists_hold_no_row_and_the_interface_has_them_all(counties: Replica, visitor: Client) -> None:
    channel = drawn_channel(visitor, reports_of(visitor, "文武坝镇"))
    seen: list[dict[str, object]] = []
    for number in range(1, 6):
        answer = json.loads(visitor.get(f"{HC}/common/search/{channel}?_isJson=true&_pageSize=3&page={number}").text)
        assert answer["data"]["total"] == 11
        seen += answer["data"]["results"]
    addresses = {urljoin(HC, str(result["url"])) for result in seen}
    truth = {url for report in counties.truth() if report.unit == "文武坝镇" for url in report.addresses}
    assert len(addresses) == 11
    assert {url for url in truth if "/hcxxxgk/" in url} <= addresses
    assert {str(result["url"])[:2] == "//" for result in seen} == {True, False}
    assert {result["subTitle"] for result in seen} == {"null"}


def test_the_interface_hands_out_data_only_where_it_is_asked_to(visitor: Client) -> None:
    channel = drawn_channel(visitor, f"{HC}{HUICHANG_COUNTY}list.shtml")
    assert visitor.get(f"{HC}/common/search/{channel}?_isJson=false&page=1").text == "<ul></ul>"
    unknown = json.loads(visitor.get(f"{HC}/common/search/{'0' * 32}?_isJson=true&page=1").text)
    assert unknown["data"]["total"] == 0


def test_an_article_stands_in_the_platforms_own_elements_with_its_file_below_it(
    counties: Replica, visitor: Client
) -> None:
    report = next(report for report in counties.truth("huichang.gov.cn") if report.only_attached)
    text = visitor.get(report.addresses[0]).text
    assert f"<UCAPTITLE>{report.title}</UCAPTITLE>" in text
    assert "<UCAPCONTENT>" in text
    assert "详见附件" in text
    assert quote(f"{report.title}.docx") in report.files[0]
    assert visitor.get(report.files[0]).body.startswith(b"PK")


def test_a_report_stands_in_the_countys_column_under_an_address_of_its_own(counties: Replica) -> None:
    last = max(report.year for report in counties.truth("huichang.gov.cn"))
    for report in counties.truth("huichang.gov.cn"):
        assert len(report.addresses) == (2 if report.year == last else 1)


def test_changchuns_catalogue_pages_name_their_search_and_hold_no_row(visitor: Client) -> None:
    text = visitor.get(f"{NA}nazrmzf/xxgknb/").text
    assert 'var lb = "58000";' in text
    assert f'url: "{INFOGATE}?page=" + page + "&lb=" + lb + "&sword=' in text
    assert not re.search(r"t\d{8}_\d+", text)


def test_data_comes_behind_blank_lines_and_a_byte_order_mark(visitor: Client) -> None:
    starts = set()
    for number in (1, 2, 3):
        text = visitor.get(f"{INFOGATE}?page={number}&lb=58000&callback=result").body.decode("utf-8")
        start = text.index("result(")
        assert set(text[:start]) == {"\r", "\n", "\ufeff"}
        starts.add(start)
        answer = json.loads(text[start + len("result(") : text.rindex(")")])
        assert (answer["num"], answer["nPage"], len(answer["data"])) == (11, number, 3)
    assert len(starts) == 3


@pytest.mark.parametrize(
    ("lb", "written"),
    [("58000", "农安镇"), ("58034", "%u4F0F%u9F99%u6CC9%u9547"), ("58068", "哈拉海镇".encode().decode("latin-1"))],
    ids=["plain", "escaped", "read as Latin-1"],
)
def test_texts_are_written_in_three_ways(visitor: Client, lb: str, written: str) -> None:
    text = visitor.get(f"{INFOGATE}?page=1&lb={lb}&callback=result").body.decode("utf-8")
    answer = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    assert answer["data"][0]["tip"]["publisher"] == written


def test_haikous_catalogue_prints_its_first_rows_and_its_search_all_of_them(visitor: Client) -> None:
    url = f"{XY}0101/216/"
    first = visitor.get(url).text
    assert "var m_nRecordCount = 11;" in first
    assert len(re.findall(r'class="titl_lk"', first)) == 3
    call = re.search(r'"(http://www\.haikou\.gov\.cn:8080/govsearch/searPage\.jsp\?page=)" \+ n \+ "([^"]+)"', first)
    assert call is not None
    found: list[str] = []
    for number in range(1, 5):
        text = visitor.get(f"{call[1]}{number}{call[2]}").text
        assert f"var m_nCurrPage = {number - 1};" in text
        found += re.findall(r'class="titl_lk" href="([^"]+)"', text)
    assert len(set(found)) == 11
    assert visitor.get(f"{url}index_1.htm").status == 404


def test_hainans_shell_holds_a_table_without_a_row(visitor: Client) -> None:
    text = visitor.get("http://xyqzf.haikou.gov.cn/xxgkall.html?ClassInfoId=1898").text
    assert 'id="tablist"' in text
    assert not re.search(r"t\d{8}_\d+", text)


@pytest.mark.parametrize(
    ("action", "pattern", "url", "left"),
    [
        ("empty", "common/search", f"{HC}/common/search/", '"total": 0'),
        ("broken_layout", "common/search", f"{HC}/common/search/", '"code": 0'),
        ("empty", "zf_list", f"{INFOGATE}?page=1&lb=58000&callback=result", '"num": 0'),
        ("broken_layout", "searPage", "http://www.haikou.gov.cn/govsearch/searPage.jsp?page=1&sinfo=58000", "app-root"),
    ],
)
def test_lists_obey_the_script_of_faults(
    counties: Replica, visitor: Client, action: str, pattern: str, url: str, left: str
) -> None:
    if url.endswith("search/"):
        url += f"{drawn_channel(visitor, reports_of(visitor, '文武坝镇'))}?_isJson=true&page=1"
    number = counties.switch.set(action, pattern)
    try:
        assert left in visitor.get(url).text
    finally:
        counties.switch.clear(number)
