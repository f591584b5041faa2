"""Figures in prose: what a sentence states, how, and what only looks like a figure. The sentences are invented."""

import pytest

from crawler.reading.figures.prose import read_prose
from crawler.reading.figures.values import Statement

OVERVIEW = "一、概述\n"
PROACTIVE = "二、主动公开政府信息情况\n"
REQUESTS = "三、依申请公开政府信息情况\n"
FEES = "四、政府信息公开的收费及减免情况\n"
DISPUTES = "五、因政府信息公开申请行政复议、提起行政诉讼的情况\n"
PROBLEMS = "六、存在的主要问题及改进措施\n"


def _read(text: str, year: int | None = 2016) -> list[Statement]:
    statements, _ = read_prose(text, year)
    for statement in statements:
        assert 0 <= statement.start < statement.end <= len(text)
    return statements


def _short(statement: Statement) -> str:
    """One statement as one word: key=value, its label in brackets, then whatever is not the ordinary case."""
    value = "none" if statement.polarity == "stated_none" else f"{statement.value}"
    label = f"[{statement.label}]" if statement.label else ""
    hedge = {"exact": "", "at_least": "+", "about": "~", "range": "?"}[statement.approximation]
    scope = "" if statement.scope == "year" else f"@{statement.scope}"
    return f"{statement.key}{label}={value}{hedge}{scope}"


