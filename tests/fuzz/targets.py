"""What damaged bytes go through: quality, every family, the cleaner, the reader, the document readers."""

from dataclasses import replace
from random import Random

from crawler.extract.documents import BrokenDocument, NotAFile, UnfoldsTooFar, UnreadDocument, read_document
from crawler.families.base import Fetch, Scope, UnreadablePage
from crawler.families.registry import FAMILIES
from crawler.quality import is_same_page, judge_page
from crawler.reading.page import read_article_page, read_attachment
from settings.regions.divisions import load_divisions
from settings.sites import Column, Site
from tests.fuzz.sources import Source, as_page

#: The errors that say a page or a file cannot be read; any other is a fault of ours.
EXPECTED = (UnreadablePage, UnreadDocument, NotAFile, BrokenDocument, UnfoldsTooFar)

_SCOPE = Scope(2008, 2025)
_HOST = "mhk.gov.cn"


def read_page(source: Source, body: bytes, rng: Random) -> str:
    """A damaged page through its own family and one other; what came of it in a word."""
    page = as_page(body, source.golden)
    for kind in ("index", "article", "attachment"):
        judge_page(page.status, page.headers, body, page.url, kind=kind)
    is_same_page(body, source.body, page.headers.get("content-type"))
    own = source.golden.column.family if source.golden is not None else rng.choice(sorted(FAMILIES))
    said = "unreadable"
    for family in dict.fromkeys((own, rng.choice(sorted(FAMILIES)))):
        is_own = family == own and source.golden is not None
        site, column = _row(source, None if is_own else family)
        reader = FAMILIES[family]
        # A wish's context is its family's own note, which no other family ever sees.
        wish = _as_index(page.fetch) if is_own else Fetch(page.fetch.url, "index")
        try:
            index = reader.parse_index(replace(page, fetch=wish), site, column, _SCOPE)
            said = f"index of {min(len(index.entries), 1)}"
        except UnreadablePage:
            pass
        try:
            article = reader.parse_article(page, site, column)
            reading = read_article_page(article, page, site, {"entry_title": "2022年报"}, load_divisions())
            reading.facts()
            said = reading.report.kind
        except UnreadablePage:
            pass
    return said


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


def _as_index(fetch: Fetch) -> Fetch:
    return replace(fetch, role="index") if fetch.role == "article" else fetch


def _row(source: Source, family: str | None) -> tuple[Site, Column]:
    """The page's own row, or a plain one of another family."""
    if source.golden is not None and family is None:
        return source.golden.site, source.golden.column
    column = Column(key="fuzz", family=family or "trs", start=(f"http://www.{_HOST}/zwgk/",))
    hosts = frozenset({_HOST, f"www.{_HOST}"})
    return Site(_HOST, "梅河口市人民政府", "220581", hosts, 2008, (column,), "fuzz.toml"), column
