"""Article pages of many platforms with their main text by construction: shells × ways of writing × what pages print.

Every word is invented; the markup has the shapes that the platforms' templates and editors are known to write. A page
is put together of a shell (a platform's template with its own bars and footers), a hand (how an editor wrote a line)
and furniture (what stands around the text, outside the container or within it). The gold is the lines themselves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

TITLE = "石门镇2020年政府信息公开工作年度报告"

#: A line of the text, or a table: rows of cells.
Part = str | tuple[tuple[str, ...], ...]
Hand = Callable[[str], str]

INTRO = (
    "根据《中华人民共和国政府信息公开条例》要求，现公布石门镇2020年政府信息公开工作年度报告。"
    "本报告所列数据的统计期限自2020年1月1日起至2020年12月31日止。"
)
GRID = (
    ("信息内容", "本年新制作数量", "对外公开总数量"),
    ("规章", "0", "0"),
    ("行政规范性文件", "2", "17"),
)
REPORT: tuple[Part, ...] = (
    INTRO,
    "一、总体情况",
    "（一）主动公开。全年主动公开政府信息86条，其中通过政府网站公开61条，通过公开栏公开25条。",
    "（二）依申请公开。全年收到政府信息公开申请3件，均在法定期限内答复。",
    "二、主动公开政府信息情况",
    GRID,
    "三、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "无。",
    "四、存在的主要问题及改进情况",
    "一是公开的深度还不够，二是个别村公开栏更新不及时。下一步将加强培训，逐月检查。",
    "五、其他需要报告的事项",
    "无。",
    "石门镇人民政府",
    "2021年1月20日",
)
NOTICE: tuple[Part, ...] = (
    "各村（居）民委员会，镇直各办、站、所：",
    "经研究，定于3月5日上午9时在镇政府三楼会议室召开政务公开工作培训会，请各单位派一名信息员参加。",
    "特此通知。",
    "石门镇党政办公室",
    "2021年3月1日",
)
RULES: tuple[Part, ...] = (
    "石门镇政务公开栏管理办法",
    "第一章 总则",
    "第一条 为规范政务公开栏的设置和管理，保障村民的知情权，制定本办法。",
    "第二条 本办法所称政务公开栏，是指镇、村两级设置的公开政府信息的固定场所。",
    "第二章 设置",
    "第三条 公开栏应当设在村民便于阅览的地方。",
    "（一）有条件的村可以设置电子屏；",
    "（二）没有条件的村应当设置不小于两平方米的专栏。",
    "第四条 本办法自公布之日起施行。",
)
TEXTS: Mapping[str, tuple[Part, ...]] = {"report": REPORT, "notice": NOTICE, "rules": RULES}


def lines_of(text: Sequence[Part]) -> list[str]:
    """The lines a reading must give for a text."""
    lines: list[str] = []
    for part in text:
        lines += [part] if isinstance(part, str) else [" | ".join(row) for row in part]
    return lines


def _halves(text: str) -> tuple[str, str, str]:
    third = max(len(text) // 3, 1)
    return text[:third], text[third : 2 * third], text[2 * third :]


def _split_inline(text: str) -> str:
    one, two, three = _halves(text)
    return (
        f'<p style="text-indent:2em"><span style="font-family:仿宋"><font face="仿宋_GB2312">{one}</font></span>'
        f'<strong><span lang="EN-US"><span>{two}</span></span></strong><a name="_Toc1"></a>'
        f"<span>{three}</span></p>\n"
    )


def _word(text: str) -> str:
    one, two, three = _halves(text)
    return (
        '<p class="MsoNormal" style="margin:0cm 0cm 0pt;text-indent:32pt;mso-char-indent-count:2.0">'
        f'<span style="font-size:16pt">{one}<span lang="EN-US"><o:p></o:p></span></span>'
        f"<st1:chsdate w:st='on'>{two}</st1:chsdate><!--[if !supportLists]--><span>{three}</span><!--[endif]-->"
        '<span lang="EN-US"><o:p>&nbsp;</o:p></span></p>\r\n'
    )


def _table(rows: Sequence[Sequence[str]]) -> str:
    return (
        '<table border="1" cellspacing="0">'
        + "".join(
            "<tr>"
            + "".join(f"<td width='180'><p style='text-align:center'>{escape(cell)}</p></td>" for cell in row)
            + "</tr>"
            for row in rows
        )
        + "</table>"
    )


HANDS: Mapping[str, Hand] = {
    "p": lambda text: f"<p>{text}</p>\n",
    "div": lambda text: f'<div style="line-height:2">{text}</div>',
    "br": lambda text: f"&nbsp;&nbsp;&nbsp;&nbsp;{text}<br>\n<br>\n",
    "br in one p": lambda text: f"　　{text}<br />\n",
    "span and br": lambda text: f'<span style="font-size:16px">　　{text}</span><br/>',
    "split inline": _split_inline,
    "word": _word,
    "wps": lambda text: (
        f'<p class="p0" style="text-indent:32.0000pt;text-align:justify;"><span style="mso-spacerun:\'yes\';'
        f'font-family:仿宋_GB2312;">{text}</span></p><p class="p0"><span><o:p></o:p></span></p>'
    ),
    "message editor": lambda text: (
        f'<section data-role="paragraph" class="_135editor"><section style="margin:10px"><p><span>{text}</span></p>'
        "</section></section>"
    ),
    "nbsp": lambda text: f"<p>&nbsp;&nbsp;&nbsp; &nbsp;{text}&nbsp;</p><p>&nbsp;</p>",
    "rows of one cell": lambda text: f"<table width='100%'><tr><td>{text}</td></tr></table>",
    "list": lambda text: f'<ul style="list-style:none"><li><p>{text}</p></li></ul>',
    "font": lambda text: f'<p><font face="Verdana">{text}</font><br></p>',
    "source breaks": lambda text: f"<p>\r\n\t\t　　{text[:9]}\r\n\t\t{text[9:]}\r\n</p>",
    "heading tags": lambda text: f"<h4 style='font-weight:normal'>{text}</h4>",
    "nested divs": lambda text: f"<div><div><div>{text}</div></div></div>",
    "pre": lambda text: f"<pre>　　{text}</pre>",
    "image beside": lambda text: f'<p><img src="./W020210120.jpg" alt="{TITLE}" oldsrc="W02.jpg"/>{text}</p>',
    "bookmark": lambda text: f'<p>[bookmark: _GoBack]<a name="_GoBack"></a>{text}</p>',
}


def write(text: Sequence[Part], hand: Hand) -> str:
    """The markup of a text as a hand writes it."""
    return "".join(hand(escape(part)) if isinstance(part, str) else _table(part) for part in text)


@dataclass(frozen=True, slots=True)
class Shell:
    """A platform's article template. `page` holds {body} once and prints everything else itself."""

    name: str
    page: str

    def fill(self, body: str) -> str:
        """The page with this body."""
        return self.page.replace("{title}", TITLE).replace("{body}", body)


