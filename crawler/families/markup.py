"""From bytes to a tree, and strict selection in it.

The parser is lxml's for HTML: it never fetches, knows no entities beyond HTML's and takes any nesting depth; what it
makes of hostile input is at worst an UnreadablePage.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeAlias

from lxml import etree
from parsel import Selector

from crawler.extract.charset import decode
from crawler.families.addresses import resolve
from crawler.families.base import Page, UnreadablePage
from settings.sites import Column

Element: TypeAlias = etree._Element

#: Elements that start a line of their own.
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1"}
    | {"h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody"}
    | {"td", "tfoot", "th", "thead", "tr", "ul"}
)
#: Elements whose text is never shown.
UNSHOWN = frozenset({"script", "style", "noscript", "template", "head", "title", "meta", "link"})

_REFRESH = re.compile(r"^\s*\d+\s*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_LOCATION = re.compile(
    r"(?:window\.|document\.|self\.|top\.|parent\.)*location(?:\.href|\.replace|\.assign)?\s*(?:=|\()\s*(['\"])(.+?)\1"
)
# A start tag, `<` and `>` inside quoted values included. Possessive: each character is looked at once.
_TAG = re.compile(r"""<[A-Za-z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(r"""\"[^"]*+"|'[^']*+'""")
#: What XML cannot hold: lxml reads it out of a damaged page and raises ValueError when it is to write it back.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONG_TAG = 20_000
#: libxml2 compares every attribute of a tag with all others: 40,000 of them cost half a minute.
_MOST_ATTRIBUTES = 2_000
#: More characters than this in a page with a script redirect: it is a page, not a shell.
_SHELL = 200


def page_text(page: Page, column: Column) -> str:
    """The page's text, decoded (header, BOM, meta, sniffing; the row's charset as a hint). NUL characters are gone."""
    return decode(page.body, page.headers.get("content-type"), column.charset).text.replace("\x00", "")


def parse_html(text: str) -> Element:
    """The tree of a page or a fragment. Raises UnreadablePage when there is nothing to build one from."""
    if not text.strip():
        raise UnreadablePage("the page is empty")
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > _LONG_TAG and len(_QUOTED.sub("", tag.group()).split()) > _MOST_ATTRIBUTES:
            raise UnreadablePage(f"a tag with more than {_MOST_ATTRIBUTES} attributes; no portal writes that")
    # The parser of lxml.etree and not that of lxml.html, whose elements are looked up one by one in Python: walking a
    # tree of those takes three times as long.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True)
    try:
        # errors=replace: lone surrogates from \\ud800 escapes have no UTF-8 form.
        tree: Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePage(f"not readable as HTML: {error}") from None
    if tree is None:
        raise UnreadablePage("not readable as HTML: there is no element in it")
    return tree


def select(element: Element, xpath: str, **variables: Any) -> list[Element]:
    """The elements an XPath finds, in document order."""
    found = Selector(root=element, type="html").xpath(xpath, **variables)
    return [item.root for item in found if isinstance(item.root, etree._Element)]


def select_one(element: Element, xpath: str, what: str) -> Element:
    """The one element there must be. Raises UnreadablePage naming `what` and the count found."""
    found = select(element, xpath)
    if len(found) != 1:
        raise UnreadablePage(f"{what}: wanted one, found {len(found)} ({xpath})")
    return found[0]


def select_some(element: Element, xpath: str, what: str) -> list[Element]:
    """The elements of which there must be at least one. Raises UnreadablePage naming `what`."""
    found = select(element, xpath)
    if not found:
        raise UnreadablePage(f"{what}: found none ({xpath})")
    return found


def squeeze(text: str | None) -> str:
    """`text` with every run of blanks, ideographic and no-break ones included, made one space, ends trimmed."""
    return " ".join(text.replace("\u200b", " ").replace("\ufeff", " ").split()) if text else ""


def text_of(element: Element, without: Element | None = None) -> str:
    """The shown text of an element on one line: no scripts, styles or comments, nor anything inside `without`."""
    if without is None and not len(element):
        return "" if element.tag in UNSHOWN else squeeze(element.text)
    return squeeze("".join(_shown(element, without)))


def short_text(element: Element, characters: int = 300, nodes: int = 80, without: Element | None = None) -> str | None:
    """The shown text of an element that holds little; None for a larger one, found out without reading it all."""
    if len(list(islice(element.iter(), nodes + 1))) > nodes:
        return None
    text = text_of(element, without)
    return text if len(text) <= characters else None


def shows_more(element: Element, characters: int) -> bool:
    """Whether the shown text of an element, on one line, is longer than so many characters; reads no further than that
    takes."""
    read: list[str] = []
    least = 0
    for piece in _shown(element):
        read.append(piece)
        # Blanks aside, whatever a piece holds is part of the line.
        least += len(squeeze(piece).replace(" ", ""))
        if least > characters:
            return True
    return len(squeeze("".join(read))) > characters


def _shown(element: Element, without: Element | None = None) -> Iterator[str]:
    # iterwalk instead of recursion: nesting may be as deep as a hostile page likes.
    hidden = 0
    for event, node in etree.iterwalk(element, events=("start", "end", "comment")):
        if event == "comment":
            if not hidden and node.tail:
                yield node.tail
            continue
        unshown = node.tag in UNSHOWN or node is without
        if event == "start":
            hidden += unshown
            if not hidden and node.text:
                if node.tag in BLOCKS or node.tag == "br":
                    yield " "
                yield node.text
            continue
        hidden -= unshown
        if node is not element and not hidden:
            if node.tag in BLOCKS or node.tag == "br":
                yield " "
            if node.tail:
                yield node.tail


def outer_html(element: Element) -> str:
    """The element written out as HTML, without the text after it."""
    try:
        return etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    except (etree.SerialisationError, ValueError) as error:
        raise UnreadablePage(f"the body cannot be written out: {error}") from None


def writable(text: str) -> str:
    """A text without the characters that a tree can be read with and cannot be given."""
    return _UNWRITABLE.sub("", text)


def drop(element: Element) -> None:
    """Take an element out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = writable((before.tail or "") + element.tail)
    elif element.tail:
        parent.text = writable((parent.text or "") + element.tail)
    parent.remove(element)


def roots_of(tree: Element) -> list[Element]:
    """A page's tree, and the trees beside it when the page goes on behind its `</html>`; an element within is alone."""
    return [tree] if tree.getparent() is not None else [tree, *tree.itersiblings("*")]


def anywhere(tree: Element, tag: str) -> Iterator[Element]:
    """The elements of one name in a page, those behind its `</html>` too."""
    for root in roots_of(tree):
        yield from root.iter(tag)


def base_of(tree: Element, url: str) -> str:
    """What relative addresses are resolved against: `<base href>` where the page has a usable one, else its address."""
    href = next((base.get("href") for base in anywhere(tree, "base") if "href" in base.attrib), None)
    return resolve(url, href) or url


def shell_target(tree: Element, url: str) -> str | None:
    """Where a page that is only a script or meta redirect leads (town landing pages, 密云's /zwgk/zfxxgk/).

    None when the page shows text of its own, however it also redirects (mobile switches).
    """
    body = next(anywhere(tree, "body"), None)
    if body is not None and shows_more(body, _SHELL):
        return None
    for meta in anywhere(tree, "meta"):
        if meta.get("http-equiv", "").lower() == "refresh" and (match := _REFRESH.match(meta.get("content", ""))):
            return resolve(url, match.group(1))
    for script in anywhere(tree, "script"):
        if match := _LOCATION.search(script.text or ""):
            return resolve(url, match.group(2))
    return None
