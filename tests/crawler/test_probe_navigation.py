"""What captions promise, where a probe may go, and what a home page tells of its portal."""

import pytest

from crawler.families.markup import parse_html
from crawler.probe.facts import read_facts
from crawler.probe.hosts import NotAPortal, PortalHosts, bare_host
from crawler.probe.navigation import Kind, in_report_folder, kind_of, read_landmarks
from settings.regions.divisions import load_divisions

HOME = "http://www.example.gov.cn/"


@pytest.mark.parametrize(
    ("caption", "kind"),
    [
        *[(caption, "report") for caption in ("政府信息公开年报", "政府信息公开工作年度报告", "公开年报", "年度报告")],
        *[(caption, "units") for caption in ("乡镇信息公开目录", "镇街道", "各镇(街道)", "基层政务公开", "部门目录")],
        *[(caption, "disclosure") for caption in ("政府信息公开", "法定主动公开内容", "信息公开目录")],
        ("政务公开", "general"),
        ("石门镇", "unit"),
        ("2017年", "year"),
        *[(caption, None) for caption in ("统计年报", "法治政府建设年度报告", "政府信息公开指南", "政府信息公开制度")],
        *[(caption, None) for caption in ("依申请公开意见箱", "财政预决算", "首页", "")],
    ],
)
def test_a_caption_promises(caption: str, kind: Kind | None) -> None:
    assert kind_of(caption) == kind


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("zwgk/ndbg/", True),
        ("zfxxgknb_171215/index.html", True),
        ("gknb2017/", True),
        ("col/col2053/index.html", False),
        ("zwgk/tzgg/", False),
    ],
)
def test_a_folder_is_one_of_reports(path: str, told: bool) -> None:
    assert in_report_folder(HOME + path) is told


def test_links_are_ordered_by_promise_and_rows_are_no_navigation() -> None:
    page = """<a href="/zwgk/">政务公开</a> <a href="/xz/">乡镇信息公开</a> <a href="/gknb/">政府信息公开年报</a>
      <a href="/zn/">政府信息公开指南</a> <a href="/a.doc">年度报告</a> <iframe src="/inner.html"></iframe>
      <a href="/gknb/201801/t20180105_1.html">高岭镇</a>
      <a href="/x/201801/t20180105_2.html">甲镇2017年政府信息公开工作年度报告</a> <a href="./">首页</a>
      <a href="/xz/sm/">石门镇</a> <a href="/xz/cf/">崇福镇</a> <a href="/nb/2017/">2017年</a>"""
    marks = read_landmarks(parse_html(page), HOME)
    assert [link.kind for link in marks.links] == ["report", "units", "frame", "general"]
    assert [link.caption for link in marks.units] == ["石门镇", "崇福镇"]
    assert [link.url for link in marks.years] == [f"{HOME}nb/2017/"]
    assert marks.reports == 2


@pytest.mark.parametrize(
    ("bare", "url", "own"),
    [
        pytest.param("tx.gov.cn", "http://www.tx.gov.cn/a", True, id="www"),
        pytest.param("tx.gov.cn", "https://xxgk.tx.gov.cn/a/", True, id="disclosure sub-domain"),
        pytest.param("hainan.gov.cn", "http://qiongzhong.hainan.gov.cn/zwgk/", False, id="a county below a province"),
        pytest.param("qiongzhong.hainan.gov.cn", "http://xxgk.hainan.gov.cn/qzxxgk/", True, id="shared platform"),
        pytest.param("qiongzhong.hainan.gov.cn", "http://xxgk.hainan.gov.cn/", False, id="shared platform whole"),
        pytest.param("qiongzhong.hainan.gov.cn", "http://www.hainan.gov.cn/zwgk/", False, id="the province"),
        pytest.param(
            "xyqzf.haikou.gov.cn", "http://www.haikou.gov.cn/pub/root9/xyqzf/", True, id="its own folder above"
        ),
        pytest.param("nongan.gov.cn", "http://zwgk.changchun.gov.cn/na/xzjd/", True, id="the prefecture's platform"),
        pytest.param("tx.gov.cn", "http://www.jiaxing.gov.cn/zwgk/", False, id="another portal"),
        pytest.param("tx.gov.cn", "http://xxgk.example.com/tx/", False, id="off gov.cn"),
    ],
)
def test_a_portal_admits_only_its_own(bare: str, url: str, own: bool) -> None:
    assert PortalHosts(bare).admit(url) is own


def test_a_shared_platform_is_entered_below_the_folder_linked_alone() -> None:
    portal = PortalHosts("qiongzhong.hainan.gov.cn")
    assert portal.admit("http://xxgk.hainan.gov.cn/qzxxgk/index.html")
    assert portal.leads_into("http://xxgk.hainan.gov.cn/qzxxgk/hpz/")
    assert not portal.leads_into("http://xxgk.hainan.gov.cn/wcxxgk/")


@pytest.mark.parametrize("url", ["http://www.example.com/", "ftp://www.tx.gov.cn/", "http://gov.cn.example.org/"])
def test_only_portals_under_gov_cn_are_probed(url: str) -> None:
    with pytest.raises(NotAPortal):
        bare_host(url)


def _home(site_code: str = "", police: str = "", name: str = "桐乡市人民政府") -> str:
    meta = f'<meta name="SiteName" content="{name}">' + (f'<meta name="SiteIDCode" content="{site_code}">')
    return f"<html><head>{meta}</head><body><p>浙公网安备 {police}号</p></body></html>"


@pytest.mark.parametrize(
    ("page", "division", "doubt"),
    [
        pytest.param(_home("3304830001", "33048302000000"), "330483", None, id="site code and police number"),
        pytest.param(_home("", "33048302000000"), "330483", None, id="police number alone"),
        pytest.param(_home("", ""), "330483", None, id="the name alone, where one county bears it"),
        pytest.param(_home("1102280001", name="密云县人民政府"), "110118", None, id="a code of before"),
        pytest.param(_home("3304830001", "33042402000000"), "330483", "police number", id="police number disagrees"),
        pytest.param(_home("3304830001", name="海盐县人民政府"), "330483", "calls itself", id="name disagrees"),
        pytest.param(_home("330483000123"), "330483", None, id="a code of another length is none"),
        pytest.param(_home("", "", "人民政府"), None, "no site code", id="nothing tells"),
    ],
)
def test_the_division_is_read_and_cross_checked(page: str, division: str | None, doubt: str | None) -> None:
    facts = read_facts(parse_html(page), load_divisions())
    assert facts.division == division
    assert any(doubt in said for said in facts.doubts) if doubt else facts.doubts == ()
