"""Zero in words: 未收到…申请, 无…行政复议, 零投诉, 行政诉讼情况：无.

A negation speaks of what it names in its own clause, never of a heading: 不老屯镇 prints 行政复议和行政诉讼 above and
only denies 复议 and 申诉 below, so litigation is not mentioned there. A bare 无。 under a heading answers that heading.
"""

import re
from dataclasses import dataclass

#: Words that deny, not followed by what makes them deny a manner (没有及时答复) or another word (无法, 无偿).
_DENIAL = re.compile(
    r"(?:从未|尚未|还未|均未|并未|未)(?:有)?(?:发生|出现|收到|接到|接收到|接受|收取|产生|受理"
    r"|涉及|引发|引起|发现|办理|被|有|进行|向|开展|因|曾|对|安排|减免|征收|收)"
    r"|(?:暂|均|尚|并|也|亦|都)?没有?(?!有?(?:及时|按|完全|做到|形成|充分|得到|严格|规范|落实"
    r"|意识|认识|专门的?制度|明确|建立|真正|全面|主动|很好|设立|设置|问题))"
    r"|(?:暂|均|尚|并|为|从|也|亦)?无(?!偿|法|障碍|关|论|权|需|须|效|线|纸|误|故|形|缝|理|正当"
    r"|正式|异议|不(?!予|同意)|疑|条件|为|锡|极|棣|人驾)"
    r"|零(?=[\u4e00-\u9fff])(?!距离|星|容忍|售|散|跑|点)|不(?:收取|收费"
    r"|存在(?=[^，；]{0,20}(?:收费|减免|复议|诉讼|投诉|申诉)))|未(?=[\u4e00-\u9fff]{0,4}(?:收费"
    r"|收取))|免费(?=提供|公开|向)|都予以减免|全部(?:予以)?(?:减免|免收)"
    r"|(?:暂|均|一律|全部|实行|予以)免(?:收|除|缴|征)?(?=[^，；]{0,8}费)"
    r"|(?:实行|一律|均|都|全部)+免费"
)
_ENDING = re.compile(
    r"(?:情况|案件|事项|现象)?(?:[:：]|均|都|全部|为|的?情况|数量|件数|数)*(?:没有|无一[例起件]"
    r"|无|为零|为无|零|未发生|没有发生|未出现|未有发生|未产生)(?:件|起|例|案|宗|条|元"
    r"|次)?(?:的?情况|发生|出现)?[。；，;]?$"
)
_STOP = re.compile(r"[，；;。！？:：]")
_CONTINUES = re.compile(r"[，；;](?:也|亦|更|同时|且|并|或)?(?:未|没|无)")
_REQUEST = re.compile(
    r"要求[^，；]{0,6}(?:获取|公开)(?:的|其[他它])?(?:政府)?信息|申请(?!人|行政复议|复议|提起|行政诉讼|诉讼|书(?:示范|格式)|表格)"
)
_NO_REQUEST_BEFORE = re.compile(r"(?:复议|诉讼|许可|赔偿|仲裁|人民法院|强制执行)(?:的)?$")
_NO_REQUEST_BEHIND = re.compile(r"申请(?:人|者)?(?:[^，；、]{0,12}?)(?:任何)?(?:收费|收取|费用|复议|诉讼)")
_FEE = re.compile(
    r"收费|(?:实行|一律|均|都|全部)免费|收取[^，；]{0,20}?(?:费|款)|任何费用|(?:检索|复制|邮寄|处理|工本|成本)费|费用(?!支出|开支)"
)
#: 未产生与诉讼（行政复议）有关的费用支出 denies the costs, not the suits.
_COSTS = re.compile(r"(?:诉讼|复议|申诉)\)?[^，；。]{0,12}(?:有关|相关)的?(?:费用|支出|经费|开支)")
#: 没有依申请公开和不予公开的信息 denies both, 没有不予公开的申请 the refusals alone.
_BOTH = re.compile(r"(?:和|及|与|、|或|以及)[^，；]{0,8}(?:不予|不同意|拒绝|部分)公开")
#: 暂免收费, 全部免收: charging is denied, waiving is not.
_FREED = re.compile(r"都予以减免|(?:暂|均|一律|全部|都|实行|予以)+(?:予以)?(?:减?免|减免)")
#: Under 收费及减免情况 that is the answer.
_FREE = re.compile(r"(?<!非)(?:无偿|免费)(?:提供|公开|获取|查阅)")
_WAIVER = re.compile(r"减免|免收|免除")
_KEYS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("reconsideration", re.compile(r"复议")),
    ("litigation", re.compile(r"诉讼|被起诉|应诉")),
    ("complaints", re.compile(r"投诉|申诉|举报")),
    ("consultations", re.compile(r"咨询")),
    ("not_exist", re.compile(r"信息不存在")),
    ("denied", re.compile(r"(?:不予|不同意|否决|拒绝)公开")),
    ("partly", re.compile(r"部分公开")),
)
#: 未收到3件 denies nothing, and 逾期未收到答复的可申请行政复议 tells a right.
_NO_DENIAL = re.compile(r"(?<!\d)(?!20\d\d|1[起例件宗])\d+(?!\d)|可(?:以|依法|向)?[^，；]{0,8}(?:申请|提起)")
#: 力争零投诉, 如未收到: a wish, or a condition.
_WISHED = re.compile(r"(?:将|力争|确保|争取|努力|如果?|若|凡)[^，；。]{0,10}$")
#: 本年度我单位未主动公开政府信息。 未主动公开的政府信息, 应公开而未公开 and 未主动公开信息的，… speak of others' cases.
_NOTHING_PUBLISHED = re.compile(
    r"^(?:截[止至]20\d\d年(?:12月(?:31日|底)?|底|末)?|20\d\d年度?|本年度?|全年|今年|我[\u4e00-\u9fff]{1,3}"
    r"|本[\u4e00-\u9fff]{1,4}|，|暂|均|尚|共)+"
    r"(?:未|没有|无)(?:新增)?主动公开(?:任何|各类)?(?:政府|政务)?信息(?:的?(?:情况|情形|事项))?$"
)
_NIL_ACT = re.compile(r"零(?:受理|发生|办理|收到|出现|收费)")
_BARE = re.compile(
    r"^[:：，]?(?:20\d\d年度?|本年度?|今年|全年|我[镇乡局县区街道]{1,2}"
    r"|本[镇乡局单位机关街道]{1,2}|，)*(?:无|没有|暂无|零|未发生|没有发生|未出现|不存在|未产生"
    r"|(?:未|没有)(?:收到|接到|受理|收取)|未有|无此类?|没有此类?|未发生此类?|未发生上述|无上述|未发生该|无相关|无该类|未出现此类"
    r"|未涉及|不涉及)"
    r"(?:情况|情形|事项|案件|现象|事件|问题|内容)?(?:发生|出现)?[。；!！]?$"
)


