"""Changes on command: what a government does to its pages, and what goes wrong on the way."""

import gzip
import http.client
import zlib
from typing import Any
from urllib.error import URLError

import pytest

from tests.replica.client import Client
from tests.replica.faults import FAULTS
from tests.replica.proxy import Replica

WANLONG = "mhk.gov.cn/湾龙镇/2021"
SHIMEN = "tx.gov.cn/石门镇/2017"
TOWNS = "http://www.mhk.gov.cn/zwgk/xxgk/xzj/"


def _address(replica: Replica, report: str) -> str:
    return next(truth.addresses[0] for truth in replica.truth() if truth.id == report)


def test_one_digit_of_one_report_changes_and_nothing_else(fresh: Replica, visitor: Client) -> None:
    before = {report.id: report.text for report in fresh.truth()}
    old = visitor.get(_address(fresh, WANLONG))
    told = fresh.script.change_digit(WANLONG)
    after = {report.id: report.text for report in fresh.truth()}
    assert [key for key in before if before[key] != after[key]] == [WANLONG]
    differing = [at for at, (a, b) in enumerate(zip(told["before"], told["after"], strict=True)) if a != b]
    assert differing == [told["position"]]
    new = visitor.get(_address(fresh, WANLONG), {"If-None-Match": old.headers["ETag"]})
    assert (new.status, told["after"] in new.text) == (200, True)


def test_a_report_that_is_only_a_file_changes_in_the_file(fresh: Replica, visitor: Client) -> None:
    report = next(report for report in fresh.truth("mhk.gov.cn") if report.only_attached)
    old = visitor.get(report.files[0]).body
    fresh.script.change_digit(report.id)
    assert visitor.get(report.files[0]).body != old


def test_a_changed_cell_breaks_its_sum(fresh: Replica) -> None:
    told = fresh.script.change_cell(WANLONG, 3)
    assert int(told["after"]) == int(told["before"]) + 1


def test_volatile_parts_change_everywhere_and_no_text_does(fresh: Replica, visitor: Client) -> None:
    texts = [report.text for report in fresh.truth()]
    old = visitor.get(_address(fresh, WANLONG))
    fresh.script.change_volatile()
    new = visitor.get(_address(fresh, WANLONG), {"If-None-Match": old.headers["ETag"]})
    assert new.status == 200
    assert new.body != old.body
    assert [report.text for report in fresh.truth()] == texts


def test_a_new_report_stands_at_the_top_of_its_list(fresh: Replica, visitor: Client) -> None:
    told = fresh.script.add_report("mhk.gov.cn", "湾龙镇", 2022)
    assert told["id"] in {report.id for report in fresh.truth()}
    first = visitor.get(f"{TOWNS}wlz/ndbg/").text
    assert told["addresses"][0].rpartition("/")[2] in first.partition("</li>")[0]
    assert visitor.get(told["addresses"][0]).status == 200


def test_a_new_report_fills_an_empty_year_of_the_disclosure_module(fresh: Replica, visitor: Client) -> None:
    unit, year = next(iter(fresh.counties["tx.gov.cn"].county.empty))
    told = fresh.script.add_report("tx.gov.cn", unit, year)
    assert "政府信息公开" in visitor.get(told["addresses"][0]).text
    assert told["id"] in {report.id for report in fresh.truth()}


@pytest.mark.parametrize(
    ("options", "status", "listed"),
    [
        ({}, 404, False),
        ({"soft": True}, 200, False),
        ({"keep_listed": True}, 404, True),
    ],
    ids=["404", "home page with 200", "404 but still listed"],
)
def test_a_report_is_taken_down(
    fresh: Replica, visitor: Client, options: dict[str, bool], status: int, listed: bool
) -> None:
    url = _address(fresh, WANLONG)
    fresh.script.delete(WANLONG, **options)
    answer = visitor.get(url)
    assert answer.status == status
    assert "湾龙镇人民政府" not in answer.text
    assert WANLONG not in {report.id for report in fresh.truth()}
    rows = "".join(visitor.get(f"{TOWNS}wlz/ndbg/{page}").text for page in ("", "index_1.html"))
    assert (url.rpartition("/")[2] in rows) == listed
    fresh.script.restore(WANLONG)
    assert visitor.get(url).status == 200


