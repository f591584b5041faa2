"""Changes on command while portals serve: what a government does to its pages, and what goes wrong on the way."""

import re
import threading
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from tests.replica.counties import CountyReplica
from tests.replica.county import Block, Cell, County, Document, Paragraph, Placement, Table, Unit
from tests.replica.faults import FAULTS
from tests.replica.generator import posted_after, report
from tests.replica.switchboard import LIST_ACTIONS, Switchboard

_TOTAL = re.compile(r"(?:公开|发布)[^。，]{0,12}?信息(?:共)?(\d+)条")
_NUMBER = re.compile(r"(?<![\d０-９.])(\d{1,3})(?=[件条次人个])")


class Script:
    """Every method may be called while a crawl runs. Reports are named by id (`tx.gov.cn/石门镇/2017`) or address."""

    def __init__(
        self, counties: Mapping[str, CountyReplica], switch: Switchboard, lock: threading.RLock, seed: int
    ) -> None:
        self._counties, self._switch, self._lock, self._seed = counties, switch, lock, seed

    def change_digit(self, report: str) -> dict[str, Any]:
        """Change one digit of the report's text; the line before and after. Its date and address stay."""
        with self._lock:
            county, document = self._find(report)
            blocks = document.attached if document.only_attached else document.body
            index, match = _figure(blocks)
            old = blocks[index]
            assert isinstance(old, Paragraph)
            at = match.end(1) - 1
            digit = str((int(old.text[at]) + 1) % 10)
            new = Paragraph(old.text[:at] + digit + old.text[at + 1 :])
            self._rewrite(document, (*blocks[:index], new, *blocks[index + 1 :]))
            addresses = list(county.addresses(document))
            return {"id": document.id, "before": old.text, "after": new.text, "position": at, "addresses": addresses}

    def change_cell(self, report: str, number: int = 0) -> dict[str, Any]:
        """Add one to the `number`-th numeric table cell of the report, which breaks the sum it stands in."""
        with self._lock:
            _, document = self._find(report)
            seen = 0
            for index, block in enumerate(document.body):
                if not isinstance(block, Table):
                    continue
                for row, cells in enumerate(block.rows):
                    for column, cell in enumerate(cells):
                        if not cell.text.isdigit():
                            continue
                        if seen == number:
                            changed = _with_cell(block, row, column, str(int(cell.text) + 1))
                            self._rewrite(document, (*document.body[:index], changed, *document.body[index + 1 :]))
                            return {"id": document.id, "before": cell.text, "after": str(int(cell.text) + 1)}
                        seen += 1
            raise LookupError(f"{document.id} has no numeric table cell {number}")

    def hold_still(self) -> dict[str, Any]:
        """Stop view counters and tokens: the same bytes at every look, so that archives compare by digest."""
        with self._lock:
            for replica in self._counties.values():
                replica.county.still = True
            return {}

    def change_volatile(self) -> dict[str, Any]:
        """Turn every page's volatile parts: the date in the header, view counters, validators of static pages."""
        with self._lock:
            for replica in self._counties.values():
                replica.county.epoch += 1
        return {"epoch": next(iter(self._counties.values())).county.epoch}

    def add_report(self, host: str, unit: str, year: int) -> dict[str, Any]:
        """Publish a report that was not there, at the top of its list."""
        with self._lock:
            replica = self._counties[host]
            county = replica.county
            who = county.unit(unit)
            key = f"{host}/{who.name}/{year}"
            draft = report(county, who, year, self._seed)
            posted = posted_after(Random(f"{self._seed}/{key}/posted"), draft.signed, year)
            column = _report_column(county, who)
            place = Placement(column, max(county.next_number, 1900000) + 7, posted, posted, draft.title)
            county.next_number = place.number
            document = Document(key, who, year, "report", draft.title, draft.body, draft.signed, [place])
            county.add(document)
            county.empty.discard((who.name, year))
            if year not in county.years:
                county.years = tuple(sorted((*county.years, year)))
            return {"id": key, "addresses": list(replica.addresses(document))}

    def delete(self, report: str, soft: bool = False, keep_listed: bool = False) -> dict[str, Any]:
        """Take a report down: 404, or the front page with 200 (`soft`). `keep_listed` leaves its row in the list."""
        with self._lock:
            county, document = self._find(report)
            addresses = list(county.addresses(document))
            for place in document.placements:
                place.state, place.dead_row = ("soft" if soft else "gone"), keep_listed
            return {"id": document.id, "addresses": addresses}

    def restore(self, report: str) -> dict[str, Any]:
        """Put a report back where it was."""
        with self._lock:
            county, document = self._find(report)
            for place in document.placements:
                place.state, place.dead_row = "live", False
            return {"id": document.id, "addresses": list(county.addresses(document))}

    def move(self, report: str, leave_redirect: bool = False) -> dict[str, Any]:
        """Give a report new addresses; the old ones are 404, or lead to the new. A Hanweb annual-report address is made
        of unit and year and cannot move."""
        with self._lock:
            county, document = self._find(report)
            before = county.addresses(document)
            for place in document.placements:
                place.number = max(county.county.next_number, 1900000) + 7
                county.county.next_number = place.number
            after = county.addresses(document)
            if leave_redirect:
                for old, new in zip(before, after, strict=True):
                    self._switch.set("redirect", re.escape(old) + r"\Z", to=new, status=301)
            return {"id": document.id, "before": list(before), "after": list(after)}

    def set_rule(self, action: str, pattern: str, times: int | None = None, **options: Any) -> dict[str, Any]:
        """Put a fault or a list rule in force for the addresses `pattern` (a regular expression) is found in.

        List rules: empty, broken_layout, overcount. Faults: those of tests.replica.faults. Raises ValueError.
        """
        if action not in FAULTS and action not in LIST_ACTIONS:
            raise ValueError(f"no rule is called {action!r}; known: {', '.join([*FAULTS, *sorted(LIST_ACTIONS)])}")
        return {"rule": self._switch.set(action, pattern, times, **options)}

    def clear_rules(self, rule: int | None = None) -> dict[str, Any]:
        """Take back one rule by its number, or all."""
        self._switch.clear(rule)
        return {}

    def set_robots(self, host: str, variant: str, crawl_delay: str | None = None) -> dict[str, Any]:
        """Serve another robots.txt on one host: missing, allow, delay, html, disallow, 403 or 500."""
        with self._lock:
            for replica in self._counties.values():
                if host in replica.portal.robots:
                    replica.portal.robots[host] = variant  # type: ignore[assignment]
                    if crawl_delay is not None:
                        replica.portal.crawl_delay = crawl_delay
                    return {"host": host, "variant": variant}
            raise LookupError(f"no portal answers for {host}")

    def _rewrite(self, document: Document, blocks: tuple[Block, ...]) -> None:
        if document.only_attached:
            document.attached = blocks
        else:
            document.body = blocks
        document.attachments = [replace(item, blocks=blocks) for item in document.attachments]
        for place in document.placements:
            place.revision += 1

    def _find(self, report: str) -> tuple[CountyReplica, Document]:
        for replica in self._counties.values():
            if report in replica.county.documents:
                return replica, replica.county.documents[report]
            for document in replica.county.documents.values():
                if report in replica.addresses(document):
                    return replica, document
        raise LookupError(f"no document is called {report} or lies at that address")


def _report_column(county: County, unit: Unit) -> str:
    """The column a unit's new report goes into: "annual" where the county has one, else that of its last report."""
    placed = [
        place.column
        for document in county.documents.values()
        if document.is_report and document.unit == unit
        for place in document.placements[:1]
    ]
    return "annual" if any(True for _ in county.placed("annual")) or not placed else placed[-1]


def _figure(blocks: tuple[Block, ...]) -> tuple[int, re.Match[str]]:
    """The paragraph that states the report's total, or the first that states any count."""
    for pattern in (_TOTAL, _NUMBER):
        for index, block in enumerate(blocks):
            if isinstance(block, Paragraph) and (match := pattern.search(block.text)):
                return index, match
    raise LookupError("the report states no figure in prose")


def _with_cell(table: Table, row: int, column: int, text: str) -> Table:
    cells = table.rows[row]
    old = cells[column]
    changed = (*cells[:column], Cell(text, old.colspan, old.rowspan), *cells[column + 1 :])
    return Table((*table.rows[:row], changed, *table.rows[row + 1 :]))