_NAV = """<div class="header"><div class="top">
<a href="/login">登录</a> <a href="/reg">注册</a> <a href="#">无障碍浏览</a>
<a href="#">长者模式</a></div><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/bsfw/">办事服务</a></li><li><a href="/hdjl/">互动交流</a></li><li><a href="/zjsm/">走进石门</a></li>
</ul></div>"""
_CRUMB = """<div class="position">您现在的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt;
<a href="/zwgk/nb/">政府信息公开年报</a></div>"""
_GRID = """<table class="xxgk-table" width="100%"><tr><td>索 引 号：</td><td>431121/2021-00012</td>
<td>主题分类：</td><td>综合政务</td></tr>
<tr><td>发布机构：</td><td>石门镇</td><td>发文日期：</td><td>2021年01月20日</td></tr>
<tr><td>名　　称：</td><td colspan="3">{title}</td></tr>
<tr><td>文　　号：</td><td></td><td>有 效 性：</td><td>有效</td></tr></table>"""
_BYLINE = """<div class="info">
<span>发布时间：2021-01-20 09:30</span> <span>来源：石门镇</span> <span>浏览次数：<em id="hits">128</em>次</span>
<span>字体：[ <a href="javascript:">大</a> <a href="javascript:">中</a> <a href="javascript:">小</a> ]</span>
<a href="javascript:window.print()">打印</a> <span class="share">分享到：<a href="#" title="微信"></a>
<a href="#">新浪微博</a></span></div>"""
_SIDE = """<div class="right"><h3>最新信息</h3><ul><li><a href="/1.html">石门镇召开春耕生产动员会</a>
<span>2021-03-02</span></li>
<li><a href="/2.html">石门镇开展森林防火巡查</a><span>2021-02-26</span></li>
<li><a href="/3.html">石门镇2020年财政决算公开</a><span>2021-02-11</span></li></ul></div>"""
_SCAN = '<div class="ewm"><p>扫一扫在手机打开当前页</p><div id="qrcode"></div></div>'
_NEIGHBOURS = """<div class="page-turn"><p>上一篇：<a href="/a.html">石门镇2019年政府信息公开工作年度报告</a></p>
<p>下一篇：<span>没有了</span></p></div>"""
_RELATED = """<div class="xgxx"><h3>相关信息</h3><ul><li><a href="/x1.html">石门镇政务公开工作要点</a></li>
<li><a href="/x2.html">一图读懂石门镇政务公开</a></li></ul></div>"""
_FILES = """<div class="fj"><strong>附件下载：</strong><ul><li>
<a href="./P020210120345678901234.doc">石门镇公开情况统计表.doc</a></li></ul></div>"""
_FOOTER = """<div class="footer"><p>主办单位：石门镇人民政府 承办单位：石门镇党政办公室 联系电话：0746-1234567</p>
<p>网站标识码：4311210001 湘ICP备05001234号 湘公网安备 43112102000001号</p>
<p><a href="/map">网站地图</a> | <a href="/lx">联系我们</a> 建议使用1024*768以上分辨率浏览</p></div>"""
_HIDDEN = """<div style="display:none"><p>石门镇隐藏的分享摘要文字</p></div><input type="hidden" value="hidden">
<script>var title = "石门镇"; document.write("脚本里的文字");</script><style>.x{color:red}</style>"""


