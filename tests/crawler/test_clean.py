"""Clean text: every word of the author's, none of the page's."""

import html

import pytest

from crawler.extract.blocks import read_blocks
from crawler.extract.clean import EXTRACT_RULES, clean_markup
from crawler.extract.documents import read_document
from tests.replica.county import Cell, County, Paragraph
from tests.replica.files import make_file
from tests.replica.generator import report
from tests.replica.places import TONGXIANG

LONG = "2017年，我镇认真贯彻落实《中华人民共和国政府信息公开条例》，主动公开政府信息86条，全文电子化率达100%。"


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)


LAYOUTS = [
    pytest.param("<p>{}</p>", "", id="p"),
    pytest.param("<div>{}</div>", "", id="div"),
    pytest.param("{}<br/>\n", "", id="br"),
    pytest.param("<section>{}</section>", "", id="section-of-a-message-editor"),
    pytest.param(
        '<p class="MsoNormal" style="text-indent:32pt"><span lang="EN-US"><o:p></o:p></span><span>{}</span></p>',
        "",
        id="word",
    ),
    pytest.param(
        "<tr><td>{}</td></tr>", "<table><tr><td><table>{}</table></td></tr></table>", id="one-column-nested-tables"
    ),
    pytest.param("<li>{}</li>", "<ul>{}</ul>", id="list"),
    pytest.param("<p>&nbsp;&nbsp;　　{}&nbsp; </p>", "", id="indented-with-typed-blanks"),
    pytest.param("<div class='yinyong share menu' id='comment'><p>{}</p></div>", "", id="class-names-that-say-chrome"),
    pytest.param("<p>\r\n\t<font>{}</font>\r\n</p>", "", id="source-line-breaks"),
    pytest.param("<p>\u200b{}\ufeff</p>", "", id="zero-width-characters"),
]

BODY = [
    "石门镇2017年度信息公开工作报告",
    "一、概述",
    LONG,
    "二、收费及减免情况",
    "无。",
    "三、行政复议情况",
    "无。",
    "四、行政诉讼情况",
    "无。",
    "石门镇人民政府",
    "二○一八年一月三日",
]


@pytest.mark.parametrize(("line", "around"), LAYOUTS)
def test_a_report_reads_the_same_in_every_layout(line: str, around: str) -> None:
    markup = "".join(line.format(text) for text in BODY)
    clean = clean_markup(around.format(markup) if around else markup)
    assert clean.text.split("\n") == BODY
    assert (clean.coverage, clean.fallback, clean.rules) == (1.0, False, EXTRACT_RULES)


DROPPED = [
    pytest.param("【打印】【字体：大 中 小】", "bar", id="print-and-font-bar"),
    pytest.param("字号：[大] [中] [小] [打印] [关闭]", "bar", id="size-bar"),
    pytest.param("分享到： 微信 QQ空间 新浪微博", "bar", id="share-bar"),
    pytest.param("登录 注册 无障碍浏览", "bar", id="login-bar"),
    pytest.param("浏览次数：1024次", "counter", id="view-counter"),
    pytest.param("点击数:", "counter", id="counter-filled-by-script"),
    pytest.param("发布日期：2018-01-05 浏览次数：-", "byline", id="byline"),
    pytest.param("发布时间: 2018-01-05 来源: 石门镇 字体: 大 中 小", "byline", id="byline-with-font"),
    pytest.param("作者：| 来源：石门镇| 时间：2018-01-05 点击数：", "byline", id="byline-with-bars"),
    pytest.param("扫一扫在手机打开当前页", "scan", id="scan"),
    pytest.param("上一篇：湾龙镇2016年政务公开工作情况汇报", "neighbour", id="previous"),
    pytest.param("下一篇：没有了", "neighbour", id="next"),
    pytest.param("当前位置：首页 > 政务公开 > 年报", "breadcrumb", id="breadcrumb"),
    pytest.param("附件列表：", "attachments", id="attachment-caption"),
    pytest.param("相关链接", "attachments", id="related-links-caption"),
    pytest.param("【责任编辑：某某】", "editor", id="editor"),
    pytest.param("（来源：中国政府网）", "editor", id="credit-in-brackets"),
    pytest.param("( )", "frame", id="empty-brackets"),
    pytest.param(".TRS_Editor P{line-height:1.5;font-family:宋体;}", "style", id="style-written-as-text"),
    pytest.param("@page WordSection1 {size:595.3pt 841.9pt;}", "style", id="word-page-style"),
    pytest.param("版权所有 连州市人民政府 主办单位：连州市人民政府办公室", "footer", id="footer"),
    pytest.param("粤公网安备 44188202000012号 政府网站标识码：4418820001 粤ICP备05000000号", "footer", id="site-codes"),
]


