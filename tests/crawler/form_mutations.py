"""What happens to forms between an office and a reader, each damage by its name.

A mutation changes a Draft in place and keeps its truth right: where it takes a figure off the page, the truth becomes
None, for a blank. MILD ones leave everything a person needs to read the form; HARSH ones take away what places some
of the figures, and a reader may then say so and place none.
"""

from random import Random

from tests.crawler.figure_mutations import PRINTED
from tests.crawler.form_changes import Mutation
from tests.crawler.label_mutations import WORDED
from tests.crawler.order_mutations import (
    applicants_in_other_order,
    disclosures_in_other_order,
    disputes_in_columns,
    disputes_in_other_order,
    disputes_in_three_rows,
    row_lost,
    without_totals,
    wrong_figure_count,
)
from tests.crawler.span_mutations import (
    broken_head,
    captions_lost,
    head_in_one_row,
    head_lost,
    line_numbers,
    no_colspans,
    no_spans,
    numbers_in_cells,
    one_table,
    page_cut,
    phantom_column,
    phantom_rows,
    ragged_phantoms,
    repeated_spans,
    split_spans,
    tables_apart,
    wrong_rowspans,
)
from tests.crawler.true_forms import Draft

#: How the table is built: one of each may befall one form, as of PRINTED and WORDED.
BUILT: dict[str, Mutation] = {
    "split spans": split_spans,
    "repeated spans": repeated_spans,
    "no colspans": no_colspans,
    "no spans": no_spans,
    "wrong rowspans": wrong_rowspans,
    "phantom column": phantom_column,
    "ragged phantoms": ragged_phantoms,
    "phantom rows": phantom_rows,
    "head lost": head_lost,
    "head in one row": head_in_one_row,
    "broken head": broken_head,
    "captions lost": captions_lost,
    "numbers in cells": numbers_in_cells,
    "line numbers": line_numbers,
    "one table": one_table,
    "tables apart": tables_apart,
    "page cut": page_cut,
    "applicants in other order": applicants_in_other_order,
    "disclosures in other order": disclosures_in_other_order,
    "disputes in other order": disputes_in_other_order,
    "disputes in three rows": disputes_in_three_rows,
    "disputes in columns": disputes_in_columns,
    "without totals": without_totals,
    "row lost": row_lost,
}


def mixed(rng: Random, draft: Draft) -> None:
    """One damage of each kind, in the order they happen to a form."""
    for kind in (PRINTED, BUILT, WORDED):
        kind[rng.choice(sorted(kind))](rng, draft)


MILD: dict[str, Mutation] = {**PRINTED, **BUILT, **WORDED}
#: Where a cell is lost its row ends early. Pages of type and sheets show a blank cell there, and figures in columns of
#: others, which no reader can know; elsewhere the row is seen to be short.
HARSH: dict[str, Mutation] = {"wrong figure count": wrong_figure_count}
MUTATIONS = {**MILD, "mixed": mixed, **HARSH}
