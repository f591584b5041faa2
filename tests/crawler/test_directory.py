"""Directories of units and units' own pages: captions decide, addresses are taken as printed."""

from types import MappingProxyType

import pytest

from crawler.families.base import Fetch, Page, UnreadablePage
from crawler.families.directory import is_report_caption, read_directory, read_unit
from crawler.families.markup import parse_html
from settings.sites import Column, Site

HOST = "www.mhk.gov.cn"
SITE = Site(
    "mhk.gov.cn", "梅河口市", "220581", frozenset({HOST}), 2008, (Column("a", "trs", (f"http://{HOST}/",)),), "x.toml"
)


def page(**context: str) -> Page:
    url = f"http://{HOST}/xzj/"
    return Page(url, 200, {}, b"", Fetch(url, context=MappingProxyType(context)))


def test_links_captioned_with_a_unit_lead_to_units() -> None:
    tree = parse_html(
        "<a href='jhz/'>进化镇</a><a href='/c/81.html' title='曙光镇人民政府'>曙光…</a><a href='#'>新合镇</a>"
        "<a onclick=\"go('/u/9.html')\">牛心顶镇</a><a href='xzj/'>各乡镇</a>"
        "<a href='jhz/'>进化镇</a><a href='n/'>年报</a>"
    )
    index = read_directory(page(), tree, SITE)
    assert [(fetch.url, fetch.context["unit"]) for fetch in index.more] == [
        (f"http://{HOST}/xzj/jhz/", "进化镇"),
        (f"http://{HOST}/c/81.html", "曙光镇人民政府"),
        (f"http://{HOST}/u/9.html", "牛心顶镇"),
    ]
    assert {fetch.context["stage"] for fetch in index.more} == {"unit"}
    assert index.problems == ()


def test_a_unit_kept_elsewhere_is_named_and_not_followed() -> None:
    tree = parse_html("<a href='http://town.example.gov.cn/'>进化镇</a>")
    index = read_directory(page(), tree, SITE)
    assert index.more == ()
    assert [code for code, _ in index.problems] == ["unit_off_site"]


def test_units_to_skip_are_left_out() -> None:
    tree = parse_html("<a href='jhz/'>进化镇</a><a href='sgz/'>曙光镇</a>")
    assert [fetch.url for fetch in read_directory(page(), tree, SITE, skip=("/jhz/",)).more] == [
        f"http://{HOST}/xzj/sgz/"
    ]


def test_a_page_that_names_no_unit_is_no_directory() -> None:
    with pytest.raises(UnreadablePage, match="no link is captioned"):
        read_directory(page(), parse_html("<a href='a/'>政务公开</a><p>进化镇</p>"), SITE)


def test_a_unit_page_leads_to_its_report_columns() -> None:
    tree = parse_html(
        "<a href='/zc/'>政策文件</a><a href='/nb/1/'>政府信息公开年报</a><a href='/nb/1/'>更多</a>"
        "<a href='/nb/2023.html'>进化镇2023年政府信息公开年度报告</a>"
    )
    index = read_unit(page(unit="进化镇"), tree, SITE)
    assert [(fetch.url, fetch.context["stage"], fetch.context["unit"]) for fetch in index.more] == [
        (f"http://{HOST}/nb/1/", "list", "进化镇")
    ]


def test_a_unit_page_without_a_report_column_says_so() -> None:
    index = read_unit(page(unit="进化镇"), parse_html("<a href='/zc/'>政策文件</a>"), SITE)
    assert index.more == ()
    assert index.problems[0][0] == "no_column"
    assert "进化镇" in index.problems[0][1]


@pytest.mark.parametrize(
    ("caption", "captions", "wanted"),
    [
        pytest.param("政府信息公开年报", (), True, id="annual reports"),
        pytest.param("年度报告", (), True, id="annual report"),
        pytest.param("2023年政府信息公开年报", (), False, id="one report"),
        pytest.param("工作总结", (), False, id="another column"),
        pytest.param("工作总结", ("总结",), True, id="a caption asked for"),
        pytest.param("政府信息公开年报", ("总结",), False, id="not the caption asked for"),
    ],
)
def test_captions_of_report_columns(caption: str, captions: tuple[str, ...], wanted: bool) -> None:
    assert is_report_caption(caption, captions) is wanted
