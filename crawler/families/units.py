"""Captions in navigation: which name a unit, which name a column of annual reports, which folders stand for a year."""

import re

#: Captions under which portals keep annual reports.
REPORT_CAPTION = re.compile(r"年报|年度报告|年度工作报告")
#: Directory names under which they do. TRS appends _<number> to a name already taken (zfxxgknb_171215).
_REPORT_FOLDER = re.compile(
    r"(?:zf)?(?:xxgk|gk)(?:gz)?(?:nb|ndbg|nianbao)|ndbg|nb|xinxigongkainianbao|xxgk-xxgknb|annualreport",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[\u3400-\u9fff\U00020000-\U0002ffff·]{1,16}(?:镇|乡|街道|地区|苏木|农场|林场|牧场|开发区|园区|管委会|管理区)"
    r"(?:人民政府|政府|办事处|街道办事处)?\Z"
)
_GENERIC = re.compile(r"(?:各|全县|全市|全区)?(?:乡|镇|街道|办事处|地区|及|和|与)+\Z")
_YEAR_FOLDER = re.compile(r"(?:[A-Za-z-]*)((?:19|20)\d{2})(?:n|nb|nd|ndbg|year)?(?:_\d+)?\Z")


def is_unit_name(caption: str) -> bool:
    """Whether a caption is nothing but the name of a town, street or the like (高岭镇, 鼓楼街道办事处), and not a
    heading over several (乡镇, 各乡镇)."""
    return _UNIT.match(caption) is not None and _GENERIC.match(caption) is None


def is_report_folder(segment: str) -> bool:
    """Whether a directory's name is one of those annual reports are kept under (ndbg, gknb, zfxxgknb_171215)."""
    return _REPORT_FOLDER.fullmatch(re.sub(r"_\d+\Z", "", segment)) is not None


def year_of_folder(segment: str) -> int | None:
    """The year a directory's name stands for (gknb2017, 2017n, 2017nb, 2017), None for 201704 and all others."""
    match = _YEAR_FOLDER.match(segment)
    return int(match.group(1)) if match else None
