"""The Hanweb dialects as they were observed: jpage lists old and new, the disclosure module."""

import re
from collections.abc import Mapping

import pytest

from tests.replica.client import Client
from tests.replica.counties import MY_COLUMN, MY_ENCRYPTED, TX_COLUMN, TX_MISLABELLED, build_county
from tests.replica.exchange import Request
from tests.replica.portals.hanweb_jpage import HanwebJpage
from tests.replica.proxy import Replica

TX = "http://www.tx.gov.cn"
MY = "http://www.bjmy.gov.cn"
OLD = f"{TX}/module/jpage/dataproxy.jsp"
NEW = f"{MY}/module/web/jpage/dataproxy.jsp"
ARTICLE = re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html")


def _rows(text: str) -> list[str]:
    return re.findall(r"<record><!\[CDATA\[(.*?)\]\]></record>", text, re.S)


def _form(column: str = TX_COLUMN, unit: str = "5486") -> Mapping[str, str]:
    return {
        "col": "1",
        "appid": "1",
        "webid": "2738",
        "path": "/",
        "columnid": column,
        "sourceContentType": "1",
        "unitid": unit,
        "webname": "桐乡市人民政府",
        "permissiontype": "0",
    }


def test_the_column_embeds_three_screens_and_tells_the_whole_number(client: Client) -> None:
    text = client.get(f"{TX}/col/col{TX_COLUMN}/index.html").text
    assert len(_rows(text)) == 45
    assert "totalRecord:130,perPage:15" in text
    assert "<totalrecord>130</totalrecord>" in text


def test_page_two_of_the_column_is_page_one(client: Client) -> None:
    first = client.get(f"{TX}/col/col{TX_COLUMN}/index.html").text
    second = client.get(f"{TX}/col/col{TX_COLUMN}/index.html?uid=5486&pageNum=2").text
    assert _rows(first) == _rows(second)


def test_the_old_proxy_answers_post_in_windows_of_records(client: Client) -> None:
    seen: list[str] = []
    for start in range(1, 200, 45):
        answer = client.post(f"{OLD}?startrecord={start}&endrecord={start + 44}&perpage=15", _form())
        seen += ARTICLE.findall(answer.text)
    assert len(seen) == len(set(seen)) == 130
    whole = client.post(f"{OLD}?startrecord=1&endrecord=160&perpage=15", _form())
    assert ARTICLE.findall(whole.text) == seen


@pytest.mark.parametrize(
    ("url", "form", "status"),
    [
        pytest.param(f"{TX}/module/web/jpage/dataproxy.jsp?page=1", None, 404, id="new path on an old host"),
        pytest.param(f"{MY}/module/jpage/dataproxy.jsp", {"page": "1"}, 404, id="old path on a new host"),
        pytest.param(OLD, None, 405, id="GET to the old proxy"),
    ],
)
def test_the_other_dialect_is_not_served(client: Client, url: str, form: Mapping[str, str] | None, status: int) -> None:
    assert (client.get(url) if form is None else client.post(url, form)).status == status


def test_wrong_ids_answer_an_empty_block_of_54_bytes(client: Client) -> None:
    assert len(client.post(OLD, _form(unit="1")).body) == 54


def test_rows_are_odd_in_the_observed_ways(client: Client) -> None:
    rows = _rows(client.post(f"{OLD}?startrecord=1&endrecord=130&perpage=15", _form()).text)
    assert any("title=" not in row for row in rows)
    assert any("href='" in row for row in rows)
    assert any('href="//www.tx.gov.cn/art/' in row for row in rows)
    assert any("<li style=<br/>" in row for row in rows)
    assert any(re.search(r"\d{4}-\n\d{2}-\n\d{2}", row) for row in rows)
    assert any("…" in row for row in rows)


def test_the_new_proxy_turns_pages_and_ignores_startrecord(client: Client) -> None:
    query = f"appid=1&webid=1&path=/&columnid={MY_COLUMN}&unitid=838&permissiontype=0"
    first = client.get(f"{NEW}?page=1&{query}").text
    second = client.get(f"{NEW}?page=2&{query}").text
    assert (len(_rows(first)), len(_rows(second))) == (100, 30)
    assert _rows(client.get(f"{NEW}?page=2&startrecord=1&endrecord=45&{query}").text) == _rows(second)
    assert len(client.get(f"{NEW}?page=3&{query}").body) == 54


def test_perpage_is_clipped_at_300() -> None:
    portal = build_county("bjmy.gov.cn").portal
    lists = next(dialect for dialect in portal.dialects if isinstance(dialect, HanwebJpage))
    county = lists.county
    place = county.listed(f"art:{MY_COLUMN}")[0][1]
    for number in range(300):
        copy = type(place)(place.column, 900000 + number, place.posted, place.filed, place.list_title)
        next(iter(county.documents.values())).placements.append(copy)
    url = f"{NEW}?page=1&perpage=400&columnid={MY_COLUMN}&unitid=838"
    assert len(_rows(portal.respond(Request("GET", url, {})).body.decode())) == 300


