"""The total of what was published: how it is counted, hedged and dated, and what only looks like it.

The sentences are invented.
"""

import pytest

from tests.crawler.prose_read import PROACTIVE, PROBLEMS, Case, named, words

TOTALS: list[Case] = [
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
HEDGES: list[Case] = [
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
SCOPES: list[Case] = [
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
TRAPS: list[Case] = [
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
FOUND: list[Case] = [
    ("a-sentence-behind-its-mark", "(一)主动公开政府信息的数量共192条。", "proactive_total=192"),
    ("public-information-of-ours", "我局主动公开的信息15条，未收到申请。", "proactive_total=15 requests_received=none"),
    ("published-to-society", "全年累计共主动向社会公开信息24条。", "proactive_total=24"),
    ("items-counted", "2016年度我镇在主动公开政府信息件数为127件。", "proactive_total=127"),
    ("times-of-items", "通过网站、专栏等途径向社会公开各类政府信息718余条次。", "proactive_total=718+"),
    (
        "number-set-apart",
        "我区累计主动公开政府信息\n598\n条，其中，本年度新增主动公开政府信息\n211\n条。",
        ("proactive_total=598@unclear proactive_total=211"),
    ),
    (
        "unit-lost-before-a-form",
        "在网站主动公开政府信息260余\n二、主动公开政府信息情况\n第二十条第（一）项",
        ("proactive_total[网站]=260+"),
    ),
    ("months-of-a-year", "2016年1月至12月，累计公开政府信息210条。", "proactive_total=210"),
    ("days-of-a-year", "2016年1月1日至12月31日，我局主动公开政府信息46条。", "proactive_total=46"),
    (
        "there-is-by-then",
        "2016年主动公开政府信息119条。截止2016年12月底，已主动公开政府信息840多条。",
        ("proactive_total=119 proactive_total=840+@unclear"),
    ),
    (
        "all-years-and-added",
        "截至2016年底，我局主动公开政府信息历年累计52条，其中2016年新增主动公开政府信息14条。",
        ("proactive_total=52@all_time proactive_total=14"),
    ),
    ("all-years-behind", "2016年共主动公开政府信息11条，历年累计234条。", "proactive_total=11"),
    ("told-and-heading-below", "三、政府信息管理情况\n全年共梳理归档各类信息715条。", ""),
    ("any-comma-between-thousands", "公开政府信息1，234条。", "proactive_total=1234"),
    ("years-together", "2014年至2016年，累计主动公开政府信息1256条。", "proactive_total=1256@all_time"),
    ("under-its-heading-alone", PROACTIVE + "共计公开120条。", "proactive_total=120"),
    ("amount-of-disclosure", "2016年我局信息公开数量为234条。", "proactive_total=234"),
    ("documents-of-other-kinds", "主动公开文件15件，依申请公开文件3件，不予公开文件2件。", "docs_disclosed=15"),
    ("mark-behind-a-blank", "2、通过报纸发布主动公开的政府信息 3、公开信。 4、座谈会。", ""),
    ("press", "媒体报道累计715篇，召开新闻发布会3次。", "proactive_by_channel[媒体]=715@unclear"),
    ("archive-copies", "向图书馆、档案馆报送纸质信息各46条。", ""),
    (
        "traditional-whole",
        "二、主動公開政府信息情況\n全年我鎮主動公開信息數量為46件。\n三、收費情況\n沒有收費。",
        ("proactive_total=46 fees_collected=none"),
    ),
    ("blank-between-thousands", "2016年我局主动公开政府信息2 345条。", "proactive_total=2345"),
    ("blanks-between-thousands", "2016年主动公开政府信息1 345 678条。", "proactive_total=1345678"),
    ("blank-behind-a-year", "我局2016 345条", ""),
    (
        "added-and-running",
        "截至12月31日，新增主动公开政府信息21条，累计主动公开政府信息达473条。",
        "proactive_total=21 proactive_total=473@unclear",
    ),
    (
        "headings-then-their-contents",
        "2016年，政府信息公开网站发布主动公开信息12大项、34小项，共计567条。",
        "proactive_total[政府信息公开网]=567",
    ),
    (
        "enumeration-over-commas",
        "2016年共公开群众关心的用水、用电，修路、建房等信息累计23条。",
        "proactive_total=23",
    ),
    (
        "column-of-a-site",
        "2016年我局在主动公开栏目发布预算、药品、动态等监管信息40余条。",
        "proactive_total[主动公开栏目]=40+",
    ),
    (
        "disclosure-among-all-a-site-shows",
        "2016年，政府门户网站发布各类信息732条，其中，发布政府信息公开信息共39条。",
        "proactive_by_channel[政府门户网站]=732 proactive_total=39",
    ),
    (
        "disclosure-beside-other-kinds",
        "2016年，政府门户网站发布各类信息73条，其中政府信息公开30条、政务动态43条。",
        "proactive_total[政府门户网站]=73 proactive_by_category[政府信息]=30 proactive_by_category[政务动态]=43",
    ),
    (
        "all-years-and-this",
        "我局历年累计主动公开信息110条，其中2016年度35条。",
        "proactive_total=110@all_time proactive_total=35",
    ),
    (
        "traditional-channels",
        "2016年主動公開政府信息31條。微信公眾號發布信息9條，宣傳欄發布信息4條，廣播發布信息2條。",
        (
            "proactive_total=31 proactive_by_channel[微信公众号]=9"
            " proactive_by_channel[宣传栏]=4 proactive_by_channel[广播]=2"
        ),
    ),
]

ALL = named(totals=TOTALS, hedges=HEDGES, scopes=SCOPES, traps=TRAPS, found=FOUND)


@pytest.mark.parametrize(("text", "expected"), ALL.values(), ids=ALL)
def test_what_a_sentence_states(text: str, expected: str) -> None:
    assert words(text) == sorted(expected.split())
