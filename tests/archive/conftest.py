"""The archive the asking tests share: one county, three towns, one corrected report, one held run."""

import shutil
from pathlib import Path

import pytest

from tests.archive.building import County, town

SHIJIAO_1 = (
    "石角镇2017年政府信息公开工作年度报告\n\n主动公开政府信息86条。\n受理申请3件。\n石角镇人民政府\n2018年1月3日"
)
SHIJIAO_2 = SHIJIAO_1.replace("86", "57")

_DATES = {
    "signed": {"value": "2018-01-03", "source": "last lines"},
    "posted": {"value": "2018-01-09", "source": "PubDate"},
}


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an archive nobody changes. 石角镇 2017 has two versions, first seen 2024-03-02 and 03-05."""
    return build(tmp_path_factory.mktemp("county"))


@pytest.fixture
def own_data(data: Path, tmp_path: Path) -> Path:
    """A copy of it for a test that damages it."""
    return shutil.copytree(data, tmp_path / "county")


def build(folder: Path) -> Path:
    county = County(folder)
    county.open()
    shijiao, long = town("石角镇"), "石角镇2017年政府信息公开工作年度报告"
    first = "http://www.lianzhou.gov.cn/shijiao/2017.html"
    county.see(shijiao, 2017, long, SHIJIAO_1, url=first, facts=_DATES)
    county.see(
        shijiao,
        2016,
        "2016年年度报告",
        "依申请公开，全年行政复议0件。",
        url="http://www.lianzhou.gov.cn/shijiao/2016.html",
    )
    county.see(
        town("星子镇"),
        2017,
        "星子镇年度报告",
        "行政复议1件，行政诉讼0件。",
        url="http://www.lianzhou.gov.cn/xingzi/2017.html",
    )
    county.close()
    county.open()
    county.see(shijiao, 2017, long, SHIJIAO_2, url=first, facts=_DATES)
    old = town("溪翁庄镇", "密云县", "110228", lineage="110118")
    new = town("溪翁庄镇", "密云区", "110118")
    county.see(old, 2014, "溪翁庄镇2014年报告", "密云县的报告。", url="http://www.bjmy.gov.cn/1.html")
    county.see(new, 2017, "溪翁庄镇2017年报告", "密云区的报告。", url="http://www.bjmy.gov.cn/2.html")
    county.record.record_issue(
        county.run_id, county.site, "index_short", "the list prints 9 and shows 8", first, {"total": 9}, county.now
    )
    county.close("partial", "one list page was unreadable")
    county.open()
    county.see(
        shijiao, 2018, "石角镇2018年报告", "尚未核对的报告。", url="http://www.lianzhou.gov.cn/shijiao/2018.html"
    )
    county.close("held", "too few entries")
    county.record.close()
    return folder
