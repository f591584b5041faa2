"""A portal of a few pages for tests of the crawl itself: no network, no process, the real crawl over a real archive.

Pages are TRS lists and articles. A page may have an ETag, and the portal may say 304 as long as that stands.
"""

import asyncio
import json
import sqlite3
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response

from archive.record import Record
from crawler.crawl import SiteCrawl
from crawler.order import Finished, Order
from settings.env import Env, load_env
from settings.sites import Column, Site

HOST = "mhk.gov.cn"
ROOT = f"http://www.{HOST}/zwgk/ndbg/"


SITE = Site(
    host=HOST,
    name="梅河口市人民政府",
    division="220581",
    hosts=frozenset({f"www.{HOST}"}),
    first_year=2008,
    columns=(Column(key="annual", family="trs", start=(ROOT,)),),
    file="paper.toml",
)


@dataclass
class Sheet:
    """One page: its bytes and its ETag; `charset` is what the header claims."""

    body: bytes
    etag: str | None = None
    charset: str | None = "utf-8"


@dataclass
class PaperPortal:
    """Sheets by address; what was asked is kept. Nights pass with `crawl`. A `silent` one is out of order for articles
    asked without a condition."""

    data: Path
    sheets: dict[str, Sheet] = field(default_factory=dict)
    asked: list[tuple[str, bool]] = field(default_factory=list)
    now: datetime = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)
    silent: bool = False
    site: Site = SITE

    def declare(self, **changes: Any) -> None:
        """Change the row's one column."""
        self.site = replace(self.site, columns=(replace(self.site.columns[0], **changes),))

    def lists(self, *pages: list[str]) -> None:
        """Print these article names as the column's list, a page each."""
        for number, names in enumerate(pages):
            rows = "".join(f'<li><a href="./{name}">{title_of(name)}</a><span>2018-01-03</span></li>' for name in names)
            pager = f'<script>createPageHTML({len(pages)}, {number}, "index", "html");</script>'
            text = f'<html><body><div class="main"><ul class="list">{rows}</ul>{pager}</div></body></html>'
            self.sheets[ROOT if number == 0 else f"{ROOT}index_{number}.html"] = Sheet(text.encode())

    def article(self, name: str, said: str = "86", *, etag: str | None = None, real: str = "utf-8", **how: Any) -> None:
        """Put a report at an address; `said` is a figure in it, `real` the charset of its bytes."""
        title = title_of(name)
        sentences = "".join(
            f"<p>{line}</p>"
            for line in (
                "根据《中华人民共和国政府信息公开条例》的规定，现公布本镇政府信息公开工作年度报告。",
                f"一、主动公开情况。全年主动公开政府信息{said}条，内容涉及机构设置、财政预算、惠民补贴等方面。",
                "二、依申请公开情况。全年受理依申请公开3件，均按规定时限答复，未收取任何费用。",
                "三、行政复议和行政诉讼情况。全年未发生因政府信息公开引起的行政复议和行政诉讼。",
                "山城镇人民政府",
                "2018年1月3日",
            )
        )
        text = (
            f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
            f'<div class="TRS_Editor">{sentences}</div></body></html>'
        )
        self.sheets[f"{ROOT}{name}"] = Sheet(text.encode(real), etag, **how)

    def crawl(self, later: timedelta = timedelta(days=1), **order: Any) -> Finished:
        """Crawl once, `later` than the last time; how it ended."""
        self.now += later
        return asyncio.run(self._crawl(Order(**order)))

    async def _crawl(self, order: Order) -> Finished:
        self.asked.clear()
        crawl = SiteCrawl(self.site, self.env, order, self._answer, self._tick)
        async for _ in crawl.run():
            pass
        assert crawl.finished is not None
        return crawl.finished

    def open(self) -> Record:
        """Its archive."""
        return Record.open(self.env.database, self.env.data)

    @property
    def env(self) -> Env:
        return load_env({"FANGZHI_DATA": str(self.data), "FANGZHI_PROXY": "http://127.0.0.1:9", "FANGZHI_DELAY": "0"})

    def _tick(self) -> datetime:
        self.now += timedelta(milliseconds=50)
        return self.now

    async def _answer(self, request: Request) -> Response:
        condition = request.headers.get("If-None-Match")
        self.asked.append((request.url, condition is not None))
        sheet = self.sheets.get(request.url)
        if sheet is None:
            return Response(request.url, status=404, body=b"<html><body>404</body></html>")
        if self.silent and condition is None and "/t2" in request.url:
            return Response(request.url, status=500, body=b"<html><body>500</body></html>")
        headers = {"Content-Type": f"text/html; charset={sheet.charset}" if sheet.charset else "text/html"}
        if sheet.etag:
            headers["ETag"] = sheet.etag
            if condition is not None and condition.decode() == sheet.etag:
                return Response(request.url, status=304, headers=headers)
        return Response(request.url, status=200, headers=headers, body=sheet.body)


def name_of(number: int, year: int = 2017) -> str:
    """An article's name in the list's folder; the year of its report is in it."""
    return f"{year + 1}01/t{year + 1}0103_{number}.html"


def title_of(name: str) -> str:
    return f"山城镇{int(name[:4]) - 1}年政府信息公开工作年度报告"


def issues(portal: PaperPortal, run_id: str | None) -> list[tuple[str, str | None, dict[str, Any]]]:
    """Code, address and detail of a run's issues."""
    connection = sqlite3.connect(portal.data / "archive.sqlite")
    try:
        rows = connection.execute("SELECT code, url, detail FROM issue WHERE run_id = ? ORDER BY id", (run_id,))
        return [(code, url, json.loads(detail)) for code, url, detail in rows]
    finally:
        connection.close()
