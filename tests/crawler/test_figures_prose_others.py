"""Disputes, fees, visits, staff and training, and turns of phrase of every figure. The sentences are invented."""

import pytest

from tests.crawler.prose_read import FEES, Case, named, words

OTHERS: list[Case] = [
    ("disputes-zero", "行政复议、行政诉讼均为0件。", "reconsideration=0 litigation=0"),
    ("disputes-zero-each", "行政复议0件，行政诉讼0件。", "reconsideration=0 litigation=0"),
    ("disputes-counts", "因政府信息公开被申请行政复议2件，被提起行政诉讼1起。", "reconsideration=2 litigation=1"),
    ("disputes-behind", "发生1件行政复议案件。", "reconsideration=1"),
    ("disputes-respectively", "行政复议、行政诉讼分别为2件、1件。", "reconsideration=2 litigation=1"),
    ("disputes-joint", "行政复议和行政诉讼案件共3件。", ""),
    ("complaints", "收到政府信息公开投诉举报1件。", "complaints=1"),
    ("consultations", "接受公民政府信息公开咨询30多人次。", "consultations=30+"),
    ("consultations-zero", "咨询0次。", "consultations=0"),
    ("views", "全年公开专栏访问量达20800人次。", "page_views=20800"),
    ("clicks", "该专栏点击次数达到288次。", "page_views=288"),
    ("views-wan", "网站总点击量1.2万余次。", "page_views=12000.0+"),
    ("staff-full", "配备专职人员1名，负责日常工作。", "staff_full=1"),
    ("staff-part", "安排了1名兼职人员负责。", "staff_part=1"),
    ("staff-both", "从事信息公开工作的专职人员2人，兼职人员5人。", "staff_full=2 staff_part=5"),
    ("staff-either", "配备专（兼）职人员3名。", ""),
    ("training", "组织了两次集中培训，培训学员35名。", "training_sessions=2 trainees=35"),
    ("training-plain", "举办业务培训班3期，参训人员120人次。", "training_sessions=3 trainees=120"),
    ("training-once", "全年组织政务公开培训一次。", "training_sessions=1"),
    ("access-points", "共设置公共信息查阅点14处。", "access_points=14"),
    ("access-points-behind", "在全镇设立5个查阅点。", "access_points=5"),
    ("fees-number", FEES + "我局共收取信息处理费0元。", "fees_collected=0"),
    ("fees-paid", FEES + "全年共收费120元，减免30元。", "fees_collected=120 fees_waived=30"),
    ("fees-wan", FEES + "共收取检索、复制等费用0.3万元。", "fees_collected=3000.0"),
    ("budget", "安排政府信息公开工作专项经费5万元。", "budget=50000"),
]
TURNS: list[Case] = [
    ("not-one", "全年未发生一起因政府信息公开引起的行政诉讼案件。", "litigation=none"),
    ("not-a-single", "没有收到1件政府信息公开申请。", "requests_received=none"),
    ("a-right-to-apply", "符合条件的企业可申请一次注册，分期发行。", ""),
    ("a-heading-of-proposals", "二、建议提案办理和信息公开情况\n全年主动公开政府信息12条。", "proactive_total=12"),
    (
        "answers-behind-headings",
        "一、主动公开情况：全年公开信息20条。二、依申请公开情况：0件。三、行政复议情况：无。",
        "proactive_total=20 requests_received=0 reconsideration=none",
    ),
    (
        "nil-acts",
        "依申请公开零受理、行政复议和行政诉讼零发生。",
        "requests_received=none reconsideration=none litigation=none",
    ),
    (
        "none-none-none",
        "无依申请公开、无行政复议、无行政诉讼。",
        "requests_received=none reconsideration=none litigation=none",
    ),
    ("sum-behind-its-clause", "我镇在政府网站公开政府信息，2016年共75条。", "proactive_total[政府网站]=75"),
    ("nothing-applied-for", "申请公开信息0条，不予公开信息0条。", "requests_received=0 denied=0"),
    ("fees-by-name", "收取依申请公开政府信息检索费、复制费、邮寄费0元。", "fees_collected=0"),
    ("not-one-behind", "未发生行政复议和行政诉讼1起。", "reconsideration=none litigation=none"),
    ("a-wish", "我镇将力争实现零投诉、零复议。", ""),
    ("a-right", "申请人逾期未收到答复的，可依法申请行政复议或者提起行政诉讼。", ""),
    ("a-right-in-one-clause", "逾期未收到答复的可以申请行政复议。", ""),
    ("a-condition", "如未收到申请，则不再另行说明。", ""),
    (
        "second-channel-is-no-part",
        "通过政府网站发布信息81条，其中：工作动态51条，政策文件30条；通过公众号发布信息108条。",
        (
            "proactive_by_channel[政府网站]=81 proactive_by_category[工作动态]=51 proactive_by_category[政策文件]=30"
            " proactive_by_channel[公众号]=108"
        ),
    ),
    (
        "sum-of-channels",
        "政府网站共发布信息345条，微博发布信息210条，共计555条。",
        ("proactive_by_channel[政府网站]=345 proactive_by_channel[微博]=210 proactive_total=555"),
    ),
    ("colon-and-gong", "主动公开信息条数：共87条。", "proactive_total=87"),
    ("asked-without-applying", "没有公民要求我镇公开信息。", "requests_received=none"),
    (
        "half-width",
        "2016年,我镇主动公开政府信息86条.收到申请2件,办结2件.",
        "proactive_total=86 requests_received=2 requests_answered=2",
    ),
    ("windows-lines", "二、主动公开情况\r\n全年主动公开政府信息86条。\r\n", "proactive_total=86"),
    (
        "page-of-pdf",
        (
            "2016年度本机关按照条例的要求及时准确地公开政府信\n息，并通过政府网站公开栏等多种形式主动公开政府信息11\n"
            "36条，方便公众查阅和监督，受理政府信息公开申请48\n件，均按照规定的时限予以答复，未发生因政府信息公开引起\n"
            "的行政复议和行政诉讼案件，较好地完成了全年的工作任\n务，得到了社会各界的好评，取得了较为明显的成效和进\n步。"
        ),
        "proactive_total=1136 requests_received=48 reconsideration=none litigation=none",
    ),
]
CASES: list[Case] = [
    ("one-by-numeral", "发生行政复议案件两起，行政诉讼案件一起。", "reconsideration=2 litigation=1"),
    (
        "charged-in-the-end",
        "本年度发出收费通知的件数为0件，总金额为0元，实际收取的总金额为0元。",
        "fees_collected=0",
    ),
    ("amount-without-a-unit", FEES + "收费金额为0。", "fees_collected=0"),
    (
        "under-the-rule-of-fees",
        "依据《政府信息公开信息处理费管理办法》收取信息处理费的情况：0元。",
        "fees_collected=0",
    ),
    ("withdrawn-are-no-more", "被申请行政复议有3件，其中，1件被撤销，2件正在审理中。", "reconsideration=3"),
    ("suits-there-are", "行政诉讼有1件，目前正在审理。", "litigation=1"),
    ("upheld-of-them", "涉及政府信息公开的行政复议4件，复议机关维持3件，纠正1件。", "reconsideration=4"),
    ("zero-each-in-a-row", "因政府信息公开引起的行政复议0件、行政诉讼0件。", "reconsideration=0 litigation=0"),
    ("both-cases-zero", "被申请行政复议、提起行政诉讼的案件0件。", "reconsideration=0 litigation=0"),
    ("taken-up", "共受理因政府信息公开提起的行政复议申请0件，提起的行政诉讼0件。", "reconsideration=0 litigation=0"),
    ("of-the-hotline", "全年受理12345热线工单540件，办结率100%。", ""),
    ("suits-about-disclosure", "2016年行政应诉5件，其中信息公开1件。", "litigation=1"),
    ("reviews-about-disclosure", "我局收到行政复议10件，其中涉及政府信息公开的复议案件2件。", "reconsideration=2"),
    ("upheld-are-no-part", "2016年发生行政复议4件，其中维持3件。", "reconsideration=4"),
    ("zong-of-review", "本年度我局办理行政复议案件1宗。", "reconsideration=1"),
]

ALL = named(others=OTHERS, turns=TURNS, cases=CASES)


@pytest.mark.parametrize(("text", "expected"), ALL.values(), ids=ALL)
def test_what_a_sentence_states(text: str, expected: str) -> None:
    assert words(text) == sorted(expected.split())
