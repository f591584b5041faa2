"""An outline answers as the slow readers of crawler.families.markup do, for every element of a page."""

import pytest
from lxml import etree

from crawler.families.markup import parse_html, shows_more, squeeze, text_of
from crawler.families.outline import Outline

PAGES = {
    "blocks": "<div>甲<p>乙</p>丙<b>丁</b><br>戊<table><tr><td>己</td><td>庚</td></tr></table></div>",
    "blanks": "<div>\n  <p>\u3000甲\u200b乙 </p>\n<!-- 注 -->丙\xa0\n</div>",
    "unshown": "<div>甲<script>var a;</script>乙<noscript><p>丙<i>丁</i></p>戊</noscript>己<style>p{}</style></div>",
    "behind the end": "<html><body><p>甲</p></body></html><div>乙<span>丙</span></div>",
    "unshown in unshown": "<noscript>甲<noscript>乙</noscript>丙</noscript>丁",
    "nothing": "<div></div><!-- 注 -->",
}


@pytest.mark.parametrize("source", PAGES.values(), ids=PAGES)
def test_an_outline_shows_what_each_element_shows(source: str) -> None:
    page = Outline(parse_html(source))
    assert page.elements
    for element in page.elements:
        assert page.text_of(element) == text_of(element)
        for inner in element.iter(etree.Element):
            assert page.text_of(element, without=inner) == text_of(element, without=inner)


@pytest.mark.parametrize("source", PAGES.values(), ids=PAGES)
def test_an_outline_counts_what_each_element_is_made_of(source: str) -> None:
    page = Outline(parse_html(source))
    for element in page.elements:
        count = sum(1 for _ in element.iter())
        assert page.nodes_in(element) == count
        assert (page.short_text(element, nodes=count - 1), page.short_text(element, 0, count)) == (
            None,
            "" if text_of(element) == "" else None,
        )
    whole = page.elements[0]
    texts = [node.text for node in whole.iter() if node.tag not in ("script", "style", "noscript", etree.Comment)]
    tails = [node.tail for node in whole.iterdescendants()]
    assert page.letters_in(whole) == sum(len(squeeze(text)) for text in texts + tails)


def test_an_element_of_another_page_is_read_by_itself() -> None:
    page, other = Outline(parse_html("<p>甲</p>")), parse_html("<div>乙<p>丙</p></div>")
    assert (page.text_of(other), page.short_text(other), page.short_text(other, 1)) == ("乙 丙", "乙 丙", None)


def test_an_outline_of_an_element_is_of_nothing_around_it() -> None:
    tree = parse_html("<div>甲<p>乙<b>丙</b></p>丁</div><p>戊</p>")
    inner = Outline(next(tree.iter("p")))
    assert [element.tag for element in inner.elements] == ["p", "b"]
    assert inner.text_of(inner.root) == "乙丙"


@pytest.mark.parametrize(("characters", "more"), [(0, True), (3, True), (4, False)])
def test_a_text_is_read_no_further_than_it_is_asked_for(characters: int, more: bool) -> None:
    assert shows_more(parse_html("<div>甲 乙<p>丙</p></div>"), characters + 1) is more
    assert shows_more(parse_html("<div><script>var a;</script> </div>"), 0) is False
