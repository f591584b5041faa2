"""Pages nobody has shown us, of news sites and ministries: captions, editors, bars and lists around a text."""

import pytest

from tests.crawler.invented_pages import NEWS, NEWS_TITLE, REPORT, REPORT_TITLE, read

CASES = [
    pytest.param(
        NEWS_TITLE,
        """<div class="clearfix w1000_320 text_con"><div class="fl text_con_left"><h1>{title}</h1>\
<p class="author"></p><div class="box01"><div class="fl">\
2021年03月02日08:15&nbsp;&nbsp;来源：<a href="/x">青山报</a></div><div class="fr"><div class="sharebox">\
分享到：</div></div></div><div class="box_con" id="rwb_zw">{news}<div class="edit clearfix">\
(责编：某某、某某)</div></div><div class="zbox">打印 网摘 纠错</div><h2>相关新闻</h2>\
<ul class="list_16"><li><a href="/1">青山县植树造林</a></li><li><a href="/2">青山县开展护林宣传</a></li>\
</ul></div><div class="fr">{hot}</div></div>""",
        [*NEWS],
        id="people old show_text",
    ),
    pytest.param(
        NEWS_TITLE,
        """<div class="header domPC"><div class="header-time"><span class="year"><em>2021</em></span>\
<span class="day"><em>03</em>/<em>02</em></span><span class="time">08:15:10</span></div>\
<div class="source">来源：青山网</div><div class="head-line clearfix"><h1><span class="title">{title}\
</span></h1></div></div><div class="main clearfix"><div class="main-left left">\
<div id="detail" class="detail"><p style="text-align:center"><img src="a.jpg"></p>\
<p style="text-align:center"><font color="navy">护林员在巡山。青山网记者某某摄</font></p>\
<span id="detailContent">{news}</span><div class="articleEdit"><span class="tiyi1">\
<a href="javascript:">【纠错】</a></span> <span class="editor">【责任编辑:某某】</span></div></div>\
<div class="columBox relatedNews"><div class="hd">阅读下一篇：</div></div></div>\
<div class="main-right right">{hot}</div></div>""",
        ["护林员在巡山。青山网记者某某摄", *NEWS],
        id="xinhua",
    ),
    pytest.param(
        NEWS_TITLE,
        """<div class="h-p3 clearfix"><div class="p-right left"><div class="h-news"><div class="h-title">{title}\
</div><div class="h-info"><span class="h-time">2021-03-02 08:15:10</span> 来源：<em id="source">\
青山网</em></div></div><div class="main"><div id="p-detail">{news}<p>+1</p><div class="zan-wap"></div>\
<div class="p-jc"><span>【纠错】</span>责任编辑：某某</div></div><div class="p-tags">新闻评论</div>\
</div></div></div>""",
        [*NEWS],
        id="xinhua old p-detail",
    ),
    pytest.param(
        NEWS_TITLE,
        """<div class="content"><div class="tit_con"></div><div id="page_body"><div id="title_area"><h1>{title}\
</h1><div class="info1">来源：青山网 | 2021年03月02日 08:15</div></div>\
<div class="content_area" id="content_area"><p><img src="1.jpg"></p><p class="photo_img_20190808">\
图为护林员巡山现场。</p>{news}</div><div class="zebian"><span>编辑：某某</span><span>\
责任编辑：某某</span></div><div class="function"><div class="toolbar">点击收起全文</div></div>\
<div class="ewm"><p>扫一扫 分享到微信</p></div><div class="kz"><h3>精彩推荐</h3>{hot}</div></div></div>""",
        ["图为护林员巡山现场。", *NEWS],
        id="cctv",
    ),
    pytest.param(
        NEWS_TITLE,
        """<div class="g-main"><h1 class="u-title">{title}</h1><div class="m-titleinfo"><div class="m_tips">\
<span class="m-con-time">2021-03-02 08:15</span><span class="m-con-source">来源：<a href="/">青山网</a>\
</span></div></div><div class="u-mainText">{news}<!--[ 责编：某某 ]--><span class="liability">\
[ 责编：某某 ]</span></div><div class="m-zbTool"><span>阅读剩余全文（<i>0</i>%）</span></div></div>{hot}""",
        [*NEWS],
        id="gmw u-mainText",
    ),
    pytest.param(
        NEWS_TITLE,
        """<div class="content" id="article"><h1 id="articleTitle">{title}</h1><div class="laiyuan">\
<span id="articleTime">2021年03月02日 08:15</span>　　　<span id="articleSource">来源：青山网</span>\
　　　<span id="articleAuthor">某某</span></div><div class="TRS_Editor">{news}</div>\
<p class="bianji" id="articleEditor">（责任编辑：某某）</p><div class="fenxiang">分享到：</div>\
<div class="sm">【免责声明】本网转载的文章目的在于传递更多信息，并不代表本网立场。</div></div>{hot}""",
        [*NEWS],
        id="ce TRS_Editor",
    ),
    pytest.param(
        NEWS_TITLE,
        """<div id="cont_1_1_2"><div class="content_title">当前位置：<a href="/">新闻</a></div><h1>{title}</h1>\
<div class="left-time"><div class="left-t">2021年03月02日 08:15　来源：青山网<a href="#">参与互动</a>\
</div></div><div class="left_zw"><p>　　青山网3月2日电 题：{title}</p>{news}\
<div id="function_code_page"></div></div><div class="left_name"><div class="left_name">\
【编辑:某某】</div></div><div class="left_ph">相关新闻：</div></div>{hot}""",
        ["青山网3月2日电 题：青山县部署春季森林防火工作", *NEWS],
        id="chinanews left_zw",
    ),
    pytest.param(
        NEWS_TITLE,
        """<div class="page_bd"><div class="page_hd"><p class="pbt">{title}</p><p class="pwz">\
发稿时间：2021-03-02 08:15:00 来源：<a href="/">青山报</a></p></div><div id="container">\
<div class="TRS_Editor"><div class="Custom_UnionStyle">{news}</div></div></div><div class="page_r_zw">\
<p>责任编辑：某某</p></div></div>""",
        [*NEWS],
        id="youth TRS in page_bd",
    ),
    pytest.param(
        NEWS_TITLE,
        """<div class="inner"><h1>{title}</h1><div class="info"><span class="appellation">\
来源：《青山》2021/05</span><span class="appellation">作者：某某</span><span class="pubtime">\
2021-03-02 08:15</span></div><div class="highlight"><p>\
本报青山3月2日电（记者某某）近日，青山县召开春季森林防火工作会议，全面部署护林防火各项措施。</p><p>\
<strong>一、夯实防火基础</strong></p>\n<p>\
会议指出，入春以来气温回升快、风力大，林区可燃物增多，防火形势十分严峻。</p>\n<p><strong>\
二、落实包保责任</strong></p>\n<p>下一步，青山县将实行县、镇、村三级包保，把责任落实到山头地块。</p>\n<p>\
（作者：青山县林业局局长）</p></div><div class="fs-text">标签 - <span>森林</span></div><p>\
责任编辑：某某</p></div>""",
        [
            "本报青山3月2日电（记者某某）近日，青山县召开春季森林防火工作会议，全面部署护林防火各项措施。",
            "一、夯实防火基础",
            "会议指出，入春以来气温回升快、风力大，林区可燃物增多，防火形势十分严峻。",
            "二、落实包保责任",
            "下一步，青山县将实行县、镇、村三级包保，把责任落实到山头地块。",
            "（作者：青山县林业局局长）",
        ],
        id="qstheory",
    ),
    pytest.param(
        NEWS_TITLE,
        """<div class="dyw1035"><h1 class="big_title">{title}</h1><div class="time"><i>\
发布时间：2021年03月02日 08:15</i><i>来源：青山网</i><b><a href="javascript:;">打印</a></b></div>\
<div class="word" id="font_area">{news}<p style="text-align:right;">（青山县融媒体中心）</p></div>\
<div class="share_c">分享到：</div><div class="tip">编辑：某某</div></div>""",
        [*NEWS, "（青山县融媒体中心）"],
        id="12371",
    ),
    pytest.param(
        NEWS_TITLE,
        """<div class="article-content">{news}<div class="pages"><span class="cur">1</span><a href="1_2.html">2</a>\
<a href="1_3.html">3</a><a href="1_2.html">下一页</a><a href="all.html">余下全文</a></div></div>""",
        [*NEWS],
        id="pager 123",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="main"><div class="container content"><div class="xxgk-table"><table><tr><td><b>索 引 号</b>\
</td><td>bm56000001/2022-00001</td><td><b>分　　类</b></td><td>年度报告</td></tr><tr><td><b>发布机构</b>\
</td><td></td><td><b>发文日期</b></td><td>2022年01月18日</td></tr><tr><td><b>名　　称</b></td>\
<td colspan=3>{title}</td></tr><tr><td><b>文　　号</b></td><td></td><td><b>主 题 词</b></td><td></td>\
</tr></table></div><div class="content"><h2>{title}</h2><div class="info"><p>日期：<em>2022-01-18</em>\
 来源：</p></div><div class="detail-news">{report}</div></div></div></div>""",
        [*REPORT],
        id="csrc detail-news",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="article"><div class="article_l"><div class="article_title">{title}</div>\
<div class="ly laiyuantext">来源：<span>办公室</span></div><div class="time">发布时间：2022/01/18</div>\
<div class="article_con article_con_title"><div class=TRS_Editor>{report}</div></div>\
<div class="attachment"><div>附件：</div><ul><li><a href="./P020220118.pdf">年度报告.pdf</a></li></ul>\
</div></div><div class="article_r"><h3>相关链接</h3><ul><li><a href="/1">政府信息公开指南</a></li><li>\
<a href="/2">政府信息公开制度</a></li></ul></div></div>""",
        [*REPORT],
        id="ndrc",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="article oneColumn pub_border"><h1>{title}</h1><div class="pages-date">\
2022-01-18 17:30 <span class="font">来源： 青山县</span><div class="pages_print"><span>字号：<b>默认</b>\
 <b>大</b> <b>超大</b></span> <span>|</span> <span>打印</span> <span class="share">|</span></div></div>\
<div class="pages_content" id="UCAP-CONTENT"><div class="b12c"><p class="mediaText"></p>{report}</div>\
</div><div class="editor"><span>责任编辑：某某</span></div></div><div class="related">\
<div class="related-title">相关稿件</div><ul><li><a href="/1">青山县政务公开要点</a></li></ul></div>""",
        [*REPORT],
        id="govcn b12c in table",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="wenzhang-content"><div class="wenzhang-title">{title}</div><div class="wenzhang-date">\
发布时间：2022-01-18  来源：办公室 文章类型：原创</div>\
<div class="wenzhang-content ng-binding" ng-bind-html="d">\
<div class="Section0" style="layout-grid:15.6pt;">\
<p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
根据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。</font></span>\
<o:p></o:p></p><p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
一、总体情况</font></span><o:p></o:p></p>\
<p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
（一）主动公开。全年公开信息120条，其中通过政府网站公开98条。</font></span><o:p></o:p></p>\
<p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
（二）依申请公开。全年收到申请2件，均按期答复。</font></span><o:p></o:p></p>\
<p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
二、主动公开政府信息情况</font></span><o:p></o:p></p>\
<p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
三、收到和处理政府信息公开申请情况</font></span><o:p></o:p></p>\
<p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
本年度无。</font></span><o:p></o:p></p>\
<p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
四、存在的主要问题及改进情况</font></span><o:p></o:p></p>\
<p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。</font></span><o:p></o:p>\
</p><p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
五、其他需要报告的事项</font></span><o:p></o:p></p>\
<p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
无。</font></span><o:p></o:p></p>\
<p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
青山县应急管理局</font></span><o:p></o:p></p>\
<p class="MsoNormal" style="mso-pagination:widow-orphan;line-height:28pt;">\
<span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt;"><font face="仿宋_GB2312">\
2022年1月18日</font></span><o:p></o:p></p></div></div></div>""",
        [*REPORT],
        id="nfra docClob",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div id="moe-detail-box" class="moe-detail-box"><div class="moe-detail-shuxing">\
2022-01-18　来源：办公室</div><h1>{title}</h1><div class=TRS_Editor>{report}</div>\
<div id="moe-bottom-box"><div>（责任编辑：某某）</div></div></div>""",
        [*REPORT],
        id="moe",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="box_content"><div class="mainboxerji"><h2 class="title_con">{title}</h2><p class="laiyuan">\
2022年01月18日&nbsp;&nbsp;来源：办公室</p><div class="my_doccontent"><div class="TRS_Editor">{report}\
</div></div><p class="appendix"><span>附件下载:</span></p><div class="gu-download">\
<a href="./W020220118.docx">附件.docx</a></div><p><a href="javascript:">【大 中 小】</a><a>\
【打印此页】</a><a>【关闭窗口】</a></p></div></div>""",
        [*REPORT],
        id="mof my_conboxzw",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="Three_xilan_01"><ul class="clearfix"><li>索引号：11100000MB/2022-1</li><li>\
主题分类：政务公开</li><li class="Three_xilan01_01">文号：</li><li>所属机构：办公厅</li><li>\
成文日期：2022年01月18日</li><li>发布日期：2022年01月18日</li></ul></div><div class="Three_xilan_02">\
{title}</div><div class="Three_xilan_06">发布时间：2022-01-18 信息来源：办公厅</div>\
<div class="Three_xilan_07"><div class="TRS_UEDITOR trs_paper_default trs_web">{report}</div></div>\
<div class="Three_xilan_08">扫一扫在手机打开当前页</div>""",
        [*REPORT],
        id="samr Three_xilan_07",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="zsy_content"><div class="zsy_cotitle">{title}<p>文章来源：办公厅　　发布时间：2022-01-18</p>\
</div><div class="zsy_comain">{report}<div class="zsy_bj">【责任编辑：某某】</div></div>\
<div class="zsy_coright">{hot}</div></div>""",
        [*REPORT],
        id="sasac zsy_comain",
    ),
]


@pytest.mark.parametrize(("title", "middle", "lines"), CASES)
def test_a_text_is_read_whole_and_alone(title: str, middle: str, lines: list[str]) -> None:
    assert read(middle, title).text.split("\n") == lines
