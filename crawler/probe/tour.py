"""The way from a portal's home page to pages that may be columns of annual reports: best captions first, bounded."""

import heapq
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from crawler.extract.charset import decode
from crawler.families.addresses import canonical_url
from crawler.families.base import Fetch, Page, UnreadablePage
from crawler.families.markup import Element, parse_html, select, shell_target, text_of
from crawler.fetching import Look
from crawler.probe.findings import Candidate, Layout
from crawler.probe.hosts import PortalHosts
from crawler.probe.keeping import KeepingFetcher
from crawler.probe.marks import Sniffed, sniff
from crawler.probe.navigation import Kind, Landmarks, Link, in_report_folder, read_landmarks

MOST_PAGES, MOST_DEPTH = 40, 4
#: How far below a page without a mark its family is looked for: a directory, a unit, the unit's column.
_DESCENT = 4
_ROOT = re.compile(r"(https?://[^?#]+/gkmlpt)/(?:index|annualreport)\b")
_MODULE = re.compile(r"/module/xxgk/(?:tree|xxgkAnnualReport)\.jsp\?")
_ENOUGH_REPORTS = 3
#: A page that shows less than this and loads scripts is drawn by them.
_BLANK = 60
_PROMISING = ("report", "units", "platform")


@dataclass(frozen=True, slots=True)
class Visited:
    """A page of the portal that was had and read as HTML. `link` is what led here, `via` where it stood; `shell` is
    where a page leads that only redirects by script or meta tag."""

    page: Page
    text: str
    tree: Element
    landmarks: Landmarks
    sniffed: tuple[Sniffed, ...]
    link: Link
    via: str
    depth: int
    shell: str | None


class Tour:
    """One walk through a portal's navigation. `visited` and `obstacles` tell what it saw and what stood in its way."""

    def __init__(self, fetcher: KeepingFetcher, portal: PortalHosts, watch: Callable[[str, str], None]) -> None:
        self._fetcher, self._portal, self._watch = fetcher, portal, watch
        self.visited: list[Visited] = []
        self.obstacles: list[str] = []
        self._asked: set[str] = set()

    async def go(self, start: str) -> Look:
        """Visit pages from `start` on, what promises most first. Gives the look at `start` itself."""
        look, home = await self._visit(Link(start, "", "general"), "", 0)
        waiting: list[tuple[int, int, int, Link, str]] = []
        order = count()
        if home is not None:
            self._enter(home, waiting, order)
        while waiting and len(self._asked) < MOST_PAGES:
            _, depth, _, link, via = heapq.heappop(waiting)
            if canonical_url(link.url) in self._asked:
                continue
            _, seen = await self._visit(link, via, depth)
            if seen is not None and depth < MOST_DEPTH:
                self._enter(seen, waiting, order)
        return look

    def home(self) -> Visited | None:
        """The first page that is more than a redirect: where the portal tells what it is."""
        return next((seen for seen in self.visited if seen.shell is None), None)

    def _enter(self, seen: Visited, waiting: list[tuple[int, int, int, Link, str]], order: Iterator[int]) -> None:
        if seen.shell is not None:
            target = Link(seen.shell, seen.link.caption, seen.link.kind)
            if self._portal.leads_into(target.url):
                heapq.heappush(waiting, (-1, seen.depth + 1, next(order), target, seen.via))
            return
        in_tree = _MODULE.search(seen.page.url) is not None
        for link in seen.landmarks.links:
            if in_tree and link.kind == "platform":
                # The module's tree names every unit; its own walk asks each for its years.
                continue
            own = self._portal.leads_into(link.url) or (link.kind != "frame" and self._portal.admit(link.url))
            # The roots of a catalogue's units are one column together, which its own walk visits.
            if own and "/gkmlpt/" not in link.url and not (link.kind == "frame" and not seen.depth):
                heapq.heappush(waiting, (link.promise, seen.depth + 1, next(order), link, seen.page.url))

    async def _visit(self, link: Link, via: str, depth: int) -> tuple[Look, Visited | None]:
        self._asked.add(canonical_url(link.url))
        self._watch("navigation", f"{link.caption} {link.url}".strip())
        look = await self._fetcher.fetch(Fetch(link.url))
        if look.page is None:
            self._obstacle(link, f"{look.outcome}: {', '.join(look.reasons)}")
            return look, None
        self._asked.add(canonical_url(look.page.url))
        seen = _read(look.page, link, via, depth)
        if seen is None:
            self._obstacle(link, "not readable as a page")
        else:
            self.visited.append(seen)
            if seen.shell is None and is_drawn_by_script(seen.tree):
                self._obstacle(link, "drawn by script: its source shows nothing to read")
        return look, seen

    def _obstacle(self, link: Link, reason: str) -> None:
        if link.kind in _PROMISING or not self.visited:
            named = f"{link.caption} " if link.caption else ""
            self.obstacles.append(f"{named}{link.url}: {reason}")

    def candidates(self) -> list[Candidate]:
        """The pages visited that may be columns, directories of units first: they hold most."""
        found: dict[tuple[str, Layout], Candidate] = {}
        for seen in (one for one in self.visited if one.shell is None):
            for layout, url in _layouts(seen):
                candidate = Candidate(url, seen.link.caption, layout, seen.link.kind, seen.sniffed, seen.via)
                found.setdefault((canonical_url(url), layout), candidate)
        rank: dict[Layout, int] = {"tree": 0, "units": 1, "list": 2}
        return sorted(found.values(), key=lambda one: rank[one.layout])

    async def sniff_below(self, url: str) -> tuple[Sniffed, ...]:
        """The families that the pages a page leads to show marks of: its first unit's, its first year's list.

        What stands in a page's source tells more than the shape of an address and comes first.
        """
        found: dict[tuple[str, bool], Sniffed] = {}
        link: Link | None = Link(url, "", "general")
        for depth in range(_DESCENT + 1):
            if link is None:
                break
            look = await self._fetcher.fetch(Fetch(link.url))
            seen = _read(look.page, link, url, depth) if look.page is not None else None
            if seen is None:
                break
            for mark in seen.sniffed:
                found.setdefault((mark.family, mark.where == "page"), mark)
            if depth and any(mark.where == "page" for mark in seen.sniffed):
                break
            further = [Link(seen.shell, "", "general")] if seen.shell else _below(seen.landmarks)
            link = next((one for one in further if self._portal.leads_into(one.url)), None)
        ordered = sorted(found.values(), key=lambda mark: mark.where != "page")
        return tuple({mark.family: mark for mark in reversed(ordered)}[name] for name in _families(ordered))


