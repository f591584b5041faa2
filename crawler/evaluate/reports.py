"""Reading quality: issuer, year, dates and figures of labelled report texts against what people read in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from crawler.evaluate.folder import LabelledText
from crawler.evaluate.measures import squeeze
from crawler.reading.figures.read import read_figures
from crawler.reading.figures.values import Figures, Headline
from crawler.reading.report import Hints, ReportReading, read_report
from settings.regions.divisions import Divisions
from settings.sites import Site

#: The label's name for a figure -> the key it is read under.
FIGURES: Mapping[str, str] = {
    "proactive": "proactive_total",
    "requests_received": "requests_received",
    "reconsideration": "reconsideration",
    "litigation": "litigation",
    "fee_yuan": "fees_collected",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One labelled fact or figure: what people read, what the rules read, and whether they agree.

    `exact` tells whether the value agrees. Where people found a contradiction and picked no value of it, that is:
    whether every value they found is read, the contradiction told, and a value shown by rule one of theirs. `state`
    tells, for a figure, whether the reading contradicts itself in it just where people say that the report does.
    `spanned` tells, for a figure that is stated, whether one of its statements shows its value in words of the text
    where the label found it; None where nothing is to be shown.
    """

    text: str
    name: str
    expected: str
    found: str
    exact: bool
    spanned: bool | None = None
    state: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """The point as plain data."""
        return {
            name: getattr(self, name) for name in ("text", "name", "expected", "found", "exact", "spanned", "state")
        }


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Reports that contradict themselves in a key: those labelled so, those found, and those found that are not
    labelled so, by text and key."""

    labelled: int
    found: int
    unlabelled: tuple[str, ...]


def score_reports(
    texts: Iterable[LabelledText], sites: Mapping[str, Site], divisions: Divisions
) -> tuple[list[Point], Conflicts]:
    """Every labelled point of every text."""
    points: list[Point] = []
    labelled = found = 0
    unlabelled: list[str] = []
    for text in texts:
        hints = _hints(text, sites, divisions)
        said = read_report(text.text, hints, divisions)
        points += _facts(text, said, hints, divisions)
        figures = read_figures(text.text, said.year, said.issuer.level if said.issuer else None)
        headlines = {headline.key: headline for headline in figures.headlines}
        for name, key in FIGURES.items():
            label, headline = text.label.get(name), headlines.get(key)
            if label is None:
                continue
            points.append(_figure(text, name, label, headline, figures))
            has = headline is not None and headline.conflict
            if label.get("conflict"):
                labelled, found = labelled + 1, found + has
            elif has:
                unlabelled.append(f"{text.id}: {key}")
    return points, Conflicts(labelled, found, tuple(unlabelled))


def _hints(text: LabelledText, sites: Mapping[str, Site], divisions: Divisions) -> Hints:
    """What a site's row would say: its division is that of the row that owns the address, or of the labelled county."""
    host = (urlsplit(text.url or "").hostname or "").removeprefix("www.")
    site = next((site for site in sites.values() if text.url and site.owns(text.url)), None)
    named = divisions.counties_named(text.label.get("parent_region") or "", text.label.get("report_year"))
    division = site.division if site else named[0].code if len(named) == 1 else ""
    return Hints(site=host or "example.gov.cn", division=division, url=text.url or "")


def _facts(text: LabelledText, said: ReportReading, hints: Hints, divisions: Divisions) -> list[Point]:
    """Every labelled fact. A title, a region and a day of posting that the text does not print cannot be read in it."""
    label, issuer = text.label, said.issuer
    body = label.get("issuing_org") or ""
    names = [squeeze(name) for name in (issuer.printed if issuer else None, said.compiled_by) if name]
    # The label gives the body as the text signs it, an office of the issuer included.
    ours = bool(issuer) and (squeeze(body) in names or (issuer is not None and issuer.name in body))
    points = [Point(text.id, "issuer", body, " / ".join(names), ours)] if body else []
    signed, posted = (day.value.isoformat() if day else None for day in (said.signed, said.posted))
    for name, expected, found in (
        ("year", label.get("report_year"), said.year),
        ("signed", label.get("sign_date"), signed),
    ):
        points.append(Point(text.id, name, str(expected), str(found), expected == found))
    printed = squeeze(text.text)
    if (title := squeeze(label.get("title") or "")) and title in printed:
        points.append(Point(text.id, "title", title, squeeze(said.title), title == squeeze(said.title)))
    if (day := label.get("publish_date")) and day in text.text:
        points.append(Point(text.id, "posted", day, str(posted), day == posted))
    if (region := label.get("parent_region")) and region in printed:
        # The labelled region stands in for the portal's row; here the text alone has to tell it.
        alone = read_report(text.text, replace(hints, division=""), divisions).issuer
        where = alone.division if alone is not None and alone.division else ""
        points.append(Point(text.id, "region", region, where, region in where))
    return points


def _figure(
    text: LabelledText, name: str, label: Mapping[str, Any], headline: Headline | None, figures: Figures
) -> Point:
    value = label.get("value")
    key = FIGURES[name]
    found = headline.value if headline is not None else None
    conflict = bool(label.get("conflict"))
    told = headline is not None and headline.conflict
    wanted = {Decimal(value)} if value is not None else set()
    exact = found == (None if value is None else Decimal(value))
    if conflict:
        # Every value people found stated must be read as one of this figure or of its parts.
        wanted = {Decimal(one["value"]) for one in label.get("stated", ()) if one.get("evidence")}
        exact = wanted <= _stated(figures, key) and (exact if value is not None else told and _is_one_of(found, label))
    shown = _spanned(text, key, wanted, label, figures) if wanted else None
    expected = "conflict" if conflict and value is None else _printed(value)
    return Point(text.id, name, expected, _printed(found), exact, shown, told == conflict)


def _stated(figures: Figures, key: str) -> set[Decimal]:
    """Every value read of a figure, of its parts, or in contradiction to it."""
    return {
        one.value
        for one in figures.statements
        if one.value is not None and (one.key == key or key in (one.part_of, one.group))
    }


def _is_one_of(found: Decimal | None, label: Mapping[str, Any]) -> bool:
    return found is None or found in {Decimal(one["value"]) for one in label.get("stated", ())}


def _spanned(text: LabelledText, key: str, values: set[Decimal], label: Mapping[str, Any], figures: Figures) -> bool:
    """Whether a statement of one of these values shows it: by digits, a numeral or a denial, inside the words where
    people found it when the label quotes them."""
    quoted = [label.get("evidence"), *(one.get("evidence") for one in label.get("stated", ()))]
    evidence = [squeeze(words) for words in quoted if words]
    shown = [headline.statement for headline in figures.headlines if headline.key == key and headline.statement]
    for one in (*(one for one in figures.statements if one.key == key), *shown):
        if one.value not in values:
            continue
        words = squeeze(text.text[one.start : one.end])
        around = squeeze(text.text[max(0, one.start - 60) : one.end + 60])
        shows = one.polarity == "stated_none" or any(sign.isnumeric() for sign in words)
        there = not evidence or any(words in quote or quote in around or quote in words for quote in evidence)
        if shows and words and there:
            return True
    return False


def _printed(value: Any) -> str:
    return "not stated" if value is None else f"{Decimal(value):f}"
