"""Is a text the characters its author wrote, or bytes read in the wrong charset?

The alarm behind the charset order of crawler/extract/charset.py: labels may lie in ways bytes bear out, and some
content systems stored the garbage themselves. What is found here is said and the text is not published; the bytes are
kept, and once the row's `charset` is mended they are read again.
"""

import re

from crawler.extract.charset import everyday_share, foreign_characters

MOJIBAKE_RULES = "mojibake-1"

#: What U+FFFD and uninitialised memory become when they are read as GBK once more (锟斤拷 is EF BF BD EF BF BD).
_RELICS = re.compile("锟斤拷|(?:烫烫烫|屯屯屯)|ï¿½|â€œ|â€\x9d|Ã¤Â")
#: Texts shorter than this, in characters outside ASCII, are too short to judge.
_ENOUGH = 20
_SAMPLE = 4_000
_HAN = re.compile("[\u4e00-\u9fff]")
#: Share of everyday characters in Chinese text is about 0.98; in UTF-8 read as GBK it is about 0.4.
_FOREIGN = 0.6
#: A text with more of them than this is Chinese as it stands.
_EVERYDAY = 0.85
#: Charsets that texts were seen read in, each with the one they were written in.
_MISREADINGS = (("gb18030", "utf-8"), ("latin-1", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "gb18030"))
_LOST = 0.05
_MOST_RELICS = 2


def mojibake_signs(text: str) -> tuple[str, ...]:
    """Signs that `text` was decoded in the wrong charset, as sentences; empty for a text that reads well. Never raises.

    Known: replacement characters for more than a twentieth of the foreign ones, relics of a double conversion, UTF-8
    read as GB 18030 or as Latin-1, GB 18030 read as Latin-1, characters nobody uses in place of everyday ones.
    """
    sample = text[:_SAMPLE]
    foreign = foreign_characters(sample)
    if foreign < _ENOUGH:
        return ()
    signs = []
    lost = sample.count("\ufffd")
    if lost > _LOST * foreign:
        signs.append(f"{lost} of {foreign} characters could not be decoded")
    relics = _RELICS.findall(sample)
    if len(relics) > _MOST_RELICS:
        signs.append(f"relics of a double conversion ({relics[0]} and {len(relics) - 1} more)")
    share = everyday_share(sample)
    if share <= _EVERYDAY:
        for wrong, right in _MISREADINGS:
            if _reads_better(sample, wrong, right):
                signs.append(f"{right} read as {wrong}")
                break
    if not signs and _HAN.search(sample) and share < _FOREIGN:
        signs.append(f"only {share:.0%} everyday characters")
    return tuple(signs)


def _reads_better(sample: str, wrong: str, right: str) -> bool:
    """Whether undoing `wrong` and reading as `right` gives everyday Chinese."""
    body = sample.encode(wrong, "ignore")
    again = body.decode(right, "ignore")
    han = len(_HAN.findall(again))
    # Each Chinese character is two or three bytes: undoing a real mistake keeps nearly all of them.
    return han * 5 > len(body) and everyday_share(again) > 0.9
