"""Forms with figures of known truth, damaged in every way we know of, in every shape they reach us in.

What is read is what is printed, or the reading says that it is not. `python -m tests.bench.forms` is the long form,
with the shares of each damage.
"""

from decimal import Decimal
from random import Random

import pytest

from crawler.reading.figures.checks import check_figures
from crawler.reading.figures.identities import request_identities, review_identities
from crawler.reading.figures.tables import read_tables
from crawler.reading.figures.values import Figures
from tests.bench.forms import Tally, drafts, judge
from tests.crawler.form_mutations import HARSH, MILD, mixed
from tests.crawler.form_ways import ALL_WAYS, TRACELESS, WAYS, as_page
from tests.crawler.printed_forms import COLUMNS, GROUPS, OUTCOMES, request_rows
from tests.crawler.true_forms import FORMS, Draft, compose, draw, plain

#: Files take longer to write than pages: each damage goes through the page in every form, and in one form through one
#: kind of file and one flattened text.
_OTHERS = sorted(set(WAYS) - {"page"})
_IN_TURN = [(name, _OTHERS[at % len(_OTHERS)], FORMS[at % 2]) for at, name in enumerate(MILD)]
_FLAT = [(name, sorted(TRACELESS)[at % 2], FORMS[at // 2 % 3]) for at, name in enumerate(MILD)]


def _tally(mutation: str, way: str, *forms: str) -> Tally:
    whole = Tally()
    for draft in drafts(mutation, 1, forms or FORMS):
        whole.add(judge(draft, ALL_WAYS[way](draft), traceless=way in TRACELESS))
    return whole


@pytest.mark.parametrize("mutation", MILD)
def test_a_damaged_page_is_read_as_printed(mutation: str) -> None:
    tally = _tally(mutation, "page")
    assert (tally.wrong, tally.silent, tally.recall >= 0.99) == (0, 0, True), tally.faults


@pytest.mark.parametrize(("mutation", "way", "form"), _IN_TURN)
def test_a_damaged_form_is_read_as_printed_from_every_file(mutation: str, way: str, form: str) -> None:
    tally = _tally(mutation, way, form)
    assert (tally.wrong, tally.silent, tally.recall >= 0.98) == (0, 0, True), tally.faults


@pytest.mark.parametrize(("mutation", "way", "form"), _FLAT)
def test_flattened_text_states_no_figure_that_is_not_printed(mutation: str, way: str, form: str) -> None:
    """Blank cells leave no trace there, so many a figure has no place: then it has none, and a problem says so."""
    tally = _tally(mutation, way, form)
    assert (tally.wrong, tally.silent) == (0, 0), tally.faults


@pytest.mark.parametrize("mutation", HARSH)
def test_a_row_that_lost_a_cell_is_not_placed(mutation: str) -> None:
    tally = _tally(mutation, "page")
    assert (tally.wrong, tally.silent) == (0, 0), tally.faults


@pytest.mark.parametrize("number", range(12))
def test_damages_of_several_kinds_together(number: int) -> None:
    for form in FORMS:
        rng = Random(f"several {form} {number}")
        draft = draw(rng, form, sparse=number % 2 == 1)
        mixed(rng, draft)
        tally = judge(draft, as_page(draft))
        assert (tally.wrong, tally.silent) == (0, 0), tally.faults


def _outcomes(draft: Draft) -> dict[tuple[str, str], str]:
    checks = check_figures(Figures(read_tables(as_page(draft))[0], ()), "township")
    return {(one.id, one.where): one.outcome for one in checks if one.id[0] in "BC"}


def _places(form: str) -> list[tuple[str, str]]:
    return [(key, column) for key, _ in request_rows(form) for column in COLUMNS] + [
        (group, outcome) for group in GROUPS for outcome in OUTCOMES
    ]


def _holding(form: str, place: tuple[str, str]) -> set[tuple[str, str]]:
    """The sums a cell stands in."""
    rows = frozenset(key for key, _ in request_rows(form))
    return {
        (one.id, one.where)
        for one in (*request_identities(rows), *review_identities())
        if any((cell.row, cell.column) == place for cell in (*one.left, *one.right))
    }


def _printed_with(draft: Draft, place: tuple[str, str], text: str) -> Draft:
    printed = {**draft.printed, place: text}
    return Draft(draft.form, compose(draft.form, printed), draft.truth, printed)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("seed", range(3))
def test_the_sums_of_a_true_form_all_pass(form: str, seed: int) -> None:
    found = _outcomes(draw(Random(f"true {seed}"), form, sparse=seed == 1))
    assert set(found.values()) == {"passes"}
    assert len(found) == 7 + 7 + len(request_rows(form)) + 3


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("seed", range(12))
def test_one_changed_cell_fails_the_sums_that_hold_it_and_no_other(form: str, seed: int) -> None:
    rng = Random(f"changed {seed}")
    draft = draw(rng, form)
    place = rng.choice(_places(form))
    value = draft.truth[place] or Decimal(0)
    found = _outcomes(_printed_with(draft, place, plain(place, value + rng.choice((1, 7)))))
    assert {one for one, outcome in found.items() if outcome == "fails"} == _holding(form, place)
    assert set(found.values()) <= {"fails", "passes"}


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("printed", ["", "—", "见附件"], ids=["blank", "dash", "words"])
def test_a_cell_without_a_figure_fails_no_sum_and_leaves_open_those_that_hold_it(
    form: str, seed: int, printed: str
) -> None:
    rng = Random(f"blank {seed}")
    draft = draw(rng, form)
    place = rng.choice(_places(form))
    found = _outcomes(_printed_with(draft, place, printed))
    held = _holding(form, place)
    assert "fails" not in found.values()
    assert {found[one] for one in held if one in found} <= {"uncertain", "not_assessable"}
    if printed != "见附件":
        assert {outcome for one, outcome in found.items() if one not in held} == {"passes"}
        assert held <= set(found)
