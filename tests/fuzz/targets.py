"""What damaged bytes go through: quality, every family, the cleaner, the reader, the document readers."""

from dataclasses import replace
from random import Random

from crawler.extract.documents import BrokenDocument, NotAFile, UnfoldsTooFar, UnreadDocument, read_document
from crawler.families.base import Fetch, Page, Scope, UnreadablePage
from crawler.families.registry import FAMILIES
from crawler.quality import is_same_page, judge_page
from crawler.reading.page import read_article_page, read_attachment
from settings.regions.divisions import load_divisions
from settings.sites import Column, Site
from tests.fuzz.sources import Source, as_page

#: The errors that say a page or a file cannot be read; any other is a fault of ours.
EXPECTED = (UnreadablePage, UnreadDocument, NotAFile, BrokenDocument, UnfoldsTooFar)

_SCOPE = Scope(2008, 2025)
#: Shares of the cases that also go through another family, are compared with the whole page, are read to the end: the
#: dear parts are tried often enough, and a hundred thousand cases stay a matter of minutes.
_FOREIGN_SHARE, _HOME_SHARE, _READ_SHARE = 0.2, 0.1, 0.5
_HOST = "mhk.gov.cn"


def read_page(source: Source, body: bytes, rng: Random) -> str:
    """A damaged page through its own family, and now and then through another; what came of it in a word."""
    page = as_page(body, source.golden)
    role = page.fetch.role
    judge_page(page.status, page.headers, body, page.url, kind=role)
    if rng.random() < _HOME_SHARE:
        is_same_page(body, source.body, page.headers.get("content-type"))
    if source.golden is not None:
        said = _read(page, role, *_row(source, None), full=rng.random() < _READ_SHARE)
        if rng.random() > _FOREIGN_SHARE:
            return said
    # A wish's context is its family's own note, which no other family ever sees.
    wish = Fetch(page.fetch.url, rng.choice(("index", "article")))
    foreign = replace(page, fetch=wish)
    return _read(foreign, wish.role, *_row(source, rng.choice(sorted(FAMILIES))), full=source.golden is None)


def _read(page: Page, role: str, site: Site, column: Column, *, full: bool) -> str:
    """A page through the family of its column; `full` also cleans and reads an article."""
    reader = FAMILIES[column.family]
    try:
        if role == "index":
            index = reader.parse_index(page, site, column, _SCOPE)
            return f"index of {min(len(index.entries), 1)}"
        article = reader.parse_article(page, site, column)
        if not full:
            return "article"
        reading = read_article_page(article, page, site, {"entry_title": "2022年报"}, load_divisions())
        reading.facts()
        return reading.report.kind
    except UnreadablePage:
        return "unreadable"


def read_file(source: Source, body: bytes, rng: Random) -> str:
    """A damaged file through the document readers, alone and as an attachment of a page."""
    name = rng.choice((f"年度报告.{source.extension}", "年度报告.doc", "", "../../etc/passwd", "报告" * 300 + ".pdf"))
    judge_page(200, {}, body, "http://www.mhk.gov.cn/P020230112.doc", kind="attachment")
    try:
        said = read_document(body, name).flags[0]
    except EXPECTED as error:
        said = type(error).__name__
    url = "http://www.mhk.gov.cn/zwgk/P020230112000000000000.doc"
    page = replace(as_page(body, None), url=url, fetch=Fetch(url, "attachment", context={"name": name}))
    site, _ = _row(source, "trs")
    read_attachment(page, site, {}, load_divisions()).facts()
    return said


def _row(source: Source, family: str | None) -> tuple[Site, Column]:
    """The page's own row, or a plain one of another family."""
    if source.golden is not None and family is None:
        return source.golden.site, source.golden.column
    column = Column(key="fuzz", family=family or "trs", start=(f"http://www.{_HOST}/zwgk/",))
    hosts = frozenset({_HOST, f"www.{_HOST}"})
    return Site(_HOST, "梅河口市人民政府", "220581", hosts, 2008, (column,), "fuzz.toml"), column
