"""The draft row: TOML with dated comments that say how each fact was found, proven to load and to be understood."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from urllib.parse import urlsplit

from crawler.checks import SHRINK
from crawler.families.registry import family_of
from crawler.probe.findings import Findings, TriedColumn
from crawler.probe.toml import toml_value
from settings.sites import Site, load_sites

_WIDTH = 116
#: Families whose lists are made of units and years, not of rows: their number says nothing.
_SYNTHETIC = frozenset({"hanweb_xxgk"})

_PROVINCES = (
    "11 beijing 12 tianjin 13 hebei 14 shanxi 15 neimenggu 21 liaoning 22 jilin 23 heilongjiang 31 shanghai 32 jiangsu "
    "33 zhejiang 34 anhui 35 fujian 36 jiangxi 37 shandong 41 henan 42 hubei 43 hunan 44 guangdong 45 guangxi "
    "46 hainan 50 chongqing 51 sichuan 52 guizhou 53 yunnan 54 xizang 61 shaanxi 62 gansu 63 qinghai 64 ningxia "
    "65 xinjiang"
).split()
#: Names of the files rows are kept in, by the first two digits of a division.
PROVINCES: Mapping[str, str] = MappingProxyType(dict(zip(_PROVINCES[::2], _PROVINCES[1::2], strict=True)))


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A row's text and the site it loads as."""

    text: str
    site: Site


def with_keys(findings: Findings) -> Findings:
    """The findings with the columns named as the row names them: by what they hold, each name once."""
    used: set[str] = set()
    named = []
    for one in findings.columns:
        key = wanted = _key(one)
        number = 2
        while key in used:
            key, number = f"{wanted}-{number}", number + 1
        used.add(key)
        named.append(replace(one, trial=replace(one.trial, column=replace(one.trial.column, key=key))))
    return replace(findings, columns=tuple(named))


def draft_row(findings: Findings, on: date) -> DraftRow | None:
    """The row for what was found, columns named by `with_keys`; None without a column or a division to file it under.

    Raises BadSiteRow when the text is not a row: that is a fault of ours.
    """
    facts = findings.facts
    if not findings.columns or facts is None or facts.division is None:
        return None
    text = "\n".join(_lines(findings, on)) + "\n"
    return DraftRow(text, load_row(text, findings.host))


def load_row(text: str, host: str) -> Site:
    """The site a row's text declares, its families and options checked. Raises BadSiteRow, KeyError."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "draft.toml").write_text(text, encoding="utf-8")
        site = load_sites(Path(folder))[host]
    for column in site.columns:
        family_of(site, column)
    return site


def province_file(division: str) -> str:
    """The name of the file in which rows of a division's province are kept."""
    return f"{PROVINCES.get(division[:2], 'others')}.toml"


def _key(one: TriedColumn) -> str:
    column = one.trial.column
    if "captions" in column.options:
        return "town-work"
    if column.options.get("layout") == "units" or one.trial.candidate.layout == "units":
        return "towns"
    if one.trial.candidate.layout == "tree":
        return "units" if len(one.trial.units) > 1 else _slug(column.start[0])
    return "annual"


def _slug(url: str) -> str:
    segments = [part for part in urlsplit(url).path.split("/") if re.fullmatch(r"[\w-]{2,24}", part)]
    return segments[0] if segments and segments[0] not in ("module", "gkmlpt") else "unit"


def _lines(findings: Findings, on: date) -> Iterator[str]:
    facts = findings.facts
    assert facts is not None
    yield "[[site]]"
    yield f'host = "{findings.host}"'
    yield from _comment(f"{on:%Y-%m-%d}, probe of {findings.url}: " + "; ".join(facts.bases) + ".")
    for doubt in facts.doubts:
        yield from _comment(f"{on:%Y-%m-%d}, doubtful: {doubt}.")
    yield f"name = {toml_value(facts.name or findings.host)}"
    yield f'division = "{facts.division}"'
    yield f"hosts = {toml_value(list(findings.hosts))}"
    yield "first_year = 2008"
    if findings.coverage.expected:
        coverage = findings.coverage
        yield from _comment(
            f"{on:%Y-%m-%d}: the division tables of {coverage.edition} list {coverage.expected} townships; "
            f"{len(coverage.found)} are named in what the probe found."
        )
        yield f"expected_units = {coverage.expected}"
    for one in findings.columns:
        yield ""
        yield from _column(one, on)


def _column(one: TriedColumn, on: date) -> Iterator[str]:
    trial, column = one.trial, one.trial.column
    said = [f"{on:%Y-%m-%d}, {one.verdict.word}"]
    if trial.candidate.via:
        said.append(f"linked as {trial.candidate.caption or 'a frame'} from {trial.candidate.via}")
    if trial.evidence is not None:
        said.append(f"{column.family} by {trial.evidence}")
    counted = f"{len(trial.pages)} list pages, {len(trial.entries)} rows"
    said.append(counted + (f" of {trial.total} printed" if trial.total is not None else ""))
    if trial.units:
        said.append(f"{len(trial.units)} units ({', '.join(trial.units[:3])} …)")
    read = ", ".join(f"{sample.issuer or '?'} {sample.year or '?'}" for sample in trial.reports)
    said.append(f"read as reports: {read}")
    yield from _comment("; ".join(said) + ".")
    for reason in one.verdict.reasons:
        yield from _comment(f"{on:%Y-%m-%d}, not understood: {reason}.")
    yield "[[site.column]]"
    yield f"key = {toml_value(column.key)}"
    yield f"family = {toml_value(column.family)}"
    yield f"start = {toml_value(list(column.start))}"
    if not column.annual:
        yield "annual = false"
    yield f"confidence = {toml_value(column.confidence)}"
    if one.verdict.word == "understood" and column.family not in _SYNTHETIC:
        least = int(SHRINK * len(trial.entries))
        if least:
            yield f"min_entries = {least}"
    if column.options:
        yield f"options = {toml_value(dict(column.options))}"


def _comment(text: str) -> Iterator[str]:
    """A sentence as comment lines. What a portal wrote cannot end the comment: control characters are gone."""
    words = re.sub(r"[\x00-\x1f\x7f]+", " ", text).split(" ")
    line = "#"
    for word in words:
        if len(line) + len(word) + 1 > _WIDTH and line != "#":
            yield line
            line = "#"
        line += f" {word}"
    yield line
