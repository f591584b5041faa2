"""A page of a news site or a portal with its bars and footer, and two texts to put in it. Every word is invented.

In a page's middle, {news} and {report} stand for the text's paragraphs, {report[2:5]} for some of them, {hot} for a
list of other news.
"""

import json
import re
from html import escape

from crawler.extract.charset import decode
from crawler.extract.clean import CleanText, clean_markup
from crawler.families.article import read_article
from crawler.families.base import Fetch, Page

NEWS_TITLE = "青山县部署春季森林防火工作"
REPORT_TITLE = "青山县应急管理局2021年政府信息公开工作年度报告"

NEWS = [
    "本报青山3月2日电（记者某某）近日，青山县召开春季森林防火工作会议，全面部署护林防火各项措施。",
    "会议指出，入春以来气温回升快、风力大，林区可燃物增多，防火形势十分严峻。",
    "“每天两次巡山，一次也不能少。”护林员老周说。",
    "据了解，全县现有护林员312名，去年共劝阻野外用火86起。",
    "下一步，青山县将实行县、镇、村三级包保，把责任落实到山头地块。",
]

REPORT = [
    "根据《中华人民共和国政府信息公开条例》规定，编制本报告。报告由总体情况等六个部分组成。",
    "一、总体情况",
    "（一）主动公开。全年公开信息120条，其中通过政府网站公开98条。",
    "（二）依申请公开。全年收到申请2件，均按期答复。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "本年度无。",
    "四、存在的主要问题及改进情况",
    "主要问题：一是公开不够及时；二是解读形式单一。改进措施：加强培训，健全制度。",
    "五、其他需要报告的事项",
    "无。",
    "青山县应急管理局",
    "2022年1月18日",
]

_HANDS = {"news": '<p style="text-indent: 2em;">\n\t{}</p>', "report": "<p>{}</p>\n"}
_TEXTS = {"news": NEWS, "report": REPORT}
_PLACE = re.compile(r"\{(news|report)(?:\[(\d*):(\d*)\])?\}")
_LINKS = "".join(f'<li><a href="/h{one}.html">青山县第{one}批重点项目集中开工建设</a></li>' for one in range(1, 8))
_HOT = f'<div class="rank"><h2>热点排行</h2><ul>{_LINKS}</ul></div>'
_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}--青山网</title></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a/">新闻</a></li><li><a href="/b/">政务</a></li>
<li><a href="/c/">服务</a></li></ul></div>{middle}
<div class="foot"><p>主办：青山县人民政府办公室 承办：青山县政务服务中心</p>
<p>地址：青山县人民路1号 邮编：421000 电话：0731-1234567</p>
<p>网站标识码：4301010001 湘ICP备12000001号 湘公网安备43010102000001号</p>
<p>建议使用1366*768分辨率浏览</p></div></body></html>"""


def _paragraphs(place: re.Match[str]) -> str:
    text = _TEXTS[place[1]][int(place[2] or 0) : int(place[3]) if place[3] else None]
    return "".join(map(_HANDS[place[1]].format, text))


def read(middle: str, title: str) -> CleanText:
    """What is read of a page with this middle, from its bytes on."""
    whole = "".join(map(_HANDS["report"].format, REPORT))
    filled = middle.replace("{escaped report}", escape(whole)).replace("{report in a script}", json.dumps(whole))
    filled = _PLACE.sub(_paragraphs, filled).replace("{hot}", _HOT)
    source = _PAGE.replace("{middle}", filled).replace("{title}", title)
    address = "http://www.example.gov.cn/n1/2021/0120/c1001-1.html"
    page = Page(address, 200, {}, source.encode(), Fetch(address, "article"))
    return clean_markup(read_article(page, decode(page.body, None).text).markup)
