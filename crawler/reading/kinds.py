"""Is it an annual report, and if not, what? Every rule that fired is kept with its points.

Points are counted on the cleaned body. Vetoes look at the title and the first words only, never at the body: genuine
reports mention 镇政府工作报告, 工作要点的通知 and 自查 (all three observed in seed reports).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.reading.headline import CORE, SUMMARY, squeeze
from crawler.reading.years import years_in_title

#: From here on a text is a report; below, down to one point, a person should look.
ACCEPTED_FROM = 3
_HEAD = 40

_THING = r"(?:政府|政务)?信息公开|政务公开"
_POSITIVE: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("P1", 4, re.compile(r"勾稽关系为[:：]?第一项加第二项之和")),
    (
        "P4",
        2,
        re.compile(
            r"统计(?:期限|时限|时间)?[^。；]{0,12}自[^。；]{4,24}(?:至|到)[^。；]{4,24}止|数据统计(?:时限|期限)"
            r"|统计(?:期限|时限|时间)[^。；]{0,12}20\d\d年\d+月\d+日[^。；]{0,4}(?:至|到)"
        ),
    ),
    (
        "P5",
        1,
        re.compile(
            r"(?:公开|发布|上传|录入|更新)[^。；]{0,24}信息[^。；]{0,24}?\d+[余多]?(?:条|件|篇|份|项|宗|则)"
            r"|信息[^。；]{0,12}(?:公开|发布|上传|录入|更新)[^。；]{0,12}?\d+[余多]?(?:条|件|篇|份|项|宗|则)"
        ),
    ),
    (
        "P7",
        1,
        re.compile(
            rf"(?:{_THING})[^。]{{0,12}}收费|收费(?:及|和|与)?减免[^。]{{0,12}}(?:{_THING})|收取[^。]{{0,8}}信息处理费"
        ),
    ),
    (
        "P9",
        1,
        re.compile(
            r"《[^》]{0,16}政府信息公开条例》|\A.{0,120}(?:信息公开|政务公开)(?:工作)?(?:领导小组)?办公室[:：]",
            re.DOTALL,
        ),
    ),
)
_ARTICLE_20 = re.compile(r"第二十条第[（(]([一五六八九])[)）]项")
_ON_REQUEST = re.compile(
    r"依申请公开|申请公开|公开(?:政府)?信息的?申请|信息公开申请|受理申请|(?:收到|受理)[^。；]{0,12}申请"
)
_REMEDY = re.compile(r"行政复议|行政诉讼|提起诉讼|复议、诉讼|申请复议")
_PROBLEMS = re.compile(r"(?:存在|主要|仍有|还有)[^。]{0,12}(?:问题|不足|困难|差距)")
_BETTER = re.compile(r"改进|整改|下一步|今后|措施|打算|努力方向")
_REPORT_COLUMN = re.compile(r"信息公开(?:工作)?年(?:度|报)|公开年报|年度报告|年报")

_VETO_TITLE: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "N5",
        "notice",
        re.compile(
            r"(?:关于|做好|报送|编制|开展).*(?:报告|年报|总结).*(?:通知|通报|函|公告|批复)\Z|(?:的通知|通知|通报)\Z"
            r"|征求.{0,8}意见|(?:考核|考评|测评|评估)(?:工作)?(?:结果|情况通报|排名)"
        ),
    ),
    (
        "N6",
        "rules",
        re.compile(
            r"(?:年度报告|年报|报告)[^年]{0,8}(?:制度|格式|规范|编制指南|管理办法|模板|样式|范本)"
            r"|(?:信息|政务)公开[^年]{0,12}(?:制度|办法|规定|规程|细则|条例)\Z"
            r"|(?:考核|考评|评分|评议)(?:办法|方案|指标|标准|细则|评分)"
        ),
    ),
    ("N2", "budget", re.compile(r"预算|决算|三公经费|绩效(?:评价|自评|目标)")),
    ("N3", "rule_of_law_report", re.compile(r"法治政府|依法行政(?:工作)?|依法治[县市区镇]|普法")),
    (
        "N4",
        "work_points",
        re.compile(
            # 2017年工作总结及2018年工作计划 is the account of 2017.
            r"\A(?!.*(?:总结|汇报|报告|情况)[和及与暨、])(?:.*?(?:工作要点(?!.{0,12}(?:落实|情况|总结|汇报|报告))"
            r"|实施方案|任务分解|工作方案|工作计划|工作安排|工作思路|(?:责任|任务)分工))"
        ),
    ),
    ("N12", "derivative", re.compile(r"图解|一图(?:读|看)?懂|一张图|图说|解读")),
    (
        "N13",
        "interim",
        re.compile(
            r"[上下]半年|半年(?:度|工作)?|第?[一二三四1-4]季度|季报|(?<!\d)1?\d月份|月报|(?<!\d)1月?[-—–至到~～][2-9]月|年中"
        ),
    ),
    ("N11", "statistics_annex", re.compile(r"统计(?:附|报)?表|情况表|附表")),
    (
        "N8",
        "guide",
        re.compile(
            r"(?:公开)?(?:指南|目录|申请表|流程图|流程)(?!.{0,10}(?:报告|年报|总结))\Z|申请表下载|受理流程|办事指南"
        ),
    ),
    (
        "N14",
        "other_law",
        re.compile(
            r"(?:大学|学院|学校|中学|小学|幼儿园|医院|卫生院|公司|集团|供电所)(?!.{0,4}(?:街道|镇|乡|办事处|路|城))|学年|高等学校|高校|"
            r"公共企事业"
        ),
    ),
    ("N15", "village_affairs", re.compile(r"村务公开|居务公开|(?:村|社区)(?:民|居民)?委员会|[村居]委会")),
    ("N10", "self_check", re.compile(r"自查|自评|要点.{0,6}(?:落实|贯彻|完成|执行)")),
    (
        # A report on one field or one side of disclosure, which offices owe beside the one on all of it.
        "N16",
        "special_topic",
        re.compile(
            r"领域(?:基层)?(?:政府信息|政务|信息)公开|重点领域|政务公开日|标准化(?:和|与|、)?规范化|政务新媒体|政府网站(?:工作)?年度?报"
            r"|公开(?:工作)?(?:专区|培训|宣传|业务)|\A(?!.*主动公开).*依申请公开(?:工作|办理)?(?!.{0,4}(?:和|及|与|、))"
        ),
    ),
)
_VETO_HEAD: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("N1", "government_work_report", re.compile(r"各位代表|请予审议|人民代表大会.{0,14}会议上")),
    ("N9", "model_essay", re.compile(r"范文|篇一[:：]|20[xX×]{2}年|[xX×]{2}(?:镇|街道|县|局)")),
    ("N14", "other_law", re.compile(r"《高等学校信息公开办法》|学年度?信息公开")),
)
#: What a paper of another kind says of itself in its lead, whatever its title, or without one.
_VETO_LEAD: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "N5",
        "notice",
        re.compile(r"(?:有关|相关|具体)?(?:事项|事宜|要求|工作)通知如下|请(?:遵照|认真贯彻|结合实际)[^。]{0,8}执行"),
    ),
    ("N6", "rules", re.compile(r"(?:制定|制订)(?:本|以下)(?:制度|办法|规定|细则)")),
)
_LEAD = 400
#: Articles of rules. 第二十条第（一）项 is a row of the form.
_ARTICLE = re.compile(r"\A第[一二三四五六七八九十]+条(?!第)")
_LEAST_ARTICLES = 3
#: Places that essays leave open for whoever copies them: xx镇, 20xx年, ___乡, xxxx条.
_LEFT_OPEN = re.compile(r"(?<![xX×ｘＸ＿_*])[xX×ｘＸ＿_*]{2,8}(?:年|镇|乡|街道|县|区|市|局|号|条|件|名|个|次)")
_LEAST_OPEN = 3
_TAIL_NOTE = re.compile(r"[（(【\[][^（()）【】]{0,20}[）)】\]]\Z")
_WORK_REPORT = re.compile(r"政府工作报告\Z|国民经济和社会发展")
_MODEL_TITLE = re.compile(r"范文|20[xX×]{2}|[xX×]{2}|篇一|模板下载|精选\d*篇")
#: Classes that are kept as reports of their own kind when the title is one of a report on disclosure.
KEPT = frozenset({"self_check", "statistics_annex", "derivative", "interim"})
_SEE_FILE = re.compile(
    r"(?:详见|见|请(?:点击)?(?:查看|下载|查阅)|点击(?:查看|下载)|全文)[^。]{0,12}(?:附件|下载|文档|链接)|\A附件"
)
_ROW_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Decision:
    """What a text is: its kind, whether it is archived as a report, its points, and every rule that fired."""

    kind: str
    accepted: bool
    points: int
    rules: tuple[tuple[str, int], ...]
    flags: tuple[str, ...] = ()


def decide_kind(title: str, lines: Sequence[str], *, title_lines: int = 0, columns: Sequence[str] = ()) -> Decision:
    """What a text is. `title_lines` of the body belong to the title, `columns` are the captions of the lists and
    folders it lies in."""
    squeezed_title = squeeze(title)
    body = [squeeze(line) for line in lines[title_lines:]]
    # PDF files break lines inside words: the patterns see the text as it would be read aloud.
    text = "".join(body)
    fired = _positives(squeezed_title, text, columns)
    points = sum(fired.values())
    rules = list(fired.items())
    veto = _veto(squeezed_title, text, body)
    if veto is not None:
        name, kind = veto
        rules.append((name, 0))
        # A check and a table of disclosure are kept as what they are, whatever their titles call them.
        own = CORE.search(squeezed_title)
        if kind in ("self_check", "statistics_annex"):
            own = re.search(_THING, squeezed_title)
        kept = kind in KEPT and bool(own) and (kind != "self_check" or points >= ACCEPTED_FROM)
        return Decision(kind, kept, points, tuple(rules))
    if len(text) < 120 and _SEE_FILE.search(text):
        return Decision("attachment_only", False, points, tuple(rules), ("see_attachment",))
    if points >= ACCEPTED_FROM:
        return Decision("annual_report", True, points, tuple(rules))
    flags = ("review",) if points > 0 else ()
    return Decision("not_report", False, points, tuple(rules), flags)


def _positives(title: str, text: str, columns: Sequence[str]) -> dict[str, int]:
    fired = {name: points for name, points, pattern in _POSITIVE if pattern.search(text)}
    if len(set(_ARTICLE_20.findall(text))) >= 3:
        fired["P2"] = 3
    if _ON_REQUEST.search(text) and _REMEDY.search(text):
        fired["P6"] = 2
    problem = _PROBLEMS.search(text)
    if problem and _BETTER.search(text, problem.start()) and re.search(_THING, title + text):
        fired["P8"] = 1
    if CORE.search(title) and years_in_title(title):
        # 工作总结 and 情况汇报 are titles of everything: they count in full only beside what a report must contain.
        weak = SUMMARY.search(title) and not ("P6" in fired and ("P5" in fired or "P8" in fired))
        fired["P3"] = 1 if weak else 2
    if any(_REPORT_COLUMN.search(squeeze(column)) for column in columns) and re.search(_THING, text):
        # A title may be no more than a town's name where the folder says what its articles are.
        fired["P10"] = 1
    return dict(sorted(fired.items(), key=lambda rule: int(rule[0][1:])))


def _veto(title: str, text: str, body: Sequence[str]) -> tuple[str, str] | None:
    """The class that a title or the first words put a text into, with the rule's name."""
    head = text[:_HEAD]
    if _WORK_REPORT.search(title) and not CORE.search(title):
        return "N1", "government_work_report"
    if _MODEL_TITLE.search(title):
        return "N9", "model_essay"
    for name, kind, pattern in _VETO_HEAD:
        if pattern.search(head):
            return name, kind
    bare = _TAIL_NOTE.sub("", title)
    for name, kind, pattern in _VETO_TITLE:
        found = pattern.search(title) or pattern.search(bare)
        if found and not (kind == "village_affairs" and "政府信息公开" in title):
            return name, kind
    for name, kind, pattern in _VETO_LEAD:
        if pattern.search(text[:_LEAD]):
            return name, kind
    if sum(1 for line in body if _ARTICLE.match(line)) >= _LEAST_ARTICLES:
        return "N6", "rules"
    if len(_LEFT_OPEN.findall(text)) >= _LEAST_OPEN:
        return "N9", "model_essay"
    if _is_index(body):
        return "N7", "index_page"
    if _is_table(body):
        return "N11", "statistics_annex"
    return None


def _is_index(body: Sequence[str]) -> bool:
    """Five titles of reports or more, and hardly a sentence: a list page taken for an article."""
    titles = sum(1 for line in body if len(line) <= 60 and CORE.search(line) and years_in_title(line))
    return titles >= 5 and sum(len(line) for line in body if line.endswith("。")) < 200


def _is_table(body: Sequence[str]) -> bool:
    rows = sum(len(line) for line in body if "|" in line)
    whole = sum(map(len, body))
    chapters = sum(1 for line in body if re.match(r"[一二三四五六]、", line))
    return whole > 100 and rows > _ROW_SHARE * whole and chapters < 3 and not any(line.endswith("。") for line in body)
