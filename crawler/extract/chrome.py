"""The lines inside a body container that the page printed and the author did not.

Each rule names a line as a whole: a print bar, a view counter, a byline, a row of the metadata grid, the site's
footer. A sentence that merely mentions such a word is the report's own and stays. What each rule took is counted under
its name, so that a reader of the archive can see it.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from crawler.extract.lines import Block

CHROME_RULES = "chrome-3"

#: Labels of the metadata grid as portals print them, blanks and colons removed.
_GRID_LABEL = (
    r"(?:政府信息)?(?:索引号|索取号|信息索引|信息名称|公开事项名称|名称|标题|发布机构|发文机关|发文机构|发文单位|发布单位|信息来源|公开主体|"
    r"文号|发文字号|文件编号|发文编号|成文日期|生成日期|发文日期|制发日期|发布日期|公开日期|上载日期|发布时间|分类|主题分类|信息分类|"
    r"组配分类|公开类别|体裁分类|服务对象分类|生命周期分类|主题词|关键词|关键字|公开方式|公开范围|公开时限|公开程序|公开形式|(?:信息)?有效性|"
    r"时效性|统一编号|备案登记号|废止日期|废止时间|失效日期|生效日期|生效时间|实施日期|内容概述|信息格式|语种|(?:公开)?责任部门|信息状态|"
    r"信息公开编号|公文种类|主题类别|信息类别|所属主题|所属类别|文件类型)"
)
_LABELLED = re.compile(rf"{_GRID_LABEL}[:：]")
_GRID_CELL = re.compile(rf"{_GRID_LABEL}[:：]?\Z")
_BAR_WORD = (
    r"(?:我要打印|打印(?:本页|此页|该页|文章|正文|本文)?|关闭(?:窗口|本页|页面|此页)?|(?:返回|回到)(?:顶部|首页|列表|上页)?|顶部|TOP|字体(?:大小|显示)?|"
    r"字号(?:大小)?|文字大小|放大字体|缩小字体|(?:视力保护|保护视力)色?|大字?|中字?|小字?|默认|繁体|简体|收藏(?:本页)?|设为首页|加入收藏|"
    r"分享(?:到|至)?|微信(?:好友)?|朋友圈|新浪微博|腾讯微博|微博|QQ空间|QQ好友|QQ|空间|更多|登录|注册|无障碍(?:浏览|阅读)?|适老(?:版|化)|"
    r"长者(?:模式|助手)|智能问答|语音播报|听新闻|朗读|手机看|(?:我要|在线)?纠错|保存|下载本页|(?:下载)?(?:图片|文字)版(?:下载)?|下载|复制链接|"
    r"(?:我要|发表|网友)?评论|点赞|继续(?:访问|浏览)|放弃(?:访问)?|(?:网站)?首页|[上下]一页|尾页|末页|TT|A)"
)
_BAR = re.compile(
    r"(?=.*(?:打印|关闭|字体|字号|文字大小|分享|收藏|登录|无障碍|适老|长者|纠错|语音播报|听新闻|朗读|手机看|返回|回到|顶部|TOP\Z|评论|点赞|放弃|"
    rf"视力|[上下]一页|(?:图片|文字)版|\A[\W_]*首页[\W_]*\Z))(?:(?>[\W_]*{_BAR_WORD}))++[\W_]*\Z",
    re.IGNORECASE,
)
_VIEWS = r"(?:浏览|点击|访问|阅读|查看|点赞)(?:次数|率|量|数|人数)?"
_COUNT = r"[\W_]*(?:\d+|正?在?加载中|载入中)?[\W_]*(?:次|人次|人)?[\W_]*\Z"
_COUNTER = re.compile(
    rf"[\W_]*(?:{_VIEWS}[:：]{_COUNT}|(?:(?:本文|本页|本信息|文章)?(?:已被?|共被?|被)|人气){_VIEWS}?[:：]?[\W_]*\d+[\W_]*(?:次|人次)?[\W_]*\Z"
    r"|点赞[\W_]*\d+[\W_]*\Z)"
)
#: Labels of a byline that nothing else bears, and such as a text may bear too: two of these alone are no byline.
_BYLINE_LABEL = re.compile(
    r"(?P<sure>发布日期|发布时间|发表时间|更新时间|录入时间|信息时间|发文日期|信息来源|文章来源|稿件来源|来源|责任编辑|发布者|发布人|(?:文章|信息)?录入|"
    r"浏览(?:次数|量)?|点击(?:次数|数|率|量)?|访问(?:次数|量)|阅读(?:次数|量|数)?|字体(?:大小)?|字号|视力保护色|保护视力色|"
    r"[初复终]审|[一二三]审|校对|校审|撰稿|网编)[:：]|(?P<open>作者|编辑|审核人?|日期|时间|发布|供稿|签发|监制)[:：]"
)
_WHEN = r"(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
#: A date as a template prints it: with hyphens or an hour. A date in characters may be the author's.
_PRINTED_DATE = re.compile(
    rf"[\W_]*(?:(?:19|20)\d\d[-/]\d{{1,2}}[-/]\d{{1,2}}|{_WHEN}[\W_]*{_CLOCK})[\W_]*(?:{_CLOCK})?[\W_]*\Z"
)
_DATED_BYLINE = re.compile(rf"[\W_]*{_WHEN}[\W_]*(?:{_CLOCK})?")
_SINGLE_BYLINE = re.compile(
    r"[\W_]*(?:发布日期|发布时间|发表时间|更新时间|发文日期|文章来源|信息来源|稿件来源|来源|视力保护色|保护视力色)[:：][^。！？；]{0,40}\Z"
)
_EDITOR = re.compile(
    r"[\W_]*(?:纠错[\W_]*)?(?:责任编辑|责编|编辑|网编|[初复终]审|[一二三]审|信息员|(?:文章|信息|稿件)?录入)[:：][^。]{0,30}\Z"
    r"|[【\[(（](?:责任)?编辑[^部。]{0,12}[】\])）]\Z|责任编辑[\u4e00-\u9fff]{2,3}\Z"
)
#: A credit in brackets after the last paragraph (observed below a text a ministry reprinted).
_CREDIT = re.compile(r"[【\[(（](?:信息|文章|稿件|消息|本文)?来源[:：].{1,30}[】\])）]\Z")
#: The line of the source after a text, where templates print it last.
_SOURCE_LINE = re.compile(r"[\W_]*(?:信息|文章|稿件|消息|本文)?来源[:：][^。；]{0,30}\Z")
_SCAN = re.compile(
    r"[\W_]*(?:请?(?:打开|使用|用|通过)?(?:手机|微信)*[\W_]*扫[一描码].{0,24}|本页二维码)\Z|打开微信.{0,40}扫一扫.{0,30}(?:朋友圈|好友|分享)[\W_]*\Z"
)
_NEIGHBOUR = re.compile(r"[\W_]*[上下前后]一(?:篇|条|页|则)(?:文章|信息|新闻)?[\W_]*(?:(?<=[:：】\]»])[^。]{0,120})?\Z")
_NEIGHBOUR_APART = re.compile(r"\W*[上下]一(?:篇|条|则)\s")
_CRUMB = re.compile(
    r"(?:您(?:现在)?的?(?:当前)?(?:所在(?:的)?)?位置|当前(?:所在)?位置|现在位置|所在位置)[:：是].{0,150}\Z"
    r"|[\W_]*(?:网站)?首页(?:(?:>{1,2}|->|[＞›»→])[^>＞›»→。]{1,40}){1,8}\Z"
)
#: What a page asks before it lets a reader go to another site; printed in the page and shown by a script.
_LEAVING = re.compile(r"您(?:访问|点击)的链接即将离开.{0,80}\Z")
_CAPTION = re.compile(
    r"[\W_]*(?:附件列表|附件下载|相关附件|附件信息|文件下载|相关(?:链接|文件|报道|文档|解读|文章|新闻|信息|阅读|政策|推荐)|关联(?:信息|文件|阅读)|"
    r"(?:热门|热点|精彩|为您)?推荐(?:阅读|信息|新闻|文章)|推荐|延伸阅读|猜你喜欢|[-—]+分[隔割]线[-—]+)[\W_]*\Z"
)
_FILE_LINE = re.compile(
    r".{0,120}\.(?:docx?|xlsx?|pptx?|pdf|wps|et|rtf|zip|rar|ofd)(?:[\W_]*(?:点击)?(?:下载|预览|查看))*[\W_]*\Z",
    re.IGNORECASE,
)
_VSB_FILE = re.compile(r"附件【.{1,120}】(?:已下载\d*次)?\Z")
_STYLE = re.compile(
    r"(?:/\*[^*]{0,200}\*/)?(?:@[\w-]+|[.#]?[\w.#:,*>\[\]=\"-]{1,200})\{[^{}]{0,4000}:[^{}]{0,4000}\}.{0,20000}\Z",
    re.DOTALL,
)
#: What Word keeps beside a text and a browser pastes with it: view, spacing, languages.
_WORD = re.compile(r"Normal0(?:[\d.]{1,5}磅)?\d*(?:false|true){3}[A-Za-z0-9-]{0,80}\Z")
_PAGER = re.compile(
    r"(?=.*(?:[上下]一?页|共\d+页))"
    r"(?>(?:首页|[上下前后]一?页|尾页|末页|共\d+页|第\d+页|转到|跳转|页|(?:余下|阅读|显示|查看)全文|\d{1,3})[\W_]*)++\Z"
)
#: Marks around nothing, or the count of hands a news site lets its readers raise.
_EMPTY_FRAME = re.compile(r"[\s|丨()（）\[\]【】]*(?:\+1)?\Z")

_FOOTER = re.compile(
    r"版权所有|主办(?:单位)?[:：]|承办(?:单位)?[:：]|公网安备|网站标识码|ICP备|备案(?:编?号|序号)[:：]|运行维护[:：]|技术支持[:：]|"
    r"copyright|建议使用.{0,30}(?:分辨率|浏览器)"
)
#: What only a site prints; who organised something a notice may say too.
_FOOTER_SURE = re.compile(
    r"版权所有|公网安备|网站标识码|icp备|备案(?:编?号|序号)[:：]|运行维护[:：]|技术支持[:：]|copyright|建议使用|网站地图"
)
_FOOTER_COMPANY = re.compile(
    r"(?:电子信箱|电子邮箱|邮箱|e-?mail|地址|联系地址|邮编|邮政编码|电话|联系电话|传真|维护单位|网址)[:：]|网站地图|联系我们|关于我们|网站声明|"
    r"隐私(?:声明|保护)|您是第\d*位|访问(?:量|人数)[:：]|(?:CNZZ|站长统计)|^[\W_]*\Z"
)
#: What a site says of itself below its pages: whose the contents are, and that it answers for none of them.
_DISCLAIMER = re.compile(
    r"(?:[【\[]?(?:免责声明|版权声明)[】\]]?[:：]?)?(?:凡)?本(?:网站|站|网).{0,120}(?:不承担|不对|不代表|不得转载|转载.{0,12}注明|以.{0,24}为准|仅供参考)"
)
_ENDS_A_SENTENCE = re.compile(r"[。！？；]\Z")

_ORGANISERS = re.compile(r"(?:主办|承办|协办)(?:单位)?[:：]")
#: Who had a hand in a page's text, by how the label begins: a line of these alone is one of credits.
_HANDS = frozenset({"编辑", "审核", "发布", "供稿", "签发", "监制", "作者"})

#: A grid or byline stands before the text begins: before the first line this long, or the first numbered chapter.
_PROSE = 80
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[章条]")

#: Lines after the text among which its source may be named.
_LAST = 3

#: An annex as a paper names it, and the next one of several; then a signature of a few lines and its date.
_ANNEX = re.compile(r"附件?\d{0,2}[:：]")
_ANNEX_NEXT = re.compile(r"(?:附件)?\d{1,2}[.、．:：]?")
_DATED = re.compile(
    r"[(（]?[\d〇○Ｏ零一二三四五六七八九十]{4}年[\d元一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日[)）]?\Z"
)
_SIGNATURE = 8

_Rule = Callable[[str, Block], bool]


def drop_chrome(lines: Sequence[Block]) -> tuple[list[Block], dict[str, int]]:
    """The lines without the page's own, and how many each rule took."""
    taken: Counter[str] = Counter()
    kept: list[Block] = []
    grids = _grid_tables(lines)
    annexes = annex_lines(lines)
    said: set[str] | None = None
    in_head = True
    for number, block in enumerate(lines):
        squeezed = _squeeze(block.text)
        name = None if number in annexes else _named(squeezed, block, in_head)
        if name in ("grid", "byline") and not block.cells and (kind := _kind_of_head(squeezed)):
            # Asked on the few pages alone that print such lines within the text's box.
            said = _said_again(lines) if said is None else said
            name = None if kind in said else name
        if name is None and in_head and block.table in grids:
            name = "grid"
        if name:
            taken[name] += 1
            continue
        if len(squeezed) > _PROSE or _CHAPTER.match(squeezed):
            in_head = False
        kept.append(block)
    end = _footer_start(kept)
    if end < len(kept):
        taken["footer"] = len(kept) - end
    kept = kept[:end]
    for number in range(len(kept) - 1, max(len(kept) - _LAST, 0) - 1, -1):
        if not kept[number].cells and _SOURCE_LINE.match(_squeeze(kept[number].text)):
            taken["byline"] += 1
            del kept[number]
    return kept, dict(taken)


