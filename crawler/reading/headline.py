"""The title of a report: which words of page, list and text it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.reading.layout import CHAPTER
from crawler.reading.years import years_in_title

#: The words by which a title is known to be a report on disclosure: portals and offices vary all of them.
CORE = re.compile(
    r"(?:(?:政府|政务)?信息(?:主动|依法|依申请)?公开|政务公开|政务信息)(?:工作)?的?(?:20\d\d年?)?(?:[上下]?半年度?)?(?:自查|自评)?(?:开展|落实|执行)?(?:情况)?"
    r"(?:年?年度)?(?:工作)?(?:情况)?(?:年度)?的?(?:工作)?(?:报告|年报|总结|情况汇报|情况报告|汇报|工作情况)"
)
#: Kinds of writing that need more evidence than a title: every office writes summaries of everything.
SUMMARY = re.compile(r"总结|汇报|工作情况\Z")
_SITE_TAIL = re.compile(
    r"[\s_\-—|–]+[^_\-—|–]{0,30}(?:人民政府|政府|门户)(?:门户)?(?:网|网站|信息网|门户网站)?(?:[^_\-—|–]{0,12})?\Z"
)
_NAME_ROW = re.compile(r"\A[\s|]*(?:信息)?名\s*称\s*[:：]\s*(.+?)[\s|]*\Z")
_ENDS_SENTENCE = re.compile(r"[。；！？:：，,、]\Z")
_MOST_CHARACTERS = 70
#: Lines that stand over a title: a document's own number, its red head, who signs it off, and a page's path to it.
_OVER_TITLE = re.compile(
    r"\A[^。]{0,16}[〔［\[（(]20\d\d[〕］\]）)]第?\d+号\Z|文件\Z|\A签发人|\A首页|[>＞»]|\A(?:登录|注册|打印|关闭|分享)|\A[^\u4e00-\u9fff]*\Z"
)
#: What a title broken after its core still lacks, and the year some put behind it in brackets.
_REST = re.compile(
    r"\A(?:[的年度工作情况]{0,6}(?:报告|年报|总结|汇报)|[（(](?:20\d\d|二[○〇零0OＯ][\d一二三四五六七八九○〇零]{2})年?度?[）)])\Z"
)
_MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class Title:
    """A title as published, where it was found, and the lines of the body it fills.

    Found: `article`, `labelled` (a label before the text), `entry`, `body`, `opening` (where it announces itself).
    """

    text: str
    source: str
    lines: int = 0


def read_title(
    lines: Sequence[str], article_title: str | None, entry_title: str | None, labelled: str | None = None
) -> Title:
    """The title of a report: the page's, unless only the body's own says what the text is. "" when nothing has one.

    `labelled` is the title a label before the text names.
    """
    article, entry = strip_site(article_title), strip_site(entry_title)
    body = _body_title(lines)
    if article and CORE.search(squeeze(article)):
        return Title(article, "article", body.lines)
    if labelled and CORE.search(squeeze(labelled)):
        return Title(labelled, "labelled", body.lines)
    if body.text and CORE.search(squeeze(body.text)):
        return body
    if article:
        return Title(article, "article", body.lines)
    if labelled:
        return Title(labelled, "labelled", body.lines)
    if entry:
        return Title(entry, "entry", body.lines)
    return body


def strip_site(title: str | None) -> str:
    """A page's title without the site's name behind it: 高岭镇_2017年_北京市密云区人民政府 → 高岭镇_2017年."""
    text = re.sub(r"\s+", " ", title or "").strip()
    return _SITE_TAIL.sub("", text) or text


def squeeze(text: str) -> str:
    """Text without white space: official wording is matched regardless of blanks and line ends."""
    return re.sub(r"\s+", "", text)


def _named_below(lines: Sequence[str], number: int) -> Title | None:
    """The title with a year on one of the lines below a bare 政府信息公开年报, which is a column's caption."""
    for below in range(number + 1, min(number + 4, len(lines))):
        line = lines[below].strip("| \t\u3000")
        if len(line) <= _MOST_CHARACTERS and CORE.search(squeeze(line)) and years_in_title(squeeze(line)):
            return Title(line, "body", below + 1)
    return None


def _body_title(lines: Sequence[str]) -> Title:
    """The title a text begins with, put together where it fills several lines."""
    head: list[str] = []
    first = 0
    for number, line in enumerate(lines[:12]):
        if row := _NAME_ROW.match(line):
            return Title(row[1].strip(), "body", number + 1)
        stripped = line.strip("| \t\u3000")
        if not head and _OVER_TITLE.search(squeeze(stripped)):
            continue
        if len(stripped) > _MOST_CHARACTERS or _ENDS_SENTENCE.search(stripped) or CHAPTER.match(stripped):
            break
        head.append(stripped)
        first = first or number + 1
        joined = "".join(head)
        if CORE.search(squeeze(joined)):
            if CORE.fullmatch(squeeze(joined)) and (named := _named_below(lines, number)):
                return named
            after = lines[number + 1].strip() if number + 1 < len(lines) else ""
            if _REST.match(squeeze(after)):
                return Title(joined + after, "body", number + 2)
            return Title(joined, "body", number + 1)
        if len(head) == _MOST_LINES:
            break
    return Title(head[0], "body", first) if head else Title("", "body")
