"""What `verify` asks of figures: each span lies in its text and holds the words that were stored with it."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from archive.figures.models import CheckResult, Figure, HeadlineRow
from archive.models import StoredText

_BATCH = 2_000


def find_damage(session: Session) -> Iterator[tuple[str, str, str]]:
    """Findings as (code, where, message). Compared inside the database, so no text is taken into memory."""
    lies_within = (Figure.start >= 0) & (Figure.start <= Figure.end) & (Figure.end <= func.length(StoredText.body))
    shown = func.substr(StoredText.body, Figure.start + 1, Figure.end - Figure.start)
    rows = session.execute(
        select(Figure.id, Figure.key, Figure.start, Figure.end, Figure.text_digest, lies_within)
        .join(StoredText, StoredText.digest == Figure.text_digest)
        .where(~lies_within | (shown != Figure.words))
        .execution_options(yield_per=_BATCH)
    )
    for figure, key, start, end, digest, within in rows:
        code = "figure_words_differ" if within else "figure_beyond_text"
        message = "holds other words than were stored" if within else "lies beyond the text"
        yield code, f"figure {figure}", f"{key} at [{start}, {end}) of text {digest} {message}"
    yield from _named(session)


def _named(session: Session) -> Iterator[tuple[str, str, str]]:
    """Headlines and checks that name a figure which is not there."""
    target = aliased(Figure)
    lacking = (
        select(HeadlineRow.reading_id, HeadlineRow.key)
        .outerjoin(target, (target.reading_id == HeadlineRow.reading_id) & (target.number == HeadlineRow.figure_number))
        .where(HeadlineRow.figure_number.is_not(None), target.id.is_(None))
    )
    for reading_id, key in session.execute(lacking):
        yield "figure_not_there", f"headline {reading_id} {key}", "the figure it shows is not there"
    counts = select(Figure.reading_id, func.count().label("figures")).group_by(Figure.reading_id).subquery()
    checks = (
        select(CheckResult.id, CheckResult.figures, counts.c.figures)
        .outerjoin(counts, counts.c.reading_id == CheckResult.reading_id)
        .execution_options(yield_per=_BATCH)
    )
    for check, numbers, count in session.execute(checks):
        if any(not 0 <= number < (count or 0) for number in numbers):
            yield "figure_not_there", f"check {check}", "a figure it is about is not there"
