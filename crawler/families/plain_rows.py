"""Which links of a plain list are its rows.

Links that stand alike (same kind of row in the same kind of box) make a group. A group is a list when its addresses
are articles' by a known shape, or all of one kind nobody has seen yet, and its rows carry dates or titles of reports.
Boxes around the list (推荐阅读, 热点信息) are lists too: rows below the column's own directory win over them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crawler.families.addresses import below, canonical_url, resolve
from crawler.families.base import UnreadablePage
from crawler.families.dates import find_date
from crawler.families.markup import Element, select, squeeze, text_of
from crawler.families.plain_shapes import Shape, shape_of, signature
from crawler.families.rows import Row, article_links, parse_row, row_of
from crawler.families.units import REPORT_CAPTION, is_unit_name

#: Captions that are controls of a page, never titles.
_CONTROL = re.compile(
    r"[\d\s.…<>«»‹›|\[\]【】()（）-]+\Z|[\[【(（]?(?:首页|第一页|上一?页|前一页|下一?页|后一?页|后页|尾页|末页|最后一页|跳转|确定|go|"
    r"https?://.*|更多|more|详细|查看|返回\w*|打印\w*|关闭\w*|登录|注册|网站首页)(?:>>|»)?[\]】)）]?\Z",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d{2}|二[〇○零O0]\S{2}年")
_DISCLOSURE = re.compile(r"信息公开")
#: Links of one page that are looked at; more on one page is no list of a county.
_MOST_LINKS = 5_000
#: An unknown address shape is believed of this share of a group, and its rows must speak for themselves to this share.
_ALIKE, _TELLING = 0.6, 0.7
#: So many articles of a sure shape in the column's own directory are its list, dated or not.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a list and the evidence they were chosen by: `shape` is a known shape's name or a signature."""

    rows: tuple[Row, ...]
    shape: str
    inside: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Link:
    element: Element
    row: Row
    style: tuple[str, ...]
    shape: str | None
    sure: bool
    inside: bool

    @property
    def telling(self) -> bool:
        return (
            self.row.posted is not None
            or names_report(self.row.title)
            or (self.inside and is_unit_name(self.row.title))
        )


def names_report(title: str) -> bool:
    """Whether a title may be one annual report's: it names a year too, where a column's caption names none."""
    return bool(_YEAR.search(title) and (REPORT_CAPTION.search(title) or _DISCLOSURE.search(title)))


def list_rows(tree: Element, base: str, folder: str, articles: str | None = None, shape: str | None = None) -> Rows:
    """The rows of the list. `folder` is the column's directory, `articles` text that every article's address holds.

    `shape` is what earlier pages of the list were read by: with it a single row suffices. Raises UnreadablePage with
    what was seen when no group of links can be told to be a list.
    """
    links = _links(tree, base, folder, articles)
    groups: dict[tuple[str, ...], list[_Link]] = {}
    for link in links:
        groups.setdefault(link.style, []).append(link)
    lists = [found for group in groups.values() if (found := _as_list(group, shape))]
    if not lists:
        raise UnreadablePage(_why_not(links, groups.values()))
    lists.sort(key=_rank, reverse=True)
    first = lists[0]
    kept = [first, *(other for other in lists[1:] if _belongs(other, first))]
    unique: dict[str, Row] = {}
    for found in kept:
        for row in found.rows:
            unique.setdefault(row.url, row)
    return replace(first, rows=tuple(unique.values()))


def _links(tree: Element, base: str, folder: str, articles: str | None) -> list[_Link]:
    rooted = resolve(folder, "/") == folder
    parsed: list[tuple[Element, Element, Row, Shape | None]] = []
    shared: Counter[tuple[Element, str]] = Counter()
    for link in article_links(tree)[:_MOST_LINKS]:
        element = row_of(link)
        row = parse_row(element, link, base)
        if row is None or _CONTROL.match(row.title) or row.url == canonical_url(base):
            continue
        if articles is not None and articles not in row.url:
            continue
        parsed.append((element, link, row, shape_of(row.url)))
        shared[element, signature(row.url)] += 1
    found = []
    for element, link, row, known in parsed:
        # Several articles in one cell: the first date in it is another row's.
        if shared[element, signature(row.url)] > 1 and element is not link:
            row = replace(row, posted=_date_beside(link))
        name = articles or (known.name if known else None)
        sure = articles is not None or (known is not None and not known.loose)
        inside = not rooted and bool(below(folder, row.url))
        found.append(_Link(element, row, _style(element), name, sure, inside))
    return found


