"""Texts by content, and the readings that made them."""

import hashlib

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from archive.database import insert_new
from archive.figures.keeping import store_figures
from archive.models import Reading, StoredText
from archive.normalize import COMPARISON_RULES, comparison_digest
from archive.values import Reread

_READING = select(Reading).where(
    Reading.blob_digest == bindparam("digest"), Reading.url == bindparam("url"), Reading.rules == bindparam("rules")
)
_IS_STORED = select(StoredText.digest).where(StoredText.digest == bindparam("digest"))
_COMPARISON = select(StoredText.comparison_digest, StoredText.comparison_rules).where(
    StoredText.digest == bindparam("digest")
)


def store_reading(session: Session, reread: Reread) -> tuple[Reading, bool]:
    """`keep_reading`, and the row it is kept in."""
    is_new = keep_reading(session, reread)
    of = {"digest": reread.blob_digest, "url": reread.url, "rules": reread.rules}
    return session.scalars(_READING, of).one(), is_new


def keep_reading(session: Session, reread: Reread) -> bool:
    """Keep a reading with its text and figures; tell whether these rules read this payload at this address for the
    first time.

    A reading is never rewritten: the same rules over the same bytes give the same text.
    """
    body = None if reread.text is None else storable(reread.text)
    text_digest = None if body is None else _store(session, body)
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
        store_figures(session, text_digest, reread.figures, body)
    return is_new


def has_reading(session: Session, blob_digest: str, url: str, rules: str) -> bool:
    """Whether these rules have read this payload at this address."""
    query = select(Reading.id).where(Reading.blob_digest == blob_digest, Reading.url == url, Reading.rules == rules)
    return session.scalar(query) is not None


def store_text(session: Session, body: str) -> str:
    """Keep a clean text, as `storable` makes it, and return its digest."""
    return _store(session, storable(body))


def storable(body: str) -> str:
    """A text as it is kept: a lone surrogate, which no file can hold, becomes U+FFFD."""
    return body.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _store(session: Session, body: str) -> str:
    digest = hashlib.sha256(body.encode()).hexdigest()
    if session.connection().execute(_IS_STORED, {"digest": digest}).first() is None:
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
    stored = session.connection().execute(_COMPARISON, {"digest": text_digest}).one()
    if stored.comparison_rules == COMPARISON_RULES:
        return str(stored.comparison_digest)
    return comparison_digest(session.get_one(StoredText, text_digest).body)
