"""The five given reports, placed into their portals as text.

They lie outside the repository; only this module knows which of their lines a portal's page template makes itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.replica.county import Block, Paragraph

#: Where the given texts lie beside the repository, when they do.
DEFAULT_TEXTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "seeds"


class MissingSeeds(FileNotFoundError):
    """A folder of given texts lacks one. Point --texts at the folder whose files begin with 000 to 004."""


@dataclass(frozen=True)
class Place:
    """Which report a given text is, and which of its lines (counted from 0) are page chrome.

    `title` is the line the portal shows as the page's heading; it may span lines, or lie in the metadata grid.
    """

    host: str
    unit: str
    year: int
    title: str
    signed: date | None
    chrome: tuple[int, ...] = ()


#: 001: the rows of pipes and 名 称 are the metadata grid of the page, the last four lines its footer.
PLACES: Mapping[str, Place] = {
    "000": Place("tx.gov.cn", "石门镇", 2017, "石门镇2017年度信息公开工作报告", date(2018, 1, 3)),
    "001": Place(
        "qiongzhong.hainan.gov.cn",
        "和平镇",
        2016,
        "和平镇2016年政府信息公开工作总结",
        date(2017, 2, 20),
        (0, 1, 2, 3, 4, 5, 6, 36, 37, 38, 39),
    ),
    "002": Place("bjmy.gov.cn", "不老屯镇", 2013, "2013年密云县不老屯镇政府信息公开工作年度报告", date(2013, 12, 31)),
    "003": Place(
        "lianzhou.gov.cn", "大路边镇", 2017, "连州市大路边镇人民政府党政办公2017年政府信息公开工作年度报告", None
    ),
    "004": Place("mhk.gov.cn", "湾龙镇", 2017, "湾龙镇2017年政务公开工作情况汇报", date(2017, 11, 25)),
}


@dataclass(frozen=True)
class Seed:
    """A given text as a page holds it: its own lines, and those the template prints."""

    number: str
    place: Place
    lines: tuple[str, ...]
    chrome: tuple[str, ...]

    @property
    def body(self) -> tuple[Block, ...]:
        return tuple(Paragraph(line) for line in self.lines)


def load_seeds(folder: Path) -> dict[tuple[str, str, int], Seed]:
    """The given texts by (host, unit, report year).

    Raises MissingSeeds when a file is not there.
    """
    seeds = {}
    for number, place in PLACES.items():
        files = sorted(folder.glob(f"{number}_*.txt"))
        if not files:
            raise MissingSeeds(f"{folder} holds no {number}_*.txt")
        lines = files[0].read_text(encoding="utf-8").split("\n")
        while lines and not lines[-1].strip():
            lines.pop()
        body = tuple(line for index, line in enumerate(lines) if index not in place.chrome)
        chrome = tuple(line for index, line in enumerate(lines) if index in place.chrome)
        seeds[place.host, place.unit, place.year] = Seed(number, place, body, chrome)
    return seeds
