"""Clean text to facts: what a text is, whose, of which year, with the evidence for each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.values import IssuerRef
from crawler.reading.dates import ReadDate, find_period, find_url_date, parse_date
from crawler.reading.head import Head, read_head
from crawler.reading.headline import CORE, Title, read_title, squeeze, strip_site
from crawler.reading.hints import Hints
from crawler.reading.issuers import Evidence, read_issuer
from crawler.reading.kinds import decide_kind
from crawler.reading.layout import unfold
from crawler.reading.opening import Opening
from crawler.reading.signature import find_signature
from crawler.reading.years import read_year
from settings.regions.divisions import Divisions

__all__ = ["Hints", "ReportReading", "read_report"]

#: Labels under which pages show when they posted an article, best first.
_POSTED = ("PubDate", "发布日期", "公开日期", "发布时间", "上载日期")
#: Labels under which they show when it was drawn up, best first.
_MADE = ("成文日期", "生成日期", "发文日期")
_WHOLE_YEAR = 366
_AGGREGATE = re.compile(
    r"(?:综合|汇总|根据|依据)[^。]{0,120}?(?:各(?:县|区|镇|乡|街道|部门|单位|有关单位|工作部门)|所属|下属)[^。]{0,40}?"
    r"(?:年度报告|年报|报告|数据|情况)"
    r"|(?:数据|统计)[^。]{0,20}(?:包括|包含|涵盖)[^。]{0,20}各(?:县|区|镇|乡|街道|部门|单位)"
)
_HEAD_CHARACTERS = 600
#: A county's report has some 20,000 characters; of anything far longer the beginning and the end are read.
_READ_FRONT, _READ_BACK = 240_000, 60_000


@dataclass(frozen=True, slots=True)
class ReportReading:
    """Everything decided about one text.

    `kind` is annual_report, a kept class (self_check, statistics_annex, derivative, interim), attachment_only, or a
    class that is no report; `accepted` says whether it is archived as a report. `points` and `rules` are why.
    `title_source` is article, labelled (a label before the text), entry, body or opening (where the report announces
    itself). `scope` is own_agency, or jurisdiction_aggregate where the figures include lower bodies. Dates carry their
    source; `signed_partial` is a signature that names no day.

    Flags of dates, none of which drops a date: `dates_disagree` (signed, posted and address, by over a year),
    `posted_differs_from_url`, `signed_after_posted`, `signed_after_url`, `signed_before_period_end`,
    `posted_before_year` (the report year), `signed_years_later` (two calendar years and more), `broken_date`.
    Other flags: `year_conflict`, `year_after_signature`, `title_names_two_years`, `issuer_contradicts_site`,
    `other_county_named`, `site_code_contradicts_division`, `town_not_listed`, `issuer_unresolved`, `year_unresolved`,
    `review`, `see_attachment`, `read_in_part` (a text beyond any report's length).
    """

    kind: str
    accepted: bool
    points: int
    rules: tuple[tuple[str, int], ...]
    scope: str
    title: str
    title_source: str
    issuer: IssuerRef | None
    compiled_by: str | None
    year: int | None
    year_basis: str | None
    period_start: ReadDate | None
    period_end: ReadDate | None
    signed: ReadDate | None
    signed_partial: str | None
    posted: ReadDate | None
    url_date: ReadDate | None
    flags: tuple[str, ...]


def read_report(text: str, hints: Hints, divisions: Divisions) -> ReportReading:
    """Read one clean text. Pure and total: any text gives a reading."""
    in_part = len(text) > _READ_FRONT + _READ_BACK
    if in_part:
        text = f"{text[:_READ_FRONT]}\n{text[-_READ_BACK:]}"
    head = read_head(unfold(text.split("\n")) if text else [])
    lines = head.lines
    title = read_title(lines, hints.article_title, hints.entry_title, head.title)
    signature = find_signature(lines[title.lines :])
    evidence = Evidence(title.text, signature.body, lines, head.publisher)
    title = _titled(title, evidence.opening)
    squeezed = squeeze("".join(lines))
    period = find_period(squeezed)
    signed, posted, url_date = signature.signed or _made(hints, head), _posted(hints, head), find_url_date(hints.url)
    year = read_year(_titles(title, lines, hints, evidence.opening), lines, period, signed, hints.year)
    decision = decide_kind(title.text, lines, title_lines=title.lines, columns=hints.breadcrumb)
    issuer = read_issuer(evidence, hints, year.year, divisions)
    flags = [*decision.flags, *year.flags, *issuer.flags]
    flags += _date_flags((signed, posted, url_date), (*period, signed))
    flags += _order_flags(signed, posted, url_date, period[1], year.year)
    if in_part:
        flags.append("read_in_part")
    if year.year is None:
        flags.append("year_unresolved")
    elif signed is not None and year.year > signed.value.year:
        flags.append("year_after_signature")
    return ReportReading(
        kind=decision.kind,
        accepted=decision.accepted,
        points=decision.points,
        rules=decision.rules,
        scope=_scope(issuer.issuer, squeezed),
        title=title.text,
        title_source=title.source,
        issuer=issuer.issuer,
        compiled_by=issuer.compiled_by,
        year=year.year,
        year_basis=year.basis,
        period_start=period[0],
        period_end=period[1],
        signed=signed,
        signed_partial=signature.partial,
        posted=posted,
        url_date=url_date,
        flags=tuple(dict.fromkeys(flags)),
    )


def _titled(title: Title, opening: Opening) -> Title:
    """The title, or where a text has none of its own the words in which the report announces itself."""
    if opening.title and (not title.text or (title.source == "body" and not CORE.search(squeeze(title.text)))):
        return Title(opening.title, "opening", title.lines)
    return title


def _titles(title: Title, lines: Sequence[str], hints: Hints, opening: Opening) -> list[tuple[str, str]]:
    """The titles a year may stand in: the chosen one, then the body's own where it is another, then the list's, then
    the one the report announces itself by."""
    own = "".join(lines[: title.lines])
    listed = strip_site(hints.entry_title)
    return [("title", title.text), ("body_title", own), ("entry_title", listed), ("opening", opening.title)]


def _made(hints: Hints, head: Head) -> ReadDate | None:
    """The day a page says its report was drawn up, for one that is not signed."""
    for label in _MADE:
        if (printed := hints.meta.get(label)) and (found := parse_date(printed, label)) is not None:
            return found
    return head.made


def _posted(hints: Hints, head: Head) -> ReadDate | None:
    if hints.posted is not None:
        return ReadDate(hints.posted, "page", hints.posted.isoformat())
    for label in _POSTED:
        if (printed := hints.meta.get(label)) and (found := parse_date(printed, label)) is not None:
            return found
    return head.posted


def _date_flags(dates: Sequence[ReadDate | None], read: Sequence[ReadDate | None]) -> list[str]:
    days: list[date] = [entry.value for entry in dates if entry is not None]
    flags = []
    if days and (max(days) - min(days)).days > _WHOLE_YEAR:
        flags.append("dates_disagree")
    if any(entry is not None and entry.broken for entry in read):
        flags.append("broken_date")
    return flags


def _order_flags(
    signed: ReadDate | None,
    posted: ReadDate | None,
    url_date: ReadDate | None,
    period_end: ReadDate | None,
    year: int | None,
) -> list[str]:
    """What cannot be so, or is odd, in the order of a report's days. None is a reason to drop one."""
    tried = {
        "posted_differs_from_url": posted and url_date and posted.value != url_date.value,
        "signed_after_posted": signed and posted and signed.value > posted.value,
        "signed_after_url": signed and url_date and signed.value > url_date.value,
        "signed_before_period_end": signed and period_end and signed.value < period_end.value,
        "posted_before_year": posted and year is not None and posted.value.year < year,
        "signed_years_later": signed and year is not None and signed.value.year > year + 1,
    }
    return [flag for flag, odd in tried.items() if odd]


def _scope(issuer: IssuerRef | None, squeezed: str) -> str:
    if issuer is None or issuer.level in ("township", "street"):
        return "own_agency"
    if issuer.level == "county" and issuer.name == issuer.county_name:
        # A county government's report is compiled from those of its departments and townships (art. 49 ¶2).
        return "jurisdiction_aggregate"
    # A zone's committee and a county's office report for themselves unless they say otherwise.
    told = issuer.level in ("county", "zone") or issuer.name.endswith("办公室")
    return "jurisdiction_aggregate" if told and _AGGREGATE.search(squeezed[:_HEAD_CHARACTERS]) else "own_agency"
