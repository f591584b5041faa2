"""What stretch of time a count covers, and the counts that are no figures of the year: plans, differences, other years.

Observed: 截止…累计 with a day inside the year counts to that day; 历年累计 counts since 2008; 截至20XX年底累计 may mean
either and stays unclear, as a bare 累计 does.
"""

import re

from crawler.reading.figures.values import Scope

_ALL_TIME = re.compile(
    r"(20\d\d)年?(?:至|到|—|-|－|~|～)(?!\1)20\d\d年(?!\d|底|末)|历年|历次|自20\d\d年[^，；]{0,8}?(?:以来|起|至今|开始)|(?:条例"
    r"|制度)》?[^，；]{0,6}?(?:实施|施行|颁布)以来|(?:建站|开通|建成|上线"
    r"|开展)[^，；]{0,14}?(?:以来|至今)|有史以来"
)
_DAY = re.compile(
    r"截[止至]到?(?:至|目前为止)?(20\d\d)?年?(\d{1,2})月(?:(\d{1,2})日|底|末)?"
    r"|截[止至](?:到)?目前|目前(?:为止|已)?|迄今|至今"
)
_END_OF_YEAR = re.compile(
    r"截[止至]到?(?:20\d\d年|本年度?|年)?年?(?:12月(?:31日|底|末)?|年底|年末|底|末)|截[止至]到?20\d\d年(?!\d)"
)
_ANNUAL = re.compile(
    r"20\d\d年1月(?:1日)?(?:起)?(?:至|到|—|-|－|~|～)+(?:20\d\d年)?12月|(?<![截止至自])20\d\d年(?:度)?(?!\d{0,2}月|底|末|以来|起|至今|结转)|(?<!历)全年度?|本年度?"
    r"|今年|当年|年内|一年来|一年中|这一年|(?<!\d)年度(?!报告|考核|计划)|本年新"
)
_CUMULATIVE = re.compile(r"累计")
#: 截止12月底，已公开8400条 tells what there is by then, as 累计 does.
_ALREADY = re.compile(r"已经?(?:主动)?公开")
_PLAN = re.compile(
    r"将(?:在|于|继续|力争|进一步|新增|完成|达|主动|公开|发布|举办|组织|开展|加强|加大|争取|实现|确保|每|再|不断)"
    r"|计划(?:在|于|公开|主动公开|发布|新增|举办|开展|组织|全年|明年|20|每)|力争|拟(?:公开"
    r"|主动公开|发布|新增|举办|开展|组织|于|在)|预计|争取|(?:目标|任务)(?:任务)?(?:是|为|数)"
    r"|明年|下一年|下一步|下年度(?!继续办理)"
)
_DUTY = re.compile(
    r"(?:要求|规定|应当?|必须|须|确保)[^，；]{0,16}(?:公开|发布|报送|更新|培训|答复|不少于"
    r"|至少)[^，；]{0,16}$|每(?:月|周|季度?|天|日|年|个?单位|人)[^，；]{0,16}$"
)
_CHANGE = r"增长|增加|减少|下降|上升|提高|降低|提升|净增|(?<!新)增(?!长|加)|减(?!少|免)"
_DELTA = re.compile(
    rf"(?:{_CHANGE}|(?<![最许])多|(?<![至不减])少)(?:了|约|近|幅度?为?|率为?|比例为?|信息|公开|量|数)*$"
    r"|(?:较|比|同比|与)[^，；]{0,10}?(?:上年度?|去年|上一年度?|前年|20\d\d年|往年|同期"
    r"|以往)[^，；]{0,16}(?:增|减|多|少|升|降|翻)[^，；]{0,10}$"
)
_OTHER_YEAR = re.compile(r"(?:上年度?|去年|上一年度?|前年|同期)(?!.{0,2}结转)[^，；]{0,20}$")
_COMPARED = re.compile(r"(?:比|较|与|从|由)[^，；]{0,6}(?:上年|去年|20\d\d年)[^，；]{0,12}的?$")
_YEAR = re.compile(r"(20\d\d)年")


def is_difference(clause: str) -> bool:
    """Whether a count is a change (236条，较上年增长114条) or what a change is measured from."""
    return _DELTA.search(clause) is not None or _COMPARED.search(clause) is not None


def is_planned(sentence: str, position: int, clause: str) -> bool:
    """Whether a count is a target or a duty: 将…公开, 力争达到100条, 每单位不少于10条."""
    if _DUTY.search(clause) or _PLAN.search(clause):
        return "实际" not in clause
    return (
        re.search(r"明年|下一步|下一年|今后|我(?:镇|乡|街道|局|县|区)将", sentence[max(0, position - 160) : position])
        is not None
    )


def other_year(before: str, clause: str, year: int | None) -> str:
    """The words that put a count into a year before the report's, "" when nothing does."""
    if match := _OTHER_YEAR.search(clause):
        return match[0][:4]
    years = list(_YEAR.finditer(before))
    if not years or year is None:
        return ""
    last = years[-1]
    if int(last[1]) >= year or _ANNUAL.search(before, last.end()):
        return ""
    if re.search(r"[自从由]$|截[止至]到?$", before[: last.start()]) or re.match(
        r"[^，；]{0,6}(?:以来|起|至今|结转)", before[last.end() :]
    ):
        return ""
    return last[0]


def read_scope(before: str) -> tuple[Scope, str]:
    """The stretch of time of a count and the words that decided it, from all that stands before it in its sentence.

    The nearest statement of a stretch wins: 全年累计公开10条，历年累计62条 has both.
    """
    found: list[tuple[int, Scope, str]] = [(match.end(), "all_time", match[0]) for match in _ALL_TIME.finditer(before)]
    found += [(match.end(), "year", match[0]) for match in _ANNUAL.finditer(before)]
    to_date = None
    for match in _DAY.finditer(before):
        if not _END_OF_YEAR.match(match[0]) and not (match[2] == "12" and match[3] in ("31", None)):
            to_date = match
    if found:
        _, scope, cue = max(found)
        if scope == "year" and to_date is not None:
            return "year_to_date", to_date[0]
        return scope, cue
    if to_date is not None and (to_date[2] or not _CUMULATIVE.search(before)):
        return "year_to_date", to_date[0]
    if ending := _END_OF_YEAR.search(before):
        return ("unclear" if _CUMULATIVE.search(before) or _ALREADY.search(before, ending.end()) else "year"), ending[0]
    if cumulative := _CUMULATIVE.search(before):
        return "unclear", cumulative[0]
    return "year", ""
