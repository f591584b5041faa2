"""The tables of a site's own lines. Written only by `archive.chrome.keeping`; rows are added and never moved."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.tables import Base


class SiteLine(Base):
    """One line learned to be the site's own. `archive.chrome.lines.ChromeLine` explains the fields.

    `edge` is head or tail: among the first or the last lines of a text. `run_id` is the run that learned it.
    """

    __tablename__ = "site_line"
    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[str] = mapped_column(String(255))
    pattern: Mapped[str] = mapped_column(Text)
    edge: Mapped[str] = mapped_column(String(8))
    path: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    texts: Mapped[int]
    among: Mapped[int]
    issuers: Mapped[int]
    since: Mapped[date]
    examples: Mapped[list[Any]]
    learned_at: Mapped[datetime]
    run_id: Mapped[str] = mapped_column(ForeignKey("run.id"))

    __table_args__ = (UniqueConstraint("site_id", "pattern", "edge", "path"),)


class SiteLineDecision(Base):
    """What a person decided about the lines of one pattern; the newest decision holds.

    `decision`: forgotten (the line is the reports' own: it stays in the texts and is not learned again) or restored.
    """

    __tablename__ = "site_line_decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[str] = mapped_column(String(255), index=True)
    pattern: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(String(16))
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(255))
    because: Mapped[str] = mapped_column(Text)