@dataclass(frozen=True, slots=True)
class Denial:
    """A figure denied at [start, end) of a folded sentence, and the denying words."""

    key: str
    start: int
    end: int
    cue: str


def find_denials(sentence: str, heading: str) -> list[Denial]:
    """Every figure a folded sentence states to be none, in order."""
    if _BARE.match(sentence):
        return _answer(sentence, heading)
    denials: dict[str, Denial] = {}
    if (free := _FREE.search(sentence)) and "fees_collected" in figures_named(heading):
        denials["fees_collected"] = Denial("fees_collected", free.start(), free.end(), free[0])
    for match in _DENIAL.finditer(sentence):
        stop = _STOP.search(sentence, match.end(), match.end() + 120)
        end = stop.start() if stop else min(len(sentence), match.end() + 120)
        scope = sentence[match.start() : end]
        if _NO_DENIAL.search(scope) or _WISHED.search(sentence, max(0, match.start() - 14), match.start()):
            continue
        if nil := _NIL_ACT.match(sentence, match.start()):
            # 依申请公开零受理、行政诉讼零发生: what is denied stands before.
            before = re.split(r"[，；。:：零]", sentence[max(0, match.start() - 60) : match.start()])[-1]
            for key, _ in _named(before, 0):
                start = match.start() - len(before)
                denials.setdefault(key, Denial(key, start, nil.end(), nil[0]))
            continue
        for key, length in _named(scope, len(match[0])):
            denials.setdefault(key, Denial(key, match.start(), match.start() + length, match[0]))
    begin = 0
    for at in [*(match.start() for match in _STOP.finditer(sentence)), len(sentence)]:
        clause = sentence[begin:at]
        ending = _ENDING.search(clause) if len(clause) <= 120 else None
        if ending is not None and ending.start() > 1:
            cue = ending[0].strip("，。；:：")
            for key, _ in _named(clause, 0):
                denials.setdefault(key, Denial(key, begin, begin + ending.end(), cue))
        nothing = _NOTHING_PUBLISHED.match(clause) if len(clause) <= 60 else None
        if nothing is not None and sentence[at : at + 1] in ("。", "；", "，", ""):
            denials.setdefault("proactive_total", Denial("proactive_total", begin, at, clause))
        # 行政复议情况：无 is one clause.
        if sentence[at : at + 1] not in (":", "：") or at - begin > 60:
            begin = at + 1
    return sorted(denials.values(), key=lambda denial: denial.start)


def figures_named(words: str) -> list[str]:
    """The figures a heading names, of those that are denied or answered by a bare number."""
    return [key for key, _ in _named(words, 0)]


def _answer(sentence: str, heading: str) -> list[Denial]:
    end = len(sentence.rstrip("。；!！"))
    return [Denial(key, 0, end, sentence[:end].strip("：:，")) for key, _ in _named(heading, 0)]


def _named(scope: str, skip: int) -> list[tuple[str, int]]:
    """The figures named in the scope of a denial, each with where its words end."""
    found: list[tuple[str, int]] = []
    for key, words in _KEYS:
        last = None
        for match in words.finditer(scope):
            last = match
        if last is not None:
            found.append((key, last.end()))
    if _COSTS.search(scope):
        found = [one for one in found if one[0] not in ("reconsideration", "litigation", "complaints")]
    keys = {key for key, _ in found}
    fees = _FEE.search(scope)
    waived = _WAIVER.search(scope, 0)
    if fees or (waived and re.search(r"收费|减免(?:情况|费)?|免收", scope)):
        hit = fees or waived
        assert hit is not None
        if not re.search(r"行政事业性", scope):
            found.append(("fees_collected", hit.end()))
        if waived and not _FREED.match(scope):
            found.append(("fees_waived", waived.end()))
    elif scope.startswith(("都予以减免", "全部减免", "全部予以减免", "全部免收", "全部予以免收")):
        found.append(("fees_collected", skip or len(scope)))
    if not keys & {"denied", "partly", "not_exist"} or "依申请公开" in scope or _BOTH.search(scope):
        for match in _REQUEST.finditer(scope):
            if _NO_REQUEST_BEFORE.search(scope[: match.start()]) or _NO_REQUEST_BEHIND.match(scope, match.start()):
                continue
            if (fees and match.start() < fees.start()) or "结转" in scope[: match.start()]:
                continue
            found.append(("requests_received", match.end()))
            break
    return found
