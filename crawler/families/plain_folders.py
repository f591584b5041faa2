"""Pages above plain lists that are no directories of units: one folder a report year, and groups of units below it.

Observed: /2016n/xzjd49/735093/index.html (大兴), /2013nb/dcqjd2013/ (东城), /{Y}nb/zxjd{Y}/ (怀柔),
/2020nzfxxgkndbg/xzzf_43427/ (城厢): a folder for the year, below it one for 街道 or 乡镇.
"""

import re
from types import MappingProxyType
from urllib.parse import urlsplit

from crawler.families.addresses import folder_of
from crawler.families.base import Fetch, Page, Scope
from crawler.families.markup import Element, base_of, select, short_text, squeeze
from crawler.families.plain_shapes import shape_of
from crawler.families.rows import link_target
from crawler.families.units import year_of_folder
from settings.sites import Site

_YEAR = re.compile(r"((?:19|20)\d{2})\s*(?:年度?)?(?:政府)?(?:信息公开)?(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)?\Z")
_BARE_YEAR = re.compile(r"(?:19|20)\d{2}\s*年?度?\Z")
_GROUP = re.compile(
    r"(?:各|全[区县市])?(?:区|县|市)?(?:(?:[乡镇街道、和及与（）()]|办事处|部门|委办局|单位|政府|开发区|园区)+)"
    r"(?:政府|人民政府|单位)?(?:政府信息公开)?(?:工作)?(?:年报|年度报告|报告)?\Z"
)
#: Captions of folders are no longer than this.
_LONGEST = 40


def year_links(page: Page, tree: Element, site: Site, scope: Scope) -> tuple[Fetch, ...] | None:
    """Links to the folders of wanted years, captioned with a year or named for one; None when there is not one.

    A caption that is only a year makes a link a folder's whatever its address looks like; a longer one does so unless
    the address is an article's.
    """
    base, found, seen = base_of(tree, page.url), dict[str, Fetch](), False
    for link in select(tree, "//a[@href or @onclick]"):
        url = link_target(link, base)
        if url is None or url == page.url or not site.owns(url):
            continue
        year = _year_of(_caption(link), url)
        if year is None:
            continue
        seen = True
        if scope.first_year <= year <= scope.last_year and url not in found:
            context = {**_kept(page), "stage": "year", "year": str(year)}
            found[url] = Fetch(url, context=MappingProxyType(context))
    return tuple(found.values()) if seen else None


def group_links(page: Page, tree: Element, site: Site) -> tuple[Fetch, ...]:
    """Links of a year's page to its groups of units (街道, 乡镇, 部门), below the year's own folder."""
    base, found = base_of(tree, page.url), dict[str, Fetch]()
    folder = urlsplit(folder_of(page.url)).path
    for link in select(tree, "//a[@href or @onclick]"):
        url = link_target(link, base)
        if url is None or url == page.url or not site.owns(url) or not urlsplit(url).path.startswith(folder):
            continue
        if _GROUP.match(_caption(link)):
            found.setdefault(url, Fetch(url, context=MappingProxyType({**_kept(page), "stage": "list"})))
    return tuple(found.values())


def _caption(link: Element) -> str:
    return squeeze(link.get("title"))[:_LONGEST] or short_text(link, _LONGEST) or ""


def _year_of(caption: str, url: str) -> int | None:
    match = _YEAR.match(caption)
    if match is None:
        return None
    if _BARE_YEAR.match(caption):
        return int(match.group(1))
    named = [year_of_folder(segment) for segment in urlsplit(url).path.split("/") if segment]
    if shape_of(url) is not None and int(match.group(1)) not in named[-1:]:
        return None
    return int(match.group(1))


def _kept(page: Page) -> dict[str, str]:
    return {name: value for name, value in page.fetch.context.items() if name in ("unit", "year")}
