"""Hanweb jpaas and Epoint as they were observed: what the interfaces want, and what pages do not say."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.replica.client import Answer, Client
from tests.replica.exchange import Request
from tests.replica.groups.hanweb import BUILDERS, YIWU_CITY, YIWU_TOWNS
from tests.replica.portals.epoint import Epoint
from tests.replica.portals.hanweb_jpaas import INTERFACE
from tests.replica.proxy import Replica, running_county

YW = "http://www.yw.gov.cn"
XH = "http://www.xinghua.gov.cn"
PX = "http://www.px.gov.cn"
LIST = f"{PX}/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
ARTICLE = re.compile(r"(?:/[\w/]+)?/art/\d{4}/(?:\d{1,2}/\d{1,2}/art_\d+_\d+|art_[0-9a-f]{32})\.html")


@pytest.fixture(scope="module")
def group() -> Iterator[Replica]:
    with running_county(*BUILDERS) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(group: Replica) -> Client:
    return Client(group)


def query_of(text: str) -> dict[str, str]:
    """The queryData a page prints."""
    found = re.search(r'query[dD]ata="\{([^"]+)\}"', text)
    assert found is not None
    return dict(re.findall(r"'(\w+)':'([^']*)'", found[1]))


def ask(visitor: Client, column: str, referer: str | None = None, **changes: str) -> Answer:
    """The interface's answer for the block of a column, its query changed."""
    query = {**query_of(visitor.get(column).text), **changes}
    host = column.partition("/")[0] + "//" + column.split("/")[2]
    headers = {"Referer": referer or column} if referer != "" else {}
    return visitor.get(f"{host}{INTERFACE}?{urlencode(query)}", headers)


def told(number: int, size: int = 50) -> str:
    return json.dumps({"pageNo": number, "pageSize": size})


def rows_of(answer: Answer) -> list[str]:
    html: str = json.loads(answer.text, strict=False)["data"]["html"]
    return re.findall(r"<li.*?</li>", html, re.DOTALL)


def test_a_drawn_column_shows_its_first_screen_and_counts_all(visitor: Client) -> None:
    text = visitor.get(f"{YW}{YIWU_CITY}index.html").text
    assert len(re.findall(r"<li>|<li class='cf'>", text)) == 15
    # The page was drawn before the newest row came.
    assert 'rows="15" count="180" pageNo="1"' in text
    assert visitor.get(f"{YW}{YIWU_CITY}index.html?pageNum=2").text.count("<li") == text.count("<li")


def test_only_param_json_turns_pages(visitor: Client) -> None:
    column = f"{YW}{YIWU_CITY}index.html"
    first, second = (rows_of(ask(visitor, column, paramJson=told(number))) for number in (1, 2))
    assert (len(first), len(second)) == (50, 50)
    assert not set(first) & set(second)
    assert rows_of(ask(visitor, column, pageNo="2", rows="50", paramJson=told(1))) == first
    assert len(rows_of(ask(visitor, column, pageNo="2", rows="50"))) == 15
    assert len(rows_of(ask(visitor, column, paramJson=told(4)))) == 31
    assert rows_of(ask(visitor, column, paramJson=told(5))) == []


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        pytest.param(f"{YW}{YIWU_CITY}index.html", "buildstatic", id="bulidstatic is the word"),
        pytest.param(f"{XH}/zwgk/zfxxgk/zfxxgknb/2021/xzjdb/index.html", "bulidstatic", id="buildstatic is the word"),
    ],
)
def test_the_wrong_spelling_of_parse_type_is_refused(visitor: Client, column: str, wrong: str) -> None:
    assert json.loads(ask(visitor, column, parseType=wrong).text)["success"] is False
    assert json.loads(ask(visitor, column).text, strict=False)["success"] is True


def test_without_referer_the_interface_is_forbidden(visitor: Client) -> None:
    assert ask(visitor, f"{YW}{YIWU_CITY}index.html", referer="").status == 403


def test_answers_carry_raw_control_characters(visitor: Client) -> None:
    answer = ask(visitor, f"{YW}{YIWU_CITY}index.html")
    with pytest.raises(json.JSONDecodeError, match="control character"):
        json.loads(answer.text)


def test_rows_are_odd_in_the_observed_ways(visitor: Client) -> None:
    rows = rows_of(ask(visitor, f"{YW}{YIWU_CITY}index.html", paramJson=told(1, 20)))
    assert any(re.search(r"\d{4}-\d\d-\d\d</a>", row) for row in rows)
    assert any("href='https://" in row for row in rows)
    assert any("display:none" in row for row in rows)


def test_over_https_the_host_is_gone(visitor: Client) -> None:
    assert visitor.get(f"https://www.yw.gov.cn{YIWU_CITY}index.html").status == 410


def test_towns_are_columns_and_one_of_them_has_a_hash_for_a_page_id(visitor: Client) -> None:
    towns = re.findall(r'<li><a href="(/col/col\d+/index\.html)">(\S+?)</a>', visitor.get(f"{YW}{YIWU_TOWNS}").text)
    assert [name for _, name in towns] == ["上溪镇", "义亭镇", "佛堂镇"]
    lists = [re.search(r'href="([^"]+)">公开年报', visitor.get(f"{YW}{path}").text) for path, _ in towns]
    ids = [query_of(visitor.get(f"{YW}{found[1]}").text)["pageId"] for found in lists if found]
    assert [len(identity) for identity in ids] == [10, 10, 32]


