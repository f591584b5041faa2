"""Applications and what became of them. The sentences are invented."""

import pytest

from tests.crawler.prose_read import REQUESTS, Case, named, words

REQUESTED: list[Case] = [
    ("zero-as-number", "我局2016年收到信息公开申请0件。", "requests_received=0"),
    (
        "taken-and-done",
        "2016年，我局依申请公开受理和办结6件。",
        "requests_received=6 requests_answered=6",
    ),
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
TOLD: list[Case] = [
    ("in-hands-of-one-kind", "我局受理自然人政府信息公开申请1件。", "requests_received[自然人]=1"),
    (
        "kinds-in-sentences-of-their-own",
        "共收到政府信息公开申请46件。公民个人提出申请30件，法人或其他组织提出申请16件。",
        "requests_received=46 requests_by_applicant[公民]=30 requests_by_applicant[法人]=16",
    ),
    ("of-everybody", "受理公民、法人和其他组织提出的政府信息公开申请2件。", "requests_received=2"),
    ("a-ge-of-them", "本年度我局受理2个申请公开信息事项。", "requests_received=2"),
    ("in-a-system", REQUESTS + "政府信息依申请公开系统共收到1宗信息。", "requests_received=1"),
    ("there-were", "我局依申请信息公开办理有58件。", "requests_received=58"),
    ("two-of-them-behind", "2016年，我局收到2件政府信息公开申请。", "requests_received=2"),
    ("persons-who-asked", REQUESTS + "2016年，共有3人次申请公开政府信息。", "requests_received=3"),
    (
        "nil-in-a-row",
        "一是公开信息120条。二是依申请公开0条。",
        "proactive_total=120 requests_received=0",
    ),
    ("letters", "2016年，我局共收到依申请公开件27封。", "requests_received=27"),
    ("zero-times", "2016年共收到政府信息公开申请0件次。", "requests_received=0"),
    ("letters-asking", "我局接收到申请书55份。", "requests_received=55"),
    ("licences-of-another-kind", "办理砍伐行道树申请件63件。", ""),
    (
        "sorted-behind-their-count",
        REQUESTS + "收到申请3件。按方式区分，3件属于网络申请，1件申请信息属于已公开事项。",
        "requests_received=3",
    ),
    (
        "a-denial-beside-a-count",
        "我局接到依申请公开事项3项，均已答复，未产生依申请公开案例。",
        "requests_received=3",
    ),
    (
        "answered-of-those-asking",
        REQUESTS + "受理申请98件。已答复申请人的100件中：予以公开34件，部分公开12件。",
        "requests_received=98 requests_answered=100 granted=34 partly=12",
    ),
    (
        "carried-over-by-year",
        "新受理政府信息公开申请104件，2015年结转政府信息公开申请2件。另有6件申请结转到下年度继续办理。",
        "requests_received=104 carried_in=2",
    ),
    ("both-by-zero", "全年发生依申请和不予公开政府信息条数0条。", "requests_received=0 denied=0"),
    (
        "partly-given",
        REQUESTS + "收到申请2件，予以公开1件，部分予以公开1件。",
        "requests_received=2 granted=1 partly=1",
    ),
    (
        "named-headings-run-in",
        "（一）主动公开：全年公开信息127条。（二）依申请公开：全年收到9件。予以公开5件，无法提供4件。",
        "proactive_total=127 requests_received=9 granted=5",
    ),
]

ALL = named(requested=REQUESTED, told=TOLD)


@pytest.mark.parametrize(("text", "expected"), ALL.values(), ids=ALL)
def test_what_a_sentence_states(text: str, expected: str) -> None:
    assert words(text) == sorted(expected.split())