TOTALS = [
    ("plain", "2016年，我镇共主动公开政府信息86条。", "proactive_total=86"),
    ("affairs", "全年主动公开政务信息144条。", "proactive_total=144"),
    ("issued", "2016年，我镇发布各类政府信息105条。", "proactive_total=105"),
    ("amount-noun", "2016年主动公开信息数量为46件。", "proactive_total=46"),
    ("added", "2016年新增主动公开政府信息215条。", "proactive_total=215"),
    ("trailing-noun", "本年度共主动公开86条政府信息。", "proactive_total=86"),
    ("gong-behind", "2016年，我乡主动公开政府信息共94条。", "proactive_total=94"),
    ("colon", "主动公开政府信息总数：133条。", "proactive_total=133"),
    ("unit-pieces", "全年公开政府信息73篇。", "proactive_total=73"),
    ("unit-items", "全年共主动公开政府信息38项。", "proactive_total=38"),
    ("unit-copies", "全年共主动公开政府信息52份。", "proactive_total=52"),
    ("unit-ze", "全年共发布政务信息61则。", "proactive_total=61"),
    ("unit-zong", "主动公开政府信息27宗。", "proactive_total=27"),
    ("unit-lost", "2016年我镇主动公开政府信息135。", "proactive_total=135"),
    ("entered", "全年整理、录入、发布信息14条。", "proactive_total=14"),
    ("uploaded", "2016年我乡共上传政府信息92条。", "proactive_total=92"),
    ("reached", "全年主动公开各类政府信息达到320条。", "proactive_total=320"),
    ("town-wide", "全镇共主动公开政府信息260条。", "proactive_total=260"),
    ("every-body-together", "全县各乡镇、各部门共主动公开政府信息5928条。", "proactive_total=5928"),
    ("several-channels", "通过政府网站、公示栏等渠道主动公开政府信息500条。", "proactive_total=500"),
    ("thousands", "全年主动公开政府信息5,928条。", "proactive_total=5928"),
    ("full-width", "全年主动公开政府信息５９２８条。", "proactive_total=5928"),
    ("full-width-thousands", "全年主动公开政府信息５，９２８条。", "proactive_total=5928"),
    ("broken-over-lines", "全年共主动公开政府信息5928\n条。", "proactive_total=5928"),
    ("chinese", "全年主动公开政府信息一百零五条。", "proactive_total=105"),
    ("chinese-twenty", "全年主动公开政府信息廿三条。", "proactive_total=23"),
    ("ten-thousand", "全年主动公开政府信息1.2万条。", "proactive_total=12000.0"),
    ("traditional", "2016年，我鎮主動公開政府信息222條。", "proactive_total=222"),
    ("blanks", "2016 年，我区共主动公开政府信息 1136 条。", "proactive_total=1136"),
    ("quoted-full-stop-inside", "我镇坚持“应公开、尽公开”，全年主动公开政府信息31条。", "proactive_total=31"),
]
HEDGES = [
    ("yu", "全年主动公开政府信息24余条。", "proactive_total=24+"),
    ("duo", "全年主动公开政府信息500多条。", "proactive_total=500+"),
    ("yue", "全年主动公开政府信息约44条。", "proactive_total=44~"),
    ("jin", "全年主动公开政府信息近百条。", "proactive_total=100~"),
    ("jin-digits", "全年主动公开政府信息近300条。", "proactive_total=300~"),
    ("zuoyou", "全年主动公开政府信息60条左右。", "proactive_total=60~"),
    ("yishang", "全年主动公开政府信息500条以上。", "proactive_total=500+"),
    ("bushaoyu", "全年主动公开政府信息不少于80条。", "proactive_total=80+"),
    ("chaoguo", "全年主动公开政府信息超过200条。", "proactive_total=200+"),
    ("shangqian", "全年主动公开政府信息上千条。", "proactive_total=1000+"),
    ("baiyu", "全年主动公开政府信息百余条。", "proactive_total=100+"),
    ("shiyu", "全年主动公开政府信息十余条。", "proactive_total=10?"),
    ("shushi", "全年主动公开政府信息数十条。", "proactive_total=20?"),
    ("wan-yu", "全年主动公开政府信息1.2万余条。", "proactive_total=12000.0+"),
    ("malformed-shu", "全年发布政务信息236数条。", "proactive_total=236+"),
    ("no-hedge-in-a-word", "我镇集约建设平台，全年主动公开政府信息86条。", "proactive_total=86"),
]
SCOPES = [
    ("bare-cumulative", "我镇累计主动公开政府信息310条。", "proactive_total=310@unclear"),
    ("end-of-year-cumulative", "截至2016年底，累计主动公开政府信息310条。", "proactive_total=310@unclear"),
    ("annual-cumulative", "2016年度累计主动公开政府信息21条。", "proactive_total=21"),
    (
        "both",
        "全年累计主动公开政府信息10条，历年累计主动公开政府信息62条。",
        "proactive_total=10 proactive_total=62@all_time",
    ),
    ("to-date", "截至目前，我街道2016年共主动公开政府信息133条。", "proactive_total=133@year_to_date"),
    ("to-a-day", "截止2016年10月20日，我局累计主动公开信息19条。", "proactive_total=19@year_to_date"),
    ("since-2008", "自2008年以来，共主动公开政府信息900条。", "proactive_total=900@all_time"),
    ("since-the-regulation", "《条例》实施以来，共主动公开政府信息900条。", "proactive_total=900@all_time"),
    (
        "region-total-and-new",
        "累计主动公开政府信息5928条，其中本年度新增主动公开2110条。",
        "proactive_total=5928@unclear proactive_total=2110",
    ),
    ("last-day", "截至2016年12月31日，我镇2016年共主动公开政府信息80条。", "proactive_total=80"),
    ("year-before", "2015年主动公开政府信息30条。", "proactive_total=30@unclear"),
    ("year-typo-later", "2017年我镇主动公开政府信息24余条。", "proactive_total=24+"),
]
TRAPS = [
    ("difference", "全年主动公开政府信息236条，较上年增长114条。", "proactive_total=236"),
    ("difference-less", "主动公开政府信息120条，比去年减少15条。", "proactive_total=120"),
    ("difference-percent", "主动公开政府信息120条，同比增长8.5%。", "proactive_total=120"),
    ("last-year", "主动公开政府信息120条，上年为105条。", "proactive_total=120 "),
    (
        "list-number",
        "主动公开政府信息9条，其中：1.工作动态4条；2.政策文件3条；3应急管理2条。",
        (
            "proactive_total=9 proactive_by_category[工作动态]=4"
            " proactive_by_category[政策文件]=3 proactive_by_category[应急管理]=2"
        ),
    ),
    ("statute", "根据《条例》第20条和国办发〔2016〕80号文件要求，主动公开政府信息7条。", "proactive_total=7"),
    ("statute-number", "依据国务院令第711号，我镇认真开展工作。", ""),
    ("telephone", "如有疑问请联系（电话：0999—1234567，邮编：999001）。", ""),
    ("date", "统计期限自2016年1月1日起至2016年12月31日止。", ""),
    ("deadline", "所有信息均在形成之日起20个工作日内公开。", ""),
    ("hotline", "切实抓好12345热线的办理。", ""),
    ("plan", "2017年，我镇将主动公开政府信息不少于200条。", ""),
    ("plan-strive", "力争全年公开政府信息300条。", ""),
    ("duty", "要求各部门每月公开信息不少于5条。", ""),
    ("next-year", "明年主动公开政府信息要达到400条。", ""),
    ("rules", "建立健全了保密审查等10余项制度。", ""),
    ("meetings", "召开专题会议3次，制定方案2个。", ""),
    ("important-one", "我镇把信息公开作为一项重要工作来抓。", ""),
    ("one-of", "信息公开是一项长期的任务，一是加强领导，二是落实责任。", ""),
    ("three-aspects", "从三个方面下功夫。", ""),
    ("submitted", "全年向县政府办报送信息45条，被采用20条。", ""),
    (
        "made",
        "全县制作、获取政府信息总数900条，其中主动公开信息610条，不予公开信息数290条。",
        "proactive_total=610",
    ),
    (
        "on-request-class",
        "全年制作政府信息500条，其中主动公开政府信息400条，作为依申请公开信息数46条。",
        "proactive_total=400",
    ),
    ("net-petitions", "全年受理网络问政182件。", ""),
    ("proposals", "办理人大建议和政协提案26件。", ""),
    ("licences", "全年受理行政许可申请320件。", ""),
    ("unrelated-money", "全年收取行政事业性收费615.4万元。", ""),
    ("problem-section", PROBLEMS + "全年主动公开政府信息少，仅公开信息3条。", ""),
    ("table-row", "规范性文件 | 15 | 15 | 15 |\n行政许可 | 3 | 0 | 3 |", ""),
    ("bare-cells", "信息内容\n规章\n0\n0\n0\n规范性文件\n8\n0\n18\n行政许可\n0", ""),
    ("annex-in-one-line", "统计表 指标名称 计量 单位 2011 年度 主动公开信息数 条 425 1516 行政复议数 条 0 0", ""),
    ("satisfaction", "提案办理满意率为100%。", ""),
]
PARTS = [
    (
        "categories",
        "主动公开政府信息6条。其中，人事信息1条、财政信息2条、其他3条，以及机构简介。",
        (
            "proactive_total=6 proactive_by_category[人事信息]=1"
            " proactive_by_category[财政信息]=2 proactive_by_category[其他]=3"
        ),
    ),
    (
        "class-words",
        "共主动公开政府信息3条。其中机构职能类的信息1条，占总体的比例为33.33%；规划计划类信息数为2条，占66.67%。",
        (
            "proactive_total=3 proactive_by_category[机构职能类]=1 proactive_by_category_share[机构职能类]=33.33"
            " proactive_by_category[规划计划类]=2 proactive_by_category_share[规划计划类]=66.67"
        ),
    ),
    (
        "one-a-line",
        "全年主动公开政府信息5条，其中：\n1.政策法规类：3条\n2.工作动态类：2条",
        "proactive_total=5 proactive_by_category[政策法规类]=3 proactive_by_category[工作动态类]=2",
    ),
    (
        "channels",
        "全年主动公开政府信息189条，其中：政府网站81条、微信公众号108条。",
        "proactive_total=189 proactive_by_channel[政府网站]=81 proactive_by_channel[微信公众号]=108",
    ),
    (
        "two-channels-no-total",
        "全年通过政府网站公开信息81条，通过微信公众号发布信息108条。",
        "proactive_by_channel[政府网站]=81 proactive_by_channel[微信公众号]=108",
    ),
    ("one-site-is-the-total", "2016年，我乡在政府门户网站公开政务信息71条。", "proactive_total[政府门户网站]=71"),
    ("one-other-channel-is-none", "2016年，我镇微信公众号推送信息68余条。", "proactive_by_channel[微信公众号]=68+"),
    (
        "access-point",
        "主动公开政府信息50条。各查阅点共汇集电子信息240条。",
        "proactive_total=50 proactive_by_channel[各查阅点]=240",
    ),
    (
        "bulletins",
        "主动公开政府信息50条。全年刊出政务公开栏12期。",
        "proactive_total=50 proactive_by_channel[政务公开栏]=12",
    ),
    (
        "bodies",
        "主动公开政府信息500条。区直各部门公开政府信息400条，占80%。各街道公开政府信息100条，占20%。",
        (
            "proactive_total=500 proactive_by_body[区直各部门]=400 proactive_by_body_share[区直各部门]=80"
            " proactive_by_body[各街道]=100 proactive_by_body_share[各街道]=20"
        ),
    ),
    (
        "column-that-is-all",
        "累计公开政府信息17条。在专栏上公开信息16条，占全部公开信息的100%。",
        "proactive_total=17@unclear proactive_total[专栏]=16",
    ),
    ("documents", "全年制发公文30件，其中主动公开12件。", "docs_issued=30 docs_disclosed=12"),
    ("normative", "全年制发规范性文件5件，公开规范性文件5件。", "docs_issued=5 docs_disclosed=5"),
    ("fulltext", "主动公开政务信息64条，全文电子化率为98%。", "proactive_total=64 fulltext_rate=98"),
    (
        "share-in-words",
        "主动公开政府信息4条，其中工作动态类3条，占百分之七十五。",
        "proactive_total=4 proactive_by_category[工作动态类]=3 proactive_by_category_share[工作动态类]=75",
    ),
]
REQUESTED = [
    ("zero-as-number", "我局2016年收到信息公开申请0件。", "requests_received=0"),
    ("plain", "全年共收到政府信息公开申请26件。", "requests_received=26"),
    ("on-request", "2016年我局共收到依申请公开信息26件。", "requests_received=26"),
    ("handled", "我局受理信息公开申请33件，均按期答复。", "requests_received=33"),
    ("noun-behind", "全年收到3件依申请公开。", "requests_received=3"),
    ("zong", REQUESTS + "2016年，我镇收到1宗信息，已按时答复。", "requests_received=1"),
    ("copies", "收到政府信息公开申请12份。", "requests_received=12"),
    ("bare-in-section", REQUESTS + "2016年度收到0件。", "requests_received=0"),
    ("amount", "2016年政府信息公开申请数为4件。", "requests_received=4"),
    (
        "channels",
        "全年共收到信息公开申请21件，其中当面申请18件，网络申请3件。",
        "requests_received=21 requests_by_channel[当面]=18 requests_by_channel[网络]=3",
    ),
    (
        "channels-short",
        "全年共收到信息公开申请6件，其中：当面1件、信函2件、传真3件。",
        "requests_received=6 requests_by_channel[当面]=1 requests_by_channel[信函]=2 requests_by_channel[传真]=3",
    ),
    (
        "outcomes",
        "共收到申请9件，办结9件，其中同意公开4件，部分公开2件，不予公开1件，信息不存在1件，不属于本机关公开1件。",
        "requests_received=9 requests_answered=9 granted=4 partly=2 denied=1 not_exist=1 not_ours=1",
    ),
    (
        "reply-amounts",
        "共收到信息公开申请5件；答复总数5件，其中同意公开答复数4件，其它公开答复数1件。",
        "requests_received=5 requests_answered=5 granted=4",
    ),
    (
        "carried",
        "本年新收申请7件，上年结转1件，结转下年度继续办理1件。",
        "requests_received=7 carried_in=1 carried_out=1",
    ),
    ("replies-to-others", "收到申请2件。全年回复网民留言45件。", "requests_received=2"),
    ("chinese-two", "收到政府信息公开申请两件，均已办结。", "requests_received=2"),
]
NONES = [
    ("not-received", "2016年我乡未收到群众申请公开信息的要求。", "requests_received=none"),
    ("none-from-anyone", "全年无组织或个人向我乡提出信息公开申请。", "requests_received=none"),
    ("did-not-occur", "我局未出现申请公开信息的情形。", "requests_received=none"),
    ("not-got", "我镇没有接到公民、法人和其他组织的公开申请。", "requests_received=none"),
    ("zero-requests", "2016年我镇依申请公开为零申请。", "requests_received=none"),
    ("no-requests", "我镇2016年度无申请。", "requests_received=none"),
    ("not-handled", "全年未受理政府信息公开申请。", "requests_received=none"),
    ("both-disputes", "未发生针对本镇政府信息公开的行政复议、行政诉讼。", "reconsideration=none litigation=none"),
    (
        "three",
        "未发生因信息公开工作出现的投诉、复议、诉讼情况。",
        "complaints=none reconsideration=none litigation=none",
    ),
    (
        "not-a-request",
        "我乡未发生因信息公开申请行政复议或提起行政诉讼的案件。",
        "reconsideration=none litigation=none",
    ),
    ("none-because-of", "无因公开信息引起申请行政复议和诉讼的情形。", "reconsideration=none litigation=none"),
    (
        "only-what-is-named",
        DISPUTES + "没有发生针对本机关的行政复议案。也没有收到各类申诉案。",
        "reconsideration=none complaints=none",
    ),
    ("not-one-case", "行政复议、行政诉讼无一例发生。", "reconsideration=none litigation=none"),
    ("object-first", "针对政府信息公开的行政复议、行政诉讼均未发生。", "reconsideration=none litigation=none"),
    ("colon", "行政复议情况：无。", "reconsideration=none"),
    ("bare-answer", DISPUTES + "无。", "reconsideration=none litigation=none"),
    ("no-such-thing", DISPUTES + "本年度未发生此类情况。", "reconsideration=none litigation=none"),
    ("fees", FEES + "2016年没有向申请人收费。", "fees_collected=none"),
    ("fees-and-waivers", FEES + "未出现收费及减免的情况。", "fees_collected=none fees_waived=none"),
    ("fees-by-inference", FEES + "因暂无支出，从而没有向申请人收取任何费用。", "fees_collected=none"),
    (
        "both-by-inference",
        FEES + "未发生政府信息公开申请，因而未发生收费及减免情况。",
        "requests_received=none fees_collected=none fees_waived=none",
    ),
    ("no-charge", FEES + "2016年未收取任何费用。", "fees_collected=none"),
    ("filler-is-no-answer", FEES + "我镇2016年度无申请。", "requests_received=none"),
    ("heading-alone", DISPUTES + "我镇高度重视相关工作。", ""),
    ("no-complaint", "全年无一例因信息公开引发的投诉。", "complaints=none"),
    (
        "requests-then-review",
        "全乡未收到信息公开的申请，未收到信息公开行政复议申请。",
        "requests_received=none reconsideration=none",
    ),
    ("no-denials", "收到申请3件，全部予以公开，无不予公开的情况。", "requests_received=3 denied=none"),
    ("manner-is-no-zero", "部分科室没有及时答复公开申请。", ""),
    ("nothing-else", "全年没有泄密现象发生，没有需要澄清的虚假信息。", ""),
    ("free-words", "免费向公众提供政府信息查阅，无偿提供打印，未收取费用。", "fees_collected=none"),
]
OTHERS = [
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
STYLES = [
    (
        "parts-without-qizhong",
        "通过门户网站公开信息9条，政策类2条，工作动态类7条。",
        ("proactive_total[门户网站]=9 proactive_by_category[政策类]=2 proactive_by_category[工作动态类]=7"),
    ),
    ("named-things-and-so-on", "及时公开机构设置、财政预决算、工作动态等政府信息106条。", "proactive_total=106"),
    (
        "in-brackets",
        "公开信息15条（其中政策文件3条、动态12条）。",
        "proactive_total=15 proactive_by_category[政策文件]=3 proactive_by_category[动态]=12",
    ),
    (
        "brackets-inside",
        "公开信息7条，其中人事信息5条（含分工调整）、动态2条。",
        "proactive_total=7 proactive_by_category[人事信息]=5 proactive_by_category[动态]=2",
    ),
    (
        "sum-behind-parts",
        "全年主动公开信息：动态45条，公告20条，合计65条。",
        "proactive_by_category[动态]=45 proactive_by_category[公告]=20 proactive_total=65",
    ),
    (
        "of-what-was-published",
        "共主动公开政府信息12条。在主动公开的信息中，业务类信息12条，占总体的比例为100%。",
        "proactive_total=12 proactive_by_category[业务类]=12 proactive_by_category_share[业务类]=100",
    ),
    (
        "added-this-year",
        "截至2016年底公开政府信息累计1023条，2016年新增132条。",
        "proactive_total=1023@unclear proactive_total=132",
    ),
    ("online-and-offline", "全乡线上线下共公开信息1860余条。", "proactive_total=1860+"),
    ("offline-part", "主动公开政府信息22条，其中线上公开15条。", "proactive_total=22 proactive_by_channel[线上]=15"),
    ("noticeboard-is-no-verb", "在公示栏张贴公开事项49条。", "proactive_by_channel[公示栏]=49"),
    ("showings", "通过显示屏、公开栏等公开信息49次。", "proactive_by_channel[显示屏、公开栏]=49"),
    ("docs-then-disclosed", "制发规范性文件2件，主动公开2件。", "docs_issued=2 docs_disclosed=2"),
    (
        "not-on-request",
        "主动公开信息40条，其中网站公开40条，依申请公开信息0条。",
        "proactive_total=40 proactive_by_channel[网站]=40",
    ),
    ("archives-receive", "档案馆全年共接收公开信息件1600多份。", ""),
    ("asked-for", "我乡没有收到申请人要求公开政府信息的情况。", "requests_received=none"),
    ("nothing-left-out", "尚未发现应主动公开政府信息而未予公开的情况。", ""),
    ("both-on-request-and-denied", "本年度没有依申请公开和不予公开的政府信息。", "requests_received=none denied=none"),
    (
        "number-first-outcomes",
        "收到政府信息公开申请3条，其中2条予以公开，1条不予公开。",
        "requests_received=3 granted=2 denied=1",
    ),
    (
        "applicants",
        "收到政府信息公开申请15件，其中自然人申请14件，法人1件。",
        "requests_received=15 requests_by_applicant[自然人]=14 requests_by_applicant[法人]=1",
    ),
    ("already-public", REQUESTS + "答复4件。其中，属于主动公开范围1件，同意公开3件。", "requests_answered=4 granted=3"),
    ("costs-of-a-suit", "未产生相关诉讼，没有相应费用支出。", "litigation=none"),
    ("no-costs", FEES + "未收到申请，因此未产生检索、复印等成本费用。", "requests_received=none fees_collected=none"),
    ("no-waivers", FEES + "未收取费用，不存在减免情况。", "fees_collected=none fees_waived=none"),
    ("neither-fee", "2016年未产生信息处理费。", "fees_collected=none"),
    ("fee-in-zero", "信息处理费收取情况为0元。", "fees_collected=0"),
    ("zero-of-both", "行政复议、行政诉讼零发生。", "reconsideration=none litigation=none"),
    ("under-its-heading", DISPUTES + "2016年，我镇未发生。", "reconsideration=none litigation=none"),
    ("passive", "本机关未因信息公开被提起行政复议和行政诉讼。", "reconsideration=none litigation=none"),
    (
        "consultations-by-way",
        "接受政府信息公开咨询90人次。其中，电话咨询70人次，现场咨询20人次。",
        "consultations=90 consultations_by_channel[电话]=70 consultations_by_channel[现场]=20",
    ),
    ("staff-in-a-list", "配备了1名全职工作人员、2名兼职工作人员。", "staff_full=1 staff_part=2"),
    ("participants", "全年举办4次培训，参加人数为34人。", "training_sessions=4 trainees=34"),
    ("twice-a-year", "年初、年中两次举办政府信息公开工作培训。", "training_sessions=2"),
    ("heading-with-a-colon", "(一)主动公开政府信息的数量：全镇共公开政府信息140条。", "proactive_total=140"),
]
TURNS = [
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
ALL = {
    f"{group}-{name}": (text, expected)
    for group, cases in [
        ("total", TOTALS), ("hedge", HEDGES), ("scope", SCOPES), ("trap", TRAPS), ("part", PARTS),
        ("request", REQUESTED), ("none", NONES), ("other", OTHERS), ("style", STYLES), ("turn", TURNS),
    ]
    for name, text, expected in cases
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ALL.values(), ids=ALL)
def test_what_a_sentence_states(text: str, expected: str) -> None:
    assert sorted(_short(statement) for statement in _read(text)) == sorted(expected.split())


@pytest.mark.parametrize(("text", "expected"), ALL.values(), ids=ALL)
def test_every_span_shows_the_printed_number(text: str, expected: str) -> None:
    for statement in _read(text):
        words = text[statement.start : statement.end]
        if statement.polarity == "stated_none":
            assert statement.value == 0
            assert any(word in words for word in "未没无零不免")
        else:
            assert any(character.isdigit() or character in "一二三四五六七八九十百千廿两数" for character in words), (
                words
            )
