"""How figures are printed otherwise, each way by its name; one of them may befall a form."""

import re
from random import Random

from tests.crawler.form_changes import REQUESTS, Mutation, reprint
from tests.crawler.printed_forms import COLUMNS
from tests.crawler.true_forms import Draft


def full_width_digits(rng: Random, draft: Draft) -> None:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    reprint(draft, lambda _, text: text.translate(wide) if rng.random() < 0.5 else text)


def thousands(rng: Random, draft: Draft) -> None:
    reprint(draft, lambda _, text: f"{int(text):,}" if re.fullmatch(r"\d+", text) else text)


def padded(rng: Random, draft: Draft) -> None:
    """Blanks of every kind round a figure."""
    reprint(draft, lambda _, text: f"{rng.choice(('', ' ', chr(0xA0), chr(0x3000)))}{text}{rng.choice(('', '  '))}")


def counted(rng: Random, draft: Draft) -> None:
    """A unit behind some figures, as clerks type it."""
    reprint(draft, lambda place, text: f"{text}件" if place[0] in REQUESTS and rng.random() < 0.3 else text)


def zeros_blank(rng: Random, draft: Draft) -> None:
    """Noughts left blank: every one of them in a form, as half of the offices do."""
    _blank(draft, "")


def zeros_dashed(rng: Random, draft: Draft) -> None:
    _blank(draft, rng.choice(("-", "—", "——", "/", "－", "\\")))


def zeros_in_words(rng: Random, draft: Draft) -> None:
    """无 for nought: the truth stays nought."""
    reprint(draft, lambda _, text: rng.choice(("无", text)) if text == "0" else text)


def some_zeros_blank(rng: Random, draft: Draft) -> None:
    chosen = {place for place, text in draft.printed.items() if text == "0" and rng.random() < 0.4}
    draft.truth |= dict.fromkeys(chosen)
    reprint(draft, lambda place, text: "" if place in chosen else text)


def blank_applicants(rng: Random, draft: Draft) -> None:
    """Only the totals are filled in."""
    emptied = {place for place in draft.printed if place[0] in REQUESTS and place[1] in COLUMNS[:-1]}
    draft.truth |= dict.fromkeys(emptied)
    reprint(draft, lambda place, text: "" if place in emptied else text)


def blank_totals(rng: Random, draft: Draft) -> None:
    """The totals are left blank on every row."""
    emptied = {place for place in draft.printed if place[0] in REQUESTS and place[1] == "total"}
    draft.truth |= dict.fromkeys(emptied)
    reprint(draft, lambda place, text: "" if place in emptied else text)


def _blank(draft: Draft, text: str) -> None:
    emptied = {place for place, printed in draft.printed.items() if printed == "0"}
    draft.truth |= dict.fromkeys(emptied)
    reprint(draft, lambda place, printed: text if place in emptied else printed)


PRINTED: dict[str, Mutation] = {
    "none": lambda rng, draft: None,
    "full-width digits": full_width_digits,
    "thousands": thousands,
    "padded": padded,
    "counted": counted,
    "zeros in words": zeros_in_words,
    "zeros dashed": zeros_dashed,
    "zeros blank": zeros_blank,
    "some zeros blank": some_zeros_blank,
    "blank applicants": blank_applicants,
    "blank totals": blank_totals,
}
