"""Portals whose lists are asked for with a query, as they were observed: label calls, numbered lists, postbacks."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.replica.client import Answer, Client
from tests.replica.counties import build_county
from tests.replica.groups.query import BUILDERS, TIANCHANG_YEAR
from tests.replica.portals.aspnet import HIDDEN, PAGER
from tests.replica.proxy import Replica, running_county

TC = "https://www.tianchang.gov.cn"
BZ = "https://www.bzqc.gov.cn"
ZY = "http://gk.ziyang.gov.cn"
LABEL = {"siteId": "2660171", "labelName": "publicInfoList", "organId": "161054624", "catId": "170001861"}
LABEL |= {"file": "/tianchang/xxgk/publicInfoList_newest2020", "pageSize": "4", "result": "暂无相关信息"}


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with running_county(*BUILDERS) as running:
        yield running


@pytest.fixture(scope="module")
def client(replica: Replica) -> Client:
    return Client(replica)


def label(client: Client, **fields: str) -> str:
    return client.get(f"{TC}/site/label/8888?{urlencode(LABEL | fields)}").text


def test_the_catalogue_holds_no_row_and_the_script_that_asks_for_them(client: Client) -> None:
    text = client.get(f"{TC}/public/column/161054624?type=4&catId=170001861&action=list").text
    assert "/public/161054624/" not in text
    assert 'url : "/site/label/8888"' in text
    assert "pageIndex : pageIndex" in text
    assert re.search(r"currPage: \(0\+1\), pageCount:4, total: 13", text)


def test_a_fragment_counts_its_pages_from_one_and_takes_the_size_asked_for(client: Client) -> None:
    first, second = label(client, pageIndex="1"), label(client, pageIndex="2")
    assert (first.count("<li"), second.count("<li")) == (4, 4)
    assert not set(re.findall(r"\d+\.html", first)) & set(re.findall(r"\d+\.html", second))
    assert label(client, pageIndex="1", pageSize="50").count("<li") == 13
    form = {**LABEL, "pageIndex": "2"}
    assert client.post(f"{TC}/site/label/8888", form).text == second


@pytest.mark.parametrize(
    "change",
    [{"pageIndex": "9"}, {"catId": "1"}, {"file": "/other/list"}, {"siteId": "1"}, {"organId": "2"}],
    ids=["beyond the end", "no category", "another template", "another site", "no organ"],
)
def test_a_call_that_is_not_the_pages_own_answers_with_the_notice(client: Client, change: dict[str, str]) -> None:
    text = label(client, **{"pageIndex": "1", **change})
    assert "暂无相关信息" in text
    assert "<li" not in text


def test_a_report_of_the_collection_stands_twice_with_another_title_order(replica: Replica, client: Client) -> None:
    twice = [report for report in replica.truth("tianchang.gov.cn") if len(report.addresses) == 2]
    assert {report.year for report in twice} == {TIANCHANG_YEAR}
    own, collected = twice[0].addresses
    assert re.match(rf"{TC}/public/\d+/\d+\.html\Z", own)
    assert re.match(rf"{TC}/zwgk/2021nzfxxgkgzndbg/xznb/\d+\.html\Z", collected)
    bodies = [re.search(r'j-fontContent.*?"footer"', client.get(url).text, re.DOTALL) for url in (own, collected)]
    cut = [re.sub(r"share-\w+|data-t=\S+", "", body[0]) for body in bodies if body]
    assert cut[0] == cut[1]


def test_files_lie_in_a_distributed_store(replica: Replica, client: Client) -> None:
    report = next(report for report in replica.truth("tianchang.gov.cn") if report.only_attached)
    assert re.match(rf"{TC}/group\d/M00/[0-9A-F]{{2}}/[0-9A-F]{{2}}/\w+\.doc\Z", report.files[0])
    assert client.get(report.files[0]).body.startswith(b"\xd0\xcf\x11\xe0")


def test_a_column_jumps_to_its_pages(client: Client) -> None:
    text = client.get(f"{TC}/content/column/6791573?pageIndex=2").text
    assert "location.href='https://www.tianchang.gov.cn/content/column/6791573?pageIndex=' + pageIndex" in text
    assert "currPage: (1+1),pageCount:5" in text


def test_a_units_own_list_links_its_annual_reports(client: Client) -> None:
    text = client.get(f"{BZ}/XxgkContent/showList/989/0/page_1.html").text
    assert '<a href="/XxgkAnnualReport/showList/989/page_1.html">政府信息公开年报</a>' in text
    assert "谯城区十八里镇" in text


def test_beyond_its_end_a_list_shows_its_last_page_again(client: Client) -> None:
    last, beyond = (client.get(f"{BZ}/XxgkAnnualReport/showList/989/page_{n}.html").text for n in (4, 9))
    rows = [re.findall(r"/XxgkAnnualReport/show/\d+", text) for text in (last, beyond)]
    assert rows[0]
    assert rows[0] == rows[1]


def test_the_breadcrumb_of_a_report_names_unit_and_column(replica: Replica, client: Client) -> None:
    report = next(report for report in replica.truth("bzqc.gov.cn") if not report.only_attached)
    text = re.sub(r"<[^>]+>", "", client.get(report.addresses[0]).text)
    crumbs = "网站首页 > 政府信息公开 > 谯城区十八里镇 > 政府信息公开年报"
    assert f"您现在所在的位置: {crumbs}" in html.unescape(text)


def start(client: Client, path: str) -> tuple[str, Answer]:
    """A session's cookie, and the page it gets."""
    gate = client.get(f"{ZY}{path}")
    assert (gate.status, gate.headers["Location"]) == (302, f"{ZY}{path}")
    cookie = gate.headers["Set-Cookie"].partition(";")[0]
    return cookie, client.get(f"{ZY}{path}", {"Cookie": cookie})


