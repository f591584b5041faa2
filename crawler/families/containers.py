"""Where the body of an article lies: candidates are scored, not taken first come.

Candidates are the containers two independent extractors of these pages settled on, each family's own, and the text
between comment pairs (Hanweb writes `ZJEG_RSS.content.begin … end` around every body, also on TRS sites that took the
page over). The fallback is the block that holds the most paragraph text itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from crawler.families.markup import BLOCKS, UNSHOWN, Element, drop, parse_html, select, short_text, squeeze, text_of
from crawler.families.metadata import grid_tables


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


def _classed(*names: str) -> str:
    tests = (f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in names)
    return f"//*[{' or '.join(tests)}]"


def _named(*names: str) -> str:
    return f"//*[{' or '.join(f'@id={name!r}' for name in names)}]"


#: (rule, XPath), most telling first. An editor's own wrapper is telling, a layout word like #content is not.
_TELLING: tuple[tuple[str, str], ...] = (
    ("#ivs_content", _named("ivs_content")),
    ("#webeditorview", _named("webeditorview")),
    ("ucapcontent", f"//ucapcontent|{_named('UCAP-CONTENT')}"),
    ("founder-content", "//founder-content"),
    (".TRS_Editor", _classed("TRS_Editor", "trs_editor_view", "TRS_UEDITOR")),
    (".Custom_UnionStyle", _classed("Custom_UnionStyle")),
    ("#zoom", _named("zoom", "Zoom", "ZOOM", "zoomcon")),
    ("#vsb_content", "//*[starts-with(@id,'vsb_content')]"),
    ("#article", _named("article", "articleContent", "article_content", "ArticleContent")),
    (
        ".article-content",
        _classed("article-content", "articleContent", "article_content", "article-cont", "article-body", "article_con"),
    ),
    (
        ".wzcon",
        _classed("wzcon", "art_con", "artile_zw", "zc_article_con", "article-conter", "wz_article", "jgzn_content"),
    ),
    (".detail-content", _classed("detail-content", "content-detail", "zlyxwz_t2a", "govitemcontentdetal", "xly")),
    (".xxgk_content", _classed("xxgk_content", "xxgk-content", "zw-content", "zw_content")),
)
_LOOSE: tuple[tuple[str, str], ...] = (
    (".main-txt", _classed("main-txt", "view", "article")),
    ("#mainContent", f"{_named('mainText', 'mainContent', 'content')}|{_classed('main-content')}"),
)

_CHROME = re.compile(
    "无障碍|首页|当前位置|您的位置|分享到|打印|主办单位|承办单位|ICP备|网站地图|联系我们|版权所有|浏览次数|点击数|访问量|"
    "上一篇|下一篇|扫一扫|网站标识码|关闭窗口|责任编辑"
)
_CHAPTER = re.compile(r"(?:^|\s)[一二三四五六七八]、")
_CUT = re.compile(
    r"\s*[【\[(（]?\s*(?:相关(?:附件|链接|文件|报道|文档|信息|新闻)|附件下载|扫一扫|打印本页|关闭窗口|上一篇|下一篇|上一条|下一条|"
    r"附件【|分享到|责任编辑)"
)
_CHROME_COST = 40
#: Candidates looked at per rule; more on one page is no article.
_MOST = 30
#: Boxes between the editor's text and the box that also holds its title line.
_MOST_WRAPPERS = 4
_CONTENT_BOX = re.compile("content", re.IGNORECASE)
_PAGE_HEADING = "descendant-or-self::*[self::h1 or self::h2 or self::ucaptitle]"
_HOLDERS = frozenset({"div", "td", "article", "section", "body", "center", "main", "font"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "blockquote", "pre"})
_NOT_BODY = re.compile(r"foot|header|nav|menu|copyright|crumb|sidebar|friend", re.IGNORECASE)


def find_body(tree: Element, text: str, own: Sequence[tuple[str, str]] = ()) -> Body | None:
    """The body container of an article page; None when nothing on it looks like one.

    `text` is the page's source (for comment pairs), `own` are the family's containers as (rule, XPath). Where a
    platform's own comment pair encloses something, boxes of the layout do not count, however much they hold besides
    (metadata in lists, bylines). A container may be found and hold nothing: a page without a body still shows where the
    body would be.
    """
    best: tuple[float, Body] | None = None
    paired = False
    for telling, body in _candidates(tree, text, own):
        paired = paired or (body.source is not None and not is_blank(body.element))
        if paired and not telling:
            continue
        points = _score(body.element)
        if telling and points > 0:
            points += 20 + min(points * 0.1, 150)
        if best is None or points > best[0]:
            best = (points, body)
    fallback = None if paired else _densest(tree)
    if fallback is not None:
        points = _score(fallback) * 0.6
        if points > 60 and (best is None or points > best[0]):
            return Body("densest block", fallback)
    return best[1] if best else None


def trim_body(body: Body) -> Element:
    """The container's element without what is not the body: metadata grids and all from a closing mark on.

    Closing marks (上一篇, 扫一扫, 相关附件 …) count in the second half only, at the start of a short block of its own.
    The element is changed in place.
    """
    element = body.element
    for table in grid_tables(element):
        drop(table)
    total = len(text_of(element))
    seen = 0
    for node in element.iter():
        if node is element or not isinstance(node.tag, str):
            continue
        own = short_text(node, 80) if node.tag in BLOCKS else None
        if own and seen * 2 >= total and _CUT.match(own):
            _drop_from(node, element)
            break
        if node.tag not in UNSHOWN:
            seen += len(squeeze(node.text)) + len(squeeze(node.tail))
    return element


def heading_within(body: Body, title: str | None) -> Element | None:
    """The line with the page's title that a content box holds right before the body and nothing else before it.

    A template that wraps title line and editor's text in one box named for the content (observed on www.most.gov.cn:
    `xxgk_detail_content` with `xxgk_title` and `#Zoom`) publishes both as the text. A title in a heading of the page
    (h1, h2, ucaptitle), above a byline, or in a box of the layout is the page's bar and no part of the body.
    """
    wanted = _bare(title)
    if not wanted or body.source is not None or _bare(text_of(body.element)).startswith(wanted):
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


def is_blank(element: Element) -> bool:
    """Whether a body holds nothing to read or look at."""
    return not text_of(element) and not select(element, ".//img|.//embed|.//object|.//iframe|.//a[@href]")


def _is_shown(node: Element) -> bool:
    """Whether an element shows text, or text follows it."""
    if squeeze(node.tail):
        return True
    return isinstance(node.tag, str) and node.tag not in UNSHOWN and short_text(node, 200, 20) != ""


def _bare(text: str | None) -> str:
    return "".join((text or "").split())


def _candidates(tree: Element, text: str, own: Sequence[tuple[str, str]]) -> Iterator[tuple[bool, Body]]:
    for rule, begin, end in _PAIRS:
        start = text.find(begin)
        stop = text.find(end, start + 1)
        if 0 <= start < stop:
            inner = parse_html(f"<div>{text[start + len(begin) : stop]}</div>")
            yield True, Body(rule, select(inner, "//body/*")[0], (start, stop + len(end)))
    for telling, rules in ((True, (*own, *_TELLING)), (False, _LOOSE)):
        for rule, xpath in rules:
            found = [
                element
                for element in select(tree, xpath)[:_MOST]
                if element.tag not in ("body", "html", "input", "a", "img")
            ]
            for element in found:
                yield telling, Body(rule, element)
            # One article in several boxes of its editor: what holds them all is the body.
            parents = [parent for element in found if (parent := element.getparent()) is not None]
            for parent in {parent for parent in parents if parents.count(parent) > 1 and parent.tag != "body"}:
                yield telling, Body(f"several {rule}", parent)


def _score(element: Element) -> float:
    text = text_of(element)
    linked = sum(len(squeeze(link.text)) for link in element.iter("a"))
    points = len(text) - 1.5 * linked - _CHROME_COST * len(_CHROME.findall(text))
    points += 20 * min(len(_CHAPTER.findall(text)), 8) + 10 * min(sum(1 for _ in element.iter("table")), 5)
    return points


def _densest(tree: Element) -> Element | None:
    """The block with the most text in its own lines: text directly in it and in children that are paragraphs."""
    whole = _lengths(tree)
    points: dict[Element, int] = {}
    for node in tree.iter():
        if not isinstance(node.tag, str) or node.tag in UNSHOWN:
            continue
        if node.tag in _HOLDERS:
            points[node] = len(squeeze(node.text))
        parent = node.getparent()
        if parent is None or parent not in points:
            continue
        points[parent] += len(squeeze(node.tail))
        if node.tag not in BLOCKS or node.tag in _PARAGRAPHS:
            points[parent] += whole[node]
        elif node.tag == "table":
            points[parent] += whole[node] // 2
    for node in sorted(points, key=lambda found: -points[found])[:10]:
        if not _NOT_BODY.search(f"{node.get('class', '')} {node.get('id', '')}"):
            return node if points[node] >= 20 else None
    return None


def _lengths(tree: Element) -> dict[Element, int]:
    """The length of the shown text within each element, in one pass."""
    lengths: dict[Element, int] = {}
    for _, node in etree.iterwalk(tree, events=("end",)):
        own = 0 if node.tag in UNSHOWN else len(squeeze(node.text))
        for child in node:
            own += lengths.get(child, 0) + len(squeeze(child.tail))
        lengths[node] = own
    return lengths


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
