"""The heads of tables: which columns they name, in which order.

Offices exchange columns, put 总计 first, or turn a table, and then only the head says what a figure is. A head is
believed where it stands in cells: joined by separators, or a name a line. Words that only blanks part on the lines of
a PDF keep no order, because a name of two lines stands higher than its neighbours of one; then the form's order holds.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from crawler.reading.figures.cells import Run
from crawler.reading.figures.form_rows import APPLICANTS, REQUEST_COLUMNS, REVIEW_COLUMNS, REVIEW_GROUPS
from crawler.reading.figures.labels import squeeze_label

#: As many characters before a table's first figure as its head has at the most.
_REACH = 1_200
_BARS = re.compile(r"[|｜│┃\t]")
_GROUP = "bodies"
#: The head of table C without the words every section on 复议 and 诉讼 has: a paragraph seldom holds all of them, and
#: is followed by no row of figures.
_REVIEW_HEAD = frozenset("结果维持纠正尚未审")
_BODIES = APPLICANTS[1:]
_BODY_STEMS = (("business", "商业"), ("research", "科研"), ("social", "公益"), ("legal_service", "法律服务"))


def head_lines(text: str, runs: Sequence[Run], number: int) -> list[list[str]]:
    """The words between the figures before a run and its own, as lines of cells squeezed to their ideographs."""
    end = runs[number].values[0].start
    start = max(0, end - _REACH)
    for before in reversed(runs[:number]):
        if any(cell.kind != "blank" for cell in before.values):
            start = max(start, before.values[-1].end)
            break
    lines = []
    for line in text[start:end].splitlines():
        cells = _BARS.split(line) if _BARS.search(line) else line.split()
        if all(len(cell) == 1 for cell in cells):
            # One word in wide type.
            cells = ["".join(cells)]
        if squeezed := [word for word in map(squeeze_label, cells) if word]:
            lines.append(squeezed)
    return lines


def applicant_order(lines: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """The columns of table B as its head names them, None where it does not say, () where it names some in another
    order than the form's and not all. 总计 is last unless named elsewhere.

    自然人 and 总计 stand beside 法人或其他组织, which has the bodies below it in a line of their own.
    """
    named = _named(lines, _applicant)
    whole = _line_with([keys for keys in named if _GROUP not in keys], REQUEST_COLUMNS)
    if whole is not None:
        return whole
    bodies = _line_with(named, _BODIES) or _one_a_line(named, _BODIES)
    if bodies is None:
        return () if _contradicts(named, _BODIES) else None
    for keys in named:
        if "natural_person" in keys and _GROUP in keys:
            # Only on one line with the others is 总计 in its column; alone it may have slipped a row up or down.
            top = [key for key in dict.fromkeys(keys) if key in ("natural_person", "total", _GROUP)]
            order = [column for key in top for column in (bodies if key == _GROUP else (key,))]
            return (*order, *(["total"] if "total" not in order else []))
        if "natural_person" in keys and "total" in keys and keys.index("total") < keys.index("natural_person"):
            return ("total", "natural_person", *bodies)
    return ("natural_person", *bodies, "total")


def _applicant(word: str) -> str:
    if "自然人" in word:
        return "natural_person"
    if re.search(r"[总合]计", word) and len(word) <= 8:
        return "total"
    for key, stem in _BODY_STEMS:
        if stem in word:
            return key
    rest = re.sub(r"法人.{0,3}其[他它]组织", "", word).removesuffix("件")
    if re.fullmatch(r"其[他它]", rest):
        return "other"
    if rest == "企业":
        return "business"
    return _GROUP if "法人" in word or word.endswith("他组织") else ""


def review_order(lines: Sequence[Sequence[str]]) -> list[tuple[str, str]] | None:
    """Group and outcome of the fifteen columns of table C as its head names them, None where it does not say, [] where
    it names some in another order than the form's and not all."""
    named = _named(lines, _review)
    outcomes = [key for keys in named for key in keys if key in REVIEW_COLUMNS]
    for keys in named:
        if sum(key in REVIEW_COLUMNS for key in keys) == 3 * len(REVIEW_COLUMNS):
            outcomes = [key for key in keys if key in REVIEW_COLUMNS]
    groups = group_order(lines)
    size = len(REVIEW_COLUMNS)
    chunks = [outcomes[at : at + size] for at in range(0, len(outcomes), size)]
    if groups is None or len(chunks) != 3 or any(sorted(chunk) != sorted(REVIEW_COLUMNS) for chunk in chunks):
        return [] if _contradicts(named, REVIEW_COLUMNS) or _contradicts(named, REVIEW_GROUPS) else None
    return [(group, outcome) for group, chunk in zip(groups, chunks, strict=True) for outcome in chunk]


