"""Plain lists of links: the family of portals that have no other, and of columns whose platform is not known.

Recognise: rows of links in the page itself and none of the marks of another family. It comes last in every order of
trial. A page it cannot tell to be a list is refused with its reasons, never guessed at.

Set in the row: `start` is the list, nothing else is needed. Options:
- `layout`: "list" (default): the start is the list. "units": the start is a directory of towns; each town's page links
  its column of annual reports, or is the list itself. "years": the start links one folder a report year, which holds
  the list or links groups of units (街道, 乡镇) that do.
- `captions`: with "units", the captions of the columns wanted instead of 年报 and 年度报告.
- `articles`: text that every article's address holds and no other link's ("/c"), where nothing else tells them apart.

How it is walked: rows are told by their addresses (crawler/families/plain_shapes.py) and by how they stand together;
the next page is what the printed pager says (crawler/families/plain_pager.py). A list of many rows without a pager is
tried for x_1, x_2, index_1, index_2 and /2. What comes back counts only when it has the list's own caption and new
articles in the directory the list's own lie in; a refused trial is no fault of the walk.

Evidenced: the shapes of article addresses, each where it was observed; trials land on other columns' lists unless the
directory is compared, and a page that repeats another is the end or a wrong offset (a crawler of such portals); an
iframe may hold the true list (counties of 常州 and 淮安); folders a year with groups of units below (大兴, 怀柔, 东城,
城厢); pages as a hidden run of links (www.sasac.gov.cn), as createPageHTML('page_div', …) (www.csrc.gov.cn); bodies in
a `td` of old table layouts.
Inferred: that rows of a shape nobody has seen are articles when one box shares it and they are dated or titled as
reports; how few rows need no trial; that pages of one list share their `<title>`; names of bodies (content, nr, zw …).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from crawler.families.addresses import below, folder_of
from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Entry, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.directory import read_directory, read_unit
from crawler.families.markup import Element, base_of, page_text, parse_html, select, shell_target, squeeze
from crawler.families.options import read_options
from crawler.families.plain_folders import group_links, year_links
from crawler.families.plain_pager import Pager, guesses, page_number, read_pager, template_of
from crawler.families.plain_rows import Rows, frames, list_rows
from crawler.families.rows import Row
from crawler.families.units import is_unit_name, year_of_folder
from settings.sites import Column, Site

_MOST_HOPS = 3
_MOST_FRAMES = 6
#: Pages of one list; more is a fault of the portal.
MOST_PAGES = 500
#: A first page of fewer rows without a pager is the whole list: the smallest page size seen is ten (inferred).
FEWEST_FOR_A_TRIAL = 8
_FILE_LINK = " or ".join(f"contains(translate(@href,'DOCXLSPF','docxlspf'),'.{end}')" for end in ("doc", "pdf", "xls"))
_LOWER = "translate(concat(' ',@class,' ',@id,' '),'ABCDEFGHIJKLMNOPQRSTUVWXYZ','abcdefghijklmnopqrstuvwxyz')"
#: Names bodies go by where no platform gives them one, and the block around the file of a page that has no more.
_BODIES: tuple[tuple[str, str], ...] = (
    ("named content", f"//*[self::div or self::td][contains({_LOWER},'content') or contains({_LOWER},'zhengwen')]"),
    (
        "named text",
        "//*[self::div or self::td]["
        + " or ".join(
            f"contains({_LOWER},' {name} ')" for name in ("nr", "zw", "con", "txt", "text", "neirong", "wznr")
        )
        + "]",
    ),
    ("around files", f"//a[{_FILE_LINK}]/ancestor::*[self::div or self::td][1]"),
)
#: Headings of table layouts, which have no h1.
_TITLES = (f"//td[{' or '.join(f'contains({_LOWER},{name!r})' for name in (' bt ', 'title', 'biaoti'))}]",)
_PAGE_OF_TITLE = re.compile(r"第?\s*\d+\s*页|[\d\s_-]+")
_SUFFIX = re.compile(r"\.(s?html?)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a plain column."""

    layout: Literal["list", "units", "years"] = "list"
    captions: tuple[str, ...] = ()
    articles: str | None = None


