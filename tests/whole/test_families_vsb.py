"""A VSB county with the real command: files behind a captcha, and a list that grows while it is walked."""

from collections.abc import Callable

from tests.replica.portals.vsb import Vsb
from tests.replica.proxy import running_county
from tests.whole.desk import ROWS, Desk

HOST = "hnhx.gov.cn"


def test_a_captcha_in_place_of_a_file_ends_the_crawl_and_is_no_file(open_desk: Callable[..., Desk]) -> None:
    with running_county(HOST) as replica:
        dialect = replica.counties[HOST].portal.dialects[0]
        assert isinstance(dialect, Vsb)
        dialect.captcha_after = 1
        desk = open_desk(replica, FANGZHI_PORTALS=str(ROWS))
        outcome = desk.crawl(HOST, expect=None)
        assert (outcome["state"], outcome["reason"]) == ("blocked", "challenge: page_in_place_of_file, captcha")
        asked = [url for url in replica.log.urls() if "download.jsp" in url]
        assert len(asked) == 2
        assert all("验证码" not in body for *_, body in desk.versions())


def test_rows_added_while_a_list_is_walked_are_all_seen(open_desk: Callable[..., Desk]) -> None:
    """A crawl is killed before page two of a town's list, a page is added to it, the next crawl goes on."""
    with running_county(HOST) as replica:
        desk = open_desk(replica, FANGZHI_PORTALS=str(ROWS))
        replica.script.set_rule("hang", r"xxgknb/\d+\.htm")
        process = desk.start("crawl", HOST)
        try:
            # robots.txt, the directory, four towns and the first page of each one's list; then the answer hangs.
            assert replica.log.wait_for(10, 60)
        finally:
            process.kill()
            process.wait()
        replica.script.clear_rules()
        for year in range(2022, 2026):
            replica.script.add_report(HOST, "白道口镇", year)
        outcome = desk.crawl(HOST)
        assert outcome["state"] == "complete", outcome
        assert outcome["issues"]["pages_moved"] == 1
        truth = sorted((report.unit, report.year) for report in replica.truth(HOST))
        assert sorted((name, year) for name, year, _ in desk.versions()) == truth
