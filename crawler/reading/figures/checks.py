"""Whether what a report states adds up: the sums printed in the forms, prose against tables, one year against the next.

A check that fails says that two stated things differ, never which of them is false. A blank cell is neither nought nor
missing: sums with blanks are tried with blanks as nought, and then `uncertain` where they hold that way,
`not_assessable` where other figures in the blanks could make them hold, and `fails` only where none could.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from crawler.reading.figures.form_rows import REVIEW_GROUPS
from crawler.reading.figures.identities import Identity, request_identities, review_identities
from crawler.reading.figures.values import Cell, Check, Figures, Statement

#: Levels of issuers that make no 规章: only State Council departments, provinces, cities with districts and autonomous
#: prefectures do (立法法, from memory).
BELOW_PREFECTURE = frozenset({"county", "township", "street", "zone", "department"})
_Outcome = Literal["passes", "fails", "uncertain", "not_assessable"]
_DOCUMENTS = "article_20_1"
#: Prose keys and the cells of tables that state the same quantity.
SAME_QUANTITY: dict[str, tuple[Cell, ...]] = {
    "requests_received": (Cell("received_new", "total"),),
    "reconsideration": (Cell("reconsideration", "total", "reconsideration"),),
    "litigation": tuple(Cell(group, "total", group) for group in REVIEW_GROUPS[1:]),
}


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a sum: what its cells state together, and how many of them are blank or lacking."""

    statements: tuple[Statement, ...]
    stated: Decimal
    blank: int
    lacking: int

    @property
    def value(self) -> Decimal | None:
        return self.stated if self.statements and self.blank < len(self.statements) else None


def check_figures(figures: Figures, level: str | None) -> tuple[Check, ...]:
    """Every check of one report: B1 to B3, C1 to C3, A1 and X2, in this order, for the tables it has.

    `level` is the issuer's (township, street, county, zone, department …), None where unknown.
    """
    cells = cells_of(figures.statements)
    checks: list[Check] = []
    rows = frozenset(cell.row for cell, found in cells.items() if found.source == "table_b")
    if rows:
        checks += [_try(identity, cells) for identity in request_identities(rows)]
    if any(found.source == "table_c" for found in cells.values()):
        checks += [_try(identity, cells) for identity in review_identities()]
    checks += _rules_of_own(cells, level)
    checks += _prose_against_tables(figures.statements, cells)
    return tuple(checks)


def check_carry_over(before: Figures, after: Figures) -> tuple[Check, ...]:
    """X1: what one year carries out the next carries in, for reports of one issuer for two years in a row.

    Soft: offices recount. Tried on the totals; () where neither report has the row.
    """
    left = _side([Cell("carried_out", "total")], cells_of(before.statements))
    right = _side([Cell("carried_in", "total")], cells_of(after.statements))
    if not (left.statements or right.statements):
        return ()
    return (_compare("X1", "total", left, right, "carried out of the year before", "carried in"),)


def check_stock(before: Figures, after: Figures) -> tuple[Check, ...]:
    """X3: documents in force = those of the year before + issued − repealed, by row of table A (form of 2021 only).

    Soft: the stock is recounted freely. Compared with the repealed on the side of those in force.
    """
    old, new = cells_of(before.statements), cells_of(after.statements)
    checks = []
    for row in ("rules", "normative_documents"):
        if Cell(row, "in_force", _DOCUMENTS) not in new:
            continue
        now = _side([Cell(row, "in_force", _DOCUMENTS), Cell(row, "repealed", _DOCUMENTS)], new)
        held = _side([Cell(row, "in_force", _DOCUMENTS)], old)
        issued = _side([Cell(row, "issued", _DOCUMENTS)], new)
        then = _Side(
            held.statements + issued.statements,
            held.stated + issued.stated,
            held.blank + issued.blank,
            held.lacking + issued.lacking,
        )
        checks.append(_compare("X3", row, now, then, "in force and repealed", "in force before and issued"))
    return tuple(checks)


def cells_of(statements: Iterable[Statement]) -> dict[Cell, Statement]:
    """The statements of the national forms by their cell. Values whose column cannot be told have none."""
    return {
        statement.cell: statement
        for statement in statements
        if statement.cell is not None and statement.source != "annex" and statement.cell.column != "unplaced"
    }


def _side(places: Iterable[Cell], cells: Mapping[Cell, Statement]) -> _Side:
    found = [cells.get(place) for place in places]
    statements = tuple(one for one in found if one is not None)
    stated = sum((one.value for one in statements if one.value is not None), Decimal(0))
    return _Side(statements, stated, sum(one.value is None for one in statements), found.count(None))


