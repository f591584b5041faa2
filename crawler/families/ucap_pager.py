"""Where page two of a static UCAP list lies.

`createPageHTML('page_div', 5, 1, 'fg', 'shtml', 89)`: the id of the pager's place, pages, the current page from 1, base
name and suffix of the files, rows of the whole column. Page one is fg.shtml, page two fg_2.shtml (csrc.gov.cn,
Zhenjiang, Suqian, Kunshan and Shaoyang agree). TRS uses the same name for a call without the first argument, whose
pages count from 0.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

_CALL = re.compile(
    r"""createPageHTML\s{0,9}\(\s{0,9}['"][\w-]{0,60}['"]\s{0,9},\s{0,9}['"]?(\d{1,6})['"]?\s{0,9},"""
    r"""\s{0,9}['"]?(\d{1,6})['"]?\s{0,9},\s{0,9}['"]([\w-]{1,80})['"]\s{0,9},\s{0,9}['"](\w{1,9})['"]"""
    r"""(?:\s{0,9},\s{0,9}['"]?(\d{1,7})['"]?)?""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageCall:
    """The pager's call. `rows` is the total of the column, None in a call that leaves it out."""

    pages: int
    current: int
    base: str
    suffix: str
    rows: int | None

    def address(self, url: str, number: int) -> str:
        """The address of page `number` (from 1) of the list that has a page at `url`."""
        name = self.base if number == 1 else f"{self.base}_{number}"
        return urljoin(url, f"{name}.{self.suffix}")


def page_call(text: str) -> PageCall | None:
    """The first call that numbers a list's pages; None when the page has none."""
    match = _CALL.search(text)
    if match is None:
        return None
    pages, current, base, suffix, rows = match.groups()
    return PageCall(int(pages), int(current), base, suffix, int(rows) if rows is not None else None)
