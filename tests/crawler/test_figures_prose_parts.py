"""Parts of what was published: breakdowns, channels, accounts, kinds and bodies. The sentences are invented."""

import pytest

from tests.crawler.prose_read import DISPUTES, FEES, REQUESTS, Case, named, words

PARTS: list[Case] = [
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
STYLES: list[Case] = [
    (
        "parts-without-qizhong",
        "通过门户网站公开信息9条，政策类2条，工作动态类7条。",
        ("proactive_total[门户网站]=9 proactive_by_category[政策类]=2 proactive_by_category[工作动态类]=7"),
    ),
    ("named-things-and-so-on", "及时公开机构设置、财政预决算、工作动态等政府信息98条。", "proactive_total=98"),
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
ACCOUNTS: list[Case] = [
    (
        "account-then-its-count",
        "主动公开政府信息59条。同时，镇微信公众号保持更新，全年发布信息410篇。",
        "proactive_total=59 proactive_by_channel[微信公众号]=410",
    ),
    (
        "account-far-before-its-count",
        "主动公开政府信息216条。用好本镇公众号，安排专人维护，关注用户达2900余人，全年共推送各类信息73条。",
        "proactive_total=216 proactive_by_channel[公众号]=73",
    ),
    (
        "accounts-with-a-site-are-all",
        "依托微信公众号和政府网站，全年发布各类政务信息130条。",
        "proactive_total=130",
    ),
    ("an-account-may-still-publish", "用好微信公众号，全年主动公开政府信息130条。", "proactive_total=130"),
    (
        "accounts-apart",
        "全年通过镇微信公众号、镇政务微博分别发布信息58条、26条。",
        "proactive_by_channel[微信公众号]=58 proactive_by_channel[微博]=26",
    ),
    (
        "law-before-accounts",
        "全县通过政府网站主动公开政府信息420条。新媒体发布信息115条。",
        "proactive_total[政府网站]=420 proactive_by_channel[新媒体]=115",
    ),
    (
        "two-sites-in-words-of-the-law",
        "在县政府网站主动公开信息60条，在镇门户网站主动公开信息5条。",
        "proactive_by_channel[县政府网站]=60 proactive_by_channel[镇门户网站]=5",
    ),
    (
        "things-on-a-site-are-no-information",
        "通过采购网站公开四项采购项目。",
        "proactive_by_channel[采购网站]=4",
    ),
    ("ways-named-then-closed", "通过电子屏，公告栏等公开渠道主动发布政府信息共计49条。", "proactive_total=49"),
    ("all-platforms", "全平台发布各类政务信息合计641条。", "proactive_total=641"),
    ("various-platforms", "通过各种公开平台载体共公开政府信息200余条。", "proactive_total=200+"),
    ("reports-are-a-way", "通过信息公开网、简报报送、宣传栏等各类载体主动公开信息43条。", "proactive_total=43"),
    (
        "a-site-in-the-clause-before-is-not-its-way",
        "充分发挥网站在公开中的主渠道作用，2016年共主动公开政府信息46条。",
        "proactive_total=46",
    ),
    ("a-government-net", "全年在政府网主动公开各类信息共计59条。", "proactive_total[政府网]=59"),
]
KINDS: list[Case] = [
    (
        "a-wide-kind-broken-down",
        "2016年，我镇主动公开政务动态类信息42条。其中重点工作18条，文化体育24条。",
        "proactive_total[政务动态类]=42 proactive_by_category[重点工作]=18 proactive_by_category[文化体育]=24",
    ),
    ("the-field-of-a-bureau", "2016年，我局全年发布318条环保信息。", "proactive_total[环保信息]=318"),
    ("interpretations-are-no-total", "全年发布政策解读信息7条。", "proactive_by_category[政策解读信息]=7"),
    ("documents-are-no-total", "主动公开政务文件11份，开展解读活动15次。", "docs_disclosed=11"),
    (
        "two-kinds-make-no-total",
        "全年主动公开工作动态信息4条。全年主动公开财政管理信息5条。",
        "proactive_by_category[工作动态信息]=4 proactive_by_category[财政管理信息]=5",
    ),
    (
        "a-kind-of-government-information",
        "主动公开政府信息60条。主动公开重点领域政府信息52条。",
        "proactive_total=60 proactive_by_category[重点领域政府信息]=52",
    ),
    (
        "other-information-is-a-part",
        "全年主动公开政府信息总数6条：基层政务领域信息4条，其他政府信息2条。",
        "proactive_total=6 proactive_by_category[基层政务领域信息]=4 proactive_by_category[其他政府信息]=2",
    ),
    ("all-that-was-made", "全年累计产生政府信息16条，均已主动公开。", "proactive_total=16"),
    (
        "sum-under-its-mark",
        "2016年主动公开情况如下：\n（一）网站公开：100条\n（二）公开栏公开：20条\n（三）共计120条。",
        "proactive_by_channel[网站]=100 proactive_by_channel[公开栏]=20 proactive_total=120",
    ),
    (
        "sum-in-a-sentence-of-its-own",
        "主动公开基本信息12条。主动公开重点领域信息30条。共计42条。",
        "proactive_by_category[基本信息]=12 proactive_by_category[重点领域信息]=30 proactive_total=42",
    ),
    ("reissued", "全年共采集、发布、修订信息33条。", "proactive_total=33"),
]
BREAKDOWNS: list[Case] = [
    (
        "contents-open-parts",
        "全年累计公开信息7条，内容涵盖政务信息4条、工作动态2条以及行政检查公示1条。",
        (
            "proactive_total=7 proactive_by_category[政务信息]=4 proactive_by_category[工作动态]=2"
            " proactive_by_category[行政检查公示]=1"
        ),
    ),
    (
        "brackets-open-parts",
        "主动公开政府信息共45条（规范性文件8条，计划规划2条，业务公开累计30条，其他政府信息5条）。",
        (
            "proactive_total=45 proactive_by_category[规范性文件]=8 proactive_by_category[计划规划]=2"
            " proactive_by_category[业务]=30@unclear proactive_by_category[其他政府信息]=5@unclear"
        ),
    ),
    (
        "beside-behind-a-semicolon",
        "通过门户网站共发布信息18篇，其中年报1篇，规划17篇；同时，我局在信用平台共发布行政许可信息76条。",
        (
            "proactive_total[门户网站]=18 proactive_by_category[年报]=1 proactive_by_category[规划]=17"
            " proactive_by_channel[平台]=76"
        ),
    ),
    (
        "second-point",
        (
            "一是通过县政府网站、公开专栏公布政府信息17条，包括动态14条，公告3条；"
            "二是通过公众平台公布政府信息1160条，包括动态1096条。"
        ),
        (
            "proactive_total=17 proactive_by_category[动态]=14 proactive_by_category[公告]=3"
            " proactive_by_channel[公众平台]=1160 proactive_by_category[动态]=1096"
        ),
    ),
    (
        "documents-open-their-own",
        "公开信息9条，其中动态9条；全年公开各类文件99件，其中通知类文件12件，行政执法类公示3件。",
        "proactive_total=9 proactive_by_category[动态]=9 docs_disclosed=99",
    ),
    (
        "parts-of-a-part",
        "主动公开信息50条。在主动公开的信息中，机构类信息1条，业务类信息49条（其中批复36条，总结13条）。",
        (
            "proactive_total=50 proactive_by_category[机构类]=1 proactive_by_category[业务类]=49"
            " proactive_by_category[批复]=36 proactive_by_category[总结]=13"
        ),
    ),
    (
        "running-total-is-no-part",
        "通过公开网主动公开政府信息9条，其中：政策类7条、人事类2条，累计公开信息790项。",
        (
            "proactive_total[公开网]=9 proactive_by_category[政策类]=7 proactive_by_category[人事类]=2"
            " proactive_total=790@unclear"
        ),
    ),
    ("how-is-counted", "主动发布政府信息共计49条（不同渠道发布的同一信息计为1条）。", "proactive_total=49"),
    (
        "sum-with-two-words",
        "主动公开发布基础信息13条，公开建设项目信息5条，合计共18条。",
        "proactive_by_category[基础信息]=13 proactive_by_category[建设项目信息]=5 proactive_total=18",
    ),
    (
        "legal-contents-are-a-part",
        "在公开网主动公开信息36条，其中：重点类7条，法定主动公开内容29条。",
        "proactive_total[公开网]=36 proactive_by_category[重点类]=7 proactive_by_category[法定]=29",
    ),
    (
        "kinds-of-a-site-are-no-total",
        "2016年，我县政府门户网站更新政务动态信息41条，信息公开目录信息75条。",
        "proactive_by_category[政务动态信息]=41 proactive_by_category[信息公开目录信息]=75",
    ),
    (
        "kinds-and-the-rest",
        "通过网站主动公开招聘信息18条、解读29条、基层政务公开信息17条，通过其他方式公开政府信息9条。",
        (
            "proactive_by_category[招聘信息]=18 proactive_by_category[解读]=29"
            " proactive_by_category[基层政务]=17 proactive_by_channel[其他方式]=9"
        ),
    ),
    (
        "part-of-a-part-in-brackets",
        "主动公开政府信息19条，其中公文类7件（含规范性文件2件）、其他类12条。",
        (
            "proactive_total=19 proactive_by_category[公文类]=7"
            " proactive_by_category[含规范性文件]=2 proactive_by_category[其他类]=12"
        ),
    ),
    (
        "respectively-over-a-stop",
        "2016年公开信息总数8条，其中，街道公开信息分别为2条。社区公开信息6条。",
        "proactive_total=8 proactive_by_category[街道]=2 proactive_by_category[社区]=6",
    ),
    (
        "sorted-by-how-it-may-be-disclosed",
        "2016年共制作政府信息30条，其中主动公开12条，依申请公开3条，不予公开15条。",
        "proactive_total=12",
    ),
]

ALL = named(parts=PARTS, styles=STYLES, accounts=ACCOUNTS, kinds=KINDS, breakdowns=BREAKDOWNS)


@pytest.mark.parametrize(("text", "expected"), ALL.values(), ids=ALL)
def test_what_a_sentence_states(text: str, expected: str) -> None:
    assert words(text) == sorted(expected.split())