@pytest.mark.parametrize(("follows", "first"), [(False, 0), (True, 45)], ids=["repeats", "follows"])
def test_page_one_repeats_or_follows_the_embedded_block(follows: bool, first: int) -> None:
    portal = build_county("bjmy.gov.cn").portal
    lists = next(dialect for dialect in portal.dialects if isinstance(dialect, HanwebJpage))
    lists.follows = follows
    embedded = portal.respond(Request("GET", f"{MY}/col/col{MY_COLUMN}/index.html", {})).body.decode()
    url = f"{NEW}?page=1&columnid={MY_COLUMN}&unitid=838"
    block = ARTICLE.findall(portal.respond(Request("GET", url, {})).body.decode())
    every = [lists.art_path(place) for _, place in lists.rows(lists.columns[MY_COLUMN])]
    assert ARTICLE.findall(embedded) == every[:45]
    assert block == every[first : first + 100]


def test_encrypted_ids_give_an_empty_second_block(client: Client) -> None:
    text = client.get(f"{MY}/col/col{MY_ENCRYPTED}/index.html").text
    link = re.search(r'<nextgroup><!\[CDATA\[<a href="([^"]+)"', text)
    assert link is not None
    assert "totalRecord:90" in text
    assert len(_rows(client.get(MY + link[1]).text)) == 90
    assert len(client.get(MY + link[1].replace("page=1", "page=2")).body) == 54
    ids = re.findall(r"(?:columnid|unitid)=([^&]+)", link[1])
    assert all(len(value) > 60 for value in ids)


def test_one_list_says_utf_8_and_is_gbk(client: Client) -> None:
    answer = client.get(f"{TX}/col/col{TX_MISLABELLED}/index.html")
    assert answer.headers["Content-Type"] == "text/html;charset=utf-8"
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")
    assert "便民服务安排的公告" in answer.body.decode("gb18030")


def test_an_article_keeps_its_body_between_the_platforms_comments(replica: Replica, client: Client) -> None:
    report = next(report for report in replica.truth("tx.gov.cn") if report.mirrors and not report.only_attached)
    text = client.get(report.mirrors[0]).text
    body = text.partition("<!--ZJEG_RSS.content.begin-->")[2].partition("<!--ZJEG_RSS.content.end-->")[0]
    assert report.text.split("\n")[0] in body
    assert 'name="Maketime"' in text
    assert "浏览次数" not in body


def test_view_counters_and_share_bars_differ_at_every_look_and_validators_still_match(
    replica: Replica, client: Client
) -> None:
    url = replica.truth("tx.gov.cn")[1 + 2].mirrors[0]
    one, two = client.get(url), client.get(url)
    assert one.body != two.body
    assert client.get(url, {"If-None-Match": one.headers["ETag"]}).status == 304


def test_the_tree_lists_the_units_and_each_unit_its_catalogue(client: Client) -> None:
    tree = client.get(f"{TX}/module/xxgk/tree.jsp?area=330483ZFC00000").text
    assert re.findall(r'title="([^"]+)"', tree) == ["桐乡市人民政府", "石门镇", "崇福镇"]
    town = client.get(f"{TX}/module/xxgk/tree.jsp?area=330483ZFC34007").text
    assert "xxgkAnnualReport.jsp?area=330483ZFC34007&amp;fbtime=" in town


def test_a_year_without_a_report_is_a_page_without_a_body(replica: Replica, client: Client) -> None:
    unit, year = next(iter(replica.counties["tx.gov.cn"].county.empty))
    code = replica.counties["tx.gov.cn"].county.unit(unit).code
    answer = client.get(f"{TX}/module/xxgk/xxgkAnnualReport.jsp?area={code}&fbtime={year}")
    assert answer.status == 200
    assert "<!--ZJEG_RSS.content.begin--><!--ZJEG_RSS.content.end-->" in answer.text


def test_one_report_is_served_as_html_pdf_and_docx(replica: Replica) -> None:
    assert any(
        {url.rpartition(".")[2] for url in report.files} == {"pdf", "docx"} and not report.only_attached
        for report in replica.truth("tx.gov.cn")
    )


@pytest.mark.parametrize(
    ("standard", "marker"), [("0", "tr_main_value_odd"), ("1", "zfxxgk_list_con")], ids=["table", "list"]
)
def test_the_search_answers_in_two_row_styles(client: Client, standard: str, marker: str) -> None:
    form = {"infotypeId": "A001", "area": "330483ZFC34007", "currpage": "1", "standardXxgk": standard}
    text = client.post(f"{TX}/module/xxgk/search.jsp", form).text
    assert marker in text
    assert len(ARTICLE.findall(text)) == 2
    assert "共 1 页" in text


def test_an_empty_infotype_gives_the_whole_catalogue_and_page_zero_is_page_one(client: Client) -> None:
    form = {"infotypeId": "", "area": "330483ZFC34007", "currpage": "0", "standardXxgk": "1"}
    zero = client.post(f"{TX}/module/xxgk/search.jsp", form).text
    one = client.post(f"{TX}/module/xxgk/search.jsp", {**form, "currpage": "1"}).text
    assert ARTICLE.findall(zero) == ARTICLE.findall(one)
    assert len(ARTICLE.findall(one)) == 15