class Plain:
    """The static fallback."""

    name: ClassVar[str] = "plain"
    rules: ClassVar[str] = f"plain-1+{ARTICLE_RULES}"

    def check(self, column: Column) -> None:
        options = read_options(Options, column.options)
        if options.captions and options.layout != "units":
            raise ValueError('option captions is for layout = "units"')
        if options.articles is not None and not options.articles.strip():
            raise ValueError("option articles is blank; text that every article's address holds is wanted")

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        stage = {"list": "list", "units": "directory", "years": "years"}[read_options(Options, column.options).layout]
        return [Fetch(url, context=MappingProxyType({"stage": stage})) for url in column.start]

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        options = read_options(Options, column.options)
        text = page_text(page, column)
        if "guess" in page.fetch.context:
            return self._parse_guess(page, text, column, options)
        tree = parse_html(text)
        if target := shell_target(tree, page.url):
            return _follow(page, (target,))
        try:
            return self._parse_stage(page, tree, text, site, column, scope, options)
        except UnreadablePage as error:
            inner = [url for url in frames(tree, base_of(tree, page.url)) if site.owns(url) and url != page.url]
            if inner and _hops(page) < _MOST_HOPS:
                return _follow(page, inner[:_MOST_FRAMES])
            if "frame" in page.fetch.context:
                return Index((), problems=(("frame_without_list", str(error)),))
            raise

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        return read_article(page, page_text(page, column), _BODIES, _TITLES)

    def _parse_stage(
        self, page: Page, tree: Element, text: str, site: Site, column: Column, scope: Scope, options: Options
    ) -> Index:
        stage = page.fetch.context.get("stage", "list")
        if stage == "directory":
            return read_directory(page, tree, site)
        if stage == "unit":
            columns = read_unit(page, tree, site, options.captions)
            if columns.more:
                # Chrome links the county's own column on every page of every town; a town's own lies below its page.
                own = tuple(fetch for fetch in columns.more if below(folder_of(page.url), fetch.url))
                return replace(columns, more=own or columns.more)
            try:
                return self._parse_list(page, tree, text, column, options)
            except UnreadablePage:
                return columns
        if stage == "years":
            years = year_links(page, tree, site, scope)
            if years is None:
                raise UnreadablePage("plain years: no link is captioned with a year and leads to a folder")
            return Index((), more=years)
        if stage == "year":
            groups = group_links(page, tree, site)
            try:
                index = self._parse_list(page, tree, text, column, options)
            except UnreadablePage:
                if not groups:
                    raise
                return Index((), more=groups)
            return Index(index.entries, (*groups, *index.more), index.total, index.problems)
        return self._parse_list(page, tree, text, column, options)

    def _parse_list(self, page: Page, tree: Element, text: str, column: Column, options: Options) -> Index:
        context = page.fetch.context
        number = int(context.get("page", "1"))
        base = base_of(tree, page.url)
        folder, first = context.get("folder", folder_of(page.url)), context.get("first", page.url)
        try:
            found = list_rows(tree, base, folder, options.articles, context.get("shape"))
        except UnreadablePage:
            if number > 1:
                return Index((), problems=(("incomplete_stub", f"page {number} holds no row of the list"),))
            if "暂无" not in text:
                raise
            return Index((), problems=(("empty_list", "the list shows no article"),))
        digest = _digest(found.rows)
        pager = read_pager(tree, text, base, first, page.url, number)
        problems: list[tuple[str, str]] = []
        if digest == context.get("before"):
            if pager.pages is not None and pager.pages > number:
                problems.append(
                    ("incomplete_repeat", f"page {number} of {pager.pages} repeats the rows of the one before")
                )
            return Index((), problems=tuple(problems))
        kept = {name: value for name, value in context.items() if name in ("unit", "year")}
        kept |= {"stage": "list", "folder": folder, "first": first, "shape": found.shape}
        total = pager.total if options.layout == "list" and len(column.start) == 1 else None
        more: list[Fetch] = []
        if number >= MOST_PAGES and pager.following:
            problems.append(("incomplete_list", f"stopped after {number} pages"))
        elif pager.following:
            # A run of all pages comes in no order that is known: nothing can be said of the one before.
            known = {"before": digest} if len(pager.following) == 1 else {"run": "1"}
            for place, url in enumerate(pager.following, start=1):
                more.append(_index(url, **kept, page=str(number + place), **known))
        elif number == 1:
            more = _trials(page, tree, found, pager, kept)
            if (
                more
                and pager.pages is not None
                and total is None
                and options.layout == "list"
                and len(column.start) == 1
            ):
                # Every page holds a row at least: were all trials refused, this tells that rows are missing.
                total = len(found.rows) + pager.pages - 1
            if not more and pager.pages is not None and pager.pages > 1:
                problems.append(("incomplete_pager", f"{pager.pages} pages are printed and no address of the second"))
        elif pager.pages is not None and pager.pages > number and "run" not in context:
            problems.append(("incomplete_pager", f"page {number} of {pager.pages} prints no address of the next"))
        return Index(tuple(_entry(row, page, column) for row in found.rows), tuple(more), total, tuple(problems))

    def _parse_guess(self, page: Page, text: str, column: Column, options: Options) -> Index:
        """A page nobody linked. It counts as a page of the list only on its own evidence; otherwise it says nothing."""
        context = page.fetch.context
        template = context["guess"]
        try:
            tree = parse_html(text)
            found = list_rows(tree, base_of(tree, page.url), context["folder"], options.articles, context.get("shape"))
        except UnreadablePage:
            return Index(())
        number = page_number(page.fetch.url, template)
        known = {context["known"][place : place + 6] for place in range(0, len(context["known"]), 6)}
        digest = _digest(found.rows)
        new = [row for row in found.rows if _short(row.url) not in known]
        same_list = found.shape == context["shape"] and _caption(tree) == context.get("caption", "")
        if context.get("inside"):
            same_list = same_list and found.inside
        elif not context.get("caption"):
            same_list = False
        if number is None or not new or not same_list or digest == context.get("before"):
            return Index(())
        more: list[Fetch] = []
        if number < MOST_PAGES:
            following = {name: value for name, value in context.items() if name != "before"}
            # Page "2" is wished for by page one as well; without `before` the two wishes are one.
            following |= {"before": digest} if number >= 2 else {}
            more.append(Fetch(template.format(number + 1), context=MappingProxyType(following)))
        problems = () if more else (("incomplete_list", f"stopped after {number} pages"),)
        return Index(tuple(_entry(row, page, column) for row in found.rows), tuple(more), problems=problems)


