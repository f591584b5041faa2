"""What one count is: mostly one figure, several for 行政复议、行政诉讼均为0件, none for most numbers."""

import re

from crawler.reading.figures.listing import Context, Meaning
from crawler.reading.figures.matters import OUTCOMES
from crawler.reading.figures.naming import LINK_ONLY, TAKEN_AND_DONE, keys_named
from crawler.reading.figures.parts import applicant_of, channels_of, label_of, request_channel
from crawler.reading.figures.passages import Passage
from crawler.reading.figures.phrases import OUTRANKING
from crawler.reading.figures.publication import LAWFUL, is_among_kinds, read_publication
from crawler.reading.figures.quantities import Quantity

_RESPECTIVE = re.compile(r"分别(?:为|是|有|达|达到|收到|发生|办理)*$")
_DISCLOSED = re.compile(r"^(?:其中)?(?:已|均|全部)*(?:主动)?公开(?:了|共|文件|公文|规范性文件)*$")
_ADDED = re.compile(
    r"^(?:其中)?(?:本年度?|今年|当年|全年|20\d\d年度?)(?:共|度)*新增(?:主动公开|公开|发布|政府"
    r"|信息|共)*$"
)
#: 历年累计公开210条，其中2018年度55条.
_OF_THIS_YEAR = re.compile(r"^[，:]?其中[，:]?(?:本年度?|当年|20\d\d年度?)(?:度)?(?:共|为|有)?$")
_SUM = re.compile(
    r"^(?:[一二三四五六七八九十\d]{1,2}[)、.])?(?:以上)?(?:共计|合计|总计|总共)(?:共|公开|发布|信息|各类|为)*$"
)
#: 网站发布各类信息8632条，其中政府信息公开399条: news and notices are no disclosure. Beside other kinds it is a column.
_DISCLOSURE_ALONE = re.compile(
    r"^[，:]?(?:其中)?[，:]?(?:主动公开|发布|公开)?(?:的)?政府信息公开(?:的?信息)?(?:共计|共有|共|有|为|达|数量)*$"
)
#: 全年公开各类文件991件 opens a count of its own behind a list.
_OF_THE_YEAR = re.compile(r"本年度?|当年|20\d\d年|全年|今年")
#: 主动公开92条，其中…，累计公开831项 is no part, and 新增311条，累计公开3174条 no second total of the year.
_RUNNING = re.compile(r"(?:历年|总)?累计")
#: 同一信息计为1条 explains how is counted.
_EXPLAINS = re.compile(r"(?:同一|相同|同样|重复)[^，；]{0,12}(?:计|按|算)[^，；]{0,4}$")
#: 制作信息184条，其中主动公开55条，依申请公开3条，不予公开126条 sorts what was made; nobody applied for it.
_ATTRIBUTE = re.compile(r"^[，、；;]?(?:其中|属于|属)*(?:依申请|不予)公开(?:的|类|信息|为|有|共)*$")
_NOT_ONE = re.compile(r"(?:未|没有)(?:发生|出现|收到|接到)")


def meanings_of(
    passage: Passage, quantity: Quantity, following: Quantity | None, context: Context, problems: list[tuple[str, str]]
) -> list[Meaning]:
    """What a count is where it stands. What it says of the counts behind it is kept in `context`, what cannot be told
    apart (one count for two figures) is added to `problems`."""
    clause = quantity.clause
    if context.queue and LINK_ONLY.match(clause.strip("、和及与，")):
        return [context.queue.pop(0)]
    context.queue = []
    if quantity.number.value == 1 and (_NOT_ONE.search(clause) or _EXPLAINS.search(clause)):
        return []
    if context.made and _ATTRIBUTE.search(clause):
        return []
    keys = keys_named(passage, quantity, context)
    if tuple(keys) == TAKEN_AND_DONE:
        context.main, context.listed = "requests_received", False
        return [Meaning(key) for key in keys]
    if len(keys) > 1:
        if _RESPECTIVE.search(clause):
            context.queue = [Meaning(key) for key in keys[1:]]
            return [Meaning(keys[0])]
        if quantity.number.value == 0 or re.search(r"均|各|都", quantity.lead):
            return [Meaning(key) for key in keys]
        problems.append(("joint_count", f"one count for several figures: {clause[-40:]}{quantity.number.value}"))
        return []
    key = keys[0] if keys else ""
    if key in OUTRANKING:
        return _request(quantity, key, context)
    return _published(passage, quantity, following, key, context)


