"""The five seed reports, served as portals of their years serve a text, are published line for line."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.extract.clean import clean_markup

_SEED_CHROME = re.compile(r"\[bookmark: _GoBack\]")
_FOOTER = ("版权所有", "琼公网安备", "电子信箱")


def published(text: str) -> list[str]:
    """The lines a reader should find: pipes, footer, metadata row, bookmark, indents and blank lines gone."""
    lines = [re.sub(r"[\s\u00a0\u3000]+", " ", _SEED_CHROME.sub("", line)).strip() for line in text.split("\n")]
    return [line for line in lines if line.strip("| ") and not line.startswith((*_FOOTER, "名 称:"))]


def _inline(line: str) -> str:
    return re.sub(r" {2,}|^ ", lambda run: "&nbsp;" * len(run[0]), html.escape(line, quote=False))


def _cut(line: str) -> str:
    """A sentence in two spans; a source line break between them only where Chinese stands on both sides."""
    if len(line.strip()) <= 20:
        return _inline(line)
    joint = "\n" if re.match("[\u4e00-\u9fff]{2}", line[6:8]) else ""
    return f"<span>{html.escape(line[:7], quote=False)}</span>{joint}<span>{html.escape(line[7:], quote=False)}</span>"


SERVED: list[tuple[str, Callable[[list[str]], str]]] = [
    ("editor", lambda lines: "\n".join(f'<p style="text-indent: 2em;">{_inline(x) or "&nbsp;"}</p>' for x in lines)),
    (
        "word",
        lambda lines: "".join(
            f'<p class="MsoNormal"><span style="font-family:仿宋">{_inline(x)}<span><o:p></o:p></span></span></p>'
            for x in lines
        ),
    ),
    (
        "nested-tables",
        lambda lines: (
            "<table><tr><td><table><tr><td>"
            + "".join(f"{_inline(x)}<br />\n" for x in lines)
            + "</td></tr></table></td></tr></table>"
        ),
    ),
    ("spans-cut-anywhere", lambda lines: "".join(f"<div>{_cut(x)}</div>" for x in lines)),
    ("wrapped-source", lambda lines: "".join(f"<p>\n    {_inline(x)}\n</p>\n" for x in lines)),
]


@pytest.mark.parametrize("serve", [pytest.param(serve, id=name) for name, serve in SERVED])
@pytest.mark.parametrize("number", range(5))
def test_a_seed_is_published_line_for_line(number: int, serve: Callable[[list[str]], str], test_data: Path) -> None:
    (seed,) = (test_data / "seeds").glob(f"{number:03}_*.txt")
    text = seed.read_text(encoding="utf-8")
    clean = clean_markup(serve(text.split("\n")))
    assert clean.text.split("\n") == published(text)
    assert not clean.fallback