def _try(identity: Identity, cells: Mapping[Cell, Statement]) -> Check:
    names = {
        "B1": ("new and carried in", "handled and carried out"),
        "B2": ("handled in total", "the outcomes together"),
        "B3": ("the total", "the applicants together"),
    }
    left, right = names.get(identity.id, ("the total", "its parts together"))
    return _compare(identity.id, identity.where, _side(identity.left, cells), _side(identity.right, cells), left, right)


def _compare(name: str, where: str, left: _Side, right: _Side, left_words: str, right_words: str) -> Check:
    outcome, message = _outcome(left, right, left_words, right_words)
    statements = left.statements + right.statements
    return Check(name, outcome, where, left.value, right.value, statements, f"{where}: {message}")


def _outcome(left: _Side, right: _Side, left_words: str, right_words: str) -> tuple[_Outcome, str]:
    if left.lacking or right.lacking:
        return "not_assessable", f"{left.lacking + right.lacking} of the cells compared are not in the text"
    if left.value is None or right.value is None:
        empty = left_words if left.value is None else right_words
        return "not_assessable", f"{empty}: stated nowhere, the cells are blank"
    sides = f"{left_words} {left.stated:f}, {right_words} {right.stated:f}"
    blank = left.blank + right.blank
    if left.stated == right.stated:
        if blank:
            return "uncertain", f"{sides}: equal where {blank} blank cells are read as 0"
        return "passes", f"{sides}: equal"
    # Counts are not negative: figures in the blanks can only add to their own side.
    if blank and (right.blank if left.stated > right.stated else left.blank):
        return "not_assessable", f"{sides}: differs where {blank} blank cells are read as 0"
    return "fails", f"{sides}: differs by {abs(left.stated - right.stated):f}"


def _rules_of_own(cells: Mapping[Cell, Statement], level: str | None) -> list[Check]:
    """A1: an office below a prefecture has no 规章 of its own."""
    found = [
        statement
        for cell, statement in cells.items()
        if cell.row == "rules" and cell.block == _DOCUMENTS and statement.source == "table_a"
    ]
    if not found or (level is not None and level not in BELOW_PREFECTURE):
        return []
    stated = [statement for statement in found if statement.value]
    most = max((one.value for one in found if one.value is not None), default=None)
    nought = Decimal(0)
    if level is None:
        message = "the issuer's level is not known, so whether it can make 规章 is not either"
        return [Check("A1", "not_assessable", "rules", most, nought, tuple(found), f"rules: {message}")]
    if stated:
        columns = ", ".join(f"{one.cell.column} {one.value:f}" for one in stated if one.cell and one.value is not None)
        message = f"states {columns}; differs from the 0 of a {level}, which makes no 规章"
        return [Check("A1", "fails", "rules", most, nought, tuple(stated), f"rules: {message}")]
    if most is None:
        return [Check("A1", "not_assessable", "rules", None, nought, tuple(found), "rules: the cells are blank")]
    return [Check("A1", "passes", "rules", most, nought, tuple(found), f"rules: states 0, as a {level} does")]


def _prose_against_tables(statements: Iterable[Statement], cells: Mapping[Cell, Statement]) -> list[Check]:
    """X2: every statement of the prose against the total of the form that states the same, one check each."""
    checks: list[Check] = []
    for prose in statements:
        places = SAME_QUANTITY.get(prose.key)
        if prose.source != "prose" or places is None or prose.part_of or prose.label or prose.value is None:
            continue
        if prose.scope not in ("year", "year_to_date"):
            continue
        table = _side(places, cells)
        if not table.statements:
            continue
        if prose.approximation == "exact" or table.value is None or table.lacking:
            said = _Side((prose,), prose.value, 0, 0)
            checks.append(_compare("X2", prose.key, said, table, "the prose", "the table"))
            continue
        outcome, how = _hedged(prose, table.stated)
        message = f"{prose.key}: the prose {how} {prose.value:f}, the table {table.stated:f}"
        checks.append(Check("X2", outcome, prose.key, prose.value, table.stated, (prose, *table.statements), message))
    return checks


def _hedged(prose: Statement, table: Decimal) -> tuple[_Outcome, str]:
    """A rounded statement holds or does not where it has bounds; about so many is never sure."""
    value = prose.value or Decimal(0)
    if prose.approximation == "at_least":
        return ("passes", "states at least") if table >= value else ("fails", "differs, states at least")
    if prose.approximation == "range" and prose.low is not None and prose.high is not None:
        inside = prose.low <= table <= prose.high
        return ("passes", "states about") if inside else ("fails", "differs, states about")
    return "uncertain", "states about"
