"""Counts of a sentence: numbers that carry a unit, and the words around each of them.

Most numbers of a report count nothing: dates, deadlines, statutes, list marks, telephones, hotlines. A number is a
quantity only with a counting word behind it, or, where an office lost the word (信息135。), directly behind words that
count.
"""

import re
from dataclasses import dataclass

from crawler.reading.figures.numerals import AFTER_UNIT_ABOUT, AFTER_UNIT_MORE, Number, find_numbers
from crawler.reading.figures.units import normalise, unit_at
from crawler.reading.figures.values import Approximation

#: Words behind which a bare number is a count all the same.
_COUNTS = re.compile(
    r"(?:信息|申请|复议|诉讼|公开|收费|数量|条数|件数|次数|总数|总量|数|量|共计|合计|共|为|达到|达|[:：])$"
)
#: 3、公开信 is the mark of a list, not a count that lost its unit.
_BARE_END = re.compile(r"[，。；)]|占|$")
_NO_QUANTITY_BEFORE = re.compile(r"(?:第|[A-Za-z@./_\-—\[\]:：]|\d号|No|No\.|条例》?第|[（(])$")
_LEVEL = re.compile(r"[:：(（]$")
_PERCENT_WORDS = re.compile(r"百分之$")
#: 一项重要工作, 一条主线: "one" counts only behind a word that counts or acts.
_ONE = re.compile(
    r"(?:共|计|为|达|有|数|收到|受理|接到|发生|公开|发布|培训|班|会|举办|组织|开展|召开|配备"
    r"|确定|安排|指定|设立|设置|建立|诉讼|复议|案件?|申请"
    r"|信息|投诉|举报|其中|人员|[:：])了?$"
)
#: How far back words can bear on a count; bounds the work on texts without a full stop.
_REACH = 240
_COLON = re.compile(r":(?:共计|共有|共|合计|总计|约|为)?$")
#: 未发生一起诉讼 is a denial, not a count of one.
_NOT_ONE = re.compile(r"(?:未|没有?|无)(?:发生|出现|收到|接到|产生|有)?过?$")
_SOFT = "，；;:：("


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count at [start, end) of a folded sentence. `clause` is what stands before it back to a comma or the count
    before, `lead` the same back to the count before, `tail` what follows up to a stop or the next count."""

    start: int
    end: int
    number: Number
    unit: str
    printed: str
    approximation: Approximation
    clause: str
    lead: str
    lead_start: int
    tail: str


def find_quantities(sentence: str) -> list[Quantity]:
    """Every count of a folded sentence, in order."""
    spans: list[tuple[int, int, Number, str, Approximation]] = []
    for number in find_numbers(sentence):
        found = _counted(sentence, number)
        if found:
            end, printed, approximation = found
            start = number.start
            percent = _PERCENT_WORDS.search(sentence, max(0, start - 3), start) if printed == "" else None
            spans.append(
                (percent.start() if percent else start, end, number, "%" if percent else printed, approximation)
            )
    quantities: list[Quantity] = []
    last = 0
    for index, (start, end, number, printed, approximation) in enumerate(spans):
        lead = sentence[max(last, start - _REACH) : start]
        following = spans[index + 1][0] if index + 1 < len(spans) else len(sentence)
        tail = re.split(r"[，。；;:：!?！？]", sentence[end : min(following, end + 60)], maxsplit=1)[0]
        # 总数：133条 has its words before the colon.
        words = _COLON.sub("", lead)
        clause = lead[max((words.rfind(mark) for mark in _SOFT), default=-1) + 1 :]
        # 1名全职工作人员、2名兼职人员: what stands between two counts in a list belongs to the one before.
        if last and clause.endswith(("、", "和", "及", "与")):
            clause = ""
        unit = normalise(printed)
        quantities.append(
            Quantity(start, end, number, unit, printed, approximation, clause, lead, start - len(lead), tail)
        )
        last = end
    return quantities


def _counted(sentence: str, number: Number) -> tuple[int, str, Approximation] | None:
    """Where the count ends with its unit, the unit as printed and how exact it is; None where it counts nothing."""
    before = sentence[max(0, number.start - 6) : number.start]
    unit = unit_at(sentence, number.end)
    if before.endswith("百分之") and number.value <= 1000:
        return number.end, "", number.approximation
    if unit is None:
        if number.chinese or not _BARE_END.match(sentence, number.end) or not _COUNTS.search(before):
            return None
        if re.search(
            r"(?:电话|邮编|编码|传真|热线|编号|代码|号码|时间|日期|地址|ID|QQ)[:：为]*$",
            sentence[max(0, number.start - 10) : number.start],
        ):
            return None
        unit = ""
    if _NO_QUANTITY_BEFORE.search(before) and not _LEVEL.search(before):
        return None
    if number.value == 1 and _NOT_ONE.search(before):
        return None
    if (
        number.chinese
        and sentence[number.core : number.end] in ("一", "十", "百", "千", "万")
        and not _ONE.search(before)
    ):
        return None
    if unit == "元" and number.end and sentence[number.end - 1] in "万亿千百":
        printed = sentence[number.end - 1] + unit
    else:
        printed = unit
    end = number.end + len(unit)
    approximation = number.approximation
    if match := AFTER_UNIT_MORE.match(sentence, end):
        return match.end(), printed, "at_least"
    if match := AFTER_UNIT_ABOUT.match(sentence, end):
        return match.end(), printed, "about"
    if unit and sentence[end : end + 1] in ("余", "多") and not sentence.startswith("多", end):
        return end + 1, printed, "at_least"
    return end, printed, approximation
