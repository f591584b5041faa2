"""What the texts of reports state, and which of their sums hold. Reads only."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.answers import ReportFilter, ReportSummary
from archive.errors import BadQuery
from archive.figures.across import check_across
from archive.figures.answers import CheckAnswer, FigureAnswer, FigureRow, KeyAnswer, Outcome, Stated, StatedFigures
from archive.figures.keys import KEYS
from archive.figures.models import CheckResult, Figure, FigureReading, HeadlineRow
from archive.figures.stored import (
    Shown,
    batched,
    bodies_of,
    checks_of,
    current_versions,
    figures_of,
    headlines_of,
    readings_of,
)
from archive.figures.wording import outcome_word, place_of, plain, sentence_at, stated_word
from archive.lookup import to_version
from archive.masking import mask
from archive.models import Report, StoredText, Version


def find_stated(session: Session, report: ReportSummary, version: Version, *, unmasked: bool = False) -> StatedFigures:
    """Everything one version states, with the sums tried on it."""
    shown = Shown(version, session.get_one(Report, version.report_id), report.issuer)
    reading = readings_of(session, [shown]).get(version.id)
    if reading is None:
        return StatedFigures(report, to_version(version), False, None, "", (), (), (), ())
    figures = figures_of(session, [reading])[reading.id]
    headlines = headlines_of(session, [reading])[reading.id]
    results = checks_of(session, [reading])[reading.id]
    body = session.get_one(StoredText, version.text_digest).body
    text = body if unmasked else mask(body)
    taking_part: dict[int, list[tuple[str, Outcome]]] = defaultdict(list)
    for result in results:
        for number in result.figures:
            taking_part[number].append((result.check_id, outcome_word(result.outcome)))
    return StatedFigures(
        report=report,
        version=to_version(version),
        read=True,
        rules=reading.rules,
        form=reading.form,
        figures=tuple(
            to_answer(figure, text, headlines.get(figure.key), taking_part[figure.number]) for figure in figures
        ),
        checks=tuple(checks_within(shown, figures, results, text)),
        not_mentioned=tuple(reading.not_mentioned),
        problems=tuple((str(code), str(message)) for code, message in reading.problems),
    )


def find_figures(
    session: Session, key: str, wanted: ReportFilter, *, all_statements: bool = False, unmasked: bool = False
) -> Iterator[FigureRow]:
    """One row per report for a key, or one per statement; issuers side by side, oldest year first.

    Without a headline the total of a form's row answers for the row. Raises BadQuery for a key nobody knows.
    """
    if key not in KEYS and session.scalar(select(Figure.id).where(Figure.key == key).limit(1)) is None:
        raise BadQuery(f"no figure has the key {key!r}; `fangzhi figures --keys` lists those there are")
    return _rows(session, key, wanted, all_statements=all_statements, unmasked=unmasked)


def find_checks(
    session: Session, wanted: ReportFilter, *, failed: bool = False, unmasked: bool = False
) -> Iterator[CheckAnswer]:
    """The sums tried on current versions, contradictions within them, and the checks across years; with `failed` only
    those that differ."""
    across: dict[str, list[CheckAnswer]] = defaultdict(list)
    for check in check_across(session, wanted, unmasked=unmasked):
        across[check.report_id].append(check)
    for batch in batched(current_versions(session, wanted)):
        readings = readings_of(session, batch)
        figures, results = figures_of(session, readings.values()), checks_of(session, readings.values())
        bodies = bodies_of(session, batch)
        for shown in batch:
            found: list[CheckAnswer] = []
            if (reading := readings.get(shown.version.id)) is not None:
                body = bodies[shown.version.text_digest]
                text = body if unmasked else mask(body)
                found = checks_within(shown, figures[reading.id], results[reading.id], text)
            for check in [*found, *across.pop(shown.report.id, [])]:
                if not failed or check.outcome == "differs":
                    yield check
        session.expunge_all()
    # Pairs whose later report the filter leaves out: asked for 2020, the carry-over into 2021 belongs to the answer.
    for checks in across.values():
        yield from (check for check in checks if not failed or check.outcome == "differs")


def find_keys(session: Session) -> list[KeyAnswer]:
    """Every key with a meaning or a statement, and how many reports state it."""
    current = (
        select(Figure.key, func.count(func.distinct(Version.report_id)))
        .join(FigureReading, FigureReading.id == Figure.reading_id)
        .join(Version, Version.text_digest == FigureReading.text_digest)
        .join(Report, (Report.id == Version.report_id) & (Report.current_seq == Version.seq))
        .group_by(Figure.key)
    )
    counts: dict[str, int] = {key: count for key, count in session.execute(current)}  # noqa: C416
    known = [KeyAnswer(key, told.meaning, told.unit, counts.pop(key, 0)) for key, told in KEYS.items()]
    return [*known, *(KeyAnswer(key, "", "", count) for key, count in sorted(counts.items()))]


def to_answer(
    figure: Figure, text: str, headline: HeadlineRow | None, checks: Sequence[tuple[str, Outcome]]
) -> FigureAnswer:
    is_headline = headline is not None and headline.figure_number == figure.number
    return FigureAnswer(
        number=figure.number,
        key=figure.key,
        value=figure.value,
        stated=stated_word(figure),
        unit=figure.unit,
        unit_printed=figure.unit_printed,
        approximation=figure.approximation,
        low=figure.low,
        high=figure.high,
        scope=figure.scope,
        source=figure.source,
        label=figure.label,
        part_of=figure.part_of,
        cue=figure.cue,
        section=figure.section,
        cell_row=figure.cell_row,
        cell_column=figure.cell_column,
        cell_block=figure.cell_block,
        conflict=bool(figure.conflict_group) or (headline.conflict if headline is not None and is_headline else False),
        headline=headline.rule if headline is not None and is_headline else None,
        start=figure.start,
        end=figure.end,
        words=text[figure.start : figure.end],
        sentence=sentence_at(text, figure.start, figure.end),
        checks=tuple(dict.fromkeys(checks)),
    )


def checks_within(
    shown: Shown, figures: Sequence[Figure], results: Sequence[CheckResult], text: str
) -> list[CheckAnswer]:
    """The sums tried on one text, and one check `conflict` for each quantity it states with different values."""
    told = CheckAnswer(
        report_id=shown.report.id,
        version=shown.version.seq,
        county=shown.report.county_name,
        issuer=shown.speaker,
        year=shown.report.year,
        id="",
        where="",
        outcome="differs",
        left=None,
        right=None,
        message="",
        places=(),
    )
    by_number = {figure.number: figure for figure in figures}
    found = [
        replace(
            told,
            id=result.check_id,
            where=result.place,
            outcome=outcome_word(result.outcome),
            left=result.left,
            right=result.right,
            message=result.message,
            places=tuple(place_of(shown, by_number[number], text) for number in result.figures),
        )
        for result in results
    ]
    groups: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.conflict_group:
            groups[figure.conflict_group].append(figure)
    for name, group in groups.items():
        wholes = [figure for figure in group if not figure.part_of and figure.value is not None] or group
        values = list(dict.fromkeys(figure.value for figure in wholes))
        said = " and ".join(plain(value) for value in values)
        if len(values) == 1:
            parts = "+".join(plain(figure.value) for figure in group if figure not in wholes)
            said += f", and parts {parts}" if parts else ""
        found.append(
            replace(
                told,
                id="conflict",
                where=name,
                left=values[0],
                right=values[1] if len(values) == 2 else None,
                message=f"{name} is stated as {said}: differs",
                places=tuple(place_of(shown, figure, text) for figure in group),
            )
        )
    return found


def _rows(
    session: Session, key: str, wanted: ReportFilter, *, all_statements: bool, unmasked: bool
) -> Iterator[FigureRow]:
    for batch in batched(current_versions(session, wanted)):
        readings = readings_of(session, batch)
        figures = figures_of(session, readings.values(), key)
        headlines = headlines_of(session, readings.values())
        bodies = bodies_of(session, batch)
        for shown in batch:
            reading = readings.get(shown.version.id)
            if reading is None:
                yield _nothing(shown, key, "not_read")
                continue
            stated, headline = figures[reading.id], headlines[reading.id].get(key)
            chosen: Sequence[Figure] = stated if all_statements else _chosen(stated, headline)
            if not chosen:
                row = _nothing(shown, key, "undecided" if stated else "not_mentioned")
                conflict = headline is not None and headline.conflict
                yield replace(row, conflict=conflict, rule=headline.rule if headline else "", others=len(stated))
                continue
            text = _shown_text(bodies, shown, unmasked=unmasked)
            for figure in chosen:
                yield _row(shown, figure, headline, text, others=len(stated) - len(chosen))
        session.expunge_all()


def _shown_text(bodies: Mapping[str, str], shown: Shown, *, unmasked: bool) -> str:
    body = bodies[shown.version.text_digest]
    return body if unmasked else mask(body)


def _chosen(stated: Sequence[Figure], headline: HeadlineRow | None) -> list[Figure]:
    """The statement that answers for a key: the headline's; else the total of a form's row; else all that is no part,
    one for each place it is stated of."""
    if headline is not None:
        shown = [figure for figure in stated if figure.number == headline.figure_number]
        # A headline without a value names what it could not decide for.
        return shown if headline.value is not None or all(figure.value is None for figure in shown) else []
    totals = [figure for figure in stated if figure.cell_column == "total"]
    return totals or [figure for figure in stated if not figure.part_of] or list(stated)


def _nothing(shown: Shown, key: str, stated: Stated) -> FigureRow:
    report = shown.report
    told = KEYS.get(key)
    return FigureRow(
        report_id=report.id,
        version=shown.version.seq,
        county=report.county_name,
        county_code=report.county_code,
        issuer=shown.speaker,
        year=report.year,
        key=key,
        value=None,
        stated=stated,
        unit=told.unit if told else "",
        unit_printed="",
        approximation="",
        low=None,
        high=None,
        scope="",
        source="",
        cell_row="",
        cell_column="",
        label="",
        conflict=False,
        rule="",
        others=0,
        start=None,
        end=None,
        words="",
        sentence="",
    )


def _row(shown: Shown, figure: Figure, headline: HeadlineRow | None, text: str, *, others: int) -> FigureRow:
    is_headline = headline is not None and headline.figure_number == figure.number
    return replace(
        _nothing(shown, figure.key, stated_word(figure)),
        # The value shown may be a sum of cells, of which the figure is one: litigation has two groups.
        value=headline.value if headline is not None and is_headline else figure.value,
        unit=figure.unit,
        unit_printed=figure.unit_printed,
        approximation=figure.approximation,
        low=figure.low,
        high=figure.high,
        scope=figure.scope,
        source=figure.source,
        cell_row=figure.cell_row,
        cell_column=figure.cell_column,
        label=figure.label,
        conflict=bool(figure.conflict_group) or (headline.conflict if headline is not None and is_headline else False),
        rule=headline.rule if headline is not None and is_headline else "",
        others=others,
        start=figure.start,
        end=figure.end,
        words=text[figure.start : figure.end],
        sentence=sentence_at(text, figure.start, figure.end),
    )
