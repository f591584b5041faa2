"""Markup to lines: one per paragraph, one per row of a real table, nothing else decided."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler.extract.events import Event, read_events, shrink
from crawler.extract.lines import Block, tidy, visible
from crawler.extract.list_numbers import ListNumbers, is_numbered
from crawler.extract.paths import Paths
from crawler.extract.tables import Cell, Table

_BLOCK = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd section article blockquote pre center form fieldset legend address "
    "figure figcaption header footer main nav aside caption body html table thead tbody tfoot tr td th br hr details "
    "summary dir menu marquee".split()
)
_BREAKS = frozenset({"br", "hr"})
_LISTS = frozenset({"ol", "ul", "dir", "menu"})
_SILENT = frozenset(
    "script style title template noscript select button input iframe frameset object applet embed video audio canvas "
    "svg map datalist noframes link meta xml".split()
)
#: html, body and the div that every markup is wrapped in before it is made a tree.
_WRAPPINGS = 3
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*block", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!]")
_DIGITS = re.compile(r"\s*\+?(\d{1,6})")


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
    builder = _Builder(show_hidden, Paths(_WRAPPINGS if whole else 0))
    builder.feed(events)
    return builder, whole


class _Builder:
    """Puts events together into lines."""

    def __init__(self, show_hidden: bool, paths: Paths) -> None:
        self.lines: list[Block] = []
        self.hidden = 0
        self._show_hidden = show_hidden
        self._paths = paths
        self._line = 0
        self._lists = ListNumbers()
        self._label = ""
        self._tables: list[Table] = []
        self._table_count = 0
        self._parts: list[str] = []
        self._linked = 0
        self._links = 0
        self._preformatted = 0
        self._skipped: str | None = None
        self._skipped_depth = 0
        self._hiding = False

    def feed(self, events: Iterable[Event]) -> None:
        for step, value, attributes, line in events:
            if self._skipped is not None:
                self._skip(step, value)
            elif step == "text":
                self._text(value)
            elif step == "start":
                self._start(value, attributes, line)
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

    def _start(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        silent = name in _SILENT
        hidden = False
        if attributes and not silent and not self._show_hidden:
            style = attributes.get("style")
            hidden = "hidden" in attributes or (style is not None and _hides(style))
            if style is not None and "block" in style and name not in _BLOCK and _SHOWN_AS_BLOCK.search(style):
                # Editors of messages make lines of spans.
                self._flush()
        if silent or hidden:
            self._skipped, self._skipped_depth, self._hiding = name, 1, not silent
            return
        if name == "a" and leads_away(attributes.get("href")):
            self._links += 1
        if name in _BLOCK:
            self._flush()
            self._line = line
            if name not in _BREAKS:
                self._paths.open(name, attributes)
                self._open(name, attributes)

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            if self._tables:
                self._tables[-1].nests = True
            self._table_count += 1
            self._tables.append(Table(self._table_count))
        elif name == "pre":
            self._preformatted += 1
        elif name == "li":
            self._label = self._lists.label(attributes)
        elif name in _LISTS:
            self._lists.open(name, attributes)
        elif self._tables and name == "tr":
            self._tables[-1].open_row(self._paths.here, self._line)
        elif self._tables and name in ("td", "th"):
            self._tables[-1].open_cell(_cell(attributes))

    def _end(self, name: str) -> None:
        if name == "a" and self._links:
            self._links -= 1
        if name not in _BLOCK:
            return
        self._flush()
        if name in _BREAKS:
            return
        if name == "table" and self._tables:
            self._close_table()
        elif name == "pre" and self._preformatted:
            self._preformatted -= 1
        elif name == "li":
            self._label = ""
        elif name in _LISTS:
            self._lists.close()
        elif self._tables and name in ("td", "th", "tr"):
            self._tables[-1].in_cell = False
        self._paths.close(name)

    def _close_table(self) -> None:
        self._flush()
        lines = self._tables.pop().lines()
        (self._tables[-1].sink if self._tables else self.lines).extend(lines)

    def _flush(self) -> None:
        if not self._parts:
            return
        text = tidy("".join(self._parts))
        if text:
            label, self._label = self._label, ""
            if label and is_numbered(text):
                label = ""
            block = Block(text, (), self._linked, self._paths.here, self._line, label)
            (self._tables[-1].sink if self._tables else self.lines).append(block)
        self._parts.clear()
        self._linked = 0


def leads_away(href: str | None) -> bool:
    """Whether a link leads off the page or does something: `#name` only leads from a list of contents to a heading."""
    return href is not None and href != "" and (href == "#" or not href.startswith("#"))


def _hides(style: str) -> bool:
    # Editors write long styles on every span; few of them hold either word.
    declared = style.lower()
    return ("none" in declared or "hidden" in declared) and _HIDING.search(style) is not None


def _cell(attributes: Mapping[str, str]) -> Cell:
    return Cell([], _span(attributes.get("rowspan"), least=0), _span(attributes.get("colspan"), least=1))


def _span(value: str | None, least: int) -> int:
    """A span as browsers take it: what is no number is 1; rowspan 0 runs to the table's end."""
    if value is None:
        return 1
    found = _DIGITS.match(value)
    return max(int(found[1]), least) if found else 1