def test_articles_have_addresses_of_three_kinds(group: Replica) -> None:
    paths = [url.removeprefix(YW) for report in group.truth("yw.gov.cn") for url in report.addresses]
    assert all(ARTICLE.fullmatch(path) for path in paths)
    kinds = {(path.startswith("/col/"), len(path.rpartition("_")[2]) == 37) for path in paths}
    assert kinds == {(False, False), (False, True), (True, True)}


def test_a_column_of_a_year_is_left_to_a_script(visitor: Client) -> None:
    text = visitor.get(f"{XH}/zwgk/zfxxgk/zfxxgknb/2021/xzjdb/index.html").text
    assert "unitbuild.js" in text
    assert not ARTICLE.search(text)


def post(visitor: Client, **fields: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(visitor.post(LIST, json.dumps(fields).encode()).text)
    return answer


def test_the_frame_has_no_rows_and_its_script_names_the_site(group: Replica, visitor: Client) -> None:
    text = visitor.get(f"{PX}/dynamic/zwgk/govInfoPub.html?categorynum=003195009&deptcode=001001").text
    assert "<tbody></tbody>" in text
    assert 'src="/js/ajaxReq.js"' in text
    dialect = group.counties["px.gov.cn"].portal.dialects[0]
    assert isinstance(dialect, Epoint)
    assert f'"siteGuid": "{dialect.guid}"' in visitor.get(f"{PX}/js/ajaxReq.js").text


def test_the_list_counts_pages_from_zero_and_wants_the_guid(group: Replica, visitor: Client) -> None:
    dialect = group.counties["px.gov.cn"].portal.dialects[0]
    assert isinstance(dialect, Epoint)
    fields = {"deptcode": "001001", "categorynum": "003195009", "siteGuid": dialect.guid, "pageSize": 20}
    blocks = [post(visitor, **fields, pageIndex=number)["custom"]["data"] for number in range(6)]
    assert [len(block) for block in blocks] == [20, 20, 20, 20, 10, 0]
    assert post(visitor, **fields, pageIndex=0)["custom"]["total"] == 90
    assert post(visitor, **{**fields, "siteGuid": "x"}, pageIndex=0)["custom"] is None
    assert post(visitor, params={**fields, "pageIndex": 0})["custom"] is None
    whole = [row for block in blocks for row in block]
    assert any(not row["infourl"] for row in whole)
    assert any("<font" in row["title"] for row in whole)
    assert any(not row["infodate"] for row in whole)


def test_one_list_may_count_from_one_or_want_params(group: Replica) -> None:
    county = BUILDERS["px.gov.cn"]("small", 1, {}, group.switch)
    dialect = county.portal.dialects[0]
    assert isinstance(dialect, Epoint)
    dialect.first_page, dialect.wrapped = 1, True
    fields = {"deptcode": "001001", "categorynum": "003195009", "siteGuid": dialect.guid, "pageSize": 20}

    def block(number: int) -> list[Any]:
        body = json.dumps({"params": {**fields, "pageIndex": number}}).encode()
        answer = county.portal.respond(Request("POST", LIST, {}, body))
        data: list[Any] = json.loads(answer.body)["custom"]["data"]
        return data

    assert block(0) == block(1) != block(2)


@pytest.mark.parametrize("host", BUILDERS)
def test_every_report_is_served_at_its_addresses_and_every_file_is_one(
    group: Replica, visitor: Client, host: str
) -> None:
    magic = {"doc": b"\xd0\xcf\x11\xe0", "docx": b"PK\x03\x04"}
    county = group.counties[host].county
    truth = group.truth(host)
    assert len({report.unit for report in truth}) >= 4
    assert any(report.only_attached for report in truth)
    assert any(report.files and not report.only_attached for report in truth)
    assert any(not document.is_report for document in county.documents.values())
    for report in truth:
        for url in report.addresses:
            answer = visitor.get(url)
            assert answer.status == 200
            assert "详见附件" in answer.text if report.only_attached else report.title in answer.text
        for url in report.files:
            assert visitor.get(url).body.startswith(tuple(magic.values())), url


@pytest.mark.parametrize("host", BUILDERS)
def test_the_front_page_leads_to_the_report_columns(visitor: Client, host: str) -> None:
    text = visitor.get(f"http://www.{host}/").text
    for path in re.findall(r'<li><a href="([^"]+)">[^<]*(?:年报|公开)</a>', text):
        assert visitor.get(f"http://www.{host}{path.replace('&amp;', '&')}").status == 200


@pytest.mark.parametrize("host", ["yw.gov.cn", "px.gov.cn"])
def test_a_report_published_later_appears_in_its_units_list(host: str) -> None:
    with running_county(host) as replica:
        unit, year = next(iter(replica.counties[host].county.empty))
        added = replica.script.add_report(host, unit, year)
        assert added["addresses"] == [
            url for report in replica.truth() if (report.unit, report.year) == (unit, year) for url in report.addresses
        ]
        assert Client(replica).get(added["addresses"][0]).status == 200
