"""Published text against the text it was made from, line for line."""

import difflib
import re
from dataclasses import dataclass

#: What a published line may lack of the source line and still be the same line: layout, and Word's bookmark residue.
_LAYOUT = re.compile(r"[ \t\u00a0\u3000]+")
_BOOKMARK = "[bookmark: _GoBack]"

#: Source lines that are the page's and not the report's.
_CHROME = re.compile(r"\|+\s*\Z|(名\s*称\s*[:：].*)|版权所有|.*公网安备|.*网站标识码|电子信箱[:：].*运行维护")


@dataclass(frozen=True)
class Difference:
    """A line that stands on one side only. `is_chrome`: the source's line is page chrome and may be missing."""

    side: str
    line: str
    is_chrome: bool

    def __str__(self) -> str:
        return f"{'-' if self.side == 'source' else '+'} {self.line[:100]}"


def compare_lines(source: str, published: str) -> list[Difference]:
    """Every line that is not on both sides, in order. Blank lines, indents and runs of spaces are layout."""
    ours, theirs = _lines(published), _lines(source)
    matcher = difflib.SequenceMatcher(None, theirs, ours, autojunk=False)
    found = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        found += [Difference("source", line, bool(_CHROME.match(line))) for line in theirs[a1:a2]]
        found += [Difference("published", line, False) for line in ours[b1:b2]]
    return found


def _lines(text: str) -> list[str]:
    lines = (_LAYOUT.sub(" ", line.replace(_BOOKMARK, "")).strip() for line in text.splitlines())
    return [line for line in lines if line]


def archived_name(unit: str, county: str) -> str:
    """The name an archive gives a unit: a department's issuer is named within its county, 卫生健康局 of 441882."""
    return unit.removesuffix("人民政府").removeprefix(county) or county
