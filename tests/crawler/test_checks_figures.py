"""What a report states held against itself: each sum by hand, blanks, rules of law, prose, and the year before."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from crawler.reading.figures.checks import (
    BELOW_PREFECTURE,
    check_carry_over,
    check_figures,
    check_stock,
)
from crawler.reading.figures.read import read_figures
from crawler.reading.figures.tables import read_tables
from crawler.reading.figures.values import Cell, Check, Figures, Statement
from tests.crawler.printed_forms import APPLICANTS, COLUMNS, SHAPES, Grid, Printed, pipes, report, request_rows

Requests = dict[tuple[str, str], str]


def figures_of(printed: Printed, *prose: Statement) -> Figures:
    return Figures((*prose, *read_tables(report(printed, pipes))[0]), ())


def check(checks: tuple[Check, ...], name: str, where: str) -> Check:
    return next(one for one in checks if (one.id, one.where) == (name, where))


def outcomes(printed: Printed, level: str | None = "township") -> dict[tuple[str, str], str]:
    return {(one.id, one.where): one.outcome for one in check_figures(figures_of(printed), level)}


def city() -> Requests:
    """An invented form with the sums of a large city: 14,069 + 560 = 13,810 + 819, by seven columns."""
    new = (12_000, 1_500, 20, 49, 400, 100)
    carried_in = (500, 40, 0, 5, 10, 5)
    carried_out = (700, 90, 1, 8, 15, 5)
    cells: Requests = {}
    outcome_rows = [key for key, _ in request_rows("2021")][2:-2]
    for column, first, before, after in zip(APPLICANTS, new, carried_in, carried_out, strict=True):
        handled = first + before - after
        share, rest = divmod(handled, len(outcome_rows))
        values = {key: share + (number < rest) for number, key in enumerate(outcome_rows)}
        values |= {"received_new": first, "carried_in": before, "carried_out": after, "handled_total": handled}
        cells |= {(key, column): str(value) for key, value in values.items()}
    for key, _ in request_rows("2021"):
        cells[key, "total"] = str(sum(int(cells[key, column]) for column in APPLICANTS))
    return cells


def blanked(cells: Mapping[tuple[str, str], str], *places: tuple[str, str]) -> Requests:
    return {place: "" if place in places else value for place, value in cells.items()}


def test_a_large_form_whose_sums_all_hold() -> None:
    cells = city()
    assert [cells[key, "total"] for key in ("received_new", "carried_in", "handled_total", "carried_out")] == [
        "14069",
        "560",
        "13810",
        "819",
    ]
    checks = check_figures(figures_of(Printed("2021", cells)), "prefecture")
    assert {one.outcome for one in checks} == {"passes"}
    b1 = check(checks, "B1", "total")
    assert (b1.left, b1.right, len(b1.statements)) == (Decimal(14629), Decimal(14629), 4)
    assert [one.id for one in checks] == ["B1"] * 7 + ["B2"] * 7 + ["B3"] * 25 + ["C1", "C2", "C3"]


def test_thousands_printed_with_commas_add_up_too() -> None:
    cells = {place: f"{int(value):,}" for place, value in city().items()}
    assert set(outcomes(Printed("2021", cells), "prefecture").values()) == {"passes"}


def test_an_application_in_the_wrong_column_is_seen_by_the_row_alone() -> None:
    """One application stands under 法律服务机构 and 0 under 总计, in every row it passes: columns hold, rows differ."""
    rows = ("received_new", "granted", "handled_total")
    cells = {(row, "legal_service"): "1" for row in rows}
    found = outcomes(Printed("2021", cells))
    assert {place for place, outcome in found.items() if outcome == "fails"} == {("B3", row) for row in rows}


FAILING = [
    pytest.param(
        {("received_new", "natural_person"): "1", ("received_new", "total"): "1"},
        {("B1", "natural_person"), ("B1", "total")},
        id="an application received and never handled",
    ),
    pytest.param(
        {("carried_in", "business"): "2", ("carried_in", "total"): "2"},
        {("B1", "business"), ("B1", "total")},
        id="one carried in and lost",
    ),
    pytest.param(
        {("carried_out", "social"): "1", ("carried_out", "total"): "1"},
        {("B1", "social"), ("B1", "total")},
        id="one carried out that never came",
    ),
    pytest.param(
        {("granted", "research"): "1", ("granted", "total"): "1"},
        {("B2", "research"), ("B2", "total")},
        id="one granted and not in the total of the handled",
    ),
    pytest.param({("granted", "total"): "5"}, {("B2", "total"), ("B3", "granted")}, id="only a total of the row"),
    pytest.param(
        {("handled_total", "other"): "4"},
        {("B1", "other"), ("B2", "other"), ("B3", "handled_total")},
        id="only a total of the column",
    ),
    pytest.param(
        {("other_rest", "other"): "4"}, {("B2", "other"), ("B3", "other_rest")}, id="in the last row of outcomes"
    ),
]


@pytest.mark.parametrize(("cells", "failing"), FAILING)
def test_a_difference_fails_the_sums_it_stands_in_and_no_other(cells: Requests, failing: set[tuple[str, str]]) -> None:
    found = outcomes(Printed("2021", cells))
    assert {place for place, outcome in found.items() if outcome == "fails"} == failing
    assert {outcome for place, outcome in found.items() if place not in failing} == {"passes"}


@pytest.mark.parametrize("group", ["reconsideration", "litigation_direct", "litigation_after_reconsideration"])
@pytest.mark.parametrize(
    ("parts", "total", "outcome"),
    [
        pytest.param(("1", "0", "0", "2"), "3", "passes", id="the parts make the total"),
        pytest.param(("10", "1", "0", "0"), "0", "fails", id="a total of 0 over 11"),
        pytest.param(("0", "0", "0", "0"), "1", "fails", id="a total of nothing"),
        pytest.param(("", "", "", ""), "0", "not_assessable", id="no part stated"),
        pytest.param(("1", "", "", ""), "1", "uncertain", id="equal with blanks as nought"),
        pytest.param(("1", "", "", ""), "3", "not_assessable", id="blanks may hold the rest"),
        pytest.param(("4", "", "", ""), "3", "fails", id="more than the total whatever is blank"),
        pytest.param(("1", "0", "0", "0"), "", "not_assessable", id="no total"),
        pytest.param(("1", "/", "/", "/"), "1", "uncertain", id="not applicable is not nought either"),
        pytest.param(("1", "无", "无", "无"), "1", "passes", id="none in words is nought"),
    ],
)
def test_the_totals_of_disputes(group: str, parts: tuple[str, ...], total: str, outcome: str) -> None:
    names = ("upheld", "corrected", "other", "pending", "total")
    reviews = {(group, name): value for name, value in zip(names, (*parts, total), strict=True)}
    found = {where: one for (_, where), one in outcomes(Printed("2021", reviews=reviews)).items() if where == group}
    assert found == {group: outcome}


def test_blank_totals_of_a_whole_form_are_not_assessable_and_its_columns_pass() -> None:
    """As a city's form of 2019 leaves 总计 blank on every outcome and fills it in four rows only."""
    cells = city()
    filled = ("received_new", "carried_in", "handled_total", "carried_out")
    blank = [(key, "total") for key, _ in request_rows("2021") if key not in filled]
    found = outcomes(Printed("2021", blanked(cells, *blank)), "prefecture")
    assert {found["B3", row] for row, _ in blank} == {"not_assessable"}
    assert {found["B3", row] for row in filled} == {"passes"}
    assert found["B2", "total"] == "not_assessable"
    assert {found[name, column] for name in ("B1", "B2") for column in APPLICANTS} == {"passes"}


