"""The next page of a plain list, learned from what its pager prints.

Read: 下一页 and its spellings, links captioned with the next number, options of a jump menu, 尾页, a hidden run of
links that differ by a number only (observed on www.sasac.gov.cn), TRS's count call. Addresses of pages vary from the
list's own by a number: in the file's name (x_2.html, index_2603340_2.html, page_2.html), in one parameter (page=2), in
a folder (x/2.htm, /2/).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

from crawler.families.addresses import folder_of, resolve
from crawler.families.markup import Element, select, short_text, squeeze, text_of
from crawler.families.plain_shapes import shape_of
from crawler.families.rows import link_target
from crawler.families.trs_pager import next_page, page_count

_NEXT = re.compile(
    r"[\[【(（]?(?:下一?页|后一?页|后页|下页|next(?:\s*page)?)[\]】)）]?\s*[>»›＞]*\Z|[>»›＞]{1,2}\Z", re.IGNORECASE
)
_LAST = re.compile(r"[\[【(（]?(?:尾页|末页|最后一?页|最末页|last)[\]】)）]?\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[\[【(（]?第?\s*(\d{1,4})\s*页?[\]】)）]?\Z")
_PAGES = (
    re.compile(r"共\s*(\d{1,4})\s*页"),
    re.compile(r"(?:页次|页数|第)\s*[:：]?\s*\d{1,4}\s*页?\s*/\s*共?\s*(\d{1,4})\s*页?"),
    re.compile(r"(?<![\d/-])\d{1,4}\s*/\s*(\d{1,4})\s*页"),
)
_ROWS = re.compile(r"[共总](?:计|有|数)?\s*[:：]?\s*(\d{1,6})\s*(?:条|篇|项|个)(?:记录|信息|数据|文章|内容)?")
# createPageHTML('page_div', <pages>, <current>, 'fg', 'shtml', <rows>), observed on www.csrc.gov.cn.
_CALL = re.compile(
    r"""createPageHTML\s*\(\s*['"][\w-]+['"]\s*,\s*(\d+)\s*,\s*\d+\s*,\s*['"][\w-]+['"]\s*,\s*['"]\w+['"]\s*,\s*(\d+)"""
)
#: 共 N 条 counts as the pager's own total only this close to a word of pages.
_NEAR = 40
_FILE = re.compile(r"(.*?)(\d+)((?:\.\w{2,5})?)\Z")
_PAGE_NAME = re.compile(r"page|\Ap\Z|\Apn?\d*\Z|cur|index", re.IGNORECASE)
_SIZE_NAME = re.compile(r"size|per|rows|limit|count|total", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
#: Captions of a pager's controls are no longer than this.
_LONGEST = 12
#: More numbered links than this are a calendar or an archive, not a pager.
_MOST_RUN = 500


@dataclass(frozen=True, slots=True)
class Pager:
    """What a list page prints about its pages.

    `following` are the addresses of further pages. `pages` and `total` are the counts printed, None without; `last` is
    the address of the last page where only that is linked. `printed` says that there is a pager at all, `silent` that
    its links lead nowhere without running scripts.
    """

    following: tuple[str, ...] = ()
    pages: int | None = None
    total: int | None = None
    last: str | None = None
    printed: bool = False
    silent: bool = False


def read_pager(tree: Element, text: str, base: str, first: str, url: str, number: int) -> Pager:
    """The pager of page `number` (from 1) of the list that begins at `first`, found at `url`."""
    shown = text_of(tree)
    pages, total = _count(shown), _total(shown)
    scripted = page_count(text)
    if match := _CALL.search(text):
        pages, total = int(match.group(1)), int(match.group(2))
    pages = pages if pages is not None else scripted
    marks = list(_marks(tree, base))
    numbers = [int(match.group(1)) for caption, target in marks if not target and (match := _NUMBER.match(caption))]
    silent = any(target is None for _, target in marks)
    if pages is None and silent and number + 1 in numbers:
        pages = max(found for found in numbers if found <= _MOST_RUN)
    last = next((target for caption, target in marks if target and _LAST.match(caption)), None)
    pager = Pager((), pages, total, last, bool(marks) or pages is not None, silent)
    following = _following(marks, first, url, number)
    if following is None and scripted is not None:
        following = next_page(tree, text, url, number)
    if following is not None:
        return _with(pager, (following,))
    if number == 1 and (run := _run(tree, base, first)):
        return _with(pager, run)
    return pager


def page_number(url: str, template: str) -> int | None:
    """The number an address has in the place of `{}` in `template`; None when it is no address of that kind."""
    before, _, after = template.partition("{}")
    middle = url.removeprefix(before).removesuffix(after) if url.startswith(before) and url.endswith(after) else ""
    return int(middle) if re.fullmatch(r"\d{1,6}", middle) else None


def template_of(first: str, url: str) -> str | None:
    """`url` with `{}` for the one number by which it varies from the list's first page; None if it varies otherwise."""
    here, there = urlsplit(first), urlsplit(url)
    if _bare(here.hostname) != _bare(there.hostname) or first == url:
        return None
    if there.query and here.path == there.path:
        return _varied_query(here.query, url)
    if there.query != here.query and there.query:
        return None
    folder, path = urlsplit(folder_of(first)).path, there.path
    if not path.startswith(folder):
        return None
    own = here.path[len(folder) :]
    stem = own.rpartition(".")[0] or own
    rest = path[len(folder) :]
    if match := re.fullmatch(r"(\d{1,4})/?", rest):
        return _put(url, folder, rest, match.span(1))
    plain_stem = _DIGITS.sub("", stem).strip("_-") if not stem.isdigit() else stem
    head, _, file = rest.rpartition("/")
    if head and head != stem:
        return None
    match = _FILE.fullmatch(file)
    if match is None or len(match.group(2)) > 5:
        return None
    begin = _DIGITS.sub("", match.group(1)).strip("_-")
    if begin in ("", plain_stem, "index", "list", "page") or (stem and match.group(1).startswith(stem)):
        if begin == "" and not head and stem:
            return None
        offset = len(head) + 1 if head else 0
        return _put(url, folder, rest, (offset + match.start(2), offset + match.end(2)))
    return None


def guesses(first: str, suffix: str) -> tuple[str, ...]:
    """Templates of page addresses that portals use, for a list that prints no pager: x_1, index_1, /2.

    Every one is tried with 1 and 2 by the caller, because hosts count page two as either.
    """
    parts = urlsplit(first)
    if parts.query:
        return ()
    folder, file = folder_of(first), parts.path.rpartition("/")[2]
    stem, _, own = file.rpartition(".")
    found = []
    if file and stem and stem != "index":
        found.append(f"{folder}{stem}_{{}}.{own}")
    found.append(f"{folder}index_{{}}.{own if stem else suffix}")
    if not file or stem == "index":
        found.append(f"{folder}{{}}/")
    return tuple(found)


def _with(pager: Pager, following: tuple[str, ...]) -> Pager:
    return Pager(following, pager.pages, pager.total, pager.last, True, pager.silent)


def _marks(tree: Element, base: str) -> Iterator[tuple[str, str | None]]:
    """Captions and targets of everything that reads like a pager's control."""
    for link in select(tree, "//a|//option[@value]"):
        caption = short_text(link, _LONGEST, 20)
        if caption is None:
            continue
        caption = caption or squeeze(link.get("title"))
        if len(caption) > _LONGEST or not (_NEXT.match(caption) or _LAST.match(caption) or _NUMBER.match(caption)):
            continue
        if link.tag == "option":
            value = link.get("value") or ""
            if re.search(r"[/.?]", value):
                yield caption, resolve(base, value)
            continue
        if link.get("href") is None and link.get("onclick") is None:
            continue
        yield caption, link_target(link, base)


def _following(marks: list[tuple[str, str | None]], first: str, url: str, number: int) -> str | None:
    """Where the next page lies by a printed link: the next number's, else 下一页's."""
    for caption, target in marks:
        match = _NUMBER.match(caption)
        if match and int(match.group(1)) == number + 1 and target and target != url and template_of(first, target):
            return target
    for caption, target in marks:
        if not (target and _NEXT.match(caption)) or target in (url, first):
            continue
        if _bare(urlsplit(target).hostname) == _bare(urlsplit(first).hostname):
            named = template_of(first, target)
            if named is not None or (len(caption) > 2 and shape_of(target) is None):
                return target
    return None


def _run(tree: Element, base: str, first: str) -> tuple[str, ...]:
    """Links without captions whose addresses differ by a number only: a pager for robots, drawn anew by script."""
    runs: dict[str, list[str]] = {}
    for link in select(tree, "//a[@href]"):
        if short_text(link, _LONGEST, 20) != "" or squeeze(link.get("title")) or select(link, ".//img"):
            continue
        target = link_target(link, base)
        template = template_of(first, target) if target else None
        if target and template and target not in runs.setdefault(template, []):
            runs[template].append(target)
    longest = max(runs.values(), key=len, default=[])
    return tuple(longest) if 1 < len(longest) <= _MOST_RUN else ()


def _count(shown: str) -> int | None:
    for pattern in _PAGES:
        if match := pattern.search(shown):
            return int(match.group(1))
    return None


def _total(shown: str) -> int | None:
    for match in _ROWS.finditer(shown):
        around = shown[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        if re.search(r"页", around):
            return int(match.group(1))
    return None


def _varied_query(own: str, url: str) -> str | None:
    """A template where exactly one parameter is a number of its own and all others are the list's."""
    known = dict(parse_qsl(own, keep_blank_values=True))
    parts = urlsplit(url)
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    if any(value and name not in given for name, value in known.items()):
        return None
    changed = [name for name, value in given.items() if value and known.get(name) != value]
    numbered = [name for name in changed if re.fullmatch(r"\d{1,5}", given[name])]
    if len(numbered) > 1:
        numbered = [name for name in numbered if _PAGE_NAME.search(name) and not _SIZE_NAME.search(name)]
    if len(numbered) != 1 or any(name in known for name in changed if name not in numbered):
        return None
    name = re.escape(numbered[0])
    query, count = re.subn(rf"((?:\A|&){name}=)\d+", r"\1{}", parts.query, count=1)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")) if count else None


def _put(url: str, folder: str, rest: str, span: tuple[int, int]) -> str:
    path = f"{folder}{rest[: span[0]]}{{}}{rest[span[1] :]}"
    return urljoin(url, "/").rstrip("/") + path


def _bare(host: str | None) -> str:
    return (host or "").lower().removeprefix("www.")
