"""The figures of a clean text in the archive's own values: what is read, then what is tried on it."""

from collections.abc import Sequence

from archive.figures.values import HeadlineFigure, ReadFigures, StatedFigure, TriedCheck
from crawler.reading.figures.checks import check_figures
from crawler.reading.figures.read import FIGURE_RULES, read_figures
from crawler.reading.figures.values import Statement

__all__ = ["FIGURE_RULES", "read_stated"]

#: A county's report has some 20,000 characters, a cleaned text never more than this. The time grows with the length
#: alone (measured to 400,000 characters: 3 s where reports are strung together, 12 s where every word is a figure), so
#: only what no cleaning has bounded is read in part.
_MOST_CHARACTERS = 400_000


def read_stated(text: str, year: int | None, level: str | None) -> ReadFigures:
    """Read a text for what it states. `year` is the report's, `level` its issuer's, each None where unknown.

    A statement whose span shows no words is left out and noted: nobody could check it.
    """
    problems: list[tuple[str, str]] = []
    if len(text) > _MOST_CHARACTERS:
        message = f"figures were read in the first {_MOST_CHARACTERS:,} of {len(text):,} characters"
        problems.append(("read_in_part", message))
        text = text[:_MOST_CHARACTERS]
    found = read_figures(text, year, level)
    shown = [statement for statement in found.statements if _shows_words(statement, len(text))]
    problems += found.problems
    problems += [
        (
            "figure_without_words",
            f"{statement.key} was read at [{statement.start}, {statement.end}), where no words stand",
        )
        for statement in found.statements
        if not _shows_words(statement, len(text))
    ]
    places = {id(statement): number for number, statement in enumerate(shown)}
    numbers = {statement: number for number, statement in reversed(list(enumerate(shown)))}

    def number_of(statement: Statement) -> int | None:
        return places.get(id(statement), numbers.get(statement))

    return ReadFigures(
        rules=FIGURE_RULES,
        year=year,
        level=level,
        figures=tuple(map(_figure, shown)),
        headlines=tuple(
            HeadlineFigure(
                one.key, one.value, one.rule, one.conflict, number_of(one.statement) if one.statement else None
            )
            for one in found.headlines
        ),
        checks=tuple(
            TriedCheck(
                check.id,
                check.outcome,
                check.where,
                check.left,
                check.right,
                check.message,
                _known([number_of(statement) for statement in check.statements]),
            )
            for check in check_figures(found, level)
        ),
        form=found.form,
        annex=found.annex,
        not_mentioned=found.not_mentioned,
        problems=tuple(problems),
    )


def _shows_words(statement: Statement, length: int) -> bool:
    least = 0 if statement.polarity == "blank_cell" else 1
    return 0 <= statement.start <= statement.end - least and statement.end <= length


def _known(numbers: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(number for number in numbers if number is not None)


def _figure(statement: Statement) -> StatedFigure:
    cell = statement.cell
    return StatedFigure(
        key=statement.key,
        value=statement.value,
        polarity=statement.polarity,
        start=statement.start,
        end=statement.end,
        source=statement.source,
        unit=statement.unit,
        unit_printed=statement.unit_printed,
        approximation=statement.approximation,
        scope=statement.scope,
        low=statement.low,
        high=statement.high,
        label=statement.label,
        part_of=statement.part_of,
        cue=statement.cue,
        section=statement.section,
        group=statement.group,
        cell_row=cell.row if cell else "",
        cell_column=cell.column if cell else "",
        cell_block=cell.block if cell else "",
    )