def test_blank_applicants_that_behave_as_noughts_are_uncertain() -> None:
    cells = {("received_new", "natural_person"): "3", ("received_new", "total"): "3"}
    cells |= {("received_new", column): "" for column in APPLICANTS[1:]}
    one = check(check_figures(figures_of(Printed("2021", cells)), None), "B3", "received_new")
    assert (one.outcome, one.left, one.right) == ("uncertain", Decimal(3), Decimal(3))
    assert "5 blank cells are read as 0" in one.message


def test_a_column_without_any_figure_is_not_assessable() -> None:
    cells = {(key, "research"): "" for key, _ in request_rows("2021")}
    found = outcomes(Printed("2021", cells))
    assert (found["B1", "research"], found["B2", "research"]) == ("not_assessable", "not_assessable")


def test_a_row_that_is_not_in_the_text_is_not_assessable() -> None:
    text = report(Printed("2021"), pipes)
    kept = "\n".join(line for line in text.split("\n") if "重复申请" not in line)
    checks = check_figures(Figures(read_tables(kept)[0], ()), None)
    assert {one.outcome for one in checks if one.id == "B2"} == {"not_assessable"}
    assert {one.outcome for one in checks if one.id == "B1"} == {"passes"}
    assert "not in the text" in check(checks, "B2", "total").message


@pytest.mark.parametrize(("form", "rows"), [("2019", 23), ("2021", 25)])
def test_each_form_sums_its_own_rows(form: str, rows: int) -> None:
    checks = check_figures(figures_of(Printed(form)), None)
    assert len([one for one in checks if one.id == "B3"]) == rows
    assert len(check(checks, "B2", "total").statements) == rows - 3


