"""Values out of scripts and answers: every character whole, whatever halves a page escapes."""

import pytest

from crawler.families.javascript import json_value, simple_pairs, string_value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param(r'"\ud842\udfb7镇"', "𠮷镇", id="a pair"),
        pytest.param(r'"\ud842镇"', "\ufffd镇", id="a first half alone"),
        pytest.param(r'"镇\udfb7"', "镇\ufffd", id="a second half alone"),
        pytest.param(r'"\ud842\ud842\udfb7"', "\ufffd𠮷", id="a half before a pair"),
        pytest.param(r'"\u9547"', "镇", id="an everyday character"),
    ],
)
def test_halves_of_characters_are_replaced(source: str, value: str) -> None:
    assert json_value(source, "a title") == value
    assert string_value(source) == value
    assert simple_pairs(f"title: {source}") == {"title": value}
    value.encode()
