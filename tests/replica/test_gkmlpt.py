"""gkmlpt as it was observed: several unit roots on one host, lists as JSON, bodies inside escaped script."""

import json
import re
from typing import Any

from tests.replica.client import Client
from tests.replica.proxy import Replica

ROOT = "http://www.lianzhou.gov.cn"
DLB = f"{ROOT}/qylzdlb/gkmlpt"


def _tree(client: Client, root: str = DLB) -> list[dict[str, Any]]:
    found = re.search(r"TREE: (\[.*\]),\n +SERVICE_AREA_ID", client.get(f"{root}/index").text)
    assert found is not None
    tree: list[dict[str, Any]] = json.loads(found[1])
    return tree


def _node(nodes: list[dict[str, Any]], name: str) -> dict[str, Any]:
    for node in nodes:
        if node["name"] == name:
            return node
        if node["children"] and (found := _node(node["children"], name)):
            return found
    return {}


def _list(client: Client, column: int, page: int = 1, root: str = DLB) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(client.get(f"{root}/api/all/{column}?page={page}&sid=1").body)
    return answer


def test_the_front_page_links_the_roots_of_all_units(client: Client) -> None:
    roots = re.findall(r'href="(/\w+/gkmlpt/index)"', client.get(f"{ROOT}/").text)
    assert roots == ["/qylzdlb/gkmlpt/index", "/qylzxz/gkmlpt/index", "/qylzwsj/gkmlpt/index"]
    sids = {re.findall(r"SID: '(\d+)'", client.get(ROOT + root).text)[0] for root in roots}
    assert len(sids) == 3


def test_120_rows_come_as_100_and_20_and_then_404(client: Client) -> None:
    column = _node(_tree(client), "工作动态")
    pages = [_list(client, column["id"], page) for page in (1, 2)]
    assert [(len(page["articles"]), page["total"], page["offset"]) for page in pages] == [(100, 120, 0), (20, 120, 100)]
    assert client.get(f"{DLB}/api/all/{column['id']}?page=3").status == 404
    assert _list(client, column["id"], 0) == pages[0]


def test_post_count_is_larger_than_what_can_be_listed(client: Client) -> None:
    column = _node(_tree(client), "政府信息公开年报")
    answer = _list(client, column["id"])
    assert column["post_count"] > answer["total"] == len(answer["articles"])
    assert answer["classify"]["post_count"] > answer["total"]


def test_one_row_is_an_external_link(client: Client) -> None:
    root = f"{ROOT}/qylzxz/gkmlpt"
    rows = _list(client, _node(_tree(client, root), "政府信息公开年报")["id"], root=root)["articles"]
    assert [row["type"] for row in rows].count("url") == 1
    assert all(row["url"].startswith(f"{root}/content/") for row in rows if row["type"] == "normal")


def test_a_post_listed_in_two_columns_has_one_address(client: Client) -> None:
    root = f"{ROOT}/qylzwsj/gkmlpt"
    tree = _tree(client, root)
    annual = {row["url"] for row in _list(client, _node(tree, "政府信息公开年报")["id"], root=root)["articles"]}
    plans = {row["url"] for row in _list(client, _node(tree, "工作总结")["id"], root=root)["articles"]}
    assert len(annual & plans) == 1


def test_the_body_stands_in_escaped_script_and_in_the_page(replica: Replica, client: Client) -> None:
    report = replica.truth("lianzhou.gov.cn")[0]
    assert report.addresses == (f"{DLB}/content/0/819/post_819005.html",)
    text = client.get(report.addresses[0]).text
    found = re.search(r"DETAIL: (\{.*\}),\n +TREE", text)
    assert found is not None
    assert "<" not in found[1]
    detail = json.loads(found[1])
    assert report.text.split("\n")[0] in detail["content"]
    assert '<div class="article-content"><p' in text


def test_the_mobile_twin_holds_the_same_body(replica: Replica, client: Client) -> None:
    report = replica.truth("lianzhou.gov.cn")[0]
    twin = client.get(report.addresses[0].replace("/post_", "/mpost_"))
    assert twin.status == 200
    assert report.text.split("\n")[0] in twin.text


def test_an_attachments_name_is_only_in_alt(replica: Replica, client: Client) -> None:
    report = next(report for report in replica.truth("lianzhou.gov.cn") if report.only_attached)
    text = client.get(report.addresses[0]).text
    anchor = re.search(r'<a class="nfw-cms-attachment"[^>]*>.*?</a>', text)
    assert anchor is not None
    assert f'alt="{report.title}.docx"' in anchor[0]
    assert re.sub(r"<[^>]+>", "", anchor[0]) == ""


def test_the_annual_report_tab_has_the_same_settings(client: Client) -> None:
    text = client.get(f"{DLB}/annualreport").text
    assert "ACTION: 'annualreport'" in text
    assert "政府信息公开年报" in text


def test_jump_nodes_lead_elsewhere(client: Client) -> None:
    assert any(node["jump_url"] for node in _tree(client))
