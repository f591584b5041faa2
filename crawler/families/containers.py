"""Where the body of an article lies: candidates are scored, not taken first come.

Candidates are the containers two independent extractors of these pages settled on, each family's own, and the text
between comment pairs (Hanweb writes `ZJEG_RSS.content.begin … end` around every body, also on TRS sites that took the
page over). Where no name tells, the block of the page's sentences is the body (crawler.families.prose).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.extract.chrome import is_furniture
from crawler.families.markup import (
    BLOCKS,
    UNSHOWN,
    Element,
    drop,
    parse_html,
    select,
    short_text,
    shows_more,
    squeeze,
    text_of,
)
from crawler.families.metadata import grid_tables
from crawler.families.outline import Outline
from crawler.families.prose import prose_block


@dataclass(frozen=True, slots=True)
class Body:
    """A body container: the rule that found it and the element.

    `source` is the stretch of the page's source it was cut from when it is no element of the page's own tree.
    """

    rule: str
    element: Element
    source: tuple[int, int] | None = None


_PAIRS = (
    ("ZJEG_RSS.content", "<!--ZJEG_RSS.content.begin-->", "<!--ZJEG_RSS.content.end-->"),
    ("信息内容", "<!--<$[信息内容]>begin-->", "<!--<$[信息内容]>end-->"),
)


#: The marks of each rule, most telling first. An editor's own wrapper is telling, a layout word like #content is not.
#: A mark is an element `<name>`, an id `#name`, how an id begins `#name*`, or a class `.name`; no two rules share one.
_TELLING: Mapping[str, str] = {
    "#ivs_content": "#ivs_content",
    "#webeditorview": "#webeditorview",
    "ucapcontent": "<ucapcontent> #UCAP-CONTENT",
    "founder-content": "<founder-content>",
    ".TRS_Editor": ".TRS_Editor .trs_editor_view .TRS_UEDITOR",
    ".Custom_UnionStyle": ".Custom_UnionStyle",
    "#zoom": "#zoom #Zoom #ZOOM #zoomcon",
    "#vsb_content": "#vsb_content*",
    "#articleContent": "#articleContent #article_content #ArticleContent",
    ".article-content": ".article-content .articleContent .article_content .article-cont .article-body .article_con",
    ".wzcon": ".wzcon .art_con .artile_zw .zc_article_con .article-conter .wz_article .jgzn_content",
    ".detail-content": ".detail-content .content-detail .zlyxwz_t2a .govitemcontentdetal .xly",
    ".xxgk_content": ".xxgk_content .xxgk-content .zw-content .zw_content",
}
_LOOSE: Mapping[str, str] = {
    ".main-txt": ".main-txt .view .article #article",
    "#mainContent": "#mainText #mainContent #content .main-content",
}
_RULE_OF = {mark: rule for rule, marks in {**_TELLING, **_LOOSE}.items() for mark in marks.split()}
_BEGINNINGS = tuple(mark[1:-1] for mark in _RULE_OF if mark.endswith("*"))
#: The blanks that part the names in a class attribute.
_CLASS_NAME = re.compile(r"[^ \t\r\n]+")

_CHROME = (
    *("无障碍", "首页", "当前位置", "您的位置", "分享到", "打印", "主办单位", "承办单位", "ICP备", "网站地图"),
    *(
        "联系我们",
        "版权所有",
        "浏览次数",
        "点击数",
        "访问量",
        "上一篇",
        "下一篇",
        "扫一扫",
        "网站标识码",
        "关闭窗口",
        "责任编辑",
    ),
)
_CHAPTER = re.compile(r"(?:^|\s)[一二三四五六七八九十]、")
_CUT = re.compile(
    r"\s*[【\[(（]?\s*(?:(?:相关(?:附件|链接|文件|报道|文档|信息|新闻)|附件下载|打印本页|关闭窗口|[上下]一[篇条](?:文章)?|分享到|责任编辑)"
    r"(?=[\s:：】\])）]|\Z)|扫一扫(?!.*。)|附件【)"
)
#: Marks that no text goes on after: what follows are comments and other pages, sentences or not.
_LAST = re.compile(r"\W*(?:责任编辑|[上下]一[篇条]|打印本页|关闭窗口)")
#: What only a text has after a closing mark: a sentence, or the date of a signature.
_TEXT_AFTER = re.compile(
    r"[^\s。]{15}。|(?:\A|\s)[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]+月[\d一二三四五六七八九十]+日(?:\s|\Z)"
)
#: Closing marks in one body with text after them; more are not looked behind.
_MOST_MARKS = 8
_CHROME_COST = 40
#: Candidates looked at per rule; more on one page is no article.
_MOST = 30
#: Boxes between the editor's text and the box that also holds its title line, or its signature.
_MOST_WRAPPERS = 4
#: Lines of a signature, its date among them, and how long one may be.
_MOST_SIGNED = 4
_LONGEST_SIGNED = 60
_SIGNED = re.compile(
    r"(?P<who>[^\d:：]*)[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日[)）]?\Z"
)
_LEAST_NAME = 3
_SET_RIGHT = re.compile(r"text-align\s*:\s*right", re.IGNORECASE)
_CONTENT_BOX = re.compile("content", re.IGNORECASE)
_PAGE_HEADING = "descendant-or-self::*[self::h1 or self::h2 or self::ucaptitle]"
#: A named container that holds this part of the page's letters is not asked whether the text lies elsewhere.
_PART = 4


def find_body(page: Outline, text: str, own: Sequence[tuple[str, str]] = ()) -> Body | None:
    """The body container of an article page; None when nothing on it looks like one.

    `text` is the page's source (for comment pairs), `own` are the family's containers as (rule, XPath). Where a
    platform's own comment pair encloses something, boxes of the layout do not count, however much they hold besides
    (metadata in lists, bylines). A container may be found and hold nothing: a page without a body still shows where the
    body would be.
    """
    best: tuple[float, bool, Body] | None = None
    paired = False
    for telling, body in _candidates(page, text, own):
        paired = paired or (body.source is not None and not is_blank(body.element))
        if paired and not telling:
            continue
        points = _score(page, body.element)
        if telling and points > 0:
            points += 20 + min(points * 0.1, 150)
        if best is None or points > best[0]:
            best = (points, telling, body)
    if paired or (best is not None and _is_sure(page, *best)):
        return best[2] if best else None
    title = " ".join(squeeze(node.text) for node in select(page.root, "//title[not(ancestor::svg)]"))
    block = prose_block(page.root, title)
    if block is None or (best is not None and best[1] and _score(page, block) * 0.6 <= best[0]):
        return best[2] if best else None
    return Body("densest block", block)


def trim_body(page: Outline, body: Body) -> Element:
    """The container's element without what is not the body: metadata grids and all from a closing mark on.

    Closing marks (上一篇, 扫一扫, 相关附件 …) count in the second half only, at the start of a short block of its own,
    and those that a text may go on after (files, links) only where neither a sentence nor a signature's date follows.
    The element is changed in place.
    """
    element = body.element
    outline = page if body.source is None else Outline(element)
    if tables := grid_tables(outline, element):
        for table in tables:
            drop(table)
        outline = Outline(element)
    total = len(outline.text_of(element))
    seen = marks = 0
    for node in element.iterdescendants("*"):
        if seen * 2 < total:
            if node.tag not in UNSHOWN:
                seen += len(squeeze(node.text)) + len(squeeze(node.tail))
        elif node.tag in BLOCKS and (own := outline.short_text(node, 80)) and _CUT.match(own):
            if _LAST.match(own) or not _TEXT_AFTER.search(_text_after(node, element)):
                _drop_from(node, element)
                break
            marks += 1
            if marks == _MOST_MARKS:
                break
    return element


def heading_within(page: Outline, body: Body, title: str | None) -> Element | None:
    """The line with the page's title that a content box holds right before the body and nothing else before it.

    A template that wraps title line and editor's text in one box named for the content (observed on www.most.gov.cn:
    `xxgk_detail_content` with `xxgk_title` and `#Zoom`) publishes both as the text. A title in a heading of the page
    (h1, h2, ucaptitle), above a byline, or in a box of the layout is the page's bar and no part of the body.
    """
    wanted = _bare(title)
    if not wanted or body.source is not None or _bare(page.text_of(body.element)).startswith(wanted):
        return None
    node = body.element
    for _ in range(_MOST_WRAPPERS):
        parent = node.getparent()
        if parent is None or parent.tag in ("body", "html") or squeeze(parent.text):
            return None
        before = [one for one in node.itersiblings(preceding=True) if _is_shown(one)]
        if before:
            line = before[0]
            alone = len(before) == 1 and not squeeze(line.tail) and _bare(short_text(line, 200, 20)) == wanted
            named = _CONTENT_BOX.search(f"{parent.get('class', '')} {parent.get('id', '')}")
            return line if alone and named and not select(line, _PAGE_HEADING) else None
        node = parent
    return None


def rest_after(page: Outline, body: Body) -> list[Element]:
    """What stands right after the body and is of the text: the boxes in which its chapters go on, or the lines that
    sign it, where a template has fields of their own for who signs and when.

    Chapters go on where the first numbered one of what follows is the next of the body's last. A signature is a name
    and a date in characters, or such a date alone that is set to the right. With a label before it (发布时间：…), as a
    template prints the day of publishing, a date is no signature; nor is one after a text that bears its own.
    """
    text = page.text_of(body.element)
    if body.source is not None or _SIGNED.search(_bare(text[-2 * _LONGEST_SIGNED :])[-_LONGEST_SIGNED:]):
        return []
    node = body.element
    for _ in range(_MOST_WRAPPERS):
        parent = node.getparent()
        if parent is None or node.tag == "body" or squeeze(node.tail):
            return []
        after = [one for one in node.itersiblings() if _is_shown(one)][:_MOST_SIGNED]
        if after:
            return _chapters_on(page, text, after) or _signed(after)
        node = parent
    return []


def _chapters_on(page: Outline, text: str, after: Sequence[Element]) -> list[Element]:
    """These elements up to the last in which the chapters of a text go on; none where they do not."""
    numbers = _numbers(text)
    taken = 0
    for number, one in enumerate(after, start=1):
        more = _numbers(page.text_of(one)) if numbers and isinstance(one.tag, str) and not squeeze(one.tail) else []
        if more and more[0] == numbers[-1] + 1:
            numbers, taken = more, number
    return list(after[:taken])


def _numbers(text: str) -> list[int]:
    return ["一二三四五六七八九十".index(found.strip()[0]) for found in _CHAPTER.findall(text)]


def _signed(after: Sequence[Element]) -> list[Element]:
    """The first of these elements up to a signature's date; none where anything else stands before it."""
    who = ""
    for number, one in enumerate(after, start=1):
        line = _bare(short_text(one, _LONGEST_SIGNED, 20)) if isinstance(one.tag, str) else ""
        if not line or squeeze(one.tail) or is_furniture(line) or next(one.iter("a", "img"), None) is not None:
            return []
        if dated := _SIGNED.match(line):
            right = one.get("align") == "right" or _SET_RIGHT.search(one.get("style", "")) is not None
            return list(after[:number]) if right or len(who + dated["who"]) >= _LEAST_NAME else []
        if re.search("[\\d:：。；]", line):
            return []
        who += line
    return []


