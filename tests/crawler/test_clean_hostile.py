"""Markup made to hurt: read in bounded work, and the author's words are still there."""

from collections.abc import Callable

import pytest

from crawler.extract.clean import clean_markup
from tests.bounded import processor_seconds

LONG = "2017年，我镇认真贯彻落实《中华人民共和国政府信息公开条例》，主动公开政府信息86条，全文电子化率达100%。"
LINES = ("一、主动公开政府信息情况", LONG, "二、依申请公开情况", "全年未收到申请。")
BODY = "".join(f"<p>{line}</p>\n" for line in LINES)

PATHOLOGICAL: list[tuple[str, Callable[[], str], str]] = [
    ("nested-div-300", lambda: "<div>" * 300 + BODY + "</div>" * 300, LONG),
    ("nested-div-3000", lambda: "<div>" * 3000 + BODY + "</div>" * 3000, LONG),
    ("unclosed-font-20000", lambda: "".join(f"<font>{n}<p>{LONG}" for n in range(20_000)), LONG),
    ("nested-table-150", lambda: "<table><tr><td>" * 150 + LONG + "</td></tr></table>" * 150, LONG),
    ("nested-span-5000", lambda: "<span>" * 5000 + LONG, LONG),
    ("200000-empty-spans", lambda: "<span></span>" * 200_000 + LONG, LONG),
    ("one-5-MB-text-node", lambda: f"<p>{'公' * 1_700_000}{LONG}</p>", LONG),
    ("100000-br", lambda: f"行<br>{LONG}" * 100_000, LONG),
    ("50000-links", lambda: BODY + "<a href='/x'>链接</a><br>" * 50_000, LONG),
    ("control-bytes", lambda: BODY.replace("一", "\x00一\x01"), LONG),
    ("lone-surrogates", lambda: f"<p>\udcff{LONG}\ud800</p>", LONG),
    ("8-MB-inline-image", lambda: f'<p>{LONG}<img src="data:image/png;base64,{"A" * 8_000_000}"></p>', LONG),
    ("colspan-100000", lambda: f"<table><tr><td colspan=100000>甲</td><td>乙</td></tr></table><p>{LONG}</p>", LONG),
    ("rowspan-500x40", lambda: f"<p>{LONG}</p><table>{('<tr>' + '<td rowspan=60>1' * 40) * 500}</table>", LONG),
    ("45000-cells", lambda: f"<p>{LONG}</p><table>{('<tr>' + '<td>1' * 45) * 1000}</table>", LONG),
    ("12-MB-word-export", lambda: f"<p class=MsoNormal style='{'x' * 400}'><span>{LONG}</span></p>" * 25_000, LONG),
    ("a-million-less-than-signs", lambda: f"<p>{LONG}</p>" + "<" * 1_000_000, LONG),
    ("unclosed-comments", lambda: f"<p>{LONG}</p>" + "<!--" * 300_000, LONG),
    ("unclosed-scripts", lambda: f"<p>{LONG}</p>" + "<script>" * 200_000, LONG),
    ("a-bar-without-end", lambda: f"<p>{LONG}</p><p>{'QQ空间' * 29}打印甲</p><p>{'A+' * 55}打印甲</p>", LONG),
]


@pytest.mark.parametrize(("make", "kept"), [pytest.param(make, kept, id=name) for name, make, kept in PATHOLOGICAL])
def test_hostile_markup_is_read_in_bounded_time(make: Callable[[], str], kept: str) -> None:
    markup = make()
    # A tenth of it is used; the bound catches what grows with the square.
    with processor_seconds(25):
        clean = clean_markup(markup)
    assert kept in clean.text


def test_what_was_set_aside_is_said() -> None:
    assert "no_tree" in clean_markup("<div>" * 3000 + LONG).flags
    large = clean_markup(f"<p>{LONG}</p>" * 5_000)
    assert (large.fallback, "large" in large.flags) == (True, True)
