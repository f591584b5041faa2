"""Clean text: the report as its author wrote it, signature and tables included, the page's own lines left out.

The lines of the container are read first (blocks), the page's own lines are named and dropped (chrome), and what
remains is put, one paragraph a line, before trafilatura, which knows link lists and boilerplate where no rule names
them. It decides about lines that are links from end to end and about nothing else: trafilatura drops repeated and
oddly placed paragraphs too, and a report of 无。 under every heading must keep each of them. Where it would lose
anything, its reading is set aside and the text says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.settings import Extractor, use_config

from archive.chrome.lines import LearnedChrome
from crawler.extract.blocks import read_blocks
from crawler.extract.chrome import CHROME_RULES, annex_lines, drop_chrome
from crawler.extract.learned import drop_learned
from crawler.extract.lines import Block, join_cells, tidy, visible
from crawler.extract.sources import TextBlock, set_text
from crawler.extract.text_tables import TextTable, gather_tables

EXTRACT_RULES = f"extract-3+{CHROME_RULES}"

#: A text said twice from end to end has no fewer lines and characters than these.
_LEAST_TWICE = 3
_LEAST_TWICE_CHARACTERS = 100

#: Beyond this trafilatura takes seconds; the lines then stand as they were read.
_MOST_LINES = 3_000
_MOST_CHARACTERS = 400_000
_LEAST_KEPT = 0.98

_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,80}\]\s*", re.IGNORECASE)
_EDGE_PIPES = re.compile(r"\A[\s|]*\|[\s|]*|[\s|]*\|[\s|]*\Z")
_MARK = re.compile(r"⟦(\d+)⟧")
_SENTENCE = re.compile(r"[。！？；]")


@dataclass(frozen=True, slots=True)
class CleanText:
    """Clean text of one body.

    `text` has one paragraph a line and table rows with " | " between cells. `coverage` is the share of the container's
    visible characters that it keeps, 1.0 for an empty container. `fallback` says that trafilatura's reading was set
    aside. `flags`: `chrome:NAME` for each rule that dropped a line, `links` for dropped link lists, `hidden` for text
    the page hides, `hidden_kept` when nearly all was hidden and is shown, `twice` when the page prints the text twice,
    `no_tree` for markup too deep or too long for a tree, `large` when trafilatura was not asked,
    `lost_by_trafilatura`, `learned_refused` when the lines learned of the site would have taken too much.

    `tables` are the tables of data, every cell with its place in the table and in the text. `blocks` are the lines of
    the text, one each, with the place in the source they come from.
    """

    text: str
    rules: str
    coverage: float
    flags: tuple[str, ...]
    fallback: bool
    tables: tuple[TextTable, ...] = ()
    blocks: tuple[TextBlock, ...] = ()


def clean_markup(markup: str, learned: LearnedChrome | None = None) -> CleanText:
    """The clean text of a body container's markup. Pure: the same markup gives the same text in any order of calls.

    `learned` are the lines that the site is known to print; their version joins the rules of the text. Never raises,
    and never empty for a container that holds more than the page's own lines.
    """
    blocks = read_blocks(markup)
    flags = [name for name, raised in (("no_tree", not blocks.whole), ("hidden_kept", blocks.hidden_kept)) if raised]
    if blocks.hidden:
        flags.append("hidden")
    own, taken = drop_chrome([block for block in map(_repaired, blocks.lines) if block.text])
    flags += [f"chrome:{name}" for name in sorted(taken)]
    kept, second = _second_reading(own)
    flags += second
    if _is_said_twice(kept):
        kept = kept[: len(kept) // 2]
        flags.append("twice")
    rules = EXTRACT_RULES
    if learned is not None and learned.version:
        rules = f"{rules}+{learned.version}"
        before = len(kept)
        kept, refused = drop_learned(kept, learned)
        flags += ["learned_refused"] if refused else ["chrome:learned"] if len(kept) < before else []
    whole = sum(visible(block.text) for block in blocks.lines)
    share = sum(visible(block.text) for block in kept) / whole if whole else 1.0
    fallback = any(flag in ("large", "lost_by_trafilatura") for flag in second)
    return _set(kept, rules, min(round(share, 4), 1.0), tuple(flags), fallback)


def clean_lines(lines: Sequence[Block], flags: tuple[str, ...] = (), rules: str = EXTRACT_RULES) -> CleanText:
    """The clean text of lines that come from a document and not from a page: each repaired, empty ones left out."""
    repaired = (_repaired(block if block.cells else replace(block, text=tidy(block.text))) for block in lines)
    return _set([line for line in repaired if line.text.strip("| ")], rules, 1.0, flags, False)


def _set(lines: Sequence[Block], rules: str, coverage: float, flags: tuple[str, ...], fallback: bool) -> CleanText:
    text, blocks = set_text(lines)
    return CleanText(
        text, rules, coverage, flags, fallback, gather_tables(lines, [block.start for block in blocks]), blocks
    )


def _repaired(block: Block) -> Block:
    """Residue of Word and of flattened grids taken out of a line."""
    text = block.text
    if block.cells:
        if "[" not in text or not _BOOKMARK.search(text):
            return block
        cells = tuple(_BOOKMARK.sub("", cell).strip() for cell in block.cells)
        return replace(block, text=join_cells(cells)[0], cells=cells)
    if "[" in text:
        text = _BOOKMARK.sub("", text)
    if "|" in text:
        text = _EDGE_PIPES.sub("", text)
    return block if text == block.text else replace(block, text=text.strip())


def _is_said_twice(lines: Sequence[Block]) -> bool:
    """Whether the second half of a text says the first again, word for word: a page's copies for two kinds of screen,
    of which its styles show one."""
    half, odd = divmod(len(lines), 2)
    if odd or half < _LEAST_TWICE:
        return False
    first, second = ([block.shown for block in part] for part in (lines[:half], lines[half:]))
    return first == second and sum(map(len, first)) >= _LEAST_TWICE_CHARACTERS


def _second_reading(lines: list[Block]) -> tuple[list[Block], list[str]]:
    """The lines without the link lists trafilatura recognises, and what is to be said about its reading."""
    size = sum(len(block.text) for block in lines)
    if len(lines) > _MOST_LINES or size > _MOST_CHARACTERS:
        return lines, ["large"]
    if not lines:
        return lines, []
    found = _trafilatura(lines)
    annexes = annex_lines(lines)
    dropped = {
        number
        for number, block in enumerate(lines)
        if number not in found and number not in annexes and _only_links(block)
    }
    if len(dropped) == len(lines):
        dropped = set()
    kept = [block for number, block in enumerate(lines) if number not in dropped]
    flags = ["links"] if dropped else []
    there = sum(visible(text) for text in found.values())
    if there < _LEAST_KEPT * sum(visible(block.text) for block in kept) or len(found) < len(kept):
        flags.append("lost_by_trafilatura")
    return kept, flags


def _only_links(block: Block) -> bool:
    return block.linked >= visible(block.text) and not _SENTENCE.search(block.text)


def _trafilatura(lines: Sequence[Block]) -> dict[int, str]:
    """Which lines trafilatura keeps, by number.

    Each line carries its number: trafilatura keeps one copy of a repeated paragraph, and lines that differ by their
    number are not repeated. The brackets are printable ones because trafilatura strips private-use characters.
    """
    # Elements of lxml.html, as trafilatura's own loader would give it.
    root = html.Element("html")
    article = etree.SubElement(etree.SubElement(root, "body"), "article")
    for number, block in enumerate(lines):
        paragraph = etree.SubElement(article, "p")
        text = f"⟦{number}⟧" + block.text.replace("⟦", "[").replace("⟧", "]")
        if _only_links(block):
            etree.SubElement(paragraph, "a", href="#").text = text
        else:
            paragraph.text = text
    document = bare_extraction(root, options=_options())
    text = getattr(document, "text", None) or ""
    pieces = _MARK.split(text)
    return {int(number): piece for number, piece in zip(pieces[1::2], pieces[2::2], strict=True)}


@cache
def _options() -> Extractor:
    """trafilatura's settings; by default it mistrusts what is shorter than 250 characters, as whole reports are."""
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "20")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    return Extractor(config=config, output_format="python", fast=True, comments=False, tables=True, dedup=False)
