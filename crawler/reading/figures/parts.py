"""Parts of a total: which words name a category, a channel or a body, cleaned of what only joins them.

Labels stay as printed. A list number glued to its label (7大路边镇政府应急管理2条) is no part of it. A count of 网站,
公众号 or 查阅点 is a channel's, a count of 各乡镇 or 县直各单位 a body's.
"""

import re

_CHANNEL = (
    r"线上|线下|门户网站|政府网站|政府网(?!站)|网站|网页|网上|网络|互联网|信息公开网|信息网|政务网|公开网|微信公众号|公众号"
    r"|微信|微博|新媒体|抖音|头条号?|客户端|[Aa][Pp][Pp]|公示栏|公开栏目|公开栏|揭示板|公开板|公示板|宣传栏|公告栏|公开专栏|专栏|橱窗"
    r"|政府公报|政务公报|查阅点|查阅场所|档案馆|图书馆|电子屏|显示屏|LED屏?|触摸屏|广播|电视"
    r"|报纸|报刊|新闻媒体|媒体|短信|简报|政务服务中心|便民服务中心|服务大厅|信息平台|公开平台"
    r"|网站平台|平台|村务公开|一卡通|明白纸|宣传单"
)
CHANNEL = re.compile(_CHANNEL)
#: A label is a channel's when it ends in one: 政府网站信息, 微信公众号; 网站建设 is a category.
CHANNEL_LABEL = re.compile(rf"(?:{_CHANNEL})(?:上|类|平台|渠道|公开|信息|发布|政府信息|政务信息|等)*$")
#: The places that are *the* disclosure: where only they are counted, their count is the total the report gives.
SITE = re.compile(r"网站|政府网|网页|网上|网络|互联网|公开网|政务网|公开专栏|专栏|公开栏目|平台|门户")
#: 通过网站、公众号等渠道共公开500条 counts them together.
_TOGETHER = re.compile(
    rf"(?:{_CHANNEL})[^，；]{{0,8}}?(?:、|和|与|及|，)[^；]{{0,14}}?(?:{_CHANNEL})|线上(?:和|、|与)?线下|[全各多]平台|全媒体|(?:各种|各类|多种|不同)[^，；]{{0,8}}?(?:渠道|形式|方式|途径|载体|平台|媒介|媒体)|等[^，；]{{0,8}}?"
    rf"(?:渠道|形式|方式|途径|载体|平台|媒介|媒体)"
)
_BODY = re.compile(
    r"(?:^|[、，和及])(?:(?:县|区|市|州|镇|街)直(?:各?(?:部门|单位|机关))?|各(?:乡镇|镇街|镇|乡"
    r"|街道|部门|单位|村|社区|科室|站所|处室|县区|区县)[^，；]{0,10}?)(?:共|共计|累计"
    r"|[^全]{0,4})?(?=主动|公开|发布|报送)"
)
_WHOLE = re.compile(r"全(?:县|市|区|镇|乡|街道|州|省|局|系统)|共计?主动公开|共计?公开|合计|总计|和[^，]{0,4}县直")
#: 微信公众号常态化运营，全年发布502篇 counts what the account issued; 网站 beside it makes it all channels'.
_ACCOUNT = re.compile(r"微信公众(?:号|平台)|公众号|订阅号|视频号|微信|微博|抖音|头条号?|新媒体|客户端")
_PLACE = re.compile(r"网站|政府网|网页|门户|政务网|公开网|公开平台|公开栏|公示栏|宣传栏|公告栏|显示屏|广播|电视")
_APPLICANT = re.compile(r"自然人|公民|个人|法人|企业|社会组织|科研机构|其他组织")
_REQUEST_CHANNEL = re.compile(
    r"当面|现场|来人|来访|上门|网上|网络|互联网|网站|在线|信函|邮寄|书信|信件|电子邮件|邮件|邮箱"
    r"|传真|电话|书面|口头|窗口|平台|其[他它](?:形式|方式|渠道)"
)
_MARKS = r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]|[①-⑳]|[一二三四五六七八九十]是"
_OPENING = re.compile(
    rf"^(?:{_MARKS}|其中|其他的?(?=主动)|具体(?:为|是|情况|如下)?|主要(?:为|是|有|包括)?|包括"
    rf"|包含|涵盖|分别(?:为|是|有)|涉及|内容(?:为|有|主要|涵盖|包括|涉及)|按[^，:]{{0,12}}?(?:分|划分|看)"
    rf"|从[^，:]{{0,16}}?(?:看|划分|分)"
    rf"|(?:20\d\d年度?|全年|本年度?|今年)|[，、；:;：。和及与“”\s]|以及|另有|另|还有"
    rf"|截[止至][^，]{{0,14}}，|共有?|其余)+"
)
_VERB = re.compile(
    r"^(?:已|均|共|累计|审核)*(?:主动公开|公开(?!栏|板|专栏|网)|发布|上传|录入|更新|发出|刊登|公示(?!栏|板)|推送|编发|转发"
    r"|报道|发表|制作|新增|在|通过|利用|借助)(?:了|各类)*"
)
_CLOSING = re.compile(
    r"(?:(?<=类)的?(?:政府|政务)?信息(?:内容)?)?(?:的?(?:信息)?(?:数量|条数|总数|数)"
    r"|(?:(?<=[板栏屏站台号博])上)?(?:主动)?(?:公开|发布|刊登|刊出|推送|更新|上传)(?:了"
    r"|各类)?(?:政府|政务|工作)?(?:信息"
    r"|内容|文章|动态)?的?(?:数量|数)?)?"
    r"(?:[:：]|“|”|共计|共有|共|合计|总计|累计|均|各|分别|达到|达|为|是|有|约|近|\))*$"
)
_GLUED = re.compile(r"^(?:20\d\d年)?\d{1,2}(?=[\u4e00-\u9fff])(?!年|月|日|个|类|项|次)")
_LONGEST = 48


