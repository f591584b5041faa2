"""Pages nobody has shown us: many platforms' shells, many ways of writing, everything that is printed around a text."""

from collections.abc import Iterator

import pytest

from crawler.extract.charset import decode
from crawler.extract.clean import CleanText, clean_markup
from crawler.families.article import read_article
from crawler.families.base import Fetch, Page
from tests.crawler.page_shells import GRID, HANDS, INTRO, REPORT, SHELLS, TEXTS, TITLE, Shell, lines_of, write

ADDRESS = "http://www.example.gov.cn/art/2021/1/20/art_1_1.html"
P = HANDS["p"]
GOLD = lines_of(REPORT)


def read(source: str, encoding: str = "utf-8") -> CleanText:
    body = source.encode(encoding)
    page = Page(ADDRESS, 200, {}, body, Fetch(ADDRESS, "article"))
    return clean_markup(read_article(page, decode(body, None).text).markup)


def pages(shell: Shell) -> Iterator[tuple[str, str, list[str]]]:
    """Each way of writing in a shell, the three texts by turns: its name, the page, the gold."""
    texts = list(TEXTS.values())
    for number, (name, hand) in enumerate(HANDS.items(), start=SHELLS.index(shell)):
        text = texts[number % len(texts)]
        yield name, shell.fill(write(text, hand)), lines_of(text)


@pytest.mark.parametrize("shell", SHELLS, ids=[shell.name for shell in SHELLS])
def test_a_text_is_read_whole_and_alone_on_every_platform_however_it_is_written(shell: Shell) -> None:
    wrong = {}
    for name, source, gold in pages(shell):
        found = read(source).text.split("\n")
        if found != gold:
            wrong[name] = [line for line in gold if line not in found], [line for line in found if line not in gold]
    assert wrong == {}


def test_pages_read_the_same_in_any_order_any_number_of_times() -> None:
    sources = [source for shell in SHELLS[::3] for _, source, _ in list(pages(shell))[::4]]
    first = [read(source) for source in sources]
    assert [read(source) for source in reversed(sources)] == first[::-1]
    assert [read(source) for source in sources] == first


def table(*rows: tuple[str, ...]) -> str:
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


