"""Which figures a count is, by the words nearest to it: one, several joined (行政复议、行政诉讼均为0件), or none."""

import re

from crawler.reading.figures.listing import Context
from crawler.reading.figures.matters import DISPUTES, OTHER_MATTERS, admits
from crawler.reading.figures.negations import figures_named
from crawler.reading.figures.passages import Passage
from crawler.reading.figures.phrases import hits_in, key_behind
from crawler.reading.figures.quantities import Quantity

_JOINABLE = (*DISPUTES, "requests_received", "consultations")
_BARE_RECEIVED = re.compile(r"(?:收到|受理|接到|接收)(?:了|的|数量|数|件数|共|共计|为|各类|政府|公众|群众|社会)*$")
#: Words that only stand between a figure's name and its count.
LINK_ONLY = re.compile(r"^(?:均|都|各|共|合计|总计|共计|数量|总数|件数|案件|分别|情况|数|为|是|有|达|:|：)*$")
#: 依申请公开受理和办结6件 were received as well.
TAKEN_AND_DONE = ("requests_received", "requests_answered")
_TAKEN_AND_DONE = re.compile(
    r"(?:收到|受理|接到|接收)(?:了|并|和|、|及|与|且)+(?:已|均|全部|按时|按期|依法|及时)*(?:办结|答复|办理|回复|处理)"
)
#: 依申请和不予公开政府信息0条 counts both.
_ASKED_OR_REFUSED = re.compile(r"依申请(?:公开)?(?:的?(?:政府)?信息)?(?:和|及|与|、|或)不予公开")
#: 二、依申请公开情况：0件。
_BARE_ANSWER = re.compile(r"^[:，]?(?:为|共)?\d{1,6}(?:件|起|例|条|元|次|宗)(?:次)?[。;；]?$")


def keys_named(passage: Passage, quantity: Quantity, context: Context) -> list[str]:
    """The keys of one count, the nearest last."""
    clause = quantity.clause
    if _BARE_ANSWER.match(passage.text):
        return figures_named(passage.heading)
    main = "published_list" if context.listed and context.main == "proactive_total" else context.main
    hits = [hit for hit in hits_in(clause, quantity.unit) if admits(passage, quantity, clause, hit[2], main)]
    if not any(hit[0] == len(clause) for hit in hits):
        behind = key_behind(quantity.tail, quantity.unit)
        if (
            behind
            and _names_behind(behind, quantity)
            and admits(passage, quantity, clause + quantity.tail, behind, main)
        ):
            return [behind]
        if _is_bare_request(passage, quantity, clause):
            return ["requests_received"]
        if clause == "" or not LINK_ONLY.match(clause):
            return []
        # 行政复议、行政诉讼，均为0件.
        clause = re.split(r"[，；;:]", quantity.lead[: -len(clause)].rstrip("，；;:"))[-1]
        hits = [
            hit for hit in hits_in(clause, quantity.unit) if admits(passage, quantity, clause, hit[2], context.main)
        ]
    anchored = [hit for hit in hits if hit[0] == len(clause)]
    if not anchored:
        return []
    best = max(anchored)[2]
    if best == "denied" and _ASKED_OR_REFUSED.search(clause):
        return ["requests_received", best]
    if best == "requests_answered" and _TAKEN_AND_DONE.search(clause):
        return list(TAKEN_AND_DONE)
    if best not in _JOINABLE:
        return [best]
    joined = [hit for hit in hits if hit[2] in _JOINABLE and _is_joined(clause, hit[0])]
    return [key for _, _, key in joined if key != best] + [best]


def _names_behind(key: str, quantity: Quantity) -> bool:
    """Whether the words behind a count may name it: 收到3件申请 counts applications, 3件属于网络申请 sorts them, and so
    does 其中，1件被复议机关撤销."""
    clause, lead = quantity.clause, quantity.lead
    if key in DISPUTES:
        return clause != "" or lead == ""
    if key != "requests_received":
        return True
    if re.search(r"结转|属于|撤|正在|尚未|逾期", quantity.tail):
        return False
    return re.search(r"收|受理|接|登记|提交|提出|办理|处理|答复|共|有|增|发生", clause) is not None


def _is_bare_request(passage: Passage, quantity: Quantity, clause: str) -> bool:
    """Whether a count under 依申请公开 is one of requests though its words do not say so: 收到1宗信息, 受理0件."""
    if passage.topic != "requests" or quantity.unit not in ("item", "") or not _BARE_RECEIVED.search(clause):
        return False
    tail = re.match(r"(?:政府|的)*(?:信息|申请)|$", quantity.tail)
    return tail is not None and not OTHER_MATTERS.search(clause + quantity.tail)


def _is_joined(clause: str, end: int) -> bool:
    """Whether the words ending there stand in one list with the words before the count: 行政复议、行政诉讼0件."""
    rest = clause[end:]
    return rest == "" or (
        len(rest) <= 30 and re.match(r"(?:案件|情况|申请|事项)*(?:、|和|及|与|或|以及|，)", rest) is not None
    )
