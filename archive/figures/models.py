"""The tables of figures. Written only by `archive.figures.keeping`; rows are added and never moved.

A value is kept as exact decimal text ("86", "1.5"): a portal's 0.83 % must come back as 0.83 and nothing else.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, ForeignKey, Index, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.tables import Base


class DecimalText(TypeDecorator[Decimal]):
    """An exact decimal number, kept as text without exponent."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class FigureReading(Base):
    """One reading of a text for its figures. `year` is 0 and `level` is empty where they were not known.

    `not_mentioned` are the keys the text never touches, `problems` oddities as [code, sentence].
    """

    __tablename__ = "figure_reading"
    id: Mapped[int] = mapped_column(primary_key=True)
    text_digest: Mapped[str] = mapped_column(ForeignKey("text.digest"))
    rules: Mapped[str] = mapped_column(String(64))
    year: Mapped[int]
    level: Mapped[str] = mapped_column(String(16))
    form: Mapped[str] = mapped_column(String(8))
    annex: Mapped[bool]
    not_mentioned: Mapped[list[Any]]
    problems: Mapped[list[Any]]

    __table_args__ = (UniqueConstraint("text_digest", "rules", "year", "level"),)


class Figure(Base):
    """One statement of one value. `archive.figures.values.StatedFigure` explains the fields.

    `number` counts the figures of a reading from 0; `words` is what stands at [start, end) of the text.
    """

    __tablename__ = "figure"
    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("figure_reading.id"))
    number: Mapped[int]
    text_digest: Mapped[str] = mapped_column(ForeignKey("text.digest"))
    rules: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[Decimal | None] = mapped_column(DecimalText())
    unit: Mapped[str] = mapped_column(String(16))
    unit_printed: Mapped[str] = mapped_column(String(32))
    polarity: Mapped[str] = mapped_column(String(16))
    approximation: Mapped[str] = mapped_column(String(16))
    low: Mapped[Decimal | None] = mapped_column(DecimalText())
    high: Mapped[Decimal | None] = mapped_column(DecimalText())
    scope: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(16))
    label: Mapped[str] = mapped_column(Text)
    part_of: Mapped[str] = mapped_column(String(64))
    cue: Mapped[str] = mapped_column(Text)
    section: Mapped[str] = mapped_column(Text)
    conflict_group: Mapped[str] = mapped_column(Text)
    cell_row: Mapped[str] = mapped_column(String(64))
    cell_column: Mapped[str] = mapped_column(String(64))
    cell_block: Mapped[str] = mapped_column(String(64))
    start: Mapped[int]
    end: Mapped[int]
    words: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("reading_id", "number"),
        Index("figure_by_key", "key", "reading_id"),
        Index("figure_by_text", "text_digest"),
    )


class HeadlineRow(Base):
    """The value shown for a key of a reading, and the rule that picked it; `figure_number` is null where none did."""

    __tablename__ = "headline"
    reading_id: Mapped[int] = mapped_column(ForeignKey("figure_reading.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    text_digest: Mapped[str] = mapped_column(ForeignKey("text.digest"))
    rules: Mapped[str] = mapped_column(String(64))
    value: Mapped[Decimal | None] = mapped_column(DecimalText())
    rule: Mapped[str] = mapped_column(String(64))
    conflict: Mapped[bool]
    figure_number: Mapped[int | None]


class CheckResult(Base):
    """One sum tried on a reading. `place` names the column, row or group; `figures` are numbers of its figures."""

    __tablename__ = "check_result"
    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("figure_reading.id"), index=True)
    text_digest: Mapped[str] = mapped_column(ForeignKey("text.digest"))
    rules: Mapped[str] = mapped_column(String(64))
    check_id: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str] = mapped_column(String(16))
    place: Mapped[str] = mapped_column(Text)
    left: Mapped[Decimal | None] = mapped_column(DecimalText())
    right: Mapped[Decimal | None] = mapped_column(DecimalText())
    message: Mapped[str] = mapped_column(Text)
    figures: Mapped[list[Any]]