def label_of(words: str) -> str:
    """The category or channel a count belongs to, from the words before it; "" when nothing names one."""
    # (含领导分工调整等)、工作动态48条: what a bracket closed before is another part's.
    label = words if "(" in words[: words.rfind(")") + 1] else words[words.rfind(")") + 1 :]
    for _ in range(3):
        before = label
        label = _GLUED.sub("", _OPENING.sub("", label))
        if label == before:
            break
    if "”" in label and "“" not in label:
        label = label[label.rfind("”") + 1 :] or label
    label = _CLOSING.sub("", _VERB.sub("", label)).strip("，、；:：。“”()（） ")
    return label if 1 < len(label) <= _LONGEST and re.search(r"[\u4e00-\u9fffA-Za-z]", label) else ""


def channel_of(words: str) -> str:
    """The one channel a count is of, as printed; "" when none is named or several are counted together."""
    if _TOGETHER.search(words):
        return ""
    matches = list(CHANNEL.finditer(words))
    if not matches:
        return ""
    last = matches[-1]
    opening = re.search(r"[\u4e00-\u9fffA-Za-z·]{0,14}$", words[: last.start()])
    prefix = opening[0] if opening else ""
    prefix = re.split(
        r"[在于从过由用年]|进行|开展|发布|推送|刊[出登]|出刊|张贴|编发|发放|印发|20\d\d年|全年"
        r"|我[镇乡县区局市]|本[镇乡县区局市]",
        prefix,
    )[-1]
    return (prefix + last[0]) if len(prefix) <= 12 else last[0]


def channels_of(words: str) -> list[str]:
    """Every channel named in words that count each of them apart."""
    return list(dict.fromkeys(match[0] for match in CHANNEL.finditer(words)))


def accounts_of(words: str) -> str:
    """The one kind of account words speak of, as printed last; "" where they name none or a site as well."""
    if _PLACE.search(words):
        return ""
    return next((match[0] for match in reversed(list(_ACCOUNT.finditer(words)))), "")


def is_body(words: str) -> bool:
    """Whether a count is one of several bodies' own: 县直各单位主动公开…, 各乡镇主动公开…, but not 全县各部门共…."""
    return _BODY.search(words) is not None and _WHOLE.search(words) is None


def request_channel(words: str) -> str:
    """How requests were made, as printed: 当面, 网络, 信函 …; "" when the words name no one way."""
    found = {match[0]: match for match in _REQUEST_CHANNEL.finditer(words)}
    return next(iter(found)) if len(found) == 1 else ("电子邮件" if set(found) == {"电子邮件", "邮件"} else "")


def applicant_of(words: str) -> str:
    """Who alone made the requests counted: 自然人, 法人; "" where none or all are named (公民、法人和其他组织)."""
    plain = re.sub(r"法人(?:或者?|和|及|与|、)其[他它]组织", "法人", words.replace("公民个人", "公民"))
    kinds = _APPLICANT.findall(plain)
    return kinds[0] if len(set(kinds)) == 1 else ""
