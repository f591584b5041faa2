"""What became of a list's rows: the step that went blind, and where things like them stand now."""

import json
from datetime import date
from types import MappingProxyType

import pytest

from crawler.families.base import Entry, Fetch, Index, Page
from crawler.hints import Hint, address_shape, explain_absence, explain_loss
from crawler.outline import outline
from settings.sites import Column

BASE = "http://www.mhk.gov.cn/zwgk/ndbg/"
COLUMN = Column(key="towns", family="trs", start=(BASE,))
TITLES = [f"兴华镇{year}年政府信息公开工作年度报告" for year in range(2012, 2018)]
URLS = [f"{BASE}201801/t20180103_{20000 + number}.html" for number in range(len(TITLES))]
READ = Index(tuple(Entry(Fetch(url, "article"), title) for url, title in zip(URLS, TITLES, strict=True)))
FRAME = "<html><head><title>年度报告</title></head><body><div class='top'><a href='/'>首页</a></div>{}</body></html>"
WORDS = "<p>" + "梅河口市人民政府主办，梅河口市政务服务和数字化建设管理局承办。" * 20 + "</p>"


def page(text: str) -> Page:
    return Page(BASE, 200, MappingProxyType({"content-type": "text/html; charset=utf-8"}), text.encode(), Fetch(BASE))


def hint(before: str, today: str, read: Index = READ, rows_now: int = 0) -> Hint:
    return explain_loss(outline(page(before), COLUMN), read, outline(page(today), COLUMN), rows_now)


def rows(urls: list[str] = URLS) -> str:
    return "".join(
        f'<li><a href="{url}" title="{title}">{title}</a><span>2018-01-03</span></li>'
        for url, title in zip(urls, TITLES, strict=True)
    )


OLD = FRAME.format(f'<div class="main"><div class="list"><ul>{rows()}</ul></div></div>')
MOVED = [f"/zfxxgk/nb/201801/t20180103_{31000 + number}.html" for number in range(len(TITLES))]


@pytest.mark.parametrize(
    ("today", "gone", "found", "count", "says"),
    [
        pytest.param(
            FRAME.format(f'<div class="main"><section class="news-box"><ul>{rows()}</ul></section></div>'),
            "div.list",
            "div.main > section.news-box > ul > li > a",
            6,
            "div.list is gone; 6 of the same links stand under div.main > section.news-box > ul > li > a",
            id="another box around the same rows",
        ),
        pytest.param(
            FRAME.format(f'<div class="main"><table><tr><td>{rows(MOVED)}</td></tr></table></div>'),
            "div.list",
            "div.main > table > tr > td > li > a",
            6,
            "links of the same shape",
            id="another box and other addresses",
        ),
        pytest.param(
            FRAME.format("".join(f'<div class="row" data-id="{n}">{title}</div>' for n, title in enumerate(TITLES))),
            "div.main",
            "div.row",
            6,
            "6 texts with the same titles stand under div.row",
            id="rows without links",
        ),
        pytest.param(
            FRAME.format(f'<div class="main"><div class="list"><ul></ul></div>{WORDS}</div>'),
            "li",
            None,
            0,
            "ul is still there and holds no li; nothing like them is on today's page",
            id="an empty list",
        ),
        pytest.param(
            FRAME.format('<div id="app"></div><script src="/static/app.js"></script>'),
            "div.main",
            None,
            0,
            "it is empty, or drawn by script",
            id="drawn by script",
        ),
        pytest.param(
            OLD,
            None,
            "div.main > div.list > ul > li > a",
            6,
            "6 of the same links still stand there",
            id="the page did not change",
        ),
    ],
)
def test_a_changed_layout(today: str, gone: str | None, found: str | None, count: int, says: str) -> None:
    told = hint(OLD, today)
    assert told.path == "div.main > div.list > ul > li > a"
    assert (told.gone, told.found, told.count) == (gone, found, count)
    assert says in told.sentence
    assert told.sentence.startswith("6 rows before and 0 now; they stood under div.main > div.list > ul > li > a")


def test_a_list_of_data_names_the_key_that_is_missing() -> None:
    articles = [{"title": title, "url": url} for title, url in zip(TITLES, URLS, strict=True)]
    before = json.dumps({"total": 6, "articles": articles})
    told = hint(before, json.dumps({"code": 0, "result": {"list": [{"name": title} for title in TITLES]}}))
    assert (told.path, told.gone) == ("articles[] > url", "articles")
    assert (told.found, told.count) == ("result > list[] > name", 6)


