"""robots.txt: an error is never a permission, an absence is one."""

import pytest

from crawler.robots import LONGEST_CRAWL_DELAY, parse_robots

PAGE = "http://www.example.gov.cn/zwgk/xzj/jhz/ndbg/index.html"
RULES = b"User-agent: *\nDisallow: /zwgk/\n\nUser-agent: Fangzhi\nAllow: /zwgk/\nCrawl-delay: 7\n"


@pytest.mark.parametrize(
    ("status", "content_type", "body", "access", "allowed"),
    [
        pytest.param(404, "text/html", b"<html>", "all", True, id="404: none there"),
        pytest.param(410, "", b"", "all", True, id="410: none there"),
        pytest.param(401, "", b"", "none", False, id="401: not permitted"),
        pytest.param(403, "", b"", "none", False, id="403: not permitted"),
        pytest.param(500, "", b"", "later", False, id="500: ask again later"),
        pytest.param(503, "", b"", "later", False, id="503: ask again later"),
        pytest.param(429, "", b"", "later", False, id="429: ask again later"),
        pytest.param(None, "", b"", "later", False, id="no answer: ask again later"),
        pytest.param(200, "text/html", b"<!DOCTYPE html><html></html>", "all", True, id="soft 404 with 200"),
        pytest.param(200, "text/html; charset=gbk", b"\r\n<script>", "all", True, id="script shell with 200"),
        pytest.param(200, "text/plain", b"User-agent: *\nDisallow: /", "rules", False, id="full disallow"),
        pytest.param(200, "text/html", b"User-agent: *\nDisallow: /", "rules", False, id="rules sent as text/html"),
        pytest.param(200, "text/plain", b"User-agent: *\nDisallow: /admin/", "rules", True, id="another folder"),
        pytest.param(200, "text/plain", b"\xef\xbb\xbfUser-agent: *\nDisallow: /", "rules", False, id="with a BOM"),
        pytest.param(200, "text/plain", RULES, "rules", True, id="our own group wins over the star"),
        pytest.param(200, "text/plain", b"", "rules", True, id="empty file"),
        pytest.param(200, "text/plain", b"\xff\xfe\x00rubbish\x00" * 50, "rules", True, id="rubbish has no rules"),
    ],
)
def test_answers_to_robots_txt(status: int | None, content_type: str, body: bytes, access: str, allowed: bool) -> None:
    policy = parse_robots(status, content_type, body)
    assert (policy.access, policy.allows(PAGE)) == (access, allowed)


def test_a_crawl_delay_is_read_and_bounded() -> None:
    assert parse_robots(200, "text/plain", RULES).crawl_delay == 7
    slow = parse_robots(200, "text/plain", b"User-agent: *\nCrawl-delay: 86400\n")
    assert slow.crawl_delay == LONGEST_CRAWL_DELAY
