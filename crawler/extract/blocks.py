"""Markup to lines: one per paragraph, one per row of a real table, nothing else decided."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler.extract.events import Event, read_events, shrink
from crawler.extract.lines import Block, Table, tidy, visible

_BLOCK = re.compile(
    r"(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|section|article|blockquote|pre|center|form|fieldset|legend|address|figure|"
    r"figcaption|header|footer|main|nav|aside|caption|body|html|table|thead|tbody|tfoot|tr|td|th|br|hr|details|summary|"
    r"dir|menu|marquee)\Z"
)
_SILENT = re.compile(
    r"(?:script|style|title|template|noscript|select|button|input|iframe|frameset|object|applet|embed|video|audio|"
    r"canvas|svg|map|datalist|noframes|link|meta)\Z"
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!]")


@dataclass(frozen=True, slots=True)
class Blocks:
    """All lines of a markup. `whole` is False where no tree could be made of it; `hidden` counts the visible-if-shown
    characters left out because the page hides them."""

    lines: tuple[Block, ...]
    whole: bool
    hidden: int
    hidden_kept: bool = False


def read_blocks(markup: str) -> Blocks:
    """The lines of a markup. Never raises; empty markup has none."""
    markup = shrink(markup)
    if not _TAG.search(markup):
        markup = f"<pre>{markup}</pre>"
    builder, whole = _build(markup, show_hidden=False)
    shown = sum(visible(block.text) for block in builder.lines)
    if builder.hidden > shown:
        # A body that a script would have uncovered: nothing a reader sees is ever mostly hidden.
        again, whole = _build(markup, show_hidden=True)
        return Blocks(tuple(again.lines), whole, 0, hidden_kept=True)
    return Blocks(tuple(builder.lines), whole, builder.hidden)


def _build(markup: str, show_hidden: bool) -> tuple["_Builder", bool]:
    events, whole = read_events(markup)
    builder = _Builder(show_hidden)
    builder.feed(events)
    return builder, whole


class _Builder:
    """Puts events together into lines."""

    def __init__(self, show_hidden: bool) -> None:
        self.lines: list[Block] = []
        self.hidden = 0
        self._show_hidden = show_hidden
        self._tables: list[Table] = []
        self._parts: list[str] = []
        self._linked = 0
        self._links = 0
        self._preformatted = 0
        self._skipped: str | None = None
        self._skipped_depth = 0
        self._hiding = False

    def feed(self, events: Iterable[Event]) -> None:
        for step, value, attributes in events:
            if self._skipped is not None:
                self._skip(step, value)
            elif step == "text":
                self._text(value)
            elif step == "start":
                self._start(value, attributes)
            else:
                self._end(value)
        while self._tables:
            self._close_table()
        self._flush()

    def _skip(self, step: str, value: str) -> None:
        if step == "text":
            if self._hiding:
                self.hidden += visible(value)
        elif value == self._skipped:
            self._skipped_depth += 1 if step == "start" else -1
            if self._skipped_depth == 0:
                self._skipped = None

    def _text(self, text: str) -> None:
        if self._preformatted and "\n" in text:
            first, *rest = text.split("\n")
            self._parts.append(first)
            for line in rest:
                self._flush()
                self._parts.append(line)
            return
        self._parts.append(text)
        if self._links:
            self._linked += visible(text)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        style = attributes.get("style", "")
        hidden = not self._show_hidden and ("hidden" in attributes or (style and bool(_HIDING.search(style))))
        silent = bool(_SILENT.match(name))
        if silent or hidden:
            self._skipped, self._skipped_depth, self._hiding = name, 1, not silent
            return
        if name == "a" and attributes.get("href"):
            self._links += 1
        if _BLOCK.match(name):
            self._flush()
            self._open(name)

    def _open(self, name: str) -> None:
        if name == "table":
            if self._tables:
                self._tables[-1].nests = True
            self._tables.append(Table())
        elif name == "pre":
            self._preformatted += 1
        elif self._tables and name == "tr":
            self._tables[-1].open_row()
        elif self._tables and name in ("td", "th"):
            self._tables[-1].open_cell()

    def _end(self, name: str) -> None:
        if name == "a" and self._links:
            self._links -= 1
        if not _BLOCK.match(name):
            return
        self._flush()
        if name == "table" and self._tables:
            self._close_table()
        elif name == "pre" and self._preformatted:
            self._preformatted -= 1
        elif self._tables and name in ("td", "th", "tr"):
            self._tables[-1].in_cell = False

    def _close_table(self) -> None:
        self._flush()
        lines = self._tables.pop().lines()
        (self._tables[-1].sink if self._tables else self.lines).extend(lines)

    def _flush(self) -> None:
        text = tidy("".join(self._parts))
        if text:
            (self._tables[-1].sink if self._tables else self.lines).append(Block(text, (), self._linked))
        self._parts.clear()
        self._linked = 0
