"""Pages nobody has shown us, and what authors and editors put in them: tables, columns, tabs, odd markup."""

import pytest

from tests.crawler.invented_pages import REPORT, REPORT_TITLE, read

CASES = [
    pytest.param(
        REPORT_TITLE,
        """<div class="bar">分享到：<a>微信</a><a>微博</a></div><article class="post">{report}</article>""",
        [*REPORT],
        id="frameset of bars",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div id="zoom"><table border=1><tr><td>发布机构</td><td>发布日期</td><td>名称</td></tr>\
<tr><td>县应急管理局</td><td>2021-03-01</td><td>防火公告</td></tr><tr><td>县林业局</td><td>\
2021-03-02</td><td>巡山办法</td></tr></table></div>""",
        ["发布机构 | 发布日期 | 名称", "县应急管理局 | 2021-03-01 | 防火公告", "县林业局 | 2021-03-02 | 巡山办法"],
        id="table of a list of files",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8"><p>\
根据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。</p>\
<table border=1><tr><td>指标</td><td>数量</td></tr><tr><td>首页</td><td>12</td></tr><tr><td>访问量</td>\
<td>12000</td></tr><tr><td>浏览次数</td><td>36000</td></tr><tr><td>上一页</td><td>3</td></tr><tr><td>\
更多</td><td>5</td></tr><tr><td>打印</td><td>7</td></tr><tr><td>分享</td><td>8</td></tr></table></div>""",
        [
            "根据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。",
            "指标 | 数量",
            "首页 | 12",
            "访问量 | 12000",
            "浏览次数 | 36000",
            "上一页 | 3",
            "更多 | 5",
            "打印 | 7",
            "分享 | 8",
        ],
        id="table of bar words",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8"><table border=1><tr><td>网站名称</td><td>青山县人民政府网站</td></tr>\
<tr><td>首页网址</td><td>http://www.example.gov.cn</td></tr><tr><td>主办单位</td><td>\
青山县人民政府办公室</td></tr><tr><td>网站类型</td><td>政府门户网站</td></tr><tr><td>政府网站标识码</td>\
<td>4301010001</td></tr><tr><td>ICP备案号</td><td>湘ICP备12000001号</td></tr><tr><td>公安机关备案号</td>\
<td>湘公网安备43010102000001号</td></tr><tr><td>独立用户访问总量</td><td>86012</td></tr><tr><td>\
网站总访问量</td><td>360124</td></tr></table></div>""",
        [
            "网站名称 | 青山县人民政府网站",
            "首页网址 | http://www.example.gov.cn",
            "主办单位 | 青山县人民政府办公室",
            "网站类型 | 政府门户网站",
            "政府网站标识码 | 4301010001",
            "ICP备案号 | 湘ICP备12000001号",
            "公安机关备案号 | 湘公网安备43010102000001号",
            "独立用户访问总量 | 86012",
            "网站总访问量 | 360124",
        ],
        id="yearly table of a website",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8"><p>填报说明如下。</p><table border=1><tr><td>网站名称</td><td>\
青山县人民政府网站</td></tr><tr><td>首页网址</td><td>http://www.example.gov.cn</td></tr><tr><td>\
主办单位</td><td>青山县人民政府办公室</td></tr><tr><td>网站类型</td><td>政府门户网站</td></tr><tr><td>\
政府网站标识码</td><td>4301010001</td></tr><tr><td>ICP备案号</td><td>湘ICP备12000001号</td></tr><tr><td>\
公安机关备案号</td><td>湘公网安备43010102000001号</td></tr><tr><td>独立用户访问总量</td><td>86012</td>\
</tr><tr><td>网站总访问量</td><td>360124</td></tr></table></div>""",
        [
            "填报说明如下。",
            "网站名称 | 青山县人民政府网站",
            "首页网址 | http://www.example.gov.cn",
            "主办单位 | 青山县人民政府办公室",
            "网站类型 | 政府门户网站",
            "政府网站标识码 | 4301010001",
            "ICP备案号 | 湘ICP备12000001号",
            "公安机关备案号 | 湘公网安备43010102000001号",
            "独立用户访问总量 | 86012",
            "网站总访问量 | 360124",
        ],
        id="yearly table and a note",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8"><blockquote>\
根据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。<blockquote>\
一、总体情况<blockquote>（一）主动公开。全年公开信息120条，其中通过政府网站公开98条。<blockquote>\
（二）依申请公开。全年收到申请2件，均按期答复。<blockquote>二、主动公开政府信息情况<blockquote>\
三、收到和处理政府信息公开申请情况<blockquote>本年度无。<blockquote>\
四、存在的主要问题及改进情况<blockquote>\
主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。<blockquote>\
五、其他需要报告的事项<blockquote>无。<blockquote>青山县应急管理局<blockquote>2022年1月18日</blockquote>\
</blockquote></blockquote></blockquote></blockquote></blockquote></blockquote></blockquote></blockquote>\
</blockquote></blockquote></blockquote></blockquote></div>""",
        [*REPORT],
        id="nested quotes",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8"><p><span style="float:left;font-size:3em">根</span>\
据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。</p>{report[1:]}\
</div>""",
        [*REPORT],
        id="floated drop cap",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8"><p>\
根据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。</p><h2>\
一、总体情况</h2><p>（一）主动公开。全年公开信息120条，其中通过政府网站公开98条。</p><p>\
（二）依申请公开。全年收到申请2件，均按期答复。</p><h2>二、主动公开政府信息情况</h2><h2>\
三、收到和处理政府信息公开申请情况</h2><p>本年度无。</p><h2>四、存在的主要问题及改进情况</h2><p>\
主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。</p><h2>\
五、其他需要报告的事项</h2><p>无。</p><p>青山县应急管理局</p><p>2022年1月18日</p></div>""",
        [*REPORT],
        id="sections with headings in h2 h3",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8">{report[:3]}<figure><img src="a.png"><figcaption>\
图1 公开渠道占比</figcaption></figure>{report[3:]}</div>""",
        [*REPORT[:3], "图1 公开渠道占比", *REPORT[3:]],
        id="figures with captions",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8"><div class="c1" style="float:left">{report[:6]}</div>\
<div class="c2" style="float:right">{report[6:]}</div></div>""",
        [*REPORT],
        id="body in two columns",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8"><ul class="tab"><li>总体情况</li><li>存在问题</li></ul><div class="t1">\
{report[:6]}</div><div class="t2">{report[6:]}</div></div>""",
        ["总体情况", "存在问题", *REPORT],
        id="body in tabs with captions",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8"><p>面积12m<sup>2</sup>，含CO<sub>2</sub>监测点<b>3</b>个。</p><p>\
全年无事故，<u>特此</u><i>说明</i>。</p></div>""",
        ["面积12m2，含CO2监测点3个。", "全年无事故，特此说明。"],
        id="abbr ruby sup",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8"><p>\
&ldquo;放管服&rdquo;改革&mdash;&mdash;办件86&middot;3件，&lt;办法&gt;已修订。</p><p>\
&#12298;条例&#12299;宣传2次。</p></div>""",
        ["“放管服”改革——办件86·3件，<办法>已修订。", "《条例》宣传2次。"],
        id="entities",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8"><p><span><font>\
根据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。<p><span><font>\
一、总体情况<p><span><font>（一）主动公开。全年公开信息120条，其中通过政府网站公开98条。<p><span><font>\
（二）依申请公开。全年收到申请2件，均按期答复。<p><span><font>二、主动公开政府信息情况<p><span><font>\
三、收到和处理政府信息公开申请情况<p><span><font>本年度无。<p><span><font>\
四、存在的主要问题及改进情况<p><span><font>\
主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。<p><span><font>\
五、其他需要报告的事项<p><span><font>无。<p><span><font>青山县应急管理局<p><span><font>\
2022年1月18日</div>""",
        [*REPORT],
        id="unclosed",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8"><p>\
根据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。</p></span></font>\
</p><p>一、总体情况</p></span></font></p><p>\
（一）主动公开。全年公开信息120条，其中通过政府网站公开98条。</p></span></font></p><p>\
（二）依申请公开。全年收到申请2件，均按期答复。</p></span></font></p><p>二、主动公开政府信息情况</p>\
</span></font></p><p>三、收到和处理政府信息公开申请情况</p></span></font></p><p>本年度无。</p></span>\
</font></p><p>四、存在的主要问题及改进情况</p></span></font></p><p>\
主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。</p></span></font></p><p>\
五、其他需要报告的事项</p></span></font></p><p>无。</p></span></font></p><p>青山县应急管理局</p></span>\
</font></p><p>2022年1月18日</p></span></font></p></div>""",
        [*REPORT],
        id="stray close",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="lf"><h1>{title}</h1><div class="nr8">{report}</div></div><div class="rt">{hot}\
<div class="ad"><p>青山县森林防火提示：进山不带火，入林不吸烟。</p></div></div>""",
        [*REPORT],
        id="side by side with hot",
    ),
    pytest.param(
        REPORT_TITLE,
        """<h1>{title}</h1><div class="nr8">{report}</div><div class="comment"><h3>网友评论</h3><div class="c"><b>\
网友某某</b><p>办得好，支持。</p></div><div class="c"><b>网友某某某</b><p>希望继续公开。</p></div></div>""",
        [*REPORT],
        id="comments below",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="article-content"><p>摘要：本报告说明全年公开情况。</p></div><div class="fulltext">{report}\
</div>""",
        [*REPORT],
        id="zoom holds a summary, text elsewhere",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="dd"><div class="article-content">{report[:8]}</div><div class="more-content">{report[8:]}\
</div></div>""",
        [*REPORT],
        id="text goes on in a second box",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="dd"><div class="lead"><p>\
根据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。</p></div>\
<div class="zw7">{report[1:]}</div></div>""",
        [*REPORT],
        id="intro box then the text",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="dd"><table><tr><td>索引号：</td><td>43/2022-1</td><td>分类：</td><td>年报</td></tr><tr><td>\
发布机构：</td><td>县应急管理局</td><td>发文日期：</td><td>2022-01-18</td></tr><tr><td>内容概述：</td>\
<td colspan=3>本报告说明了2021年公开工作总体情况、问题和改进措施。</td></tr></table><div class="zw7">\
{report}</div></div>""",
        [*REPORT],
        id="grid with long summary",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="all"><h1>{title}</h1><p>发布时间：2022-01-18</p>{report}<p>上一篇：<a href="/1">旧闻</a></p>\
<p>下一篇：<a href="/2">新闻</a></p>{hot}</div>""",
        [*REPORT],
        id="text in p siblings of chrome",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div id="zoom">{escaped report}</div>""",
        [*REPORT],
        id="ucap json-ish with escaped",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="s9"><span style="display:block">\
根据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。</span>\
<span style="display:block">一、总体情况</span><span style="display:block">\
（一）主动公开。全年公开信息120条，其中通过政府网站公开98条。</span><span style="display:block">\
（二）依申请公开。全年收到申请2件，均按期答复。</span><span style="display:block">\
二、主动公开政府信息情况</span><span style="display:block">三、收到和处理政府信息公开申请情况</span>\
<span style="display:block">本年度无。</span><span style="display:block">\
四、存在的主要问题及改进情况</span><span style="display:block">\
主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。</span>\
<span style="display:block">五、其他需要报告的事项</span><span style="display:block">无。</span>\
<span style="display:block">青山县应急管理局</span><span style="display:block">2022年1月18日</span>\
</div>""",
        [*REPORT],
        id="span display block",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="s9"><a name="x"><p>\
根据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。</p></a>\
<a name="x"><p>一、总体情况</p></a><a name="x"><p>\
（一）主动公开。全年公开信息120条，其中通过政府网站公开98条。</p></a><a name="x"><p>\
（二）依申请公开。全年收到申请2件，均按期答复。</p></a><a name="x"><p>二、主动公开政府信息情况</p></a>\
<a name="x"><p>三、收到和处理政府信息公开申请情况</p></a><a name="x"><p>本年度无。</p></a><a name="x">\
<p>四、存在的主要问题及改进情况</p></a><a name="x"><p>\
主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。</p></a><a name="x"><p>\
五、其他需要报告的事项</p></a><a name="x"><p>无。</p></a><a name="x"><p>青山县应急管理局</p></a>\
<a name="x"><p>2022年1月18日</p></a></div>""",
        [*REPORT],
        id="a tags wrap the paragraphs",
    ),
    pytest.param(
        REPORT_TITLE,
        """<my-article><my-body>{report}</my-body></my-article>""",
        [*REPORT],
        id="custom elements",
    ),
    pytest.param(
        REPORT_TITLE,
        """<form id="form1"><input type="hidden" name="__VIEWSTATE" value="xx"><div id="ctl00_Content">{report}\
</div></form>""",
        [*REPORT],
        id="text in form",
    ),
    pytest.param(
        REPORT_TITLE,
        """<div class="s9"><label>\
根据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。</label><br>\
<label>一、总体情况</label><br><label>\
（一）主动公开。全年公开信息120条，其中通过政府网站公开98条。</label><br><label>\
（二）依申请公开。全年收到申请2件，均按期答复。</label><br><label>二、主动公开政府信息情况</label><br>\
<label>三、收到和处理政府信息公开申请情况</label><br><label>本年度无。</label><br><label>\
四、存在的主要问题及改进情况</label><br><label>\
主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。</label><br><label>\
五、其他需要报告的事项</label><br><label>无。</label><br><label>青山县应急管理局</label><br><label>\
2022年1月18日</label></div>""",
        [*REPORT],
        id="label elements",
    ),
]


@pytest.mark.parametrize(("title", "middle", "lines"), CASES)
def test_a_text_is_read_whole_and_alone(title: str, middle: str, lines: list[str]) -> None:
    assert read(middle, title).text.split("\n") == lines