def _kind_of_head(line: str) -> str | None:
    """What a line of a grid or byline says once on a page: its label, or that it is a date as templates print it."""
    if label := _LABELLED.match(line):
        return label[0]
    return "date" if _PRINTED_DATE.match(line) else None


def _said_again(lines: Sequence[Block]) -> set[str]:
    """What lines before the text say of the page in two ways: a page has one name and one day of publishing, and where
    a list gives several (名称：…, 地址：…, 名称：…) they are the author's."""
    values: dict[str, set[str]] = {}
    for block in lines:
        if not block.cells and len(block.text) <= _PROSE and (kind := _kind_of_head(line := _squeeze(block.text))):
            values.setdefault(kind, set()).add(line)
    return {kind for kind, found in values.items() if len(found) > 1}


def annex_lines(lines: Sequence[Block]) -> set[int]:
    """The numbers of lines that name the text's annexes where an official paper names them: after the text and before
    its signature's date. They are the author's though each is a link; a list of files stands after the date."""
    found: set[int] = set()
    run: list[int] = []
    for number, block in enumerate(lines):
        line = _squeeze(block.text)
        if block.linked and not block.cells and (_ANNEX.match(line) or (run and _ANNEX_NEXT.match(line))):
            run.append(number)
        elif run and _DATED.match(line):
            found.update(run)
            run = []
        elif run and (number - run[-1] > _SIGNATURE or len(line) > _PROSE):
            run = []
    return found


