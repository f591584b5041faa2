"""What happened to a list page: yesterday's rows and where they stood, beside today's page. Pure comparison.

A hint is for whoever mends the row or the family: which step of the path to the rows no longer occurs, and where things
that look like them stand now.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from crawler.families.addresses import canonical_url
from crawler.families.base import Index
from crawler.outline import Outline, Path, Spot, without_id

#: Rows of the earlier page that are looked for; more would tell nothing else.
_MOST_ROWS = 300
_STEPS_SHOWN = 6
#: Characters a page shows when a script is to draw it: a header and a footer at most.
_BARE, _FEW_LINKS = 400, 10
_DIGITS = re.compile(r"\d+")
_HEX = re.compile(r"[0-9a-f]{12,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hint:
    """`sentence` says it to a person; the rest to a program: the path of the rows before, the step of it that is gone,
    where `count` things like them stand now. None where it could not be told."""

    sentence: str
    path: str | None = None
    gone: str | None = None
    found: str | None = None
    count: int = 0


def explain_absence(outcome: str, reasons: Sequence[str], rows: int) -> Hint:
    """The hint for a list page that was not had at all."""
    why = f" ({', '.join(reasons)})" if reasons else ""
    return Hint(f"it showed {rows} rows before; today's answer is no list page but {outcome}{why}")


def explain_loss(before: Outline, read: Index, today: Outline, rows_now: int) -> Hint:
    """What became of the rows that `read` found in the page outlined as `before`."""
    urls, titles = _wanted(read)
    spots = _rows(before, urls, titles)
    what = "rows" if read.entries else "links to lists"
    head = f"{len(urls)} {what} before and {rows_now} now"
    if not spots:
        return _without_path(head, before, today)
    path, count = _common_path([spot.path for spot in spots])
    stood = f"{head}; they stood under {show_path(path)}"
    where, alike, kind = _alike(today, urls, titles)
    if path == where and alike >= count:
        sentence = (
            f"{stood} and {alike} {kind} still stand there: the rows are there, what reads them must be looked at"
        )
        return Hint(sentence, show_path(path), None, show_path(path), alike)
    gone, said, frame_stands = _missing_step(path, today)
    parts = [stood, said]
    if where is not None:
        parts.append(f"{alike} {kind} stand under {show_path(where)}")
    elif _is_bare(today) and not frame_stands:
        parts.append(_bare(today))
    else:
        parts.append("nothing like them is on today's page")
    return Hint("; ".join(parts), show_path(path), gone, show_path(where) if where else None, alike)


def address_shape(url: str) -> str:
    """What addresses of one kind share: the form of the last part with its numbers blotted out, and the query's names.

    A folder's shape is the folder it lies in.
    """
    parts = urlsplit(url)
    above, _, last = parts.path.rpartition("/")
    names = "&".join(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    if not last:
        return f"{above.rpartition('/')[0]}/*/?{names}"
    return f"{_DIGITS.sub('0', _HEX.sub('x', last))}?{names}"


def show_path(path: Path) -> str:
    """A path as a person reads it: without the frame every page has, the last steps of a long one."""
    steps = [step for step in path if step not in ("html", "body")] or list(path)
    shown = steps[-_STEPS_SHOWN:]
    return " > ".join(["…", *shown] if len(shown) < len(steps) else shown)


def _wanted(read: Index) -> tuple[Mapping[str, str], Collection[str]]:
    """Addresses of what the page led to, with titles: its entries, or its further pages where it has none."""
    if read.entries:
        entries = read.entries[:_MOST_ROWS]
        return {canonical_url(entry.fetch.url): entry.title for entry in entries}, {entry.title for entry in entries}
    more = read.more[:_MOST_ROWS]
    units = {unit for fetch in more if (unit := fetch.context.get("unit"))}
    return {canonical_url(fetch.url): fetch.context.get("unit", "") for fetch in more}, units


def _rows(page: Outline, urls: Mapping[str, str], titles: Collection[str]) -> list[Spot]:
    """The spots that are the rows: by address, else by title."""
    return [spot for spot in page.spots if spot.url in urls] or [
        spot for spot in page.spots if spot.text and spot.text in titles
    ]


def _alike(today: Outline, urls: Mapping[str, str], titles: Collection[str]) -> tuple[Path | None, int, str]:
    """Where in today's page most things stand that look like yesterday's rows, how many, and what they are."""
    shapes = {address_shape(url) for url in urls}
    kinds = {
        "of the same links": [spot.path for spot in today.spots if spot.url in urls],
        "links of the same shape": [
            spot.path for spot in today.spots if spot.url and address_shape(spot.url) in shapes
        ],
        "texts with the same titles": [spot.path for spot in today.spots if spot.text and spot.text in titles],
    }
    best: tuple[Path | None, int, str] = (None, 0, "")
    for kind, paths in kinds.items():
        if paths:
            path, count = _common_path(paths)
            if count > best[1]:
                best = (path, count, kind)
    return best


def _common_path(paths: Sequence[Path]) -> tuple[Path, int]:
    """The path most of them share, and how many do. An id stays where all of those have the same."""
    bare, count = Counter(tuple(map(without_id, path)) for path in paths).most_common(1)[0]
    steps = [set(step) for step in zip(*(path for path in paths if tuple(map(without_id, path)) == bare), strict=True)]
    return tuple(named.pop() if len(named) == 1 else plain for named, plain in zip(steps, bare, strict=True)), count


def _missing_step(path: Path, today: Outline) -> tuple[str | None, str, bool]:
    """The first step of a path that today's page lacks, the sentence about it, whether what held it stands still."""
    for at, step in enumerate(path):
        if step in today.steps:
            continue
        plain = "." not in step and "#" not in step
        if plain and tuple(map(without_id, path[:at])) in today.paths:
            return step, f"{path[at - 1]} is still there and holds no {step}", True
        name = step.removesuffix("[]") or step
        return name, f"{name} is gone", False
    for length in range(1, len(path) + 1):
        if tuple(map(without_id, path[:length])) not in today.paths:
            step, above = path[length - 1], path[length - 2] if length > 1 else "the page"
            return step, f"{above} is still there and holds no {step}", True
    return None, "that path is still there", True


def _without_path(head: str, before: Outline, today: Outline) -> Hint:
    """Rows made from something that is neither an address nor a title: name what the frame lost."""
    gone = [step for step in sorted(before.steps - today.steps) if len(step) > 2]
    if _is_bare(today):
        return Hint(f"{head}; {_bare(today)}")
    if not gone:
        return Hint(f"{head}; the page's structure is the same, its contents are not")
    named = ", ".join(gone[:_STEPS_SHOWN])
    return Hint(f"{head}; gone from the page: {named}", gone=gone[0])


def _is_bare(page: Outline) -> bool:
    links = sum(1 for spot in page.spots if spot.url and spot.text)
    return page.shown < _BARE and links < _FEW_LINKS


def _bare(page: Outline) -> str:
    beside = f" beside {page.scripts} scripts" if page.scripts else ""
    return f"today's page shows {page.shown} characters{beside}: it is empty, or drawn by script"