@pytest.mark.parametrize(("chrome", "rule"), DROPPED)
def test_a_line_of_the_page_is_dropped_and_named(chrome: str, rule: str) -> None:
    clean = clean_markup(paragraphs(*BODY, chrome))
    assert clean.text.split("\n") == BODY
    assert f"chrome:{rule}" in clean.flags
    assert clean.coverage < 1.0 or rule == "frame"


KEPT = [
    pytest.param("我镇在网站版权所有栏目旁公布了主办单位：镇党政办。", id="a-sentence-about-a-footer"),
    pytest.param("本站主办单位对浏览次数、点击数逐月统计，分享到各村。", id="a-sentence-about-counters"),
    pytest.param("全年公开信息点击次数达到288次。", id="a-count-of-clicks"),
    pytest.param("上一年度结转申请0件。", id="last-year"),
    pytest.param("附件：石门镇政府信息公开情况统计表", id="an-annex-the-author-names"),
    pytest.param("联系电话：0763—6382321", id="the-office's-own-telephone"),
    pytest.param("电子信箱：公布在市政府门户网站", id="contact-line-without-a-footer"),
    pytest.param("二○一八年一月三日", id="the-date-line"),
    pytest.param("扫一扫政务二维码的群众达120人次。", id="a-sentence-about-scanning"),
    pytest.param("公开形式：打印张贴", id="printing"),
    pytest.param("关键词：公开、透明、便民。", id="a-sentence-that-begins-like-a-grid"),
]


@pytest.mark.parametrize("line", KEPT)
def test_a_line_of_the_report_stays_whatever_it_mentions(line: str) -> None:
    assert clean_markup(paragraphs(*BODY, line)).text.split("\n") == [*BODY, line]


def test_a_footer_goes_only_from_the_end_and_whole() -> None:
    footer = ["版权所有 琼中县人民政府网 主办单位:县政府办公室", "电子信箱:a@example.com 运行维护:网站管理中心"]
    assert clean_markup(paragraphs(*BODY, "|", *footer)).text.split("\n") == BODY
    inside = [*BODY[:3], "主办单位：镇党政办", *BODY[3:]]
    assert clean_markup(paragraphs(*inside)).text.split("\n") == inside


