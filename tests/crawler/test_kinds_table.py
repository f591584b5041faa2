"""A table of titles and first lines with what a person calls them: nothing else taken for a report, no report missed.

The wording is our own; each shape was seen on county portals. A row whose lines are left out has the body of a report,
which papers about reports quote or resemble; what decides then is the title alone.
"""

import pytest

from crawler.reading.headline import CORE
from crawler.reading.kinds import Decision, decide_kind

REPORT = (
    "根据《中华人民共和国政府信息公开条例》的规定，现公布本年度报告。",
    "一、主动公开情况",
    "我镇主动公开政府信息86条。",
    "二、依申请公开政府信息情况",
    "未收到申请。",
    "三、行政复议、行政诉讼情况",
    "没有发生。",
    "四、存在的主要问题及改进措施",
    "信息更新不及时，下一步加强学习。",
)
SHORT = (
    "我镇政务公开工作成效明显。",
    "全年公开各类信息30条。",
    "未收到依申请公开，未发生行政复议。",
    "问题是更新不快，今后改进。",
)
TASKS = ("一、总体要求", "以公开为常态。", "二、工作任务", "各部门要按时公开财政信息。")

#: title, first lines (None: REPORT), kind, archived as a report.
ROWS: list[tuple[str, tuple[str, ...] | None, str, bool]] = [
    # Reports, under every title they go by.
    ("石门镇2017年政府信息公开工作年度报告", None, "annual_report", True),
    ("2017年石门镇政府信息公开年报", None, "annual_report", True),
    ("石门镇2017年度政务公开工作总结", SHORT, "annual_report", True),
    ("石门镇2017年政务公开工作情况汇报", SHORT, "annual_report", True),
    ("石门镇人民政府2017年度信息公开的报告", None, "annual_report", True),
    ("石门镇2017年政府信息公开报告", None, "annual_report", True),
    ("石门镇人民政府关于2017年度政府信息公开工作情况的报告", None, "annual_report", True),
    ("石门镇政府信息公开2017年年度报告", None, "annual_report", True),
    ("石门镇政府信息公开工作年度报告（2017年度）", None, "annual_report", True),
    ("【工作总结】石门镇2017年度政务公开工作总结", None, "annual_report", True),
    ("石门镇2017年政务公开工作总结及2018年工作计划", None, "annual_report", True),
    ("石门镇2017年度政务公开工作总结和2018年工作思路", None, "annual_report", True),
    ("二○一七年度石门镇信息公开工作总结", None, "annual_report", True),
    ("石门镇2017年政府信息主动公开和依申请公开情况报告", None, "annual_report", True),
    ("桐乡经济开发区2017年度政府信息公开工作报告", None, "annual_report", True),
    ("大学城街道2017年政府信息公开工作年度报告", None, "annual_report", True),
    ("桐乡市教育局2017年政府信息公开工作年度报告", None, "annual_report", True),
    ("桐乡市财政局2017年政府信息公开年度报告", None, "annual_report", True),
    ("石门镇2017年政府信息公开工作年度报告（图片版）", None, "annual_report", True),
    ("石门镇", None, "annual_report", True),
    ("", None, "annual_report", True),
    # Parts of a year and of the matter, kept as what they are.
    ("石门镇2017年上半年政务公开工作总结", None, "interim", True),
    ("石门镇2018年第一季度政务公开工作总结", None, "interim", True),
    ("石门镇2017年1-6月政府信息公开情况汇报", None, "interim", True),
    ("石门镇2017年11月份政府信息公开情况汇报", None, "interim", True),
    ("石门镇2017年政务公开半年工作总结", None, "interim", True),
    ("石门镇2017年政务公开工作自查报告", None, "self_check", True),
    ("石门镇2017年政务公开工作自评报告", None, "self_check", True),
    ("关于石门镇2017年政务公开工作要点落实情况的报告", None, "self_check", True),
    ("关于2014年政府信息公开工作要点落实情况的函", None, "self_check", True),
    ("石门镇2017年政府信息公开情况统计表", ("指标 | 单位 | 数量",), "statistics_annex", True),
    ("石门镇2012年政府信息公开情况统计报表", ("主动公开信息数 | 条 | 3",), "statistics_annex", True),
    ("一图读懂石门镇2017年政府信息公开工作年度报告", SHORT, "derivative", True),
    ("石门镇2017年政府信息公开年报解读", SHORT, "derivative", True),
    ("《政府信息公开条例》解读", SHORT, "derivative", False),
    # One field of disclosure, or one event of it.
    ("桐乡市2019年公共资源配置领域政府信息公开年度报告", None, "special_topic", False),
    ("桐乡市2018年重点领域政府信息公开工作总结", None, "special_topic", False),
    ("石门镇基层政务公开标准化规范化工作情况汇报", SHORT, "special_topic", False),
    ("石门镇2017年“政务公开日”活动总结", SHORT, "special_topic", False),
    ("石门镇2017年依申请公开工作情况报告", SHORT, "special_topic", False),
    ("桐乡市2020年政府网站工作年度报表", ("信息发布总数 | 500条",), "special_topic", False),
    # Papers about reports.
    ("关于做好2021年政府信息公开工作年度报告编制发布工作的通知", None, "notice", False),
    ("转发关于报送2017年政府信息公开工作年度报告的通知", None, "notice", False),
    ("关于报送2017年政务公开工作总结的函", None, "notice", False),
    ("关于2017年政务公开工作考核结果的通报", TASKS, "notice", False),
    ("桐乡市2017年政务公开考评结果", TASKS, "notice", False),
    ("关于《政府信息公开工作年度报告（征求意见稿）》征求意见的公告", None, "notice", False),
    ("石门镇人民政府信息公开工作年度报告制度（试行）", None, "rules", False),
    ("政府信息公开工作年度报告格式", None, "rules", False),
    ("政府信息公开工作年度报告模板", None, "rules", False),
    ("桐乡市政务公开工作考核办法", TASKS, "rules", False),
    ("2017年政务公开工作考核评分细则", TASKS, "rules", False),
    ("石门镇政府信息公开保密审查制度", TASKS, "rules", False),
    ("石门镇政府信息公开统计制度", TASKS, "rules", False),
    ("2017年石门镇政务公开工作要点", TASKS, "work_points", False),
    ("石门镇2017年政务公开工作实施方案", TASKS, "work_points", False),
    ("2018年政府信息公开工作计划", TASKS, "work_points", False),
    ("石门镇政府信息公开指南", TASKS, "guide", False),
    ("石门镇政府信息公开指南（2019年修订）", TASKS, "guide", False),
    ("石门镇政府信息公开目录", TASKS, "guide", False),
    ("政府信息公开申请表", TASKS, "guide", False),
    # Other yearly papers of the same offices.
    ("石门镇2017年政府工作报告", TASKS, "government_work_report", False),
    ("2017年石门镇部门决算公开", None, "budget", False),
    ("石门镇2017年法治政府建设情况年度报告", None, "rule_of_law_report", False),
    ("石门镇2017年党务公开工作总结", ("我镇党务公开扎实推进。",), "not_report", False),
    ("石门镇2017年工作总结", ("一年来，全镇经济平稳增长。", "存在的问题是财力不足，下一步增收。"), "not_report", False),
    ("石门镇召开政务公开工作推进会", ("1月5日，我镇召开会议。",), "not_report", False),
    # Other issuers under other law.
    ("桐乡市第一中学2017年信息公开年度报告", None, "other_law", False),
    ("石门镇卫生院2017年信息公开工作总结", None, "other_law", False),
    ("桐乡市自来水有限公司2017年信息公开年度报告", None, "other_law", False),
    ("桐石村村民委员会2017年村务公开总结", SHORT, "village_affairs", False),
    ("春晖社区居委会2017年居务公开情况", SHORT, "village_affairs", False),
    # Essays for sale, and papers without a title that say what they are.
    ("xx镇2017年政务公开工作总结", None, "model_essay", False),
    ("政务公开工作总结（精选5篇）", None, "model_essay", False),
    ("政务公开工作总结", ("20xx年，xx镇公开政务信息xxxx条，xx镇认真落实。", *REPORT), "model_essay", False),
    (
        "",
        ("各乡镇人民政府，市政府各部门：", "现将编制年度报告的有关事项通知如下：", *REPORT),
        "notice",
        False,
    ),
    (
        "",
        (
            "第一条 为了做好政府信息公开工作，制定本制度。",
            "第二条 各部门编制年度报告，主动公开政府信息。",
            "第三条 年度报告包括依申请公开、行政复议、收费及减免、存在问题及改进情况。",
        ),
        "rules",
        False,
    ),
    (
        "政府信息公开年报",
        tuple(f"石门镇{year}年政府信息公开工作年度报告" for year in range(2010, 2017)),
        "index_page",
        False,
    ),
    ("石门镇2017年政府信息公开工作年度报告", ("详见附件。",), "attachment_only", False),
]


