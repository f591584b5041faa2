"""The whole way with the real command over NFCMS and VSB counties: every report, whole, once, and nothing else."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.replica.groups.static import BUILDERS
from tests.replica.portals.vsb import Vsb
from tests.replica.proxy import running_county
from tests.whole.desk import Desk
from tests.whole.fidelity import compare_lines

ROWS = Path(__file__).parents[1] / "replica" / "rows"


def _versions(desk: Desk) -> list[tuple[str, int, int, str]]:
    connection = sqlite3.connect(desk.data / "archive.sqlite")
    try:
        return connection.execute(
            "SELECT issuer.name, report.year, version.seq, text.body FROM version "
            "JOIN report ON report.id = version.report_id JOIN issuer ON issuer.id = report.issuer_id "
            "JOIN text ON text.digest = version.text_digest WHERE report.merged_into IS NULL ORDER BY 1, 2, 3"
        ).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize("host", BUILDERS)
def test_every_report_comes_home_once_and_nothing_else(host: str, open_desk: Callable[..., Desk]) -> None:
    with running_county(host) as replica:
        desk = open_desk(replica, FANGZHI_PORTALS=str(ROWS))
        assert desk.crawl(host)["state"] == "complete"
        truth = {(report.unit, report.year): report for report in replica.truth(host)}
        versions = _versions(desk)
        assert sorted((name, year) for name, year, _, _ in versions) == sorted(truth)
        for name, year, _, body in versions:
            differing = [one for one in compare_lines(truth[name, year].text, body) if not one.is_chrome]
            assert not differing, f"{name} {year}: " + "\n".join(map(str, differing[:10]))
        again = desk.crawl(host, "--full", "--recheck")
        assert again["state"] == "complete", again
        assert _versions(desk) == versions


def test_a_captcha_in_place_of_a_file_ends_the_crawl_and_is_no_file(open_desk: Callable[..., Desk]) -> None:
    host = "hnhx.gov.cn"
    with running_county(host) as replica:
        dialect = replica.counties[host].portal.dialects[0]
        assert isinstance(dialect, Vsb)
        dialect.captcha_after = 1
        desk = open_desk(replica, FANGZHI_PORTALS=str(ROWS))
        outcome = desk.crawl(host, expect=None)
        assert (outcome["state"], outcome["reason"]) == ("blocked", "challenge: page_in_place_of_file, captcha")
        asked = [url for url in replica.log.urls() if "download.jsp" in url]
        assert len(asked) == 2
        assert all("验证码" not in body for *_, body in _versions(desk))


def test_rows_added_while_a_list_is_walked_are_all_seen(open_desk: Callable[..., Desk]) -> None:
    """A crawl is killed before page two of a town's list, a page is added to it, the next crawl goes on."""
    host = "hnhx.gov.cn"
    with running_county(host) as replica:
        desk = open_desk(replica, FANGZHI_PORTALS=str(ROWS))
        replica.script.set_rule("hang", r"xxgknb/\d+\.htm")
        process = desk.start("crawl", host)
        try:
            # robots.txt, the directory, four towns and the first page of each one's list; then the answer hangs.
            assert replica.log.wait_for(10, 60)
        finally:
            process.kill()
            process.wait()
        replica.script.clear_rules()
        for year in range(2022, 2026):
            replica.script.add_report(host, "白道口镇", year)
        outcome = desk.crawl(host)
        assert outcome["state"] == "complete", outcome
        assert outcome["issues"]["pages_moved"] == 1
        truth = sorted((report.unit, report.year) for report in replica.truth(host))
        assert sorted((name, year) for name, year, _, _ in _versions(desk)) == truth