RULES = [
    pytest.param("township", "0", "passes", id="a township states none"),
    pytest.param("township", "6", "fails", id="a township states six"),
    pytest.param("street", "1", "fails", id="a street office states one"),
    pytest.param("county", "2", "fails", id="a county states two"),
    pytest.param("department", "2", "fails", id="a county's department too"),
    pytest.param("zone", "1", "fails", id="a development zone"),
    pytest.param("township", "", "not_assessable", id="blank"),
    pytest.param(None, "6", "not_assessable", id="an issuer of unknown level"),
    pytest.param("prefecture", "6", None, id="a prefecture may have them"),
    pytest.param("province", "40", None, id="a province too"),
]


@pytest.mark.parametrize(("level", "printed", "outcome"), RULES)
def test_no_rules_of_its_own_below_a_prefecture(level: str | None, printed: str, outcome: str | None) -> None:
    columns = ("issued", "repealed", "in_force")
    cells = {("rules", column): printed if column == "in_force" or not printed else "0" for column in columns}
    assert outcomes(Printed("2021", disclosures=cells), level).get(("A1", "rules")) == outcome


def test_the_levels_below_a_prefecture_are_those_issuers_have() -> None:
    assert {"county", "township", "street", "zone", "department"} == BELOW_PREFECTURE


def said(value: str, approximation: str = "exact", key: str = "requests_received", **more: object) -> Statement:
    return Statement(key, Decimal(value), "stated_number", 0, 1, approximation=approximation, **more)  # type: ignore[arg-type]


PROSE = [
    pytest.param(said("14069"), "passes", id="the same"),
    pytest.param(said("14068"), "fails", id="one less"),
    pytest.param(said("14000", "at_least"), "passes", id="14000余"),
    pytest.param(said("15000", "at_least"), "fails", id="15000余"),
    pytest.param(said("14000", "about"), "uncertain", id="约14000"),
    pytest.param(said("10000", "range", low=Decimal(10000), high=Decimal(19999)), "passes", id="一万多"),
    pytest.param(said("10000", "range", low=Decimal(10000), high=Decimal(14000)), "fails", id="a range below"),
    pytest.param(said("9", scope="all_time"), None, id="of all years"),
    pytest.param(said("9", part_of="requests_received"), None, id="a part"),
    pytest.param(said("9", key="consultations"), None, id="another quantity"),
]


@pytest.mark.parametrize(("prose", "outcome"), PROSE)
def test_prose_against_the_table(prose: Statement, outcome: str | None) -> None:
    checks = check_figures(figures_of(Printed("2021", city()), prose), None)
    found = [one for one in checks if one.id == "X2"]
    assert [one.outcome for one in found] == ([outcome] if outcome else [])
    for one in found:
        assert prose in one.statements
        assert ("differs" in one.message) == (outcome == "fails")


def test_litigation_in_prose_is_both_groups_of_the_table() -> None:
    reviews = {("litigation_direct", "total"): "1", ("litigation_after_reconsideration", "total"): "2"}
    checks = check_figures(figures_of(Printed("2021", reviews=reviews), said("3", key="litigation")), None)
    assert check(checks, "X2", "litigation").outcome == "passes"


CARRIED = [
    pytest.param("3", "3", "passes", id="carried over"),
    pytest.param("3", "0", "fails", id="one report forgets"),
    pytest.param("", "0", "not_assessable", id="blank the year before"),
    pytest.param("0", "", "not_assessable", id="blank now"),
    pytest.param("/", "0", "not_assessable", id="not applicable"),
    pytest.param("1,200", "1200", "passes", id="printed otherwise"),
]


@pytest.mark.parametrize(("out", "into", "outcome"), CARRIED)
def test_what_one_year_carries_out_the_next_carries_in(out: str, into: str, outcome: str) -> None:
    before = figures_of(Printed("2019", {("carried_out", "total"): out}))
    after = figures_of(Printed("2021", {("carried_in", "total"): into}))
    (one,) = check_carry_over(before, after)
    assert (one.id, one.outcome, len(one.statements)) == ("X1", outcome, 2)


def test_years_without_a_table_have_nothing_to_carry() -> None:
    nothing = Figures((), ())
    assert check_carry_over(nothing, nothing) == ()
    (one,) = check_carry_over(nothing, figures_of(Printed("2021")))
    assert one.outcome == "not_assessable"


STOCK = [
    pytest.param("10", ("3", "1", "12"), "passes", id="10 + 3 - 1 = 12"),
    pytest.param("10", ("3", "1", "20"), "fails", id="recounted"),
    pytest.param("", ("3", "1", "12"), "not_assessable", id="the year before is blank and may be 10"),
    pytest.param("30", ("3", "", "12"), "not_assessable", id="what was repealed is blank and may be 21"),
    pytest.param("1", ("3", "", "12"), "fails", id="more in force than can be"),
]


