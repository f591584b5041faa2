"""JSON behind a callback, and Chinese as older search scripts write it."""

import pytest

from crawler.families.base import UnreadablePage
from crawler.families.jsonp import plain_value, read_jsonp


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param('result({"a":1});', {"a": 1}, id="plain"),
        pytest.param('\r\n\r\n\ufeff\r\n \r\nresult({"a":1});\r\n', {"a": 1}, id="blank lines and a mark"),
        pytest.param('jQuery1124_16 ( {"a":")"} )', {"a": ")"}, id="a bracket in a text"),
        pytest.param('{"a":1}', {"a": 1}, id="no callback"),
        pytest.param('a.b.c([{"x":"\t"}]) ;', [{"x": "\t"}], id="a dotted name, a raw tab"),
    ],
)
def test_data_behind_a_callback(text: str, value: object) -> None:
    assert read_jsonp(text, "search") == value


@pytest.mark.parametrize("text", ["", " \r\n\ufeff", "result({", "result({}); alert(1)", "result()", "<html></html>"])
def test_what_is_no_data_is_not_read(text: str) -> None:
    with pytest.raises(UnreadablePage, match="search"):
        read_jsonp(text, "search")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("%u519C%u5B89%u95472020%u5E74", "农安镇2020年"),
        ("100%", "100%"),
        ("%u519C%u5B89%20%28%29", "农安 ()"),
        ("%uD842%uDFB7", "\U00020bb7"),
        ("农安镇".encode().decode("latin-1"), "农安镇"),
        ("公开年报".encode().decode("gb18030"), "公开年报"),
        ("农安镇", "农安镇"),
        ("Résumé", "Résumé"),
        ("null", ""),
        ("undefined", ""),
        (None, ""),
        (True, ""),
        (2020, "2020"),
        (["x"], ""),
    ],
)
def test_values_are_read_as_their_author_wrote_them(written: object, text: str) -> None:
    assert plain_value(written) == text
