"""Markup to lines: one per paragraph, one per row of a real table, nothing else decided.

Layout tables, on which whole pages of the 2000s stand, are taken apart; tables that hold data keep their rows. A table
is layout when it contains a table, has one column, or has one cell with more than 60 % of its text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crawler.extract.events import Event, read_events, shrink

CELL_SEPARATOR = " | "

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
_BLOCKING = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u3000\u2000-\u200a\u202f\u205f]+")
_INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’…—·○\U00020000-\U0003ffff]")
_LAYOUT_SHARE = 0.6
_TAG = re.compile(r"<[a-zA-Z/!]")


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a text. `cells` are the cells of a table row (empty for a paragraph); `linked` counts the visible
    characters that stand inside links."""

    text: str
    cells: tuple[str, ...] = ()
    linked: int = 0


@dataclass(frozen=True, slots=True)
class Blocks:
    """All lines of a markup. `whole` is False where no tree could be made of it; `hidden` counts the visible-if-shown
    characters left out because the page hides them."""

    lines: tuple[Block, ...]
    whole: bool
    hidden: int
    hidden_kept: bool = False


def visible(text: str) -> int:
    """How many characters of a text are not white space."""
    return len(_SPACES.sub("", text))


def tidy(text: str) -> str:
    """One line: zero-width characters gone, runs of spaces one space, none at the ends.

    A line break of the source inside Chinese text is no space; a space an author typed stays one.
    """
    text = _INVISIBLE.sub("", text)
    return _SPACES.sub(lambda run: _space(text, run), text).strip(" ")


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


def _space(text: str, run: re.Match[str]) -> str:
    if not ("\n" in run[0] or "\r" in run[0]):
        return " "
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    return "" if _CJK.match(before) or _CJK.match(after) else " "


def _build(markup: str, show_hidden: bool) -> tuple["_Builder", bool]:
    events, whole = read_events(markup)
    builder = _Builder(show_hidden)
    builder.feed(events)
    return builder, whole


@dataclass(slots=True)
class _Table:
    """A table being read: rows of cells of lines."""

    rows: list[list[list[Block]]] = field(default_factory=list)
    outside: list[Block] = field(default_factory=list)
    in_cell: bool = False
    nests: bool = False

    def open_row(self) -> None:
        self.in_cell = False
        self.rows.append([])

    def open_cell(self) -> None:
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append([])
        self.in_cell = True

    @property
    def sink(self) -> list[Block]:
        return self.rows[-1][-1] if self.in_cell else self.outside

    def lines(self) -> list[Block]:
        """What the table says: rows if it holds data, the lines of its cells if it only places them."""
        if self.nests or max((len(row) for row in self.rows), default=0) < 2:
            return self._unwrapped()
        sizes = [sum(visible(line.text) for line in cell) for row in self.rows for cell in row]
        if max(sizes) > _LAYOUT_SHARE * sum(sizes):
            return self._unwrapped()
        return self.outside + [_row(row) for row in self.rows if any(row)]

    def _unwrapped(self) -> list[Block]:
        return self.outside + [line for row in self.rows for cell in row for line in cell]


def _row(cells: list[list[Block]]) -> Block:
    texts = tuple(_cell(cell) for cell in cells)
    linked = sum(line.linked for cell in cells for line in cell)
    return Block(CELL_SEPARATOR.join(texts).strip(" "), texts, linked)


def _cell(lines: list[Block]) -> str:
    """The paragraphs of one cell on one line; those of Chinese text close up, as the cell only broke them to fit."""
    text = ""
    for line in lines:
        joint = " " if text and not (_CJK.match(text[-1]) or _CJK.match(line.text[:1])) else ""
        text += joint + line.text
    return text


class _Builder:
    """Puts events together into lines."""

    def __init__(self, show_hidden: bool) -> None:
        self.lines: list[Block] = []
        self.hidden = 0
        self._show_hidden = show_hidden
        self._tables: list[_Table] = []
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
        if _BLOCK.match(name) or (style and _BLOCKING.search(style)):
            self._flush()
            self._open(name)

    def _open(self, name: str) -> None:
        if name == "table":
            if self._tables:
                self._tables[-1].nests = True
            self._tables.append(_Table())
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
