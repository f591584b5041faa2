"""The lines inside a body container that the page printed and the author did not.

Each rule names a line as a whole: a print bar, a view counter, a byline, a row of the metadata grid, the site's
footer. A sentence that merely mentions such a word is the report's own and stays. What each rule took is counted under
its name, so that a reader of the archive can see it.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from crawler.extract.lines import Block

CHROME_RULES = "chrome-2"

#: Labels of the metadata grid as portals print them, blanks and colons removed.
_GRID_LABEL = (
    r"(?:政府信息)?(?:索引号|索取号|信息索引|信息名称|公开事项名称|名称|标题|发布机构|发文机关|发文机构|发布单位|信息来源|公开主体|"
    r"文号|发文字号|文件编号|发文编号|成文日期|生成日期|发文日期|制发日期|发布日期|公开日期|上载日期|发布时间|分类|主题分类|信息分类|"
    r"组配分类|公开类别|体裁分类|服务对象分类|生命周期分类|主题词|关键词|关键字|公开方式|公开范围|公开时限|公开程序|公开形式|有效性|"
    r"时效性|统一编号|备案登记号|废止日期|废止时间|失效日期|生效日期|生效时间|实施日期|内容概述|信息格式|语种|责任部门|信息状态)"
)
_LABELLED = re.compile(rf"{_GRID_LABEL}[:：]")
_GRID_CELL = re.compile(rf"{_GRID_LABEL}[:：]?\Z")
_BAR_WORD = (
    r"(?:打印(?:本页|此页|文章)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|列表)?|字体(?:大小)?|字号|放大字体|缩小字体|大字?|中字?|小字?|"
    r"默认|繁体|简体|收藏(?:本页)?|设为首页|加入收藏|分享(?:到)?|微信(?:好友)?|朋友圈|新浪微博|腾讯微博|微博|QQ空间|QQ好友|QQ|空间|更多|"
    r"登录|注册|无障碍(?:浏览|阅读)?|适老版|长者模式|智能问答|保存|下载本页|复制链接|TT|A)"
)
_BAR = re.compile(
    rf"(?=.*(?:打印|关闭|字体|字号|分享|收藏|登录|无障碍))(?:(?>[\W_]*{_BAR_WORD}))++[\W_]*\Z", re.IGNORECASE
)
_COUNTER = re.compile(
    r"[\W_]*(?:浏览(?:次数|量|数)?|点击(?:次数|率|量|数)?|访问(?:次数|量)?|阅读(?:次数|量|数)?)[:：][\W_]*\d*[\W_]*(?:次|人次)?[\W_]*\Z"
)
_BYLINE_LABEL = re.compile(
    r"(?:发布日期|发布时间|发表时间|更新时间|录入时间|信息来源|文章来源|稿件来源|来源|作者|编辑|责任编辑|发布者|发布人|审核人?|日期|时间|"
    r"浏览次数|浏览量|点击数|点击率|点击量|访问量|阅读次数|字体(?:大小)?|字号|视力保护色|保护视力色)[:：]"
)
_SINGLE_BYLINE = re.compile(r"[\W_]*(?:发布日期|发布时间|发表时间|更新时间|文章来源|信息来源|稿件来源)[:：].{0,40}\Z")
_EDITOR = re.compile(r"[【\[(（]?(?:责任编辑|责编|编辑|终审|复审|初审|信息员|录入)[:：].{0,30}\Z")
#: A credit in brackets after the last paragraph (observed below a text a ministry reprinted).
_CREDIT = re.compile(r"[【\[(（](?:信息|文章|稿件|消息)?来源[:：].{1,30}[】\])）]\Z")
_SCAN = re.compile(r"(?:微信)?扫[一描码].{0,24}\Z")
_NEIGHBOUR = re.compile(r"[\W_]*[上下]一(?:篇|条|页)(?:[:：].{0,120})?\Z")
_CRUMB = re.compile(
    r"(?:您(?:现在)?的?(?:当前)?(?:所在(?:的)?)?位置|当前(?:所在)?位置|现在位置|所在位置)[:：是].{0,150}\Z"
)
_CAPTION = re.compile(
    r"[\W_]*(?:附件列表|附件下载|相关附件|附件信息|文件下载|相关(?:链接|文件|报道|文档|解读|文章|新闻|信息|阅读|政策))[\W_]*\Z"
)
_FILE_LINE = re.compile(
    r".{0,120}\.(?:docx?|xlsx?|pptx?|pdf|wps|et|rtf|zip|rar|ofd)(?:[\W_]*(?:点击)?(?:下载|预览|查看))*[\W_]*\Z",
    re.IGNORECASE,
)
_VSB_FILE = re.compile(r"附件【.{1,120}】(?:已下载\d*次)?\Z")
_STYLE = re.compile(r"(?:@[\w-]+|[.#]?[\w.#:,*>\[\]=\"-]{1,200})\{[^{}]{0,4000}:[^{}]{0,4000}\}.{0,20000}\Z", re.DOTALL)
_EMPTY_FRAME = re.compile(r"[\s|丨()（）\[\]【】]*\Z")

_FOOTER = re.compile(
    r"版权所有|主办(?:单位)?[:：]|承办(?:单位)?[:：]|公网安备|网站标识码|ICP备|备案(?:编?号|序号)[:：]|运行维护[:：]|技术支持[:：]|"
    r"copyright|建议使用.{0,30}(?:分辨率|浏览器)"
)
_FOOTER_COMPANY = re.compile(
    r"(?:电子信箱|电子邮箱|邮箱|e-?mail|地址|联系地址|邮编|邮政编码|电话|联系电话|传真|维护单位|网址)[:：]|网站地图|联系我们|关于我们|网站声明|"
    r"隐私(?:声明|保护)|您是第\d*位|访问(?:量|人数)[:：]|(?:CNZZ|站长统计)|^[\W_]*\Z"
)
_ENDS_A_SENTENCE = re.compile(r"[。！？；]\Z")

#: A grid or byline stands before the text begins: before the first line this long, or the first numbered chapter.
_PROSE = 80
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[章条]")

_Rule = Callable[[str, Block], bool]


def drop_chrome(lines: Sequence[Block]) -> tuple[list[Block], dict[str, int]]:
    """The lines without the page's own, and how many each rule took."""
    taken: Counter[str] = Counter()
    kept: list[Block] = []
    in_head = True
    for block in lines:
        squeezed = _squeeze(block.text)
        name = _named(squeezed, block, in_head)
        if name:
            taken[name] += 1
            continue
        if len(squeezed) > _PROSE or _CHAPTER.match(squeezed):
            in_head = False
        kept.append(block)
    end = _footer_start(kept)
    if end < len(kept):
        taken["footer"] = len(kept) - end
    return kept[:end], dict(taken)


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _named(line: str, block: Block, in_head: bool) -> str | None:
    """The rule that names this line as the page's own, if one does."""
    if _EMPTY_FRAME.match(line):
        return "frame"
    if "{" in line and _STYLE.match(line):
        return "style"
    if len(line) > 300:
        return None
    for name, rule in _ANYWHERE.items():
        if rule(line, block):
            return name
    if in_head and _is_grid(line, block):
        return "grid"
    if in_head and _SINGLE_BYLINE.match(line):
        return "byline"
    return None


