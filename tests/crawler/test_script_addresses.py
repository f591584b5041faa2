"""Addresses that scripts put together, told without running them."""

import pytest

from crawler.families.script_addresses import assigned_value, spelled_addresses


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a('/x/list?a=1')", ["/x/list?a=1"]),
        ("var n = 5; a('/x/list?a=' + n + '&b=' + obj.m)", ["/x/list?a=5&b={m}"]),
        ("var h = 'http://h.gov.cn'; a(h + \"/x/list?a=1\")", ["http://h.gov.cn/x/list?a=1"]),
        ("a(`/x/list?a=${ q }`)", ["/x/list?a={q}"]),
        ("a('/x/list?a=' + get(1).b + '&p=' + (n + 1))", ["/x/list?a={}&p={}"]),
        ("a('/x/list?a=' + !b)", ["/x/list?a={}"]),
        ("a('/x/list?a=1'); b('/x/list?a=1'); c('/x/list?a=2')", ["/x/list?a=1", "/x/list?a=2"]),
        ("// /x/list is asked", []),
        ("a('/x/list\n')", []),
    ],
)
def test_addresses_are_put_together_as_the_script_does(source: str, found: list[str]) -> None:
    assert spelled_addresses(source, ("/x/list",)) == found


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("var lb = '5'", "5"),
        ('{lb: "5"}', "5"),
        ("{'lb' : 5}", "5"),
        ("lb=5", "5"),
        ("my.lb = '5'", None),
        ("albs = '5'", None),
        ("if (lb == '5')", None),
        ("lb = get()", None),
    ],
)
def test_a_name_s_value_is_what_the_script_assigns_first(source: str, value: str | None) -> None:
    assert assigned_value(source, "lb") == value