def _shell(name: str, middle: str, *, head: str = "", before: str = "", after: str = "") -> Shell:
    """A template: the page's head and navigation, what the platform prints around its own middle, the footer."""
    page = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{{title}}_石门镇人民政府</title>{head}</head>'
        f"<body>\n"
        f"{_NAV}{_HIDDEN}{before}\n{middle}\n{after}{_FOOTER}</body></html>"
    )
    return Shell(name, page)


_TAG = '<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2021-01-20 09:30">'

SHELLS: tuple[Shell, ...] = (
    _shell(
        "TRS, old: TRS_Editor in a cell",
        f'<table width="960"><tr><td>{_CRUMB}</td></tr><tr><td class="title">{{title}}</td></tr>'
        "<tr><td>发布日期：2021-01-20　来源：石门镇　【字体：大 中 小】</td></tr>"
        "<tr><td><div class=TRS_Editor><style>.TRS_Editor P{line-height:2;}</style>"
        '<div class="Custom_UnionStyle">{body}'
        "</div></div></td></tr><tr><td align=right>【打印】【关闭】</td></tr></table>",
        head=_TAG,
    ),
    _shell(
        "TRS, new: trs_editor_view in Zoom",
        f'<div class="con">{_GRID}<div class="article"><h1>{{title}}</h1>{_BYLINE}<div id="Zoom">'
        f'<meta name="ContentStart">'
        '<div class="html-content-fun"><div class="trs_editor_view TRS_UEDITOR trs_paper_default">{body}</div></div>'
        f'<meta name="ContentEnd"></div>{_SCAN}</div>{_RELATED}</div>',
        head=_TAG,
        before=_CRUMB,
        after=_SIDE,
    ),
    _shell(
        "UCAP: pages_content of a cell",
        f'<table class="bd1"><tr><td>{_GRID}</td></tr></table><table><tr><td class="b12c" id="UCAP-CONTENT">'
        '<div class="pages_content">{body}</div></td></tr></table>' + _NEIGHBOURS,
        before=_CRUMB,
    ),
    _shell(
        "UCAP, Jiangsu: ucapcontent below a grid",
        f'<div class="xxgkArticle">{_GRID}<div class="xxgkcont clearfix"><div class="xxfkl l">'
        f'<h1 class="article-title">'
        '<ucaptitle>{title}</ucaptitle></h1><div class="article-content" id="zoomcon"><ucapcontent>'
        "{body}</ucapcontent>"
        f"</div>{_SCAN}</div></div></div>",
        before=_CRUMB,
    ),
    _shell(
        "Hanweb: comment pair in zoom",
        f'<div class="main"><div id="article">{_CRUMB}<h2 class="title">{{title}}</h2>{_BYLINE}<div id="zoom">'
        "<!--ZJEG_RSS.content.begin--><meta name='ContentStart'>{body}<meta name='ContentEnd'>"
        f"<!--ZJEG_RSS.content.end--></div>{_FILES}{_NEIGHBOURS}</div></div>",
        head=_TAG,
    ),
    _shell(
        "Hanweb, old: nested tables with bt_content",
        '<table id="c" width="980"><tr><td><table><tr><td class="title" align="center">{title}</td></tr><tr><td>'
        "发布日期："
        "2021-01-20 浏览次数：<script>document.write(1)</script> 字号：〖大 中 小〗</td></tr><tr>"
        "<td class='bt_content'>"
        "<div id='zoom'><!--<$[信息内容]>begin-->{body}<!--<$[信息内容]>end--></div></td></tr></table></td></tr>"
        "</table>",
        before=_CRUMB,
    ),
    _shell(
        "gkmlpt: article-content",
        f'<div class="main-content"><div class="classify">{_GRID}</div><div class="content">'
        f'<h1 class="content-title">'
        '{title}</h1><div class="date-row">发布日期：2021-01-20 浏览次数：-</div>'
        f'<div class="article-content">{{body}}</div>{_FILES}<div class="share">分享到：<i></i></div></div></div>',
    ),
    _shell(
        "VSB: v_news_content in its form",
        '<form name="_newscontent_fromname"><div class="show"><h1 align="center">{title}</h1><div align="center">'
        "2021-01-20 09:30&nbsp;石门镇&nbsp;&nbsp;审核人：某某 (点击: <span id='dynclicks'></span>)</div><hr>"
        '<div id="vsb_content_2"><div class="v_news_content">{body}</div></div><div id="div_vote_id"></div>'
        '<p>附件【<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1">统计表.doc</a>'
        "】已下载"
        "<span>3</span>次</p><p>上一条：<a href='/1.htm'>石门镇2019年政府信息公开工作年度报告</a></p>"
        "<p>【<a href='javascript:window.close()'>关闭</a>】</p></div></form>",
        before=_CRUMB,
    ),
    _shell(
        "Epoint: ewb-article-info",
        '<div class="ewb-container"><div class="ewb-article"><h3 class="ewb-article-tt">{title}</h3>'
        '<div class="ewb-article-'
        'sources">【信息时间：2021-01-20&nbsp;&nbsp;阅读次数：<span id="infoViewCount"></span>'
        "】【我要打印】【关闭】</div>"
        '<div class="ewb-article-info" id="ewb-article-info">{body}</div>' + _FILES + "</div></div>",
        before=_CRUMB,
    ),
    _shell(
        "Founder: founder-content",
        f'<div class="article"><founder-title>{{title}}</founder-title>{_BYLINE}<founder-content>'
        f"{{body}}</founder-content>"
        "<p>责任编辑：某某</p></div>",
        after=_RELATED,
    ),
    _shell(
        "PowerEasy: fontzoom in a cell",
        '<table width="760" align="center"><tr><td class="main_ArticleTitle">{title}</td></tr><tr>'
        '<td class="Article_tdbgall">'
        "作者：佚名&nbsp;&nbsp;文章来源：本站原创&nbsp;&nbsp;点击数：&nbsp;128&nbsp;&nbsp;更新时间："
        "2021-1-20</td></tr><tr>"
        '<td id="fontzoom" class="main_tdbg_760">{body}</td></tr><tr><td>文章录入：admin&nbsp;&nbsp;责任编辑：'
        "admin</td></tr>"
        "<tr><td><li>上一篇文章：<a href='/1.asp'>石门镇2019年政府信息公开工作年度报告</a></li>"
        "<li>下一篇文章： 没有了</li></td></tr></table>",
        before=_CRUMB,
    ),
    _shell(
        "DedeCMS: content in a table",
        '<div class="viewbox"><div class="title"><h2>{title}</h2></div><div class="info"><small>时间:</small>'
        "2021-01-20 09:30"
        '<small>来源:</small>未知 <small>作者:</small>admin<small>点击:</small>128次</div><div class="content">'
        "<table><tr>"
        '<td>{body}</td></tr></table></div><div class="dede_pages"></div><div class="boxoff"><strong>'
        "------分隔线--------</strong>"
        f"</div>{_NEIGHBOURS}</div>",
        before=_CRUMB,
        after=_SIDE,
    ),
    _shell(
        "classic ASP: no container at all",
        '<table width="778" border="0" align="center"><tr><td width="180" valign="top"><table><tr><td>'
        '<a href="a.asp">机构设置</a>'
        "</td></tr><tr><td><a href='b.asp'>政务公开</a></td></tr></table></td><td valign='top'>"
        "<table width='98%'><tr>"
        "<td align='center'><b>{title}</b></td></tr><tr><td align='center'>发布日期：2021-1-20　点击次数："
        "128</td></tr>"
        '<tr><td style="font-size:14px;line-height:24px">{body}</td></tr></table></td></tr></table>',
    ),
    _shell(
        "Lonsun: fontContent with a table of facts",
        f'<div class="wenzhang"><h1 class="newstitle">{{title}}</h1><div class="newsinfo">{_BYLINE}</div>'
        '<div class="j-fontContent newscontnet minh500" id="zoom">{body}</div><div class="clearfix"></div>'
        + _FILES
        + "</div>",
        before=_CRUMB,
    ),
    _shell(
        "NFCMS: content of an article",
        '<div class="article"><h1 class="title">{title}</h1><p class="meta"><span>时间：2021-01-20 09:30</span>'
        "<span>来源：石门镇"
        '</span><span class="views">浏览量：-</span></p><div class="content">{body}</div>'
        '<div class="editor">编辑：某某</div></div>',
        before=_CRUMB,
        after=_SCAN,
    ),
    _shell(
        "PHPCMS: text of the main box",
        '<div class="col-left"><div class="crumbs"><a href="/">首页</a><span> &gt; </span><a href="/zw">政务</a>'
        " &gt; 正文</div>"
        '<div id="Article"><h1>{title}<br /><span>2021-01-20 09:30&nbsp;&nbsp;来源：石门镇 点击：<em id="hits">'
        "</em></span></h1>"
        '<div class="content">{body}</div><p class="fr"><a href="#">返回顶部</a></p>' + _NEIGHBOURS + "</div></div>",
        after=_SIDE,
    ),
    _shell(
        "two containers: an empty editor before the real one",
        '<div class="article"><div class="TRS_Editor"></div><h1>{title}</h1>'
        + _BYLINE
        + '<div id="zoom"><p>&nbsp;</p></div>'
        '<div class="TRS_Editor">{body}</div></div>',
        before=_CRUMB,
    ),
    _shell(
        "everything in one container",
        f'<div class="content" id="zoom">{_GRID}<p align="center"><a href="javascript:">【打印】</a><a href="#">'
        f"【关闭】</a></p>"
        f"{{body}}{_SCAN}{_NEIGHBOURS}{_FILES}</div>",
        before=_CRUMB,
    ),
    _shell(
        "metadata in a list inside the container",
        '<div class="detail-content"><ul class="meta"><li>索引号：431121/2021-00012</li><li>发布机构：'
        "石门镇</li><li>发文日期："
        "2021-01-20</li><li>名称：{title}</li></ul>{body}<p style='text-align:right'>（责任编辑：某某）</p></div>",
        before=_CRUMB,
    ),
    _shell(
        "HTML5: article and section",
        f'<main><article><header><h1>{{title}}</h1><time datetime="2021-01-20">2021-01-20</time></header>'
        f'<section class="txt">{{body}}</section><footer>{_NEIGHBOURS}</footer></article></main>',
        before=_CRUMB,
        after=_SIDE,
    ),
)
