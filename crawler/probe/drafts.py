"""The columns worth trying for a page that may be one: family by family, option set by option set, likeliest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from crawler.families.registry import FAMILIES
from crawler.probe.findings import Candidate, Layout
from crawler.probe.marks import FALLBACK, Sniffed
from settings.sites import Column

#: Families whose start page tells by itself how it is laid out.
_SELF_TELLING = frozenset({"gkmlpt", "hanweb_xxgk"})
#: What a page of each layout may be declared as, for every other family.
_OPTIONS: Mapping[Layout, tuple[Mapping[str, Any], ...]] = MappingProxyType(
    {
        "list": ({}, {"layout": "years"}, {"layout": "units"}),
        "units": ({"layout": "units"}, {}, {"layout": "years"}),
        "tree": ({}, {"layout": "units"}),
    }
)
#: Captions of a unit's columns in which reports lie that bear another name (工作总结 at 琼中, 情况汇报 at 梅河口).
WORK_CAPTIONS = ("工作总结", "总结公报", "计划总结", "工作汇报", "情况汇报", "年度总结", "总结")


@dataclass(frozen=True, slots=True)
class Draft:
    """A column to try, and the mark that says why it is tried."""

    column: Column
    evidence: Sniffed | None


def drafts_of(candidate: Candidate, key: str, sniffed: Sequence[Sniffed]) -> Iterator[Draft]:
    """Columns to try for a candidate, families in the order of their marks. Options a family has not are left out."""
    for mark in sniffed:
        if mark.family not in FAMILIES:
            continue
        sets: tuple[Mapping[str, Any], ...] = ({},) if mark.family in _SELF_TELLING else _OPTIONS[candidate.layout]
        for options in sets:
            column = make_column(key, mark.family, candidate.url, options)
            if column is not None:
                yield Draft(column, mark)


def fallback_drafts(candidate: Candidate, key: str) -> Iterator[Draft]:
    """The fallback family, for pages whose marks led nowhere."""
    for options in _OPTIONS[candidate.layout] if FALLBACK in FAMILIES else ():
        column = make_column(key, FALLBACK, candidate.url, options)
        if column is not None:
            yield Draft(column, None)


def work_draft(column: Column, captions: Sequence[str]) -> Column | None:
    """The same directory of units, read for columns of work summaries; None where the family cannot be told."""
    wanted = [caption for caption in WORK_CAPTIONS if any(caption in printed for printed in captions)]
    # 总结 is within 工作总结: the shortest words cover the longer ones.
    words = [word for word in wanted if not any(other != word and other in word for other in wanted)]
    if not words or column.options.get("layout") != "units":
        return None
    options = {**column.options, "captions": words}
    return make_column(f"{column.key}-work", column.family, column.start[0], options, annual=False)


def make_column(key: str, family: str, start: str, options: Mapping[str, Any], *, annual: bool = True) -> Column | None:
    """A column, None when its family does not know these options or this start."""
    column = Column(
        key=key,
        family=family,
        start=(start,),
        annual=annual,
        confidence="evidenced",
        options=MappingProxyType(dict(options)),
    )
    try:
        FAMILIES[family].check(column)
    except ValueError:
        return None
    return column