def is_blank(element: Element) -> bool:
    """Whether a body holds nothing to read or look at."""
    return not shows_more(element, 0) and not select(element, ".//img|.//embed|.//object|.//iframe|.//a[@href]")


def _is_sure(page: Outline, points: float, telling: bool, body: Body) -> bool:
    """Whether a container by its name alone is the body: an editor's own, and no small part of the page."""
    return telling and points > 0 and page.letters_in(body.element) * _PART >= page.letters_in(page.root)


def _is_shown(node: Element) -> bool:
    """Whether an element shows text, or text follows it."""
    if squeeze(node.tail):
        return True
    return isinstance(node.tag, str) and node.tag not in UNSHOWN and short_text(node, 200, 20) != ""


def _bare(text: str | None) -> str:
    return "".join((text or "").split())


def _candidates(page: Outline, text: str, own: Sequence[tuple[str, str]]) -> Iterator[tuple[bool, Body]]:
    for rule, begin, end in _PAIRS:
        start = text.find(begin)
        stop = text.find(end, start + 1)
        if 0 <= start < stop:
            inner = parse_html(f"<div>{text[start + len(begin) : stop]}</div>")
            yield True, Body(rule, select(inner, "//body/*")[0], (start, stop + len(end)))
    for rule, xpath in own:
        for body in _bodies(rule, select(page.root, xpath)):
            yield True, body
    marked = _marked(page)
    for telling, rules in ((True, _TELLING), (False, _LOOSE)):
        for rule in rules:
            for body in _bodies(rule, marked.get(rule, [])):
                yield telling, body


