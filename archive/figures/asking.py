"""What the texts of reports state, and which of their sums hold. Reads only."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from difflib import get_close_matches

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.answers import ReportFilter, ReportSummary
from archive.errors import BadQuery
from archive.figures.across import check_into_next, checks_across
from archive.figures.answers import CheckAnswer, FigureAnswer, FigureRow, KeyAnswer, Outcome, StatedFigures, StatedWord
from archive.figures.keys import KEYS
from archive.figures.models import Figure, FigureReading, HeadlineRow
from archive.figures.stored import Shown, Stated, stated_in, stated_of
from archive.figures.wording import outcome_word, place_of, plain, sentence_at, stated_word
from archive.lookup import to_version
from archive.masked import masked_version
from archive.models import Report, Version

#: What a row of `figures` tells of a statement as `show` does.
_SHARED = {field.name for field in fields(FigureAnswer)} & {field.name for field in fields(FigureRow)}


def find_stated(
    session: Session, report: ReportSummary, version: Version, *, text_digest: str | None = None, unmasked: bool = False
) -> StatedFigures:
    """Everything one version states, with the sums tried on it: of the text it shows, or of the text `text_digest`
    that another reading made of its bytes."""
    of = text_digest or version.text_digest
    shown = Shown(version, session.get_one(Report, version.report_id), report.issuer, of)
    (stated,) = stated_of(session, [shown], checks="all", unmasked=unmasked)
    reading = stated.reading
    taking_part: dict[int, list[tuple[str, Outcome]]] = defaultdict(list)
    for result in stated.results:
        for number in result.figures:
            taking_part[number].append((result.check_id, outcome_word(result.outcome)))
    return StatedFigures(
        report=report,
        version=to_version(version) if unmasked else masked_version(to_version(version)),
        read=reading is not None,
        rules=reading.rules if reading else None,
        form=reading.form if reading else "",
        figures=tuple(to_answer(stated, figure, taking_part[figure.number]) for figure in stated.figures),
        checks=tuple(checks_within(stated)),
        not_mentioned=tuple(reading.not_mentioned) if reading else (),
        problems=tuple((str(code), stated.told(str(message))) for code, message in reading.problems) if reading else (),
        text_digest=of,
    )


def find_figures(
    session: Session, key: str, wanted: ReportFilter, *, all_statements: bool = False, unmasked: bool = False
) -> Iterator[FigureRow]:
    """One row per report for a key, or one per statement; issuers side by side, oldest year first.

    Without a headline the total of a form's row answers for the row. Raises BadQuery for a key nobody knows.
    """
    if key not in KEYS and session.scalar(select(Figure.id).where(Figure.key == key).limit(1)) is None:
        raise BadQuery(f"no figure has the key {key!r}; {_near(key)}`fangzhi figures --keys` lists those there are")
    return _rows(session, key, wanted, all_statements=all_statements, unmasked=unmasked)


def find_checks(
    session: Session, wanted: ReportFilter, *, failed: bool = False, unmasked: bool = False
) -> Iterator[CheckAnswer]:
    """The sums tried on current versions, contradictions within them, and the checks across years; with `failed` only
    those that differ."""
    for batch in stated_in(session, wanted, checks="differing" if failed else "all", unmasked=unmasked):
        across = checks_across(session, [stated.shown for stated in batch], wanted, unmasked=unmasked)
        for stated in batch:
            for check in [*checks_within(stated), *across.get(stated.shown.version.id, [])]:
                if not failed or check.outcome == "differs":
                    yield check
    for check in check_into_next(session, wanted, unmasked=unmasked):
        if not failed or check.outcome == "differs":
            yield check


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


def to_answer(stated: Stated, figure: Figure, checks: Sequence[tuple[str, Outcome]] = ()) -> FigureAnswer:
    """One statement of a text with all that is known of it; `checks` are the sums it takes part in."""
    headline = stated.headlines.get(figure.key)
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
        label=stated.told(figure.label),
        part_of=figure.part_of,
        cue=stated.told(figure.cue),
        section=stated.told(figure.section),
        cell_row=figure.cell_row,
        cell_column=figure.cell_column,
        cell_block=figure.cell_block,
        conflict=bool(figure.conflict_group) or (headline.conflict if headline is not None and is_headline else False),
        headline=headline.rule if headline is not None and is_headline else None,
        start=figure.start,
        end=figure.end,
        words=stated.text[figure.start : figure.end],
        sentence=sentence_at(stated.text, figure.start, figure.end),
        checks=tuple(dict.fromkeys(checks)),
    )


def checks_within(stated: Stated) -> list[CheckAnswer]:
    """The sums tried on one text, and one check `conflict` for each quantity it states with different values."""
    shown = stated.shown
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
    by_number = {figure.number: figure for figure in stated.figures}
    found = [
        replace(
            told,
            id=result.check_id,
            where=stated.told(result.place),
            outcome=outcome_word(result.outcome),
            left=result.left,
            right=result.right,
            message=stated.told(result.message),
            places=tuple(place_of(stated, by_number[number]) for number in result.figures),
        )
        for result in stated.results
    ]
    groups: dict[str, list[Figure]] = defaultdict(list)
    for figure in stated.figures:
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
                where=stated.told(name),
                left=values[0],
                right=values[1] if len(values) == 2 else None,
                message=f"{stated.told(name)} is stated as {said}: differs",
                places=tuple(place_of(stated, figure) for figure in group),
            )
        )
    return found


def _rows(
    session: Session, key: str, wanted: ReportFilter, *, all_statements: bool, unmasked: bool
) -> Iterator[FigureRow]:
    for batch in stated_in(session, wanted, key, unmasked=unmasked):
        for one in batch:
            if one.reading is None:
                yield _nothing(one.shown, key, "not_read")
                continue
            headline = one.headlines.get(key)
            chosen = one.figures if all_statements else _chosen(one.figures, headline)
            if not chosen:
                row = _nothing(one.shown, key, "undecided" if one.figures else "not_mentioned")
                conflict = headline is not None and headline.conflict
                yield replace(row, conflict=conflict, rule=headline.rule if headline else "", others=len(one.figures))
            for figure in chosen:
                yield _row(one, figure, others=len(one.figures) - len(chosen))


def _chosen(stated: Sequence[Figure], headline: HeadlineRow | None) -> list[Figure]:
    """The statement that answers for a key: the headline's; else the total of a form's row; else all that is no part,
    one for each place it is stated of."""
    if headline is not None:
        shown = [figure for figure in stated if figure.number == headline.figure_number]
        # A headline without a value names what it could not decide for.
        return shown if headline.value is not None or all(figure.value is None for figure in shown) else []
    totals = [figure for figure in stated if figure.cell_column == "total"]
    return totals or [figure for figure in stated if not figure.part_of] or list(stated)


def _nothing(shown: Shown, key: str, stated: StatedWord) -> FigureRow:
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
    )


def _row(one: Stated, figure: Figure, *, others: int) -> FigureRow:
    answer, headline = to_answer(one, figure), one.headlines.get(figure.key)
    row = replace(
        _nothing(one.shown, figure.key, answer.stated),
        **{name: getattr(answer, name) for name in _SHARED},
        rule=answer.headline or "",
        others=others,
    )
    # The value shown may be a sum of cells, of which the figure is one: litigation has two groups.
    return replace(row, value=headline.value) if headline is not None and answer.headline is not None else row


def _near(key: str) -> str:
    """A key that was perhaps meant."""
    found = get_close_matches(key, KEYS, n=1)
    return f"did you mean {found[0]}? " if found else ""