@pytest.mark.parametrize(("old", "new", "outcome"), STOCK)
def test_the_stock_of_documents_from_year_to_year(old: str, new: tuple[str, ...], outcome: str) -> None:
    columns = ("issued", "repealed", "in_force")
    before = figures_of(Printed("2021", disclosures={("normative_documents", "in_force"): old}))
    cells = {("normative_documents", column): value for column, value in zip(columns, new, strict=True)}
    after = figures_of(Printed("2021", disclosures=cells))
    assert check(check_stock(before, after), "X3", "normative_documents").outcome == outcome


def test_the_form_of_2019_has_no_stock_of_documents() -> None:
    assert check_stock(figures_of(Printed("2019")), figures_of(Printed("2019"))) == ()


def test_an_unplaced_value_enters_no_sum() -> None:
    loose = Statement("granted", Decimal(5), "stated_number", 0, 1, "table_b", cell=Cell("granted", "unplaced"))
    found = {(one.id, one.outcome) for one in check_figures(Figures((loose,), ()), None)}
    assert found == set()


def test_no_check_speaks_of_false_figures() -> None:
    cells = {("received_new", column): "7" for column in COLUMNS}
    reviews = {("reconsideration", "total"): "2"}
    disclosures = {("rules", "in_force"): "6"}
    checks = check_figures(figures_of(Printed("2021", cells, reviews, disclosures), said("3")), "township")
    failed = [one for one in checks if one.outcome == "fails"]
    assert {one.id for one in failed} == {"B1", "B3", "C1", "A1", "X2"}
    for one in checks:
        assert not {"false", "wrong", "error", "falsified"} & set(one.message.lower().split())
    assert all("differs" in one.message for one in failed)


def test_headlines_join_prose_and_table() -> None:
    """Prose states no litigation, the table does; the table's own sums hold, so it is shown."""
    text = report(
        Printed(
            "2021",
            {
                ("received_new", "natural_person"): "2",
                ("received_new", "total"): "2",
                ("granted", "natural_person"): "2",
                ("granted", "total"): "2",
                ("handled_total", "natural_person"): "2",
                ("handled_total", "total"): "2",
            },
        ),
        pipes,
    )
    headlines = {one.key: one for one in read_figures(text, 2022, "township").headlines}
    assert (headlines["requests_received"].value, headlines["requests_received"].rule) == (Decimal(2), "table")
    assert (headlines["litigation"].value, headlines["litigation"].conflict) == (Decimal(0), False)


def test_prose_that_contradicts_a_table_is_a_conflict() -> None:
    text = "二、收到和处理政府信息公开申请情况\n2022年，本镇共收到政府信息公开申请5件。\n" + report(
        Printed("2021"), pipes
    )
    figures = read_figures(text, 2022, "township")
    headline = next(one for one in figures.headlines if one.key == "requests_received")
    assert (headline.value, headline.rule, headline.conflict) == (Decimal(0), "table", True)
    assert check(check_figures(figures, "township"), "X2", "requests_received").outcome == "fails"


@pytest.mark.parametrize(
    ("words", "conflict"),
    [("14069件", False), ("14068件", True), ("1.4万余件", False), ("约14000件", False), ("15000余件", True)],
)
def test_round_words_of_prose_contradict_a_table_only_where_they_exclude_it(words: str, conflict: bool) -> None:
    text = f"二、依申请公开情况\n2022年，共收到政府信息公开申请{words}。\n" + report(Printed("2021", city()), pipes)
    headline = next(one for one in read_figures(text, 2022, "county").headlines if one.key == "requests_received")
    assert (headline.value, headline.conflict) == (Decimal(14069), conflict)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_labels_and_figures_of_tables_are_no_prose(shape: Callable[[Grid], str]) -> None:
    text = report(Printed("2021", city()), shape)
    text += shape(
        [
            ["政府信息公开情况统计表"],
            ["统计指标", "单位", "统计数"],
            ["（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "86"],
            ["（一）收到申请数", "件", "5"],
            ["1.当面申请数", "件", "2"],
        ]
    )
    figures = read_figures(text, 2022, "county")
    assert [one for one in figures.statements if one.source == "prose"] == []
    assert figures.annex
    headlines = {one.key: (one.value, one.rule) for one in figures.headlines}
    assert headlines["proactive_total"] == (Decimal(86), "annex")


def test_figures_of_a_text_are_in_its_order_and_within_it() -> None:
    text = report(Printed("2021", city()), pipes)
    statements = read_figures(text, 2022, "county").statements
    assert [one.start for one in statements] == sorted(one.start for one in statements)
    assert all(0 <= one.start <= one.end <= len(text) for one in statements)
