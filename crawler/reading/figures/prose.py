"""Figures stated in running prose: each count and each denial, with the words it stands in.

A count's key is read from the words nearest to it (`phrases`, `publication`), its polarity, hedge and scope from its
sentence. What counts something else (lists, statutes, deadlines, plans, differences, other years) is no statement.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from crawler.reading.figures.conflicts import group_conflicts
from crawler.reading.figures.matters import DISPUTES, OTHER_MATTERS, OUTCOMES, admits, denial_holds
from crawler.reading.figures.negations import figures_named, find_denials
from crawler.reading.figures.parts import label_of, request_channel
from crawler.reading.figures.passages import Passage, read_passages
from crawler.reading.figures.phrases import OUTRANKING, hits_in, key_behind
from crawler.reading.figures.publication import read_publication
from crawler.reading.figures.quantities import Quantity, find_quantities
from crawler.reading.figures.scopes import is_difference, is_planned, other_year, read_scope
from crawler.reading.figures.totals import promote, sum_problems
from crawler.reading.figures.values import Scope, Statement

_JOINABLE = (*DISPUTES, "requests_received", "consultations")
_BARE_RECEIVED = re.compile(r"(?:收到|受理|接到|接收)(?:了|的|数量|数|件数|共|共计|为|各类|政府|公众|群众|社会)*$")
_CONTINUES = re.compile(
    r"^(?:其中|具体|按|从|分别|主要|包括|内容|涉及|另外|[（(]?\d{1,2}[)）.、．]"
    r"|[一二三四五六七八九十]是|[（(][一二三四五六七八九十]|[①-⑳]"
    r"|在[^，]{0,12}公开的[^，]{0,12}信息中)"
)
_OF_PUBLISHED = re.compile(r"公开的(?:全部|所有)?(?:\d+条)?(?:政府|政务)?信息中")
_LINK_ONLY = re.compile(r"^(?:均|都|各|共|合计|总计|共计|数量|总数|件数|案件|分别|情况|数|为|是|有|达|:|：)*$")
_RESPECTIVE = re.compile(r"分别(?:为|是|有|达|达到|收到|发生|办理)*$")
#: How far back the words that set the stretch of a count stand at most.
_REACH = 240
_OWN_CHANNEL = re.compile(r"^(?:并|另|同时|此外)?(?:通过|在|利用|依托)")
_DISCLOSED = re.compile(r"^(?:其中)?(?:已|均|全部)*(?:主动)?公开(?:了|共|文件|公文|规范性文件)*$")
_ADDED = re.compile(
    r"^(?:其中)?(?:本年度?|今年|当年|全年|20\d\d年度?)(?:共|度)*新增(?:主动公开|公开|发布|政府"
    r"|信息|共)*$"
)
_SUM = re.compile(r"^(?:以上)?(?:共计|合计|总计|总共)(?:公开|发布|信息|各类|为)*$")
#: 主动公开信息：政务动态45条，… opens a list without a total.
_OPENS_LIST = re.compile(r"(?:公开|发布)[^，；:\d]{0,12}信息[^，；:\d]{0,12}:")
#: 二、依申请公开情况：0件。
_BARE_ANSWER = re.compile(r"^[:，]?(?:为|共)?\d{1,6}(?:件|起|例|条|元|次|宗)[。;；]?$")
_BARE_PART = re.compile(r"^[^，；:]{0,24}?(?:类|类(?:的)?(?:政府|政务)?信息|动态|公告|其[他它])(?:共|为|有)?$")
_APPLICANT = re.compile(r"自然人|公民|个人|法人|企业|社会组织|科研机构|其他组织")


@dataclass(slots=True)
class _Context:
    """What the counts of a text are so far parts of."""

    main: str = ""
    listed: bool = False
    here: bool = False
    of_channel: bool = False
    totalled: bool = False
    queue: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Meaning:
    key: str
    label: str = ""
    part_of: str = ""
    promotable: bool = False


def read_prose(text: str, year: int | None) -> tuple[list[Statement], list[tuple[str, str]]]:
    """Every value the prose of a text states, in order, contradictions grouped; and oddities as (code, sentence).

    `year` is the report's, None where unknown: counts of earlier years are then not told from its own.
    """
    statements: list[Statement] = []
    promotable: list[int] = []
    problems: list[tuple[str, str]] = []
    context = _Context()
    for passage in read_passages(text):
        if passage.under == "problems" or (passage.under == "" and passage.topic == "problems"):
            context = _Context()
            continue
        _read_passage(passage, year, context, statements, promotable, problems)
    statements = promote(statements, promotable)
    statements = _settle(statements)
    statements.sort(key=lambda statement: (statement.start, statement.end, statement.key))
    problems += sum_problems(statements)
    return group_conflicts(statements), problems


def _read_passage(
    passage: Passage,
    year: int | None,
    context: _Context,
    statements: list[Statement],
    promotable: list[int],
    problems: list[tuple[str, str]],
) -> None:
    sentence = passage.text
    for denial in find_denials(sentence, passage.heading):
        before = sentence[max(0, denial.start - _REACH) : denial.end]
        if not denial_holds(passage, denial.key) or is_planned(sentence, denial.start, ""):
            continue
        scope, _ = read_scope(before)
        start, end = passage.folded.span(denial.start, denial.end)
        statements.append(
            Statement(
                denial.key, Decimal(0), "stated_none", start, end, scope=scope, cue=denial.cue, section=passage.heading
            )
        )
    continues = _CONTINUES.match(sentence) is not None
    if not (continues and context.main):
        context.main, context.listed, context.of_channel = "", False, False
    if _OF_PUBLISHED.search(sentence[:60]):
        context.main, context.listed = "proactive_total", True
    elif continues and context.main:
        context.listed = True
    context.queue, context.here, context.totalled = [], False, False
    quantities = find_quantities(sentence)
    if quantities and _OPENS_LIST.search(quantities[0].lead) and not quantities[0].lead.endswith(":"):
        context.main, context.listed = "proactive_total", True
    previous: Statement | None = None
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        if is_difference(quantity.clause) or is_planned(sentence, quantity.start, quantity.clause):
            continue
        if quantity.unit == "percent":
            share = _share(passage, quantity, previous)
            if share:
                statements.append(share)
            continue
        if "其中" in quantity.lead or quantity.lead.endswith(":") or "分别" in quantity.clause:
            context.listed = context.listed or context.main != ""
        for meaning in _meanings(passage, quantity, following, context, problems):
            statement = _statement(passage, quantity, meaning, year)
            if meaning.promotable:
                promotable.append(len(statements))
            statements.append(statement)
            previous = statement


def _meanings(
    passage: Passage, quantity: Quantity, following: Quantity | None, context: _Context, problems: list[tuple[str, str]]
) -> list[_Meaning]:
    """What one count is: mostly one figure, several for 行政复议、行政诉讼均为0件, none for most numbers."""
    clause = quantity.clause
    if context.queue and _LINK_ONLY.match(clause.strip("、和及与，")):
        return [_Meaning(context.queue.pop(0))]
    if quantity.number.value == 1 and re.search(r"(?:未|没有)(?:发生|出现|收到|接到)", clause):
        return []
    keys = _keys(passage, quantity, context)
    if len(keys) > 1:
        if _RESPECTIVE.search(clause):
            context.queue = keys[1:]
            return [_Meaning(keys[0])]
        if quantity.number.value == 0 or re.search(r"均|各|都", quantity.lead):
            return [_Meaning(key) for key in keys]
        problems.append(("joint_count", f"one count for several figures: {clause[-40:]}{quantity.number.value}"))
        return []
    key = keys[0] if keys else ""
    if key in OUTRANKING:
        return _request(passage, quantity, key, context)
    listed = context.main == "proactive_total" and (context.listed or _is_bare_part(quantity, context))
    if listed and context.of_channel and _OWN_CHANNEL.match(clause):
        # 通过网站发布81条，其中…；通过公众号发布108条: the second channel is no part of the first.
        listed = context.listed = False
    published = (
        None if key in ("docs_issued",) and not listed else read_publication(passage, quantity, following, listed)
    )
    if key in ("docs_issued", "docs_disclosed") and not listed and (published is None or published[0] != "total"):
        context.main = key
        return [_Meaning(key)]
    if context.main == "docs_issued" and _DISCLOSED.search(clause):
        return [_Meaning("docs_disclosed")]
    if context.main == "requests_received" and (context.listed or not published):
        part = _request_part(quantity)
        if part:
            return [part]
    if context.main == "proactive_total" and quantity.unit == "item" and _is_sum_or_addition(clause, context):
        return [_Meaning("proactive_total")]
    if published is None:
        return []
    kind, label = published
    if kind == "everything":
        context.main, context.listed = "", False
        return []
    if kind in ("total", "restated"):
        if listed and kind == "total" and not _is_own_total(clause):
            return [_Meaning("proactive_by_category", label_of(clause) or clause[-12:], "proactive_total")]
        context.main, context.listed, context.here, context.of_channel = "proactive_total", False, True, False
        context.totalled = True
        return [_Meaning("proactive_total", label)]
    if kind == "channel" and not listed:
        context.of_channel = context.main == "" or context.of_channel
        context.main, context.here = context.main or "proactive_total", True
        return [
            _Meaning(
                "proactive_by_channel",
                label,
                "proactive_total",
                "其中" not in quantity.lead and quantity.unit == "item",
            )
        ]
    return [_Meaning(f"proactive_by_{kind}", label, "proactive_total")]


def _is_bare_part(quantity: Quantity, context: _Context) -> bool:
    """Whether a count behind a total is its part though no 其中 says so: 公开信息506条，政策法规类13条，…"""
    if not context.here or quantity.lead == quantity.clause or re.search(r"公开|发布|上传|更新|推送", quantity.clause):
        return False
    return _BARE_PART.search(quantity.clause) is not None


def _is_sum_or_addition(clause: str, context: _Context) -> bool:
    """Whether a count without words of its own is a total: parts, 合计65条; 累计1023条，2016年新增132条."""
    return _ADDED.match(clause) is not None or (not context.totalled and _SUM.match(clause) is not None)


def _is_own_total(clause: str) -> bool:
    """Whether a count inside a breakdown is a total of its own: 累计5928条，其中本年度新增主动公开2110条."""
    return re.search(r"本年度?|当年|20\d\d年|全年|今年", clause) is not None or "主动公开" in clause


def _keys(passage: Passage, quantity: Quantity, context: _Context) -> list[str]:
    clause = quantity.clause
    if _BARE_ANSWER.match(passage.text):
        return figures_named(passage.heading)
    main = "published_list" if context.listed and context.main == "proactive_total" else context.main
    hits = [hit for hit in hits_in(clause, quantity.unit) if admits(passage, quantity, clause, hit[2], main)]
    if not any(hit[0] == len(clause) for hit in hits):
        behind = key_behind(quantity.tail, quantity.unit)
        if behind and admits(passage, quantity, clause + quantity.tail, behind, main):
            return [behind]
        if _is_bare_request(passage, quantity, clause):
            return ["requests_received"]
        if clause == "" or not _LINK_ONLY.match(clause):
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
    if best not in _JOINABLE:
        return [best]
    joined = [hit for hit in hits if hit[2] in _JOINABLE and _is_joined(clause, hit[0])]
    return [key for _, _, key in joined if key != best] + [best]


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


def _request(passage: Passage, quantity: Quantity, key: str, context: _Context) -> list[_Meaning]:
    if key == "requests_received":
        way = request_channel(quantity.clause)
        if way and (context.main == "requests_received" or "其中" in quantity.clause):
            return [_Meaning("requests_by_channel", way, "requests_received")]
        if context.main == "requests_received" and (context.listed or "其中" in quantity.clause):
            part = _request_part(quantity)
            return [part] if part else []
        context.main, context.listed = "requests_received", False
        if way:
            return [_Meaning("requests_by_channel", way, "requests_received", True)]
    elif key in OUTCOMES:
        context.main = "requests_received"
    elif key == "consultations" and context.listed and context.main == key and request_channel(quantity.clause):
        return [_Meaning("consultations_by_channel", request_channel(quantity.clause), key)]
    else:
        context.main, context.listed = key if key == "consultations" else "", False
    return [_Meaning(key)]


def _request_part(quantity: Quantity) -> _Meaning | None:
    if quantity.unit not in ("item", "person_time", ""):
        return None
    way = request_channel(quantity.clause)
    if way:
        return _Meaning("requests_by_channel", way, "requests_received")
    applicant = _APPLICANT.search(quantity.clause)
    if applicant and len(quantity.clause) <= 20:
        return _Meaning(
            "requests_by_applicant", label_of(quantity.clause).removesuffix("申请") or applicant[0], "requests_received"
        )
    return None


def _statement(passage: Passage, quantity: Quantity, meaning: _Meaning, year: int | None) -> Statement:
    before = passage.text[max(0, quantity.start - _REACH) : quantity.start]
    scope: Scope
    scope, cue = read_scope(before)
    if other := other_year(before, quantity.clause, year):
        scope, cue = "unclear", other
    start, end = passage.folded.span(quantity.start, quantity.end)
    number = quantity.number
    return Statement(
        meaning.key,
        number.value,
        "stated_number",
        start,
        end,
        unit=quantity.unit or "item",
        unit_printed=quantity.printed,
        approximation=quantity.approximation,
        scope=scope,
        low=number.low,
        high=number.high,
        label=meaning.label,
        part_of=meaning.part_of,
        cue=cue,
        section=passage.heading,
    )


def _share(passage: Passage, quantity: Quantity, previous: Statement | None) -> Statement | None:
    start, end = passage.folded.span(quantity.start, quantity.end)
    hits = hits_in(quantity.clause, "percent")
    if any(hit[0] == len(quantity.clause) and hit[2] == "fulltext_rate" for hit in hits):
        key, label, part_of = "fulltext_rate", "", ""
    elif previous and previous.key.startswith("proactive_by_") and re.search(r"占|比例|比重", quantity.lead):
        key, label, part_of = f"{previous.key}_share", previous.label, previous.part_of
    else:
        return None
    return Statement(
        key,
        quantity.number.value,
        "stated_number",
        start,
        end,
        unit="percent",
        unit_printed=quantity.printed,
        approximation=quantity.approximation,
        label=label,
        part_of=part_of,
        section=passage.heading,
    )


def _settle(statements: list[Statement]) -> list[Statement]:
    """Each figure once from the same words."""
    kept: list[Statement] = []
    seen: set[tuple[str, int, int]] = set()
    for statement in statements:
        place = (statement.key, statement.start, statement.end)
        if place not in seen:
            seen.add(place)
            kept.append(statement)
    return kept
