"""Where page two of a TRS list lies.

Pages are files beside the first: index.html, then index_1.html, which is page two. The count stands in a script call:
`createPageHTML(<total>, <current from 0>, "index", "html")`, the same as `createPage(…)`, `countPage = <total>` with
`currentPage`, or `Pager({…})`. Base names seen: index, list (Hainan), with html, htm, shtml. A few hosts number page
two index_2: only their pager's links tell, so printed links outrank the count.
"""

import re
from urllib.parse import urljoin, urlsplit

from crawler.families.markup import Element, select, text_of

_CALL = re.compile(
    r"""create(?:Page|PageHTML|PageHtml)\s*\(\s*(\d+)\s*,\s*(\d+)(?:\s*,\s*['"]([\w-]+)['"]\s*,\s*['"](\w+)['"])?"""
)
_COUNT = re.compile(r"\bcountPage\s*=\s*['\"]?(\d+)")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*['\"]?(\d+)")
_PAGER = re.compile(r"\bPager\s*\(\s*(\{[^{}]*\})")
_FIELD = re.compile(r"""(\w+)\s*:\s*['"]?([\w-]+)""")
_NUMBERED = re.compile(r"([\w-]*?)_(\d+)\.(s?html?)\Z")
_FILE = re.compile(r"([\w-]+?)(?:_(\d+))?\.(s?html?)\Z")
#: Pages of one list; more is a fault of the portal (the largest seen had a few hundred).
MOST_PAGES = 500


def page_count(text: str) -> int | None:
    """How many pages the list's own script claims; None when it says nothing. 0 means one empty page."""
    if match := _CALL.search(text):
        return int(match.group(1))
    if match := _COUNT.search(text):
        return int(match.group(1))
    if match := _PAGER.search(text):
        fields = dict(_FIELD.findall(match.group(1)))
        for name in ("total", "size", "count", "pageCount", "countPage", "totalPage"):
            if fields.get(name, "").isdigit():
                return int(fields[name])
    return None


def next_page(tree: Element, text: str, url: str, number: int) -> str | None:
    """The address of the page after page `number` (from 1), found at `url`; None at the end.

    A printed link captioned with the next number or 下一页 decides. Without one the count call does, by its own base
    name and suffix.
    """
    if number >= MOST_PAGES:
        return None
    links = _numbered_links(tree, url)
    for caption, target in links:
        if caption == str(number + 1):
            return target
    for caption, target in links:
        if caption in ("下一页", "下页", ">", "»", "下一页>", "后一页") and target != url:
            return target
    count = page_count(text)
    if count is None or number >= count:
        return None
    name, suffix = _file_names(text, url)
    # A first page found as index_1, or a second as index_2, shows a host that counts from one.
    return urljoin(url, f"{name}_{number + _offset(links, url, number)}.{suffix}")


def _numbered_links(tree: Element, url: str) -> list[tuple[str, str]]:
    """Captions and targets of links to numbered files (or back to the first page) in the list's own directory."""
    folder = urlsplit(url).path.rsplit("/", 1)[0]
    found: list[tuple[str, str]] = []
    for link in select(tree, "//a[@href]"):
        href = (link.get("href") or "").strip()
        try:
            target = urlsplit(urljoin(url, href))
        except ValueError:
            continue
        above, _, file = target.path.rpartition("/")
        if above == folder and _NUMBERED.match(file) and not re.match(r"t\d{8}_\d+\.", file):
            found.append((text_of(link).strip("[]【】 "), target._replace(query="", fragment="").geturl()))
    return found


def _file_names(text: str, url: str) -> tuple[str, str]:
    """Base name and suffix of the list's files: from the call, else from the page's own file name, else index.html."""
    if (match := _CALL.search(text)) and match.group(3):
        return match.group(3), match.group(4)
    if match := _PAGER.search(text):
        fields = dict(_FIELD.findall(match.group(1)))
        if "prefix" in fields:
            return fields["prefix"], fields.get("suffix", "html")
    own = _FILE.match(urlsplit(url).path.rsplit("/", 1)[-1])
    return (own.group(1), own.group(3)) if own else ("index", "html")


def _offset(links: list[tuple[str, str]], url: str, number: int) -> int:
    """What to add to a page's place (from 1) minus one to get its number: 0 normally, 1 where page two is index_2."""
    own = _FILE.match(urlsplit(url).path.rsplit("/", 1)[-1])
    if number > 1 and own and own.group(2) and int(own.group(2)) == number:
        return 1
    for caption, target in links:
        match = _NUMBERED.match(urlsplit(target).path.rsplit("/", 1)[-1])
        if match and caption.isdigit() and int(caption) >= 2 and int(match.group(2)) == int(caption):
            return 1
    return 0
