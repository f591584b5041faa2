"""Whether characters taken out of a file are a text at all.

A PDF whose fonts carry no table of characters, or a wrong one, gives page after page of characters that nobody wrote:
private ones, control codes, or rare ideographs at random. The commoner half of GB 2312 (level 1, 3,755 characters)
holds over 97 % of any official text; of ideographs drawn at random it holds a fifth.
"""

_LEVEL_ONE = (0xB0, 0xD7)
_LEAST_COMMON = 0.8
_LEAST_LEGIBLE = 0.85
#: Fewer characters than this prove nothing either way.
_ENOUGH = 30


def is_readable(text: str) -> bool:
    """Whether the characters can be Chinese or Latin text. Too few to tell count as readable."""
    shown = [character for character in text[:20_000] if not character.isspace()]
    if len(shown) < _ENOUGH:
        return True
    if sum(map(_is_legible, shown)) < _LEAST_LEGIBLE * len(shown):
        return False
    ideographs = [character for character in shown if "\u3400" <= character <= "\u9fff"]
    if len(ideographs) < _ENOUGH:
        # A Chinese report read as Latin letters and accents means as little.
        return sum(character.isascii() for character in shown) >= 0.9 * len(shown) - len(ideographs)
    return sum(map(_is_common, ideographs)) >= _LEAST_COMMON * len(ideographs)


def _is_legible(character: str) -> bool:
    code = ord(character)
    return (
        0x20 <= code < 0x7F
        or 0x2010 <= code < 0x2040
        or 0x2100 <= code < 0x2780
        or 0x3000 <= code < 0xA000
        or 0xF900 <= code < 0xFB00
        or 0xFE30 <= code < 0xFE70
        or 0xFF00 <= code < 0xFFF0
        or character in "·×÷±°§￥¥"
    )


def _is_common(character: str) -> bool:
    try:
        return _LEVEL_ONE[0] <= character.encode("gb2312")[0] <= _LEVEL_ONE[1]
    except UnicodeEncodeError:
        return False
