"""The shipped rows: each loads, names a real division, is accepted by its family, and rests on what was observed."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.families.registry import family_of
from settings.regions.divisions import load_divisions
from settings.sites import PORTALS, Site, load_sites

SITES = load_sites()
#: The edition of the division tables that rows name their county by.
EDITION = 2023

#: Articles seen in stored public copies: site, address, and the column whose list is the directory above it ("" where
#: no list is known).
OBSERVED = (
    ("mhk.gov.cn", "http://mhk.gov.cn/zwgk/xxgk/xzj/jhz/ndbg/202401/t20240125_57283.html", "towns"),
    ("mhk.gov.cn", "http://mhk.gov.cn/zwgk/xxgk/xzj/xhz0/ndbg/201712/t20171207_5736.html", "towns"),
    ("bjmy.gov.cn", "https://www.bjmy.gov.cn/zwgk/zfxxgk/zfxxgknb/gknb2025/202601/t20260114_526954.html", "annual"),
    ("lianzhou.gov.cn", "http://www.lianzhou.gov.cn/qylzdlb/gkmlpt/content/0/819/post_819005.html", "qylzdlb"),
    (
        "rongchang.gov.cn",
        "http://rongchang.gov.cn/jz/hbz/zwgk_70755/zfxxgknb_70772/202101/t20210129_8843764.html",
        "hbz",
    ),
    (
        "rongchang.gov.cn",
        "http://rongchang.gov.cn/jz/qjz/zwgk_70755/zfxxgknb_70772/202007/t20200716_7690022.html",
        "qjz",
    ),
    (
        "cqjlp.gov.cn",
        "http://cqjlp.gov.cn/bmjz/qzfjz_97456/eljd_97738/zwgk_97461/zfxxgknb_97478/202301/t20230130_11545442.html",
        "eljd",
    ),
    (
        "cqsdj.gov.cn",
        "http://www.cqsdj.gov.cn/bmjz/jz/hyz_73540/zwgk_73544/zfxxgknb_73561/202401/t20240109_12802400_wap.html",
        "hyz",
    ),
    (
        "jiangjin.gov.cn",
        "http://www.jiangjin.gov.cn/jz/spzrmzf_69070/zwgk_81486/zfxxgknb_81503/202601/t20260116_15326892.html",
        "spzrmzf",
    ),
    (
        "bjdch.gov.cn",
        "https://www.bjdch.gov.cn/zfxxgkzl/zfxxgknb/2013nb/dcqjd2013/201912/t20191220_2995468.html",
        "streets",
    ),
    (
        "bjdch.gov.cn",
        "https://www.bjdch.gov.cn/zfxxgkzl/zfxxgknb/2010nb/dcqjd2010/202012/t20201217_2995533.html",
        "streets",
    ),
    ("bjxch.gov.cn", "https://www.bjxch.gov.cn/zt/xxgkzl/gknbxqx/pnidpv842589.html", "gknbxqx"),
    (
        "bjdx.gov.cn",
        "https://www.bjdx.gov.cn/bjsdxqrmzf/zwfw/zfxxgk/dxqzf69/2291822/2291824/2292928/index.html",
        "street-2291824",
    ),
    ("anqiu.gov.cn", "http://anqiu.gov.cn/xxgk/XXGK/XXGKNB/sbzz/201302/t20130216_4863348.html", "sbzz"),
    ("zp.gov.cn", "http://zp.gov.cn/xzjd/csz/zfxxgk/zfxxgknb/201303/t20130304_1507357.htm", "csz"),
    ("fzja.gov.cn", "http://www.fzja.gov.cn/xjwz/zwgk/zfxxgk/zfxxgknb/201707/t20170721_1341809.htm", "xjwz"),
    (
        "chengxiang.gov.cn",
        "https://www.chengxiang.gov.cn/zfxxgk/zjzfxxgkzl/ctzrmzf/zfxxgknb/202001/t20200120_1441913.htm",
        "ctzrmzf",
    ),
    (
        "chengxiang.gov.cn",
        "https://www.chengxiang.gov.cn/zfxxgk/zfxxgkndbg/2020nzfxxgkndbg/xzzf_43427/202102/t20210209_1574651.htm",
        "towns-2020",
    ),
    ("pingtan.gov.cn", "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/201204/t20120420_80678.htm", "annual"),
    ("siming.gov.cn", "http://siming.gov.cn/zfxxgkzl/gjdzfxxgk/jljd/ndbg/201604/t20160427_650981.htm", "jljd"),
    ("hukou.gov.cn", "http://www.hukou.gov.cn/dlx/zfxxgknb_171215/202101/t20210116_4743388.html", "dlx"),
    (
        "xixiu.gov.cn",
        "https://www.xixiu.gov.cn/web2023/zwgk/zfxxgk/zfxxgknb/2021/202303/t20230316_78538666.html",
        "annual-2021",
    ),
    ("gzxy.gov.cn", "http://www.gzxy.gov.cn/zwgk/zfxxgk/zfxxgknb/2016n/201910/t20191019_7168174.html", "annual-2016"),
    (
        "zwgk.changchun.gov.cn",
        "http://zwgk.changchun.gov.cn/ly/jdbsc/lyqccjdbsc/zfxxgknb/202301/t20230113_3104280.html",
        "lyqccjdbsc",
    ),
    ("xxgk.dc.gov.cn", "http://xxgk.dc.gov.cn/xzzf6/jcrm/ndbg/202601/t20260115_763295.html", "jcrm"),
    ("xxgk.edj.gov.cn", "http://xxgk.edj.gov.cn/xzj/yyz98157/ndbg/202602/t20260202_765010.html", "yyz98157"),
    ("zs.gov.cn", "http://www.zs.gov.cn/dyz/qt/xxgkndbg/content/post_1289026.html", "dyz"),
    ("suixi.gov.cn", "http://www.suixi.gov.cn/gzzwz/jxzrmzf/zwgk/xxgknb/content/post_67513.html", "jxzrmzf"),
    ("gdhf.gov.cn", "http://www.gdhf.gov.cn/gdhf/zwgk/gknb/content/post_1221498.html", "gknb"),
    ("yuanjiang.gov.cn", "http://yuanjiang.gov.cn/36024/36025/36035/36051/36157/content_1511478.html", "huangmaozhou"),
    ("nanxian.gov.cn", "http://www.nanxian.gov.cn/jc_nx/187/195/content_16189.html", "jc_nx-195"),
    ("shuyang.gov.cn", "http://www.shuyang.gov.cn/sygfj/gknb/202401/2ecfb31a335f4d689220a3a23e24a986.shtml", "sygfj"),
    (
        "suibin.gov.cn",
        "https://www.suibin.gov.cn/suibinxianrenminzhengfu/cbcc5c9e6bb44ed8af5cd0785606f554/202501/67436.shtml",
        "cbcc5c9e",
    ),
    ("hljwch.gov.cn", "http://hljwch.gov.cn/hebwcs/c111341/202301/c01_592213.shtml", "c111341"),
    ("xjnlk.gov.cn", "http://www.xjnlk.gov.cn/xjnlk/c112945/202401/46aba5e181454bc798b5443c493da056.shtml", "c112945"),
    ("shanghai.gov.cn", "https://shanghai.gov.cn/nw12344/20230331/4a03b5fa47ae4c73b7ec42801de6be66.html", "nw12344"),
    ("yw.gov.cn", "http://www.yw.gov.cn/art/2023/1/11/art_1229134232_4052272.html", ""),
    ("yw.gov.cn", "http://www.yw.gov.cn/art/2010/3/29/art_1229134136_1318423.html", ""),
    ("zhuji.gov.cn", "https://www.zhuji.gov.cn/art/2021/1/19/art_1229517086_50726.html", ""),
    ("yj.gov.cn", "http://www.yj.gov.cn/art/2018/2/16/art_1229234187_18586.html", ""),
    ("bzqc.gov.cn", "https://www.bzqc.gov.cn/XxgkAnnualReport/show/6442.html", ""),
    ("tljq.gov.cn", "https://tljq.gov.cn/openness/OpennessAnnualReport/show/2396.html", ""),
    ("ahshitai.gov.cn", "https://www.ahshitai.gov.cn/Xxgknb/show/2535.html", ""),
    ("bengbu.gov.cn", "http://www.bengbu.gov.cn/public/25461/45854211.html", ""),
    ("aqxxgk.anqing.gov.cn", "http://aqxxgk.anqing.gov.cn/show.php?id=385009", ""),
    ("gk.ziyang.gov.cn", "http://gk.ziyang.gov.cn/year_details.aspx?dept=158&id=31175", ""),
    ("gk.ziyang.gov.cn", "http://gk.ziyang.gov.cn/year_details.aspx?dept=210&id=24529", ""),
    ("haicheng.gov.cn", "http://www.haicheng.gov.cn/html/HCS/202601/0176938436489438.html", ""),
    ("bp.gov.cn", "https://bp.gov.cn/html/BPSZF/202501/0173735845205527.html", ""),
    ("qqhr.gov.cn", "http://qqhr.gov.cn/News_showGkmlNews.action?messagekey=189769", ""),
    ("np.gov.cn", "https://www.np.gov.cn/cms/html/npszf/2013-01-25/1779102018.html", ""),
)
#: Addresses seen themselves, that a column must start at.
STARTS = (
    ("tx.gov.cn", "http://www.tx.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=330483ZFC00000&fbtime=2017"),
    (
        "zoucheng.gov.cn",
        "http://www.zoucheng.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11370883004325769B&fbtime=2020",
    ),
    ("szzj.gov.cn", "http://www.szzj.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=113306830025853214&fbtime=2012"),
    ("nbjb.gov.cn", "http://www.nbjb.gov.cn/col/col1229214366/index.html"),
    ("bzqc.gov.cn", "https://www.bzqc.gov.cn/XxgkContent/showList/989/0/page_1.html"),
)


@pytest.mark.parametrize("host", sorted(SITES))
def test_a_row_is_accepted_by_its_families(host: str) -> None:
    site = SITES[host]
    assert site.columns
    for column in site.columns:
        assert family_of(site, column).name == column.family


@pytest.mark.parametrize("host", sorted(SITES))
def test_a_row_names_a_division_that_exists_by_its_name(host: str) -> None:
    site, divisions = SITES[host], load_divisions()
    division = divisions.get(site.division, EDITION) or divisions.get(site.division[:4], EDITION)
    assert division is not None, site.division
    assert division.name in site.name, (division.name, site.name)
    assert site.first_year == 2008


def test_no_host_is_two_rows() -> None:
    hosts = Counter(host for site in SITES.values() for host in site.hosts | site.old_hosts)
    assert [host for host, count in hosts.items() if count > 1] == []


def test_more_than_twenty_provinces_have_rows() -> None:
    provinces = {site.division[:2] for site in SITES.values() if site.enabled}
    assert len(provinces) > 20
    assert len(SITES) > 70
    for file in {site.file for site in SITES.values()}:
        assert len({site.division[:2] for site in SITES.values() if site.file == file}) == 1, file


@pytest.mark.parametrize("file", sorted(PORTALS.glob("*.toml")), ids=lambda file: file.stem)
def test_every_column_says_when_and_how_surely_it_is_known(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    parts = re.split(r"^\[\[site\.column\]\]$", text, flags=re.MULTILINE)
    for before, column in pairwise(parts):
        comment = re.search(r"((?:^#.*\n)+)\Z", before, flags=re.MULTILINE)
        assert comment is not None, column
        assert re.match(r"# 20\d\d-\d\d", comment.group(1)), comment.group(1)
        own = column.split("\n[[site]]")[0]
        assert re.search(r'^confidence = "(?:evidenced|inferred|low)"$', own, flags=re.MULTILINE), column


@pytest.mark.parametrize(("host", "article", "key"), OBSERVED, ids=[f"{host} {key}" for host, _, key in OBSERVED])
def test_a_row_owns_what_was_observed_and_its_column_lies_above(host: str, article: str, key: str) -> None:
    site = SITES[host]
    assert site.owns(article)
    if key:
        starts = site.column(key).start
        assert any(_is_above(start, article) for start in starts), starts


@pytest.mark.parametrize(("host", "start"), STARTS)
def test_a_column_starts_at_the_very_address_observed(host: str, start: str) -> None:
    assert start in {url for column in SITES[host].columns for url in column.start}


@pytest.mark.parametrize("host", sorted(host for host, site in SITES.items() if not site.enabled))
def test_a_row_without_a_known_list_is_not_crawled_and_says_why(host: str) -> None:
    site: Site = SITES[host]
    assert "No list of reports was observed" in site.note.replace("\n", " ")
    assert {column.confidence for column in site.columns} == {"low"}
    assert {url for column in site.columns for url in column.start} <= {article for _, article, _ in OBSERVED}


def _is_above(start: str, article: str) -> bool:
    """Whether a column's directory (a gkmlpt root's, too) is above an article's address."""
    folder = urlsplit(start).path.rpartition("/")[0] + "/"
    return urlsplit(article).path.startswith(folder)
