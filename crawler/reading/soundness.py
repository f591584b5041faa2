"""Is a clean text what somebody wrote for this page? Texts in the wrong charset or with advertising spliced in are not.

Such a text is evidence of what an address showed, never a version of a report: what the issuer wrote cannot be told
from it.
"""

from crawler.extract.mojibake import MOJIBAKE_RULES, mojibake_signs
from crawler.quality import injected_terms

SOUNDNESS_RULES = f"sound-1+{MOJIBAKE_RULES}"

#: Distinct words of advertising in one text before it counts as spliced: a report may well tell of one.
_ENOUGH_TERMS = 3


def unsound(text: str) -> tuple[str, str] | None:
    """Why `text` must not be published as (code, sentence), None for a sound one. Codes: mojibake, spliced_text."""
    if signs := mojibake_signs(text):
        return "mojibake", f"the text is in the wrong charset: {'; '.join(signs)}; declare the column's charset"
    if len(terms := injected_terms(text)) >= _ENOUGH_TERMS:
        return "spliced_text", f"advertising is spliced into the text: {', '.join(terms[:5])}"
    return None