def _published(
    passage: Passage, quantity: Quantity, following: Quantity | None, key: str, context: Context
) -> list[Meaning]:
    clause = quantity.clause
    listed = context.lists_published(quantity)
    if listed and key in ("docs_issued", "docs_disclosed") and _OF_THE_YEAR.search(clause):
        listed = False
    among = context.kinds and not listed and is_among_kinds(quantity)
    context.kinds = among and is_among_kinds(following)
    if among and (label := label_of(quantity.lead)):
        return [Meaning("proactive_by_category", label)]
    published = None if key == "docs_issued" and not listed else read_publication(passage, quantity, following, listed)
    if key in ("docs_issued", "docs_disclosed") and not listed and (published is None or published[0] != "total"):
        context.main, context.listed = key, False
        return [Meaning(key)]
    if context.main == "docs_issued" and _DISCLOSED.search(clause):
        return [Meaning("docs_disclosed")]
    if context.main in ("docs_issued", "docs_disclosed") and context.listed and not _is_own_total(clause):
        return []
    if context.main == "requests_received" and (context.listed or not published):
        part = _request_part(quantity)
        if part:
            return [part]
    if context.main == "proactive_total" and quantity.unit == "item" and _is_sum_or_addition(clause, context):
        return [Meaning("proactive_total")]
    if published is None:
        return []
    kind, label, rank = published
    if kind == "everything":
        context.close()
        context.made = True
        return []
    apart = channels_of(clause) if "分别" in clause and kind in ("total", "channel") else []
    if len(apart) > 1 and not listed:
        # 通过公众号、微博分别发布信息58条、26条.
        first, *context.queue = [Meaning("proactive_by_channel", one, "proactive_total", 2) for one in apart]
        return [first]
    only = context.of_channel and not context.lawful and not is_among_kinds(following)
    if listed and only and _DISCLOSURE_ALONE.match(clause):
        return [Meaning("proactive_total")]
    if kind in ("total", "restated"):
        if kind == "total" and (listed or context.totalled) and _RUNNING.match(clause):
            return [Meaning("proactive_total", label, running=True)]
        if listed and kind == "total" and not _is_own_total(clause):
            return [Meaning("proactive_by_category", label_of(clause) or clause[-12:], context.whole)]
        context.total()
        return [Meaning("proactive_total", label)]
    if listed or kind == "body":
        # 动态98条(其中批复36条): what parts a part is no part of the total.
        return [Meaning(f"proactive_by_{kind}", label, f"proactive_by_{kind}" if context.nested else context.whole)]
    if kind == "channel" and context.main == "proactive_total" and "其中" in quantity.lead:
        return [Meaning("proactive_by_channel", label, context.whole)]
    context.kinds = kind == "category" and is_among_kinds(following)
    if kind == "channel" or rank:
        context.alone(f"proactive_by_{kind}", lawful=rank >= LAWFUL)
    # A kind counted in a sentence of its own overlaps what was counted before: no sum is asked of it.
    return [Meaning(f"proactive_by_{kind}", label, "proactive_total" if kind == "channel" else "", rank)]


def _is_sum_or_addition(clause: str, context: Context) -> bool:
    """Whether a count without words of its own is a total: parts, 合计65条; 累计1023条，2016年新增132条."""
    if _ADDED.match(clause) or _OF_THIS_YEAR.match(clause):
        return True
    return not context.totalled and _SUM.match(clause) is not None


def _is_own_total(clause: str) -> bool:
    """Whether a count inside a breakdown is a total of its own: 累计5928条，其中本年度新增主动公开2110条."""
    return (
        _OF_THE_YEAR.search(clause) is not None
        or re.search(r"(?<!法定)主动公开(?:的|了|各类)*(?:政府|政务)?信息(?:公开)?(?!类|公开)", clause) is not None
    )


def _request(quantity: Quantity, key: str, context: Context) -> list[Meaning]:
    if key == "requests_received":
        way = request_channel(quantity.clause)
        if way and (context.main == "requests_received" or "其中" in quantity.clause):
            return [Meaning("requests_by_channel", way, "requests_received")]
        if context.main == "requests_received" and (context.listed or "其中" in quantity.clause):
            part = _request_part(quantity)
            return [part] if part else []
        context.main, context.listed = "requests_received", False
        if way:
            return [Meaning("requests_by_channel", way, "requests_received", 2)]
        if applicant := applicant_of(quantity.clause):
            return [Meaning("requests_by_applicant", applicant, "requests_received", 2)]
    elif key in OUTCOMES:
        context.main = "requests_received"
    elif key == "consultations" and context.listed and context.main == key and request_channel(quantity.clause):
        return [Meaning("consultations_by_channel", request_channel(quantity.clause), key)]
    else:
        context.main, context.listed = key if key == "consultations" else "", False
    return [Meaning(key)]


def _request_part(quantity: Quantity) -> Meaning | None:
    if quantity.unit not in ("item", "person_time", ""):
        return None
    way = request_channel(quantity.clause)
    if way:
        return Meaning("requests_by_channel", way, "requests_received")
    applicant = applicant_of(quantity.clause)
    if applicant and len(quantity.clause) <= 20:
        return Meaning(
            "requests_by_applicant", label_of(quantity.clause).removesuffix("申请") or applicant, "requests_received"
        )
    return None