def _is_grid(line: str, block: Block) -> bool:
    if block.cells:
        first = next((cell for cell in map(_squeeze, block.cells) if cell), "")
        return bool(_GRID_CELL.match(first) or _LABELLED.match(first))
    bare = line.strip("|丨")
    return bool(_LABELLED.match(bare) or _GRID_CELL.match(bare)) and not _ENDS_A_SENTENCE.search(bare)


def _is_byline(line: str, block: Block) -> bool:
    """Two labels or more, one of them first, with short values and no sentence among them."""
    if len(line) > 160 or "。" in line:
        return False
    stripped = line.lstrip("|丨[【(（ ")
    labels = list(_BYLINE_LABEL.finditer(stripped))
    return len(labels) >= 2 and labels[0].start() == 0


_ANYWHERE: dict[str, _Rule] = {
    "bar": lambda line, block: len(line) <= 120 and bool(_BAR.match(line)),
    "counter": lambda line, block: len(line) <= 40 and bool(_COUNTER.match(line)),
    "byline": _is_byline,
    "editor": lambda line, block: bool(_EDITOR.match(line) or _CREDIT.match(line)),
    "scan": lambda line, block: "。" not in line and bool(_SCAN.match(line)),
    "neighbour": lambda line, block: bool(_NEIGHBOUR.match(line)),
    "breadcrumb": lambda line, block: "。" not in line and bool(_CRUMB.match(line)),
    "attachments": lambda line, block: bool(
        _CAPTION.match(line) or _VSB_FILE.match(line) or (block.linked and not block.cells and _FILE_LINE.match(line))
    ),
}


def _footer_start(lines: Sequence[Block]) -> int:
    """Where the site's footer begins: the last lines that all look like one, led by one that certainly is."""
    start = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        line = _squeeze(lines[number].text).lower()
        if len(line) > 300 or _ENDS_A_SENTENCE.search(line):
            break
        if _FOOTER.search(line) or re.search(r"icp备", line):
            start = number
        elif not _FOOTER_COMPANY.search(line):
            break
    return start