RULES = (
    ("名称", "文号", "发布日期"),
    ("公开办法", "石政发〔2020〕3号", "2020年3月1日"),
    ("栏目规范", "石政发〔2020〕8号", "2020年8月1日"),
)
CODED = (
    ("序号", "名称", "文号", "有效性"),
    ("1", "公开办法", "石政发〔2020〕3号", "有效"),
    ("2", "栏目规范", "石政发〔2020〕8号", "失效"),
)
WHOLE = write(REPORT, P)
UNSIGNED = write(REPORT[:-2], P)
LISTED = '<p>附件下载：</p><p><a href="a.doc">石门镇统计表.doc</a></p>'
FILES = '<p>附件：<a href="a.doc">1.石门镇统计表.doc</a></p><p><a href="b.xls">2.石门镇清单.xls</a></p>'
SHAPES = [
    pytest.param(table(*RULES), lines_of((RULES,)), id="a list of rules whose head bears the labels of a grid"),
    pytest.param(P(INTRO) + table(*CODED), [INTRO, *lines_of((CODED,))], id="the same below a sentence"),
    pytest.param(table(*GRID), lines_of((GRID,)), id="a table and nothing else"),
    pytest.param(UNSIGNED + table(("", GOLD[-2]), ("", GOLD[-1])), GOLD, id="a signature set right by a table"),
    pytest.param(
        f'<div class="TRS_Editor">{write(REPORT[:6], P)}</div><div class="TRS_Editor">{write(REPORT[6:], P)}</div>',
        GOLD,
        id="two boxes of one editor",
    ),
    pytest.param(f"<xml><w:View>Normal</w:View><w:Zoom>0</w:Zoom></xml>{WHOLE}", GOLD, id="an island of Word's XML"),
    pytest.param(f"<!--[if gte mso 9]><xml><w:View>x</w:View></xml><![endif]-->{WHOLE}", GOLD, id="one in a comment"),
    pytest.param(
        f"<p>/* Style Definitions */ table.MsoNormalTable {{mso-style-name:普通; mso-style-noshow:yes;}}</p>{WHOLE}",
        GOLD,
        id="Word's styles pasted as text",
    ),
    pytest.param(
        f"<p>Normal 0 7.8 磅 0 2 false false false EN-US ZH-CN X-NONE MicrosoftInternetExplorer4</p>{WHOLE}",
        GOLD,
        id="Word's view pasted as text",
    ),
    pytest.param(
        WHOLE.replace("<p>一、", "<p><![if !supportLists]><span>一、</span><![endif]>"), GOLD, id="revealed conditions"
    ),
    pytest.param(f'{WHOLE}<div>共2页 <b>1</b> <a href="2.html">2</a> <a href="3">下一页</a></div>', GOLD, id="a pager"),
    pytest.param(f"{WHOLE}<div>首页 上一页 1 2 下一页 尾页</div>", GOLD, id="a pager without links"),
    pytest.param(WHOLE.replace("一、总体情况", '<a href="#a1">一、总体情况</a>'), GOLD, id="a heading in an anchor"),
    pytest.param(
        f'<p><a href="#a1">一、概述</a></p><p><a href="#a2">二、其他</a></p>{WHOLE}',
        ["一、概述", "二、其他", *GOLD],
        id="a table of contents",
    ),
    pytest.param(
        UNSIGNED + FILES + write(REPORT[-2:], P),
        [*GOLD[:-2], "附件：1.石门镇统计表.doc", "2.石门镇清单.xls", *GOLD[-2:]],
        id="annexes before the signature are the author's",
    ),
    pytest.param(WHOLE + LISTED, GOLD, id="files after it are not"),
    pytest.param(f'<div style="display: none;">{WHOLE}</div>{WHOLE}', GOLD, id="a hidden copy"),
    pytest.param(f'<p><span style="display:none">隐藏</span>{INTRO}</p>', [INTRO], id="a hidden word"),
    pytest.param("".join(f"<p>{line}" for line in GOLD[:4]), GOLD[:4], id="paragraphs never closed"),
    pytest.param("".join(f"<p><p>{line}</p></p>" for line in GOLD[:4]), GOLD[:4], id="paragraphs in paragraphs"),
    pytest.param(f"<table><tr><td>{'<br/>'.join(GOLD[:4])}</td></tr></table>", GOLD[:4], id="lines in one cell"),
    pytest.param(
        table(("项目", "内容"), ("总体情况", "<p>公开86条。</p><p>新增3条。</p>"), ("问题", "<p>深度还不够。</p>")),
        ["项目 | 内容", "总体情况 | 公开86条。新增3条。", "问题 | 深度还不够。"],
        id="paragraphs in cells",
    ),
    pytest.param(
        table((f"<p>{INTRO}</p>{table(*GRID)}<p>无。</p>",)),
        [INTRO, *lines_of((GRID,)), "无。"],
        id="a table in a table",
    ),
    pytest.param(f"<form><input value='x'>{WHOLE}<select><option>选项</option></select></form>", GOLD, id="a form"),
    pytest.param(f"<iframe src='x'>不支持框架</iframe><video>不支持播放</video>{WHOLE}", GOLD, id="a film"),
    pytest.param(f"<p>{INTRO}</p>", [INTRO], id="one paragraph"),
    pytest.param(f"<table><tr><td>{INTRO}</td></tr></table>", [INTRO], id="one paragraph in a cell"),
    pytest.param(
        f"<div>{INTRO}<span>补充一句。</span><div>第二段。</div>第三段。</div>",
        [f"{INTRO}补充一句。", "第二段。", "第三段。"],
        id="text between blocks",
    ),
    pytest.param(
        f"{write(REPORT[:4], P)}<p>【打印】【关闭】</p>{write(REPORT[4:], P)}",
        GOLD,
        id="a bar in the middle of the text",
    ),
    pytest.param(
        f"{write(REPORT[:12], P)}<div>{LISTED}</div>{write(REPORT[12:], P)}",
        GOLD,
        id="a box of files before the signature",
    ),
    pytest.param(
        write(REPORT[:10], P)
        + "<p>相关信息公开后，群众反映良好。</p><p>分享到群众手中的实惠更多了。</p>"
        + write(REPORT[10:], P),
        [*GOLD[:12], "相关信息公开后，群众反映良好。", "分享到群众手中的实惠更多了。", *GOLD[12:]],
        id="sentences that begin as closing marks do",
    ),
]
NAMED = next(shell for shell in SHELLS if shell.name.startswith("TRS, new"))
NAMELESS = Shell(
    "no name tells",
    f"<html><head><title>{TITLE}</title></head><body><ul><li><a href='/'>首页</a></li><li><a href='/zw'>政务</a></li>"
    f"</ul><div class='w'><h1>{TITLE}</h1><div>发布时间：2021-01-20 来源：石门镇 浏览次数：128</div>"
    "<div class='nr'>{body}</div></div>"
    "<div class='r'><h3>最新信息</h3><ul><li><a href='/1'>石门镇召开春耕生产动员会</a><span>2021-03-02</span></li>"
    "<li><a href='/2'>石门镇开展森林防火巡查</a><span>2021-02-26</span></li></ul></div>"
    "<div class='f'>主办单位：石门镇人民政府 网站标识码：4311210001</div></body></html>",
)


