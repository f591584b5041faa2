"""Rows are refused when a family cannot use them, with file and row in the message."""

from types import MappingProxyType
from typing import Any

import pytest

from crawler.families.base import Scope
from crawler.families.registry import FAMILIES, family_of
from settings.sites import BadSiteRow, Column, Site, load_sites

TREE = "http://www.yl.gov.cn/module/xxgk/tree.jsp?area=990123ZFC00000"
SEARCH = "http://www.yl.gov.cn/module/xxgk/search.jsp"


def site_of(family: str, options: dict[str, Any], start: str) -> Site:
    column = Column(key="annual", family=family, start=(start,), options=MappingProxyType(options))
    return Site("yl.gov.cn", "云岭县", "990123", frozenset({"www.yl.gov.cn"}), 2008, (column,), "99-yl.toml")


@pytest.mark.parametrize(
    ("family", "options", "start", "reason"),
    [
        ("trss", {}, "http://www.yl.gov.cn/", "unknown family 'trss'"),
        ("trs", {"layuot": "years"}, "http://www.yl.gov.cn/", "unknown option 'layuot'"),
        ("trs", {"layout": "tree"}, "http://www.yl.gov.cn/", "option layout is 'tree'"),
        ("trs", {"report_folder": "ndbg"}, "http://www.yl.gov.cn/", "are for layout"),
        ("trs", {"layout": "units", "report_folder": "n", "captions": ["a"]}, "http://www.yl.gov.cn/", "exclude"),
        ("trs", {"layout": "units", "report_folder": "../x"}, "http://www.yl.gov.cn/", "a folder's name is wanted"),
        ("trs_hainan", {"captions": "年报"}, "http://www.yl.gov.cn/", "a list of strings is wanted"),
        ("gkmlpt", {"columns": ["x"]}, "http://www.yl.gov.cn/", "column ids are digits"),
        ("gkmlpt", {"skip": ["ylyx"]}, "http://www.yl.gov.cn/", "write a root's path: /ylyx"),
        ("hanweb_jpage", {"unit": 771}, "http://www.yl.gov.cn/", "a value of type str is wanted"),
        ("hanweb_xxgk", {}, "http://www.yl.gov.cn/", "none of tree.jsp"),
        ("hanweb_xxgk", {}, SEARCH, "go together"),
        ("hanweb_xxgk", {"search": {"jdid": "9"}}, TREE, "go together"),
        ("hanweb_xxgk", {"search": {"jdid": 9}}, SEARCH, "a table of strings is wanted"),
        ("hanweb_xxgk", {"search": {"currpage": "1"}}, SEARCH, "counted by the family"),
        ("hanweb_xxgk", {"search": {"jdid": "9"}, "first_page": 2}, SEARCH, "0 or 1 is wanted"),
        ("hanweb_xxgk", {"search": {"jdid": "9"}, "first_page": True}, SEARCH, "type int"),
        ("hanweb_xxgk", {"search": {"jdid": "9"}, "narrow": "art"}, SEARCH, "a column's number is wanted"),
    ],
)
def test_a_row_a_family_cannot_use_is_refused(family: str, options: dict[str, Any], start: str, reason: str) -> None:
    site = site_of(family, options, start)
    with pytest.raises(BadSiteRow, match=r"99-yl\.toml: site yl.gov.cn, column annual: ") as caught:
        family_of(site, site.columns[0])
    assert reason in str(caught.value)


def test_every_shipped_row_is_usable_and_starts_at_its_own_addresses() -> None:
    for site in load_sites().values():
        for column in site.columns:
            fetches = family_of(site, column).start(site, column, Scope(2008, 2025))
            assert [fetch.url for fetch in fetches] == list(column.start)


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_a_family_says_how_it_is_recognised_and_what_is_only_inferred(name: str) -> None:
    module = __import__(f"crawler.families.{name}", fromlist=["__doc__"])
    for part in ("Recognise:", "Set in the row:", "Evidenced", "Inferred:"):
        assert part in module.__doc__
    assert FAMILIES[name].name == name
    assert FAMILIES[name].rules.startswith(f"{name}-")
