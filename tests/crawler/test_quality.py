"""A response is a page, or it says why not: challenges, soft errors, signposts, cut bodies, and short real pages."""

import hashlib
import json
from pathlib import Path
from urllib.parse import urljoin

import pytest

from crawler.quality import Kind, judge_page
from tests.replica.docx import make_docx
from tests.replica.word97 import make_doc

URL = "http://www.mhk.gov.cn/zwgk/xxgk/xzj/jhz/ndbg/202001/t20200120_35879.html"
NAV = "<div>首页 政务公开 政务服务 互动交流 走进梅河口 无障碍浏览</div>"
REPORT = "<p>湾龙镇2017年政务公开工作情况汇报</p><p>2017年我镇主动公开政府信息17条，未收到政府信息公开申请。</p>"


def page(body: str, title: str = "湾龙镇2017年政务公开工作情况汇报", head: str = "") -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


JSL = b"<script>document.cookie='__jsl_clearance_s=1';location.href=location.pathname</script>"
RIVER = b'<html><head><meta content="x"><script>$_ts=window["$_ts"];if(!$_ts)$_ts={};$_ts.nsd=1;</script></head></html>'
WZWS = b"<html><script>var wzwschallenge='x';</script></html>"
CAPTCHA = "<html><body><form>请输入验证码<input name=captcha></form></body></html>".encode()

JUDGED = [
    # challenges (recognised and left alone)
    pytest.param(521, JSL, "article", "challenge", "jsl", id="521-jsl"),
    pytest.param(200, JSL, "article", "challenge", "jsl", id="200-jsl"),
    pytest.param(412, RIVER, "article", "challenge", "river", id="412-river"),
    pytest.param(200, RIVER, "index", "challenge", "river", id="200-river"),
    pytest.param(200, WZWS, "article", "challenge", "wzws", id="200-wzws"),
    pytest.param(403, b"<html>reason:GeoBL</html>", "article", "challenge", "wzws", id="403-geographic"),
    pytest.param(405, b"x" * 1166, "article", "challenge", "status_405", id="405-stub"),
    pytest.param(200, page("<script>document.cookie='C3VK=1;max-age=300'</script>", ""), "index", "challenge", "cookie",
                 id="cookie-page"),
    pytest.param(200, page("<script>location.href='" + URL + "'</script>", ""), "article", "challenge",
                 "reloads_itself", id="reloads-itself"),
    pytest.param(200, CAPTCHA, "article", "challenge", "captcha", id="captcha-for-an-article"),
    pytest.param(200, CAPTCHA, "attachment", "challenge", "captcha", id="captcha-for-a-file"),
    # statuses
    pytest.param(404, b"x", "article", "gone", "status_404", id="404"),
    pytest.param(410, b"x", "article", "gone", "status_410", id="410"),
    pytest.param(403, b"Forbidden", "article", "blocked", "status_403", id="403"),
    pytest.param(429, b"x", "index", "blocked", "status_429", id="429"),
    pytest.param(500, b"x", "article", "error", "status_500", id="500"),
    pytest.param(503, JSL, "article", "challenge", "jsl", id="503-challenge"),
    pytest.param(304, b"", "article", "unchanged", "status_304", id="304"),
    # soft errors
    pytest.param(200, b"", "article", "soft_404", "empty_body", id="empty"),
    pytest.param(200, b" \r\n ", "index", "soft_404", "empty_body", id="blank"),
    pytest.param(200, b"no such page.", "article", "soft_404", "stub", id="13-byte-stub"),
    pytest.param(200, b"<html><body>error code: 1003, request failed</body></html>", "index", "soft_404", "stub",
                 id="54-byte-stub"),
    pytest.param(200, page(NAV + "抱歉", "404错误页面"), "article", "soft_404", "error_title", id="404-in-the-title"),
    pytest.param(200, page(NAV, "页面不存在_梅河口市"), "article", "soft_404", "error_title", id="missing-in-title"),
    pytest.param(200, page(NAV + "<h1>您访问的页面不存在或已删除！</h1>", "梅河口市人民政府"), "article", "soft_404",
                 "gone_sentence", id="page-missing"),
    pytest.param(200, page(NAV + "该信息已被删除", "提示"), "article", "soft_404", "gone_sentence", id="deleted"),
    pytest.param(200, page("<p>对不起，您无权查看该内容，请先登录后查看。</p>", "提示"), "article", "soft_404",
                 "permission_notice", id="permission-notice"),
    pytest.param(200, page("<p>暂无相关信息</p>", "信息公开"), "article", "soft_404", "nothing_there", id="nothing"),
    pytest.param(200, page("<div id=app></div>", ""), "article", "soft_404", "empty_shell", id="empty-shell"),
    pytest.param(200, page(NAV + REPORT, "澳门百家乐|真人娱乐平台"), "article", "error", "hijacked", id="hijacked"),
    pytest.param(200, page("请先登录"), "attachment", "blocked", "login", id="login-for-a-file"),
    pytest.param(200, page(NAV), "attachment", "soft_404", "page_in_place_of_file", id="page-for-a-file"),
    pytest.param(200, b'{"success":false}', "attachment", "soft_404", "page_in_place_of_file", id="json-for-a-file"),
    pytest.param(200, page(NAV + REPORT)[:-40] + b"<div clas", "article", "truncated", "ends_inside_a_tag", id="torn"),
    pytest.param(200, b"\x1f\x8b\x08\x00 still packed", "article", "error", "still_compressed", id="packed"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "kind", "outcome", "reason"), JUDGED)
def test_what_is_not_a_page_is_named(status: int, body: bytes, kind: Kind, outcome: str, reason: str) -> None:
    judged = judge_page(status, {"content-type": "text/html; charset=utf-8"}, body, URL, kind=kind)
    assert judged.outcome == outcome
    assert reason in judged.reasons


