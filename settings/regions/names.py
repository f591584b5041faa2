"""How the names and codes of divisions are read: levels, base names, rows that are not bodies."""

import re
from typing import Literal, get_args

Level = Literal["province", "prefecture", "county", "township"]
LEVELS: tuple[Level, ...] = get_args(Level)

# The length of a code says its level. The padded six-digit form cannot: 441900 is both 东莞 the prefecture-level city
# and the county-level row its townships hang from.
LEVEL_OF_LENGTH: dict[int, Level] = {2: "province", 4: "prefecture", 6: "county", 9: "township"}

_NOTES = re.compile(r"(?:[（(][^（）()]*[）)])+$")
_COUNTY_SUFFIX = re.compile(r"(?:自治县|自治旗|联合旗|特区|林区|新区|矿区|市|县|区|旗)$")
_TOWNSHIP_SUFFIX = re.compile(r"(?:街道办事处|地区办事处|民族乡|民族苏木|街道|地区|苏木|镇|乡)$")


def level_of(code: str) -> Level:
    """The level a normal code (2, 4, 6 or 9 digits) stands for; KeyError for any other length."""
    return LEVEL_OF_LENGTH[len(code)]


def normal_code(padded: str) -> str:
    """A six-digit printed code without the zeros that only pad it: 330000 → 33, 330400 → 3304, 330483 as it is."""
    if padded.endswith("0000"):
        return padded[:2]
    return padded[:4] if padded.endswith("00") else padded


def is_grouping(name: str) -> bool:
    """True for the rows that only group others and are no body: 市辖区, 县, 省直辖县级行政区划 and their like."""
    return name in ("市辖区", "县") or "直辖" in name


def plain_name(name: str) -> str:
    """The name without the source's own notes and notation: 太平乡（特殊乡镇） → 太平乡, 东风街道办事处 → 东风街道.

    The statistics bureau wrote 街道办事处 up to its 2018 edition and 街道 from 2019; the offices did not change.
    """
    plain = _NOTES.sub("", name) or name
    return plain.removesuffix("办事处") if plain.endswith(("街道办事处", "地区办事处")) else plain


def base_name(name: str, level: Level) -> str:
    """The name without what it is: 密云县 and 密云区 → 密云, 石门镇 and 石门街道办事处 → 石门.

    A name that would lose all but one character (城区, 郊区, 东街道) is kept whole: one character identifies nothing.
    """
    suffix = {"county": _COUNTY_SUFFIX, "township": _TOWNSHIP_SUFFIX}.get(level)
    plain = plain_name(name)
    base = suffix.sub("", plain) if suffix else plain
    return base if len(base) > 1 else plain
