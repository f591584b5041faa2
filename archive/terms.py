"""What a search term is: folding, the tokens the full-text index is fed, and the query a person types. Pure.

Chinese has no spaces, so a run of Chinese characters is indexed as overlapping pairs, and its last character once more
alone: 公开申请 becomes 公开 开申 申请 请. Each character then begins exactly one token, which makes a one-character
query a prefix query and every longer query a phrase of neighbouring pairs: the answer is that of a substring search.
Letters and digits form whole words, so 57 never finds 157. Everything between runs is one separator token: a phrase
may cross punctuation only where the text has some, and which kind does not matter.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from archive.errors import BadQuery

SEPARATOR = "\ue000"
#: Han with all its extensions and 〇, kana, Hangul, Bopomofo, and the private use area where rare name characters live.
_CHARACTERS = (
    "\u3005-\u3007\u3041-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\ue001-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"([{_CHARACTERS}]+)|([^\W_{_CHARACTERS}]+)|[^{_CHARACTERS}]")
_CHARACTER = re.compile(rf"[{_CHARACTERS}]\Z")

_PIECE = re.compile(r'(-?)(?:([^\s":]+):)?(?:"([^"]*)"?|([^\s"]+))')

FilterName = Literal["year", "county", "issuer", "site"]
_FILTERS: dict[str, FilterName] = {
    "年": "year",
    "年度": "year",
    "year": "year",
    "县": "county",
    "county": "county",
    "单位": "issuer",
    "issuer": "issuer",
    "站点": "site",
    "site": "site",
}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for, folded; `text` as typed, `tokens` neighbouring tokens, the last one perhaps a beginning.

    `prefix` is True where the last token is a single character, which may begin any pair.
    """

    text: str
    tokens: tuple[str, ...]
    prefix: bool


@dataclass(frozen=True, slots=True)
class Query:
    """All of `wanted` must be there and none of `unwanted`; `filters` as typed (年:2017)."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]
    filters: tuple[tuple[FilterName, str], ...]


class _Fold(dict[int, str | int]):
    """Character by character, so that a place in the folded text is the same place in the stored one."""

    def __missing__(self, point: int) -> str | int:
        character = chr(point)
        folded = character
        # Circled and raised digits stay what they are: m² is not m2.
        if unicodedata.category(character) != "No":
            folded = unicodedata.normalize("NFKC", character).lower()
        value = folded if len(folded) == 1 else character
        self[point] = value
        return value


#: Portals print the zero of 二〇一七 as a circle (observed on www.lianzhou.gov.cn and tx.gov.cn).
_FOLD = _Fold({ord("○"): "〇", ord("◯"): "〇", ord("\u3000"): " "})


def fold(text: str) -> str:
    """Width and case folded, as long as `text`, character for character."""
    return text.translate(_FOLD)


def tokens(text: str) -> list[str]:
    """What the index is fed for `text`, in order."""
    found: list[str] = []
    for match in _RUN.finditer(fold(text)):
        characters, word = match.groups()
        if characters:
            found.extend(characters[at : at + 2] for at in range(len(characters)))
        elif word:
            found.append(word)
        elif found and found[-1] != SEPARATOR:
            found.append(SEPARATOR)
    return found


def parse_term(text: str) -> Term | None:
    """The term for what a person typed; None when it is punctuation only."""
    found = tokens(text)
    if found and found[-1] == SEPARATOR:
        found.pop()
    if not found:
        return None
    prefix = bool(_CHARACTER.match(found[-1]))
    if prefix and len(found) > 1 and len(found[-2]) == 2 and _CHARACTER.match(found[-2][-1]):
        # The run may go on in the text: its last character begins a pair there, and the pair before holds it already.
        found.pop()
        prefix = False
    return Term(text=text, tokens=tuple(found), prefix=prefix)


def parse_query(text: str) -> Query:
    """Terms by white space (all of them), "a phrase", -not, and filters as 年:2017, 县:连州市, 单位:石门镇, 站点:HOST.

    Raises BadQuery when nothing is left to look for.
    """
    wanted: list[Term] = []
    unwanted: list[Term] = []
    filters: list[tuple[FilterName, str]] = []
    unified = text.translate({ord("“"): '"', ord("”"): '"', ord("："): ":", ord("－"): "-", ord("\u3000"): " "})
    for minus, name, phrase, word in _PIECE.findall(unified):
        value = phrase or word
        if name and not minus and name.lower() in _FILTERS and value:
            filters.append((_FILTERS[name.lower()], value))
            continue
        term = parse_term(f"{name}:{value}" if name else value)
        if term is not None:
            (unwanted if minus else wanted).append(term)
    if not wanted:
        what = "only what must not be there (-…)" if unwanted else "no letter, digit or Chinese character"
        raise BadQuery(f"the query {text!r} holds {what}; add a term to look for")
    return Query(tuple(wanted), tuple(unwanted), tuple(filters))


def match_expression(query: Query, column: str | None = None) -> str:
    """The query in the index's own language; `column` narrows it to the title or the body."""
    wanted = " AND ".join(_phrase(term) for term in query.wanted)
    if column is not None:
        wanted = f"{{{column}}} : ({wanted})"
    if not query.unwanted:
        return wanted
    unwanted = " OR ".join(_phrase(term) for term in query.unwanted)
    return f"({wanted}) NOT ({unwanted})"


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.tokens)}"' + (" *" if term.prefix else "")


def find_term(folded: str, term: Term) -> list[tuple[int, int]]:
    """Where `term` stands in a folded text: (start, end) in code points, in order, not overlapping."""
    return [match.span() for match in _pattern(term).finditer(folded)]


@lru_cache(maxsize=256)
def _pattern(term: Term) -> re.Pattern[str]:
    runs: Sequence[re.Match[str]] = list(_RUN.finditer(fold(term.text)))
    while runs and not any(runs[0].groups()):
        runs = runs[1:]
    while runs and not any(runs[-1].groups()):
        runs = runs[:-1]
    parts: list[str] = []
    for run in runs:
        characters, word = run.groups()
        if characters:
            parts.append(re.escape(characters))
        elif word:
            # A word is found whole: not inside a longer one, whose end may be Chinese.
            parts.append(rf"(?<![^\W_{_CHARACTERS}]){re.escape(word)}(?![^\W_{_CHARACTERS}])")
        elif parts and parts[-1] != _BETWEEN:
            parts.append(_BETWEEN)
    return re.compile("".join(parts))


_BETWEEN = rf"(?:(?![{_CHARACTERS}])[\W_])+"
