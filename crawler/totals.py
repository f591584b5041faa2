"""What each list of a column shows against the total it prints itself, while the column is walked."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from crawler.checks import ListYield


class ListTotals:
    """Tells a column's lists apart: a page that shows rows or a total leads on in its own list, any other page is a
    directory, and what it leads to begins lists of their own."""

    def __init__(self) -> None:
        self._list_of: dict[str, str] = {}
        self._rows: dict[str, int] = {}
        self._totals: dict[str, int] = {}
        self._urls: dict[str, str] = {}

    def note(self, page: Mapping[str, Any], more: Sequence[Mapping[str, Any]], rows: int, total: int | None) -> None:
        """Count one list page, the `rows` it shows and the `total` it prints."""
        here = self._list_of.pop(_key(page), _key(page))
        if total is not None or rows:
            self._urls.setdefault(here, str(page.get("url", "")))
            self._rows[here] = self._rows.get(here, 0) + rows
            for further in more:
                self._list_of.setdefault(_key(further), here)
        if total is not None:
            self._totals[here] = total

    @property
    def lists(self) -> tuple[ListYield, ...]:
        """The lists that print a total, in the order they were met."""
        return tuple(ListYield(self._urls[key], self._rows[key], total) for key, total in self._totals.items())


def _key(page: Mapping[str, Any]) -> str:
    return json.dumps(page, sort_keys=True)
