"""A crawl brings home exactly the reports there are: nothing missing, nothing that is not one, each text whole."""

import sqlite3
from collections.abc import Callable

import pytest

from tests.replica.counties import COUNTIES
from tests.replica.proxy import running_county
from tests.whole.desk import Desk
from tests.whole.fidelity import compare_lines


@pytest.mark.parametrize("host", COUNTIES)
def test_found_equals_existing(host: str, open_desk: Callable[..., Desk]) -> None:
    with running_county(host) as replica:
        desk = open_desk(replica)
        outcome = desk.crawl(host)
        county = replica.counties[host].county.name
        # A department's issuer is named within its county: 卫生健康局 of 441882.
        truth = {
            (report.unit.removesuffix("人民政府").removeprefix(county) or county, report.year): report
            for report in replica.truth(host)
        }
        assert replica.log.peak
        assert max(replica.log.peak.values()) == 1, "two requests at once on one host"
    assert outcome["state"] == "complete", outcome
    connection = sqlite3.connect(desk.data / "archive.sqlite")
    rows = connection.execute(
        "SELECT issuer.name, report.year, version.seq, text.body FROM version "
        "JOIN report ON report.id = version.report_id LEFT JOIN issuer ON issuer.id = report.issuer_id "
        "JOIN text ON text.digest = version.text_digest"
    ).fetchall()
    connection.close()
    found = {(name, year): body for name, year, _, body in rows}
    assert (set(truth) - set(found), set(found) - set(truth)) == (set(), set()), "missing, and not existing"
    assert len(rows) == len(found), "one version each"
    for key, body in found.items():
        differing = [difference for difference in compare_lines(truth[key].text, body) if not difference.is_chrome]
        assert not differing, f"{key}: " + "\n".join(map(str, differing[:10]))
