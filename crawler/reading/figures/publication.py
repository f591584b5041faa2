"""Counts of what was published: the total, or a part of it by category, channel or body."""

import re
from typing import Literal, NamedTuple

from crawler.reading.figures.parts import CHANNEL_LABEL, accounts_of, channel_of, is_body, label_of
from crawler.reading.figures.passages import Passage
from crawler.reading.figures.quantities import Quantity

_COUNT = r"(?:的?(?:总条数|总数量|总数|总量|总计|数量|条数|件数|数|量))?"
_LINK = (
    r"(?:[:：]|“|”|\)|的|均|总|共计|共有|共|合计|总计|累计|计|达到了|达到|达|为|是|有|了|约|近|全年|历年|一年来|全部)*$"
)
_VERB = (
    r"(?:主动公开|公开(?!栏|板|专栏|网|办)|发布|上传|录入|更新|发出|刊登|登载|刊发|推送|编发"
    r"|转发|公示(?!栏|板|牌)|发表|挂网|公布|维护)"
)
#: Words between the verb and 信息 that leave it all information: any other word makes it a category.
_WIDE = (
    r"(?:了|共|各类|各种|各项|各级|的|政府|政务|党务|公开|类|有关|相关|等|本级|全部|累计|总|新增"
    r"|、?(?:修订|转载|更新|维护|整理|录入)|各|部门|单位|镇|乡|街道|全镇|全县|全市|全区|涉及|文件|、|和)*"
)
_TOTAL = re.compile(rf"{_VERB}{_WIDE}(?:信息|内容|资讯|信息资料){_COUNT}{_LINK}")
_TOTAL_NOUN = re.compile(
    rf"(?<!其他)(?<!其它)(?:政府|政务|各类|公开的?|主动公开的?)(?:政府|政务)?信息(?:公开|发布)?{_COUNT}{_LINK}"
    rf"|(?<![类个])信息公开(?:的?(?:总条数|总数量|总数|总量|数量|条数|数|量)){_LINK}"
)
_TOTAL_VERB = re.compile(rf"{_VERB}(?:了|政府)*{_LINK}")
#: 财政信息公开12件, 行政执法类公示3件 name their kind, they say no 公开.
_NOUN_BEFORE = re.compile(r"(?:信息|类|内容|情况|事项|经费|决算|预算|结果|政策)$")
_TOTAL_TAIL = re.compile(r"^(?:各类|政府|政务|有关|相关|等|主动|公开|的|文件|部门|工作)*(?:信息|内容)")
_AND_SO_ON = re.compile(
    rf"{_VERB}[^，；]{{2,80}}?等(?:各类|各方面|各项|各种|相关|有关|政府|政务|公开|方面|的)*信息{_COUNT}{_LINK}"
)
#: 公开群众关注的采伐、运输，征占、处罚等信息累计74条: an enumeration goes on behind its comma.
_LIST_ENDS = re.compile(rf"等(?:各类|各方面|各项|各种|相关|有关|政府|政务|公开|方面|的)*信息{_COUNT}{_LINK}")
_LIST_BEGINS = re.compile(rf"{_VERB}[^，；;:。、]{{0,40}}、[^；;:。]*$")
_LONGEST_LIST = 140
_SUMMED = re.compile(rf"主动公开[^，；]{{2,40}}?(?:共计|合计|总计|总数|共){_COUNT}{_LINK}")
_NOT_PUBLISHED = re.compile(
    r"收费通知|属于|范围|申请|接收|归档|制作|获取|报送|上报|采用|采纳|录用|依申请|不予公开|未公开|不公开|保密审查|审查(?!发布)"
    r"|受理|收到|答复|办理|制定|建立|出台|修订|清理|废止|留言|回应|回复|解读会|设置|设立|开设"
    r"|开通|存量|征集"
)
_MADE = re.compile(r"(?:制作|获取|产生|生成|形成)[^，；]{0,16}$")
_QUALIFIED = re.compile(rf"{_VERB}(?P<label>[^，；:]{{2,40}})$")
_NO_CATEGORY = re.compile(
    r"制度|办法|会议|栏目|专栏$|目录|平台|承诺|热线|事项清单|申请|意见箱|文件$|公文$|场$|窗口|人员"
)
_PUBLISHED = re.compile(rf"{_VERB}|主动|刊出|出刊|张贴|印发|发放|汇集|制作|播放|滚动|编印|报道|信息")
_ALL = re.compile(
    r"占[^，；]{0,8}?(?:全部|总|所有)[^，；]{0,4}?(?:公开)?(?:的)?(?:政府|政务)?信息(?:公开)?(?:总)?(?:量|数)?的?$"
)
#: 通过电子显示屏、公开栏等公开信息49次: showings are counted of several channels together.
_SEVERAL = re.compile(
    rf"(?:通过|利用|依托|在)(?P<label>[^，；]{{2,30}}?)(?:等(?:渠道|形式|方式|平台|载体)?)(?:共"
    rf"|累计)*{_VERB}[^，；]{{0,10}}$"
)
_SUM_ONLY = re.compile(r"^(?:20\d\d年度?|全年|今年|本年度?)(?:共计|共有|共|合计|总计)$")
#: 28大项、79小项，共计6657条: headings are counted, then what stands under them.
_HEADINGS = re.compile(r"(?:[、和]?\d{1,4}个?[大小子]?[项类](?:目|别)?)+$")
_SUM_BEHIND = re.compile(r"^(?:共计|共有|共|合计|总计|累计)$")
_PIECES = re.compile(r"事项|文章|稿件|推文|动态|图文|消息|视频|作品|资讯|新闻|报道|期刊?|信息|内容|微信|微博|公告栏")
_ADVERBIAL = re.compile(
    r"(?:在|通过|利用|依托|借助|运用)(?!.{0,20}(?:建设|建立|开设|完善|加强|管理"
    r"|推进))[^，；]{2,30}$"
)
#: Words a category may stand before 政府信息 with: 主动公开重点领域政府信息52条 is one of the kinds published.
_KIND = re.compile(rf"{_VERB}{_WIDE}(?P<kind>[^，；、]{{2,16}})$")
_NO_KIND = re.compile(
    r"通过|利用|依托|借助|平台|网站|网$|栏$|渠道|形式|方式|途径|载体|栏目|数量|总数|情况|我|本|共|累计"
)
#: 通过网站、简报报送、宣传栏等各类载体主动公开43条: the way it was done tells nothing about what was counted.
_WAY = re.compile(
    rf"^[^，；]*?(?:通过|利用|依托|借助|运用)[^，；]*(?:载体|渠道|形式|方式|途径|平台|媒介|媒体)(?=[^，；]*{_VERB})"
)
#: 通过其他方式公开179条 leaves out what was counted before.
_OTHER_WAYS = re.compile(r"(?<=通过)其[他它](?:方式|渠道|形式|途径|平台|载体)")
#: 通过电子屏幕，公告栏等渠道发布49条.
_WAY_CLOSED = re.compile(r"等[^，；]{0,8}?(?:渠道|形式|方式|途径|载体|平台|媒介|媒体)")
#: The rank of a site's count in the words of the law.
LAWFUL = 3
_LEGAL = re.compile(r"主动公开|公开(?:了|各类|的)*(?:政府|政务)信息")
#: 全年发布754条环保信息.
_KIND_BEHIND = re.compile(r"[\u4e00-\u9fff]{2,8}信息$")
#: A kind that is all a text may say of its total (主动公开政务动态类420条), and kinds that never are.
_WIDE_KIND = re.compile(r"主动|共|累计|合计|全年|今年|本年|20\d\d年")
_NARROW_KIND = re.compile(r"解读|征集|意见|标准|文件|公文|简报|采购|许可|处罚|办件|活动|预决?算|年报|报告")
_TO_POINTS = re.compile(r"报送|移送|送交|查阅点")

