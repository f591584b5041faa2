"""Pages nobody has shown us that hide, split, copy or misname their text, and pages that have none."""

import pytest

from crawler.families.base import UnreadablePage
from tests.crawler.invented_pages import NEWS, NEWS_TITLE, REPORT, REPORT_TITLE, read

CASES = [
    pytest.param(
        REPORT_TITLE,
        """<div class="bt-content zoom clearfix">{report[:3]}\
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]>\
<span lang=EN-US>1.<span style='font:7pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>\
加强学习培训。</p><!--[if gte mso 9]><xml><o:shapedefaults v:ext="edit"/></xml><![endif]-->\
<!--[if gte vml 1]><v:shape id="_x0000_i1025">图形</v:shape><![endif]--><![if !vml]><img src="a.gif">\
<![endif]>{report[3:]}</div>""",
        [*REPORT[:3], "1. 加强学习培训。", *REPORT[3:]],
        id="word supportLists",
    ),
    pytest.param(
        NEWS_TITLE,
        """<div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content">\
<div id="img-content"><h1 class="rich_media_title" id="activity-name">{title}</h1>\
<div id="meta_content"><span>原创</span> <a href="javascript:void(0);" id="js_name">青山发布</a>\
 <em id="publish_time">2021-03-02 08:15</em></div>\
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;"><section>\
<section><section><section style="margin:8px"><p><span>\
本报青山3月2日电（记者某某）近日，青山县召开春季森林防火工作会议，全面部署护林防火各项措施。</span></p>\
</section><section style="margin:8px"><p><span>\
会议指出，入春以来气温回升快、风力大，林区可燃物增多，防火形势十分严峻。</span></p></section>\
<section style="margin:8px"><p><span>“每天两次巡山，一次也不能少。”护林员老周说。</span></p></section>\
<section style="margin:8px"><p><span>据了解，全县现有护林员312名，去年共劝阻野外用火86起。</span></p>\
</section><section style="margin:8px"><p><span>\
下一步，青山县将实行县、镇、村三级包保，把责任落实到山头地块。</span></p></section></section></section>\
</section></div></div></div></div></div>""",
        [*NEWS],
        id="wechat js_content hidden",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="zwxl-article"><table border=1><tr><td>信息内容</td><td>本年制发件数</td><td>\
现行有效件数</td></tr><tr><td>规章</td><td>0</td><td>0</td></tr><tr><td>行政规范性文件</td><td>2</td>\
<td>5</td></tr><tr><td>行政许可</td><td>36</td><td>36</td></tr><tr><td>行政处罚</td><td>4</td><td>4</td>\
</tr></table></div>""",
        [
            "信息内容 | 本年制发件数 | 现行有效件数",
            "规章 | 0 | 0",
            "行政规范性文件 | 2 | 5",
            "行政许可 | 36 | 36",
            "行政处罚 | 4 | 4",
        ],
        id="report of tables only",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="main2"><h1>{title}</h1><div class="msg">2022-01-18</div><div class="nr2"><p>本年度无。</p>\
</div></div>""",
        ["本年度无。"],
        id="very short report, no name tells",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="main2"><h1>{title}</h1><div class="msg">2022-01-18</div><div id="zoom"><p>本年度无。</p>\
</div></div>""",
        ["本年度无。"],
        id="very short report, no name tells",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="main2"><h1>{title}</h1><div class="msg">2022-01-18</div><div class="nr2"><p>\
本年度无政府信息公开事项。</p><p>青山县应急管理局</p><p>2022年1月18日</p></div></div>""",
        ["本年度无政府信息公开事项。", *REPORT[11:]],
        id="short report of two lines, no name tells",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="info_box"><h1>{title}</h1><div class="zw">{report[:11]}</div>\
<div class="lk" style="text-align:right">青山县应急管理局</div><div class="lk" style="text-align:right">\
2022年1月18日</div></div>""",
        [*REPORT],
        id="signature outside the box",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="info_box"><h1>{title}</h1><div id="zoom">{report[:11]}</div>\
<div class="lk" style="text-align:right">青山县应急管理局</div><div class="lk" style="text-align:right">\
2022年1月18日</div></div>""",
        [*REPORT],
        id="signature outside the",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="article-content">{report[:3]}<p>全年办理提案12件<a href="#_ftn1" name="_ftnref1"><sup>\
[1]</sup></a>。</p>{report[3:]}<hr><div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a>\
 含联合办理3件。</p></div></div>""",
        [*REPORT[:3], "全年办理提案12件[1]。", *REPORT[3:], "[1] 含联合办理3件。"],
        id="footnotes",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="wrap"><h1>{title}</h1><div class="footer-content share-box">{report}</div></div>""",
        [*REPORT],
        id="body class says foot",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="content"><ul><li><a href="/1">领导之窗</a></li><li><a href="/2">机构职能</a></li></ul><p>\
本栏目由青山县政务服务中心维护，欢迎监督。</p></div><div class="nrnr"><h1>{title}</h1>{report}</div>""",
        [*REPORT],
        id="chrome class says content",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="pc hidden-xs"><div class="article-content">{report}</div></div>\
<div class="mobile visible-xs" style="display:none"><div class="article-content">{report}</div></div>""",
        [*REPORT],
        id="mobile copy",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="pc-con hidden-xs"><div class="con1">{report}</div></div><div class="m-con visible-xs">\
<div class="con2">{report}</div></div>""",
        [*REPORT],
        id="mobile copy by class only",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div id="zoom">{report}</div><div id="printArea" style="display:none"><h1>{title}</h1>{report}</div>""",
        [*REPORT],
        id="print copy",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="con"><h1>{title}</h1><div id="ctn"></div>\
<input type="hidden" id="hidContent" value="{escaped report}"><script>\
$("#ctn").html($("#hidContent").val())</script></div>""",
        [*REPORT],
        id="text in hidden input only",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="con"><h1>{title}</h1><div id="ctn"></div><textarea id="txtContent" style="display:none">\
{escaped report}</textarea></div>""",
        [*REPORT],
        id="text in textarea only",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="con"><h1>{title}</h1><div id="ctn"></div><script>\
var content={report in a script};document.getElementById("ctn").innerHTML=content;</script></div>""",
        [*REPORT],
        id="text in a script only",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="con"><h1>{title}</h1><div id="ctn"></div><script type="text/html" id="tpl">{report}</script>\
</div>""",
        [*REPORT],
        id="text in a template script",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="tabs"><div class="tab1">{report[:5]}</div><div class="tab2">{report[5:9]}</div>\
<div class="tab3">{report[9:]}</div></div>""",
        [*REPORT],
        id="body split over boxes, numbered",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="zw2"><p>目　录</p><p>一、总体情况……1</p>\n<p>二、主动公开政府信息情况……2</p>\n<p>\
三、存在的主要问题……5</p>\n{report}</div>""",
        ["目 录", "一、总体情况……1", "二、主动公开政府信息情况……2", "三、存在的主要问题……5", *REPORT],
        id="toc with dots",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="article"><h1>{title}</h1><div class="article-content"><p>本年度报告全文见附件。</p>\
<iframe src="/pdfjs/web/viewer.html?file=/a.pdf" width="100%"></iframe><p><a href="/a.pdf">\
青山县应急管理局年报.pdf</a></p></div></div>""",
        ["本年度报告全文见附件。"],
        id="pdf viewer",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="k1"><h1>{title}</h1><div>发布时间：2022-01-18</div><div class="k2"><p>全年未收到申请。</p>\
</div></div><div class="statement"><p>\
本网站所载信息由各部门提供，内容以各部门解释为准。如有疑问，请与提供部门联系。本网站不对信息的准\
确性承担责任。</p></div>""",
        ["全年未收到申请。"],
        id="footer longer than the text",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="article"><!--ZJEG_RSS.content.begin-->{report}<!--ZJEG_RSS.content.end--></div>\
<div style="display:none" id="barrierfree_container">{report}</div>""",
        [*REPORT],
        id="hidden duplicate comment pair",
    ),
    pytest.param(
        REPORT_TITLE,
        """<table class="xxgk_table"><tbody><tr><td class="lab">索 引 号</td><td>001008003015011/2022-00001</td>\
<td class="lab">信息分类</td><td>其他 / 综合政务 / 报告</td></tr><tr><td class="lab">发布机构</td><td>\
青山县应急管理局</td><td class="lab">生成日期</td><td>2022-01-18</td></tr><tr><td class="lab">\
文　　号</td><td></td><td class="lab">关 键 词</td><td></td></tr></tbody></table><div class="xxgk_nr">\
<p class="title" style="text-align:center;font-size:26px">{title}</p><div class="fontzoom">{report}\
</div><p>信息来源：县应急管理局</p></div>""",
        [*REPORT],
        id="jcms xxgk grid and pager",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="tys-main"><div class="tys-main-zt-tit">{title}</div><div class="tys-main-zt-fbt">\
青山县人民政府门户网站　www.example.gov.cn　发布时间：2022-01-18　【字体：<a>大</a> <a>中</a> <a>小</a>\
】</div><div class="tys-main-zt-show j-fontContent"><ucapcontent>{report}</ucapcontent></div></div>""",
        [*REPORT],
        id="hunan tys-main",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div id="wzy1"><h2>{title}</h2><div id="fbsj">2022年01月18日 10时20分 来源： <a>青山县</a></div>\
<div id="cmsArticleContent">{report}</div><div id="zrbj">责任编辑：某某</div></div>""",
        [*REPORT],
        id="sichuan wzy",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="zw3"><dl><dt>一、总体情况</dt><dd>\
（一）主动公开。全年公开信息120条，其中通过政府网站公开98条。</dd><dt>二、存在问题</dt><dd>\
主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。</dd><dt>三、其他事项</dt>\
<dd>无。</dd></dl></div>""",
        [
            *REPORT[1:3],
            "二、存在问题",
            "主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。",
            "三、其他事项",
            "无。",
        ],
        id="definition list",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="article-content"><p>一、主要做法</p><ol><li>健全制度。</li><li>加强培训。</li></ol></div>""",
        ["一、主要做法", "1. 健全制度。", "2. 加强培训。"],
        id="ordered list",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="zw4"><details><summary>一、总体情况</summary><p>\
（一）主动公开。全年公开信息120条，其中通过政府网站公开98条。</p></details><details><summary>\
四、问题</summary><p>主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。</p>\
</details></div>""",
        [*REPORT[1:3], "四、问题", "主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。"],
        id="details and summary",
    ),
]


