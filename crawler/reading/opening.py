"""What the first sentences of a report say of it: its own title, who compiled it, whom to ask, where.

Reports lose their title when a page is cut to its body; nearly all repeat it where they announce themselves
(现公布石门镇2017年政府信息公开工作年度报告), or name who compiled them and who answers questions.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.reading.headline import CORE, squeeze

#: The lead of a report ends long before; a page cut to one line is not read on into its chapters.
_LEAD = 1_500
_TOWN_LEAD = 400
_WE = re.compile(r"[我本全](?:镇|乡|街道|苏木)")
_ANNOUNCED = re.compile(
    r"(?:公布|公开|发布|编制成?了?|编写成?了?|制作|制定|撰写|形成了?|汇总|特将|现将|《)[的了]?"
    rf"(?P<title>[^，。；：！、《》（）()“”\n]{{0,40}}?{CORE.pattern})(?!有关|编制|的?通知|格式)"
)
_COMPILED = re.compile(
    r"由([^，。；：（）()]{2,30}?)(?:负责)?(?:统一|汇总|牵头|组织)?"
    r"(?:(?:根据|依据|按照|按)[^。；]{2,120}?)?(?:编制|编写|编撰|汇编|制作)"
)
_CONTACT = re.compile(
    r"(?:与|向)([^，。；：（）()与向]{3,34}?)(?:[（(][^）)]{0,160}[）)])?(?:进行|取得)?(?:联系|咨询|反映|垂询)"
)
_ADDRESS = re.compile(r"地址(?:为|是)?[:：]?([^；;，,。：:）)\n]{4,40})")
#: Words that stand for the issuer without naming it, and those of an order to report.
_NO_NAME = re.compile(r"我|本(?=[镇乡街县区市局单机年行])|该|关于|做好")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a report's first sentences name, "" where they do not. `town` are the first words of a lead that speaks of
    我镇 and the like: the only township it names is the one that speaks."""

    title: str = ""
    compiler: str = ""
    contact: str = ""
    address: str = ""
    town: str = ""


def read_opening(lines: Sequence[str]) -> Opening:
    """Read the lead of a report given as its lines. Lines are joined, for a PDF breaks them inside words."""
    lead = squeeze("".join(lines[:60]))[:_LEAD]
    titles = (match["title"] for match in _ANNOUNCED.finditer(lead))
    compiled, contact, address = _COMPILED.search(lead), _CONTACT.search(lead), _ADDRESS.search(lead)
    return Opening(
        next((title for title in titles if not _NO_NAME.search(title)), ""),
        compiled[1] if compiled and not _NO_NAME.search(compiled[1]) else "",
        contact[1] if contact and not _NO_NAME.search(contact[1]) else "",
        address[1] if address else "",
        lead[:_TOWN_LEAD] if _WE.search(lead) else "",
    )
