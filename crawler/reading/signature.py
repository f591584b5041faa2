"""Who signed and when: the last lines of a report, before whatever is appended to it."""

import re
from dataclasses import dataclass

from crawler.reading.dates import ReadDate, find_dates

_BODY = re.compile(
    r"(?:人民政府|政府|办事处|管委会|管理委员会|委员会|办公室|党政办|局|厅|中心|大队|支队|公安处|党委)"
    r"(?:[（(](?:盖?章|公章)[）)])?\Z"
)
_AROUND = re.compile(r"[\s（()）:：，,.。_—-]+")
_PARTIAL = re.compile(
    r"\A[（(]?(?:20\d\d|二[○〇零0OＯ][一二三四五六七八九○〇零0OＯ]{2})年(?:\d{1,2}|十?[一二三四五六七八九十])月[）)]?\Z"
)
_LABEL = re.compile(r"\A(?:报告单位|填报单位|单位|签发单位|发布单位|时间|日期|报告日期|落款)[:：]")
_TITLE_LIKE = re.compile(r"(?:报告|年报|总结|汇报|情况|通知|目录|指南)")


@dataclass(frozen=True, slots=True)
class Signature:
    """The signing body as printed and the day, each None where the report has none. `partial` is a date line without
    a day (二○一八年一月)."""

    body: str | None = None
    signed: ReadDate | None = None
    partial: str | None = None


def find_signature(lines: list[str]) -> Signature:
    """The signature of a report given as its lines."""
    squeezed = [re.sub(r"\s+", "", line) for line in lines]
    at, signed, partial = _date_line(squeezed)
    body = _signer(squeezed[at]) if at is not None else None
    if body is None and at is not None:
        near = [*range(at - 1, max(at - 4, -1), -1), *range(at + 1, min(at + 2, len(squeezed)))]
        body = next((name for number in near if (name := _signer(squeezed[number]))), None)
    if body is None and at is None:
        body = next((name for line in reversed(squeezed[-4:]) if (name := _signer(line))), None)
    return Signature(body, signed, partial)


def _date_line(lines: list[str]) -> tuple[int | None, ReadDate | None, str | None]:
    """The last line in the second half that is a date, or a body and a date; else such a line right under the title."""
    half = len(lines) // 2
    for number in range(len(lines) - 1, half - 1, -1):
        if (found := _date_of(lines[number], "signature")) is not None:
            return number, found, None
        if _PARTIAL.match(_LABEL.sub("", lines[number])):
            return number, None, lines[number]
    for number in range(min(4, len(lines))):
        if (found := _date_of(lines[number], "head")) is not None:
            return number, found, None
    return None, None, None


def _date_of(line: str, source: str) -> ReadDate | None:
    if not 6 <= len(line) <= 60:
        return None
    found = find_dates(line, source)
    if len(found) != 1:
        return None
    rest = _AROUND.sub("", _LABEL.sub("", line.replace(found[0].printed, "")))
    return found[0] if not rest or (_BODY.search(rest) and len(rest) <= 30) else None


def _signer(line: str) -> str | None:
    """The body a line names, if it names one and nothing else."""
    line = _LABEL.sub("", line)
    for found in find_dates(line, "signature"):
        line = line.replace(found.printed, "")
    line = re.sub(r"[（(](?:盖?章|公章)[）)]\Z", "", line.strip("，,。. :："))
    if not 3 <= len(line) <= 30 or re.search(r"[，。；：、,;:\d]", line) or _TITLE_LIKE.search(line):
        return None
    return line if _BODY.search(line) else None
