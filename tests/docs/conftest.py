"""One crawled archive for every command and snippet the manual shows."""

import os
import shutil
from collections.abc import Iterator

import pytest

from settings.sites import PORTALS
from tests.docs.pages import HOST, ROOT, Crawled
from tests.replica.proxy import running_county
from tests.whole.desk import Desk


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("docs")
    (folder / "portals").mkdir()
    shutil.copy(PORTALS / "jilin.toml", folder / "portals")
    with running_county(HOST) as replica:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("FANGZHI_")}
        extra = {"FANGZHI_PORTALS": str(folder / "portals"), "PYTHONPATH": str(ROOT)}
        desk = Desk(folder / "var", {**inherited, **replica.environment(folder / "var"), **extra})
        desk.crawl(HOST)
        told = next(report for report in replica.truth(HOST) if not report.only_attached)
        replica.script.change_digit(told.id)
        again = desk.crawl(HOST, "--recheck")
        (report,) = [item["report"] for item in again["reports"] if item["result"] == "new_version"]
        (found,) = [row for row in desk.lines("reports") if row["id"] == report]
        yield Crawled(desk, report, found["issuer"], str(found["year"]))