@pytest.mark.parametrize(("title", "middle", "lines"), CASES)
def test_a_text_is_read_whole_and_alone(title: str, middle: str, lines: list[str]) -> None:
    assert read(middle, title).text.split("\n") == lines


WAITING = ["正在加载，请稍候。", "您访问的页面不存在或已删除。", ""]


@pytest.mark.parametrize("said", WAITING)
def test_a_page_whose_text_is_yet_to_come_has_none(said: str) -> None:
    with pytest.raises(UnreadablePage, match="body"):
        read(f"<div class='k1'><h1>{{title}}</h1><div class='k2'><p>{said}</p></div></div>", REPORT_TITLE)


def test_a_day_of_publishing_below_the_text_is_no_signature() -> None:
    box = "<div id='zoom'>{report[:11]}</div>"
    for line in ("<div>发布时间：2022年1月18日</div>", "<div>2022年1月18日</div>", "<div>2022-01-18</div>"):
        assert read(f"<div>{box}{line}</div>", REPORT_TITLE).text.split("\n") == REPORT[:11]


def test_the_page_s_own_name_and_day_are_no_part_of_a_text() -> None:
    box = "<div id='zoom'><p>名称：{title}</p><p>发布日期：2022-01-18</p><p>2022-01-18</p>{report}</div>"
    assert read(box, REPORT_TITLE).text.split("\n") == REPORT


@pytest.mark.parametrize("control", ["\x01", "\x0b", "\x1f", "\ufffe", "&#1;"])
@pytest.mark.parametrize(
    "box",
    [
        "<div class='k1'><h1>{title}</h1>%s{report}</div>",
        "<div id='article'><h1>{title}</h1>%s{report}</div>",
        "<div id='content'><p></p><h1>{title}</h1>%s<hr>{report}</div>",
    ],
)
def test_a_heading_is_taken_out_from_before_what_no_tree_can_be_given(box: str, control: str) -> None:
    assert read(box.replace("%s", f"{control}甲"), REPORT_TITLE).text.split("\n") == ["甲", *REPORT]
