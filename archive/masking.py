"""Hiding what identifies a private person from public output: mobile numbers, personal mail, identity numbers.

Each hidden character becomes one mark, so that a masked text is as long as the text and every span still fits. The
stored text is never changed. Telephones of offices, codes of bodies and numbers of documents stay: they are public.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

#: What a text without any private number or mail lacks; most texts do, and looking closer takes 50 times as long.
_SUSPECT = re.compile(r"[@＠]|[1１][3-9３-９]\d[^\d\n]?\d{4}[^\d\n]?\d{4}|\d{15}")
#: What a hidden character becomes. It is no letter, digit or blank of any report.
MARK = "█"

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
#: Other hyphens that stand between the groups of a number; each is one character, as what it becomes.
_FOLD = _WIDE | dict.fromkeys(map(ord, "‐‑‒–—−﹣"), "-") | {0x3000: " ", 0xA0: " "}
#: An address of a page: digits in it name an article, not a person.
_ADDRESS = re.compile(r"(?:https?://|www\.)[A-Za-z0-9./:_%?&=#~+-]+", re.IGNORECASE)
#: A mobile number has 11 digits from 13 to 19, written whole or as 138-0013-8000 or 138 0013 8000, perhaps behind 0 or
#: +86. What follows tells it from a sum of money, a decimal, and a date or page that ends in such digits.
_MOBILE = re.compile(
    r"(?<![\dA-Za-z_.=])(?:\+?(?:0{0,2}86)[- ]?|0)?(?P<number>1[3-9]\d(?P<gap>[- ]?)\d{4}(?P=gap)\d{4})"
    r"(?!\d|[A-Za-z_]|[.,]\d|-\d| ?[万亿]| ?(?:元|条|件|人次|个|次|份|%|㎡|平方|公里|吨|亩))"
)
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_+-])?) ?@ ?"
    r"(?P<host>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4})"
)
#: Providers whose boxes belong to persons. Every other host, first of all .gov.cn, is an office's own.
_PROVIDERS = frozenset(
    "qq.com foxmail.com 163.com 126.com 188.com yeah.net 139.com 189.cn wo.cn sina.com sina.cn sina.com.cn sohu.com "
    "sogou.com tom.com 21cn.com 263.net aliyun.com eyou.com 56.com china.com live.cn live.com msn.com msn.cn "
    "hotmail.com outlook.com gmail.com icloud.com yahoo.com yahoo.cn yahoo.com.cn vip.qq.com vip.163.com vip.126.com "
    "vip.sina.com vip.sohu.com".split()
)
_IDENTITY = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<![\dA-Za-z])\d{15}(?![\dA-Za-z])")
_IDENTITY_LABEL = re.compile(r"身份证(?:件)?(?:号码|号)?[:： (（]*\Z")
#: Labels behind which a long number names a document, a site, a body or an account, whatever it looks like.
_PUBLIC_LABEL = re.compile(
    r"(?:索引号|文号|编号|备案号?|备案序号|标识码|信用代码|机构代码|登记号|许可证号?|证书号?|统一编码|项目代码|流水号|订单号|账号|帐号|ICP|ICP备)"
    r"[^\n\d]{0,6}\Z",
    re.IGNORECASE,
)
_LABEL_ROOM = 16
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
#: First two digits of a division code: provinces, Taiwan, Hong Kong, Macao, and the code of residents from there.
_PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
)


def mask(text: str) -> str:
    """The text with every private number and personal mail address hidden; exactly as long, the rest untouched."""
    spans = list(private_spans(text))
    if not spans:
        return text
    characters = list(text)
    for start, end in spans:
        for place in range(start, end):
            if characters[place].isalnum() or characters[place] in "._%+-":
                characters[place] = MARK
    return "".join(characters)


def private_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a text names a person by number or mail: half open, in code points; spans may overlap."""
    if _SUSPECT.search(text) is None:
        return
    folded = text.translate(_FOLD)
    addresses = [match.span() for match in _ADDRESS.finditer(folded)]
    for pattern, group, private in _KINDS:
        for match in pattern.finditer(folded):
            start, end = match.span(group)
            if private(match, folded[max(0, start - _LABEL_ROOM) : start]) and not _inside(start, addresses):
                yield from _groups(folded, start, end) if group == "number" else [(start, end)]


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a resident's identity number (GB 11643-1999): division, date of birth, check digit."""
    if len(number) != 18 or not number[:17].isdigit() or int(number[:2]) not in _PROVINCES:
        return False
    if not _is_birth(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECK[total % 11] == number[17].upper()


def _is_mobile(match: re.Match[str], before: str) -> bool:
    if match["gap"] == " " and (re.search(r"\d +\Z", before) or re.match(r" +\d", match.string[match.end() :][:3])):
        return False  # a row of numbers, as files lay out their tables
    return not _PUBLIC_LABEL.search(before)


def _is_personal_mail(match: re.Match[str], _before: str) -> bool:
    return match["host"].lower() in _PROVIDERS


def _is_identity(match: re.Match[str], before: str) -> bool:
    return not _PUBLIC_LABEL.search(before) and is_identity_number(match[0])


def _is_old_identity(match: re.Match[str], before: str) -> bool:
    """The 15 digits given out until 1999 carry no check digit, so only their label tells them from other numbers."""
    return bool(_IDENTITY_LABEL.search(before)) and _is_birth(f"19{match[0][6:12]}")


_Private = Callable[[re.Match[str], str], bool]
_KINDS: tuple[tuple[re.Pattern[str], str | int, _Private], ...] = (
    (_IDENTITY, 0, _is_identity),
    (_OLD_IDENTITY, 0, _is_old_identity),
    (_MOBILE, "number", _is_mobile),
    (_MAIL, "name", _is_personal_mail),
)


def _groups(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The groups of digits of a mobile number; what parts them may stay."""
    return (match.span() for match in re.compile(r"\d+").finditer(folded, start, end))


def _is_birth(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)