def _families(marks: list[Sniffed]) -> list[str]:
    return list(dict.fromkeys(mark.family for mark in marks))


def is_drawn_by_script(tree: Element) -> bool:
    """Whether a page shows next to nothing and loads scripts that would fill it."""
    body = select(tree, "//body")
    shown = text_of(body[0]) if body else ""
    return len(shown) < _BLANK and not select(tree, "//a[@href]|//iframe|//frame") and bool(select(tree, "//script"))


def decoded(page: Page) -> str:
    """A page's source as text, without a row's word on its charset."""
    return decode(page.body, page.headers.get("content-type")).text.replace("\x00", "")


def _read(page: Page, link: Link, via: str, depth: int) -> Visited | None:
    text = decoded(page)
    try:
        tree = parse_html(text)
    except UnreadablePage:
        return None
    shell = shell_target(tree, page.url)
    return Visited(page, text, tree, read_landmarks(tree, page.url), sniff(page.url, text), link, via, depth, shell)


def _layouts(seen: Visited) -> Iterator[tuple[Layout, str]]:
    """As what a page may be tried, and from which address."""
    url, marks = seen.page.url, seen.landmarks
    if root := _ROOT.match(url):
        yield "tree", f"{root[1]}/index"
        return
    if _MODULE.search(url):
        yield "tree", url
        return
    roots = [link for link in marks.units if "/gkmlpt/" in link.url]
    if roots:
        # One root alone is its own column; several make the page that links them a directory.
        yield "tree", url if len(roots) > 1 else roots[0].url
    others = len(marks.units) - len(roots)
    if others > 1:
        yield "units", url
    elif seen.link.kind == "report" or in_report_folder(url) or (seen.depth and marks.reports >= _ENOUGH_REPORTS):
        yield "list", url


def _below(marks: Landmarks) -> Iterator[Link]:
    """The links that lead down to a list, surest first."""
    kinds: tuple[Kind, ...] = ("report", "frame")
    yield from (link for link in marks.links if link.kind in kinds)
    yield from marks.years
    yield from marks.units
    yield from (link for link in marks.links if link.kind == "units")