#: How far behind a count of what was made it is said that all was published.
_CLOSE_BY = 16
_ALL_OF_IT = re.compile(r"，?(?:均|全部|都)(?:已)?(?:全部)?(?:依法|按时|及时)?(?:予以)?(?:主动)?公开")
_WORD = re.compile(r"[\u4e00-\u9fff]{2}")
#: How far back the account stands at most that a sentence speaks of.
_REACH = 160


class Publication(NamedTuple):
    """What a count of published things is, its label, and how much it may stand for a total (`totals.promote`)."""

    kind: Literal["total", "restated", "category", "channel", "body", "everything"]
    label: str = ""
    rank: int = 0


def read_publication(
    passage: Passage, quantity: Quantity, following: Quantity | None, listed: bool
) -> Publication | None:
    """What a count of published things is, with its label; None when it counts nothing published.

    `listed` says that it stands in a breakdown of a total. `restated` is a channel's count stated as the whole of what
    was published (专栏上公开16条，占全部公开信息的100%). `everything` counts what was made, published or not.
    """
    clause, lead, tail = quantity.clause, quantity.lead, quantity.tail
    if quantity.unit not in ("item", "time", ""):
        return None
    if quantity.unit == "time" and quantity.printed not in ("期", "次"):
        return None
    if _SUM_ONLY.match(clause):
        # 在网站公开政府信息，2016年共75条.
        clause = _clause_before(lead, clause)
    elif _SUM_BEHIND.match(clause) and (headings := _HEADINGS.search(before := _clause_before(lead, clause))):
        clause = before[: headings.start()]
    if _MADE.search(clause):
        if "信息" not in clause:
            return None
        # 全年产生政府信息16条，均已主动公开.
        behind = passage.text[quantity.end : quantity.end + _CLOSE_BY]
        return Publication("total" if _ALL_OF_IT.match(behind) else "everything")
    whole = quantity.unit != "time" and (_is_total(passage, clause, tail) or _goes_on(lead, clause))
    channel = channel_of(clause) or _channel_before(lead, clause)
    if whole and not channel and not listed and not re.search(r"公开(?!栏|网|平台|专栏)", clause):
        # 微信公众号常态化运营，全年发布信息502篇.
        channel = accounts_of(passage.text[max(0, quantity.lead_start - _REACH) : quantity.start])
    if whole and following is not None and _is_whole_share(passage, quantity, following):
        if _TO_POINTS.search(tail):
            return Publication("channel", "查阅点")
        if "其中" in lead or listed:
            return Publication("channel", channel or label_of(clause))
        return Publication("restated", channel)
    if whole and (other := _OTHER_WAYS.search(clause)):
        return Publication("channel", other[0])
    if whole and is_body(clause):
        return Publication("body", label_of(clause))
    if whole and not channel:
        return Publication("total")
    first = not whole and not listed and is_among_kinds(following)
    return _part(passage, quantity, clause, channel, listed=listed, whole=whole, first=first)


