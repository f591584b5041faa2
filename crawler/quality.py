"""Is a response the page that was asked for? The outcome of a look, in the archive's words, with reasons.

Portals say 200 to a missing page, to a challenge and to a captcha. Only an `ok` page is read on; everything else is
kept as evidence and never becomes a version. When in doubt a page is real: a report of one sentence is a report.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

from archive.values import CaptureOutcome
from crawler.extract.charset import decode
from crawler.extract.sniff import sniff_type

Kind = Literal["index", "article", "attachment"]

#: Bodies longer than this, in bytes, are not searched for soft errors: no error page observed is near it.
_SEARCHED = 120_000
_SHELL = 6_000

_CHALLENGES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("jsl", re.compile(r"__jsl(?:uid|_clearance)")),
    ("river", re.compile(r"\$_ts\b")),
    ("wzws", re.compile(r"wzws|reason:GeoBL", re.IGNORECASE)),
    ("cookie", re.compile(r"C3VK=|acw_sc__v2|document\.cookie\s*=")),
    ("captcha", re.compile(r"captcha|(?:输入|填写|完成|安全|滑动|滑块|人机)[^<>]{0,8}验证|验证码", re.IGNORECASE)),
)
_TITLE = re.compile(r"<title[^>]*>([^<]{0,300})", re.IGNORECASE)
_ERROR_TITLE = re.compile(
    r"\A\W*(?:404|403|500)(?:\W|错误|页面|error|not|\Z)|页面(?:不存在|未找到|找不到|已删除|出错|错误)|(?:文章|信息|内容|网页|文件|栏目)(?:不存在|已删除|未找到)|"
    r"(?:无法|没有|未)找到(?:该|此|您)?[^，。]{0,8}(?:页面|网页)|not\s+found|系统(?:提示|错误)|出错(?:了|啦)|访问(?:受限|出错|被拒绝)",
    re.IGNORECASE,
)
_GONE_SENTENCE = re.compile(
    r"(?:您|你)?(?:所)?(?:访问|查看|请求|浏览|要找)的?(?:页面|网页|文章|信息|内容|栏目|文件)(?:可能)?[^。，]{0,10}"
    r"(?:不存在|已(?:经)?(?:被)?(?:删除|下线|移除|撤销)|无法(?:找到|显示))|(?:该|此|本)?(?:页面|网页|文章|信息|内容|文件|栏目|稿件)"
    r"(?:不存在|已(?:经)?(?:被)?(?:删除|下线|移除|撤销)|未找到|找不到)|404\s*not\s*found|(?:找不到|未找到)(?:该|此|您|你)?[^。，]{0,10}(?:页面|网页)",
    re.IGNORECASE,
)
_REFUSED_SENTENCE = re.compile(
    r"(?:没有|无|暂无)(?:访问|查看|浏览)?权限|无权(?:访问|查看|浏览)|权限不足|请(?:先)?登录(?:后)?(?:再)?(?:查看|访问|浏览)|您尚未登录"
)
_EMPTY_SENTENCE = re.compile(r"(?:暂无|没有|暂时没有)(?:相关|任何|符合)?(?:信息|数据|内容|记录|文章)")
_SPAM = re.compile(
    r"百家乐|老虎机|六合彩|博彩(?:网|平台|公司|游戏)|真人(?:娱乐|荷官)|(?:澳门|网上|在线|线上)赌场|彩票(?:平台|网站)|棋牌(?:平台|游戏)|"
    r"足球下注|时时彩|北京赛车|新葡京|威尼斯人|皇冠体育|开户送|注册送\d|一夜情|代孕(?:公司|包)|办证刻章|成人视频"
)
_SILENT = re.compile(r"<(script|style|noscript|title)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_BLANK = re.compile(r"(?:\s|&nbsp;|\u3000)+")
_SOMETHING = re.compile(r"<(?:img|iframe|frame|embed|object|video)\b", re.IGNORECASE)
#: Data in scripts that a family reads: the visible page may be empty without it.
_CARRIES_DATA = re.compile(r"_CONFIG\b|<datastore|<recordset|dataStore\s*:|createPage|\bqueryData\b", re.IGNORECASE)
#: Scripts whose names a family reads from a list page that is a mere frame (Epoint); its articles load them too.
_NAMES_SCRIPTS = re.compile(r"webBuilderCommon|EWB-FRONT|/ajaxReq\.js")
_REFRESH = re.compile(
    r"<meta\b(?=[^>]*\bhttp-equiv\s*=\s*[\"']?refresh)[^>]*?\burl\s*=\s*[\"']?([^\"'>\s]+)", re.IGNORECASE
)
_LOCATION = re.compile(
    r"\blocation(?:\.href)?\s*=\s*[\"']([^\"']+)[\"']|\blocation\.(?:replace|assign)\(\s*[\"']([^\"']+)[\"']"
)
_DATA = re.compile(
    r"\A\s*(?:[\w.$]+\s*\(\s*)?[{\[]|\A\s*(?:<\?xml[^>]*>\s*)?<(?:datastore|recordset|root|rss)\b", re.IGNORECASE
)
_HAN = re.compile("[\u4e00-\u9fff]{4}")
_TAG_START = re.compile(r"</?[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Quality:
    """What a look found. `reasons` are short codes in the order they were found, `target` where a shell leads."""

    outcome: CaptureOutcome
    reasons: tuple[str, ...] = ()
    target: str | None = None


def judge_page(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    url: str,
    *,
    kind: Kind,
    home_digest: str | None = None,
    home_title: str | None = None,
) -> Quality:
    """The outcome of one look. Pure; never raises.

    `headers` have lower-case names, `body` is after content-encoding. `home_digest` (SHA-256) and `home_title` are
    those of the site's home page where they are known: some portals answer a missing article with it.
    """
    if status in (301, 302, 303, 307, 308):
        location = headers.get("location")
        return Quality("redirected", (f"status_{status}",), urljoin(url, location) if location else None)
    if status == 304:
        return Quality("unchanged", ("status_304",))
    start = decode(body[:_SHELL], headers.get("content-type")).text
    if not 200 <= status < 300:
        return _judge_status(status, start)
    if _cut_short(headers, body):
        return Quality("truncated", ("shorter_than_announced",))
    if not body.strip():
        return Quality("soft_404", ("empty_body",))
    if kind == "attachment":
        return _judge_file(body, start)
    if body.startswith(b"\x1f\x8b"):
        return Quality("error", ("still_compressed",))
    if home_digest and _depth(url) and hashlib.sha256(body).hexdigest() == home_digest:
        return Quality("soft_404", ("home_page",))
    if _is_script(headers, url) and not start.lstrip().startswith("<"):
        return Quality("ok")
    if len(body) > _SEARCHED:
        return _judge_long(start, url, home_title)
    return _judge_text(decode(body, headers.get("content-type")).text, url, kind, home_title)


def injected_terms(text: str) -> tuple[str, ...]:
    """The distinct words of gambling and like advertising in a text, in order of appearance.

    Copies of county pages with such words spliced in were observed on domains that had changed hands (文昌, 永嘉, 洪江,
    岳西 and 上虞 pages, 2026-11). One word alone proves nothing: a report may tell of a campaign against gambling.
    """
    return tuple(dict.fromkeys(_SPAM.findall(text)))


def is_same_page(one: bytes, other: bytes, content_type: str | None) -> bool:
    """Whether two pages show the same words, whatever dates and counters they show.

    A portal that answers a missing article with its home page and 200 is found out by this.
    """
    first, second = (re.sub(r"\d+", "", _shown(decode(body, content_type).text)) for body in (one, other))
    return bool(first) and first == second


def _judge_status(status: int, start: str) -> Quality:
    reason = f"status_{status}"
    marks = [name for name, pattern in _CHALLENGES if pattern.search(start)]
    if status in (412, 521, 405) or (marks and status in (403, 429, 503)):
        return Quality("challenge", (reason, *marks))
    if status in (404, 410):
        return Quality("gone", (reason,))
    if status in (401, 403, 429, 451):
        return Quality("blocked", (reason,))
    return Quality("error", (reason,))


def _cut_short(headers: Mapping[str, str], body: bytes) -> bool:
    announced = headers.get("content-length", "").strip()
    # With an encoding the announced length is that of the packed body.
    packed = headers.get("content-encoding", "identity").strip().lower() not in ("", "identity")
    return announced.isdecimal() and not packed and len(body) < int(announced)


def _is_script(headers: Mapping[str, str], url: str) -> bool:
    """Whether a script was asked for and came: a family reads ids from some (Epoint), and `i<n` in one is no tag."""
    return "javascript" in headers.get("content-type", "").lower() or urlsplit(url).path.lower().endswith(".js")


def _judge_file(body: bytes, start: str) -> Quality:
    kind = sniff_type(body)
    if kind not in ("html", "json"):
        return Quality("ok")
    if marks := [name for name, pattern in _CHALLENGES if pattern.search(start)]:
        return Quality("challenge", ("page_in_place_of_file", *marks))
    if _REFUSED_SENTENCE.search(start) or "登录" in start[:2000]:
        return Quality("blocked", ("page_in_place_of_file", "login"))
    return Quality("soft_404", ("page_in_place_of_file",))


def _judge_long(start: str, url: str, home_title: str | None) -> Quality:
    title = _title(start)
    if home_title and _depth(url) and title == _squeeze(home_title):
        return Quality("soft_404", ("home_page",))
    return Quality("ok")


def _judge_text(text: str, url: str, kind: Kind, home_title: str | None) -> Quality:
    if _DATA.match(text):
        return Quality("ok")
    title = _title(text)
    shown = _shown(text)
    size = len(shown)
    if size < 120 and (shell := _judge_shell(text, shown, url)) is not None:
        return shell
    if home_title and _depth(url) and title == _squeeze(home_title):
        return Quality("soft_404", ("home_page",))
    if len(injected_terms(title)) >= 2:
        return Quality("error", ("hijacked",))
    if size < 2_000 and _ERROR_TITLE.search(title):
        return Quality("soft_404", ("error_title",))
    if size < 600 and _GONE_SENTENCE.search(shown):
        return Quality("soft_404", ("gone_sentence",))
    if _CARRIES_DATA.search(text) or (kind == "index" and _NAMES_SCRIPTS.search(text)):
        return Quality("ok")
    if kind == "article" and (reason := _nothing_to_read(shown)):
        return Quality("soft_404", (reason,))
    if not size and not _SOMETHING.search(text):
        return Quality("soft_404", ("empty_shell",))
    if len(text) < 60 and not _HAN.search(shown) and "href" not in text.lower():
        return Quality("soft_404", ("stub",))
    if text.rfind("<") > text.rfind(">") and _TAG_START.match(text, text.rfind("<")):
        return Quality("truncated", ("ends_inside_a_tag",))
    return Quality("ok")


def _nothing_to_read(shown: str) -> str | None:
    if len(shown) < 300 and _REFUSED_SENTENCE.search(shown):
        return "permission_notice"
    if len(shown) < 60 and _EMPTY_SENTENCE.search(shown):
        return "nothing_there"
    return None


def _judge_shell(text: str, shown: str, url: str) -> Quality | None:
    """A page of script alone: a challenge, or a signpost to another address."""
    marks = [name for name, pattern in _CHALLENGES if pattern.search(text)]
    if marks:
        return Quality("challenge", tuple(marks))
    if len(text) > _SHELL:
        return None
    refresh = _REFRESH.search(text)
    # A script on a page with words may do anything; on an empty one it is the page.
    script = _LOCATION.search(text) if len(shown) <= 30 else None
    target = refresh[1] if refresh else (script[1] or script[2]) if script else None
    if target is None:
        return None
    target = urljoin(url, target.strip())
    if target == url:
        return Quality("challenge", ("reloads_itself",))
    return Quality("redirected", ("refresh" if refresh else "script",), target)


def _title(text: str) -> str:
    found = _TITLE.search(text)
    return _squeeze(found[1]) if found else ""


def _squeeze(text: str) -> str:
    return _BLANK.sub("", text)


def _shown(text: str) -> str:
    """What of a page can be seen, blanks gone; scripts, styles and the title are not."""
    return _squeeze(_TAG.sub("", _SILENT.sub("", _COMMENT.sub("", text))))


def is_home(url: str) -> bool:
    """Whether an address is a host's front page."""
    return not _depth(url)


def _depth(url: str) -> bool:
    """Whether an address is deeper than the home page."""
    return urlsplit(url).path.strip("/").lower() not in ("", "index.html", "index.htm", "index.shtml", "index.jsp")
