"""Pages that lead to lists, for families whose units are told apart by links: a directory of units, a unit's own page.

Captions decide which links count, and addresses are taken as printed, never built: slugs and ids of towns are initials,
random digits or opaque on every platform observed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from crawler.families.base import Fetch, Index, Page, UnreadablePage
from crawler.families.markup import Element, base_of, select, shell_target, squeeze, text_of
from crawler.families.options import read_options
from crawler.families.rows import link_target
from crawler.families.units import REPORT_CAPTION, is_unit_name
from settings.sites import Column, Site

#: Redirect shells followed in a row.
MOST_HOPS = 3


@dataclass(frozen=True, slots=True)
class UnitOptions:
    """Options of a column that is a list, or a directory of units that have lists of their own (`layout` "units").

    `captions` name the units' columns wanted, `skip` parts of addresses of units to leave out.
    """

    layout: Literal["list", "units"] = "list"
    captions: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()


def check_unit_options(column: Column) -> None:
    """Raise ValueError where a column's options are not UnitOptions, or say something about units it has not."""
    options = read_options(UnitOptions, column.options)
    if options.layout != "units" and (options.captions or options.skip):
        raise ValueError('options captions and skip are for layout = "units"')


def first_pages(column: Column) -> list[Fetch]:
    """A column's start addresses, each as the directory or the list it is."""
    stage = "directory" if read_options(UnitOptions, column.options).layout == "units" else "list"
    return [_index(url, stage=stage) for url in column.start]


def read_directory(page: Page, tree: Element, site: Site, skip: Sequence[str] = ()) -> Index:
    """A page of units: every link whose caption is nothing but a unit's name, as a further page of stage "unit".

    Links off the site's hosts are named as problems and not followed, those with a part of `skip` in their address are
    left out. Raises UnreadablePage when no link names a unit.
    """
    base = base_of(tree, page.url)
    found: dict[str, Fetch] = {}
    problems: dict[str, tuple[str, str]] = {}
    for link in select(tree, "//a[@href or @onclick]"):
        caption = squeeze(link.get("title")) or text_of(link)
        if not is_unit_name(caption):
            caption = text_of(link)
        url = link_target(link, base) if is_unit_name(caption) else None
        if url is None or any(part in url for part in skip):
            continue
        if not site.owns(url):
            problems.setdefault(url, ("unit_off_site", f"{caption} is kept at {url}, on none of the row's hosts"))
        elif url not in found:
            found[url] = _index(url, stage="unit", unit=caption)
    if not found and not problems:
        raise UnreadablePage("directory of units: no link is captioned with a unit's name")
    return Index((), more=tuple(found.values()), problems=tuple(problems.values()))


def read_unit(page: Page, tree: Element, site: Site, captions: Sequence[str] = ()) -> Index:
    """A unit's own page: the links to its report columns by caption, as further pages of stage "list".

    `captions` are the wanted ones; without them 年报, 年度报告 and 年度工作报告 count.
    """
    base = base_of(tree, page.url)
    unit = page.fetch.context.get("unit", "")
    found: dict[str, Fetch] = {}
    for link in select(tree, "//a[@href or @onclick]"):
        url = link_target(link, base)
        if url is None or url == page.url or not site.owns(url):
            continue
        names = [name for name in (squeeze(link.get("title")), text_of(link)) if name]
        if any(is_report_caption(name, captions) for name in names):
            found.setdefault(url, _index(url, stage="list", unit=unit))
    if not found:
        wanted = ", ".join(captions) or "年报, 年度报告"
        return Index((), problems=(("no_column", f"the page of {unit or page.url} links no column named {wanted}"),))
    return Index((), more=tuple(found.values()))


def is_report_caption(caption: str, captions: Sequence[str] = ()) -> bool:
    """Whether a link's caption names a column of annual reports, rather than one report: those name a year."""
    if captions:
        return any(word in caption for word in captions)
    return REPORT_CAPTION.search(caption) is not None and not any(character.isdigit() for character in caption)


def read_unless_shell(page: Page, tree: Element, read: Callable[[], Index]) -> Index:
    """What `read` makes of a page; where it makes nothing of it, the page that a redirect in it leads to.

    For short pages whose scripts also jump, a pager's `location.href = … + n` for one, and are no shells for that.
    Raises UnreadablePage as `read` does, when the page leads nowhere.
    """
    target = shell_target(tree, page.url)
    try:
        index = read()
    except UnreadablePage:
        if target is None:
            raise
        return follow_shell(page, target)
    return follow_shell(page, target) if target and not (index.entries or index.more or index.total) else index


def follow_shell(page: Page, target: str) -> Index:
    """The page a redirect shell (markup.shell_target) leads to, asked for as the shell was.

    Raises UnreadablePage for a shell that leads to itself and for one too many in a row.
    """
    hops = int(page.fetch.context.get("hops", "0")) + 1
    if hops > MOST_HOPS or target == page.url:
        raise UnreadablePage(f"a redirect shell leads to {target}, the {hops}. in a row")
    return Index((), more=(_index(target, **{**page.fetch.context, "hops": str(hops)}),))


def _index(url: str, **context: str) -> Fetch:
    return Fetch(url, context=MappingProxyType({name: value for name, value in context.items() if value}))
