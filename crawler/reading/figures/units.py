"""The counting words of reports: what each is printed as and the one unit it stands for.

条, 件, 篇, 份, 项, 宗 and 则 are used for the same quantity. 起, 案 and 例 count disputes. 人次 counts visits of
persons and is no 件. A count of money is kept in yuan whatever scale it is printed in.
"""

import re

#: Printed unit → normalised unit. 件 counts items and cases alike; the key of a statement tells which.
UNITS: dict[str, str] = {
    **dict.fromkeys(("条次", "条", "件次", "件", "篇次", "篇", "份", "项", "宗", "则", "张", "幅", "封"), "item"),
    **dict.fromkeys(("起", "案", "例"), "case"),
    **dict.fromkeys(("人次", "人・次"), "person_time"),
    **dict.fromkeys(("人", "名", "位"), "person"),
    **dict.fromkeys(("余次", "次", "场次", "场", "期", "轮", "批"), "time"),
    **dict.fromkeys(("个", "处", "家", "块", "台"), "place"),
    **dict.fromkeys(("元", "块钱", "圆"), "yuan"),
    "%": "percent",
    "％": "percent",
}
_ANY = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
#: Not the unit of a count: 20个工作日, 3个月, 12个方面, 第3次, 5个村, 2项制度 are read by their noun elsewhere.
_UNIT = re.compile(rf"(?:{_ANY})")
_NO_COUNT = re.compile(
    r"个(?:工作日|月|小时|自然日|方面|环节|阶段|部分|转变|百分点)|年|月|日|时|分|号|届|天|周"
    r"|期间|期限|例会|项目|条例|次序|案件[的之]?办理"
)


def unit_at(folded: str, position: int) -> str | None:
    """The counting word printed at a position of folded text, None where none stands."""
    if _NO_COUNT.match(folded, position):
        return None
    match = _UNIT.match(folded, position)
    return match[0] if match else None


def normalise(printed: str) -> str:
    """The unit a printed counting word stands for, "" for none."""
    return UNITS.get(printed, "yuan" if printed.endswith("元") else "")