def _style(element: Element) -> tuple[str, ...]:
    """How a row stands: its tag and the two boxes around it. The row's own class is left out: odd and even rows."""
    boxes = [element.tag]
    node = element.getparent()
    for _ in range(2):
        if node is None:
            break
        boxes += [node.tag, squeeze(node.get("class")), squeeze(node.get("id"))]
        node = node.getparent()
    return tuple(map(str, boxes))


def _date_beside(link: Element) -> date | None:
    """The date between a link and the next one, for links of which several share a cell."""
    parts = [link.get("title") or "", link.tail or ""]
    for node in link.itersiblings():
        if node.tag == "a" or len(parts) > 8:
            break
        if isinstance(node.tag, str):
            parts.append(text_of(node))
        parts.append(node.tail or "")
    return find_date(squeeze(" ".join(parts[1:]))) or find_date(parts[0]) or find_date(text_of(link)[-24:])


def _as_list(group: Sequence[_Link], shape: str | None) -> Rows | None:
    """The group as a list, None when it is something else: navigation, a breadcrumb, a box of banners."""
    for name, members in (*_by_shape(group), *_by_signature(group)):
        given = shape is not None and shape == name
        telling = [link for link in members if link.telling]
        placed = len(members) >= _FEWEST and all(link.sure and link.inside for link in members)
        if not telling and not placed and not (given and any(link.inside for link in members)):
            continue
        known = any(link.shape == name for link in members)
        if known or given:
            enough = given or placed or len(telling) * 2 >= len(members)
        else:
            titled = any(names_report(link.row.title) for link in telling)
            alone = len(members) == 1 and titled and members[0].row.posted is not None
            enough = alone or (
                len(members) >= 2 and len(telling) >= _TELLING * len(members) and (titled or len(telling) > 2)
            )
        if not enough:
            continue
        # Rows that lead elsewhere (another host) stand in the list all the same; a second link of a row does not.
        taken = {link.element for link in members}
        own = set(members)
        chosen = [link for link in group if link in own or (link.element not in taken and link.row.posted is not None)]
        return Rows(tuple(link.row for link in chosen), name, any(link.inside for link in members))
    return None


def _by_shape(group: Sequence[_Link]) -> Iterable[tuple[str, list[_Link]]]:
    counts = Counter(link.shape for link in group if link.shape is not None)
    for name, _ in counts.most_common():
        yield name, [link for link in group if link.shape == name]


def _by_signature(group: Sequence[_Link]) -> Iterable[tuple[str, list[_Link]]]:
    unknown = [link for link in group if link.shape is None]
    counts = Counter(signature(link.row.url) for link in unknown)
    for name, count in counts.most_common(1):
        if count >= _ALIKE * len(unknown):
            yield name, [link for link in unknown if signature(link.row.url) == name]


def _rank(found: Rows) -> tuple[bool, int]:
    return found.inside, sum((row.posted is not None) + 2 * names_report(row.title) for row in found.rows)


def _belongs(other: Rows, first: Rows) -> bool:
    """Whether a further group is part of the list: a headline above it, a second box of rows."""
    if first.inside:
        return other.inside
    reports = sum(names_report(row.title) for row in other.rows)
    return other.shape == first.shape and reports * 2 >= len(other.rows)


def _why_not(links: Sequence[_Link], groups: Iterable[Sequence[_Link]]) -> str:
    known = sum(link.shape is not None for link in links)
    dated = sum(link.row.posted is not None for link in links)
    reports = sum(names_report(link.row.title) for link in links)
    largest = max((len(group) for group in groups), default=0)
    return (
        f"plain list: {len(links)} links, {known} of them with an article's address, {dated} dated, {reports} titled "
        f"as a report of a year; the largest group of rows alike holds {largest}, and none can be told to be the list"
    )


def frames(tree: Element, base: str) -> list[str]:
    """Addresses of the frames a page shows: one may hold the true list (observed in counties of 常州 and 淮安)."""
    found = [resolve(base, frame.get("src")) for frame in select(tree, "//iframe[@src]|//frame[@src]")]
    return list(dict.fromkeys(url for url in found if url is not None))