def test_a_moved_report_is_404_at_its_old_address(fresh: Replica, visitor: Client) -> None:
    told = fresh.script.move(WANLONG)
    assert visitor.get(told["before"][0]).status == 404
    assert visitor.get(told["after"][0]).status == 200


def test_a_moved_report_may_leave_a_redirect(fresh: Replica, visitor: Client) -> None:
    told = fresh.script.move(WANLONG, leave_redirect=True)
    answer = visitor.get(told["before"][0])
    assert (answer.status, answer.headers["Location"]) == (301, told["after"][0])


@pytest.mark.parametrize("action", ["empty", "broken_layout"])
def test_a_list_without_rows(fresh: Replica, visitor: Client, action: str) -> None:
    fresh.script.set_rule(action, r"/wlz/ndbg/")
    answer = visitor.get(f"{TOWNS}wlz/ndbg/")
    assert (answer.status, 'href="./20' in answer.text) == (200, False)
    fresh.script.clear_rules()
    assert 'href="./20' in visitor.get(f"{TOWNS}wlz/ndbg/").text


def test_a_list_that_promises_a_page_too_many(fresh: Replica, visitor: Client) -> None:
    fresh.script.set_rule("overcount", r"/wlz/ndbg/")
    assert "createPageHTML(3, 0" in visitor.get(f"{TOWNS}wlz/ndbg/").text
    assert len(visitor.get(f"{TOWNS}wlz/ndbg/index_2.html").body) < 400


@pytest.mark.parametrize(
    ("action", "status", "marker"),
    [
        ("challenge_521", 521, b"jsl_clearance_s="),
        ("challenge_412", 412, b"$_ts"),
        ("challenge_wzws", 200, b"wzwschallenge"),
        ("soft_404", 200, "网站首页".encode()),
        ("error_page", 200, "系统错误".encode()),
        ("script_shell", 200, b"location.replace('./jbxx/')"),
        ("refresh_shell", 200, b"0;url=./jbxx/"),
        ("status", 500, b"500"),
        ("empty_body", 200, b""),
    ],
)
def test_pages_that_are_none(fresh: Replica, visitor: Client, action: str, status: int, marker: bytes) -> None:
    fresh.script.set_rule(action, r"/xzj/wlz/")
    answer = visitor.get(_address(fresh, WANLONG))
    assert answer.status == status
    assert marker in answer.body
    assert "湾龙镇2021年".encode() not in answer.body
    assert visitor.get(TOWNS).status == 200


@pytest.mark.parametrize(
    ("action", "options", "place"),
    [
        ("redirect", {}, "http://www.example.com/lottery.html"),
        ("redirect_private", {}, "http://169.254.169.254/latest/meta-data/"),
        ("redirect_loop", {}, f"{TOWNS}wlz/?turn=1"),
        ("redirect", {"to": "http://www.mhk.gov.cn/"}, "http://www.mhk.gov.cn/"),
    ],
)
def test_redirects(fresh: Replica, visitor: Client, action: str, options: dict[str, Any], place: str) -> None:
    fresh.script.set_rule(action, r"/wlz/", **options)
    answer = visitor.get(f"{TOWNS}wlz/")
    assert (answer.status, answer.headers["Location"]) == (302, place)


def test_a_gate_that_a_cookie_opens(fresh: Replica, visitor: Client) -> None:
    fresh.script.set_rule("cookie_gate", r"/wlz/")
    shut = visitor.get(f"{TOWNS}wlz/")
    assert (shut.status, shut.headers["Location"]) == (302, f"{TOWNS}wlz/")
    cookie = shut.headers["Set-Cookie"].partition(";")[0]
    assert visitor.get(f"{TOWNS}wlz/", {"Cookie": cookie}).status == 200