def is_furniture(line: str) -> bool:
    """Whether a line without blanks is the page's own by itself, wherever on the page it stands."""
    named = _named(line, Block(line), in_head=True)
    if named is not None:
        return True
    return len(line) <= 300 and (_FOOTER.search(line.lower()) is not None or _DISCLAIMER.match(line) is not None)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _named(line: str, block: Block, in_head: bool) -> str | None:
    """The rule that names this line as the page's own, if one does."""
    if _EMPTY_FRAME.match(line):
        return "frame"
    if ("{" in line and _STYLE.match(line)) or _WORD.match(line):
        return "style"
    if len(line) > 300:
        return None
    for name, rule in _ANYWHERE.items():
        if rule(line, block):
            return name
    if in_head and _is_grid(line, block):
        return "grid"
    if in_head and not block.cells and _is_head_byline(line):
        return "byline"
    return None


def _is_grid(line: str, block: Block) -> bool:
    if block.cells:
        first = next((cell for cell in map(_squeeze, block.cells) if cell), "")
        return bool(_LABELLED.match(first))
    bare = line.strip("|丨")
    return bool(_LABELLED.match(bare) or _GRID_CELL.match(bare)) and not _ENDS_A_SENTENCE.search(bare)


def _grid_tables(lines: Sequence[Block]) -> set[int]:
    """The tables that are metadata without a colon: a label begins each of their rows, two or more, and a value follows
    it. A table of data has labels in its first row alone (名称, 文号, 发布日期)."""
    rows: dict[int, list[bool]] = {}
    for block in lines:
        if block.table:
            cells = [cell for cell in map(_squeeze, block.cells) if cell]
            values = [cell for cell in cells[1:] if not _GRID_CELL.match(cell)]
            rows.setdefault(block.table, []).append(
                bool(cells) and bool(_GRID_CELL.match(cells[0])) and (bool(values) or len(cells) < len(block.cells))
            )
    return {table for table, labelled in rows.items() if len(labelled) > 1 and all(labelled)}