def _part(
    passage: Passage, quantity: Quantity, clause: str, channel: str, *, listed: bool, whole: bool, first: bool
) -> Publication | None:
    lead = quantity.lead
    qualified = _QUALIFIED.search(clause)
    if not channel and not listed and quantity.unit == "time" and (several := _SEVERAL.search(clause)):
        return Publication("channel", several["label"])
    if channel and not listed and not whole and qualified and (first or _is_category(qualified["label"])):
        channel = ""
    if channel and not listed and _PUBLISHED.search(clause) and (whole or not _NOT_PUBLISHED.search(clause)):
        if quantity.unit == "time":
            return Publication("channel", channel)
        if quantity.tail and "信息" not in clause + quantity.tail and _WORD.match(quantity.tail):
            # 通过采购网站公开四项采购项目 counts those.
            return Publication("channel", channel)
        return Publication("channel", channel, LAWFUL if _LEGAL.search(clause) else 2 if whole else 1)
    if listed:
        label = label_of(lead if lead.startswith(("、", "，")) or clause == "" else clause) or label_of(clause)
        if not label or re.search(r"依申请|不予公开", label):
            return None
        return Publication("channel" if CHANNEL_LABEL.search(label) else "category", label)
    if quantity.unit != "item" or passage.topic not in ("proactive", "overview", ""):
        return None
    if _NOT_PUBLISHED.search(clause):
        return None
    label = label_of(qualified["label"]) if qualified else ""
    if not label and _TOTAL_VERB.search(clause) and (behind := _KIND_BEHIND.match(quantity.tail)):
        label = behind[0]
    if not label or _NO_CATEGORY.search(label):
        return None
    wide = not first and _WIDE_KIND.search(clause) is not None and _NARROW_KIND.search(clause) is None
    return Publication("category", label, 1 if wide and "信息" in clause + quantity.tail else 0)