@pytest.mark.parametrize(("body", "lines"), SHAPES)
@pytest.mark.parametrize("shell", [NAMED, NAMELESS], ids=["in a container", "in none that is named"])
def test_a_shape_is_read_whole_and_alone(shell: Shell, body: str, lines: list[str]) -> None:
    assert read(shell.fill(body)).text.split("\n") == lines


def test_a_page_of_pictures_has_a_body_and_no_text() -> None:
    page = Page(ADDRESS, 200, {}, b"", Fetch(ADDRESS, "article"))
    article = read_article(page, NAMED.fill("<p><img src='a.jpg'></p><p><img src='b.jpg'></p>"))
    assert ("img" in article.markup, clean_markup(article.markup).text) == (True, "")


def test_a_page_in_gbk_reads_as_in_utf_8() -> None:
    source = SHELLS[4].fill(WHOLE)
    gbk = source.replace('charset="utf-8"', 'charset="gb2312"')
    assert read(gbk, "gb18030").text == read(source).text == "\n".join(GOLD)


TITLED = [
    pytest.param("<div class='xxgk_content'><div>{}</div><div id='Zoom'>{}</div></div>", True, id="the text's own box"),
    pytest.param("<div class='detail_box'><div>{}</div><div id='Zoom'>{}</div></div>", False, id="a layout's box"),
    pytest.param("<div class='content'><h1>{}</h1><div id='Zoom'>{}</div></div>", False, id="the page's heading"),
    pytest.param(
        "<div class='content'><div>{}</div><p>发布时间：2021-01-20</p><div id='Zoom'>{}</div></div>",
        False,
        id="a byline below",
    ),
]


@pytest.mark.parametrize(("markup", "kept"), TITLED)
def test_a_title_line_inside_the_box_of_the_text_stays_and_a_bar_s_goes(markup: str, kept: bool) -> None:
    source = f"<html><head><title>{TITLE}</title></head><body>{markup.format(TITLE, WHOLE)}</body></html>"
    assert read(source).text.split("\n") == ([TITLE] if kept else []) + GOLD


def test_a_title_the_text_repeats_is_said_once() -> None:
    box = f"<div class='detail_content'><div>{TITLE}</div><div id='Zoom'><p>{TITLE}</p>{WHOLE}</div></div>"
    assert read(f"<title>{TITLE}</title>{box}").text.split("\n") == [TITLE, *GOLD]
