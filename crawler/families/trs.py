"""TRS WCM: static pages in directories, the most common platform of county portals.

Recognise: articles at `<column>/YYYYMM/tYYYYMMDD_<number>.html` (.htm, .shtml), `createPageHTML(` or `createPage(` on
lists, bodies in `TRS_Editor`, `trs_editor_view` or `TRS_UEDITOR`.

Set in the row: `start` is the column's directory. Options:
- `layout`: how reports lie below the start. "list" (default): the start is the list. "years": the start links one
  folder a report year (gknb2017/), all units together, as at 密云. "units": the start is a directory page of towns,
  each a folder of its own, as at 梅河口.
- `report_folder`: with "units", the folder below every town that holds its reports (ndbg), where that is evidenced for
  several towns. Without it each town's page is fetched and its report column found by caption.
- `captions`: with "units" and no `report_folder`, the captions of the columns wanted; without it 年报 and 年度报告 in
  captions and the usual folder names (ndbg, gknb, zfxxgknb …) count.
Towns and years are taken from links, never built: slugs are initials, random digits or opaque (xhz0, jhz, yzyz).

Evidenced (密云, 梅河口, 通化, 琼海, ndrc.gov.cn, most.gov.cn): page two is index_1 (crawler/families/trs_pager.py);
attachments are `./P0….doc`, `./W0….pdf` beside the article, also under 附件 outside the body; deep index_N pages may be
stubs of 300 bytes with status 200; a row's `li` may hold a box of related links; a title may be the town alone with the
year in the folder and in `<title>` (高岭镇_2017年_北京市密云区人民政府); the date in an address is the day of the last
move; article numbers fall as dates rise; bodies of moved Hanweb pages keep their comment pairs; landing pages may be
script redirects (密云's /zwgk/zfxxgk/).
Inferred: that directory pages link towns as folders directly below them; addresses in script calls of rows.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Literal
from urllib.parse import urljoin, urlsplit

from crawler.families.addresses import below, folder_of, resolve
from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Entry, Fetch, Index, Page, Scope, UnreadablePage
from crawler.families.directory import follow_shell
from crawler.families.markup import Element, base_of, page_text, parse_html, select, shell_target, squeeze, text_of
from crawler.families.options import read_options
from crawler.families.rows import Row, link_target
from crawler.families.trs_pager import MOST_PAGES, next_page, page_count
from crawler.families.trs_rows import is_article, list_rows
from crawler.families.units import REPORT_CAPTION, is_report_folder, is_unit_name, year_of_folder
from settings.sites import Column, Site


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a TRS column."""

    layout: Literal["list", "years", "units"] = "list"
    report_folder: str | None = None
    captions: tuple[str, ...] = ()


