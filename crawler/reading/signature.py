"""Who signed and when: the last lines of a report, before whatever is appended to it, or those under its title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.reading.dates import ReadDate, find_dates
from crawler.reading.layout import CHAPTER, appended_from, second_half_from

_NOUGHT = "○◯〇零0０OＯo"
#: What ends the name of a body that stands alone on a line anywhere near the end.
_BODY = re.compile(
    r"(?:人民政府|政府|办事处|管委会|管理委员会|委员会|办公室|党政办|局|厅|中心|大队|支队|派出所|公安处|党委|党工委)\Z"
)
#: What ends it where a day stands beside it, which no other short line has.
_BESIDE_DAY = re.compile(
    rf"(?:{_BODY.pattern[3:-3]}|公开办|综合办|政府办|街道办|政务办|领导小组|联合会|总工会|研究室|"
    r"[站所处院馆社会署委办队]|街道|地区|镇|乡|苏木|农场|林场|牧场|茶场|园艺场|园区|新区|开发区|实验区|示范区|管理区|"
    r"县|自治州|[市区旗])\Z"
)
_SEAL = re.compile(r"[（(][^（）()]{0,4}章[^（）()]{0,4}[）)]")
_EDGES = " \t\u3000（()）[]【】〔〕《》:：，,。.;；、_—－-|*"
_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
_YEAR = rf"(?:20\d\d|２０[０-９]{{2}}|[二2][{_NOUGHT}][\d一二三四五六七八九{_NOUGHT}]{{2}})"
#: 二〇一三年一月, 2018年1月 日: a day left out, or left to be filled in.
_PARTIAL = re.compile(rf"{_YEAR}年(?:[\d０-９]{{1,2}}|十?[一二三四五六七八九十元])月[日号]?")
_DAY = re.compile(r"\A(?:[\d０-９]{1,2}|[一二三]?十?[一二三四五六七八九十]|廿[一二三四五六七八九]?)[日号]\Z")
_MONTH_DAY = re.compile(
    r"\A(?:[\d０-９]{1,2}|十?[一二三四五六七八九十元])月(?:[\d０-９]{1,2}|[一二三四五六七八九十廿]{1,3})[日号]\Z"
)
_ONLY_YEAR = re.compile(rf"\A{_YEAR}年\Z")
_LABEL = re.compile(
    r"(?:(?:报告|填报|编制|签发|发布|公开|落款)?单位(?:名称)?(?:[（(]盖?章[）)])?"
    r"|(?:报告|编制|落款|成文)?(?:时间|日期)|落款)[:：]"
)
#: What a page prints behind a signature, and an office behind its paper: 附件, 编辑, 打印, 抄送.
_BEHIND = re.compile(
    r"[（(【\[]?(?:附[件表录：:]|附$|抄[送报]|(?:责任)?编辑|责编|打印|关闭|分享|来源[:：]|作者[:：]|点击|浏览|阅读|扫一扫|"
    r"上一[篇条]|下一[篇条]|相关(?:链接|附件|文档|新闻)|下载|返回|\Z)"
)
#: A sentence about a day, and not a name before it.
_TOLD = re.compile(
    r"\A(?:截至|截止|自从|我[镇乡县区市旗街局委办]|本[镇乡县区市旗街局委办])"
    r"|(?:印发|发布|公布|公开|通过|施行|实施|召开|成立|修订|更新|下发|报送|填报|为止|以前|之前|以来|上午|下午|举行|会议)"
)
_TITLE_LIKE = re.compile(r"(?:报告|年报|总结|汇报|情况|通知|目录|指南|制度)")
_SENTENCE_END = re.compile(r"[。！？；]")
#: The name of a county on the line above that of its town or office.
_COUNTY = re.compile(r"\A[\u4e00-\u9fff]{2,14}(?:自治州|自治县|[省市县区旗])\Z")
_TAIL, _HEAD_LINES, _NAME = 60, 10, 34


@dataclass(frozen=True, slots=True)
class Signature:
    """The signing body as printed and the day, each None where the report has none. `partial` is a date line without
    a day (二○一八年一月)."""

    body: str | None = None
    signed: ReadDate | None = None
    partial: str | None = None


@dataclass(frozen=True, slots=True)
class _DateLine:
    """A line that is a date, or a body and a date: its number, how many lines it fills, what it names."""

    number: int
    body: str | None
    signed: ReadDate | None
    partial: str | None = None
    lines: int = 1

    @property
    def written(self) -> bool:
        """Whether it is written as offices write it: 年, 月, 日. Pages print 2018-01-03."""
        return self.signed is None or "月" in self.signed.printed or "日" in self.signed.printed


def find_signature(lines: Sequence[str]) -> Signature:
    """The signature of a report given as its lines, without its title.

    Asked in turn: the second half of what stands before the annex and all that follows its last sentence, then the
    annex, then the lines under the title. In each the last line that is a date, or a body and a date, is taken; a date
    written 2018-01-03 only where none is written 年月日, because pages print the day of posting so.
    """
    squeezed = ["".join(line.split()) for line in lines]
    end = appended_from(squeezed)
    found = (
        _last(squeezed, min(second_half_from(squeezed, end), _after_prose(squeezed, end)), end)
        or _last(squeezed, end, len(squeezed))
        or _under_title(squeezed)
    )
    if found is None:
        near = list(range(end - 1, max(end - 5, -1), -1))
        near += list(range(len(squeezed) - 1, max(len(squeezed) - 5, end), -1))
        body = next((name for number in near if (name := _signer(squeezed, number, _BODY))), None)
    else:
        body = found.body or _body_near(squeezed, found)
    under = range(min(_first_sentence(squeezed), _HEAD_LINES))
    body = body or next((name for number in under if (name := _signer(squeezed, number, _BODY))), None)
    return Signature(body, found.signed, found.partial) if found else Signature(body)


def _last(lines: Sequence[str], start: int, end: int) -> _DateLine | None:
    found = list(_date_lines(lines, start, end, "signature"))
    whole = [line for line in found if line.signed is not None]
    # 二○一八年一月 on the cover of a report says less than 2018年1月3日 at its end, wherever the two stand.
    for chosen in ([line for line in whole if line.written], whole, found):
        if chosen:
            return chosen[-1]
    return None


def _after_prose(lines: Sequence[str], end: int) -> int:
    """The number of the line after the last sentence: under many lines of a page a report ends in its first half."""
    prose = (n for n in range(end - 1, -1, -1) if lines[n].endswith(("。", "！", "；")) or CHAPTER.match(lines[n]))
    return next(prose, -1) + 1 or end


def _under_title(lines: Sequence[str]) -> _DateLine | None:
    """A date in the lines between the title and the first sentence. A page's own is written 2018-01-03 or labelled."""
    end = _first_sentence(lines)
    found = [
        line
        for line in _date_lines(lines, 0, min(end, _HEAD_LINES), "head")
        if line.written and not _LABEL.search(lines[line.number])
    ]
    return next((line for line in found if line.signed is not None), found[0] if found else None)


