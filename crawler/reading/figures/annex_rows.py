"""The rows of the statistics annex 《政府信息公开情况统计表》, as data.

The table of 2014 to 2018 is given FROM MEMORY: an official copy was never at hand. A township's own form of 2024, which
reuses it, has the wording of its first rows (不同渠道和方式公开相同信息计1条; 制发规范性文件总数). The older rows of
2008 to 2013 (主动公开信息数, 网站公开) were read in reports of 平潭县 for 2011 and 2012, and in 定西市's
form. Labels are squeezed to their ideographs. Outcomes, printed under 行政复议 and 行政诉讼 alike, are told by what
stands above them.
"""

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A row: its labels, the unit it counts in, and the key it is a part of."""

    labels: tuple[str, ...]
    unit: str = "item"
    part_of: str = ""
    #: Whether the rows below it, down to the next such row, are its outcomes.
    opens: bool = field(default=False)


ANNEX_ROWS: Final[dict[str, AnnexRow]] = {
    "proactive_total": AnnexRow(
        ("主动公开政府信息数不同渠道和方式公开相同信息计条", "主动公开政府信息数", "主动公开信息数")
    ),
    "proactive_documents": AnnexRow(("主动公开规范性文件数", "新增的行政规范性文件数"), part_of="proactive_total"),
    "proactive_electronic": AnnexRow(("全文电子化的主动公开信息数",), part_of="proactive_total"),
    "docs_issued": AnnexRow(("制发规范性文件总数", "制发规范性文件数")),
    "proactive_gazette": AnnexRow(("政府公报公开政府信息数", "政府公报公开"), part_of="proactive_total"),
    "proactive_website": AnnexRow(
        ("政府网站公开政府信息数", "网站公开政府信息数", "网站公开"), part_of="proactive_total"
    ),
    "proactive_weibo": AnnexRow(("政务微博公开政府信息数", "微博公开政府信息数"), part_of="proactive_total"),
    "proactive_wechat": AnnexRow(("政务微信公开政府信息数", "微信公开政府信息数"), part_of="proactive_total"),
    "proactive_other_channels": AnnexRow(("其他方式公开政府信息数",), part_of="proactive_total"),
    "responses": AnnexRow(
        ("回应公众关注热点或重大舆情数不同方式回应同一热点或舆情计次", "回应公众关注热点或重大舆情数"), "time"
    ),
    "press_conferences": AnnexRow(("参加或举办新闻发布会总次数", "新闻发布会总次数"), "time"),
    "press_conferences_led": AnnexRow(("主要负责同志参加新闻发布会次数",), "time", "press_conferences"),
    "online_interviews": AnnexRow(("政府网站在线访谈次数",), "time"),
    "online_interviews_led": AnnexRow(("主要负责同志参加政府网站在线访谈次数",), "time", "online_interviews"),
    "interpretations": AnnexRow(("政策解读稿件发布数",)),
    "responses_social_media": AnnexRow(("微博微信回应事件数",), "time"),
    "responses_other": AnnexRow(("其他方式回应事件数",), "time"),
    "requests_received": AnnexRow(("收到申请数", "受理依申请公开信息总数", "收到依申请公开数", "申请总数")),
    "requests_in_person": AnnexRow(("当面申请数",), part_of="requests_received"),
    "requests_by_fax": AnnexRow(("传真申请数",), part_of="requests_received"),
    "requests_by_email": AnnexRow(("电子邮件申请数",), part_of="requests_received"),
    "requests_online": AnnexRow(("网络申请数", "网上申请数"), part_of="requests_received"),
    "requests_by_letter": AnnexRow(("信函申请数",), part_of="requests_received"),
    "requests_other_form": AnnexRow(("其它形式申请数", "其他形式申请数"), part_of="requests_received"),
    "requests_completed": AnnexRow(("申请办结数",)),
    "requests_completed_in_time": AnnexRow(("按时办结数",), part_of="requests_completed"),
    "requests_completed_extended": AnnexRow(("延期办结数",), part_of="requests_completed"),
    "requests_answered": AnnexRow(("申请答复数", "对申请的答复总数", "对申请的答复数")),
    "answered_already_public": AnnexRow(("属于已主动公开范围数",), part_of="requests_answered"),
    "granted": AnnexRow(("同意公开答复数",), part_of="requests_answered"),
    "partly": AnnexRow(("同意部分公开答复数",), part_of="requests_answered"),
    "denied": AnnexRow(("不同意公开答复数", "否决公开答复总数", "否决公开答复数"), part_of="requests_answered"),
    "denied_state_secret": AnnexRow(("涉及国家秘密",), part_of="denied"),
    "denied_trade_secret": AnnexRow(("涉及商业秘密",), part_of="denied"),
    "denied_privacy": AnnexRow(("涉及个人隐私",), part_of="denied"),
    "denied_security_stability": AnnexRow(("危及国家安全公共安全经济安全和社会稳定",), part_of="denied"),
    "denied_no_government_information": AnnexRow(("不是条例所指政府信息",), part_of="denied"),
    "denied_other_law": AnnexRow(("法律法规规定的其他情形",), part_of="denied"),
    "not_ours": AnnexRow(("不属于本行政机关公开数",), part_of="requests_answered"),
    "not_exist": AnnexRow(("申请信息不存在数",), part_of="requests_answered"),
    "answered_correction": AnnexRow(("告知作出更改补充数",), part_of="requests_answered"),
    "answered_other_way": AnnexRow(("告知通过其他途径办理数",), part_of="requests_answered"),
    "reconsideration": AnnexRow(("行政复议数量", "行政复议数"), "case", opens=True),
    "litigation": AnnexRow(("行政诉讼数量", "行政诉讼数"), "case", opens=True),
    "complaints": AnnexRow(("举报投诉数量", "行政申诉数"), "case", opens=True),
    "fees_collected": AnnexRow(("依申请公开信息收取的费用",), "yuan"),
    "bodies": AnnexRow(("政府信息公开工作专门机构数",), "place"),
    "access_points": AnnexRow(("设置政府信息公开查阅点数", "政府信息公开查阅点数"), "place"),
    "staff": AnnexRow(("从事政府信息公开工作人员数",), "person"),
    "staff_full": AnnexRow(("专职人员数不包括政府公报及政府网站工作人员数", "专职人员数"), "person", "staff"),
    "staff_part": AnnexRow(("兼职人员数",), "person", "staff"),
    "budget": AnnexRow(
        (
            "政府信息公开专项经费不包括用于政府公报编辑管理及政府网站建设维护等方面的经费",
            "政府信息公开专项经费",
        ),
        "yuan",
    ),
    "meetings": AnnexRow(("召开政府信息公开工作会议或专题会议数",), "time"),
    "training_sessions": AnnexRow(("举办各类培训班数",), "time"),
    "trainees": AnnexRow(("接受培训人员数",), "person_time"),
}
#: Outcomes of reconsideration and litigation, under the row that opens them.
OUTCOME_ROWS: Final[dict[str, tuple[str, ...]]] = {
    "upheld": ("维持具体行政行为数", "维持具体行政行为或者驳回原告诉讼请求数"),
    "corrected": ("被依法纠错数",),
    "other": ("其他情形数",),
}