def _trials(page: Page, tree: Element, found: Rows, pager: Pager, kept: dict[str, str]) -> list[Fetch]:
    """Wishes for addresses of page two that portals use, where the page hides its own or prints no pager at all."""
    if pager.pages is not None and pager.pages <= 1:
        return []
    if pager.pages is None and pager.last is None and (pager.printed or len(found.rows) < FEWEST_FOR_A_TRIAL):
        return []
    templates: Sequence[str] = ()
    if pager.last is not None and (learned := template_of(page.url, pager.last)):
        templates = (learned,)
    suffixes = [match.group(1) for row in found.rows if (match := _SUFFIX.search(urlsplit(row.url).path))]
    suffix = max(suffixes, key=suffixes.count, default="html")
    known = "".join(_short(row.url) for row in found.rows[:200])
    inside = {"inside": "1"} if found.inside else {}
    caption = _caption(tree)
    wishes = []
    for template in templates or guesses(page.url, suffix):
        for number in (1, 2):
            url = template.format(number)
            if url != page.url:
                wishes.append(_index(url, **kept, guess=template, known=known, caption=caption, open_end="1", **inside))
    return wishes


def _index(url: str, **context: str) -> Fetch:
    """A further list page. The referer is left out on purpose: the same page reached twice is one wish."""
    return Fetch(url, context=MappingProxyType({name: value for name, value in context.items() if value}))


def _hops(page: Page) -> int:
    return int(page.fetch.context.get("hops", "0"))


def _follow(page: Page, targets: Sequence[str]) -> Index:
    """On to where a shell or the frames of a page lead, at the same stage."""
    hops = _hops(page) + 1
    if hops > _MOST_HOPS or page.url in targets:
        raise UnreadablePage(f"a redirect shell leads to {targets[0]}, the {hops}. in a row")
    context = {**page.fetch.context, "hops": str(hops)}
    if len(targets) > 1:
        context["frame"] = "1"
    return Index((), more=tuple(_index(url, **context) for url in targets))


def _entry(row: Row, page: Page, column: Column) -> Entry:
    """An entry with what the index says of it: the unit by context or caption, the year by context or folder."""
    context = page.fetch.context
    segments = urlsplit(row.url).path.split("/")[:-1]
    # 2016n and gknb2017 stand for a report year; a bare 2017 is as often the year of posting.
    years = [year for segment in segments if not segment.isdigit() and (year := year_of_folder(segment))]
    year = int(context["year"]) if "year" in context else years[-1] if years else column.year
    unit = context.get("unit") or column.unit or (row.title if is_unit_name(row.title) else None)
    return Entry(Fetch(row.url, "article", referer=page.url), row.title, posted=row.posted, unit=unit, year=year)


def _caption(tree: Element) -> str:
    """What the page calls itself, without page numbers: the pages of one list share it."""
    titles = [squeeze(title.text) for title in select(tree, "//title[not(ancestor::svg)]")]
    return (
        hashlib.sha256(found.encode()).hexdigest()[:12]
        if (found := _PAGE_OF_TITLE.sub("", titles[0] if titles else ""))
        else ""
    )


def _short(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:6]


def _digest(rows: Sequence[Row]) -> str:
    return hashlib.sha256("\n".join(row.url for row in rows).encode()).hexdigest()[:16]