class Trs:
    """The family of TRS WCM portals."""

    name: ClassVar[str] = "trs"
    rules: ClassVar[str] = f"trs-1+{ARTICLE_RULES}"
    #: Body containers of this family's own, most telling first.
    bodies: ClassVar[tuple[tuple[str, str], ...]] = ()

    def check(self, column: Column) -> None:
        options = read_options(Options, column.options)
        if options.layout != "units" and (options.report_folder or options.captions):
            raise ValueError('options report_folder and captions are for layout = "units"')
        if options.report_folder and options.captions:
            raise ValueError("options report_folder and captions exclude each other: the folder needs no captions")
        if options.report_folder and not re.fullmatch(r"[\w-]+(/[\w-]+)*", options.report_folder):
            raise ValueError(f"option report_folder is {options.report_folder!r}; a folder's name is wanted: ndbg")

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        stage = {"list": "list", "years": "list", "units": "directory"}[read_options(Options, column.options).layout]
        return [Fetch(url, context=MappingProxyType({"stage": stage})) for url in column.start]

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        options = read_options(Options, column.options)
        text = page_text(page, column)
        stage = page.fetch.context.get("stage", "list")
        number = int(page.fetch.context.get("page", "1"))
        if stage == "list" and number > 1 and not text.strip():
            return _stub(number)
        tree = parse_html(text)
        if target := shell_target(tree, page.url):
            return follow_shell(page, target)
        if stage == "directory":
            return self.parse_directory(page, tree, options)
        if stage == "unit":
            return self.parse_unit(page, tree, options)
        return self.parse_list(page, tree, text, column, scope, options)

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        return read_article(page, page_text(page, column), self.bodies)

    def parse_directory(self, page: Page, tree: Element, options: Options) -> Index:
        """A page of towns: every folder directly below it whose caption is a town's name."""
        base = base_of(tree, page.url)
        folder = folder_of(page.url)
        found: dict[str, Fetch] = {}
        odd: dict[str, str] = {}
        for link in select(tree, "//a[@href]"):
            url = link_target(link, base)
            caption = squeeze(link.get("title")) or text_of(link)
            segments = below(folder, url) if url else None
            if not url or not caption or not segments or is_article(url):
                continue
            unit = urljoin(folder, f"{segments[0]}/")
            if not is_unit_name(caption):
                odd.setdefault(unit, caption)
            elif unit not in found:
                stage, target = "unit", unit
                if options.report_folder:
                    stage, target = "list", urljoin(unit, f"{options.report_folder}/")
                found[unit] = _index(target, stage=stage, unit=caption, folder=unit)
        if not found:
            raise UnreadablePage(f"directory of towns: no folder below {folder} is captioned with a town's name")
        problems = tuple(
            ("folder_not_a_unit", f"{caption} ({unit}) is below the directory and was not followed: no name of a town")
            for unit, caption in odd.items()
            if unit not in found
        )
        return Index((), more=tuple(found.values()), problems=problems)

    def parse_unit(self, page: Page, tree: Element, options: Options) -> Index:
        """A town's own page: the links to its report columns, by caption or folder name."""
        base = base_of(tree, page.url)
        unit, folder = page.fetch.context.get("unit", ""), page.fetch.context.get("folder") or folder_of(page.url)
        found: dict[str, Fetch] = {}
        for link in select(tree, "//a[@href]"):
            url = link_target(link, base)
            segments = below(folder, url) if url else None
            if not url or not segments or is_article(url):
                continue
            caption = squeeze(link.get("title")) or text_of(link)
            if _is_wanted(caption, segments, options.captions):
                found.setdefault(url, _index(url, stage="list", unit=unit, folder=folder))
        if not found:
            wanted = ", ".join(options.captions) or "年报, 年度报告"
            problem = ("no_column", f"the page of {unit or page.url} links no column named {wanted}")
            return Index((), problems=(problem,))
        return Index((), more=tuple(found.values()))

    def parse_list(self, page: Page, tree: Element, text: str, column: Column, scope: Scope, options: Options) -> Index:
        """A list of articles; year folders below it are followed too."""
        context = {name: value for name, value in page.fetch.context.items() if name != "hops"}
        number = int(context.get("page", "1"))
        base = base_of(tree, page.url)
        years: Mapping[str, Fetch] | None = None
        if number == 1 and "year" not in context:
            years = _year_folders(page, tree, base, scope)
            if years is None and options.layout == "years":
                raise UnreadablePage(f"no link to a year folder (gknb2017/ and the like) below {folder_of(page.url)}")
        rows, problems = list_rows(page, tree, base)
        if not rows and number > 1:
            return _stub(number)
        if not rows and years is None:
            if page_count(text) is None and "暂无" not in text:
                raise UnreadablePage("list: no row with an article address, no year folder and no page count")
            problems = [*problems, ("empty_list", "the list shows no article")]
        more = list((years or {}).values())
        following = next_page(tree, text, page.url, number) if rows else None
        if following:
            more.append(_index(following, **{**context, "page": str(number + 1)}))
        elif number >= MOST_PAGES:
            problems = [*problems, ("incomplete_list", f"stopped after {number} pages")]
        entries = tuple(_entry(row, page, column) for row in rows)
        return Index(entries, more=tuple(more), problems=tuple(problems))


def _index(url: str, **context: str) -> Fetch:
    """A further list page. The referer is left out on purpose: the same page reached twice is one wish."""
    return Fetch(url, context=MappingProxyType({name: value for name, value in context.items() if value}))


def _stub(number: int) -> Index:
    """A page the pager promised and that holds no article: rows may be missing, so the column was not seen whole."""
    return Index((), problems=(("incomplete_stub", f"page {number} holds no article link"),))


def _is_wanted(caption: str, segments: Sequence[str], captions: Sequence[str]) -> bool:
    if captions:
        return any(word in caption for word in captions)
    return REPORT_CAPTION.search(caption) is not None or is_report_folder(segments[-1])


def _year_folders(page: Page, tree: Element, base: str, scope: Scope) -> dict[str, Fetch] | None:
    """Links to year folders directly below the list, those of wanted years; None when there is no year folder."""
    folder = folder_of(page.url)
    found: dict[str, Fetch] = {}
    any_year = False
    for link in select(tree, "//a[@href]"):
        url = resolve(base, link.get("href"))
        segments = below(folder, url) if url else None
        if not url or not segments or len(segments) != 1:
            continue
        year = year_of_folder(segments[0])
        if year is None:
            continue
        any_year = True
        if scope.first_year <= year <= scope.last_year:
            target = urljoin(folder, f"{segments[0]}/")
            context = {**page.fetch.context, "stage": "list", "year": str(year)}
            found.setdefault(target, _index(target, **context))
    return found if any_year else None


def _entry(row: Row, page: Page, column: Column) -> Entry:
    """An entry with what the index says of it: the unit of its folder or its caption, the year of its folder."""
    context = page.fetch.context
    folders = [year for segment in urlsplit(row.url).path.split("/")[:-2] if (year := year_of_folder(segment))]
    year = int(context["year"]) if "year" in context else folders[-1] if folders else column.year
    unit = context.get("unit") or column.unit
    if "folder" in context and below(context["folder"], row.url) is None:
        # A row that another unit's folder lent to this list.
        unit = None
    unit = unit or (row.title if is_unit_name(row.title) else None)
    return Entry(
        Fetch(row.url, "article", referer=page.url),
        title=row.title,
        posted=row.posted,
        unit=unit,
        year=year,
    )
