"""The table of phrasings: which words before or behind a count make it which figure.

The match that ends nearest to the count decides, of equal ends the longest. So 行政复议申请 is about reconsideration,
不予公开的申请 about denials. Each entry lists the units it can be counted in: 人次 is no 件, and a count of 次 is none
of disclosure.
"""

import re
from dataclasses import dataclass

_COUNT = r"(?:的?(?:总件数|总数量|总条数|总数|总量|数量|件数|条数|次数|人数|总额|金额|数|量))?"
#: Between the words and their count: 共, 为, 达到, 约 …
_LINK = (
    r"(?:[:：]|“|”|\)|的|均|都|各|总|共计|共有|共|合计|总计|累计|分别|计|达到了|达到|达|为|是|有"
    r"|只有|仅有|仅|了|约|近|为零)*"
)
_ITEMS = frozenset({"item", "case", ""})
_DISPUTES = frozenset({"item", "case", "time", ""})
_VISITS = frozenset({"time", "person_time", "item", "place", ""})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A figure and the words it is counted in: `before` the count, or `behind` it (收到1宗信息, 两次学习培训)."""

    key: str
    units: frozenset[str]
    before: re.Pattern[str]
    behind: re.Pattern[str] | None = None


def _phrase(key: str, units: frozenset[str], words: str, behind: str = "") -> Phrase:
    return Phrase(key, units, re.compile(f"(?:{words}){_COUNT}{_LINK}"), re.compile(behind) if behind else None)


_APPLY = (
    r"(?:依?申请)(?!人)(?:件)?(?:要求)?(?:获取|公开)?(?:的?政府"
    r"|政务)?(?:信息)?(?:公开)?(?:的?(?:事项|件|表|书|要求|单|案件|办理|受理))?"
)
_REPLY = r"(?:的|答复|信息|政府信息|申请|处理|件|决定)*"

PHRASES: tuple[Phrase, ...] = (
    _phrase(
        "litigation",
        _DISPUTES,
        r"(?:提起)?(?:行政)?(?:诉讼|应诉|被?起诉)(?:的?(?:案件|案|事项|情况|件))*",
        r"^(?:[^，、]{0,12}?)(?:行政诉讼|诉讼|应诉)(?:案件|案)?",
    ),
    _phrase(
        "reconsideration",
        _DISPUTES,
        r"(?:申请|提起)?(?:行政)?复议(?:的?(?:申请|案件|案|事项|情况|件))*",
        r"^(?:[^，、]{0,12}?)(?:行政复议|复议)(?:申请|案件|案)?",
    ),
    _phrase(
        "complaints",
        _DISPUTES | {"person_time"},
        r"(?:申诉|投诉|举报)(?:的?(?:案件|案|事项|情况|件|申请))*",
        r"^(?:[^，、]{0,8}?)(?:申诉|投诉|举报)",
    ),
    _phrase(
        "consultations",
        _VISITS | {"person", "case"},
        r"咨询(?:服务|电话|人员|群众|接待|来访|事项)*",
        r"^(?:[^，、]{0,6}?)咨询",
    ),
    _phrase("page_views", _VISITS, r"(?:点击|访问|浏览|阅读|点阅|点赞量)(?:人数|人次|率|总)*|页面浏览"),
    _phrase(
        "staff_full",
        frozenset({"person", ""}),
        r"(?<!兼)(?:专职|全职)(?!、?兼)[^，；]{0,14}",
        r"^(?:专职|全职)(?!、?兼)",
    ),
    _phrase("staff_part", frozenset({"person", ""}), r"(?<!专)(?<!专、)兼职[^，；]{0,14}", r"^兼职"),
    _phrase(
        "trainees",
        frozenset({"person", "person_time"}),
        r"(?:培训|参训|受训|轮训|学员|参加人数|参会人数)[^，；]{0,12}",
        r"^[^，、]{0,8}?(?:参加|接受)?[^，、]{0,10}?培训",
    ),
    _phrase(
        "training_sessions",
        frozenset({"time", "place"}),
        r"(?:培训|讲座|学习班|轮训)[^，；]{0,10}",
        r"^[^，；]{0,14}?(?:培训|讲座|学习班)",
    ),
    _phrase(
        "access_points",
        frozenset({"place", ""}),
        r"(?:查阅|查询)(?:点|场所|室|中心|处|窗口|场地)",
        r"^[^，；]{0,10}?(?:查阅|查询)(?:点|场所|室|中心|处|窗口)",
    ),
    _phrase("not_exist", _ITEMS, rf"(?:信息)?不存在{_REPLY}", r"^(?:的|申请)*(?:政府)?信息不存在"),
    _phrase(
        "not_held", _ITEMS, rf"(?:本(?:机关|单位|行政机关))?(?:不掌握|未制作或保存|未掌握)(?:相关|政府|信息)*{_REPLY}"
    ),
    _phrase(
        "not_ours",
        _ITEMS,
        rf"(?:不属于?|非)本?(?:行政)?(?:机关|单位|部门|级|镇|乡|街道|局)(?:政府)?(?:信息)?(?:职责"
        rf"|职权|公开|掌握|范围|权限)*{_REPLY}",
    ),
    _phrase(
        "partly",
        _ITEMS,
        rf"(?:同意|予以|给予|准予|依法)?部分(?:予以|同意)?公开{_REPLY}|(?:同意|予以)公开部分{_REPLY}"
        rf"|区分处理{_REPLY}",
        r"^(?:的|申请)*(?:予以|同意)?部分公开",
    ),
    _phrase(
        "denied",
        _ITEMS,
        rf"(?:不予|不同意|否决|免于|免予|拒绝|不宜|决定不)(?:主动)?公开{_REPLY}",
        r"^(?:的|申请)*(?:不予|不同意|拒绝)公开",
    ),
    _phrase(
        "granted",
        _ITEMS,
        rf"(?<!不)(?:同意|予以|给予|准予|全部|依法予以|决定)公开{_REPLY}",
        r"^(?:的|申请)*(?:予以|同意|准予)公开",
    ),
    _phrase(
        "carried_in",
        _ITEMS,
        r"(?:20\d\d年度?(?=结转(?![至到下次]))|上年度?|上一年度?|去年|上年末)(?:度)?(?:结转|转入)[^，；]{0,14}",
    ),
    _phrase(
        "carried_out", _ITEMS, r"(?<!上年)(?<!上年度)(?<!上一年)(?<!上一年度)结转(?:至|到)?(?:下|次|明|20)[^，；]{0,14}"
    ),
    _phrase(
        "requests_answered",
        _ITEMS,
        r"(?<!延期)(?<!逾期)(?<!当场)(?:已|均|全部|按时|按期|依法|及时)*(?:予以)?(?:答复|办结|回复"
        r"|办理完毕|处理完毕|办复|办理答复)(?:申请人|申请|完毕|件|完成|政府信息公开申请|依申请公开|信息公开"
        r"|给申请人)*",
    ),
    _phrase("requests_received", _ITEMS | {"time", "person_time", "place"}, _APPLY, rf"^[^，、；]{{0,16}}?{_APPLY}"),
    _phrase(
        "docs_issued",
        _ITEMS,
        r"(?:制发|印发|制定|出台|发文|下发|制作|起草|发布|形成"
        r"|产生)(?!.{0,10}公开)[^，；、]{0,12}?(?:公文|规范性文件|文件|发文)",
    ),
    _phrase(
        "docs_disclosed",
        _ITEMS,
        r"(?<!申请)(?<!不予)(?:主动)?公开(?:的|了|各类|本级|政府|政务|部门|行政|[县市区镇乡局]){0,6}(?:公文|规范性文件|文件)",
    ),
    _phrase("fulltext_rate", frozenset({"percent"}), r"(?:全文)?电子化率?"),
    _phrase("fees_waived", frozenset({"yuan"}), r"(?:减免|免收|免除|免缴)[^，；]{0,10}"),
    _phrase(
        "fees_collected",
        frozenset({"yuan", ""}),
        r"实际收取(?:的)?(?:费用)?(?:总)?(?:金额|费用)?"
        r"|(?:收取|收缴|收费|费用|(?:检索|复制|邮寄|寄送)费|处理费|工本费|成本费)[^，；》]{0,12}",
    ),
    _phrase("budget", frozenset({"yuan"}), r"(?:经费|资金|投入|支出)[^，；]{0,12}"),
)

#: Keys an enumeration of published items never takes for a category of its own.
OUTRANKING = frozenset(
    {
        "litigation",
        "reconsideration",
        "complaints",
        "consultations",
        "page_views",
        "staff_full",
        "staff_part",
        "trainees",
        "training_sessions",
        "access_points",
        "not_exist",
        "not_ours",
        "not_held",
        "partly",
        "denied",
        "granted",
        "requests_answered",
        "requests_received",
        "carried_in",
        "carried_out",
        "fulltext_rate",
        "fees_waived",
        "fees_collected",
        "budget",
    }
)


def hits_in(words: str, unit: str) -> list[tuple[int, int, str]]:
    """Every phrase found in words before a count of that unit, as (end, length, key), nearest to the count last."""
    found: dict[str, tuple[int, int, str]] = {}
    for phrase in PHRASES:
        if unit in phrase.units:
            for match in phrase.before.finditer(words):
                found[phrase.key] = (match.end(), match.end() - match.start(), phrase.key)
    return sorted(found.values())


def key_behind(words: str, unit: str) -> str:
    """The figure the words behind a count name, "" for none."""
    for phrase in PHRASES:
        if phrase.behind is not None and unit in phrase.units and phrase.behind.search(words):
            return phrase.key
    return ""