def test_a_list_inside_an_xml_island_is_found_by_its_elements() -> None:
    records = "".join(
        f"<record><![CDATA[<li><a href='{url}'>{TITLES[n]}</a></li>]]></record>" for n, url in enumerate(URLS)
    )
    store = f"<datastore><recordset>{records}</recordset></datastore>"
    before = FRAME.format(f"<div id='c77'><script type='text/xml'>{store}</script></div>")
    told = hint(before, FRAME.format(f"<div id='c77'><div class='list-app'></div></div>{WORDS}"))
    assert told.path == "… > xml-island > datastore > recordset > record > li > a"
    assert told.gone == "xml-island"


def test_a_list_in_a_script_is_found_by_the_name_that_holds_it() -> None:
    array = ",".join(f"['{title}','{url}']" for title, url in zip(TITLES, URLS, strict=True))
    before = FRAME.format(f"<script>var dataStore = [{array}];</script>{WORDS}")
    told = hint(before, FRAME.format(f"<script>var other = 1;</script>{WORDS}"))
    assert (told.path, told.gone) == ("script > dataStore", "dataStore")


def test_a_directory_that_links_fewer_units_is_compared_by_its_links() -> None:
    links = {f"/zwgk/{name}/": f"{name}镇" for name in ("山城", "红梅", "海龙", "新合", "曙光")}
    directory = FRAME.format(
        '<div class="towns">' + "".join(f'<a href="{url}">{name}</a>' for url, name in links.items()) + "</div>"
    )
    read = Index((), more=tuple(Fetch(f"http://www.mhk.gov.cn{url}") for url in links))
    told = hint(directory, FRAME.format(f'<div class="app-root"></div>{WORDS}'), read)
    assert told.gone == "div.towns"
    assert told.sentence.startswith("5 links to lists before and 0 now")


def test_ids_that_number_the_rows_say_nothing_of_the_layout() -> None:
    nodes = "".join(f'<li class="leaf" id="u_{n}"><a href="{url}">{TITLES[n]}</a></li>' for n, url in enumerate(URLS))
    told = hint(FRAME.format(f'<div id="tree"><ul>{nodes}</ul></div>'), FRAME.format(f"<div id='app'></div>{WORDS}"))
    assert (told.path, told.gone) == ("div#tree > ul > li.leaf > a", "div#tree")


def test_rows_that_are_neither_addresses_nor_titles_name_what_the_frame_lost() -> None:
    read = Index((Entry(Fetch(f"{BASE}api/1"), "", date(2018, 1, 3)),))
    told = hint(
        FRAME.format(f"<div class='tree'>x</div>{WORDS}"), FRAME.format(f"<div class='app'>y</div>{WORDS}"), read
    )
    assert told.path is None
    assert "gone from the page: div.tree" in told.sentence


def test_an_answer_that_is_no_page_is_named() -> None:
    told = explain_absence("soft_404", ("error_title",), 6)
    assert told.sentence == "it showed 6 rows before; today's answer is no list page but soft_404 (error_title)"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        pytest.param(f"{BASE}201801/t20180103_1.html", "/a/b/t20200909_77.html", True, id="trs articles"),
        pytest.param("/art/2020/1/2/art_2052_6.html", "/art/2021/3/4/art_9_8.html", True, id="hanweb articles"),
        pytest.param("/x/index.html", "/x/t20180103_1.html", False, id="a list and an article"),
        pytest.param("/towns/xhz/", "/towns/jhz/", True, id="folders of one folder"),
        pytest.param("/towns/xhz/", "/news/jhz/", False, id="folders of two"),
        pytest.param("/r.jsp?area=1&fbtime=2", "/r.jsp?fbtime=7&area=3", True, id="the same query"),
    ],
)
def test_addresses_of_one_shape(one: str, other: str, alike: bool) -> None:
    assert (address_shape(one) == address_shape(other)) is alike


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("<" * 50_000, id="open tags"),
        pytest.param("<div>" * 20_000, id="deep nesting"),
        pytest.param("<script type='text/xml'>" * 5_000, id="scripts that never end"),
        pytest.param("[" * 100_000, id="deep data"),
        pytest.param("<script>" + "a=[" * 40_000, id="a script of openings"),
        pytest.param('{"a":' * 900 + "1" + "}" * 900, id="data nested 900 deep"),
        pytest.param("<script>'" + "x" * 200_000 + "</script>", id="a quote without end"),
    ],
)
def test_a_hostile_page_has_an_outline_too(text: str) -> None:
    assert hint(OLD, text).sentence


def test_names_of_a_page_are_fit_for_a_screen() -> None:
    steps = outline(page('<div class="a\x1b[31m" id="b\tc">x</div>'), COLUMN).steps
    assert not any("\x1b" in step or "\t" in step for step in steps)
