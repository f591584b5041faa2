"""Texts by content, and the readings that made them."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.database import insert_new
from archive.figures.keeping import store_figures
from archive.models import Reading, StoredText
from archive.normalize import COMPARISON_RULES, comparison_digest
from archive.values import Reread


def store_reading(session: Session, reread: Reread) -> tuple[Reading, bool]:
    """Keep a reading with its text and figures; tell whether these rules read this payload at this address for the
    first time.

    A reading is never rewritten: the same rules over the same bytes give the same text.
    """
    text_digest = None if reread.text is None else store_text(session, reread.text)
    is_new = insert_new(
        session,
        Reading,
        blob_digest=reread.blob_digest,
        url=reread.url,
        rules=reread.rules,
        made_at=reread.made_at,
        text_digest=text_digest,
        kind=reread.kind,
        accepted=reread.accepted,
        facts={"title": reread.title, **reread.facts},
    )
    if text_digest is not None and reread.figures is not None:
        store_figures(session, text_digest, reread.figures)
    row = session.scalars(
        select(Reading).where(
            Reading.blob_digest == reread.blob_digest, Reading.url == reread.url, Reading.rules == reread.rules
        )
    ).one()
    return row, is_new


def has_reading(session: Session, blob_digest: str, url: str, rules: str) -> bool:
    """Whether these rules have read this payload at this address."""
    query = select(Reading.id).where(Reading.blob_digest == blob_digest, Reading.url == url, Reading.rules == rules)
    return session.scalar(query) is not None


def store_text(session: Session, body: str) -> str:
    """Keep a clean text and return its digest. A lone surrogate, which no file can hold, becomes U+FFFD first."""
    encoded = body.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
    digest = hashlib.sha256(encoded).hexdigest()
    if session.get(StoredText, digest) is None:
        body = encoded.decode()
        insert_new(
            session,
            StoredText,
            digest=digest,
            body=body,
            comparison_digest=comparison_digest(body),
            comparison_rules=COMPARISON_RULES,
        )
    return digest


def comparison_of(session: Session, text_digest: str) -> str:
    """The digest of a stored text's comparison text under today's comparison rules, whichever it was stored under."""
    row = session.get_one(StoredText, text_digest)
    return row.comparison_digest if row.comparison_rules == COMPARISON_RULES else comparison_digest(row.body)
