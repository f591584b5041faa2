"""Plain portals as observed or as such sites do: article addresses, frames, year folders, pages that mislead."""

import re
from collections.abc import Iterator

import pytest

from tests.replica.client import Client
from tests.replica.groups.plain import BUILDERS
from tests.replica.proxy import Replica, running_county

YJ = "http://yuanjiang.gov.cn/36024/36025/36035/36051/"
HC = "http://www.haicheng.gov.cn"
DX = "https://www.bjdx.gov.cn/bjsdxqrmzf/zwfw/zfxxgk/zfxxgknb/"
ARTICLE = {
    "yuanjiang.gov.cn": r"/36024/36025/36035/36051/\d+/content_\d{7}\.html\Z",
    "haicheng.gov.cn": r"/html/HCS/20\d{4}/\d{16}\.html\Z",
    "bjdx.gov.cn": r"/20\d\dn/xzjd49/\d{6}/index\.html\Z",
}


@pytest.fixture(scope="module")
def counties() -> Iterator[Replica]:
    with running_county(*BUILDERS) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(counties: Replica) -> Client:
    return Client(counties)


@pytest.mark.parametrize("host", sorted(BUILDERS))
def test_articles_have_the_addresses_that_were_observed_and_the_text_of_their_report(
    host: str, counties: Replica, visitor: Client
) -> None:
    truth = counties.truth(host)
    assert len({report.unit for report in truth}) == 3
    assert len({report.year for report in truth}) == 3
    assert sum(report.only_attached for report in truth) == 1
    for report in truth:
        for url in report.addresses:
            assert re.search(ARTICLE[host], url), url
            answer = visitor.get(url)
            assert answer.status == 200
            assert ("详见附件" in answer.text) == report.only_attached
        for url in report.files:
            assert visitor.get(url).status == 200


def test_a_pager_of_words_leads_past_the_third_page(visitor: Client) -> None:
    address, seen = f"{YJ}36157/", []
    while True:
        text = visitor.get(address).text
        seen.append(address)
        following = re.search(r"<A href='([^']+)'>下一页</A>", text)
        if following is None:
            break
        address = f"http://yuanjiang.gov.cn{following[1]}"
    assert len(seen) == 4
    assert "index_2.html" in seen[1]
    assert "热点信息" in text
    assert visitor.get(f"{YJ}36157/index_9.html").status == 404


def test_the_column_is_a_frame_and_its_menu_names_every_parameter(visitor: Client) -> None:
    text = visitor.get(f"{HC}/zwgk/xxgknb/").text
    frame = re.search(r'<iframe src="([^"]+)"', text)
    assert frame is not None
    assert "/html/HCS/" not in text
    shown = visitor.get(f"{HC}{frame[1]}").text
    assert re.search(r"共 41 条记录 第 1 页/共 5 页", shown)
    assert "下一页" not in shown
    assert '<option value="/channel/list.jsp?channel=HCSNB&amp;pageSize=10&amp;page=5">5</option>' in shown


def test_a_guessed_page_is_page_one_again_or_another_column(visitor: Client) -> None:
    first = visitor.get(f"{DX}2016n/xzjd49/").text
    rows = re.compile(r'href="\./(\d+)/index\.html"')
    assert rows.findall(visitor.get(f"{DX}2016n/xzjd49/index_1.html").text) == rows.findall(first)
    second = rows.findall(visitor.get(f"{DX}2016n/xzjd49/index_2.html").text)
    assert second
    assert not set(second) & set(rows.findall(first))
    assert "便民公告" in visitor.get(f"{DX}2016n/xzjd49/2/").text
    assert "下一页" not in first


def test_a_year_links_groups_of_units_and_the_front_page_the_directory(visitor: Client) -> None:
    assert f'href="{DX.removeprefix("https://www.bjdx.gov.cn")}"' in visitor.get("https://www.bjdx.gov.cn/zwgk/").text
    assert './2016n/index.html">2016年' in visitor.get(DX).text
    assert './xzjd49/">街道、镇' in visitor.get(f"{DX}2016n/index.html").text
    assert "location.replace" in visitor.get("http://yuanjiang.gov.cn/36024/").text


def test_lists_obey_the_switchboard(counties: Replica, visitor: Client) -> None:
    assert "content_" in visitor.get(f"{YJ}36159/").text
    for action, gone in (("empty", "content_"), ("broken_layout", "<A href=")):
        counties.switch.set(action, r"/36159/\Z", times=1)
        text = visitor.get(f"{YJ}36159/").text
        assert gone not in re.sub(r"class=rdxx.*?</TABLE>", "", text, flags=re.DOTALL), action
    assert "content_" in visitor.get(f"{YJ}36159/").text
