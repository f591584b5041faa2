"""How far a column, and a portal, is understood: every reason is something that was seen, never a guess."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from crawler.families.addresses import canonical_url
from crawler.probe.facts import SiteFacts
from crawler.probe.findings import Coverage, Trial, TriedColumn, Verdict
from crawler.probe.trial import SAMPLES, is_plausible
from crawler.reading.places import town_in
from crawler.reading.titles import may_be_report
from settings.regions.divisions import Divisions

#: A list of which fewer rows than this share may be reports is a mixed one: only rows titled as reports are opened.
MIXED_BELOW = 0.5
#: Fewer townships than this share of the county's, and the portal's towns are not all found.
COVERED = 0.6
_SHOWN = 3


def judge_walk(trial: Trial) -> Verdict:
    """What the walk alone shows, before anything is looked at."""
    if not trial.pages:
        return _no(trial.failed or "no list page could be had")
    if all(index is None for _, index in trial.pages):
        said = [message for code, message in trial.problems if code == "unreadable_index"]
        return _no(*said[:_SHOWN] or ("no list page could be read",))
    if not trial.entries:
        return _no("no row is listed", *dict.fromkeys(message for _, message in trial.problems[:_SHOWN]))
    if not any(is_plausible(entry) for entry in trial.entries):
        title = trial.entries[0].title
        return _no(f"of {len(trial.entries)} rows none is titled as an annual report (the first: {title})")
    return Verdict("understood")


def judge(trial: Trial, division: str | None) -> Verdict:
    """What walk and samples show together. `division` is the portal's county, where it is known."""
    walked = judge_walk(trial)
    if not walked.good:
        return walked
    if not trial.samples:
        return _no("none of its entries could be looked at")
    if not trial.reports:
        kinds = ", ".join(dict.fromkeys(sample.kind or sample.outcome for sample in trial.samples))
        return _no(f"none of {len(trial.samples)} entries looked at reads as an annual report ({kinds})")
    counties = {sample.county for sample in trial.reports if sample.county}
    if division is not None and counties and division not in counties:
        return _no(f"its reports are of another county ({', '.join(sorted(counties))}), so it is another portal's")
    reasons = tuple(_shortfalls(trial))
    return Verdict("understood in part", reasons) if reasons else walked


def _shortfalls(trial: Trial) -> Iterator[str]:
    seen = len(trial.entries)
    if trial.left:
        yield f"the trial ended after {len(trial.pages)} list pages with more to walk"
    if trial.failed:
        yield f"a list page could not be had or read: {trial.failed}"
    if not trial.left:
        for one in trial.lists:
            if one.total is not None and one.seen < one.total:
                yield f"{one.url} prints a total of {one.total}, {one.seen} rows were seen"
    said = [message for code, message in trial.problems if code.startswith("incomplete")]
    yield from list(dict.fromkeys(said))[:_SHOWN]
    missing = [message for code, message in trial.problems if code == "no_column"]
    if missing:
        more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        yield f"{missing[0]}{more}"
    wrong = [sample for sample in trial.samples if not sample.accepted and sample.outcome in ("error", "blocked")]
    if wrong:
        yield f"{len(wrong)} of {len(trial.samples)} entries looked at could not be read"
    if trial.column.annual and len(trial.reports) < min(SAMPLES, seen) and _misread(trial):
        yield f"only {len(trial.reports)} of {len(trial.samples)} entries looked at read as reports"


def _misread(trial: Trial) -> bool:
    """Whether entries were read and not taken for reports; a year without a report is no fault."""
    return any(not sample.accepted and sample.outcome not in ("empty", "gone") for sample in trial.samples)


def is_mixed(trial: Trial) -> bool:
    """Whether a column lists other things more than reports, and the titles of its reports tell them apart.

    Where some are titled with a unit's name or a year alone, every row must be opened, or those would be lost.
    """
    likely = [entry for entry in trial.entries if is_plausible(entry)]
    told = all(may_be_report(entry.title) for entry in likely)
    return told and len(likely) < MIXED_BELOW * len(trial.entries)


def without_duplicates(tried: Sequence[TriedColumn]) -> tuple[TriedColumn, ...]:
    """Columns marked as duplicates where another, kept, one lists everything they list."""
    listed = [_listed(one.trial) for one in tried]
    dropped: dict[int, int] = {}
    for number, own in enumerate(listed):
        for other, theirs in enumerate(listed):
            if other == number or other in dropped or not own <= theirs:
                continue
            if own == theirs and other > number:
                continue
            dropped[number] = other
            break
    return tuple(
        replace(one, duplicate_of=tried[dropped[number]].trial.column.start[0]) if number in dropped else one
        for number, one in enumerate(tried)
    )


def _listed(trial: Trial) -> frozenset[str]:
    """What a column brings home: every entry of a column of reports, of a mixed one those titled as reports."""
    entries = (entry for entry in trial.entries if trial.column.annual or is_plausible(entry))
    return frozenset(canonical_url(entry.fetch.url) for entry in entries)


def coverage_of(trials: Iterable[Trial], facts: SiteFacts | None, divisions: Divisions) -> Coverage:
    """Which of the county's townships the columns name: as units, in titles, as issuers of samples."""
    if facts is None or facts.county is None:
        return Coverage(0)
    county = facts.county
    towns = {row.code: row.name for row in divisions.townships(county.code)}
    names: set[str] = set()
    for trial in trials:
        names.update(trial.units)
        names.update(entry.title for entry in trial.entries if is_plausible(entry))
        names.update(sample.issuer for sample in trial.samples if sample.issuer)
    found = set()
    for name in names:
        town = town_in(divisions, county, name, None)
        if town is not None and town.row is not None and town.row.code in towns:
            found.add(town.row.code)
    return Coverage(
        expected=len(towns),
        found=tuple(towns[code] for code in towns if code in found),
        missing=tuple(towns[code] for code in towns if code not in found),
        edition=divisions.edition_year("township"),
    )


def judge_portal(
    kept: Sequence[TriedColumn],
    set_aside: Sequence[TriedColumn],
    facts: SiteFacts | None,
    coverage: Coverage,
    obstacles: Sequence[str],
) -> Verdict:
    """The portal as a whole. `obstacles` are pages that promised reports and could not be had or read."""
    if not kept:
        failed = [f"{one.trial.column.start[0]}: {one.verdict.reasons[0]}" for one in set_aside if one.verdict.reasons]
        reasons = list(dict.fromkeys([*obstacles, *failed]))
        return Verdict("not understood", tuple(reasons) or ("no page captioned as annual reports was found",))
    reasons = list(obstacles)
    if facts is None or facts.division is None:
        reasons.append("which county the portal is of is not known: the row needs its division by hand")
    if facts is not None:
        reasons += facts.doubts
    for one in kept:
        if one.verdict.word != "understood":
            reasons.append(f"{one.trial.column.start[0]}: {one.verdict.reasons[0]}")
    for one in set_aside:
        # A page captioned as annual reports that could not be read may hold what the kept columns lack.
        if one.duplicate_of is None and one.trial.candidate.promise == "report" and not one.trial.entries:
            reasons.append(f"{one.trial.column.start[0]}: {one.verdict.reasons[0]}")
    if coverage.expected and len(coverage.found) < COVERED * coverage.expected:
        reasons.append(
            f"{len(coverage.found)} of the county's {coverage.expected} townships are named in what was found"
        )
    return Verdict("understood in part", tuple(dict.fromkeys(reasons))) if reasons else Verdict("understood")


def _no(*reasons: str) -> Verdict:
    return Verdict("not understood", reasons)
