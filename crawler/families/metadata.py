"""What an article page says about itself: metadata grid, national meta tags, byline, breadcrumb, site code.

Labels are folded to one canonical form each; values stay as printed. Layouts read: label cell and value cell; label
and value in one cell, split by a colon; dt and dd; li; label and the element after it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, zip_longest

from lxml import etree

from crawler.families.dates import find_date
from crawler.families.markup import Element, anywhere, squeeze
from crawler.families.outline import Outline

_VARIANTS: Mapping[str, str] = {
    "索引号": "索引号 索取号 信息索引 信息索引号",
    "名称": "名称 信息名称 标题 公开事项名称",
    "发布机构": "发布机构 发文机关 发文机构 发布单位 公开主体 发布机关",
    "信息来源": "信息来源 来源",
    "文号": "文号 发文字号 文件编号 发文编号",
    "成文日期": "成文日期 生成日期 发文日期 制发日期",
    "发布日期": "发布日期 公开日期 上载日期 发布时间",
    "分类": "分类 主题分类 信息分类 组配分类 公开类别 体裁分类 服务对象分类 生命周期分类",
    "主题词": "主题词 关键词",
    "公开方式": "公开方式",
    "有效性": "有效性 时效性 时效",
    "统一编号": "统一编号",
    "备案登记号": "备案登记号",
    "废止日期": "废止日期 废止时间",
    "生效日期": "生效日期",
    "内容概述": "内容概述",
    "信息格式": "信息格式/语种 信息格式 语种",
}
_CANONICAL = {variant: label for label, variants in _VARIANTS.items() for variant in variants.split()}
_LONGEST_LABEL = 12
# Labels printed in one line one after the other (发布日期：… 浏览次数：… 来源：…), blanks between characters allowed.
# What _OTHER_LABELS label is not kept; they only end the value before them.
_OTHER_LABELS = (
    *("浏览次数", "点击数", "点击次数", "访问量", "访问次数", "阅读次数", "浏览量", "字体", "字体大小", "字号"),
    *("作者", "编辑", "责任编辑", "分享到", "打印"),
)
_IN_LINE = re.compile(
    "(?:"
    + "|".join(
        r"[\s\u3000]*".join(map(re.escape, label))
        for label in sorted(
            [
                *_CANONICAL,
                *_OTHER_LABELS,
            ],
            key=len,
            reverse=True,
        )
    )
    + r")[\s\u3000]*[:：]"
)

# 国办发〔2017〕47号. Names match in any case; ColumnId, i_columnid and i_articleid are vendors' additions.
# Maketime is left out on purpose: it changes whenever the portal writes its pages anew.
_META_TAGS = {
    name.lower(): name
    for name in (
        *("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"),
        *("ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Image", "Url"),
        *("ColumnId", "i_columnid", "i_articleid"),
    )
}
_ABSENT = frozenset({"", "null", "undefined", "-", "无标题"})

# Buttons that stand in the byline's line: 【打印】【字体：大 中 小】.
_TOOLS = re.compile(r"[【\[（(]\s*(?:打印|关闭|字体|字号|收藏|大\b)")

_SITE_CODE = re.compile(r"(?:\d{10}|(?i:bm)\d{8}|N\d{9})\Z")
_PRINTED_CODE = re.compile(r"网站标识码\s*[:：]?\s*([0-9A-Za-z]+)")
_DATE = r"\s*[:：]?\s*((?:19|20)\d{2}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2})"
_BYLINES = (
    re.compile("(?:发布日期|发布时间)" + _DATE),
    re.compile("(?:公开日期|上载日期)" + _DATE),
    re.compile(r"(?<![\u4e00-\u9fff])(?:日期|时间)" + _DATE),
)
#: Elements that hold a label or a value; a `div` does when nothing in it holds anything but text.
_CELLS = frozenset({"td", "th", "dt", "li", "label", "span", "p", "b", "strong"})
_BLANKS_AND_MARKS = re.compile(r"[\s\u3000\xa0:：\[\]【】]")
_POSITION_BOXES = frozenset({"div", "p", "td", "span", "li"})
_CRUMB_NAMES = re.compile("crumb|bread|position|location|dqwz|weizhi|path")
#: No breadcrumb is made of more elements than this.
_MOST_OF_A_CRUMB = 80
_HERE = re.compile(r"[您你]?(?:现在|当前|目前|所在)?的?(?:所在)?的?位置\s*[:：]?")
_CRUMB_PARTS = re.compile(r"\s*(?:>{1,2}|›|»|→|＞|/|\\)\s*")


def canonical_label(text: str) -> str | None:
    """The canonical form of a printed label (`索 引 号：` gives 索引号); None for text that is no known label."""
    folded = _BLANKS_AND_MARKS.sub("", text)
    return _CANONICAL.get(folded) if len(folded) <= _LONGEST_LABEL else None


def parse_grid(page: Outline, elements: Iterable[Element]) -> dict[str, str]:
    """Labels and printed values among `elements` of a page and the elements beside them.

    The first value of a label stays, but a printed one replaces a blank.
    """
    found: dict[str, str] = {}
    for element in elements:
        text = page.short_text(element)
        if not text:
            continue
        if (label := canonical_label(text)) is not None:
            if not found.get(label) and (value := _beside(page, element)) is not None:
                found[label] = value
            continue
        for label, value in _pairs(text):
            if value and not found.get(label):
                found[label] = value
    return found


def grid_cells(page: Outline, inside: Element) -> list[Element]:
    """The elements of a page that may be labels, those of the body container `inside` left out."""
    body = set(inside.iter())
    return [
        element
        for element in page.in_root[1:]
        if (element.tag in _CELLS or (element.tag == "div" and _is_flat(element))) and element not in body
    ]


def grid_tables(page: Outline, body: Element) -> list[Element]:
    """Tables within a body container of the page that are its metadata grid, not its text: three known labels or more,
    and values for two of them. A table of data may bear the same labels in its head, above one another's columns
    (名称, 文号, 发布日期), and there none has a value beside it.

    Some templates put the grid inside the container (observed in Shanghai and Jiangsu).
    """
    tables = []
    for table in body.iterdescendants("table"):
        if next(table.iterdescendants("table"), None) is None:
            grid = parse_grid(page, table_cells(table))
            if len(grid) >= 3 and sum(map(bool, grid.values())) >= 2:
                tables.append(table)
    return tables


def table_cells(table: Element) -> Iterator[Element]:
    """The cells of a table and of the tables in it."""
    return table.iterdescendants("td", "th")


def parse_meta_tags(tree: Element) -> dict[str, str]:
    """The national meta tags by their standard names, blank and `null` ones left out; the first of a name stays.

    `title` is added: the text of the page's `<title>`, where 密云 keeps unit and year (高岭镇_2017年_…).
    """
    found: dict[str, str] = {}
    for meta in anywhere(tree, "meta"):
        name = _META_TAGS.get((meta.get("name") or meta.get("property") or "").strip().lower())
        value = squeeze(meta.get("content"))
        if name and value.lower() not in _ABSENT:
            found.setdefault(name, value)
    for title in anywhere(tree, "title"):
        if (value := squeeze(title.text)) and next(title.iterancestors("svg"), None) is None:
            found.setdefault("title", value)
    return found


def parse_site_code(meta: Mapping[str, str], text: str) -> str | None:
    """The ten-character site code of the meta tag, else of the footer; its first six digits are a division code.

    Values of another length are refused (twelve digits were seen on a system that was no portal).
    """
    printed: list[str] = _PRINTED_CODE.findall(text)
    for value in (meta.get("SiteIDCode", ""), *printed):
        if _SITE_CODE.match(value):
            return value
    return None


def parse_byline_date(text: str) -> date | None:
    """The publication date a page shows, from the text outside its body."""
    for pattern in _BYLINES:
        for match in pattern.finditer(text):
            if found := find_date(match.group(1)):
                return found
    return None


def parse_breadcrumb(page: Outline) -> tuple[str, ...]:
    """The captions of 当前位置：首页 > … > …, or of an element classed as breadcrumb; () without one."""
    for element in chain(_named_position(page), _classed_as_crumb(page)):
        links = sum(1 for _ in element.iterdescendants("a"))
        text = page.short_text(element, nodes=_MOST_OF_A_CRUMB) if links else None
        if not text:
            continue
        match = _HERE.search(text)
        if match is None and links < 2:
            continue
        parts = _CRUMB_PARTS.split(text[match.end() :] if match else text)
        crumbs = tuple(part for part in map(squeeze, parts) if part)
        if crumbs:
            return crumbs
    return ()


def _named_position(page: Outline) -> Iterator[Element]:
    """Boxes with the word 位置 in them, the last and innermost first."""
    for element in reversed(page.elements):
        # A box of the position is small and leads somewhere; only such a one is worth its text.
        if element.tag not in _POSITION_BOXES or not 1 < page.nodes_in(element) <= _MOST_OF_A_CRUMB:
            continue
        if next(element.iterdescendants("a"), None) is None:
            continue
        if "位置" in etree.tostring(element, encoding="unicode", method="text", with_tail=False):
            yield element


def _classed_as_crumb(page: Outline) -> Iterator[Element]:
    for element in page.elements:
        if _CRUMB_NAMES.search(f"{element.get('class', '')} {element.get('id', '')}"):
            yield element


def _is_flat(element: Element) -> bool:
    """Whether no child of an element has an element in it."""
    return not any(isinstance(inner.tag, str) for child in element for inner in child)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """The labels and values of one line, when it begins with a label."""
    if ":" not in text and "：" not in text:
        return
    marks = list(_IN_LINE.finditer(text))
    if not marks or text[: marks[0].start()].strip(" |[【(（"):
        return
    for mark, following in zip_longest(marks, marks[1:]):
        label = canonical_label(mark.group())
        if label:
            value = text[mark.end() : following.start() if following else len(text)]
            value = _TOOLS.split(value, maxsplit=1)[0].strip(" |[]【】")
            yield label, "" if value.startswith(("http://", "https://")) else value


def _beside(page: Outline, element: Element) -> str | None:
    """The value printed after a label: the next element, or the one after the label's wrapper."""
    node: Element | None = element
    for _ in range(3):
        if node is None:
            return None
        following = node.getnext()
        while following is not None and not isinstance(following.tag, str):
            following = following.getnext()
        if following is not None:
            value = page.short_text(following)
            if value is None:
                return None
            return "" if canonical_label(value) or _IN_LINE.match(value) else value
        parent = node.getparent()
        # Only a wrapper that holds nothing but the label: <td><b>索引号：</b></td><td>…</td>.
        if parent is None or page.short_text(parent) != page.short_text(element):
            return None
        node = parent
    return None
