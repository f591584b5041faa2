"""`fangzhi inspect`: what the crawler would make of one page, asked for or already stored."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.replica.proxy import Replica, running_county
from tests.whole.desk import Desk

MHK = "http://www.mhk.gov.cn/zwgk/xxgk/xzj"


@pytest.fixture(scope="module")
def county() -> Any:
    with running_county("mhk.gov.cn", "tx.gov.cn", "lianzhou.gov.cn") as replica:
        yield replica


@pytest.fixture
def desk(county: Replica, open_desk: Callable[..., Desk]) -> Any:
    yield open_desk(county)
    county.script.clear_rules()


def inspect(desk: Desk, *arguments: str, expect: int = 0) -> dict[str, Any]:
    done = desk.run("inspect", *arguments, "--json")
    assert done.returncode == expect, (done.returncode, done.stdout.decode()[:400], done.stderr.decode()[-800:])
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


@pytest.mark.parametrize(
    ("url", "family", "by", "rows"),
    [
        pytest.param(f"{MHK}/", "trs", "the row's column towns starts here", 0, id="a directory of the row"),
        pytest.param(f"{MHK}/wlz/ndbg/", "trs", "the row's column towns", 2, id="a list below the row's directory"),
        pytest.param(
            "http://www.tx.gov.cn/col/col1229400055/index.html", "hanweb_jpage", "dataproxy.jsp", 45, id="by its marks"
        ),
    ],
)
def test_a_list_page_shows_its_rows(desk: Desk, url: str, family: str, by: str, rows: int) -> None:
    seen = inspect(desk, url)
    assert (seen["outcome"], seen["type"], seen["family"]) == ("ok", "index", family)
    assert by in seen["family_by"]
    assert seen["index"]["entries"] == rows
    assert seen["index"]["more"] > 0


def test_an_article_shows_container_text_and_facts_with_their_rules(county: Replica, desk: Desk) -> None:
    truth = next(report for report in county.truth("mhk.gov.cn") if report.unit == "兴华镇" and report.year == 2021)
    seen = inspect(desk, truth.addresses[0])
    assert (seen["type"], seen["family"]) == ("article", "trs")
    article = seen["article"]
    assert article["report"] is True
    assert (article["facts"]["issuer"]["name"], article["facts"]["year"]) == ("兴华镇", 2021)
    assert article["container"]
    assert article["facts"]["rules"]
    assert seen["charset"]["basis"] in ("header", "meta")
    assert article["text"].split("\n")[0] in truth.text


def test_an_attachment_shows_its_type_and_text(county: Replica, desk: Desk) -> None:
    file = next(url for report in county.truth("mhk.gov.cn") for url in report.files if url.endswith(".docx"))
    seen = inspect(desk, file)
    assert (seen["type"], seen["attachment"]["type"]) == ("attachment", "docx")
    assert "政府信息公开" in seen["attachment"]["text"]


def test_what_it_is_read_as_can_be_forced(desk: Desk) -> None:
    seen = inspect(desk, f"{MHK}/wlz/ndbg/", "--as", "article", expect=1)
    assert seen["type"] != "index"
    assert seen["index"] is None


def test_redirects_and_refusals_are_told_with_their_reasons(county: Replica, desk: Desk) -> None:
    county.script.set_rule("redirect", r"mhk\.gov\.cn/old/\Z", to=f"{MHK}/", status=301)
    seen = inspect(desk, "http://www.mhk.gov.cn/old/")
    assert seen["hops"] == ["http://www.mhk.gov.cn/old/"]
    assert seen["found_at"] == f"{MHK}/"
    county.script.set_rule("challenge_521", r"/zwgk/xxgk/xzj/wlz/\Z")
    blocked = inspect(desk, f"{MHK}/wlz/", expect=3)
    assert blocked["outcome"] == "challenge"
    assert blocked["reasons"]


def test_a_stored_look_is_read_without_asking_the_portal(county: Replica, desk: Desk) -> None:
    assert desk.run("inspect", f"{MHK}/", "--stored").returncode == 1
    first = inspect(desk, f"{MHK}/")
    asked = len(county.log.urls())
    again = inspect(desk, f"{MHK}/", "--stored")
    assert len(county.log.urls()) == asked
    assert again["source"].startswith("stored ")
    assert (again["digest"], again["index"]) == (first["digest"], first["index"])


def test_the_screen_is_one_screen(desk: Desk) -> None:
    shown = desk.run("inspect", f"{MHK}/wlz/ndbg/").stdout.decode()
    for word in ("outcome", "charset", "family", "rows"):
        assert word in shown
    assert len(shown.splitlines()) < 40


def test_no_host_outside_gov_cn_is_asked(desk: Desk) -> None:
    done = desk.run("inspect", "http://www.example.com/")
    assert done.returncode == 2
    assert b"gov.cn" in done.stderr
