"""The title of a report: which words of page, list and text it is."""

import re
from dataclasses import dataclass

#: The words by which a title is known to be a report on disclosure: portals and offices vary all of them.
CORE = re.compile(
    r"(?:(?:政府|政务)?信息(?:主动|依法|依申请)?公开|政务公开|政务信息)(?:工作)?的?(?:自查)?(?:情况)?(?:年度)?(?:工作)?(?:情况)?(?:年度)?的?"
    r"(?:工作)?(?:报告|年报|总结|情况汇报|情况报告|汇报|工作情况)"
)
#: Kinds of writing that need more evidence than a title: every office writes summaries of everything.
SUMMARY = re.compile(r"总结|汇报|工作情况\Z")
_SITE_TAIL = re.compile(
    r"[\s_\-—|–]+[^_\-—|–]{0,30}(?:人民政府|政府|门户)(?:门户)?(?:网|网站|信息网|门户网站)?(?:[^_\-—|–]{0,12})?\Z"
)
_NAME_ROW = re.compile(r"\A[\s|]*(?:信息)?名\s*称\s*[:：]\s*(.+?)[\s|]*\Z")
_ENDS_SENTENCE = re.compile(r"[。；！？:：，,、]\Z")
_NUMERAL = "[一二三四五六七八九十]+"
_CHAPTER = re.compile(rf"\A\s*(?:{_NUMERAL}[、.．]|[（(]{_NUMERAL}[)）]|第{_NUMERAL}[章条部])")
_MOST_CHARACTERS = 70


@dataclass(frozen=True, slots=True)
class Title:
    """A title as published, where it was found (`article`, `entry`, `body`), and the lines of the body it fills."""

    text: str
    source: str
    lines: int = 0


def read_title(lines: list[str], article_title: str | None, entry_title: str | None) -> Title:
    """The title of a report: the page's, unless only the body's own says what the text is. "" when nothing has one."""
    article, entry = strip_site(article_title), strip_site(entry_title)
    body = _body_title(lines)
    if article and CORE.search(squeeze(article)):
        return Title(article, "article", body.lines)
    if body.text and CORE.search(squeeze(body.text)):
        return body
    if article:
        return Title(article, "article", body.lines)
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


def _body_title(lines: list[str]) -> Title:
    """The title a text begins with, put together where it fills two or three lines."""
    head: list[str] = []
    for line in lines[:10]:
        if row := _NAME_ROW.match(line):
            return Title(row[1].strip(), "body", 1)
        stripped = line.strip("| \t")
        if not stripped:
            continue
        if len(stripped) > _MOST_CHARACTERS or _ENDS_SENTENCE.search(stripped) or _CHAPTER.match(stripped):
            break
        head.append(stripped)
        joined = "".join(head)
        if CORE.search(squeeze(joined)):
            return Title(joined, "body", len(head))
        if len(head) == 3:
            break
    return Title(head[0], "body", 1) if head else Title("", "body")