def _first_sentence(lines: Sequence[str]) -> int:
    """The number of the first line that is a sentence, a paragraph or a heading."""
    return next(
        (n for n, line in enumerate(lines) if len(line) > _TAIL or _SENTENCE_END.search(line) or CHAPTER.match(line)),
        len(lines),
    )


def _date_lines(lines: Sequence[str], start: int, end: int, source: str) -> Iterator[_DateLine]:
    """Every line that is a date and perhaps a body, in order."""
    number = max(start, 0)
    while number < end:
        line = lines[number]
        found = _date_line(number, line, source)
        if found is None and number + 1 < end and len(line) <= _NAME:
            below = lines[number + 1]
            broken = (_DAY.match(below) and _PARTIAL.search(line)) or (
                _MONTH_DAY.match(below) and _ONLY_YEAR.match(line)
            )
            found = _date_line(number, line + below, source, 2) if broken else None
        elif found is not None and found.partial and number + 1 < end and _DAY.match(lines[number + 1]):
            found = _date_line(number, line + lines[number + 1], source, 2) or found
        if found is not None:
            yield found
        number += found.lines if found is not None else 1


def _date_line(number: int, line: str, source: str, lines: int = 1) -> _DateLine | None:
    """A line as a date line. Of a paragraph only what follows its last sentence is looked at."""
    tail = _tail(line)
    if not 5 <= len(tail) <= _TAIL + _NAME:
        return None
    dates = find_dates(tail, source)
    if len(dates) > 1:
        return None
    printed = dates[0].printed if dates else None
    if printed is None:
        partial = _PARTIAL.search(tail)
        printed = partial[0] if partial else None
    if printed is None:
        return None
    fits, body = _beside(tail, printed)
    if not fits:
        return None
    return _DateLine(number, body, dates[0] if dates else None, None if dates else printed, lines)


def _tail(line: str) -> str:
    """What follows the last sentence of a paragraph; a short line whole."""
    if len(line) <= _TAIL:
        return line
    ends = [match.end() for match in _SENTENCE_END.finditer(line)]
    return next((line[at:] for at in reversed(ends) if len(line) - at >= 3), "") if ends else line


def _beside(line: str, printed: str) -> tuple[bool, str | None]:
    """Whether a line is its date alone or with a body, and that body."""
    before, _, after = line.partition(printed)
    before, after = (_bare(part) for part in (before, after))
    if after and _BEHIND.match(after):
        after = ""
    if before and after:
        return False, None
    name = before or after
    if not name:
        return True, None
    fits = len(name) <= _NAME and bool(_BESIDE_DAY.search(name)) and not _TOLD.search(name)
    fits = fits and not _TITLE_LIKE.search(name) and not re.search(r"[，。；：、,;:]|\d{3}", name)
    return fits, name if fits and len(name) >= 3 else None


def _bare(words: str) -> str:
    return _WEEKDAY.sub("", _LABEL.sub("", _SEAL.sub("", words))).strip(_EDGES)


def _body_near(lines: Sequence[str], found: _DateLine) -> str | None:
    """The body on the lines above a date, else on the one below."""
    above = list(range(found.number - 1, max(found.number - 4, -1), -1))
    first = next((number for number in above if lines[number].strip(_EDGES)), None)
    if first is not None and (name := _signer(lines, first, _BESIDE_DAY)):
        return name
    below = [number for number in (found.number + found.lines,) if number < len(lines)]
    return next((name for number in (*above, *below) if (name := _signer(lines, number, _BODY))), None)


def _signer(lines: Sequence[str], number: int, ending: re.Pattern[str]) -> str | None:
    """The body a line names, if it names one and nothing else; with its county where that stands on the line above."""
    if lines[number].endswith(("：", ":")):
        # 桐乡市人民政府： is whom a report is sent to.
        return None
    line = _SEAL.sub("", _LABEL.sub("", _tail(lines[number]))).strip(_EDGES)
    for found in find_dates(line, "signature"):
        line = line.replace(found.printed, "").strip(_EDGES)
    if not 3 <= len(line) <= _NAME or re.search(r"[，。；：、,;:\d|]", line):
        return None
    if _TITLE_LIKE.search(line) or CHAPTER.match(line) or not ending.search(line):
        return None
    above = lines[number - 1] if number else ""
    return f"{above}{line}" if _COUNTY.match(above) and not line.startswith(above) else line
