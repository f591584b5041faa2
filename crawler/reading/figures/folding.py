"""A text in the one form the rules are written for, each character knowing where it came from.

Full-width digits and letters become ASCII, the traditional characters of our words become simplified, blanks go, and
list commas are told from the separators of thousands. Every folded character keeps its offset, so that whatever is
found is shown in the words of the text itself.
"""

import re
from dataclasses import dataclass

#: Only the characters our own patterns are made of: texts in traditional characters are mirrors and Hong Kong fonts.
_TRADITIONAL = str.maketrans(
    "開門動報條項數請訴訟復議網覽費減證個處點員專職訓經萬億兩餘約近來發佈佈錄無沒從達計總當傳郵電話諮詢結辦復覆關於據屬"
    "務業類與爲為級機構單位實際內資訊會議問題規劃畫號編製書籤閱讀擊訪間觀眾補護應對時間紙張彙彙統對現場劑僅幾倆壹貳"
    "參陸準權責強鄉鎮縣區廳執導組領認見稅財產獲億環農況複谘態礦臺屆轉館問標麼們這還進過運選邊黨團體學習設計備檢歷範圍員"
    "寫讓該許話語調論證識讀變負購賬貼賴贊車軌軍輔輕載輸迴遞遠適遲釋針鈴錢鎖鏈長閉閒閣關陳陽隊際險隨難雙雜離"
    "欄檔織決舉廣聞圖戶顯櫥簡觸頭",
    "开门动报条项数请诉讼复议网览费减证个处点员专职训经万亿两余约近来发布布录无没从达计总当传邮电话咨询结办复复关于据属"
    "务业类与为为级机构单位实际内资讯会议问题规划画号编制书签阅读击访间观众补护应对时间纸张汇汇统对现场剂仅几俩壹贰"
    "参陆准权责强乡镇县区厅执导组领认见税财产获亿环农况复咨态矿台届转馆问标么们这还进过运选边党团体学习设计备检历范围员"
    "写让该许话语调论证识读变负购账贴赖赞车轨军辅轻载输回递远适迟释针铃钱锁链长闭闲阁关陈阳队际险随难双杂离"
    "栏档织决举广闻图户显橱简触头",
)
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF0C}
_MARKS = dict(zip(map(ord, "﹪٪〔﹝【】〕"), "%%[[[]]", strict=True))
_FOLD: dict[int, str | int] = {**_TRADITIONAL, **_WIDE, **_MARKS}
#: Joined to the character before them by no rule: blanks, soft hyphens, the marks of text direction and byte order.
_DROPPED = frozenset(
    [chr(code) for code in range(0x3001) if chr(code).isspace()]
    + [chr(code) for code in (0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F), 0x2060, 0xFEFF)]
)
_KEPT_APART = frozenset(" \t\u3000\xa0")
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,40}\]")


def simplify(text: str) -> str:
    """The text with the traditional characters of our words made simplified, as long as before."""
    return text.translate(_TRADITIONAL)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and, for each of its characters, the offset it has in the text it was folded from."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded characters [start, end) stand in the text itself."""
        if start >= end:
            raise ValueError("an empty span shows no evidence")
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str, start: int = 0, end: int | None = None) -> Folded:
    """Fold text[start:end]. Digits stay apart where a blank of the same line keeps them apart, and are joined where
    only a line break does: pages of PDF break numbers, tables are not folded."""
    stop = len(text) if end is None else end
    translated = text[start:stop].translate(_FOLD)
    hidden = {position for match in _BOOKMARK.finditer(text, start, stop) for position in range(*match.span())}
    characters: list[str] = []
    offsets: list[int] = []
    blank = False
    for position, character in enumerate(translated, start):
        if character in _DROPPED or position in hidden:
            blank = blank or character in _KEPT_APART
            continue
        if blank:
            blank = False
            if "0" <= character <= "9" and characters and "0" <= characters[-1] <= "9":
                characters.append(" ")
                offsets.append(position)
        characters.append(character)
        offsets.append(position)
    return Folded(_commas("".join(characters), text, offsets), tuple(offsets))


#: 1，234条 has no other reading than a thousand and more, whatever comma is printed.
_COUNTED = re.compile(r"[余多]?(?:条|件|篇|份|项|宗|则|人次|次|元|万)")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:[,，]\d{3})+(?![\d,])")


def _commas(folded: str, text: str, offsets: list[int]) -> str:
    """Only separators of thousands stay `,`. A full-width comma is one only between full-width digits."""
    kept: set[int] = set()
    for match in _THOUSANDS.finditer(folded):
        commas = [position for position in range(*match.span()) if folded[position] in ",，"]
        wide = [text[offsets[position]] == "\uff0c" for position in commas]
        if (
            not any(wide)
            or _COUNTED.match(folded, match.end())
            or all(ord(text[offsets[p - 1]]) > 0xFF00 < ord(text[offsets[p + 1]]) for p in commas)
        ):
            kept.update(commas)
    swapped = folded.replace(",", "，")
    if not kept:
        return swapped
    return "".join("," if position in kept else character for position, character in enumerate(swapped))