def test_the_metadata_grid_before_the_text_goes_and_the_same_words_in_the_text_stay() -> None:
    grid = (
        "<table><tr><td>索 引 号：</td><td>330483/2018-1</td><td>主题分类：</td><td>政务</td></tr>"
        "<tr><td>发布机构：</td><td>石门镇</td><td>发文日期：</td><td>2018-01-05</td></tr>"
        "<tr><td>名 称：</td><td>石门镇报告</td><td></td><td></td></tr></table>"
    )
    table = (
        "<table><tr><td>名称</td><td>数量</td><td>占比</td></tr><tr><td>公文</td><td>3</td><td>60%</td></tr></table>"
    )
    clean = clean_markup(grid + paragraphs(*BODY) + table)
    assert clean.text.split("\n") == [*BODY, "名称 | 数量 | 占比", "公文 | 3 | 60%"]
    assert "chrome:grid" in clean.flags


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p>[bookmark: _GoBack]截至目前，公开</p>", "截至目前，公开", id="bookmark-first"),
        pytest.param("<p>截至[bookmark: _GoBack]目前</p>", "截至目前", id="bookmark-inside"),
        pytest.param("<p>政府\n  信息公开</p>", "政府信息公开", id="source-break-inside-chinese"),
        pytest.param("<p>共<b>86</b>\n条</p>", "共86条", id="source-break-beside-chinese"),
        pytest.param("<p>Open\nData</p>", "Open Data", id="source-break-between-latin-words"),
        pytest.param("<p>（二）主要问题 ：</p>", "（二）主要问题 ：", id="a-typed-blank-stays"),
        pytest.param("<p>张&nbsp;&nbsp;&nbsp;三　　镇长</p>", "张 三 镇长", id="runs-of-blanks-become-one"),
        pytest.param("<p>a<script>var x='公开';</script>b<style>p{}</style>c<!-- 注 --></p>", "abc", id="scripts"),
        pytest.param("<p>一</p><p></p><p>&nbsp;</p><p>二</p>", "一\n二", id="empty-paragraphs"),
        pytest.param("第一行\n第二行", "第一行\n第二行", id="plain-text-without-a-tag"),
        pytest.param("<pre>第一行\n第二行</pre>", "第一行\n第二行", id="preformatted"),
        pytest.param("", "", id="nothing"),
        pytest.param("<p>&nbsp;</p>", "", id="a-blank"),
        pytest.param("<p>短</p>", "短", id="one-character"),
        pytest.param("<p>a\x00b\x0bc</p>", "abc", id="control-characters"),
        pytest.param("<p>&#12295;&amp;&lt;公开&gt;</p>", "〇&<公开>", id="entities"),
        pytest.param("<script>x</script>", "", id="only-script"),
        pytest.param("<frameset><frame src=a></frameset>", "", id="frameset"),
        pytest.param("<?xml version='1.0' encoding='gbk'?><p>公开</p>", "公开", id="xml-declaration"),
        pytest.param("<p>公开<p>工作", "公开\n工作", id="unclosed"),
        pytest.param("</td></tr><p>公开</p></table>", "公开", id="ends-without-starts"),
        pytest.param("<p>|</p><p>|||</p><p>| 一 | |||</p>", "一", id="pipes-of-a-lost-grid"),
    ],
)
def test_small_repairs(markup: str, text: str) -> None:
    assert clean_markup(markup).text == text


def test_tables_keep_rows_cells_and_blanks() -> None:
    markup = """<table border=1><tr><td rowspan=2>信息内容</td><td colspan=2>件数</td></tr>
      <tr><td>本年制<br>发件数</td><td>现行有效件数</td></tr>
      <tr><td>规章</td><td></td><td>0</td></tr><tr><td></td><td></td><td></td></tr>
      <tr><td>行政规范性文件</td><td>2</td><td>83</td></tr></table>"""
    assert clean_markup(markup).text.split("\n") == [
        "信息内容 | 件数",
        "本年制发件数 | 现行有效件数",
        "规章 | | 0",
        "行政规范性文件 | 2 | 83",
    ]


def test_a_data_table_inside_a_layout_table_keeps_its_rows() -> None:
    inner = "<table><tr><td>规章</td><td>0</td></tr><tr><td>其他</td><td>2</td></tr></table>"
    markup = f"<table><tr><td>左栏</td><td><p>{LONG}</p>{inner}<p>无。</p></td></tr></table>"
    assert clean_markup(markup).text.split("\n") == ["左栏", LONG, "规章 | 0", "其他 | 2", "无。"]


def test_hidden_text_is_left_out_unless_nearly_all_is_hidden() -> None:
    shown = clean_markup(f"<div style='display:none'>隐藏</div><p hidden>也隐藏</p><p>{LONG}</p>")
    assert (shown.text, shown.flags) == (LONG, ("hidden",))
    uncovered = clean_markup(f"<div style='DISPLAY: none'><p>{LONG}</p></div><p>短</p>")
    assert uncovered.text == f"{LONG}\n短"
    assert "hidden_kept" in uncovered.flags


