"""Zero in words: what a denial denies, and what it does not. The sentences are invented."""

import pytest

from tests.crawler.prose_read import DISPUTES, FEES, Case, named, words

NONES: list[Case] = [
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
DENIED: list[Case] = [
    (
        "both-on-request-and-refused",
        "本年度没有申请公开政府信息和不予公开政府信息的情况。",
        ("requests_received=none denied=none"),
    ),
    (
        "request-and-refused-quoted",
        "2016年未收到信息公开的申请和未涉及“不予公开”的政府信息。",
        ("requests_received=none denied=none"),
    ),
    ("refusals-alone", "没有不予公开的申请。", "denied=none"),
    ("what-people-asked", "本年度，未接到群众要求公开的信息。", "requests_received=none"),
    ("other-than-published", "本年度未收到查看主动公开以外信息的申请。", "requests_received=none"),
    ("any-form", "年内，我镇未收到公民、法人或其他组织通过任何形式提出的政府信息公开申请。", "requests_received=none"),
    ("no-business", "2016年，我局无依申请公开事项。", "requests_received=none"),
    ("is-nil", "2016年，全镇政府信息公开依申请办理事项为零。", "requests_received=none"),
    ("no-charge-for-now", FEES + "我镇对申请公开政府信息暂免收费。", "fees_collected=none"),
    ("behind-its-heading", "三、依申请公开情况：未收到。", "requests_received=none"),
    ("free-under-its-heading", FEES + "对申请人所需材料免费提供。", "fees_collected=none"),
    ("free-elsewhere", "查阅点免费提供上网服务。", ""),
    ("free-throughout", FEES + "我局所有公开的政府信息，一律实行免费服务。", "fees_collected=none"),
    ("nil-fees-and-waivers", "2016年，全镇信息公开的收费和减免为零。", "fees_collected=none fees_waived=none"),
    (
        "neither-charged-nor-waived",
        FEES + "没有收取复印、传真、递送等任何费用，也无减免情况。",
        ("fees_collected=none fees_waived=none"),
    ),
    ("costs-are-no-suits", "未产生与诉讼（行政复议、行政申诉）有关的费用支出。", ""),
    (
        "never-asked-in-these-years",
        FEES + "开展政府信息公开工作以来，对依申请提供政府信息未收取检索、复印、邮寄等费用。",
        ("fees_collected=none@all_time"),
    ),
    (
        "no-item-raised",
        "全年没有发生有关政府信息公开事务的行政复议申请和行政诉讼案件。",
        ("reconsideration=none litigation=none"),
    ),
    ("a-suit-beside-none", "2016年度发生行政复议3件，未发生行政诉讼案件。", "reconsideration=3 litigation=none"),
    (
        "traditional-review",
        "2016年，未產生針對我局政府信息公開的行政複議與行政訴訟。",
        ("reconsideration=none litigation=none"),
    ),
    (
        "petitions-and-suits",
        "未接到政务公开相关举报、投诉、行政复议或行政诉讼等事件。",
        ("complaints=none reconsideration=none litigation=none"),
    ),
    (
        "reports-and-suits",
        "全年未发生因政府信息公开引发的投诉举报、行政复议或行政诉讼案件。",
        ("complaints=none reconsideration=none litigation=none"),
    ),
    ("nothing-published", "2016年我单位未主动公开政府信息。", "proactive_total=none"),
    ("not-to-be-published", "未主动公开的政府信息，公民可以依法申请获取。", ""),
    ("nothing-left-to-publish", "我局不存在应公开未主动公开政府信息的情形。", ""),
    ("no-request-carried-over", "所有申请均在期限内办结，无结转至下一年度办理的申请。", ""),
]

ALL = named(nones=NONES, denied=DENIED)


@pytest.mark.parametrize(("text", "expected"), ALL.values(), ids=ALL)
def test_what_a_sentence_states(text: str, expected: str) -> None:
    assert words(text) == sorted(expected.split())