def _is_byline(line: str, block: Block) -> bool:
    """Two labels or more, one of them first, with short values and no sentence among them."""
    if len(line) > 160 or "。" in line:
        return False
    stripped = line.lstrip("|丨[【(（ ")
    labels = list(_BYLINE_LABEL.finditer(stripped))
    if len(labels) < 2 or labels[0].start() > 0:
        return False
    return any(label["sure"] for label in labels) or all(label[0][:2] in _HANDS for label in labels)


def _is_head_byline(line: str) -> bool:
    """A source, a date as templates print it, or a date and what a byline says beside it."""
    if _SINGLE_BYLINE.match(line) or _PRINTED_DATE.match(line):
        return True
    dated = _DATED_BYLINE.match(line)
    if dated is None or len(line) > 100 or "。" in line:
        return False
    return _BYLINE_LABEL.search(line, dated.end()) is not None


_ANYWHERE: dict[str, _Rule] = {
    "bar": lambda line, block: len(line) <= 120 and bool(_BAR.match(line)),
    "counter": lambda line, block: len(line) <= 40 and bool(_COUNTER.match(line)),
    "byline": _is_byline,
    "editor": lambda line, block: bool(_EDITOR.match(line) or _CREDIT.match(line)),
    "scan": lambda line, block: ("。" not in line or "打开微信" in line) and bool(_SCAN.match(line.rstrip("。"))),
    "neighbour": lambda line, block: (
        bool(_NEIGHBOUR.match(line)) or ("。" not in line and bool(_NEIGHBOUR_APART.match(block.text)))
    ),
    "pager": lambda line, block: not block.cells and bool(_PAGER.match(line)),
    "breadcrumb": lambda line, block: "。" not in line and bool(_CRUMB.match(line)),
    "leaving": lambda line, block: bool(_LEAVING.match(line)),
    "attachments": lambda line, block: bool(
        _CAPTION.match(line) or _VSB_FILE.match(line) or (block.linked and not block.cells and _FILE_LINE.match(line))
    ),
}


def _footer_start(lines: Sequence[Block]) -> int:
    """Where the site's footer begins: the last lines that all look like one, led by one that certainly is."""
    start = len(lines)
    sure = False
    for number in range(len(lines) - 1, -1, -1):
        line = _squeeze(lines[number].text).lower()
        if len(line) > 300 or _ENDS_A_SENTENCE.search(line):
            break
        if _FOOTER.search(line) or re.search(r"icp备", line):
            start = number
            sure = sure or bool(_FOOTER_SURE.search(line)) or len(_ORGANISERS.findall(line)) > 1
        elif not _FOOTER_COMPANY.search(line):
            break
    return start if sure else len(lines)
