"""What is damaged: every golden page, files of every type the replica writes, and saved real pages where asked for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from crawler.families.base import Fetch, Page
from tests.golden_pages import GoldenPage, golden_folders, load_golden_page
from tests.replica.county import Block, Cell, Paragraph, Table
from tests.replica.files import make_file

#: Types of files the replica writes.
EXTENSIONS = ("docx", "doc", "wps", "pdf", "ofd", "rtf", "xlsx", "xls", "et", "zip")

_REPORT: tuple[Block, ...] = (
    Paragraph("白石镇2022年政府信息公开工作年度报告"),
    Paragraph("一、总体情况"),
    Paragraph("2022年，我镇主动公开政府信息86条，收到依申请公开申请3件，均已按时答复。"),
    Table(
        (
            (Cell("信息内容"), Cell("本年制发件数"), Cell("本年废止件数"), Cell("现行有效件数")),
            (Cell("规章"), Cell("0"), Cell("0"), Cell("0")),
            (Cell("行政规范性文件", colspan=2), Cell("1"), Cell("4")),
        )
    ),
    Paragraph("白石镇人民政府"),
    Paragraph("2023年1月12日"),
)


@dataclass(frozen=True)
class Source:
    """One whole page or file. `golden` is the page's row and wish; None for files and for pages without a row."""

    name: str
    body: bytes
    golden: GoldenPage | None = None
    extension: str = ""
    weight: float = 1.0


def load_sources(data: Path | None = None) -> list[Source]:
    """Every source there is, in a fixed order; with `data` the pages saved in that folder too.

    Raises FileNotFoundError when that folder lists no pages.
    """
    return [*_golden(), *_written(), *(_saved(data / "pages") if data else ())]


def pick_source(sources: list[Source], rng: Random) -> Source:
    """A source by its weight: many golden pages and files, a real page now and then, because those are large."""
    return rng.choices(sources, weights=[source.weight for source in sources])[0]


def _golden() -> Iterator[Source]:
    for folder in golden_folders():
        golden = load_golden_page(folder)
        yield Source(f"{folder.parent.name}/{folder.name}", golden.page.body, golden)


def _written() -> Iterator[Source]:
    for extension in EXTENSIONS:
        yield Source(f"report.{extension}", make_file(extension, _REPORT), extension=extension, weight=6.0)


def _saved(folder: Path) -> Iterator[Source]:
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        file = folder.parent / record["file"]
        extension = file.suffix.removeprefix(".")
        yield Source(f"saved {record['id']}", file.read_bytes(), None, "" if extension == "html" else extension, 0.5)


def as_page(body: bytes, golden: GoldenPage | None) -> Page:
    """Damaged bytes as the answer to the wish of a golden page, or as an article of nobody's."""
    if golden is None:
        url = "http://www.mhk.gov.cn/zwgk/xxgk/xzj/jhz/ndbg/202301/t20230112_57283.html"
        return Page(url, 200, {"content-type": "text/html"}, body, Fetch(url, "article"))
    whole = golden.page
    return Page(whole.url, whole.status, whole.headers, body, whole.fetch)