def test_gzip_unasked_and_truncated(fresh: Replica, visitor: Client) -> None:
    plain = visitor.get(f"{TOWNS}wlz/ndbg/").body
    rule = fresh.script.set_rule("gzip_unasked", r"/ndbg/")["rule"]
    packed = visitor.get(f"{TOWNS}wlz/ndbg/")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body)[:200] == plain[:200]
    fresh.script.clear_rules(rule)
    fresh.script.set_rule("truncated_gzip", r"/ndbg/")
    torn = visitor.get(f"{TOWNS}wlz/ndbg/")
    with pytest.raises(EOFError):
        gzip.decompress(torn.body)


def test_gzip_when_asked_for(visitor: Client) -> None:
    answer = visitor.get(f"{TOWNS}wlz/", {"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "年度报告" in zlib.decompress(answer.body, 31).decode()


def test_a_connection_reset_in_mid_body(fresh: Replica, visitor: Client) -> None:
    fresh.script.set_rule("reset", r"/wlz/ndbg/", after=500)
    with pytest.raises((ConnectionResetError, http.client.IncompleteRead, URLError)):
        visitor.get(f"{TOWNS}wlz/ndbg/")
    assert fresh.log.hits[-1].extra == {"fault": "reset"}


def test_a_host_that_never_answers(fresh: Replica) -> None:
    fresh.script.set_rule("hang", r"/wlz/")
    connection = http.client.HTTPConnection("127.0.0.1", fresh.port, timeout=0.3)
    try:
        connection.request("GET", f"{TOWNS}wlz/")
        with pytest.raises(TimeoutError):
            connection.getresponse()
    finally:
        connection.close()


@pytest.mark.parametrize("unannounced", [False, True], ids=["with its length", "in chunks"])
def test_a_huge_body_is_streamed(fresh: Replica, visitor: Client, unannounced: bool) -> None:
    fresh.script.set_rule("huge", r"/wlz/", megabytes=3, unannounced=unannounced)
    answer = visitor.get(f"{TOWNS}wlz/")
    assert len(answer.body) == 3 << 20
    assert ("Content-Length" in answer.headers) != unannounced


def test_a_wrong_charset_label(fresh: Replica, visitor: Client) -> None:
    fresh.script.set_rule("wrong_charset", r"/wlz/")
    answer = visitor.get(f"{TOWNS}wlz/ndbg/")
    assert answer.headers["Content-Type"] == "text/html;charset=utf-8"
    assert "湾龙镇" in answer.body.decode("gb18030")


def test_a_zip_bomb_is_small_on_the_wire(fresh: Replica, visitor: Client) -> None:
    fresh.script.set_rule("zip_bomb", r"\.docx", megabytes=8)
    url = next(url for report in fresh.truth("mhk.gov.cn") for url in report.files if url.endswith(".docx"))
    assert len(visitor.get(url).body) < 20_000


def test_a_fault_may_happen_a_number_of_times(fresh: Replica, visitor: Client) -> None:
    fresh.script.set_rule("status", r"/wlz/", times=2, status=503)
    assert [visitor.get(f"{TOWNS}wlz/").status for _ in range(3)] == [503, 503, 200]


def test_robots_are_switched(fresh: Replica, visitor: Client) -> None:
    for variant, status in (("disallow", 200), ("403", 403), ("500", 500), ("missing", 404)):
        fresh.script.set_robots("www.mhk.gov.cn", variant)
        assert visitor.get("http://www.mhk.gov.cn/robots.txt").status == status


def test_a_rule_that_does_not_exist_names_those_that_do(fresh: Replica) -> None:
    with pytest.raises(ValueError, match="overcount"):
        fresh.script.set_rule("explode", ".")
    assert "hang" in FAULTS


def test_reports_are_found_by_address_too(fresh: Replica) -> None:
    assert fresh.script.change_digit(_address(fresh, SHIMEN))["id"] == SHIMEN
