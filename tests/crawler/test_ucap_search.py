"""UCAP's list interface: where a page, its scripts or the row say it is, and how it is asked."""

import pytest

from crawler.families.base import UnreadablePage
from crawler.families.markup import parse_html
from crawler.families.ucap_search import built_search, channel_of, numbered, printed_search

HOST = "http://www.yl.gov.cn"
LIST = f"{HOST}/ylxxgk/yl88/xxgk_list.shtml"
HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
OTHER = "ffffffffffffffffffffffffffffffff"
QUERY = "_isAgg=true&_isJson=true&_pageSize=20&_template=index&_rangeTimeGte=&_channelName=&page=1"


@pytest.mark.parametrize(
    ("source", "channel"),
    [
        pytest.param(f'<meta name="channelid" content="{HEX}">', HEX, id="csrc"),
        pytest.param(f'<meta content="{HEX}" name="channelId"/>', HEX, id="the other way round"),
        pytest.param("<script>var channelId =  '80675';</script>", "80675", id="hunan"),
        pytest.param(f'<script>load({{channelId: "{HEX}"}})</script>', HEX, id="a field"),
        pytest.param('<meta name="channelId" content="">', None, id="empty"),
        pytest.param("<script>var channelId = $('meta[name=channelId]').attr('content');</script>", None, id="a call"),
        pytest.param("<p>channelId = '80675'</p>", None, id="no script"),
    ],
)
def test_the_channel_a_page_prints(source: str, channel: str | None) -> None:
    assert channel_of(parse_html(f"<html><head>{source}</head><body></body></html>")) == channel


@pytest.mark.parametrize(
    ("script", "address"),
    [
        pytest.param(f"$.get('/common/search/{HEX}?{QUERY}')", f"/common/search/{HEX}?{QUERY}", id="whole"),
        pytest.param(
            f"$.get('/search/{HEX}?page=' + page + '&_pageSize=30&_isAgg=true&_isJson=true')",
            f"/search/{HEX}?page=1&_pageSize=30&_isAgg=true&_isJson=true",
            id="with the page between",
        ),
        pytest.param(
            f'var cid = \'{HEX}\', size = 15;\nurl = "/searchList/" + cid + "?_isJson=true&_pageSize=" + size;',
            f"/searchList/{HEX}?_isJson=true&_pageSize=15&page=1",
            id="of names the page assigns",
        ),
        pytest.param(
            "let u = `/common/search/${channelId}?_isJson=true&_pageSize=${size}&page=${n}`;",
            f"/common/search/{OTHER}?_isJson=true&_pageSize=20&page=1",
            id="a template, the channel from the meta tag",
        ),
        pytest.param(
            f"location.protocol + '//www.yl.gov.cn/common/search/{HEX}?_isJson=false&_template=hainan&page=1'",
            f"/common/search/{HEX}?_isJson=true&_template=hainan&page=1",
            id="ready-made HTML is asked as JSON",
        ),
        pytest.param(
            f"$.get('/common/search/{HEX}?' + token + '&_isJson=true&page=1')",
            f"/common/search/{HEX}?_isJson=true&page=1",
            id="a token made by the browser is left out",
        ),
        pytest.param(f"$.get('/common/search/{HEX}')", f"/common/search/{HEX}?{QUERY}", id="without a query"),
        pytest.param("location.href = '/search/index.html?q=' + word", None, id="the site's own search"),
        pytest.param("$.get('/api/list?page=1')", None, id="another interface"),
    ],
)
def test_the_search_a_page_spells(script: str, address: str | None) -> None:
    tree = parse_html(f'<html><head><meta name="channelId" content="{OTHER}"></head><script>{script}</script></html>')
    wish = printed_search(tree, LIST)
    assert (wish.url if wish else None) == (HOST + address if address else None)


def test_of_several_searches_the_one_of_the_page_s_own_channel_is_asked() -> None:
    script = f"<script>a('/common/search/{HEX}?page=1'); b('/common/search/{OTHER}?page=1')</script>"
    own = parse_html(f'<html><head><meta name="channelId" content="{OTHER}"></head>{script}</html>')
    found = printed_search(own, LIST)
    assert found is not None
    assert OTHER in found.url
    with pytest.raises(UnreadablePage, match="set the option search"):
        printed_search(parse_html(f"<html>{script}</html>"), LIST)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (None, f"/common/search/{HEX}?{QUERY}"),
        ("/searchList/", f"/searchList/{HEX}?{QUERY}"),
        (f"/search/{OTHER}?_isJson=true&_pageSize=8", f"/search/{OTHER}?_isJson=true&_pageSize=8&page=1"),
    ],
)
def test_the_search_a_row_names(path: str | None, address: str) -> None:
    wish = built_search(HEX, LIST, path)
    assert wish is not None
    assert wish.url == HOST + address
    assert numbered(wish, 7).url == HOST + address.replace("page=1", "page=7")


def test_hunans_search_takes_a_form() -> None:
    wish = built_search("80675", LIST, "https://api.hunan.gov.cn/search/common/search/")
    assert wish is not None
    assert (wish.url, wish.method) == ("https://api.hunan.gov.cn/search/common/search/80675", "POST")
    assert dict(wish.form or ())["datas[0][key]"] == "status"
    assert dict(numbered(wish, 3).form or ())["page"] == "3"
