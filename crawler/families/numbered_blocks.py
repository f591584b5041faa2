"""Lists asked for block by block under a page number, and when such a walk is over.

Shared by families whose lists come from a search interface: the count of rows seen, the total last printed and a mark
of the last block travel in the wish's context.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import MappingProxyType

from crawler.families.base import Entry, Fetch, Index, Page

#: Blocks of one walk; more is an interface that never ends.
MOST_BLOCKS = 400


def first_block(wish: Fetch, **context: str) -> Fetch:
    """`wish` as the first block of a walk; `context` goes along to every block."""
    kept = {name: value for name, value in context.items() if value}
    return replace(wish, context=MappingProxyType({**kept, "block": "1", "seen": "0"}))


def read_on(
    page: Page,
    entries: Sequence[Entry],
    rows: int,
    total: int | None,
    problems: Sequence[tuple[str, str]],
    ask: Callable[[int], Fetch],
    size: int | None = None,
    pages: int | None = None,
) -> Index:
    """What a block said, and the wish for the next one where there is more.

    `rows` is the number of rows in the block, with and without an address; `total` the number the site prints for the
    whole column; `ask` makes the wish for block n; `size` is the number of rows asked for and `pages` that of blocks
    the site prints, where known. The walk ends when the total is reached, without a total at the last of `pages` or at
    a block that is not full. It ends too at an empty block, at one that repeats the block before, after the last of
    `pages` and after a fixed number of blocks, but then the column was not seen whole.
    """
    context, said = page.fetch.context, list(problems)
    block, seen = int(context.get("block", "1")), int(context.get("seen", "0"))
    if total is None and context.get("total"):
        total = int(context["total"])
    if total is not None and total < rows:
        # A number smaller than the rows at hand counts something else.
        total = None
    mark = _mark(entries)
    repeated = bool(mark) and mark == context.get("last")
    if not repeated:
        seen += rows
    if block == 1 and not rows and not total:
        said.append(("empty_list", "the search found nothing for the column"))
    if total is not None and seen >= total:
        return Index(tuple(entries), total=total, problems=tuple(said))
    last = pages is not None and block >= pages
    if total is None and ((last and rows) or (pages is None and (not rows or (size is not None and rows < size)))):
        return Index(tuple(entries), problems=tuple(said))
    if not rows or repeated or last or block >= MOST_BLOCKS:
        what = "is empty" if not rows else "repeats the one before" if repeated else "is the last one asked for"
        printed = "an unknown number" if total is None else str(total)
        said.append(("incomplete_block", f"{seen} rows seen of {printed}, and block {block} {what}"))
        return Index(tuple(entries), total=total, problems=tuple(said))
    following = {
        **{name: value for name, value in context.items() if name != "total"},
        "block": str(block + 1),
        "seen": str(seen),
        "last": mark,
    }
    if total is not None:
        following["total"] = str(total)
    wish = replace(ask(block + 1), context=MappingProxyType(following))
    return Index(tuple(entries), more=(wish,), total=total, problems=tuple(said))


def whole_number(value: object) -> int | None:
    """A count as JSON or a script prints it, 17 or "17"; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _mark(entries: Sequence[Entry]) -> str:
    """A short mark of which articles a block holds, to know the same block again."""
    return hashlib.sha256("\n".join(entry.fetch.url for entry in entries).encode()).hexdigest()[:16] if entries else ""
