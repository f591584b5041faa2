"""All tables of a text: the national forms and the statistics annex, told by columns and rows, never by a year."""

from crawler.reading.figures.annex import read_annex
from crawler.reading.figures.cells import MOST_CELLS, read_runs
from crawler.reading.figures.stating import Problem
from crawler.reading.figures.table_a import read_disclosures
from crawler.reading.figures.table_b import read_requests
from crawler.reading.figures.table_c import read_reviews
from crawler.reading.figures.values import Statement


def read_tables(text: str) -> tuple[tuple[Statement, ...], str, bool, tuple[Problem, ...]]:
    """What the tables of a text state: statements in the order of their tables, the form (2019, 2021, mixed, "" for
    none), whether it has a statistics annex, and oddities.

    The form is mixed where columns and rows speak for both: the columns of 2021 over a single 其他处理 row, or over
    规范性文件, which 2021 calls 行政规范性文件. Never raises; what cannot be placed is a problem, not a guess.
    """
    found = read_runs(text)
    statements: list[Statement] = []
    problems: list[Problem] = []
    if not found.whole:
        problems.append(("tables_not_whole", f"the text has more than {MOST_CELLS:,} cells; those beyond are not read"))
    requests = read_requests(text, found.runs)
    before = range(requests.first) if requests else range(len(found.runs))
    after = range(requests.last + 1, len(found.runs)) if requests else before
    disclosures = read_disclosures(text, found.runs[before.start : before.stop])
    if disclosures is None and requests:
        disclosures = read_disclosures(text, found.runs[after.start : after.stop])
    reviews = read_reviews(text, found.runs, after)
    if reviews is None and requests:
        reviews = read_reviews(text, found.runs, before)
    forms: list[tuple[str, str]] = []
    if disclosures:
        statements += disclosures.statements
        problems += disclosures.problems
        forms += disclosures.forms
    if requests:
        statements += requests.statements
        problems += requests.problems
        forms += [(requests.form, "rows of the table of requests")] if requests.form else []
    if reviews:
        statements += reviews.statements
        problems += reviews.problems
    annex = read_annex(text)
    if annex:
        statements += annex.statements
        problems += annex.problems
    return tuple(statements), _form(forms, problems), annex is not None, tuple(problems)


def _form(forms: list[tuple[str, str]], problems: list[Problem]) -> str:
    names = {form for form, _ in forms}
    if len(names) <= 1:
        return names.pop() if names else ""
    parts = [
        f"{name} by {', '.join(dict.fromkeys(part for form, part in forms if form == name))}" for name in sorted(names)
    ]
    problems.append(("mixed_form", f"the tables are of both forms: {'; '.join(parts)}"))
    return "mixed"