def test_lists_of_links_go_and_a_linked_word_in_a_sentence_stays() -> None:
    links = "".join(f"<li><a href='/{n}'>某镇{n}年政府信息公开工作年度报告</a></li>" for n in range(2010, 2018))
    body = f"<p>{LONG}详见<a href='/x'>市政府网站</a>。</p>"
    clean = clean_markup(paragraphs(*BODY) + body + f"<ul>{links}</ul>")
    assert clean.text.split("\n") == [*BODY, f"{LONG}详见市政府网站。"]
    file = clean_markup(paragraphs(*BODY) + "<p><a href='/a.doc'>附件：统计表.doc</a></p>")
    assert file.text.split("\n") == BODY


def test_the_same_text_in_any_order_any_number_of_times() -> None:
    markups = [paragraphs(*BODY), paragraphs(*BODY[3:], LONG), paragraphs(LONG, LONG, "无。", "无。")]
    first = [clean_markup(markup) for markup in markups]
    assert [clean_markup(markup) for markup in reversed(markups * 3)] == list(reversed(first * 3))
    assert first[2].text.split("\n") == [LONG, LONG, "无。", "无。"]


def test_rows_are_told_from_paragraphs() -> None:
    blocks = read_blocks("<p>甲 | 乙</p><table><tr><td>丙</td><td>丁</td></tr></table>")
    assert [block.cells for block in blocks.lines] == [(), ("丙", "丁")]


# --- what general extractors were measured to lose, and nothing here may ---------------------------------------------

#: Names on class and id for which trafilatura drops an inner div without a word, pinyin ones of templates among them.
NAMES = (
    "dayin yinyong bar sidebar menu meta tags tag message share attachment author slide social banner options overlay "
    "permission nfoline comment footer header nav breadcrumb related hidden print byline date title widget popup login"
).split()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("attribute", ["class", "id"])
def test_what_an_element_is_called_loses_no_text(name: str, attribute: str) -> None:
    markup = paragraphs(*BODY[:4]) + f"<div {attribute}='{name}' role='navigation'>{paragraphs(*BODY[4:])}</div>"
    assert clean_markup(markup).text.split("\n") == BODY


LOOSE = [
    pytest.param("甲<p>乙</p>丙", ["甲", "乙", "丙"], id="bare-text-around-paragraphs"),
    pytest.param("<div><b>甲</b>乙<p>丙</p>丁</div>戊", ["甲乙", "丙", "丁", "戊"], id="tails-of-elements"),
    pytest.param("<p>甲</p><span>乙</span>", ["甲", "乙"], id="a-span-after-the-last-paragraph"),
    pytest.param("<p>甲<br>乙<br/>丙", ["甲", "乙", "丙"], id="the-last-paragraph-never-closed"),
    pytest.param("<p>甲</p></div></td>乙", ["甲", "乙"], id="text-after-ends-of-nothing"),
    pytest.param("<p>甲<!-- x --><!-- y -->乙</p>丙<!-- z -->丁", ["甲乙", "丙丁"], id="text-around-comments"),
    pytest.param("<a name=top></a>甲<hr>乙", ["甲", "乙"], id="anchors-and-rules"),
    pytest.param("<label>甲</label><p>乙</p>", ["甲", "乙"], id="label"),
    pytest.param("<iframe src=/x>框</iframe><p>乙</p>", ["乙"], id="iframe"),
    pytest.param("<dl><dt>甲</dt><dd>乙</dd></dl>", ["甲", "乙"], id="definitions"),
    pytest.param("<blockquote>甲</blockquote><center>乙</center>", ["甲", "乙"], id="quotes-and-centred-text"),
    pytest.param("<form><fieldset><legend>甲</legend>乙</fieldset></form>", ["甲", "乙"], id="a-page-in-a-form"),
    pytest.param("<header><h1>甲</h1></header><footer>乙</footer>", ["甲", "乙"], id="header-and-footer-of-the-text"),
    pytest.param("<aside>甲</aside><nav>乙</nav>", ["甲", "乙"], id="elements-that-say-chrome"),
    pytest.param("<div><div>甲</div>乙<div>丙</div></div>", ["甲", "乙", "丙"], id="text-between-blocks"),
    pytest.param("<p>甲<table><tr><td>乙</td><td>丙</td></tr></table>丁", ["甲", "乙 | 丙", "丁"], id="around-a-table"),
    pytest.param("<table>甲<tr><td>乙</td><td>丙</td></tr></table>", ["甲", "乙 | 丙"], id="text-loose-in-a-table"),
    pytest.param(
        "<table><caption>表一</caption><tr><td>乙</td><td>丙</td></tr></table>", ["表一", "乙 | 丙"], id="caption"
    ),
]


