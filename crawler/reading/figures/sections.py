"""The printed sections of a report, told by the words of their headings: numbers are skipped, doubled and lost.

A heading stands on a line of its own, or opens a paragraph ((一)主动公开情况。主要通过…), or stands inside the one line
some portals make of a whole report. Whatever it is, it answers nothing: its words are no statement.
"""

import re
from dataclasses import dataclass

from crawler.reading.figures.folding import simplify

#: What a section is about, in the order tried: 依申请公开政府信息和不予公开… is about requests, not about publication.
_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("problems", re.compile(r"问题|不足|困难|改进|整改|打算|下一步|下步|今后|计划安排|工作安排|工作思路")),
    ("disputes", re.compile(r"复议|诉讼|申诉|投诉|举报")),
    ("fees", re.compile(r"收费|减免|费用")),
    ("requests", re.compile(r"依?申请(?!行政)|不予公开|咨询")),
    ("proactive", re.compile(
        r"主动公开|公开的?(?:数量|内容|类别|形式|主要|政府信息|途径|渠道|方式|载体)|信息公开情况"
        r"|信息发布|公开工作开展情况|公开数量"
    )),
    ("security", re.compile(r"保障|机构|人员|培训|组织|领导|监督|制度|平台")),
    ("overview", re.compile(r"概述|概况|总体|基本情况|工作情况|基本工作|综述")),
    ("other", re.compile(r"其他|其它|需要报告|说明")),
)  # fmt: skip
_MARK = (
    r"(?:第?[一二三四五六七八九十]{1,3}\s?[、.．，]"
    r"|[（(]\s?[一二三四五六七八九十\d]{1,3}\s?[)）]、?|\d{1,2}\s?[、.．](?!\d))"
)
_ENDING = r"(?:情况|概述|概况|综述|措施|问题|事项|数量|类别|形式|方式|渠道|途径|内容|打算|安排|思路|方向)"
#: A heading that runs into its paragraph: a mark at the start of a line, behind a full stop or a blank, then its words.
_RUN_IN = re.compile(
    rf"(?:(?<=[。；！？\s>])|^)(?P<mark>{_MARK})\s*(?P<title>[^\s。，；：:,;！？\d%]{{0,36}}?{_ENDING}"
    rf"(?:(?:及|和|与|以及)[^\s。，；：:,;！？\d%]{{0,14}}?{_ENDING})?)",
    re.MULTILINE,
)
_FOLLOWING = re.compile(
    rf"\s*(?P<mark>[（(][一二三四五六七八九十]{{1,3}}[)）]|\d{{1,2}}[.．、](?!\d))\s*"
    rf"(?P<title>[^\s。，；：:,;！？\d%]{{0,36}}?{_ENDING})"
)
#: The headings of the form of 2021 that end in no such word, run into their paragraph: (二)依申请公开：…
_NAMED = re.compile(
    rf"(?:(?<=[。；！？\s>])|^)(?P<mark>{_MARK})\s*(?P<title>(?:(?:政府信息)?(?:主动公开|依申请公开|管理)(?:政府信息)?"
    rf"|(?:政府信息)?(?:公开)?平台建设|监督保障|教育培训|组织领导)(?:方面|工作)?)(?=[。：:])",
    re.MULTILINE,
)
#: (一)主动公开政府信息的数量共192条 is a sentence, not a heading.
_COUNTED = re.compile(r"(?:共计?|为|达到?|是|有|总计|合计|约)?\s*\d")
_BEHIND = ("", "。", "：", ":", "\n", " ", "\u3000")
_TOP = re.compile(r"第?[一二三四五六七八九十]{1,3}\s?[、.．，]")
_LINE_HEADING = re.compile(rf"\s*(?P<mark>{_MARK})?\s*(?P<title>[^。，；！？,;%|]{{2,50}}?)[：:\s]*$")


#: A short line that answers is no heading: 一、未收到申请, 2.行政复议情况：无, 3.培训2次.
_SAYS = re.compile(
    r"\d\s*(?:余|多)?(?:条|件|次|名|人|元|个|篇|份|项|宗|起|%)|[：:].|未(?!来|经复议)"
    r"|没有(?!现成)|均无|为零|为无|^\S{0,6}无(?!法|正当)"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A printed heading at [start, end) of the text. `topic` is problems, disputes, fees, requests, proactive,
    security, overview, other, or "" for a heading none of them knows; `top` tells 一、 from (一) and 1."""

    start: int
    end: int
    title: str
    topic: str
    top: bool


def topic_of(title: str) -> str:
    """What a heading is about, "" when its words do not tell."""
    plain = simplify(title)
    return next((topic for topic, words in _TOPICS if words.search(plain)), "")


def line_heading(line: str) -> bool:
    """Whether a whole line is a heading: marked and short, or unmarked, short and ending as headings do."""
    if len(line) > 70:
        return False
    line = simplify(line)
    match = _LINE_HEADING.match(line)
    if match is None or _SAYS.search(line):
        return False
    title = match["title"].strip()
    if match["mark"]:
        return len(title) <= 45
    return len(title) <= 30 and re.search(rf"{_ENDING}$", title) is not None and topic_of(title) != ""


def find_sections(text: str) -> list[Section]:
    """Every heading of a text, in order."""
    found: dict[int, Section] = {}
    plain = simplify(text)
    position = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare and line_heading(bare):
            start = position + line.index(bare)
            found[start] = _section(start, start + len(bare), bare)
        elif bare:
            _run_in(text, plain, position, position + len(line), found)
            _run_in_named(text, plain, position, position + len(line), found)
        position += len(line)
    return [found[start] for start in sorted(found)]


def _run_in(text: str, plain: str, start: int, end: int, found: dict[int, Section]) -> None:
    for match in _RUN_IN.finditer(plain, start, end):
        # 2.工作动态情况34条 is an item of a list, 2.公开形式。 a heading.
        if match["mark"][0].isdigit() and text[match.end() : match.end() + 1] not in _BEHIND:
            continue
        if _COUNTED.match(plain, match.end(), end):
            continue
        found[match.start("mark")] = _section(match.start("mark"), match.end(), text[match.start("mark") : match.end()])
        # (一)主动公开政府信息的数量 directly behind 二、主动公开政府信息情况, in a text whose line breaks are lost.
        after = match.end()
        while (following := _FOLLOWING.match(plain, after, end)) is not None:
            begin = following.start("mark")
            found[begin] = _section(begin, following.end(), text[begin : following.end()])
            after = following.end()


def _run_in_named(text: str, plain: str, start: int, end: int, found: dict[int, Section]) -> None:
    for match in _NAMED.finditer(plain, start, end):
        begin, stop = match.start("mark"), match.end()
        found.setdefault(begin, _section(begin, stop, text[begin:stop]))


def _section(start: int, end: int, printed: str) -> Section:
    title = re.sub(rf"^\s*{_MARK}\s*", "", printed).rstrip("：: \t\u3000")
    return Section(start, end, title, topic_of(title), _TOP.match(printed) is not None)