def form_of(answer: Answer, argument: str) -> dict[str, str]:
    found = dict(re.findall(r'<INPUT type=hidden name="(\w+)"[^>]*? value="([^"]*)"', answer.text))
    return {**found, "__EVENTTARGET": PAGER, "__EVENTARGUMENT": argument, f"{PAGER}_input": "1"}


def test_every_answer_has_other_hidden_fields_and_old_ones_are_rejected(client: Client) -> None:
    cookie, first = start(client, "/year_list.aspx?dept=161")
    held = form_of(first, "2")
    assert set(HIDDEN) <= set(held)
    assert "当前页：<FONT color=red><B>1</B>" in first.text
    second = client.post(f"{ZY}/year_list.aspx?dept=161", held, {"Cookie": cookie})
    assert "当前页：<FONT color=red><B>2</B>" in second.text
    assert not set(form_of(second, "3").values()) & {held[name] for name in HIDDEN}
    again = client.post(f"{ZY}/year_list.aspx?dept=161", {**held, "__EVENTARGUMENT": "3"}, {"Cookie": cookie})
    assert (again.status, "MAC" in again.text) == (500, True)


@pytest.mark.parametrize("lacking", [*HIDDEN, f"{PAGER}_input"])
def test_a_form_that_lacks_a_field_is_rejected(client: Client, lacking: str) -> None:
    cookie, first = start(client, "/year_list.aspx?dept=161")
    form = {name: value for name, value in form_of(first, "2").items() if name != lacking}
    assert client.post(f"{ZY}/year_list.aspx?dept=161", form, {"Cookie": cookie}).status == 500


def test_a_form_without_its_session_is_rejected(client: Client) -> None:
    _, first = start(client, "/year_list.aspx?dept=161")
    assert client.post(f"{ZY}/year_list.aspx?dept=161", form_of(first, "2")).status == 500


def test_pages_of_the_table_era(client: Client) -> None:
    _, answer = start(client, "/year_list.aspx?dept=161")
    assert answer.headers["Content-Type"] == "text/html"
    assert 'charset=gb2312"' in answer.text
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")
    assert "<A title='" in answer.text
    assert "__doPostBack('Calendar1'" in answer.text


@pytest.mark.parametrize(
    ("path", "following"),
    [
        ("/InfoPublic.aspx?cid=1019&pid=971&page=1&kw=", "<A href=/InfoPublic.aspx?cid=1019&pid=971&kw=&page=2>下一页"),
        ("/class.asp?class=1150", "<A href=/class.asp?class=1150&page=2>下一页"),
    ],
)
def test_lists_paged_by_their_query(client: Client, path: str, following: str) -> None:
    assert following in client.get(f"{ZY}{path}").text


@pytest.mark.parametrize("host", sorted(BUILDERS))
def test_no_two_documents_share_an_address_and_every_column_holds_more_than_reports(host: str) -> None:
    county = build_county(host)
    owners: dict[str, str] = {}
    for document in county.county.documents.values():
        for url in county.addresses(document):
            assert owners.setdefault(url, document.id) == document.id
    assert any(report.only_attached and report.files for report in county.truth())
    assert any(report.files and not report.only_attached for report in county.truth())
    for unit in county.county.units:
        assert len(county.county.listed("annual", unit)) > 3 * 4
        assert any(not document.is_report for document, _ in county.county.listed("annual", unit))
    assert any(len(report.addresses) > 1 for report in county.truth())
