"""Telling the family from one page: the marks, and which of two comes first."""

import json
from pathlib import Path

import pytest

from crawler.extract.charset import decode
from crawler.probe.marks import MARKS, sniff
from tests.bounded import processor_seconds

HOST = "http://www.example.gov.cn"


@pytest.mark.parametrize(
    ("url", "text", "family"),
    [
        pytest.param(
            "/xxbz/gkmlpt/index", "<script>window._CONFIG = {SID:'1', TREE: []}</script>", "gkmlpt", id="gkmlpt"
        ),
        pytest.param("/zwgk/gknb/", '<a href="/zwgk/gknb/content/post_12.html">x</a>', "nfcms", id="nfcms by a link"),
        pytest.param("/zwgk/gknb/", '<meta name="ColumnId" content="1">', "nfcms", id="nfcms by its meta tag"),
        pytest.param("/col/col5/index.html", "<div queryData=\"{'a':'b'}\" unitUrl='/x'>", "hanweb_jpaas", id="jpaas"),
        pytest.param(
            "/col/col5/index.html", '<script type="text/xml"><datastore>', "hanweb_jpage", id="jpage datastore"
        ),
        pytest.param("/col/col5/index.html", "$('#1').jpage({})", "hanweb_jpage", id="jpage plugin"),
        pytest.param("/module/xxgk/tree.jsp?area=1", "<ul></ul>", "hanweb_xxgk", id="disclosure module by address"),
        pytest.param(
            "/zwgk/", '<a href="/art/2018/3/7/art_55_901.html">x</a>', "hanweb_jpage", id="hanweb by articles"
        ),
        pytest.param("/x/", '<a href="/XxgkContent/showList/9/0/page_1.html">x</a>', "xxgk_content", id="亳州"),
        pytest.param("/public/column/161?type=4", "", "lonsun", id="lonsun by address"),
        pytest.param("/x/", "url: '/site/label/8888?labelName=a'", "lonsun", id="lonsun by its label"),
        pytest.param(
            "/c1/list.shtml", "createPageHTML('page_div', 3, 1, 'list', 'shtml', 40)", "ucap", id="ucap pager"
        ),
        pytest.param(
            "/x/", '<a href="/c1/202101/0123456789abcdef0123456789abcdef.shtml">x</a>', "ucap", id="ucap link"
        ),
        pytest.param("/xzxxgk.htm", '<table class="winstyle1234">', "vsb", id="vsb"),
        pytest.param("/x/", '<a href="info/1021/3345.htm">x</a><p class=pb_sys_common>', "vsb", id="vsb pager"),
        pytest.param("/x/", '<iframe src="/govsearch/searPage.jsp?page=1"></iframe>', "trs_search", id="govsearch"),
        pytest.param("/ndbg/", 'createPageHTML(3, 0, "index", "html");', "trs", id="trs pager"),
        pytest.param("/ndbg/", '<a href="./201901/t20190115_123.html">x</a>', "trs", id="trs articles"),
        pytest.param("/x.html", '<script src="/js/webBuilderCommon.js"></script>', "epoint", id="epoint"),
        pytest.param("/x/", "get('/messageController/getMessage.do?columnId=1')", "truecms", id="truecms"),
        pytest.param("/list.aspx", '<input type="hidden" name="__VIEWSTATE" value="a">', "aspnet", id="aspnet"),
    ],
)
def test_a_page_is_told_by_its_mark(url: str, text: str, family: str) -> None:
    found = sniff(HOST + url, text)
    assert found
    assert found[0].family == family
    assert found[0].url == HOST + url


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        pytest.param('dataproxy.jsp <a href="/module/xxgk/tree.jsp?area=1">', "hanweb_jpage", None, id="module, jpage"),
        pytest.param('createPage(3) <a href="/module/xxgk/tree.jsp?area=1">', "hanweb_xxgk", "trs", id="frame, column"),
        pytest.param("class=TRS_Editor ZJEG_RSS.content.begin", "hanweb_jpage", "trs", id="taken over from Hanweb"),
        pytest.param("__VIEWSTATE vsb_content", "vsb", "aspnet", id="two of the table, in its order"),
    ],
)
def test_of_two_marks_the_earlier_in_the_table_comes_first(text: str, first: str, second: str | None) -> None:
    families = [found.family for found in sniff(f"{HOST}/x/", text)]
    assert families[:2] == [first, second] if second else families == [first]


@pytest.mark.parametrize(
    ("url", "text", "family"),
    [
        pytest.param(
            "http://xxgk.hainan.gov.cn/qz/a/list.htm", "createPageHTML(2,0,'list','htm')", "trs_hainan", id="old"
        ),
        pytest.param("http://a.hainan.gov.cn/xz/", "createPageHTML(2,0,'index','html')", "trs", id="Hainan today"),
        pytest.param("http://www.example.gov.cn/", "createPageHTML(2,0,'list','htm')", "trs", id="elsewhere"),
    ],
)
def test_hainans_table_layout_is_told_by_host_and_list_names(url: str, text: str, family: str) -> None:
    assert sniff(url, text)[0].family == family


def test_a_page_without_a_mark_is_told_nothing() -> None:
    assert sniff(f"{HOST}/list/", '<ul><li><a href="/list/1.html">甲镇年报</a></li></ul>') == ()


def test_evidence_says_which_mark_stands_where() -> None:
    (found,) = sniff(f"{HOST}/ndbg/", "createPageHTML(1)")
    assert str(found) == f"createPageHTML( in the source of {HOST}/ndbg/"


@pytest.mark.parametrize("hostile", ["<a href='" * 40_000, "queryData=" * 60_000, "createPageHTML(" * 40_000])
def test_a_hostile_source_is_searched_in_bounded_time(hostile: str) -> None:
    with processor_seconds(5):
        families = [found.family for found in sniff(f"{HOST}/", hostile)]
    assert families == (["trs"] if "createPageHTML" in hostile else [])


def test_every_mark_says_what_it_is() -> None:
    assert all(mark.label and (mark.source or mark.address or mark.own) for mark in MARKS)


#: What the people who collected the saved pages call the platforms we know.
_NAMES = {"ucap": "ucap", "trs": "trs", "hanweb-jcms": "hanweb_jpage", "vsb": "vsb"}


def test_no_saved_page_is_told_to_be_of_another_family(test_data: Path) -> None:
    told = 0
    for line in (test_data / "pages" / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        family = _NAMES.get(record["family"])
        if family is None or record["file"].endswith((".pdf", ".docx")):
            continue
        text = decode((test_data / record["file"]).read_bytes(), None).text
        found = [mark.family for mark in sniff(record["url"] or f"{HOST}/x/", text)]
        assert found[:1] == [family], (record["id"], found)
        told += bool(found)
    assert told >= 20
