"""Report or not: every rule with what it must catch, and what it must leave alone."""

import pytest

from crawler.reading.headline import read_title
from crawler.reading.kinds import decide_kind

OPENING = "根据《中华人民共和国政府信息公开条例》的规定，现公布本年度报告。"
PROSE = [
    OPENING,
    "本报告所列数据的统计期限自2017年1月1日起至2017年12月31日止。",
    "一、主动公开情况",
    "2017年，我镇主动公开政府信息86条。",
    "二、依申请公开政府信息情况",
    "未收到申请。",
    "三、政府信息公开的收费及减免情况",
    "未收取费用。",
    "四、行政复议、行政诉讼情况",
    "没有发生。",
    "五、存在的主要问题及改进措施",
    "信息更新不及时，下一步加强学习。",
]
TITLE = "石门镇2017年政府信息公开工作年度报告"


def names(decision: object) -> list[str]:
    return [name for name, _ in decision.rules]  # type: ignore[attr-defined]


POSITIVE = [
    pytest.param("P1", 4, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 自然人", "", id="P1"),
    pytest.param("P2", 3, "第二十条第（一）项\n第二十条第（五）项\n第二十条第（六）项", "", id="P2"),
    pytest.param("P3", 2, "无。", TITLE, id="P3"),
    pytest.param("P3", 2, "无。", "二○一七年石门镇政务公开年报", id="P3-chinese-year"),
    pytest.param("P4", 2, "统计期限自2017年1月1日起至2017年12月31日止", "", id="P4"),
    pytest.param("P4", 2, "统计时限为2023年1月1日至2023年12月31日", "", id="P4-other-words"),
    pytest.param("P5", 1, "全年主动公开政府信息86条", "", id="P5-disclosed"),
    pytest.param("P5", 1, "镇门户网站发布各类政府信息105条", "", id="P5-posted"),
    pytest.param("P5", 1, "在网站录入信息24余条", "", id="P5-entered"),
    pytest.param("P5", 1, "政府信息公开目录中公开144件", "", id="P5-other-order"),
    pytest.param("P6", 2, "依申请公开0件。没有行政复议。", "", id="P6"),
    pytest.param("P7", 1, "政府信息公开的收费及减免情况", "", id="P7"),
    pytest.param("P8", 1, "政务公开存在的主要问题是不及时，下一步改进。", "", id="P8"),
    pytest.param("P9", 1, "根据《中华人民共和国政府信息公开条例》", "", id="P9-regulation"),
    pytest.param("P9", 1, "桐乡市政府信息公开办公室：\n现报告如下", "", id="P9-addressee"),
]


@pytest.mark.parametrize(("rule", "points", "text", "title"), POSITIVE)
def test_each_rule_fires_on_its_own_words(rule: str, points: int, text: str, title: str) -> None:
    assert (rule, points) in decide_kind(title, text.split("\n")).rules


SILENT = [
    pytest.param("P2", "第二十条第（一）项\n第二十条第（一）项\n第二十条第（一）项", "", id="P2-one-item-thrice"),
    pytest.param("P3", "无。", "石门镇政府信息公开工作年度报告", id="P3-no-year"),
    pytest.param("P3", "无。", "石门镇2017年工作总结", id="P3-another-summary"),
    pytest.param("P5", "全年公开招聘5人", "", id="P5-not-information"),
    pytest.param("P6", "依申请公开0件。", "", id="P6-half"),
    pytest.param("P8", "经济发展存在的主要问题是慢，下一步改进。", "", id="P8-not-disclosure"),
]


@pytest.mark.parametrize(("rule", "text", "title"), SILENT)
def test_each_rule_is_silent_beside_its_words(rule: str, text: str, title: str) -> None:
    assert rule not in names(decide_kind(title, text.split("\n")))


TITLES = [
    pytest.param("石门镇2017年度信息公开工作报告", "annual_report", True, id="seed-000"),
    pytest.param("和平镇2016年政府信息公开工作总结", "annual_report", True, id="seed-001-summary"),
    pytest.param("湾龙镇2017年政务公开工作情况汇报", "annual_report", True, id="seed-004-account"),
    pytest.param("连州市大路边镇人民政府党政办公2017年政府信息公开工作年度报告", "annual_report", True, id="seed-003"),
    pytest.param("城厢街道2017年政务信息工作报告", "annual_report", True, id="government-information"),
    pytest.param("高岭镇", "annual_report", True, id="only-a-town"),
    pytest.param("", "annual_report", True, id="no-title"),
    pytest.param("2017年政府工作报告", "government_work_report", False, id="N1"),
    pytest.param("2018年度整体支出绩效评价报告", "budget", False, id="N2-performance"),
    pytest.param("石门镇2017年部门决算公开", "budget", False, id="N2"),
    pytest.param("贤庠镇2022年度法治政府建设情况的报告", "rule_of_law_report", False, id="N3"),
    pytest.param("2016年政务公开工作要点", "work_points", False, id="N4"),
    pytest.param("石门镇2017年政务公开实施方案", "work_points", False, id="N4-plan"),
    pytest.param("关于做好2021年政府信息公开工作年度报告编制发布工作的通知", "notice", False, id="N5"),
    pytest.param("固东镇政府信息公开工作年度报告制度", "rules", False, id="N6"),
    pytest.param("政府信息公开工作年度报告格式模板", "rules", False, id="N6-form"),
    pytest.param("石门镇政府信息公开指南", "guide", False, id="N8"),
    pytest.param("20xx年政府信息公开工作总结范文", "model_essay", False, id="N9"),
    pytest.param("××街道2017年政务公开工作总结", "model_essay", False, id="N9-crosses"),
    pytest.param("石门镇2017年政务公开工作自查情况汇报", "self_check", True, id="N10-kept"),
    pytest.param("石门镇2017年安全生产自查报告", "self_check", False, id="N10-another-matter"),
    pytest.param("一图读懂石门镇2017年政府信息公开工作年度报告", "derivative", True, id="N12"),
    pytest.param("石门镇2017年上半年政府信息公开工作总结", "interim", True, id="N13-half-year"),
    pytest.param("石门镇2017年第一季度政务公开情况汇报", "interim", True, id="N13-quarter"),
    pytest.param("某某学院2016-2017学年信息公开工作年度报告", "other_law", False, id="N14"),
    pytest.param("第一人民医院2017年信息公开年度报告", "other_law", False, id="N14-hospital"),
    pytest.param("大学路街道2017年政府信息公开工作年度报告", "annual_report", True, id="N14-not-a-street"),
    pytest.param("石门村2017年村务公开工作总结", "village_affairs", False, id="N15"),
]


@pytest.mark.parametrize(("title", "kind", "accepted"), TITLES)
def test_a_title_decides_between_classes_over_the_same_body(title: str, kind: str, accepted: bool) -> None:
    decision = decide_kind(title, PROSE)
    assert (decision.kind, decision.accepted) == (kind, accepted)


BODIES = [
    pytest.param("我镇认真落实镇政府工作报告提出的事项。", id="mentions-a-work-report"),
    pytest.param("贯彻《县2016年政务公开工作要点的通知》。", id="mentions-work-points"),
    pytest.param("采取检查与自查相结合的办法。", id="mentions-self-checks"),
    pytest.param("及时公开预算决算、三公经费和法治政府建设报告。", id="mentions-budgets"),
    pytest.param("对学校、医院、公司的办事公开进行指导。", id="mentions-schools"),
    pytest.param("编制了政府信息公开指南和目录，上半年更新一次。", id="mentions-a-guide"),
]


@pytest.mark.parametrize("sentence", BODIES)
def test_a_body_that_mentions_a_class_is_not_of_it(sentence: str) -> None:
    decision = decide_kind(TITLE, [*PROSE[:4], sentence, *PROSE[4:]])
    assert (decision.kind, decision.accepted) == ("annual_report", True)


def test_first_words_that_belong_to_another_class() -> None:
    speech = decide_kind("石门镇2017年工作报告", ["各位代表：现在我代表镇政府作报告，请予审议。", *PROSE])
    assert (speech.kind, speech.accepted) == ("government_work_report", False)
    school = decide_kind("2017年信息公开报告", ["根据《高等学校信息公开办法》，现公布本报告。", *PROSE[1:]])
    assert (school.kind, school.accepted) == ("other_law", False)


def test_a_list_of_reports_is_not_a_report() -> None:
    lines = [f"石门镇{year}年政府信息公开工作年度报告" for year in range(2010, 2018)]
    assert decide_kind("政府信息公开年报", lines).kind == "index_page"
    accordion = decide_kind("政府信息公开年报", [*lines, *PROSE * 2])
    assert accordion.kind == "annual_report"


def test_a_table_alone_is_an_annex_and_a_filled_form_is_a_report() -> None:
    rows = [f"统计指标{number} | 件 | {number}" for number in range(40)]
    assert decide_kind("", rows).kind == "statistics_annex"
    form = [
        "一、总体情况",
        "本年度公开信息3条。",
        "二、主动公开政府信息情况",
        "第二十条第（一）项",
        "规章 | 0",
        "第二十条第（五）项",
        "行政许可 | 0",
        "第二十条第（六）项",
        "三、收到和处理政府信息公开申请情况",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况",
    ]
    assert decide_kind("", [*form, *rows]).kind == "annual_report"


def test_a_summary_needs_more_than_its_title() -> None:
    bare = decide_kind("石门镇2017年政务公开工作总结", ["我镇重视学习，成效明显。"])
    assert (bare.kind, bare.accepted, bare.points, bare.flags) == ("not_report", False, 1, ("review",))


def test_the_folder_counts_where_a_title_is_only_a_town() -> None:
    lines = ["我镇政府信息公开工作情况如下。", "依申请公开0件，行政复议0件。"]
    assert not decide_kind("高岭镇", lines).accepted
    assert decide_kind("高岭镇", lines, columns=("首页", "政府信息公开年报", "2017年")).accepted


def test_a_body_that_only_points_at_its_file() -> None:
    decision = decide_kind(TITLE, ["详见附件"])
    assert (decision.kind, decision.accepted, decision.flags) == ("attachment_only", False, ("see_attachment",))


def test_nothing_is_no_report() -> None:
    decision = decide_kind("", [])
    assert (decision.kind, decision.accepted, decision.points, decision.flags) == ("not_report", False, 0, ())


@pytest.mark.parametrize(
    ("lines", "article", "entry", "text", "source"),
    [
        pytest.param(["正文。"], TITLE, None, TITLE, "article", id="of-the-page"),
        pytest.param(["正文。"], f"{TITLE}_桐乡市人民政府", None, TITLE, "article", id="site-name-behind"),
        pytest.param(
            ["正文。"], "高岭镇_2017年_北京市密云区人民政府", None, "高岭镇_2017年", "article", id="town-and-year"
        ),
        pytest.param(
            ["2013年密云县不老屯镇", "政府信息公开工作年度报告", "一、概述"],
            None,
            "不老屯镇",
            "2013年密云县不老屯镇政府信息公开工作年度报告",
            "body",
            id="two-lines",
        ),
        pytest.param(
            ["|", "名 称: 和平镇2016年政府信息公开工作总结 | |||", "2016年,我镇"],
            None,
            None,
            "和平镇2016年政府信息公开工作总结",
            "body",
            id="metadata-row",
        ),
        pytest.param(["高岭镇", "一、概述"], "高岭镇", "高岭镇", "高岭镇", "article", id="only-a-town"),
        pytest.param([TITLE, "正文。"], "政务公开", "年报", TITLE, "body", id="body-knows-better"),
        pytest.param(["一、概述", "正文。"], None, "石门镇", "石门镇", "entry", id="from-the-list"),
        pytest.param(["根据《条例》的规定，现公布本报告。"], None, None, "", "body", id="none"),
    ],
)
def test_title(lines: list[str], article: str | None, entry: str | None, text: str, source: str) -> None:
    title = read_title(lines, article, entry)
    assert (title.text, title.source) == (text, source)
