"""The quantities that can be asked for: what each key means and the unit it is counted in.

Keys of the running text follow what the regulation of 2007 wants reported (articles 31 and 32); those of the tables are
the rows and columns of the national forms of 2019 and 2021 under the keys that their cells are kept by.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Key(NamedTuple):
    """What a key means, with the words offices print, and its unit ("" where the text itself must say)."""

    meaning: str
    unit: str


_PROSE = {
    "proactive_total": Key("information published on its own initiative, all of it (主动公开政府信息)", "item"),
    "proactive_by_category": Key("of it, by the category printed as label (政策法规类)", "item"),
    "proactive_by_channel": Key("of it, by the channel printed as label (网站, 微信, 公示栏)", "item"),
    "proactive_by_body": Key("of it, by the body printed as label", "item"),
    "proactive_by_category_share": Key("share of a category", "percent"),
    "proactive_by_channel_share": Key("share of a channel", "percent"),
    "proactive_by_body_share": Key("share of a body", "percent"),
    "docs_issued": Key("documents issued (制发公文, 规范性文件)", "item"),
    "docs_disclosed": Key("of these, published", "item"),
    "fulltext_rate": Key("share available as full text (全文电子化率)", "percent"),
    "requests_received": Key("requests received (收到依申请公开)", "item"),
    "requests_answered": Key("requests answered or closed (答复, 办结)", "item"),
    "granted": Key("requests granted (同意公开, 予以公开)", "item"),
    "partly": Key("requests granted in part (同意部分公开)", "item"),
    "denied": Key("requests denied (不予公开)", "item"),
    "not_exist": Key("information does not exist (信息不存在)", "item"),
    "not_held": Key("information not held by the body (不掌握)", "item"),
    "not_ours": Key("not this body's to publish (不属于本机关公开)", "item"),
    "fees_collected": Key("fees collected (收取费用)", "yuan"),
    "fees_waived": Key("fees waived (减免)", "yuan"),
    "reconsideration": Key("administrative reconsiderations (行政复议)", "case"),
    "litigation": Key("administrative litigation (行政诉讼)", "case"),
    "complaints": Key("complaints and appeals (申诉, 投诉, 举报)", "case"),
    "consultations": Key("consultations (咨询)", "person_time"),
    "page_views": Key("visits or views (访问量, 点击)", "time"),
    "staff_full": Key("full-time staff (专职人员)", "person"),
    "staff_part": Key("part-time staff (兼职人员)", "person"),
    "training_sessions": Key("trainings held (培训)", "time"),
    "trainees": Key("persons trained (培训人次)", "person_time"),
    "access_points": Key("places to consult information (查阅点)", "place"),
    "budget": Key("money spent on the work (专项经费)", "yuan"),
}
_ANNEX = {
    "proactive_documents": Key("normative documents published (主动公开规范性文件数)", "item"),
    "proactive_electronic": Key("published as full electronic text (全文电子化)", "item"),
    "proactive_gazette": Key("published in the gazette (政府公报)", "item"),
    "proactive_website": Key("published on the website (政府网站)", "item"),
    "proactive_weibo": Key("published by Weibo (政务微博)", "item"),
    "proactive_wechat": Key("published by WeChat (政务微信)", "item"),
    "proactive_other_channels": Key("published in other ways (其他方式)", "item"),
    "responses": Key("responses to public concerns (回应公众关注热点或重大舆情)", "time"),
    "press_conferences": Key("press conferences (新闻发布会)", "time"),
    "press_conferences_led": Key("of these, with the head of the body", "time"),
    "online_interviews": Key("interviews on the website (在线访谈)", "time"),
    "online_interviews_led": Key("of these, with the head of the body", "time"),
    "interpretations": Key("explanations of policy published (政策解读稿件)", "item"),
    "responses_social_media": Key("responses by Weibo and WeChat (微博微信回应事件)", "time"),
    "responses_other": Key("responses in other ways", "time"),
    "requests_in_person": Key("requests made in person (当面申请)", "item"),
    "requests_by_fax": Key("requests by fax (传真申请)", "item"),
    "requests_by_email": Key("requests by mail over the net (电子邮件申请)", "item"),
    "requests_online": Key("requests over the net (网络申请)", "item"),
    "requests_by_letter": Key("requests by letter (信函申请)", "item"),
    "requests_other_form": Key("requests in another form", "item"),
    "requests_completed": Key("requests completed (申请办结数)", "item"),
    "requests_completed_in_time": Key("of these, in time (按时办结)", "item"),
    "requests_completed_extended": Key("of these, after an extension (延期办结)", "item"),
    "answered_already_public": Key("answered: already public (属于已主动公开范围)", "item"),
    "answered_correction": Key("answered: to be corrected (告知作出更改补充)", "item"),
    "answered_other_way": Key("answered: to be asked for elsewhere (告知通过其他途径办理)", "item"),
    "denied_trade_secret": Key("denied: trade secrets (商业秘密)", "item"),
    "denied_privacy": Key("denied: privacy (个人隐私)", "item"),
    "denied_no_government_information": Key("denied: no government information (不是条例所指政府信息)", "item"),
    "bodies": Key("bodies for the work (专门机构)", "place"),
    "staff": Key("staff for the work (工作人员)", "person"),
    "meetings": Key("meetings on the work (工作会议)", "time"),
}
_TABLE_B = {
    "received_new": Key("table B: requests received in the year (本年新收)", "item"),
    "carried_in": Key("table B: requests carried in from the year before (上年结转)", "item"),
    "granted_part": Key("table B: granted in part (部分公开)", "item"),
    "denied_state_secret": Key("table B: denied, state secret (属于国家秘密)", "item"),
    "denied_other_law": Key("table B: denied, other law (其他法律行政法规禁止公开)", "item"),
    "denied_security_stability": Key("table B: denied, security and stability (危及三安全一稳定)", "item"),
    "denied_third_party": Key("table B: denied, rights of third parties (保护第三方合法权益)", "item"),
    "denied_internal": Key("table B: denied, internal affairs (三类内部事务信息)", "item"),
    "denied_process": Key("table B: denied, information of a process (四类过程性信息)", "item"),
    "denied_enforcement_file": Key("table B: denied, files of enforcement (行政执法案卷)", "item"),
    "denied_admin_query": Key("table B: denied, a matter of administrative query (行政查询事项)", "item"),
    "unable_not_held": Key("table B: unable, not held (本机关不掌握相关政府信息)", "item"),
    "unable_needs_creation": Key("table B: unable, would have to be made (需要另行制作)", "item"),
    "unable_unclear": Key("table B: unable, still unclear (补正后申请内容仍不明确)", "item"),
    "unprocessed_petition": Key("table B: not processed, a petition or complaint (信访举报投诉类)", "item"),
    "unprocessed_repeat": Key("table B: not processed, a repetition (重复申请)", "item"),
    "unprocessed_publication": Key("table B: not processed, a public publication (公开出版物)", "item"),
    "unprocessed_excessive": Key("table B: not processed, excessive (大量反复申请)", "item"),
    "unprocessed_confirm_reissue": Key("table B: not processed, confirm or issue again (确认或重新出具)", "item"),
    "other_2019": Key("table B of 2019: other (其他处理)", "item"),
    "other_overdue_correction": Key("table B of 2021: correction overdue (逾期不补正)", "item"),
    "other_unpaid_fee": Key("table B of 2021: fee not paid (逾期未缴纳费用)", "item"),
    "other_rest": Key("table B of 2021: other (其他)", "item"),
    "handled_total": Key("table B: handled in the year, all (总计)", "item"),
    "carried_out": Key("table B: carried out into the next year (结转下年度继续办理)", "item"),
}
_TABLE_A_ROWS = {
    "rules": "rules (规章)",
    "normative_documents": "normative documents (规范性文件)",
    "licences": "licences (行政许可)",
    "other_services": "other services (其他对外管理服务事项)",
    "penalties": "penalties (行政处罚)",
    "coercion": "coercion (行政强制)",
    "fees": "administrative fees (行政事业性收费)",
    "procurement": "procurement (政府集中采购)",
}
_DOCUMENTS = {
    "made": "made in the year, 2019",
    "disclosed": "published in the year, 2019",
    "disclosed_total": "published, all, 2019",
    "issued": "issued in the year, 2021",
    "repealed": "repealed in the year, 2021",
    "in_force": "in force, 2021",
}
_ACTS = {"previous": "items of the year before", "change": "more or fewer", "decisions": "decisions in the year"}
_TABLE_A_COLUMNS = {
    "rules": _DOCUMENTS,
    "normative_documents": _DOCUMENTS,
    "licences": _ACTS,
    "other_services": _ACTS,
    "penalties": _ACTS,
    "coercion": _ACTS,
    "fees": {"previous": "items of the year before", "change": "more or fewer", "amount": "amount"},
    "procurement": {"items": "items", "amount": "amount"},
}
_TABLE_C_GROUPS = {
    "reconsideration": "reconsideration (行政复议)",
    "litigation_direct": "litigation without reconsideration (未经复议直接起诉)",
    "litigation_after_reconsideration": "litigation after reconsideration (复议后起诉)",
    "litigation": "litigation (行政诉讼), annex",
}
_TABLE_C_COLUMNS = {
    "upheld": "upheld (结果维持)",
    "corrected": "corrected (结果纠正)",
    "other": "other result",
    "pending": "pending (尚未审结)",
    "total": "total",
}
KEYS: Mapping[str, Key] = MappingProxyType(
    _PROSE
    | _ANNEX
    | _TABLE_B
    | {
        f"{row}_{column}": Key(f"table A: {meaning}, {what}", "yuan" if column == "amount" else "item")
        for row, meaning in _TABLE_A_ROWS.items()
        for column, what in _TABLE_A_COLUMNS[row].items()
    }
    | {
        f"{group}_{column}": Key(f"table C: {meaning}, {what}", "case")
        for group, meaning in _TABLE_C_GROUPS.items()
        for column, what in _TABLE_C_COLUMNS.items()
    }
)
