"""How the words of labels and heads are written otherwise, each way by its name; one of them may befall a form."""

from random import Random

from tests.crawler.form_changes import Mutation, each_word
from tests.crawler.true_forms import APPLICANT_WORDS, Draft


def half_width_marks(rng: Random, draft: Draft) -> None:
    marks = str.maketrans("（），：、“”", '(),:,""')
    each_word(draft, lambda text: text.translate(marks))


def other_list_numbers(rng: Random, draft: Draft) -> None:
    """一、予以公开 for （一）予以公开, 1、 and ① for 1."""
    roman = dict(zip("123456789", "①②③④⑤⑥⑦⑧⑨", strict=True))
    style = rng.randrange(4)

    def change(text: str) -> str:
        if text.startswith("（") and text[2:3] == "）" and style < 3:
            return (f"{text[1]}、{text[3:]}", text[3:], f"{text[:3]} {text[3:]}")[style]
        if text[:1].isdigit() and text[1:2] == ".":
            return (f"{text[0]}、{text[2:]}", text[2:], f"{roman[text[0]]}{text[2:]}", f"（{text[0]}）{text[2:]}")[
                style
            ]
        return text

    each_word(draft, change)


def spaced_words(rng: Random, draft: Draft) -> None:
    """Blanks between the characters of labels, as justified type leaves them."""
    blank = rng.choice((" ", "\u3000", "\xa0"))
    each_word(draft, lambda text: blank.join(text) if rng.random() < 0.5 else text)


def typos(rng: Random, draft: Draft) -> None:
    """One character in some labels exchanged, lost or doubled; short labels, which nothing would be left of, stay."""

    def change(text: str) -> str:
        letters = [at for at, character in enumerate(text) if "\u4e00" <= character <= "\u9fff"]
        if len(letters) < 7 or rng.random() < 0.6:
            return text
        at = rng.choice(letters[1:-1])
        return text[:at] + rng.choice(("", text[at] * 2, "它")) + text[at + 1 :]

    each_word(draft, change)


def units_in_heads(rng: Random, draft: Draft) -> None:
    """The unit of a column in its head: 总计（件）."""
    heads = {*APPLICANT_WORDS, "总计", "本年制发件数", "本年处理决定数量", "本年新制作数量"}
    each_word(draft, lambda text: f"{text}（件）" if text in heads else text)


def other_words(rng: Random, draft: Draft) -> None:
    """合计 for 总计, 上年度 for 上年, 项目数 for 项目数量: words offices use for those of the form."""
    swaps = (
        ("总计", "合计"),
        ("上年结转", "上年度结转"),
        ("四、结转下年度继续办理", "四、结转下年度"),
        ("其他法律行政法规禁止公开", "其他法律、行政法规禁止公开"),
        ("法人或其他组织", "法人或者其他组织"),
        ("申请人情况", "申请人"),
        ("商业企业", "企业"),
        ("项目数量", "项目数"),
    )
    chosen = [pair for pair in swaps if rng.random() < 0.6]

    def change(text: str) -> str:
        for old, new in chosen:
            text = text.replace(old, new)
        return text

    each_word(draft, change)


WORDED: dict[str, Mutation] = {
    "half-width marks": half_width_marks,
    "other list numbers": other_list_numbers,
    "spaced words": spaced_words,
    "typos": typos,
    "units in heads": units_in_heads,
    "other words": other_words,
}