def outcome_order(lines: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """The five outcomes in the order of a head that names each once."""
    found = tuple(key for keys in _named(lines, _review) for key in keys if key in REVIEW_COLUMNS)
    return found if sorted(found) == sorted(REVIEW_COLUMNS) else None


def group_order(lines: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """The three groups of table C in the order a head names them, None where it does not name all."""
    seen = [key for keys in _named(lines, _review) for key in keys if key in (*REVIEW_GROUPS, "litigation")]
    order = list(dict.fromkeys(seen))
    if set(order) - {"litigation"} != set(REVIEW_GROUPS):
        return None
    first, direct, after = REVIEW_GROUPS
    suits = [direct, after] if order.index(direct) < order.index(after) else [after, direct]
    ahead = "litigation" in order and order.index("litigation") < order.index(first)
    return (*suits, first) if ahead else (first, *suits)


def is_review_head(label: str) -> bool:
    """Whether squeezed words are those of the head of table C, in whatever order they come."""
    return set(label) >= _REVIEW_HEAD and ("复议" in label or "诉讼" in label or set(label) >= set("复议诉讼"))


def review_group(word: str) -> str:
    """The group of table C that a squeezed label names, "" for none."""
    if "直接起诉" in word or "未经复议" in word:
        return "litigation_direct"
    if re.search(r"复议后", word):
        return "litigation_after_reconsideration"
    if word.endswith("行政诉讼"):
        return "litigation"
    return "reconsideration" if word.endswith("行政复议") else ""


def review_outcome(word: str) -> str:
    """The outcome of table C that a squeezed label ends with, its unit aside, "" for none."""
    word = word.removesuffix("件")
    for key, stem in zip(REVIEW_COLUMNS, ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"), strict=True):
        if word.endswith(stem):
            return key
    return "total" if word.endswith("合计") else ""


def _review(word: str) -> str:
    return review_group(word) or review_outcome(word)


def _named(lines: Sequence[Sequence[str]], key_of: Callable[[str], str]) -> list[list[str]]:
    return [[key for word in line if (key := key_of(word))] for line in lines]


def _line_with(named: Sequence[list[str]], wanted: Sequence[str]) -> tuple[str, ...] | None:
    """The order of a line that names each of the wanted columns once."""
    for keys in named:
        found = [key for key in keys if key in wanted]
        if len(found) == len(wanted) == len(set(found)):
            return tuple(found)
    return None


def _contradicts(named: Sequence[list[str]], order: Sequence[str]) -> bool:
    """Whether some line names columns in another order than this one, which it may run through more than once."""
    for keys in named:
        places = [order.index(key) for key in keys if key in order]
        again = [after for before, after in pairwise(places) if after <= before]
        if any(after != places[0] for after in again):
            return True
    return False


def _one_a_line(named: Sequence[list[str]], wanted: Sequence[str]) -> tuple[str, ...] | None:
    """The order of columns that are each named once, on a line of their own."""
    found = [key for keys in named for key in keys if key in wanted]
    alone = all(len(keys) == 1 for keys in named if set(keys) & set(wanted))
    return tuple(found) if alone and len(found) == len(wanted) == len(set(found)) else None