@pytest.mark.parametrize(("markup", "lines"), LOOSE)
def test_text_stays_wherever_an_editor_left_it(markup: str, lines: list[str]) -> None:
    assert clean_markup(markup).text.split("\n") == lines


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_stay_where_they_stand(level: int) -> None:
    markup = "".join(
        f"<h{level}>{line}</h{level}>" if line[1:2] == "、" else f"<p>{line}</p>" for line in map(html.escape, BODY)
    )
    assert clean_markup(markup).text.split("\n") == BODY


def test_a_short_report_is_whole() -> None:
    short = ["某办2017年度报告", "无。", "某办", "2018年1月3日"]
    clean = clean_markup(paragraphs(*short))
    assert (clean.text.split("\n"), clean.coverage, clean.fallback) == (short, 1.0, False)


def test_paragraphs_that_pages_share_stay_on_each_of_them() -> None:
    shared = [f"第{number}段：" + LONG * 3 for number in range(4)]
    pages = [paragraphs(f"某镇{number}年报告", *shared, *shared) for number in range(20)]
    first = [clean_markup(page).text for page in pages]
    assert [text.split("\n")[1:] for text in first] == [[*shared, *shared]] * 20
    assert [clean_markup(page).text for page in pages[::-1] * 3] == first[::-1] * 3


def test_the_signature_stays_set_to_the_right_in_spans_or_in_a_table() -> None:
    for name, day in (("石门镇人民政府", "二○一八年一月三日"), ("石门镇人民政府办公室", "2018年1月3日")):
        for markup in (
            f"<p align=right>{name}</p><p align=right>{day}</p>",
            f"<div style='text-align:right'><span>{name}<br>{day}</span></div>",
            f"<table align=right><tr><td>{name}</td></tr><tr><td>{day}</td></tr></table>",
            f"{name}<br>{day}",
        ):
            assert clean_markup(paragraphs(*BODY[:-2]) + markup).text.split("\n") == [*BODY[:-2], name, day]


@pytest.mark.parametrize("extension", ["docx", "doc", "rtf"])
@pytest.mark.parametrize("year", [2017, 2020, 2023])
def test_a_page_and_a_file_of_one_report_read_the_same(year: int, extension: str) -> None:
    county = County("tx.gov.cn", "桐乡市", "330483", TONGXIANG, (year,))
    body = report(county, TONGXIANG[0], year, seed=5).body
    page = "".join(
        f"<p>{html.escape(block.text)}</p>"
        if isinstance(block, Paragraph)
        else "<table>" + "".join("<tr>" + "".join(map(_td, row)) + "</tr>" for row in block.rows) + "</table>"
        for block in body
    )
    shown, filed = clean_markup(page), read_document(make_file(extension, body), f"报告.{extension}")
    assert shown.text == filed.text
    assert [table.cells for table in shown.tables] == [table.cells for table in filed.tables]


def _td(cell: Cell) -> str:
    return f"<td rowspan={cell.rowspan} colspan={cell.colspan}>{html.escape(cell.text)}</td>"