def decide(title: str, lines: tuple[str, ...] | None) -> Decision:
    return decide_kind(title, REPORT if lines is None else lines)


@pytest.mark.parametrize(
    ("title", "lines", "kind", "accepted"), [pytest.param(*row, id=f"{n}-{row[2]}") for n, row in enumerate(ROWS)]
)
def test_a_paper_is_what_a_person_calls_it(
    title: str, lines: tuple[str, ...] | None, kind: str, accepted: bool
) -> None:
    decision = decide(title, lines)
    assert (decision.kind, decision.accepted) == (kind, accepted), decision.rules


def test_precision_and_recall_of_the_table_are_whole() -> None:
    assert len(ROWS) >= 60
    found = {row[:2] for row in ROWS if decide(row[0], row[1]).kind == "annual_report"}
    true = {row[:2] for row in ROWS if row[2] == "annual_report"}
    assert (true - found, found - true) == (set(), set())


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}" for n in range(len(ROWS))])
def test_every_decision_is_told_by_the_rules_that_fired(row: tuple[str, tuple[str, ...] | None, str, bool]) -> None:
    decision = decide(row[0], row[1])
    assert decision.points == sum(points for name, points in decision.rules if name.startswith("P"))
    vetoes = [name for name, _ in decision.rules if name.startswith("N")]
    plain = ("annual_report", "not_report", "attachment_only")
    assert len(vetoes) == (0 if decision.kind in plain else 1)
    if decision.kind == "annual_report":
        assert decision.points >= 3


def test_a_core_is_no_kind() -> None:
    """The words of a title alone never make a report."""
    title = "石门镇2017年政府信息公开工作年度报告"
    assert CORE.search(title)
    assert not decide_kind(title, ["正在建设中"]).accepted