def _clause_before(lead: str, clause: str) -> str:
    return re.split(r"[，；;:]", lead[: len(lead) - len(clause)].rstrip("，；;:"))[-1]


def is_among_kinds(quantity: Quantity | None) -> bool:
    """Whether a count goes on with kinds counted one by one: 网站更新政务动态1841条，目录信息2875条, no total and its
    part."""
    if quantity is None or quantity.unit != "item" or not quantity.lead.startswith(("，", "、")):
        return False
    kind = re.sub("信息公开|政务公开", "", quantity.lead.strip("，、"))
    return (
        1 < len(kind) <= 20
        and not re.search(rf"{_VERB}|其中|合计|总计|共计|累计|总数|新增|{_NOT_PUBLISHED.pattern}", kind)
        and CHANNEL_LABEL.search(kind) is None
        and channel_of(kind) == ""
    )


def _is_category(words: str) -> bool:
    """Whether the words between a verb and its count name a kind of information, not just pieces of it."""
    label = label_of(words)
    return label != "" and _PIECES.search(label) is None and CHANNEL_LABEL.search(label) is None


def _channel_before(lead: str, clause: str) -> str:
    """The channel an adverbial clause before names: 通过县政府门户网站，共公开…; 建好平台，全年公开… names none."""
    earlier = re.split(r"[，；;]", lead[: len(lead) - len(clause)].rstrip("，；;"))[-1]
    way = _ADVERBIAL.search(earlier)
    if "其中" in lead or way is None or _WAY_CLOSED.search(clause):
        return ""
    return channel_of(way[0])


def _is_total(passage: Passage, clause: str, tail: str) -> bool:
    if _AND_SO_ON.search(clause):
        return True
    clause = _WAY.sub("", clause)
    if _NOT_PUBLISHED.search(clause.replace("、修订", "")):
        return "审核发布" in clause and _TOTAL.search(clause) is not None
    if _TOTAL.search(clause) or _SUMMED.search(clause):
        return True
    if noun := _TOTAL_NOUN.search(clause):
        kind = _KIND.search(clause, 0, noun.start())
        return kind is None or _NO_KIND.search(kind["kind"]) is not None
    if (verb := _TOTAL_VERB.search(clause)) and not _NOUN_BEFORE.search(clause, 0, verb.start()):
        if _TOTAL_TAIL.match(tail):
            return True
        if tail != "":
            return False
        return passage.topic == "proactive" or (passage.topic in ("overview", "") and "信息" in passage.text)
    return (
        _TOTAL_TAIL.match(tail) is not None
        and re.search(r"(?:共有?|累计|总计|合计)$", clause) is not None
        and (re.search(_VERB, tail) is not None)
    )


def _goes_on(lead: str, clause: str) -> bool:
    """Whether a count stands at the end of an enumeration of what was published that began clauses before."""
    ends = _LIST_ENDS.search(clause)
    if ends is None or "，" not in lead:
        return False
    begins = _LIST_BEGINS.search(lead, max(0, len(lead) - _LONGEST_LIST), len(lead) - len(clause) + ends.start())
    return begins is not None and _NOT_PUBLISHED.search(begins[0]) is None


def _is_whole_share(passage: Passage, quantity: Quantity, following: Quantity) -> bool:
    between = passage.text[quantity.end : following.start]
    return following.unit == "percent" and following.number.value == 100 and _ALL.search(between) is not None
