"""Comparison text: what identity is decided on, never shown. Pure; `COMPARISON_RULES` names the rules.

Two texts are one version when their comparison texts are equal. So nothing that a portal's layout or the moment of
viewing puts into a page may survive here, and everything an author could have changed must.

Folded: full- and half-width, vertical and small forms; Kangxi radicals (Word and PDF conversions put them in place of
the characters); canonical equivalents; typographic variants of one mark (，and ,  。and .  “ and "  〔 and [  — and -);
○ and ◯ to 〇, and 0, O or o between Chinese numerals to 〇 (二○一八, 二0一七 and 二〇一七 are all printed).
Gone: white space and invisible characters, lines of nothing but cell separators, Word bookmarks, view counters and
dates of viewing.
Kept on purpose: every digit; ① ㈠ ² ½ Ⅷ, whose compatibility forms would turn into digits and letters the author did
not write; 、 and 《》, which are no variants of , and "; cell separators within a table, because 1|12 is not 11|2.
"""

import hashlib
import re
import unicodedata

COMPARISON_RULES = "cmp-1"

#: Compatibility forms that are layout. The others (<circle>, <super>, <fraction>, <compat> …) carry meaning.
_LAYOUT_FORMS = ("<wide>", "<narrow>", "<vertical>", "<small>")
_KANGXI_RADICALS = range(0x2F00, 0x2FD6)

_MARKS = str.maketrans(
    {
        **dict.fromkeys("，﹐", ","),
        **dict.fromkeys("。｡", "."),
        **dict.fromkeys("“”„‟″＂「」『』〝〞", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("〔【〖﹝", "["),
        **dict.fromkeys("〕】〗﹞", "]"),
        **dict.fromkeys("—–‐‑‒―─━−", "-"),
        **dict.fromkeys("〜∼", "~"),
        **dict.fromkeys("•・‧∙⋅", "·"),
        "…": "...",
        **dict.fromkeys("○◯", "〇"),
    }
)

_ZERO_BETWEEN_NUMERALS = re.compile(r"(?<=[一二三四五六七八九])[〇0Oo]+(?=[一二三四五六七八九十年])")
_BOOKMARK = re.compile(r"\[bookmark:\s*\w*\s*\]", re.IGNORECASE)
_ONLY_SEPARATORS = re.compile(r"[|\s]*\|[|\s]*\Z")

_SPACE = r"[^\S\n]*"
#: Beside a counter stands nothing of the report: the line's end, a bracket, a separator, or blanks.
_LEFT, _RIGHT = r"(?:^|(?<=[\s|\[(]))", r"(?=$|[\s|\])])"
_COUNT = rf"{_SPACE}:{_SPACE}(?:\[?\d{{1,9}}\]?{_SPACE}(?:人次|次)?)?"
_COUNTER = re.compile(
    rf"{_LEFT}(?:(?:已?浏览|点击|阅读|打开)(?:次数|数|量)?|已阅读?|人气){_COUNT}{_RIGHT}", re.MULTILINE
)
#: Reports state these of the portal itself ("访问量：12345次"), so they count as a page's only beside its other labels.
_DOUBTFUL_COUNTER = re.compile(rf"{_LEFT}(?:访问(?:量|次数)|点击率){_COUNT}{_RIGHT}", re.MULTILINE)
_PAGE_LABEL = re.compile(r"(?:发布时间|发布日期|信息来源|来源|作者|字号|字体|责任编辑)\s*:")
_COUNT_ON_ITS_OWN_LINE = re.compile(
    rf"^{_SPACE}(?:浏览|点击|阅读)(?:次数|数|量)?{_SPACE}:{_SPACE}\n\s*\d{{1,9}}{_SPACE}(?:次)?{_SPACE}$",
    re.MULTILINE,
)
_MOMENT = (
    rf"\d{{4}}[年/-]{_SPACE}\d{{1,2}}[月/-]{_SPACE}\d{{1,2}}日?"
    rf"(?:{_SPACE}(?:星期|周)[一二三四五六日天])?(?:{_SPACE}\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"
)
_VIEWED = re.compile(
    rf"{_LEFT}(?:今天是|(?:打印|当前|现在|浏览|访问)(?:时间|日期){_SPACE}(?=:)){_SPACE}:?{_SPACE}{_MOMENT}[,.]?{_RIGHT}",
    re.MULTILINE,
)
#: A counter stands on a short line of its own; a paragraph that speaks of clicks is the report's.
_LABEL_LINE = 160


def comparison_text(text: str) -> str:
    """What remains of a clean text for comparing. Applied to its own result it changes nothing."""
    while (folded := _fold(text)) != text:
        text = folded
    return text


def comparison_digest(text: str) -> str:
    """SHA-256 of the comparison text in UTF-8."""
    return hashlib.sha256(comparison_text(text).encode("utf-8", "surrogatepass")).hexdigest()


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_WIDTHS))
    text = text.translate(_MARKS)
    text = _BOOKMARK.sub("", text)
    text = _COUNT_ON_ITS_OWN_LINE.sub("", text)
    text = "".join(_fold_line(line) for line in text.split("\n")).translate(_INVISIBLE)
    text = _ZERO_BETWEEN_NUMERALS.sub(lambda zeros: "〇" * len(zeros.group()), text)
    return unicodedata.normalize("NFC", text)


def _fold_line(line: str) -> str:
    if _ONLY_SEPARATORS.match(line):
        return ""
    if len(line) <= _LABEL_LINE:
        line = _VIEWED.sub("", line)
        if _PAGE_LABEL.search(line):
            line = _DOUBTFUL_COUNTER.sub("", line)
        line = _COUNTER.sub("", line)
    return line


class _Widths(dict[int, str]):
    """Each character's full-size upright form, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        kind, _, points = unicodedata.decomposition(character).partition(" ")
        if point in _KANGXI_RADICALS:
            character = unicodedata.normalize("NFKC", character)
        elif kind in _LAYOUT_FORMS:
            character = "".join(chr(int(part, 16)) for part in points.split())
        self[point] = character
        return character


class _Invisible(dict[int, str]):
    """Nothing for white space, controls and format characters, each other character itself."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        hidden = character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Zs")
        self[point] = "" if hidden else character
        return self[point]


_WIDTHS, _INVISIBLE = _Widths(), _Invisible()