def _marked(page: Outline) -> dict[str, list[Element]]:
    """The elements that bear a rule's marks, by rule, found in one pass over the page."""
    marked: dict[str, list[Element]] = {}
    for element in page.elements:
        marks = [f"<{element.tag}>"]
        if name := element.get("id"):
            marks.append(f"#{name}")
            marks += [f"#{beginning}*" for beginning in _BEGINNINGS if name.startswith(beginning)]
        if names := element.get("class"):
            marks += [f".{name}" for name in _CLASS_NAME.findall(names)]
        if not _RULE_OF.keys().isdisjoint(marks):
            for rule in {_RULE_OF[mark] for mark in marks if mark in _RULE_OF}:
                marked.setdefault(rule, []).append(element)
    return marked


def _bodies(rule: str, elements: Sequence[Element]) -> Iterator[Body]:
    found = [element for element in elements[:_MOST] if element.tag not in ("body", "html", "input", "a", "img")]
    for element in found:
        yield Body(rule, element)
    # One article in several boxes of its editor: what holds them all is the body.
    parents = [parent for element in found if (parent := element.getparent()) is not None]
    for parent in dict.fromkeys(parents):
        if parents.count(parent) > 1 and parent.tag != "body":
            yield Body(f"several {rule}", parent)


def _score(page: Outline, element: Element) -> float:
    text = page.text_of(element)
    linked = sum(len(squeeze(link.text)) for link in element.iter("a"))
    points = len(text) - 1.5 * linked - _CHROME_COST * sum(map(text.count, _CHROME))
    points += 20 * min(len(_CHAPTER.findall(text)), 8) + 10 * min(sum(1 for _ in element.iter("table")), 5)
    return points


def _text_after(node: Element, container: Element) -> str:
    """The shown text that follows `node` inside `container`."""
    pieces = []
    current = node
    while current is not container:
        pieces.append(squeeze(current.tail))
        pieces += [f"{text_of(one)} {squeeze(one.tail)}" for one in current.itersiblings() if isinstance(one.tag, str)]
        parent = current.getparent()
        if parent is None:
            break
        current = parent
    return " ".join(pieces)


def _drop_from(node: Element, container: Element) -> None:
    """Take `node` and all that follows it inside `container` away."""
    current = node
    while current is not container:
        parent = current.getparent()
        if parent is None:
            return
        for sibling in list(current.itersiblings()):
            parent.remove(sibling)
        current.tail = None
        if current is node:
            parent.remove(current)
        current = parent