SHELLS = [
    pytest.param("<script>location.replace('./jbxxjhz/')</script>", "script", "./jbxxjhz/", id="replace"),
    pytest.param('<script>window.location.href="/zwgk/a.html"</script>', "script", "/zwgk/a.html", id="href"),
    pytest.param("<script>top.location='http://www.mhk.gov.cn/b/'</script>", "script", "/b/", id="top"),
    pytest.param(
        '<meta http-equiv="refresh" content="0; url=/c/index.html">', "refresh", "/c/index.html", id="refresh"
    ),
    pytest.param("<META content='0;URL=d.html' http-equiv=refresh>", "refresh", "d.html", id="refresh-reversed"),
]


@pytest.mark.parametrize(("inside", "reason", "target"), SHELLS)
def test_a_signpost_says_where_it_leads(inside: str, reason: str, target: str) -> None:
    judged = judge_page(200, {}, page(inside, ""), URL, kind="index")
    assert (judged.outcome, judged.reasons, judged.target) == ("redirected", (reason,), urljoin(URL, target))


def test_a_redirect_by_status_is_one() -> None:
    judged = judge_page(302, {"location": "/404.html"}, b"", URL, kind="article")
    assert (judged.outcome, judged.target) == ("redirected", "http://www.mhk.gov.cn/404.html")


REAL = [
    pytest.param(page("<p>无。</p>"), "article", id="one-word"),
    pytest.param(page(NAV + "<p>2009年我镇未收到政府信息公开申请。</p>"), "article", id="one-sentence"),
    pytest.param(page(REPORT + "<script>$_ts={};document.cookie=''</script>" + NAV * 3), "article", id="river-passed"),
    pytest.param(page(NAV * 2 + REPORT + "<script>location.href='/m/'</script>"), "article", id="script-on-a-page"),
    pytest.param(page("<p>详见附件</p><a href='a.doc'>报告.doc</a>" + NAV), "article", id="attachment-only"),
    pytest.param(page("<img src='scan1.jpg'>"), "article", id="a-scan"),
    pytest.param(page(NAV + REPORT + "申请的信息不存在的，已告知申请人。" * 60), "article", id="body-says-missing"),
    pytest.param(page(REPORT + "<p>暂无相关信息</p>" + NAV), "article", id="an-empty-side-list"),
    pytest.param(page("<script type='text/xml'><datastore></datastore></script>"), "index", id="datastore"),
    pytest.param(page("<script>window._CONFIG={SID:'1'}</script>"), "index", id="gkmlpt-shell"),
    pytest.param(b"<datastore><nextgroup></nextgroup></datastore>", "index", id="an-empty-block-of-rows"),
    pytest.param(b"\r\n\r\ncallback({})", "index", id="jsonp"),
    pytest.param(b'{"articles":[]}', "index", id="json"),
    pytest.param(page("<ul></ul>" + NAV), "index", id="an-empty-list"),
    pytest.param(make_doc(["无。"]), "attachment", id="doc"),
    pytest.param(make_docx(["无。"]), "attachment", id="docx"),
    pytest.param(b"%PDF-1.4", "attachment", id="pdf"),
    pytest.param(page(REPORT).decode().encode("gbk"), "article", id="gbk-under-a-utf-8-header"),
]


@pytest.mark.parametrize(("body", "kind"), REAL)
def test_a_real_page_is_ok_however_short(body: bytes, kind: Kind) -> None:
    judged = judge_page(200, {"content-type": "text/html; charset=utf-8"}, body, URL, kind=kind)
    assert (judged.outcome, judged.reasons) == ("ok", ())


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        pytest.param(b"var siteInfo = {}; for (var i = 0; i<n.length; i++) {}", "ok", id="script"),
        pytest.param(b"document.cookie='a=b'; location.href='/x';", "ok", id="script-with-cookie"),
        pytest.param(page("<p>404</p>", "404"), "soft_404", id="page-in-place-of-it"),
        pytest.param(b"<script>document.cookie='__jsl_clearance=1';location.reload()</script>", "challenge", id="jsl"),
    ],
)
def test_a_script_is_judged_as_a_script(body: bytes, outcome: str) -> None:
    url = "http://www.px.gov.cn/js/ajaxReq.js"
    assert judge_page(200, {"content-type": "application/javascript"}, body, url, kind="index").outcome == outcome


def test_the_home_page_in_place_of_an_article() -> None:
    home = page(NAV * 60, "梅河口市人民政府")
    digest = hashlib.sha256(home).hexdigest()
    assert judge_page(200, {}, home, URL, kind="article", home_digest=digest).outcome == "soft_404"
    assert judge_page(200, {}, home + b" ", URL, kind="article", home_title="梅河口市人民政府").reasons == (
        "home_page",
    )
    assert judge_page(200, {}, home, "http://www.mhk.gov.cn/", kind="index", home_digest=digest).outcome == "ok"


def test_a_body_shorter_than_announced_is_truncated_unless_it_was_packed() -> None:
    body = page(REPORT)
    assert judge_page(200, {"content-length": "99999"}, body, URL, kind="article").outcome == "truncated"
    packed = {"content-length": "99999", "content-encoding": "gzip"}
    assert judge_page(200, packed, body, URL, kind="article").outcome == "ok"


def test_every_saved_page_is_a_page(test_data: Path) -> None:
    for line in (test_data / "pages" / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        kind: Kind = "attachment" if record["family"] == "attachment" else "article"
        if "list" in record["page_type"]:
            kind = "index"
        body = (test_data / record["file"]).read_bytes()
        judged = judge_page(200, {}, body, record["url"] or URL, kind=kind)
        assert judged.outcome == "ok", f"{record['id']}: {judged}"
