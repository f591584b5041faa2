"""The rows and columns of the two national forms, as data, under the keys their figures are published by.

Wording of 国办公开办函〔2019〕60号 (the trial format, for 2019 and 2020) and 国办公开办函〔2021〕30号 (from 2021 on),
squeezed to its ideographs as `labels.squeeze_label` does. A tuple's first label is the official one; the others are
what offices may leave of it (inferred).
"""

from typing import Final

#: Table B, 收到和处理政府信息公开申请情况, in printed order.
REQUEST_ROWS: Final[dict[str, tuple[str, ...]]] = {
    "received_new": ("本年新收政府信息公开申请数量", "新收政府信息公开申请数量", "本年新收申请数量"),
    "carried_in": ("上年结转政府信息公开申请数量", "上年度结转政府信息公开申请数量", "上年结转申请数量"),
    "granted": ("予以公开",),
    "granted_part": ("部分公开区分处理的只计这一情形不计其他情形", "部分公开"),
    "denied_state_secret": ("属于国家秘密",),
    "denied_other_law": ("其他法律行政法规禁止公开", "法律行政法规禁止公开"),
    "denied_security_stability": ("危及三安全一稳定",),
    "denied_third_party": ("保护第三方合法权益",),
    "denied_internal": ("属于三类内部事务信息", "三类内部事务信息"),
    "denied_process": ("属于四类过程性信息", "四类过程性信息"),
    "denied_enforcement_file": ("属于行政执法案卷", "行政执法案卷"),
    "denied_admin_query": ("属于行政查询事项", "行政查询事项"),
    "unable_not_held": ("本机关不掌握相关政府信息", "不掌握相关政府信息"),
    "unable_needs_creation": ("没有现成信息需要另行制作", "需要另行制作"),
    "unable_unclear": ("补正后申请内容仍不明确", "申请内容仍不明确"),
    "unprocessed_petition": ("信访举报投诉类申请",),
    "unprocessed_repeat": ("重复申请",),
    "unprocessed_publication": ("要求提供公开出版物",),
    "unprocessed_excessive": ("无正当理由大量反复申请", "大量反复申请"),
    "unprocessed_confirm_reissue": ("要求行政机关确认或重新出具已获取信息", "确认或重新出具已获取信息"),
    "other_2019": ("其他处理",),
    "other_overdue_correction": (
        "申请人无正当理由逾期不补正行政机关不再处理其政府信息公开申请",
        "申请人无正当理由逾期不补正",
    ),
    "other_unpaid_fee": (
        "申请人逾期未按收费通知要求缴纳费用行政机关不再处理其政府信息公开申请",
        "申请人逾期未按收费通知要求缴纳费用",
    ),
    "other_rest": ("其他",),
    "handled_total": ("总计", "合计"),
    "carried_out": ("结转下年度继续办理", "结转下年继续办理"),
}
#: What one form has and the other has not.
REQUEST_ROWS_2019: Final[tuple[str, ...]] = ("other_2019",)
REQUEST_ROWS_2021: Final[tuple[str, ...]] = ("other_overdue_correction", "other_unpaid_fee", "other_rest")
#: The outcomes both forms sum up to handled_total; each adds its own rows above.
OUTCOMES: Final = tuple(REQUEST_ROWS)[2:20]
#: The sentence in the head of table B, the same in both forms.
REQUEST_HEAD: Final = ("勾稽关系为第一项加第二项之和", "第一项加第二项之和等于第三项加第四项之和", "申请人情况自然人")

APPLICANTS: Final = ("natural_person", "business", "research", "social", "legal_service", "other")
REQUEST_COLUMNS: Final = (*APPLICANTS, "total")
#: The heads of the six applicants' columns, in this order in both forms.
APPLICANT_HEADS: Final = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")

#: Table C, 行政复议、行政诉讼情况: three groups of five figures in one row.
REVIEW_GROUPS: Final = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
REVIEW_COLUMNS: Final = ("upheld", "corrected", "other", "pending", "total")

#: Table A, 主动公开政府信息情况: row → its block, named after the item of article 20, and its labels.
DISCLOSURE_ROWS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "rules": ("article_20_1", ("规章",)),
    "normative_documents": ("article_20_1", ("行政规范性文件", "规范性文件")),
    "licences": ("article_20_5", ("行政许可",)),
    "other_services": ("article_20_5", ("其他对外管理服务事项", "对外管理服务事项")),
    "penalties": ("article_20_6", ("行政处罚",)),
    "coercion": ("article_20_6", ("行政强制",)),
    "fees": ("article_20_8", ("行政事业性收费", "行政事业收费")),
    "procurement": ("article_20_9", ("政府集中采购", "集中采购")),
}
#: Rows of one form only, and the label that is the other form's for the same row.
DISCLOSURE_ROWS_2019: Final = ("other_services", "procurement")
NORMATIVE_2021: Final = "行政规范性文件"

#: Columns of each block by form, each with its labels.
DISCLOSURE_COLUMNS: Final[dict[str, dict[str, dict[str, tuple[str, ...]]]]] = {
    "article_20_1": {
        "2019": {
            "made": ("本年新制作数量", "本年制作数量", "新制作数量"),
            "disclosed": ("本年新公开数量", "新公开数量"),
            "disclosed_total": ("对外公开总数量", "公开总数量"),
        },
        "2021": {
            "issued": ("本年制发件数", "制发件数", "本年制发数量"),
            "repealed": ("本年废止件数", "废止件数", "本年废止数量"),
            "in_force": ("现行有效件数", "现行有效数量"),
        },
    },
    **{
        block: {
            "2019": {
                "previous": ("上一年项目数量", "上年项目数量"),
                "change": ("本年增减",),
                "decisions": ("处理决定数量",),
            },
            "2021": {"decisions": ("本年处理决定数量",)},
        }
        for block in ("article_20_5", "article_20_6")
    },
    "article_20_8": {
        "2019": {"previous": ("上一年项目数量", "上年项目数量"), "change": ("本年增减",)},
        "2021": {"amount": ("本年收费金额", "收费金额")},
    },
    "article_20_9": {"2019": {"items": ("采购项目数量",), "amount": ("采购总金额", "采购金额")}},
}
