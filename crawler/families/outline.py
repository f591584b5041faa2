"""A tree read once: where each element begins and ends in the shown text, and how much of the tree it holds.

Taking an article apart asks for the text of the same elements again and again, and of boxes within boxes. With the
outline each question costs as much as its answer is long, however much lies around it.
"""

from lxml import etree

from crawler.families.markup import BLOCKS, UNSHOWN, Element, roots_of, short_text, squeeze, text_of

#: Where an element's shown text begins (-1 for what is never shown) and ends, how many elements and comments it is made
#: of, itself counted, and how long the texts within it are.
_Place = tuple[int, int, int, int]
_NOWHERE: _Place = (-1, -1, 0, 0)


class Outline:
    """What text_of and short_text of crawler.families.markup say of the elements of one tree, and how long the texts
    in them are. It holds for as long as the tree is not changed."""

    def __init__(self, root: Element) -> None:
        self.root = root
        #: All elements of the page in order, without comments, and those of them within the root: a page that goes on
        #: behind its `</html>` has more.
        self.elements: list[Element] = []
        self.in_root: list[Element] = []
        self._places: dict[Element, _Place] = {}
        self._text = ""
        pieces: list[str] = []
        at = 0
        for tree in roots_of(root):
            at = self._read(tree, pieces, at)
            if tree is root:
                self.in_root = self.elements.copy()
        self._text = "".join(pieces)

    def _read(self, root: Element, pieces: list[str], at: int) -> int:
        # As markup._shown walks a tree; text within unshown elements has no place here.
        open_elements: list[tuple[int, int, int]] = []
        hidden = letters = nodes = 0
        for event, node in etree.iterwalk(root, events=("start", "end", "comment")):
            if event == "start":
                nodes += 1
                self.elements.append(node)
                tag, text = node.tag, node.text
                open_elements.append((-1 if hidden else at, letters, nodes))
                if tag in UNSHOWN:
                    hidden += 1
                elif text:
                    letters += 0 if text.isspace() else len(squeeze(text))
                    if not hidden:
                        if tag in BLOCKS or tag == "br":
                            text = " " + text
                        pieces.append(text)
                        at += len(text)
                continue
            tail = node.tail
            if event == "comment":
                nodes += 1
            else:
                tag = node.tag
                begin, letters_before, nodes_before = open_elements.pop()
                self._places[node] = begin, at, nodes - nodes_before + 1, letters - letters_before
                hidden -= tag in UNSHOWN
                if not hidden and (tag in BLOCKS or tag == "br"):
                    tail = " " + (tail or "")
            if tail:
                letters += 0 if tail.isspace() else len(squeeze(tail))
                if not hidden:
                    pieces.append(tail)
                    at += len(tail)
        return at

    def text_of(self, element: Element, without: Element | None = None) -> str:
        """The shown text of an element on one line, without what `without`, an element within it or itself, shows."""
        begin, end, _, _ = self._places.get(element, _NOWHERE)
        if begin < 0:
            # An element of another tree, or one within what is not shown, which shows its own text when asked alone.
            return text_of(element, without)
        first, last, _, _ = self._places.get(without, _NOWHERE) if without is not None else _NOWHERE
        if begin <= first <= last <= end:
            return squeeze(self._text[begin:first] + self._text[last:end])
        return squeeze(self._text[begin:end])

    def short_text(self, element: Element, characters: int = 300, nodes: int = 80) -> str | None:
        """The shown text of an element that holds little; None for a larger one."""
        place = self._places.get(element)
        if place is None:
            return short_text(element, characters, nodes)
        if place[2] > nodes:
            return None
        text = self.text_of(element)
        return text if len(text) <= characters else None

    def nodes_in(self, element: Element) -> int:
        """How many elements and comments an element is made of, itself counted."""
        return self._places[element][2]

    def letters_in(self, element: Element) -> int:
        """The length of the texts within an element, each on one line of its own."""
        return self._places[element][3]
