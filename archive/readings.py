"""Which reading of a version's bytes is meant: the first one, whose text the version shows for good, or the latest.

A version is one distinct text of a report, numbered when it was first seen, and cited by the digest of that text. So it
shows the text of its first reading for ever: a change in our rules never changes what was cited. What newer rules make
of the same bytes is another text with its own digest, facts and figures, and is shown when it is asked for. Either way
the figures beside a text are those read from that very text, so every span fits what it is shown with.
"""

from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Reading, Version

#: Which reading of a version's bytes is asked for.
WhichReading = Literal["first", "latest"]


def reading_of(session: Session, version: Version, which: WhichReading) -> Reading:
    """The reading asked for. The latest is the newest that took the bytes for a report with a text; the first one where
    no newer did."""
    first = session.get_one(Reading, version.reading_id)
    if which == "first":
        return first
    newest = session.scalar(
        select(Reading)
        .where(
            Reading.blob_digest == first.blob_digest,
            Reading.url == first.url,
            Reading.accepted,
            Reading.text_digest.is_not(None),
        )
        .order_by(Reading.id.desc())
        .limit(1)
    )
    return newest or first


def text_of(version: Version, reading: Reading) -> str:
    """The digest of the text of a reading; of the version's own text where it is the first one."""
    return version.text_digest if reading.id == version.reading_id else reading.text_digest or version.text_digest
